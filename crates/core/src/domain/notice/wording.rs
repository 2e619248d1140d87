//! What a message may say: a number and an errand, in the person's language, and nothing that betrays what it is about.
//!
//! A text has a place for the order's number, `{n}`, and the one that asks for a call one for our phone, `{phone}`. Words that tell of a laboratory are refused (Health Code art. 273(1)),
//! and so is a link: whoever reads along learns nothing, and whoever forges us has no pattern to copy.

use super::parts::{Length, length};
use crate::domain::text::{self, Shape};
use crate::error::Refusal;

crate::codes! {
    /// The text has no place for the order's number, `{n}`.
    NOTICE_NUMBER_MISSING = "notice-number-missing";
    /// A text that asks for a call has no place for the phone, `{phone}`.
    NOTICE_PHONE_MISSING = "notice-phone-missing";
    /// A place that nobody fills, or a brace without its other; `place`.
    NOTICE_PLACE_UNKNOWN = "notice-place-unknown";
    /// A word that tells what the message is about; `word`.
    NOTICE_WORD = "notice-word";
    /// A link, or what a phone takes for one.
    NOTICE_LINK = "notice-link";
    /// The text takes more parts than a message may have; `parts`, `limit`.
    NOTICE_TOO_LONG = "notice-too-long";
}

/// Place of the order's number.
pub const NUMBER: &str = "{n}";
/// Place of the laboratory's phone.
pub const PHONE: &str = "{phone}";
/// The longest that stands there.
const LONGEST: Filling<'_> = Filling {
    number: "000 00000 0",
    phone: "+7 700 000 00 00",
};
/// Most signs that are typed.
const MOST: usize = 300;
/// Most parts of an SMS.
pub const MOST_PARTS: usize = 3;

/// Beginnings of words that tell of a laboratory, in both languages, as [`plain`] makes them.
const TELLING: &[&str] = &[
    "лаборатор",
    "анализ",
    "результат",
    "регистратур",
    "диагноз",
    "исследован",
    "зертхана",
    "талдау",
    "нәтиже",
    "тіркеу",
    "диагноз",
    "зерттеу",
];

/// Which text somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// To the person themself: also what to bring.
    Ready,
    /// To a phone that others share, or that is not the person's: the number, and that it is ready.
    Short,
    /// A part of it is ready.
    Part,
    /// It takes longer.
    Late,
    /// The person is asked to call.
    Call,
}

/// What stands in the places of a text.
#[derive(Debug, Clone, Copy)]
pub struct Filling<'a> {
    /// The order's number, `100 48213 7`.
    pub number: &'a str,
    /// The laboratory's phone as people read it.
    pub phone: &'a str,
}

impl Wording {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Ready, Self::Short, Self::Part, Self::Late, Self::Call];

    /// As settings and the words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Short => "short",
            Self::Part => "part",
            Self::Late => "late",
            Self::Call => "call",
        }
    }

    /// Whether the text says where to call.
    fn names_phone(self) -> bool {
        self == Self::Call
    }
}

/// Judges a text as a manager typed it.
///
/// # Errors
/// Those of a line of text, and those of this file.
pub fn check(field: &'static str, which: Wording, typed: &str) -> Result<String, Refusal> {
    let text = text::required(field, typed, Shape::Line(MOST))?;
    let refuse = |code| Refusal::at(field, code);
    if let Some(place) = unknown_place(&text, which) {
        return Err(refuse(NOTICE_PLACE_UNKNOWN).with("place", place));
    }
    if !text.contains(NUMBER) {
        return Err(refuse(NOTICE_NUMBER_MISSING));
    }
    if which.names_phone() && !text.contains(PHONE) {
        return Err(refuse(NOTICE_PHONE_MISSING));
    }
    let plain = plain(&text);
    if let Some(word) = TELLING.iter().find(|word| plain.contains(**word)) {
        return Err(refuse(NOTICE_WORD).with("word", word));
    }
    if is_link(&plain) {
        return Err(refuse(NOTICE_LINK));
    }
    let parts = longest(&text).parts;
    if parts > MOST_PARTS {
        let long = refuse(NOTICE_TOO_LONG).with("parts", parts);
        return Err(long.with("limit", MOST_PARTS));
    }
    Ok(text)
}

/// The text with everything in its place.
pub fn rendered(text: &str, filling: Filling<'_>) -> String {
    (text.replace(NUMBER, filling.number)).replace(PHONE, filling.phone)
}

/// How long the text is where everything in it is as long as it can be.
pub fn longest(text: &str) -> Length {
    length(&rendered(text, LONGEST))
}

/// What stands between braces and is no place, or a brace alone.
fn unknown_place(text: &str, which: Wording) -> Option<String> {
    let mut rest = text.replace(NUMBER, "");
    if which.names_phone() {
        rest = rest.replace(PHONE, "");
    }
    let at = rest.find(['{', '}'])?;
    let from = &rest[at..];
    let end = from.find('}').map_or(from.len(), |end| end + 1);
    Some(from[..end].chars().take(20).collect())
}

/// Small letters, a soft hyphen and its like gone already, Latin letters that look Cyrillic as what they look like.
fn plain(text: &str) -> String {
    let small = text.to_lowercase();
    let seen = small.chars().map(|sign| match sign {
        'a' => 'а',
        'c' => 'с',
        'e' | 'ё' => 'е',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        'i' => 'і',
        'ə' => 'ә',
        other => other,
    });
    seen.collect()
}

/// A scheme, `www.`, or a word with a dot inside it: after [`plain`], so that letters are Cyrillic where they look so.
fn is_link(plain: &str) -> bool {
    if plain.contains("://") || plain.contains("www.") {
        return true;
    }
    plain.split_whitespace().any(|word| {
        let (before, after) = word.split_once('.').unwrap_or((word, ""));
        let ends = after.chars().next().is_some_and(char::is_alphabetic);
        ends && before.chars().last().is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::text::{TEXT_REQUIRED, TEXT_TOO_LONG};

    fn said(typed: &str) -> Result<String, Refusal> {
        check("text", Wording::Ready, typed)
    }

    fn no(typed: &str) -> crate::error::Code {
        said(typed).unwrap_err().code
    }

    #[test]
    fn a_text_has_the_number_and_no_other_place() {
        assert_eq!(said(" Заказ №{n} готов. ").unwrap(), "Заказ №{n} готов.");
        assert_eq!(no(""), TEXT_REQUIRED);
        assert_eq!(no("Заказ готов"), NOTICE_NUMBER_MISSING);
        assert_eq!(no("Заказ №{n} готов, {name}"), NOTICE_PLACE_UNKNOWN);
        assert_eq!(no("Заказ №{n} готов {"), NOTICE_PLACE_UNKNOWN);
        assert_eq!(no("Заказ №{ n } готов"), NOTICE_PLACE_UNKNOWN);
        let place = said("{n} {телефон}").unwrap_err();
        assert_eq!(place.args["place"], "{телефон}");
        assert_eq!(no("{n} {phone}"), NOTICE_PLACE_UNKNOWN);
    }

    #[test]
    fn whoever_is_asked_to_call_is_told_where() {
        let of = |typed| check("text", Wording::Call, typed).map_err(|no| no.code);
        assert_eq!(of("Позвоните о {n}"), Err(NOTICE_PHONE_MISSING));
        let text = of("Позвоните о {n}: {phone}").unwrap();
        let filling = Filling {
            number: "100 48213 7",
            phone: "+7 700 000 00 01",
        };
        let went = rendered(&text, filling);
        assert_eq!(went, "Позвоните о 100 48213 7: +7 700 000 00 01");
        assert_eq!(longest(&text).units, went.chars().count());
    }

    #[test]
    fn no_text_tells_what_it_is_about_however_it_is_spelled() {
        for telling in [
            "Анализ {n} готов",
            "АНАЛИЗЫ {n} готовы",
            "{n}: результаты",
            "Лабораториядан {n}",
            "{n} нәтижесі дайын",
            "{n} НӘТИЖЕ",
            "{n} талдауы",
            "Aнaлиз {n}",
            "В регистратуре {n}",
            "{n} тіркеу бөлімінде",
        ] {
            assert_eq!(no(telling), NOTICE_WORD, "{telling}");
        }
    }

    #[test]
    fn no_text_carries_a_link() {
        for link in [
            "{n} http://x.kz",
            "{n} www.х",
            "{n} mydarlab.com",
            "{n} сайт.қаз/1",
        ] {
            assert_eq!(no(link), NOTICE_LINK, "{link}");
        }
        for plain in [
            "Заказ №{n} готов. Возьмите удостоверение.",
            "Заказ {n} готов.Ждём 8.00",
        ] {
            assert_eq!(
                said(plain).is_ok(),
                !plain.contains("готов.Ждём"),
                "{plain}"
            );
        }
    }

    #[test]
    fn the_longest_number_counts_and_three_parts_are_the_end() {
        assert_eq!(longest("№{n}").units, 12);
        let exactly = format!("{{n}}{}", "ж".repeat(59));
        assert_eq!((longest(&exactly).units, longest(&exactly).parts), (70, 1));
        let three = format!("{{n}}{}", "ж".repeat(190));
        assert_eq!(longest(&three).parts, 3);
        assert!(said(&three).is_ok());
        assert_eq!(no(&format!("{three}ж")), NOTICE_TOO_LONG);
        assert_eq!(no(&"ж".repeat(10_000)), TEXT_TOO_LONG);
    }
}

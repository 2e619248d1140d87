//! What a message may say: a number and an errand, in the person's language, and nothing that betrays what it is about.
//!
//! A text has one place, `{n}`, for the order's number. Words that tell of a laboratory are refused (Health Code art. 273(1)),
//! and so is a link: whoever reads along learns nothing, and whoever forges us has no pattern to copy.

use super::parts::{Length, length};
use crate::domain::text::{self, Shape};
use crate::error::Refusal;

crate::codes! {
    /// The text has no place for the order's number, `{n}`.
    NOTICE_NUMBER_MISSING = "notice-number-missing";
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
/// The longest number that stands there.
const LONGEST_NUMBER: &str = "000 00000 0";
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

/// Which of the two texts somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wording {
    /// To the person themself: also what to bring.
    Ready,
    /// To a phone that others share, or that is not the person's: the number, and that it is ready.
    Short,
}

impl Wording {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Ready, Self::Short];

    /// As settings and the words name it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Short => "short",
        }
    }
}

/// Judges a text as a manager typed it.
///
/// # Errors
/// Those of a line of text, and those of this file.
pub fn check(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let text = text::required(field, typed, Shape::Line(MOST))?;
    let refuse = |code| Refusal::at(field, code);
    if let Some(place) = unknown_place(&text) {
        return Err(refuse(NOTICE_PLACE_UNKNOWN).with("place", place));
    }
    if !text.contains(NUMBER) {
        return Err(refuse(NOTICE_NUMBER_MISSING));
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

/// The text with the number in its place.
pub fn rendered(text: &str, number: &str) -> String {
    text.replace(NUMBER, number)
}

/// How long the text is where everything in it is as long as it can be.
pub fn longest(text: &str) -> Length {
    length(&rendered(text, LONGEST_NUMBER))
}

/// What stands between braces and is no place, or a brace alone.
fn unknown_place(text: &str) -> Option<String> {
    let rest = text.replace(NUMBER, "");
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

    fn no(typed: &str) -> crate::error::Code {
        check("text", typed).unwrap_err().code
    }

    #[test]
    fn a_text_has_the_number_and_no_other_place() {
        assert_eq!(
            check("text", " Заказ №{n} готов. ").unwrap(),
            "Заказ №{n} готов."
        );
        assert_eq!(no(""), TEXT_REQUIRED);
        assert_eq!(no("Заказ готов"), NOTICE_NUMBER_MISSING);
        assert_eq!(no("Заказ №{n} готов, {name}"), NOTICE_PLACE_UNKNOWN);
        assert_eq!(no("Заказ №{n} готов {"), NOTICE_PLACE_UNKNOWN);
        assert_eq!(no("Заказ №{ n } готов"), NOTICE_PLACE_UNKNOWN);
        let place = check("text", "{n} {телефон}").unwrap_err();
        assert_eq!(place.args["place"], "{телефон}");
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
            let said = check("text", plain).map_err(|no| no.code);
            assert_eq!(said.is_ok(), !plain.contains("готов.Ждём"), "{plain}");
        }
    }

    #[test]
    fn the_longest_number_counts_and_three_parts_are_the_end() {
        assert_eq!(longest("№{n}").units, 12);
        let exactly = format!("{{n}}{}", "ж".repeat(59));
        assert_eq!((longest(&exactly).units, longest(&exactly).parts), (70, 1));
        let three = format!("{{n}}{}", "ж".repeat(190));
        assert_eq!(longest(&three).parts, 3);
        assert!(check("text", &three).is_ok());
        assert_eq!(no(&format!("{three}ж")), NOTICE_TOO_LONG);
        assert_eq!(no(&"ж".repeat(10_000)), TEXT_TOO_LONG);
    }
}

//! Phone numbers: every local spelling in, E.164 stored, one spelling shown.
//!
//! Called by every phone field and by lists that mask. Numbering plans come from libphonenumber's tables. The
//! operator is never inferred (numbers move between operators); an unknown prefix inside +7 7XX is a warning,
//! because new prefixes appear before tables do. Landlines cannot take SMS.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType};

use crate::error::Refusal;

crate::codes! {
    /// Not a phone number.
    PHONE_FORM = "phone-form";
    /// A sign that does not belong into a phone number, or an extension.
    PHONE_SIGN = "phone-sign";
    /// Too few digits.
    PHONE_TOO_SHORT = "phone-too-short";
    /// Too many digits.
    PHONE_TOO_LONG = "phone-too-long";
    /// Digits in the right amount that no numbering plan knows.
    PHONE_UNKNOWN = "phone-unknown";
    /// Warning: +7 7XX with a prefix that the tables do not know.
    PHONE_UNKNOWN_PREFIX = "phone-unknown-prefix";
    /// Warning: a landline, no SMS can reach it.
    PHONE_LANDLINE = "phone-landline";
}

/// What stands at the other end, as far as the numbering plan says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneKind {
    /// Can take SMS.
    Mobile,
    /// Cannot take SMS.
    Landline,
    /// Countries where the plan does not tell, personal numbers, unknown prefixes.
    Other,
}

/// A number in E.164.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// A number and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The number.
    pub phone: Phone,
    /// What stands at the other end.
    pub kind: PhoneKind,
    /// False for a prefix inside +7 7XX that the tables do not know: a warning.
    pub prefix_known: bool,
}

/// Reads a number as typed at a desk in Kazakhstan: `+7 701…`, `8 701…`, `7701…`, `(701)…`, `701…`, and
/// foreign numbers that begin with `+`.
pub fn parse(field: &'static str, typed: &str) -> Result<Parsed, Refusal> {
    let refuse = |code| Err(Refusal::at(field, code));
    let typed = typed.trim();
    if typed.len() > 64 {
        return refuse(PHONE_TOO_LONG);
    }
    if !typed.chars().all(belongs)
        || typed.chars().skip(1).any(|c| c == '+') && !typed.starts_with("(+")
    {
        return refuse(PHONE_SIGN);
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let foreign = typed.contains('+');
    if digits.len() < 5 || !foreign && digits.len() < 10 {
        return refuse(PHONE_TOO_SHORT);
    }
    if digits.len() > 15 {
        return refuse(PHONE_TOO_LONG);
    }
    let international = international(&digits, foreign);
    let Ok(number) = PHONE_NUMBER_UTIL.parse(&international, None) else {
        return refuse(PHONE_FORM);
    };
    let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
    let kazakh = e164.starts_with("+77");
    if kazakh && e164.len() != 12 {
        return refuse(if e164.len() < 12 {
            PHONE_TOO_SHORT
        } else {
            PHONE_TOO_LONG
        });
    }
    let known = number.is_valid();
    if !known && !kazakh {
        return refuse(PHONE_UNKNOWN);
    }
    Ok(Parsed {
        kind: kind(&number),
        phone: Phone(e164),
        prefix_known: known,
    })
}

impl Phone {
    /// Takes a stored E.164 number back.
    pub fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        let fits =
            (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// `+77012345678`: stored and dialled.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// `+7 701 234 56 78`; foreign numbers as their country groups them.
    pub fn display(&self) -> String {
        if let Some((code, rest)) = self.plus_seven() {
            return format!("+7 {code} {} {} {}", &rest[..3], &rest[3..5], &rest[5..]);
        }
        match PHONE_NUMBER_UTIL.parse(&self.0, None) {
            Ok(number) => number
                .format_as(PhoneNumberFormat::International)
                .into_owned(),
            Err(_) => self.0.clone(),
        }
    }

    /// `+7 701 ••• •6 78`: the last three digits are enough to ask «заканчивается на 678?».
    pub fn masked(&self) -> String {
        if let Some((code, rest)) = self.plus_seven() {
            return format!("+7 {code} ••• •{} {}", &rest[4..5], &rest[5..]);
        }
        let shown = self.0.len().saturating_sub(3);
        format!(
            "+{} {}",
            "•".repeat(shown.saturating_sub(1)),
            &self.0[shown..]
        )
    }

    /// What stands at the other end.
    pub fn kind(&self) -> PhoneKind {
        PHONE_NUMBER_UTIL
            .parse(&self.0, None)
            .map_or(PhoneKind::Other, |number| kind(&number))
    }

    fn plus_seven(&self) -> Option<(&str, &str)> {
        let national = self.0.strip_prefix("+7").filter(|rest| rest.len() == 10)?;
        Some(national.split_at(3))
    }
}

impl std::fmt::Debug for Phone {
    // A number that reaches a log by `{:?}` would be personal data in a log line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

/// Local digits as an international number. Ten digits are national; eleven begin with the trunk 8 or with 7.
fn international(digits: &str, foreign: bool) -> String {
    if foreign {
        return format!("+{digits}");
    }
    match (digits.len(), digits.as_bytes()) {
        (10, _) => format!("+7{digits}"),
        (11, [b'7' | b'8', ..]) => format!("+7{}", &digits[1..]),
        // 8~10 is the way out of the country from a Kazakhstani phone, 00 from a mobile.
        _ => match digits
            .strip_prefix("810")
            .or_else(|| digits.strip_prefix("00"))
        {
            Some(rest) => format!("+{rest}"),
            None => format!("+7{digits}"),
        },
    }
}

fn belongs(c: char) -> bool {
    c.is_ascii_digit()
        || c.is_whitespace() && !c.is_control()
        || matches!(
            c,
            '+' | '(' | ')' | '-' | '.' | '/' | '~' | '\u{2010}'..='\u{2015}'
        )
}

fn kind(number: &PhoneNumber) -> PhoneKind {
    match number.get_type() {
        PhoneNumberType::Mobile => PhoneKind::Mobile,
        PhoneNumberType::FixedLine
        | PhoneNumberType::TollFree
        | PhoneNumberType::PremiumRate
        | PhoneNumberType::SharedCost => PhoneKind::Landline,
        // The tables of Kazakhstan and Russia share +7; nothing else is guessed.
        _ => PhoneKind::Other,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn e164(typed: &str) -> String {
        parse("phone", typed)
            .map_or_else(|refusal| refusal.code.0.to_owned(), |parsed| parsed.phone.0)
    }

    #[test]
    fn every_local_spelling_is_one_number() {
        for typed in [
            "+7 701 234 56 78",
            "8 701 234 56 78",
            "87012345678",
            "77012345678",
            "7012345678",
            "(701) 234-56-78",
            "8(701)2345678",
            "+7(701)234-56-78",
            "8-701-234-56-78",
            "+7\u{A0}701\u{A0}234\u{A0}56\u{A0}78",
            "8 (701) 234–56–78",
            "7 701 2345678",
            "+77012345678",
            "701.234.56.78",
            " 87012345678 ",
            "0077012345678",
            "8~10 7 701 234 56 78",
        ] {
            assert_eq!(e164(typed), "+77012345678", "{typed}");
        }
        let parsed = parse("phone", "8 701 234 56 78").unwrap();
        assert_eq!(parsed.phone.display(), "+7 701 234 56 78");
        assert_eq!(parsed.phone.masked(), "+7 701 ••• •6 78");
        assert_eq!(
            (parsed.kind, parsed.prefix_known),
            (PhoneKind::Mobile, true)
        );
        assert_eq!(format!("{:?}", parsed.phone), "Phone(…)");
    }

    #[test]
    fn landlines_are_known_and_unknown_prefixes_warned_about() {
        let almaty = parse("phone", "8 (727) 250-12-34").unwrap();
        assert_eq!(
            (almaty.phone.e164(), almaty.kind, almaty.prefix_known),
            ("+77272501234", PhoneKind::Landline, true)
        );
        let unknown = parse("phone", "8 799 123 45 67").unwrap();
        assert_eq!(
            (unknown.phone.e164(), unknown.prefix_known),
            ("+77991234567", false),
            "a new prefix is a warning"
        );
    }

    #[test]
    fn foreign_numbers_begin_with_a_plus() {
        assert_eq!(e164("+996 555 123 456"), "+996555123456");
        assert_eq!(e164("+7 916 123 45 67"), "+79161234567", "Russia shares +7");
        assert_eq!(
            parse("phone", "+49 30 901820").unwrap().phone.display(),
            "+49 30 901820"
        );
        let masked = parse("phone", "+996 555 123 456").unwrap().phone.masked();
        assert!(
            masked.ends_with(" 456") && !masked.contains("555"),
            "{masked}"
        );
    }

    #[test]
    fn what_is_no_number_says_why() {
        assert_eq!(e164("234567"), "phone-too-short");
        assert_eq!(e164("+7 701 234 56"), "phone-too-short");
        assert_eq!(e164("+7 701 234 56 789"), "phone-too-long");
        assert_eq!(e164("8 701 234 56 78 доб. 5"), "phone-sign");
        assert_eq!(e164("٨٧٠١٢٣٤٥٦٧٨"), "phone-sign");
        assert_eq!(e164("8 701\u{0}234 56 78"), "phone-sign");
        assert_eq!(e164("+7 701 +7 701"), "phone-sign");
        assert_eq!(e164("+999 123 456 789"), "phone-form");
        assert_eq!(e164("+44 123"), "phone-unknown");
        assert_eq!(e164(&"8".repeat(10 << 20)), "phone-too-long");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = parse("phone", &text);
        }

        #[test]
        fn what_is_shown_is_read_back(text in "[+8 7]?[ ()0-9+-]{5,20}") {
            if let Ok(parsed) = parse("phone", &text) {
                prop_assert_eq!(&parse("phone", &parsed.phone.display()).unwrap(), &parsed);
                prop_assert_eq!(&Phone::from_e164(parsed.phone.e164()).unwrap(), &parsed.phone);
                let _ = (parsed.phone.masked(), parsed.phone.kind());
            }
        }
    }
}

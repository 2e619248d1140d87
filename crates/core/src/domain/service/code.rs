//! The code of a service, and the key by which two codes are the same one.

use crate::domain::text;
use crate::error::Refusal;

crate::codes! {
    /// No code, or one with a sign that no code has.
    SERVICE_CODE_FORM = "service-code-form";
}

/// Most signs of a code.
pub const LONGEST: usize = 20;

/// A code as the laboratory writes it: letters, digits, `.` `-` `_` `/`, the first one no sign.
pub fn parse(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let refuse = || Refusal::at(field, SERVICE_CODE_FORM).with("limit", LONGEST);
    let code = text::normal(typed, LONGEST).ok_or_else(refuse)?;
    let is_sign = |c: char| matches!(c, '.' | '-' | '_' | '/');
    let fits = code.chars().all(|c| c.is_alphanumeric() || is_sign(c));
    if fits && code.starts_with(char::is_alphanumeric) {
        Ok(code)
    } else {
        Err(refuse())
    }
}

/// Capital letters, those of the Cyrillic that look like Latin ones as Latin ones: «а-01» is «A-01» to whoever reads it.
///
/// Ids of services are made of it (`docs/journal-format.md`), so it never changes.
pub fn key(code: &str) -> String {
    let upper = code.chars().flat_map(char::to_uppercase);
    upper
        .map(|c| match c {
            'А' => 'A',
            'В' => 'B',
            'Е' => 'E',
            'К' => 'K',
            'М' => 'M',
            'Н' => 'H',
            'О' => 'O',
            'Р' => 'P',
            'С' => 'C',
            'Т' => 'T',
            'У' | 'Ү' => 'Y',
            'Х' => 'X',
            'І' => 'I',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same_code() {
        assert_eq!(key("а-01"), key("A-01"));
        assert_eq!(key("ОАК"), "OAK");
        assert_ne!(key("A-01"), key("A-10"));
    }

    #[test]
    fn a_code_is_a_word() {
        assert_eq!(parse("code", " B06.670.002 "), Ok("B06.670.002".into()));
        for bad in [
            "",
            "  ",
            "-1",
            "а б",
            "=1",
            "1+1",
            "<a>",
            "x\u{200b}",
            "123456789012345678901",
        ] {
            let no = parse("code", bad).unwrap_err();
            assert_eq!(
                (no.code, no.field),
                (SERVICE_CODE_FORM, Some("code")),
                "{bad:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_itself(code in "[А-Яа-яA-Za-zҚқҰұІіҮү0-9./_-]{1,20}") {
            prop_assert_eq!(key(&key(&code)), key(&code));
        }
    }
}

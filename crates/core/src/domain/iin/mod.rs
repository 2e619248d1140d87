//! ИИН / ЖСН: the individual identification number, 12 digits with a control digit.
//!
//! Called by the intake form, the search box and `tirkeu iin`. The digits carried a birth date and a sex
//! under Government Resolution 565 of 11.06.2003; Resolution 853 of 26.08.2013 removed that binding, so a
//! contradiction is a warning that a person confirms, never a refusal, and nothing here overwrites a date
//! or a sex. Only length, digits and the control digit refuse. Never here: the raw validator trims nothing,
//! cleaning of what was typed is [`normalise`].

mod check;
pub(crate) mod control;
mod live;
mod typo;

use std::fmt;

pub use check::{IinReport, Reason, Sex, Verdict, check};
pub use live::{Live, live};
pub use typo::{candidates, is_slip, one_slip_away};

crate::codes! {
    /// Nothing was typed.
    IIN_REQUIRED = "iin-required";
    /// Fewer or more than 12 characters.
    IIN_LENGTH = "iin-length";
    /// A character that is not one of the digits 0–9.
    IIN_NON_DIGIT = "iin-non-digit";
    /// The control digit does not fit.
    IIN_CHECKSUM = "iin-checksum";
    /// No control digit exists for the first eleven; such a number is never issued.
    IIN_NO_CONTROL_DIGIT = "iin-no-control-digit";
    /// Warning: the first six digits are no date.
    IIN_DATE = "iin-date";
    /// Warning: the seventh digit is 0.
    IIN_CENTURY_0 = "iin-century-0";
    /// Warning: the seventh digit is 7, 8 or 9.
    IIN_CENTURY_7_9 = "iin-century-7-9";
    /// Warning: the date in the number lies in the future.
    IIN_FUTURE_DATE = "iin-future-date";
    /// Warning: the date in the number is not the birth date of the document.
    IIN_BIRTH_DATE_DIFFERS = "iin-birth-date-differs";
    /// Warning: the sex in the number is not the sex of the document.
    IIN_SEX_DIFFERS = "iin-sex-differs";
    /// [`IIN_DATE`] waits to be confirmed.
    IIN_DATE_CONFIRM = "iin-date-confirm";
    /// [`IIN_CENTURY_0`] waits to be confirmed.
    IIN_CENTURY_0_CONFIRM = "iin-century-0-confirm";
    /// [`IIN_CENTURY_7_9`] waits to be confirmed.
    IIN_CENTURY_7_9_CONFIRM = "iin-century-7-9-confirm";
    /// [`IIN_FUTURE_DATE`] waits to be confirmed.
    IIN_FUTURE_DATE_CONFIRM = "iin-future-date-confirm";
    /// [`IIN_BIRTH_DATE_DIFFERS`] waits to be confirmed.
    IIN_BIRTH_DATE_DIFFERS_CONFIRM = "iin-birth-date-differs-confirm";
    /// [`IIN_SEX_DIFFERS`] waits to be confirmed.
    IIN_SEX_DIFFERS_CONFIRM = "iin-sex-differs-confirm";
}

/// Twelve ASCII digits whose control digit fits; the date inside may still be impossible.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iin([u8; 12]);

impl Iin {
    /// Reads exactly 12 ASCII digits with a fitting control digit; cleans nothing.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = control::digits(text)?;
        control::fits(&digits).then_some(Self(digits))
    }

    /// The twelve digits without spaces.
    pub fn text(&self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// `910312 400121`.
    pub fn display(&self) -> String {
        let text = self.text();
        format!("{} {}", &text[..6], &text[6..])
    }

    /// `••••••••0121`: all that a list may show.
    pub fn masked(&self) -> String {
        format!("••••••••{}", &self.text()[8..])
    }

    /// The last four digits, as a card's header shows.
    pub fn last_four(&self) -> String {
        self.text()[8..].to_owned()
    }
}

impl fmt::Debug for Iin {
    // A number that reaches a log by `{:?}` would be personal data in a log line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iin(…)")
    }
}

/// Cleans what was typed or pasted: cuts the ends, drops spaces of every width, hyphens and dashes.
/// Everything else stays for [`check`] to judge. Idempotent.
pub fn normalise(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        .collect()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

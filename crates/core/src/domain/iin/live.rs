//! What the form says while the number is being typed.

use chrono::NaiveDate;

use super::{IinReport, Reason, check, normalise};

/// State of a half-typed number. A number that is merely not finished is not an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {
    /// Nothing typed.
    Empty,
    /// Digits so far, fewer than 12.
    Partial {
        /// How many digits stand there, 1–11.
        digits: u8,
    },
    /// Cannot become a number by typing on: a character that is no digit, or more than 12.
    Wrong(Reason),
    /// Twelve digits and what they say.
    Done(IinReport),
}

/// Judges what stands in the field, after [`normalise`].
pub fn live(typed: &str, on: NaiveDate) -> Live {
    // 64 characters are more than any spelling of 12 digits; a paste of megabytes is not copied.
    if typed.len() > 64 {
        return Live::Wrong(Reason::Length);
    }
    let text = normalise(typed);
    if text.is_empty() {
        return Live::Empty;
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Live::Wrong(Reason::NonDigit);
    }
    match text.len() {
        12 => Live::Done(check(&text, on)),
        13.. => Live::Wrong(Reason::Length),
        digits => Live::Partial {
            digits: u8::try_from(digits).unwrap_or(11),
        },
    }
}

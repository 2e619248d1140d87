//! The verdict on a number, exactly as typed.

use chrono::NaiveDate;

use super::control;

/// What a desk may do with the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing to say.
    Accept,
    /// To be confirmed by a person.
    AcceptWithWarning,
    /// Not a number of a person.
    Reject,
}

impl Verdict {
    /// The word used by `tirkeu iin`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::AcceptWithWarning => "accept_with_warning",
            Self::Reject => "reject",
        }
    }
}

/// The first thing that is wrong, in the fixed order of these lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Nothing is wrong.
    Ok,
    /// Not 12 characters.
    Length,
    /// A character other than 0–9.
    NonDigit,
    /// Seventh digit 0.
    Century0,
    /// Seventh digit 7, 8 or 9.
    Century7To9,
    /// The first six digits and the century make no date.
    Date,
    /// No control digit exists for the first eleven.
    NoControlDigit,
    /// The control digit is another.
    Checksum,
    /// The date lies after the day of the check.
    FutureDate,
}

impl Reason {
    /// The word used by `tirkeu iin` and the vectors.
    pub fn text(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Length => "length",
            Self::NonDigit => "non_digit",
            Self::Century0 => "century_0",
            Self::Century7To9 => "century_7_9",
            Self::Date => "date",
            Self::NoControlDigit => "no_control_digit",
            Self::Checksum => "checksum",
            Self::FutureDate => "future_date",
        }
    }
}

/// Sex as an identity document states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// `M`
    Male,
    /// `F`
    Female,
}

impl Sex {
    /// `M` or `F`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Male => "M",
            Self::Female => "F",
        }
    }

    /// Reads `M` or `F`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "M" => Some(Self::Male),
            "F" => Some(Self::Female),
            _ => None,
        }
    }
}

/// Everything that can be read from the text of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IinReport {
    /// What a desk may do.
    pub verdict: Verdict,
    /// The strict profile: reason is [`Reason::Ok`].
    pub valid: bool,
    /// The date that the digits spell, also when the control digit is wrong.
    pub birth_date: Option<NaiveDate>,
    /// The sex that the seventh digit spells.
    pub sex: Option<Sex>,
    /// The seventh digit, 0–9, of any 12 digits.
    pub century_digit: Option<u8>,
    /// The first thing that is wrong.
    pub reason: Reason,
    /// Whether the control digit fits, whatever the reason says: a number with an impossible date *and* a
    /// wrong control digit has reason [`Reason::Date`], and the form still refuses it.
    pub control_fits: bool,
}

/// Judges the text exactly as it is, on the given day in Almaty. Length is counted in characters.
///
/// Strict profile and precedence: length, non-digit, seventh digit, date, no control digit, control digit,
/// future date. The verdict follows from the reason alone.
pub fn check(text: &str, on: NaiveDate) -> IinReport {
    let Some(digits) = control::digits(text) else {
        // Longer texts need not be walked to their end to know that they are not 12 characters.
        let reason = if text.chars().take(13).count() == 12 {
            Reason::NonDigit
        } else {
            Reason::Length
        };
        return IinReport {
            verdict: verdict(reason),
            valid: false,
            birth_date: None,
            sex: None,
            century_digit: None,
            reason,
            control_fits: false,
        };
    };
    let century_digit = digits[6];
    let birth_date = birth_date_of(&digits);
    let reason = match (century_digit, birth_date, control::expected(&digits)) {
        (0, _, _) => Reason::Century0,
        (7..=9, _, _) => Reason::Century7To9,
        (_, None, _) => Reason::Date,
        (_, _, None) => Reason::NoControlDigit,
        (_, _, Some(control)) if control != digits[11] => Reason::Checksum,
        (_, Some(date), _) if date > on => Reason::FutureDate,
        _ => Reason::Ok,
    };
    IinReport {
        verdict: verdict(reason),
        valid: reason == Reason::Ok,
        birth_date,
        sex: sex(century_digit),
        century_digit: Some(century_digit),
        reason,
        control_fits: control::fits(&digits),
    }
}

fn verdict(reason: Reason) -> Verdict {
    match reason {
        Reason::Ok => Verdict::Accept,
        Reason::Length | Reason::NonDigit | Reason::NoControlDigit | Reason::Checksum => {
            Verdict::Reject
        }
        Reason::Century0 | Reason::Century7To9 | Reason::Date | Reason::FutureDate => {
            Verdict::AcceptWithWarning
        }
    }
}

fn sex(century_digit: u8) -> Option<Sex> {
    match century_digit {
        1 | 3 | 5 => Some(Sex::Male),
        2 | 4 | 6 => Some(Sex::Female),
        _ => None,
    }
}

pub(super) fn birth_date_of(digits: &[u8; 12]) -> Option<NaiveDate> {
    let pair = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    // Every implementation that was compared decodes 5 and 6 as 2000 + YY, not 2001–2100.
    let century = match digits[6] {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return None,
    };
    let year = i32::try_from(century + pair(0)).ok()?;
    NaiveDate::from_ymd_opt(year, pair(2), pair(4))
}

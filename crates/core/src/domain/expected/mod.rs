//! Somebody who is expected: a booking by somebody else, a row of an employer's list.
//!
//! Called by the commands that list and move, and row by row by the import. The rules of names, ИИН, dates and phones
//! are those of a patient; nothing must be there but the day and a surname or an ИИН (AimedLab policy MU-2.1: the
//! person who will come is not always the one who booked, and the patronymic is optional). What contradicts itself is
//! left for the counter, where the document lies. Which column of a table is which stands in [`columns`].

pub mod columns;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::iin::{self, Iin, Reason};
use super::phone::{self, Phone};
use super::text::{self, Shape};
use super::{date, keep, name};
use crate::error::{Code, Refusal};

crate::codes! {
    /// Neither surname nor ИИН.
    EXPECTED_WHO_REQUIRED = "expected-who-required";
    /// A day that has passed.
    EXPECTED_DAY_PAST = "expected-day-past";
    /// A day more than a year ahead.
    EXPECTED_DAY_FAR = "expected-day-far";
    /// They have come already.
    EXPECTED_CAME = "expected-came";
    /// They are not expected any more.
    EXPECTED_OFF = "expected-off";
    /// They are expected on that day already.
    EXPECTED_SAME_DAY = "expected-same-day";
    /// No reason was typed.
    EXPECTED_REASON_REQUIRED = "expected-reason-required";
    /// Not a number of days from 1 to 365.
    EXPECTED_DAYS = "expected-days";
}

/// How far ahead somebody may be expected, in days.
const FARTHEST_DAYS: u64 = 366;

/// The form exactly as typed. Names of fields are the names that refusals carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectedForm {
    /// Surname of whoever will come.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Patronymic, where there is one.
    pub patronymic: String,
    /// ИИН.
    pub iin: String,
    /// Birth date in any local form.
    pub birth_date: String,
    /// Phone in any local form.
    pub phone: String,
    /// The day in any local form; empty means today.
    pub planned_on: String,
    /// Who booked, where that is somebody else.
    pub booker: String,
    /// Who pays.
    pub payer: String,
    /// The employer or insurer.
    pub counterparty: String,
    /// What was booked, as a note.
    pub services: String,
    /// The list on which they stand.
    pub list: String,
}

/// Somebody as the list keeps them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// The day.
    pub planned_on: NaiveDate,
    /// Surname.
    pub surname: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Patronymic.
    pub patronymic: Option<String>,
    /// ИИН with a fitting control digit.
    pub iin: Option<Iin>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Phone.
    pub phone: Option<Phone>,
    /// Who booked.
    pub booker: Option<String>,
    /// Who pays.
    pub payer: Option<String>,
    /// The employer or insurer.
    pub counterparty: Option<String>,
    /// What was booked.
    pub services: Option<String>,
    /// The list.
    pub list: Option<String>,
}

/// Judges the whole form on the given day in Almaty; all that is wrong at once, each beside its field.
pub fn check(form: &ExpectedForm, on: NaiveDate) -> Result<Expected, Vec<Refusal>> {
    let mut no = Vec::new();
    let surname = part(&mut no, "surname", &form.surname);
    let given = part(&mut no, "name", &form.name);
    let patronymic = part(&mut no, "patronymic", &form.patronymic);
    let iin = keep(&mut no, number(&form.iin, on));
    let birth_date = match form.birth_date.trim() {
        "" => None,
        typed => keep(&mut no, date::birth("birth_date", typed, on)),
    };
    let phone = match form.phone.trim() {
        "" => None,
        typed => keep(&mut no, phone::parse("phone", typed)).map(|parsed| parsed.phone),
    };
    let planned_on = match form.planned_on.trim() {
        "" => Some(on),
        typed => keep(&mut no, day(typed, on)),
    };
    let mut line = |field, typed: &str, limit| {
        keep(&mut no, text::check(field, typed, Shape::Line(limit))).filter(|text| !text.is_empty())
    };
    let booker = line("booker", &form.booker, 120);
    let payer = line("payer", &form.payer, 120);
    let counterparty = line("counterparty", &form.counterparty, 120);
    let services = line("services", &form.services, 300);
    let list = line("list", &form.list, 60);
    // A name that is refused was typed all the same.
    let nobody = form.surname.trim().is_empty() && form.iin.trim().is_empty();
    if nobody {
        no.push(Refusal::at("surname", EXPECTED_WHO_REQUIRED));
    }
    match (planned_on, iin) {
        (Some(planned_on), Some(iin)) if no.is_empty() => Ok(Expected {
            planned_on,
            surname,
            name: given,
            patronymic,
            iin,
            birth_date,
            phone,
            booker,
            payer,
            counterparty,
            services,
            list,
        }),
        _ => Err(no),
    }
}

fn part(no: &mut Vec<Refusal>, field: &'static str, typed: &str) -> Option<String> {
    keep(no, name::check(field, typed)).filter(|name| !name.is_empty())
}

/// An ИИН where there is one. What its digits say of a birth date is compared at the counter.
fn number(typed: &str, on: NaiveDate) -> Result<Option<Iin>, Refusal> {
    let refuse = |code: Code| Refusal::at("iin", code);
    if typed.len() > 64 {
        return Err(refuse(iin::IIN_LENGTH));
    }
    let typed = iin::normalise(typed);
    if typed.is_empty() {
        return Ok(None);
    }
    let report = iin::check(&typed, on);
    let code = match report.reason {
        Reason::Length => iin::IIN_LENGTH,
        Reason::NonDigit => iin::IIN_NON_DIGIT,
        Reason::NoControlDigit => iin::IIN_NO_CONTROL_DIGIT,
        _ => iin::IIN_CHECKSUM,
    };
    Iin::parse(&typed).map(Some).ok_or_else(|| refuse(code))
}

/// A day on which somebody may be expected: not in the past, not more than a year ahead.
pub fn day(typed: &str, on: NaiveDate) -> Result<NaiveDate, Refusal> {
    let day = date::parse("planned_on", typed)?;
    if day < on {
        return Err(Refusal::at("planned_on", EXPECTED_DAY_PAST));
    }
    if on
        .checked_add_days(Days::new(FARTHEST_DAYS))
        .is_some_and(|last| day > last)
    {
        return Err(Refusal::at("planned_on", EXPECTED_DAY_FAR));
    }
    Ok(day)
}

/// How a booking stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not come yet.
    Waiting,
    /// Came and was taken in.
    Came,
    /// Not expected any more.
    Off,
}

/// May it still be moved or cancelled?
///
/// # Errors
/// `expected-came`, `expected-off`.
pub fn open(state: State) -> Result<(), Refusal> {
    match state {
        State::Waiting => Ok(()),
        State::Came => Err(Refusal::new(EXPECTED_CAME)),
        State::Off => Err(Refusal::new(EXPECTED_OFF)),
    }
}

/// Another day, which must be another one than the only day on which they stand.
///
/// # Errors
/// As [`day`], and `expected-same-day`.
pub fn move_to(typed: &str, stands: &[NaiveDate], on: NaiveDate) -> Result<NaiveDate, Refusal> {
    let to = day(typed, on)?;
    if stands == [to] {
        return Err(Refusal::at("planned_on", EXPECTED_SAME_DAY));
    }
    Ok(to)
}

/// Why somebody is not expected any more.
pub fn reason(typed: &str) -> Result<String, Refusal> {
    let reason = text::check("reason", typed, Shape::Line(200))?;
    if reason.is_empty() {
        return Err(Refusal::at("reason", EXPECTED_REASON_REQUIRED));
    }
    Ok(reason)
}

/// Days for which a booking is kept after its day, unless a manager says otherwise.
pub const KEPT_DAYS: u16 = 30;

/// The number of days as typed or stored.
pub fn kept_days(typed: &str) -> Result<u16, Refusal> {
    let days = typed.trim().parse().ok();
    days.filter(|days| (1..=365).contains(days))
        .ok_or_else(|| Refusal::at("days", EXPECTED_DAYS))
}

/// The first day of those that are still kept: what was expected before it goes.
///
/// `worked` is the last day before today on which this desk was at work. The count ends there and not today, so
/// that a clock which shows a wrong year for one morning destroys nobody's booking.
pub fn kept_from(worked: NaiveDate, days: u16) -> NaiveDate {
    worked
        .checked_sub_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

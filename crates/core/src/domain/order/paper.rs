//! An order that began on paper, because the program did not work: one of the numbers that were set aside, and when the
//! person was there.

use chrono::{Duration, NaiveTime};
use serde::{Deserialize, Serialize};

use super::number::Number;
use super::sampled;
use crate::error::Refusal;
use crate::time::Wall;

crate::codes! {
    /// The number was not set aside for paper.
    PAPER_NUMBER_UNKNOWN = "paper-number-unknown";
    /// An order with this number was entered before.
    PAPER_NUMBER_USED = "paper-number-used";
    /// Nobody said on which day and when the person was there.
    PAPER_TIME_REQUIRED = "paper-time-required";
    /// A visit that is yet to come.
    PAPER_TIME_FUTURE = "paper-time-future";
    /// The number was set aside later than that; `since`.
    PAPER_TIME_EARLY = "paper-time-early";
    /// How many numbers to set aside, is no number from one to [`MOST`]; `limit`.
    RESERVE_COUNT = "reserve-count";
}

/// Most numbers that are set aside at once: a day of a busy desk.
pub const MOST: u32 = 100;
/// The clock on the wall may run ahead of the computer's, or behind it, by this much.
const APART_MINUTES: i64 = 5;

/// What the sheet says, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct PaperOrder {
    /// Its number.
    pub number: String,
    /// When the person was there: date and time.
    pub taken_at: String,
}

/// The number on the sheet.
///
/// # Errors
/// `order-number-form`, `order-number-check`.
pub fn number(form: &PaperOrder) -> Result<Number, Refusal> {
    Number::parse("paper_number", &form.number)
}

/// When the person was there: not before the number was set aside, and not yet to come.
///
/// # Errors
/// `sampled-form`, [`PAPER_TIME_REQUIRED`], [`PAPER_TIME_FUTURE`], [`PAPER_TIME_EARLY`], and what is wrong with the date.
pub fn taken(form: &PaperOrder, reserved: Option<Wall>, now: Wall) -> Result<Wall, Refusal> {
    const FIELD: &str = "paper_taken_at";
    // A time alone would silently be of today, and the sheet is mostly of another day.
    let has_date = form.taken_at.trim().contains(char::is_whitespace);
    let required = || Refusal::at(FIELD, PAPER_TIME_REQUIRED);
    let at = sampled::moment(FIELD, &form.taken_at, now)?
        .filter(|_| has_date)
        .ok_or_else(required)?;
    let apart = Duration::minutes(APART_MINUTES);
    if at > now.local() + apart {
        return Err(Refusal::at(FIELD, PAPER_TIME_FUTURE));
    }
    if let Some(since) = reserved.filter(|since| at < since.local() - apart) {
        let since = since.local().format("%d.%m.%Y %H:%M");
        return Err(Refusal::at(FIELD, PAPER_TIME_EARLY).with("since", since));
    }
    Ok(Wall::of_local(at))
}

/// What the clock showed for whoever took the person in: the end of that day, or now while the day lasts. A time without
/// a date is of that day, and so are the prices.
pub fn clock(taken: Wall, now: Wall) -> Wall {
    let end = taken.date().and_time(NaiveTime::MIN) + Duration::days(1) - Duration::minutes(1);
    let end = Wall::of_local(end);
    if end.ms < now.ms { end } else { now }
}

/// How many numbers to set aside.
///
/// # Errors
/// [`RESERVE_COUNT`].
pub fn count(typed: &str) -> Result<u32, Refusal> {
    let no = || Refusal::at("count", RESERVE_COUNT).with("limit", MOST);
    let count: u32 = typed.trim().parse().map_err(|_| no())?;
    (1..=MOST).contains(&count).then_some(count).ok_or_else(no)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// 20.11.2026 12:00 in Almaty.
    fn noon() -> Wall {
        Wall::almaty(1_795_158_000_000)
    }

    fn said(typed: &str, reserved: Option<Wall>) -> Result<String, &'static str> {
        let form = PaperOrder {
            taken_at: typed.to_owned(),
            ..PaperOrder::default()
        };
        let at = taken(&form, reserved, noon()).map_err(|no| no.code.0)?;
        Ok(at.local().format("%Y-%m-%d %H:%M").to_string())
    }

    #[test]
    fn a_visit_was_between_the_setting_aside_and_now() {
        let yesterday = Wall::almaty(noon().ms - 86_400_000);
        assert_eq!(
            said("20.11.2026 9:30", None),
            Ok("2026-11-20 09:30".to_owned())
        );
        assert_eq!(
            said("19.11.2026 14:05", Some(yesterday)),
            Ok("2026-11-19 14:05".to_owned())
        );
        assert_eq!(
            said("19.11.2026 11:30", Some(yesterday)),
            Err("paper-time-early")
        );
        assert_eq!(
            said("19.11.2026 11:56", Some(yesterday)).as_deref(),
            Ok("2026-11-19 11:56"),
            "two clocks on one wall"
        );
        assert_eq!(said("20.11.2026 12:06", None), Err("paper-time-future"));
        assert_eq!(said("", None), Err("paper-time-required"));
        assert_eq!(
            said("9:30", None),
            Err("paper-time-required"),
            "of which day?"
        );
        assert_eq!(said("утром", None), Err("sampled-form"));
    }

    #[test]
    fn the_clock_of_a_day_on_paper_is_its_end_or_now() {
        let at = |typed: &str| {
            let form = PaperOrder {
                taken_at: typed.to_owned(),
                ..PaperOrder::default()
            };
            let taken = taken(&form, None, noon()).unwrap();
            clock(taken, noon()).local().to_string()
        };
        assert_eq!(at("18.11.2026 14:05"), "2026-11-18 23:59:00");
        assert_eq!(at("20.11.2026 9:30"), noon().local().to_string());
    }

    #[test]
    fn a_set_has_from_one_to_a_hundred_numbers() {
        assert_eq!(count(" 20 "), Ok(20));
        assert_eq!(count("100"), Ok(100));
        for bad in ["", "0", "101", "-1", "двадцать", "1e2", "4294967297"] {
            assert_eq!(count(bad).unwrap_err().code, RESERVE_COUNT, "{bad}");
        }
    }
}

//! When a sample was taken, as people type it: the time of today, or a date before it.

use chrono::{Duration, NaiveDateTime, NaiveTime};

use crate::domain::date;
use crate::error::Refusal;
use crate::time::Wall;

crate::codes! {
    /// Not a time in any form that is understood.
    SAMPLED_FORM = "sampled-form";
    /// A sample that is yet to be taken.
    SAMPLED_FUTURE = "sampled-future";
    /// A sample taken more than a month ago.
    SAMPLED_OLD = "sampled-old";
}

/// A clock on the wall of the sampling room may run ahead by this much.
const AHEAD_MINUTES: i64 = 5;
/// Nobody brings an older sample.
const OLDEST_DAYS: i64 = 31;

/// Reads `8:30`, `08.30`, `0830` of today, or any of these behind a date: `YYYY-MM-DD HH:MM` in Almaty. Nothing typed is
/// not known.
pub fn parse(field: &'static str, typed: &str, now: Wall) -> Result<Option<String>, Refusal> {
    let Some(at) = moment(field, typed, now)? else {
        return Ok(None);
    };
    let now = now.local();
    if at > now + Duration::minutes(AHEAD_MINUTES) {
        return Err(Refusal::at(field, SAMPLED_FUTURE));
    }
    if at < now - Duration::days(OLDEST_DAYS) {
        return Err(Refusal::at(field, SAMPLED_OLD));
    }
    Ok(Some(at.format("%Y-%m-%d %H:%M").to_string()))
}

/// A moment in Almaty as people type it, whether it can be or not; nothing typed is none.
///
/// # Errors
/// [`SAMPLED_FORM`], and what is wrong with the date.
pub fn moment(
    field: &'static str,
    typed: &str,
    now: Wall,
) -> Result<Option<NaiveDateTime>, Refusal> {
    let form = || Refusal::at(field, SAMPLED_FORM);
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if typed.len() > 60 {
        return Err(form());
    }
    let (day, hour) = match typed.rsplit_once(char::is_whitespace) {
        Some((day, hour)) => (date::parse(field, day)?, hour),
        None => (now.local().date(), typed),
    };
    Ok(Some(NaiveDateTime::new(day, time(hour).ok_or_else(form)?)))
}

/// A stored time as people read it: `22.11.2026 08:30`.
pub fn shown(stored: &str) -> String {
    NaiveDateTime::parse_from_str(stored, "%Y-%m-%d %H:%M").map_or_else(
        |_| stored.to_owned(),
        |at| at.format("%d.%m.%Y %H:%M").to_string(),
    )
}

fn time(typed: &str) -> Option<NaiveTime> {
    let (hour, minute) = match typed.split_once([':', '.', '-']) {
        Some((hour, minute)) if minute.len() == 2 && !hour.is_empty() && hour.len() <= 2 => {
            (hour, minute)
        }
        Some(_) => return None,
        None if typed.len() == 4 && typed.is_ascii() => typed.split_at(2),
        None => return None,
    };
    let number = |digits: &str| -> Option<u32> {
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    /// 20.11.2026 12:00 in Almaty.
    fn noon() -> Wall {
        Wall::almaty(1_795_158_000_000)
    }

    fn said(typed: &str) -> Result<Option<String>, &'static str> {
        parse("sampled_at", typed, noon()).map_err(|no| no.code.0)
    }

    #[test]
    fn a_time_is_of_today_and_behind_a_date_of_that_day() {
        assert_eq!(said(" "), Ok(None));
        for typed in [
            "8:30",
            "08.30",
            "0830",
            "20.11.2026 8:30",
            "2026-11-20 08:30",
        ] {
            assert_eq!(said(typed), Ok(Some("2026-11-20 08:30".into())), "{typed}");
        }
        assert_eq!(
            said("19.11.2026 23:59"),
            Ok(Some("2026-11-19 23:59".into()))
        );
        assert_eq!(
            said("12:05"),
            Ok(Some("2026-11-20 12:05".into())),
            "the other clock runs ahead"
        );
        assert_eq!(shown("2026-11-20 08:30"), "20.11.2026 08:30");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "25:00",
            "8:60",
            "8",
            "утром",
            "8:3",
            "830",
            "+8:30",
            "08:30:00",
            "٠٨٣٠",
        ] {
            assert_eq!(said(bad), Err("sampled-form"), "{bad}");
        }
        assert_eq!(said("31.02.2026 8:30"), Err("date-impossible"));
        assert_eq!(said("12:30"), Err("sampled-future"));
        assert_eq!(said("01.10.2026 8:30"), Err("sampled-old"));
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(typed in any::<String>()) {
            drop(parse("sampled_at", &typed, noon()));
        }
    }
}

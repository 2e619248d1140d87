//! When the daily backup is due: from its time of the day on, and at the first chance after a day that was missed.

use chrono::{Duration, NaiveDateTime, NaiveTime};

/// Between two attempts of which the first failed.
const AGAIN: Duration = Duration::hours(1);

/// What is known of earlier ones.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// The last that was made and checked.
    pub made: Option<NaiveDateTime>,
    /// The last that was begun.
    pub tried: Option<NaiveDateTime>,
}

/// Whether one is to be made now. A moment that lies ahead of the clock is that of a clock that was wrong.
pub fn is_due(now: NaiveDateTime, at: NaiveTime, known: Known) -> bool {
    let past = |moment: &NaiveDateTime| *moment <= now;
    let today = now.date().and_time(at);
    let wanted = if today <= now {
        today
    } else {
        today - Duration::days(1)
    };
    let made = known.made.filter(past);
    let tried = known.tried.filter(past);
    made.is_none_or(|made| made < wanted)
        && tried.is_none_or(|tried| now - tried >= AGAIN || tried < wanted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::NaiveDate;

    use super::*;

    fn on(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        let date = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        date.and_hms_opt(hour, minute, 0).unwrap()
    }

    fn due(now: NaiveDateTime, made: Option<NaiveDateTime>, tried: Option<NaiveDateTime>) -> bool {
        let at = NaiveTime::from_hms_opt(13, 0, 0).unwrap();
        is_due(now, at, Known { made, tried })
    }

    #[test]
    fn once_a_day_from_its_time_on() {
        assert!(due(on(20, 9, 0), None, None), "the first at once");
        let made = Some(on(20, 9, 1));
        assert!(!due(on(20, 12, 59), made, made));
        assert!(due(on(20, 13, 0), made, made));
        let made = Some(on(20, 13, 0));
        assert!(!due(on(20, 23, 0), made, made));
        assert!(!due(on(21, 12, 59), made, made));
        assert!(due(on(21, 13, 0), made, made));
    }

    #[test]
    fn a_missed_day_is_made_up_at_the_first_chance() {
        let made = Some(on(17, 13, 0));
        assert!(due(on(20, 8, 0), made, made));
        let made = Some(on(19, 13, 0));
        assert!(!due(on(20, 8, 0), made, made), "yesterday's is there");
    }

    #[test]
    fn a_failed_attempt_is_repeated_after_an_hour() {
        let made = Some(on(19, 13, 0));
        assert!(!due(on(20, 13, 30), made, Some(on(20, 13, 0))));
        assert!(due(on(20, 14, 0), made, Some(on(20, 13, 0))));
        assert!(
            due(on(20, 13, 0), made, Some(on(20, 12, 30))),
            "one by hand before the time"
        );
    }

    #[test]
    fn a_clock_that_was_ahead_does_not_put_it_off() {
        let ahead = Some(on(30, 13, 0));
        assert!(due(on(20, 13, 0), ahead, ahead));
    }
}

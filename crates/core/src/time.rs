//! Time as a value: what the desk's clock showed, and the hybrid clock that only sorts.
//!
//! Screens, paper and terms show [`Wall`]; [`Hlc`] orders concurrent entries and proves nothing.
//! Nothing outside this file and the composition root reads a clock.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Asia::Almaty;

/// Milliseconds since 1970-01-01 UTC as the desk's clock showed, with the offset from UTC in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wall {
    /// Milliseconds since 1970-01-01 UTC.
    pub ms: u64,
    /// Minutes east of UTC.
    pub tz_min: i16,
}

impl Wall {
    /// The moment with Almaty's offset at that moment.
    pub fn almaty(ms: u64) -> Self {
        let utc = instant(ms);
        let offset = Almaty
            .offset_from_utc_datetime(&utc.naive_utc())
            .fix()
            .local_minus_utc()
            / 60;
        Self {
            ms,
            tz_min: i16::try_from(offset).unwrap_or(300),
        }
    }

    /// The calendar date in Almaty.
    pub fn date(self) -> NaiveDate {
        instant(self.ms).with_timezone(&Almaty).date_naive()
    }

    /// Date and time of the day in Almaty.
    pub fn local(self) -> NaiveDateTime {
        instant(self.ms).with_timezone(&Almaty).naive_local()
    }

    /// The moment at which the clocks of Almaty showed this; of an hour that came twice, the first.
    pub fn of_local(at: NaiveDateTime) -> Self {
        let at = Almaty.from_local_datetime(&at).earliest();
        let ms = at.map_or(0, |at| at.timestamp_millis());
        Self::almaty(u64::try_from(ms).unwrap_or(0))
    }

    /// `2026-11-20T12:04:00+05:00`.
    pub fn rfc3339(self) -> String {
        let offset =
            chrono::FixedOffset::east_opt(i32::from(self.tz_min) * 60).unwrap_or_else(|| Utc.fix());
        instant(self.ms)
            .with_timezone(&offset)
            .to_rfc3339_opts(chrono::SecondsFormat::Millis, false)
    }
}

/// The instant, held inside the years that the calendar can show (a peer's clock may say anything).
pub fn instant(ms: u64) -> DateTime<Utc> {
    const YEAR_9999: i64 = 253_402_300_799_999;
    let ms = i64::try_from(ms).unwrap_or(YEAR_9999).min(YEAR_9999);
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// Hybrid logical clock: 48 bits of milliseconds, 16 bits of counter, strictly increasing per device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hlc(pub u64);

impl Hlc {
    /// How far the local clock follows a peer's that runs ahead: one hour.
    pub const MAX_AHEAD_MS: u64 = 3_600_000;

    /// The millisecond part.
    pub fn ms(self) -> u64 {
        self.0 >> 16
    }

    /// The next value after `self` when the wall shows `wall_ms`; a full counter carries into the milliseconds.
    pub fn tick(self, wall_ms: u64) -> Self {
        let wall = Self(wall_ms.min((1 << 48) - 1) << 16);
        if wall > self {
            wall
        } else {
            Self(self.0.saturating_add(1))
        }
    }

    /// Takes note of a peer's value, but never further than an hour ahead of the wall.
    pub fn follow(self, peer: Hlc, wall_ms: u64) -> Self {
        let limit = Self(
            wall_ms
                .saturating_add(Self::MAX_AHEAD_MS)
                .min((1 << 48) - 1)
                << 16,
        );
        self.max(peer.min(limit))
    }
}

/// Where the time comes from; handed to the core by the composition root and by tests.
pub trait Clock: Send {
    /// Milliseconds since 1970-01-01 UTC.
    fn now_ms(&self) -> u64;

    /// The moment with Almaty's offset.
    fn now(&self) -> Wall {
        Wall::almaty(self.now_ms())
    }
}

impl Clock for std::sync::Arc<dyn Clock + Send + Sync> {
    fn now_ms(&self) -> u64 {
        self.as_ref().now_ms()
    }
}

/// The operating system's clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> u64 {
        u64::try_from(Utc::now().timestamp_millis()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn almaty_is_five_hours_east_since_march_2024() {
        assert_eq!(
            Wall::almaty(1_700_000_000_000).tz_min,
            360,
            "before 1 March 2024 Almaty stood at UTC+6"
        );
        assert_eq!(
            Wall::almaty(1_795_000_000_000).tz_min,
            300,
            "since 1 March 2024 the whole country is at UTC+5"
        );
    }

    #[test]
    fn hlc_grows_when_the_wall_stands_still_or_goes_back() {
        let first = Hlc::default().tick(1_000);
        let second = first.tick(1_000);
        let third = second.tick(5);
        assert!(first < second && second < third);
    }

    #[test]
    fn a_full_counter_carries() {
        let full = Hlc((7 << 16) | 0xffff);
        assert_eq!(full.tick(7), Hlc(8 << 16));
    }

    #[test]
    fn a_peer_ten_years_ahead_moves_us_one_hour() {
        let peer = Hlc(u64::MAX);
        assert_eq!(
            Hlc::default().follow(peer, 1_000).ms(),
            1_000 + Hlc::MAX_AHEAD_MS
        );
    }
}

//! Hours at which nobody is disturbed.

use chrono::{NaiveTime, Timelike};

use crate::error::Refusal;
use crate::time::Wall;

crate::codes! {
    /// Not a pair of whole hours, 0–23.
    NOTICE_HOURS = "notice-hours";
}

/// From one hour to another, over midnight where the first is the later; none when they are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// First quiet hour, Almaty time.
    pub from: u8,
    /// First hour after it.
    pub to: u8,
}

impl Default for Quiet {
    /// From nine in the evening to eight in the morning.
    fn default() -> Self {
        Self { from: 21, to: 8 }
    }
}

impl Quiet {
    /// Reads two hours as typed; both empty are the usual ones.
    pub fn parse(from: &str, to: &str) -> Result<Self, Vec<Refusal>> {
        let (from, to) = (from.trim(), to.trim());
        if from.is_empty() && to.is_empty() {
            return Ok(Self::default());
        }
        let hour = |field, typed: &str| {
            let hour = typed.parse().ok().filter(|hour| *hour < 24_u8);
            hour.ok_or_else(|| Refusal::at(field, NOTICE_HOURS))
        };
        match (hour("quiet_from", from), hour("quiet_to", to)) {
            (Ok(from), Ok(to)) => Ok(Self { from, to }),
            (from, to) => Err([from.err(), to.err()].into_iter().flatten().collect()),
        }
    }

    /// As it is stored: `21-8`.
    pub fn text(self) -> String {
        format!("{}-{}", self.from, self.to)
    }

    /// Reads what is stored; the usual hours for anything else.
    pub fn stored(text: Option<&str>) -> Self {
        let hours = text.and_then(|text| text.split_once('-'));
        hours
            .and_then(|(from, to)| Self::parse(from, to).ok())
            .unwrap_or_default()
    }

    /// Whether nobody is disturbed at this moment.
    pub fn holds(self, now: Wall) -> bool {
        self.holds_at(now.local().time())
    }

    fn holds_at(self, time: NaiveTime) -> bool {
        let hour = u8::try_from(time.hour()).unwrap_or(0);
        match self.from <= self.to {
            true => (self.from..self.to).contains(&hour),
            false => hour >= self.from || hour < self.to,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn the_night_goes_over_midnight_and_ends_to_the_minute() {
        let usual = Quiet::default();
        for (hour, minute, holds) in [
            (20, 59, false),
            (21, 0, true),
            (0, 0, true),
            (7, 59, true),
            (8, 0, false),
        ] {
            assert_eq!(usual.holds_at(at(hour, minute)), holds, "{hour}:{minute}");
        }
        let siesta = Quiet { from: 13, to: 14 };
        assert!(siesta.holds_at(at(13, 30)) && !siesta.holds_at(at(14, 0)));
        let never = Quiet { from: 9, to: 9 };
        assert!((0..24).all(|hour| !never.holds_at(at(hour, 0))));
    }

    #[test]
    fn hours_come_back_and_each_fault_stands_beside_its_field() {
        assert_eq!(Quiet::stored(Some("22-7")), Quiet { from: 22, to: 7 });
        assert_eq!(Quiet::stored(Some("x")), Quiet::default());
        assert_eq!(
            Quiet::stored(Some(&Quiet { from: 0, to: 5 }.text())),
            Quiet { from: 0, to: 5 }
        );
        let no = Quiet::parse("24", "x").unwrap_err();
        assert_eq!(
            no.iter().map(|no| no.field).collect::<Vec<_>>(),
            [Some("quiet_from"), Some("quiet_to")]
        );
        assert_eq!(Quiet::parse("21", "").unwrap_err().len(), 1);
    }
}

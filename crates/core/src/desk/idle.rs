//! When an open desk is covered by itself and when it locks: nobody touched it for five minutes (or as many as the
//! laboratory has set, `domain/cover.rs`) or for half an hour, somebody signed in twelve hours ago, or the machine
//! slept meanwhile.
//!
//! Values only: whoever holds the clocks looks every few seconds. Two clocks are read, because the wall's can
//! be set back and a steady one may stand still while the machine sleeps; the longer of the two counts.

use crate::domain::cover;

/// Milliseconds without a key or a pointer until the curtain falls, where the laboratory has set nothing.
pub const COVER_MS: u64 = cover::USUAL as u64 * MINUTE_MS;
const MINUTE_MS: u64 = 60_000;
/// Milliseconds without a key or a pointer until the desk locks.
pub const IDLE_MS: u64 = 30 * 60_000;
/// Milliseconds from sign-in until the desk locks, whoever works at it.
pub const SHIFT_MS: u64 = 12 * 3_600_000;
/// A gap between two looks that only sleep explains.
const SLEPT_MS: u64 = 60_000;

/// What two clocks show at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub wall_ms: u64,
    /// Milliseconds of a clock that nobody can set.
    pub steady_ms: u64,
}

impl Moment {
    fn since(self, earlier: Self) -> u64 {
        let wall = self.wall_ms.saturating_sub(earlier.wall_ms);
        wall.max(self.steady_ms.saturating_sub(earlier.steady_ms))
    }
}

/// Why the desk is to be covered or locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Nobody is there for the moment: the curtain falls.
    Away,
    /// Nobody is there.
    Idle,
    /// A shift is over.
    Shift,
    /// The machine slept, and somebody else may have woken it.
    Slept,
}

/// How long nobody may be there: [`COVER_MS`] and [`IDLE_MS`], shorter in a test of the window.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until the curtain falls.
    pub cover_ms: u64,
    /// Until the desk locks.
    pub lock_ms: u64,
}

impl Patience {
    /// What a desk is given.
    pub const USUAL: Self = Self {
        cover_ms: COVER_MS,
        lock_ms: IDLE_MS,
    };

    /// What the laboratory has set.
    pub fn of(minutes: u8) -> Self {
        Self {
            cover_ms: u64::from(minutes) * MINUTE_MS,
            ..Self::USUAL
        }
    }
}

/// Watches one open desk.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    patience: Patience,
    opened: Moment,
    touched: Moment,
    looked: Moment,
}

impl Watch {
    /// Somebody signed in.
    pub fn begin(now: Moment, patience: Patience) -> Self {
        Self {
            patience,
            opened: now,
            touched: now,
            looked: now,
        }
    }

    /// Somebody pressed a key or moved the pointer.
    pub fn touch(&mut self, now: Moment) {
        // A key that wakes the machine does not undo its sleep.
        if self.due(now) != Some(Due::Slept) {
            self.touched = now;
        }
    }

    /// The laboratory has set another time; what has passed already counts.
    pub fn wait_for(&mut self, patience: Patience) {
        self.patience = patience;
    }

    /// Looks whether the desk is to be covered or locked; called every few seconds.
    pub fn look(&mut self, now: Moment) -> Option<Due> {
        let due = self.due(now);
        // A lock that is due stays due until somebody locks; a covered desk is looked at like any other.
        if matches!(due, None | Some(Due::Away)) {
            self.looked = now;
        }
        due
    }

    fn due(&self, now: Moment) -> Option<Due> {
        if now.since(self.looked) >= SLEPT_MS {
            Some(Due::Slept)
        } else if now.since(self.opened) >= SHIFT_MS {
            Some(Due::Shift)
        } else if now.since(self.touched) >= self.patience.lock_ms {
            Some(Due::Idle)
        } else if now.since(self.touched) >= self.patience.cover_ms {
            Some(Due::Away)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOK: u64 = 5_000;

    fn at(ms: u64) -> Moment {
        Moment {
            wall_ms: 1_795_000_000_000 + ms,
            steady_ms: ms,
        }
    }

    /// Looks every five seconds up to and with `until`; when it was to be locked, and why.
    fn looking(watch: &mut Watch, from: u64, until: u64) -> Option<(u64, Due)> {
        (from..=until)
            .step_by(usize::try_from(LOOK).unwrap_or(1))
            .find_map(|ms| Some((ms, watch.look(at(ms)).filter(|due| *due != Due::Away)?)))
    }

    #[test]
    fn the_curtain_falls_after_five_minutes_and_a_touch_keeps_it_up() {
        let mut watch = Watch::begin(at(0), Patience::USUAL);
        for ms in (0..COVER_MS).step_by(5_000) {
            assert_eq!(watch.look(at(ms)), None);
        }
        assert_eq!(watch.look(at(COVER_MS)), Some(Due::Away));
        assert_eq!(
            watch.look(at(COVER_MS + LOOK)),
            Some(Due::Away),
            "until somebody touches"
        );
        watch.touch(at(COVER_MS + LOOK));
        assert_eq!(watch.look(at(COVER_MS + 2 * LOOK)), None);
    }

    #[test]
    fn the_curtain_falls_when_the_laboratory_says_and_a_new_word_counts_at_once() {
        for minutes in [1, 15] {
            let mut watch = Watch::begin(at(0), Patience::of(minutes));
            let falls = u64::from(minutes) * MINUTE_MS;
            assert_eq!(looking(&mut watch, 0, falls - LOOK), None);
            assert_eq!(watch.look(at(falls - LOOK)), None);
            assert_eq!(watch.look(at(falls)), Some(Due::Away));
        }
        let mut watch = Watch::begin(at(0), Patience::of(15));
        assert_eq!(looking(&mut watch, 0, 2 * MINUTE_MS), None);
        watch.wait_for(Patience::of(1));
        assert_eq!(watch.look(at(2 * MINUTE_MS + LOOK)), Some(Due::Away));
        assert_eq!(Patience::of(15).lock_ms, IDLE_MS, "the lock is no setting");
    }

    #[test]
    fn a_desk_that_nobody_touches_locks_after_half_an_hour() {
        let mut watch = Watch::begin(at(0), Patience::USUAL);
        assert_eq!(looking(&mut watch, 0, IDLE_MS - LOOK), None);
        watch.touch(at(IDLE_MS - LOOK));
        assert_eq!(
            looking(&mut watch, IDLE_MS - LOOK, 2 * IDLE_MS - 2 * LOOK),
            None
        );
        let due = looking(&mut watch, 2 * IDLE_MS - 2 * LOOK, 3 * IDLE_MS);
        assert_eq!(due, Some((2 * IDLE_MS - LOOK, Due::Idle)));
        assert_eq!(
            watch.look(at(3 * IDLE_MS)),
            Some(Due::Slept),
            "and stays due"
        );
    }

    #[test]
    fn a_shift_ends_however_busy_it_is() {
        let mut watch = Watch::begin(at(0), Patience::USUAL);
        for ms in (0..SHIFT_MS).step_by(10_000) {
            watch.touch(at(ms));
            assert_eq!(watch.look(at(ms)), None, "{ms}");
        }
        assert_eq!(watch.look(at(SHIFT_MS)), Some(Due::Shift));
    }

    #[test]
    fn sleep_locks_and_the_key_that_wakes_does_not_undo_it() {
        let mut watch = Watch::begin(at(0), Patience::USUAL);
        assert_eq!(watch.look(at(LOOK)), None);
        // The steady clock stood still while the machine slept for an hour.
        let woken = Moment {
            wall_ms: at(3_600_000).wall_ms,
            steady_ms: at(2 * LOOK).steady_ms,
        };
        watch.touch(woken);
        assert_eq!(watch.look(woken), Some(Due::Slept));
    }

    #[test]
    fn a_wall_clock_that_is_set_back_does_not_keep_the_desk_open() {
        let mut watch = Watch::begin(at(0), Patience::USUAL);
        let back = |ms: u64| Moment {
            wall_ms: at(0).wall_ms - 365 * 24 * 3_600_000,
            steady_ms: ms,
        };
        let due = (0..=IDLE_MS)
            .step_by(usize::try_from(LOOK).unwrap_or(1))
            .find_map(|ms| watch.look(back(ms)).filter(|due| *due != Due::Away));
        assert_eq!(due, Some(Due::Idle));
    }
}

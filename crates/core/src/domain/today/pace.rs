//! How long an intake takes: from the first keeping of its form in the core to the entry, what lay aside not counted.
//!
//! A figure of the desk and no measure of a person: only the day and the seconds are known, not whose they were.

/// Above four hours a form was forgotten, not filled in.
pub const LONGEST: i64 = 4 * 3_600;

/// The seconds of a day's intakes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {
    /// Of those that are plausible, ascending.
    seconds: Vec<u32>,
    /// How many were not: the clock was put back, or a form was forgotten.
    left_out: u32,
}

impl Pace {
    /// Of what the desk kept, in any order.
    pub fn of(kept: &[i64]) -> Self {
        let plausible = |one: &i64| (0..=LONGEST).contains(one);
        let mut seconds: Vec<u32> = kept
            .iter()
            .filter(|one| plausible(one))
            .filter_map(|one| u32::try_from(*one).ok())
            .collect();
        seconds.sort_unstable();
        let left_out = kept.len() - seconds.len();
        Self {
            seconds,
            left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        }
    }

    /// How many intakes are counted.
    pub fn count(&self) -> u32 {
        u32::try_from(self.seconds.len()).unwrap_or(u32::MAX)
    }

    /// How many are not.
    pub fn left_out(&self) -> u32 {
        self.left_out
    }

    /// The seconds that so many of a hundred intakes did not exceed, by the nearest rank: a number that was really
    /// measured. None of nothing.
    pub fn percentile(&self, of_hundred: usize) -> Option<u32> {
        let rank = (self.seconds.len() * of_hundred.min(100)).div_ceil(100);
        self.seconds.get(rank.saturating_sub(1)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_number_that_was_measured() {
        let percentiles = |kept: &[i64]| {
            let pace = Pace::of(kept);
            (pace.percentile(50), pace.percentile(90))
        };
        assert_eq!(percentiles(&[]), (None, None));
        assert_eq!(percentiles(&[31]), (Some(31), Some(31)));
        assert_eq!(percentiles(&[40, 20]), (Some(20), Some(40)));
        assert_eq!(percentiles(&[30, 10, 20]), (Some(20), Some(30)));
        let hundred: Vec<i64> = (1..=100).rev().collect();
        assert_eq!(percentiles(&hundred), (Some(50), Some(90)));
        assert_eq!(Pace::of(&hundred).percentile(0), Some(1));
        assert_eq!(Pace::of(&hundred).percentile(1_000), Some(100));
    }

    #[test]
    fn what_cannot_be_is_left_out_and_counted() {
        let pace = Pace::of(&[-1, 0, LONGEST, LONGEST + 1, i64::MIN]);
        assert_eq!((pace.count(), pace.left_out()), (2, 3));
        assert_eq!(pace.percentile(90), Some(14_400));
        assert_eq!(Pace::of(&[-5]).percentile(50), None);
    }
}

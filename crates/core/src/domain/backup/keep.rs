//! Which backups stay: the newest of each of the last days, weeks and months of which there is one.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDateTime};

use super::BACKUP_KEEP;
use crate::error::Refusal;

/// The fewest of a kind; at least today's stays.
const LEAST: u8 = 1;
/// The most of a kind.
const MOST: u8 = 60;

/// How many of each kind stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Days.
    pub daily: u8,
    /// Weeks, from Monday.
    pub weekly: u8,
    /// Months.
    pub monthly: u8,
}

impl Keep {
    /// Where nobody has said it.
    pub const USUAL: Self = Self {
        daily: 7,
        weekly: 4,
        monthly: 12,
    };

    /// Three numbers as typed, each beside its field.
    pub fn parse(daily: &str, weekly: &str, monthly: &str) -> Result<Self, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut one = |field, typed: &str| {
            let number = number(typed).map_err(|no| {
                refusals.push(Refusal {
                    field: Some(field),
                    ..no
                })
            });
            number.unwrap_or(LEAST)
        };
        let keep = Self {
            daily: one("daily", daily),
            weekly: one("weekly", weekly),
            monthly: one("monthly", monthly),
        };
        if refusals.is_empty() {
            Ok(keep)
        } else {
            Err(refusals)
        }
    }

    /// As it is stored: `7/4/12`.
    pub fn text(self) -> String {
        format!("{}/{}/{}", self.daily, self.weekly, self.monthly)
    }

    /// As stored; what is none of ours is the usual.
    pub fn stored(value: Option<&str>) -> Self {
        let parts: Vec<&str> = value.unwrap_or_default().split('/').collect();
        match parts.as_slice() {
            [daily, weekly, monthly] => Self::parse(daily, weekly, monthly).unwrap_or(Self::USUAL),
            _ => Self::USUAL,
        }
    }
}

fn number(typed: &str) -> Result<u8, Refusal> {
    let typed = typed.trim();
    let digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| typed.parse().ok()).flatten();
    number
        .filter(|number| (LEAST..=MOST).contains(number))
        .ok_or_else(|| {
            Refusal::new(BACKUP_KEEP)
                .with("least", LEAST)
                .with("most", MOST)
        })
}

/// Of the moments at which backups were made, those whose backups stay.
pub fn kept(made: &[NaiveDateTime], keep: Keep) -> BTreeSet<NaiveDateTime> {
    let mut newest_first: Vec<NaiveDateTime> = made.to_vec();
    newest_first.sort_unstable_by_key(|moment| std::cmp::Reverse(*moment));
    let mut kept = BTreeSet::new();
    let mut take = |most: u8, period: &dyn Fn(&NaiveDateTime) -> (i32, u32)| {
        let mut periods = BTreeSet::new();
        for moment in &newest_first {
            if periods.len() < usize::from(most) && periods.insert(period(moment)) {
                kept.insert(*moment);
            }
        }
    };
    take(keep.daily, &|moment| (moment.year(), moment.ordinal()));
    take(keep.weekly, &|moment| {
        let week = moment.iso_week();
        (week.year(), week.week())
    });
    take(keep.monthly, &|moment| (moment.year(), moment.month()));
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::{Duration, NaiveDate};
    use proptest::prelude::*;

    use super::*;

    fn at(hours: i64) -> NaiveDateTime {
        let begin = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        begin.and_hms_opt(13, 0, 0).unwrap() + Duration::hours(hours)
    }

    fn moments() -> impl Strategy<Value = Vec<NaiveDateTime>> {
        proptest::collection::vec((0i64..24 * 900).prop_map(at), 0..80)
    }

    fn keeps() -> impl Strategy<Value = Keep> {
        (1u8..10, 1u8..8, 1u8..15).prop_map(|(daily, weekly, monthly)| Keep {
            daily,
            weekly,
            monthly,
        })
    }

    proptest! {
        #[test]
        fn the_newest_always_stays_and_never_more_than_was_said(made in moments(), keep in keeps()) {
            let stay = kept(&made, keep);
            prop_assert_eq!(stay.last(), made.iter().max());
            let most = usize::from(keep.daily) + usize::from(keep.weekly) + usize::from(keep.monthly);
            prop_assert!(stay.len() <= most);
            prop_assert!(stay.iter().all(|moment| made.contains(moment)));
        }

        #[test]
        fn what_stays_stays_when_it_is_asked_again(made in moments(), keep in keeps()) {
            let once = kept(&made, keep);
            let again: Vec<_> = once.iter().copied().collect();
            prop_assert_eq!(kept(&again, keep), once);
        }

        #[test]
        fn the_order_of_the_folder_is_nothing(mut made in moments(), keep in keeps()) {
            let forwards = kept(&made, keep);
            made.reverse();
            prop_assert_eq!(kept(&made, keep), forwards);
        }

        #[test]
        fn keeping_more_never_loses_one(made in moments(), keep in keeps()) {
            let more = Keep { daily: keep.daily + 1, weekly: keep.weekly + 1, monthly: keep.monthly + 1 };
            prop_assert!(kept(&made, keep).is_subset(&kept(&made, more)));
        }

        /// Day by day, each pruned after it was made, with days on which the desk was off.
        #[test]
        fn a_lived_year_keeps_the_last_week_month_and_year(off in proptest::collection::btree_set(0i64..500, 0..150)) {
            let keep = Keep::USUAL;
            let mut lying: Vec<NaiveDateTime> = Vec::new();
            let mut ever: Vec<NaiveDateTime> = Vec::new();
            for day in (0..500).filter(|day| !off.contains(day)) {
                ever.push(at(24 * day));
                lying.push(at(24 * day));
                lying = kept(&lying, keep).into_iter().collect();
            }
            let days: Vec<_> = ever.iter().rev().take(7).collect();
            prop_assert!(days.into_iter().all(|day| lying.contains(day)));
            prop_assert_eq!(kept(&ever, keep), lying.into_iter().collect::<BTreeSet<_>>(),
                "pruned every day or once at the end: the same stay");
        }
    }

    #[test]
    fn two_of_a_day_leave_the_later_one() {
        let keep = Keep {
            daily: 2,
            weekly: 1,
            monthly: 1,
        };
        let made = [at(0), at(2), at(24), at(25)];
        assert_eq!(kept(&made, keep), BTreeSet::from([at(2), at(25)]));
    }

    #[test]
    fn numbers_are_judged_each_beside_its_field() {
        assert_eq!(Keep::parse("7", " 4 ", "12"), Ok(Keep::USUAL));
        assert_eq!(Keep::stored(Some(&Keep::USUAL.text())), Keep::USUAL);
        assert_eq!(Keep::stored(Some("7/4")), Keep::USUAL);
        let refused = Keep::parse("0", "x", "61").unwrap_err();
        let fields: Vec<_> = refused.iter().filter_map(|no| no.field).collect();
        assert_eq!(fields, ["daily", "weekly", "monthly"]);
    }
}

//! How large an operator is by the number of people whose data it holds (Law 94-V, art. 25-1), and what follows.
//!
//! The thresholds are data with the days from which they hold (`crates/core/data/subject-classes.csv`): a new edition of the
//! law is new rows, and the rows of before stay. Read in secondary sources only; a lawyer must check them before anybody
//! acts on them (`docs/translation-review.md`).

use std::sync::LazyLock;

use chrono::NaiveDate;

const DATA: &str = include_str!("../../../data/subject-classes.csv");

/// From so many hundredths of a threshold on the manager is told of it.
const NEAR: u64 = 80;

/// A class of operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// малый.
    Small,
    /// средний.
    Medium,
    /// крупный.
    Large,
}

impl Size {
    fn named(name: &str) -> Option<Self> {
        match name {
            "small" => Some(Self::Small),
            "medium" => Some(Self::Medium),
            "large" => Some(Self::Large),
            _ => None,
        }
    }

    fn raised(self, by: u8) -> Self {
        match (self, by) {
            (size, 0) | (size @ Self::Large, _) => size,
            (Self::Small, by) => Self::Medium.raised(by - 1),
            (Self::Medium, _) => Self::Large,
        }
    }
}

/// Where a class begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The class.
    pub size: Size,
    /// The smallest number of people that is in it.
    pub from: u64,
    /// Its operators notify the authorised body (art. 10-1).
    pub notifies: bool,
}

/// The classes as they hold from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The first day.
    pub from: NaiveDate,
    /// Classes, ascending; the first begins at nothing.
    pub thresholds: Vec<Threshold>,
    /// By how many classes data of restricted access raise the operator.
    pub restricted_raises: u8,
    /// Key of the words that name the source: `today-source-<source>`.
    pub source: String,
}

/// What the number of people makes of the laboratory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// By the number alone.
    pub by_count: Size,
    /// As an operator of restricted data, which a laboratory is.
    pub counted_as: Size,
    /// It has to notify.
    pub notifies: bool,
    /// The next threshold, once it is near.
    pub near: Option<Near>,
}

/// A threshold that is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// Where it lies.
    pub from: u64,
    /// What the laboratory will count as from there on.
    pub counted_as: Size,
    /// It will have to notify from there on, and need not today.
    pub begins_to_notify: bool,
}

/// Every edition, by its first day.
pub static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| read(DATA).unwrap_or_default());

/// The edition in force on a day; none before the first.
pub fn in_force(editions: &[Edition], on: NaiveDate) -> Option<&Edition> {
    editions.iter().rev().find(|edition| edition.from <= on)
}

impl Edition {
    /// How so many people stand.
    pub fn stands(&self, people: u64) -> Standing {
        let reached = |one: &&Threshold| one.from <= people;
        let own = self.thresholds.iter().rev().find(reached);
        let by_count = own.map_or(Size::Small, |own| own.size);
        let counted_as = by_count.raised(self.restricted_raises);
        let notifies = self.notifies(counted_as);
        let next = self.thresholds.iter().find(|one| one.from > people);
        let is_near =
            |one: &&Threshold| u128::from(people) * 100 >= u128::from(one.from) * u128::from(NEAR);
        let near = next.filter(is_near).map(|one| {
            let counted_as = one.size.raised(self.restricted_raises);
            Near {
                from: one.from,
                counted_as,
                begins_to_notify: self.notifies(counted_as) && !notifies,
            }
        });
        Standing {
            by_count,
            counted_as,
            notifies,
            near,
        }
    }

    fn notifies(&self, size: Size) -> bool {
        self.thresholds
            .iter()
            .any(|one| one.size == size && one.notifies)
    }
}

/// Reads the table; none when a row is not of its shape. Rows of one edition stand together, ascending.
fn read(data: &str) -> Option<Vec<Edition>> {
    let mut editions: Vec<Edition> = Vec::new();
    for line in data.lines().skip(1).filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split(';').collect();
        let [from, class, first, notifies, raises, source] = cells[..] else {
            return None;
        };
        let from = from.parse().ok()?;
        let threshold = Threshold {
            size: Size::named(class)?,
            from: first.parse().ok()?,
            notifies: match notifies {
                "yes" => true,
                "no" => false,
                _ => return None,
            },
        };
        let restricted_raises = raises.parse().ok()?;
        match editions.last_mut() {
            Some(last) if last.from == from => {
                let grows = (last.thresholds.last())
                    .is_some_and(|one| one.from < threshold.from && one.size < threshold.size);
                if !grows || last.restricted_raises != restricted_raises || last.source != source {
                    return None;
                }
                last.thresholds.push(threshold);
            }
            Some(last) if last.from > from => return None,
            _ if threshold.from != 0 => return None,
            _ => editions.push(Edition {
                from,
                thresholds: vec![threshold],
                restricted_raises,
                source: source.to_owned(),
            }),
        }
    }
    Some(editions)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn today() -> &'static Edition {
        in_force(&EDITIONS, day(2026, 11, 22)).unwrap()
    }

    #[test]
    fn the_table_is_read_and_holds_from_its_day_on() {
        assert_eq!(read(DATA).unwrap(), *EDITIONS);
        assert_eq!(in_force(&EDITIONS, day(2026, 7, 11)), None);
        let first = in_force(&EDITIONS, day(2026, 7, 12)).unwrap();
        let from: Vec<u64> = first.thresholds.iter().map(|one| one.from).collect();
        assert_eq!(from, [0, 10_001, 500_000]);
    }

    #[test]
    fn another_edition_takes_over_on_its_day_and_the_one_of_before_stays() {
        let next = format!("{DATA}2027-01-01;small;0;yes;0;another\n");
        let editions = read(&next).unwrap();
        let people = |on| in_force(&editions, on).unwrap().stands(20_000);
        assert_eq!(people(day(2026, 12, 31)).counted_as, Size::Large);
        let after = people(day(2027, 1, 1));
        assert_eq!((after.counted_as, after.notifies), (Size::Small, true));
    }

    #[test]
    fn a_row_that_is_none_is_no_table() {
        for row in [
            "2026-07-12;small;0;no;1",
            "2026-07-12;tiny;0;no;1;a",
            "2026-07-12;small;5;no;1;a",
            "2026-13-12;small;0;no;1;a",
            "2026-07-12;small;0;maybe;1;a",
        ] {
            assert_eq!(read(&format!("head\n{row}\n")), None, "{row}");
        }
        let older = format!("{DATA}2020-01-01;small;0;no;0;a\n");
        assert_eq!(read(&older), None, "editions ascend");
    }

    #[test]
    fn the_number_decides_and_restricted_data_raise_by_one_class() {
        let stands = |people| {
            let stands = today().stands(people);
            (stands.by_count, stands.counted_as, stands.notifies)
        };
        assert_eq!(stands(0), (Size::Small, Size::Medium, false));
        assert_eq!(stands(10_000), (Size::Small, Size::Medium, false));
        assert_eq!(stands(10_001), (Size::Medium, Size::Large, true));
        assert_eq!(stands(499_999), (Size::Medium, Size::Large, true));
        assert_eq!(stands(500_000), (Size::Large, Size::Large, true));
    }

    #[test]
    fn a_threshold_is_told_from_eighty_hundredths_on() {
        let near = |people| today().stands(people).near;
        assert_eq!(near(8_000), None);
        let first = Near {
            from: 10_001,
            counted_as: Size::Large,
            begins_to_notify: true,
        };
        assert_eq!(near(8_001), Some(first));
        assert_eq!(near(10_000), Some(first));
        assert_eq!(near(10_001), None, "it is behind");
        assert_eq!(near(399_999), None);
        let second = near(400_000).unwrap();
        assert!(!second.begins_to_notify, "it notifies already");
        assert_eq!(near(600_000), None);
        assert_eq!(near(u64::MAX), None);
    }
}

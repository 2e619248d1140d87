//! What a manager looks at first: rules over rows of the journal, without judging anybody.
//!
//! A row that a rule picks is a question to be asked, not a reproach: a card is opened without an intake when somebody
//! telephones. Hours and the number of cards are settings of the laboratory; a stored value that is none comes from a
//! newer program or a hand, and the usual one counts.

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::{TRAIL_CARDS, TRAIL_HOURS};
use crate::error::Refusal;
use crate::event::disclosure::DocumentReleased;
use crate::id::{StaffId, SubjectId};

/// The ready-made views.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// A card was looked at on a day on which nothing was recorded about the person.
    NoIntake,
    /// Somebody worked outside the hours of the laboratory.
    OutOfHours,
    /// Somebody opened many cards within an hour.
    ManyCards,
    /// Masked fields that were shown, and whole forms.
    Reveals,
    /// The same document of the same act once more.
    Reprints,
    /// Attempts to sign in that failed.
    FailedSignIns,
    /// The journal left in a file.
    Exports,
}

impl Unusual {
    /// Every one, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::NoIntake,
        Self::OutOfHours,
        Self::ManyCards,
        Self::Reveals,
        Self::Reprints,
        Self::FailedSignIns,
        Self::Exports,
    ];
}

/// Cards an hour where nobody has set any.
pub const USUAL_CARDS: u16 = 30;

/// When the laboratory works: whole hours in Almaty, every day of the week alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// The first hour of work, 0–23.
    pub from: u8,
    /// The hour at which work has ended, 1–24.
    pub to: u8,
}

/// Hours where nobody has set any: laboratories draw blood from seven in the morning.
pub const USUAL_HOURS: Hours = Hours { from: 7, to: 20 };

impl Hours {
    /// Hours as typed: `7` and `20`.
    ///
    /// # Errors
    /// `trail-hours` beside the field.
    pub fn parse(from: &str, to: &str) -> Result<Self, Refusal> {
        let hour = |text: &str| text.trim().parse::<u8>().ok();
        hour(from)
            .zip(hour(to))
            .map(|(from, to)| Self { from, to })
            .filter(|hours| hours.from < hours.to && hours.to <= 24)
            .ok_or_else(|| Refusal::at("hours_to", TRAIL_HOURS))
    }

    /// Hours as stored: `7-20`.
    pub fn stored(value: Option<&str>) -> Self {
        value
            .and_then(|text| text.split_once('-'))
            .and_then(|(from, to)| Self::parse(from, to).ok())
            .unwrap_or(USUAL_HOURS)
    }

    /// As they are stored.
    pub fn text(self) -> String {
        format!("{}-{}", self.from, self.to)
    }

    /// Whether a time of the day lies outside.
    pub fn is_outside(self, at: NaiveTime) -> bool {
        !(u32::from(self.from)..u32::from(self.to)).contains(&at.hour())
    }
}

/// Cards an hour as typed.
///
/// # Errors
/// `trail-cards` beside the field.
pub fn cards(typed: &str) -> Result<u16, Refusal> {
    typed
        .trim()
        .parse()
        .ok()
        .filter(|cards| (1..=1_000).contains(cards))
        .ok_or_else(|| Refusal::at("cards_an_hour", TRAIL_CARDS))
}

/// Cards an hour as stored.
pub fn stored_cards(value: Option<&str>) -> u16 {
    value
        .and_then(|text| cards(text).ok())
        .unwrap_or(USUAL_CARDS)
}

/// Who opened a card, whose, and in which hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// Who.
    pub by: StaffId,
    /// The day in Almaty.
    pub day: NaiveDate,
    /// The hour of that day.
    pub hour: u8,
    /// Whose card.
    pub card: SubjectId,
}

/// Hours in which somebody opened more different cards than `most`, with how many.
pub fn many_cards(looks: &[Look], most: u16) -> Vec<(StaffId, NaiveDate, u8, usize)> {
    let mut looks = looks.to_vec();
    looks.sort_unstable();
    looks.dedup();
    looks
        .chunk_by(|a, b| (a.by, a.day, a.hour) == (b.by, b.day, b.hour))
        .filter(|hour| hour.len() > usize::from(most))
        .filter_map(|hour| {
            let first = hour.first()?;
            Some((first.by, first.day, first.hour, hour.len()))
        })
        .collect()
}

/// Whether a document was handed out once more: saved or printed, after the same one of the same act was.
pub fn is_reprint(released: &DocumentReleased, earlier: &[DocumentReleased]) -> bool {
    use crate::event::disclosure::action::{PRINT, SAVE};
    let leaves = |one: &DocumentReleased| matches!(one.action, SAVE | PRINT);
    let same = |one: &DocumentReleased| (one.document, one.of) == (released.document, released.of);
    leaves(released) && earlier.iter().any(|one| leaves(one) && same(one))
}

/// Whether a look stands alone: nothing was recorded about the person on the day of the look.
pub fn is_without_intake(looked: NaiveDate, recorded: &[NaiveDate]) -> bool {
    !recorded.contains(&looked)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::{Hash, Id};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn the_hours_of_the_laboratory_end_before_they_are_over() {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        let hours = Hours::parse("7", " 20 ").unwrap();
        assert!(hours.is_outside(at(6, 59)));
        assert!(!hours.is_outside(at(7, 0)));
        assert!(!hours.is_outside(at(19, 59)));
        assert!(hours.is_outside(at(20, 0)));
        let round = Hours::parse("0", "24").unwrap();
        assert!((0..24).all(|hour| !round.is_outside(at(hour, 30))));
        for (from, to) in [
            ("20", "7"),
            ("7", "7"),
            ("7", "25"),
            ("", "20"),
            ("-1", "3"),
        ] {
            assert_eq!(Hours::parse(from, to).unwrap_err().code, TRAIL_HOURS);
        }
        assert_eq!(Hours::stored(Some(&hours.text())), hours);
        assert_eq!(Hours::stored(Some("x")), USUAL_HOURS);
        assert_eq!(Hours::stored(None), USUAL_HOURS);
    }

    #[test]
    fn the_thirty_first_card_of_an_hour_is_one_too_many_and_the_same_card_counts_once() {
        let look = |card: u8, hour| Look {
            by: Id([1; 16]),
            day: day(20),
            hour,
            card: Id([card; 16]),
        };
        let mut looks: Vec<Look> = (0..30).map(|card| look(card, 9)).collect();
        looks.extend([look(0, 9), look(40, 10)]);
        assert_eq!(many_cards(&looks, 30), []);
        looks.push(look(31, 9));
        assert_eq!(many_cards(&looks, 30), [(Id([1; 16]), day(20), 9, 31)]);
        assert_eq!(cards("0").unwrap_err().code, TRAIL_CARDS);
        assert_eq!(stored_cards(Some("12")), 12);
        assert_eq!(stored_cards(Some("")), USUAL_CARDS);
    }

    #[test]
    fn a_preview_is_no_copy_and_another_act_is_another_sheet() {
        let released = |of: u8, action| DocumentReleased {
            document: 2,
            of: Some(Hash([of; 32])),
            action,
            sha256: Hash::ZERO,
            bytes: 1,
        };
        let first = released(1, 2);
        assert!(!is_reprint(&first, &[]));
        assert!(!is_reprint(&first, &[released(1, 1), released(2, 3)]));
        assert!(is_reprint(&first, &[released(1, 3)]));
        assert!(!is_reprint(&released(1, 1), &[released(1, 3)]));
    }

    #[test]
    fn a_look_on_the_day_of_an_intake_is_work() {
        assert!(is_without_intake(day(20), &[day(19), day(21)]));
        assert!(!is_without_intake(day(20), &[day(20)]));
    }
}

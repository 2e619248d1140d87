//! The manager's day: numbers that name nobody. Level 0.

use serde::Serialize;

use super::Standing;
use crate::domain::today::subjects::Size;
use crate::domain::trail::unusual::Unusual;

/// What is of this day and read at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayView {
    /// The day, `22.11.2026`.
    pub day: String,
    /// When it was read, `12:04`.
    pub at: String,
    /// Hours from the first in which somebody came to the last; empty while nobody has.
    pub hours: Vec<TodayHour>,
    /// New cards of the day.
    pub new: u32,
    /// Known people about whom something was recorded.
    pub known: u32,
    /// How long intakes took at this desk, today the last.
    pub pace: Vec<TodayPace>,
    /// Entries that no backup of this desk holds; empty when there are none.
    pub unsaved: String,
    /// What nobody has set yet.
    pub unset: Vec<TodayUnset>,
}

/// What the desk works without, and worse: the steps of the first run that can wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TodayUnset {
    /// No service has a price.
    Services,
    /// No printer was chosen on this desk.
    Printers,
    /// Nobody is named as director.
    Director,
}

/// One hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayHour {
    /// `9`.
    pub hour: u8,
    /// New cards.
    pub new: u32,
    /// Known people.
    pub known: u32,
}

/// How long the intakes of a day took, in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayPace {
    /// `22.11`.
    pub day: String,
    /// Half of them took no longer; none where none was counted.
    pub median: Option<u32>,
    /// Nine of ten took no longer.
    pub ninety: Option<u32>,
    /// How many are counted.
    pub count: u32,
    /// How many are not, because the time cannot be.
    pub left_out: u32,
}

/// How far the count of everybody is; below a hundred it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayCount {
    /// Of a hundred.
    pub percent: u8,
    /// What was counted; below a hundred something was written meanwhile.
    pub counted: Option<TodayCounted>,
}

/// Everybody counted once, and what is unusual in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayCounted {
    /// When, `12:04`.
    pub at: String,
    /// Every ready-made view of the journal; those of today first, then those of the week.
    pub alarms: Vec<TodayAlarm>,
    /// Today as the journal's filter takes it, `22.11.2026`.
    pub today: String,
    /// The first day of the week of the alarms.
    pub week_from: String,
    /// Patients by how consent to the service stands; empty without a patient.
    pub consent: Vec<TodayConsent>,
    /// Patients.
    pub patients: String,
    /// Everybody whose data are here.
    pub subjects: TodaySubjects,
}

/// A ready-made view of the journal and how much it picks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayAlarm {
    /// The view.
    pub view: Unusual,
    /// Entries of today, hours where it counts hours.
    pub today: u32,
    /// The same of the last seven days, today too.
    pub week: u32,
}

/// Patients with whom consent stands so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayConsent {
    /// The word.
    pub standing: Standing,
    /// How many.
    pub count: String,
    /// Tenths of a percent, which add up to a thousand.
    pub share: u16,
    /// The same as people write it: `12,5`.
    pub percent: String,
}

/// The number of people and what it makes of the laboratory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodaySubjects {
    /// How many.
    pub count: String,
    /// The classes in force; none before the first edition.
    pub class: Option<TodayClass>,
}

/// Where the laboratory stands among the classes of operators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayClass {
    /// Since when the classes hold.
    pub since: String,
    /// Key of the words that name the source: `today-source-<source>`.
    pub source: String,
    /// By the number alone.
    pub by_count: Size,
    /// As an operator of restricted data.
    pub counted_as: Size,
    /// It has to notify the authorised body.
    pub notifies: bool,
    /// Where the classes above the lowest begin, ascending.
    pub thresholds: Vec<TodayThreshold>,
    /// The next threshold, once it is near.
    pub near: Option<TodayNear>,
}

/// A threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayThreshold {
    /// The class that begins.
    pub size: Size,
    /// With so many people.
    pub from: String,
    /// How much of it is reached, of a hundred; a hundred beyond it.
    pub reached: u8,
}

/// A threshold that is near.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TodayNear {
    /// Where it lies.
    pub from: String,
    /// What the laboratory counts as from there on.
    pub counted_as: Size,
    /// It has to notify from there on.
    pub begins_to_notify: bool,
}

//! Who is expected on a day, masked; a booking in full; a table before it is imported.

use serde::Serialize;

use super::{BadRow, Problem};
use crate::command::ImportForm;
use crate::domain::expected::State;
use crate::domain::patient::PatientForm;
use crate::id::{Id, SubjectId};

/// One row of the list of a day: masked, level 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExpectedRow {
    /// The booking.
    pub id: SubjectId,
    /// Surname, name, patronymic, as far as they are known; empty for an ИИН alone.
    pub name: String,
    /// `12.03.1991`, or empty.
    pub birth_date: String,
    /// `••••••••0121`, or empty.
    pub iin: String,
    /// `+7 701 ••• •5 67`, or empty.
    pub phone: String,
    /// How it stands.
    pub state: State,
    /// The days on which they stand: one, or several after desks moved them at once.
    pub days: Vec<String>,
    /// Who booked.
    pub booker: String,
    /// Who pays.
    pub payer: String,
    /// The employer or insurer.
    pub counterparty: String,
    /// The list.
    pub list: String,
    /// Why they are not expected any more.
    pub reason: String,
    /// Two desks took them in with two cards.
    pub twice: bool,
    /// The card with which they came, or the one that has their ИИН.
    pub card: Option<SubjectId>,
    /// The typed text is their ИИН in full.
    pub exact: bool,
}

/// The list of a day, one page of it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ExpectedDay {
    /// The open list.
    pub handle: Id,
    /// `21.11.2026`.
    pub day: String,
    /// The day in words.
    pub long: String,
    /// The day before.
    pub before: String,
    /// The day after.
    pub after: String,
    /// In the order of names.
    pub rows: Vec<ExpectedRow>,
    /// How many rows stand before this page.
    pub from: u32,
    /// Rows of a page.
    pub page: u32,
    /// Rows of the day.
    pub total: u32,
    /// The first row of the page, worded.
    pub first: String,
    /// The last row of the page, worded.
    pub last: String,
    /// Rows of the day, worded.
    pub all: String,
    /// Of them not come yet, worded.
    pub waiting: String,
    /// Of them come, worded.
    pub came: String,
    /// Of them cancelled, worded.
    pub off: String,
    /// Whose lists the day has, for the sheets.
    pub counterparties: Vec<String>,
    /// For how many days bookings are kept.
    pub kept_days: String,
}

/// A booking in full, as the intake takes it.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ExpectedTaken {
    /// As the list shows it.
    pub row: ExpectedRow,
    /// What was booked.
    pub services: String,
    /// What is known of the person, as it would be typed.
    pub form: PatientForm,
}

/// A table before it is imported.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ImportView {
    /// The open table.
    pub handle: Id,
    /// As it was guessed, or as it was asked.
    pub form: ImportForm,
    /// Each column: its first cell, and the cell beneath.
    pub columns: Vec<[String; 2]>,
    /// What stands against the import as a whole.
    pub problems: Vec<Problem>,
    /// Rows that speak of people, worded.
    pub rows: String,
    /// Of them to be taken, worded.
    pub good: String,
    /// Of them on the list already, worded.
    pub already: String,
    /// Of them refused, worded.
    pub refused: String,
    /// How many can be taken.
    pub good_count: u32,
    /// How many are refused.
    pub refused_count: u32,
    /// Some of the refused rows, in the order of the file.
    pub bad: Vec<BadRow>,
    /// How many refused rows stand before these.
    pub from: u32,
    /// Refused rows of a page.
    pub page: u32,
}

/// A stretch of an import that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ImportDone {
    /// Rows that were taken.
    pub taken: u32,
    /// Rows that stood on the list already.
    pub already: u32,
    /// Rows that were refused.
    pub refused: u32,
    /// Where the next stretch begins; absent at the end.
    pub next: Option<u32>,
}

//! Services and prices: what is offered on a day, the versions of the list, and a file before it is one.

use serde::Serialize;

use super::{BadRow, Problem, RowCount};
use crate::command::ServiceImportForm;
use crate::domain::service::ServiceForm;
use crate::domain::service::list::Change;
use crate::id::{Id, SubjectId};

/// How a version stands on the day that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PriceListState {
    /// It holds.
    InForce,
    /// Its day has not come.
    Waits,
    /// A later one holds.
    Past,
    /// Another of the same day took its place.
    Replaced,
    /// Issued by mistake.
    Withdrawn,
}

/// A version of the price list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PriceListRow {
    /// It.
    pub id: SubjectId,
    /// What the laboratory calls it.
    pub name: String,
    /// The first day, `01.12.2026`.
    pub valid_from: String,
    /// Services, worded.
    pub count: String,
    /// How it stands.
    pub state: PriceListState,
    /// Another one was issued for the same day and neither knew of the other.
    pub rival: bool,
    /// Who issued it.
    pub by: String,
    /// When, worded.
    pub at: String,
    /// Why it was withdrawn, or empty.
    pub reason: String,
}

/// A service as it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ServiceView {
    /// The service.
    pub id: SubjectId,
    /// The version under which it is offered.
    pub list: SubjectId,
    /// As a form that amends it.
    pub form: ServiceForm,
    /// Its name in the language of the screen.
    pub name: String,
    /// Its name in the other one.
    pub other: String,
    /// The tube in the language of the screen, or empty.
    pub tube: String,
    /// `1 200 ₸`.
    pub price: String,
    /// On an empty stomach.
    pub fasting: bool,
    /// When to come, in the language of the screen, or empty.
    pub hint: String,
    /// From which day an amendment holds, `01.12.2026`, or empty.
    pub amended_from: String,
    /// Two desks amended it at once.
    pub questioned: bool,
}

/// A tube.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TubeView {
    /// The word of the rows.
    pub code: String,
    /// Kazakh name.
    pub name_kk: String,
    /// Russian name.
    pub name_ru: String,
    /// Not used any more.
    pub gone: bool,
}

/// What stands at a digit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FavouriteView {
    /// 1 to 9.
    pub digit: u8,
    /// Its code, or empty.
    pub code: String,
    /// Its name in the language of the screen; empty where the list in force does not offer it.
    pub name: String,
}

/// The screen of services.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ServicesView {
    /// The day that was asked, `01.12.2026`.
    pub day: String,
    /// The version that holds on it.
    pub list: Option<PriceListRow>,
    /// Every version, the latest first day first.
    pub lists: Vec<PriceListRow>,
    /// A page of what the query found.
    pub rows: Vec<ServiceView>,
    /// How many it found.
    pub total: RowCount,
    /// Rows before this page.
    pub from: u32,
    /// Rows of a page.
    pub page: u32,
    /// Tubes.
    pub tubes: Vec<TubeView>,
    /// The nine digits.
    pub favourites: Vec<FavouriteView>,
}

/// What a file changes at one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ChangedService {
    /// What happens to it.
    pub change: Change,
    /// Its code.
    pub code: String,
    /// Its name in the language of the screen.
    pub name: String,
    /// Price before, worded, or empty.
    pub before: String,
    /// Price after, worded, or empty.
    pub after: String,
}

/// A price list in a file: its columns, what its rows come to, and what it changes.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct ServiceImportView {
    /// The open file.
    pub handle: Id,
    /// As it was guessed, or as it was asked.
    pub form: ServiceImportForm,
    /// Each column: its first cell, and the cell beneath.
    pub columns: Vec<[String; 2]>,
    /// What stands against the list as a whole.
    pub problems: Vec<Problem>,
    /// Rows of services.
    pub rows: RowCount,
    /// Of those that can be taken.
    pub good: RowCount,
    /// Of those that cannot.
    pub refused: RowCount,
    /// A page of them.
    pub bad: Vec<BadRow>,
    /// Bad rows before this page.
    pub bad_from: u32,
    /// Rows of a page.
    pub page: u32,
    /// Words of tubes that the laboratory does not know.
    pub unknown_tubes: Vec<String>,
    /// The version with which it is compared: its name; empty for the first.
    pub compared: String,
    /// New services.
    pub new: RowCount,
    /// Other prices.
    pub prices: RowCount,
    /// Otherwise changed.
    pub others: RowCount,
    /// Not offered any more.
    pub gone: RowCount,
    /// As they were.
    pub same: RowCount,
    /// A page of what changes.
    pub changes: Vec<ChangedService>,
    /// How many change.
    pub changed: RowCount,
    /// Changes before this page.
    pub changes_from: u32,
}

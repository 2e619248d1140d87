//! An old list of patients before and while it is brought in, and what a card says of the list from which it came.

use serde::{Deserialize, Serialize};

use super::{BadRow, Problem, RowCount};
use crate::command::LegacyForm;
use crate::id::Id;

/// The list from which a card came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct LegacyBasis {
    /// What the laboratory calls the list.
    pub source: String,
    /// The day as of which it speaks, worded.
    pub as_of: String,
    /// Nobody has asked the person yet: the list is the only ground.
    pub stands: bool,
}

/// An old list as it stands: its columns, and what its rows come to as far as they were looked through.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct LegacyView {
    /// The open list.
    pub handle: Id,
    /// As it was guessed, or as it was asked.
    pub form: LegacyForm,
    /// Each column: its first cell, and the cell beneath.
    pub columns: Vec<[String; 2]>,
    /// What stands against the import as a whole.
    pub problems: Vec<Problem>,
    /// Rows that speak of people.
    pub rows: RowCount,
    /// Of them looked through.
    pub judged: RowCount,
    /// Of those that become cards.
    pub good: RowCount,
    /// That were taken before.
    pub taken: RowCount,
    /// Of somebody who has a card.
    pub known: RowCount,
    /// That look like somebody's card.
    pub alike: RowCount,
    /// That cannot be cards.
    pub refused: RowCount,
    /// From which row on the columns seem to have shifted.
    pub shifted: Option<u32>,
    /// The first rows as they would become cards.
    pub cards: Vec<LegacyCard>,
}

/// A row as it would become a card, in full: whoever maps columns must see what stands in them.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct LegacyCard {
    /// Its number in the file.
    pub number: u32,
    /// Surname.
    pub surname: String,
    /// Name.
    pub name: String,
    /// Patronymic.
    pub patronymic: String,
    /// ИИН, as a form shows it.
    pub iin: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// `M`, `F` or empty.
    pub sex: String,
    /// Phone, as a form shows it.
    pub phone: String,
    /// `ru` or `kk`.
    pub language: String,
    /// What stands against it, each with its field.
    pub problems: Vec<Problem>,
}

/// Which rows stay out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LegacyWhich {
    /// They cannot be cards.
    Refused,
    /// Of somebody who has a card.
    Known,
    /// That look like somebody's card.
    Alike,
}

/// Some of the rows that stay out, in the order of the file.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct LegacyPage {
    /// Which.
    pub which: LegacyWhich,
    /// The rows.
    pub rows: Vec<BadRow>,
    /// How many stand before these.
    pub from: u32,
    /// Rows of a page.
    pub page: u32,
    /// How many there are.
    pub total: RowCount,
}

/// A stretch of the list that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct LegacyDone {
    /// Rows that became cards.
    pub taken: u32,
    /// Rows that were taken before.
    pub already: u32,
    /// Rows of somebody who has a card.
    pub known: u32,
    /// Rows that look like somebody's card and stayed out.
    pub alike: u32,
    /// Rows that cannot be cards.
    pub refused: u32,
    /// Where the next stretch begins; absent at the end.
    pub next: Option<u32>,
}

//! Printers and what is not printed yet: of this desk, nobody's data.

use serde::Serialize;

use crate::domain::print::{LabelForm, PaperKind, WayForm};
use crate::id::Id;

/// A printer of this computer, as the spooler tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PrinterView {
    /// The system's name.
    pub name: String,
    /// How people call it.
    pub said: String,
    /// The system's own choice.
    pub is_default: bool,
    /// `idle`, `printing`, `stopped`, `refuses`.
    pub state: String,
    /// What it wants, the gravest first: keys of words.
    pub reasons: Vec<String>,
    /// The spooler's own words, or empty.
    pub message: String,
    /// Jobs in its queue.
    pub waiting: u32,
}

/// What was chosen on this desk, and the printers there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PrintersView {
    /// Every kind of paper, in the order of the settings.
    pub ways: Vec<WayForm>,
    /// Kinds that come out with a save where the desk says so.
    pub of_save: Vec<PaperKind>,
    /// The size of labels.
    pub label: LabelForm,
    /// Printers of this computer; none where the spooler does not answer.
    pub printers: Option<Vec<PrinterView>>,
}

/// A paper that is not printed yet. It names nobody: the list can be read from the queue before the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct UnprintedView {
    /// Its row.
    pub id: Id,
    /// Which paper.
    pub kind: PaperKind,
    /// `100 48213 7`, of an order's paper; else empty.
    pub number: String,
    /// When it was asked for.
    pub at: String,
    /// The printer's name, or empty.
    pub printer: String,
    /// `asked`, `queued`, `stuck`, `failed`.
    pub state: String,
    /// Why, a key of words; empty where nothing is known.
    pub reason: String,
}

/// What the spooler says to a paper just handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PrintedView {
    /// The printer's name.
    pub printer: String,
    /// `out`, `queued`, `stuck`, `failed`.
    pub state: String,
    /// Why, a key of words; empty where nothing is known.
    pub reason: String,
}

/// A paper that was to come out when something was saved, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SavedPaper {
    /// Its row on the list, until it is out.
    pub row: Id,
    /// Which.
    pub kind: PaperKind,
    /// Labels or sheets.
    pub pieces: u32,
    /// As in [`PrintedView`], or `asked`. The list knows it better as long as it has the row.
    pub state: String,
    /// As in [`PrintedView`].
    pub reason: String,
}

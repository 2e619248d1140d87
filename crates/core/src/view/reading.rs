//! Editions side by side, internal documents, who has read them: staff data only, no patient.

use serde::Serialize;

use super::EditionStands;
use crate::id::{Hash, Id, StaffId};
use crate::words::{Both, Lang};

/// One place where the two texts of an edition differ. Words under `edition-differs-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DifferenceView {
    /// `same`, `clause`, `paragraphs`, `number`, `date`, `email`, `phone`, `identity`, `shorter`.
    pub code: String,
    /// Number of the clause; empty before the first one and for a text without numbers.
    pub clause: String,
    /// It is about the whole text.
    pub whole: bool,
    /// The text in which it stands, or which is the short one.
    pub only: Option<Lang>,
    /// The value, worded.
    pub value: String,
    /// Paragraphs of the Kazakh text.
    pub kk: String,
    /// Paragraphs of the Russian text.
    pub ru: String,
}

/// A version of an internal document.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct DocumentView {
    /// The version's entry.
    pub entry: Hash,
    /// The document.
    pub document: Id,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day, worded.
    pub effective_from: String,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// How it stands today.
    pub stands: EditionStands,
    /// When it was published, worded.
    pub published_at: String,
    /// Who published it.
    pub published_by: String,
    /// Whoever works has still to read it.
    pub unread: bool,
}

/// The register of acquaintance and training.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct RegisterView {
    /// A person and a document's version, by name.
    pub rows: Vec<RegisterRow>,
    /// Trainings, newest first.
    pub trainings: Vec<TrainingRow>,
    /// Everybody who has a role, by name: for whom a training can be recorded.
    pub people: Vec<NamedView>,
    /// Signatures that are still missing.
    pub missing: String,
}

/// A person by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct NamedView {
    /// The person.
    pub id: StaffId,
    /// As signed on paper.
    pub name: String,
}

/// Whether a person has read a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct RegisterRow {
    /// As signed on paper.
    pub name: String,
    /// Document code.
    pub code: String,
    /// Title in the language of the screen.
    pub title: String,
    /// Revision.
    pub revision: String,
    /// First day of the version, short.
    pub effective_from: String,
    /// When it was signed, worded; empty: not yet.
    pub signed_at: String,
    /// Language of the text that was read.
    pub language: Option<Lang>,
}

/// A training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct TrainingRow {
    /// The entry.
    pub entry: Hash,
    /// Who took part, as signed on paper.
    pub name: String,
    /// What it was about.
    pub topic: String,
    /// The day, short.
    pub held_on: String,
    /// Who held it.
    pub held_by: String,
}

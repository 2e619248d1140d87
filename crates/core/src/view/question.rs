//! Questions that are asked one at a time. Until one is opened, no person is in it.

use serde::Serialize;

use super::PatientRow;
use crate::id::{Hash, SubjectId};

/// A question that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct QuestionHead {
    /// `field`, `pair` or `held`.
    pub about: String,
    /// The card, or one of the two.
    pub card: SubjectId,
    /// The other card of a pair.
    pub other: Option<SubjectId>,
    /// The field; empty for the others.
    pub field: String,
    /// Desks that said it, by name.
    pub desks: String,
    /// What came after the destruction.
    pub held: Vec<HeldRow>,
}

/// One entry that came after its person's data were destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct HeldRow {
    /// Name of its kind; words under `journal-kind-<name>`.
    pub kind: String,
    /// The desk by name.
    pub desk: String,
    /// When it was written.
    pub at: String,
}

/// The questions that whoever works may answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct QuestionsView {
    /// How many; empty where there are none.
    pub count: String,
    /// Number of the first that is told, from 0.
    pub from: u32,
    /// Some of them.
    pub some: Vec<QuestionHead>,
}

/// What one desk said of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct CandidateView {
    /// The entry that says it.
    pub entry: Hash,
    /// In full; empty where it takes the value away.
    pub value: String,
    /// When it was said.
    pub at: String,
    /// Who said it.
    pub by: String,
    /// At which desk.
    pub desk: String,
}

/// A question about a field, opened: an entry of its own, like an amendment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct FieldQuestionView {
    /// The card.
    pub card: SubjectId,
    /// Whose it is.
    pub name: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// The field.
    pub field: String,
    /// What was said; what the card shows first.
    pub candidates: Vec<CandidateView>,
}

/// A question about two cards, opened: both are noted as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PairQuestionView {
    /// One card.
    pub one: PatientRow,
    /// Where it began.
    pub one_desk: String,
    /// The other.
    pub other: PatientRow,
    /// Where that one began.
    pub other_desk: String,
    /// What speaks for one person, by code; words under `intake-alike-<code>`.
    pub reasons: Vec<String>,
}

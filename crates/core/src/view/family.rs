//! The others of a family beside the one who is asked for.

use serde::Serialize;

use super::{Problem, Standing};
use crate::id::SubjectId;

/// Somebody for whom the same representative may answer on the same page.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct FamilyRow {
    /// The card.
    pub card: SubjectId,
    /// Surname, name, patronymic; empty for somebody who has nothing to do with this representative.
    pub name: String,
    /// Why there is no ИИН: a code of `domain::patient::CardKind`, or empty.
    pub kind: String,
    /// Number among twins, or empty.
    pub newborn_number: String,
    /// `15.03.2019`.
    pub birth_date: String,
    /// Consent to the personal data, in a word.
    pub standing: Standing,
    /// On what ground the representative acts: words under `representative-basis-<name>`; empty when they do not.
    pub basis: String,
    /// Further purposes that the page does not offer any more once this one stands on it: they are asked apart.
    pub apart: Vec<String>,
    /// Why somebody who is ticked may not stay so.
    pub problems: Vec<Problem>,
}

//! An opened card, level 2: every number masked.

use serde::Serialize;

use super::{LegacyBasis, PatientRow, Standing};
use crate::id::{Hash, Id, SubjectId};

/// An opened card, level 2.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct CardView {
    /// Handle under which it refreshes without a new entry.
    pub handle: Id,
    /// The card.
    pub id: SubjectId,
    /// Surname, name, patronymic.
    pub name: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// Full years today.
    pub age: Option<u16>,
    /// `M`, `F` or empty.
    pub sex: String,
    /// Masked; reveal is an entry of its own, and so is the form of an amendment.
    pub iin: String,
    /// `id_card`, `passport`, … or empty.
    pub doc_type: String,
    /// Masked.
    pub doc_number: String,
    /// Masked.
    pub phone: String,
    /// When it was checked by a code last, worded; empty when it never was.
    pub phone_checked: String,
    /// Why there is no ИИН: a code of `domain::patient::CardKind`, or empty.
    pub kind: String,
    /// Number among twins, or empty.
    pub newborn_number: String,
    /// Further fields in the order of the form, masked where they are numbers.
    pub extra: Vec<ChangeView>,
    /// Who acts for the person.
    pub representatives: Vec<RelationRow>,
    /// For whom the person acts.
    pub represents: Vec<RelationRow>,
    /// Other cards of the same person.
    pub person: Vec<PersonRow>,
    /// Somebody must consent for the person: under 16 today.
    pub needs_representative: bool,
    /// Consent by purpose.
    pub standings: Vec<PurposeStanding>,
    /// Acts of consent, newest first.
    pub consents: Vec<ConsentRow>,
    /// What was entered and changed, newest first.
    pub history: Vec<HistoryRow>,
    /// Who looked, newest first.
    pub seen: Vec<SeenRow>,
    /// Fields for which two desks said different things.
    pub questions: Vec<QuestionView>,
    /// Data destroyed, later entries wait for a manager.
    pub destroyed: bool,
    /// The desk where the card began, where what was taken there was never handed over: the person did not agree to it
    /// (Health Code art. 273(6)).
    pub elsewhere: Option<String>,
    /// Written by a newer program: read-only.
    pub needs_update: bool,
    /// The old list from which the card came.
    pub legacy: Option<LegacyBasis>,
    /// Orders of the person, the latest first.
    pub orders: Vec<super::OrderRow>,
}

/// Consent to one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PurposeStanding {
    /// Name of the purpose; words under `consent-purpose-<name>`.
    pub purpose: String,
    /// In a word.
    pub standing: Standing,
}

/// One act of consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ConsentRow {
    /// The entry.
    pub entry: Hash,
    /// `given`, `refused`, `withdrawn`.
    pub act: String,
    /// Names of the purposes; empty means all, or that the body is not here.
    pub purposes: Vec<String>,
    /// The body is not here, erased or never sent: what it says is not known.
    pub withheld: bool,
    /// Date on it, worded.
    pub given_on: String,
    /// When it was recorded, worded.
    pub recorded_at: String,
    /// Who recorded it.
    pub by: String,
    /// `screen`, `patient_screen`, `sms`, `counter` (a withdrawal), `paper`, `post`, `email`.
    pub channel: String,
    /// Revision of the policy shown.
    pub policy: String,
    /// Who gave it, refused or took it back for the person, by name; empty when the person did.
    pub giver: String,
    /// On what ground; empty when the person did.
    pub basis: String,
    /// Signed on the patient's screen.
    pub signed: bool,
    /// Last day, worded; empty while the term is counted from the last visit.
    pub valid_until: String,
    /// On paper: where it is filed; empty while that is open.
    pub paper: String,
    /// «Ошибочно внесено», with the reason.
    pub annulled: Option<String>,
    /// This person may mark it as recorded by mistake.
    pub may_annul: bool,
}

/// How another card belongs to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct RelationRow {
    /// The other card.
    pub card: SubjectId,
    /// Its name.
    pub name: String,
    /// Why that one has no ИИН: a code of `domain::patient::CardKind`, or empty.
    pub kind: String,
    /// Number among twins, or empty.
    pub newborn_number: String,
    /// Whoever acts may consent for the other today: scope, term and ages allow it.
    pub may_consent: bool,
    /// Whoever acts may be named as the one who takes the other's consent back today.
    pub may_withdraw: bool,
    /// Its birth date, worded.
    pub birth_date: String,
    /// Its phone, masked.
    pub phone: String,
    /// On what ground: words under `representative-basis-<name>`.
    pub basis: String,
    /// The document that shows it.
    pub document: String,
    /// Its last day, worded.
    pub valid_until: String,
    /// That day is over.
    pub expired: bool,
    /// What for: words under `representative-scope-<name>`.
    pub scope: Vec<String>,
}

/// Another card of the same person.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct PersonRow {
    /// The card, masked.
    pub row: PatientRow,
    /// How it is known.
    pub joined: Joined,
    /// Of a merge that was said of this very card: how it is known, in the words of whoever said it.
    pub reason: String,
    /// When it was said, worded; empty where nobody did.
    pub at: String,
    /// Who said it.
    pub by: String,
}

/// Why two cards are of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Joined {
    /// Somebody merged them.
    Merged,
    /// Both show the same ИИН.
    SameIin,
    /// Through a third card.
    Through,
}

/// One line of a card's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct HistoryRow {
    /// The entry.
    pub entry: Hash,
    /// When, worded.
    pub at: String,
    /// Who.
    pub by: String,
    /// Which desk.
    pub desk: String,
    /// `registered`, `amended`; `withheld` when the body is not here, erased or never sent.
    pub act: String,
    /// What changed.
    pub changes: Vec<ChangeView>,
    /// Why.
    pub reason: String,
}

/// One changed field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ChangeView {
    /// Field of the form; words under `card-field-<name>`.
    pub field: String,
    /// Worded new value, masked where the card masks it.
    pub value: String,
}

/// One look at the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SeenRow {
    /// When, worded.
    pub at: String,
    /// Who.
    pub by: String,
    /// Which desk.
    pub desk: String,
    /// `opened`, `edited` (the form in full), `revealed`, `listed`, `document`.
    pub act: String,
}

/// Two desks said different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct QuestionView {
    /// Field of the form.
    pub field: String,
    /// Candidates, the shown one first.
    pub values: Vec<String>,
}

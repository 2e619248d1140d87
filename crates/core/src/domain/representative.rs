//! Who acts for somebody else: a parent, a guardian, somebody with a power of attorney.
//!
//! Called by the intake of a child and by the consent of a person who is represented. A representative is a
//! card of its own, thin where they were never a patient, and a relation with its ground, its document, its
//! term and its scope. Under 16 somebody must consent for the child (Health Code art. 78; Law 94-V art. 8(1));
//! from 16 on the person consents alone.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::patient::{CardKind, Checked, Language, Patient, PatientForm, check as check_person};
use super::{date, keep, text};
use crate::error::{Code, Refusal};
use crate::event::relation::{basis, scope};
use crate::id::SubjectId;

crate::codes! {
    /// Under 16, and nobody acts for the child.
    REPRESENTATIVE_REQUIRED = "representative-required";
    /// No ground on which the person acts for the other.
    REPRESENTATIVE_BASIS_REQUIRED = "representative-basis-required";
    /// A ground that needs its document, without one.
    REPRESENTATIVE_DOCUMENT_REQUIRED = "representative-document-required";
    /// A power of attorney without its last day.
    REPRESENTATIVE_TERM_REQUIRED = "representative-term-required";
    /// The document's last day is over.
    REPRESENTATIVE_DOCUMENT_EXPIRED = "representative-document-expired";
    /// The representative is under 18.
    REPRESENTATIVE_MINOR = "representative-minor";
    /// The representative has the ИИН of the person represented.
    REPRESENTATIVE_SAME_IIN = "representative-same-iin";
    /// The representative's card is the patient's own.
    REPRESENTATIVE_SAME_CARD = "representative-same-card";
    /// Nothing that the representative may do.
    REPRESENTATIVE_SCOPE_REQUIRED = "representative-scope-required";
    /// An adult is represented by a guardian, an attorney or a court's decision, not as somebody's child.
    REPRESENTATIVE_OF_ADULT = "representative-of-adult";
}

/// From this age a person consents alone (Health Code art. 78(2)).
pub const ALONE_FROM: u32 = 16;
/// From this age a person acts for others.
pub const ADULT: u32 = 18;

/// On what ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Basis {
    /// Mother.
    Mother = basis::MOTHER,
    /// Father.
    Father = basis::FATHER,
    /// Adoptive parent.
    Adoptive = basis::ADOPTIVE,
    /// Guardian (опекун / қорғаншы).
    Guardian = basis::GUARDIAN,
    /// Trustee (попечитель / қамқоршы), foster carer.
    Trustee = basis::TRUSTEE,
    /// By power of attorney.
    Attorney = basis::ATTORNEY,
    /// By a court's decision.
    Court = basis::COURT,
}

impl Basis {
    /// All of them, in the order of a list.
    pub const ALL: [Self; 7] = [
        Self::Mother,
        Self::Father,
        Self::Adoptive,
        Self::Guardian,
        Self::Trustee,
        Self::Attorney,
        Self::Court,
    ];

    /// The name in forms; words under `representative-basis-<name>`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::Father => "father",
            Self::Adoptive => "adoptive",
            Self::Guardian => "guardian",
            Self::Trustee => "trustee",
            Self::Attorney => "attorney",
            Self::Court => "court",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.text() == text)
    }

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Reads the stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.code() == code)
    }

    /// Whether a document other than the birth certificate must be named.
    fn needs_document(self) -> bool {
        !matches!(self, Self::Mother | Self::Father)
    }

    /// Whether it reaches beyond childhood.
    pub(crate) fn of_adults(self) -> bool {
        matches!(self, Self::Guardian | Self::Attorney | Self::Court)
    }
}

/// What a representative may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Scope {
    /// Give and withdraw consent.
    Consent = scope::CONSENT,
    /// Be told and receive results.
    Results = scope::RESULTS,
    /// Exercise the rights over the data.
    Rights = scope::RIGHTS,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Consent, Self::Results, Self::Rights];

    /// The name in forms.
    pub fn text(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Results => "results",
            Self::Rights => "rights",
        }
    }

    /// The stored number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// Reads the stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// The representative as typed. Fields of refusals are these names after `rep_`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct RepresentativeForm {
    /// The card of somebody who is known; then the fields of the person are of no meaning.
    pub card: Option<SubjectId>,
    /// Surname.
    pub surname: String,
    /// Given name.
    pub name: String,
    /// Patronymic.
    pub patronymic: String,
    /// ИИН, where there is one.
    pub iin: String,
    /// Birth date in any local form.
    pub birth_date: String,
    /// Phone in any local form, or empty.
    pub phone: String,
    /// Name of a [`Basis`].
    pub basis: String,
    /// The document that shows it: kind, number, date, issuer, in one line.
    pub document: String,
    /// Its last day, or empty.
    pub valid_until: String,
    /// Names of [`Scope`]s.
    pub scope: Vec<String>,
    /// Codes of the warnings that the registrar confirmed.
    pub confirmed: Vec<String>,
}

/// A representative who may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representative {
    /// As a thin card keeps them.
    pub person: Patient,
    /// The ground and its paper.
    pub relation: Relation,
}

/// The ground on which one person acts for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// On what ground.
    pub basis: Basis,
    /// Shown by this document.
    pub document: Option<String>,
    /// Its last day.
    pub valid_until: Option<NaiveDate>,
    /// What for.
    pub scope: BTreeSet<Scope>,
}

impl Relation {
    /// Whether somebody with this ground may consent on the day for a person of this birth date: what they may
    /// do includes it, their document has not run out, and the person is a child, or an adult for whom this
    /// ground was made. From 16 to 17 nobody may: the person consents alone (Health Code art. 78(2)).
    pub fn may_consent(&self, born: Option<NaiveDate>, on: NaiveDate) -> bool {
        self.reaches(born, on)
            && self.scope.contains(&Scope::Consent)
            && self.valid_until.is_none_or(|last| last >= on)
    }

    /// Whether somebody with this ground may be given the results of a person of this birth date on the day.
    pub fn may_receive(&self, born: Option<NaiveDate>, on: NaiveDate) -> bool {
        self.reaches(born, on)
            && self.scope.contains(&Scope::Results)
            && self.valid_until.is_none_or(|last| last >= on)
    }

    /// Whether somebody with this ground may ask on the day what is kept of a person of this birth date (Law 94-V
    /// art. 24; AimedLab form, «основания законного представителя»).
    pub fn may_exercise_rights(&self, born: Option<NaiveDate>, on: NaiveDate) -> bool {
        self.reaches(born, on)
            && self.scope.contains(&Scope::Rights)
            && self.valid_until.is_none_or(|last| last >= on)
    }

    /// Whether the ground reaches to a person of this birth date on the day, whatever its paper says.
    pub fn reaches(&self, born: Option<NaiveDate>, on: NaiveDate) -> bool {
        match born.map(|born| date::age(born, on)) {
            Some(ALONE_FROM..ADULT) => false,
            Some(ADULT..) => self.basis.of_adults(),
            Some(_) | None => true,
        }
    }
}

/// The person represented, as far as the rule asks.
#[derive(Debug, Clone, Copy)]
pub struct Represented<'a> {
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// ИИН, twelve digits, or empty.
    pub iin: &'a str,
}

/// Judges the whole form on a day; all refusals at once. The thin card speaks the language of the patient's papers.
pub fn check(
    form: &RepresentativeForm,
    of: Represented<'_>,
    language: Language,
    on: NaiveDate,
) -> Result<Representative, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let checked = person(form, language, on);
    refusals.extend(checked.refusals.into_iter().map(of_representative));
    if let Some(person) = &checked.patient {
        if person
            .birth_date
            .is_some_and(|born| date::age(born, on) < ADULT)
        {
            refusals.push(Refusal::at("rep_birth_date", REPRESENTATIVE_MINOR));
        }
        if person.iin.is_some_and(|iin| iin.text() == of.iin) {
            refusals.push(Refusal::at("rep_iin", REPRESENTATIVE_SAME_IIN));
        }
    }
    let relation = keep_all(&mut refusals, relation(form, of.birth_date, on));
    match (checked.patient, relation) {
        (Some(person), Some(relation)) if refusals.is_empty() => {
            Ok(Representative { person, relation })
        }
        _ => Err(refusals),
    }
}

/// The person as a thin card would keep them, and everything there is to say about their fields.
pub fn person(form: &RepresentativeForm, language: Language, on: NaiveDate) -> Checked {
    check_person(&typed(form, language), on)
}

/// The person as the form of a thin card.
pub fn typed(form: &RepresentativeForm, language: Language) -> PatientForm {
    PatientForm {
        kind: CardKind::Thin.text().to_owned(),
        surname: form.surname.clone(),
        name: form.name.clone(),
        patronymic: form.patronymic.clone(),
        iin: form.iin.clone(),
        birth_date: form.birth_date.clone(),
        phone: form.phone.clone(),
        language: language.text().to_owned(),
        confirmed: form.confirmed.clone(),
        ..PatientForm::default()
    }
}

/// The ground alone, of somebody whose card is known.
pub fn relation(
    form: &RepresentativeForm,
    born: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<Relation, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let basis = keep(
        &mut refusals,
        Basis::parse(&form.basis)
            .ok_or_else(|| Refusal::at("rep_basis", REPRESENTATIVE_BASIS_REQUIRED)),
    );
    let document = keep(
        &mut refusals,
        text::check("rep_document", &form.document, text::Shape::Line(200)),
    );
    let valid_until = if form.valid_until.trim().is_empty() {
        None
    } else {
        keep(
            &mut refusals,
            date::parse("rep_valid_until", &form.valid_until),
        )
    };
    let at = |field, code: Code| Refusal::at(field, code);
    if let Some(basis) = basis {
        if basis.needs_document() && document.as_deref() == Some("") {
            refusals.push(at("rep_document", REPRESENTATIVE_DOCUMENT_REQUIRED));
        }
        if basis == Basis::Attorney && form.valid_until.trim().is_empty() {
            refusals.push(at("rep_valid_until", REPRESENTATIVE_TERM_REQUIRED));
        }
        if born.is_some_and(|born| date::age(born, on) >= ADULT) && !basis.of_adults() {
            refusals.push(at("rep_basis", REPRESENTATIVE_OF_ADULT));
        }
    }
    if valid_until.is_some_and(|last| last < on) {
        refusals.push(at("rep_valid_until", REPRESENTATIVE_DOCUMENT_EXPIRED));
    }
    let named = |scope: &Scope| form.scope.iter().any(|name| name == scope.text());
    let scope: BTreeSet<Scope> = Scope::ALL.into_iter().filter(named).collect();
    if scope.is_empty() {
        refusals.push(at("rep_scope", REPRESENTATIVE_SCOPE_REQUIRED));
    }
    match (basis, document) {
        (Some(basis), Some(document)) if refusals.is_empty() => Ok(Relation {
            basis,
            document: (!document.is_empty()).then_some(document),
            valid_until,
            scope,
        }),
        _ => Err(refusals),
    }
}

/// Somebody must consent for a person of this birth date on this day. Nobody knows of a person without one.
pub fn is_needed(born: Option<NaiveDate>, on: NaiveDate) -> bool {
    born.is_some_and(|born| date::age(born, on) < ALONE_FROM)
}

/// A person of this birth date is old enough to act for others on this day.
pub fn may_act(born: Option<NaiveDate>, on: NaiveDate) -> bool {
    born.is_some_and(|born| date::age(born, on) >= ADULT)
}

fn keep_all<T>(refusals: &mut Vec<Refusal>, result: Result<T, Vec<Refusal>>) -> Option<T> {
    result.map_err(|more| refusals.extend(more)).ok()
}

/// The same no beside the representative's field.
fn of_representative(refusal: Refusal) -> Refusal {
    Refusal {
        field: refusal.field.map(beside),
        ..refusal
    }
}

/// The representative's field of the same name.
pub fn beside(field: &str) -> &'static str {
    match field {
        "name" => "rep_name",
        "patronymic" => "rep_patronymic",
        "iin" => "rep_iin",
        "birth_date" => "rep_birth_date",
        "phone" => "rep_phone",
        _ => "rep_surname",
    }
}

#[cfg(test)]
mod tests;

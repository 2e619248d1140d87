//! Registering a person: the form as typed becomes a patient, or all that is wrong at once.
//!
//! Called by the intake (live, while typing) and by the command that saves. Nothing typed is changed silently:
//! repairs and suggestions are offered, and what contradicts the ИИН is a warning that a person confirms by
//! its code. Birth date and sex are never taken from the ИИН. What must be there depends on the [`CardKind`]:
//! somebody without an ИИН is taken in all the same. Who acts for a child is the business of
//! `domain::representative`; which further fields a laboratory collects, of [`Extra`].

pub mod alike;
mod check;
mod extra;
mod kind;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::document::Document;
use super::iin::{Iin, Sex};
use super::name::Repair;
use super::phone::Phone;
use crate::error::{Code, Refusal};
use crate::id::SubjectId;

pub use check::check;
pub use extra::{DataList, Extra};
pub use kind::CardKind;

crate::codes! {
    /// A kind of card that this program does not know.
    CARD_KIND_UNKNOWN = "card-kind-unknown";
    /// Taken in as a newborn, and a year old or more.
    NEWBORN_TOO_OLD = "newborn-too-old";
    /// The number among twins is none from 1 to 9.
    NEWBORN_NUMBER = "newborn-number";
    /// A foreigner without the country of citizenship.
    CITIZENSHIP_REQUIRED = "citizenship-required";
    /// A foreigner without ИИН and without a document's number.
    FOREIGNER_DOCUMENT_REQUIRED = "foreigner-document-required";
    /// A field that this laboratory does not collect (Law 94-V art. 7(9)).
    FIELD_NOT_COLLECTED = "field-not-collected";
    /// Not one of patient, representative, companion.
    SUPPLIER_UNKNOWN = "supplier-unknown";
    /// Notice: the card is of somebody without an ИИН; it is completed later.
    IIN_MISSING = "iin-missing";
    /// A card that is very likely this person's, and nobody has said that it is another one's.
    PATIENT_ALIKE = "patient-alike";
    /// Neither M nor F.
    SEX_REQUIRED = "sex-required";
    /// Neither ru nor kk.
    LANGUAGE_REQUIRED = "language-required";
    /// Not one of patient, representative, other.
    PHONE_OWNER_UNKNOWN = "phone-owner-unknown";
}

/// The form exactly as typed. Names of fields are the names that refusals carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct PatientForm {
    /// Surname; empty with `no_surname`.
    pub surname: String,
    /// «Нет фамилии».
    pub no_surname: bool,
    /// Given name.
    pub name: String,
    /// Patronymic, where there is one.
    pub patronymic: String,
    /// ИИН.
    pub iin: String,
    /// Birth date in any local form.
    pub birth_date: String,
    /// `M` or `F`.
    pub sex: String,
    /// A code of [`super::document::DocumentType`], or empty.
    pub doc_type: String,
    /// Number of the document.
    pub doc_number: String,
    /// Date of issue.
    pub doc_issued_on: String,
    /// Issuer.
    pub doc_issued_by: String,
    /// `yes` when the document was compared, or empty.
    pub doc_checked: String,
    /// Phone in any local form, or empty.
    pub phone: String,
    /// `patient`, `representative` or `other`; empty means `patient`.
    pub phone_owner: String,
    /// Language of this person's papers: `ru` or `kk`.
    pub language: String,
    /// Why there is no ИИН: a code of [`CardKind`], or empty. Of no meaning beside an ИИН.
    pub kind: String,
    /// Number among twins, `1` to `9`, of a newborn without a name; or empty.
    pub newborn_number: String,
    /// The name as the passport spells it.
    pub latin_name: String,
    /// Country of citizenship.
    pub citizenship: String,
    /// Polyclinic of attachment.
    pub polyclinic: String,
    /// Address of residence.
    pub address: String,
    /// Registered address.
    pub address_registered: String,
    /// E-mail.
    pub email: String,
    /// A second phone.
    pub phone_2: String,
    /// Whose that is.
    pub phone_2_owner: String,
    /// Who supplied the data: `patient`, `representative`, `companion`; empty means `patient`.
    pub supplied_by: String,
    /// Who may be told and given the results (Health Code art. 134(4)): name, and phone if need be.
    pub designated: String,
    /// Codes of the warnings that the registrar confirmed.
    pub confirmed: Vec<String>,
    /// Cards that stood beside the form as very likely this person's, and that the registrar said are another one's.
    pub others: Vec<SubjectId>,
}

/// Whose phone it is: a shared one gets the shortest text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneOwner {
    /// The patient's own.
    Patient,
    /// A representative's.
    Representative,
    /// Somebody else's, or shared.
    Other,
}

impl PhoneOwner {
    /// The stable code.
    pub fn text(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Representative => "representative",
            Self::Other => "other",
        }
    }

    /// Reads the stable code.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Patient, Self::Representative, Self::Other]
            .into_iter()
            .find(|owner| owner.text() == text)
    }
}

/// Language of a person's papers, and of a text that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Kazakh.
    Kk,
    /// Russian.
    Ru,
}

impl Language {
    /// `kk` or `ru`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
        }
    }

    /// Reads `kk` or `ru`.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Kk, Self::Ru]
            .into_iter()
            .find(|language| language.text() == text)
    }
}

/// A person as a card keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Why there is no ИИН; [`CardKind::Ordinary`] with one.
    pub kind: CardKind,
    /// Number among twins.
    pub newborn_number: Option<u8>,
    /// None for somebody who has no surname.
    pub surname: Option<String>,
    /// Given name; none for a newborn, or when nobody knows it.
    pub name: Option<String>,
    /// Patronymic.
    pub patronymic: Option<String>,
    /// ИИН with a fitting control digit.
    pub iin: Option<Iin>,
    /// As the document says; none when nobody knows it.
    pub birth_date: Option<NaiveDate>,
    /// As the document says.
    pub sex: Option<Sex>,
    /// What was shown.
    pub document: Option<Document>,
    /// Where to reach them, and whose phone that is.
    pub phone: Option<(Phone, PhoneOwner)>,
    /// A second one.
    pub phone_2: Option<(Phone, PhoneOwner)>,
    /// Language of their papers.
    pub language: Language,
    /// Who supplied the data, when it was not the patient: `representative`, `companion`.
    pub supplied_by: Option<&'static str>,
    /// Further fields that were typed.
    pub extra: BTreeMap<Extra, String>,
    /// Warnings that stood and were confirmed.
    pub confirmed: BTreeSet<Code>,
}

/// A notice beside a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    /// The field.
    pub field: &'static str,
    /// What is noticed.
    pub code: Code,
    /// The refusal that stands until the code is among the confirmed; none for a quiet notice.
    pub confirm: Option<Code>,
    /// Whether it was confirmed.
    pub confirmed: bool,
}

/// A value read from the ИИН, offered and never filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The field.
    pub field: &'static str,
    /// What the digits spell: `12.03.1991`, `M`, `F`.
    pub value: String,
}

/// Everything there is to say about a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The patient, when nothing is refused.
    pub patient: Option<Patient>,
    /// All that is wrong, each with its field.
    pub refusals: Vec<Refusal>,
    /// All that is noticed, confirmed or not.
    pub warnings: Vec<Warning>,
    /// Corrections on offer.
    pub repairs: Vec<Repair>,
    /// Values on offer for fields left empty.
    pub suggestions: Vec<Suggestion>,
}

#[cfg(test)]
mod tests;

//! Registering an adult: the form as typed becomes a patient, or all that is wrong at once.
//!
//! Called by the intake (live, while typing) and by the command that saves. Nothing typed is changed silently:
//! repairs and suggestions are offered, and what contradicts the ИИН is a warning that a person confirms by
//! its code. Birth date and sex are never taken from the ИИН. Minors and cards without an ИИН are refused
//! here with what to do instead.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::date;
use super::document::{self, Document};
use super::iin::{self, Iin, IinReport, Reason, Sex};
use super::name::{self, Repair};
use super::phone::{self, Phone, PhoneKind};
use crate::error::{Code, Refusal};

crate::codes! {
    /// Younger than 18 on the day of registration.
    PATIENT_MINOR = "patient-minor";
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
    /// A code of [`document::DocumentType`], or empty.
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
    /// Codes of the warnings that the registrar confirmed.
    pub confirmed: Vec<String>,
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

/// An adult as a card keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// None for somebody who has no surname.
    pub surname: Option<String>,
    /// Given name.
    pub name: String,
    /// Patronymic.
    pub patronymic: Option<String>,
    /// ИИН with a fitting control digit.
    pub iin: Iin,
    /// As the document says.
    pub birth_date: NaiveDate,
    /// As the document says.
    pub sex: Sex,
    /// What was shown.
    pub document: Option<Document>,
    /// Where to reach them, and whose phone that is.
    pub phone: Option<(Phone, PhoneOwner)>,
    /// Language of their papers.
    pub language: Language,
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

/// Judges the whole form on the given day in Almaty.
pub fn check(form: &PatientForm, on: NaiveDate) -> Checked {
    let mut notes = Notes::default();
    let surname = notes.surname(form);
    let given = notes.name("name", &form.name, Some(name::NAME_REQUIRED));
    let patronymic = notes.name("patronymic", &form.patronymic, None);
    let birth_date = notes.keep(date::birth("birth_date", &form.birth_date, on));
    let sex = notes.keep(Sex::parse(&form.sex).ok_or_else(|| Refusal::at("sex", SEX_REQUIRED)));
    if birth_date.is_some_and(|born| date::age(born, on) < ADULT) {
        notes
            .refusals
            .push(Refusal::at("birth_date", PATIENT_MINOR));
    }
    let iin = notes.iin(form, birth_date, sex, on);
    let document = notes.document(form, birth_date, on);
    let phone = notes.phone(form);
    let language = notes.keep(
        Language::parse(&form.language).ok_or_else(|| Refusal::at("language", LANGUAGE_REQUIRED)),
    );
    let confirmed = notes.confirm(&form.confirmed);

    let patient = match (
        surname, given, patronymic, iin, birth_date, sex, document, phone, language,
    ) {
        (
            Some(surname),
            Some(given),
            Some(patronymic),
            Some(iin),
            Some(birth_date),
            Some(sex),
            Some(document),
            Some(phone),
            Some(language),
        ) if notes.refusals.is_empty() => Some(Patient {
            surname: full(surname),
            name: given,
            patronymic: full(patronymic),
            iin,
            birth_date,
            sex,
            document,
            phone,
            language,
            confirmed,
        }),
        _ => None,
    };
    Checked {
        patient,
        refusals: notes.refusals,
        warnings: notes.warnings,
        repairs: notes.repairs,
        suggestions: notes.suggestions,
    }
}

/// From this age a person registers and consents alone without further conditions.
const ADULT: u32 = 18;

fn full(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// What has been found so far.
#[derive(Default)]
struct Notes {
    refusals: Vec<Refusal>,
    warnings: Vec<Warning>,
    repairs: Vec<Repair>,
    suggestions: Vec<Suggestion>,
}

impl Notes {
    fn keep<T>(&mut self, result: Result<T, Refusal>) -> Option<T> {
        result.map_err(|refusal| self.refusals.push(refusal)).ok()
    }

    fn notice(&mut self, field: &'static str, code: Code) {
        self.warnings.push(Warning {
            field,
            code,
            confirm: None,
            confirmed: false,
        });
    }

    fn ask(&mut self, field: &'static str, code: Code, confirm: Code) {
        self.warnings.push(Warning {
            field,
            code,
            confirm: Some(confirm),
            confirmed: false,
        });
    }

    fn name(&mut self, field: &'static str, typed: &str, required: Option<Code>) -> Option<String> {
        let name = self.keep(name::check(field, typed))?;
        if let (true, Some(code)) = (name.is_empty(), required) {
            self.refusals.push(Refusal::at(field, code));
            return None;
        }
        self.repairs.extend(name::repair(field, &name));
        if name::mixed(&name) {
            self.notice(field, name::NAME_MIXED);
        }
        Some(name)
    }

    fn surname(&mut self, form: &PatientForm) -> Option<String> {
        if !form.no_surname {
            return self.name("surname", &form.surname, Some(name::SURNAME_REQUIRED));
        }
        if !form.surname.trim().is_empty() {
            self.refusals
                .push(Refusal::at("surname", name::SURNAME_NOT_EMPTY));
            return None;
        }
        Some(String::new())
    }

    fn iin(
        &mut self,
        form: &PatientForm,
        birth_date: Option<NaiveDate>,
        sex: Option<Sex>,
        on: NaiveDate,
    ) -> Option<Iin> {
        if form.iin.len() > 64 {
            self.refusals.push(Refusal::at("iin", iin::IIN_LENGTH));
            return None;
        }
        let typed = iin::normalise(&form.iin);
        if typed.is_empty() {
            self.refusals.push(Refusal::at("iin", iin::IIN_REQUIRED));
            return None;
        }
        let report = iin::check(&typed, on);
        if let Some(code) = refused(&report) {
            self.refusals.push(Refusal::at("iin", code));
            return None;
        }
        match report.reason {
            Reason::Century0 => self.ask("iin", iin::IIN_CENTURY_0, iin::IIN_CENTURY_0_CONFIRM),
            Reason::Century7To9 => {
                self.ask("iin", iin::IIN_CENTURY_7_9, iin::IIN_CENTURY_7_9_CONFIRM)
            }
            Reason::Date => self.ask("iin", iin::IIN_DATE, iin::IIN_DATE_CONFIRM),
            Reason::FutureDate => {
                self.ask("iin", iin::IIN_FUTURE_DATE, iin::IIN_FUTURE_DATE_CONFIRM)
            }
            _ => {}
        }
        self.compare(form, &report, birth_date, sex, on);
        Iin::parse(&typed)
    }

    /// What the digits spell beside what the document says.
    fn compare(
        &mut self,
        form: &PatientForm,
        report: &IinReport,
        birth_date: Option<NaiveDate>,
        sex: Option<Sex>,
        on: NaiveDate,
    ) {
        if let Some(spelt) = report.birth_date {
            if birth_date.is_some_and(|born| born != spelt) {
                self.ask(
                    "birth_date",
                    iin::IIN_BIRTH_DATE_DIFFERS,
                    iin::IIN_BIRTH_DATE_DIFFERS_CONFIRM,
                );
            }
            if form.birth_date.trim().is_empty() && spelt <= on {
                self.suggestions.push(Suggestion {
                    field: "birth_date",
                    value: date::short(spelt),
                });
            }
        }
        if let Some(spelt) = report.sex {
            if sex.is_some_and(|sex| sex != spelt) {
                self.ask("sex", iin::IIN_SEX_DIFFERS, iin::IIN_SEX_DIFFERS_CONFIRM);
            }
            if form.sex.is_empty() {
                self.suggestions.push(Suggestion {
                    field: "sex",
                    value: spelt.text().to_owned(),
                });
            }
        }
    }

    fn document(
        &mut self,
        form: &PatientForm,
        born: Option<NaiveDate>,
        on: NaiveDate,
    ) -> Option<Option<Document>> {
        let typed = document::Typed {
            kind: &form.doc_type,
            number: &form.doc_number,
            issued_on: &form.doc_issued_on,
            issued_by: &form.doc_issued_by,
            checked: &form.doc_checked,
        };
        let document = match document::check(&typed, born, on) {
            Ok(document) => document,
            Err(refusals) => {
                self.refusals.extend(refusals);
                return None;
            }
        };
        match &document {
            None => self.notice("doc_type", document::DOCUMENT_MISSING),
            Some(document) => {
                if !document.kind.usual(&document.number) {
                    self.notice("doc_number", document::DOCUMENT_NUMBER_SHAPE);
                }
                if !document.checked {
                    self.notice("doc_checked", document::DOCUMENT_NOT_CHECKED);
                }
            }
        }
        Some(document)
    }

    fn phone(&mut self, form: &PatientForm) -> Option<Option<(Phone, PhoneOwner)>> {
        if form.phone.trim().is_empty() {
            return Some(None);
        }
        let owner = if form.phone_owner.is_empty() {
            Some(PhoneOwner::Patient)
        } else {
            PhoneOwner::parse(&form.phone_owner)
        };
        let owner = self.keep(owner.ok_or_else(|| Refusal::at("phone_owner", PHONE_OWNER_UNKNOWN)));
        let parsed = self.keep(phone::parse("phone", &form.phone))?;
        if !parsed.prefix_known {
            self.notice("phone", phone::PHONE_UNKNOWN_PREFIX);
        }
        if parsed.kind == PhoneKind::Landline {
            self.notice("phone", phone::PHONE_LANDLINE);
        }
        Some(Some((parsed.phone, owner?)))
    }

    /// Turns every question without an answer into a refusal; hands back the answered ones.
    fn confirm(&mut self, codes: &[String]) -> BTreeSet<Code> {
        let mut confirmed = BTreeSet::new();
        for warning in &mut self.warnings {
            let Some(confirm) = warning.confirm else {
                continue;
            };
            warning.confirmed = codes.iter().any(|code| code == warning.code.0);
            if warning.confirmed {
                confirmed.insert(warning.code);
            } else {
                self.refusals.push(Refusal::at(warning.field, confirm));
            }
        }
        confirmed
    }
}

/// Only length, digits and the control digit refuse; the last one also behind an impossible date.
fn refused(report: &IinReport) -> Option<Code> {
    match report.reason {
        Reason::Length => Some(iin::IIN_LENGTH),
        Reason::NonDigit => Some(iin::IIN_NON_DIGIT),
        Reason::NoControlDigit => Some(iin::IIN_NO_CONTROL_DIGIT),
        _ if !report.control_fits => Some(iin::IIN_CHECKSUM),
        _ => None,
    }
}

#[cfg(test)]
#[path = "patient_tests.rs"]
mod tests;

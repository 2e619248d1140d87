//! The whole form at once: every field's own rule, then what the fields say about each other.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Checked, LANGUAGE_REQUIRED, Language, PATIENT_MINOR, PHONE_OWNER_UNKNOWN, Patient, PatientForm,
    PhoneOwner, SEX_REQUIRED, Suggestion, Warning,
};
use crate::domain::document::{self, Document};
use crate::domain::iin::{self, Iin, IinReport, Reason, Sex};
use crate::domain::name::{self, Repair};
use crate::domain::phone::{self, Phone, PhoneKind};
use crate::domain::{date, keep};
use crate::error::{Code, Refusal};

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
        keep(&mut self.refusals, result)
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

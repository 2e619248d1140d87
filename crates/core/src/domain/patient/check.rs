//! The whole form at once: every field's own rule, then what the fields say about each other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    CARD_KIND_UNKNOWN, CITIZENSHIP_REQUIRED, CardKind, Checked, Extra, FOREIGNER_DOCUMENT_REQUIRED,
    IIN_MISSING, LANGUAGE_REQUIRED, Language, NEWBORN_NUMBER, NEWBORN_TOO_OLD, PHONE_OWNER_UNKNOWN,
    Patient, PatientForm, PhoneOwner, SEX_REQUIRED, SUPPLIER_UNKNOWN, Suggestion, Warning,
};
use crate::domain::document::{self, Document};
use crate::domain::iin::{self, Iin, IinReport, Reason, Sex};
use crate::domain::name::{self, Repair};
use crate::domain::phone::{self, Phone, PhoneKind};
use crate::domain::{date, email, keep, text};
use crate::error::{Code, Refusal};

/// Judges the whole form on the given day in Almaty.
pub fn check(form: &PatientForm, on: NaiveDate) -> Checked {
    let mut notes = Notes::default();
    let kind = notes.kind(form);
    let needs = kind.needs();
    let surname = notes.surname(form, needs.surname);
    let given = notes.name(
        "name",
        &form.name,
        needs.name.then_some(name::NAME_REQUIRED),
    );
    let patronymic = notes.name("patronymic", &form.patronymic, None);
    let birth_date = notes.birth_date(form, kind, on);
    let sex = notes.sex(form, needs.sex);
    let iin = notes.iin(form, needs.iin, birth_date.flatten(), sex.flatten(), on);
    let newborn_number = notes.newborn_number(form, kind);
    let document = notes.document(form, kind, birth_date.flatten(), on);
    let phone = notes.phone("phone", &form.phone, "phone_owner", &form.phone_owner);
    let phone_2 = notes.phone(
        "phone_2",
        &form.phone_2,
        "phone_2_owner",
        &form.phone_2_owner,
    );
    let language = notes.keep(
        Language::parse(&form.language).ok_or_else(|| Refusal::at("language", LANGUAGE_REQUIRED)),
    );
    let supplied_by = notes.keep(supplier(&form.supplied_by));
    let extra = notes.extra(form, kind);
    let confirmed = notes.confirm(&form.confirmed);

    let patient = match (
        surname, given, patronymic, iin, birth_date, sex, document, phone, phone_2, language,
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
            Some(phone_2),
            Some(language),
        ) if notes.refusals.is_empty() => Some(Patient {
            kind,
            newborn_number,
            surname: full(surname),
            name: full(given),
            patronymic: full(patronymic),
            iin,
            birth_date,
            sex,
            document,
            phone,
            phone_2,
            language,
            supplied_by: supplied_by.flatten(),
            extra,
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

/// A newborn without an ИИН is one for a year; then the ИИН is there.
const NEWBORN_YEARS: u32 = 1;

fn supplier(typed: &str) -> Result<Option<&'static str>, Refusal> {
    match typed {
        "" | "patient" => Ok(None),
        "representative" => Ok(Some("representative")),
        "companion" => Ok(Some("companion")),
        _ => Err(Refusal::at("supplied_by", SUPPLIER_UNKNOWN)),
    }
}

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

    /// Beside an ИИН a card is an ordinary one, whatever it was before.
    fn kind(&mut self, form: &PatientForm) -> CardKind {
        let known =
            CardKind::parse(&form.kind).ok_or_else(|| Refusal::at("kind", CARD_KIND_UNKNOWN));
        let kind = self.keep(known).unwrap_or(CardKind::Ordinary);
        if form.iin.trim().is_empty() || kind == CardKind::Thin {
            kind
        } else {
            CardKind::Ordinary
        }
    }

    fn surname(&mut self, form: &PatientForm, required: bool) -> Option<String> {
        if !form.no_surname {
            let required = required.then_some(name::SURNAME_REQUIRED);
            return self.name("surname", &form.surname, required);
        }
        if !form.surname.trim().is_empty() {
            self.refusals
                .push(Refusal::at("surname", name::SURNAME_NOT_EMPTY));
            return None;
        }
        Some(String::new())
    }

    fn birth_date(
        &mut self,
        form: &PatientForm,
        kind: CardKind,
        on: NaiveDate,
    ) -> Option<Option<NaiveDate>> {
        if form.birth_date.trim().is_empty() && !kind.needs().birth_date {
            return Some(None);
        }
        let born = self.keep(date::birth("birth_date", &form.birth_date, on))?;
        if kind == CardKind::Newborn && date::age(born, on) >= NEWBORN_YEARS {
            self.refusals
                .push(Refusal::at("birth_date", NEWBORN_TOO_OLD));
            return None;
        }
        Some(Some(born))
    }

    fn sex(&mut self, form: &PatientForm, required: bool) -> Option<Option<Sex>> {
        if form.sex.is_empty() && !required {
            return Some(None);
        }
        let sex = Sex::parse(&form.sex).ok_or_else(|| Refusal::at("sex", SEX_REQUIRED));
        self.keep(sex).map(Some)
    }

    fn newborn_number(&mut self, form: &PatientForm, kind: CardKind) -> Option<u8> {
        let typed = form.newborn_number.trim();
        if kind != CardKind::Newborn || typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| (1..=9).contains(number));
        self.keep(number.ok_or_else(|| Refusal::at("newborn_number", NEWBORN_NUMBER)))
    }

    /// The fields with a switch. Which of them this laboratory collects is asked by whoever saves.
    fn extra(&mut self, form: &PatientForm, kind: CardKind) -> BTreeMap<Extra, String> {
        let mut out = BTreeMap::new();
        for (field, typed) in [
            (Extra::Email, &form.email),
            (Extra::Polyclinic, &form.polyclinic),
            (Extra::Address, &form.address),
            (Extra::AddressRegistered, &form.address_registered),
            (Extra::Citizenship, &form.citizenship),
            (Extra::LatinName, &form.latin_name),
            (Extra::Designated, &form.designated),
        ] {
            let line = |limit| text::check(field.text(), typed, text::Shape::Line(limit));
            let value = match field {
                Extra::Email => email::check(field.text(), typed),
                Extra::LatinName | Extra::Citizenship => line(120),
                _ => line(300),
            };
            if let Some(value) = self.keep(value).filter(|value| !value.is_empty()) {
                out.insert(field, value);
            }
        }
        if kind == CardKind::Foreigner && !out.contains_key(&Extra::Citizenship) {
            self.refusals
                .push(Refusal::at("citizenship", CITIZENSHIP_REQUIRED));
        }
        out
    }

    fn iin(
        &mut self,
        form: &PatientForm,
        required: bool,
        birth_date: Option<NaiveDate>,
        sex: Option<Sex>,
        on: NaiveDate,
    ) -> Option<Option<Iin>> {
        if form.iin.len() > 64 {
            self.refusals.push(Refusal::at("iin", iin::IIN_LENGTH));
            return None;
        }
        let typed = iin::normalise(&form.iin);
        if typed.is_empty() && !required {
            self.notice("iin", IIN_MISSING);
            return Some(None);
        }
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
        Iin::parse(&typed).map(Some)
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
        kind: CardKind,
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
            None if kind == CardKind::Foreigner => {
                self.refusals
                    .push(Refusal::at("doc_number", FOREIGNER_DOCUMENT_REQUIRED));
                return None;
            }
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

    fn phone(
        &mut self,
        field: &'static str,
        typed: &str,
        owner_field: &'static str,
        owner: &str,
    ) -> Option<Option<(Phone, PhoneOwner)>> {
        if typed.trim().is_empty() {
            return Some(None);
        }
        let owner = if owner.is_empty() {
            Some(PhoneOwner::Patient)
        } else {
            PhoneOwner::parse(owner)
        };
        let owner = self.keep(owner.ok_or_else(|| Refusal::at(owner_field, PHONE_OWNER_UNKNOWN)));
        let parsed = self.keep(phone::parse(field, typed))?;
        if !parsed.prefix_known {
            self.notice(field, phone::PHONE_UNKNOWN_PREFIX);
        }
        if parsed.kind == PhoneKind::Landline {
            self.notice(field, phone::PHONE_LANDLINE);
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

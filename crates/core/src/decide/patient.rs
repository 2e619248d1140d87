//! Taking in, amending and destroying a patient's card.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Decided, Desk, consent, writable};
use crate::app::Line;
use crate::command::ConsentForm;
use crate::domain::patient::{Patient, PatientForm, check};
use crate::domain::text::{self, Shape};
use crate::error::{Error, Refusal};
use crate::event::erasure::SubjectDestroyed;
use crate::event::kinds::{self, SubjectKind};
use crate::event::patient::{PatientAmended, PatientRegistered, field};
use crate::id::{DeviceId, Entropy, SubjectId};
use crate::journal::log::unsigned;
use crate::query;

crate::codes! {
    /// Another card has this ИИН: that card is the person's.
    PATIENT_KNOWN = "patient-known";
    /// The recovery kit was not typed back yet.
    KIT_UNCONFIRMED = "kit-unconfirmed";
    /// A known card changes without a reason.
    AMEND_REASON_REQUIRED = "amend-reason-required";
    /// Nothing was changed.
    NOTHING_CHANGED = "nothing-changed";
    /// An act of destruction without a number or basis.
    ACT_REQUIRED = "act-required";
    /// An act of destruction over staff, a desk, a policy, a setting.
    NOT_A_PERSON = "not-a-person";
}

/// A new card, or a known one with what changed; and what the person said about consent.
pub fn intake(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    card: Option<SubjectId>,
    form: &PatientForm,
    reason: &str,
    answer: Option<&ConsentForm>,
) -> Result<Decided, Error> {
    // A laboratory whose only key is one password may lose all its patients.
    if query::lab::kit_waits(conn)? {
        return Err(Refusal::new(KIT_UNCONFIRMED).into());
    }
    let mut refusals = Vec::new();
    let checked = check(form, desk.now.date());
    refusals.extend(checked.refusals);
    let patient = checked.patient;
    let mut lines = Vec::new();
    let subject = match card {
        Some(card) => {
            writable(conn, card)?;
            if let Some(patient) = &patient {
                match changes(conn, card, patient, reason)? {
                    Ok(line) => lines.extend(line),
                    Err(more) => refusals.push(more),
                }
            }
            card
        }
        None => {
            let subject = entropy.id();
            if let Some(patient) = &patient {
                refusals.extend(known(conn, patient)?);
                lines.push(Line::new(subject, registered(patient)));
            }
            subject
        }
    };
    if let (Some(answer), Some(patient)) = (answer, &patient) {
        let name = query::card::full_name(&fields(patient));
        match consent::lines(conn, desk, subject, answer, patient.birth_date, &name) {
            Ok(more) => lines.extend(more),
            Err(Error::Refused(more)) => refusals.extend(more),
            Err(error) => return Err(error),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    if lines.is_empty() {
        return Err(Refusal::new(NOTHING_CHANGED).into());
    }
    Ok(Decided { subject, lines })
}

/// Changes of a known card.
pub fn amend(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    form: &PatientForm,
    reason: &str,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let checked = check(form, desk.now.date());
    let Some(patient) = checked.patient else {
        return Err(checked.refusals.into());
    };
    let line = match changes(conn, card, &patient, reason)? {
        // Saved as it stands: the values shown answer every open question of the card.
        Ok(None) => settled(conn, card, &patient, reason)?,
        changed => changed,
    };
    match line {
        Ok(Some(line)) => Ok(Decided {
            subject: card,
            lines: vec![line],
        }),
        Ok(None) => Err(Refusal::new(NOTHING_CHANGED).into()),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Destroys a subject's data here and, when they hear of it, everywhere.
pub fn destroy(
    conn: &Connection,
    desk: &Desk,
    subject: SubjectId,
    basis: u8,
    act: &str,
) -> Result<Decided, Error> {
    let act = text::required("act", act, Shape::Line(60))?;
    if !(1..=4).contains(&basis) || subject == desk.org {
        return Err(Refusal::at("basis", ACT_REQUIRED).into());
    }
    let mut rows = conn.prepare_cached(
        "SELECT device, max(seq) FROM x_graph WHERE subject = ?1 GROUP BY device ORDER BY device",
    )?;
    let covers = rows
        .query_map([subject], |row| {
            Ok((row.get::<_, DeviceId>(0)?, unsigned(row.get(1)?)))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    if covers.is_empty() {
        return Err(Refusal::new(crate::error::NOT_FOUND).into());
    }
    if !is_person(conn, subject)? {
        return Err(Refusal::new(NOT_A_PERSON).into());
    }
    let line = Line::new(subject, SubjectDestroyed { basis, act, covers });
    Ok(Decided {
        subject,
        lines: vec![line],
    })
}

/// A subject of which only people's kinds speak; a member of staff, a desk, a policy is none.
fn is_person(conn: &Connection, subject: SubjectId) -> Result<bool, Error> {
    let mut rows = conn.prepare_cached("SELECT DISTINCT kind FROM x_graph WHERE subject = ?1")?;
    let kinds = rows
        .query_map([subject], |row| row.get(0))?
        .collect::<Result<Vec<u16>, _>>()?;
    let mut known = kinds.into_iter().filter_map(kinds::spec).peekable();
    Ok(known.peek().is_some()
        && known.all(|spec| spec.subject.is_person() || spec.subject == SubjectKind::Any))
}

/// The same ИИН is the same person: a second card is refused. The refusal tells that a card exists.
fn known(conn: &Connection, patient: &Patient) -> Result<Option<Refusal>, Error> {
    let known = query::card::by_iin(conn, &patient.iin.text())?;
    Ok((!known.is_empty()).then(|| Refusal::at("iin", PATIENT_KNOWN).about(known)))
}

fn registered(patient: &Patient) -> PatientRegistered {
    PatientRegistered {
        fields: fields(patient)
            .into_iter()
            .map(|(name, value)| (name, Some(value)))
            .collect(),
        confirmed: confirmed(patient),
    }
}

fn confirmed(patient: &Patient) -> Vec<String> {
    patient
        .confirmed
        .iter()
        .map(|code| code.0.to_owned())
        .collect()
}

/// The differences to the card as it stands; a field with two candidates is settled by being written.
fn changes(
    conn: &Connection,
    card: SubjectId,
    patient: &Patient,
    reason: &str,
) -> Result<Result<Option<Line>, Refusal>, Error> {
    let old = query::card::fields(conn, card)?;
    let new = fields(patient);
    let mut fields = Vec::new();
    for (name, _) in field::ALL {
        if old.get(name) != new.get(name) {
            fields.push((*name, new.get(name).cloned()));
        }
    }
    Ok(amended(card, fields, patient, reason))
}

/// The values shown, for every field with an open question.
fn settled(
    conn: &Connection,
    card: SubjectId,
    patient: &Patient,
    reason: &str,
) -> Result<Result<Option<Line>, Refusal>, Error> {
    let new = fields(patient);
    let open = query::card::open_fields(conn, card)?;
    let fields = open.into_iter().map(|name| (name, new.get(&name).cloned()));
    Ok(amended(card, fields.collect(), patient, reason))
}

fn amended(
    card: SubjectId,
    fields: Vec<(u8, Option<String>)>,
    patient: &Patient,
    reason: &str,
) -> Result<Option<Line>, Refusal> {
    if fields.is_empty() {
        return Ok(None);
    }
    let reason = text::check("reason", reason, Shape::Line(200))?;
    if reason.is_empty() {
        return Err(Refusal::at("reason", AMEND_REASON_REQUIRED));
    }
    let body = PatientAmended {
        fields,
        reason,
        confirmed: confirmed(patient),
    };
    Ok(Some(Line::new(card, body)))
}

/// A patient as stored fields.
pub(crate) fn fields(patient: &Patient) -> BTreeMap<u8, String> {
    let mut out = BTreeMap::new();
    let mut put = |name: u8, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            out.insert(name, value);
        }
    };
    put(field::SURNAME, patient.surname.clone());
    put(field::NAME, Some(patient.name.clone()));
    put(field::PATRONYMIC, patient.patronymic.clone());
    put(field::IIN, Some(patient.iin.text()));
    put(field::BIRTH_DATE, Some(patient.birth_date.to_string()));
    put(field::SEX, Some(patient.sex.text().to_owned()));
    if let Some(document) = &patient.document {
        put(field::DOC_TYPE, Some(document.kind.text().to_owned()));
        put(field::DOC_NUMBER, Some(document.number.clone()));
        put(
            field::DOC_ISSUED_ON,
            document.issued_on.map(|day| day.to_string()),
        );
        put(field::DOC_ISSUED_BY, Some(document.issued_by.clone()));
        put(
            field::DOC_CHECKED,
            document.checked.then(|| "yes".to_owned()),
        );
    }
    if let Some((phone, owner)) = &patient.phone {
        put(field::PHONE, Some(phone.e164().to_owned()));
        put(field::PHONE_OWNER, Some(owner.text().to_owned()));
    }
    put(field::LANGUAGE, Some(patient.language.text().to_owned()));
    out
}

//! Taking in, amending and destroying a patient's card.

use rusqlite::Connection;

use super::order::Answer;
use super::{Decided, Desk, collect, consent, expected, order, otp, representative, writable};
use crate::app::{Line, MAX_COMMIT};
use crate::command::ConsentForm;
use crate::domain::legacy::basis;
use crate::domain::order::OrderForm;
use crate::domain::patient::alike::Level;
use crate::domain::patient::{
    CARD_KIND_UNKNOWN, CardKind, Extra, FIELD_NOT_COLLECTED, PATIENT_ALIKE, Patient, PatientForm,
    check,
};
use crate::domain::representative::{REPRESENTATIVE_REQUIRED, RepresentativeForm, is_needed};
use crate::domain::text::{self, Shape};
use crate::error::{Error, Refusal};
use crate::event::erasure::SubjectDestroyed;
use crate::event::kinds::{self, SubjectKind};
use crate::event::patient::{PatientAmended, PatientRegistered, field};
use crate::id::{DeviceId, Entropy, SubjectId};
use crate::journal::log::unsigned;
use crate::projection::roster::Roster;
use crate::query;
use crate::query::card::Fields;

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

/// What the intake says of one person.
#[derive(Debug, Clone, Copy)]
pub struct Intake<'a> {
    /// The known card; absent for a new one.
    pub card: Option<SubjectId>,
    /// The form as typed.
    pub form: &'a PatientForm,
    /// Why a known card changes.
    pub reason: &'a str,
    /// Who acts for the person, where that is said anew.
    pub representative: Option<&'a RepresentativeForm>,
    /// What was said about consent.
    pub answer: Option<&'a ConsentForm>,
    /// The booking with which the person came.
    pub expected: Option<SubjectId>,
    /// What is ordered.
    pub order: Option<&'a OrderForm>,
}

/// A new card, or a known one with what changed; who acts for the person; and what was said about consent.
pub fn intake(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    asked: &Intake<'_>,
) -> Result<Decided, Error> {
    // A laboratory whose only key is one password may lose all its patients.
    if query::lab::kit_waits(conn)? {
        return Err(Refusal::new(KIT_UNCONFIRMED).into());
    }
    let on = desk.now.date();
    let mut refusals = Vec::new();
    if asked.form.kind == CardKind::Thin.text() {
        // A patient is asked everything; a thin card is only made for whoever acts for one.
        refusals.push(Refusal::at("kind", CARD_KIND_UNKNOWN));
    }
    let checked = check(asked.form, on);
    refusals.extend(checked.refusals);
    let mut lines = Vec::new();
    let subject = match asked.card {
        Some(card) => card,
        None => entropy.id(),
    };
    if let Some(card) = asked.card {
        writable(conn, card)?;
    }
    if let Some(patient) = &checked.patient {
        match asked.card {
            Some(card) => match changes(conn, card, patient, asked.reason)? {
                Ok(line) => lines.extend(line),
                Err(more) => refusals.extend(more),
            },
            None => {
                refusals.extend(known(conn, patient, None)?);
                refusals.extend(not_collected(conn, &Fields::new(), patient)?);
                let others = collect(&mut refusals, told_apart(conn, asked.form, on))?;
                lines.push(Line::new(
                    subject,
                    registered(patient, others.unwrap_or_default()),
                ));
            }
        }
        let fields = fields(patient);
        let mut acts = None;
        if let Some(form) = asked.representative {
            let said = representative::say(conn, desk, entropy, (subject, &fields), form);
            if let Some(said) = collect(&mut refusals, said)? {
                acts = Some(said.acts);
                lines.extend(said.lines);
            }
        } else if is_missing(conn, subject, patient, on)? {
            refusals.push(Refusal::at("rep_surname", REPRESENTATIVE_REQUIRED));
        }
        lines.extend(otp::checked(conn, subject, &fields, desk.now)?);
        if let Some(answer) = asked.answer {
            let of = consent::Of {
                card: subject,
                fields: &fields,
                acts: acts.as_ref(),
            };
            let said = consent::lines(conn, desk, of, answer);
            lines.extend(collect(&mut refusals, said)?.unwrap_or_default());
        }
    }
    if let Some(card) = asked.card {
        let ground = query::legacy::ground(conn, card)?;
        refusals.extend(basis::visit(ground, asked.answer.is_some()).err());
    }
    if let Some(booked) = asked.expected {
        let came = expected::arrived(conn, booked, subject);
        lines.extend(collect(&mut refusals, came)?);
    }
    if let Some(form) = asked.order {
        let answer = match asked.answer.map(|answer| answer.answer.as_str()) {
            None => Answer::Unsaid,
            Some("refused") => Answer::Refused,
            Some(_) => Answer::Given,
        };
        // A card that begins here has nothing against it but what is said here.
        if asked.card.is_some() || answer == Answer::Refused {
            refusals.extend(order::consent_gate(conn, desk, subject, answer)?);
        }
        let placed = order::lines(conn, roster, desk, entropy, Some(subject), form);
        lines.extend(collect(&mut refusals, placed)?.unwrap_or_default());
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    if lines.is_empty() {
        return Err(Refusal::new(NOTHING_CHANGED).into());
    }
    Ok(Decided { subject, lines })
}

/// A child for whom nobody acts. Somebody who is brought in urgently is taken in all the same (Health Code
/// art. 137).
fn is_missing(
    conn: &Connection,
    subject: SubjectId,
    patient: &Patient,
    on: chrono::NaiveDate,
) -> Result<bool, Error> {
    Ok(is_needed(patient.birth_date, on)
        && patient.kind != CardKind::Urgent
        && !query::relation::somebody_may_consent(conn, subject, patient.birth_date, on)?)
}

/// Fields that the laboratory does not collect may keep what they hold and take nothing new.
fn not_collected(
    conn: &Connection,
    old: &Fields,
    patient: &Patient,
) -> Result<Vec<Refusal>, rusqlite::Error> {
    let list = query::lab::data_list(conn)?;
    let new = fields(patient);
    let of_foreigner = |field: Extra| {
        patient.kind == CardKind::Foreigner
            && matches!(field, Extra::Citizenship | Extra::LatinName)
    };
    let refused = Extra::ALL.into_iter().filter(|field| {
        let number = stored(*field);
        !list.has(*field)
            && !of_foreigner(*field)
            && new.contains_key(&number)
            && new.get(&number) != old.get(&number)
    });
    Ok(refused
        .map(|field| Refusal::at(field.text(), FIELD_NOT_COLLECTED))
        .collect())
}

/// The stored number of a field with a switch.
fn stored(extra: Extra) -> u8 {
    match extra {
        Extra::Phone2 => field::PHONE_2,
        Extra::Email => field::EMAIL,
        Extra::Polyclinic => field::POLYCLINIC,
        Extra::Address => field::ADDRESS,
        Extra::AddressRegistered => field::ADDRESS_REGISTERED,
        Extra::Citizenship => field::CITIZENSHIP,
        Extra::LatinName => field::LATIN_NAME,
        Extra::Designated => field::DESIGNATED,
    }
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
    let thin = CardKind::Thin.text();
    let was = query::card::fields(conn, card)?;
    if form.kind == thin && was.get(&field::CARD_KIND).map(String::as_str) != Some(thin) {
        return Err(Refusal::at("kind", CARD_KIND_UNKNOWN).into());
    }
    let checked = check(form, desk.now.date());
    let Some(patient) = checked.patient else {
        return Err(checked.refusals.into());
    };
    let line = match changes(conn, card, &patient, reason)? {
        // Saved as it stands: the values shown answer every open question of the card.
        Ok(None) => settled(conn, card, &patient, reason)?,
        changed => changed,
    };
    let mut lines: Vec<Line> = line?.into_iter().collect();
    lines.extend(otp::checked(conn, card, &fields(&patient), desk.now)?);
    if lines.is_empty() {
        return Err(Refusal::new(NOTHING_CHANGED).into());
    }
    Ok(Decided {
        subject: card,
        lines,
    })
}

/// Destroys a subject's data here and, when they hear of it, everywhere.
pub fn destroy(
    conn: &Connection,
    desk: &Desk,
    subject: SubjectId,
    basis: u8,
    act: &str,
) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let act = collect(
        &mut no,
        text::required("act", act, Shape::Line(60)).map_err(Error::from),
    )?;
    if !(1..=4).contains(&basis) || subject == desk.org {
        no.push(Refusal::at("basis", ACT_REQUIRED));
    }
    let (Some(act), true) = (act, no.is_empty()) else {
        return Err(no.into());
    };
    let covers = covered(conn, subject)?;
    if covers.is_empty() {
        return Err(Refusal::new(crate::error::NOT_FOUND).into());
    }
    if !is_person(conn, subject)? {
        return Err(Refusal::new(NOT_A_PERSON).into());
    }
    // What is said about the person and another card goes with the person, and so does what was booked for them. Of
    // more bookings than one commit takes, those with which they came go at the next sign-in, the others after their day.
    let mut lines = Vec::new();
    for of in [subject]
        .into_iter()
        .chain(query::relation::pairs(conn, subject)?)
        .chain(query::expected::of_card(conn, subject)?)
        .take(MAX_COMMIT)
    {
        let body = SubjectDestroyed {
            basis,
            act: act.clone(),
            covers: covered(conn, of)?,
        };
        lines.push(Line::new(of, body));
    }
    Ok(Decided { subject, lines })
}

/// What is here of a subject: the last number of each desk.
pub(super) fn covered(
    conn: &Connection,
    subject: SubjectId,
) -> Result<Vec<(DeviceId, u64)>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT device, max(seq) FROM x_graph WHERE subject = ?1 GROUP BY device ORDER BY device",
    )?;
    rows.query_map([subject], |row| {
        Ok((row.get::<_, DeviceId>(0)?, unsigned(row.get(1)?)))
    })?
    .collect()
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
fn known(
    conn: &Connection,
    patient: &Patient,
    but: Option<SubjectId>,
) -> Result<Option<Refusal>, Error> {
    let Some(iin) = patient.iin else {
        return Ok(None);
    };
    let mut known = query::card::by_iin(conn, &iin.text())?;
    known.retain(|card| Some(*card) != but);
    Ok((!known.is_empty()).then(|| Refusal::at("iin", PATIENT_KNOWN).about(known)))
}

/// Cards that are very likely the person's, each said to be another one's, with the reasons that were shown. One of
/// which nobody has said so is a no that tells of it.
fn told_apart(
    conn: &Connection,
    form: &PatientForm,
    on: chrono::NaiveDate,
) -> Result<Vec<(SubjectId, Vec<u8>)>, Error> {
    let mut alike = query::alike::alike(conn, form, None, on)?;
    alike.retain(|alike| alike.verdict.level == Level::VeryLikely);
    let undecided: Vec<SubjectId> = alike
        .iter()
        .map(|alike| alike.card)
        .filter(|card| !form.others.contains(card))
        .collect();
    if !undecided.is_empty() {
        return Err(Refusal::at("others", PATIENT_ALIKE).about(undecided).into());
    }
    Ok(alike
        .into_iter()
        .map(|alike| {
            let reasons = alike.verdict.reasons.iter().map(|reason| reason.code());
            (alike.card, reasons.collect())
        })
        .collect())
}

pub(super) fn registered(
    patient: &Patient,
    others: Vec<(SubjectId, Vec<u8>)>,
) -> PatientRegistered {
    PatientRegistered {
        fields: fields(patient)
            .into_iter()
            .map(|(name, value)| (name, Some(value)))
            .collect(),
        confirmed: confirmed(patient),
        others,
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
) -> Result<Result<Option<Line>, Vec<Refusal>>, Error> {
    let old = query::card::fields(conn, card)?;
    let mut no = not_collected(conn, &old, patient)?;
    let new = fields(patient);
    if old.get(&field::IIN) != new.get(&field::IIN) {
        no.extend(known(conn, patient, Some(card))?);
    }
    if !no.is_empty() {
        return Ok(Err(no));
    }
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
) -> Result<Result<Option<Line>, Vec<Refusal>>, Error> {
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
) -> Result<Option<Line>, Vec<Refusal>> {
    if fields.is_empty() {
        return Ok(None);
    }
    let reason = text::check("reason", reason, Shape::Line(200)).map_err(|no| vec![no])?;
    if reason.is_empty() {
        return Err(vec![Refusal::at("reason", AMEND_REASON_REQUIRED)]);
    }
    let body = PatientAmended {
        fields,
        reason,
        confirmed: confirmed(patient),
    };
    Ok(Some(Line::new(card, body)))
}

/// A patient as stored fields.
pub(crate) fn fields(patient: &Patient) -> Fields {
    let mut out = Fields::new();
    let mut put = |name: u8, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            out.insert(name, value);
        }
    };
    put(field::SURNAME, patient.surname.clone());
    put(field::NAME, patient.name.clone());
    put(field::PATRONYMIC, patient.patronymic.clone());
    put(field::IIN, patient.iin.map(|iin| iin.text()));
    put(
        field::BIRTH_DATE,
        patient.birth_date.map(|day| day.to_string()),
    );
    put(field::SEX, patient.sex.map(|sex| sex.text().to_owned()));
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
    if let Some((phone, owner)) = &patient.phone_2 {
        put(field::PHONE_2, Some(phone.e164().to_owned()));
        put(field::PHONE_2_OWNER, Some(owner.text().to_owned()));
    }
    put(field::LANGUAGE, Some(patient.language.text().to_owned()));
    put(field::CARD_KIND, Some(patient.kind.text().to_owned()));
    put(
        field::NEWBORN_NUMBER,
        patient.newborn_number.map(|number| number.to_string()),
    );
    put(field::SUPPLIED_BY, patient.supplied_by.map(str::to_owned));
    for (extra, value) in &patient.extra {
        put(stored(*extra), Some(value.clone()));
    }
    out
}

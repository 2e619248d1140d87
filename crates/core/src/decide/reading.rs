//! Internal documents, the signature of whoever has read one, trainings.

use rusqlite::Connection;

use super::{Decided, Desk};
use crate::app::{Line, setting_subject};
use crate::command::DocumentForm;
use crate::domain::acquaintance::{self, Said};
use crate::domain::edition::{self, Known, Typed};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::reading::{AcquaintanceSigned, DocumentPublished, TrainingRecorded};
use crate::id::{Entropy, Hash, StaffId};
use crate::query;
use crate::query::template::DIGEST;
use crate::words::Lang;

/// Publishes a version of an internal document: of a known one, or the first of a new one.
pub fn publish(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    form: &DocumentForm,
) -> Result<Decided, Error> {
    let subject = form.document.unwrap_or_else(|| entropy.id());
    let all = query::reading::documents(conn)?;
    let is_digest = subject == setting_subject(desk.org, DIGEST);
    // What is no document, a card for one, gets no document under its id.
    if form.document.is_some() && !is_digest && all.iter().all(|one| one.subject != subject) {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    let own = all.iter().filter(|one| one.subject == subject);
    let mut known: Vec<Known> = own
        .map(|one| Known {
            code: one.code.clone(),
            revision: one.revision.clone(),
            effective_from: one.effective_from,
        })
        .collect();
    // Another document of the same code takes its revisions too: people tell them apart by code and revision.
    let others = all.iter().filter(|one| one.subject != subject);
    known.extend(others.map(|one| Known {
        code: one.code.clone(),
        revision: one.revision.clone(),
        effective_from: chrono::NaiveDate::MAX,
    }));
    let typed = Typed {
        code: &form.code,
        revision: &form.revision,
        effective_from: &form.effective_from,
        title_kk: &form.title.kk,
        title_ru: &form.title.ru,
        text_kk: &form.text.kk,
        text_ru: &form.text.ru,
        differences_seen: form.differences_seen,
    };
    let edition = edition::publish(&typed, &known, desk.now.date())?;
    let body = DocumentPublished {
        code: edition.code,
        revision: edition.revision,
        effective_from: edition.effective_from.to_string(),
        title_kk: edition.title_kk,
        title_ru: edition.title_ru,
        text_kk: edition.text_kk,
        text_ru: edition.text_ru,
    };
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// Whoever works has read a document: their own signature, in their own session.
pub fn sign(
    conn: &Connection,
    desk: &Desk,
    document: Hash,
    language: Lang,
    read: bool,
) -> Result<Decided, Error> {
    let said = if read { Said::Read } else { Said::Nothing };
    let current = query::reading::current(conn, desk.now.date())?;
    let signed = query::reading::signed(conn, desk.staff)?;
    acquaintance::sign(document, said, &current, &signed)?;
    let version = query::reading::documents(conn)?
        .into_iter()
        .find(|one| one.entry == document)
        .ok_or_else(|| Refusal::new(NOT_FOUND))?;
    let body = AcquaintanceSigned {
        document,
        revision: version.revision,
        language: match language {
            Lang::Ru => 1,
            Lang::Kk => 2,
        },
    };
    Ok(Decided {
        subject: desk.staff,
        lines: vec![Line::new(desk.staff, body)],
    })
}

/// A training of a person of the staff.
pub fn training(
    conn: &Connection,
    desk: &Desk,
    staff: StaffId,
    topic: &str,
    held_on: &str,
    held_by: &str,
) -> Result<Decided, Error> {
    if query::lab::staff_name(conn, staff)?.is_none() {
        return Err(Refusal::at("staff", NOT_FOUND).into());
    }
    let training = acquaintance::training(topic, held_on, held_by, desk.now.date())?;
    let body = TrainingRecorded {
        topic: training.topic,
        held_on: training.held_on.to_string(),
        held_by: training.held_by,
    };
    Ok(Decided {
        subject: staff,
        lines: vec![Line::new(staff, body)],
    })
}

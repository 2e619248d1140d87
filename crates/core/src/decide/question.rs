//! The answer to a field for which two desks said different things: one of the values that were said.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Decided, collect, writable};
use crate::app::Line;
use crate::domain::patient::check;
use crate::domain::text::{self, Shape};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::patient::{PatientAmended, field};
use crate::id::{Hash, SubjectId};
use crate::query;
use crate::query::card::Fields;

crate::codes! {
    /// Somebody has answered the question meanwhile, here or at another desk.
    QUESTION_SETTLED = "question-settled";
    /// Something else was said meanwhile: whoever answers has not seen it.
    QUESTION_NEW = "question-new";
    /// None of what was said was chosen.
    QUESTION_CHOICE = "question-choice";
    /// The value does not go together with the rest of the card, which says why.
    QUESTION_UNFIT = "question-unfit";
}

/// What a person answers.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The field.
    pub field: &'a str,
    /// The entry whose value it is.
    pub entry: Option<Hash>,
    /// Every entry that the person saw.
    pub seen: &'a [Hash],
    /// How it is known.
    pub reason: &'a str,
}

/// What one entry says of a field is so; an ordinary amendment of this one field. It ends every value that is here, so the
/// person must have seen them all.
pub fn settle(
    conn: &Connection,
    card: SubjectId,
    answer: &Answer<'_>,
    on: NaiveDate,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let field = field::number(answer.field).ok_or_else(|| Refusal::new(NOT_FOUND))?;
    let mut no = Vec::new();
    let reason = text::required("reason", answer.reason, Shape::Line(200)).map_err(Error::from);
    let reason = collect(&mut no, reason)?;
    if answer.entry.is_none() {
        no.push(Refusal::at("entry", QUESTION_CHOICE));
    }
    let (Some(entry), Some(reason)) = (answer.entry, reason) else {
        return Err(no.into());
    };
    if !query::card::open_fields(conn, card)?.contains(&field) {
        return Err(Refusal::new(QUESTION_SETTLED).into());
    }
    let said = query::question::candidates(conn, card, field)?;
    let seen: BTreeSet<Hash> = answer.seen.iter().copied().collect();
    if said.iter().map(|one| one.entry).collect::<BTreeSet<_>>() != seen {
        return Err(Refusal::new(QUESTION_NEW).into());
    }
    let chosen = said.into_iter().find(|one| one.entry == entry);
    let value = chosen
        .ok_or_else(|| Refusal::at("entry", QUESTION_CHOICE))?
        .value;
    fits(
        &query::card::fields(conn, card)?,
        field,
        value.as_deref(),
        on,
    )?;
    let body = PatientAmended {
        fields: vec![(field, value)],
        reason,
        confirmed: Vec::new(),
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(card, body)],
    })
}

/// The card with this value breaks no rule that it does not break already: each desk judged its own value beside its own.
fn fits(card: &Fields, field: u8, value: Option<&str>, on: NaiveDate) -> Result<(), Refusal> {
    let broken = |fields: &Fields| -> BTreeSet<_> {
        let checked = check(&query::card::form(fields), on);
        checked.refusals.iter().map(|no| no.code).collect()
    };
    let mut settled = card.clone();
    match value {
        Some(value) => drop(settled.insert(field, value.to_owned())),
        None => drop(settled.remove(&field)),
    }
    match broken(&settled).is_subset(&broken(card)) {
        true => Ok(()),
        false => Err(Refusal::at("entry", QUESTION_UNFIT)),
    }
}

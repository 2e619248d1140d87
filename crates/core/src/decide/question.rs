//! The answer to a field for which two desks said different things: one of the values that were said.

use rusqlite::Connection;

use super::{Decided, writable};
use crate::app::Line;
use crate::domain::text::{self, Shape};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::patient::{PatientAmended, field};
use crate::id::{Hash, SubjectId};
use crate::query;

crate::codes! {
    /// Somebody has answered the question meanwhile, here or at another desk.
    QUESTION_SETTLED = "question-settled";
    /// None of what was said was chosen.
    QUESTION_CHOICE = "question-choice";
}

/// What one entry says of a field is so; an ordinary amendment of this one field, which knows all that was said of it.
pub fn settle(
    conn: &Connection,
    card: SubjectId,
    name: &str,
    entry: Option<Hash>,
    reason: &str,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let field = field::number(name).ok_or_else(|| Refusal::new(NOT_FOUND))?;
    let reason = text::required("reason", reason, Shape::Line(200));
    let (entry, reason) = match (entry, reason) {
        (Some(entry), Ok(reason)) => (entry, reason),
        (entry, reason) => {
            let unchosen = entry.is_none();
            let no = unchosen.then(|| Refusal::at("entry", QUESTION_CHOICE));
            return Err(no
                .into_iter()
                .chain(reason.err())
                .collect::<Vec<_>>()
                .into());
        }
    };
    let is_open = query::card::open_fields(conn, card)?.contains(&field);
    let said = query::question::candidates(conn, card, field)?;
    let chosen = said.into_iter().find(|one| is_open && one.entry == entry);
    let chosen = chosen.ok_or_else(|| Refusal::new(QUESTION_SETTLED))?;
    let body = PatientAmended {
        fields: vec![(field, chosen.value)],
        reason,
        confirmed: Vec::new(),
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(card, body)],
    })
}

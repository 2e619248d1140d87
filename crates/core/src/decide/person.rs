//! Two cards of one person, and two people after all.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Decided, writable};
use crate::app::Line;
use crate::domain::text::{self, Shape};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::patient::field;
use crate::event::relation::{CardsMerged, CardsParted, kind, pair};
use crate::id::SubjectId;
use crate::query;

crate::codes! {
    /// No other card was chosen.
    MERGE_WITH_REQUIRED = "merge-with-required";
    /// A card merged with itself.
    MERGE_ITSELF = "merge-itself";
    /// The cards are merged already, directly or through others: one more pair would make a ring, and parting one of
    /// its pairs would part nothing.
    MERGE_ALREADY = "merge-already";
    /// Both cards have an ИИН, and not the same one: these are two people, or one of the numbers is to be corrected
    /// (Law № 223-III: a person has one ИИН for life).
    MERGE_OTHER_IIN = "merge-other-iin";
}

/// Two cards are of one person.
pub fn merge(
    conn: &Connection,
    card: SubjectId,
    with: Option<SubjectId>,
    reason: &str,
) -> Result<Decided, Error> {
    let Some(with) = with else {
        return Err(Refusal::at("with", MERGE_WITH_REQUIRED).into());
    };
    if card == with {
        return Err(Refusal::at("with", MERGE_ITSELF).into());
    }
    writable(conn, card)?;
    writable(conn, with)?;
    if query::person::merged(conn, card)?.contains(&with) {
        return Err(Refusal::at("with", MERGE_ALREADY).into());
    }
    let iin = |card| {
        let mut fields = query::card::fields(conn, card)?;
        Ok::<_, rusqlite::Error>(fields.remove(&field::IIN))
    };
    if let (Some(one), Some(other)) = (iin(card)?, iin(with)?)
        && one != other
    {
        return Err(Refusal::at("with", MERGE_OTHER_IIN).into());
    }
    let body = CardsMerged {
        a: card,
        b: with,
        reason: text::required("reason", reason, Shape::Line(200))?,
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(pair(kind::SAME, card, with), body)],
    })
}

/// Two cards are of two people: merged ones after all, or two that looked alike when desks met. Each has what was entered
/// on it; nothing was ever mixed.
pub fn part(
    conn: &Connection,
    card: SubjectId,
    from: SubjectId,
    reason: &str,
    on: NaiveDate,
) -> Result<Decided, Error> {
    writable(conn, card)?;
    let merges = query::person::merges(conn, card)?;
    let is_merged = merges.iter().any(|merge| merge.other == from);
    // Of cards that nobody merged, those that are asked about: about anybody else there is nothing to say.
    if !is_merged && !query::question::alike_to(conn, card, on)?.contains(&from) {
        return Err(Refusal::new(NOT_FOUND).into());
    }
    writable(conn, from)?;
    let body = CardsParted {
        a: card,
        b: from,
        reason: text::required("reason", reason, Shape::Line(200))?,
    };
    Ok(Decided {
        subject: card,
        lines: vec![Line::new(pair(kind::SAME, card, from), body)],
    })
}

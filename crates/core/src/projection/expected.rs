//! Somebody who is expected: what was booked, the day as candidates, and how it ended.
//!
//! The days are the movings that no later moving knows, so whoever was moved to two days at once stands on both until
//! somebody decides. Every end is kept: that somebody came is true whatever else was written. What an act of
//! destruction or the end of the days does to it stands in `destroy`.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;
use crate::id::{Hash, Id};

/// Folds one entry about somebody who is expected; without its body it says nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    match event {
        Some(Event::ExpectedListed(body)) => {
            let listed = tx
                .prepare_cached(
                    "INSERT OR IGNORE INTO p_expected (subject, entry, planned_on, surname, name, patronymic, iin, birth_date, \
                       phone, booker, payer, counterparty, services, list) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                )?
                .execute(params![
                    folding.header.subject,
                    folding.hash,
                    body.planned_on,
                    body.surname,
                    body.name,
                    body.patronymic,
                    body.iin,
                    body.birth_date,
                    body.phone,
                    body.booker,
                    body.payer,
                    body.counterparty,
                    body.services,
                    body.list
                ])?;
            if listed > 0 {
                day(tx, folding, &body.planned_on)?;
            }
        }
        Some(Event::ExpectedMoved(body)) => day(tx, folding, &body.planned_on)?,
        Some(Event::ExpectedCancelled(body)) => end(tx, folding, None, Some(&body.reason))?,
        Some(Event::ExpectedArrived(body)) => end(tx, folding, Some(body.card), None)?,
        _ => {}
    }
    Ok(())
}

fn day(tx: &Transaction<'_>, folding: &Folding<'_>, day: &str) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    let mut rows = tx.prepare_cached("SELECT entry FROM p_expected_day WHERE subject = ?1")?;
    let candidates = rows
        .query_map([subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for older in candidates.into_iter().filter(|older| folding.knows(*older)) {
        tx.prepare_cached("DELETE FROM p_expected_day WHERE subject = ?1 AND entry = ?2")?
            .execute(params![subject, older])?;
    }
    tx.prepare_cached("INSERT INTO p_expected_day (subject, entry, day) VALUES (?1, ?2, ?3)")?
        .execute(params![subject, folding.hash, day])?;
    Ok(())
}

fn end(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    card: Option<Id>,
    reason: Option<&str>,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_expected_end (subject, entry, card, reason) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![folding.header.subject, folding.hash, card, reason])?;
    Ok(())
}

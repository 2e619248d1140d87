//! Messages: each on the card of its order, with how it stands, what was sent last, and which desk sends it.
//!
//! The steps of a message are walked in the order in which its card is folded; one that makes no sense there has no effect
//! (`domain::notice::state`). A word on who sends takes the place of those that it knew: where two did not know of each other
//! there are two, and nobody sends.

use rusqlite::{OptionalExtension, Transaction, params};

use super::Folding;
use crate::domain::notice::state::{NoticeState, Outcome, Stand, Step};
use crate::event::Event;
use crate::event::notice::{NoticeAnswered, NoticeQueued, NoticeSending};
use crate::id::{DeviceId, Hash, Id};
use crate::journal::log::signed;

/// Folds one entry about a message; without its body it says nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    match event {
        Some(Event::NoticeQueued(b)) => queued(tx, folding, b),
        Some(Event::NoticeSending(b)) => sending(tx, folding, b),
        Some(Event::NoticeAnswered(b)) => answered(tx, folding, b),
        Some(Event::NoticeDropped(b)) => {
            walk(tx, folding, b.notice, Step::Dropped, Some(&b.why)).map(drop)
        }
        Some(Event::NoticeTakenOver(b)) => {
            let taken = Some(signed(folding.header.wall.ms));
            claimed(tx, folding, b.notice, (b.sender, taken))
        }
        _ => Ok(()),
    }
}

fn queued(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    body: &NoticeQueued,
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    let (again, reason) = match &body.again {
        Some((again, reason)) => (Some(again), Some(reason)),
        None => (None, None),
    };
    let new = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO p_notice (subject, id, entry, order_id, number, about, channel, shared, again, reason, queued, \
               device, session, state, attempt, pulled, since) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, 0, ?11)",
        )?
        .execute(params![
            header.subject,
            body.notice,
            folding.hash,
            body.order,
            body.number,
            body.about,
            body.channel,
            body.shared,
            again,
            reason,
            signed(header.wall.ms),
            header.device,
            header.session,
            Stand::NEW.state.code()
        ])?;
    // Queued once more after it was dropped, with what was looked at now.
    if new == 0 && walk(tx, folding, body.notice, Step::Queued, None)? {
        tx.prepare_cached("UPDATE p_notice SET shared = ?3 WHERE subject = ?1 AND id = ?2")?
            .execute(params![header.subject, body.notice, body.shared])?;
    }
    claimed(tx, folding, body.notice, (body.sender, None))
}

fn sending(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    body: &NoticeSending,
) -> Result<(), rusqlite::Error> {
    if !walk(tx, folding, body.notice, Step::Sending(body.attempt), None)? {
        return Ok(());
    }
    tx.prepare_cached(
        "UPDATE p_notice SET sent = ?3, ticket = ?4, gateway = ?5, sender_name = ?6, to_masked = ?7, language = ?8, template = ?9, \
           text = ?10, parts = ?11, sent_by = ?12, gateway_id = NULL, price = NULL WHERE subject = ?1 AND id = ?2",
    )?
    .execute(params![
        folding.header.subject,
        body.notice,
        signed(folding.header.wall.ms),
        body.ticket,
        body.gateway,
        body.from,
        body.to,
        body.language,
        body.template,
        body.text,
        body.parts,
        folding.header.device
    ])?;
    Ok(())
}

fn answered(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    body: &NoticeAnswered,
) -> Result<(), rusqlite::Error> {
    let Some(outcome) = Outcome::from_code(body.outcome) else {
        return Ok(());
    };
    let step = Step::Answered(body.attempt, outcome);
    // Only whoever made the attempt knows how it ended: another desk may have made one of the same number.
    let is_theirs: bool = tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM p_notice WHERE subject = ?1 AND id = ?2 AND sent_by = ?3)",
        )?
        .query_row(
            params![folding.header.subject, body.notice, folding.header.device],
            |row| row.get(0),
        )?;
    if !is_theirs || !walk(tx, folding, body.notice, step, body.cause.as_deref())? {
        return Ok(());
    }
    tx.prepare_cached(
        "UPDATE p_notice SET gateway_id = coalesce(?3, gateway_id), price = coalesce(?4, price) WHERE subject = ?1 AND id = ?2",
    )?
    .execute(params![
        folding.header.subject,
        body.notice,
        body.gateway_id,
        body.price
    ])?;
    Ok(())
}

/// Takes a step; false where it has no effect, or the message did not begin on this card.
fn walk(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    notice: Id,
    step: Step,
    cause: Option<&str>,
) -> Result<bool, rusqlite::Error> {
    let subject = folding.header.subject;
    let stand: Option<(u8, u16, bool)> = tx
        .prepare_cached(
            "SELECT state, attempt, pulled FROM p_notice WHERE subject = ?1 AND id = ?2",
        )?
        .query_row(params![subject, notice], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let after = stand.and_then(|(state, attempt, is_pulled)| {
        let state = NoticeState::from_code(state)?;
        let stand = Stand {
            state,
            attempt,
            is_pulled,
        };
        stand.after(step)
    });
    let Some(after) = after else {
        return Ok(false);
    };
    tx.prepare_cached(
        "UPDATE p_notice SET state = ?3, attempt = ?4, since = ?5, cause = ?6, pulled = ?7 WHERE subject = ?1 AND id = ?2",
    )?
    .execute(params![
        subject,
        notice,
        after.state.code(),
        after.attempt,
        signed(folding.header.wall.ms),
        cause,
        after.is_pulled
    ])?;
    Ok(true)
}

/// A desk is said to send it.
fn claimed(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    notice: Id,
    (sender, taken): (DeviceId, Option<i64>),
) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    let older = tx
        .prepare_cached("SELECT entry FROM p_notice_sender WHERE subject = ?1 AND id = ?2")?
        .query_map(params![subject, notice], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for older in older.into_iter().filter(|older| folding.knows(*older)) {
        tx.prepare_cached("DELETE FROM p_notice_sender WHERE entry = ?1")?
            .execute([older])?;
    }
    tx.prepare_cached(
        "INSERT OR IGNORE INTO p_notice_sender (entry, subject, id, device, taken) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![folding.hash, subject, notice, sender, taken])?;
    Ok(())
}

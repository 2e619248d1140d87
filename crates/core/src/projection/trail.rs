//! Puts every entry into its drawer: who, at which desk, what, and how it ended. The journal's reader pages through
//! drawers; what stands in them is asked of the journal itself, so nothing is erased here.

use rusqlite::{OptionalExtension, Transaction, params};

use super::index::status_of;
use super::seen::session_meant;
use super::status::Status;
use crate::domain::trail::{self, Outcome};
use crate::event::{Event, kinds};
use crate::id::{Hash, StaffId};
use crate::journal::Header;
use crate::journal::log::{self, LogError, signed};

/// Files an entry as it stands now, and notes that it does.
pub(super) fn file(
    tx: &Transaction<'_>,
    (hash, header): (Hash, &Header),
    status: Status,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let staff = author(tx, header, event)?;
    let doing = trail::doing(header.kind, event);
    let hlc = signed(header.hlc.0);
    let (doing, outcome) = (doing as u8, outcome(header, status) as u8);
    // Asked for first: most entries go into a drawer that is there, and `RETURNING` would need a table of its own.
    let there: Option<(i64, i64, i64)> = tx
        .prepare_cached(
            "SELECT id, first, last FROM x_drawer WHERE device = ?1 AND staff = ?2 AND doing = ?3 AND outcome = ?4",
        )?
        .query_row(params![header.device, staff, doing, outcome], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let drawer = match there {
        Some((drawer, first, last)) => {
            if hlc < first || hlc > last {
                tx.prepare_cached(
                    "UPDATE x_drawer SET first = min(first, ?2), last = max(last, ?2) WHERE id = ?1",
                )?
                .execute(params![drawer, hlc])?;
            }
            drawer
        }
        None => {
            tx.prepare_cached(
                "INSERT INTO x_drawer (device, staff, doing, outcome, first, last) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            )?
            .execute(params![header.device, staff, doing, outcome, hlc])?;
            tx.last_insert_rowid()
        }
    };
    tx.prepare_cached("UPDATE x_graph SET drawer = ?2, status = ?3 WHERE hash = ?1")?
        .execute(params![hash, drawer, status])?;
    Ok(())
}

/// Files an entry anew whose body has gone: what it said is not known any longer.
pub(super) fn file_again(tx: &Transaction<'_>, hash: Hash) -> Result<(), LogError> {
    if let (Some(entry), Some(status)) = (log::entry(tx, hash)?, status_of(tx, hash)?) {
        let event = Event::of(&entry);
        file(tx, (hash, entry.header()), status, event.as_ref())?;
    }
    Ok(())
}

/// Who stands behind it; zeros when the desk acted itself, or the session is not known.
fn author(
    tx: &Transaction<'_>,
    header: &Header,
    event: Option<&Event>,
) -> Result<StaffId, rusqlite::Error> {
    if let Some(Event::SessionOpened(opened)) = event {
        return Ok(opened.staff);
    }
    // A desk that closes a session after a crash says whose it was.
    if header.session.is_zero() && header.kind != kinds::SESSION_CLOSED {
        return Ok(StaffId::ZERO);
    }
    let known = tx
        .prepare_cached(
            "SELECT staff FROM x_session WHERE device = ?1 AND session = ?2 AND opened_seq < ?3",
        )?
        .query_row(
            params![header.device, session_meant(header), signed(header.seq)],
            |row| row.get(0),
        )
        .optional()?;
    Ok(known.unwrap_or(StaffId::ZERO))
}

fn outcome(header: &Header, status: Status) -> Outcome {
    match status {
        Status::Applied if header.kind == kinds::SIGN_IN_FAILED => Outcome::Failed,
        Status::Applied => Outcome::Done,
        Status::Pending | Status::Waiting => Outcome::Waiting,
        Status::Unknown => Outcome::Unknown,
        Status::Unauthorised | Status::Malformed | Status::Frozen | Status::Held => Outcome::Void,
    }
}

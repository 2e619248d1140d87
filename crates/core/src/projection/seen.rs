//! Set kinds: sessions, who saw whom, receipts of erasure, backups. Each entry stands for itself.

use rusqlite::{Transaction, params};

use crate::event::Event;
use crate::event::kinds;
use crate::id::{DeviceId, SessionId, SubjectId};
use crate::journal::log::signed;
use crate::journal::{Entry, Header};

/// Applies one entry of a set kind.
pub fn apply(
    tx: &Transaction<'_>,
    entry: &Entry,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let header = entry.header();
    match event {
        Some(Event::SessionOpened(b)) => {
            let roster: Vec<u8> = b.roster.iter().flat_map(|hash| hash.0).collect();
            tx.prepare_cached(
                "INSERT OR IGNORE INTO x_session (device, session, staff, opened_seq, closed_seq, roster) \
                 VALUES (?1, ?2, ?3, ?4, NULL, ?5)",
            )?
            .execute(params![header.device, header.session, b.staff, signed(header.seq), roster])?;
            close(tx, header.device, header.session)?;
        }
        Some(Event::SessionClosed(_)) => close(tx, header.device, session_meant(header))?,
        Some(Event::ListShown(b)) => {
            for person in &b.ids {
                put(tx, entry, *person)?;
            }
        }
        Some(Event::ErasureReceipt(b)) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO x_receipt (entry, act, device, erased) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![entry.hash(), b.act, header.device, signed(b.erased)])?;
        }
        Some(Event::BackupMade(b)) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO x_backup (entry, device, file, bytes, sha256, entries, session, wall) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                entry.hash(),
                header.device,
                b.file,
                signed(b.bytes),
                b.sha256,
                signed(b.entries),
                header.session,
                signed(header.wall.ms)
            ])?;
        }
        _ if is_disclosure_of_one(header.kind) => put(tx, entry, header.subject)?,
        _ => {}
    }
    Ok(())
}

/// Takes back what an entry brought, before it is applied again or no longer counts.
pub fn retract(tx: &Transaction<'_>, entry: &Entry) -> Result<(), rusqlite::Error> {
    let header = entry.header();
    match header.kind {
        kinds::SESSION_OPENED => {
            tx.prepare_cached(
                "DELETE FROM x_session WHERE device = ?1 AND session = ?2 AND opened_seq = ?3",
            )?
            .execute(params![header.device, header.session, signed(header.seq)])?;
        }
        kinds::SESSION_CLOSED => close(tx, header.device, session_meant(header))?,
        kinds::ERASURE_RECEIPT => {
            tx.prepare_cached("DELETE FROM x_receipt WHERE entry = ?1")?
                .execute([entry.hash()])?;
        }
        kinds::BACKUP_MADE => {
            tx.prepare_cached("DELETE FROM x_backup WHERE entry = ?1")?
                .execute([entry.hash()])?;
        }
        _ => {
            tx.prepare_cached("DELETE FROM x_seen WHERE entry = ?1")?
                .execute([entry.hash()])?;
        }
    }
    Ok(())
}

/// A session ends with the first of its closings that count; they may be judged in any order.
fn close(
    tx: &Transaction<'_>,
    device: DeviceId,
    session: SessionId,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "UPDATE x_session SET closed_seq = (SELECT min(seq) FROM ( \
           SELECT seq FROM x_graph WHERE device = ?1 AND session = ?2 AND kind = ?3 AND status = 1 \
           UNION ALL SELECT seq FROM x_graph WHERE subject = ?2 AND ordered = 0 AND device = ?1 AND session = ?4 AND kind = ?3 AND status = 1) \
         WHERE seq > opened_seq) WHERE device = ?1 AND session = ?2",
    )?
    .execute(params![device, session, kinds::SESSION_CLOSED, SessionId::ZERO])?;
    Ok(())
}

/// A desk that closes a session after a crash has none itself: the subject names the session.
pub fn session_meant(header: &Header) -> SessionId {
    if header.session.is_zero() {
        header.subject
    } else {
        header.session
    }
}

fn is_disclosure_of_one(kind: u16) -> bool {
    matches!(
        kind,
        kinds::CARD_OPENED | kinds::FIELD_REVEALED | kinds::DOCUMENT_RELEASED
    )
}

fn put(tx: &Transaction<'_>, entry: &Entry, person: SubjectId) -> Result<(), rusqlite::Error> {
    let header = entry.header();
    tx.prepare_cached(
        "INSERT OR IGNORE INTO x_seen (entry, subject, kind, device, session, wall) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![entry.hash(), person, header.kind, header.device, header.session, signed(header.wall.ms)])?;
    Ok(())
}

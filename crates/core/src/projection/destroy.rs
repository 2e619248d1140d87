//! Acts of destruction: bodies of covered entries go, what comes later is held.

use rusqlite::{Connection, Transaction, params};

use super::{Folder, Touched};
use crate::event::{Event, erasure, kinds};
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError, signed};
use crate::journal::{Entry, Header};

impl Folder {
    /// True when an act of destruction covers the entry: its body must not come back.
    pub fn is_erased(&self, conn: &Connection, entry: &Entry) -> Result<bool, LogError> {
        let kept = kinds::spec(entry.header().kind).is_some_and(|spec| spec.body_kept);
        Ok(!kept && is_covered(conn, entry.header())?)
    }

    /// A covered disclosure that arrives after the act loses its body on arrival.
    pub(super) fn erase_late(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        let kept = kinds::spec(entry.header().kind).is_some_and(|spec| spec.body_kept);
        if !kept && log::erase_body(tx, entry.hash())? {
            touched.subjects.insert(entry.header().subject);
        }
        Ok(())
    }

    pub(super) fn acts(
        &self,
        tx: &Transaction<'_>,
        subject: SubjectId,
    ) -> Result<Vec<Act>, LogError> {
        let mut rows = tx.prepare_cached(
            "SELECT hash FROM x_graph WHERE subject = ?1 AND kind = ?2 AND status = 1 ORDER BY hash",
        )?;
        let hashes = rows
            .query_map(params![subject, kinds::SUBJECT_DESTROYED], |row| row.get(0))?
            .collect::<Result<Vec<Hash>, _>>()?;
        let mut acts = Vec::new();
        for hash in hashes {
            let body = log::entry(tx, hash)?.and_then(|e| {
                e.body()
                    .and_then(|b| Event::read(kinds::SUBJECT_DESTROYED, b).ok())
            });
            if let Some(Event::SubjectDestroyed(body)) = body {
                acts.push(Act { hash, body });
            }
        }
        Ok(acts)
    }

    /// Bodies of covered entries go; the acts themselves stay readable.
    pub(super) fn destroy(
        &self,
        tx: &Transaction<'_>,
        subject: SubjectId,
        acts: &[Act],
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        for act in acts {
            tx.prepare_cached(
                "INSERT INTO p_destroyed (entry, subject, basis, act) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![act.hash, subject, act.body.basis, act.body.act])?;
            let mut gone = 0;
            for (device, last) in &act.body.covers {
                let mut rows = tx.prepare_cached(
                    "SELECT g.hash, g.kind FROM x_graph g JOIN j_bodies b ON b.entry = g.hash \
                     WHERE g.subject = ?1 AND g.device = ?2 AND g.seq <= ?3",
                )?;
                let covered = rows
                    .query_map(params![subject, device, signed(*last)], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect::<Result<Vec<(Hash, u16)>, _>>()?;
                for (hash, kind) in covered {
                    let kept = kinds::spec(kind).is_some_and(|spec| spec.body_kept);
                    if !kept && log::erase_body(tx, hash)? {
                        gone += 1;
                    }
                }
                tx.prepare_cached(
                    "DELETE FROM x_seen WHERE subject = ?1 AND entry IN (SELECT hash FROM x_graph WHERE device = ?2 AND seq <= ?3 AND subject = ?1)",
                )?
                .execute(params![subject, device, signed(*last)])?;
            }
            if gone > 0 {
                touched.erased.push((act.hash, subject, gone));
            }
        }
        tx.prepare_cached("DELETE FROM l_drafts WHERE subject = ?1")?
            .execute([subject])?;
        Ok(())
    }
}

pub(super) struct Act {
    pub(super) hash: Hash,
    body: erasure::SubjectDestroyed,
}

impl Act {
    pub(super) fn covers(&self, header: &Header) -> bool {
        self.body
            .covers
            .iter()
            .any(|(device, last)| *device == header.device && header.seq <= *last)
    }
}

pub(super) fn is_destroyed(conn: &Connection, subject: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_destroyed WHERE subject = ?1)")?
        .query_row([subject], |row| row.get(0))
}

/// An ordered entry that no act covers, of a subject that was destroyed.
pub(super) fn is_held(
    conn: &Connection,
    entry: &Entry,
    event: Option<&Event>,
) -> Result<bool, LogError> {
    let header = entry.header();
    if matches!(event, Some(Event::SubjectDestroyed(_))) || !is_destroyed(conn, header.subject)? {
        return Ok(false);
    }
    Ok(!is_covered(conn, header)?)
}

/// Covered by an act that counts.
pub(super) fn is_covered(conn: &Connection, header: &Header) -> Result<bool, LogError> {
    let mut rows = conn.prepare_cached("SELECT entry FROM p_destroyed WHERE subject = ?1")?;
    let acts = rows
        .query_map([header.subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for hash in acts {
        let body = log::entry(conn, hash)?.and_then(|e| {
            e.body()
                .and_then(|b| Event::read(kinds::SUBJECT_DESTROYED, b).ok())
        });
        if let Some(Event::SubjectDestroyed(body)) = body
            && (Act { hash, body }).covers(header)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

//! Acts of destruction: bodies of covered entries go, what comes later is held.

use rusqlite::{Connection, Transaction, params};

use super::{Folder, Touched};
use crate::event::kinds::{self, SubjectKind};
use crate::event::{Event, erasure};
use crate::id::{DeviceId, Hash, SubjectId};
use crate::journal::log::{self, LogError, signed, unsigned};
use crate::journal::{Entry, Header};

impl Folder {
    /// True when an act of destruction covers the entry: its body must not come back.
    pub fn is_erased(&self, conn: &Connection, entry: &Entry) -> Result<bool, LogError> {
        Ok(is_erasable(entry.header().kind) && is_covered(conn, entry.header())?)
    }

    /// A covered disclosure that arrives after the act loses its body on arrival.
    pub(super) fn erase_late(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        if is_erasable(entry.header().kind) && log::erase_body(tx, entry.hash())? {
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
            let body = log::entry(tx, hash)?.and_then(|entry| Event::of(&entry));
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
                    if is_erasable(kind) && log::erase_body(tx, hash)? {
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
        // A half-filled form of somebody else may name this card: who acts for them.
        tx.prepare_cached("DELETE FROM l_drafts WHERE subject = ?1 OR instr(json, ?2) > 0")?
            .execute(params![subject, subject.to_string()])?;
        Ok(())
    }
}

pub(super) struct Act {
    pub(super) hash: Hash,
    body: erasure::SubjectDestroyed,
}

impl Act {
    pub(super) fn covers(&self, header: &Header) -> bool {
        self.covers_place(header.device, header.seq)
    }

    fn covers_place(&self, device: DeviceId, seq: u64) -> bool {
        let mut covers = self.body.covers.iter();
        covers.any(|(of, last)| *of == device && seq <= *last)
    }
}

/// Acts that count here and for which this desk has not signed, with how many covered bodies are gone.
pub fn erased_without_receipt(
    conn: &Connection,
    device: DeviceId,
) -> Result<Vec<(Hash, SubjectId, u64)>, LogError> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, subject FROM p_destroyed d WHERE NOT EXISTS \
           (SELECT 1 FROM x_receipt r WHERE r.act = d.entry AND r.device = ?1) ORDER BY entry",
    )?;
    let acts = rows
        .query_map([device], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(Hash, SubjectId)>, _>>()?;
    let mut owed = Vec::new();
    for (hash, subject) in acts {
        let body = log::entry(conn, hash)?.and_then(|entry| Event::of(&entry));
        let Some(Event::SubjectDestroyed(body)) = body else {
            continue;
        };
        let act = Act { hash, body };
        let mut rows = conn.prepare_cached(
            "SELECT g.device, g.seq, g.kind FROM x_graph g WHERE g.subject = ?1 \
             AND NOT EXISTS (SELECT 1 FROM j_bodies b WHERE b.entry = g.hash)",
        )?;
        let bare = rows
            .query_map([subject], |row| {
                Ok((row.get(0)?, unsigned(row.get(1)?), row.get(2)?))
            })?
            .collect::<Result<Vec<(DeviceId, u64, u16)>, _>>()?;
        let gone = bare
            .into_iter()
            .filter(|(device, seq, kind)| is_erasable(*kind) && act.covers_place(*device, *seq));
        let gone = gone.count() as u64;
        if gone > 0 {
            owed.push((hash, subject, gone));
        }
    }
    Ok(owed)
}

/// Whether acts of destruction have a say over entries of a kind. One that a hostile manager writes
/// over a policy or a colleague changes nothing; kinds of a newer program may be about people.
pub(super) fn reaches(kind: u16) -> bool {
    kinds::spec(kind)
        .is_none_or(|spec| spec.subject.is_person() || matches!(spec.subject, SubjectKind::Any))
}

/// Whether an act takes the body.
fn is_erasable(kind: u16) -> bool {
    reaches(kind) && kinds::spec(kind).is_none_or(|spec| !spec.body_kept)
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
    if matches!(event, Some(Event::SubjectDestroyed(_)))
        || !reaches(header.kind)
        || !is_destroyed(conn, header.subject)?
    {
        return Ok(false);
    }
    Ok(!is_covered(conn, header)?)
}

/// Covered by an act that counts.
pub(super) fn is_covered(conn: &Connection, header: &Header) -> Result<bool, LogError> {
    if !reaches(header.kind) {
        return Ok(false);
    }
    let mut rows = conn.prepare_cached("SELECT entry FROM p_destroyed WHERE subject = ?1")?;
    let acts = rows
        .query_map([header.subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for hash in acts {
        let body = log::entry(conn, hash)?.and_then(|entry| Event::of(&entry));
        if let Some(Event::SubjectDestroyed(body)) = body
            && (Act { hash, body }).covers(header)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

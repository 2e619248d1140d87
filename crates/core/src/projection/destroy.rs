//! Acts of destruction: bodies of covered entries go, what comes later is held.
//!
//! Two kinds of acts: a manager's `subject_destroyed` over everything about a person, and `expected_purged`, which
//! any worker's session writes when the days of an expected person are over. The second reaches nothing but what was
//! said about somebody who is expected: over a card it does nothing.

use rusqlite::{Connection, Transaction, params};

use super::{Folder, Touched, trail};
use crate::event::kinds::{self, SubjectKind};
use crate::event::{Event, erasure};
use crate::id::{DeviceId, Hash, SubjectId};
use crate::journal::log::{self, LogError, signed, unsigned};
use crate::journal::{Entry, Header};

impl Folder {
    /// True when an act of destruction covers the entry: its body must not come back.
    pub fn is_erased(&self, conn: &Connection, entry: &Entry) -> Result<bool, LogError> {
        Ok(!is_kept(entry.header().kind) && is_covered(conn, entry.header())?)
    }

    /// A covered disclosure that arrives after the act loses its body on arrival.
    pub(super) fn erase_late(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        if !is_kept(entry.header().kind) && log::erase_body(tx, entry.hash())? {
            touched.subjects.insert(entry.header().subject);
            trail::file_again(tx, entry.hash())?;
        }
        Ok(())
    }

    pub(super) fn acts(
        &self,
        tx: &Transaction<'_>,
        subject: SubjectId,
    ) -> Result<Vec<Act>, LogError> {
        let mut rows = tx.prepare_cached(
            "SELECT hash FROM x_graph WHERE subject = ?1 AND kind IN (?2, ?3) AND status = 1 ORDER BY hash",
        )?;
        let hashes = rows
            .query_map(
                params![subject, kinds::SUBJECT_DESTROYED, kinds::EXPECTED_PURGED],
                |row| row.get(0),
            )?
            .collect::<Result<Vec<Hash>, _>>()?;
        read_acts(tx, hashes)
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
            match &act.why {
                Why::Destroyed { basis, number } => {
                    tx.prepare_cached(
                        "INSERT INTO p_destroyed (entry, subject, basis, act) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![act.hash, subject, basis, number])?;
                }
                Why::Purged => {
                    tx.prepare_cached(
                        "INSERT INTO p_expected_purged (entry, subject) VALUES (?1, ?2)",
                    )?
                    .execute(params![act.hash, subject])?;
                }
            }
            let mut gone = 0;
            for (device, last) in &act.covers {
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
                    if act.reaches(kind) && !is_kept(kind) && log::erase_body(tx, hash)? {
                        gone += 1;
                        trail::file_again(tx, hash)?;
                    }
                }
                if matches!(act.why, Why::Purged) {
                    continue;
                }
                tx.prepare_cached(
                    "DELETE FROM x_seen WHERE subject = ?1 AND entry IN (SELECT hash FROM x_graph WHERE device = ?2 AND seq <= ?3 AND subject = ?1)",
                )?
                .execute(params![subject, device, signed(*last)])?;
            }
            match act.why {
                _ if gone == 0 => {}
                Why::Destroyed { .. } => {
                    touched.erased.push((act.hash, subject, gone));
                    // Whose phone a code went to stands nowhere beside it: whoever waits for one asks for another.
                    tx.prepare_cached("DELETE FROM l_otp")?.execute([])?;
                }
                Why::Purged => touched.purged += gone,
            }
        }
        // A half-filled form of somebody else may name this card: who acts for them.
        tx.prepare_cached("DELETE FROM l_drafts WHERE subject = ?1 OR instr(json, ?2) > 0")?
            .execute(params![subject, subject.to_string()])?;
        tx.prepare_cached("DELETE FROM l_notice WHERE subject = ?1")?
            .execute([subject])?;
        tx.prepare_cached("DELETE FROM l_print WHERE card = ?1")?
            .execute([subject])?;
        Ok(())
    }
}

/// What stands behind an act.
enum Why {
    Destroyed { basis: u8, number: String },
    Purged,
}

pub(super) struct Act {
    hash: Hash,
    why: Why,
    covers: Vec<(DeviceId, u64)>,
}

impl Act {
    fn of(hash: Hash, event: Option<Event>) -> Option<Self> {
        let (why, covers) = match event? {
            Event::SubjectDestroyed(erasure::SubjectDestroyed { basis, act, covers }) => {
                (Why::Destroyed { basis, number: act }, covers)
            }
            Event::ExpectedPurged(body) => (Why::Purged, body.covers),
            _ => return None,
        };
        Some(Self { hash, why, covers })
    }

    /// Whether it has a say over entries of a kind; never over other acts.
    pub(super) fn reaches(&self, kind: u16) -> bool {
        match self.why {
            Why::Destroyed { .. } => reaches(kind),
            Why::Purged => is_of_expected(kind),
        }
    }

    /// Whether the author had the entry, so that nothing of it stays.
    pub(super) fn covers(&self, header: &Header) -> bool {
        self.reaches(header.kind) && self.covers_place(header.device, header.seq)
    }

    fn covers_place(&self, device: DeviceId, seq: u64) -> bool {
        let mut covers = self.covers.iter();
        covers.any(|(of, last)| *of == device && seq <= *last)
    }
}

/// Entries that are acts themselves: no act takes another back.
pub(super) fn is_act(kind: u16) -> bool {
    matches!(kind, kinds::SUBJECT_DESTROYED | kinds::EXPECTED_PURGED)
}

fn is_of_expected(kind: u16) -> bool {
    !is_act(kind)
        && kinds::spec(kind).is_some_and(|spec| matches!(spec.subject, SubjectKind::Expected))
}

fn read_acts(conn: &Connection, hashes: Vec<Hash>) -> Result<Vec<Act>, LogError> {
    let mut acts = Vec::new();
    for hash in hashes {
        let event = log::entry(conn, hash)?.and_then(|entry| Event::of(&entry));
        acts.extend(Act::of(hash, event));
    }
    Ok(acts)
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
        let Some(act) = read_acts(conn, vec![hash])?.pop() else {
            continue;
        };
        let mut rows = conn.prepare_cached(
            "SELECT g.device, g.seq, g.kind FROM x_graph g WHERE g.subject = ?1 \
             AND NOT EXISTS (SELECT 1 FROM j_bodies b WHERE b.entry = g.hash)",
        )?;
        let bare = rows
            .query_map([subject], |row| {
                Ok((row.get(0)?, unsigned(row.get(1)?), row.get(2)?))
            })?
            .collect::<Result<Vec<(DeviceId, u64, u16)>, _>>()?;
        let gone = bare.into_iter().filter(|(device, seq, kind)| {
            act.reaches(*kind) && !is_kept(*kind) && act.covers_place(*device, *seq)
        });
        // Also a desk to which no body ever came says so: nobody waits for its word.
        owed.push((hash, subject, gone.count() as u64));
    }
    Ok(owed)
}

/// Whether acts of destruction have a say over entries of a kind. One that a hostile manager writes
/// over a policy or a colleague changes nothing; kinds of a newer program may be about people.
fn reaches(kind: u16) -> bool {
    !is_act(kind)
        && kinds::spec(kind)
            .is_none_or(|spec| spec.subject.is_person() || matches!(spec.subject, SubjectKind::Any))
}

/// Bodies that verification needs.
fn is_kept(kind: u16) -> bool {
    kinds::spec(kind).is_some_and(|spec| spec.body_kept)
}

/// Whether an act of either kind counts over the subject.
pub(super) fn is_destroyed(conn: &Connection, subject: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM p_destroyed WHERE subject = ?1) \
           OR EXISTS (SELECT 1 FROM p_expected_purged WHERE subject = ?1)",
    )?
    .query_row([subject], |row| row.get(0))
}

/// Acts that count over a subject, as folded so far.
fn folded_acts(conn: &Connection, subject: SubjectId) -> Result<Vec<Act>, LogError> {
    if !is_destroyed(conn, subject)? {
        return Ok(Vec::new());
    }
    let mut rows = conn.prepare_cached(
        "SELECT entry FROM p_destroyed WHERE subject = ?1 UNION SELECT entry FROM p_expected_purged WHERE subject = ?1",
    )?;
    let hashes = rows
        .query_map([subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    read_acts(conn, hashes)
}

/// An ordered entry that no act covers, of a subject over which one counts that reaches it.
pub(super) fn is_held(conn: &Connection, header: &Header) -> Result<bool, LogError> {
    let acts = folded_acts(conn, header.subject)?;
    Ok(acts.iter().any(|act| act.reaches(header.kind))
        && !acts.iter().any(|act| act.covers(header)))
}

/// Covered by an act that counts.
pub(super) fn is_covered(conn: &Connection, header: &Header) -> Result<bool, LogError> {
    let acts = folded_acts(conn, header.subject)?;
    Ok(acts.iter().any(|act| act.covers(header)))
}

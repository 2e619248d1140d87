//! The other branch of a forked chain, of which only signed headers are here.
//!
//! It is frozen for ever and has no effect of its own; but whoever cites it in good faith must not wait
//! for it, so it passes ancestry on like every entry without effect.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::index::is_ordered;
use crate::id::{Hash, SubjectId};
use crate::journal::log::LogError;
use crate::journal::{Entry, Malformed};

type Parts = (Vec<u8>, Vec<u8>);

fn rival((header, signature): Parts) -> Result<Entry, LogError> {
    let signature: [u8; 64] = signature.try_into().map_err(|_| Malformed::Length)?;
    Ok(Entry::from_parts(header, signature, None)?)
}

/// The rivals of one subject that may be cited.
pub fn of(conn: &Connection, subject: SubjectId) -> Result<Vec<Entry>, LogError> {
    // The subject stands at a fixed place of the header.
    let mut rows = conn.prepare_cached(
        "SELECT header, signature FROM j_evidence WHERE substr(header, 117, 16) = ?1 ORDER BY hash",
    )?;
    let found = rows
        .query_map([subject], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<Parts>, _>>()?;
    let mut rivals = found
        .into_iter()
        .map(rival)
        .collect::<Result<Vec<_>, _>>()?;
    rivals.retain(|rival| is_ordered(rival.header()));
    Ok(rivals)
}

/// One rival, when it is here.
pub fn get(conn: &Connection, hash: Hash) -> Result<Option<Entry>, LogError> {
    let found: Option<Parts> = conn
        .prepare_cached("SELECT header, signature FROM j_evidence WHERE hash = ?1")?
        .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(rival).transpose()
}

/// Enters the refs of every rival into the graph: what it waits for wakes whoever cites it.
pub fn index_all(tx: &Transaction<'_>) -> Result<(), LogError> {
    let mut rows = tx.prepare("SELECT hash FROM j_evidence ORDER BY hash")?;
    let hashes = rows
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for hash in hashes {
        index(tx, hash)?;
    }
    Ok(())
}

/// Enters the refs of one rival into the graph.
pub fn index(tx: &Transaction<'_>, hash: Hash) -> Result<(), LogError> {
    if let Some(rival) = get(tx, hash)? {
        for cited in &rival.header().refs {
            tx.prepare_cached("INSERT OR IGNORE INTO x_ref (entry, cited) VALUES (?1, ?2)")?
                .execute(params![hash, cited])?;
        }
    }
    Ok(())
}

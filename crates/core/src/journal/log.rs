//! The stored journal: entries, bodies, evidence of forks. Appends and reads bytes.
//!
//! Appending happens only inside the transaction of one of the three doors.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Body, Entry, Header, Malformed};
use crate::id::{DeviceId, Hash};
use crate::time::Hlc;

/// The last entry of one chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// Whose chain.
    pub device: DeviceId,
    /// Number of the last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Its clock.
    pub hlc: Hlc,
}

impl Head {
    /// The entry that is the last one.
    pub fn of(entry: &Entry) -> Self {
        let header = entry.header();
        Self {
            device: header.device,
            seq: header.seq,
            hash: entry.hash(),
            hlc: header.hlc,
        }
    }
}

/// Why an arriving entry is not its device's next one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum NotNext {
    /// Of another organisation.
    #[error("of another organisation")]
    Foreign,
    /// No key is known for the device.
    #[error("of an unknown desk")]
    UnknownDevice,
    /// The signature does not verify.
    #[error("signature does not verify")]
    Signature,
    /// Entries before it are missing.
    #[error("entries before it are missing")]
    Gap,
    /// Its predecessor is another entry than ours.
    #[error("does not follow our last entry of that desk")]
    Link,
    /// Its clock does not grow.
    #[error("its clock does not grow")]
    Clock,
    /// Its bytes are not an entry.
    #[error("not an entry")]
    Malformed,
}

/// What to do with an arriving entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Store it: it is the next one.
    Next,
    /// Already stored; its body may be new.
    Known,
    /// Another signed entry stands at its place: evidence of a fork.
    Fork,
}

/// Is it this device's next entry? Form was checked when it was decoded, the signature by the caller. `last` is the end
/// of the device's chain.
pub fn place(
    conn: &Connection,
    entry: &Entry,
    last: Option<&Head>,
) -> Result<Result<Arrival, NotNext>, rusqlite::Error> {
    let header = entry.header();
    // What follows the end of a chain needs no asking: nothing stands at its place, and what stands in the chain is no evidence.
    if let Some(last) = last
        && (header.seq, header.prev) == (last.seq + 1, last.hash)
    {
        return Ok(match header.hlc > last.hlc {
            true => Ok(Arrival::Next),
            false => Err(NotNext::Clock),
        });
    }
    if let Some(stored) = hash_at(conn, header.device, header.seq)? {
        return Ok(Ok(if stored == entry.hash() {
            Arrival::Known
        } else {
            Arrival::Fork
        }));
    }
    // The other branch of a fork goes on where only evidence of it is kept.
    if is_evidence(conn, header.prev)? {
        return Ok(Ok(Arrival::Fork));
    }
    Ok(match last {
        None if header.seq == 0 => Ok(Arrival::Next),
        None => Err(NotNext::Gap),
        Some(last) if header.seq != last.seq + 1 => Err(NotNext::Gap),
        Some(_) => Err(NotNext::Link),
    })
}

/// Stores an entry and, when present, its body.
pub fn append(
    tx: &Transaction<'_>,
    entry: &Entry,
    received_at: u64,
) -> Result<(), rusqlite::Error> {
    let header = entry.header();
    tx.prepare_cached(
        "INSERT INTO j_entries (device, seq, hash, header, signature, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        header.device,
        signed(header.seq),
        entry.hash(),
        entry.header_bytes(),
        &entry.signature()[..],
        signed(received_at)
    ])?;
    if let Some(body) = entry.body() {
        put_body(tx, entry.hash(), body)?;
    }
    Ok(())
}

/// Stores the body of a stored entry; the caller has checked the commitment.
pub fn put_body(tx: &Transaction<'_>, entry: Hash, body: &Body) -> Result<(), rusqlite::Error> {
    tx.prepare_cached("INSERT INTO j_bodies (entry, body) VALUES (?1, ?2)")?
        .execute(params![entry, body.as_bytes()])?;
    Ok(())
}

/// Takes a body away for ever.
pub fn erase_body(tx: &Transaction<'_>, entry: Hash) -> Result<bool, rusqlite::Error> {
    tx.prepare_cached("INSERT INTO j_erasing (entry) VALUES (?1)")?
        .execute([entry])?;
    let gone = tx
        .prepare_cached("DELETE FROM j_bodies WHERE entry = ?1")?
        .execute([entry])?;
    tx.prepare_cached("DELETE FROM j_erasing WHERE entry = ?1")?
        .execute([entry])?;
    Ok(gone > 0)
}

/// Keeps a validly signed entry whose place is taken.
pub fn keep_evidence(
    tx: &Transaction<'_>,
    entry: &Entry,
    received_at: u64,
) -> Result<bool, rusqlite::Error> {
    let header = entry.header();
    let kept = tx
        .prepare_cached("INSERT OR IGNORE INTO j_evidence (hash, device, seq, header, signature, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            entry.hash(),
            header.device,
            signed(header.seq),
            entry.header_bytes(),
            &entry.signature()[..],
            signed(received_at)
        ])?;
    Ok(kept > 0)
}

fn is_evidence(conn: &Connection, hash: Hash) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM j_evidence WHERE hash = ?1)")?
        .query_row([hash], |row| row.get(0))
}

/// The smallest seq of a device at which two signed entries exist.
pub fn forked_at(conn: &Connection, device: DeviceId) -> Result<Option<u64>, rusqlite::Error> {
    conn.prepare_cached("SELECT min(seq) FROM j_evidence WHERE device = ?1")?
        .query_row([device], |row| row.get::<_, Option<i64>>(0))
        .map(|seq| seq.map(unsigned))
}

/// The last entry of a device's chain.
pub fn head(conn: &Connection, device: DeviceId) -> Result<Option<Head>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT seq, hash, header FROM j_entries WHERE device = ?1 ORDER BY seq DESC LIMIT 1",
    )?
    .query_row([device], |row| {
        let header: Vec<u8> = row.get("header")?;
        Ok(Head {
            device,
            seq: unsigned(row.get("seq")?),
            hash: row.get("hash")?,
            hlc: hlc_of(&header),
        })
    })
    .optional()
}

/// The desks that have at least one entry here, in the order of their ids.
///
/// From each to the next by the index: a plain DISTINCT reads every entry, which takes a second for five million.
pub fn devices(conn: &Connection) -> Result<Vec<DeviceId>, rusqlite::Error> {
    conn.prepare_cached(
        "WITH RECURSIVE desk (device) AS (SELECT min(device) FROM j_entries UNION ALL \
           SELECT (SELECT min(e.device) FROM j_entries e WHERE e.device > desk.device) FROM desk WHERE device IS NOT NULL) \
         SELECT device FROM desk WHERE device IS NOT NULL",
    )?
    .query_map([], |row| row.get(0))?
    .collect()
}

/// The last entry of every chain, by device.
pub fn heads(conn: &Connection) -> Result<Vec<Head>, rusqlite::Error> {
    devices(conn)?
        .into_iter()
        .filter_map(|device| head(conn, device).transpose())
        .collect()
}

/// The hash at a place of a chain.
pub fn hash_at(
    conn: &Connection,
    device: DeviceId,
    seq: u64,
) -> Result<Option<Hash>, rusqlite::Error> {
    conn.prepare_cached("SELECT hash FROM j_entries WHERE device = ?1 AND seq = ?2")?
        .query_row(params![device, signed(seq)], |row| row.get(0))
        .optional()
}

/// A stored entry with its body, when that is here.
pub fn entry(conn: &Connection, hash: Hash) -> Result<Option<Entry>, LogError> {
    let row = conn
        .prepare_cached(
            "SELECT e.header, e.signature, b.body FROM j_entries e LEFT JOIN j_bodies b ON b.entry = e.hash WHERE e.hash = ?1",
        )?
        .query_row([hash], row_parts)
        .optional()?;
    row.map(parts_entry).transpose()
}

/// Entries of one chain from a seq on, at most `limit`.
pub fn chain(
    conn: &Connection,
    device: DeviceId,
    from: u64,
    limit: u32,
) -> Result<Vec<Entry>, LogError> {
    let mut rows = conn.prepare_cached(
        "SELECT e.header, e.signature, b.body FROM j_entries e LEFT JOIN j_bodies b ON b.entry = e.hash \
         WHERE e.device = ?1 AND e.seq >= ?2 ORDER BY e.seq LIMIT ?3",
    )?;
    let rows = rows
        .query_map(params![device, signed(from), limit], row_parts)?
        .collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(parts_entry).collect()
}

/// A fault while reading the stored journal.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The database failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// Stored bytes are not an entry: the file was altered outside the program.
    #[error("a stored entry is damaged: {0}")]
    Damaged(#[from] Malformed),
}

type Parts = (Vec<u8>, Vec<u8>, Option<Vec<u8>>);

fn row_parts(row: &rusqlite::Row<'_>) -> Result<Parts, rusqlite::Error> {
    Ok((row.get("header")?, row.get("signature")?, row.get("body")?))
}

fn parts_entry((header, signature, body): Parts) -> Result<Entry, LogError> {
    let signature: [u8; 64] = signature.try_into().map_err(|_| Malformed::Length)?;
    let body = body.map(Body::from_bytes).transpose()?;
    Ok(Entry::from_parts(header, signature, body)?)
}

fn hlc_of(header: &[u8]) -> Hlc {
    Header::decode(header).map(|h| h.hlc).unwrap_or_default()
}

/// SQLite keeps signed 64-bit integers; the bit pattern is kept and order with it up to 2⁶³.
pub fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Back from SQLite.
pub fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

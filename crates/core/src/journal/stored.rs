//! Every stored entry: as it lies there, unexamined, for the audit and for exports; in the order in which it came,
//! for backups.
//!
//! Unlike [`super::log`] nothing is decoded for the audit, so that a damaged row is found by it and
//! named, not met as an error on the way to it.

use rusqlite::{Connection, OptionalExtension, params};

use super::export::{Record, Unreadable};
use super::log::{LogError, signed, unsigned};
use super::{Body, Entry, Malformed};
use crate::id::{DeviceId, Hash};

const PAGE: u32 = 1_000;
const SELECT: &str = "SELECT e.device, e.seq, e.header, e.signature, b.body \
    FROM j_entries e LEFT JOIN j_bodies b ON b.entry = e.hash \
    WHERE (e.device, e.seq) > (?1, ?2) ORDER BY e.device, e.seq LIMIT ?3";
const EVIDENCE: &str = "SELECT device, seq, header, signature, NULL AS body FROM j_evidence ORDER BY device, seq, hash";

/// All entries, chain by chain, then the evidence of forks.
///
/// A row that cannot be read is `Unreadable::Line` with its place in this order, counted from 1.
pub fn records(conn: &Connection) -> impl Iterator<Item = Result<Record, Unreadable>> + '_ {
    records_by(move |from| page(conn, from))
}

/// The same, page by page from whoever has the database: nothing is held between two pages.
pub fn records_by(
    turn: impl FnMut(From) -> Page,
) -> impl Iterator<Item = Result<Record, Unreadable>> {
    Records {
        turn,
        after: (DeviceId::ZERO, -1),
        page: Vec::new().into_iter(),
        read: 0,
        stage: Stage::Entries,
    }
}

/// Which page is asked for.
#[derive(Debug, Clone, Copy)]
pub enum From {
    /// Entries after this desk and number.
    Entries(DeviceId, i64),
    /// The evidence of forks.
    Evidence,
}

/// Rows as they could be read, or why none could.
pub type Page = Result<Vec<Row>, rusqlite::Error>;
/// One of them.
pub type Row = Result<Record, rusqlite::Error>;

/// One page of the stored journal.
///
/// # Errors
/// A fault of the database.
pub fn page(conn: &Connection, from: From) -> Page {
    Ok(match from {
        From::Entries(device, seq) => conn
            .prepare_cached(SELECT)?
            .query_map(params![device, seq, PAGE], record)?
            .collect(),
        From::Evidence => conn
            .prepare_cached(EVIDENCE)?
            .query_map([], record)?
            .collect(),
    })
}

#[derive(PartialEq, Eq)]
enum Stage {
    Entries,
    Evidence,
    Done,
}

struct Records<T> {
    turn: T,
    after: (DeviceId, i64),
    page: std::vec::IntoIter<Row>,
    read: u64,
    stage: Stage,
}

impl<T: FnMut(From) -> Page> Records<T> {
    fn turn(&mut self) -> Result<(), rusqlite::Error> {
        let rows = (self.turn)(match self.stage {
            Stage::Entries => From::Entries(self.after.0, self.after.1),
            _ => From::Evidence,
        })?;
        let full = rows.len() == PAGE as usize;
        // A page that ends with an unreadable row has no place to go on from.
        let goes_on = rows.last().and_then(|row| row.as_ref().ok());
        self.stage = match (&self.stage, full, goes_on) {
            (Stage::Entries, true, Some(last)) => {
                self.after = (last.device, signed(last.seq));
                Stage::Entries
            }
            (Stage::Entries, ..) => Stage::Evidence,
            _ => Stage::Done,
        };
        self.page = rows.into_iter();
        Ok(())
    }
}

impl<T: FnMut(From) -> Page> Iterator for Records<T> {
    type Item = Result<Record, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.page.next() {
                self.read += 1;
                return Some(row.map_err(|_| Unreadable::Line(self.read)));
            }
            if self.stage == Stage::Done {
                return None;
            }
            if self.turn().is_err() {
                self.stage = Stage::Done;
                return Some(Err(Unreadable::Line(self.read + 1)));
            }
        }
    }
}

fn record(row: &rusqlite::Row<'_>) -> Row {
    let signature: Vec<u8> = row.get("signature")?;
    let signature = signature
        .try_into()
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(3, 64))?;
    Ok(Record {
        device: row.get("device")?,
        seq: unsigned(row.get("seq")?),
        header: row.get("header")?,
        signature,
        body: row.get("body")?,
    })
}

/// A place in the order in which entries came to this desk: of entries, then of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    entry: i64,
    evidence: i64,
    /// How far the last body lay from its entry.
    apart: i64,
}

/// Entries whose places in their chains others have, of each desk at most some.
pub fn rivals(conn: &Connection, limit: u32) -> Result<Vec<Entry>, LogError> {
    let devices = conn
        .prepare_cached("SELECT DISTINCT device FROM j_evidence ORDER BY device")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<DeviceId>, _>>()?;
    let mut select = conn.prepare_cached(
        "SELECT header, signature, NULL AS body FROM j_evidence WHERE device = ?1 ORDER BY seq, hash LIMIT ?2",
    )?;
    let mut out = Vec::new();
    for device in devices {
        let mut rows = select.query(params![device, limit])?;
        while let Some(row) = rows.next()? {
            out.push(Arrived::of(row, true)?.entry()?);
        }
    }
    Ok(out)
}

/// What lies at a place, unexamined.
#[derive(Debug)]
pub struct Arrived {
    /// The header's bytes.
    pub header: Vec<u8>,
    /// The signature over them.
    pub signature: [u8; 64],
    /// Body and salt.
    pub body: Option<Vec<u8>>,
    /// Another entry has its place in the chain.
    pub is_evidence: bool,
}

impl Arrived {
    fn of(row: &rusqlite::Row<'_>, is_evidence: bool) -> Result<Self, LogError> {
        let signature = row.get_ref("signature")?.as_blob().unwrap_or_default();
        Ok(Self {
            header: row.get("header")?,
            signature: signature.try_into().map_err(|_| Malformed::Length)?,
            body: row.get("body")?,
            is_evidence,
        })
    }

    fn size(&self) -> usize {
        self.header.len() + self.body.as_ref().map_or(0, Vec::len)
    }

    /// The entry.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are none.
    pub fn entry(&self) -> Result<Entry, Malformed> {
        let body = self.body.clone().map(Body::from_bytes).transpose()?;
        Entry::from_parts(self.header.clone(), self.signature, body)
    }
}

/// The last place.
pub fn last(conn: &Connection) -> Result<Place, rusqlite::Error> {
    let sql = "SELECT coalesce((SELECT max(rowid) FROM j_entries), 0), coalesce((SELECT max(rowid) FROM j_evidence), 0)";
    conn.query_row(sql, [], |row| {
        Ok(Place {
            entry: row.get(0)?,
            evidence: row.get(1)?,
            apart: 0,
        })
    })
}

/// Entries in the order in which they came: whoever takes them in that order finds each one's predecessor and the key
/// of its desk before it. At most `limit`, and no more once `bytes` are reached.
///
/// A body comes with its entry, so that it lies as far from it as the one before; only where it does not is it looked up
/// by its hash, which takes a second tree whose pages are all over the file.
pub fn arrived(
    conn: &Connection,
    after: Place,
    upto: Place,
    limit: u32,
    bytes: usize,
) -> Result<(Vec<Arrived>, Place), LogError> {
    let (mut out, mut at, mut size) = (Vec::new(), after, 0);
    let mut select = conn.prepare_cached(
        "SELECT rowid, hash, header, signature, NULL AS body FROM j_entries \
         WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3",
    )?;
    let mut beside =
        conn.prepare_cached("SELECT body FROM j_bodies WHERE rowid = ?1 AND entry = ?2")?;
    let mut elsewhere = conn.prepare_cached("SELECT rowid, body FROM j_bodies WHERE entry = ?1")?;
    let mut rows = select.query(params![after.entry, upto.entry, limit])?;
    while let Some(row) = rows.next()? {
        at.entry = row.get("rowid")?;
        let mut one = Arrived::of(row, false)?;
        let hash: Hash = row.get("hash")?;
        one.body = beside
            .query_row(params![at.entry + at.apart, hash], |row| row.get(0))
            .optional()?;
        if one.body.is_none() {
            let found = elsewhere.query_row([hash], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
            if let Some((body, bytes)) = found.optional()? {
                (at.apart, one.body) = (body - at.entry, Some(bytes));
            }
        }
        size += one.size();
        out.push(one);
        if size >= bytes {
            return Ok((out, at));
        }
    }
    if !out.is_empty() {
        return Ok((out, at));
    }
    let mut select = conn.prepare_cached(
        "SELECT rowid, header, signature, NULL AS body FROM j_evidence WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3",
    )?;
    let mut rows = select.query(params![after.evidence, upto.evidence, limit])?;
    while let Some(row) = rows.next()? {
        at.evidence = row.get("rowid")?;
        out.push(Arrived::of(row, true)?);
    }
    Ok((out, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::Id;
    use crate::store::Store;

    const LIMIT: u32 = 2;

    /// Bodies came one, three, five, four, two, seven, eight; six has none.
    #[test]
    fn each_entry_has_its_own_body_in_whatever_order_bodies_came() {
        let store = Store::memory().unwrap();
        let conn = store.conn();
        for at in 1..=8_u8 {
            let entry = "INSERT INTO j_entries (device, seq, hash, header, signature, received_at) VALUES (?1, ?2, ?3, ?4, ?5, 0)";
            conn.execute(
                entry,
                params![Id([1; 16]), at, Hash([at; 32]), [at], vec![0_u8; 64]],
            )
            .unwrap();
        }
        for at in [1_u8, 3, 5, 4, 2, 7, 8] {
            let body = "INSERT INTO j_bodies (entry, body) VALUES (?1, ?2)";
            conn.execute(body, params![Hash([at; 32]), [at, at]])
                .unwrap();
        }
        let upto = last(conn).unwrap();
        let (mut at, mut read) = (Place::default(), Vec::new());
        loop {
            let (page, next) = arrived(conn, at, upto, LIMIT, usize::MAX).unwrap();
            if page.is_empty() {
                break;
            }
            at = next;
            read.extend(page.into_iter().map(|one| (one.header[0], one.body)));
        }
        let body = |at: u8| (at != 6).then(|| vec![at, at]);
        let wanted: Vec<_> = (1..=8).map(|at| (at, body(at))).collect();
        assert_eq!(read, wanted);
        assert_eq!(at.apart, -1, "one body less came than entries");
    }
}

//! Every stored entry in the order in which it came: for backups, bundles, and what others have not got.

use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator as _;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::log::LogError;
use super::{Body, Entry, Malformed};
use crate::id::{DeviceId, Hash};

/// A place in the order in which entries came to this desk: of entries, then of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    entry: i64,
    evidence: i64,
    /// Of the body that was read last.
    body: i64,
}

/// Entries whose places in their chains others have, of each desk at most some.
pub fn rivals(conn: &Connection, limit: u32) -> Result<Vec<Entry>, LogError> {
    let devices = conn
        .prepare_cached("SELECT DISTINCT device FROM j_evidence ORDER BY device")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<Vec<DeviceId>, _>>()?;
    let mut select = conn.prepare_cached(
        "SELECT header, signature FROM j_evidence WHERE device = ?1 ORDER BY seq, hash LIMIT ?2",
    )?;
    let mut out = Vec::new();
    for device in devices {
        let mut rows = select.query(params![device, limit])?;
        while let Some(row) = rows.next()? {
            let one = ArrivedRef::of((row.get_ref(0)?, row.get_ref(1)?), None, true)?;
            out.push(Arrived::from(one).entry()?);
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

impl From<ArrivedRef<'_>> for Arrived {
    fn from(one: ArrivedRef<'_>) -> Self {
        Self {
            header: one.header.to_vec(),
            signature: *one.signature,
            body: one.body.map(<[u8]>::to_vec),
            is_evidence: one.is_evidence,
        }
    }
}

impl Arrived {
    /// The entry.
    ///
    /// # Errors
    /// [`Malformed`] where the bytes are none.
    pub fn entry(self) -> Result<Entry, Malformed> {
        let body = self.body.map(Body::from_bytes).transpose()?;
        Entry::from_parts(self.header, self.signature, body)
    }
}

/// The last place.
pub fn last(conn: &Connection) -> Result<Place, rusqlite::Error> {
    let sql = "SELECT coalesce((SELECT max(rowid) FROM j_entries), 0), coalesce((SELECT max(rowid) FROM j_evidence), 0)";
    conn.query_row(sql, [], |row| {
        Ok(Place {
            entry: row.get(0)?,
            evidence: row.get(1)?,
            body: 0,
        })
    })
}

/// What lies at a place, unexamined, for as long as it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct ArrivedRef<'a> {
    /// The header's bytes.
    pub header: &'a [u8],
    /// The signature over them.
    pub signature: &'a [u8; 64],
    /// Body and salt.
    pub body: Option<&'a [u8]>,
    /// Another entry has its place in the chain.
    pub is_evidence: bool,
}

impl<'a> ArrivedRef<'a> {
    fn of(
        (header, signature): (ValueRef<'a>, ValueRef<'a>),
        body: Option<&'a [u8]>,
        is_evidence: bool,
    ) -> Result<Self, LogError> {
        let signature = bytes(signature).try_into();
        Ok(Self {
            header: bytes(header),
            signature: signature.map_err(|_| Malformed::Length)?,
            body,
            is_evidence,
        })
    }
}

/// No column here holds anything else.
fn bytes(value: ValueRef<'_>) -> &[u8] {
    value.as_blob().unwrap_or_default()
}

/// The next entries after a place, to keep: as [`each`] reads them.
pub fn page(
    conn: &Connection,
    after: Place,
    upto: Place,
    most: (u32, usize),
) -> Result<(Vec<Arrived>, Place), LogError> {
    let mut out = Vec::new();
    let at = each(conn, after, upto, most, |one| {
        out.push(one.into());
        Ok::<_, LogError>(())
    })?;
    Ok((out, at))
}

/// Entries in the order in which they came: whoever takes them in that order finds each one's predecessor and the key
/// of its desk before it. At most so many, and no more once so many bytes are reached; where it ends.
///
/// A body comes with its entry, so that bodies lie in the order of their entries and both are read on side by side. One that
/// does not is looked up by its hash, which takes a second tree whose pages are all over the file, and they are read on from there.
pub fn each<E: From<LogError> + From<rusqlite::Error>>(
    conn: &Connection,
    after: Place,
    upto: Place,
    (limit, most): (u32, usize),
    mut then: impl FnMut(ArrivedRef<'_>) -> Result<(), E>,
) -> Result<Place, E> {
    let (mut at, mut size) = (after, 0);
    let mut select = conn.prepare_cached(
        "SELECT rowid, hash, header, signature FROM j_entries WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3",
    )?;
    let mut elsewhere = conn.prepare_cached("SELECT rowid, body FROM j_bodies WHERE entry = ?1")?;
    let mut rows = select.query(params![after.entry, upto.entry, limit])?;
    rows.advance()?;
    while rows.get().is_some() {
        let mut beside = conn.prepare_cached(
            "SELECT rowid, body, entry FROM j_bodies WHERE rowid > ?1 ORDER BY rowid",
        )?;
        let mut bodies = beside.query([at.body])?;
        bodies.advance()?;
        let mut is_beside = true;
        while let Some(row) = rows.get().filter(|_| is_beside) {
            let found: Option<(i64, Vec<u8>)>;
            let hash: Hash = row.get(1)?;
            let beside = bodies.get().filter(|body| is_of(body, hash));
            let body = match beside {
                Some(body) => Some((body.get(0)?, bytes(body.get_ref(1)?))),
                None => {
                    let placed = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
                    found = elsewhere.query_row([hash], placed).optional()?;
                    is_beside = found.is_none();
                    found
                        .as_ref()
                        .map(|(place, body)| (*place, body.as_slice()))
                }
            };
            at.entry = row.get(0)?;
            at.body = body.map_or(at.body, |(place, _)| place);
            let body = body.map(|(_, body)| body);
            let one = ArrivedRef::of((row.get_ref(2)?, row.get_ref(3)?), body, false)?;
            size += one.header.len() + one.body.map_or(0, <[u8]>::len);
            then(one)?;
            if size >= most {
                return Ok(at);
            }
            if beside.is_some() {
                bodies.advance()?;
            }
            rows.advance()?;
        }
    }
    if at.entry != after.entry {
        return Ok(at);
    }
    let mut select = conn.prepare_cached(
        "SELECT rowid, header, signature FROM j_evidence WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3",
    )?;
    let mut rows = select.query(params![after.evidence, upto.evidence, limit])?;
    while let Some(row) = rows.next()? {
        at.evidence = row.get(0)?;
        then(ArrivedRef::of(
            (row.get_ref(1)?, row.get_ref(2)?),
            None,
            true,
        )?)?;
    }
    Ok(at)
}

fn is_of(body: &Row<'_>, entry: Hash) -> bool {
    body.get_ref(2).is_ok_and(|of| bytes(of) == entry.0)
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
            let (page, next) = page(conn, at, upto, (LIMIT, usize::MAX)).unwrap();
            if page.is_empty() {
                break;
            }
            at = next;
            read.extend(page.into_iter().map(|one| (one.header[0], one.body)));
        }
        let body = |at: u8| (at != 6).then(|| vec![at, at]);
        let wanted: Vec<_> = (1..=8).map(|at| (at, body(at))).collect();
        assert_eq!(read, wanted);
        assert_eq!(at.body, 7, "one body less came than entries");
    }
}

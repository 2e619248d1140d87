//! Every stored entry chain by chain, as it lies there, unexamined: for the audit and for exports. In the order in which they
//! came they are in [`super::arrived`].
//!
//! Unlike [`super::log`] nothing is decoded for the audit, so that a damaged row is found by it and
//! named, not met as an error on the way to it.

use rusqlite::{Connection, params};

use super::export::{Record, Unreadable};
use super::log::{signed, unsigned};
use crate::id::DeviceId;

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

//! Files of ready orders that lay in this desk's folder, by what stands in them. No person, no name of a file.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::id::Hash;
use crate::journal::log::unsigned;

/// How far a file is and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// SHA-256 of its bytes.
    pub file: Hash,
    /// When it was written last, in milliseconds since 1970.
    pub at_ms: u64,
    /// The row with which the desk goes on; none at the end.
    pub next: Option<u32>,
    /// Orders marked.
    pub marked: u32,
    /// Orders that were ready or handed over already.
    pub already: u32,
    /// Rows that marked nothing.
    pub refused: u32,
    /// The code of what stands against the whole file.
    pub fault: Option<String>,
}

/// Counts of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Day {
    /// Orders marked.
    pub marked: u32,
    /// Orders that were ready or handed over already.
    pub already: u32,
    /// Rows that marked nothing.
    pub refused: u32,
    /// When the last order was marked, in milliseconds since 1970.
    pub last_ms: Option<u64>,
}

const COLUMNS: &str = "hash, at, next, marked, already, refused, fault";

/// A file as it is remembered.
pub fn of(conn: &Connection, file: Hash) -> Result<Option<Dropped>, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM l_drop WHERE hash = ?1"))?
        .query_row([file], dropped)
        .optional()
}

/// Of these files those at which a person has not looked and should: the latest first.
pub fn to_look_at(
    conn: &Connection,
    files: &BTreeSet<Hash>,
    most: usize,
) -> Result<Vec<Dropped>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM l_drop WHERE looked = 0 AND next IS NULL AND (refused > 0 OR fault IS NOT NULL) \
         ORDER BY at DESC, hash"
    ))?;
    let rows = rows.query_map([], dropped)?;
    rows.filter(|row| row.as_ref().map_or(true, |row| files.contains(&row.file)))
        .take(most)
        .collect()
}

/// What came since a moment, in milliseconds since 1970.
pub fn since(conn: &Connection, from: i64) -> Result<Day, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT coalesce(sum(marked), 0) AS marked, coalesce(sum(already), 0) AS already, coalesce(sum(refused), 0) AS refused, \
         max(CASE WHEN marked > 0 THEN at END) AS last FROM l_drop WHERE at >= ?1",
    )?
    .query_row(params![from], |row| {
        Ok(Day {
            marked: row.get("marked")?,
            already: row.get("already")?,
            refused: row.get("refused")?,
            last_ms: row.get::<_, Option<i64>>("last")?.map(unsigned),
        })
    })
}

fn dropped(row: &Row<'_>) -> Result<Dropped, rusqlite::Error> {
    Ok(Dropped {
        file: row.get("hash")?,
        at_ms: unsigned(row.get("at")?),
        next: row.get("next")?,
        marked: row.get("marked")?,
        already: row.get("already")?,
        refused: row.get("refused")?,
        fault: row.get("fault")?,
    })
}

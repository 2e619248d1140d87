//! Level 0: hashes and counts by which replicas are compared. No person in them.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

use crate::id::Hash;
use crate::journal::Header;
use crate::projection::{PROJECTION_VERSION, tables};

/// What two desks compare.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct State {
    /// SHA-256 over the tables of ordered kinds.
    pub tables: Hash,
    /// SHA-256 over the sorted hashes of all entries.
    pub entries: Hash,
    /// SHA-256 over the sorted commitments of the bodies that are here.
    pub bodies: Hash,
    /// Number of entries.
    pub count: u64,
}

/// Hashes of everything that replicas must agree on.
///
/// `tables` = SHA-256(`PROJECTION_VERSION` u32, then for each table by name: name, columns by name,
/// rows by primary key; each value as type byte ‖ u32 length ‖ bytes).
pub fn state(conn: &Connection) -> Result<State, rusqlite::Error> {
    let count: i64 = conn.query_row("SELECT count(*) FROM j_entries", [], |row| row.get(0))?;
    Ok(State {
        tables: tables_hash(conn)?,
        entries: column_hash(conn, "SELECT hash FROM j_entries ORDER BY hash")?,
        bodies: bodies_hash(conn)?,
        count: crate::journal::log::unsigned(count),
    })
}

fn tables_hash(conn: &Connection) -> Result<Hash, rusqlite::Error> {
    let mut hasher = Sha256::new();
    hasher.update(PROJECTION_VERSION.to_be_bytes());
    for (table, key) in tables::ORDERED {
        put(&mut hasher, b't', table.as_bytes());
        let columns = columns(conn, table)?;
        let sql = format!("SELECT {} FROM {table} ORDER BY {key}", columns.join(", "));
        let mut rows = conn.prepare(&sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            for at in 0..columns.len() {
                match row.get_ref(at)? {
                    ValueRef::Null => put(&mut hasher, b'n', &[]),
                    ValueRef::Integer(value) => put(&mut hasher, b'i', &value.to_be_bytes()),
                    ValueRef::Real(value) => put(&mut hasher, b'r', &value.to_be_bytes()),
                    ValueRef::Text(value) => put(&mut hasher, b's', value),
                    ValueRef::Blob(value) => put(&mut hasher, b'b', value),
                }
            }
        }
    }
    Ok(Hash(hasher.finalize().into()))
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut rows = conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY name")?;
    rows.query_map([table], |row| row.get(0))?.collect()
}

fn column_hash(conn: &Connection, sql: &str) -> Result<Hash, rusqlite::Error> {
    let mut hasher = Sha256::new();
    let mut rows = conn.prepare(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        hasher.update(row.get::<_, Hash>(0)?.0);
    }
    Ok(Hash(hasher.finalize().into()))
}

fn bodies_hash(conn: &Connection) -> Result<Hash, rusqlite::Error> {
    let mut rows =
        conn.prepare("SELECT e.header FROM j_bodies b JOIN j_entries e ON e.hash = b.entry")?;
    let mut rows = rows.query([])?;
    let mut commits = Vec::new();
    while let Some(row) = rows.next()? {
        let header: Vec<u8> = row.get(0)?;
        commits.extend(Header::decode(&header).map(|header| header.commit));
    }
    commits.sort_unstable();
    let mut hasher = Sha256::new();
    commits.iter().for_each(|commit| hasher.update(commit.0));
    Ok(Hash(hasher.finalize().into()))
}

fn put(hasher: &mut Sha256, kind: u8, bytes: &[u8]) {
    hasher.update([kind]);
    hasher.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    hasher.update(bytes);
}

//! Backups: the named key, what was made here, how the last attempt ended. No person in it.

use rusqlite::{Connection, OptionalExtension, params};

use crate::id::{DeviceId, Hash};
use crate::journal::log::unsigned;

/// A backup as the journal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Name of the file.
    pub file: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Hash,
    /// Entries in it.
    pub entries: u64,
    /// Milliseconds since 1970 when it was checked and named.
    pub at_ms: u64,
}

/// How the last attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Milliseconds since 1970.
    pub at_ms: u64,
    /// The code of what went wrong.
    pub outcome: Option<String>,
}

/// Keys that were named under a root, with the signature that is to be its own; the newest first.
pub fn named(conn: &Connection, root: Hash) -> Result<Vec<(Hash, [u8; 64])>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT recipient, signature FROM p_backup_key WHERE root_sign = ?1 ORDER BY rowid DESC",
    )?
    .query_map([root], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// The last backups of a desk, the newest first.
pub fn made(conn: &Connection, device: DeviceId, limit: u32) -> Result<Vec<Made>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT file, bytes, sha256, entries, wall FROM x_backup WHERE device = ?1 ORDER BY wall DESC, entry LIMIT ?2",
    )?
    .query_map(params![device, limit], |row| {
        Ok(Made {
            file: row.get("file")?,
            bytes: unsigned(row.get("bytes")?),
            sha256: row.get("sha256")?,
            entries: unsigned(row.get("entries")?),
            at_ms: unsigned(row.get("wall")?),
        })
    })?
    .collect()
}

/// The last attempt on this desk.
pub fn tried(conn: &Connection) -> Result<Option<Tried>, rusqlite::Error> {
    conn.prepare_cached("SELECT tried_at, outcome FROM l_backup")?
        .query_row([], |row| {
            Ok(Tried {
                at_ms: unsigned(row.get("tried_at")?),
                outcome: row.get("outcome")?,
            })
        })
        .optional()
}

//! Keys of people on this desk: whom the present database key was sealed to, and to whom it must not be any more.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use crate::event::{Event, kinds};
use crate::id::{DeviceId, Hash, OrgId, StaffId};
use crate::journal::log::{self, LogError, unsigned};
use crate::time::Wall;

/// A key that a desk gave to a person: who, and the Ed25519 half.
pub type Given = (StaffId, Hash);

/// Every key that was ever given to somebody for this desk, on it or before it was enrolled, whatever became of the
/// person or of whoever signed it: each of them had a slot, or was about to. An entry that never counted is among
/// them: better one change of the key too many.
pub fn given(conn: &Connection, org: OrgId, own: DeviceId) -> Result<Vec<Given>, LogError> {
    let mut rows = conn.prepare_cached(
        "SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 1 AND kind = ?2",
    )?;
    let hashes = rows
        .query_map(params![org, kinds::STAFF_KEY_ADDED], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut given = Vec::with_capacity(hashes.len());
    for hash in hashes {
        let entry = log::entry(conn, hash)?;
        let read = |entry: crate::journal::Entry| Event::of(&entry);
        if let Some(Event::StaffKeyAdded(body)) = entry.and_then(read)
            && body.device == own
        {
            given.push((body.staff, body.ed25519));
        }
    }
    Ok(given)
}

/// Keys to which the present database key was never sealed: their slots went before it came.
pub fn past(conn: &Connection) -> Result<BTreeSet<Hash>, rusqlite::Error> {
    conn.prepare_cached("SELECT ed25519 FROM l_past_keys")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Whether the roster names both halves of a person's key on a desk together.
pub fn names(
    conn: &Connection,
    staff: StaffId,
    device: DeviceId,
    (ed25519, x25519): (Hash, Hash),
) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM p_staff_key WHERE staff = ?1 AND device = ?2 AND ed25519 = ?3 AND x25519 = ?4)",
    )?
    .query_row(params![staff, device, ed25519, x25519], |row| row.get(0))
}

/// The X25519 half of a recovery root, as the roster names it.
pub fn root_seal(conn: &Connection, root_sign: Hash) -> Result<Option<Hash>, rusqlite::Error> {
    conn.prepare_cached("SELECT root_seal FROM p_root WHERE root_sign = ?1 LIMIT 1")?
        .query_row([root_sign], |row| row.get(0))
        .optional()
}

/// A recovery sheet that came in the place of another one.
#[derive(Debug)]
pub struct Replaced {
    /// When, by the clock of its desk.
    pub at: Wall,
    /// When this desk heard of it, in milliseconds since 1970.
    pub received_ms: u64,
    /// Whose word it was, by the signature; empty where the sheet before signed it.
    pub by: String,
    /// At which desk.
    pub desk: String,
}

/// What stands behind the entry that replaced a sheet.
pub fn replaced(
    conn: &Connection,
    entry: Hash,
    signer: Option<StaffId>,
) -> Result<Option<Replaced>, LogError> {
    let Some(held) = log::entry(conn, entry)? else {
        return Ok(None);
    };
    let received: i64 = conn
        .prepare_cached("SELECT received_at FROM j_entries WHERE hash = ?1")?
        .query_row([entry], |row| row.get(0))?;
    let header = held.header();
    let by = match signer {
        Some(staff) => super::lab::staff_called(conn, staff)?,
        None => String::new(),
    };
    Ok(Some(Replaced {
        at: header.wall,
        received_ms: unsigned(received),
        by,
        desk: super::lab::desk_called(conn, header.device)?,
    }))
}

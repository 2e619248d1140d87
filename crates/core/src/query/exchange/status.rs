//! How far everybody is: what each desk has, what nobody else is known to have, what does not count and why, and who has
//! not confirmed which act of destruction. Counts and ids; no person.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde::Serialize;

use super::holds;
use crate::id::{DeviceId, Hash};
use crate::journal::log::{self, LogError, signed, unsigned};
use crate::projection::status::Status;
use crate::query::lab;
use crate::roster::Roster;

/// One desk as this one knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeskStatus {
    /// Its id.
    pub device: DeviceId,
    /// What people call it.
    pub name: String,
    /// Its number prefix.
    pub prefix: u16,
    /// This desk.
    pub own: bool,
    /// Nothing that it writes counts any more.
    pub stopped: bool,
    /// It was copied: from this number on nothing that it wrote counts.
    pub copied_at: Option<u64>,
    /// Other desks at work that give the same numbers; two managers who did not know of each other said so.
    pub same_prefix: Vec<DeviceId>,
    /// How many entries of it are here.
    pub entries: u64,
    /// When the last of them came here, in milliseconds since 1970.
    pub last_ms: Option<u64>,
    /// How many entries of this desk it is known to have.
    pub has_of_ours: u64,
}

/// An act of destruction and who has not confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErasureStatus {
    /// The entry of the act.
    pub act: Hash,
    /// Its number on paper.
    pub number: String,
    /// Desks that nobody stopped and that have not signed for it.
    pub unconfirmed: Vec<DeviceId>,
}

/// How far the exchange is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExchangeStatus {
    /// Every desk.
    pub desks: Vec<DeskStatus>,
    /// Entries of this desk that neither lie where desks meet nor are known to another one.
    pub unsent: u64,
    /// Since when the oldest of them waits, in milliseconds since 1970.
    pub unsent_since_ms: Option<u64>,
    /// Entries that are stored and have no effect, by reason.
    pub not_folded: BTreeMap<&'static str, u64>,
    /// Acts that somebody has not confirmed.
    pub unconfirmed: Vec<ErasureStatus>,
}

/// The status as the journal here shows it.
///
/// # Errors
/// A fault of the database, a damaged row.
pub fn status(
    conn: &Connection,
    roster: &Roster,
    own: DeviceId,
) -> Result<ExchangeStatus, LogError> {
    let is_stopped = |device| roster.is_revoked(device, i64::MAX);
    let mut desks = Vec::new();
    for (device, desk) in &roster.now().desks {
        let entries = log::head(conn, *device)?.map_or(0, |head| head.seq + 1);
        let alike = roster.now().desks.iter().filter(|(other, known)| {
            *other != device && known.prefix == desk.prefix && !is_stopped(**other)
        });
        let alike = alike.map(|(other, _)| other);
        let of_ours = holds(conn, *device)?.get(&own).copied().unwrap_or(0);
        desks.push(DeskStatus {
            device: *device,
            name: lab::desk_called(conn, *device)?,
            prefix: desk.prefix,
            own: *device == own,
            stopped: is_stopped(*device),
            copied_at: log::forked_at(conn, *device)?,
            same_prefix: alike.copied().filter(|_| !is_stopped(*device)).collect(),
            entries,
            last_ms: received(conn, *device, entries)?,
            has_of_ours: of_ours,
        });
    }
    let others = desks.iter().filter(|desk| !desk.own && !desk.stopped);
    let known = others.map(|desk| desk.has_of_ours).max().unwrap_or(0);
    let unsent = unsent_beyond(conn, own, known)?;
    Ok(ExchangeStatus {
        unconfirmed: unconfirmed(conn, &desks)?,
        desks,
        unsent: unsent.entries,
        unsent_since_ms: unsent.since_ms,
        not_folded: not_folded(conn)?,
    })
}

/// What this desk wrote and nobody else is known to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsent {
    /// How many entries.
    pub entries: u64,
    /// Since when the oldest of them waits, in milliseconds since 1970.
    pub since_ms: Option<u64>,
}

/// What waits to be sent; none where there is nobody to send to.
///
/// # Errors
/// A fault of the database, a damaged row.
pub fn unsent(
    conn: &Connection,
    roster: &Roster,
    own: DeviceId,
) -> Result<Option<Unsent>, LogError> {
    let others = roster.now().desks.keys();
    let mut others = others
        .filter(|desk| **desk != own && !roster.is_revoked(**desk, i64::MAX))
        .peekable();
    if others.peek().is_none() {
        return Ok(None);
    }
    let mut known = 0;
    for desk in others {
        known = known.max(holds(conn, *desk)?.get(&own).copied().unwrap_or(0));
    }
    unsent_beyond(conn, own, known).map(Some)
}

fn unsent_beyond(conn: &Connection, own: DeviceId, known: u64) -> Result<Unsent, LogError> {
    let written = log::head(conn, own)?.map_or(0, |head| head.seq + 1);
    let sent = known.max(lying(conn, own)?).min(written);
    let entries = written - sent;
    let since_ms = match entries {
        0 => None,
        _ => received(conn, own, sent + 1)?,
    };
    Ok(Unsent { entries, since_ms })
}

/// How many entries of a desk lie where desks meet, as far as this one wrote or read them; evidence aside.
fn lying(conn: &Connection, device: DeviceId) -> Result<u64, rusqlite::Error> {
    conn.prepare_cached("SELECT coalesce(max(last) + 1, 0) FROM l_segment WHERE device = ?1 AND name NOT LIKE '%-rival'")?
        .query_row([device], |row| row.get(0).map(unsigned))
}

/// When the entry before a number came here.
fn received(
    conn: &Connection,
    device: DeviceId,
    entries: u64,
) -> Result<Option<u64>, rusqlite::Error> {
    let mut rows =
        conn.prepare_cached("SELECT received_at FROM j_entries WHERE device = ?1 AND seq = ?2")?;
    let mut rows = rows.query(params![device, signed(entries) - 1])?;
    let row = rows.next()?;
    row.map(|row| row.get(0).map(unsigned)).transpose()
}

fn not_folded(conn: &Connection) -> Result<BTreeMap<&'static str, u64>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT status, count(*) FROM x_graph WHERE status > 1 GROUP BY status ORDER BY status",
    )?;
    let mut rows = rows.query([])?;
    let mut out = BTreeMap::new();
    while let Some(row) = rows.next()? {
        out.insert(row.get::<_, Status>(0)?.text(), unsigned(row.get(1)?));
    }
    Ok(out)
}

fn unconfirmed(
    conn: &Connection,
    desks: &[DeskStatus],
) -> Result<Vec<ErasureStatus>, rusqlite::Error> {
    let mut acts = conn.prepare_cached("SELECT entry, act FROM p_destroyed ORDER BY rowid")?;
    let acts = acts
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<Vec<(Hash, String)>, _>>()?;
    let mut out = Vec::new();
    for (act, number) in acts {
        let mut rows = conn.prepare_cached("SELECT device FROM x_receipt WHERE act = ?1")?;
        let signed = rows
            .query_map([act], |row| row.get(0))?
            .collect::<Result<BTreeSet<DeviceId>, _>>()?;
        let silent = desks
            .iter()
            .filter(|desk| !desk.stopped && !signed.contains(&desk.device));
        let unconfirmed: Vec<DeviceId> = silent.map(|desk| desk.device).collect();
        if !unconfirmed.is_empty() {
            out.push(ErasureStatus {
                act,
                number,
                unconfirmed,
            });
        }
    }
    Ok(out)
}

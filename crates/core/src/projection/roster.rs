//! The roster between the stored journal and its tables; [`crate::roster`] evaluates it.
//!
//! The whole roster is a few hundred entries at most; it is evaluated in memory whenever one of its
//! entries arrives, and every authority question is answered from there.

use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::cited::Cited;
use super::status::Status;
use super::{evidence, judge};
use crate::event::desk::{closing, session_end};
use crate::event::kinds;
use crate::event::{Event, roster as body};
use crate::id::{DeviceId, Hash, OrgId, SessionId};
use crate::journal::log::{self, LogError, signed};
use crate::journal::{Entry, Header};
use crate::roster::{Act, By, End, Session, Standing};

pub use crate::roster::{Desk, Roster, View};

/// Reads and evaluates every stored roster entry.
///
/// What waits is left out, and with it everything that cites it: it waits too.
pub fn load(conn: &Connection, org: OrgId, cited: &Cited) -> Result<Roster, LogError> {
    let mut rows =
        conn.prepare_cached("SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 1")?;
    let hashes = rows
        .query_map([org], |row| row.get::<_, Hash>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut sessions = BTreeMap::new();
    let mut acts = Vec::with_capacity(hashes.len());
    let mut waiting = Vec::new();
    for hash in hashes {
        let Some(entry) = log::entry(conn, hash)? else {
            continue;
        };
        let standing = judge::standing(conn, entry.header())?;
        let known = crate::roster::fits(entry.header());
        if standing == Some(Status::Waiting)
            || (standing.is_none() && known && entry.body().is_none())
        {
            waiting.push(entry);
            continue;
        }
        let by = behind(conn, entry.header(), cited, &mut sessions)?;
        let body = entry
            .body()
            .filter(|_| matches!(standing, None | Some(Status::Frozen)));
        let mut act = Act::new(hash, entry.header().clone(), body, by);
        act.frozen = standing == Some(Status::Frozen);
        acts.push(act);
    }
    for rival in evidence::of(conn, org)? {
        let header = rival.header().clone();
        acts.push(Act::new(rival.hash(), header, None, By::Nobody));
    }
    let mut roster = Roster::of(org, acts);
    roster.vouch(waiting.iter());
    Ok(roster)
}

type Sessions = BTreeMap<(DeviceId, SessionId), By>;

/// The session behind an entry: the first one of its id that began before it.
fn behind(
    conn: &Connection,
    header: &Header,
    cited: &Cited,
    sessions: &mut Sessions,
) -> Result<By, LogError> {
    if header.session.is_zero() {
        return Ok(By::Desk);
    }
    let place = (header.device, header.session);
    if let Some(by) = sessions.get(&place) {
        return Ok(match by {
            By::Person(session) if session.header.seq > header.seq => By::Nobody,
            known => known.clone(),
        });
    }
    let by = session(conn, header, cited)?.map_or(By::Nobody, |s| By::Person(Arc::new(s)));
    if matches!(by, By::Person(_)) {
        sessions.insert(place, by.clone());
    }
    Ok(by)
}

fn session(conn: &Connection, header: &Header, cited: &Cited) -> Result<Option<Session>, LogError> {
    let (device, id) = (header.device, header.session);
    let first: Option<Hash> = conn
        .prepare_cached(
            "SELECT hash FROM x_graph WHERE device = ?1 AND session = ?2 AND kind = ?3 AND seq < ?4 ORDER BY seq LIMIT 1",
        )?
        .query_row(
            params![device, id, kinds::SESSION_OPENED, signed(header.seq)],
            |row| row.get(0),
        )
        .optional()?;
    let Some(entry) = first
        .map(|hash| log::entry(conn, hash))
        .transpose()?
        .flatten()
    else {
        return Ok(None);
    };
    let began = entry.header();
    let standing = judge::standing(conn, began)?;
    if !matches!(standing, None | Some(Status::Frozen)) || began.subject != device {
        return Ok(None);
    }
    let Some(Event::SessionOpened(opened)) = stated(&entry) else {
        return Ok(None);
    };
    let mut rows = conn.prepare_cached(
        "SELECT hash FROM x_graph WHERE device = ?1 AND session = ?2 AND kind = ?3 AND seq > ?4 \
         UNION ALL SELECT hash FROM x_graph WHERE subject = ?2 AND ordered = 0 AND device = ?1 \
           AND session = zeroblob(16) AND kind = ?3 AND seq > ?4",
    )?;
    let closings = rows
        .query_map(
            params![device, id, kinds::SESSION_CLOSED, signed(began.seq)],
            |row| row.get(0),
        )?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut ends = Vec::new();
    for hash in closings {
        let Some(entry) = log::entry(conn, hash)? else {
            continue;
        };
        let h = entry.header();
        let Some(Event::SessionClosed(closed)) = stated(&entry) else {
            continue;
        };
        match closed.signature {
            Some(signature) if !h.session.is_zero() => {
                let last = judge::session_last(conn, device, id, h.seq)?;
                let message = session_end(h.org, device, id, last);
                ends.push(End::Signed(h.seq, message, signature.0));
            }
            None if h.session.is_zero() && closed.reason == closing::CRASH => {
                ends.push(End::Crash(h.seq));
            }
            _ => {}
        }
    }
    let before = cited.before(conn, began)?;
    Ok(Some(Session::new(began.clone(), opened, ends, before)))
}

/// What an entry says that is as the registry wants it.
fn stated(entry: &Entry) -> Option<Event> {
    let header = entry.header();
    let spec = kinds::spec(header.kind)?;
    let fits = header.flags == spec.flags()
        && header.class == spec.class
        && header.kind_ver == spec.version;
    let body = entry.body().filter(|_| fits)?;
    Event::read(header.kind, header.kind_ver, body).ok()
}

/// What the evaluation says of one of its entries, as a status.
pub fn status(roster: &Roster, hash: Hash) -> Status {
    match roster.standing(hash) {
        Standing::Waits => Status::Waiting,
        Standing::Silent => Status::Malformed,
        Standing::Void => Status::Unauthorised,
        Standing::Counts => Status::Applied,
    }
}

/// Writes the roster's tables anew.
pub fn project(roster: &Roster, org: OrgId, tx: &Transaction<'_>) -> Result<(), rusqlite::Error> {
    for table in [
        "p_root",
        "p_device",
        "p_revocation",
        "p_role",
        "p_staff_key",
    ] {
        tx.prepare_cached(&format!("DELETE FROM {table}"))?
            .execute([])?;
    }
    for act in roster.counting() {
        let hash = act.hash;
        match &act.event {
            Some(Event::OrgFounded(b)) => put_root(tx, hash, org, &b.root_sign, &b.root_seal)?,
            Some(Event::RootReplaced(b)) => put_root(tx, hash, org, &b.root_sign, &b.root_seal)?,
            Some(Event::DeviceEnrolled(b)) => put_device(tx, hash, org, b)?,
            Some(Event::DeviceRevoked(b)) => put_revocation(tx, hash, org, b)?,
            Some(Event::StaffKeyAdded(b)) => put_key(tx, hash, org, b)?,
            _ => {}
        }
    }
    for (staff, role) in &roster.now().roles {
        tx.prepare_cached("INSERT INTO p_role (staff, subject, role) VALUES (?1, ?2, ?3)")?
            .execute(params![staff, org, *role as u8])?;
    }
    Ok(())
}

fn put_root(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    sign: &Hash,
    seal: &Hash,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_root (entry, subject, root_sign, root_seal) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![entry, org, sign, seal])?;
    Ok(())
}

fn put_device(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    b: &body::DeviceEnrolled,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_device (device, entry, subject, ed25519, x25519, site, prefix) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![b.device, entry, org, b.ed25519, b.x25519, b.site, b.prefix])?;
    Ok(())
}

fn put_revocation(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    b: &body::DeviceRevoked,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_revocation (entry, subject, device, last_seq) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![entry, org, b.device, b.last_seq.map(log::signed)])?;
    Ok(())
}

fn put_key(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    b: &body::StaffKeyAdded,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_staff_key (entry, subject, staff, device, ed25519, x25519) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![entry, org, b.staff, b.device, b.ed25519, b.x25519])?;
    Ok(())
}

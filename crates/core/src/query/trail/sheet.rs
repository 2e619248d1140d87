//! The control sheet: the heads of the journal on paper, and an old sheet held against today's journal. Level 0.

use rusqlite::Connection;

use super::super::acts::Actor;
use super::super::lab::{self, Organisation};
use crate::domain::trail::TRAIL_SHEET;
use crate::error::{Error, Refusal};
use crate::event::kinds::Role;
use crate::id::{DeviceId, Hash, StaffId};
use crate::journal::anchor::Anchor;
use crate::journal::log;
use crate::time::Wall;
use crate::view::SheetAnswer;
use crate::words::{dates, numbers};

/// What the sheet says of one desk.
#[derive(Debug, Clone)]
pub struct HeadFacts {
    /// The desk by name, and its site.
    pub desk: String,
    /// Which.
    pub device: DeviceId,
    /// Number of its last entry.
    pub seq: u64,
    /// Hash of its last entry.
    pub hash: Hash,
}

/// Facts of a control sheet.
#[derive(Debug, Clone)]
pub struct ControlFacts {
    /// The operator.
    pub organisation: Organisation,
    /// The desk that prints, whose head stands in full.
    pub own: HeadFacts,
    /// Other desks, as far as their entries have come here.
    pub others: Vec<HeadFacts>,
    /// Entries of every desk together.
    pub entries: u64,
    /// Who prints it.
    pub by: Actor,
    /// When.
    pub now: Wall,
}

/// What is printed today; none before the organisation is described.
///
/// # Errors
/// A fault of the database.
pub fn sheet(
    conn: &Connection,
    own: DeviceId,
    (staff, role): (StaffId, Role),
    now: Wall,
) -> Result<Option<ControlFacts>, rusqlite::Error> {
    let mut heads = Vec::new();
    for head in log::heads(conn)? {
        let named = lab::desk(conn, head.device)?;
        heads.push(HeadFacts {
            desk: named.map_or_else(String::new, |(name, site)| format!("{name}, {site}")),
            device: head.device,
            seq: head.seq,
            hash: head.hash,
        });
    }
    let entries = heads.iter().map(|head| head.seq + 1).sum();
    let (this, others): (Vec<_>, Vec<_>) = heads.into_iter().partition(|head| head.device == own);
    let (Some(organisation), Some(own)) = (lab::organisation(conn)?, this.into_iter().next())
    else {
        return Ok(None);
    };
    Ok(Some(ControlFacts {
        organisation,
        own,
        others,
        entries,
        by: Actor {
            name: lab::staff_name(conn, staff)?.unwrap_or_default(),
            role: Some(role),
        },
        now,
    }))
}

/// What the code of a control sheet begins with.
pub const CODE: &str = "TIRKEU:HEAD:";

/// A line of an old sheet, scanned or typed: `TIRKEU:HEAD:DEVICE:SEQ:HASH`, `DEVICE:SEQ:HASH`, `SEQ:HASH`; digits may
/// stand in groups.
///
/// # Errors
/// `trail-sheet` beside the field.
pub fn marks(conn: &Connection, own: DeviceId, typed: &str) -> Result<SheetAnswer, Error> {
    let refused = || Error::from(Refusal::at("mark", TRAIL_SHEET));
    if typed.len() > 1_000 {
        return Err(refused());
    }
    let line: String = typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let line = line.strip_prefix(CODE).unwrap_or(&line);
    let mark = Anchor::from_paper(line).ok_or_else(refused)?;
    let device = mark.device.unwrap_or(own);
    let seq = mark.seq;
    let head = log::head(conn, device)?;
    let stands = log::hash_at(conn, device, seq)?;
    let answer = match (head, stands) {
        (None, _) => "unknown",
        (Some(_), Some(hash)) if hash == mark.hash => "agrees",
        (Some(_), Some(_)) => "differs",
        (Some(_), None) => "ahead",
    };
    let at = match stands.map(|hash| log::entry(conn, hash)).transpose()? {
        Some(Some(entry)) if answer == "agrees" => dates::moment(entry.header().wall),
        _ => String::new(),
    };
    let since = head.map_or(0, |head| head.seq.saturating_sub(seq));
    Ok(SheetAnswer {
        answer: answer.to_owned(),
        seq: numbers::grouped(seq),
        desk: lab::desk_called(conn, device)?,
        at,
        since: numbers::grouped(since),
    })
}

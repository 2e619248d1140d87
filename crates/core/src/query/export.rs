//! The stored journal as records: for verification (level 0) and for export.
//!
//! Records are read in pages, so that a journal of millions of entries is never in memory at once.

use std::io::Write;

use rusqlite::{Connection, params};

use crate::audit;
use crate::error::Error;
use crate::id::{DeviceId, OrgId};
use crate::journal::export::{self, Preamble, Record};
use crate::journal::log::{signed, unsigned};

const PAGE: i64 = 1_000;

/// Every stored entry, chain by chain, in the order of `seq`.
pub struct Records<'a> {
    conn: &'a Connection,
    devices: std::vec::IntoIter<DeviceId>,
    device: Option<DeviceId>,
    next: i64,
    page: std::vec::IntoIter<Record>,
    /// The first fault of the database; the walk ends there.
    pub fault: Option<rusqlite::Error>,
}

/// Walks the journal of this desk.
pub fn records(conn: &Connection) -> Result<Records<'_>, rusqlite::Error> {
    Ok(Records {
        conn,
        devices: devices(conn)?.into_iter(),
        device: None,
        next: 0,
        page: Vec::new().into_iter(),
        fault: None,
    })
}

/// The chains that are here.
pub fn devices(conn: &Connection) -> Result<Vec<DeviceId>, rusqlite::Error> {
    let mut rows = conn.prepare_cached("SELECT DISTINCT device FROM j_entries ORDER BY device")?;
    rows.query_map([], |row| row.get(0))?.collect()
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if let Some(record) = self.page.next() {
                return Some(record);
            }
            let device = match self.device {
                Some(device) => device,
                None => {
                    self.next = 0;
                    *self.device.insert(self.devices.next()?)
                }
            };
            match page(self.conn, device, self.next) {
                Ok(records) if records.is_empty() => self.device = None,
                Ok(records) => {
                    self.next = records
                        .last()
                        .map_or(self.next, |last| signed(last.seq) + 1);
                    self.page = records.into_iter();
                }
                Err(fault) => {
                    self.fault = Some(fault);
                    return None;
                }
            }
        }
    }
}

fn page(conn: &Connection, device: DeviceId, from: i64) -> Result<Vec<Record>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT e.seq, e.header, e.signature, b.body FROM j_entries e LEFT JOIN j_bodies b ON b.entry = e.hash \
         WHERE e.device = ?1 AND e.seq >= ?2 ORDER BY e.seq LIMIT ?3",
    )?;
    let rows = rows.query_map(params![device, from, PAGE], |row| {
        let signature: Vec<u8> = row.get("signature")?;
        Ok(Record {
            device,
            seq: unsigned(row.get("seq")?),
            header: row.get("header")?,
            signature: signature.try_into().unwrap_or([0; 64]),
            body: row.get("body")?,
        })
    })?;
    rows.collect()
}

/// Writes the export and says how many entries it holds.
pub fn journal(
    conn: &Connection,
    org: OrgId,
    desk: DeviceId,
    with_bodies: bool,
    out: &mut impl Write,
) -> Result<u64, Error> {
    let preamble = Preamble {
        org,
        desk,
        devices: devices(conn)?,
    };
    let mut records = records(conn)?;
    let written = export::write(
        &preamble,
        &mut records,
        |kind| with_bodies || audit::is_body_kept(kind),
        out,
    )?;
    match records.fault {
        Some(fault) => Err(fault.into()),
        None => Ok(written.entries),
    }
}

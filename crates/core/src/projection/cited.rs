//! What each desk had acknowledged of the roster: the tips that its chain cited, and what it wrote.
//!
//! A desk does not go back behind that: a session that cites less is not authorised. Chains only
//! grow, so each is read once; the memory is dropped when a transaction is rolled back.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::event::Event;
use crate::event::kinds;
use crate::id::{DeviceId, Hash};
use crate::journal::Header;
use crate::journal::log::{self, LogError, signed};

/// Acknowledged roster entries of each desk.
#[derive(Debug, Default)]
pub struct Cited(RefCell<BTreeMap<DeviceId, Chain>>);

#[derive(Debug, Default)]
struct Chain {
    /// Entries below this number are read.
    next: i64,
    /// Number of the entry that first acknowledged it, and what.
    known: Vec<(i64, Hash)>,
    distinct: BTreeSet<Hash>,
}

impl Cited {
    /// What the desk of a session had acknowledged before it began.
    pub fn before(&self, conn: &Connection, opened: &Header) -> Result<Vec<Hash>, LogError> {
        let mut chains = self.0.borrow_mut();
        let chain = chains.entry(opened.device).or_default();
        let seq = signed(opened.seq);
        if chain.next < seq {
            chain.read(conn, opened, seq)?;
        }
        let earlier = chain.known.iter().filter(|(at, _)| *at < seq);
        Ok(earlier.map(|(_, hash)| *hash).collect())
    }

    /// Forgets everything.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

impl Chain {
    fn read(&mut self, conn: &Connection, of: &Header, until: i64) -> Result<(), LogError> {
        let mut rows = conn.prepare_cached(
            "SELECT seq, hash, kind FROM x_graph WHERE device = ?1 AND seq >= ?2 AND seq < ?3 \
             AND (kind IN (?4, ?5) OR (subject = ?6 AND ordered = 1)) ORDER BY seq",
        )?;
        let found = rows
            .query_map(
                params![
                    of.device,
                    self.next,
                    until,
                    kinds::GENESIS,
                    kinds::SESSION_OPENED,
                    of.org
                ],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )?
            .collect::<Result<Vec<(i64, Hash, u16)>, _>>()?;
        for (seq, hash, kind) in found {
            let body = match kind {
                kinds::GENESIS | kinds::SESSION_OPENED => log::entry(conn, hash)?,
                _ => None,
            };
            let event = body.and_then(|entry| Event::of(&entry));
            let acknowledged = match event {
                Some(Event::Genesis(genesis)) => genesis.roster,
                Some(Event::SessionOpened(opened)) => opened.roster,
                _ if kind == kinds::GENESIS || kind == kinds::SESSION_OPENED => Vec::new(),
                _ => vec![hash],
            };
            for hash in acknowledged {
                if self.distinct.insert(hash) {
                    self.known.push((seq, hash));
                }
            }
        }
        self.next = until;
        Ok(())
    }
}

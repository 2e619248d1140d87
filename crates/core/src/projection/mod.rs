//! Projections: the only room that writes domain tables, always inside a door's transaction.
//!
//! [`Folder::settle`] takes stored entries and brings every table to what the journal says: it judges, folds
//! ordered subjects in the order of their graph, and applies set kinds one by one. The same tables
//! come out however entries arrive: incremental == refold == rebuild. To add a noun: a file with
//! `apply`, its tables in `store/schema.sql` and in [`tables::ORDERED`], an arm in `apply_ordered`.

mod cited;
pub mod consent;
#[cfg(test)]
mod consent_tests;
mod destroy;
mod evidence;
mod expected;
mod index;
pub mod judge;
pub mod lab;
mod notice;
mod order;
pub mod patient;
mod refold;
mod relation;
pub mod roster;
pub mod search;
pub mod seen;
mod service;
mod settle;
pub mod status;
pub mod tables;
mod trail;

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::event::Event;
use crate::event::kinds::{self, KindSpec};
use crate::id::{Hash, OrgId, SubjectId};
use crate::journal::Header;
use crate::journal::graph::{Ancestors, Order};
use crate::journal::log::{self, LogError};
use cited::Cited;
use roster::Roster;

pub use destroy::erased_without_receipt;
pub use index::{all_count, tips};

/// Raised whenever a fold changes, or what it counts: a new role, or a desk that may do what only people
/// did, is unknown to the tables of before.
const FOLD: u32 = 11;

/// Tables of another version are dropped and rebuilt: the fold, and what it can read. A kind that was
/// unknown yesterday lies in the journal unfolded, so every new kind and body raises it by itself.
pub const PROJECTION_VERSION: u32 = version(FOLD, kinds::REGISTRY);

const fn version(fold: u32, registry: &[KindSpec]) -> u32 {
    let mut out = fold * 10_000;
    let mut at = 0;
    while at < registry.len() {
        out += registry[at].version as u32;
        at += 1;
    }
    out
}

/// What an ordered entry's fold is given besides the event.
pub struct Folding<'a> {
    /// The entry's hash.
    pub hash: Hash,
    /// Its header.
    pub header: &'a Header,
    known: Option<(&'a Order, &'a Ancestors)>,
}

impl Folding<'_> {
    /// Is an earlier entry of the subject known to this one? On the fast path everything is.
    pub fn knows(&self, older: Hash) -> bool {
        self.known.is_none_or(|(order, ancestors)| {
            order
                .position(older)
                .is_some_and(|at| order.contains(ancestors, at))
        })
    }
}

/// What changed: subjects whose views must be asked again, and bodies that were erased.
#[derive(Debug, Default)]
pub struct Touched {
    /// Subjects.
    pub subjects: BTreeSet<SubjectId>,
    /// Acts of destruction under which bodies went, with how many.
    pub erased: Vec<(Hash, SubjectId, u64)>,
    /// Bodies that went because the days for which they are kept were over: nobody signs for those.
    pub purged: u64,
}

/// The state that outlives one transaction: the evaluated roster.
#[derive(Debug)]
pub struct Folder {
    org: OrgId,
    roster: Roster,
    cited: Cited,
}

impl Folder {
    /// Reads the roster from the tables; rebuilds everything first when the fold has another version.
    pub fn open(conn: &mut Connection, org: OrgId) -> Result<Self, LogError> {
        let version: Option<u32> = conn
            .query_row("SELECT version FROM l_fold", [], |row| row.get(0))
            .optional()?;
        let cited = Cited::default();
        let mut folder = Self {
            org,
            roster: roster::load(conn, org, &cited)?,
            cited,
        };
        if version != Some(PROJECTION_VERSION) {
            let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            folder.rebuild(&tx)?;
            tx.commit()?;
        }
        Ok(folder)
    }

    /// The evaluated roster.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Evaluates the roster anew after a transaction was rolled back.
    pub fn forget(&mut self, conn: &Connection) -> Result<(), LogError> {
        self.cited.forget();
        self.roster = roster::load(conn, self.org, &self.cited)?;
        Ok(())
    }

    /// Drops every projection and cache and makes them again from the journal.
    pub fn rebuild(&mut self, tx: &Transaction<'_>) -> Result<Touched, LogError> {
        for table in tables::rebuilt() {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
        let mut rows = tx.prepare("SELECT hash FROM j_entries ORDER BY device, seq")?;
        let hashes = rows
            .query_map([], |row| row.get::<_, Hash>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut entries = Vec::with_capacity(hashes.len());
        for hash in &hashes {
            if let Some(entry) = log::entry(tx, *hash)? {
                index::index(tx, &entry)?;
                entries.push(*hash);
            }
        }
        evidence::index_all(tx)?;
        self.cited.forget();
        self.roster = roster::load(tx, self.org, &self.cited)?;
        roster::project(&self.roster, self.org, tx)?;
        let touched = self.settle_queue(tx, entries.into(), &[])?;
        tx.execute("INSERT INTO l_fold (one, version) VALUES (1, ?1) ON CONFLICT DO UPDATE SET version = ?1", [PROJECTION_VERSION])?;
        Ok(touched)
    }
}

fn apply_ordered(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    match folding.header.kind {
        kinds::PATIENT_REGISTERED | kinds::PATIENT_AMENDED | kinds::PATIENT_IMPORTED => {
            patient::apply(tx, folding, event)
        }
        kinds::PHONE_CHECKED => patient::phone_checked(tx, folding, event),
        kinds::OTP_SENDING | kinds::OTP_ANSWERED => Ok(()),
        kinds::CONSENT_GIVEN
        | kinds::CONSENT_REFUSED
        | kinds::CONSENT_WITHDRAWN
        | kinds::CONSENT_ANNULLED
        | kinds::CONSENT_FILED => consent::apply(tx, folding, event),
        kinds::RELATION_SET | kinds::RELATION_ENDED | kinds::CARDS_MERGED | kinds::CARDS_PARTED => {
            relation::apply(tx, folding, event)
        }
        kinds::EXPECTED_LISTED
        | kinds::EXPECTED_MOVED
        | kinds::EXPECTED_CANCELLED
        | kinds::EXPECTED_ARRIVED => expected::apply(tx, folding, event),
        kinds::PRICE_LIST_ISSUED..=kinds::TUBE_DESCRIBED => service::apply(tx, folding, event),
        kinds::ORDER_PLACED..=kinds::NUMBERS_RESERVED => order::apply(tx, folding, event),
        kinds::NOTICE_QUEUED..=kinds::NOTICE_TAKEN_OVER => notice::apply(tx, folding, event),
        _ => lab::apply(tx, folding, event),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_kind_and_a_new_body_raise_the_version_so_that_their_entries_are_folded() {
        let (last, known) = kinds::REGISTRY.split_last().expect("kinds");
        let before = version(FOLD, known);
        assert!(version(FOLD, kinds::REGISTRY) > before, "a new kind");
        let newer = KindSpec {
            version: last.version + 1,
            ..*last
        };
        let newer: Vec<_> = known.iter().copied().chain([newer]).collect();
        assert!(version(FOLD, &newer) > PROJECTION_VERSION, "a new body");
        assert!(
            version(FOLD + 1, known) > PROJECTION_VERSION,
            "a changed fold, whatever the registry holds"
        );
    }
}

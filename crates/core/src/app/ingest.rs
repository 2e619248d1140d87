//! The door for entries of other desks. Two questions: is it that desk's next entry, and may it act?
//!
//! What is not the next entry is refused, counted with its reason and asked for again; what may not
//! act is stored, linked and forwarded, but not folded. A fact is never decided again here.

use std::collections::{BTreeMap, BTreeSet};

use ed25519_dalek::VerifyingKey;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};

use super::{App, Line, question};
use crate::cores;
use crate::error::Error;
use crate::event::{desk, erasure, kinds};
use crate::id::{DeviceId, Hash, OrgId, SessionId, SubjectId};
use crate::journal::Entry;
use crate::journal::log::{self, Arrival, Head, NotNext, unsigned};
use crate::projection::{Folder, Touched, erased_without_receipt};
use crate::time::Hlc;

/// Largest distance to the last `heads_seen` while a desk works.
const HEADS_SEEN_EVERY_MS: u64 = 600_000;

/// An entry that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefusedEntry {
    /// Whose.
    pub device: DeviceId,
    /// Which.
    pub seq: u64,
    /// Why.
    pub why: NotNext,
}

/// What arrived.
#[derive(Debug, Default)]
pub struct Ingested {
    /// New entries stored.
    pub accepted: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Bodies that were missing and came now.
    pub bodies: u64,
    /// Forks that were seen for the first time.
    pub forks: u64,
    /// Not taken.
    pub refused: Vec<RefusedEntry>,
    /// Subjects whose views must be asked again.
    pub touched: BTreeSet<SubjectId>,
    /// Everything above is committed; the desk's own note of it (a receipt, heads) failed. It is made up
    /// at the next sign-in.
    pub owed: Option<Error>,
}

impl App {
    /// Takes entries of other desks, in any order, in one transaction.
    pub fn ingest(&mut self, entries: Vec<Entry>) -> Result<Ingested, Error> {
        let Taken {
            result,
            erased,
            purged,
            news,
        } = self.take(entries, question::touched_from_outside)?;
        let forgotten = self.forget_purged(purged);
        let wall = self.clock.now();
        let noted = self.acknowledge(&erased).and_then(|()| match news {
            true => self.witness(wall.ms),
            false => Ok(()),
        });
        let noted = forgotten.and(noted);
        Ok(Ingested {
            owed: noted.err(),
            ..result
        })
    }

    /// Takes entries of a backup before this desk has a chain of its own: what it owes for them, it notes in its
    /// first session.
    pub fn replay(&mut self, entries: Vec<Entry>) -> Result<Ingested, Error> {
        Ok(self.take(entries, question::began_with)?.result)
    }

    fn take(&mut self, entries: Vec<Entry>, note: Noting) -> Result<Taken, Error> {
        let wall = self.clock.now();
        let (org, own) = (self.org, self.device);
        let folder = &mut self.folder;
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut gate = Gate {
            folder,
            claims: BTreeMap::new(),
            signed: BTreeMap::new(),
            heads: BTreeMap::new(),
            result: Ingested::default(),
            erased: Vec::new(),
            purged: 0,
            news: false,
            hlc: Hlc::default(),
        };
        let taken = gate.take(&tx, org, own, entries, wall.ms).and_then(|()| {
            note(&tx, &gate.result.touched)?;
            Ok(tx.commit()?)
        });
        let Gate {
            result,
            erased,
            purged,
            news,
            hlc,
            ..
        } = gate;
        if let Err(error) = taken {
            self.folder.forget(self.store.conn())?;
            return Err(error);
        }
        self.hlc = self.hlc.follow(hlc, wall.ms);
        Ok(Taken {
            result,
            erased,
            purged,
            news,
        })
    }

    /// Receipts that a power cut kept from being written, and what it left in the write-ahead log.
    pub(super) fn acknowledge_owed(&mut self) -> Result<(), Error> {
        // The word of a desk that was stopped or copied counts nowhere: it would be owed for ever.
        if self.is_stopped()? {
            return Ok(());
        }
        let owed = erased_without_receipt(self.store.conn(), self.device)?;
        self.acknowledge(&owed)
    }

    /// This desk's signed receipts for what it erased.
    pub(super) fn acknowledge(&mut self, erased: &[(Hash, SubjectId, u64)]) -> Result<(), Error> {
        if erased.is_empty() {
            return Ok(());
        }
        // What was deleted must not live on in the write-ahead log; only then it is signed for.
        self.store.checkpoint()?;
        let receipt = |(act, subject, erased): &(Hash, SubjectId, u64)| {
            let (act, erased) = (*act, *erased);
            Line::new(*subject, erasure::ErasureReceipt { act, erased })
        };
        let lines: Vec<Line> = erased.iter().map(receipt).collect();
        for chunk in lines.chunks(super::append::MAX_COMMIT) {
            self.note(chunk.to_vec())?;
        }
        Ok(())
    }

    /// Notes the heads of other desks, so that they can be held to them.
    fn witness(&mut self, now_ms: u64) -> Result<(), Error> {
        if self.head.is_none() {
            return Ok(());
        }
        let last: Option<i64> = self
            .store
            .conn()
            .prepare_cached(
                "SELECT wall FROM x_graph WHERE device = ?1 AND session = ?2 AND kind = ?3 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row(
                rusqlite::params![self.device, SessionId::ZERO, kinds::HEADS_SEEN],
                |row| row.get(0),
            )
            .optional()?;
        // A clock that was ahead once must not silence the desk for years.
        let recent = |at: u64| (at..at.saturating_add(HEADS_SEEN_EVERY_MS)).contains(&now_ms);
        if last.is_some_and(|at| recent(unsigned(at))) {
            return Ok(());
        }
        let heads = log::heads(self.store.conn())?
            .into_iter()
            .filter(|head| head.device != self.device)
            .map(|head| (head.device, head.seq, head.hash))
            .collect();
        self.note(vec![Line::new(self.device, desk::HeadsSeen { heads })])
    }
}

/// Notes what is to be looked at of what was touched.
type Noting = fn(&Transaction<'_>, &BTreeSet<SubjectId>) -> Result<(), rusqlite::Error>;

/// What was stored, and what the desk owes for it.
struct Taken {
    result: Ingested,
    erased: Vec<(Hash, SubjectId, u64)>,
    purged: u64,
    news: bool,
}

/// Desk, number and hash.
type Place = (DeviceId, u64, Hash);

fn place_of(entry: &Entry) -> Place {
    let header = entry.header();
    (header.device, header.seq, entry.hash())
}

struct Gate<'a> {
    folder: &'a mut Folder,
    claims: BTreeMap<DeviceId, Hash>,
    /// Of what waits, the entries whose signatures hold, each with the key under which that was found.
    signed: BTreeMap<Place, Hash>,
    /// The ends of chains as far as they were asked for; this transaction alone moves them.
    heads: BTreeMap<DeviceId, Option<Head>>,
    result: Ingested,
    erased: Vec<(Hash, SubjectId, u64)>,
    purged: u64,
    news: bool,
    hlc: Hlc,
}

impl Gate<'_> {
    /// Desk after desk until nothing more can be taken: a desk's key may arrive in another's chain.
    fn take(
        &mut self,
        tx: &Transaction<'_>,
        org: OrgId,
        own: DeviceId,
        entries: Vec<Entry>,
        now_ms: u64,
    ) -> Result<(), Error> {
        let mut waiting: BTreeMap<Place, Entry> = BTreeMap::new();
        for entry in entries {
            let header = entry.header();
            if header.org != org {
                self.refuse(&entry, NotNext::Foreign);
                continue;
            }
            let place = place_of(&entry);
            // The same entry may come with and without its body; the one that has it is worth more.
            if entry.body().is_some() || !waiting.contains_key(&place) {
                waiting.insert(place, entry);
            }
        }
        loop {
            let before = waiting.len();
            self.claims = self.folder.roster().claims(org, waiting.values());
            self.signed = self.signed_of(&waiting);
            let mut later = BTreeMap::new();
            let mut fresh = Vec::new();
            for (place, entry) in waiting {
                match self.one(tx, own, &entry, now_ms)? {
                    Step::Fresh => fresh.push(entry),
                    Step::Done => {}
                    Step::Later(why) => drop(later.insert(place, (entry, why))),
                }
            }
            if !fresh.is_empty() {
                let touched = self.folder.settle(tx, &fresh)?;
                self.note(touched);
            }
            if later.len() == before || later.is_empty() {
                for (entry, why) in later.values() {
                    self.refuse(entry, *why);
                }
                return Ok(());
            }
            waiting = later
                .into_iter()
                .map(|(place, (entry, _))| (place, entry))
                .collect();
        }
    }

    fn one(
        &mut self,
        tx: &Transaction<'_>,
        own: DeviceId,
        entry: &Entry,
        now_ms: u64,
    ) -> Result<Step, Error> {
        let header = entry.header();
        let Some(key) = self.key(header.device) else {
            return Ok(Step::Later(NotNext::UnknownDevice));
        };
        // The key may be another one by now, after what came before.
        if self.signed.get(&place_of(entry)) != Some(&key)
            && let Err(why) = signed(entry, key)
        {
            return Ok(Step::Later(why));
        }
        let last = self.head(tx, header.device)?;
        match log::place(tx, entry, last.as_ref())? {
            Err(why) => Ok(Step::Later(why)),
            Ok(Arrival::Known) => {
                self.result.known += 1;
                self.late_body(tx, entry)?;
                Ok(Step::Done)
            }
            Ok(Arrival::Fork) => {
                self.fork(tx, entry, now_ms)?;
                Ok(Step::Done)
            }
            // Nobody but this desk continues its own chain.
            Ok(Arrival::Next) if header.device == own => Ok(Step::Later(NotNext::Link)),
            Ok(Arrival::Next) => {
                log::append(tx, entry, now_ms)?;
                self.heads.insert(header.device, Some(Head::of(entry)));
                self.result.accepted += 1;
                self.news |= header.kind != kinds::HEADS_SEEN;
                self.hlc = self.hlc.max(header.hlc);
                Ok(Step::Fresh)
            }
        }
    }

    /// The desk's key: from the roster, or from a vouched enrolment that arrives with its first commit.
    fn key(&self, device: DeviceId) -> Option<Hash> {
        let known = self.folder.roster().key_of(device);
        known.or_else(|| self.claims.get(&device).copied())
    }

    /// Signatures are what can be checked without the database, and so on every core.
    fn signed_of(&self, waiting: &BTreeMap<Place, Entry>) -> BTreeMap<Place, Hash> {
        let known: Vec<(&Place, &Entry, Hash)> = (waiting.iter())
            .filter_map(|(place, entry)| Some((place, entry, self.key(place.0)?)))
            .collect();
        let held = cores::each(&known, |(_, entry, key)| signed(entry, *key).is_ok());
        let signed = known.iter().zip(held).filter(|(_, holds)| *holds);
        signed.map(|((place, _, key), _)| (**place, *key)).collect()
    }

    /// The end of a desk's chain.
    fn head(
        &mut self,
        tx: &Transaction<'_>,
        device: DeviceId,
    ) -> Result<Option<Head>, rusqlite::Error> {
        if let Some(head) = self.heads.get(&device) {
            return Ok(*head);
        }
        let head = log::head(tx, device)?;
        self.heads.insert(device, head);
        Ok(head)
    }

    fn late_body(&mut self, tx: &Transaction<'_>, entry: &Entry) -> Result<(), Error> {
        let Some(body) = entry.body() else {
            return Ok(());
        };
        let stored = log::entry(tx, entry.hash())?;
        if stored.is_some_and(|stored| stored.body().is_some())
            || self.folder.is_erased(tx, entry)?
        {
            return Ok(());
        }
        log::put_body(tx, entry.hash(), body)?;
        self.result.bodies += 1;
        let touched = self.folder.reconsider(tx, &[entry.hash()])?;
        self.note(touched);
        Ok(())
    }

    fn fork(&mut self, tx: &Transaction<'_>, entry: &Entry, now_ms: u64) -> Result<(), Error> {
        if log::keep_evidence(tx, entry, now_ms)? {
            self.result.forks += 1;
            let touched = self.folder.freeze(tx, entry)?;
            self.note(touched);
        }
        Ok(())
    }

    fn note(&mut self, touched: Touched) {
        self.result.touched.extend(touched.subjects);
        self.erased.extend(touched.erased);
        self.purged += touched.purged;
    }

    fn refuse(&mut self, entry: &Entry, why: NotNext) {
        let header = entry.header();
        self.result.refused.push(RefusedEntry {
            device: header.device,
            seq: header.seq,
            why,
        });
    }
}

fn signed(entry: &Entry, key: Hash) -> Result<(), NotNext> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| NotNext::UnknownDevice)?;
    entry.verify(&key).map_err(|_| NotNext::Signature)
}

enum Step {
    Fresh,
    Done,
    Later(NotNext),
}

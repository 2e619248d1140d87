//! The audit of a whole journal: nothing changed, nothing cut off, nothing invented.
//!
//! `verify` takes the records of all chains as they are kept or were exported, and heads that were
//! kept elsewhere; it needs neither database nor network and reads the records twice, first for the
//! roster. Called by the command line, the ceremony after a shortened journal, and tests. It knows
//! the bytes (`journal`) and what genesis, session and roster entries mean (`event`); no SQL, no
//! words for people. `docs/verify_journal.py` gives the same verdicts.

mod chain;
mod first;
mod signatures;
mod verdict;

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod clean;
#[cfg(test)]
mod document;
#[cfg(test)]
mod lab;
#[cfg(test)]
mod program;

pub use verdict::{ChainReport, Finding, Reason, Report, Verdict};

use std::collections::{BTreeMap, HashMap};

use chain::Chain;
use signatures::Pending;

use crate::event::kinds::{self, Fold};
use crate::id::{DeviceId, Hash, OrgId, SubjectId};
use crate::journal::anchor::{Anchor, Source};
use crate::journal::export::{self, Record, Unreadable};
use crate::journal::{Entry, Header, Malformed, key};
use crate::roster::Roster;

/// Whose journal is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The organisation.
    pub org: OrgId,
    /// Desks whose chains are complete here; of others the newest entries may not have arrived.
    pub own: Vec<DeviceId>,
}

/// True for kinds whose body an export carries in any case.
pub fn is_body_kept(kind: u16) -> bool {
    kinds::spec(kind).is_some_and(|spec| spec.body_kept)
}

/// Verifies a journal; `records` is called twice and gives the same records both times, each chain
/// in the order of `seq`.
pub fn verify<I>(scope: &Scope, anchors: &[Anchor], mut records: impl FnMut() -> I) -> Report
where
    I: IntoIterator<Item = Result<Record, Unreadable>>,
{
    let (roster, newer) = first::read(scope.org, records());
    let mut audit = Audit::new(scope, roster, newer);
    for record in records() {
        match record {
            Ok(record) => audit.push(&record),
            Err(_) => audit.unreadable = true,
        }
    }
    audit.finish(anchors)
}

/// Verifies one journal out of one or several export files.
pub fn verify_exports(files: &[&[u8]], anchors: &[Anchor]) -> Report {
    let mut scope: Option<Scope> = None;
    let mut fault = None;
    for file in files {
        match export::read(*file) {
            Ok((first, _)) => {
                let scope = scope.get_or_insert_with(|| Scope {
                    org: first.org,
                    own: Vec::new(),
                });
                scope.own.push(first.desk);
            }
            Err(Unreadable::Newer) => fault = fault.max(Some(Verdict::Newer)),
            Err(Unreadable::Line(_)) => fault = Some(Verdict::Damaged),
        }
    }
    let scope = scope.unwrap_or(Scope {
        org: OrgId::ZERO,
        own: Vec::new(),
    });
    if let Some(verdict) = fault {
        let reason = (verdict == Verdict::Damaged).then_some(Reason::Line);
        return Report {
            org: None,
            finding: Finding {
                reason,
                ..found(verdict)
            },
            chains: Vec::new(),
        };
    }
    verify(&scope, anchors, || {
        files
            .iter()
            .filter_map(|file| export::read(*file).ok())
            .flat_map(|(_, lines)| lines)
    })
}

/// A finding without a place.
fn found(verdict: Verdict) -> Finding {
    Finding {
        verdict,
        device: None,
        seq: None,
        reason: None,
        source: None,
    }
}

/// Why an entry ends its chain.
enum Fault {
    Foreign,
    Newer,
    Gap,
    Damaged(Reason),
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self::Damaged(reason)
    }
}

struct Audit<'a> {
    scope: &'a Scope,
    roster: Roster,
    /// A newer program's roster entries are among the records.
    newer: bool,
    chains: BTreeMap<DeviceId, Chain>,
    pending: Vec<Pending>,
    /// Subject of every entry that may be cited; `None` for kinds that nobody cites.
    subjects: HashMap<Hash, Option<SubjectId>>,
    refs: Vec<(DeviceId, u64, SubjectId, Hash)>,
    unreadable: bool,
}

impl<'a> Audit<'a> {
    fn new(scope: &'a Scope, roster: Roster, newer: bool) -> Self {
        Self {
            scope,
            roster,
            newer,
            chains: BTreeMap::new(),
            pending: Vec::new(),
            subjects: HashMap::new(),
            refs: Vec::new(),
            unreadable: false,
        }
    }

    fn push(&mut self, record: &Record) {
        let mut chain = self.chains.remove(&record.device).unwrap_or_default();
        let occupied = record.seq < chain.link.len();
        if (chain.fault.is_none() || occupied)
            && let Err(fault) = self.examine(&mut chain, record)
        {
            self.chains.insert(record.device, chain);
            self.end(record, &fault);
            return;
        }
        self.chains.insert(record.device, chain);
        if self.pending.len() >= signatures::BLOCK {
            self.check_signatures();
        }
    }

    /// The steps in their order; `docs/journal-format.md` lists them.
    fn examine(&mut self, chain: &mut Chain, record: &Record) -> Result<(), Fault> {
        let entry = form(record)?;
        let header = entry.header();
        if header.org != self.scope.org {
            return Err(Fault::Foreign);
        }
        if (header.device, header.seq) != (record.device, record.seq) {
            return Err(Reason::Line.into());
        }
        if let Some(hash) = chain.link.at(header.seq) {
            return rival(chain, &entry, hash);
        }
        if header.seq > chain.link.len() {
            return Err(Fault::Gap);
        }
        chain.link.check(header).map_err(Reason::from)?;
        let key = match chain.key {
            Some(key) => key,
            None => *chain.key.insert(self.enrolled(header.device)?),
        };
        self.pending.push(Pending {
            device: header.device,
            seq: header.seq,
            key,
            hash: entry.hash(),
            signature: *entry.signature(),
        });
        let own = self.scope.own.contains(&record.device);
        chain.examine(own, &entry, &self.roster)?;
        let ordered = kinds::spec(header.kind).is_none_or(|spec| spec.fold == Fold::Ordered);
        self.subjects
            .insert(entry.hash(), ordered.then_some(header.subject));
        self.refs.extend(
            header
                .refs
                .iter()
                .map(|hash| (header.device, header.seq, header.subject, *hash)),
        );
        Ok(())
    }

    fn enrolled(&self, device: DeviceId) -> Result<ed25519_dalek::VerifyingKey, Reason> {
        self.roster
            .enrolment(device)
            .and_then(|enrolment| key::public(&enrolment.key))
            .ok_or(Reason::Enrolment)
    }

    /// The chain ends before this record, unless an earlier signature is already broken.
    fn end(&mut self, record: &Record, fault: &Fault) {
        self.check_signatures();
        let Some(chain) = self.chains.get_mut(&record.device) else {
            return;
        };
        if chain.fault.is_some() {
            return;
        }
        let newer = self.newer || chain.counted(&chain.noted.newer) > 0;
        let fault = match fault {
            Fault::Foreign => (record.seq, Verdict::Foreign, None),
            Fault::Newer => (record.seq, Verdict::Newer, None),
            Fault::Gap => (chain.link.len(), Verdict::Damaged, Some(Reason::Gap)),
            Fault::Damaged(reason) if newer && reason.needs_roster() => {
                (record.seq, Verdict::Newer, None)
            }
            Fault::Damaged(reason) => (record.seq, Verdict::Damaged, Some(*reason)),
        };
        chain.link.cut(fault.0);
        chain.fault = Some(fault);
    }

    fn check_signatures(&mut self) {
        for (device, seq) in signatures::broken(&self.pending) {
            if let Some(chain) = self.chains.get_mut(&device)
                && chain.fault.is_none()
            {
                chain.link.cut(seq);
                chain.fault = Some((seq, Verdict::Damaged, Some(Reason::Signature)));
            }
        }
        self.pending.clear();
    }

    /// Refs name ordered entries of the same subject; a ref to an entry that is not here waits.
    fn check_refs(&mut self) {
        for (device, seq, subject, hash) in &self.refs {
            let wrong = self
                .subjects
                .get(hash)
                .is_some_and(|of| of.as_ref() != Some(subject));
            if let Some(chain) = self.chains.get_mut(device)
                && wrong
                && *seq < chain.link.len()
            {
                chain.link.cut(*seq);
                chain.fault = Some((*seq, Verdict::Damaged, Some(Reason::Refs)));
            }
        }
    }

    fn finish(mut self, anchors: &[Anchor]) -> Report {
        self.check_signatures();
        self.check_refs();
        let heads = self.heads(anchors);
        for (device, heads) in &heads {
            // A chain of which nothing is here was cut off at its root.
            if heads.iter().any(|head| self.must_reach(*device, head)) {
                self.chains.entry(*device).or_default();
            }
        }
        let chains: Vec<_> = self
            .chains
            .iter()
            .map(|(device, chain)| {
                let heads = heads.get(device).map_or(&[][..], Vec::as_slice);
                self.conclude(*device, chain, heads)
            })
            .collect();
        let worst = chains
            .iter()
            .map(|chain| chain.finding)
            .reduce(|a, b| if b.verdict > a.verdict { b } else { a });
        let mut finding = worst.unwrap_or(found(Verdict::Empty));
        if self.unreadable && finding.verdict <= Verdict::Damaged {
            finding = Finding {
                reason: Some(Reason::Line),
                ..found(Verdict::Damaged)
            };
        }
        Report {
            org: Some(self.scope.org),
            finding,
            chains,
        }
    }

    /// Every head known from elsewhere, by desk, in the order in which they are compared.
    fn heads(&self, anchors: &[Anchor]) -> BTreeMap<DeviceId, Vec<Head>> {
        let this_desk = self.scope.own.first().or(self.chains.keys().next());
        let mut heads: BTreeMap<DeviceId, Vec<Head>> = BTreeMap::new();
        for anchor in anchors {
            if let Some(device) = anchor.device.as_ref().or(this_desk) {
                let head = (anchor.seq, anchor.source, anchor.hash);
                heads.entry(*device).or_default().push(head);
            }
        }
        for chain in self.chains.values() {
            let verified = chain.testimony.iter().filter(|t| t.at < chain.link.len());
            for t in verified {
                let head = (t.seq, Source::Witness, t.hash);
                heads.entry(t.device).or_default().push(head);
            }
        }
        for heads in heads.values_mut() {
            heads.sort_unstable();
            heads.dedup();
        }
        heads
    }

    /// Another desk may have seen entries of a third that have not arrived here yet.
    fn must_reach(&self, device: DeviceId, head: &Head) -> bool {
        head.1 != Source::Witness || self.scope.own.contains(&device)
    }

    fn conclude(&self, device: DeviceId, chain: &Chain, heads: &[Head]) -> ChainReport {
        let place = |verdict, seq| Finding {
            device: Some(device),
            seq,
            ..found(verdict)
        };
        let on_chain = |head: &&Head| chain.link.at(head.0) == Some(head.2);
        let ahead = |head: &&Head| head.0 >= chain.link.len();
        let rewritten = heads.iter().find(|head| !ahead(head) && !on_chain(head));
        let shortened = heads
            .iter()
            .find(|head| ahead(head) && self.must_reach(device, head));
        let anchored = heads.iter().filter(on_chain).map(|head| head.0).max();
        let torn = chain.link.missing_of_commit() > 0 && self.scope.own.contains(&device);
        let fork = chain.fork.filter(|seq| *seq < chain.link.len());
        let foreign = matches!(chain.fault, Some((_, Verdict::Foreign, _)));
        let finding = if let (Some(seq), false) = (fork, foreign) {
            place(Verdict::Fork, Some(seq))
        } else if let Some((seq, verdict, reason)) = chain.fault {
            Finding {
                reason,
                ..place(verdict, Some(seq))
            }
        } else if let Some(head) = rewritten {
            Finding {
                source: Some(head.1),
                ..place(Verdict::Rewritten, Some(head.0))
            }
        } else if let Some(head) = shortened {
            Finding {
                source: Some(head.1),
                ..place(Verdict::Shortened, Some(head.0))
            }
        } else if torn {
            place(Verdict::Shortened, Some(chain.link.len()))
        } else if anchored.is_some() {
            place(Verdict::Whole, anchored)
        } else {
            place(
                Verdict::WholeUnanchored,
                chain.link.head().map(|head| head.0),
            )
        };
        let not_here = heads
            .iter()
            .any(|head| ahead(&head) && !self.must_reach(device, head));
        ChainReport {
            device,
            entries: chain.link.len(),
            head: chain.link.head().map(|head| head.1),
            anchored,
            without_body: chain.counted(&chain.noted.without_body),
            unknown: chain.counted(&chain.noted.unknown),
            waiting: chain.counted(&chain.noted.waiting) + u64::from(not_here),
            after_revocation: chain.counted(&chain.noted.after_revocation),
            finding,
        }
    }
}

/// Number, place where it was kept, hash.
type Head = (u64, Source, Hash);

/// The entry that a record is: its header is canonical, its body the one committed to.
fn form(record: &Record) -> Result<Entry, Fault> {
    if matches!(record.header.get(..4), Some([b'T', b'K', b'E', version]) if *version > 1) {
        return Err(Fault::Newer);
    }
    // A bad header is named before a bad body.
    Header::decode(&record.header).map_err(|_| Reason::Form)?;
    record.entry().map_err(|malformed| match malformed {
        Malformed::Commit | Malformed::Body => Reason::Body.into(),
        _ => Reason::Form.into(),
    })
}

/// A second entry at a number: a copy of the first, a signed rival, or rubbish.
fn rival(chain: &mut Chain, entry: &Entry, first: Hash) -> Result<(), Fault> {
    if entry.hash() == first {
        return Ok(());
    }
    let signed = chain.key.is_some_and(|key| entry.verify(&key).is_ok());
    if !signed {
        return Err(Reason::Signature.into());
    }
    let seq = entry.header().seq;
    chain.fork = Some(chain.fork.map_or(seq, |earlier| earlier.min(seq)));
    Ok(())
}

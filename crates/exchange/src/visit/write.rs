//! Writing: what nobody has put there yet.

use std::collections::BTreeSet;

use tirkeu_core::app::{Keyring, Outgoing};
use tirkeu_core::cores;
use tirkeu_core::frames::{Record, Sealed};
use tirkeu_core::id::{DeviceId, Hash, SystemEntropy};
use tirkeu_core::journal::{Entry, log};
use tirkeu_core::vault::ExchangeKey;

use super::{Ended, Meeting, ask};
use crate::name::Segment;
use crate::plan::{Range, Rival, rivals_to_write, to_merge, to_write};
use crate::remote::Fault;
use crate::segment::USUAL;

impl Meeting<'_> {
    /// Writes what nobody has put there, and says what this desk has.
    pub(super) fn write(&mut self, ring: &Keyring) -> Result<(), Ended> {
        // A name alone covers nothing: what it promises was read, or written by this desk. What is sealed under a key that
        // no entry hands over, not everybody can read: a desk that was stopped or copied made it.
        let readable = |segment: &&Segment| ring.names().any(|key| segment.is_under(key));
        let whole: BTreeSet<Segment> = self.whole.iter().filter(readable).copied().collect();
        let (own, heads, ours) = ask(self.desk, |app, _| {
            let heads = log::heads(app.conn())?;
            let mut ours = BTreeSet::new();
            // Evidence has no bodies.
            for segment in whole.iter().filter(|segment| !segment.rival) {
                let here = log::hash_at(app.conn(), segment.author, segment.last)?;
                if here.is_some_and(|hash| segment.ends_with(hash)) {
                    ours.insert(*segment);
                }
            }
            Ok((app.device(), heads, ours))
        })?;
        // What is said of this desk is what it had before it wrote: more would look like something that was taken away.
        let statement = ask(self.desk, |app, _| app.statement(&heads))?;
        let ends: Vec<(DeviceId, u64)> = heads.iter().map(|head| (head.device, head.seq)).collect();
        let key = ring.sending()?;
        for range in to_write(&ends, &ours) {
            let small = to_merge(&range, own, &ours);
            let first = small.last().map_or(range.first, |segment| segment.first);
            let put = self.put(&Range { first, ..range }, key)?;
            for segment in small.iter().filter(|segment| !put.contains(segment)) {
                self.remote.remove(segment)?;
                self.forget(segment)?;
            }
        }
        self.put_rivals(&whole, key)?;
        if !self.lying.stated.contains(&own) || self.done.written > 0 || self.done.accepted > 0 {
            self.remote.state(own, &statement)?;
        }
        Ok(())
    }

    /// Writes evidence that nobody has put there: whoever has not heard that a desk was copied would count what it wrote.
    fn put_rivals(&mut self, whole: &BTreeSet<Segment>, key: &ExchangeKey) -> Result<(), Ended> {
        let (own, rivals) = ask(self.desk, |app, _| Ok((app.device(), app.rivals()?)))?;
        let known: Vec<Rival> = rivals.iter().map(Rival::of).collect();
        for run in rivals_to_write(&known, whole) {
            let entries: Vec<&Entry> = run.iter().map(|at| &rivals[*at]).collect();
            let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
                continue;
            };
            let numbers = (first.header().seq, last.header().seq);
            let tip = last.hash();
            let segment =
                Segment::new(own, first.header().device, numbers, tip, key.id()).as_rival();
            let seal = |entry: &&Entry| {
                let record = Record::Evidence((*entry).clone());
                Sealed::seal(&record, key, &mut SystemEntropy)
            };
            let frames = cores::each(&entries, seal)
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| Fault::Damaged)?;
            let tag = self.remote.write(&segment, &frames)?;
            self.lying.segments.insert(segment, tag);
            self.remember(vec![(segment, Vec::new())])?;
            self.done.written += frames.len() as u64;
            self.step()?;
        }
        Ok(())
    }

    /// Seals and writes some consecutive entries, in pieces of about one size.
    pub(super) fn put(&mut self, range: &Range, key: &ExchangeKey) -> Result<Vec<Segment>, Ended> {
        let (mut next, mut put) = (range.first, Vec::new());
        while next <= range.last {
            let (own, page) = ask(self.desk, |app, _| {
                let page = app.outgoing(range.author, (next, range.last), USUAL)?;
                Ok((app.device(), page))
            })?;
            let (Some(first), Some(last)) = (page.first(), page.last()) else {
                break;
            };
            let numbers = (seq_of(first), seq_of(last));
            let seal = |one: &Outgoing| Sealed::seal(&one.record, key, &mut SystemEntropy);
            let frames = cores::each(&page, seal)
                .into_iter()
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| Fault::Damaged)?;
            let Some(tip) = frames.last().map(|frame| frame.place.hash) else {
                break;
            };
            let bare: Vec<Hash> = page
                .iter()
                .zip(&frames)
                .filter(|(one, _)| one.withheld)
                .map(|(_, frame)| frame.place.hash)
                .collect();
            let segment = Segment::new(own, range.author, numbers, tip, key.id());
            let tag = self.remote.write(&segment, &frames)?;
            self.lying.segments.insert(segment, tag);
            let held = ask(self.desk, |app, _| app.held_among(&bare))?;
            self.remember(vec![(segment, held.waiting)])?;
            put.push(segment);
            self.done.written += frames.len() as u64;
            next = numbers.1 + 1;
            self.step()?;
        }
        Ok(put)
    }
}

fn seq_of(one: &Outgoing) -> u64 {
    let (Record::Entry(entry, _) | Record::Evidence(entry)) = &one.record;
    entry.header().seq
}

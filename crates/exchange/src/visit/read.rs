//! Reading: what is new is opened, taken in and remembered.

use std::collections::BTreeMap;

use tirkeu_core::app::{App, Ingested, Keyring};
use tirkeu_core::cores;
use tirkeu_core::frames::{Absence, Record, Sealed, Stated};
use tirkeu_core::id::{DeviceId, Hash};
use tirkeu_core::journal::Entry;
use tirkeu_core::journal::log::NotNext;
use tirkeu_core::vault::{ExchangeKey, Holder};

use super::{Ended, Meeting, ask};
use crate::name::Segment;
use crate::plan::together;
use crate::remote::{Fault, Lying};

/// Keys for one desk that are tried of one statement.
const MOST_KEYS: usize = 64;

/// A segment that was read.
struct Opened {
    segment: Segment,
    frames: Vec<Sealed>,
    entries: Vec<Entry>,
    /// Entries whose bodies lie there withheld.
    bare: Vec<Hash>,
}

enum Took {
    All,
    Refused(Vec<NotNext>),
    Unread(Fault),
}

impl Meeting<'_> {
    /// Reads what is new until nothing more can be taken: a desk's key may come with another's entries, and an entry
    /// with the one before it from another writer.
    pub(super) fn read(&mut self, unread: Vec<Segment>) -> Result<(), Ended> {
        let mut open = unread;
        let mut ring = ask(self.desk, App::keyring_of)?;
        self.learn(&mut ring)?;
        loop {
            let before = open.len();
            let (mut later, mut refused, mut unread) =
                (Vec::new(), BTreeMap::new(), BTreeMap::new());
            for some in together(&open) {
                for (segment, took) in self.take(some, &ring)? {
                    match took {
                        Took::All => continue,
                        Took::Refused(some) => {
                            for why in some {
                                *refused.entry(why).or_insert(0) += 1;
                            }
                        }
                        Took::Unread(fault) => *unread.entry(fault).or_insert(0) += 1,
                    }
                    later.push(segment);
                }
                self.step()?;
            }
            if later.is_empty() || later.len() == before {
                self.done.refused = refused;
                self.done.unread = unread;
                return Ok(());
            }
            later.sort_unstable();
            open = later;
            for key in ask(self.desk, App::keyring_of)?.into_keys() {
                ring.add(key);
            }
        }
    }

    /// Keys for this desk, and how far others say they are.
    fn learn(&mut self, ring: &mut Keyring) -> Result<(), Ended> {
        let mut said_by = Vec::new();
        for writer in self.lying.stated.clone() {
            let bytes = match self.remote.stated(writer) {
                Err(fault) if fault.is_of_the_place() => return Err(fault.into()),
                read => read.unwrap_or_default(),
            };
            let Ok(stated) = Stated::read(&bytes) else {
                // Whoever said it says it again.
                self.lying.stated.retain(|one| *one != writer);
                continue;
            };
            let said = &stated.statement;
            let (holder, secret, known) = ask(self.desk, |app, secret| {
                let holder = Holder {
                    org: app.org(),
                    device: app.device(),
                };
                Ok((holder, secret.clone(), app.roster().key_of(writer)))
            })?;
            // Nobody vouches for these: a few are tried, and outside of the desk's moment.
            let mine = said.keys.iter().filter(|(to, ..)| *to == holder.device);
            for (_, key, shared) in mine.take(MOST_KEYS) {
                if ring.get(*key).is_none()
                    && let Some(opened) = ExchangeKey::open(shared, &secret, holder, *key)
                {
                    ring.add(opened);
                }
            }
            let is_theirs = said.device == writer && known.is_some_and(|key| stated.verified(key));
            match is_theirs {
                true => {
                    let own = said.heads.iter().find(|(device, ..)| *device == writer);
                    let next = own.map_or(0, |(_, seq, _)| seq.saturating_add(1));
                    said_by.push((writer, next));
                }
                false => self.lying.stated.retain(|one| *one != writer),
            }
        }
        self.missed(&said_by)
    }

    /// What desks say they put there and does not lie there. Whoever wrote between the listing and the reading is not
    /// suspected: where something is missing the place is looked at once more.
    fn missed(&mut self, said: &[(DeviceId, u64)]) -> Result<(), Ended> {
        if missing(said, &self.lying) > 0 {
            let again = self.remote.look()?;
            self.done.withheld = missing(said, &again);
        }
        Ok(())
    }

    /// Takes in some segments in which no number of a chain stands twice, in one transaction of the desk.
    fn take(
        &mut self,
        segments: &[Segment],
        ring: &Keyring,
    ) -> Result<Vec<(Segment, Took)>, Ended> {
        let (mut took, mut opened) = (Vec::new(), Vec::new());
        for segment in segments {
            match self.open(segment, ring)? {
                Ok(one) => opened.push(one),
                Err(outcome) => took.push((*segment, outcome)),
            }
        }
        let ingested = self.ingest(&opened)?;
        let mut whole = Vec::new();
        for one in opened {
            let refused = ingested.refused.iter();
            let of_this = refused.filter(|entry| one.segment.covers(entry.device, entry.seq));
            let why: Vec<NotNext> = of_this.map(|entry| entry.why).collect();
            if !why.is_empty() {
                took.push((one.segment, Took::Refused(why)));
            } else if one.frames.iter().any(|frame| frame.body.is_empty()) {
                // Every frame has a sealed body, if only one that says why there is none: where it is missing somebody
                // took it.
                let unread = self.unread(&one.segment, Fault::Damaged)?;
                took.push((one.segment, unread));
            } else {
                whole.push(one);
            }
        }
        self.put_right(&whole, ring)?;
        Ok(took)
    }

    /// Reads one segment and opens its frames.
    fn open(&mut self, segment: &Segment, ring: &Keyring) -> Result<Result<Opened, Took>, Ended> {
        let frames = match self.remote.read(segment) {
            Ok(frames) => frames,
            Err(fault) if fault.is_of_the_place() => return Err(fault.into()),
            // Its writer has put a longer one in its place meanwhile.
            Err(Fault::Gone) => return Ok(Err(Took::All)),
            Err(fault) => return self.unread(segment, fault).map(Err),
        };
        let records = cores::each(&frames, |frame| match ring.get(frame.place.key) {
            Some(key) => frame.open(key).map_err(|_| Fault::Damaged),
            None => Err(Fault::Key),
        });
        let records = match records.into_iter().collect::<Result<Vec<Record>, Fault>>() {
            Ok(records) => records,
            Err(Fault::Key) => return Ok(Err(Took::Unread(Fault::Key))),
            Err(fault) => return self.unread(segment, fault).map(Err),
        };
        // Evidence has no bodies: under the name of a chain it would seem to cover what it does not.
        if (records.iter()).any(|record| matches!(record, Record::Evidence(_)) != segment.rival) {
            return self.unread(segment, Fault::Damaged).map(Err);
        }
        let mut opened = Opened {
            segment: *segment,
            frames,
            entries: Vec::with_capacity(records.len()),
            bare: Vec::new(),
        };
        for record in records {
            if let Record::Entry(entry, Some(Absence::Withheld)) = &record {
                opened.bare.push(entry.hash());
            }
            let (Record::Entry(entry, _) | Record::Evidence(entry)) = record;
            opened.entries.push(entry);
        }
        Ok(Ok(opened))
    }

    fn ingest(&mut self, opened: &[Opened]) -> Result<Ingested, Ended> {
        let entries = opened.iter().flat_map(|one| &one.entries).cloned();
        let mut given: Vec<Entry> = entries.collect();
        let ingested = ask(self.desk, |app, _| app.ingest(std::mem::take(&mut given)))?;
        self.done.accepted += ingested.accepted;
        self.done.bodies += ingested.bodies;
        self.done.forks += ingested.forks;
        self.done.touched.extend(&ingested.touched);
        Ok(ingested)
    }

    /// Of segments that were taken in: takes away there what was taken away here, and remembers them.
    fn put_right(&mut self, whole: &[Opened], ring: &Keyring) -> Result<(), Ended> {
        let mut rows = Vec::new();
        for one in whole {
            let (erased, held) = ask(self.desk, |app, _| {
                Ok((app.erased_among(&one.entries)?, app.held_among(&one.bare)?))
            })?;
            // What an act took away here comes with its body from a desk that has not heard of it.
            if !erased.is_empty() {
                self.erase(&one.segment, &one.frames, &erased, ring)?;
            }
            match held.may_leave {
                // Remembered when it was written anew: until then a power cut must find it unread.
                true => drop(self.owed.insert(one.segment)),
                false => rows.push((one.segment, held.waiting)),
            }
        }
        self.remember(rows)
    }

    /// What this desk wrote itself and cannot read any more is written anew; what others wrote is tried again.
    fn unread(&mut self, segment: &Segment, fault: Fault) -> Result<Took, Ended> {
        let own = ask(self.desk, |app, _| Ok(app.device()))?;
        if segment.writer == own && fault == Fault::Damaged {
            self.remote.remove(segment)?;
            self.forget(segment)?;
            return Ok(Took::All);
        }
        Ok(Took::Unread(fault))
    }
}

fn missing(said: &[(DeviceId, u64)], lying: &Lying) -> u64 {
    let of = |(writer, next): &(DeviceId, u64)| {
        let there = lying.segments.keys();
        let there = there.filter(|segment| segment.author == *writer && !segment.rival);
        let lies = there.map(|segment| segment.last.saturating_add(1)).max();
        next.saturating_sub(lies.unwrap_or(0))
    };
    said.iter().map(of).sum()
}

//! One meeting of a desk with a place.
//!
//! Read what is new, put right what lies otherwise than it should, write what is missing, say what one has. Whatever
//! stops it in the middle, the next visit goes on: what was read is remembered when it was taken in, what was written when
//! it is synced there, and both may be done twice.

use std::collections::{BTreeMap, BTreeSet};

use tirkeu_core::app::exchange::{
    EXCHANGE_AWAY, EXCHANGE_FULL, EXCHANGE_REFUSED, EXCHANGE_STOPPED,
};
use tirkeu_core::app::{App, Ingested, Keyring, Outgoing, PlaceId};
use tirkeu_core::cores;
use tirkeu_core::desk::backup::{Go, Moments};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::frames::{Absence, Record, Sealed, Stated};
use tirkeu_core::id::{DeviceId, Hash, SubjectId, SystemEntropy};
use tirkeu_core::journal::Entry;
use tirkeu_core::journal::log::{self, NotNext};
use tirkeu_core::query::exchange;
use tirkeu_core::vault::{ExchangeKey, Holder, SealKey};

use crate::name::Segment;
use crate::plan::{Range, to_merge, to_read, to_write, together};
use crate::remote::{Fault, Lying, Remote};
use crate::segment::USUAL;

/// An open desk that is asked for a moment at a time; between two moments others work on it.
pub trait Desk {
    /// One moment. A desk that was closed meanwhile answers [`Error::Locked`].
    ///
    /// # Errors
    /// Those of the work.
    fn moment(
        &self,
        work: &mut dyn FnMut(&mut App, &SealKey) -> Result<(), Error>,
    ) -> Result<(), Error>;
}

impl<T: Moments> Desk for T {
    fn moment(
        &self,
        work: &mut dyn FnMut(&mut App, &SealKey) -> Result<(), Error>,
    ) -> Result<(), Error> {
        Moments::moment(self, &mut |open| {
            let secret = open.vault().device.seal.clone();
            work(&mut open.app, &secret)
        })
    }
}

fn ask<T>(
    desk: &dyn Desk,
    mut work: impl FnMut(&mut App, &SealKey) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut answer = None;
    desk.moment(&mut |app, secret| {
        answer = Some(work(app, secret)?);
        Ok(())
    })?;
    answer.ok_or(Error::Locked)
}

/// What a visit came to.
#[derive(Debug, Default)]
pub struct Visit {
    /// Entries that were new.
    pub accepted: u64,
    /// Bodies that came to entries that were here.
    pub bodies: u64,
    /// Desks that were found to have been copied.
    pub forks: u64,
    /// Entries that were not taken, by reason; they are asked for again.
    pub refused: BTreeMap<NotNext, u64>,
    /// Segments that could not be read, by reason; they are tried again.
    pub unread: BTreeMap<Fault, u64>,
    /// Files of somebody else, or not written to their end.
    pub strange: u64,
    /// Entries that were written.
    pub written: u64,
    /// Bodies that were put into another state.
    pub settled: u64,
    /// Entries that another desk said it has put there and that do not lie there.
    pub withheld: u64,
    /// Subjects whose views must be asked again.
    pub touched: BTreeSet<SubjectId>,
    /// Why nothing was written, when nothing was: the code of a refusal.
    pub unwritten: Option<&'static str>,
}

/// Why a visit ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The place.
    #[error(transparent)]
    Place(#[from] Fault),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] Error),
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
}

impl From<Ended> for Error {
    fn from(ended: Ended) -> Self {
        let code = match ended {
            Ended::Desk(error) => return error,
            Ended::Stopped => EXCHANGE_STOPPED,
            Ended::Place(fault) => match fault {
                Fault::Full => EXCHANGE_FULL,
                Fault::Refused => EXCHANGE_REFUSED,
                _ => EXCHANGE_AWAY,
            },
        };
        Refusal::new(code).into()
    }
}

/// Visits a place. `go` is asked after each few segments.
///
/// # Errors
/// What the place says when it does not answer, what the desk says when it is closed meanwhile. What was done until then
/// is done.
pub fn visit(
    desk: &dyn Desk,
    remote: &mut dyn Remote,
    name: &str,
    go: &mut dyn FnMut(&Visit) -> Go,
) -> Result<Visit, Ended> {
    let lying = remote.look()?;
    let (place, known) = ask(desk, |app, _| app.place(name))?;
    let known: BTreeMap<String, String> = (known.into_iter())
        .map(|segment| (segment.name, segment.tag))
        .collect();
    let unread = to_read(&lying.segments, &known);
    let there = lying.segments.keys().copied();
    let mut meeting = Meeting {
        desk,
        remote,
        place,
        owed: BTreeSet::new(),
        whole: there.filter(|segment| !unread.contains(segment)).collect(),
        done: Visit {
            strange: lying.strange + lying.halves.len() as u64,
            ..Visit::default()
        },
        lying,
        go,
    };
    meeting.tidy()?;
    meeting.forget_gone(&known)?;
    meeting.read(unread)?;
    // A manager's desk hands its keys to whoever came to be known, and makes a new one where a desk was stopped.
    ask(desk, |app, secret| {
        app.confirm_erasures()?;
        app.share_keys(secret)
    })?;
    let ring = ask(desk, App::keyring_of)?;
    meeting.settle(&ring)?;
    match ring.sending() {
        Ok(_) => meeting.write(&ring)?,
        Err(error) => meeting.done.unwritten = error.refusals().first().map(|no| no.code.0),
    }
    ask(desk, |app, _| app.met(place))?;
    Ok(meeting.done)
}

struct Meeting<'a> {
    desk: &'a dyn Desk,
    remote: &'a mut dyn Remote,
    place: PlaceId,
    lying: Lying,
    /// Segments whose frames were read, or written.
    whole: BTreeSet<Segment>,
    /// Segments that lack a body which is here and may leave.
    owed: BTreeSet<Segment>,
    done: Visit,
    go: &'a mut dyn FnMut(&Visit) -> Go,
}

impl Meeting<'_> {
    fn step(&mut self) -> Result<(), Ended> {
        match (self.go)(&self.done) {
            Go::On => Ok(()),
            Go::Stop => Err(Ended::Stopped),
        }
    }

    /// What this desk left half-written goes, so that no body stays that nobody knows of.
    fn tidy(&mut self) -> Result<(), Ended> {
        let own = ask(self.desk, |app, _| Ok(app.device()))?;
        for segment in std::mem::take(&mut self.lying.halves) {
            if segment.writer == own {
                self.remote.remove(&segment)?;
            }
        }
        Ok(())
    }

    /// Segments that somebody took away are written again where nobody else has them.
    fn forget_gone(&mut self, known: &BTreeMap<String, String>) -> Result<(), Ended> {
        let there: BTreeSet<String> = self.lying.segments.keys().map(Segment::name).collect();
        let gone: Vec<String> = (known.keys())
            .filter(|name| !there.contains(*name))
            .cloned()
            .collect();
        let place = self.place;
        Ok(ask(self.desk, |app, _| app.forget_segments(place, &gone))?)
    }

    /// Reads what is new until nothing more can be taken: a desk's key may come with another's entries, and an entry
    /// with the one before it from another writer.
    fn read(&mut self, unread: Vec<Segment>) -> Result<(), Ended> {
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

    fn forget(&mut self, segment: &Segment) -> Result<(), Ended> {
        self.lying.segments.remove(segment);
        self.whole.remove(segment);
        let (place, name) = (self.place, segment.name());
        ask(self.desk, |app, _| {
            app.forget_segments(place, std::slice::from_ref(&name))
        })?;
        Ok(())
    }

    /// They are whole, and lie there with the tags of the list; of whom bodies lack there that are here.
    fn remember(&mut self, whole: Vec<(Segment, Vec<(SubjectId, u64)>)>) -> Result<(), Ended> {
        if whole.is_empty() {
            return Ok(());
        }
        self.whole.extend(whole.iter().map(|(segment, _)| *segment));
        let row = |(segment, held): (Segment, _)| {
            let tag = self.lying.segments.get(&segment).cloned();
            let row = exchange::Segment {
                name: segment.name(),
                device: segment.author,
                first: segment.first,
                last: segment.last,
                tag: tag.unwrap_or_default(),
            };
            (row, held)
        };
        let rows: Vec<_> = whole.into_iter().map(row).collect();
        let place = self.place;
        Ok(ask(self.desk, |app, _| {
            app.remember_segments(place, &rows)
        })?)
    }

    /// Bodies that lie there otherwise than they should: taken away by an act, or agreed to since. A segment that was
    /// not read yet is settled when it is.
    fn settle(&mut self, ring: &Keyring) -> Result<(), Ended> {
        let place = self.place;
        let unsettled = ask(self.desk, |app, _| app.unsettled_at(place))?;
        let gone: BTreeSet<(DeviceId, u64)> = unsettled.erased.iter().copied().collect();
        for segment in self.whole.clone() {
            let within = (segment.author, segment.first)..=(segment.author, segment.last);
            if gone.range(within).next().is_none() {
                continue;
            }
            let frames = match self.remote.read(&segment) {
                Ok(frames) => frames,
                Err(fault) if fault.is_of_the_place() => return Err(fault.into()),
                // Somebody changed it: it is read anew at the next visit, and settled then.
                Err(_) => continue,
            };
            let erased: BTreeSet<Hash> = frames
                .iter()
                .filter(|frame| gone.contains(&(frame.place.device, frame.place.seq)))
                .map(|frame| frame.place.hash)
                .collect();
            if self.erase(&segment, &frames, &erased, ring)? {
                self.retag(&segment)?;
            }
            self.step()?;
        }
        let agreed = unsettled.agreed.iter();
        let mut owed = std::mem::take(&mut self.owed);
        owed.extend(agreed.filter_map(|name| Segment::parse(name.as_str())));
        if !owed.is_empty() && ring.sending().is_err() {
            return Ok(());
        }
        for segment in owed {
            self.put_anew(&segment, ring.sending()?)?;
            self.step()?;
        }
        ask(self.desk, |app, _| app.settled_at(place, &unsettled))?;
        Ok(())
    }

    /// The same entries once more, with what may leave by now.
    fn put_anew(&mut self, segment: &Segment, key: &ExchangeKey) -> Result<(), Ended> {
        let range = Range {
            author: segment.author,
            first: segment.first,
            last: segment.last,
        };
        let before = self.done.written;
        let put = self.put(&range, key)?;
        self.done.settled += self.done.written - before;
        self.done.written = before;
        let own = ask(self.desk, |app, _| Ok(app.device()))?;
        if put.contains(segment) {
            return Ok(());
        }
        match segment.writer == own {
            // Under another key it has another name: the old one goes when the new ones lie there.
            true => {
                self.remote.remove(segment)?;
                self.forget(segment)
            }
            // What another desk wrote stays as it is; nothing of it waits any more.
            false => self.remember(vec![(*segment, Vec::new())]),
        }
    }

    /// Remembers a segment as it lies now, and whose bodies are still held.
    fn retag(&mut self, segment: &Segment) -> Result<(), Ended> {
        let row = (
            segment.name(),
            self.lying
                .segments
                .get(segment)
                .cloned()
                .unwrap_or_default(),
        );
        let place = self.place;
        Ok(ask(self.desk, |app, _| {
            app.retag_segment(place, &row.0, &row.1)
        })?)
    }

    /// Takes bodies away where they lie, those that are still there; true when something was changed.
    fn erase(
        &mut self,
        segment: &Segment,
        frames: &[Sealed],
        erased: &BTreeSet<Hash>,
        ring: &Keyring,
    ) -> Result<bool, Ended> {
        let mut others = BTreeMap::new();
        for frame in frames {
            if !erased.contains(&frame.place.hash) {
                continue;
            }
            let Some(key) = ring.get(frame.place.key) else {
                continue;
            };
            let is_there = matches!(frame.open(key), Ok(Record::Entry(_, None)));
            if is_there {
                let bare = frame.bare(Absence::Erased, key, &mut SystemEntropy);
                others.insert(frame.place.hash, bare);
            }
        }
        if others.is_empty() {
            return Ok(false);
        }
        let tag = self.remote.replace(segment, &others)?;
        self.lying.segments.insert(*segment, tag);
        self.done.settled += others.len() as u64;
        Ok(true)
    }

    /// Writes what nobody has put there, and says what this desk has.
    fn write(&mut self, ring: &Keyring) -> Result<(), Ended> {
        // A name alone covers nothing: what it promises was read, or written by this desk.
        let whole = self.whole.clone();
        let (own, heads, ours) = ask(self.desk, |app, _| {
            let heads = log::heads(app.conn())?;
            let mut ours = BTreeSet::new();
            for segment in &whole {
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
        if !self.lying.stated.contains(&own) || self.done.written > 0 || self.done.accepted > 0 {
            self.remote.state(own, &statement)?;
        }
        Ok(())
    }

    /// Seals and writes some consecutive entries, in pieces of about one size.
    fn put(&mut self, range: &Range, key: &ExchangeKey) -> Result<Vec<Segment>, Ended> {
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

/// A segment that was read.
struct Opened {
    segment: Segment,
    frames: Vec<Sealed>,
    entries: Vec<Entry>,
    /// Entries whose bodies lie there withheld.
    bare: Vec<Hash>,
}

/// Keys for one desk that are tried of one statement.
const MOST_KEYS: usize = 64;

fn missing(said: &[(DeviceId, u64)], lying: &Lying) -> u64 {
    let of = |(writer, next): &(DeviceId, u64)| {
        let there = lying.segments.keys();
        let there = there.filter(|segment| segment.author == *writer);
        let lies = there.map(|segment| segment.last.saturating_add(1)).max();
        next.saturating_sub(lies.unwrap_or(0))
    };
    said.iter().map(of).sum()
}

enum Took {
    All,
    Refused(Vec<NotNext>),
    Unread(Fault),
}

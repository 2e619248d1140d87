//! One meeting of a desk with a place.
//!
//! Read what is new, put right what lies otherwise than it should, write what is missing, say what one has. Whatever
//! stops it in the middle, the next visit goes on: what was read is remembered when it was taken in, what was written when
//! it is synced there, and both may be done twice.

use std::collections::{BTreeMap, BTreeSet};

use tirkeu_core::app::exchange::{
    EXCHANGE_AWAY, EXCHANGE_FULL, EXCHANGE_REFUSED, EXCHANGE_STOPPED,
};
use tirkeu_core::app::{App, Keyring, Outgoing, PlaceId};
use tirkeu_core::desk::backup::{Go, Moments};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::frames::{Absence, Record, Sealed, Stated};
use tirkeu_core::id::{DeviceId, Hash, SubjectId, SystemEntropy};
use tirkeu_core::journal::log::{self, NotNext};
use tirkeu_core::query::exchange;
use tirkeu_core::vault::{ExchangeKey, Holder, SealKey};

use crate::name::Segment;
use crate::plan::{Range, to_read, to_write};
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

/// Visits a place. `go` is asked after each segment.
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
        whole: there.filter(|segment| !unread.contains(segment)).collect(),
        done: Visit {
            strange: lying.strange,
            ..Visit::default()
        },
        lying,
        go,
    };
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
            for segment in open {
                match self.take(&segment, &ring)? {
                    Took::All => {}
                    Took::Refused(some) => {
                        for why in some {
                            *refused.entry(why).or_insert(0) += 1;
                        }
                        later.push(segment);
                    }
                    Took::Unread(fault) => {
                        *unread.entry(fault).or_insert(0) += 1;
                        later.push(segment);
                    }
                }
                self.step()?;
            }
            if later.is_empty() || later.len() == before {
                self.done.refused = refused;
                self.done.unread = unread;
                return Ok(());
            }
            open = later;
            for key in ask(self.desk, App::keyring_of)?.into_keys() {
                ring.add(key);
            }
        }
    }

    /// Keys for this desk, and how far others say they are.
    fn learn(&mut self, ring: &mut Keyring) -> Result<(), Ended> {
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
            let (opened, known) = ask(self.desk, |app, secret| {
                let holder = Holder {
                    org: app.org(),
                    device: app.device(),
                };
                let mine = said.keys.iter().filter(|(to, ..)| *to == holder.device);
                let opened: Vec<_> = mine
                    .filter_map(|(_, key, shared)| ExchangeKey::open(shared, secret, holder, *key))
                    .collect();
                let known = app.roster().key_of(writer);
                Ok((opened, known))
            })?;
            opened.into_iter().for_each(|key| ring.add(key));
            let is_theirs = said.device == writer && known.is_some_and(|key| stated.verified(key));
            match is_theirs {
                true => self.missed(writer, &said.heads),
                false => self.lying.stated.retain(|one| *one != writer),
            }
        }
        Ok(())
    }

    /// What a desk put there itself and does not lie there.
    fn missed(&mut self, writer: DeviceId, heads: &[(DeviceId, u64, Hash)]) {
        let Some((_, said, _)) = heads.iter().find(|(device, ..)| *device == writer) else {
            return;
        };
        let of = self.lying.segments.keys();
        let of = of.filter(|segment| segment.author == writer);
        let lies = of.map(|segment| segment.last + 1).max().unwrap_or(0);
        self.done.withheld += (said + 1).saturating_sub(lies);
    }

    fn take(&mut self, segment: &Segment, ring: &Keyring) -> Result<Took, Ended> {
        let frames = match self.remote.read(segment) {
            Ok(frames) => frames,
            Err(fault) if fault.is_of_the_place() => return Err(fault.into()),
            Err(fault) => return self.unread(segment, fault),
        };
        let mut entries = Vec::with_capacity(frames.len());
        for frame in &frames {
            let Some(key) = ring.get(frame.place.key) else {
                return Ok(Took::Unread(Fault::Key));
            };
            match frame.open(key) {
                Ok(Record::Entry(entry, _) | Record::Evidence(entry)) => entries.push(entry),
                Err(_) => return self.unread(segment, Fault::Damaged),
            }
        }
        let mut given = Some(entries.clone());
        let ingested = ask(self.desk, |app, _| {
            app.ingest(given.take().unwrap_or_default())
        })?;
        self.done.accepted += ingested.accepted;
        self.done.bodies += ingested.bodies;
        self.done.forks += ingested.forks;
        self.done.touched.extend(&ingested.touched);
        if !ingested.refused.is_empty() {
            let why = ingested.refused.iter().map(|entry| entry.why);
            return Ok(Took::Refused(why.collect()));
        }
        // Every frame has a sealed body, if only one that says why there is none: where it is missing somebody took it.
        if frames.iter().any(|frame| frame.body.is_empty()) {
            return self.unread(segment, Fault::Damaged);
        }
        // What an act took away here comes with its body from a desk that has not heard of it.
        let erased = ask(self.desk, |app, _| app.erased_among(&entries))?;
        match erased.is_empty() {
            true => {
                let tag = self.lying.segments.get(segment).cloned();
                self.remember(segment, tag.unwrap_or_default(), &[])?;
            }
            false => self.erase(segment, &frames, &erased, ring)?,
        }
        Ok(Took::All)
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

    fn remember(
        &mut self,
        segment: &Segment,
        tag: String,
        withheld: &[(SubjectId, u64)],
    ) -> Result<(), Ended> {
        let row = exchange::Segment {
            name: segment.name(),
            device: segment.author,
            first: segment.first,
            last: segment.last,
            tag: tag.clone(),
        };
        let place = self.place;
        ask(self.desk, |app, _| {
            app.remember_segment(place, &row, withheld)
        })?;
        self.lying.segments.insert(*segment, tag);
        self.whole.insert(*segment);
        Ok(())
    }

    /// Bodies that lie there otherwise than they should: taken away by an act, or agreed to since.
    fn settle(&mut self, ring: &Keyring) -> Result<(), Ended> {
        let place = self.place;
        let unsettled = ask(self.desk, |app, _| app.unsettled_at(place))?;
        let gone: BTreeSet<(DeviceId, u64)> = unsettled.erased.iter().copied().collect();
        let lying: Vec<Segment> = self.lying.segments.keys().copied().collect();
        let mut all = true;
        for segment in lying {
            let within = (segment.author, segment.first)..=(segment.author, segment.last);
            if gone.range(within).next().is_none() {
                continue;
            }
            let frames = match self.remote.read(&segment) {
                Ok(frames) => frames,
                Err(fault) if fault.is_of_the_place() => return Err(fault.into()),
                Err(_) => {
                    all = false;
                    continue;
                }
            };
            let erased: BTreeSet<Hash> = frames
                .iter()
                .filter(|frame| gone.contains(&(frame.place.device, frame.place.seq)))
                .map(|frame| frame.place.hash)
                .collect();
            self.erase(&segment, &frames, &erased, ring)?;
            self.step()?;
        }
        for name in &unsettled.agreed {
            let Some(segment) = Segment::parse(name) else {
                continue;
            };
            let Ok(key) = ring.sending() else {
                return Ok(());
            };
            let range = Range {
                author: segment.author,
                first: segment.first,
                last: segment.last,
            };
            let before = self.done.written;
            let put = self.put(&range, key)?;
            self.done.settled += self.done.written - before;
            self.done.written = before;
            // Under another key it has another name: the old one goes when the new ones lie there.
            if !put.contains(&segment) {
                self.remote.remove(&segment)?;
                self.forget(&segment)?;
            }
            self.step()?;
        }
        // A segment that cannot be read now is looked at again.
        if all {
            ask(self.desk, |app, _| app.settled_at(place, &unsettled))?;
        }
        Ok(())
    }

    /// Takes bodies away where they lie, those that are still there.
    fn erase(
        &mut self,
        segment: &Segment,
        frames: &[Sealed],
        erased: &BTreeSet<Hash>,
        ring: &Keyring,
    ) -> Result<(), Ended> {
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
        let tag = match others.is_empty() {
            true => self
                .lying
                .segments
                .get(segment)
                .cloned()
                .unwrap_or_default(),
            false => self.remote.replace(segment, &others)?,
        };
        self.done.settled += others.len() as u64;
        self.remember(segment, tag, &[])
    }

    /// Writes what nobody has put there, and says what this desk has.
    fn write(&mut self, ring: &Keyring) -> Result<(), Ended> {
        // A name alone covers nothing: what it promises was read, or written by this desk.
        let whole = self.whole.clone();
        let ranges = ask(self.desk, |app, _| {
            let heads: Vec<_> = log::heads(app.conn())?
                .into_iter()
                .map(|head| (head.device, head.seq))
                .collect();
            let mut ours = BTreeSet::new();
            for segment in &whole {
                let here = log::hash_at(app.conn(), segment.author, segment.last)?;
                if here.is_some_and(|hash| segment.ends_with(hash)) {
                    ours.insert(*segment);
                }
            }
            Ok(to_write(&heads, &ours))
        })?;
        let key = ring.sending()?;
        for range in ranges {
            self.put(&range, key)?;
        }
        let own = ask(self.desk, |app, _| Ok(app.device()))?;
        let statement = ask(self.desk, |app, _| app.statement())?;
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
            let frames = page
                .iter()
                .map(|one| Sealed::seal(&one.record, key, &mut SystemEntropy))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| Fault::Damaged)?;
            let Some(tip) = frames.last().map(|frame| frame.place.hash) else {
                break;
            };
            let withheld: Vec<(SubjectId, u64)> = page
                .iter()
                .filter_map(|one| Some((one.withheld?, seq_of(one))))
                .collect();
            let segment = Segment::new(own, range.author, numbers, tip, key.id());
            let tag = self.remote.write(&segment, &frames)?;
            self.remember(&segment, tag, &withheld)?;
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

enum Took {
    All,
    Refused(Vec<NotNext>),
    Unread(Fault),
}

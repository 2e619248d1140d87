//! One meeting of a desk with a place.
//!
//! Read what is new, put right what lies otherwise than it should, write what is missing, say what one has. Whatever
//! stops it in the middle, the next visit goes on: what was read is remembered when it was taken in, what was written when
//! it is synced there, and both may be done twice.

mod read;
mod settle;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use tirkeu_core::app::exchange::{
    EXCHANGE_AWAY, EXCHANGE_FULL, EXCHANGE_REFUSED, EXCHANGE_STOPPED,
};
use tirkeu_core::app::{App, PlaceId};
use tirkeu_core::desk::backup::{Go, Moments};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::id::SubjectId;
use tirkeu_core::journal::log::NotNext;
use tirkeu_core::query::exchange;
use tirkeu_core::vault::SealKey;

use crate::name::Segment;
use crate::plan::to_read;
use crate::remote::{Fault, Lying, Remote};

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
            work(&mut open.app, &secret)?;
            open.follow_root();
            Ok(())
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
}

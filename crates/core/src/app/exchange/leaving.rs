//! What leaves: entries with or without their bodies, page by page, for a place or for a bundle.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::EXCHANGE_ALONE;
use crate::app::session::By;
use crate::app::{App, Extent, Line};
use crate::domain::exchange::{About, travels};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::exchange::{BundleMade, BundleTaken};
use crate::frames::{Absence, Head, Record, Use};
use crate::id::{DeviceId, Hash, SubjectId};
use crate::journal::Entry;
use crate::journal::{arrived, log};
use crate::query::exchange::{self, Speaks};
use crate::store::schema;

/// Most entries that one page of a bundle holds.
const PAGE: u32 = 500;
/// Most bytes that one page holds, and one entry more.
const PAGE_BYTES: usize = 8 * 1024 * 1024;
/// Most evidence of one desk that is passed on: the first of it freezes the desk, whatever follows.
const MOST_RIVALS: u32 = 500;

/// Bodies that are here and lie withheld elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Some of them may leave by now.
    pub may_leave: bool,
    /// Whose permission others wait for, and their numbers.
    pub waiting: Vec<(SubjectId, u64)>,
}

/// One entry that leaves.
#[derive(Debug)]
pub struct Outgoing {
    /// With its body, or with the reason why it has none.
    pub record: Record,
    /// The body is here and stays here.
    pub withheld: bool,
}

/// What a bundle is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What some desk is not known to have.
    News,
    /// Everything: for a desk that is new, or that lacks what came before.
    Everything,
}

/// How much of every chain others are known to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Had {
    next: BTreeMap<DeviceId, u64>,
    /// People of whom something is news that may change a permission: what others have of them may lack its bodies.
    spoken: BTreeSet<SubjectId>,
}

impl Had {
    /// What each of them has.
    fn by_all(holds: &[BTreeMap<DeviceId, u64>]) -> Self {
        let Some((first, rest)) = holds.split_first() else {
            return Self::default();
        };
        let by_all = first.iter().filter_map(|(device, next)| {
            let mut others = rest.iter().map(|held| held.get(device).copied());
            let least = others.try_fold(*next, |least, held| Some(least.min(held?)));
            Some((*device, least?))
        });
        Self {
            next: by_all.collect(),
            spoken: BTreeSet::new(),
        }
    }

    /// Number of the first entry of a chain that somebody may lack.
    pub fn next(&self, device: DeviceId) -> u64 {
        self.next.get(&device).copied().unwrap_or(0)
    }
}

impl App {
    /// Of entries that lie somewhere without their bodies, those whose bodies are here: what may leave by now, and whose
    /// permission the rest waits for.
    pub fn held_among(&self, hashes: &[Hash]) -> Result<Held, Error> {
        let conn = &self.store.reading()?;
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let mut held = Held::default();
        for hash in hashes {
            let Some(entry) = log::entry(conn, *hash)?.filter(|entry| entry.body().is_some())
            else {
                continue;
            };
            let header = entry.header();
            match speaks.of(header)? {
                about if travels(about) => held.may_leave = true,
                About::Person { .. } => {
                    for card in exchange::cards_behind(conn, header.subject)? {
                        held.waiting.push((card, header.seq));
                    }
                }
                _ => {}
            }
        }
        Ok(held)
    }

    /// Those of some entries whose bodies an act took away here.
    pub fn erased_among(&self, entries: &[Entry]) -> Result<BTreeSet<Hash>, Error> {
        let conn = self.store.reading()?;
        let mut erased = BTreeSet::new();
        for entry in entries.iter().filter(|entry| entry.body().is_some()) {
            if self.folder.is_erased(&conn, entry)? {
                erased.insert(entry.hash());
            }
        }
        Ok(erased)
    }

    /// Entries of a chain from a number to another, as they leave: at most some, and no more once `bytes` are reached.
    pub fn outgoing(
        &self,
        device: DeviceId,
        (first, last): (u64, u64),
        bytes: usize,
    ) -> Result<Vec<Outgoing>, Error> {
        let conn = &self.store.reading()?;
        let count = last.saturating_sub(first).saturating_add(1);
        let limit = u32::try_from(count).unwrap_or(u32::MAX).min(PAGE);
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let (mut out, mut size) = (Vec::new(), 0);
        for entry in log::chain(conn, device, first, limit)? {
            size +=
                entry.header_bytes().len() + entry.body().map_or(0, |body| body.as_bytes().len());
            out.push(self.leaving(entry, &mut speaks)?);
            if size >= bytes {
                break;
            }
        }
        Ok(out)
    }

    /// What another copy of a desk signed, as evidence: the beginning of it where it is very long.
    pub fn rivals(&self) -> Result<Vec<Entry>, Error> {
        Ok(arrived::rivals(self.store.conn(), MOST_RIVALS)?)
    }

    fn leaving(&self, entry: Entry, speaks: &mut Speaks<'_>) -> Result<Outgoing, Error> {
        if entry.body().is_none() {
            let absence = match self.folder.is_erased(self.store.conn(), &entry)? {
                true => Absence::Erased,
                false => Absence::Withheld,
            };
            return Ok(Outgoing {
                record: Record::Entry(entry, Some(absence)),
                withheld: false,
            });
        }
        let about = speaks.of(entry.header())?;
        if travels(about) {
            return Ok(Outgoing {
                record: Record::Entry(entry, None),
                withheld: false,
            });
        }
        Ok(Outgoing {
            record: Record::Entry(entry.without_body(), Some(Absence::Withheld)),
            withheld: true,
        })
    }

    /// Fixes what a bundle of this moment holds, and what of it others are known to have.
    ///
    /// # Errors
    /// `exchange-alone` where there is no other desk.
    pub fn bundle(&self, which: Which) -> Result<(Extent, Had), Error> {
        self.allowed(Action::Exchange)?;
        let conn = self.store.conn();
        let recipients = self.recipients()?;
        let mut others = recipients
            .iter()
            .map(|(device, _)| *device)
            .filter(|device| *device != self.device)
            .peekable();
        if others.peek().is_none() {
            return Err(Refusal::new(EXCHANGE_ALONE).into());
        }
        let heads = log::heads(conn)?;
        let had = match which {
            Which::Everything => Had::default(),
            Which::News => {
                let holds = others.map(|device| exchange::holds(conn, device));
                let mut had = Had::by_all(&holds.collect::<Result<Vec<_>, _>>()?);
                for head in &heads {
                    let spoken = exchange::spoken_from(conn, head.device, had.next(head.device))?;
                    had.spoken.extend(spoken);
                }
                had
            }
        };
        let extent = Extent {
            head: Head {
                purpose: Use::Bundle,
                org: self.org,
                device: self.device,
                wall: self.clock.now(),
                schema: schema(),
            },
            entries: heads
                .iter()
                .map(|head| (head.seq + 1).saturating_sub(had.next(head.device)))
                .sum(),
            heads,
            recipients: recipients.into_iter().map(|(_, key)| key).collect(),
            upto: arrived::last(conn)?,
        };
        Ok((extent, had))
    }

    /// The next entries of a bundle after a place, as they leave; nothing at the end.
    pub fn bundle_page(
        &self,
        extent: &Extent,
        had: &Had,
        after: arrived::Place,
    ) -> Result<(Option<Vec<Record>>, arrived::Place), Error> {
        let conn = &self.store.reading()?;
        let (page, last) = arrived::page(conn, after, extent.upto, (PAGE, PAGE_BYTES))?;
        if page.is_empty() {
            return Ok((None, last));
        }
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let mut out = Vec::with_capacity(page.len());
        for one in page {
            let is_evidence = one.is_evidence;
            let entry = one.entry()?;
            if is_evidence {
                out.push(Record::Evidence(entry));
            } else if entry.header().seq >= had.next(entry.header().device) {
                out.push(self.leaving(entry, &mut speaks)?.record);
            } else if entry.body().is_some() && is_spoken_of(conn, had, &entry)? {
                // Permitted since, perhaps: a body that others may lack.
                let leaving = self.leaving(entry, &mut speaks)?;
                out.extend((!leaving.withheld).then_some(leaving.record));
            }
        }
        Ok((Some(out), last))
    }

    /// Notes a file for other desks before it gets its name.
    pub fn bundle_made(&mut self, body: BundleMade) -> Result<(), Error> {
        self.allowed(Action::Exchange)?;
        self.write(&By::Session, vec![Line::new(self.device, body)])
            .map(drop)
    }

    /// Notes a file of another desk that was taken in.
    pub fn bundle_taken(&mut self, body: BundleTaken) -> Result<(), Error> {
        self.allowed(Action::Exchange)?;
        self.write(&By::Session, vec![Line::new(self.device, body)])
            .map(drop)
    }
}

fn is_spoken_of(conn: &Connection, had: &Had, entry: &Entry) -> Result<bool, rusqlite::Error> {
    if had.spoken.is_empty() {
        return Ok(false);
    }
    let behind = exchange::cards_behind(conn, entry.header().subject)?;
    Ok(behind.iter().any(|card| had.spoken.contains(card)))
}

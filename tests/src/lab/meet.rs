//! Desks of the lab meet at a place in memory, by the real exchange.

use std::collections::BTreeMap;
use std::sync::Arc;

use tirkeu_core::app::{App, Ingested, Which};
use tirkeu_core::desk::backup::Go;
use tirkeu_core::error::Error;
use tirkeu_core::frames::{self, Hashed, Reader, Record, Sealed, Writer};
use tirkeu_core::id::{DeviceId, Hash};
use tirkeu_core::journal::arrived;
use tirkeu_core::vault::SealKey;
use tirkeu_exchange::{Ended, Fault, Lying, Place, Remote, Segment, Visit, visit};

use super::{Desk, Lab};

/// A place that is gone with the test. Its bytes can be looked at.
pub use object_store::memory::InMemory as Meeting;

/// A place that is pulled out after some turns.
struct Pulled {
    place: Place,
    turns: u64,
}

impl Pulled {
    fn turn(&mut self) -> Result<&mut Place, Fault> {
        self.turns = self.turns.checked_sub(1).ok_or(Fault::Away)?;
        Ok(&mut self.place)
    }
}

impl Remote for Pulled {
    fn look(&mut self) -> Result<Lying, Fault> {
        self.turn()?.look()
    }
    fn read(&mut self, segment: &Segment) -> Result<Vec<Sealed>, Fault> {
        self.turn()?.read(segment)
    }
    fn write(&mut self, segment: &Segment, frames: &[Sealed]) -> Result<String, Fault> {
        let tag = self.turn()?.write(segment, frames)?;
        // Written, and the answer never came.
        self.turn().map(|_| tag)
    }
    fn replace(
        &mut self,
        segment: &Segment,
        bodies: &BTreeMap<Hash, Vec<u8>>,
    ) -> Result<String, Fault> {
        let tag = self.turn()?.replace(segment, bodies)?;
        self.turn().map(|_| tag)
    }
    fn remove(&mut self, segment: &Segment) -> Result<(), Fault> {
        self.turn()?.remove(segment)
    }
    fn stated(&mut self, writer: DeviceId) -> Result<Vec<u8>, Fault> {
        self.turn()?.stated(writer)
    }
    fn state(&mut self, writer: DeviceId, statement: &[u8]) -> Result<(), Fault> {
        self.turn()?.state(writer, statement)
    }
}

struct Moment(Desk);

impl tirkeu_exchange::Desk for Moment {
    fn moment(
        &self,
        work: &mut dyn FnMut(&mut App, &SealKey) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let secret = self.0.seal_key();
        work(&mut self.0.app(), &secret)
    }
}

impl Desk {
    /// Visits a place.
    pub fn meet(&self, at: &Arc<Meeting>) -> Visit {
        self.try_meet(at).unwrap()
    }

    /// A manager lets a desk read that nothing here has heard of.
    pub fn introduced(&self, other: &Self) {
        let secret = self.seal_key();
        let to = (other.id(), other.seal_public());
        self.app().introduce(to.0, to.1, &secret).unwrap();
    }

    /// The same, with what ended it.
    pub fn try_meet(&self, at: &Arc<Meeting>) -> Result<Visit, Ended> {
        self.meet_for(at, None)
    }

    /// The same; after some turns at the place it is gone, in the middle of whatever is done there.
    pub fn meet_for(&self, at: &Arc<Meeting>, turns: Option<u64>) -> Result<Visit, Ended> {
        let org = self.app().org();
        let mut place = Pulled {
            place: Place::memory(at, org)?,
            turns: turns.unwrap_or(u64::MAX),
        };
        self.meet_in(&mut place, &format!("{:p}", Arc::as_ptr(at)))
    }

    /// The same at whatever place, which the desk remembers under a name.
    pub fn meet_in(&self, there: &mut dyn Remote, name: &str) -> Result<Visit, Ended> {
        visit(&Moment(self.clone()), there, name, &mut |_| Go::On)
    }
}

/// A bundle as a stick carries it, without the envelope: what is in it is the same.
impl Desk {
    /// Writes one for the others; `None` where the desk may not, or there are none.
    pub fn bundle(&self, which: Which) -> Option<Vec<u8>> {
        let app = self.app();
        let (extent, had) = app.bundle(which).ok()?;
        let mut writer = Writer::begin(Hashed::new(Vec::new()), extent.head).unwrap();
        let mut at = arrived::Place::default();
        loop {
            let (page, next) = app.bundle_page(&extent, &had, at).unwrap();
            let Some(page) = page else { break };
            for record in &page {
                writer.record(record).unwrap();
            }
            at = next;
        }
        let (through, written) = writer.close();
        Some(app.seal(&extent, written, through).unwrap())
    }

    /// Takes one in, or nothing of it.
    pub fn take_bundle(&self, bytes: &[u8]) -> Result<Ingested, frames::Fault> {
        let mut reader = Reader::begin(bytes)?;
        let mut entries = Vec::new();
        while let Some(record) = reader.record()? {
            let (Record::Entry(entry, _) | Record::Evidence(entry)) = record;
            entries.push(entry);
        }
        let signed = reader.end()?;
        if let Some(key) = self.app().roster().key_of(signed.trailer.device) {
            signed.verified(key)?;
        }
        Ok(self.take(entries))
    }
}

impl Lab {
    /// Everybody visits a place until nobody finds anything new there.
    pub fn meet(&self, at: &Arc<Meeting>) {
        for _round in 0..16 {
            let visits = self.desks().iter().map(|desk| desk.meet(at));
            let news =
                visits.map(|visit| visit.accepted + visit.bodies + visit.written + visit.settled);
            if news.sum::<u64>() == 0 {
                return;
            }
        }
        let last: Vec<Visit> = self.desks().iter().map(|desk| desk.meet(at)).collect();
        panic!("desks never fall silent: {last:#?}");
    }
}

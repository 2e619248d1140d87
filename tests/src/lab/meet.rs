//! Desks of the lab meet at a place in memory, by the real exchange.

use std::sync::Arc;

use tirkeu_core::app::App;
use tirkeu_core::desk::backup::Go;
use tirkeu_core::error::Error;
use tirkeu_core::vault::SealKey;
use tirkeu_exchange::{Ended, Place, Visit, visit};

use super::{Desk, Lab};

/// A place that is gone with the test. Its bytes can be looked at.
pub use object_store::memory::InMemory as Meeting;

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

    /// The same, with what ended it.
    pub fn try_meet(&self, at: &Arc<Meeting>) -> Result<Visit, Ended> {
        let org = self.app().org();
        let mut place = Place::memory(at, org)?;
        visit(&Moment(self.clone()), &mut place, "meeting", &mut |_| {
            Go::On
        })
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
        panic!("desks never fall silent");
    }
}

//! What the exchange between desks asks of an open desk: its keys, what may leave, what it remembers of a place.
//!
//! Entries come in by [`App::ingest`]. Nothing here opens a file or a connection: folders and bundles are elsewhere, and
//! ask for a moment at a time.

mod keys;
mod leaving;
mod place;

pub use keys::Keyring;
pub use leaving::{Had, Held, Outgoing, Which};
pub use place::{PlaceId, StoreKey, Unsettled};

use super::App;
use crate::error::Error;
use crate::frames::Statement;
use crate::journal::log;

crate::codes! {
    /// There is no key under which to send: a manager has to begin the exchange, or a desk was stopped and no new key
    /// has come.
    EXCHANGE_KEY = "exchange-key";
    /// The desk is known here: there is nothing to introduce.
    INTRODUCTION_KNOWN = "introduction-known";
    /// Nothing can be sealed to the desk that was introduced.
    INTRODUCTION_VOID = "introduction-void";
    /// There is no other desk.
    EXCHANGE_ALONE = "exchange-alone";
    /// The place where desks meet does not answer.
    EXCHANGE_AWAY = "exchange-away";
    /// It is full.
    EXCHANGE_FULL = "exchange-full";
    /// It lets nobody write, or read.
    EXCHANGE_REFUSED = "exchange-refused";
    /// Somebody stopped it.
    EXCHANGE_STOPPED = "exchange-stopped";
}

impl App {
    /// What this desk says of itself where desks meet.
    pub fn statement(&self, heads: &[log::Head]) -> Result<Vec<u8>, Error> {
        let statement = Statement {
            org: self.org,
            device: self.device,
            wall_ms: self.clock.now_ms(),
            heads: (heads.iter())
                .map(|head| (head.device, head.seq, head.hash))
                .collect(),
            keys: self.sealed_keys()?,
        };
        let signed = statement.sign(&self.key);
        signed.map_err(|_| crate::journal::Malformed::Length.into())
    }

    /// Signs for what acts of destruction took away here, where that was not done yet.
    pub fn confirm_erasures(&mut self) -> Result<(), Error> {
        self.acknowledge_owed()
    }
}

//! Stopping a desk: by a manager, or by the recovery kit where a desk was stolen with a manager's key, which younger
//! desks cannot stop (docs/decisions/0008). The kit is read, used for one signature and forgotten. Either way the
//! exchange goes on under a key that the stopped desk does not have.

use super::{Open, read_kit};
use crate::command::Command;
use crate::decide::roster::DESK_OWN;
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::id::DeviceId;
use crate::journal::log;

/// What a stopped desk wrote and still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// What has arrived at this desk.
    Held,
    /// Up to the entry of this number.
    Until(u64),
    /// Nothing at all.
    Nothing,
}

impl Open {
    /// Stops a desk, in a manager's session.
    ///
    /// Errors: a refusal at `device` where the roster has no such desk or it is this one.
    pub fn revoke(&mut self, device: DeviceId, counts: Counts) -> Result<(), Error> {
        let last = self.last_of(device, counts)?;
        let last_seq = last.map(|last| u32::try_from(last).unwrap_or(u32::MAX));
        let stop = Command::RevokeDevice { device, last_seq };
        self.app.execute(stop, None)?;
        self.share_keys()
    }

    /// Stops a desk with the digits of the kit as typed, in a manager's session.
    ///
    /// Errors: a refusal at `device` where the roster has no such desk or it is this one, and what is wrong with the digits.
    pub fn revoke_by_kit(
        &mut self,
        kit: &str,
        device: DeviceId,
        counts: Counts,
    ) -> Result<(), Error> {
        self.app.allowed(Action::RevokeDesk)?;
        if device == self.app.device() {
            return Err(Refusal::at("device", DESK_OWN).into());
        }
        if self.app.roster().desk(device).is_none() {
            return Err(Refusal::at("device", NOT_FOUND).into());
        }
        let kit = read_kit(kit, &self.fingerprint())?;
        let last = self.last_of(device, counts)?;
        self.app.revoke_by_kit(&kit.root().sign, device, last)?;
        self.share_keys()
    }

    fn last_of(&self, device: DeviceId, counts: Counts) -> Result<Option<u64>, Error> {
        Ok(match counts {
            Counts::Held => log::head(self.app.conn(), device)?.map(|head| head.seq),
            Counts::Until(last) => Some(last),
            Counts::Nothing => None,
        })
    }
}

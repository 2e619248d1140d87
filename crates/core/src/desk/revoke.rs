//! Stopping a desk by the recovery kit: for a desk that was stolen with a manager's key, which younger desks
//! cannot stop (docs/decisions/0008). The kit is read, used for one signature and forgotten.

use super::{Open, read_kit};
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
        let kit = read_kit(kit, &self.vault.root().fingerprint())?;
        let last = match counts {
            Counts::Held => log::head(self.app.conn(), device)?.map(|head| head.seq),
            Counts::Until(last) => Some(last),
            Counts::Nothing => None,
        };
        self.app.revoke_by_kit(&kit.root().sign, device, last)
    }
}

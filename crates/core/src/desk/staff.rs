//! Giving a further person access on this desk: entries first, then the slot.

use super::{Machine, Open};
use crate::command::Command;
use crate::domain::rights::Action;
use crate::error::Error;
use crate::event::kinds::Role;
use crate::id::{Entropy, Hash, StaffId, SystemEntropy};
use crate::vault::NewPerson;

/// A person who is to work at this desk.
#[derive(Debug, Clone, Copy)]
pub struct NewStaff<'a> {
    /// Full name, as signed on paper.
    pub name: &'a str,
    /// Login.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
    /// Role.
    pub role: Role,
}

impl Open {
    /// Adds a person with a role and access on this desk; a manager's session is open. Blocks for
    /// about a second. A power cut between entries and slot leaves a person «without access», whom
    /// the same call with a new login helps.
    pub fn add_staff(&mut self, machine: &Machine, new: &NewStaff<'_>) -> Result<StaffId, Error> {
        for action in [Action::DescribeStaff, Action::SetRole, Action::AddKey] {
            self.app.allowed(action)?;
        }
        let mut entropy = SystemEntropy;
        let staff = entropy.id();
        let person = NewPerson {
            staff,
            login: new.login,
            password: new.password,
            kdf: machine.kdf,
        };
        let slot = self.vault.draft_slot(&person, &mut entropy)?;
        let keys = slot.public();
        let device = self.app.device();
        for command in [
            Command::DescribeStaff {
                staff,
                name: new.name.to_owned(),
            },
            Command::SetRole {
                staff,
                role: Some(new.role),
            },
            Command::AddStaffKey {
                staff,
                device,
                ed25519: Hash(keys.sign),
                x25519: Hash(keys.seal),
            },
        ] {
            self.app.execute(command, None)?;
        }
        self.vault.add_slot(slot)?;
        Ok(staff)
    }
}

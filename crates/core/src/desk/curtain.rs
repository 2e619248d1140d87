//! The curtain: the screen is covered, the database stays open, people come back or take turns.
//!
//! Returning is by PIN; whoever has not given the password since the desk was unlocked gives it here once. A
//! wrong password costs and counts what it does at sign-in.

use super::sign_in::{failures, unlocked};
use super::{Folder, Machine, Open};
use crate::app::App;
use crate::error::{BAD_REQUEST, Error, Refusal};
use crate::id::StaffId;
use crate::query;
use crate::vault::{Pin, VaultError};
use crate::view::PersonView;

impl Open {
    /// The curtain falls. The keychain is told afterwards, by [`Self::keep_head`]: it may let itself be waited for.
    pub fn cover(&mut self) {
        self.app.cover();
    }

    /// Who may come back, whoever is present first.
    pub fn people(&self) -> Result<Vec<PersonView>, Error> {
        people(&self.app)
    }

    /// A person comes back by PIN.
    pub fn come_back(&mut self, staff: StaffId, pin: &str) -> Result<(), Error> {
        if !self.app.is_covered() {
            return Err(Refusal::new(BAD_REQUEST).into());
        }
        self.app.return_by_pin(staff, pin)
    }

    /// A person gives the password at the curtain: the first time it opens their session, later it resumes it.
    pub fn join(
        &mut self,
        folder: &Folder,
        machine: &Machine,
        login: &str,
        password: &str,
    ) -> Result<(), Error> {
        if !self.app.is_covered() {
            return Err(Refusal::new(BAD_REQUEST).into());
        }
        let (mut vault, _) = unlocked(folder, machine, login, password)?;
        self.app.note_failures(failures(&vault))?;
        let staff = vault.user.staff;
        let resumed = self
            .app
            .people()
            .contains(&staff)
            .then(|| self.app.resume(staff));
        match resumed {
            Some(Ok(())) => {}
            // What rested was of an access that was made anew meanwhile.
            None | Some(Err(Error::Refused(_))) => {
                self.app.open_session(staff, vault.user.sign.clone())?;
            }
            Some(Err(fault)) => return Err(fault),
        }
        vault.settle()?;
        // The keys of the desk are the same; the file may have changed since.
        self.vault = vault;
        Ok(())
    }

    /// Whoever is present sets their PIN; the password is asked, so that a colleague at an open screen does not.
    pub fn set_pin(
        &mut self,
        folder: &Folder,
        machine: &Machine,
        login: &str,
        password: &str,
        pin: &str,
    ) -> Result<(), Error> {
        let pin = Pin::new(pin, &mut *Machine::entropy())?;
        self.proven(folder, machine, (login, password))?;
        self.app.keep_pin(&pin)
    }

    /// Whoever is present gives the password once more: a colleague at an open screen cannot.
    ///
    /// # Errors
    /// Those of signing in; `vault-password-wrong` also where it is somebody else's.
    pub(super) fn proven(
        &mut self,
        folder: &Folder,
        machine: &Machine,
        (login, password): (&str, &str),
    ) -> Result<(), Error> {
        let staff = self.app.session()?.staff;
        let (mut vault, _) = unlocked(folder, machine, login, password)?;
        self.app.note_failures(failures(&vault))?;
        vault.settle()?;
        match vault.user.staff == staff {
            true => Ok(()),
            false => Err(VaultError::WrongPassword.into()),
        }
    }
}

/// Names of those who may come back: nothing else of a covered desk is told.
pub(super) fn people(app: &App) -> Result<Vec<PersonView>, Error> {
    let mut out = Vec::new();
    for staff in app.people() {
        out.push(PersonView {
            id: staff,
            name: query::lab::staff_name(app.conn(), staff)?.unwrap_or_default(),
            pin: app.has_pin(staff)?,
        });
    }
    Ok(out)
}

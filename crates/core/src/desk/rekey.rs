//! Another key for the database, so that whoever lost their access here cannot open it with a copy of the old files.
//!
//! The database is copied under the new key and the copy is checked; then one renamed file switches to it
//! (`vault/stage.rs`), and the old database is deleted. Nobody's password is needed: the new key is sealed to the
//! public keys that the roster names. Called after a removal and at every sign-in that finds the debt, also one that
//! arrived from another desk. A power cut before the switch leaves the old database and the debt, after it the new
//! database without it. Whoever is here or behind the curtain stays.

use super::follow::sheet;
use super::{Folder, Open};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::id::{Hash, SystemEntropy};
use crate::journal::log;
use crate::store::{Store, StoreError};
use crate::vault::Unlocked;

/// What the files beside the database and its log take, in bytes, with room to spare.
const BESIDE: u64 = 4 * 1024 * 1024;
const MIB: u64 = 1024 * 1024;

crate::codes! {
    /// No room on the disk for a copy of the database; argument `mib`, what must be free.
    REKEY_ROOM = "rekey-room";
}

/// What came of being asked for another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Rekeyed {
    /// The database has another key.
    Done,
    /// Nobody who could read the key has lost their access: it stays.
    NotOwed,
}

/// How far it has come. Tests cut the power after each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Slots of people whom the roster does not know are gone.
    Struck,
    /// The new keys lie beside the old ones.
    Staged,
    /// The copy is written and synced.
    Copied,
    /// The copy is what it must be and says whom its key was never sealed to.
    Checked,
    /// The slot file names the copy.
    Switched,
    /// Both generations of the slot file do.
    Settled,
    /// The old database is deleted.
    Deleted,
}

impl Open {
    /// Whether somebody who could read the present database key has no access here any more.
    pub fn owes_rekey(&self) -> Result<bool, Error> {
        self.app.owes_rekey()
    }

    /// Gives the database another key when that is owed. Takes seconds where the database has hundreds of megabytes.
    ///
    /// # Errors
    /// `rekey-room`, argument `mib`, before anything is touched; what the disk says later. The old database is then
    /// as it was, and the debt stays.
    pub fn rekey(&mut self, folder: &Folder) -> Result<Rekeyed, Error> {
        self.app.allowed(Action::RemoveStaff)?;
        self.pay_rekey(folder)
    }

    /// The same without asking who is here: the desk pays what it owes at every sign-in.
    pub(super) fn pay_rekey(&mut self, folder: &Folder) -> Result<Rekeyed, Error> {
        if !self.app.owes_rekey()? {
            return Ok(Rekeyed::NotOwed);
        }
        self.rekey_by_steps(folder, &mut |_| ())?;
        Ok(Rekeyed::Done)
    }

    pub(super) fn rekey_by_steps(
        &mut self,
        folder: &Folder,
        reached: &mut dyn FnMut(Step),
    ) -> Result<(), Error> {
        self.app.checkpoint()?;
        let old = folder.database(self.vault.database(), self.vault.dbkey());
        has_room(folder, std::fs::metadata(&old)?.len())?;
        // What an interrupted attempt left would be taken for the copy.
        folder.only(Some(&old))?;
        self.strike()?;
        reached(Step::Struck);
        // Nobody is asked here: a sheet that a manager's word put in the place of another one is not followed by this either.
        let root = sheet(&self.app, &self.vault)?;
        let staged = self.vault.rekey(root, &mut SystemEntropy)?;
        reached(Step::Staged);
        let copy = match self.copied(folder, staged.vault(), reached) {
            Ok(copy) => copy,
            Err(error) => {
                told(folder.only(Some(&old)), "the begun copy stays");
                told(staged.abandon(), "the new keys stay beside the old ones");
                return Err(error);
            }
        };
        self.vault = match staged.commit() {
            Ok(vault) => vault,
            Err(error) => {
                drop(copy);
                told(folder.only(Some(&old)), "the copy that nothing names stays");
                return Err(error.into());
            }
        };
        self.app.move_to(copy);
        self.app.sealed_to(Hash(self.vault.root().sign));
        reached(Step::Switched);
        // From here on nothing can be refused: what fails is done at the next sign-in.
        told(self.vault.settle(), "the slot file of before stays");
        reached(Step::Settled);
        let new = folder.database(self.vault.database(), self.vault.dbkey());
        told(folder.only(Some(&new)), "the old database stays");
        reached(Step::Deleted);
        Ok(())
    }

    /// The new key is sealed to nobody whose keys are not those that the roster names.
    fn strike(&mut self) -> Result<(), Error> {
        for (staff, keys) in self.vault.slots() {
            if !self.app.vouches(staff, keys)? {
                self.vault.remove_slot(staff)?;
            }
        }
        Ok(())
    }

    /// The database under the new key, beside the old one, checked.
    fn copied(
        &self,
        folder: &Folder,
        new: &Unlocked,
        reached: &mut dyn FnMut(Step),
    ) -> Result<Store, Error> {
        let path = folder.database(new.database(), new.dbkey());
        self.app.store().copy_to(&path, &new.dek)?;
        reached(Step::Copied);
        let mut copy = Store::open(&path, &new.dek)?;
        check(self.app.store(), &copy)?;
        let slots = new.slots();
        let sealed_to: Vec<Hash> = slots.iter().map(|(_, keys)| Hash(keys.sign)).collect();
        self.app.settle_past_keys(&mut copy, &sealed_to)?;
        reached(Step::Checked);
        Ok(copy)
    }
}

/// The copy is what it was made from: every page is read and bears its mark, trees hang together, schema, rows of
/// every table and ends of all chains are the same.
fn check(old: &Store, copy: &Store) -> Result<(), Error> {
    copy.examine_copy()?;
    match old.matches(copy)? && log::heads(old.conn())? == log::heads(copy.conn())? {
        true => Ok(()),
        false => Err(StoreError::Damaged.into()),
    }
}

/// Said before anything is touched. A disk that does not tell is found out by writing.
fn has_room(folder: &Folder, database: u64) -> Result<(), Error> {
    let wanted = database + BESIDE;
    match fs4::available_space(folder.path()) {
        Ok(free) if free < wanted => Err(Refusal::new(REKEY_ROOM)
            .with("mib", wanted.div_ceil(MIB))
            .into()),
        Ok(_) => Ok(()),
        Err(error) => {
            tracing::debug!(%error, "the disk does not tell what is free");
            Ok(())
        }
    }
}

fn told<E: std::fmt::Display>(outcome: Result<(), E>, what: &str) {
    if let Err(error) = outcome {
        tracing::warn!(%error, "{what}");
    }
}

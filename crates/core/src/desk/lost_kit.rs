//! A lost recovery sheet: a manager puts a new one in its place, and every desk says so in red for 30 days.
//!
//! Nobody can sign with what is lost, so it is a manager's word alone. Whoever steals a manager's password could give it too:
//! it is asked for once more, all desks are told who gave it and where, and no other desk seals its database to the new sheet
//! before a manager who stands there types the fingerprint from the paper.

use super::follow::seal_to;
use super::{Folder, Machine, Open, two_groups};
use crate::domain::rights::{Action, may};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::id::SystemEntropy;
use crate::query;
use crate::vault::{Kit, fours, is_typed};
use crate::view::ReplacedKitView;
use crate::words::dates;

/// So long every desk says that a sheet was replaced on a manager's word.
const TOLD_MS: u64 = 30 * 86_400_000;

crate::codes! {
    /// The fingerprint is not that of the sheet that counts.
    KIT_OTHER = "kit-other";
}

impl Open {
    /// Makes a new sheet, which waits to be printed and typed back, and seals this desk to it.
    ///
    /// # Errors
    /// Those of [`Open::proven`]; `not-allowed`, `kit-unconfirmed`.
    pub fn replace_lost_kit(
        &mut self,
        folder: &Folder,
        machine: &Machine,
        (login, password): (&str, &str),
    ) -> Result<(), Error> {
        self.app.allowed(Action::ReplaceKit)?;
        self.proven(folder, machine, (login, password))?;
        let mut entropy = SystemEntropy;
        let kit = Kit::generate(&mut entropy);
        self.app
            .replace_lost_root(&kit, &two_groups(&mut entropy))?;
        // From here on the new sheet counts; what the power or a full disk keeps from being done now is done at the next sign-in
        // and the next visit.
        self.follow_root();
        if let Err(error) = self.app.renew_keys_here(&self.vault.device.seal) {
            tracing::warn!(%error, "whoever finds the lost sheet can read what is sent");
        }
        self.leave_old_sheet(folder);
        Ok(())
    }

    /// Seals this desk to a sheet that another one put in the place of a lost one, for a manager who has it in hand.
    ///
    /// # Errors
    /// `kit-other` beside `fingerprint`; `not-allowed`.
    pub fn accept_kit(&mut self, folder: &Folder, fingerprint: &str) -> Result<(), Error> {
        self.app.allowed(Action::ReplaceKit)?;
        let root = self.app.root()?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        if !is_typed(&root.fingerprint(), fingerprint) {
            return Err(Refusal::at("fingerprint", KIT_OTHER).into());
        }
        seal_to(&mut self.app, &mut self.vault, root)?;
        self.leave_old_sheet(folder);
        Ok(())
    }

    /// Another key for the database: whoever finds the lost sheet, and has a copy of the old access file, reads nothing of
    /// today. A full disk does not undo what was done.
    fn leave_old_sheet(&mut self, folder: &Folder) {
        if let Err(error) = self.rekey_by_steps(folder, &mut |_| ()) {
            tracing::warn!(%error, "the database keeps the key that the lost sheet could open");
        }
    }

    /// What is said of a sheet that was replaced on a manager's word: to everybody for 30 days from when this desk heard of it.
    /// Managers are told of every other sheet than this desk's until the desk is sealed to it.
    pub(super) fn replaced_kit(&self) -> Result<Option<ReplacedKitView>, Error> {
        let now = self.app.now();
        let Some(root) = self.app.root()? else {
            return Ok(None);
        };
        let role = self.app.session()?.role;
        let follows = self.app.follows();
        let owed = !follows && may(role, Action::ReplaceKit);
        // Where another sheet counts than this desk's, what put it there is told, a word or a sheet.
        let entry = self.app.roster().root_replaced(|by| owed || by.is_some());
        let Some((entry, signer)) = entry else {
            return Ok(None);
        };
        let Some(word) = query::keys::replaced(self.app.conn(), entry, signer)? else {
            return Ok(None);
        };
        let is_recent = now.ms < word.received_ms.saturating_add(TOLD_MS);
        Ok((is_recent || owed).then(|| ReplacedKitView {
            at: dates::moment(word.at),
            by: word.by,
            desk: word.desk,
            // Where it is to be typed from the paper, it does not stand on the screen.
            fingerprint: match follows {
                true => fours(&root.fingerprint()),
                false => String::new(),
            },
            owed,
        }))
    }
}

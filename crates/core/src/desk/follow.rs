//! A sheet that was used is followed by a new one, and the other desks follow: until then the used sheet, which somebody
//! may have photographed, opens what lies on their disks, and the new one does not.
//!
//! Followed is only what the sheet of this desk has signed itself. A manager's word that the paper was lost, or a sheet that
//! another desk had made without knowing of this one's, moves nobody's keys without being asked: whoever steals a manager's
//! key, or keeps a used sheet, would have every database sealed to themselves.

use super::Open;
use crate::app::App;
use crate::error::Error;
use crate::id::{Hash, SystemEntropy};
use crate::vault::Unlocked;

impl Open {
    /// Seals the database key to the sheet that counts, where this desk's own sheet has signed it. What fails is tried
    /// again; nobody is kept from their work by it.
    pub fn follow_root(&mut self) {
        follow(&mut self.app, &mut self.vault);
    }
}

pub(super) fn follow(app: &mut App, vault: &mut Unlocked) {
    if let Err(error) = followed(app, vault) {
        tracing::warn!(%error, "the database stays sealed to a sheet that was replaced");
    }
}

fn followed(app: &mut App, vault: &mut Unlocked) -> Result<(), Error> {
    let (roster, own) = (app.roster(), Hash(vault.root().sign));
    let counts = roster.root_sign().filter(|counts| *counts != own);
    if !counts.is_some_and(|counts| roster.leads(own, counts)) {
        return Ok(());
    }
    if let Some(root) = app.root()? {
        vault.replace_root(root, &mut SystemEntropy)?;
        // It was used elsewhere, so it is on paper, and opens nothing here any more.
        app.forget_pending_kit()?;
    }
    Ok(())
}

//! A sheet that was used is followed by a new one, and the other desks follow: until then the used sheet, which somebody
//! may have photographed, opens what lies on their disks, and the new one does not.
//!
//! Followed is only what the sheet of this desk has signed itself, or what this desk made in its place. A manager's word that the paper was lost, or a sheet that
//! another desk had made without knowing of this one's, moves nobody's keys without being asked: whoever steals a manager's
//! key, or keeps a used sheet, would have every database sealed to themselves.

use super::Open;
use crate::app::App;
use crate::error::Error;
use crate::id::{Hash, SystemEntropy};
use crate::vault::{Kit, RootPublic, Unlocked};

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
    let Some(counts) = counts else {
        return Ok(());
    };
    // It was made at this desk, in the place of a lost one.
    let is_made_here = waiting(app)? == Some(counts);
    if !is_made_here && !roster.leads(own, counts) {
        return Ok(());
    }
    match app.root()? {
        Some(root) => seal_to(app, vault, root),
        None => Ok(()),
    }
}

/// Seals the database key to a sheet. One that waits here to be typed back stays where it is that sheet; another one was used
/// elsewhere, so it is on paper, and opens nothing here any more.
pub(super) fn seal_to(app: &mut App, vault: &mut Unlocked, root: RootPublic) -> Result<(), Error> {
    vault.replace_root(root, &mut SystemEntropy)?;
    match waiting(app)? == Some(Hash(root.sign)) {
        true => Ok(()),
        false => app.forget_pending_kit(),
    }
}

/// The sheet that waits here to be typed back.
fn waiting(app: &App) -> Result<Option<Hash>, Error> {
    let kit = app.pending_kit()?;
    Ok(kit.map(|(secret, _)| Hash(Kit::from_secret(secret).root().public().sign)))
}

//! A sheet that was used is followed by a new one, and the other desks follow: until then the used sheet, which somebody
//! may have photographed, opens what lies on their disks, and the new one does not.
//!
//! Followed is only what the sheet of this desk has signed itself, or what this desk made in its place. A manager's word
//! that the paper was lost, or a sheet that another desk had made without knowing of this one's, moves nobody's keys
//! without being asked: whoever steals a manager's key, or keeps a used sheet, would have every database sealed to
//! themselves.

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

pub(super) fn followed(app: &mut App, vault: &mut Unlocked) -> Result<(), Error> {
    let root = sheet(app, vault)?;
    match root.sign == vault.root().sign {
        true => Ok(()),
        false => seal_to(app, vault, root),
    }
}

/// The sheet to which this desk may be sealed without anybody being asked: its own, or the one that counts where its own
/// has signed it, where it was made here in the place of a lost one, or where its own never was a sheet of the laboratory
/// (somebody with the device's key has put it into the access file).
pub(super) fn sheet(app: &App, vault: &Unlocked) -> Result<RootPublic, Error> {
    let (roster, own) = (app.roster(), vault.root());
    let counts = roster.root_sign().filter(|counts| counts.0 != own.sign);
    let Some(counts) = counts else {
        return Ok(own);
    };
    let sealed = Hash(own.sign);
    let may_follow =
        waiting(app)? == Some(counts) || roster.leads(sealed, counts) || !roster.was_root(sealed);
    let root = if may_follow { app.root()? } else { None };
    Ok(root.unwrap_or(own))
}

/// Seals the database key to a sheet. One that waits here to be typed back stays where it is that sheet; another one was used
/// elsewhere, so it is on paper, and opens nothing here any more.
pub(super) fn seal_to(app: &mut App, vault: &mut Unlocked, root: RootPublic) -> Result<(), Error> {
    vault.replace_root(root, &mut SystemEntropy)?;
    app.sealed_to(Hash(root.sign));
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

//! The sheet that counts is one for the whole organisation: where another desk had a new one made, this desk follows.
//!
//! Until then the used sheet, which somebody may have photographed, opens what lies on this disk, and the new one does not.
//! The journal alone says which one counts: what the vault's own file says of it may be a trap.

use super::Open;
use crate::app::App;
use crate::error::Error;
use crate::id::SystemEntropy;
use crate::vault::Unlocked;

impl Open {
    /// Seals the database key to the sheet that counts, where that is another one by now.
    pub fn follow_root(&mut self) -> Result<(), Error> {
        follow(&mut self.app, &mut self.vault)
    }
}

pub(super) fn follow(app: &mut App, vault: &mut Unlocked) -> Result<(), Error> {
    let counts = app.roster().root_sign().map(|root| root.0);
    // A damaged slot file takes no change before it was mended.
    if counts.is_none_or(|root| root == vault.root().sign) || vault.damaged_slots() > 0 {
        return Ok(());
    }
    if let Some(root) = app.root()? {
        // Two desks may have had one made without knowing of each other: the one that does not count is not asked for.
        app.forget_pending_kit()?;
        vault.replace_root(root, &mut SystemEntropy)?;
    }
    Ok(())
}

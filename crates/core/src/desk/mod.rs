//! A desk on its data folder: set-up, sign-in, recovery by the kit, ceremony.
//!
//! Composes vault, store and app in the order that survives a power cut at any point. Used by the
//! window and by the command line; both see the same outcomes. No rule about patients is here, and
//! no sentence.

pub mod backup;
pub mod bundle;
mod check;
mod curtain;
pub mod enrol;
pub mod exchange;
mod folder;
mod follow;
pub mod idle;
pub mod introduce;
mod list_file;
mod lost_kit;
mod notice;
pub mod paper_file;
mod reading;
pub mod ready_folder;
mod recover;
mod rekey;
mod revoke;
mod setup;
mod sign_in;
mod staff;
mod state;

#[cfg(test)]
mod tests;

pub use check::Check;
pub use enrol::{Enrolling, Joining, join, newcomer, waiting_in};
pub use folder::{FOLDER_FOREIGN, FOLDER_WANTED, Folder, Local};
pub use list_file::table_bytes;
pub use paper_file::{PaperFile, Unwritten};
pub use recover::{Loss, NewManager, recover};
pub use rekey::{REKEY_ROOM, Rekeyed};
pub use revoke::Counts;
pub use setup::setup;
pub use sign_in::{Ceremony, Proven, SignedIn, inspect, release_reserve, sign_in};
pub use staff::NewStaff;
pub use state::{desk_state, locked_state, verdict_view, verify};

use std::sync::Arc;

use crate::app::{App, Released};
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::id::{Entropy, Hash, SystemEntropy};
use crate::query;
use crate::query::lab::Organisation;
use crate::time::{Clock, SystemClock, Wall};
use crate::vault::{Head, KdfChoice, Keychain, Kit, KitError, Unlocked, VaultError};

crate::codes! {
    /// No kit waits to be typed back.
    KIT_CONFIRMED = "kit-confirmed";
}

/// What a desk takes from the machine it stands on.
#[derive(Clone)]
pub struct Machine {
    /// The operating system's keychain; `None` where there is none.
    pub keychain: Option<Arc<dyn Keychain>>,
    /// What a guess at a password shall cost.
    pub kdf: KdfChoice,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock + Send + Sync>,
}

impl Machine {
    /// The real machine with the keychain that was found.
    pub fn real(keychain: Option<Arc<dyn Keychain>>, kdf: KdfChoice) -> Self {
        Self {
            keychain,
            kdf,
            clock: Arc::new(SystemClock),
        }
    }

    fn keychain(&self) -> Option<&dyn Keychain> {
        self.keychain.as_deref()
    }

    fn clock(&self) -> Box<dyn Clock> {
        Box::new(Arc::clone(&self.clock))
    }

    fn entropy() -> Box<dyn Entropy> {
        Box::new(SystemEntropy)
    }
}

/// An open desk with somebody's session.
pub struct Open {
    /// The three doors.
    pub app: App,
    vault: Unlocked,
    keychain: Option<Arc<dyn Keychain>>,
    codes: staff::Codes,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open")
            .field("app", &self.app)
            .finish_non_exhaustive()
    }
}

impl Open {
    /// Work begins: nobody has a code yet, and the keychain hears of the journal's end.
    fn begin(mut app: App, vault: Unlocked, machine: &Machine) -> Self {
        app.sealed_to(Hash(vault.root().sign));
        let open = Self {
            app,
            vault,
            keychain: machine.keychain.clone(),
            codes: staff::Codes::default(),
        };
        open.keep_head();
        open
    }

    /// The keys of the open desk.
    pub fn vault(&self) -> &Unlocked {
        &self.vault
    }

    /// The kit that waits to be typed back, and the numbers of the groups that are asked.
    pub fn pending_kit(&self) -> Result<Option<(Kit, Vec<u8>)>, Error> {
        self.app.allowed(Action::KeepKit)?;
        Ok(self
            .app
            .pending_kit()?
            .map(|(secret, ask)| (Kit::from_secret(secret), ask)))
    }

    /// Renders the sheet of the waiting kit and notes that it left: `action` as in
    /// [`crate::event::disclosure::action`]. Set-up and recovery leave a session open, so there is always
    /// somebody to name.
    pub fn kit_paper(
        &mut self,
        action: u8,
        render: impl FnOnce(&Kit, &Organisation, Wall) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let (kit, _) = self
            .pending_kit()?
            .ok_or_else(|| Refusal::new(KIT_CONFIRMED))?;
        let organisation =
            query::lab::organisation(self.app.conn())?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let bytes = render(&kit, &organisation, self.app.now())?;
        self.app.kit_sheet(action, &bytes)
    }

    /// The asked groups as typed; when they stand, the secret is forgotten here.
    pub fn confirm_kit(&mut self, typed: &[String]) -> Result<(), Error> {
        let (kit, ask) = self
            .pending_kit()?
            .ok_or_else(|| Refusal::new(KIT_CONFIRMED))?;
        let mut refusals = Vec::new();
        for (at, group) in ask.iter().enumerate() {
            let typed = typed.get(at).map(String::as_str).unwrap_or_default();
            if let Err(error) = kit.confirm(usize::from(*group), typed) {
                let refusal = VaultError::from(error).refusal();
                refusals.push(Refusal {
                    field: Some(if at == 0 { "answers.0" } else { "answers.1" }),
                    ..refusal
                });
            }
        }
        if refusals.is_empty() {
            // While the secret is here it can still be made to open this desk, afterwards never.
            follow::followed(&mut self.app, &mut self.vault)?;
            // From here on the sheet is known to be on paper, and what it opens may leave the desk. A sheet that another one
            // has overtaken meanwhile opens nothing new.
            let root = kit.root();
            if self.app.roster().root_sign() == Some(Hash(root.public().sign)) {
                self.app
                    .name_backup_key(&root.sign, Hash(root.age_public()))?;
            }
            self.app.forget_pending_kit()
        } else {
            Err(refusals.into())
        }
    }

    /// Verifies the journal of the open desk against its witnesses outside the database.
    pub fn verify(&self) -> Result<crate::audit::Report, Error> {
        self.app.allowed(Action::Verify)?;
        let witnesses = sign_in::witnesses(&self.vault, self.keychain.as_deref())?;
        verify(
            self.app.conn(),
            self.app.org(),
            self.app.device(),
            &witnesses,
        )
    }

    /// Ends the session and leaves a witness of the head in the keychain.
    pub fn close(mut self, reason: u8) -> Result<(), Error> {
        self.app.close_sessions(reason)?;
        self.keep_head();
        self.app.checkpoint()
    }

    /// The keychain's copy of the head; without it the anchor file still stands.
    pub fn keep_head(&self) {
        if let (Some(keychain), Some(head)) = (&self.keychain, self.app.head()) {
            let kept = keychain.put_head(
                self.app.device(),
                Head {
                    seq: head.seq,
                    hash: head.hash,
                },
            );
            if let Err(reason) = kept {
                tracing::warn!(%reason, "the keychain did not keep the head");
            }
        }
    }
}

/// Two different groups to be typed back.
fn two_groups(entropy: &mut dyn Entropy) -> [u8; 2] {
    let mut random = [0; 2];
    entropy.fill(&mut random);
    let first = random[0] % 8;
    let second = (first + 1 + random[1] % 7) % 8;
    [first + 1, second + 1]
}

/// Reads a kit as typed, naming the group with a typo.
fn read_kit(typed: &str, fingerprint: &str) -> Result<Kit, Error> {
    let error = match Kit::parse_expecting(typed, fingerprint) {
        Ok(kit) => return Ok(kit),
        Err(KitError::Other) => VaultError::KitOther {
            expected: fingerprint.to_owned(),
        },
        Err(error) => error.into(),
    };
    Err(error.into())
}

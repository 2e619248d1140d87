//! Who may open the desk: user slots, the device's keys, the recovery kit, the keychain factor, the anchor.
//!
//! The three doors call it at set-up, at sign-in and after a commit (the anchor); nobody else does.
//! It hands out the database key, the device's and the person's signing keys, and wipes them when
//! they are dropped. Every byte on disk is described in `docs/vault-format.md` and pinned by the
//! files in `golden/`; the kit in `docs/kit.md`. Only audited crates are used, no cipher is written here.
//! What must not be here: SQL, journal entries, roles, words for people.

mod anchor;
mod carried;
mod codec;
mod common;
mod dek;
mod device_key;
mod disk;
mod envelope;
mod error;
mod exchange_key;
mod fingerprint;
mod introduction;
mod kdf;
mod keychain;
mod kit;
mod newcomer;
mod pin;
mod root;
mod sealed;
mod slot;
mod slot_file;
mod stage;
mod text;
mod throttle;
mod unlocked;
mod wrap;

pub use anchor::{Anchor, AnchorKey, AnchorState, Mark};
pub use dek::Dek;
pub use device_key::DeviceKeys;
pub use envelope::{Throwaway, Unopened, open_desk, open_kit, open_own, seal};
pub use error::{VaultError, codes};
pub use exchange_key::{ExchangeKey, Holder, Part, SEAL, SharedKey};
pub use fingerprint::{fours, is_typed};
pub use introduction::Introduction;
pub use kdf::{KdfChoice, KdfParams};
pub use keychain::{Factor, Head, Keychain, MemoryKeychain, SystemKeychain, Unreachable};
pub use kit::{Kit, KitError};
pub use newcomer::{Newcomer, Request, forget as forget_newcomer, waiting};
pub use pin::Pin;
pub use root::{RootKeys, RootPublic};
pub use sealed::{Recovered, Sealed, SignIn};
pub use slot::{PublicKeys, UserKeys};
pub use stage::{Incarnation, NewDesk, Staged, create};
pub use text::judge_access;
pub use throttle::Attempts;
pub use unlocked::{DraftSlot, NewPerson, Unlocked};

/// A desk's X25519 key: what is sealed to it.
pub use x25519_dalek::{PublicKey as SealPublic, StaticSecret as SealKey};

/// The files of the vault inside the data folder.
pub mod files {
    /// User slots and the database key sealed to the root; the present generation.
    pub const SLOTS: &str = "slots.tks";
    /// The generation before, then a copy of the present one.
    pub const SLOTS_PREVIOUS: &str = "slots.tks.prev";
    /// The device's private keys.
    pub const DEVICE_KEY: &str = "device.key";
    /// The device's private keys before a new incarnation or a new database key.
    pub const DEVICE_KEY_PREVIOUS: &str = "device.key.prev";
    /// The device's private keys, waiting for the slot file that names them.
    pub const DEVICE_KEY_NEXT: &str = "device.key.next";
    /// The head of this device's chain as last acknowledged.
    pub const ANCHOR: &str = "head.tka";
    /// The anchor of a device that waits for its slot file.
    pub const ANCHOR_NEXT: &str = "head.tka.next";
    /// Keys of a desk that waits to be enrolled.
    pub const NEWCOMER: &str = "newcomer.tkn";
    /// Counts and times of failed sign-ins.
    pub const THROTTLE: &str = "throttle.tkt";
}

/// Whether a desk was ever finished here: any of the files that take their names at the end of set-up.
/// A desk that lost its slot files is damaged, not new; an interrupted set-up has left none of these.
pub fn is_founded(dir: &std::path::Path) -> bool {
    [
        files::SLOTS,
        files::SLOTS_PREVIOUS,
        files::DEVICE_KEY,
        files::ANCHOR,
    ]
    .iter()
    .any(|name| dir.join(name).exists())
}

#[cfg(test)]
mod tests;

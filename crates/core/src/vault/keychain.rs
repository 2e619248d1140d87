//! The keychain factor: half of every slot's key lies with the operating system's user session.
//!
//! Whether there is one was decided at set-up and stands in the slot file. From then on the three
//! outcomes never mix: *present*; *unreachable* (wait, try again, never make new keys); *empty*
//! (the keychain is open and the item is gone: the recovery kit is needed). Only a missing item in an
//! unlocked default collection is *empty*. The kernel's keyring is not used: it forgets at reboot.

mod memory;
mod system;

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use memory::MemoryKeychain;
pub use system::SystemKeychain;

use super::error::VaultError;
use crate::id::{DeviceId, Entropy, Hash};

/// A store of one 32-byte key and one small head per device, kept by the user's session.
pub trait Keychain: Send + Sync {
    /// The device's key; `None` only when the store is open and holds no such item.
    fn get(&self, device: DeviceId) -> Result<Option<Zeroizing<[u8; 32]>>, Unreachable>;
    /// Stores the device's key, replacing.
    fn put(&self, device: DeviceId, key: &[u8; 32]) -> Result<(), Unreachable>;
    /// Forgets the device: its key and its head.
    fn remove(&self, device: DeviceId) -> Result<(), Unreachable>;
    /// The head that was kept last.
    fn head(&self, device: DeviceId) -> Result<Option<Head>, Unreachable>;
    /// Keeps a head (at unlock, curtain, lock, exit, checkpoint).
    fn put_head(&self, device: DeviceId, head: Head) -> Result<(), Unreachable>;
}

/// Where this device's chain ended: one more witness against a shortened journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of the last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    fn encode(self) -> [u8; 40] {
        let mut bytes = [0; 40];
        bytes[..8].copy_from_slice(&self.seq.to_be_bytes());
        bytes[8..].copy_from_slice(self.hash.as_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Result<Self, Unreachable> {
        let (seq, hash) = bytes
            .split_first_chunk::<8>()
            .ok_or(Unreachable::Unusable)?;
        Ok(Self {
            seq: u64::from_be_bytes(*seq),
            hash: Hash::from_slice(hash).ok_or(Unreachable::Unusable)?,
        })
    }
}

/// Why a keychain gives no answer. None of these is a reason to make new keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// No service, no session bus, or no default collection.
    #[error("no keychain service")]
    NoService,
    /// The collection is locked and was not unlocked in time, or the person said no.
    #[error("keychain locked")]
    Locked,
    /// The item is there but is not one of ours, or there are several.
    #[error("keychain item unusable")]
    Unusable,
    /// The platform failed in another way.
    #[error("keychain failure")]
    Failure,
}

/// The factor of one desk at one moment.
pub enum Factor {
    /// Declared absent at set-up.
    Absent,
    /// The key.
    Present(Zeroizing<[u8; 32]>),
    /// Wait and try again.
    Unreachable(Unreachable),
    /// The kit is needed.
    Empty,
}

impl Factor {
    /// Asks the keychain if the slot file says that there is one (b0).
    pub fn read(expected: bool, keychain: Option<&dyn Keychain>, device: DeviceId) -> Self {
        if !expected {
            return Self::Absent;
        }
        match keychain.map(|keychain| keychain.get(device)) {
            None => Self::Unreachable(Unreachable::NoService),
            Some(Err(reason)) => Self::Unreachable(reason),
            Some(Ok(None)) => Self::Empty,
            Some(Ok(Some(key))) => Self::Present(key),
        }
    }
}

impl fmt::Debug for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Present(_) => f.write_str("Present(..)"),
            Self::Unreachable(reason) => write!(f, "Unreachable({reason:?})"),
            Self::Empty => f.write_str("Empty"),
        }
    }
}

/// The factor as it enters the derivations: K_dev, or its declared absence.
#[derive(Clone)]
pub(super) struct DeviceFactor(Option<Zeroizing<[u8; 32]>>);

impl DeviceFactor {
    /// For a new device: a new key that the keychain has taken and given back, or none.
    pub(super) fn make(
        keychain: Option<&dyn Keychain>,
        device: DeviceId,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        let Some(keychain) = keychain else {
            return Ok(Self(None));
        };
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(&mut *key);
        keychain
            .put(device, &key)
            .map_err(VaultError::KeychainUnreachable)?;
        match keychain.get(device) {
            Ok(Some(kept)) if bool::from(kept.ct_eq(&*key)) => Ok(Self(Some(key))),
            Ok(_) => Err(VaultError::KeychainUnreachable(Unreachable::Unusable)),
            Err(reason) => Err(VaultError::KeychainUnreachable(reason)),
        }
    }

    /// Argon2's secret: empty where there is no keychain.
    pub(super) fn secret(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |key| key.as_slice())
    }

    /// HKDF's salt: zeros where there is no keychain.
    pub(super) fn salt(&self) -> &[u8; 32] {
        self.0.as_ref().map_or(&[0; 32], |key| key)
    }

    pub(super) fn is_present(&self) -> bool {
        self.0.is_some()
    }

    #[cfg(test)]
    pub(super) fn of(key: [u8; 32]) -> Self {
        Self(Some(Zeroizing::new(key)))
    }

    #[cfg(test)]
    pub(super) fn absent() -> Self {
        Self(None)
    }
}

impl TryFrom<Factor> for DeviceFactor {
    type Error = VaultError;

    fn try_from(factor: Factor) -> Result<Self, VaultError> {
        match factor {
            Factor::Absent => Ok(Self(None)),
            Factor::Present(key) => Ok(Self(Some(key))),
            Factor::Unreachable(reason) => Err(VaultError::KeychainUnreachable(reason)),
            Factor::Empty => Err(VaultError::KeychainEmpty),
        }
    }
}

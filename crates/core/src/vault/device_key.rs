//! `device.key`: the keys by which this desk signs its journal. Never in the database, never in a backup.

use std::fmt;

use ed25519_dalek::SigningKey;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::codec::{Cursor, Magic, VERSION, magic};
use super::dek::Dek;
use super::error::VaultError;
use super::keychain::DeviceFactor;
use super::wrap::{close_box, derive, open_box};
use crate::id::{DeviceId, Entropy, OrgId};

const LETTERS: &[u8; 3] = b"TKD";
/// Everything before the box: magic, org, device, dbkey, nonce.
const HEAD: usize = 4 + 16 + 16 + 4 + 24;
const BOX: usize = 64 + 16;
pub(super) const LEN: usize = HEAD + BOX;

/// Private keys of this desk.
pub struct DeviceKeys {
    /// The desk's incarnation.
    pub id: DeviceId,
    /// Signs the journal, the slot file, receipts.
    pub sign: SigningKey,
    /// Opens what is sealed to this desk.
    pub seal: StaticSecret,
}

impl DeviceKeys {
    pub(super) fn generate(id: DeviceId, entropy: &mut dyn Entropy) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        entropy.fill(&mut *seed);
        let sign = SigningKey::from_bytes(&seed);
        entropy.fill(&mut *seed);
        Self {
            id,
            sign,
            seal: StaticSecret::from(*seed),
        }
    }

    /// Ed25519 public half.
    pub fn sign_public(&self) -> [u8; 32] {
        self.sign.verifying_key().to_bytes()
    }

    /// X25519 public half.
    pub fn seal_public(&self) -> [u8; 32] {
        PublicKey::from(&self.seal).to_bytes()
    }

    /// The file's bytes under one database key.
    pub(super) fn encode(
        &self,
        place: Place,
        dek: &Dek,
        factor: &DeviceFactor,
        entropy: &mut dyn Entropy,
    ) -> Vec<u8> {
        let mut nonce = [0; 24];
        entropy.fill(&mut nonce);
        let mut bytes = Vec::with_capacity(LEN);
        bytes.extend_from_slice(LETTERS);
        bytes.push(VERSION);
        bytes.extend_from_slice(place.org.as_bytes());
        bytes.extend_from_slice(place.device.as_bytes());
        bytes.extend_from_slice(&place.dbkey.to_be_bytes());
        bytes.extend_from_slice(&nonce);
        let mut plain = Zeroizing::new(Vec::with_capacity(BOX));
        plain.extend_from_slice(self.sign.as_bytes());
        plain.extend_from_slice(self.seal.as_bytes());
        let sealed = close_box(&file_key(dek, factor), &nonce, &bytes, plain);
        bytes.extend_from_slice(&sealed);
        bytes
    }

    /// Opens the file; anything but the very bytes that were written is damage.
    pub(super) fn decode(
        bytes: &[u8],
        dek: &Dek,
        factor: &DeviceFactor,
    ) -> Result<Self, VaultError> {
        let place = Place::read(bytes)?;
        let damaged = VaultError::DamagedDeviceKey;
        let Some((head, sealed)) = bytes.split_first_chunk::<HEAD>() else {
            return Err(damaged);
        };
        let Some((_, nonce)) = head.split_last_chunk::<24>() else {
            return Err(damaged);
        };
        let Some(plain) = open_box(&file_key(dek, factor), nonce, head, sealed) else {
            return Err(damaged);
        };
        let mut keys = Cursor::new(&plain);
        let (Some(sign), Some(seal)) = (
            keys.take().map(Zeroizing::new),
            keys.take::<32>().map(Zeroizing::new),
        ) else {
            return Err(damaged);
        };
        Ok(Self {
            id: place.device,
            sign: SigningKey::from_bytes(&sign),
            seal: StaticSecret::from(*seal),
        })
    }
}

fn file_key(dek: &Dek, factor: &DeviceFactor) -> Zeroizing<[u8; 32]> {
    derive(factor.salt(), dek.as_bytes(), "device-key")
}

impl fmt::Debug for DeviceKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKeys({})", self.id)
    }
}

/// What a device key file says of itself in clear: whose it is, and under which database key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) org: OrgId,
    pub(super) device: DeviceId,
    pub(super) dbkey: u32,
}

impl Place {
    /// The slot file alone says which version a vault has; another one here is damage.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        match magic(bytes, LETTERS) {
            Magic::Ours if bytes.len() == LEN => {}
            _ => return Err(VaultError::DamagedDeviceKey),
        }
        let mut at = Cursor::new(&bytes[4..]);
        match (at.id(), at.id(), at.u32()) {
            (Some(org), Some(device), Some(dbkey)) => Ok(Self { org, device, dbkey }),
            _ => Err(VaultError::DamagedDeviceKey),
        }
    }
}

//! `slots.tks`: who has access on this desk, the database key sealed to the root, signed by the device.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::codec::{Cursor, Magic, VERSION, magic};
use super::error::VaultError;
use super::root::RootPublic;
use super::slot::{self, Slot};
use super::wrap::{DekContext, SealedDek};
use crate::id::StaffId;

const LETTERS: &[u8; 3] = b"TKS";
const HEAD: usize = 4 + 16 + 16 + 32 + 16 + 4 + 8 + 1 + 32 + 32 + 32 + 64 + 2;
const SIGNATURE: usize = 64;
/// Flags that this version knows.
const KEYCHAIN: u8 = 1;
const ANCHOR: u8 = 2;

/// The slot file, decoded.
#[derive(Clone)]
pub(super) struct SlotFile {
    pub(super) context: DekContext,
    pub(super) device_sign: [u8; 32],
    pub(super) generation: u64,
    pub(super) has_keychain: bool,
    pub(super) has_anchor: bool,
    pub(super) root: RootPublic,
    pub(super) root_dek: SealedDek,
    pub(super) slots: Vec<Slot>,
}

/// Why bytes are not a slot file.
pub(super) enum Fault {
    Newer(u8),
    Damaged,
}

/// A file as found: with damage inside slots only, the other people's slots still count.
pub(super) struct Found {
    pub(super) bytes: Vec<u8>,
    pub(super) file: SlotFile,
    /// The signature holds for the device key that the file itself names.
    pub(super) whole: bool,
}

impl SlotFile {
    /// Reads a file. Without the device's private key nothing here is proven, only undamaged.
    pub(super) fn decode(bytes: &[u8]) -> Result<Found, Fault> {
        match magic(bytes, LETTERS) {
            Magic::Ours => {}
            Magic::Newer(version) => return Err(Self::newer_or_damaged(bytes, version)),
            Magic::Other => return Err(Fault::Damaged),
        }
        let (file, signed, signature) = Self::layout(bytes).ok_or(Fault::Damaged)?;
        let whole = VerifyingKey::from_bytes(&file.device_sign).is_ok_and(|key| {
            key.verify_strict(&signed_text(signed), &Signature::from_bytes(&signature))
                .is_ok()
        });
        let slots_explain = file.slots.iter().any(|slot| !slot.is_whole());
        if !whole && !slots_explain {
            return Err(Fault::Damaged);
        }
        Ok(Found {
            bytes: bytes.to_vec(),
            file,
            whole,
        })
    }

    /// A version byte that was flipped on the disk leaves a file that is whole with the right one.
    fn newer_or_damaged(bytes: &[u8], version: u8) -> Fault {
        let mut ours = bytes.to_vec();
        ours[3] = VERSION;
        match Self::decode(&ours) {
            Ok(Found { whole: true, .. }) => Fault::Damaged,
            _ => Fault::Newer(version),
        }
    }

    fn layout(bytes: &[u8]) -> Option<(Self, &[u8], [u8; SIGNATURE])> {
        let (signed, signature) = bytes.split_last_chunk::<SIGNATURE>()?;
        let mut at = Cursor::new(signed);
        at.take::<4>()?;
        let (org, device) = (at.id()?, at.id()?);
        let device_sign = at.take()?;
        let context = DekContext {
            org,
            device,
            database: at.id()?,
            dbkey: at.u32()?,
        };
        let generation = at.u64()?;
        let flags = at.u8()?;
        if flags & !(KEYCHAIN | ANCHOR) != 0 {
            return None;
        }
        let root = RootPublic {
            sign: at.take()?,
            seal: at.take()?,
        };
        let root_dek = SealedDek {
            enc: at.take()?,
            sealed: at.take()?,
        };
        let count = usize::from(at.u16()?);
        let rest = at.rest();
        if rest.len() != count * slot::LEN {
            return None;
        }
        let slots = rest.as_chunks::<{ slot::LEN }>().0;
        let file = Self {
            context,
            device_sign,
            generation,
            has_keychain: flags & KEYCHAIN != 0,
            has_anchor: flags & ANCHOR != 0,
            root,
            root_dek,
            slots: slots.iter().copied().map(Slot).collect(),
        };
        Some((file, signed, *signature))
    }

    /// The file's bytes under the device's signature.
    pub(super) fn encode(&self, device: &SigningKey) -> Result<Vec<u8>, VaultError> {
        // 65 535 people on one desk would be damage, not a laboratory.
        let count = u16::try_from(self.slots.len()).map_err(|_| VaultError::DamagedSlotFile)?;
        let mut bytes = Vec::with_capacity(HEAD + self.slots.len() * slot::LEN + SIGNATURE);
        bytes.extend_from_slice(LETTERS);
        bytes.push(VERSION);
        bytes.extend_from_slice(self.context.org.as_bytes());
        bytes.extend_from_slice(self.context.device.as_bytes());
        bytes.extend_from_slice(&self.device_sign);
        bytes.extend_from_slice(self.context.database.as_bytes());
        bytes.extend_from_slice(&self.context.dbkey.to_be_bytes());
        bytes.extend_from_slice(&self.generation.to_be_bytes());
        bytes.push((u8::from(self.has_keychain) * KEYCHAIN) | (u8::from(self.has_anchor) * ANCHOR));
        bytes.extend_from_slice(&self.root.sign);
        bytes.extend_from_slice(&self.root.seal);
        bytes.extend_from_slice(&self.root_dek.enc);
        bytes.extend_from_slice(&self.root_dek.sealed);
        bytes.extend_from_slice(&count.to_be_bytes());
        for slot in &self.slots {
            bytes.extend_from_slice(&slot.0);
        }
        let signature = device.sign(&signed_text(&bytes));
        bytes.extend_from_slice(&signature.to_bytes());
        Ok(bytes)
    }

    pub(super) fn slot_of(&self, staff: StaffId) -> Option<usize> {
        self.slots.iter().position(|slot| slot.staff() == staff)
    }
}

/// A device signs many things; this prefix keeps a slot file from being any other of them.
fn signed_text(bytes: &[u8]) -> Vec<u8> {
    [b"tirkeu/v1/slots\0".as_slice(), bytes].concat()
}

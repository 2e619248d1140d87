//! What a desk says at a place where desks meet: how far it has every chain, signed, and the exchange keys sealed for each
//! desk, for whoever cannot open the entries that hand them over.
//!
//! How far a desk says it is counts when the roster has its key. A sealed key needs no signature: whatever it opens is
//! judged entry by entry, and nothing is ever sent under it before the journal names it.

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use super::cursor::Cursor;
use super::{Fault, MAX_HEADS};
use crate::id::{DeviceId, Hash, Id, OrgId};
use crate::journal::key;
use crate::vault::SharedKey;

const MAGIC: [u8; 4] = *b"TKW\x01";
const FIXED: usize = 4 + 16 + 16 + 8;
const HEAD: usize = 16 + 8 + 32;
const KEY: usize = 16 + 16 + 32 + 48;
/// Most keys that a statement hands on.
const MAX_KEYS: usize = 10_000;

/// What a desk says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The organisation.
    pub org: OrgId,
    /// Who says it.
    pub device: DeviceId,
    /// Milliseconds since 1970 as its clock showed.
    pub wall_ms: u64,
    /// The last entry of every chain that it has: desk, number, hash.
    pub heads: Vec<(DeviceId, u64, Hash)>,
    /// For whom, the key's name, the key sealed.
    pub keys: Vec<(DeviceId, Id, SharedKey)>,
}

/// A statement as it was read; [`Stated::verified`] says whether the desk said it.
#[derive(Debug)]
pub struct Stated {
    /// What it says.
    pub statement: Statement,
    signed: Vec<u8>,
    signature: [u8; 64],
}

impl Statement {
    /// The bytes, signed.
    ///
    /// # Errors
    /// [`Fault::Damaged`] where there is more than fits.
    pub fn sign(&self, key: &SigningKey) -> Result<Vec<u8>, Fault> {
        if self.heads.len() > MAX_HEADS || self.keys.len() > MAX_KEYS {
            return Err(Fault::Damaged);
        }
        let count = |many: usize| u16::try_from(many).map_err(|_| Fault::Damaged);
        let mut out =
            Vec::with_capacity(FIXED + 4 + self.heads.len() * HEAD + self.keys.len() * KEY);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&self.org.0);
        out.extend_from_slice(&self.device.0);
        out.extend_from_slice(&self.wall_ms.to_be_bytes());
        out.extend_from_slice(&count(self.heads.len())?.to_be_bytes());
        for (device, seq, hash) in &self.heads {
            out.extend_from_slice(&device.0);
            out.extend_from_slice(&seq.to_be_bytes());
            out.extend_from_slice(&hash.0);
        }
        out.extend_from_slice(&count(self.keys.len())?.to_be_bytes());
        for (device, key, shared) in &self.keys {
            out.extend_from_slice(&device.0);
            out.extend_from_slice(&key.0);
            out.extend_from_slice(&shared.enc);
            out.extend_from_slice(&shared.sealed);
        }
        let signature = key.sign(&signed_bytes(&out)).to_bytes();
        out.extend_from_slice(&signature);
        Ok(out)
    }
}

impl Stated {
    /// Reads a statement; whose it is, is not asked here.
    ///
    /// # Errors
    /// [`Fault::Foreign`], [`Fault::Newer`], [`Fault::Damaged`].
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let (signed, signature) = bytes.split_last_chunk::<64>().ok_or(Fault::Damaged)?;
        let mut at = Cursor(signed);
        let magic: [u8; 4] = at.take()?;
        if magic[..3] != MAGIC[..3] {
            return Err(Fault::Foreign);
        }
        if magic != MAGIC {
            return Err(Fault::Newer);
        }
        let mut statement = Statement {
            org: Id(at.take()?),
            device: Id(at.take()?),
            wall_ms: u64::from_be_bytes(at.take()?),
            heads: Vec::new(),
            keys: Vec::new(),
        };
        let heads = usize::from(u16::from_be_bytes(at.take()?));
        if heads > MAX_HEADS {
            return Err(Fault::Damaged);
        }
        for _ in 0..heads {
            let (device, seq) = (Id(at.take()?), u64::from_be_bytes(at.take()?));
            statement.heads.push((device, seq, Hash(at.take()?)));
        }
        let keys = usize::from(u16::from_be_bytes(at.take()?));
        if keys > MAX_KEYS {
            return Err(Fault::Damaged);
        }
        for _ in 0..keys {
            let (device, key) = (Id(at.take()?), Id(at.take()?));
            let (enc, sealed) = (at.take()?, at.take()?);
            statement
                .keys
                .push((device, key, SharedKey { enc, sealed }));
        }
        match at.0 {
            [] => Ok(Self {
                statement,
                signed: signed.to_vec(),
                signature: *signature,
            }),
            _ => Err(Fault::Damaged),
        }
    }

    /// Whether the desk with this key said it.
    pub fn verified(&self, key: Hash) -> bool {
        key::signed(&key, &signed_bytes(&self.signed), &self.signature)
    }
}

fn signed_bytes(statement: &[u8]) -> Vec<u8> {
    [
        b"tirkeu/v1/statement\0".as_slice(),
        &Sha256::digest(statement),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample() -> (SigningKey, Statement) {
        let shared = SharedKey {
            enc: [7; 32],
            sealed: [8; 48],
        };
        let statement = Statement {
            org: Id([1; 16]),
            device: Id([2; 16]),
            wall_ms: 3,
            heads: vec![(Id([2; 16]), 4, Hash([5; 32]))],
            keys: vec![(Id([2; 16]), Id([6; 16]), shared)],
        };
        (SigningKey::from_bytes(&[9; 32]), statement)
    }

    #[test]
    fn a_statement_comes_back_and_every_flipped_bit_is_found() {
        let (key, statement) = sample();
        let public = Hash(key.verifying_key().to_bytes());
        let bytes = statement.sign(&key).unwrap();
        let stated = Stated::read(&bytes).unwrap();
        assert_eq!(stated.statement, statement);
        assert!(stated.verified(public));
        assert!(!stated.verified(Hash([3; 32])), "another desk's key");
        for at in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[at / 8] ^= 1 << (at % 8);
            let passes = Stated::read(&bytes).is_ok_and(|stated| stated.verified(public));
            assert!(!passes, "bit {at}");
        }
        for cut in 0..bytes.len() {
            assert!(Stated::read(&bytes[..cut]).is_err(), "{cut} bytes");
        }
    }
}

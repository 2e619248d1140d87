//! What a desk signs about a container: what is in it, and that nothing else is.

use sha2::{Digest, Sha256};

use super::cursor::Cursor;
use super::{Fault, MAX_HEADS};
use crate::id::{DeviceId, Hash, Id, OrgId};
use crate::journal::key;
use crate::time::Wall;

const MAGIC: [u8; 4] = *b"TKT\x01";
const FIXED: usize = 4 + 16 + 16 + 8 + 2 + 2 + 4 + 8 + 8 + 8 + 32 + 1 + 2;
const HEAD: usize = 16 + 8 + 32;
/// Largest trailer in bytes.
pub(super) const MAX_TRAILER: usize = FIXED + 255 + MAX_HEADS * HEAD;

/// The end of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailer {
    /// Whose entries.
    pub org: OrgId,
    /// The desk that wrote and signed it.
    pub device: DeviceId,
    /// What its clock showed when it began.
    pub wall: Wall,
    /// Number of its database's schema.
    pub schema: u16,
    /// Version of its fold.
    pub fold: u32,
    /// Entries of chains.
    pub entries: u64,
    /// Evidence of forks.
    pub evidence: u64,
    /// Bodies that are here.
    pub bodies: u64,
    /// Of every byte before the trailer.
    pub sha256: Hash,
    /// Version of its program; at most 255 bytes.
    pub program: String,
    /// The last entry of every chain: device, seq, hash.
    pub heads: Vec<(DeviceId, u64, Hash)>,
}

/// A trailer as it was read, with its signature: whose key verifies it stands in the roster that was read with it.
#[derive(Debug)]
pub struct Signed {
    /// What it says.
    pub trailer: Trailer,
    bytes: Vec<u8>,
    signature: [u8; 64],
}

impl Signed {
    pub(super) fn read(bytes: Vec<u8>, signature: [u8; 64]) -> Result<Self, Fault> {
        Ok(Self {
            trailer: Trailer::decode(&bytes)?,
            bytes,
            signature,
        })
    }

    /// The trailer, when the desk's key signed it.
    pub fn verified(self, key: Hash) -> Result<Trailer, Fault> {
        match key::signed(&key, &signed_bytes(&self.bytes), &self.signature) {
            true => Ok(self.trailer),
            false => Err(Fault::Damaged),
        }
    }
}

/// The bytes under a trailer's signature.
pub fn signed_bytes(trailer: &[u8]) -> Vec<u8> {
    [b"tirkeu/v1/frames\0".as_slice(), &Sha256::digest(trailer)].concat()
}

impl Trailer {
    pub(super) fn encode(&self) -> Result<Vec<u8>, Fault> {
        let program = u8::try_from(self.program.len()).map_err(|_| Fault::Damaged)?;
        let heads = u16::try_from(self.heads.len()).map_err(|_| Fault::Damaged)?;
        if self.heads.len() > MAX_HEADS {
            return Err(Fault::Damaged);
        }
        let mut out = Vec::with_capacity(FIXED + self.program.len() + self.heads.len() * HEAD);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&self.org.0);
        out.extend_from_slice(&self.device.0);
        out.extend_from_slice(&self.wall.ms.to_be_bytes());
        out.extend_from_slice(&self.wall.tz_min.to_be_bytes());
        out.extend_from_slice(&self.schema.to_be_bytes());
        out.extend_from_slice(&self.fold.to_be_bytes());
        for count in [self.entries, self.evidence, self.bodies] {
            out.extend_from_slice(&count.to_be_bytes());
        }
        out.extend_from_slice(&self.sha256.0);
        out.push(program);
        out.extend_from_slice(self.program.as_bytes());
        out.extend_from_slice(&heads.to_be_bytes());
        for (device, seq, hash) in &self.heads {
            out.extend_from_slice(&device.0);
            out.extend_from_slice(&seq.to_be_bytes());
            out.extend_from_slice(&hash.0);
        }
        Ok(out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        let mut at = Cursor(bytes);
        let magic: [u8; 4] = at.take()?;
        if magic[..3] != MAGIC[..3] {
            return Err(Fault::Damaged);
        }
        if magic != MAGIC {
            return Err(Fault::Newer);
        }
        let mut trailer = Self {
            org: Id(at.take()?),
            device: Id(at.take()?),
            wall: Wall {
                ms: u64::from_be_bytes(at.take()?),
                tz_min: i16::from_be_bytes(at.take()?),
            },
            schema: u16::from_be_bytes(at.take()?),
            fold: u32::from_be_bytes(at.take()?),
            entries: u64::from_be_bytes(at.take()?),
            evidence: u64::from_be_bytes(at.take()?),
            bodies: u64::from_be_bytes(at.take()?),
            sha256: Hash(at.take()?),
            program: String::new(),
            heads: Vec::new(),
        };
        let [length] = at.take()?;
        let program = at.bytes(usize::from(length))?;
        trailer.program = std::str::from_utf8(program)
            .map_err(|_| Fault::Damaged)?
            .to_owned();
        for _ in 0..u16::from_be_bytes(at.take()?) {
            let device = Id(at.take()?);
            let seq = u64::from_be_bytes(at.take()?);
            trailer.heads.push((device, seq, Hash(at.take()?)));
        }
        match at.0 {
            [] if trailer.heads.is_sorted_by(|a, b| a.0 < b.0) => Ok(trailer),
            _ => Err(Fault::Damaged),
        }
    }
}

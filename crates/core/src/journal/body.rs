//! The detachable body: `fmt u8 | salt 32 | payload`.
//!
//! The header commits to it, so a body can be erased on legal demand while the chain still
//! verifies. The salt lies inside: what remains after erasure cannot be guessed.

use super::{Malformed, header::MAX_BODY, tagged_hash};
use crate::id::Hash;

/// Format 1: a payload of deterministic CBOR.
pub const FMT_CBOR: u8 = 1;
const PREFIX: usize = 1 + 32;

/// The bytes of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(Vec<u8>);

impl Body {
    /// A body of format 1.
    pub fn new(salt: [u8; 32], payload: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(PREFIX + payload.len());
        bytes.push(FMT_CBOR);
        bytes.extend_from_slice(&salt);
        bytes.extend_from_slice(payload);
        Self(bytes)
    }

    /// Takes stored or received bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Malformed> {
        if bytes.len() < PREFIX || bytes.len() > MAX_BODY as usize {
            return Err(Malformed::Body);
        }
        Ok(Self(bytes))
    }

    /// All bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The format byte; a format other than [`FMT_CBOR`] belongs to a newer program.
    pub fn fmt(&self) -> u8 {
        self.0[0]
    }

    /// The payload behind format and salt.
    pub fn payload(&self) -> &[u8] {
        &self.0[PREFIX..]
    }

    /// The commitment that the header carries.
    pub fn commit(&self) -> Hash {
        tagged_hash(b"tirkeu/v1/commit\0", &[&self.0])
    }
}

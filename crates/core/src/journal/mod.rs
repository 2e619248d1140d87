//! The journal: bytes, hashes, signatures, chain and refs of signed entries.
//!
//! Every write and every disclosure is one entry of the desk that made it. This room knows how an
//! entry is laid out, linked, signed and checked; it never knows what an entry means. The layout is
//! frozen and described in `docs/journal-format.md`; golden bytes guard it.

pub mod anchor;
pub mod arrived;
pub mod body;
pub mod entry;
pub mod export;
pub mod graph;
pub mod header;
pub mod key;
pub mod log;
pub mod stored;
pub mod verify;

pub use body::Body;
pub use entry::{Draft, Entry};
pub use header::Header;

use sha2::{Digest, Sha256};

use crate::id::Hash;

/// SHA-256 over a domain-separation prefix and the bytes.
pub fn tagged_hash(tag: &[u8], parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(tag);
    for part in parts {
        hasher.update(part);
    }
    Hash(hasher.finalize().into())
}

/// Why bytes are not an entry. One byte off the canonical form is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Does not begin with `TKE\x01`.
    #[error("not an entry of version 1")]
    Magic,
    /// Shorter or longer than its own counts say.
    #[error("length does not match")]
    Length,
    /// A reserved flag is set.
    #[error("reserved flags are set")]
    Flags,
    /// Refs are not ascending and distinct.
    #[error("refs are not ascending and distinct")]
    Refs,
    /// `seq` 0 with a predecessor, or a later `seq` without one.
    #[error("first entry and predecessor disagree")]
    Genesis,
    /// A hybrid clock of 2⁶³ or more: the year 6429.
    #[error("clock is beyond every calendar")]
    Clock,
    /// The body is longer than 524 288 bytes, empty, or of an unknown format.
    #[error("body is not of a known form")]
    Body,
    /// The body is not the one that the header commits to.
    #[error("body does not match its commitment")]
    Commit,
    /// The signature does not verify.
    #[error("signature does not verify")]
    Signature,
    /// The payload is not deterministic CBOR of the kind's shape.
    #[error("payload is not of its kind's shape")]
    Payload,
}

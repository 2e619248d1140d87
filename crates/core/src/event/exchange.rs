//! What is said of the exchange between desks: the key under which entries travel, and bundles that were carried.

use super::codec::body;
use crate::id::{DeviceId, Hash, Id};

/// For whom a key is sealed, HPKE's encapsulated key, the key's ciphertext, its tag.
pub type SealedFor = (Id, Hash, Hash, Id);

body! {
    /// The organisation's exchange key, sealed for those who may read what other desks send.
    ExchangeKeyShared {
        /// Name of the key.
        key: Id,
        /// One for each desk; the recovery root is named by the organisation's id.
        holders: Vec<SealedFor>,
    }
}

body! {
    /// A file for other desks was written.
    BundleMade {
        /// SHA-256 of the file.
        sha256: Hash,
        /// Bytes of the file.
        bytes: u64,
        /// Entries in it, evidence of forks not counted.
        entries: u64,
        /// Bodies in it: what was withheld is not counted.
        bodies: u64,
        /// Desks that can open it.
        recipients: Vec<DeviceId>,
    }
}

body! {
    /// A file of another desk was taken in.
    BundleTaken {
        /// SHA-256 of the file.
        sha256: Hash,
        /// The desk that wrote it.
        from: DeviceId,
        /// Entries that were new.
        accepted: u64,
        /// Entries that were here already.
        known: u64,
        /// Bodies that came to entries that were here.
        bodies: u64,
        /// Entries that were not taken.
        refused: u64,
    }
}

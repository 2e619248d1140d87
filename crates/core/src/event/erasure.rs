//! Destruction of a subject's data, and a desk's receipt for it.

use super::codec::body;
use crate::id::{DeviceId, Hash};

/// Why data are destroyed (Law 94-V art. 18, AimedLab policy 2.5).
pub mod basis {
    /// The purpose is reached or its term has ended.
    pub const PURPOSE_REACHED: u8 = 1;
    /// The contract ended.
    pub const CONTRACT_ENDED: u8 = 2;
    /// Consent was withdrawn.
    pub const CONSENT_WITHDRAWN: u8 = 3;
    /// A law, a court, processing found unlawful.
    pub const LAW: u8 = 4;
}

body! {
    /// Bodies of the covered entries go on every replica; later entries are held.
    SubjectDestroyed {
        /// See [`basis`].
        basis: u8,
        /// Number of the act of destruction; no name.
        act: String,
        /// Device and seq: everything of this subject that the author had stored.
        covers: Vec<(DeviceId, u64)>,
    }
}

body! {
    /// This desk has erased what an act covers.
    ErasureReceipt {
        /// The `subject_destroyed` entry.
        act: Hash,
        /// Bodies erased here.
        erased: u64,
    }
}

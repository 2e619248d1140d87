//! Device signatures, checked strictly and many at a time on several cores.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::cores;
use crate::id::{DeviceId, Hash};
use crate::journal::entry::signed_bytes;

/// Entries collected before they are checked together.
pub(super) const BLOCK: usize = 4096;

/// One signature to check.
pub(super) struct Pending {
    pub device: DeviceId,
    pub seq: u64,
    pub key: VerifyingKey,
    pub hash: Hash,
    pub signature: [u8; 64],
}

impl Pending {
    pub(super) fn holds(&self) -> bool {
        self.key
            .verify_strict(
                &signed_bytes(self.hash),
                &Signature::from_bytes(&self.signature),
            )
            .is_ok()
    }
}

/// The entries whose signature does not verify, in their order.
pub(super) fn broken(pending: &[Pending]) -> Vec<(DeviceId, u64)> {
    let held = cores::each(pending, Pending::holds);
    let broken = pending.iter().zip(held).filter(|(_, holds)| !holds);
    broken.map(|(p, _)| (p.device, p.seq)).collect()
}

//! Device signatures, checked strictly and many at a time on two threads.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::id::{DeviceId, Hash};
use crate::journal::entry::signed_bytes;

/// Entries collected before they are checked together.
pub(super) const BLOCK: usize = 4096;
/// Below this a thread costs more than it saves.
const WORTH_A_THREAD: usize = 64;

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
    let check = |part: &[Pending]| {
        part.iter()
            .filter(|p| !p.holds())
            .map(|p| (p.device, p.seq))
            .collect::<Vec<_>>()
    };
    if pending.len() < WORTH_A_THREAD {
        return check(pending);
    }
    let (first, second) = pending.split_at(pending.len() / 2);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| check(second));
        let mut broken = check(first);
        match beside.join() {
            Ok(more) => broken.extend(more),
            // A thread that died has checked nothing.
            Err(_) => broken.extend(check(second)),
        }
        broken
    })
}

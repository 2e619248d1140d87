//! Ed25519, strictly: canonical points, canonical S, no point of small order.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::id::Hash;

/// A public key in its one canonical form.
pub fn public(bytes: &Hash) -> Option<VerifyingKey> {
    // y of 2^255 − 19 or more is a second spelling of a small y; no key generator writes one.
    let [first, middle @ .., last] = &bytes.0;
    if *first >= 0xed && middle.iter().all(|b| *b == 0xff) && last | 0x80 == 0xff {
        return None;
    }
    VerifyingKey::from_bytes(&bytes.0)
        .ok()
        .filter(|key| !key.is_weak())
}

/// True when the key signed the message.
pub fn signed(key: &Hash, message: &[u8], signature: &[u8; 64]) -> bool {
    public(key).is_some_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

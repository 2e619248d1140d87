//! What a desk that works says of itself to one that has never heard of it.
//!
//! Its own journal vouches for it, and cannot be read before a key was handed over; all that a key has to be sealed to is
//! said here. Nothing of it is secret. The fingerprint that two people compare covers every byte.

use super::{carried, fingerprint};
use crate::id::{DeviceId, OrgId};

/// What stands before the digits.
const WORD: &str = "TIRKEU-WORKS-1:";
const BYTES: usize = 16 + 16 + 32;

/// To whom a key may be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Introduction {
    /// The organisation whose desk it says it is.
    pub org: OrgId,
    /// The desk.
    pub device: DeviceId,
    /// Its X25519 key.
    pub x25519: [u8; 32],
}

impl Introduction {
    fn bytes(&self) -> [u8; BYTES] {
        let mut out = [0; BYTES];
        out[..16].copy_from_slice(self.org.as_bytes());
        out[16..32].copy_from_slice(self.device.as_bytes());
        out[32..].copy_from_slice(&self.x25519);
        out
    }

    /// As it is carried.
    pub fn text(&self) -> String {
        carried::text(WORD, &self.bytes())
    }

    /// Reads what was carried; `None` where it is no introduction or not whole.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; BYTES] = carried::bytes(WORD, text)?;
        let mut at = super::codec::Cursor::new(&bytes);
        Some(Self {
            org: at.id()?,
            device: at.id()?,
            x25519: at.take()?,
        })
    }

    /// Sixteen characters, as those of a request.
    pub fn fingerprint(&self) -> String {
        fingerprint::of(&self.bytes(), 16)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::Id;

    const INTRODUCTION: Introduction = Introduction {
        org: Id([1; 16]),
        device: Id([2; 16]),
        x25519: [3; 32],
    };

    #[test]
    fn it_is_carried_whole_and_every_byte_has_its_part_in_the_fingerprint() {
        let text = INTRODUCTION.text();
        assert_eq!(Introduction::parse(&text), Some(INTRODUCTION));
        assert_eq!(Introduction::parse(&text[..text.len() - 2]), None);
        let digits = WORD.len();
        for at in (digits..text.len()).step_by(2) {
            let mut altered = text.clone();
            altered.replace_range(at..=at, "F");
            let other = Introduction::parse(&altered).unwrap();
            assert_ne!(other.fingerprint(), INTRODUCTION.fingerprint(), "{at}");
        }
    }
}

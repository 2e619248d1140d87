//! What people read to each other to see that both have the same key or the same request.

use sha2::{Digest, Sha256};

/// Crockford's base32: no letter that is taken for a digit.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The first characters of the base32 of SHA-256 of some bytes, five bits each; at most fifty.
pub(super) fn of(bytes: &[u8], characters: usize) -> String {
    let digest = Sha256::digest(bytes);
    let letter = |at: usize| {
        let bit = 5 * at;
        let pair = u16::from_be_bytes([digest[bit / 8], digest[bit / 8 + 1]]);
        char::from(CROCKFORD[usize::from(pair >> (11 - bit % 8) & 31)])
    };
    (0..characters).map(letter).collect()
}

/// In fours, as it is printed and read out.
pub fn fours(fingerprint: &str) -> String {
    let signs: Vec<char> = fingerprint.chars().collect();
    let fours = signs.chunks(4).map(|four| four.iter().collect::<String>());
    fours.collect::<Vec<_>>().join(" ")
}

/// Whether somebody typed this fingerprint: case, spaces and letters that look like digits do not matter.
pub fn is_typed(fingerprint: &str, typed: &str) -> bool {
    let plain = typed.chars().filter(|sign| sign.is_ascii_alphanumeric());
    let plain = plain.map(|sign| match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    plain.eq(fingerprint.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_the_bits_from_the_left() {
        // SHA-256 of nothing begins with e3b0c442 98fc1c14.
        assert_eq!(of(b"", 12), "WERC8GMRZGE1");
        assert_eq!(of(b"", 1), "W");
        assert_eq!(of(b"", 50).len(), 50);
    }

    #[test]
    fn what_is_typed_as_it_was_heard_is_the_same() {
        assert_eq!(fours("WERC8GMRZGE1"), "WERC 8GMR ZGE1");
        for typed in ["WERC 8GMR ZGE1", "werc8gmrzgel", " werc-8gmr-zgei "] {
            assert!(is_typed("WERC8GMRZGE1", typed), "{typed}");
        }
        for typed in ["", "WERC 8GMR ZGE", "WERC 8GMR ZGE2", "WERC 8GMR ZGE1 1"] {
            assert!(!is_typed("WERC8GMRZGE1", typed), "{typed}");
        }
    }
}

//! The key of the database: 32 bytes for the cipher, 16 bytes of salt for its page MACs.

use std::fmt;

use zeroize::Zeroizing;

use crate::id::Entropy;

/// The database key and its salt; wiped when dropped, never shown.
#[derive(Clone)]
pub struct Dek(Zeroizing<[u8; Dek::LEN]>);

impl Dek {
    /// Key and salt together.
    pub const LEN: usize = 48;

    /// A new random key.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0; Self::LEN]);
        entropy.fill(&mut *bytes);
        Self(bytes)
    }

    pub(super) fn from_bytes(bytes: Zeroizing<[u8; Self::LEN]>) -> Self {
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// SQLCipher's raw form: `x'` ‖ 64 hex digits of key ‖ 32 hex digits of salt ‖ `'`.
    ///
    /// Given in this form, SQLCipher derives nothing: the key is used as it stands.
    pub fn raw_key(&self) -> Zeroizing<[u8; 99]> {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = Zeroizing::new([b'\''; 99]);
        text[0] = b'x';
        for (pair, byte) in text[2..98].chunks_exact_mut(2).zip(self.0.iter()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        text
    }
}

impl fmt::Debug for Dek {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dek(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_raw_form_has_96_digits_between_quotes() {
        let mut bytes = Zeroizing::new([0; Dek::LEN]);
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(i * 5 % 256).unwrap_or(0);
        }
        let text = Dek::from_bytes(bytes.clone()).raw_key();
        assert_eq!(
            std::str::from_utf8(&*text),
            Ok(format!("x'{}'", hex::encode(&bytes[..])).as_str())
        );
    }
}

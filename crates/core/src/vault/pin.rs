//! The PIN with which a person comes back to a desk that is open.
//!
//! A check by the core, not a key: it opens nothing that is closed. It is kept hashed, because people use the
//! same digits for their bank card.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::error::VaultError;
use super::kdf::{KdfParams, stretch};
use crate::id::Entropy;

/// Fewest digits.
const MIN: usize = 6;
/// Most digits.
const MAX: usize = 12;

/// Salt and hash of one person's PIN.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pin([u8; 48]);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

impl Pin {
    /// A PIN as typed: six to twelve digits that are neither one digit nor a row.
    ///
    /// # Errors
    /// `vault-pin-form`, `vault-pin-plain`.
    pub fn new(typed: &str, entropy: &mut dyn Entropy) -> Result<Self, VaultError> {
        let digits = digits(typed).ok_or(VaultError::PinForm)?;
        if is_plain(digits.as_bytes()) {
            return Err(VaultError::PinPlain);
        }
        let mut kept = [0; 48];
        entropy.fill(&mut kept[..16]);
        let hash = hash(&digits, &kept)?;
        kept[16..].copy_from_slice(&*hash);
        Ok(Self(kept))
    }

    /// Whether this could be a PIN at all.
    pub fn is_form(typed: &str) -> bool {
        digits(typed).is_some()
    }

    /// Whether this is the PIN. Blocks for a tenth of a second.
    pub fn is(&self, typed: &str) -> Result<bool, VaultError> {
        let Some(digits) = digits(typed) else {
            return Ok(false);
        };
        Ok(hash(&digits, &self.0)?.ct_eq(&self.0[16..]).into())
    }

    /// As it is kept.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As it was kept.
    pub fn of(kept: &[u8]) -> Option<Self> {
        kept.try_into().ok().map(Self)
    }
}

fn digits(typed: &str) -> Option<Zeroizing<String>> {
    let typed = typed.trim();
    let fits =
        (MIN..=MAX).contains(&typed.len()) && typed.bytes().all(|sign| sign.is_ascii_digit());
    fits.then(|| Zeroizing::new(typed.to_owned()))
}

/// One digit again and again, or a row up or down.
fn is_plain(digits: &[u8]) -> bool {
    [0, 1, -1].iter().any(|step| {
        let next = |pair: &[u8]| i16::from(pair[1]) - i16::from(pair[0]) == *step;
        digits.windows(2).all(next)
    })
}

fn hash(digits: &str, salted: &[u8; 48]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&salted[..16]);
    let what: [u8; 32] = Sha256::digest(b"tirkeu/v1/pin").into();
    stretch(digits.as_bytes(), &salt, &[], &what, KdfParams::FLOOR)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::SystemEntropy;

    fn made(typed: &str) -> Result<Pin, VaultError> {
        Pin::new(typed, &mut SystemEntropy)
    }

    #[test]
    fn a_pin_opens_for_its_digits_alone_and_is_salted() {
        let pin = made("190652").unwrap();
        assert!(pin.is("190652").unwrap() && pin.is(" 190652 ").unwrap());
        for other in ["190653", "19065", "1906522", "", "190 652", "١٩٠٦٥٢"] {
            assert!(!pin.is(other).unwrap(), "{other:?}");
        }
        assert_ne!(pin, made("190652").unwrap(), "another salt");
        assert_eq!(Pin::of(pin.bytes()), Some(pin));
        assert!(!format!("{pin:?}").contains(char::is_numeric));
    }

    #[test]
    fn a_pin_that_anybody_would_try_is_refused() {
        for plain in ["000000", "777777", "123456", "987654", "0123456789"] {
            assert!(matches!(made(plain), Err(VaultError::PinPlain)), "{plain}");
        }
        for form in ["", "12345", "1234567890123", "12345a", "१२३४५६"] {
            assert!(matches!(made(form), Err(VaultError::PinForm)), "{form:?}");
        }
    }
}

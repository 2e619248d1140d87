//! The recovery root: three keys that grow out of the 128 bits on paper, and nothing else.

use std::fmt;

use bech32::{Bech32, Hrp};
use ed25519_dalek::SigningKey;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::fingerprint;
use super::wrap::derive;
use crate::id::{Hash, OrgId, org_id};

/// Private keys of the root; in memory only while the kit is being made or used.
pub struct RootKeys {
    /// Signs the first roster and its own replacement.
    pub sign: SigningKey,
    /// Opens the database key that every slot file carries for the root.
    pub seal: StaticSecret,
    age: Zeroizing<[u8; 32]>,
}

impl RootKeys {
    pub(super) fn derive(secret: &[u8; 16]) -> Self {
        Self {
            sign: SigningKey::from_bytes(&derive(b"", secret, "root/sign")),
            seal: StaticSecret::from(*derive::<32>(b"", secret, "root/seal")),
            age: derive(b"", secret, "root/age"),
        }
    }

    /// The public halves, as slot files and the roster carry them.
    pub fn public(&self) -> RootPublic {
        RootPublic {
            sign: self.sign.verifying_key().to_bytes(),
            seal: PublicKey::from(&self.seal).to_bytes(),
        }
    }

    /// The organisation that this root founds.
    pub fn org_id(&self) -> OrgId {
        org_id(&Hash(self.public().sign))
    }

    /// Twelve characters by which two people compare a sheet.
    pub fn fingerprint(&self) -> String {
        self.public().fingerprint()
    }

    /// `AGE-SECRET-KEY-1…`, which the `age` program takes as an identity file.
    pub fn age_secret_key(&self) -> Zeroizing<String> {
        age_secret(&self.age)
    }

    /// `age1…`, to which backups are encrypted.
    pub fn age_recipient(&self) -> String {
        age_recipient(&self.age_public())
    }

    /// The bytes of [`Self::age_recipient`].
    pub fn age_public(&self) -> [u8; 32] {
        PublicKey::from(&StaticSecret::from(*self.age)).to_bytes()
    }
}

/// `AGE-SECRET-KEY-1…` of an X25519 key.
pub(super) fn age_secret(secret: &[u8; 32]) -> Zeroizing<String> {
    Zeroizing::new(bech32_text("age-secret-key-", secret).to_ascii_uppercase())
}

/// `age1…` of an X25519 key.
pub(super) fn age_recipient(public: &[u8; 32]) -> String {
    bech32_text("age", public)
}

// bech32 refuses empty prefixes and texts above 1023 characters; both are constants here.
#[allow(clippy::expect_used)]
fn bech32_text(prefix: &str, key: &[u8; 32]) -> String {
    let prefix = Hrp::parse(prefix).expect("the prefix is a constant");
    bech32::encode::<Bech32>(prefix, key).expect("32 bytes are within the length")
}

impl fmt::Debug for RootKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RootKeys({})", self.fingerprint())
    }
}

/// Public halves of the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RootPublic {
    /// Ed25519.
    pub sign: [u8; 32],
    /// X25519.
    pub seal: [u8; 32],
}

impl RootPublic {
    /// First 12 characters of Crockford's base32 of SHA-256(root_sign): 60 bits.
    pub fn fingerprint(&self) -> String {
        fingerprint::of(&self.sign, 12)
    }
}

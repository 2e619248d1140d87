//! Identifiers: 16 random bytes for everything that folds, 32 bytes for everything that is hashed.
//!
//! Subject ids are random and never derived from a person's data: no hash of an ИИН exists
//! outside an entry's body. Text form is lower-case hex.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

macro_rules! bytes_type {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// All bytes zero: "none" in the fixed header layout.
            pub const ZERO: Self = Self([0; $len]);

            /// Reads exactly the fixed number of bytes.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                Some(Self(bytes.try_into().ok()?))
            }

            /// Reads lower- or upper-case hex of exactly the fixed length.
            pub fn parse(text: &str) -> Option<Self> {
                let mut out = [0; $len];
                hex::decode_to_slice(text, &mut out).ok()?;
                Some(Self(out))
            }

            /// The bytes themselves.
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// True for [`Self::ZERO`].
            pub fn is_zero(&self) -> bool {
                *self == Self::ZERO
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| de::Error::custom("expected hex of a fixed length"))
            }
        }

        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                Ok(rusqlite::types::ToSqlOutput::from(&self.0[..]))
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                Self::from_slice(value.as_blob()?).ok_or(rusqlite::types::FromSqlError::InvalidType)
            }
        }

        // On the wire to the window an identifier is a string.
        impl specta::Type for $name {
            fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
                <String as specta::Type>::definition(types)
            }
        }
    };
}

bytes_type!(
    /// An identifier of 128 bits: organisation, device, person, session, subject.
    Id,
    16
);
bytes_type!(
    /// A SHA-256 value: an entry, a commitment, a document.
    Hash,
    32
);

/// The organisation, as [`org_id`] derives it.
pub type OrgId = Id;
/// One incarnation of one desk.
pub type DeviceId = Id;
/// A member of staff.
pub type StaffId = Id;
/// One signed stretch of work of one person on one desk.
pub type SessionId = Id;
/// What folds together and is erased together.
pub type SubjectId = Id;

/// The organisation that a root founds: SHA-256("tirkeu/v1/org\0" ‖ its Ed25519 key), cut to 16 bytes. A
/// root that replaced another keeps the organisation of the first.
pub fn org_id(root_sign: &Hash) -> OrgId {
    let digest = Sha256::new()
        .chain_update(b"tirkeu/v1/org\0")
        .chain_update(root_sign.0)
        .finalize();
    let mut id = Id::ZERO;
    id.0.copy_from_slice(&digest[..16]);
    id
}

/// Where identifiers and salts come from; a value of this type is handed in, never reached for.
pub trait Entropy: Send {
    /// Fills the buffer with random bytes.
    fn fill(&mut self, buffer: &mut [u8]);

    /// A new random identifier.
    fn id(&mut self) -> Id {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        Id(bytes)
    }

    /// A number of so many digits, nine at most: what people read to each other. Of 64 random bits the remainder, so that
    /// none is likelier than another by more than one part in ten thousand million.
    fn digits(&mut self, count: u32) -> String {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        let number = u64::from_be_bytes(bytes) % 10_u64.pow(count);
        format!("{number:0width$}", width = count as usize)
    }
}

/// The operating system's random source.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, buffer: &mut [u8]) {
        // A machine without a random source must not go on issuing identifiers or keys.
        #[allow(clippy::expect_used)]
        getrandom::fill(buffer).expect("the operating system must provide random bytes");
    }
}

//! A draft is signed into an entry; only an entry can be stored.
//!
//! ```text
//! entry_hash = SHA-256("tirkeu/v1/entry\0" ‖ header)
//! signature  = Ed25519("tirkeu/v1/sig\0" ‖ entry_hash), verified strictly
//! ```

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::{Body, Header, Malformed, tagged_hash};
use crate::id::{DeviceId, Hash, OrgId, SessionId, SubjectId};
use crate::time::{Hlc, Wall};

const SIGNATURE_TAG: &[u8] = b"tirkeu/v1/sig\0";

/// Everything about an entry but its signature.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The organisation.
    pub org: OrgId,
    /// The signing desk.
    pub device: DeviceId,
    /// Its next number.
    pub seq: u64,
    /// Hash of its last entry, zeros for the first.
    pub prev: Hash,
    /// Larger than that of its last entry.
    pub hlc: Hlc,
    /// What its clock shows.
    pub wall: Wall,
    /// Number in the kinds registry.
    pub kind: u16,
    /// Version of the body.
    pub kind_ver: u8,
    /// As the registry says.
    pub flags: u8,
    /// As the registry says.
    pub class: u8,
    /// Entries of the commit that follow.
    pub batch_left: u8,
    /// The person's session, zeros for the desk itself.
    pub session: SessionId,
    /// What it folds into.
    pub subject: SubjectId,
    /// Tips of the subject; sorted by `sign`.
    pub refs: Vec<Hash>,
    /// The body.
    pub body: Body,
}

impl Draft {
    /// Signs the draft with the desk's key.
    pub fn sign(self, key: &SigningKey) -> Result<Entry, Malformed> {
        let mut refs = self.refs;
        refs.sort_unstable();
        refs.dedup();
        refs.truncate(255);
        let header = Header {
            org: self.org,
            device: self.device,
            seq: self.seq,
            prev: self.prev,
            hlc: self.hlc,
            wall: self.wall,
            kind: self.kind,
            kind_ver: self.kind_ver,
            flags: self.flags,
            class: self.class,
            batch_left: self.batch_left,
            session: self.session,
            subject: self.subject,
            commit: self.body.commit(),
            body_len: u32::try_from(self.body.as_bytes().len()).map_err(|_| Malformed::Body)?,
            refs,
        };
        header.well_formed()?;
        let bytes = header.encode();
        let hash = entry_hash(&bytes);
        let signature = key.sign(&signed_bytes(hash)).to_bytes();
        Ok(Entry {
            header,
            bytes,
            signature,
            hash,
            body: Some(self.body),
        })
    }
}

/// A signed entry: the bytes as they were signed, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    header: Header,
    bytes: Vec<u8>,
    signature: [u8; 64],
    hash: Hash,
    body: Option<Body>,
}

impl Entry {
    /// Takes stored or received bytes; the body, when present, must be the one committed to.
    pub fn from_parts(
        header_bytes: Vec<u8>,
        signature: [u8; 64],
        body: Option<Body>,
    ) -> Result<Self, Malformed> {
        let header = Header::decode(&header_bytes)?;
        if let Some(body) = &body
            && (body.commit() != header.commit || body.as_bytes().len() != header.body_len as usize)
        {
            return Err(Malformed::Commit);
        }
        let hash = entry_hash(&header_bytes);
        Ok(Self {
            header,
            bytes: header_bytes,
            signature,
            hash,
            body,
        })
    }

    /// Checks the signature strictly: canonical S, no small-order points.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), Malformed> {
        key.verify_strict(
            &signed_bytes(self.hash),
            &Signature::from_bytes(&self.signature),
        )
        .map_err(|_| Malformed::Signature)
    }

    /// What the header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The header as it was signed.
    pub fn header_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The desk's signature.
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The entry's name everywhere else.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The body, unless erased, withheld or elsewhere.
    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// The same entry without its body.
    #[must_use]
    pub fn without_body(mut self) -> Self {
        self.body = None;
        self
    }
}

/// SHA-256 over the tagged header bytes.
pub fn entry_hash(header: &[u8]) -> Hash {
    tagged_hash(b"tirkeu/v1/entry\0", &[header])
}

/// The bytes under an entry's signature: tag and hash, 46 bytes.
pub fn signed_bytes(hash: Hash) -> Vec<u8> {
    [SIGNATURE_TAG, &hash.0].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::Id;

    fn draft(seq: u64, prev: Hash) -> Draft {
        Draft {
            org: Id([1; 16]),
            device: Id([2; 16]),
            seq,
            prev,
            hlc: Hlc(1_795_000_000_000 << 16),
            wall: Wall {
                ms: 1_795_000_000_000,
                tz_min: 300,
            },
            kind: 0x0141,
            kind_ver: 1,
            flags: 0,
            class: 1,
            batch_left: 0,
            session: Id([3; 16]),
            subject: Id([4; 16]),
            refs: vec![Hash([9; 32]), Hash([5; 32])],
            body: Body::new([6; 32], &[0x80]),
        }
    }

    #[test]
    fn the_layout_of_version_1_never_changes() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let entry = draft(1, Hash([8; 32])).sign(&key).unwrap();
        let golden = include_str!("golden/entry-v1.hex")
            .split_whitespace()
            .collect::<Vec<_>>();
        let have = [
            hex::encode(entry.header_bytes()),
            hex::encode(entry.signature()),
            entry.hash().to_string(),
            hex::encode(entry.body().unwrap().as_bytes()),
        ];
        assert_eq!(
            have.as_slice(),
            golden.as_slice(),
            "golden bytes of entry v1"
        );
    }

    #[test]
    fn a_clock_of_2_to_the_63_is_malformed_everywhere() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let beyond = Draft {
            hlc: Hlc(1 << 63),
            ..draft(1, Hash([8; 32]))
        };
        assert_eq!(beyond.sign(&key), Err(Malformed::Clock));
        let latest = Draft {
            hlc: Hlc(u64::MAX >> 1),
            ..draft(1, Hash([8; 32]))
        };
        let mut bytes = latest.sign(&key).unwrap().header_bytes().to_vec();
        bytes[76] |= 0x80;
        assert_eq!(Header::decode(&bytes), Err(Malformed::Clock));
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let entry = draft(1, Hash([8; 32])).sign(&key).unwrap();
        for bit in 0..entry.header_bytes().len() * 8 {
            let mut bytes = entry.header_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let caught = Entry::from_parts(bytes, *entry.signature(), entry.body().cloned())
                .and_then(|e| e.verify(&key.verifying_key()));
            assert!(caught.is_err(), "bit {bit} of the header");
        }
    }

    #[test]
    fn decoding_reproduces_the_bytes_or_fails() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let entry = draft(1, Hash([8; 32])).sign(&key).unwrap();
        assert_eq!(
            Header::decode(entry.header_bytes()).unwrap().encode(),
            entry.header_bytes()
        );
        let mut longer = entry.header_bytes().to_vec();
        longer.push(0);
        assert_eq!(Header::decode(&longer), Err(Malformed::Length));
        let mut unsorted = entry.header().clone();
        unsorted.refs.reverse();
        assert_eq!(Header::decode(&unsorted.encode()), Err(Malformed::Refs));
        assert_eq!(draft(0, Hash([8; 32])).sign(&key), Err(Malformed::Genesis));
    }
}

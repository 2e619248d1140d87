//! The signed header, version 1: fixed layout, big endian, one canonical form.
//!
//! ```text
//! "TKE\x01" | org 16 | device 16 | seq u64 | prev 32 | hlc u64 | wall u64 | tz_min i16
//! | kind u16 | kind_ver u8 | flags u8 | class u8 | batch_left u8 | session 16 | subject 16
//! | commit 32 | body_len u32 | n_refs u8 | refs n × 32, ascending, distinct
//! ```
//! Headers are stored and sent as bytes; [`Header::decode`] followed by [`Header::encode`]
//! reproduces them or decoding fails.

use super::Malformed;
use crate::id::{DeviceId, Hash, Id, OrgId, SessionId, SubjectId};
use crate::time::{Hlc, Wall};

/// First four bytes of every header.
pub const MAGIC: [u8; 4] = *b"TKE\x01";
/// Largest body in bytes.
pub const MAX_BODY: u32 = 524_288;
/// Largest hybrid clock: the top bit is never set.
pub const MAX_HLC: u64 = u64::MAX >> 1;
/// Bytes of a header without refs.
pub const FIXED_LEN: usize =
    4 + 16 + 16 + 8 + 32 + 8 + 8 + 2 + 2 + 1 + 1 + 1 + 1 + 16 + 16 + 32 + 4 + 1;

/// A newer kind with this flag closes its subject for writing until the program is updated.
pub const CRITICAL: u8 = 0b01;
/// The entry takes a permission away; it already does so while it waits to be folded.
pub const DENY: u8 = 0b10;

/// Everything that is signed about one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The organisation.
    pub org: OrgId,
    /// The desk that made the entry.
    pub device: DeviceId,
    /// Number of the entry on this desk, from 0, without gaps.
    pub seq: u64,
    /// Hash of entry `seq − 1` of the same desk; zeros for the first.
    pub prev: Hash,
    /// Hybrid clock: sorts, proves nothing.
    pub hlc: Hlc,
    /// What the desk's clock showed.
    pub wall: Wall,
    /// Number in the kinds registry.
    pub kind: u16,
    /// Version of the kind's body.
    pub kind_ver: u8,
    /// [`CRITICAL`], [`DENY`].
    pub flags: u8,
    /// Retention class.
    pub class: u8,
    /// Entries of the same commit that follow.
    pub batch_left: u8,
    /// The person's session; zeros when the desk itself acts.
    pub session: SessionId,
    /// What this entry folds into.
    pub subject: SubjectId,
    /// Commitment to the body.
    pub commit: Hash,
    /// Length of the body in bytes; stays after erasure.
    pub body_len: u32,
    /// Tips of the subject that the author had folded.
    pub refs: Vec<Hash>,
}

impl Header {
    /// The canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(FIXED_LEN + self.refs.len() * 32);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&self.org.0);
        out.extend_from_slice(&self.device.0);
        out.extend_from_slice(&self.seq.to_be_bytes());
        out.extend_from_slice(&self.prev.0);
        out.extend_from_slice(&self.hlc.0.to_be_bytes());
        out.extend_from_slice(&self.wall.ms.to_be_bytes());
        out.extend_from_slice(&self.wall.tz_min.to_be_bytes());
        out.extend_from_slice(&self.kind.to_be_bytes());
        out.extend_from_slice(&[self.kind_ver, self.flags, self.class, self.batch_left]);
        out.extend_from_slice(&self.session.0);
        out.extend_from_slice(&self.subject.0);
        out.extend_from_slice(&self.commit.0);
        out.extend_from_slice(&self.body_len.to_be_bytes());
        // `decode` and `Draft::sign` keep refs at 255 or fewer.
        out.push(u8::try_from(self.refs.len()).unwrap_or(u8::MAX));
        for hash in &self.refs {
            out.extend_from_slice(&hash.0);
        }
        out
    }

    /// Reads the canonical bytes; any other form is malformed.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut at = Cursor { bytes };
        if at.take::<4>()? != MAGIC {
            return Err(Malformed::Magic);
        }
        let mut header = Self {
            org: Id(at.take()?),
            device: Id(at.take()?),
            seq: u64::from_be_bytes(at.take()?),
            prev: Hash(at.take()?),
            hlc: Hlc(u64::from_be_bytes(at.take()?)),
            wall: Wall {
                ms: u64::from_be_bytes(at.take()?),
                tz_min: i16::from_be_bytes(at.take()?),
            },
            kind: u16::from_be_bytes(at.take()?),
            kind_ver: at.byte()?,
            flags: at.byte()?,
            class: at.byte()?,
            batch_left: at.byte()?,
            session: Id(at.take()?),
            subject: Id(at.take()?),
            commit: Hash(at.take()?),
            body_len: u32::from_be_bytes(at.take()?),
            refs: Vec::new(),
        };
        let n_refs = at.byte()?;
        for _ in 0..n_refs {
            header.refs.push(Hash(at.take()?));
        }
        if !at.bytes.is_empty() {
            return Err(Malformed::Length);
        }
        header.well_formed()?;
        Ok(header)
    }

    /// What makes a header canonical besides its layout.
    pub(super) fn well_formed(&self) -> Result<(), Malformed> {
        if self.flags & !(CRITICAL | DENY) != 0 {
            return Err(Malformed::Flags);
        }
        if self.refs.len() > 255 || !self.refs.is_sorted_by(|a, b| a < b) {
            return Err(Malformed::Refs);
        }
        if (self.seq == 0) != self.prev.is_zero() {
            return Err(Malformed::Genesis);
        }
        // Databases keep signed numbers: above this a clock would sort before every other.
        if self.hlc.0 > MAX_HLC {
            return Err(Malformed::Clock);
        }
        if self.body_len > MAX_BODY {
            return Err(Malformed::Body);
        }
        Ok(())
    }

    /// True when the entry takes a permission away.
    pub fn denies(&self) -> bool {
        self.flags & DENY != 0
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
}

impl Cursor<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, rest) = self
            .bytes
            .split_first_chunk::<N>()
            .ok_or(Malformed::Length)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        Ok(self.take::<1>()?[0])
    }
}

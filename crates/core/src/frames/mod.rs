//! One container of entries, `frames`: what a backup or a bundle is inside its envelope.
//!
//! A head, one record for each entry in an order in which it can be taken in, and a trailer that the desk signs:
//! heads of all chains, counts, SHA-256 of everything before it. A record names its suite: 0 is the plain entry and
//! belongs inside an envelope that is encrypted. What leaves a desk for others is [`Sealed`], entry by entry. Nothing is
//! ever held but one record. `docs/backup-format.md` gives the layout with sizes; golden bytes pin it. No files, no SQL, no nouns.

mod cursor;
mod read;
mod sealed;
#[cfg(test)]
mod sealed_tests;
mod statement;
#[cfg(test)]
mod tests;
mod trailer;
mod write;

pub use read::Reader;
pub use sealed::{FRAME_MAGIC, PLACE_LEN, Place, Sealed};
pub use statement::{Stated, Statement};
pub use trailer::{Signed, Trailer, signed_bytes};
pub use write::{Hashed, Writer, Written};

use crate::id::{DeviceId, OrgId};
use crate::journal::header::{FIXED_LEN, MAX_BODY};
use crate::journal::{Body, Entry, Malformed};
use crate::time::Wall;

/// First four bytes of every container.
pub const MAGIC: [u8; 4] = *b"TKC\x01";
/// Bytes of the head.
pub const HEAD_LEN: usize = 4 + 1 + 16 + 16 + 8 + 2 + 2;
/// Bytes of a record before its header.
pub const RECORD_LEN: usize = 1 + 1 + 1 + 2 + 4;
/// Largest header with its signature.
pub const MAX_HEADER: usize = FIXED_LEN + 255 * 32 + 64;
/// Most chains that a trailer names.
pub const MAX_HEADS: usize = 10_000;

const SIGNATURE: usize = 64;
const ENTRY: u8 = 1;
const EVIDENCE: u8 = 2;
const TRAILER: u8 = 0xff;
/// The entry as it lies in the journal.
const PLAIN: u8 = 0;

/// What a container is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Use {
    /// Everything that a desk holds.
    Backup = 1,
    /// What one desk has for others, to be carried.
    Bundle = 2,
}

impl Use {
    fn of(code: u8) -> Option<Self> {
        [Self::Backup, Self::Bundle]
            .into_iter()
            .find(|purpose| *purpose as u8 == code)
    }
}

/// Who wrote a container, when, with which program. Nothing in it is proven before the trailer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// What it is for.
    pub purpose: Use,
    /// Whose entries.
    pub org: OrgId,
    /// The desk that wrote it.
    pub device: DeviceId,
    /// What its clock showed.
    pub wall: Wall,
    /// Number of its database's schema: a desk with a smaller one must not read it.
    pub schema: u16,
}

/// What became of an entry's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Absence {
    /// Taken away by an act.
    Erased = 1,
    /// Not here: withheld, or elsewhere.
    Withheld = 2,
}

/// One entry on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// An entry of a chain; without a body, why it has none.
    Entry(Entry, Option<Absence>),
    /// A signed entry at a place that another one has; without a body.
    Evidence(Entry),
}

/// The same, as it lies in a database: nothing of it is decoded before it is written, whoever reads it judges it.
#[derive(Debug)]
pub struct Raw<'a> {
    /// Its header's bytes.
    pub header: &'a [u8],
    /// The signature over them.
    pub signature: &'a [u8; SIGNATURE],
    /// Its body and salt.
    pub body: Result<&'a [u8], Absence>,
    /// Another entry has its place.
    pub is_evidence: bool,
}

impl<'a> From<&'a Record> for Raw<'a> {
    fn from(record: &'a Record) -> Self {
        let (entry, absence, is_evidence) = match record {
            Record::Entry(entry, absence) => (entry, *absence, false),
            Record::Evidence(entry) => (entry, None, true),
        };
        let body = entry.body().map(crate::journal::Body::as_bytes);
        Self {
            header: entry.header_bytes(),
            signature: entry.signature(),
            body: body.ok_or(absence.unwrap_or(Absence::Withheld)),
            is_evidence,
        }
    }
}

/// Why bytes are not a container, or not one that can be written.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No container begins so.
    #[error("not a container")]
    Foreign,
    /// Of a newer program.
    #[error("written by a newer program")]
    Newer,
    /// It ends before its trailer.
    #[error("ends before its trailer")]
    Cut,
    /// A record or the trailer is not what it must be.
    #[error("a record is damaged")]
    Damaged,
    /// The bytes could not be read or written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl From<Malformed> for Fault {
    fn from(_: Malformed) -> Self {
        Self::Damaged
    }
}

impl Head {
    fn encode(&self) -> [u8; HEAD_LEN] {
        let mut out = [0; HEAD_LEN];
        let parts: [&[u8]; 7] = [
            &MAGIC,
            &[self.purpose as u8],
            &self.org.0,
            &self.device.0,
            &self.wall.ms.to_be_bytes(),
            &self.wall.tz_min.to_be_bytes(),
            &self.schema.to_be_bytes(),
        ];
        let mut at = 0;
        for part in parts {
            out[at..at + part.len()].copy_from_slice(part);
            at += part.len();
        }
        out
    }
}

/// The three sizes that stand before an entry's bytes.
struct Frame {
    kind: u8,
    body: u8,
    header_len: u16,
    body_len: u32,
}

impl Frame {
    /// None where the sizes do not fit into their fields.
    fn of(raw: &Raw<'_>) -> Option<Self> {
        Some(Self {
            kind: if raw.is_evidence { EVIDENCE } else { ENTRY },
            body: raw.body.err().map_or(0, |absence| absence as u8),
            header_len: u16::try_from(raw.header.len() + SIGNATURE).ok()?,
            body_len: u32::try_from(raw.body.map_or(0, <[u8]>::len)).ok()?,
        })
    }

    fn encode(&self) -> [u8; RECORD_LEN] {
        let [h0, h1] = self.header_len.to_be_bytes();
        let [b0, b1, b2, b3] = self.body_len.to_be_bytes();
        [self.kind, PLAIN, self.body, h0, h1, b0, b1, b2, b3]
    }

    /// Sizes are judged before anything is made of that size.
    fn decode(bytes: [u8; RECORD_LEN]) -> Result<Self, Fault> {
        let [kind, suite, body, h0, h1, b0, b1, b2, b3] = bytes;
        if suite != PLAIN {
            return Err(Fault::Newer);
        }
        let frame = Self {
            kind,
            body,
            header_len: u16::from_be_bytes([h0, h1]),
            body_len: u32::from_be_bytes([b0, b1, b2, b3]),
        };
        let has_body = frame.body_len > 0;
        let fits = (FIXED_LEN + SIGNATURE..=MAX_HEADER).contains(&usize::from(frame.header_len))
            && frame.body_len <= MAX_BODY
            && matches!(
                (kind, body, has_body),
                (ENTRY, 0, true) | (ENTRY, 1 | 2, false) | (EVIDENCE, 2, false)
            );
        if fits { Ok(frame) } else { Err(Fault::Damaged) }
    }

    fn record(&self, mut header: Vec<u8>, body: Vec<u8>) -> Result<Record, Fault> {
        let signature = header.split_off(header.len() - SIGNATURE);
        let signature = signature.try_into().map_err(|_| Fault::Damaged)?;
        let stored = match self.body {
            0 => Some(Body::from_bytes(body)?),
            _ => None,
        };
        let entry = Entry::from_parts(header, signature, stored)?;
        Ok(match (self.kind, self.body) {
            (EVIDENCE, _) => Record::Evidence(entry),
            (_, 0) => Record::Entry(entry, None),
            (_, 1) => Record::Entry(entry, Some(Absence::Erased)),
            _ => Record::Entry(entry, Some(Absence::Withheld)),
        })
    }
}

//! Is it this desk's next entry? Form, number, predecessor, clock, commit: no meaning needed.
//!
//! Called by the audit of a whole journal; the checks stand in the order in which
//! `docs/journal-format.md` lists them, so that every verifier names the same first fault.

use super::{Entry, Header};
use crate::id::{Hash, SessionId};
use crate::time::Hlc;

/// Most entries of one commit.
pub const MAX_COMMIT: u8 = 64;

/// Why an entry is not the next one of its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// An earlier entry is missing.
    Gap,
    /// `prev` names another entry.
    Prev,
    /// The hybrid clock did not grow.
    Hlc,
    /// The commit before is not complete, or this one is malformed.
    Batch,
}

/// How far a chain has been followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Hashes of the entries so far; the index is `seq`.
    hashes: Vec<Hash>,
    hlc: Hlc,
    batch_left: u8,
    session: Option<SessionId>,
}

impl Link {
    /// Entries so far.
    pub fn len(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// True before the first entry.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Hash of an entry so far.
    pub fn at(&self, seq: u64) -> Option<Hash> {
        self.hashes.get(usize::try_from(seq).ok()?).copied()
    }

    /// Number and hash of the last entry.
    pub fn head(&self) -> Option<(u64, Hash)> {
        Some((self.len().checked_sub(1)?, *self.hashes.last()?))
    }

    /// Entries of the last commit that have not come.
    pub fn missing_of_commit(&self) -> u8 {
        self.batch_left
    }

    /// Forgets everything from an entry on.
    pub fn cut(&mut self, seq: u64) {
        self.hashes
            .truncate(usize::try_from(seq).unwrap_or(usize::MAX));
    }

    /// Checks that an entry is the next one.
    pub fn check(&self, header: &Header) -> Result<(), Break> {
        if header.seq != self.len() {
            return Err(Break::Gap);
        }
        if header.prev != self.hashes.last().copied().unwrap_or(Hash::ZERO) {
            return Err(Break::Prev);
        }
        if !self.is_empty() && header.hlc <= self.hlc {
            return Err(Break::Hlc);
        }
        let fits = if self.batch_left > 0 {
            header.batch_left == self.batch_left - 1 && Some(header.session) == self.session
        } else {
            header.batch_left < MAX_COMMIT
        };
        if fits { Ok(()) } else { Err(Break::Batch) }
    }

    /// Takes an entry that [`Link::check`] let pass.
    pub fn take(&mut self, entry: &Entry) {
        self.hashes.push(entry.hash());
        self.hlc = entry.header().hlc;
        self.batch_left = entry.header().batch_left;
        self.session = Some(entry.header().session);
    }
}

//! Reading fixed layouts: big endian, every byte accounted for.

use crate::id::Id;

/// A position in bytes that are read once, front to back.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*head)
    }

    pub(super) fn id(&mut self) -> Option<Id> {
        self.take().map(Id)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take().map(u8::from_be_bytes)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    /// What has not been read.
    pub(super) fn rest(self) -> &'a [u8] {
        self.rest
    }
}

/// The three letters of a file and the version that this program writes.
pub(super) const VERSION: u8 = 1;

/// What the first four bytes say.
pub(super) enum Magic {
    Ours,
    /// The right letters with a version above ours.
    Newer(u8),
    Other,
}

/// Reads the letters and the version byte.
pub(super) fn magic(bytes: &[u8], letters: &[u8; 3]) -> Magic {
    match bytes.first_chunk::<4>() {
        Some([a, b, c, version]) if [*a, *b, *c] == *letters => match *version {
            VERSION => Magic::Ours,
            // Zero was never written: it is damage, not a version.
            0 => Magic::Other,
            newer => Magic::Newer(newer),
        },
        _ => Magic::Other,
    }
}

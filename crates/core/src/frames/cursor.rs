//! Reading what was written front to back, every byte accounted for.

use super::Fault;

/// What has not been read yet.
pub(super) struct Cursor<'a>(pub(super) &'a [u8]);

impl<'a> Cursor<'a> {
    /// The next bytes, so many as the type says.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(*head)
    }

    /// The next bytes, so many as were announced.
    pub(super) fn bytes(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (head, rest) = self.0.split_at_checked(length).ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(head)
    }
}

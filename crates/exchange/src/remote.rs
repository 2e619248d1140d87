//! What a place can do. Folders and stores are one implementation; a hub would be another.

use std::collections::BTreeMap;

use tirkeu_core::frames::Sealed;
use tirkeu_core::id::{DeviceId, Hash};

use crate::name::Segment;

/// Why a place, or something that lies there, could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Fault {
    /// It does not answer: no network, a stick that was pulled out, a folder that is gone.
    #[error("the place does not answer")]
    Away,
    /// It is full.
    #[error("the place is full")]
    Full,
    /// It lets nobody write, or read.
    #[error("the place refuses")]
    Refused,
    /// What lies there is not there any more.
    #[error("gone")]
    Gone,
    /// What lies there is not what was written, or belongs to somebody else.
    #[error("damaged")]
    Damaged,
    /// Larger than anything that is written.
    #[error("too large")]
    Large,
    /// Written by a newer program.
    #[error("written by a newer program")]
    Newer,
    /// Sealed under a key that is not here.
    #[error("sealed under a key that is not here")]
    Key,
}

impl Fault {
    /// It concerns the whole place, not one thing that lies there.
    pub fn is_of_the_place(self) -> bool {
        matches!(self, Self::Away | Self::Full | Self::Refused)
    }
}

/// What lies at a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lying {
    /// Whole segments, with a tag of their bytes: another tag, other bytes.
    pub segments: BTreeMap<Segment, String>,
    /// Desks that said what they have.
    pub stated: Vec<DeviceId>,
    /// Segments of which one file lies there: not written, or not taken away, to the end.
    pub halves: Vec<Segment>,
    /// Files that nobody of this program wrote.
    pub strange: u64,
}

/// Where frames lie between desks.
pub trait Remote {
    /// What lies there.
    ///
    /// # Errors
    /// [`Fault::Away`], [`Fault::Refused`].
    fn look(&mut self) -> Result<Lying, Fault>;

    /// The frames of a segment with the bodies that lie there now.
    ///
    /// # Errors
    /// Any fault.
    fn read(&mut self, segment: &Segment) -> Result<Vec<Sealed>, Fault>;

    /// Puts a segment there, synced, and says its tag. It is there whole or not at all.
    ///
    /// # Errors
    /// A fault of the place.
    fn write(&mut self, segment: &Segment, frames: &[Sealed]) -> Result<String, Fault>;

    /// Puts some bodies of a segment into another state, and says the new tag.
    ///
    /// # Errors
    /// Any fault.
    fn replace(
        &mut self,
        segment: &Segment,
        bodies: &BTreeMap<Hash, Vec<u8>>,
    ) -> Result<String, Fault>;

    /// Takes a segment away, in whose place another lies.
    ///
    /// # Errors
    /// A fault of the place.
    fn remove(&mut self, segment: &Segment) -> Result<(), Fault>;

    /// What a desk said last of what it has.
    ///
    /// # Errors
    /// Any fault.
    fn stated(&mut self, writer: DeviceId) -> Result<Vec<u8>, Fault>;

    /// Says what a desk has.
    ///
    /// # Errors
    /// A fault of the place.
    fn state(&mut self, writer: DeviceId, statement: &[u8]) -> Result<(), Fault>;
}

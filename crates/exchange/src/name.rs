//! The name of a segment: who wrote it, whose entries, from which number to which, and which they are.
//!
//! A writer's own folder is written by nobody else, so that no two desks ever race for a name; two copies of one desk
//! differ in the hash at the end.

use tirkeu_core::id::{DeviceId, Hash, Id};

/// Consecutive entries of one chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// Whose entries.
    pub author: DeviceId,
    /// Number of the first.
    pub first: u64,
    /// Number of the last.
    pub last: u64,
    /// The desk that put them there.
    pub writer: DeviceId,
    tip: [u8; 8],
    key: [u8; 4],
    /// Evidence that a desk was copied: entries whose numbers in the chain others have.
    pub rival: bool,
}

/// The end of the name of evidence.
const RIVAL: &str = "-rival";

impl Segment {
    /// Entries of a chain up to the one with this hash, under a key.
    pub fn new(
        writer: DeviceId,
        author: DeviceId,
        numbers: (u64, u64),
        tip: Hash,
        key: Id,
    ) -> Self {
        let (mut short, mut under) = ([0; 8], [0; 4]);
        short.copy_from_slice(&tip.0[..8]);
        under.copy_from_slice(&key.0[..4]);
        Self {
            author,
            first: numbers.0,
            last: numbers.1,
            writer,
            tip: short,
            key: under,
            rival: false,
        }
    }

    /// The same numbers as evidence.
    pub fn as_rival(self) -> Self {
        Self {
            rival: true,
            ..self
        }
    }

    /// Whether a place of a chain is among its entries.
    pub fn covers(&self, author: DeviceId, seq: u64) -> bool {
        self.author == author && (self.first..=self.last).contains(&seq)
    }

    /// Whether its last entry is this one.
    pub fn ends_with(&self, hash: Hash) -> bool {
        hash.0.starts_with(&self.tip)
    }

    /// Whether it is sealed under this key.
    pub fn is_under(&self, key: Id) -> bool {
        key.0.starts_with(&self.key)
    }

    /// As it is called there and remembered.
    pub fn name(&self) -> String {
        let (tip, key) = (hex::encode(self.tip), hex::encode(self.key));
        let end = if self.rival { RIVAL } else { "" };
        format!(
            "{}/{}/{:016x}-{:016x}-{tip}-{key}{end}",
            self.writer, self.author, self.first, self.last
        )
    }

    /// Reads a name; anything but the one way to write it is none.
    pub fn parse(name: &str) -> Option<Self> {
        let whole = name.strip_suffix(RIVAL);
        let mut folders = whole.unwrap_or(name).split('/');
        let (writer, author, rest) = (folders.next()?, folders.next()?, folders.next()?);
        let mut parts = rest.split('-');
        let (first, last) = (number(parts.next()?)?, number(parts.next()?)?);
        let (mut tip, mut key) = ([0; 8], [0; 4]);
        hex::decode_to_slice(parts.next()?, &mut tip).ok()?;
        hex::decode_to_slice(parts.next()?, &mut key).ok()?;
        let segment = Self {
            author: Id::parse(author)?,
            first,
            last,
            writer: Id::parse(writer)?,
            tip,
            key,
            rival: whole.is_some(),
        };
        (first <= last && segment.name() == name).then_some(segment)
    }
}

fn number(digits: &str) -> Option<u64> {
    u64::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_name_comes_back(writer: [u8; 16], author: [u8; 16], first: u32, more: u16, tip: [u8; 32], key: [u8; 16]) {
            let numbers = (u64::from(first), u64::from(first) + u64::from(more));
            let segment = Segment::new(Id(writer), Id(author), numbers, Hash(tip), Id(key));
            prop_assert_eq!(Segment::parse(&segment.name()), Some(segment));
            let rival = segment.as_rival();
            prop_assert_eq!(Segment::parse(&rival.name()), Some(rival));
            prop_assert!(segment.ends_with(Hash(tip)));
        }

        #[test]
        fn nothing_else_is_a_name(text in ".{0,120}") {
            prop_assert_eq!(Segment::parse(&text), None);
        }
    }

    #[test]
    fn one_segment_has_one_name() {
        let segment = Segment::new(
            Id([0xab; 16]),
            Id([2; 16]),
            (3, 9),
            Hash([4; 32]),
            Id([5; 16]),
        );
        let name = segment.name();
        for other in [
            name.to_uppercase(),
            format!("{name}/more"),
            format!("{name}-rival-rival"),
            format!("../{name}"),
            name.replace("0000000000000003", "3"),
            name.replace("0000000000000003", "000000000000000a"),
        ] {
            assert_eq!(Segment::parse(&other), None, "{other}");
        }
    }
}

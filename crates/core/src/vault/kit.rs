//! The recovery kit on paper: 128 bits as eight groups of six digits.
//!
//! A group is a 16-bit number times eleven, so that every single wrong digit and every swap of two
//! neighbouring digits is found and named by its group. `docs/kit.md` explains the sheet and derives
//! the keys in a dozen lines of Python.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use super::error::codes;
use super::root::RootKeys;
use crate::error::Code;
use crate::id::Entropy;

/// The secret of the sheet; wiped when dropped, shown only as groups.
pub struct Kit(Zeroizing<[u8; 16]>);

/// What is wrong with what was typed from the sheet. Groups are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Not eight groups and not 48 digits.
    #[error("not eight groups of six digits")]
    Length,
    /// A wrong digit, a swap of neighbours, a letter or a missing digit in this group.
    #[error("typing error in group {0}")]
    Group(usize),
    /// The sheet is right, these two groups stand in each other's place.
    #[error("groups {0} and {1} are swapped")]
    Swapped(usize, usize),
    /// Well formed, but another sheet.
    #[error("another kit")]
    Other,
}

impl KitError {
    /// The stable name.
    pub fn code(&self) -> Code {
        match self {
            Self::Length => codes::KIT_LENGTH,
            Self::Group(_) => codes::KIT_GROUP,
            Self::Swapped(..) => codes::KIT_SWAPPED,
            Self::Other => codes::KIT_OTHER,
        }
    }
}

impl Kit {
    /// A new kit.
    pub fn generate(entropy: &mut dyn Entropy) -> Self {
        let mut secret = Zeroizing::new([0; 16]);
        entropy.fill(&mut *secret);
        Self(secret)
    }

    /// The kit of these 128 bits.
    pub fn from_secret(secret: [u8; 16]) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The 128 bits, for the table that keeps an unconfirmed kit until it is typed back.
    pub fn secret(&self) -> &[u8; 16] {
        &self.0
    }

    /// The eight groups as printed.
    pub fn groups(&self) -> [Zeroizing<String>; 8] {
        std::array::from_fn(|i| {
            let value = u16::from_be_bytes([self.0[2 * i], self.0[2 * i + 1]]);
            Zeroizing::new(format!("{:06}", u32::from(value) * 11))
        })
    }

    /// One line for [`Self::parse`] of what stands in the eight fields of a form. An empty field stays a
    /// group of its own, so that it is named by its number.
    pub fn line(fields: &[String]) -> Zeroizing<String> {
        let group = |field: &String| match field.split_whitespace().collect::<String>() {
            digits if digits.is_empty() => "x".to_owned(),
            digits => digits,
        };
        let groups: Zeroizing<Vec<String>> = Zeroizing::new(fields.iter().map(group).collect());
        Zeroizing::new(groups.join(" "))
    }

    /// Reads eight groups with any separators, or 48 digits in one piece.
    pub fn parse(text: &str) -> Result<Self, KitError> {
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() == 8 {
            return Self::read(words.into_iter());
        }
        let joined = Zeroizing::new(words.concat());
        if joined.len() == 48 && joined.is_ascii() {
            return Self::read((0..8).map(|i| &joined[6 * i..6 * i + 6]));
        }
        Err(KitError::Length)
    }

    /// Reads a kit whose fingerprint is known. A well-formed kit with another fingerprint is tried
    /// with every two groups exchanged, because a sheet is copied group by group.
    pub fn parse_expecting(text: &str, fingerprint: &str) -> Result<Self, KitError> {
        let kit = Self::parse(text)?;
        let matches = |kit: &Self| kit.root().fingerprint() == fingerprint;
        if matches(&kit) {
            return Ok(kit);
        }
        match kit.swaps().find(|(_, other)| matches(other)) {
            Some(((first, second), _)) => Err(KitError::Swapped(first, second)),
            None => Err(KitError::Other),
        }
    }

    /// This kit with every two groups exchanged, and their numbers.
    pub(super) fn swaps(&self) -> impl Iterator<Item = ((usize, usize), Self)> + '_ {
        let pairs = (0..8).flat_map(|first| (first + 1..8).map(move |second| (first, second)));
        pairs.map(|(first, second)| {
            let mut other = Self(self.0.clone());
            for byte in 0..2 {
                other.0.swap(2 * first + byte, 2 * second + byte);
            }
            ((first + 1, second + 1), other)
        })
    }

    /// Whether one group, counted from 1, was typed back as it stands on the sheet.
    pub fn confirm(&self, group: usize, typed: &str) -> Result<(), KitError> {
        let printed = self.groups();
        match group.checked_sub(1).and_then(|i| printed.get(i)) {
            Some(digits) if digits.as_str() == typed.trim() => Ok(()),
            _ => Err(KitError::Group(group)),
        }
    }

    /// The keys that grow out of the sheet.
    pub fn root(&self) -> RootKeys {
        RootKeys::derive(&self.0)
    }

    fn read<'a>(groups: impl Iterator<Item = &'a str>) -> Result<Self, KitError> {
        let mut secret = Zeroizing::new([0; 16]);
        for (i, group) in groups.enumerate() {
            let value = group_value(group).ok_or(KitError::Group(i + 1))?;
            secret[2 * i..2 * i + 2].copy_from_slice(&value.to_be_bytes());
        }
        Ok(Self(secret))
    }
}

/// Six digits, a multiple of eleven, at most 65 535 × 11.
fn group_value(group: &str) -> Option<u16> {
    if group.len() != 6 || !group.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut number: u32 = group.parse().ok()?;
    let value = (number.is_multiple_of(11))
        .then(|| u16::try_from(number / 11).ok())
        .flatten();
    number.zeroize();
    value
}

impl fmt::Debug for Kit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kit(..)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn line(groups: &[Zeroizing<String>; 8], separator: &str) -> String {
        groups.clone().map(|g| g.to_string()).join(separator)
    }

    #[test]
    fn the_largest_and_the_smallest_group() {
        let kit = Kit::from_secret([0xff, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let groups = kit.groups();
        assert_eq!(*groups[0], "720885");
        assert_eq!(*groups[1], "000000");
        assert_eq!(*groups[2], "000011");
        assert_eq!(
            group_value("720896"),
            None,
            "the next multiple of eleven is above 16 bits"
        );
    }

    #[test]
    fn nonsense_is_refused_by_length_or_group() {
        assert_eq!(Kit::parse("").unwrap_err(), KitError::Length);
        assert_eq!(
            Kit::parse(&"1".repeat(10_000_000)).unwrap_err(),
            KitError::Length
        );
        let good = "000000 000011 000022 000033 000044 000055 000066 000077";
        assert!(Kit::parse(good).is_ok());
        assert_eq!(
            Kit::parse(&good.replace("000022", "OOOO22")).unwrap_err(),
            KitError::Group(3)
        );
        assert_eq!(
            Kit::parse(&good.replace("000022", "00022")).unwrap_err(),
            KitError::Group(3)
        );
        assert_eq!(
            Kit::parse(&good.replace("000022", "٠٠٠٠٢٢")).unwrap_err(),
            KitError::Group(3)
        );
        assert_eq!(
            Kit::parse(&good.replace(" 000022", "")).unwrap_err(),
            KitError::Length
        );
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(secret: [u8; 16], separator in "[ \\-.,·\n\t]{1,3}") {
            let kit = Kit::from_secret(secret);
            for separator in [separator.as_str(), ""] {
                let read = Kit::parse(&line(&kit.groups(), separator)).unwrap();
                prop_assert_eq!(read.secret(), &secret);
            }
        }

        #[test]
        fn every_wrong_digit_and_every_swap_of_neighbours_is_named(secret: [u8; 16]) {
            let groups = Kit::from_secret(secret).groups();
            for group in 0..8 {
                let digits = groups[group].as_bytes();
                let mut typos = Vec::new();
                for at in 0..6 {
                    typos.extend((b'0'..=b'9').filter(|d| *d != digits[at]).map(|d| {
                        let mut typo = digits.to_vec();
                        typo[at] = d;
                        typo
                    }));
                    if at < 5 && digits[at] != digits[at + 1] {
                        let mut typo = digits.to_vec();
                        typo.swap(at, at + 1);
                        typos.push(typo);
                    }
                }
                for typo in typos {
                    let mut typed = groups.clone();
                    typed[group] = Zeroizing::new(String::from_utf8(typo).unwrap());
                    prop_assert_eq!(Kit::parse(&line(&typed, " ")).unwrap_err(), KitError::Group(group + 1));
                }
            }
        }

        #[test]
        fn two_swapped_groups_are_found(secret: [u8; 16], first in 0usize..8, second in 0usize..8) {
            let kit = Kit::from_secret(secret);
            let mut groups = kit.groups();
            prop_assume!(groups[first] != groups[second]);
            groups.swap(first, second);
            let (low, high) = (first.min(second) + 1, first.max(second) + 1);
            prop_assert_eq!(
                Kit::parse_expecting(&line(&groups, "-"), &kit.root().fingerprint()).unwrap_err(),
                KitError::Swapped(low, high)
            );
        }
    }

    #[test]
    fn an_empty_field_of_the_form_is_named_by_its_number() {
        let mut fields = Kit::from_secret([7; 16])
            .groups()
            .map(|group| group.to_string());
        fields[1].insert(3, ' ');
        assert!(Kit::parse(&Kit::line(&fields)).is_ok());
        fields[5].clear();
        assert_eq!(
            Kit::parse(&Kit::line(&fields)).unwrap_err(),
            KitError::Group(6)
        );
    }

    #[test]
    fn groups_are_typed_back() {
        let kit = Kit::from_secret([0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]);
        assert_eq!(kit.confirm(2, " 000022 "), Ok(()));
        for (group, typed) in [(2, "000033"), (2, ""), (0, "000011"), (9, "000011")] {
            assert_eq!(kit.confirm(group, typed), Err(KitError::Group(group)));
        }
    }

    #[test]
    fn another_sheet_is_another_sheet() {
        let ours = Kit::from_secret([1; 16]);
        let theirs = Kit::from_secret([2; 16]);
        assert_eq!(
            Kit::parse_expecting(&line(&theirs.groups(), " "), &ours.root().fingerprint())
                .unwrap_err(),
            KitError::Other
        );
        assert!(
            Kit::parse_expecting(&line(&ours.groups(), " "), &ours.root().fingerprint()).is_ok()
        );
    }
}

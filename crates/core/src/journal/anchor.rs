//! Anchors: what is known from elsewhere about how far a chain reaches.
//!
//! A chain alone proves that nothing inside it changed; only a head kept elsewhere (paper, the
//! anchor file, the keychain, another desk) proves that its end was not cut off or written anew.

use std::io::{BufRead, Read};

use serde::{Deserialize, Serialize};

use crate::id::{DeviceId, Hash};

/// Where an anchor was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The control sheet: `--anchor`.
    Paper,
    /// A file of heads: `--heads`.
    Heads,
    /// `head.tka` beside the database.
    AnchorFile,
    /// The operating system's keychain.
    Keychain,
    /// An entry of another desk.
    Witness,
}

impl Source {
    /// Stable name, the same in both verifiers.
    pub fn code(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Heads => "heads",
            Self::AnchorFile => "anchor-file",
            Self::Keychain => "keychain",
            Self::Witness => "witness",
        }
    }
}

/// Entry `seq` of a chain had this hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The desk; absent on a hand-typed anchor: the desk whose journal is verified.
    pub device: Option<DeviceId>,
    /// Number of the entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// Where it was kept.
    pub source: Source,
}

impl Anchor {
    /// Reads `SEQ:HASH` or `DEVICE:SEQ:HASH` as typed from the control sheet.
    pub fn from_paper(text: &str) -> Option<Self> {
        let mut parts = text.trim().rsplitn(3, ':');
        let hash = Hash::parse(parts.next()?)?;
        let seq = digits(parts.next()?)?;
        let device = match parts.next() {
            Some(device) => Some(DeviceId::parse(device)?),
            None => None,
        };
        Some(Self {
            device,
            seq,
            hash,
            source: Source::Paper,
        })
    }
}

fn digits(text: &str) -> Option<u64> {
    text.bytes()
        .all(|c| c.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    device: DeviceId,
    seq: u64,
    hash: Hash,
}

/// Reads a file of heads: JSON lines `{"device","seq","hash"}`, at most 65 536 of them.
///
/// `None` when any line is something else: a heads file is used whole or not at all.
pub fn read_heads(from: impl BufRead) -> Option<Vec<Anchor>> {
    const MAX_BYTES: u64 = 65_536 * 160;
    let mut text = String::new();
    from.take(MAX_BYTES + 1).read_to_string(&mut text).ok()?;
    if text.len() as u64 > MAX_BYTES {
        return None;
    }
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let head: HeadLine = serde_json::from_str(line).ok()?;
            Some(Anchor {
                device: Some(head.device),
                seq: head.seq,
                hash: head.hash,
                source: Source::Heads,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    #[test]
    fn an_anchor_is_typed_with_or_without_its_desk() {
        let hash = "ab".repeat(32);
        let plain = Anchor::from_paper(&format!("12:{hash}"));
        assert_eq!(plain.map(|a| (a.device, a.seq)), Some((None, 12)));
        let full = Anchor::from_paper(&format!("{}:12:{hash}", "02".repeat(16)));
        assert_eq!(full.and_then(|a| a.device), Some(Id([2; 16])));
        for bad in [
            "",
            "12",
            "12:ab",
            &format!("-1:{hash}"),
            &format!("+1:{hash}"),
            &format!("x:1:{hash}"),
        ] {
            assert_eq!(Anchor::from_paper(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_heads_file_is_read_whole_or_not_at_all() {
        let line = format!(
            r#"{{"device":"{}","seq":3,"hash":"{}"}}"#,
            "02".repeat(16),
            "ab".repeat(32)
        );
        let heads = read_heads(format!("{line}\n\n{line}\n").as_bytes());
        assert_eq!(heads.map(|h| h.len()), Some(2));
        assert_eq!(read_heads(format!("{line}\nx\n").as_bytes()), None);
    }
}

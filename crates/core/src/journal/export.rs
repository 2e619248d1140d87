//! The journal as text: JSONL, one line for each entry, for anybody with a text editor.
//!
//! The first line says whose journal it is; the lines after it carry header, signature and body as
//! hex. `docs/verify_journal.py` reads the same lines. Reading trusts nothing: lines have a length
//! limit, fields are exactly the known ones, hex is lower case. What the bytes mean is decided by
//! the caller.

use std::io::{self, BufRead, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Body, Entry, Header, Malformed};
use crate::id::{DeviceId, Hash, OrgId};

/// Version of the first line.
pub const VERSION: u64 = 1;
/// Longest line in bytes: the largest header and body in hex, and room for the names.
pub const MAX_LINE: u64 = 1_100_000;

/// One stored or exported entry before anybody has looked at its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The desk under which it is kept.
    pub device: DeviceId,
    /// The number under which it is kept.
    pub seq: u64,
    /// Header as kept.
    pub header: Vec<u8>,
    /// Signature as kept.
    pub signature: [u8; 64],
    /// Body as kept, unless erased, withheld or left out.
    pub body: Option<Vec<u8>>,
}

impl Record {
    /// The entry that these bytes are, when they are one.
    pub fn entry(&self) -> Result<Entry, Malformed> {
        let body = self.body.clone().map(Body::from_bytes).transpose()?;
        Entry::from_parts(self.header.clone(), self.signature, body)
    }
}

impl From<&Entry> for Record {
    fn from(entry: &Entry) -> Self {
        Self {
            device: entry.header().device,
            seq: entry.header().seq,
            header: entry.header_bytes().to_vec(),
            signature: *entry.signature(),
            body: entry.body().map(|body| body.as_bytes().to_vec()),
        }
    }
}

/// The first line: whose journal, from which desk, with which chains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preamble {
    /// The organisation.
    pub org: OrgId,
    /// The desk that wrote the file; its own chain is complete in it.
    pub desk: DeviceId,
    /// Every chain in the file.
    pub devices: Vec<DeviceId>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Lines after the first.
    pub entries: u64,
    /// SHA-256 of the whole file.
    pub sha256: Hash,
}

/// A line that is not one of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not the fields that the format names, or too long.
    #[error("line {0} is not a line of a journal export")]
    Line(u64),
    /// Written by a newer program.
    #[error("the export is of a newer version")]
    Newer,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstLine {
    tirkeu: String,
    version: u64,
    org: String,
    desk: String,
    devices: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    device: String,
    seq: u64,
    header: String,
    signature: String,
    // Present as `null` when there is no body: a missing name is another format.
    #[serde(deserialize_with = "Option::deserialize")]
    body: Option<String>,
}

/// Writes an export; `keep` says for which kinds the body goes with the header.
///
/// Records come chain by chain or interleaved, each chain in the order of `seq`.
pub fn write(
    preamble: &Preamble,
    records: impl IntoIterator<Item = Record>,
    keep: impl Fn(u16) -> bool,
    out: &mut impl Write,
) -> io::Result<Written> {
    let mut out = Hashed {
        inner: out,
        sha256: Sha256::new(),
    };
    let first = FirstLine {
        tirkeu: "journal".to_owned(),
        version: VERSION,
        org: preamble.org.to_string(),
        desk: preamble.desk.to_string(),
        devices: preamble.devices.iter().map(ToString::to_string).collect(),
    };
    out.line(&first)?;
    let mut entries = 0;
    for record in records {
        let kind = Header::decode(&record.header).map(|header| header.kind);
        out.line(&EntryLine {
            device: record.device.to_string(),
            seq: record.seq,
            header: hex::encode(&record.header),
            signature: hex::encode(record.signature),
            body: record
                .body
                .filter(|_| kind.is_ok_and(&keep))
                .map(hex::encode),
        })?;
        entries += 1;
    }
    Ok(Written {
        entries,
        sha256: Hash(out.sha256.finalize().into()),
    })
}

struct Hashed<'a, W> {
    inner: &'a mut W,
    sha256: Sha256,
}

impl<W: Write> Hashed<'_, W> {
    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.sha256.update(&line);
        self.inner.write_all(&line)
    }
}

/// Reads an export line by line.
#[derive(Debug)]
pub struct Reader<R> {
    from: R,
    line: u64,
}

/// Opens an export: the first line, and a reader of the others.
pub fn read<R: BufRead>(from: R) -> Result<(Preamble, Reader<R>), Unreadable> {
    let mut reader = Reader { from, line: 0 };
    let first: FirstLine = match reader.next_line() {
        Some(Ok(bytes)) => parse(&bytes, 1)?,
        _ => return Err(Unreadable::Line(1)),
    };
    if first.tirkeu != "journal" || first.version == 0 {
        return Err(Unreadable::Line(1));
    }
    if first.version > VERSION {
        return Err(Unreadable::Newer);
    }
    let id = |text: &str| fixed(text).map(crate::id::Id).ok_or(Unreadable::Line(1));
    let preamble = Preamble {
        org: id(&first.org)?,
        desk: id(&first.desk)?,
        devices: first
            .devices
            .iter()
            .map(|d| id(d))
            .collect::<Result<_, _>>()?,
    };
    Ok((preamble, reader))
}

impl<R: BufRead> Reader<R> {
    fn next_line(&mut self) -> Option<Result<Vec<u8>, Unreadable>> {
        self.line += 1;
        let mut bytes = Vec::new();
        let unreadable = Some(Err(Unreadable::Line(self.line)));
        match self
            .from
            .by_ref()
            .take(MAX_LINE + 1)
            .read_until(b'\n', &mut bytes)
        {
            Err(_) => return unreadable,
            Ok(0) => return None,
            Ok(_) => {}
        }
        if bytes.len() as u64 <= MAX_LINE {
            return Some(Ok(bytes));
        }
        // The rest of an endless line is skipped without being kept.
        while bytes.last() != Some(&b'\n') {
            bytes.clear();
            match self
                .from
                .by_ref()
                .take(MAX_LINE)
                .read_until(b'\n', &mut bytes)
            {
                Err(_) | Ok(0) => break,
                Ok(_) => {}
            }
        }
        unreadable
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Record, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = match self.next_line()? {
            Ok(bytes) => bytes,
            Err(unreadable) => return Some(Err(unreadable)),
        };
        let at = self.line;
        Some(parse::<EntryLine>(&bytes, at).and_then(|line| {
            let record = || {
                Some(Record {
                    device: crate::id::Id(fixed(&line.device)?),
                    seq: line.seq,
                    header: bytes_of(&line.header)?,
                    signature: fixed(&line.signature)?,
                    body: match &line.body {
                        Some(text) => Some(bytes_of(text)?),
                        None => None,
                    },
                })
            };
            record().ok_or(Unreadable::Line(at))
        }))
    }
}

fn parse<T: serde::de::DeserializeOwned>(line: &[u8], at: u64) -> Result<T, Unreadable> {
    serde_json::from_slice(line).map_err(|_| Unreadable::Line(at))
}

/// Lower-case hex only, so that a line has one form.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|c| c.is_ascii_uppercase()) {
        return None;
    }
    hex::decode(text).ok()
}

fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
    bytes_of(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::id::Id;

    fn record(seq: u64, body: Option<Vec<u8>>) -> Record {
        Record {
            device: Id([2; 16]),
            seq,
            header: vec![1, 2, 3],
            signature: [7; 64],
            body,
        }
    }

    fn preamble() -> Preamble {
        Preamble {
            org: Id([1; 16]),
            desk: Id([2; 16]),
            devices: vec![Id([2; 16])],
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut file = Vec::new();
        let records = [record(0, None), record(1, None)];
        let written = write(&preamble(), records.clone(), |_| true, &mut file).unwrap();
        assert_eq!(written.entries, 2);
        assert_eq!(written.sha256, crate::journal::tagged_hash(b"", &[&file]));
        let (first, reader) = read(file.as_slice()).unwrap();
        assert_eq!(first, preamble());
        assert_eq!(reader.map(Result::unwrap).collect::<Vec<_>>(), records);
    }

    #[test]
    fn hostile_lines_are_named_by_number_and_the_next_line_is_still_read() {
        let good = format!(
            r#"{{"device":"{}","seq":0,"header":"00","signature":"{}","body":null}}"#,
            "02".repeat(16),
            "07".repeat(64)
        );
        let first = format!(
            r#"{{"tirkeu":"journal","version":1,"org":"{0}","desk":"{0}","devices":[]}}"#,
            "01".repeat(16)
        );
        let bad = [
            String::new(),
            "{}".to_owned(),
            good.replace("null", "1"),
            good.replace(r#","body":null"#, ""),
            good.replace("\"00\"", "\"0\""),
            good.replace("\"00\"", "\"AA\""),
            good.replace("\"seq\":0", "\"seq\":-1"),
            good.replace("\"seq\":0", "\"seq\":1.0"),
            good.replace("\"seq\":0", "\"seq\":0,\"seq\":0"),
            good.replace("\"seq\":0", "\"seq\":0,\"more\":0"),
            "[".repeat(100_000),
            "x".repeat(3_000_000),
        ];
        for line in bad {
            let file = format!("{first}\n{line}\n{good}\n");
            let (_, reader) = read(file.as_bytes()).unwrap();
            let lines: Vec<_> = reader.collect();
            assert_eq!(lines.len(), 2, "{}", &line[..line.len().min(60)]);
            assert_eq!(lines[0], Err(Unreadable::Line(2)));
            assert!(lines[1].is_ok(), "the line after a bad one");
        }
        assert_eq!(
            read(first.replace(":1,", ":2,").as_bytes()).unwrap_err(),
            Unreadable::Newer
        );
        assert_eq!(read(&b""[..]).unwrap_err(), Unreadable::Line(1));
    }
}

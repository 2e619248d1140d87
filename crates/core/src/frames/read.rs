//! Reads a container record by record; every size is judged before anything of that size is made.

use std::io::{ErrorKind, Read};

use sha2::{Digest, Sha256};

use super::trailer::{MAX_TRAILER, Signed};
use super::{Fault, Frame, HEAD_LEN, Head, MAGIC, RECORD_LEN, Record, TRAILER, Use};
use crate::id::{Hash, Id};
use crate::time::Wall;

/// A container that is being read. After the last record stands the trailer, see [`Reader::end`].
pub struct Reader<R> {
    from: R,
    hash: Sha256,
    head: Head,
    entries: u64,
    evidence: u64,
    bodies: u64,
    trailer: Option<Signed>,
}

impl<R: Read> Reader<R> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`Fault::Foreign`] where no container begins, [`Fault::Newer`] where one of a newer program does.
    pub fn begin(mut from: R) -> Result<Self, Fault> {
        let mut bytes = [0; HEAD_LEN];
        fill(&mut from, &mut bytes)?;
        let head = head(&bytes)?;
        let mut hash = Sha256::new();
        hash.update(bytes);
        Ok(Self {
            from,
            hash,
            head,
            entries: 0,
            evidence: 0,
            bodies: 0,
            trailer: None,
        })
    }

    /// What the container says of itself.
    pub fn head(&self) -> Head {
        self.head
    }

    /// The next record; `None` when the trailer was reached and agrees with everything before it.
    pub fn record(&mut self) -> Result<Option<Record>, Fault> {
        if self.trailer.is_some() {
            return Ok(None);
        }
        let mut kind = [0];
        fill(&mut self.from, &mut kind)?;
        if kind == [TRAILER] {
            self.close()?;
            return Ok(None);
        }
        let mut frame = [0; RECORD_LEN];
        frame[0] = kind[0];
        fill(&mut self.from, &mut frame[1..])?;
        self.hash.update(frame);
        let frame = Frame::decode(frame)?;
        let header = self.take(usize::from(frame.header_len))?;
        let body = self.take(frame.body_len as usize)?;
        let record = frame.record(header, body)?;
        match &record {
            Record::Entry(entry, _) => {
                self.entries += 1;
                self.bodies += u64::from(entry.body().is_some());
            }
            Record::Evidence(_) => self.evidence += 1,
        }
        Ok(Some(record))
    }

    /// The signed trailer, once [`Reader::record`] has given `None`.
    pub fn end(self) -> Result<Signed, Fault> {
        self.trailer.ok_or(Fault::Cut)
    }

    fn close(&mut self) -> Result<(), Fault> {
        let mut length = [0; 4];
        fill(&mut self.from, &mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > MAX_TRAILER {
            return Err(Fault::Damaged);
        }
        let mut bytes = vec![0; length];
        fill(&mut self.from, &mut bytes)?;
        let mut signature = [0; 64];
        fill(&mut self.from, &mut signature)?;
        let signed = Signed::read(bytes, signature)?;
        let said = &signed.trailer;
        let head = (said.org, said.device, said.wall, said.schema);
        let counts = (said.entries, said.evidence, said.bodies);
        let agrees = said.sha256 == Hash(self.hash.clone().finalize().into())
            && head
                == (
                    self.head.org,
                    self.head.device,
                    self.head.wall,
                    self.head.schema,
                )
            && counts == (self.entries, self.evidence, self.bodies);
        // The envelope's own end is looked at too: what was cut off behind the trailer is damage.
        let mut beyond = [0];
        if !agrees || self.from.read(&mut beyond)? != 0 {
            return Err(Fault::Damaged);
        }
        self.trailer = Some(signed);
        Ok(())
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, Fault> {
        let mut bytes = vec![0; length];
        fill(&mut self.from, &mut bytes)?;
        self.hash.update(&bytes);
        Ok(bytes)
    }
}

fn head(bytes: &[u8; HEAD_LEN]) -> Result<Head, Fault> {
    if bytes[..3] != MAGIC[..3] {
        return Err(Fault::Foreign);
    }
    let purpose = Use::of(bytes[4]).filter(|_| bytes[3] == MAGIC[3]);
    let purpose = purpose.ok_or(Fault::Newer)?;
    let id = |at: usize| Id::from_slice(&bytes[at..at + 16]).ok_or(Fault::Damaged);
    let mut ms = [0; 8];
    ms.copy_from_slice(&bytes[37..45]);
    Ok(Head {
        purpose,
        org: id(5)?,
        device: id(21)?,
        wall: Wall {
            ms: u64::from_be_bytes(ms),
            tz_min: i16::from_be_bytes([bytes[45], bytes[46]]),
        },
        schema: u16::from_be_bytes([bytes[47], bytes[48]]),
    })
}

pub(super) fn fill(from: &mut impl Read, bytes: &mut [u8]) -> Result<(), Fault> {
    from.read_exact(bytes).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => Fault::Cut,
        _ => Fault::Io(error),
    })
}

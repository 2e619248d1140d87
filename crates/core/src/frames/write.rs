//! Writes a container record by record: one entry in memory, whatever the journal's length.

use std::io::Write;

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use super::{Fault, Frame, Head, Raw, Record, TRAILER, Trailer, trailer};
use crate::id::Hash;
use crate::journal::log;

/// A container that is being written.
pub struct Writer<W> {
    out: W,
    hash: Sha256,
    head: Head,
    entries: u64,
    evidence: u64,
    bodies: u64,
}

impl<W: Write> Writer<W> {
    /// Begins with the head.
    pub fn begin(out: W, head: Head) -> Result<Self, Fault> {
        let mut writer = Self {
            out,
            hash: Sha256::new(),
            head,
            entries: 0,
            evidence: 0,
            bodies: 0,
        };
        writer.put(&head.encode())?;
        Ok(writer)
    }

    /// One record.
    pub fn record(&mut self, record: &Record) -> Result<(), Fault> {
        self.raw(&record.into())
    }

    /// One record that was not decoded.
    pub fn raw(&mut self, raw: &Raw<'_>) -> Result<(), Fault> {
        let frame = Frame::of(raw).ok_or(Fault::Damaged)?;
        match raw.is_evidence {
            true => self.evidence += 1,
            false => self.entries += 1,
        }
        self.bodies += u64::from(raw.body.is_ok());
        self.put(&frame.encode())?;
        self.put(raw.header)?;
        self.put(raw.signature)?;
        self.put(raw.body.unwrap_or_default())
    }

    /// Ends with the trailer, signed by the desk that the head names.
    pub fn finish(
        mut self,
        heads: &[log::Head],
        fold: u32,
        program: &str,
        key: &SigningKey,
    ) -> Result<(W, Trailer), Fault> {
        let trailer = Trailer {
            org: self.head.org,
            device: self.head.device,
            wall: self.head.wall,
            schema: self.head.schema,
            fold,
            entries: self.entries,
            evidence: self.evidence,
            bodies: self.bodies,
            sha256: Hash(self.hash.finalize().into()),
            program: program.to_owned(),
            heads: (heads.iter().map(|head| (head.device, head.seq, head.hash))).collect(),
        };
        let bytes = trailer.encode()?;
        let signature = key.sign(&trailer::signed_bytes(&bytes)).to_bytes();
        let length = u32::try_from(bytes.len()).map_err(|_| Fault::Damaged)?;
        self.out.write_all(&[TRAILER])?;
        self.out.write_all(&length.to_be_bytes())?;
        self.out.write_all(&bytes)?;
        self.out.write_all(&signature)?;
        Ok((self.out, trailer))
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.hash.update(bytes);
        Ok(self.out.write_all(bytes)?)
    }
}

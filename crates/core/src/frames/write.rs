//! Writes a container record by record: one entry in memory, whatever the journal's length.
//!
//! Records are framed by [`Writer`] and hashed by [`Hashed`], wherever the bytes pass it: on the way out of the same
//! thread or of another. Both come together in [`Written::sign`].

use std::io::{self, Write};

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

use super::{Fault, Frame, Head, Raw, Record, TRAILER, Trailer, trailer};
use crate::id::Hash;
use crate::journal::log;

/// A container that is being written.
pub struct Writer<W> {
    out: W,
    written: Written,
}

/// What was written before the trailer.
#[derive(Debug)]
pub struct Written {
    head: Head,
    entries: u64,
    evidence: u64,
    bodies: u64,
}

impl<W: Write> Writer<W> {
    /// Begins with the head. What `out` takes must reach a [`Hashed`].
    pub fn begin(mut out: W, head: Head) -> Result<Self, Fault> {
        out.write_all(&head.encode())?;
        let written = Written {
            head,
            entries: 0,
            evidence: 0,
            bodies: 0,
        };
        Ok(Self { out, written })
    }

    /// One record.
    pub fn record(&mut self, record: &Record) -> Result<(), Fault> {
        self.raw(&record.into())
    }

    /// One record that was not decoded.
    pub fn raw(&mut self, raw: &Raw<'_>) -> Result<(), Fault> {
        let frame = Frame::of(raw).ok_or(Fault::Damaged)?;
        match raw.is_evidence {
            true => self.written.evidence += 1,
            false => self.written.entries += 1,
        }
        self.written.bodies += u64::from(raw.body.is_ok());
        self.out.write_all(&frame.encode())?;
        self.out.write_all(raw.header)?;
        self.out.write_all(raw.signature)?;
        Ok(self.out.write_all(raw.body.unwrap_or_default())?)
    }

    /// Records so far.
    pub fn records(&self) -> u64 {
        self.written.entries + self.written.evidence
    }

    /// Where they go.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// After the last record.
    pub fn close(self) -> (W, Written) {
        (self.out, self.written)
    }
}

impl Written {
    /// Ends the container with the trailer, signed by the desk that the head names.
    pub fn sign<W: Write>(
        self,
        through: Hashed<W>,
        heads: &[log::Head],
        fold: u32,
        program: &str,
        key: &SigningKey,
    ) -> Result<(W, Trailer), Fault> {
        let Hashed { mut out, hash } = through;
        let trailer = Trailer {
            org: self.head.org,
            device: self.head.device,
            wall: self.head.wall,
            schema: self.head.schema,
            fold,
            entries: self.entries,
            evidence: self.evidence,
            bodies: self.bodies,
            sha256: Hash(hash.finalize().into()),
            program: program.to_owned(),
            heads: (heads.iter().map(|head| (head.device, head.seq, head.hash))).collect(),
        };
        let bytes = trailer.encode()?;
        let signature = key.sign(&trailer::signed_bytes(&bytes)).to_bytes();
        let length = u32::try_from(bytes.len()).map_err(|_| Fault::Damaged)?;
        out.write_all(&[TRAILER])?;
        out.write_all(&length.to_be_bytes())?;
        out.write_all(&bytes)?;
        out.write_all(&signature)?;
        Ok((out, trailer))
    }
}

/// Hashes everything that goes through.
pub struct Hashed<W> {
    out: W,
    hash: Sha256,
}

impl<W> Hashed<W> {
    /// Before the first byte of a container.
    pub fn new(out: W) -> Self {
        Self {
            out,
            hash: Sha256::new(),
        }
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

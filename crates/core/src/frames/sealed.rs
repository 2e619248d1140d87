//! A frame: one entry as it leaves a desk for others. Its place in the journal stands in the clear, so that whoever carries
//! it can keep chains in order; everything else is sealed and padded.
//!
//! Header and body are sealed apart: a header is never changed, a body may be taken away by an act or come later. Why a
//! body is not there is sealed too, and a frame without one is as long as a frame with a small one: the carrier does not
//! learn who refused. `docs/exchange-format.md` gives the layout.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use zeroize::Zeroizing;

use super::read::fill;
use super::{Absence, Fault, MAX_HEADER, Record, SIGNATURE};
use crate::id::{DeviceId, Entropy, Hash, Id, OrgId};
use crate::journal::header::{FIXED_LEN, MAX_BODY};
use crate::journal::{Body, Entry, Header};
use crate::vault::{ExchangeKey, Part, SEAL};

/// First four bytes of every frame.
pub const FRAME_MAGIC: [u8; 4] = *b"TKF\x01";
/// Bytes of a frame that are in the clear, before its two lengths.
pub const PLACE_LEN: usize = 4 + 1 + 16 + 16 + 8 + 32 + 32 + 16;

const SUITE: u8 = 1;
const ENTRY: u8 = 1;
const EVIDENCE: u8 = 2;
const PLAIN: u8 = 0;
const DEFLATED: u8 = 1;
const ERASED: u8 = 16;
const WITHHELD: u8 = 17;
/// A part is never shorter than this before it is sealed.
const SHORTEST: usize = 256;
/// Shorter bodies are mostly salt and ids, which do not shrink.
const WORTH_DEFLATING: usize = 1_024;
const HEAD_BEFORE: usize = 1 + 2;
const BODY_BEFORE: usize = 1 + 4;

/// Where an entry stands in its journal, as the carrier sees it, and the key under which it is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The organisation.
    pub org: OrgId,
    /// The desk that signed it.
    pub device: DeviceId,
    /// Its number on that desk.
    pub seq: u64,
    /// The entry before it.
    pub prev: Hash,
    /// Its own hash.
    pub hash: Hash,
    /// Name of the exchange key.
    pub key: Id,
}

/// An entry on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What the carrier sees.
    pub place: Place,
    /// Header and signature.
    pub head: Vec<u8>,
    /// The body, or why it is not there; empty where it travels apart.
    pub body: Vec<u8>,
}

impl Place {
    fn of(entry: &Entry, key: &ExchangeKey) -> Self {
        let header = entry.header();
        Self {
            org: header.org,
            device: header.device,
            seq: header.seq,
            prev: header.prev,
            hash: entry.hash(),
            key: key.id(),
        }
    }

    fn is_of(&self, header: &Header, hash: Hash) -> bool {
        (self.org, self.device, self.seq, self.prev, self.hash)
            == (header.org, header.device, header.seq, header.prev, hash)
    }

    fn encode(&self) -> Vec<u8> {
        [
            FRAME_MAGIC.as_slice(),
            &[SUITE],
            self.org.as_bytes(),
            self.device.as_bytes(),
            &self.seq.to_be_bytes(),
            &self.prev.0,
            &self.hash.0,
            self.key.as_bytes(),
        ]
        .concat()
    }

    fn decode(bytes: &[u8; PLACE_LEN]) -> Result<Self, Fault> {
        if bytes[..3] != FRAME_MAGIC[..3] {
            return Err(Fault::Foreign);
        }
        if bytes[3] != FRAME_MAGIC[3] || bytes[4] != SUITE {
            return Err(Fault::Newer);
        }
        let id = |at: usize| Id::from_slice(&bytes[at..at + 16]).ok_or(Fault::Damaged);
        let hash = |at: usize| Hash::from_slice(&bytes[at..at + 32]).ok_or(Fault::Damaged);
        let mut seq = [0; 8];
        seq.copy_from_slice(&bytes[37..45]);
        Ok(Self {
            org: id(5)?,
            device: id(21)?,
            seq: u64::from_be_bytes(seq),
            prev: hash(45)?,
            hash: hash(77)?,
            key: id(109)?,
        })
    }
}

impl Sealed {
    /// Seals a record.
    ///
    /// # Errors
    /// [`Fault::Io`] where a body could not be deflated.
    pub fn seal(
        record: &Record,
        key: &ExchangeKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Fault> {
        let (kind, entry, absence) = match record {
            Record::Entry(entry, absence) => (ENTRY, entry, absence.unwrap_or(Absence::Withheld)),
            Record::Evidence(entry) => (EVIDENCE, entry, Absence::Withheld),
        };
        let place = Place::of(entry, key);
        let (aad, hash) = (place.encode(), place.hash);
        let body = body(entry.body(), absence)?;
        Ok(Self {
            place,
            head: key.seal((Part::Head, hash), &aad, head(kind, entry)?, entropy),
            body: key.seal((Part::Body, hash), &aad, body, entropy),
        })
    }

    /// The same entry without its body, for whoever takes bodies away where they lie.
    pub fn bare(&self, absence: Absence, key: &ExchangeKey, entropy: &mut dyn Entropy) -> Vec<u8> {
        let (aad, hash) = (self.place.encode(), self.place.hash);
        let state = match absence {
            Absence::Erased => ERASED,
            Absence::Withheld => WITHHELD,
        };
        let plain = part(&[&[state], &0_u32.to_be_bytes()]);
        key.seal((Part::Body, hash), &aad, plain, entropy)
    }

    /// The record, as its desk signed it; whether it may act is not asked here.
    ///
    /// # Errors
    /// [`Fault::Damaged`] for another key, another place, or a byte that is not as it was sealed.
    pub fn open(&self, key: &ExchangeKey) -> Result<Record, Fault> {
        let (aad, hash) = (self.place.encode(), self.place.hash);
        let opened = key.unseal((Part::Head, hash), &aad, &self.head);
        let head = opened.ok_or(Fault::Damaged)?;
        let (kind, header, signature) = read_head(&head)?;
        let (body, absence) = match self.body.is_empty() {
            true => (None, Absence::Withheld),
            false => {
                let opened = key.unseal((Part::Body, hash), &aad, &self.body);
                read_body(&opened.ok_or(Fault::Damaged)?, &Header::decode(header)?)?
            }
        };
        let entry = Entry::from_parts(header.to_vec(), signature, body)?;
        if !self.place.is_of(entry.header(), entry.hash()) {
            return Err(Fault::Damaged);
        }
        match (kind, entry.body().is_some()) {
            (ENTRY, true) => Ok(Record::Entry(entry, None)),
            (ENTRY, false) => Ok(Record::Entry(entry, Some(absence))),
            (EVIDENCE, false) => Ok(Record::Evidence(entry)),
            _ => Err(Fault::Damaged),
        }
    }

    /// Writes the frame.
    ///
    /// # Errors
    /// [`Fault::Io`].
    pub fn write(&self, out: &mut impl Write) -> Result<(), Fault> {
        let head = u16::try_from(self.head.len()).map_err(|_| Fault::Damaged)?;
        let body = u32::try_from(self.body.len()).map_err(|_| Fault::Damaged)?;
        out.write_all(&self.place.encode())?;
        out.write_all(&head.to_be_bytes())?;
        out.write_all(&body.to_be_bytes())?;
        out.write_all(&self.head)?;
        Ok(out.write_all(&self.body)?)
    }

    /// The next frame; `None` where nothing follows. Sizes are judged before anything is made of that size.
    ///
    /// # Errors
    /// [`Fault::Foreign`], [`Fault::Newer`], [`Fault::Cut`], [`Fault::Damaged`], [`Fault::Io`].
    pub fn read(from: &mut impl Read) -> Result<Option<Self>, Fault> {
        let mut place = [0; PLACE_LEN];
        if from.read(&mut place[..1])? == 0 {
            return Ok(None);
        }
        fill(from, &mut place[1..])?;
        let place = Place::decode(&place)?;
        let (mut head, mut body) = ([0; 2], [0; 4]);
        fill(from, &mut head)?;
        fill(from, &mut body)?;
        let head = usize::from(u16::from_be_bytes(head));
        let body = u32::from_be_bytes(body) as usize;
        let longest_head = padded(HEAD_BEFORE + MAX_HEADER) + SEAL;
        let longest_body = padded(BODY_BEFORE + MAX_BODY as usize) + SEAL;
        let fits = (SHORTEST + SEAL..=longest_head).contains(&head)
            && (body == 0 || (SHORTEST + SEAL..=longest_body).contains(&body));
        if !fits {
            return Err(Fault::Damaged);
        }
        let mut frame = Self {
            place,
            head: vec![0; head],
            body: vec![0; body],
        };
        fill(from, &mut frame.head)?;
        fill(from, &mut frame.body)?;
        Ok(Some(frame))
    }
}

/// `kind u8 | length u16 | header ‖ signature | zeros`
fn head(kind: u8, entry: &Entry) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let header = entry.header_bytes();
    let length = u16::try_from(header.len() + SIGNATURE).map_err(|_| Fault::Damaged)?;
    Ok(part(&[
        &[kind],
        &length.to_be_bytes(),
        header,
        entry.signature(),
    ]))
}

fn read_head(bytes: &[u8]) -> Result<(u8, &[u8], [u8; SIGNATURE]), Fault> {
    let (&[kind, h0, h1], rest) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
    let length = usize::from(u16::from_be_bytes([h0, h1]));
    let (entry, zeros) = rest.split_at_checked(length).ok_or(Fault::Damaged)?;
    let (header, signature) = entry.split_last_chunk().ok_or(Fault::Damaged)?;
    let fits = header.len() >= FIXED_LEN && zeros.iter().all(|byte| *byte == 0);
    match fits {
        true => Ok((kind, header, *signature)),
        false => Err(Fault::Damaged),
    }
}

/// `state u8 | length u32 | body | zeros`
fn body(body: Option<&Body>, absence: Absence) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let bytes = body.map_or(&[][..], Body::as_bytes);
    let deflated = match bytes.len() >= WORTH_DEFLATING {
        true => deflated(bytes)?,
        false => None,
    };
    let (state, bytes) = match (&deflated, body, absence) {
        (Some(deflated), ..) => (DEFLATED, deflated.as_slice()),
        (None, Some(_), _) => (PLAIN, bytes),
        (None, None, Absence::Erased) => (ERASED, bytes),
        (None, None, Absence::Withheld) => (WITHHELD, bytes),
    };
    let length = u32::try_from(bytes.len()).map_err(|_| Fault::Damaged)?;
    Ok(part(&[&[state], &length.to_be_bytes(), bytes]))
}

fn read_body(bytes: &[u8], header: &Header) -> Result<(Option<Body>, Absence), Fault> {
    let (&[state, b0, b1, b2, b3], rest) = bytes.split_first_chunk().ok_or(Fault::Damaged)?;
    let length = u32::from_be_bytes([b0, b1, b2, b3]) as usize;
    let (body, zeros) = rest.split_at_checked(length).ok_or(Fault::Damaged)?;
    if zeros.iter().any(|byte| *byte != 0) {
        return Err(Fault::Damaged);
    }
    let body = match (state, length) {
        (PLAIN, _) => body.to_vec(),
        (DEFLATED, _) => inflated(body, header.body_len)?,
        (ERASED, 0) => return Ok((None, Absence::Erased)),
        (WITHHELD, 0) => return Ok((None, Absence::Withheld)),
        _ => return Err(Fault::Damaged),
    };
    Ok((Some(Body::from_bytes(body)?), Absence::Withheld))
}

/// One after the other and padded, in memory of that length from the beginning: what grows leaves copies behind.
fn part(pieces: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = padded(pieces.iter().map(|piece| piece.len()).sum());
    let mut out = Zeroizing::new(Vec::with_capacity(length));
    for piece in pieces {
        out.extend_from_slice(piece);
    }
    out.resize(length, 0);
    out
}

/// None where it would not be shorter.
fn deflated(bytes: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, Fault> {
    let mut out = Zeroizing::new(Vec::with_capacity(bytes.len()));
    DeflateEncoder::new(bytes, Compression::fast()).read_to_end(&mut out)?;
    Ok((out.len() < bytes.len()).then_some(out))
}

/// Never more than the header promises.
fn inflated(bytes: &[u8], promised: u32) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let read = DeflateDecoder::new(bytes)
        .take(u64::from(promised.min(MAX_BODY)) + 1)
        .read_to_end(&mut out);
    match read {
        Ok(length) if length == promised as usize => Ok(out),
        _ => Err(Fault::Damaged),
    }
}

/// Padmé (Nikitin et al., PoPETs 2019): lengths keep as many leading bits as their exponent has bits, so that at most an
/// eighth is added and few lengths exist.
fn padded(length: usize) -> usize {
    let length = length.max(SHORTEST);
    let exponent = length.ilog2();
    let mask = (1 << (exponent - (exponent.ilog2() + 1))) - 1;
    (length + mask) & !mask
}

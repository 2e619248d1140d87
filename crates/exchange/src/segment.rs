//! The two files of a segment: heads, written once, and bodies, which come and go.
//!
//! Heads are frames without their bodies, one after the other. Bodies are `hash 32 | length u32 | sealed body`. Both are
//! read within bounds, and heads must be consecutive entries of the one chain that the name promises.

use std::collections::BTreeMap;

use tirkeu_core::frames::Sealed;
use tirkeu_core::id::{Hash, OrgId};

use crate::name::Segment;
use crate::remote::Fault;

/// Most bytes of either file: some way above what is written, so that a longer body fits and a hostile file does not.
pub const LARGEST: u64 = 8 * 1024 * 1024;
/// About how many bytes of entries go into a segment.
pub const USUAL: usize = 1024 * 1024;

/// The bytes of both files.
pub fn write(frames: &[Sealed]) -> Result<(Vec<u8>, Vec<u8>), Fault> {
    let (mut heads, mut bodies) = (Vec::new(), Vec::new());
    for frame in frames {
        let bare = Sealed {
            body: Vec::new(),
            ..frame.clone()
        };
        bare.write(&mut heads).map_err(|_| Fault::Damaged)?;
        body(&mut bodies, frame.place.hash, &frame.body)?;
    }
    Ok((heads, bodies))
}

fn body(out: &mut Vec<u8>, hash: Hash, sealed: &[u8]) -> Result<(), Fault> {
    let length = u32::try_from(sealed.len()).map_err(|_| Fault::Damaged)?;
    out.extend_from_slice(&hash.0);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(sealed);
    Ok(())
}

/// The same bodies, some of them in another state.
pub fn replaced(bodies: &[u8], others: &BTreeMap<Hash, Vec<u8>>) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(bodies.len());
    for (hash, sealed) in split(bodies)? {
        body(
            &mut out,
            hash,
            others.get(&hash).map_or(sealed, Vec::as_slice),
        )?;
    }
    Ok(out)
}

/// The frames of a segment, each with its body.
pub fn read(
    segment: &Segment,
    org: OrgId,
    heads: &[u8],
    bodies: &[u8],
) -> Result<Vec<Sealed>, Fault> {
    let mut bodies = split(bodies)?;
    let (mut from, mut frames, mut next) = (heads, Vec::new(), segment.first);
    let mut before: Option<Hash> = None;
    while let Some(mut frame) = Sealed::read(&mut from).map_err(fault)? {
        let place = &frame.place;
        let follows = before.is_none_or(|before| before == place.prev);
        let fits = place.org == org
            && place.device == segment.author
            && place.seq == next
            && segment.is_under(place.key)
            && follows;
        if !fits || !frame.body.is_empty() {
            return Err(Fault::Damaged);
        }
        before = Some(place.hash);
        next = next.saturating_add(1);
        // Where it is missing the carrier took it: the entry is as good as before, its body is asked for again.
        frame.body = bodies
            .remove(&frame.place.hash)
            .unwrap_or_default()
            .to_vec();
        frames.push(frame);
    }
    let ends = before.is_some_and(|hash| segment.ends_with(hash));
    match ends && next == segment.last.saturating_add(1) {
        true => Ok(frames),
        false => Err(Fault::Damaged),
    }
}

fn split(bytes: &[u8]) -> Result<BTreeMap<Hash, &[u8]>, Fault> {
    let (mut rest, mut out) = (bytes, BTreeMap::new());
    while !rest.is_empty() {
        let (hash, after) = rest.split_first_chunk::<32>().ok_or(Fault::Damaged)?;
        let (length, after) = after.split_first_chunk::<4>().ok_or(Fault::Damaged)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (sealed, after) = after.split_at_checked(length).ok_or(Fault::Damaged)?;
        out.insert(Hash(*hash), sealed);
        rest = after;
    }
    Ok(out)
}

fn fault(fault: tirkeu_core::frames::Fault) -> Fault {
    match fault {
        tirkeu_core::frames::Fault::Newer => Fault::Newer,
        _ => Fault::Damaged,
    }
}

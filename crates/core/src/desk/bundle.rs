//! Bundles: what one desk has for the others, as one file that a person carries.
//!
//! The container `frames` with entries and those bodies that may leave, inside an `age` envelope to every desk that nobody
//! stopped. Whoever finds the stick learns nothing but its size. It is read from end to end before anything of it is
//! taken in; then every entry is judged as if it came over a wire, so that a bundle twice, an old one or one of a
//! hostile desk does no harm. Both ends note it in their journals.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom};
use std::path::Path;

use super::backup::{Counted, Go, Moments, Progress, Sealed, Stage, Step, ask};
use super::{PaperFile, Unwritten};
use crate::app::{Extent, Had, Ingested, Which};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::exchange::{BundleMade, BundleTaken};
use crate::frames::{Fault, Hashed, Reader, Record, Use, Writer};
use crate::id::DeviceId;
use crate::journal::Entry;
use crate::journal::arrived::Place;
use crate::journal::log::NotNext;
use crate::store::schema;
use crate::vault::{Unopened, open_desk, seal};

crate::codes! {
    /// The file is no bundle of this program.
    BUNDLE_NONE = "bundle-none";
    /// It was not sealed to this desk: of another organisation, or written before this desk was known there.
    BUNDLE_OTHER = "bundle-other";
    /// Bytes of it are not what they were, or it was not made as it says.
    BUNDLE_DAMAGED = "bundle-damaged";
    /// It ends too early: it was not copied whole.
    BUNDLE_CUT = "bundle-cut";
    /// Written by a newer program.
    BUNDLE_NEWER = "bundle-newer";
    /// It cannot be read: no such file, a stick that was pulled out.
    BUNDLE_GONE = "bundle-gone";
    /// Larger than a bundle may be; argument `gib`.
    BUNDLE_LARGE = "bundle-large";
    /// Somebody stopped it.
    BUNDLE_STOPPED = "bundle-stopped";
}

/// Largest bundle that is taken in.
const MOST_GIB: u64 = 4;
const GIB: u64 = 1024 * 1024 * 1024;
/// Entries that are taken in one transaction.
const CHUNK: usize = 2_000;
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// What became of a bundle.
#[derive(Debug)]
pub struct Taken {
    /// The desk that wrote it.
    pub from: DeviceId,
    /// Entries that were new.
    pub accepted: u64,
    /// Entries that were here already.
    pub known: u64,
    /// Bodies that came to entries that were here.
    pub bodies: u64,
    /// Desks that were found to have been copied.
    pub forks: u64,
    /// Entries that were not taken, by reason.
    pub refused: BTreeMap<NotNext, u64>,
}

impl Taken {
    fn of(from: DeviceId) -> Self {
        Self {
            from,
            accepted: 0,
            known: 0,
            bodies: 0,
            forks: 0,
            refused: BTreeMap::new(),
        }
    }

    fn add(&mut self, ingested: &Ingested) {
        self.accepted += ingested.accepted;
        self.known += ingested.known;
        self.bodies += ingested.bodies;
        self.forks += ingested.forks;
        for entry in &ingested.refused {
            *self.refused.entry(entry.why).or_default() += 1;
        }
    }
}

pub(super) fn step(go: &mut Step<'_>, stage: Stage, done: u64, total: u64) -> Result<(), Error> {
    match go(Progress { stage, done, total }) {
        Go::On => Ok(()),
        Go::Stop => Err(Refusal::new(BUNDLE_STOPPED).into()),
    }
}

/// Writes a bundle. It has its name when it is whole, synced and noted.
///
/// # Errors
/// `exchange-alone`, `bundle-stopped`; `output-…` for what the folder says. Nothing is then left there.
pub fn export(
    desk: &dyn Moments,
    file: &Path,
    which: Which,
    go: &mut Step<'_>,
) -> Result<BundleMade, Error> {
    let (data, extent, had, recipients) = ask(desk, |open| {
        let data = open.vault().dir().to_owned();
        let (extent, had) = open.app.bundle(which)?;
        let recipients = open.app.recipients()?;
        Ok((data, extent, had, recipients))
    })?;
    let mut file = PaperFile::begin(&data, file)?;
    let (entries, bodies) = fill(desk, &extent, &had, file.file(), go)?;
    let Sealed { bytes, sha256 } = hashed(&mut file.settled()?).map_err(Unwritten::Io)?;
    let made = BundleMade {
        sha256,
        bytes,
        entries,
        bodies,
        recipients: recipients.into_iter().map(|(device, _)| device).collect(),
    };
    ask(desk, |open| open.app.bundle_made(made.clone()))?;
    file.finish()?;
    Ok(made)
}

/// Entries and bodies that were written.
fn fill(
    desk: &dyn Moments,
    extent: &Extent,
    had: &Had,
    file: &mut File,
    go: &mut Step<'_>,
) -> Result<(u64, u64), Error> {
    let out = BufWriter::with_capacity(256 * 1024, file);
    let (envelope, _) = seal(out, &extent.recipients).map_err(Unwritten::Io)?;
    let mut writer = Writer::begin(Hashed::new(envelope), extent.head).map_err(unwritten)?;
    let (mut at, mut entries, mut bodies) = (Place::default(), 0, 0);
    loop {
        let (page, next) = ask(desk, |open| open.app.bundle_page(extent, had, at))?;
        let Some(page) = page else { break };
        for record in &page {
            writer.record(record).map_err(unwritten)?;
            if let Record::Entry(entry, _) = record {
                entries += 1;
                bodies += u64::from(entry.body().is_some());
            }
        }
        at = next;
        step(go, Stage::Writing, entries, extent.entries)?;
    }
    let (through, written) = writer.close();
    let mut last = Some((through, written));
    let envelope = ask(desk, |open| match last.take() {
        Some((through, written)) => open.app.seal(extent, written, through).map_err(unwritten),
        None => Err(Error::Locked),
    })?;
    envelope
        .finish()
        .and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error))
        .map_err(Unwritten::Io)?;
    Ok((entries, bodies))
}

fn unwritten(fault: Fault) -> Error {
    match fault {
        Fault::Io(error) => Unwritten::Io(error).into(),
        _ => crate::journal::Malformed::Length.into(),
    }
}

/// Reads a bundle from end to end, then takes it in.
///
/// # Errors
/// `bundle-…` for what the file is: nothing of it was taken then. A bundle that was read whole is taken in piece by
/// piece: what is stopped in the middle stays as far as it came, and the rest is asked for again.
pub fn import(desk: &dyn Moments, file: &Path, go: &mut Step<'_>) -> Result<Taken, Error> {
    let mut from = opened(file)?;
    let file = hashed(&mut from).map_err(|error| unread(Fault::Io(error)))?;
    let org = ask(desk, |open| {
        open.app.allowed(Action::Exchange)?;
        Ok(open.app.org())
    })?;
    let mut reader = begin(desk, &mut from)?;
    if reader.head().org != org {
        return Err(Refusal::at("file", BUNDLE_OTHER).into());
    }
    let mut total = 0;
    while reader.record().map_err(unread)?.is_some() {
        total += 1;
        if total % CHUNK as u64 == 0 {
            step(go, Stage::Checking, total, 0)?;
        }
    }
    let signed = reader.end().map_err(unread)?;
    let from_desk = signed.trailer.device;
    let key = ask(desk, |open| Ok(open.app.roster().key_of(from_desk)))?;
    // Where the desk is not known yet its enrolment comes with the bundle; every entry is judged by itself all the same.
    if let Some(key) = key {
        signed.verified(key).map_err(unread)?;
    }
    let mut taken = Taken::of(from_desk);
    let mut reader = begin(desk, &mut from)?;
    let mut done = 0;
    while let Some(chunk) = chunk(&mut reader)? {
        done += chunk.len() as u64;
        let mut chunk = Some(chunk);
        let ingested = ask(desk, |open| {
            open.app.ingest(chunk.take().unwrap_or_default())
        })?;
        taken.add(&ingested);
        step(go, Stage::Restoring, done, total)?;
    }
    let body = BundleTaken {
        sha256: file.sha256,
        from: taken.from,
        accepted: taken.accepted,
        known: taken.known,
        bodies: taken.bodies,
        refused: taken.refused.values().sum(),
    };
    ask(desk, |open| {
        // A manager's desk hands its keys to whoever came to be known with it.
        open.share_keys()?;
        open.follow_root();
        open.app.bundle_taken(body.clone())
    })?;
    Ok(taken)
}

/// The next entries; a commit is not torn.
fn chunk<R: Read>(reader: &mut Reader<R>) -> Result<Option<Vec<Entry>>, Error> {
    let (mut chunk, mut size) = (Vec::new(), 0);
    while let Some(record) = reader.record().map_err(unread)? {
        let (Record::Entry(entry, _) | Record::Evidence(entry)) = record;
        let ends = entry.header().batch_left == 0;
        size += entry.header_bytes().len() + entry.body().map_or(0, |body| body.as_bytes().len());
        chunk.push(entry);
        let full = chunk.len() >= CHUNK || size >= CHUNK_BYTES;
        if full && (ends || chunk.len() > CHUNK + 64 || size > 5 * CHUNK_BYTES) {
            break;
        }
    }
    Ok((!chunk.is_empty()).then_some(chunk))
}

/// A file that may be one: no folder, no device, not larger than any.
pub(super) fn opened(file: &Path) -> Result<File, Error> {
    let gone = |_| Error::from(Refusal::at("file", BUNDLE_GONE));
    let from = File::open(file).map_err(gone)?;
    let about = from.metadata().map_err(gone)?;
    if !about.is_file() {
        return Err(Refusal::at("file", BUNDLE_NONE).into());
    }
    if about.len() > MOST_GIB * GIB {
        let no = Refusal::at("file", BUNDLE_LARGE).with("gib", MOST_GIB);
        return Err(no.into());
    }
    Ok(from)
}

fn begin<'a>(desk: &dyn Moments, from: &'a mut File) -> Result<Reader<impl Read + use<'a>>, Error> {
    let secret = ask(desk, |open| Ok(open.vault().device.seal.clone()))?;
    from.seek(SeekFrom::Start(0))
        .map_err(|error| unread(Fault::Io(error)))?;
    reader(open_desk(from, &secret).map_err(unopened)?)
}

/// Begins to read; a newer one is refused before anything is taken, and a backup is no bundle.
pub(super) fn reader<R: Read>(from: R) -> Result<Reader<R>, Error> {
    let reader = Reader::begin(from).map_err(unread)?;
    match reader.head() {
        head if head.purpose != Use::Bundle => Err(Refusal::at("file", BUNDLE_NONE).into()),
        head if head.schema > schema() => Err(unread(Fault::Newer)),
        _ => Ok(reader),
    }
}

fn hashed(from: &mut File) -> io::Result<Sealed> {
    from.seek(SeekFrom::Start(0))?;
    let mut counted = Counted::new(from);
    io::copy(&mut counted, &mut io::sink())?;
    Ok(counted.sealed())
}

pub(super) fn unopened(error: Unopened) -> Error {
    let code = match error {
        Unopened::Foreign => BUNDLE_NONE,
        Unopened::Other | Unopened::Kit(_) => BUNDLE_OTHER,
        Unopened::Damaged => BUNDLE_DAMAGED,
        Unopened::Io(error) => return unread(Fault::Io(error)),
    };
    Refusal::at("file", code).into()
}

pub(super) fn unread(fault: Fault) -> Error {
    use io::ErrorKind as E;
    let code = match fault {
        Fault::Foreign => BUNDLE_NONE,
        Fault::Newer => BUNDLE_NEWER,
        Fault::Cut => BUNDLE_CUT,
        Fault::Damaged => BUNDLE_DAMAGED,
        Fault::Io(error) => match error.kind() {
            // What the envelope says of a piece that its key did not make.
            E::InvalidData | E::InvalidInput => BUNDLE_DAMAGED,
            E::UnexpectedEof => BUNDLE_CUT,
            _ => BUNDLE_GONE,
        },
    };
    Refusal::at("file", code).into()
}

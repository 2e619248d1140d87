//! Backups of a desk: written beside the work that goes on, read back, named, and the old ones let go.
//!
//! A backup is the container `frames` with everything that the desk holds, inside an `age` envelope to the recovery
//! sheet. It is written under a name that does not count, synced, read from the disk again and taken in by a desk
//! that is thrown away afterwards; only then the journal notes it and it gets its name. Every step asks whether to
//! go on; whatever stops it leaves the folder as it was. No rule of keeping is here, that is `domain/backup`.

mod ahead;
mod lying;
mod restore;
mod settings;
mod take;

pub use lying::{Lying, file_name};
pub use restore::{BACKUP_FOREIGN, BACKUP_OLDER, Drilled, Over, Restoring, drill, restore};
pub use take::codes as take_codes;
pub(in crate::desk) use take::take as take_in;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::thread;

use sha2::{Digest, Sha256};

use self::ahead::Ahead;
use super::{Open, PaperFile};
use crate::app::{Extent, Wish};
use crate::error::{Error, Refusal};
use crate::event::desk::BackupMade;
use crate::frames::{Fault, Hashed, Raw, Writer, Written};
use crate::id::Hash;
use crate::journal::arrived::Place;
use crate::vault::{Throwaway, open_own, seal};

crate::codes! {
    /// Somebody stopped it.
    BACKUP_STOPPED = "backup-stopped";
    /// Nobody has said where backups go.
    BACKUP_UNSET = "backup-unset";
    /// Another one is under way.
    BACKUP_RUNNING = "backup-running";
    /// What was written is not what was read back.
    BACKUP_UNREAD = "backup-unread";
    /// No room where the backup is to lie; argument `mib`, what must be free.
    BACKUP_ROOM = "backup-room";
    /// The folder is not there: a stick that was pulled out, a share that does not answer.
    BACKUP_AWAY = "backup-away";
}

const MIB: u64 = 1024 * 1024;

/// What a long piece of work is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Entries are written.
    Writing,
    /// What was written is read back and taken in.
    Checking,
    /// A backup is taken in to stay.
    Restoring,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// With what.
    pub stage: Stage,
    /// Entries done.
    pub done: u64,
    /// Entries in all; 0 where nobody knows.
    pub total: u64,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// On.
    On,
    /// Somebody asked to stop.
    Stop,
}

/// Asked at every step.
pub type Step<'a> = dyn FnMut(Progress) -> Go + 'a;

fn step(ask: &mut Step<'_>, stage: Stage, done: u64, total: u64) -> Result<(), Error> {
    match ask(Progress { stage, done, total }) {
        Go::On => Ok(()),
        Go::Stop => Err(Refusal::new(BACKUP_STOPPED).into()),
    }
}

/// An open desk that is asked for a moment at a time; between two moments others work on it.
pub trait Moments {
    /// One moment. A desk that was closed meanwhile answers [`Error::Locked`].
    fn moment(&self, work: &mut dyn FnMut(&mut Open) -> Result<(), Error>) -> Result<(), Error>;
}

/// A desk on which nobody else works.
pub struct Alone<'a>(RefCell<&'a mut Open>);

impl<'a> Alone<'a> {
    /// The whole desk.
    pub fn new(open: &'a mut Open) -> Self {
        Self(RefCell::new(open))
    }
}

impl Moments for Alone<'_> {
    fn moment(&self, work: &mut dyn FnMut(&mut Open) -> Result<(), Error>) -> Result<(), Error> {
        let mut open = self.0.try_borrow_mut().map_err(|_| Error::Locked)?;
        work(&mut open)
    }
}

pub(super) fn ask<T>(
    desk: &dyn Moments,
    mut work: impl FnMut(&mut Open) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut answer = None;
    desk.moment(&mut |open| {
        answer = Some(work(open)?);
        Ok(())
    })?;
    answer.ok_or(Error::Locked)
}

/// Writes a backup into a folder, checks it and lets old ones go. How it ended is remembered on the desk.
///
/// # Errors
/// `backup-key`, `backup-away`, `backup-room`, `backup-stopped`; `output-…` for what the folder says; `disk-full` where there is no
/// room to check it. Nothing is then left in the folder, and what lay there lies there.
pub fn back_up(
    desk: &dyn Moments,
    folder: &Path,
    wish: Wish,
    go: &mut Step<'_>,
) -> Result<BackupMade, Error> {
    let outcome = written(desk, folder, wish, go);
    let code = outcome.as_ref().err().map(code_of);
    // A desk that was closed meanwhile remembers nothing; the next one that opens makes the backup up.
    if let Err(error) = ask(desk, |open| open.app.backup_tried(code)) {
        tracing::debug!(%error, "how the backup ended is not remembered");
    }
    outcome
}

fn code_of(error: &Error) -> &'static str {
    let first = error.refusals().into_iter().next();
    first.map_or(crate::error::INTERNAL.0, |no| no.code.0)
}

fn written(
    desk: &dyn Moments,
    folder: &Path,
    wish: Wish,
    go: &mut Step<'_>,
) -> Result<BackupMade, Error> {
    let (extent, data, size) = ask(desk, |open| {
        let data = open.vault().dir().to_owned();
        Ok((open.app.extent(wish)?, data, open.app.store().bytes()?))
    })?;
    let name = file_name(extent.head.org, extent.head.device, extent.head.wall);
    lying::tidy(folder, extent.head.wall);
    // Begun before room is asked for, so that a folder that is not there is called so.
    let mut file = PaperFile::begin(&data, &folder.join(&name)).map_err(away)?;
    has_room(folder, size)?;
    let (bytes, throwaway) = fill(desk, &extent, file.file(), go)?;
    let sealed = check(
        &data,
        file.settled().map_err(away)?,
        &throwaway,
        &extent,
        go,
    )?;
    if sealed.bytes != bytes {
        return Err(Refusal::new(BACKUP_UNREAD).into());
    }
    let body = BackupMade {
        file: name,
        bytes: sealed.bytes,
        sha256: sealed.sha256,
        entries: extent.entries,
        recipients: extent.recipients.clone(),
    };
    ask(desk, |open| open.app.backup_made(wish, body.clone()))?;
    file.finish().map_err(away)?;
    let keep = ask(desk, |open| open.backup_keep())?;
    lying::rotate(folder, extent.head.org, extent.head.device, keep);
    Ok(body)
}

/// Bytes of a file and their hash, as they were read back: what was made of them on the way counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sealed {
    pub(super) bytes: u64,
    pub(super) sha256: Hash,
}

/// Counts and hashes what goes through.
pub(super) struct Counted<T> {
    inner: T,
    hash: Sha256,
    bytes: u64,
}

impl<T> Counted<T> {
    pub(super) fn new(inner: T) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }

    pub(super) fn sealed(self) -> Sealed {
        Sealed {
            bytes: self.bytes,
            sha256: Hash(self.hash.finalize().into()),
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hash.update(&bytes[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

/// Reads and frames here; hashes, enciphers and writes beside it. How many bytes that were.
fn fill(
    desk: &dyn Moments,
    extent: &Extent,
    file: &mut File,
    go: &mut Step<'_>,
) -> Result<(u64, Throwaway), Error> {
    let out = BufWriter::with_capacity(256 * 1024, Settling::new(file));
    let (envelope, throwaway) = seal(out, &extent.recipients).map_err(super::Unwritten::Io)?;
    let (through, written) = thread::scope(|scope| {
        let ahead = Ahead::begin(scope, Hashed::new(envelope));
        let (ahead, written) = pages(desk, extent, ahead, go)?;
        let through = ahead.finish().map_err(super::Unwritten::Io)?;
        Ok::<_, Error>((through, written))
    })?;
    let mut last = Some((through, written));
    let envelope = ask(desk, |open| match last.take() {
        Some((through, written)) => open.app.seal(extent, written, through).map_err(unwritten),
        None => Err(Error::Locked),
    })?;
    let bytes = envelope
        .finish()
        .and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error))
        .and_then(|settling| settling.file.stream_position())
        .map_err(super::Unwritten::Io)?;
    Ok((bytes, throwaway))
}

/// Bytes after which the disk is asked to keep what it was given: it writes while the rest is read.
const SETTLED: u64 = 8 * MIB;

/// A file that reaches its disk while it is written, not all of it at the end.
struct Settling<'a> {
    file: &'a mut File,
    loose: u64,
}

impl<'a> Settling<'a> {
    fn new(file: &'a mut File) -> Self {
        Self { file, loose: 0 }
    }
}

impl Write for Settling<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.loose += written as u64;
        if self.loose >= SETTLED {
            self.file.sync_data()?;
            self.loose = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Everything that the extent spans, page by page. While the desk is held nothing waits for the disk.
fn pages<'scope, W: Write + Send + 'scope>(
    desk: &dyn Moments,
    extent: &Extent,
    out: Ahead<'scope, W>,
    go: &mut Step<'_>,
) -> Result<(Ahead<'scope, W>, Written), Error> {
    let mut writer = Writer::begin(out, extent.head).map_err(unwritten)?;
    let mut at = Place::default();
    loop {
        let mut put = |raw: &Raw<'_>| writer.raw(raw).map_err(unwritten);
        let next = ask(desk, |open| open.app.page(extent, at, &mut put))?;
        if next == at {
            break;
        }
        at = next;
        writer.out().pass_on().map_err(super::Unwritten::Io)?;
        step(go, Stage::Writing, writer.records(), extent.entries)?;
    }
    Ok(writer.close())
}

fn unwritten(fault: Fault) -> Error {
    match fault {
        Fault::Io(error) => super::Unwritten::Io(error).into(),
        _ => crate::journal::Malformed::Length.into(),
    }
}

/// Reads the file from its disk and takes it in.
fn check(
    data: &Path,
    file: File,
    key: &Throwaway,
    extent: &Extent,
    go: &mut Step<'_>,
) -> Result<Sealed, Error> {
    step(go, Stage::Checking, 0, extent.entries)?;
    let mut counted = Counted::new(file);
    let envelope = open_own(&mut counted, key).map_err(take::unopened)?;
    let taken = take::whole(data, envelope, extent.entries, go)?;
    let wrote: Vec<_> = (extent.heads.iter())
        .map(|head| (head.device, head.seq, head.hash))
        .collect();
    if taken.heads != wrote {
        return Err(Refusal::new(BACKUP_UNREAD).into());
    }
    io::copy(&mut counted, &mut io::sink()).map_err(super::Unwritten::Io)?;
    Ok(counted.sealed())
}

fn away(error: super::Unwritten) -> Error {
    match error.code() == super::paper_file::OUTPUT_PLACE {
        true => Refusal::new(BACKUP_AWAY).into(),
        false => error.into(),
    }
}

/// A disk that does not tell is found out by writing.
fn has_room(folder: &Path, size: u64) -> Result<(), Error> {
    match fs4::available_space(folder) {
        Ok(free) if free < size => Err(Refusal::new(BACKUP_ROOM)
            .with("mib", size.div_ceil(MIB))
            .into()),
        _ => Ok(()),
    }
}

//! Taking a backup in: every signature, link and right is judged as for entries of another desk, record by record.
//!
//! The same for a check, for a drill and for a restoration; they differ in the database alone. Nothing that a
//! backup says of itself counts before the key that its own roster names has signed its end.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Stage, Step, step};
use crate::app::{App, Parts};
use crate::error::{Error, Refusal};
use crate::frames::{Fault, Reader, Record, Trailer};
use crate::id::{Entropy, OrgId, SystemEntropy};
use crate::journal::{Entry, log};
use crate::store::{Store, schema};
use crate::time::SystemClock;
use crate::vault::{Dek, Unopened, VaultError};

/// The codes of this file.
pub mod codes {
    crate::codes! {
        /// The file is no backup of this program.
        BACKUP_NONE = "backup-none";
        /// Another sheet opens it: of another organisation, or an earlier or later one.
        BACKUP_OTHER = "backup-other";
        /// Bytes of it are not what they were, or it was not made as it says.
        BACKUP_DAMAGED = "backup-damaged";
        /// It ends too early: it was not copied whole.
        BACKUP_CUT = "backup-cut";
        /// Written by a newer program.
        BACKUP_NEWER = "backup-newer";
        /// It cannot be read: no such file, a stick that was pulled out.
        BACKUP_GONE = "backup-gone";
    }
}

/// Entries that are taken in one transaction.
const CHUNK: usize = 2_000;
const CHUNK_BYTES: usize = 8 * 1024 * 1024;

/// Why an envelope did not open, in words.
pub(super) fn unopened(error: Unopened) -> Error {
    match error {
        Unopened::Foreign => Refusal::at("file", codes::BACKUP_NONE).into(),
        Unopened::Other => Refusal::at("kit", codes::BACKUP_OTHER).into(),
        Unopened::Kit(kit) => VaultError::from(kit).into(),
        Unopened::Damaged => Refusal::at("file", codes::BACKUP_DAMAGED).into(),
        Unopened::Io(error) => unread(Fault::Io(error)),
    }
}

/// Why a container could not be read, in words.
pub(super) fn unread(fault: Fault) -> Error {
    let code = match fault {
        Fault::Foreign => codes::BACKUP_NONE,
        Fault::Newer => codes::BACKUP_NEWER,
        Fault::Cut => codes::BACKUP_CUT,
        Fault::Damaged => codes::BACKUP_DAMAGED,
        Fault::Io(error) => match error.kind() {
            // What the envelope says of a piece that its key did not make.
            ErrorKind::InvalidData | ErrorKind::InvalidInput => codes::BACKUP_DAMAGED,
            ErrorKind::UnexpectedEof => codes::BACKUP_CUT,
            _ => codes::BACKUP_GONE,
        },
    };
    Refusal::at("file", code).into()
}

/// Begins to read; a newer backup is refused before anything is taken.
pub(super) fn begin<R: Read>(from: R) -> Result<Reader<R>, Error> {
    let reader = Reader::begin(from).map_err(unread)?;
    match reader.head().schema > schema() {
        true => Err(unread(Fault::Newer)),
        false => Ok(reader),
    }
}

/// Takes everything in. The desk must be one that holds nothing yet.
pub(in crate::desk) fn take<R: Read>(
    mut reader: Reader<R>,
    app: &mut App,
    stage: Stage,
    total: u64,
    go: &mut Step<'_>,
) -> Result<Trailer, Error> {
    let mut chunk: Vec<Entry> = Vec::new();
    let (mut size, mut done) = (0, 0);
    while let Some(record) = reader.record().map_err(unread)? {
        let entry = match record {
            Record::Entry(entry, _) | Record::Evidence(entry) => entry,
        };
        let ends = entry.header().batch_left == 0;
        size += entry.header_bytes().len() + entry.body().map_or(0, |body| body.as_bytes().len());
        chunk.push(entry);
        let full = chunk.len() >= CHUNK || size >= CHUNK_BYTES;
        // A commit is taken whole; one without an end is nobody's.
        if full && (ends || chunk.len() > CHUNK + 64 || size > 5 * CHUNK_BYTES) {
            done += chunk.len() as u64;
            put(app, std::mem::take(&mut chunk))?;
            size = 0;
            step(go, stage, done, total)?;
        }
    }
    done += chunk.len() as u64;
    put(app, chunk)?;
    step(go, stage, done, total)?;
    let signed = reader.end().map_err(unread)?;
    let key = app.roster().key_of(signed.trailer.device);
    let damaged = || unread(Fault::Damaged);
    let trailer = signed.verified(key.ok_or_else(damaged)?).map_err(unread)?;
    let heads: Vec<_> = log::heads(app.conn())?
        .into_iter()
        .map(|head| (head.device, head.seq, head.hash))
        .collect();
    let held: u64 = heads.iter().map(|(_, seq, _)| seq + 1).sum();
    match trailer.heads == heads && trailer.entries == held {
        true => Ok(trailer),
        false => Err(damaged()),
    }
}

fn put(app: &mut App, chunk: Vec<Entry>) -> Result<(), Error> {
    if chunk.is_empty() {
        return Ok(());
    }
    match app.replay(chunk)?.refused.is_empty() {
        true => Ok(()),
        false => Err(unread(Fault::Damaged)),
    }
}

/// Takes a whole backup in by a desk that is thrown away, and says what it holds. Its database lies in `place`,
/// encrypted with a key that nobody keeps.
pub(super) fn whole<R: Read>(
    place: &Path,
    from: R,
    total: u64,
    go: &mut Step<'_>,
) -> Result<Trailer, Error> {
    let scratch = Scratch::new(place);
    let store = Store::scratch(&scratch.0, &Dek::generate(&mut SystemEntropy))?;
    let reader = begin(from)?;
    let mut app = desk(store, reader.head().org)?;
    let outcome = take(reader, &mut app, Stage::Checking, total, go);
    drop(app);
    outcome
}

fn desk(store: Store, org: OrgId) -> Result<App, Error> {
    let mut entropy = SystemEntropy;
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    entropy.fill(&mut *seed);
    App::open(Parts {
        store,
        org,
        device: entropy.id(),
        key: ed25519_dalek::SigningKey::from_bytes(&seed),
        clock: Box::new(SystemClock),
        entropy: Box::new(SystemEntropy),
        anchor: None,
    })
}

/// A database that goes with this value. By its name it goes at the next sign-in where this value did not come to it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(place: &Path) -> Self {
        Self(place.join(format!("desk-check-{}.db", SystemEntropy.id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            drop(std::fs::remove_file(path));
        }
    }
}

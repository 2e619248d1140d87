//! The folder into which an analyser or a laboratory program puts lists of ready orders: what lies there, and what stood still.
//!
//! Files are read and nothing else: none is moved, renamed or deleted. A file that stood still between two looks is read, and
//! marked stretch by stretch; between two stretches others work on the desk. Names of files stay in memory, for whoever looks.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{DirEntry, File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use sha2::{Digest, Sha256};

use crate::app::{App, Lying, Stands};
use crate::error::{Code, Error, Refusal};
use crate::id::{Hash, SubjectId};
use crate::table::{self, MARKS};

crate::codes! {
    /// The folder is not there: a share that does not answer, a disk that was pulled out.
    READY_FOLDER_AWAY = "ready-folder-away";
    /// The folder cannot be read.
    READY_FOLDER_CLOSED = "ready-folder-closed";
    /// More files lie in the folder than are looked through.
    READY_FOLDER_FULL = "ready-folder-full";
    /// Lists lie in a folder that is to become this desk's; `count`.
    READY_FOLDER_LISTS = "ready-folder-lists";
    /// The file does not lie there any more, or something else stands in it.
    READY_FILE_GONE = "ready-file-gone";
}

/// Lists that are looked through at most. A day of an analyser is a few hundred.
const MOST: usize = 5_000;

/// The desk for a moment; between two moments others work on it. One that was closed meanwhile answers [`Error::Locked`].
pub type Hold<'a> = dyn Fn(&mut dyn FnMut(&mut App) -> Result<(), Error>) -> Result<(), Error> + 'a;

/// Told of the cards that a stretch has touched.
pub type Told<'a> = dyn FnMut(Vec<SubjectId>) + 'a;

/// By what it is seen that nobody writes a file any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stood {
    bytes: u64,
    /// Since 1970; none before it, or where the disk does not say.
    changed: Option<Duration>,
}

/// A list in the folder.
#[derive(Debug, Clone)]
struct List {
    stood: Stood,
    is: Is,
}

/// What is known of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    /// It was not there at the look before, or has changed since.
    Moving,
    /// It stood still between two looks.
    Still,
    /// It is done with; what stands in it.
    Done(Hash),
    /// It is larger than any list, or cannot be read; that is tried again.
    Unread,
}

/// One folder, as it was seen at the last look.
#[derive(Debug)]
pub struct ReadyFolder {
    path: PathBuf,
    trouble: Option<Code>,
    lists: BTreeMap<PathBuf, List>,
}

impl ReadyFolder {
    /// A folder at which nobody has looked yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            trouble: None,
            lists: BTreeMap::new(),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks once, and marks the orders of every list that stood still, the oldest first. `told` hears of each stretch.
    ///
    /// # Errors
    /// `Locked` when the desk was closed meanwhile; a fault of the desk. What stands against the folder or a file is no error
    /// here: [`ReadyFolder::lying`] tells of it.
    pub fn visit(&mut self, desk: &Hold<'_>, told: &mut Told<'_>) -> Result<(), Error> {
        let mut fault = None;
        for path in self.look() {
            let Some(list) = self.lists.get(&path).cloned() else {
                continue;
            };
            let is = match still_bytes(&path, list.stood) {
                Ok(Some(bytes)) => self.take(desk, &bytes, told),
                // Somebody writes it after all.
                Ok(None) => Ok(Is::Moving),
                Err(_) => Ok(Is::Unread),
            };
            let is = match is {
                Ok(is) => is,
                Err(Error::Locked) => return Err(Error::Locked),
                // It is tried again; the others do not wait for it.
                Err(error) => {
                    fault = Some(error);
                    Is::Unread
                }
            };
            self.lists.insert(path, List { is, ..list });
        }
        fault.map_or(Ok(()), Err)
    }

    /// What lies there, for whoever looks at a screen.
    pub fn lying(&self) -> Lying {
        let mut out = Lying {
            trouble: self.trouble,
            ..Lying::default()
        };
        for (path, list) in &self.lists {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match list.is {
                Is::Done(hash) => drop(out.files.insert(hash, name.into_owned())),
                Is::Unread => {
                    let place = hash_of(path.as_os_str().as_encoded_bytes());
                    out.unread.insert(place, name.into_owned());
                }
                Is::Moving | Is::Still => {}
            }
        }
        out
    }

    /// Lists that stood still since the last look and are not done with, the oldest first.
    fn look(&mut self) -> Vec<PathBuf> {
        let mut before = std::mem::take(&mut self.lists);
        let found = match found(&self.path) {
            Ok((found, trouble)) => {
                self.trouble = trouble;
                found
            }
            Err(trouble) => {
                self.trouble = Some(trouble);
                return Vec::new();
            }
        };
        let mut due = Vec::new();
        for (path, stood) in found {
            let known = before.remove(&path).filter(|list| list.stood == stood);
            let is = match known.map(|list| list.is) {
                _ if stood.bytes > MARKS.bytes as u64 => Is::Unread,
                None => Is::Moving,
                Some(Is::Done(hash)) => Is::Done(hash),
                Some(Is::Moving | Is::Still | Is::Unread) => {
                    due.push((stood.changed, path.clone()));
                    Is::Still
                }
            };
            self.lists.insert(path, List { stood, is });
        }
        due.sort();
        due.into_iter().map(|(_, path)| path).collect()
    }

    /// Marks what stands in a list. Whoever says meanwhile that another folder counts, or none, ends it behind a stretch.
    fn take(&self, desk: &Hold<'_>, bytes: &[u8], told: &mut Told<'_>) -> Result<Is, Error> {
        let file = hash_of(bytes);
        match ask(desk, |app| app.dropped_stands(file))? {
            Stands::Known => return Ok(Is::Done(file)),
            Stands::Waits => return Ok(Is::Still),
            Stands::Due => {}
        }
        let mut table = match table::read(bytes, MARKS) {
            Ok(table) => Some(table),
            Err(no) => {
                ask(desk, |app| app.dropped_fault(file, &no))?;
                told(Vec::new());
                return Ok(Is::Done(file));
            }
        };
        let begun = ask(desk, |app| match table.take() {
            Some(table) => app.dropped_begins(file, table),
            None => Ok(None),
        })?;
        let Some(mut marking) = begun else {
            told(Vec::new());
            return Ok(Is::Done(file));
        };
        let folder = self.path.to_string_lossy();
        loop {
            let cards = ask(desk, |app| match app.ready_folder()? {
                Some(set) if set == folder => app.dropped_marks(&mut marking),
                _ => Err(Error::Locked),
            })?;
            match cards {
                Some(cards) => told(cards),
                None => return Ok(Is::Done(file)),
            }
        }
    }
}

/// Why nothing can be taken from a folder at this moment; none where it can.
pub fn trouble(path: &Path) -> Option<Code> {
    std::fs::read_dir(path).err().map(|error| told_by(&error))
}

/// Whether a folder may become this desk's: nothing lies there that was never meant to tell anybody anything. One that cannot be
/// read now is taken, and said to be away.
///
/// # Errors
/// `ready-folder-lists`.
pub fn vacant(path: &Path) -> Result<(), Refusal> {
    match found(path) {
        Ok((lists, _)) if !lists.is_empty() => {
            Err(Refusal::at("folder", READY_FOLDER_LISTS).with("count", lists.len()))
        }
        _ => Ok(()),
    }
}

/// The bytes of a list that lay in a folder at the last look, for a person who looks at it.
///
/// # Errors
/// `ready-file-gone` where it is not there any more or something else stands in it; `table-too-large`, `table-unreadable`.
pub fn list_bytes(folder: &Path, lying: &Lying, file: Hash) -> Result<Vec<u8>, Error> {
    let gone = || Error::from(Refusal::new(READY_FILE_GONE));
    let unread = lying.unread.get(&file);
    let name = unread.or_else(|| lying.files.get(&file)).ok_or_else(gone)?;
    let path = folder.join(name);
    let about = std::fs::symlink_metadata(&path).map_err(|_| gone())?;
    if !about.is_file() {
        return Err(gone());
    }
    let bytes = super::table_bytes(&path, MARKS)?;
    // Of what could not be read nobody knows what stood in it.
    match unread.is_some() || hash_of(&bytes) == file {
        true => Ok(bytes),
        false => Err(gone()),
    }
}

/// Lists with what is seen of them from outside, and what stands against the folder all the same.
fn found(folder: &Path) -> Result<(BTreeMap<PathBuf, Stood>, Option<Code>), Code> {
    let mut out = BTreeMap::new();
    for file in std::fs::read_dir(folder).map_err(|error| told_by(&error))? {
        let Ok(file) = file else { continue };
        let Some(about) = list_in(&file) else {
            continue;
        };
        if out.len() == MOST {
            return Ok((out, Some(READY_FOLDER_FULL)));
        }
        out.insert(file.path(), Stood::of(&about));
    }
    Ok((out, None))
}

/// A regular file, no link to one, that is named as a table; not what a spreadsheet or a copying program leaves beside it.
fn list_in(file: &DirEntry) -> Option<Metadata> {
    let path = file.path();
    let name = file.file_name();
    let name = name.to_string_lossy();
    let ending = path.extension().and_then(OsStr::to_str)?;
    let is_table = ["csv", "xlsx"]
        .iter()
        .any(|one| ending.eq_ignore_ascii_case(one));
    if !is_table || name.starts_with('.') || name.starts_with("~$") {
        return None;
    }
    // Of a link this tells of the link itself.
    let about = file.metadata().ok()?;
    // A program that writes makes an empty file first.
    (about.is_file() && about.len() > 0).then_some(about)
}

impl Stood {
    fn of(about: &Metadata) -> Self {
        Self {
            bytes: about.len(),
            changed: about
                .modified()
                .ok()
                .and_then(|at| at.duration_since(UNIX_EPOCH).ok()),
        }
    }
}

/// The bytes of a file that is as it was; none where it has changed since, or is another one.
fn still_bytes(path: &Path, stood: Stood) -> std::io::Result<Option<Vec<u8>>> {
    let before = std::fs::symlink_metadata(path)?;
    if !before.is_file() || Stood::of(&before) != stood {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    (&mut file)
        .take(MARKS.bytes as u64 + 1)
        .read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let is_whole = bytes.len() as u64 == stood.bytes && Stood::of(&after) == stood;
    Ok((is_whole && is_same(&before, &after)).then_some(bytes))
}

/// What was opened is what lay there: a link that was put in its place in between is not followed.
#[cfg(unix)]
fn is_same(before: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (before.dev(), before.ino()) == (opened.dev(), opened.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}

fn told_by(error: &std::io::Error) -> Code {
    match error.kind() {
        ErrorKind::PermissionDenied => READY_FOLDER_CLOSED,
        _ => READY_FOLDER_AWAY,
    }
}

fn hash_of(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

fn ask<T>(desk: &Hold<'_>, mut work: impl FnMut(&mut App) -> Result<T, Error>) -> Result<T, Error> {
    let mut answer = None;
    desk(&mut |app| {
        answer = Some(work(app)?);
        Ok(())
    })?;
    answer.ok_or(Error::Locked)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    fn due(folder: &mut ReadyFolder) -> Vec<String> {
        let name = |path: PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
        folder.look().into_iter().map(name).collect()
    }

    fn write(path: &Path, text: &str, age: u64) {
        fs::write(path, text).unwrap();
        let file = File::options().append(true).open(path).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(2_000_000_000 - age))
            .unwrap();
    }

    #[test]
    fn a_list_is_due_when_it_stood_still_and_the_oldest_comes_first() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        let mut folder = ReadyFolder::new(place.path());
        write(&path("b.csv"), "1", 10);
        write(&path("a.XLSX"), "1", 5);
        write(&path("c.csv"), "1", 20);
        for other in ["a.txt", "csv", ".a.csv", "~$a.xlsx"] {
            write(&path(other), "1", 0);
        }
        assert!(due(&mut folder).is_empty(), "nobody has seen them before");
        assert_eq!(due(&mut folder), ["c.csv", "b.csv", "a.XLSX"]);
        // Longer, or as long and written anew.
        write(&path("c.csv"), "12", 20);
        write(&path("b.csv"), "2", 9);
        assert_eq!(due(&mut folder), ["a.XLSX"]);
        assert_eq!(due(&mut folder), ["c.csv", "b.csv", "a.XLSX"]);
        fs::remove_file(path("b.csv")).unwrap();
        assert_eq!(due(&mut folder), ["c.csv", "a.XLSX"]);
    }

    #[test]
    fn a_file_that_changed_while_it_was_read_is_not_taken() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("a.csv");
        write(&path, "12", 0);
        let stood = Stood::of(&fs::metadata(&path).unwrap());
        assert_eq!(still_bytes(&path, stood).unwrap().unwrap(), b"12");
        write(&path, "123", 0);
        assert_eq!(still_bytes(&path, stood).unwrap(), None);
        assert!(still_bytes(&place.path().join("b.csv"), stood).is_err());
    }

    #[test]
    fn more_lists_than_are_looked_through_are_told_of() {
        let place = tempfile::tempdir().unwrap();
        for nth in 0..=MOST {
            fs::write(place.path().join(format!("{nth}.csv")), "1").unwrap();
        }
        let mut folder = ReadyFolder::new(place.path());
        folder.look();
        assert_eq!(folder.look().len(), MOST);
        assert_eq!(folder.lying().trouble, Some(READY_FOLDER_FULL));
        fs::remove_file(place.path().join("1.csv")).unwrap();
        folder.look();
        assert_eq!(folder.lying().trouble, None);
        let away = place.path().join("none");
        assert_eq!(trouble(&away), Some(READY_FOLDER_AWAY));
        assert_eq!(trouble(place.path()), None);
        let old = vacant(place.path()).unwrap_err();
        assert_eq!(
            (old.code, &*old.args["count"]),
            (READY_FOLDER_LISTS, "5000")
        );
        let empty = tempfile::tempdir().unwrap();
        fs::write(empty.path().join("a.txt"), "1").unwrap();
        assert!(vacant(empty.path()).is_ok() && vacant(&away).is_ok());
    }
}

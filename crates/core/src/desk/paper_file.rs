//! A file that leaves the desk for a person: a document, the recovery sheet, an exported journal.
//!
//! Begun before anything is noted as handed out, so that a place where it cannot stand is refused first. Its
//! owner alone reads it; it is there whole or not at all; and it never lies in the data folder, whose own
//! files it would replace.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::folder::private;
use crate::error::Code;
use crate::id::{Entropy, SystemEntropy};

crate::codes! {
    /// Where the file shall go is no place for one: no such folder, or no file stands there but a folder.
    OUTPUT_PLACE = "output-place";
    /// It would lie among the program's own files.
    OUTPUT_DATA = "output-data";
    /// The file may not be written there.
    OUTPUT_REFUSED = "output-refused";
    /// The disk on which it shall lie is full.
    OUTPUT_FULL = "output-full";
    /// Standard output, or the disk under a file, failed.
    OUTPUT_FAILED = "output-failed";
}

/// Why a file for a person was not written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The place lies in the data folder.
    #[error("the place lies in the data folder")]
    DataFolder,
    /// The file system said no.
    #[error("the file cannot be written")]
    Io(#[from] io::Error),
}

impl Unwritten {
    /// The stable name of the outcome.
    pub fn code(&self) -> Code {
        use io::ErrorKind as E;
        let Self::Io(error) = self else {
            return OUTPUT_DATA;
        };
        match error.kind() {
            E::NotFound
            | E::NotADirectory
            | E::IsADirectory
            | E::InvalidInput
            | E::InvalidFilename => OUTPUT_PLACE,
            E::PermissionDenied | E::ReadOnlyFilesystem => OUTPUT_REFUSED,
            // A size limit set on the process looks to the person like a full disk.
            E::StorageFull | E::QuotaExceeded | E::FileTooLarge => OUTPUT_FULL,
            _ => OUTPUT_FAILED,
        }
    }

    /// Another place would do; nothing is wrong with a disk.
    pub fn is_wrong_place(&self) -> bool {
        [OUTPUT_PLACE, OUTPUT_DATA].contains(&self.code())
    }
}

/// A file that is being written; without [`PaperFile::write`] nothing of it stays.
#[derive(Debug)]
pub struct PaperFile {
    folder: PathBuf,
    name: OsString,
    part: PathBuf,
    file: File,
}

impl PaperFile {
    /// Takes the place of a file outside of the data folder. What lies there stays until the new one is whole.
    pub fn begin(data: &Path, target: &Path) -> Result<Self, Unwritten> {
        let wrong = |kind: io::ErrorKind| Unwritten::Io(kind.into());
        let name = target
            .file_name()
            .ok_or_else(|| wrong(io::ErrorKind::IsADirectory))?;
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let folder = folder.canonicalize()?;
        outside(data, &folder)?;
        match folder.join(name).canonicalize() {
            // Neither a folder nor a device is replaced by a file.
            Ok(there) if !there.is_file() => return Err(wrong(io::ErrorKind::IsADirectory)),
            Ok(there) => outside(data, &there)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        // A name of its own: whatever else lies in that folder is not ours to replace.
        let part = folder.join(format!(".tirkeu-{}.part", SystemEntropy.id()));
        let file = private(File::options().create_new(true), &part)?;
        Ok(Self {
            folder,
            name: name.to_owned(),
            part,
            file,
        })
    }

    /// Writes it and puts it in its place.
    pub fn write(mut self, bytes: &[u8]) -> Result<(), Unwritten> {
        self.file.write_all(bytes)?;
        self.finish()
    }

    /// What is written piece by piece before [`PaperFile::finish`].
    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// What was written is on the disk, under the name that does not count yet, and may be read again.
    pub(super) fn settled(&self) -> Result<File, Unwritten> {
        self.file.sync_all()?;
        Ok(File::open(&self.part)?)
    }

    /// Puts what was written in its place.
    pub(super) fn finish(self) -> Result<(), Unwritten> {
        self.file.sync_all()?;
        std::fs::rename(&self.part, self.folder.join(&self.name))?;
        if cfg!(unix) {
            // The file is whole and named; a stick that cannot sync a folder is no reason to say that it is not.
            drop(File::open(&self.folder).and_then(|folder| folder.sync_all()));
        }
        Ok(())
    }
}

impl Drop for PaperFile {
    fn drop(&mut self) {
        // After the last step there is none.
        drop(std::fs::remove_file(&self.part));
    }
}

fn outside(data: &Path, path: &Path) -> Result<(), Unwritten> {
    if path.ancestors().any(|folder| is_same(folder, data)) {
        return Err(Unwritten::DataFolder);
    }
    Ok(())
}

/// The same folder, by whatever name: a link and a second mount lead to it too.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |path: &Path| path.metadata().map(|found| (found.dev(), found.ino()));
    matches!((of(one), of(other)), (Ok(one), Ok(other)) if one == other)
}

#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    other.canonicalize().is_ok_and(|other| one == other)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let files = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn refused(data: &Path, target: &Path) -> Code {
        PaperFile::begin(data, target).unwrap_err().code()
    }

    #[test]
    #[cfg(unix)]
    fn no_way_leads_into_the_data_folder() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        std::fs::create_dir_all(data.join("deep")).unwrap();
        std::fs::write(data.join("device.key"), "key").unwrap();
        let link = |to: &Path, name: &str| {
            let link = dir.path().join(name);
            std::os::unix::fs::symlink(to, &link).unwrap();
            link
        };
        let folder_link = link(&data, "folder");
        let file_link = link(&data.join("device.key"), "sheet.pdf");
        for target in [
            data.join("device.key"),
            data.join("new.pdf"),
            data.join("deep").join("new.pdf"),
            data.join("..").join("data").join("new.pdf"),
            folder_link.join("device.key"),
            folder_link.join("deep").join("new.pdf"),
            file_link,
        ] {
            assert_eq!(refused(&data, &target), OUTPUT_DATA, "{target:?}");
            assert_eq!(refused(&folder_link, &target), OUTPUT_DATA, "{target:?}");
        }
        assert_eq!(std::fs::read(data.join("device.key")).unwrap(), b"key");
        assert_eq!(names(&data), ["deep", "device.key"]);
    }

    #[test]
    fn a_folder_and_a_missing_folder_are_no_place() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        for target in ["", "no/where.pdf", ".."] {
            let target = dir.path().join(target);
            assert_eq!(refused(&data, &target), OUTPUT_PLACE, "{target:?}");
        }
        std::fs::write(dir.path().join("file"), "x").unwrap();
        let through = dir.path().join("file").join("sheet.pdf");
        assert_eq!(refused(&data, &through), OUTPUT_PLACE);
        let long = dir.path().join("n".repeat(300));
        assert_eq!(refused(&data, &long), OUTPUT_PLACE);
        if cfg!(unix) {
            assert_eq!(refused(&data, Path::new("/dev/null")), OUTPUT_PLACE);
        }
        assert_eq!(names(dir.path()), ["file"]);
    }

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let target = dir.path().join("kit.pdf");
        std::fs::write(&target, "older").unwrap();
        drop(PaperFile::begin(&data, &target).unwrap());
        assert_eq!(std::fs::read(&target).unwrap(), b"older");
        let begun = PaperFile::begin(&data, &target).unwrap();
        begun.write(b"%PDF").unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"%PDF");
        assert_eq!(names(dir.path()), ["kit.pdf"], "nothing else is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = target.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "a recovery sheet is its owner's alone");
        }
    }

    #[test]
    fn a_stick_is_not_the_data_folder() {
        use io::ErrorKind as E;
        let code = |kind: E| Unwritten::from(io::Error::from(kind)).code();
        assert_eq!(code(E::StorageFull), OUTPUT_FULL);
        assert_eq!(code(E::FileTooLarge), OUTPUT_FULL);
        assert_eq!(code(E::ReadOnlyFilesystem), OUTPUT_REFUSED);
        assert_eq!(code(E::PermissionDenied), OUTPUT_REFUSED);
        assert_eq!(code(E::Other), OUTPUT_FAILED);
    }
}

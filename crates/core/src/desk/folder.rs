//! The data folder: one program at a time, the database file that the vault names, a reserve of disk.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Refusal};
use crate::id::Id;
use crate::store::StoreError;
use crate::vault::Sealed;
use crate::words::Lang;

/// Released when the disk is full and a manager says yes, so that there is room to work and tidy up.
const RESERVE_BYTES: u64 = 16 * 1024 * 1024;
/// Lent while a manager says who they are.
const LENT_BYTES: u64 = 2 * 1024 * 1024;

crate::codes! {
    /// The reserve of the disk was given away already.
    RESERVE_GONE = "reserve-gone";
    /// The path names a file, or leads through one.
    FOLDER_WANTED = "folder-wanted";
    /// A desk is to be founded in a folder that holds other people's files.
    FOLDER_FOREIGN = "folder-foreign";
}

/// A locked data folder; the lock goes with the value.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: File,
}

/// What this desk remembers outside the database: no person in it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Local {
    /// Language of the screens before anybody signs in.
    pub lang: Lang,
    /// The half-filled first run: organisation and desk, no person, no password.
    pub setup: Option<String>,
    /// A training laboratory: its sign-in is marked too.
    pub training: bool,
}

impl Default for Local {
    fn default() -> Self {
        Self {
            lang: Lang::Ru,
            setup: None,
            training: false,
        }
    }
}

impl Drop for Folder {
    /// Closing alone is not enough: a process that is being started at this moment still holds a copy of the
    /// file, and with it the lock.
    fn drop(&mut self) {
        if let Err(error) = self.lock.unlock() {
            tracing::debug!(%error, "the lock goes with the process");
        }
    }
}

impl Folder {
    /// Makes the folder where it is missing and takes its lock.
    ///
    /// Errors: `LockedElsewhere` when another program has it, `ReadOnly` when it cannot be written, a refusal
    /// when it is no folder.
    pub fn open(path: &Path) -> Result<Self, Error> {
        std::fs::create_dir_all(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                Error::from(Refusal::new(FOLDER_WANTED))
            }
            _ => error.into(),
        })?;
        let path = &real(path)?;
        // A folder with other people's files keeps its mode: it may be anybody's.
        if path.join("lock").exists() || std::fs::read_dir(path)?.next().is_none() {
            keep_private(path)?;
        }
        let lock = private(
            File::options().create(true).truncate(false),
            &path.join("lock"),
        )?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                lock,
            }),
            Err(TryLockError::WouldBlock) => Err(StoreError::LockedElsewhere.into()),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The folder of a desk that is to be founded: a new or empty one, or one in which only this program's files
    /// lie. Nothing is written before that is known.
    ///
    /// Errors: those of [`Folder::open`], and a refusal where somebody else's files are.
    pub fn begin(path: &Path) -> Result<Self, Error> {
        // A founded folder is refused by name when it is set up.
        if !crate::vault::is_founded(path)
            && let Ok(files) = std::fs::read_dir(path)
        {
            for file in files {
                if !is_own(&file?.file_name().to_string_lossy()) {
                    return Err(Refusal::new(FOLDER_FOREIGN).into());
                }
            }
        }
        Self::open(path)
    }

    /// Removes this program's own files and lets go of the folder: what was begun here is not to stay.
    pub fn abandon(self) {
        let files = std::fs::read_dir(&self.path).into_iter().flatten();
        for file in files.flatten() {
            if is_own(&file.file_name().to_string_lossy())
                && let Err(error) = std::fs::remove_file(file.path())
            {
                tracing::warn!(%error, "a file of the abandoned desk stays");
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True before set-up.
    pub fn is_new(&self) -> bool {
        !crate::vault::is_founded(&self.path)
    }

    /// The database that a vault names.
    pub(super) fn database(&self, database: Id, dbkey: u32) -> PathBuf {
        self.path.join(format!("desk-{database}-{dbkey}.db"))
    }

    /// Removes every database but one: leftovers of an interrupted set-up or switch.
    pub(super) fn only(&self, keep: Option<&Path>) -> Result<(), Error> {
        let kept = keep
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy().into_owned());
        for file in std::fs::read_dir(&self.path)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            let is_database = name.starts_with("desk-") && name.contains(".db");
            if is_database
                && !kept
                    .as_ref()
                    .is_some_and(|kept| name.starts_with(kept.as_str()))
            {
                std::fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }

    /// Names of the files of the desk that stands here: its vault, and its database with the log. Where the vault
    /// cannot be read, every database.
    pub(super) fn of_the_desk(&self, sealed: Option<&Sealed>) -> Result<Vec<String>, Error> {
        let database = match sealed {
            Some(sealed) => format!("desk-{}-{}.db", sealed.database(), sealed.dbkey()),
            None => "desk-".to_owned(),
        };
        let mut names = Vec::new();
        for file in std::fs::read_dir(&self.path)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            let vault = is_own(&name) && !name.starts_with("desk-") && !name.contains(".next");
            let beside = ["lock", "reserve", "lost+found"].contains(&name.as_str());
            if (vault && !beside) || name.starts_with(&database) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// What this desk remembers outside the database; a damaged file is as good as none.
    pub fn local(&self) -> Local {
        std::fs::read(self.path.join("local.json"))
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Remembers it.
    pub fn keep_local(&self, local: &Local) -> Result<(), Error> {
        let next = self.path.join("local.json.next");
        let bytes = serde_json::to_vec(local).unwrap_or_default();
        let mut file = private(File::options().create(true).truncate(true), &next)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&next, self.path.join("local.json"))?;
        Ok(())
    }

    /// Lays the reserve down when there is as much room left beside it: a reserve that was given away must
    /// not take its room back from the work it was given for.
    pub(super) fn keep_reserve(&self) {
        let path = self.reserve();
        if std::fs::metadata(&path).is_ok_and(|file| file.len() == RESERVE_BYTES) {
            // An earlier version left it readable.
            drop(private(&mut File::options(), &path));
            return;
        }
        if let Err(error) = write_reserve(&path) {
            tracing::warn!(%error, "no room for the reserve");
            // Half a reserve only takes room.
            drop(std::fs::remove_file(&path));
        }
    }

    fn reserve(&self) -> PathBuf {
        self.path.join("reserve")
    }

    /// Lends a part of the reserve: to ask who is there a full disk must take a few pages.
    pub(super) fn lend_reserve(&self) -> Result<(), Error> {
        let file = match File::options().write(true).open(self.reserve()) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Refusal::new(RESERVE_GONE).into());
            }
            opened => opened?,
        };
        Ok(file.set_len(RESERVE_BYTES - LENT_BYTES)?)
    }

    /// Takes the lent part back; what does not fit any more is laid down anew at a later sign-in.
    pub(super) fn return_reserve(&self) {
        let taken = File::options()
            .append(true)
            .open(self.reserve())
            .and_then(|mut file| {
                fill(&mut file, LENT_BYTES)?;
                file.sync_all()
            });
        if let Err(error) = taken {
            tracing::warn!(%error, "the reserve is smaller than it was");
        }
    }

    /// Gives the reserve back to the disk.
    pub(super) fn release_reserve(&self) -> Result<(), Error> {
        Ok(std::fs::remove_file(self.reserve())?)
    }
}

fn write_reserve(path: &Path) -> std::io::Result<()> {
    let mut file = private(File::options().create(true).truncate(true), path)?;
    fill(&mut file, 2 * RESERVE_BYTES)?;
    file.set_len(RESERVE_BYTES)?;
    file.sync_all()
}

/// Opens a file for writing that its owner alone reads; one that an earlier version left readable is closed.
pub(super) fn private(options: &mut OpenOptions, path: &Path) -> std::io::Result<File> {
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// A name that this program gives, finished or interrupted, or one that a disk has by itself.
fn is_own(name: &str) -> bool {
    let vault = [
        "slots.tks",
        "device.key",
        "head.tka",
        "throttle.tkt",
        "newcomer.tkn",
        "local.json",
    ];
    let is_of = |own: &str| {
        let end = name.strip_prefix(own);
        end.is_some_and(|end| {
            ["", ".prev", ".next", ".tmp", ".next.tmp", ".prev.tmp"].contains(&end)
        })
    };
    vault.iter().any(|own| is_of(own))
        || ["lock", "reserve", "lost+found"].contains(&name)
        || (name.starts_with("desk-") && name.contains(".db"))
}

/// Real bytes: a sparse file would promise room that is not there.
fn fill(file: &mut File, bytes: u64) -> std::io::Result<()> {
    let block = vec![0xa5_u8; 1024 * 1024];
    for _ in 0..bytes / block.len() as u64 {
        file.write_all(&block)?;
    }
    file.flush()
}

/// The folder may be a link to another disk; the database itself refuses to be reached through one.
#[cfg(unix)]
fn real(path: &Path) -> Result<PathBuf, Error> {
    Ok(path.canonicalize()?)
}

#[cfg(not(unix))]
fn real(path: &Path) -> Result<PathBuf, Error> {
    Ok(path.to_owned())
}

#[cfg(unix)]
fn keep_private(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    // On a folder of somebody else the mode cannot be set; writing to it will tell.
    if let Err(error) = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)) {
        tracing::debug!(%error, "the folder's mode stays as it is");
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> Result<(), Error> {
    Ok(())
}

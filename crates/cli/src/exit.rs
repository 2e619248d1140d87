//! Exit codes: what a script can act on. `docs/cli.md` and `--help` show the same table.

use std::io;

use tirkeu_core::error::Error;
use tirkeu_core::store::StoreError;
use tirkeu_core::vault::VaultError;

/// Done.
pub const OK: u8 = 0;
/// A fault of the program.
pub const INTERNAL: u8 = 1;
/// The command line or its input is not understood.
pub const USAGE: u8 = 2;
/// A rule said no.
pub const REFUSED: u8 = 3;
/// Wrong login or password, too many tries, or the keychain does not open.
pub const PASSWORD: u8 = 4;
/// Another program has the data folder open.
pub const ELSEWHERE: u8 = 5;
/// Bytes are not what they were.
pub const DAMAGED: u8 = 6;
/// The journal is shorter than it was.
pub const CEREMONY: u8 = 7;
/// The disk is full or cannot be written.
pub const DISK: u8 = 8;
/// Written by a newer program.
pub const NEWER: u8 = 9;

/// Shown below `--help`.
pub const HELP: &str = "\
Exit codes:
  0 done                    5 the data folder is open elsewhere
  1 fault of the program    6 damaged
  2 usage                   7 the journal is shorter than it was
  3 refused by a rule       8 disk full or read-only
  4 password or keychain    9 written by a newer program
`iin` exits with 1 when a number is not accepted.

The password is the first line of standard input (--password-stdin). TIRKEU_DATA stands for --data.";

/// Why a call ended without its answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The core's answer.
    #[error(transparent)]
    Core(#[from] Error),
    /// What is missing on the command line.
    #[error("{0}")]
    Usage(&'static str),
    /// An argument or a file that is not what it must be; a name of it, never its contents.
    #[error("{0} is not understood")]
    Input(&'static str),
    /// Standard output or a file of the caller.
    #[error("input or output")]
    Io(#[from] io::Error),
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Self::Core(error.into())
    }
}

impl Failure {
    /// The process's exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Core(error) => of(error),
            Self::Usage(_) | Self::Input(_) => USAGE,
            Self::Io(_) => DISK,
        }
    }
}

fn of(error: &Error) -> u8 {
    match error {
        Error::Refused(_) => REFUSED,
        Error::Vault(error) => of_vault(error),
        Error::Store(error) => match error {
            StoreError::Damaged => DAMAGED,
            StoreError::Newer => NEWER,
            StoreError::DiskFull | StoreError::ReadOnly => DISK,
            StoreError::LockedElsewhere => ELSEWHERE,
            StoreError::Sqlite(_) => INTERNAL,
        },
        Error::Journal(_) => DAMAGED,
        Error::Locked => PASSWORD,
        Error::Ceremony => CEREMONY,
        Error::Paper(_) => INTERNAL,
        Error::Folder(_) => DISK,
    }
}

fn of_vault(error: &VaultError) -> u8 {
    use VaultError as V;
    match error {
        V::WrongPassword
        | V::Throttled { .. }
        | V::Stopped
        | V::KeychainUnreachable(_)
        | V::KeychainEmpty => PASSWORD,
        V::DamagedSlot | V::DamagedSlotFile | V::DamagedDeviceKey | V::KdfRange => DAMAGED,
        V::Newer { .. } => NEWER,
        V::DiskFull(_) | V::ReadOnly(_) | V::Io(_) => DISK,
        V::Memory => INTERNAL,
        _ => REFUSED,
    }
}

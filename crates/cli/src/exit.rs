//! Exit codes: what a script can act on. `docs/cli.md` and `cli-help-exit` in the locales show the same table.

use std::io;

use tirkeu_core::app::exchange;
use tirkeu_core::desk::{
    FOLDER_FOREIGN, FOLDER_WANTED, Unwritten, backup, bundle, enrol, introduce,
};
use tirkeu_core::error::{Code, Error, Refusal};
use tirkeu_core::store::StoreError;
use tirkeu_core::vault::{Unreachable, VaultError};

tirkeu_core::codes! {
    /// Something is missing on the command line; argument `what`, as it would be written there.
    USAGE_MISSING = "usage-missing";
    /// A word that no command knows.
    USAGE_UNKNOWN = "usage-unknown";
    /// A value that its argument does not take; argument `what` names the latter.
    USAGE_VALUE = "usage-value";
    /// Two arguments that exclude each other; argument `what` names one.
    USAGE_CONFLICT = "usage-conflict";
    /// Any other call that is none.
    USAGE_OTHER = "usage-other";
    /// A file that was named is not there; argument `what`, the part it plays.
    INPUT_MISSING = "input-missing";
    /// A file that was named, or standard input, cannot be read; argument `what`.
    INPUT_UNREADABLE = "input-unreadable";
    /// It was read and is not what it must be; argument `what`.
    INPUT_FORM = "input-form";
    /// It is longer than the program takes; argument `what`.
    INPUT_TOO_LONG = "input-too-long";
    /// A key that the values of a blank do not have; argument `key`.
    INPUT_KEY_UNKNOWN = "input-key-unknown";
    /// A value of a blank that is no text.
    INPUT_KEY_TEXT = "input-key-text";
    /// A value of a blank that is none of a few; argument `values`.
    INPUT_KEY_VALUE = "input-key-value";
    /// Something of a form's data that is not what stands there; argument `place`, never what stood in it.
    INPUT_PLACE = "input-place";
    /// An order number that is not nine digits.
    INPUT_NUMBER = "input-number";
    /// A form of which no page was asked for.
    INPUT_NOTHING = "input-nothing";
    /// Set-up found a keychain that does not open: whether the desk has one cannot be decided.
    INIT_KEYCHAIN = "init-keychain";
}

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

/// The folder, stick or share of the backups is not there.
pub const AWAY: u8 = 10;

/// Backups and the exchange: a code that stands for more than a rule's no.
const OF_BACKUPS: [(Code, u8); 20] = [
    (backup::BACKUP_AWAY, AWAY),
    (backup::BACKUP_ROOM, DISK),
    (backup::BACKUP_UNREAD, DAMAGED),
    (backup::BACKUP_OLDER, CEREMONY),
    (backup::take_codes::BACKUP_GONE, AWAY),
    (backup::take_codes::BACKUP_NONE, DAMAGED),
    (backup::take_codes::BACKUP_DAMAGED, DAMAGED),
    (backup::take_codes::BACKUP_CUT, DAMAGED),
    (backup::take_codes::BACKUP_NEWER, NEWER),
    (backup::take_codes::BACKUP_OTHER, PASSWORD),
    (bundle::BUNDLE_GONE, AWAY),
    (bundle::BUNDLE_NONE, DAMAGED),
    (bundle::BUNDLE_DAMAGED, DAMAGED),
    (bundle::BUNDLE_CUT, DAMAGED),
    (bundle::BUNDLE_NEWER, NEWER),
    (exchange::EXCHANGE_AWAY, AWAY),
    (exchange::EXCHANGE_FULL, DISK),
    (exchange::EXCHANGE_REFUSED, DISK),
    (enrol::REQUEST_FORM, USAGE),
    (introduce::INTRODUCTION_FORM, USAGE),
];

/// Why a call ended without its answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The core's answer.
    #[error(transparent)]
    Core(#[from] Error),
    /// What is missing on the command line, as it would be written there.
    #[error("{0} is missing")]
    Usage(&'static str),
    /// A command line that is not understood.
    #[error("{}", .0.code.0)]
    Call(Refusal),
    /// An argument or a file that is not what it must be; the part it plays, never its contents.
    #[error("{0} is not understood")]
    Input(&'static str),
    /// Values of a blank that are not what their keys take: all of them at once.
    #[error("the values are not understood")]
    Values(Vec<Refusal>),
    /// More bytes than the program takes; the part they play.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// A file that the caller named, or standard input, that cannot be read; the part it plays.
    #[error("{0} cannot be read")]
    Unread(&'static str, #[source] io::Error),
    /// The keychain at set-up.
    #[error("the keychain does not open")]
    Keychain(#[source] Unreachable),
    /// Standard output.
    #[error("output")]
    Io(#[from] io::Error),
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        Self::Core(error.into())
    }
}

impl From<Unwritten> for Failure {
    fn from(error: Unwritten) -> Self {
        Self::Core(error.into())
    }
}

impl Failure {
    /// The process's exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Core(error) => of(error),
            Self::Call(_)
            | Self::Usage(_)
            | Self::Input(_)
            | Self::Values(_)
            | Self::TooLong(_)
            | Self::Unread(..) => USAGE,
            Self::Keychain(_) => PASSWORD,
            Self::Io(_) => DISK,
        }
    }

    /// Codes with their values: what words are kept for.
    pub fn refusals(&self) -> Vec<Refusal> {
        let refusal = match self {
            Self::Core(error) => return error.refusals(),
            Self::Values(refusals) => return refusals.clone(),
            Self::Call(refusal) => refusal.clone(),
            Self::Usage(what) => Refusal::new(USAGE_MISSING).with("what", what),
            Self::Input(what) => Refusal::new(INPUT_FORM).with("what", what),
            Self::TooLong(what) => Refusal::new(INPUT_TOO_LONG).with("what", what),
            Self::Unread(what, error) => {
                let code = match error.kind() {
                    io::ErrorKind::NotFound => INPUT_MISSING,
                    _ => INPUT_UNREADABLE,
                };
                Refusal::new(code).with("what", what)
            }
            Self::Keychain(_) => Refusal::new(INIT_KEYCHAIN),
            Self::Io(error) => Refusal::new(Unwritten::Io(error.kind().into()).code()),
        };
        vec![refusal]
    }
}

fn of(error: &Error) -> u8 {
    match error {
        Error::Refused(refusals)
            if refusals
                .iter()
                .any(|no| [FOLDER_WANTED, FOLDER_FOREIGN].contains(&no.code)) =>
        {
            USAGE
        }
        Error::Refused(refusals) => {
            let of_backups = |no: &Refusal| OF_BACKUPS.iter().find(|(code, _)| no.code == *code);
            let found = refusals.iter().find_map(of_backups);
            found.map_or(REFUSED, |(_, exit)| *exit)
        }
        Error::Vault(error) => of_vault(error),
        Error::Store(error) => match error {
            StoreError::Damaged | StoreError::TablesDiffer => DAMAGED,
            StoreError::Newer => NEWER,
            StoreError::DiskFull | StoreError::ReadOnly => DISK,
            StoreError::LockedElsewhere => ELSEWHERE,
            StoreError::Sqlite(_) => INTERNAL,
        },
        Error::Journal(_) => DAMAGED,
        Error::Locked => PASSWORD,
        Error::Ceremony => CEREMONY,
        Error::Paper(_) => INTERNAL,
        Error::Unwritten(error) if error.is_wrong_place() => USAGE,
        Error::Unwritten(_) | Error::Folder(_) => DISK,
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

//! Errors: a code that somebody acts on, never a sentence.
//!
//! Each room declares its codes with [`codes!`](crate::codes) beside the rule that raises them.
//! Words and a hint for every code live in `locales/*/error.ftl` under `error-<code>`; a test
//! compares the two. No personal data ever enters an error.

use std::collections::BTreeMap;

use serde::Serialize;

/// A stable name of what went wrong, for example `iin-length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

/// Declares the codes of a room and their list `ALL`.
///
/// ```ignore
/// crate::codes! {
///     /// Fewer or more than 12 digits.
///     IIN_LENGTH = "iin-length";
/// }
/// ```
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::error::Code = $crate::error::Code($text);)*
        /// Every code of this room.
        #[allow(dead_code, reason = "rooms list their codes whether or not a test of their own reads the list")]
        pub const ALL: &[$crate::error::Code] = &[$($name),*];
    };
}

/// What the person at the desk can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A rule says no; the words stand beside the field.
    Refused,
    /// A password, a key or a session is needed first.
    Locked,
    /// Bytes are not what they were.
    Damaged,
    /// Something outside cannot be reached.
    Offline,
    /// A fault of ours, or of the machine.
    Internal,
}

/// A rule's no: which, at which field, with which values for the sentence (never a person's data).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The rule.
    pub code: Code,
    /// The field of the form, where there is one.
    pub field: Option<&'static str>,
    /// Values for the sentence.
    pub args: BTreeMap<&'static str, String>,
    /// Cards of whose existence this no tells; whoever answers with it writes the entry first. Never leaves
    /// the core.
    #[serde(skip)]
    pub about: Vec<crate::id::SubjectId>,
}

impl Refusal {
    /// A refusal of the whole command.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            args: BTreeMap::new(),
            about: Vec::new(),
        }
    }

    /// A refusal beside a field.
    pub fn at(field: &'static str, code: Code) -> Self {
        Self {
            code,
            field: Some(field),
            args: BTreeMap::new(),
            about: Vec::new(),
        }
    }

    /// With a value for the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }

    /// Tells of these cards.
    #[must_use]
    pub fn about(mut self, cards: Vec<crate::id::SubjectId>) -> Self {
        self.about = cards;
        self
    }
}

crate::codes! {
    /// Nobody is signed in, or the session has ended.
    LOCKED = "locked";
    /// The person's role does not allow it.
    NOT_ALLOWED = "not-allowed";
    /// What the command names is not here.
    NOT_FOUND = "not-found";
    /// The command is not one that this program knows.
    BAD_REQUEST = "bad-request";
    /// A stored entry is not what was signed.
    JOURNAL_DAMAGED = "journal-damaged";
    /// The journal is shorter than it was.
    CEREMONY = "journal-shortened";
    /// The subject's data were destroyed.
    SUBJECT_DESTROYED = "subject-destroyed";
    /// A newer program wrote to this subject.
    NEEDS_UPDATE = "needs-update";
    /// The desk's clock is a day or more behind its last entry.
    CLOCK_BEHIND = "clock-behind";
    /// This desk was revoked or cloned: what is written on it counts nowhere.
    DESK_STOPPED = "desk-stopped";
    /// A fault of ours.
    INTERNAL = "internal";
}

/// Everything that a door can answer instead of a receipt.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Rules said no; all of them at once.
    #[error("refused")]
    Refused(Vec<Refusal>),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] crate::vault::VaultError),
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// The stored journal.
    #[error(transparent)]
    Journal(#[from] crate::journal::Malformed),
    /// Nobody is signed in.
    #[error("locked")]
    Locked,
    /// The journal is shorter than the anchor says.
    #[error("the journal is shorter than it was")]
    Ceremony,
    /// Paper could not be made; the text is for the log only.
    #[error("paper: {0}")]
    Paper(String),
    /// A file for a person, outside of the data folder.
    #[error(transparent)]
    Unwritten(#[from] crate::desk::Unwritten),
    /// A file or folder of the desk.
    #[error("data folder")]
    Folder(#[from] std::io::Error),
}

impl Error {
    /// What can be done about it.
    pub fn kind(&self) -> Kind {
        use crate::store::StoreError as S;
        match self {
            Self::Refused(_) => Kind::Refused,
            Self::Vault(error) => error.kind(),
            Self::Store(S::Damaged | S::TablesDiffer | S::Newer)
            | Self::Journal(_)
            | Self::Ceremony => Kind::Damaged,
            Self::Locked => Kind::Locked,
            Self::Store(S::DiskFull | S::ReadOnly | S::LockedElsewhere)
            | Self::Unwritten(_)
            | Self::Folder(_) => Kind::Refused,
            Self::Store(S::Sqlite(_)) | Self::Paper(_) => Kind::Internal,
        }
    }

    /// What stands across the border: a code, its field and its values.
    pub fn refusals(&self) -> Vec<Refusal> {
        match self {
            Self::Refused(refusals) => refusals.clone(),
            Self::Vault(error) => vec![error.refusal()],
            Self::Store(error) => vec![Refusal::new(error.code())],
            Self::Journal(_) => vec![Refusal::new(JOURNAL_DAMAGED)],
            Self::Locked => vec![Refusal::new(LOCKED)],
            Self::Ceremony => vec![Refusal::new(CEREMONY)],
            Self::Paper(_) => vec![Refusal::new(INTERNAL)],
            Self::Unwritten(error) => vec![Refusal::new(error.code())],
            Self::Folder(error) => vec![Refusal::new(of_folder(error.kind()))],
        }
    }
}

/// A disk is called full only where it says so.
fn of_folder(kind: std::io::ErrorKind) -> Code {
    use std::io::ErrorKind as E;
    match kind {
        E::PermissionDenied | E::ReadOnlyFilesystem => crate::store::READ_ONLY,
        E::StorageFull | E::QuotaExceeded | E::FileTooLarge => crate::store::DISK_FULL,
        _ => crate::vault::codes::IO,
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for Error {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<crate::journal::log::LogError> for Error {
    fn from(error: crate::journal::log::LogError) -> Self {
        match error {
            crate::journal::log::LogError::Sqlite(error) => error.into(),
            crate::journal::log::LogError::Damaged(error) => Self::Journal(error),
        }
    }
}

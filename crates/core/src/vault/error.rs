//! Why the vault does not open, each with its own code: a wrong password is never called damage.

use std::io;

use crate::error::{Code, Kind, Refusal};
use crate::vault::fingerprint::fours;
use crate::vault::keychain::Unreachable;
use crate::vault::kit::KitError;

/// The codes of this room.
pub mod codes {
    crate::codes! {
        /// The login or the password is not right; which of the two is not said.
        PASSWORD_WRONG = "vault-password-wrong";
        /// Fewer characters than allowed; argument `min`.
        PASSWORD_SHORT = "vault-password-short";
        /// Among the passwords that are tried first.
        PASSWORD_COMMON = "vault-password-common";
        /// More than 1024 bytes.
        PASSWORD_LONG = "vault-password-long";
        /// No login, or one longer than 128 bytes.
        LOGIN_FORM = "vault-login-form";
        /// Somebody else on this desk signs in with this login.
        LOGIN_TAKEN = "vault-login-taken";
        /// Not six to twelve digits.
        PIN_FORM = "vault-pin-form";
        /// One digit again and again, or a row.
        PIN_PLAIN = "vault-pin-plain";
        /// The person already has access on this desk.
        STAFF_HAS_ACCESS = "vault-staff-has-access";
        /// The person has no access on this desk.
        STAFF_WITHOUT_ACCESS = "vault-staff-without-access";
        /// This person's access is damaged; others are not affected.
        SLOT_DAMAGED = "vault-slot-damaged";
        /// The access file and its previous generation are damaged.
        SLOTS_DAMAGED = "vault-slots-damaged";
        /// The device's own keys are damaged or gone.
        DEVICE_KEY_DAMAGED = "vault-device-key-damaged";
        /// The system's keychain is locked or does not answer.
        KEYCHAIN_UNREACHABLE = "vault-keychain-unreachable";
        /// The keychain is open and this desk's part of the key is not in it.
        KEYCHAIN_EMPTY = "vault-keychain-empty";
        /// Written by a newer version of the program; argument `version`.
        NEWER = "vault-newer";
        /// The cost parameters of a password are outside the allowed range.
        KDF_RANGE = "vault-kdf-range";
        /// Not enough memory for the password check.
        MEMORY = "vault-memory";
        /// Too many wrong passwords; argument `seconds`.
        THROTTLED = "vault-throttled";
        /// One hundred wrong passwords in a row.
        STOPPED = "vault-stopped";
        /// The disk is full.
        DISK_FULL = "vault-disk-full";
        /// The data folder cannot be written.
        READ_ONLY = "vault-read-only";
        /// The disk answered with another error.
        IO = "vault-io";
        /// There is no vault in this folder.
        MISSING = "vault-missing";
        /// There is already a vault in this folder.
        EXISTS = "vault-exists";
        /// A recovery kit of another organisation, or one that was replaced; argument `fingerprint`.
        KIT_FOREIGN = "vault-kit-foreign";
        /// Not eight groups of six digits.
        KIT_LENGTH = "vault-kit-length";
        /// A typing error in one group; argument `group`.
        KIT_GROUP = "vault-kit-group";
        /// Two groups stand in each other's place; arguments `first`, `second`.
        KIT_SWAPPED = "vault-kit-swapped";
        /// All groups are well formed, yet it is another sheet; argument `fingerprint` of the one that opens.
        KIT_OTHER = "vault-kit-other";
    }
}

/// What the vault answers when it does not open or cannot be written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)] // each variant is described by its code above
pub enum VaultError {
    #[error("wrong login or password")]
    WrongPassword,
    #[error("password shorter than {min} characters")]
    PasswordTooShort { min: usize },
    #[error("password among those that are tried first")]
    PasswordCommon,
    #[error("password longer than 1024 bytes")]
    PasswordTooLong,
    #[error("login empty or too long")]
    LoginForm,
    #[error("login already used on this desk")]
    LoginTaken,
    #[error("not six to twelve digits")]
    PinForm,
    #[error("digits that anybody would try")]
    PinPlain,
    #[error("person already has a slot")]
    StaffHasAccess,
    #[error("person has no slot")]
    StaffWithoutAccess,
    #[error("slot damaged")]
    DamagedSlot,
    #[error("slot file damaged in both generations")]
    DamagedSlotFile,
    #[error("device key damaged or missing")]
    DamagedDeviceKey,
    #[error("keychain unreachable: {0}")]
    KeychainUnreachable(#[source] Unreachable),
    #[error("keychain is open but holds no key of this desk")]
    KeychainEmpty,
    #[error("format version {version} is newer than this program")]
    Newer { version: u8 },
    #[error("password cost parameters out of range")]
    KdfRange,
    #[error("not enough memory for the password check")]
    Memory,
    #[error("throttled for {seconds} s")]
    Throttled { seconds: u64 },
    #[error("stopped after one hundred wrong passwords")]
    Stopped,
    #[error("disk full")]
    DiskFull(#[source] io::Error),
    #[error("data folder is read-only")]
    ReadOnly(#[source] io::Error),
    #[error("disk error")]
    Io(#[source] io::Error),
    #[error("no vault here")]
    Missing,
    #[error("a vault exists here")]
    Exists,
    #[error("kit {fingerprint} does not belong to this desk")]
    KitForeign { fingerprint: String },
    #[error("another kit than {expected}")]
    KitOther { expected: String },
    #[error(transparent)]
    Kit(#[from] KitError),
}

/// The fields of the recovery form, in the order of the sheet.
const GROUP_FIELDS: [&str; 8] = [
    "group_1", "group_2", "group_3", "group_4", "group_5", "group_6", "group_7", "group_8",
];

impl VaultError {
    /// The stable name of the outcome.
    pub fn code(&self) -> Code {
        match self {
            Self::WrongPassword => codes::PASSWORD_WRONG,
            Self::PasswordTooShort { .. } => codes::PASSWORD_SHORT,
            Self::PasswordCommon => codes::PASSWORD_COMMON,
            Self::PasswordTooLong => codes::PASSWORD_LONG,
            Self::LoginForm => codes::LOGIN_FORM,
            Self::LoginTaken => codes::LOGIN_TAKEN,
            Self::PinForm => codes::PIN_FORM,
            Self::PinPlain => codes::PIN_PLAIN,
            Self::StaffHasAccess => codes::STAFF_HAS_ACCESS,
            Self::StaffWithoutAccess => codes::STAFF_WITHOUT_ACCESS,
            Self::DamagedSlot => codes::SLOT_DAMAGED,
            Self::DamagedSlotFile => codes::SLOTS_DAMAGED,
            Self::DamagedDeviceKey => codes::DEVICE_KEY_DAMAGED,
            Self::KeychainUnreachable(_) => codes::KEYCHAIN_UNREACHABLE,
            Self::KeychainEmpty => codes::KEYCHAIN_EMPTY,
            Self::Newer { .. } => codes::NEWER,
            Self::KdfRange => codes::KDF_RANGE,
            Self::Memory => codes::MEMORY,
            Self::Throttled { .. } => codes::THROTTLED,
            Self::Stopped => codes::STOPPED,
            Self::DiskFull(_) => codes::DISK_FULL,
            Self::ReadOnly(_) => codes::READ_ONLY,
            Self::Io(_) => codes::IO,
            Self::Missing => codes::MISSING,
            Self::Exists => codes::EXISTS,
            Self::KitForeign { .. } => codes::KIT_FOREIGN,
            Self::KitOther { .. } => codes::KIT_OTHER,
            Self::Kit(kit) => kit.code(),
        }
    }

    /// What the person at the desk can do about it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::WrongPassword | Self::Throttled { .. } | Self::Stopped | Self::KeychainEmpty => {
                Kind::Locked
            }
            Self::KeychainUnreachable(_) => Kind::Offline,
            Self::DamagedSlot
            | Self::DamagedSlotFile
            | Self::DamagedDeviceKey
            | Self::KdfRange
            | Self::Newer { .. } => Kind::Damaged,
            Self::DiskFull(_) | Self::ReadOnly(_) | Self::Io(_) | Self::Memory => Kind::Internal,
            _ => Kind::Refused,
        }
    }

    /// Code, field and the values that the sentence needs.
    pub fn refusal(&self) -> Refusal {
        let refusal = Refusal {
            field: self.field(),
            ..Refusal::new(self.code())
        };
        match self {
            Self::PasswordTooShort { min } => refusal.with("min", min),
            Self::Newer { version } => refusal.with("version", version),
            Self::Throttled { seconds } => refusal.with("seconds", seconds),
            Self::KitForeign { fingerprint }
            | Self::KitOther {
                expected: fingerprint,
            } => refusal.with("fingerprint", fours(fingerprint)),
            Self::Kit(KitError::Group(group)) => refusal.with("group", group),
            Self::Kit(KitError::Swapped(first, second)) => {
                refusal.with("first", first).with("second", second)
            }
            _ => refusal,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WrongPassword
            | Self::PasswordTooShort { .. }
            | Self::PasswordCommon
            | Self::PasswordTooLong => Some("password"),
            Self::LoginForm | Self::LoginTaken => Some("login"),
            Self::PinForm | Self::PinPlain => Some("pin"),
            Self::Kit(KitError::Group(group) | KitError::Swapped(group, _)) => {
                GROUP_FIELDS.get(group.wrapping_sub(1)).copied()
            }
            Self::Kit(_) | Self::KitForeign { .. } | Self::KitOther { .. } => Some("kit"),
            _ => None,
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as E;
        match error.kind() {
            // A size limit set on the process looks to the person like a full disk.
            E::StorageFull | E::QuotaExceeded | E::FileTooLarge => Self::DiskFull(error),
            E::ReadOnlyFilesystem | E::PermissionDenied => Self::ReadOnly(error),
            _ => Self::Io(error),
        }
    }
}

//! Backups of this desk: level 0, no person.

use serde::Serialize;

use crate::desk::backup::Stage;

/// The last backup, for the line at the foot of every screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct BackupLastView {
    /// Somebody has said where backups go.
    pub wanted: bool,
    /// When the last one was checked and named.
    pub made_at: Option<String>,
    /// Calendar days since.
    pub days: Option<u32>,
    /// Code of what the last attempt failed for, where it failed.
    pub failed: Option<String>,
}

/// What is known of a file in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BackupMark {
    /// Read back and taken in when it was made; as long as it was then.
    Checked,
    /// Of another length than when it was checked.
    Changed,
    /// The journal of this desk knows nothing of it.
    Unknown,
}

/// A backup that lies in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct BackupFileView {
    /// Its name.
    pub file: String,
    /// When it was begun.
    pub at: String,
    /// MiB, two digits behind the comma.
    pub mib: String,
    /// What is known of it.
    pub mark: BackupMark,
}

/// The page of backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct BackupView {
    /// Path of the folder; empty where nobody has set one.
    pub folder: String,
    /// Time of the day, `HH:MM`.
    pub at: String,
    /// How many days are kept.
    pub daily: String,
    /// How many weeks.
    pub weekly: String,
    /// How many months.
    pub monthly: String,
    /// The desk knows the key of the recovery sheet.
    pub has_key: bool,
    /// Whoever works may name it.
    pub may_name: bool,
    /// Of the sheet whose key it is.
    pub fingerprint: String,
    /// The folder is there.
    pub reached: bool,
    /// The last backup.
    pub last: BackupLastView,
    /// What lies in the folder, the newest first.
    pub files: Vec<BackupFileView>,
}

/// How far a backup or a restoration is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct BackupProgress {
    /// With what.
    pub stage: Stage,
    /// Of a hundred; none where nobody knows the whole.
    pub percent: Option<u8>,
    /// Entries done.
    pub done: u32,
}

impl BackupProgress {
    /// Entries of all that there are.
    pub fn of(stage: Stage, done: u64, total: u64) -> Self {
        let percent = done.min(total).saturating_mul(100).checked_div(total);
        Self {
            stage,
            percent: percent.and_then(|percent| u8::try_from(percent).ok()),
            done: u32::try_from(done).unwrap_or(u32::MAX),
        }
    }
}

//! What a manager or an administrator has set about this desk's backups, and whether one is due.

use std::path::{Path, PathBuf};

use chrono::NaiveTime;

use super::lying::lying;
use crate::app::BACKUP_OWED;
use crate::command::BackupForm;
use crate::desk::{Open, read_kit};
use crate::domain::backup::{self, Keep, Known, is_due};
use crate::domain::rights::{Action, may};
use crate::error::{Error, Refusal};
use crate::id::Hash;
use crate::query;
use crate::time::Wall;
use crate::view::{BackupFileView, BackupLastView, BackupMark, BackupView};
use crate::words::{dates, numbers};

const FOLDER: &str = "folder";
const AT: &str = "at";
const KEEP: &str = "keep";
/// Backups of the journal that a list is compared with.
const KNOWN: u32 = 200;

impl Open {
    /// Keeps the settings; every refusal beside its field.
    pub fn set_backup(&mut self, form: &BackupForm) -> Result<(), Error> {
        self.app.allowed(Action::Backup)?;
        let mut refusals = Vec::new();
        let folder = backup::folder(FOLDER, &form.folder).map_err(|no| refusals.push(no));
        let at = backup::time(AT, &form.at).map_err(|no| refusals.push(no));
        let keep = Keep::parse(&form.daily, &form.weekly, &form.monthly)
            .map_err(|more| refusals.extend(more));
        let (Ok(folder), Ok(at), Ok(keep)) = (folder, at, keep) else {
            return Err(refusals.into());
        };
        let settings = [
            (FOLDER, folder),
            (AT, backup::time_text(at)),
            (KEEP, keep.text()),
        ];
        let mut changed = Vec::new();
        for (key, value) in settings {
            if self.app.backup_setting(key)?.as_ref() != Some(&value) {
                changed.push((key, value));
            }
        }
        match changed.is_empty() {
            true => Ok(()),
            false => self.app.set_backup(changed),
        }
    }

    /// The whole sheet as typed names the key of the backups: a desk that was set up before backups were made.
    ///
    /// # Errors
    /// Those of the sheet as typed; `backup-owed`, `not-allowed`.
    pub fn name_backup_key(&mut self, kit: &str) -> Result<(), Error> {
        self.app.allowed(Action::KeepKit)?;
        if !self.app.follows() {
            return Err(Refusal::new(BACKUP_OWED).into());
        }
        let kit = read_kit(kit, &self.vault().root().fingerprint())?;
        let root = kit.root();
        self.app
            .name_backup_key(&root.sign, Hash(root.age_public()))
    }

    /// Where backups go; none where nobody has said it.
    pub fn backup_folder(&self) -> Result<Option<PathBuf>, Error> {
        Ok(self.app.backup_setting(FOLDER)?.map(PathBuf::from))
    }

    /// How many stay.
    pub fn backup_keep(&self) -> Result<Keep, Error> {
        Ok(Keep::stored(self.app.backup_setting(KEEP)?.as_deref()))
    }

    fn backup_time(&self) -> Result<NaiveTime, Error> {
        let stored = self.app.backup_setting(AT)?;
        let time = stored.and_then(|text| backup::time(AT, &text).ok());
        Ok(time.unwrap_or(backup::USUAL_TIME))
    }

    /// The folder into which the daily backup is to be made now; none while it is not due or nothing is set.
    pub fn backup_due(&self) -> Result<Option<PathBuf>, Error> {
        let Some(folder) = self.backup_folder()? else {
            return Ok(None);
        };
        if !self.app.follows() || self.app.backup_key()?.is_none() {
            return Ok(None);
        }
        let conn = self.app.conn();
        let local = |ms| Wall::almaty(ms).local();
        let made = query::backup::made(conn, self.app.device(), 1)?;
        let tried = query::backup::tried(conn)?;
        let known = Known {
            made: made.first().map(|made| local(made.at_ms)),
            tried: tried.map(|tried| local(tried.at_ms)),
        };
        let now = self.app.now().local();
        Ok(is_due(now, self.backup_time()?, known).then_some(folder))
    }

    /// The last backup in words of the status line: nothing where backups are not set up.
    pub fn backup_last(&self) -> Result<BackupLastView, Error> {
        let conn = self.app.conn();
        let made = query::backup::made(conn, self.app.device(), 1)?;
        let now = self.app.now();
        let tried = query::backup::tried(conn)?;
        Ok(BackupLastView {
            wanted: self.backup_folder()?.is_some(),
            made_at: made
                .first()
                .map(|made| dates::moment(Wall::almaty(made.at_ms))),
            days: made.first().map(|made| {
                let days = (now.date() - Wall::almaty(made.at_ms).date()).num_days();
                u32::try_from(days).unwrap_or_default()
            }),
            failed: tried.and_then(|tried| tried.outcome),
        })
    }

    /// Settings, the last attempt, and what lies in the folder.
    pub fn backup_view(&self) -> Result<BackupView, Error> {
        let session = self.app.allowed(Action::Backup)?;
        let may_name = may(session.role, Action::KeepKit);
        let folder = self.backup_folder()?;
        let keep = self.backup_keep()?;
        let files = folder.as_deref().map(|folder| self.files(folder));
        let (files, reached) = match files.transpose() {
            Ok(files) => (files.unwrap_or_default(), folder.is_some()),
            Err(error) => {
                tracing::debug!(%error, "the folder of the backups is not there");
                (Vec::new(), false)
            }
        };
        Ok(BackupView {
            folder: folder.map_or_else(String::new, |path| path.to_string_lossy().into_owned()),
            at: backup::time_text(self.backup_time()?),
            daily: keep.daily.to_string(),
            weekly: keep.weekly.to_string(),
            monthly: keep.monthly.to_string(),
            // Where the sheet that counts is not accepted here yet, that is asked for first.
            has_key: !self.app.follows() || self.app.backup_key()?.is_some(),
            may_name,
            fingerprint: self.vault().root().fingerprint(),
            reached,
            last: self.backup_last()?,
            files,
        })
    }

    fn files(&self, folder: &Path) -> Result<Vec<BackupFileView>, Error> {
        let made = query::backup::made(self.app.conn(), self.app.device(), KNOWN)?;
        let found = lying(folder, self.app.org(), self.app.device())?;
        let view = |one: super::Lying| {
            let known = made.iter().find(|made| made.file == one.file);
            BackupFileView {
                at: format!("{} {}", dates::short(one.at.date()), one.at.format("%H:%M")),
                mib: numbers::mib(one.bytes),
                mark: match known {
                    Some(made) if made.bytes == one.bytes => BackupMark::Checked,
                    Some(_) => BackupMark::Changed,
                    None => BackupMark::Unknown,
                },
                file: one.file,
            }
        };
        Ok(found.into_iter().map(view).collect())
    }
}

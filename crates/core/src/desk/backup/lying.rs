//! What lies in a folder of backups: names, and which of them go.
//!
//! A name says whose desk and when, no person: `tirkeu-<organisation>-<desk>-<YYYYMMDD-HHMMSS>.age`, eight digits of
//! each id. Only names of this desk are ever let go.

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use chrono::NaiveDateTime;

use crate::domain::backup::{Keep, kept};
use crate::id::{DeviceId, OrgId};
use crate::time::Wall;

const STAMP: &str = "%Y%m%d-%H%M%S";
/// A part that nobody has written to for so long belongs to a run that was cut off.
const PART_IS_OLD: Duration = Duration::from_secs(48 * 3600);

/// A backup of this desk in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lying {
    /// Its name.
    pub file: String,
    /// When it was begun, as the desk's clock showed.
    pub at: NaiveDateTime,
    /// Its bytes.
    pub bytes: u64,
}

/// The name of a backup that begins now.
pub fn file_name(org: OrgId, device: DeviceId, at: Wall) -> String {
    format!("{}{}.age", prefix(org, device), at.local().format(STAMP))
}

fn prefix(org: OrgId, device: DeviceId) -> String {
    let short = |id: crate::id::Id| id.to_string()[..8].to_owned();
    format!("tirkeu-{}-{}-", short(org), short(device))
}

/// Backups of this desk, the newest first.
pub fn lying(folder: &Path, org: OrgId, device: DeviceId) -> std::io::Result<Vec<Lying>> {
    let prefix = prefix(org, device);
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        let stamp = (name.strip_prefix(&prefix)).and_then(|rest| rest.strip_suffix(".age"));
        let at = stamp.and_then(|stamp| NaiveDateTime::parse_from_str(stamp, STAMP).ok());
        if let (Some(at), Ok(meta)) = (at, file.metadata())
            && meta.is_file()
        {
            found.push(Lying {
                file: name,
                at,
                bytes: meta.len(),
            });
        }
    }
    found.sort_unstable_by_key(|one| std::cmp::Reverse(one.at));
    Ok(found)
}

/// Lets go of what need not be kept. A file that cannot be deleted stays until the next time.
pub(super) fn rotate(folder: &Path, org: OrgId, device: DeviceId, keep: Keep) {
    let found = match lying(folder, org, device) {
        Ok(found) => found,
        Err(error) => return tracing::warn!(%error, "old backups stay"),
    };
    let moments: Vec<NaiveDateTime> = found.iter().map(|one| one.at).collect();
    let stay = kept(&moments, keep);
    for one in found.iter().filter(|one| !stay.contains(&one.at)) {
        if let Err(error) = std::fs::remove_file(folder.join(&one.file)) {
            tracing::warn!(%error, "an old backup stays");
        }
    }
}

/// Parts of runs that a power cut ended, of this program.
pub(super) fn tidy(folder: &Path, now: Wall) {
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let is_part = name.starts_with(".tirkeu-") && name.ends_with(".part");
        let written = file.metadata().and_then(|meta| meta.modified()).ok();
        let age = written
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok())
            .map(|at| Duration::from_millis(now.ms).saturating_sub(at));
        if is_part && age.is_some_and(|age| age > PART_IS_OLD) {
            drop(std::fs::remove_file(file.path()));
        }
    }
}

//! Backups of a desk: when the next is due, which of the old ones stay, and what a person may set about both.
//!
//! Moments are local dates and times as the desk's clock showed them; where files lie is the desk's business.

mod due;
mod keep;

pub use due::{Known, is_due};
pub use keep::{Keep, kept};

use chrono::{NaiveTime, Timelike};

use crate::error::Refusal;

crate::codes! {
    /// No time of the day, `HH:MM`.
    BACKUP_TIME = "backup-time";
    /// How many are kept, outside `least`–`most`.
    BACKUP_KEEP = "backup-keep";
    /// No whole path of a folder.
    BACKUP_FOLDER = "backup-folder";
}

/// Longest path of a folder in bytes.
const FOLDER_MAX: usize = 1024;

/// When a backup is made where nobody has said it: patients are few, the desk is open.
pub const USUAL_TIME: NaiveTime = match NaiveTime::from_hms_opt(13, 0, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// A time of the day as typed.
pub fn time(field: &'static str, typed: &str) -> Result<NaiveTime, Refusal> {
    NaiveTime::parse_from_str(typed.trim(), "%H:%M").map_err(|_| Refusal::at(field, BACKUP_TIME))
}

/// A time of the day as it is stored and shown.
pub fn time_text(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The path of a folder as typed. Whether anything is there is found out when it is used: a stick comes and goes.
pub fn folder(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let path = typed.trim();
    let drive = path.as_bytes().get(1) == Some(&b':');
    let whole = path.starts_with('/') || path.starts_with("\\\\") || drive;
    if path.is_empty() || path.len() > FOLDER_MAX || path.contains(char::is_control) || !whole {
        return Err(Refusal::at(field, BACKUP_FOLDER));
    }
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_time_of_the_day_and_nothing_else() {
        for (typed, shown) in [("13:00", "13:00"), (" 7:05 ", "07:05"), ("00:00", "00:00")] {
            assert_eq!(time_text(time("at", typed).unwrap()), shown);
        }
        for typed in ["", "24:00", "13", "13.00", "13:60", "полдень", "٠٧:٠٠"] {
            assert_eq!(time("at", typed).unwrap_err().code, BACKUP_TIME, "{typed}");
        }
    }

    #[test]
    fn a_whole_path_and_nothing_else() {
        for typed in [
            "/mnt/копии",
            " /media/stick ",
            "E:\\tirkeu",
            "\\\\server\\share",
        ] {
            assert_eq!(folder("folder", typed).unwrap(), typed.trim());
        }
        let long = format!("/{}", "а".repeat(FOLDER_MAX));
        for typed in ["", " ", "копии", "../x", "/a\nb", &long] {
            assert_eq!(
                folder("folder", typed).unwrap_err().code,
                BACKUP_FOLDER,
                "{typed}"
            );
        }
    }
}

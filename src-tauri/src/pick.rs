//! Where a person says which folder or file is meant. Nothing is answered when they think better of it.
//!
//! The system's own dialogs cannot be driven by a test of the window: there a variable answers in their place, in a build
//! for tests only.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::machine::test_variable;

/// A folder.
pub fn folder(app: &AppHandle, test: &str) -> Option<PathBuf> {
    match test_variable(test) {
        Some(folder) => Some(folder.into()),
        None => plain(app.dialog().file().blocking_pick_folder()),
    }
}

/// A folder as text, for the field in which it can be typed as well.
pub fn folder_text(app: &AppHandle, test: &str) -> Option<String> {
    folder(app, test).map(|path| path.to_string_lossy().into_owned())
}

/// A file to read, of some endings where there are any.
pub fn file(app: &AppHandle, name: &str, endings: &[&str]) -> Option<PathBuf> {
    if let Some(file) = test_variable("TIRKEU_OPEN_FILE") {
        return Some(file.into());
    }
    let dialog = app.dialog().file();
    let dialog = match endings {
        [] => dialog,
        _ => dialog.add_filter(name, endings),
    };
    plain(dialog.blocking_pick_file())
}

/// Where a file is to be written, under a name that can be changed.
pub fn place(app: &AppHandle, name: &str) -> Option<PathBuf> {
    match test_variable("TIRKEU_SAVE_DIR") {
        Some(folder) => Some(PathBuf::from(folder).join(name)),
        None => plain(app.dialog().file().set_file_name(name).blocking_save_file()),
    }
}

fn plain(path: Option<FilePath>) -> Option<PathBuf> {
    path.and_then(|path| path.into_path().ok())
}

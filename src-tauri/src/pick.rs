//! Where a person says which folder or file is meant. Nothing is answered when they think better of it.
//!
//! The system's own dialogs cannot be driven by a test of the window: there a variable answers in their place, in a build
//! for tests only.

use std::path::PathBuf;

use tauri::{AppHandle, DragDropEvent, Emitter, Manager};
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::machine::test_variable;
use crate::stage::Stage;

/// The window in which people work.
pub const DESK: &str = "main";

/// What somebody does with files over the window.
#[derive(Clone, serde::Serialize)]
#[serde(tag = "drag", rename_all = "lowercase")]
enum Drag {
    Over,
    Left,
    /// The file that was let go; none where there were several.
    Dropped {
        file: Option<String>,
    },
}

/// Files are dragged over the window, or let go. Whether one is wanted is for the page to say: it names the file that it
/// was told.
pub fn dragged(app: &AppHandle, event: &DragDropEvent) {
    let drag = match event {
        DragDropEvent::Enter { .. } => Drag::Over,
        DragDropEvent::Leave => Drag::Left,
        DragDropEvent::Drop { paths, .. } => {
            let one = match paths.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            };
            let file = app.state::<Stage>().dropped.offer(one);
            Drag::Dropped { file }
        }
        _ => return,
    };
    drop(app.emit_to(DESK, "drag", drag));
}

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

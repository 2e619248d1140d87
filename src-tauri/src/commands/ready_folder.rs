//! The folder with lists of ready orders: where it is, what came out of it, one of its files for a person to look at.

use std::path::Path;

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::desk::ready_folder::{READY_FILE_GONE, list_bytes, trouble, vacant};
use tirkeu_core::domain::rights::Action;
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::table;
use tirkeu_core::view::{FolderSetView, FolderView, ReadyFileView};

use super::hash;
use crate::answer::{Answer, bad_request, problems};
use crate::pick;
use crate::stage::Stage;

/// Where it is, and whether it is there.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_folder_get(stage: State<'_, Stage>) -> Answer<FolderSetView> {
    let set = stage.open(|open| {
        open.app.allowed(Action::ChangeSettings)?;
        open.app.ready_folder()
    });
    let folder = set.map_err(problems)?.unwrap_or_default();
    // The desk does not wait for a share that hangs.
    let away = match folder.as_str() {
        "" => None,
        path => trouble(Path::new(path)),
    };
    Ok(FolderSetView {
        folder,
        trouble: away.map(|code| code.0.to_owned()),
    })
}

#[tauri::command(async)]
#[specta::specta]
pub fn ready_folder_set(stage: State<'_, Stage>, folder: String) -> Answer<()> {
    let set = stage.open(|open| {
        open.app.allowed(Action::ChangeSettings)?;
        open.app.ready_folder()
    });
    let is_new = set.map_err(problems)?.as_deref() != Some(folder.trim());
    if is_new && !folder.trim().is_empty() {
        vacant(Path::new(folder.trim())).map_err(|no| problems(no.into()))?;
    }
    stage
        .open(|open| open.app.set_ready_folder(&folder))
        .map_err(problems)
}

/// A person chooses a folder; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_folder_pick(app: AppHandle) -> Answer<Option<String>> {
    Ok(pick::folder_text(&app, "TIRKEU_READY_DIR"))
}

/// What came out of it today, and at which files a person should look.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_folder_view(stage: State<'_, Stage>) -> Answer<FolderView> {
    let lying = stage.ready_folder.lying();
    stage
        .open(|open| open.app.ready_folder_view(&lying))
        .map_err(problems)
}

/// A file that lies in it, by what stands in it, as if a person had chosen it.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_folder_open(
    app: AppHandle,
    stage: State<'_, Stage>,
    file: String,
) -> Answer<ReadyFileView> {
    let file = hash(Some(&file))?.ok_or_else(bad_request)?;
    let lying = stage.ready_folder.lying();
    let set = stage.open(|open| {
        open.app.allowed(Action::MarkReady)?;
        open.app.ready_folder()
    });
    let folder = set.map_err(problems)?;
    // The file is read while the desk hears of other things.
    let read = || {
        let folder = folder.ok_or_else(|| Refusal::new(READY_FILE_GONE))?;
        let bytes = list_bytes(Path::new(&folder), &lying, file)?;
        Ok::<_, Error>(table::read(&bytes, table::MARKS)?)
    };
    let table = read().map_err(problems)?;
    let view = stage
        .open(|open| open.app.open_dropped(file, table))
        .map_err(problems)?;
    // Nobody is asked to look at it any more.
    drop(app.emit("touched", Vec::<String>::new()));
    Ok(view)
}

//! Where the desk stands, its language, whether somebody is there, the lock, the verifier.

use tauri::{AppHandle, State};
use tirkeu_core::desk;
use tirkeu_core::query;
use tirkeu_core::view::{DataListView, DeskState, DirectorView, VerdictView};
use tirkeu_core::words::Lang;

use crate::answer::{Answer, problems};
use crate::stage::Stage;
use crate::watch;

#[tauri::command(async)]
#[specta::specta]
pub fn desk_state(stage: State<'_, Stage>) -> Answer<DeskState> {
    stage.state().map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn set_language(stage: State<'_, Stage>, lang: Lang) -> Answer<()> {
    let keep = |folder: &desk::Folder| {
        let mut local = folder.local();
        local.lang = lang;
        folder.keep_local(&local)
    };
    stage.folder(keep).map_err(problems)
}

/// What the laboratory collects and offers; no person.
#[tauri::command(async)]
#[specta::specta]
pub fn data_list(stage: State<'_, Stage>) -> Answer<DataListView> {
    stage
        .open(|open| {
            open.app.session()?;
            Ok(query::lab::switches(open.app.conn())?)
        })
        .map_err(problems)
}

/// Whom papers address, as a manager named them.
#[tauri::command(async)]
#[specta::specta]
pub fn director(stage: State<'_, Stage>) -> Answer<DirectorView> {
    stage
        .open(|open| {
            open.app.session()?;
            Ok(query::request::director(open.app.conn())?)
        })
        .map_err(problems)
}

/// Closes everything and starts the program anew: nothing of the open desk survives in memory.
#[tauri::command(async)]
#[specta::specta]
pub fn lock(app: AppHandle) -> Answer<()> {
    watch::lock(&app);
    Ok(())
}

/// Somebody is there: a key, a pointer. The window says it now and then, not each time.
#[tauri::command(async)]
#[specta::specta]
pub fn active(stage: State<'_, Stage>) -> Answer<()> {
    stage.touch();
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
pub fn verify(stage: State<'_, Stage>) -> Answer<VerdictView> {
    stage.verdict().map_err(problems)
}

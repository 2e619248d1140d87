//! Who is expected: the list of a day, a booking taken into the intake, an import, an employer's sheet.

use std::path::PathBuf;

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::command::ImportForm;
use tirkeu_core::table;
use tirkeu_core::view::{ExpectedDay, ExpectedTaken, ImportDone, ImportView};
use tirkeu_core::words::Lang;

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::papers;
use crate::pick;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn expected_list(
    stage: State<'_, Stage>,
    handle: Option<String>,
    day: String,
    from: u32,
    lang: Lang,
) -> Answer<ExpectedDay> {
    let handle = handle.map(|handle| id(&handle)).transpose()?;
    stage
        .open(|open| {
            let listed = open.app.list_expected(handle, (&day, from), lang)?;
            Ok(listed.into_inner())
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn expected_take(stage: State<'_, Stage>, id: String) -> Answer<ExpectedTaken> {
    let id = super::id(&id)?;
    stage
        .open(|open| Ok(open.app.take_expected(id)?.into_inner()))
        .map_err(problems)
}

/// Somebody else's table, as a person chooses it.
pub(super) fn pick_table(app: &AppHandle) -> Option<PathBuf> {
    pick::file(app, "XLSX, CSV", &["xlsx", "csv", "txt"])
}

/// A person chooses a file; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn expected_open(app: AppHandle, stage: State<'_, Stage>) -> Answer<Option<ImportView>> {
    let Some(path) = pick_table(&app) else {
        return Ok(None);
    };
    let bytes = papers::table(&path, table::LIST).map_err(problems)?;
    stage
        .open(|open| open.app.open_table(&bytes).map(Some))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn expected_check(
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    from: u32,
) -> Answer<ImportView> {
    let handle = id(&handle)?;
    let form: ImportForm = read(&form)?;
    stage
        .open(|open| open.app.check_table(handle, &form, from))
        .map_err(problems)
}

/// One stretch of an import; the window asks for the next.
#[tauri::command(async)]
#[specta::specta]
pub fn expected_import(
    app: AppHandle,
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    from: u32,
) -> Answer<ImportDone> {
    let handle = id(&handle)?;
    let form: ImportForm = read(&form)?;
    let done = stage
        .open(|open| open.app.import_table(handle, &form, from))
        .map_err(problems)?;
    drop(app.emit("touched", Vec::<String>::new()));
    Ok(done)
}

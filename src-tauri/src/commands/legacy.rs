//! An old list of patients: chosen, looked through, brought in, and a file of the rows that stayed out.

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::command::LegacyForm;
use tirkeu_core::domain::rights::Action;
use tirkeu_core::table;
use tirkeu_core::view::{LegacyDone, LegacyPage, LegacyView, LegacyWhich};
use tirkeu_core::words::Lang;

use super::expected::pick_table;
use super::{id, read};
use crate::answer::{Answer, problems};
use crate::papers;
use crate::stage::Stage;

/// A person chooses a file; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn legacy_open(app: AppHandle, stage: State<'_, Stage>) -> Answer<Option<LegacyView>> {
    let Some(path) = pick_table(&app) else {
        return Ok(None);
    };
    stage
        .open(|open| open.app.allowed(Action::ImportLegacy).map(drop))
        .map_err(problems)?;
    // A hundred thousand rows are read while the desk hears of other things.
    let read = || {
        Ok(table::read(
            &papers::table(&path, table::REGISTER)?,
            table::REGISTER,
        )?)
    };
    let table = read().map_err(problems)?;
    stage
        .open(|open| open.app.open_legacy(table).map(Some))
        .map_err(problems)
}

/// One stretch of looking through; the window asks again until every row was seen.
#[tauri::command(async)]
#[specta::specta]
pub fn legacy_check(stage: State<'_, Stage>, handle: String, form: String) -> Answer<LegacyView> {
    let handle = id(&handle)?;
    let form: LegacyForm = read(&form)?;
    stage
        .open(|open| open.app.check_legacy(handle, &form))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn legacy_rows(
    stage: State<'_, Stage>,
    handle: String,
    which: LegacyWhich,
    from: u32,
) -> Answer<LegacyPage> {
    let handle = id(&handle)?;
    stage
        .open(|open| Ok(open.app.legacy_rows(handle, which, from)?.into_inner()))
        .map_err(problems)
}

/// One stretch of the import; the window asks for the next.
#[tauri::command(async)]
#[specta::specta]
pub fn legacy_import(
    app: AppHandle,
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    from: u32,
) -> Answer<LegacyDone> {
    let handle = id(&handle)?;
    let form: LegacyForm = read(&form)?;
    let done = stage
        .open(|open| open.app.import_legacy(handle, &form, from))
        .map_err(problems)?;
    drop(app.emit("touched", Vec::<String>::new()));
    Ok(done)
}

/// Rows that stayed out, with their reasons, as a file that the person chose.
#[tauri::command(async)]
#[specta::specta]
pub fn legacy_save(
    stage: State<'_, Stage>,
    handle: String,
    path: String,
    lang: Lang,
) -> Answer<()> {
    let handle = id(&handle)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| {
            let file = papers::begin(&path)?;
            let (_, bytes) = open.app.legacy_report(handle, lang)?.into_inner();
            file.write(&bytes)?;
            Ok(())
        })
        .map_err(problems)
}

//! Services and prices: what is offered on a day, a price list chosen, looked through and issued, its bad rows as a file.

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::command::ServiceImportForm;
use tirkeu_core::domain::rights::Action;
use tirkeu_core::table;
use tirkeu_core::view::{Receipt, ServiceImportView, ServicesView};
use tirkeu_core::words::Lang;

use super::expected::pick_table;
use super::{id, read};
use crate::answer::{Answer, problems};
use crate::papers;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn services_view(
    stage: State<'_, Stage>,
    day: String,
    query: String,
    from: u32,
    lang: Lang,
) -> Answer<ServicesView> {
    stage
        .open(|open| open.app.services((&day, &query), from, lang))
        .map_err(problems)
}

/// A person chooses a file; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn services_open(
    app: AppHandle,
    stage: State<'_, Stage>,
    lang: Lang,
) -> Answer<Option<ServiceImportView>> {
    let Some(path) = pick_table(&app) else {
        return Ok(None);
    };
    stage
        .open(|open| open.app.allowed(Action::SetServices).map(drop))
        .map_err(problems)?;
    // The file is read while the desk hears of other things.
    let read = || {
        Ok(table::read(
            &papers::table(&path, table::LIST)?,
            table::LIST,
        )?)
    };
    let table = read().map_err(problems)?;
    stage
        .open(|open| open.app.open_services(table, lang).map(Some))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn services_check(
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    bad_from: u32,
    changes_from: u32,
    lang: Lang,
) -> Answer<ServiceImportView> {
    let handle = id(&handle)?;
    let form: ServiceImportForm = read(&form)?;
    let pages = (bad_from, changes_from);
    stage
        .open(|open| open.app.check_services(handle, &form, pages, lang))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn services_import(
    app: AppHandle,
    stage: State<'_, Stage>,
    handle: String,
    form: String,
) -> Answer<Receipt> {
    let handle = id(&handle)?;
    let form: ServiceImportForm = read(&form)?;
    let receipt = stage
        .open(|open| open.app.import_services(handle, &form))
        .map_err(problems)?;
    drop(app.emit("touched", Vec::<String>::new()));
    Ok(receipt)
}

/// Rows that stay out, with their reasons, as a file that the person chose.
#[tauri::command(async)]
#[specta::specta]
pub fn services_save(
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    path: String,
    lang: Lang,
) -> Answer<()> {
    let handle = id(&handle)?;
    let form: ServiceImportForm = read(&form)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| {
            let file = papers::begin(&path)?;
            let (_, bytes) = open.app.services_report(handle, &form, lang)?.into_inner();
            file.write(&bytes)?;
            Ok(())
        })
        .map_err(problems)
}

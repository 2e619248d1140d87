//! The manager's journal: the check of the whole, the feed, one entry, files, the control sheet.

use tauri::{AppHandle, Manager, State};
use tirkeu_core::app::FileForm;
use tirkeu_core::command::TrailForm;
use tirkeu_core::error::{BAD_REQUEST, Error, Refusal};
use tirkeu_core::id::Hash;
use tirkeu_core::view::{CheckView, EntryView, ExportView, SheetAnswer, TrailPage};
use tirkeu_core::words::{Lang, numbers};

use super::{hash, id, read};
use crate::answer::{Answer, bad_request, problems};
use crate::check;
use crate::papers;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn check_begin(app: AppHandle) -> Answer<CheckView> {
    check::begin(&app).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn check_state(stage: State<'_, Stage>) -> Answer<CheckView> {
    Ok(stage.check.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn check_stop(stage: State<'_, Stage>) -> Answer<CheckView> {
    stage.check.stop();
    Ok(stage.check.view())
}

#[tauri::command(async)]
#[specta::specta]
pub fn journal_page(
    stage: State<'_, Stage>,
    handle: Option<String>,
    form: String,
    after: Option<String>,
    lang: Lang,
) -> Answer<TrailPage> {
    let handle = handle.map(|handle| id(&handle)).transpose()?;
    let form: TrailForm = read(&form)?;
    let after = hash(after.as_ref())?;
    stage
        .open(|open| {
            let page = open.app.read_trail(handle, (&form, after), lang)?;
            Ok(page.into_inner())
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn journal_entry(
    stage: State<'_, Stage>,
    handle: String,
    entry: String,
    lang: Lang,
) -> Answer<EntryView> {
    let handle = id(&handle)?;
    let entry = Hash::parse(&entry).ok_or_else(bad_request)?;
    stage
        .open(|open| Ok(open.app.read_entry(handle, entry, lang)?.into_inner()))
        .map_err(problems)
}

/// Makes the file page by page, so that other commands are heard in between, and writes it where a person chose.
#[tauri::command(async)]
#[specta::specta]
pub fn journal_export(
    app: AppHandle,
    handle: String,
    form: String,
    file: String,
    lang: Lang,
    path: String,
) -> Answer<ExportView> {
    let stage = app.state::<Stage>();
    let handle = id(&handle)?;
    let form: TrailForm = read(&form)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    let written = || -> Result<ExportView, Error> {
        let target = papers::begin(&path)?;
        let kind = match file.as_str() {
            "csv" => FileForm::Csv,
            "xlsx" => FileForm::Xlsx,
            "jsonl" => {
                let bytes = stage.open(|open| Ok(open.app.export_journal(false)?.into_inner()))?;
                let rows = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
                target.write(&bytes)?;
                return Ok(ExportView {
                    // The first line is no entry.
                    rows: numbers::grouped(rows.saturating_sub(1)),
                    sha256: Some(papers::sha256(&bytes)),
                });
            }
            _ => return Err(Refusal::new(BAD_REQUEST).into()),
        };
        let mut making = stage.open(|open| open.app.begin_file(handle, &form, (kind, lang)))?;
        while stage.open(|open| open.app.go_on_with_file(&mut making))? {}
        let rows = numbers::grouped(making.count());
        let (sha256, bytes) = stage.open(|open| Ok(open.app.end_file(making)?.into_inner()))?;
        target.write(&bytes)?;
        Ok(ExportView {
            rows,
            sha256: Some(sha256),
        })
    };
    written().map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn sheet_compare(stage: State<'_, Stage>, mark: String) -> Answer<SheetAnswer> {
    stage
        .open(|open| open.app.compare_sheet(&mark))
        .map_err(problems)
}

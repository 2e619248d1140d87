//! Documents about a person, and where a file is to lie.

use tauri::{AppHandle, State};
use tirkeu_core::command::{OfficeForm, PaperForm};
use tirkeu_core::error::{BAD_REQUEST, Refusal};
use tirkeu_core::event::disclosure::action;
use tirkeu_core::view::{PaperView, PrintedView};

use super::read;
use crate::answer::{Answer, problems};
use crate::papers;
use crate::pick;
use crate::printing;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn paper_preview(stage: State<'_, Stage>, asked: String) -> Answer<PaperView> {
    let asked: PaperForm = read(&asked)?;
    stage
        .open(|open| Ok(papers::release(open, &asked, action::PREVIEW)?.0))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn paper_save(stage: State<'_, Stage>, asked: String, path: String) -> Answer<PaperView> {
    let asked: PaperForm = read(&asked)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| papers::saved(&path, || papers::release(open, &asked, action::SAVE)))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn office_preview(stage: State<'_, Stage>, asked: String) -> Answer<PaperView> {
    let asked: OfficeForm = read(&asked)?;
    stage
        .open(|open| Ok(papers::office(open, &asked, action::PREVIEW)?.0))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn office_save(stage: State<'_, Stage>, asked: String, path: String) -> Answer<PaperView> {
    let asked: OfficeForm = read(&asked)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| papers::saved(&path, || papers::office(open, &asked, action::SAVE)))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn office_print(stage: State<'_, Stage>, asked: String) -> Answer<PrintedView> {
    let asked: OfficeForm = read(&asked)?;
    printing::office(&stage, &asked).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn pick_save_path(
    app: AppHandle,
    stage: State<'_, Stage>,
    file_name: String,
) -> Answer<Option<String>> {
    if file_name.contains(['/', '\\']) {
        return Err(problems(Refusal::new(BAD_REQUEST).into()));
    }
    let picked = pick::place(&app, &file_name);
    Ok(stage.picked.offer(picked))
}

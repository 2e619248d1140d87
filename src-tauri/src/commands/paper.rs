//! Documents about a person, and where a file is to lie.

use std::path::Path;

use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;
use tirkeu_core::command::PaperForm;
use tirkeu_core::error::{BAD_REQUEST, Refusal};
use tirkeu_core::event::disclosure::action;
use tirkeu_core::id::SubjectId;
use tirkeu_core::view::{PaperView, PrintedView};
use tirkeu_forms::RequestWording;

use super::{id, read};
use crate::answer::{Answer, bad_request, problems};
use crate::machine::test_variable;
use crate::papers;
use crate::printing;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn paper_preview(stage: State<'_, Stage>, asked: String) -> Answer<PaperView> {
    let asked: PaperForm = read(&asked)?;
    stage
        .open(|open| papers::preview(open, &asked))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn paper_save(stage: State<'_, Stage>, asked: String, path: String) -> Answer<PaperView> {
    let asked: PaperForm = read(&asked)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| papers::save(open, &asked, &path))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn request_preview(
    stage: State<'_, Stage>,
    wording: String,
    card: Option<String>,
) -> Answer<PaperView> {
    let asked = request(&wording, card.as_ref())?;
    stage
        .open(|open| papers::request(open, asked, action::PREVIEW).map(|(view, _)| view))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn request_save(
    stage: State<'_, Stage>,
    wording: String,
    card: Option<String>,
    path: String,
) -> Answer<PaperView> {
    let asked = request(&wording, card.as_ref())?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| {
            let file = papers::begin(&path)?;
            let (view, bytes) = papers::request(open, asked, action::SAVE)?;
            file.write(&bytes)?;
            Ok(view)
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn request_print(
    stage: State<'_, Stage>,
    wording: String,
    card: Option<String>,
) -> Answer<PrintedView> {
    let asked = request(&wording, card.as_ref())?;
    printing::sheet(&stage, |open, action| papers::request(open, asked, action)).map_err(problems)
}

fn request(wording: &str, card: Option<&String>) -> Answer<(Option<SubjectId>, RequestWording)> {
    let wording = RequestWording::parse(wording).ok_or_else(bad_request)?;
    Ok((card.map(|card| id(card)).transpose()?, wording))
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
    let picked = match test_variable("TIRKEU_SAVE_DIR") {
        Some(folder) => Some(Path::new(&folder).join(file_name)),
        None => app
            .dialog()
            .file()
            .set_file_name(&file_name)
            .blocking_save_file()
            .and_then(|path| path.into_path().ok()),
    };
    Ok(stage.picked.offer(picked))
}

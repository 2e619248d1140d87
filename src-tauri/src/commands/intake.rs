//! The intake: the one box, the form, the consent page, the one command that writes, drafts.

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::app::SEARCH_LIST;
use tirkeu_core::command::{Command, PageForm};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::id::Id;
use tirkeu_core::query;
use tirkeu_core::view::{
    ConsentPage, FamilyRow, FormCheck, IinView, Receipt, SearchView, ShiftView,
};
use tirkeu_core::words::Lang;

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::patient::{self, Screen};
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn execute(
    app: AppHandle,
    stage: State<'_, Stage>,
    screen: State<'_, Screen>,
    command: String,
    draft: Option<String>,
) -> Answer<Receipt> {
    let command: Command = read(&command)?;
    let draft = draft.map(|draft| id(&draft)).transpose()?;
    let receipt = stage
        .open(|open| {
            screen.lets_save(draft)?;
            open.app.execute(command, draft)
        })
        .map_err(problems)?;
    if screen.saved(draft) {
        patient::tell(&app);
    }
    stage.be_patient();
    drop(app.emit("touched", &receipt.touched));
    Ok(receipt)
}

#[tauri::command(async)]
#[specta::specta]
pub fn check_intake(
    stage: State<'_, Stage>,
    patient: String,
    representative: Option<String>,
    card: Option<String>,
) -> Answer<FormCheck> {
    let form: PatientForm = read(&patient)?;
    let acts: Option<RepresentativeForm> = representative.map(|json| read(&json)).transpose()?;
    let card = card.map(|card| id(&card)).transpose()?;
    stage
        .open(|open| {
            let checked = open.app.check_form(&form, acts.as_ref(), card)?;
            Ok(checked.into_inner())
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn iin_check(stage: State<'_, Stage>, text: String) -> Answer<IinView> {
    stage
        .open(|open| {
            open.app.session()?;
            Ok(query::form::iin_view(&text, open.app.now().date()))
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn list_open(stage: State<'_, Stage>) -> Answer<Id> {
    stage
        .open(|open| Ok(open.app.open_list(SEARCH_LIST)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn search(stage: State<'_, Stage>, handle: String, query: String) -> Answer<SearchView> {
    let handle = id(&handle)?;
    stage
        .open(|open| Ok(open.app.search(handle, &query)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn list_rested(stage: State<'_, Stage>, handle: String, ids: Vec<String>) -> Answer<()> {
    let (handle, people) = (id(&handle)?, super::ids(&ids)?);
    stage
        .open(|open| open.app.list_rested(handle, &people))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn consent_page(stage: State<'_, Stage>, asked: String, lang: Lang) -> Answer<ConsentPage> {
    let asked: PageForm = read(&asked)?;
    stage
        .open(|open| open.app.consent_page(&asked, lang))
        .map_err(problems)
}

/// For whom else the representative may answer on the same page.
#[tauri::command(async)]
#[specta::specta]
pub fn consent_family(stage: State<'_, Stage>, asked: String) -> Answer<Vec<FamilyRow>> {
    let asked: PageForm = read(&asked)?;
    stage
        .open(|open| Ok(open.app.family(&asked)?.into_inner()))
        .map_err(problems)
}

/// Puts a half-filled intake aside for the next in the queue.
#[tauri::command(async)]
#[specta::specta]
pub fn draft_park(stage: State<'_, Stage>, id: String) -> Answer<()> {
    let draft = super::id(&id)?;
    stage
        .open(|open| open.app.park_draft(draft))
        .map_err(problems)
}

/// What is open at the end of the shift.
#[tauri::command(async)]
#[specta::specta]
pub fn shift_open(stage: State<'_, Stage>) -> Answer<ShiftView> {
    stage
        .open(|open| Ok(open.app.shift()?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn draft_keep(
    stage: State<'_, Stage>,
    screen: State<'_, Screen>,
    id: Option<String>,
    form: String,
    subject: Option<String>,
    json: String,
) -> Answer<Id> {
    let id = id.map(|id| super::id(&id)).transpose()?;
    let subject = subject.map(|subject| super::id(&subject)).transpose()?;
    let initials = initials(&json);
    stage
        .open(|open| {
            let json = screen.put_into(id, json);
            open.app.keep_draft(id, &form, subject, &initials, &json)
        })
        .map_err(problems)
}

/// Initials of the person whom a half-filled form is about: nothing more stands where a queue can read it.
fn initials(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let patient = value.get("patient").unwrap_or(&value);
    let letter = |name: &str| {
        let text = patient
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default();
        text.trim()
            .chars()
            .next()
            .map(|c| format!("{c}."))
            .unwrap_or_default()
    };
    format!("{}{}", letter("surname"), letter("name"))
}

#[tauri::command(async)]
#[specta::specta]
pub fn draft_open(stage: State<'_, Stage>, id: String) -> Answer<String> {
    let id = super::id(&id)?;
    stage
        .open(|open| Ok(open.app.open_draft(id)?.into_inner()))
        .map_err(problems)
}

/// A colleague's half-filled intake becomes one's own: an entry.
#[tauri::command(async)]
#[specta::specta]
pub fn draft_take(stage: State<'_, Stage>, id: String) -> Answer<()> {
    let id = super::id(&id)?;
    stage
        .open(|open| open.app.take_over_draft(id))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn draft_drop(stage: State<'_, Stage>, id: String) -> Answer<()> {
    let id = super::id(&id)?;
    stage.open(|open| open.app.drop_draft(id)).map_err(problems)
}

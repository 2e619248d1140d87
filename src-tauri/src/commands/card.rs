//! One patient's card: masked, as a form, a single number in full. Each is a disclosure of its own.

use tauri::State;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::view::CardView;

use super::id;
use crate::answer::{Answer, problems};
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn card_open(stage: State<'_, Stage>, id: String) -> Answer<CardView> {
    let card = super::id(&id)?;
    stage
        .open(|open| Ok(open.app.open_card(card)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn card_refresh(stage: State<'_, Stage>, handle: String) -> Answer<CardView> {
    let handle = id(&handle)?;
    stage
        .open(|open| Ok(open.app.refresh_card(handle)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn card_edit(stage: State<'_, Stage>, handle: String) -> Answer<PatientForm> {
    let handle = id(&handle)?;
    stage
        .open(|open| Ok(open.app.edit_card(handle)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn card_reveal(stage: State<'_, Stage>, id: String, field: String) -> Answer<String> {
    let card = super::id(&id)?;
    stage
        .open(|open| Ok(open.app.reveal(card, &field)?.into_inner()))
        .map_err(problems)
}

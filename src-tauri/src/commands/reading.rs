//! The laboratory's own texts: versions of the policy, internal documents, what is being typed, the register.

use tauri::State;
use tirkeu_core::command::DocumentForm;
use tirkeu_core::view::{DifferenceView, DocumentView, PolicyView, RegisterView};
use tirkeu_core::words::{Both, Lang};

use crate::answer::{Answer, problems};
use crate::stage::Stage;

/// Longest text that is compared while it is typed; a paste beyond it is refused when it is published.
const COMPARED: usize = 512 * 1024;

#[tauri::command(async)]
#[specta::specta]
pub fn policies(stage: State<'_, Stage>, lang: Lang) -> Answer<Vec<PolicyView>> {
    stage.open(|open| open.policies(lang)).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn documents(stage: State<'_, Stage>, lang: Lang) -> Answer<Vec<DocumentView>> {
    stage.open(|open| open.documents(lang)).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn document_template(stage: State<'_, Stage>) -> Answer<DocumentForm> {
    stage.open(|open| open.digest()).map_err(problems)
}

/// Where two texts differ. Longer ones are not compared: they cannot be published.
#[tauri::command(async)]
#[specta::specta]
pub fn differences(stage: State<'_, Stage>, kk: String, ru: String) -> Answer<Vec<DifferenceView>> {
    if kk.len().max(ru.len()) > COMPARED {
        return Ok(Vec::new());
    }
    stage
        .open(|open| open.differences(&Both { kk, ru }))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn register(stage: State<'_, Stage>, lang: Lang) -> Answer<RegisterView> {
    stage.open(|open| open.register(lang)).map_err(problems)
}

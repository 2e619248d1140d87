//! People of the laboratory: named, given a one-time code, taken away; the key of the database after that.

use tauri::State;
use tirkeu_core::desk::Rekeyed;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::view::{CodeView, StaffView};
use zeroize::Zeroizing;

use super::id;
use crate::answer::{Answer, problems};
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn staff(stage: State<'_, Stage>) -> Answer<Vec<StaffView>> {
    stage.open(|open| open.staff()).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn staff_add(stage: State<'_, Stage>, name: String, role: Role) -> Answer<CodeView> {
    stage
        .open(|open| open.add_person(&name, role))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn staff_code(stage: State<'_, Stage>, staff: String) -> Answer<CodeView> {
    let staff = id(&staff)?;
    stage.open(|open| open.issue_code(staff)).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn staff_remove(stage: State<'_, Stage>, staff: String) -> Answer<()> {
    let staff = id(&staff)?;
    stage
        .open(|open| open.remove_person(staff))
        .map_err(problems)
}

/// Another key for the database, when a removed person could read the present one. Takes seconds.
#[tauri::command(async)]
#[specta::specta]
pub fn staff_rekey(stage: State<'_, Stage>) -> Answer<Rekeyed> {
    stage
        .again(|open, folder, _| open.rekey(folder))
        .map_err(problems)
}

/// A person sets login and password with the code, at the covered screen.
#[tauri::command(async)]
#[specta::specta]
pub fn redeem(
    stage: State<'_, Stage>,
    code: String,
    login: String,
    password: String,
) -> Answer<()> {
    let (code, password) = (Zeroizing::new(code), Zeroizing::new(password));
    stage
        .again(|open, _, machine| open.redeem(machine, &code, &login, &password))
        .map_err(problems)
}

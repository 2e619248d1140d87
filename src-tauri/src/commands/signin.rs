//! Opening a closed desk: password, kit, ceremony, and what a full disk needs first. The curtain of an open one.

use tauri::{AppHandle, State};
use tirkeu_core::desk::{self, Loss, NewManager, SignedIn};
use tirkeu_core::vault::Kit;
use tirkeu_core::view::VerdictView;
use zeroize::Zeroizing;

use crate::answer::{Answer, problems};
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn sign_in(
    app: AppHandle,
    stage: State<'_, Stage>,
    login: String,
    password: String,
) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage
        .enter(|folder, machine| desk::sign_in(folder, machine, &login, &password))
        .map_err(problems)?;
    // Not waited for: the desk is open whether or not the patients' screen is.
    std::thread::spawn(move || super::patient::beside(&app));
    Ok(())
}

/// The curtain falls.
#[tauri::command(async)]
#[specta::specta]
pub fn cover(app: AppHandle) -> Answer<()> {
    crate::watch::cover(&app);
    Ok(())
}

/// A person comes back to the covered desk by PIN.
#[tauri::command(async)]
#[specta::specta]
pub fn come_back(stage: State<'_, Stage>, staff: String, pin: String) -> Answer<()> {
    let (staff, pin) = (super::id(&staff)?, Zeroizing::new(pin));
    stage
        .open(|open| open.come_back(staff, &pin))
        .map_err(problems)
}

/// A person gives the password at the covered desk.
#[tauri::command(async)]
#[specta::specta]
pub fn join(stage: State<'_, Stage>, login: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage
        .again(|open, folder, machine| open.join(folder, machine, &login, &password))
        .map_err(problems)
}

/// Whoever is present sets their PIN.
#[tauri::command(async)]
#[specta::specta]
pub fn set_pin(
    stage: State<'_, Stage>,
    login: String,
    password: String,
    pin: String,
) -> Answer<()> {
    let (password, pin) = (Zeroizing::new(password), Zeroizing::new(pin));
    stage
        .again(|open, folder, machine| open.set_pin(folder, machine, &login, &password, &pin))
        .map_err(problems)
}

/// Gives the reserve back to a full disk, when a manager says so.
#[tauri::command(async)]
#[specta::specta]
pub fn release_reserve(stage: State<'_, Stage>, login: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage
        .folder(|folder| {
            let machine = crate::machine::machine(folder)?;
            desk::release_reserve(folder, &machine, &login, &password)
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn recover(
    stage: State<'_, Stage>,
    groups: Vec<String>,
    login: String,
    name: String,
    password: String,
    loss: Loss,
) -> Answer<()> {
    let password = Zeroizing::new(password);
    let groups = Zeroizing::new(groups);
    let kit = Kit::line(&groups);
    let person = NewManager {
        name: &name,
        login: &login,
        password: &password,
    };
    stage
        .enter(|folder, machine| {
            let open = desk::recover(folder, machine, &kit, &person, loss)?;
            Ok(SignedIn::Open(Box::new(open)))
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn ceremony_verify(stage: State<'_, Stage>) -> Answer<VerdictView> {
    stage.verdict().map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn ceremony_continue(stage: State<'_, Stage>, login: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage.go_on(&login, &password).map_err(problems)
}

//! Backups: where they go, one now, how far it is; a desk out of one.

use tauri::{AppHandle, State};
use tirkeu_core::app::Wish;
use tirkeu_core::command::BackupForm;
use tirkeu_core::desk::backup::{Over, Restoring, restore};
use tirkeu_core::desk::{Loss, NewManager, SignedIn};
use tirkeu_core::vault::Kit;
use tirkeu_core::view::{BackupProgress, BackupView};
use zeroize::Zeroizing;

use super::read;
use crate::answer::{Answer, problems};
use crate::backup;
use crate::pick;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn backup_view(stage: State<'_, Stage>) -> Answer<BackupView> {
    stage.open(|open| open.backup_view()).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn backup_set(stage: State<'_, Stage>, form: String) -> Answer<()> {
    let form: BackupForm = read(&form)?;
    stage.open(|open| open.set_backup(&form)).map_err(problems)
}

/// The sheet names the key of the backups: a desk that was set up before there were any.
#[tauri::command(async)]
#[specta::specta]
pub fn backup_key(stage: State<'_, Stage>, groups: Vec<String>) -> Answer<()> {
    let kit = Kit::line(&Zeroizing::new(groups));
    stage
        .open(|open| open.name_backup_key(&kit))
        .map_err(problems)
}

/// A person chooses a folder; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn backup_pick(app: AppHandle) -> Answer<Option<String>> {
    Ok(pick::folder_text(&app, "TIRKEU_BACKUP_DIR"))
}

/// Makes one now; answers when it is checked and named.
#[tauri::command(async)]
#[specta::specta]
pub fn backup_now(stage: State<'_, Stage>) -> Answer<()> {
    backup::make(&stage, Wish::Asked).map_err(problems)
}

/// How far the backup or the restoration is; none while nothing runs.
#[tauri::command(async)]
#[specta::specta]
pub fn backup_progress(stage: State<'_, Stage>) -> Answer<Option<BackupProgress>> {
    Ok(stage.work.progress())
}

#[tauri::command(async)]
#[specta::specta]
pub fn backup_stop(stage: State<'_, Stage>) -> Answer<()> {
    stage.work.stop();
    Ok(())
}

/// A person chooses a backup; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn restore_pick(app: AppHandle, stage: State<'_, Stage>) -> Answer<Option<String>> {
    let picked = pick::file(&app, "age", &["age"]);
    Ok(stage.picked.offer(picked))
}

/// A desk out of a backup, in a folder where none stands.
#[tauri::command(async)]
#[specta::specta]
pub fn restore_begin(
    stage: State<'_, Stage>,
    file: String,
    groups: Vec<String>,
    login: String,
    name: String,
    password: String,
    loss: Loss,
) -> Answer<()> {
    let (password, groups) = (Zeroizing::new(password), Zeroizing::new(groups));
    // A form that was refused is sent again: the place stays picked.
    let file = stage.picked.take(&file).map_err(problems)?;
    stage.picked.offer(Some(file.clone()));
    let kit = Kit::line(&groups);
    let wanted = Restoring {
        file: &file,
        kit: &kit,
        person: NewManager {
            name: &name,
            login: &login,
            password: &password,
        },
        loss,
        over: Over::Nothing,
    };
    let turn = stage.work.begin().map_err(problems)?;
    stage
        .enter(|folder, machine| {
            let open = restore(folder, machine, &wanted, &mut |progress| {
                turn.step(progress)
            })?;
            Ok(SignedIn::Open(Box::new(open)))
        })
        .map_err(problems)
}

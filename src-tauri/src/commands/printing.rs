//! Printers of this desk, papers sent to them, what is not printed yet.

use tauri::State;
use tirkeu_core::command::PaperForm;
use tirkeu_core::domain::print::PrintersForm;
use tirkeu_core::view::{PrintedView, PrintersView, Receipt, SavedPaper, UnprintedView};

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::printing;
use crate::stage::Stage;

/// What is chosen, and the printers there are with what they want.
#[tauri::command(async)]
#[specta::specta]
pub fn printers_view(stage: State<'_, Stage>) -> Answer<PrintersView> {
    let view = stage.open(|open| open.app.printers()).map_err(problems)?;
    Ok(PrintersView {
        printers: printing::printers(),
        ..view
    })
}

#[tauri::command(async)]
#[specta::specta]
pub fn printers_save(stage: State<'_, Stage>, form: String) -> Answer<()> {
    let form: PrintersForm = read(&form)?;
    stage
        .open(|open| open.app.set_printers(&form))
        .map_err(problems)
}

/// Prints a label that names nobody with what is chosen.
#[tauri::command(async)]
#[specta::specta]
pub fn printer_test(stage: State<'_, Stage>) -> Answer<PrintedView> {
    printing::test_label(&stage).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn paper_print(stage: State<'_, Stage>, asked: String) -> Answer<PrintedView> {
    let asked: PaperForm = read(&asked)?;
    printing::print(&stage, &asked).map_err(problems)
}

/// Prints what comes out with a save, by its receipt.
#[tauri::command(async)]
#[specta::specta]
pub fn print_saved(stage: State<'_, Stage>, saved: String) -> Answer<Vec<SavedPaper>> {
    let saved: Receipt = read(&saved)?;
    printing::saved(&stage, &saved).map_err(problems)
}

/// What is not printed yet, after the spooler was asked.
#[tauri::command(async)]
#[specta::specta]
pub fn unprinted(stage: State<'_, Stage>) -> Answer<Vec<UnprintedView>> {
    printing::unprinted(&stage).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn print_again(stage: State<'_, Stage>, row: String) -> Answer<PrintedView> {
    let row = id(&row)?;
    printing::again(&stage, row).map_err(problems)
}

/// Nobody needs it any more.
#[tauri::command(async)]
#[specta::specta]
pub fn print_drop(stage: State<'_, Stage>, row: String) -> Answer<()> {
    let row = id(&row)?;
    printing::dropped(&stage, row).map_err(problems)
}

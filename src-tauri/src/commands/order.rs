//! Orders: the list, one in full, what was ordered last time, a basket while it is typed; a file of ready marks.

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::command::{OrderName, OrdersForm, ReadyForm};
use tirkeu_core::domain::order::OrderForm;
use tirkeu_core::domain::rights::Action;
use tirkeu_core::table;
use tirkeu_core::view::{BasketView, OrderView, OrdersPage, PaperSet, ReadyDone, ReadyFileView};
use tirkeu_core::words::Lang;

use super::expected::pick_table;
use super::{id, read};
use crate::answer::{Answer, problems};
use crate::papers;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn orders_list(
    stage: State<'_, Stage>,
    handle: Option<String>,
    form: String,
) -> Answer<OrdersPage> {
    let handle = handle.as_deref().map(id).transpose()?;
    let form: OrdersForm = read(&form)?;
    stage
        .open(|open| Ok(open.app.orders(handle, &form)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn order_open(
    stage: State<'_, Stage>,
    order: String,
    of: String,
    lang: Lang,
) -> Answer<OrderView> {
    let which = (id(&order)?, id(&of)?);
    stage
        .open(|open| Ok(open.app.open_order(which, lang)?.into_inner()))
        .map_err(problems)
}

/// The codes of the person's last order.
#[tauri::command(async)]
#[specta::specta]
pub fn orders_last(stage: State<'_, Stage>, card: String) -> Answer<Vec<String>> {
    let card = id(&card)?;
    stage
        .open(|open| Ok(open.app.last_order(card)?.into_inner()))
        .map_err(problems)
}

/// Numbers that were set aside for paper.
#[tauri::command(async)]
#[specta::specta]
pub fn paper_sets(stage: State<'_, Stage>) -> Answer<Vec<PaperSet>> {
    stage.open(|open| open.app.paper_sets()).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn orders_basket(
    stage: State<'_, Stage>,
    form: String,
    changed: Option<String>,
    lang: Lang,
) -> Answer<BasketView> {
    let form: OrderForm = read(&form)?;
    let changed: Option<OrderName> = changed.as_deref().map(read).transpose()?;
    stage
        .open(|open| open.app.basket(&form, changed.as_ref(), lang))
        .map_err(problems)
}

/// A person chooses a file; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_open(app: AppHandle, stage: State<'_, Stage>) -> Answer<Option<ReadyFileView>> {
    let Some(path) = pick_table(&app) else {
        return Ok(None);
    };
    stage
        .open(|open| open.app.allowed(Action::MarkReady).map(drop))
        .map_err(problems)?;
    // The file is read while the desk hears of other things.
    let read = || {
        Ok(table::read(
            &papers::table(&path, table::MARKS)?,
            table::MARKS,
        )?)
    };
    let table = read().map_err(problems)?;
    stage
        .open(|open| open.app.open_ready(table).map(Some))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn ready_check(
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    from: u32,
) -> Answer<ReadyFileView> {
    let handle = id(&handle)?;
    let form: ReadyForm = read(&form)?;
    stage
        .open(|open| open.app.check_ready(handle, &form, from))
        .map_err(problems)
}

/// One stretch of the file; the window is heard between two.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_mark(
    app: AppHandle,
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    from: u32,
) -> Answer<ReadyDone> {
    let handle = id(&handle)?;
    let form: ReadyForm = read(&form)?;
    let done = stage
        .open(|open| open.app.mark_ready_file(handle, &form, from))
        .map_err(problems)?;
    drop(app.emit("touched", Vec::<String>::new()));
    Ok(done)
}

/// Rows that marked nothing, with their reasons, as a file that the person chose.
#[tauri::command(async)]
#[specta::specta]
pub fn ready_save(
    stage: State<'_, Stage>,
    handle: String,
    form: String,
    path: String,
    lang: Lang,
) -> Answer<()> {
    let handle = id(&handle)?;
    let form: ReadyForm = read(&form)?;
    let path = stage.picked.take(&path).map_err(problems)?;
    stage
        .open(|open| {
            let file = papers::begin(&path)?;
            let (_, bytes) = open.app.ready_report(handle, &form, lang)?.into_inner();
            file.write(&bytes)?;
            Ok(())
        })
        .map_err(problems)
}

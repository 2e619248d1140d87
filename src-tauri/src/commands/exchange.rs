//! The exchange: where desks meet, one visit now, files that are carried, a further desk.

use std::path::Path;

use tauri::{AppHandle, Emitter, State};
use tirkeu_core::app::Which;
use tirkeu_core::command::{EnrolForm, ExchangeForm};
use tirkeu_core::desk::backup::BACKUP_RUNNING;
use tirkeu_core::desk::exchange::{EXCHANGE_ONE_FILE, EXCHANGE_UNSET};
use tirkeu_core::desk::{Counts, Open, bundle};
use tirkeu_core::domain::rights::Action;
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::view::{
    BundleView, ExchangeView, FieldQuestionView, PairQuestionView, QuestionsView,
};
use zeroize::Zeroizing;

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::exchange::{self, Visited};
use crate::pick;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn exchange_view(stage: State<'_, Stage>) -> Answer<ExchangeView> {
    stage.open(|open| open.exchange_view()).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn exchange_set(stage: State<'_, Stage>, form: String, secret: String) -> Answer<()> {
    let secret = Zeroizing::new(secret);
    let form: ExchangeForm = read(&form)?;
    stage
        .open(|open| open.set_exchange(&form, &secret))
        .map_err(problems)?;
    stage.meeting.anew();
    Ok(())
}

/// A person chooses a folder; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn exchange_pick(app: AppHandle) -> Answer<Option<String>> {
    Ok(pick::folder_text(&app, "TIRKEU_EXCHANGE_DIR"))
}

/// One visit now.
#[tauri::command(async)]
#[specta::specta]
pub fn exchange_now(app: AppHandle, stage: State<'_, Stage>) -> Answer<Visited> {
    let place = stage
        .open(|open| {
            open.app.allowed(Action::Exchange)?;
            open.exchange_place()
        })
        .and_then(|place| {
            let unset = || Refusal::at("folder", EXCHANGE_UNSET);
            place.ok_or_else(|| Error::from(unset()))
        })
        .map_err(problems)?;
    exchange::meet(&app, &place).map_err(problems)
}

/// How the last visit ended; none before the first.
#[tauri::command(async)]
#[specta::specta]
pub fn exchange_outcome(stage: State<'_, Stage>) -> Answer<Option<Visited>> {
    Ok(stage.meeting.outcome())
}

/// Writes a file for other desks where the person says; false when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn bundle_save(app: AppHandle, stage: State<'_, Stage>, whole: bool) -> Answer<bool> {
    let name = stage.open(|open| open.bundle_name()).map_err(problems)?;
    let Some(file) = pick::place(&app, &name) else {
        return Ok(false);
    };
    let turn = stage.work.begin().map_err(|_| problems(busy()))?;
    let which = match whole {
        true => Which::Everything,
        false => Which::News,
    };
    bundle::export(&*stage, &file, which, &mut |progress| turn.step(progress))
        .map(|_| true)
        .map_err(problems)
}

/// Takes a file of another desk in; none when the person thinks better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn bundle_take(app: AppHandle, stage: State<'_, Stage>) -> Answer<Option<BundleView>> {
    match pick::file(&app, "tkb", &[]) {
        Some(file) => took(&app, &stage, &file).map(Some),
        None => Ok(None),
    }
}

/// Takes in the file that was let go over the window.
#[tauri::command(async)]
#[specta::specta]
pub fn bundle_dropped(
    app: AppHandle,
    stage: State<'_, Stage>,
    file: Option<String>,
) -> Answer<BundleView> {
    let one = file.ok_or_else(|| problems(Refusal::new(EXCHANGE_ONE_FILE).into()))?;
    let file = stage.dropped.take(&one).map_err(problems)?;
    took(&app, &stage, &file)
}

fn took(app: &AppHandle, stage: &Stage, file: &Path) -> Answer<BundleView> {
    let turn = stage.work.begin().map_err(|_| problems(busy()))?;
    let taken = bundle::import(stage, file, &mut |progress| turn.step(progress));
    exchange::look_for_questions(stage);
    // Every screen that is open may show something of what came.
    drop(app.emit("touched", Vec::<String>::new()));
    taken
        .map(|taken| BundleView::from(&taken))
        .map_err(problems)
}

/// What entries of several desks leave to a person; nobody is named.
#[tauri::command(async)]
#[specta::specta]
pub fn questions(stage: State<'_, Stage>, at: u32) -> Answer<QuestionsView> {
    // What was answered here a moment ago is gone; what came from elsewhere is looked at beside the work.
    let ask = |open: &mut Open| {
        open.app.look_for_questions()?;
        open.app
            .questions(usize::try_from(at).unwrap_or(usize::MAX))
    };
    stage.open(ask).map_err(problems)
}

/// A field for which two desks said different things, in full.
#[tauri::command(async)]
#[specta::specta]
pub fn question_field(
    stage: State<'_, Stage>,
    card: String,
    field: String,
) -> Answer<FieldQuestionView> {
    let card = id(&card)?;
    stage
        .open(|open| Ok(open.app.open_field_question(card, &field)?.into_inner()))
        .map_err(problems)
}

/// Two cards that are very likely one person's.
#[tauri::command(async)]
#[specta::specta]
pub fn question_pair(
    stage: State<'_, Stage>,
    one: String,
    other: String,
) -> Answer<PairQuestionView> {
    let (one, other) = (id(&one)?, id(&other)?);
    stage
        .open(|open| Ok(open.app.open_pair_question(one, other)?.into_inner()))
        .map_err(problems)
}

fn busy() -> Error {
    Refusal::new(BACKUP_RUNNING).into()
}

/// Enrols a desk that asks.
#[tauri::command(async)]
#[specta::specta]
pub fn desk_enrol(stage: State<'_, Stage>, form: String) -> Answer<()> {
    let form: EnrolForm = read(&form)?;
    stage.open(|open| open.enrol(&form)).map_err(problems)
}

/// Stops a desk: what of it is here counts, nothing else.
#[tauri::command(async)]
#[specta::specta]
pub fn desk_stop(stage: State<'_, Stage>, device: String) -> Answer<()> {
    let device = id(&device)?;
    stage
        .open(|open| open.revoke(device, Counts::Held))
        .map_err(problems)
}

//! First run: organisation, vault, recovery kit, policy.

use tauri::State;
use tirkeu_core::command::{PolicyForm, SetupForm};
use tirkeu_core::desk::{self, SignedIn};
use tirkeu_core::error::{NOT_FOUND, Refusal};
use tirkeu_core::event::disclosure::action;
use tirkeu_core::query;
use tirkeu_core::view::KitView;
use zeroize::Zeroizing;

use super::read;
use crate::answer::{Answer, bad_request, problems};
use crate::papers;
use crate::stage::Stage;

#[tauri::command(async)]
#[specta::specta]
pub fn setup_saved(stage: State<'_, Stage>) -> Answer<Option<String>> {
    stage
        .folder(|folder| Ok(folder.local().setup))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn setup_keep(stage: State<'_, Stage>, json: String) -> Answer<()> {
    if json.len() > 64 * 1024 {
        return Err(bad_request());
    }
    let keep = |folder: &desk::Folder| {
        let mut local = folder.local();
        local.setup = Some(json);
        folder.keep_local(&local)
    };
    stage.folder(keep).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn setup(stage: State<'_, Stage>, form: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    let form: SetupForm = read(&form)?;
    stage
        .enter(|folder, machine| {
            let open = desk::setup(folder, machine, &form, &password)?;
            let mut local = folder.local();
            local.setup = None;
            folder.keep_local(&local)?;
            Ok(SignedIn::Open(Box::new(open)))
        })
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn kit_show(stage: State<'_, Stage>) -> Answer<KitView> {
    let show = |open: &mut desk::Open| {
        let (kit, ask) = open
            .pending_kit()?
            .ok_or_else(|| Refusal::new(desk::KIT_CONFIRMED))?;
        let mut pages = Vec::new();
        open.kit_paper(action::PREVIEW, |kit, organisation, now| {
            let form = tirkeu_forms::paper::kit(organisation, kit, now);
            let date = tirkeu_forms::paper::date(now);
            pages = tirkeu_forms::svg(&form, date).map_err(papers::failed)?;
            tirkeu_forms::pdf(&form, date).map_err(papers::failed)
        })?;
        Ok(KitView {
            groups: kit.groups().iter().map(|group| group.to_string()).collect(),
            fingerprint: kit.root().fingerprint(),
            pages,
            ask,
        })
    };
    stage.open(show).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn kit_save(stage: State<'_, Stage>, path: String) -> Answer<()> {
    let path = stage.picked.take(&path).map_err(problems)?;
    let save = |open: &mut desk::Open| {
        let file = papers::begin(&path)?;
        let released = open.kit_paper(action::SAVE, |kit, organisation, now| {
            let form = tirkeu_forms::paper::kit(organisation, kit, now);
            tirkeu_forms::pdf(&form, tirkeu_forms::paper::date(now)).map_err(papers::failed)
        })?;
        Ok(file.write(&released.into_inner().1)?)
    };
    stage.open(save).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn kit_confirm(stage: State<'_, Stage>, answers: Vec<String>) -> Answer<()> {
    stage
        .open(|open| open.confirm_kit(&answers))
        .map_err(problems)
}

/// A manager puts a new recovery sheet in the place of a lost one.
#[tauri::command(async)]
#[specta::specta]
pub fn kit_replace(stage: State<'_, Stage>, login: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage
        .again(|open, folder, machine| open.replace_lost_kit(folder, machine, (&login, &password)))
        .map_err(problems)
}

/// A manager who has the new sheet in hand lets this desk be opened by it.
#[tauri::command(async)]
#[specta::specta]
pub fn kit_accept(stage: State<'_, Stage>, fingerprint: String) -> Answer<()> {
    stage
        .again(|open, folder, _| open.accept_kit(folder, &fingerprint))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
pub fn policy_template(stage: State<'_, Stage>) -> Answer<PolicyForm> {
    let fill = |open: &mut desk::Open| {
        open.app.session()?;
        let (conn, on) = (open.app.conn(), open.app.now().date());
        let offered = query::template::policy(conn, open.app.org(), on)?;
        Ok(offered.ok_or_else(|| Refusal::new(NOT_FOUND))?)
    };
    stage.open(fill).map_err(problems)
}

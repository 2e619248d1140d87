//! Every command of the window, one line of work each. Listed in `commands.txt`, granted in
//! `capabilities/`, typed for the window in `ui/src/backend/bindings.ts`.
//!
//! All of them run off the main thread, so that a window never waits for a password or a disk.

use serde::de::DeserializeOwned;
use tauri::{AppHandle, Emitter, State};
use tauri_plugin_dialog::DialogExt;
use tirkeu_core::app::{SEARCH_LIST, setting_subject};
use tirkeu_core::command::{Command, PolicyForm, SetupForm};
use tirkeu_core::desk::{self, Loss, NewManager, SignedIn};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use tirkeu_core::id::{Hash, Id};
use tirkeu_core::query;
use tirkeu_core::vault::Kit;
use tirkeu_core::view::{
    CardView, ConsentPage, DeskState, FormCheck, IinView, KitView, PaperView, PolicyView, Receipt,
    SearchView, VerdictView,
};
use tirkeu_core::words::{Both, Lang, PolicyFields, dates, policy_template as template, text};
use zeroize::Zeroizing;

use crate::answer::{Answer, bad_request, problems};
use crate::machine::test_variable;
use crate::papers::{self, Ask};
use crate::stage::Stage;

/// The commands with their types.
pub fn builder() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::<tauri::Wry>::new()
        .error_handling(tauri_specta::ErrorHandlingMode::Throw)
        .commands(tauri_specta::collect_commands![
            desk_state,
            set_language,
            setup_saved,
            setup_keep,
            setup,
            kit_show,
            kit_save,
            kit_confirm,
            policy_template,
            policies,
            release_reserve,
            sign_in,
            lock,
            recover,
            ceremony_verify,
            ceremony_continue,
            execute,
            check_intake,
            iin_check,
            list_open,
            search,
            list_rested,
            card_open,
            card_refresh,
            card_reveal,
            consent_page,
            paper_preview,
            paper_save,
            verify,
            draft_keep,
            draft_drop,
            pick_save_path,
        ])
        .typ::<Command>()
        .typ::<SetupForm>()
        .typ::<PatientForm>()
}

fn read<T: DeserializeOwned>(json: &str) -> Answer<T> {
    serde_json::from_str(json).map_err(|_| bad_request())
}

fn id(text: &str) -> Answer<Id> {
    Id::parse(text).ok_or_else(bad_request)
}

fn ids(texts: &[String]) -> Answer<Vec<Id>> {
    texts.iter().map(|text| id(text)).collect()
}

fn hash(text: Option<&String>) -> Answer<Option<Hash>> {
    text.map(|text| Hash::parse(text).ok_or_else(bad_request))
        .transpose()
}

#[tauri::command(async)]
#[specta::specta]
fn desk_state(stage: State<'_, Stage>) -> Answer<DeskState> {
    stage.state().map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn set_language(stage: State<'_, Stage>, lang: Lang) -> Answer<()> {
    let keep = |folder: &desk::Folder| {
        let mut local = folder.local();
        local.lang = lang;
        folder.keep_local(&local)
    };
    stage.folder(keep).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn setup_saved(stage: State<'_, Stage>) -> Answer<Option<String>> {
    stage
        .folder(|folder| Ok(folder.local().setup))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn setup_keep(stage: State<'_, Stage>, json: String) -> Answer<()> {
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
fn setup(stage: State<'_, Stage>, form: String, password: String) -> Answer<()> {
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
fn kit_show(stage: State<'_, Stage>) -> Answer<KitView> {
    let show = |open: &mut desk::Open| {
        let (kit, ask) = open
            .pending_kit()?
            .ok_or_else(|| Refusal::new(desk::KIT_CONFIRMED))?;
        let form = kit_form(open, &kit)?;
        let pages = tirkeu_forms::svg(&form, tirkeu_forms::paper::date(open.app.now()))
            .map_err(papers::failed)?;
        let groups = kit.groups().iter().map(|group| group.to_string()).collect();
        Ok(KitView {
            groups,
            fingerprint: kit.root().fingerprint(),
            pages,
            ask,
        })
    };
    stage.open(show).map_err(problems)
}

fn kit_form(open: &desk::Open, kit: &Kit) -> Result<tirkeu_forms::Form, Error> {
    let organisation =
        query::lab::organisation(open.app.conn())?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
    Ok(tirkeu_forms::paper::kit(&organisation, kit, open.app.now()))
}

#[tauri::command(async)]
#[specta::specta]
fn kit_save(stage: State<'_, Stage>, path: String) -> Answer<()> {
    let save = |open: &mut desk::Open| {
        let (kit, _) = open
            .pending_kit()?
            .ok_or_else(|| Refusal::new(desk::KIT_CONFIRMED))?;
        let form = kit_form(open, &kit)?;
        let pdf = tirkeu_forms::pdf(&form, tirkeu_forms::paper::date(open.app.now()))
            .map_err(papers::failed)?;
        Ok(std::fs::write(&path, pdf)?)
    };
    stage.open(save).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn kit_confirm(stage: State<'_, Stage>, answers: Vec<String>) -> Answer<()> {
    stage
        .open(|open| open.confirm_kit(&answers))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn policy_template(stage: State<'_, Stage>) -> Answer<PolicyForm> {
    let fill = |open: &mut desk::Open| {
        let organisation =
            query::lab::organisation(open.app.conn())?.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let phone = tirkeu_core::domain::phone::Phone::from_e164(&organisation.phone);
        let fields = PolicyFields {
            org: organisation.name,
            bin_kind: organisation.number_kind,
            bin: organisation.number,
            address: organisation.address,
            email: organisation.email,
            phone: phone.map(|phone| phone.display()).unwrap_or_default(),
        };
        let title = |lang| text(lang, "policy-title", &[]);
        Ok(PolicyForm {
            policy: Some(setting_subject(open.app.org(), "policy")),
            code: String::new(),
            revision: "1".to_owned(),
            effective_from: dates::short(open.app.now().date()),
            title: Both {
                kk: title(Lang::Kk),
                ru: title(Lang::Ru),
            },
            text: Both {
                kk: template(Lang::Kk, &fields),
                ru: template(Lang::Ru, &fields),
            },
            years: "5".to_owned(),
            url: String::new(),
        })
    };
    stage.open(fill).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn policies(stage: State<'_, Stage>) -> Answer<Vec<PolicyView>> {
    let lang = stage
        .folder(|folder| Ok(folder.local().lang))
        .map_err(problems)?;
    let list = |open: &mut desk::Open| {
        Ok(query::lab::policy_views(
            open.app.conn(),
            lang,
            open.app.now().date(),
        )?)
    };
    stage.open(list).map_err(problems)
}

/// Gives the reserve back to a full disk, when a person at the desk says so.
#[tauri::command(async)]
#[specta::specta]
fn release_reserve(stage: State<'_, Stage>) -> Answer<()> {
    stage
        .folder(desk::Folder::release_reserve)
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn sign_in(stage: State<'_, Stage>, login: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage
        .enter(|folder, machine| desk::sign_in(folder, machine, &login, &password))
        .map_err(problems)
}

/// Closes everything and starts the program anew: nothing of the open desk survives in memory.
#[tauri::command(async)]
#[specta::specta]
fn lock(app: AppHandle, stage: State<'_, Stage>) -> Answer<()> {
    drop(app.emit("locked", ()));
    if !stage.close() {
        return Ok(());
    }
    if test_variable("TIRKEU_NO_RELAUNCH").is_some() {
        app.exit(75);
        return Ok(());
    }
    // As long as this process has the name, the new one would take it for the desk and end itself.
    tauri_plugin_single_instance::destroy(&app);
    match std::env::current_exe() {
        Ok(program) => {
            let child = std::process::Command::new(program)
                .env("TIRKEU_LOCKED", "1")
                .spawn();
            if let Err(error) = child {
                tracing::error!(%error, "the program could not be started anew");
            }
        }
        Err(error) => tracing::error!(%error, "the program does not know its own place"),
    }
    app.exit(0);
    Ok(())
}

#[tauri::command(async)]
#[specta::specta]
fn recover(
    stage: State<'_, Stage>,
    groups: Vec<String>,
    login: String,
    name: String,
    password: String,
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
            let open = desk::recover(folder, machine, &kit, &person, Loss::Accepted)?;
            Ok(SignedIn::Open(Box::new(open)))
        })
        .map_err(problems)
}

fn verdict(stage: &Stage) -> Result<VerdictView, Error> {
    use tirkeu_core::time::Clock;
    let report = stage.verify()?;
    Ok(desk::verdict_view(
        &report,
        tirkeu_core::time::SystemClock.now(),
    ))
}

#[tauri::command(async)]
#[specta::specta]
fn ceremony_verify(stage: State<'_, Stage>) -> Answer<VerdictView> {
    verdict(&stage).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn ceremony_continue(stage: State<'_, Stage>, login: String, password: String) -> Answer<()> {
    let password = Zeroizing::new(password);
    stage.go_on(&login, &password).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn execute(
    app: AppHandle,
    stage: State<'_, Stage>,
    command: String,
    draft: Option<String>,
) -> Answer<Receipt> {
    let command: Command = read(&command)?;
    let draft = draft.map(|draft| id(&draft)).transpose()?;
    let receipt = stage
        .open(|open| open.app.execute(command, draft))
        .map_err(problems)?;
    drop(app.emit("touched", &receipt.touched));
    Ok(receipt)
}

#[tauri::command(async)]
#[specta::specta]
fn check_intake(
    stage: State<'_, Stage>,
    patient: String,
    card: Option<String>,
) -> Answer<FormCheck> {
    let form: PatientForm = read(&patient)?;
    let card = card.map(|card| id(&card)).transpose()?;
    stage
        .open(|open| Ok(open.app.check_form(&form, card)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn iin_check(stage: State<'_, Stage>, text: String) -> Answer<IinView> {
    stage
        .open(|open| Ok(query::search::iin_view(&text, open.app.now().date())))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn list_open(stage: State<'_, Stage>) -> Answer<Id> {
    stage
        .open(|open| Ok(open.app.open_list(SEARCH_LIST)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn search(stage: State<'_, Stage>, handle: String, query: String) -> Answer<SearchView> {
    let handle = id(&handle)?;
    stage
        .open(|open| Ok(open.app.search(handle, &query)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn list_rested(stage: State<'_, Stage>, handle: String, ids: Vec<String>) -> Answer<()> {
    let (handle, people) = (id(&handle)?, self::ids(&ids)?);
    stage
        .open(|open| open.app.list_rested(handle, &people))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn card_open(stage: State<'_, Stage>, id: String) -> Answer<CardView> {
    let card = self::id(&id)?;
    stage
        .open(|open| Ok(open.app.open_card(card)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn card_refresh(stage: State<'_, Stage>, handle: String) -> Answer<CardView> {
    let handle = id(&handle)?;
    stage
        .open(|open| Ok(open.app.refresh_card(handle)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn card_reveal(stage: State<'_, Stage>, id: String, field: String) -> Answer<String> {
    let card = self::id(&id)?;
    stage
        .open(|open| Ok(open.app.reveal(card, &field)?.into_inner()))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn consent_page(
    stage: State<'_, Stage>,
    card: Option<String>,
    patient: Option<String>,
    lang: Lang,
) -> Answer<ConsentPage> {
    let card = card.map(|card| id(&card)).transpose()?;
    let form = patient.map(|json| read::<PatientForm>(&json)).transpose()?;
    stage
        .open(|open| open.app.consent_page(card, form.as_ref(), lang))
        .map_err(problems)
}

fn ask(
    document: String,
    card: Option<&String>,
    entry: Option<&String>,
    patient: Option<&String>,
) -> Answer<Ask> {
    Ok(Ask {
        document,
        card: card.map(|card| id(card)).transpose()?,
        entry: hash(entry)?,
        typed: patient.map(|json| read(json)).transpose()?,
    })
}

#[tauri::command(async)]
#[specta::specta]
fn paper_preview(
    stage: State<'_, Stage>,
    document: String,
    card: Option<String>,
    entry: Option<String>,
    patient: Option<String>,
) -> Answer<PaperView> {
    let ask = ask(document, card.as_ref(), entry.as_ref(), patient.as_ref())?;
    stage
        .open(|open| papers::preview(open, &ask))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn paper_save(
    stage: State<'_, Stage>,
    document: String,
    card: Option<String>,
    entry: Option<String>,
    patient: Option<String>,
    path: String,
) -> Answer<PaperView> {
    let ask = ask(document, card.as_ref(), entry.as_ref(), patient.as_ref())?;
    stage
        .open(|open| papers::save(open, &ask, &path))
        .map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn verify(stage: State<'_, Stage>) -> Answer<VerdictView> {
    verdict(&stage).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn draft_keep(
    stage: State<'_, Stage>,
    id: Option<String>,
    form: String,
    subject: Option<String>,
    json: String,
) -> Answer<Id> {
    let id = id.map(|id| self::id(&id)).transpose()?;
    let subject = subject.map(|subject| self::id(&subject)).transpose()?;
    let initials = initials(&json);
    stage
        .open(|open| open.app.keep_draft(id, &form, subject, &initials, &json))
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
fn draft_drop(stage: State<'_, Stage>, id: String) -> Answer<()> {
    let id = self::id(&id)?;
    stage.open(|open| open.app.drop_draft(id)).map_err(problems)
}

#[tauri::command(async)]
#[specta::specta]
fn pick_save_path(app: AppHandle, file_name: String) -> Answer<Option<String>> {
    if file_name.contains(['/', '\\']) {
        return Err(problems(Refusal::new(BAD_REQUEST).into()));
    }
    if let Some(folder) = test_variable("TIRKEU_SAVE_DIR") {
        return Ok(Some(
            std::path::Path::new(&folder)
                .join(file_name)
                .to_string_lossy()
                .into_owned(),
        ));
    }
    let picked = app
        .dialog()
        .file()
        .set_file_name(&file_name)
        .blocking_save_file();
    Ok(picked
        .and_then(|path| path.into_path().ok())
        .map(|path| path.to_string_lossy().into_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BINDINGS: &str = "../ui/src/backend/bindings.ts";

    fn generated() -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bindings.ts");
        builder()
            .export(specta_typescript::Typescript::default(), &file)
            .unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn the_bindings_of_the_window_are_current() {
        let text = generated();
        if std::env::var_os("TIRKEU_BLESS").is_some() {
            std::fs::write(BINDINGS, &text).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(BINDINGS).unwrap(),
            text,
            "run `make fix` to write them anew"
        );
    }

    #[test]
    fn every_command_is_declared_and_granted() {
        let declared: Vec<&str> = include_str!("../commands.txt").lines().collect();
        let granted = include_str!("../capabilities/main.json");
        let bindings = generated();
        for command in &declared {
            assert!(
                granted.contains(&format!("\"allow-{}\"", command.replace('_', "-"))),
                "{command} is not granted"
            );
            assert!(
                bindings.contains(&format!("\"{command}\"")),
                "{command} is not a command"
            );
        }
        assert_eq!(
            bindings.matches("__TAURI_INVOKE").count() - 1,
            declared.len(),
            "every command is declared"
        );
    }
}

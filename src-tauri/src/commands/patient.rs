//! The patient's screen. The desk's window begins, reads and ends a talk; the patient's window reads its page, says
//! what was touched, and can do nothing else. Which window has which command stands in `capabilities/`.

use tauri::{AppHandle, Manager, State};
use tirkeu_core::command::{ConsentForm, PageForm};
use tirkeu_core::domain::consent::CONSENT_SCREEN_WINDOW;
use tirkeu_core::domain::consent::screen::{Act, Letters};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::query::lab;
use tirkeu_core::view::{PatientView, PolicyText, ScreenView};

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::patient::{self, Ask, Screen};
use crate::stage::Stage;

/// Opens the patient's window.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_open(
    app: AppHandle,
    stage: State<'_, Stage>,
    screen: State<'_, Screen>,
) -> Answer<ScreenView> {
    belongs(&stage, &screen).map_err(problems)?;
    opened(&app)?;
    patient::raise(&app);
    Ok(screen.state())
}

/// After the sign-in: by itself, where a second monitor is there.
pub fn beside(app: &AppHandle) {
    if belongs(&app.state::<Stage>(), &app.state::<Screen>()).is_ok() {
        patient::open_beside(app);
    }
}

/// The neutral picture says whose desk it is.
fn belongs(stage: &Stage, screen: &Screen) -> Result<(), Error> {
    stage.open(|open| {
        open.app.session()?;
        let conn = open.app.conn();
        let organisation = lab::organisation(conn)?.map(|organisation| organisation.name);
        screen.belongs_to(organisation, lab::is_training(conn)?);
        Ok(())
    })
}

/// Shows the page to the patient; opens the window where there is none.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_show(
    app: AppHandle,
    stage: State<'_, Stage>,
    screen: State<'_, Screen>,
    asked: String,
    large: bool,
    draft: Option<String>,
    kept: Option<String>,
) -> Answer<ScreenView> {
    let asked: PageForm = read(&asked)?;
    let draft = draft.map(|draft| id(&draft)).transpose()?;
    let kept: Option<ConsentForm> = kept.map(|json| read(&json)).transpose()?;
    stage
        .open(|open| {
            let page = open.app.patient_page(&asked)?;
            screen.belongs_to(Some(page.organisation.clone()), page.training);
            let letters = match large {
                true => Letters::Large,
                false => Letters::Usual,
            };
            let ask = Ask {
                page,
                letters,
                draft,
                kept,
            };
            screen.show(ask, open.app.new_id());
            Ok(())
        })
        .map_err(problems)?;
    opened(&app)?;
    patient::tell(&app);
    Ok(screen.state())
}

fn opened(app: &AppHandle) -> Answer<()> {
    patient::open(app).map_err(|error| {
        tracing::error!(%error, "the patient's window could not be opened");
        problems(Refusal::new(CONSENT_SCREEN_WINDOW).into())
    })
}

/// How it goes.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_state(stage: State<'_, Stage>, screen: State<'_, Screen>) -> Answer<ScreenView> {
    // What the patient answers is shown to whoever works, never behind the curtain.
    stage
        .open(|open| open.app.session().map(drop))
        .map_err(problems)?;
    Ok(screen.state())
}

/// The neutral picture, at once.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_stop(app: AppHandle, screen: State<'_, Screen>) -> Answer<()> {
    if screen.stop() {
        patient::tell(&app);
    }
    Ok(())
}

/// What stands on the patient's screen.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_page(app: AppHandle, screen: State<'_, Screen>) -> Answer<PatientView> {
    let (view, woken) = screen.page();
    if woken {
        patient::tell_desk(&app);
    }
    Ok(view)
}

/// The policy behind the link.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_policy(screen: State<'_, Screen>) -> Answer<PolicyText> {
    screen.policy().map_err(problems)
}

/// The patient touched the screen.
#[tauri::command(async)]
#[specta::specta]
pub fn patient_act(
    app: AppHandle,
    stage: State<'_, Stage>,
    screen: State<'_, Screen>,
    act: String,
) -> Answer<PatientView> {
    let act: Act = read(&act)?;
    let done =
        stage.open(|open| screen.act(&act, |draft, answer| open.app.keep_answer(draft, answer)));
    // The page has its answer; the desk's window asks.
    patient::tell_desk(&app);
    done.map_err(problems)
}

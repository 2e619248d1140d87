//! A further desk of a laboratory: its request, and the beginning of its work.

use std::io::Read;

use tauri::{AppHandle, State};
use tirkeu_core::desk::enrol::{self, Joining, REQUEST_FORM};
use tirkeu_core::desk::introduce::INTRODUCTION_FORM;
use tirkeu_core::desk::{SignedIn, enrol::join};
use tirkeu_core::error::{Code, Error, Refusal};
use tirkeu_core::vault::fours;
use tirkeu_core::view::RequestView;
use zeroize::Zeroizing;

use crate::answer::{Answer, problems};
use crate::stage::Stage;
use crate::{machine, papers, pick};

/// Longest file with a request in bytes.
const MAX_REQUEST: u64 = 4096;
/// What it is called where it is saved.
const REQUEST_NAME: &str = "tirkeu-request.txt";

/// The request of the desk that waits in the data folder; none where none waits.
#[tauri::command(async)]
#[specta::specta]
pub fn join_waiting(stage: State<'_, Stage>) -> Answer<Option<RequestView>> {
    stage
        .folder(|folder| {
            let waiting = enrol::waiting_in(folder.path())?;
            waiting
                .map(|request| shown(request.text(), &request.fingerprint()))
                .transpose()
        })
        .map_err(problems)
}

/// Makes the keys of a further desk under the password of whoever will begin there.
#[tauri::command(async)]
#[specta::specta]
pub fn join_request(stage: State<'_, Stage>, password: String) -> Answer<RequestView> {
    let password = Zeroizing::new(password);
    stage
        .folder(|folder| {
            let machine = machine::machine(folder)?;
            let request = enrol::newcomer(folder, &machine, &password)?;
            shown(request.text(), &request.fingerprint())
        })
        .map_err(problems)
}

fn shown(text: String, fingerprint: &str) -> Result<RequestView, Error> {
    Ok(RequestView {
        qr: tirkeu_forms::code(&text).map_err(papers::failed)?,
        fingerprint: fours(fingerprint),
        text,
    })
}

/// Writes the request where the person says; false when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn join_save(app: AppHandle, stage: State<'_, Stage>) -> Answer<bool> {
    let Some(path) = pick::place(&app, REQUEST_NAME) else {
        return Ok(false);
    };
    stage
        .folder(|folder| {
            let request = enrol::waiting_in(folder.path())?;
            let request = request.ok_or_else(|| Refusal::new(REQUEST_FORM))?;
            Ok(papers::begin(&path)?.write(request.text().as_bytes())?)
        })
        .map_err(problems)?;
    Ok(true)
}

/// Forgets the keys that wait: whoever was enrolled with them never joins.
#[tauri::command(async)]
#[specta::specta]
pub fn join_drop(stage: State<'_, Stage>) -> Answer<()> {
    stage.folder(enrol::forget).map_err(problems)
}

/// A person chooses the file of the manager; none when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn join_pick(app: AppHandle, stage: State<'_, Stage>) -> Answer<Option<String>> {
    let picked = pick::file(&app, "tkb", &["tkb"]);
    Ok(stage.picked.offer(picked))
}

/// Begins the work of the desk that waits.
#[tauri::command(async)]
#[specta::specta]
pub fn join_begin(
    stage: State<'_, Stage>,
    file: String,
    fingerprint: String,
    login: String,
    password: String,
) -> Answer<()> {
    let password = Zeroizing::new(password);
    // A form that was refused is sent again: the place stays picked.
    let file = stage.picked.take(&file).map_err(problems)?;
    stage.picked.offer(Some(file.clone()));
    let wanted = Joining {
        file: &file,
        fingerprint: &fingerprint,
        login: &login,
        password: &password,
    };
    let turn = stage.work.begin().map_err(problems)?;
    stage
        .enter(|folder, machine| {
            let open = join(folder, machine, &wanted, &mut |progress| {
                turn.step(progress)
            })?;
            Ok(SignedIn::Open(Box::new(open)))
        })
        .map_err(problems)
}

/// A manager chooses the file with a request; its text, or none.
#[tauri::command(async)]
#[specta::specta]
pub fn enrol_pick(app: AppHandle) -> Answer<Option<String>> {
    carried(&app, REQUEST_FORM)
}

/// The same with an introduction.
#[tauri::command(async)]
#[specta::specta]
pub fn introduction_pick(app: AppHandle) -> Answer<Option<String>> {
    carried(&app, INTRODUCTION_FORM)
}

fn carried(app: &AppHandle, unread: Code) -> Answer<Option<String>> {
    let Some(path) = pick::file(app, "txt", &["txt"]) else {
        return Ok(None);
    };
    let mut text = String::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(MAX_REQUEST).read_to_string(&mut text));
    match read {
        Ok(_) => Ok(Some(text)),
        Err(_) => Err(problems(Refusal::at("request", unread).into())),
    }
}

/// What this desk says of itself to one that has never heard of it.
#[tauri::command(async)]
#[specta::specta]
pub fn introduction(stage: State<'_, Stage>) -> Answer<RequestView> {
    let own = stage.open(|open| open.introduction()).map_err(problems)?;
    shown(own.text(), &own.fingerprint()).map_err(problems)
}

/// Writes it where the person says; false when they think better of it.
#[tauri::command(async)]
#[specta::specta]
pub fn introduction_save(app: AppHandle, stage: State<'_, Stage>) -> Answer<bool> {
    let own = stage.open(|open| open.introduction()).map_err(problems)?;
    let Some(path) = pick::place(&app, REQUEST_NAME) else {
        return Ok(false);
    };
    let written = papers::begin(&path).and_then(|file| Ok(file.write(own.text().as_bytes())?));
    written.map_err(problems)?;
    Ok(true)
}

/// Lets a desk read that nothing here has heard of.
#[tauri::command(async)]
#[specta::specta]
pub fn introduce(stage: State<'_, Stage>, request: String, fingerprint: String) -> Answer<()> {
    let introduced = stage.open(|open| open.introduce(&request, &fingerprint));
    introduced.map_err(problems)?;
    Ok(())
}

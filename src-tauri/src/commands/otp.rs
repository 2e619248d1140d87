//! One-time codes: sent while the person is there, and read back.

use tauri::State;
use tirkeu_core::app::OtpDispatch;
use tirkeu_core::command::{ConsentForm, PageForm};
use tirkeu_core::error::Error;
use tirkeu_core::view::OtpSent;
use tirkeu_core::words::Lang;

use super::{id, read};
use crate::answer::{Answer, problems};
use crate::sender;
use crate::stage::Stage;

/// Sends a code to a phone as it was typed, in the language of whoever has it.
#[tauri::command(async)]
#[specta::specta]
pub fn otp_phone_send(
    stage: State<'_, Stage>,
    phone: String,
    to: Lang,
    lang: Lang,
) -> Answer<OtpSent> {
    let begun = stage.open(|open| open.app.otp_for_phone(&phone, to));
    send(&stage, begun, lang)
}

/// To which phone a code for consent would go.
#[tauri::command(async)]
#[specta::specta]
pub fn otp_consent_to(stage: State<'_, Stage>, asked: String) -> Answer<String> {
    let asked: PageForm = read(&asked)?;
    stage.open(|open| open.app.otp_to(&asked)).map_err(problems)
}

/// Sends a code for the consent that is ticked on the page.
#[tauri::command(async)]
#[specta::specta]
pub fn otp_consent_send(
    stage: State<'_, Stage>,
    asked: String,
    form: String,
    lang: Lang,
) -> Answer<OtpSent> {
    let asked: PageForm = read(&asked)?;
    let form: ConsentForm = read(&form)?;
    let begun = stage.open(|open| open.app.otp_for_consent(&asked, &form));
    send(&stage, begun, lang)
}

/// The code as it was read back.
#[tauri::command(async)]
#[specta::specta]
pub fn otp_read(stage: State<'_, Stage>, otp: String, typed: String) -> Answer<()> {
    let otp = id(&otp)?;
    stage
        .open(|open| open.app.otp_read(otp, &typed))
        .map_err(problems)
}

/// The desk is not held while the gateway is spoken to.
fn send(stage: &Stage, begun: Result<OtpDispatch, Error>, lang: Lang) -> Answer<OtpSent> {
    let one = begun.map_err(problems)?;
    let answered = sender::send_otp(&one);
    stage
        .open(|open| open.app.otp_answered(&one, &answered, lang))
        .map_err(problems)
}

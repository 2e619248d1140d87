//! The thread: first run, kit, policy, intake, consent, receipt, lock, draft, kill −9, draft.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN, PASSWORD};

#[tokio::test]
async fn from_first_run_to_receipt_in_russian() -> WebDriverResult<()> {
    thread(Lang::Ru).await
}

#[tokio::test]
async fn from_first_run_to_receipt_in_kazakh() -> WebDriverResult<()> {
    thread(Lang::Kk).await
}

async fn thread(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&folder.path().join("data"), lang).await?;
    first_run(&desk).await?;
    first_patient(&desk).await?;
    let desk = half_filled_and_locked(desk).await?;
    let desk = killed_in_mid_form(desk).await?;
    assert_eq!(
        desk.kept_by_webview().await?,
        serde_json::json!([[], [], ""]),
        "the webview keeps nothing"
    );
    Ok(())
}

async fn first_run(desk: &Desk) -> WebDriverResult<()> {
    desk.find("setup-step-language").await?;
    desk.look("s0-language").await?;
    steps::typed_setup(desk, "short").await?;
    desk.look("s0-review").await?;
    desk.click("setup-next").await?;
    desk.find("setup-problems").await?;
    desk.sees(&steps::error_words(desk.lang(), "vault-password-short"))
        .await?;
    desk.look("s0-refused").await?;
    desk.click("setup-mend").await?;
    desk.find("setup-step-manager").await?;
    desk.find("setup-password-error").await?;
    desk.look("s0-manager").await?;
    desk.fill("setup-password", PASSWORD).await?;
    desk.fill("setup-again", PASSWORD).await?;
    desk.click("setup-back").await?;
    desk.find("setup-step-desk").await?;
    desk.look("s0-desk").await?;
    desk.click("setup-back").await?;
    desk.find("setup-step-organisation").await?;
    desk.look("s0-organisation").await?;
    for step in ["desk", "manager", "create"] {
        desk.click("setup-next").await?;
        desk.find(&format!("setup-step-{step}")).await?;
    }
    desk.click("setup-next").await?;
    kit(desk).await?;
    desk.find("policy-code").await?;
    desk.find("setup-step-policy").await?;
    desk.look("s0-policy").await?;
    desk.click("setup-next").await?;
    desk.find("policy-code-error").await?;
    desk.fill("policy-code", "ПД-01").await?;
    desk.click("setup-next").await?;
    desk.at("intake-search").await
}

async fn kit(desk: &Desk) -> WebDriverResult<()> {
    let groups = steps::kit_groups(desk).await?;
    assert_eq!(groups.len(), 8);
    desk.look("s0-kit").await?;
    desk.click("kit-save").await?;
    desk.find("kit-saved").await?;
    let sheet = desk.saved().pop().unwrap();
    let text = steps::pdf_text(&sheet).replace(' ', "");
    for group in &groups {
        assert!(text.contains(group), "the sheet carries the group: {text}");
    }
    desk.fill("kit-answer-1", "000000").await?;
    desk.fill("kit-answer-2", &groups[0]).await?;
    desk.click("kit-confirm").await?;
    desk.find("kit-answer-1-error").await?;
    desk.look("s0-kit-wrong").await?;
    steps::kit_back(desk).await
}

async fn first_patient(desk: &Desk) -> WebDriverResult<()> {
    desk.look("s1-empty").await?;
    desk.fill("intake-iin", "9103124001").await?;
    desk.find("intake-iin-verdict").await?;
    desk.fill("intake-iin", "910312400122").await?;
    desk.press(Key::Tab).await?;
    desk.find("intake-iin-error").await?;
    desk.sees(&steps::error_words(desk.lang(), "iin-checksum"))
        .await?;
    steps::typed_patient(desk, &AIGERIM).await?;
    desk.choose("intake-doc_type", "id_card").await?;
    desk.fill("intake-doc_number", "041234567").await?;
    desk.fill("intake-doc_issued_on", "15.06.2020").await?;
    desk.fill("intake-doc_issued_by", "МВД РК").await?;
    // The words beside the fields come when the keys rest, and move what stands below them.
    steps::rested(desk).await?;
    desk.pick("intake-doc_checked").await?;
    desk.click("intake-language-kk").await?;
    desk.look("s1-intake").await?;
    assert!(
        !desk.scrolls(".left").await?,
        "the filled form fits the window"
    );
    assert!(
        !desk.scrolls("aside[data-testid=intake-outcome]").await?,
        "the outcome fits"
    );

    desk.press(Key::F7).await?;
    for tick in ["consent-tick-personal", "consent-tick-care"] {
        assert!(!desk.ticked(tick).await?, "nothing is ticked beforehand");
    }
    desk.look("s3-consent").await?;
    desk.click("consent-policy").await?;
    desk.find("policy-text-shown-kk").await?;
    desk.look("s3-policy").await?;
    desk.press(Key::Escape).await?;
    desk.gone("policy-panel").await?;
    desk.press(Key::F1).await?;
    desk.find("say-kk").await?;
    desk.look("s3-say-aloud").await?;
    desk.press(Key::Escape).await?;
    desk.gone("say-aloud").await?;
    desk.click("consent-tick-personal").await?;
    // A tick belongs to the text that was read: in the other language it is another text.
    let other = if desk.lang() == Lang::Ru {
        Lang::Kk
    } else {
        Lang::Ru
    };
    desk.speak(other).await?;
    desk.find("consent-changed").await?;
    assert!(!desk.ticked("consent-tick-personal").await?);
    desk.speak(desk.lang()).await?;
    desk.look("s3-consent-changed").await?;
    desk.click("consent-tick-personal").await?;
    desk.gone("consent-changed").await?;
    desk.click("consent-tick-care").await?;
    desk.look("s3-consent-ticked").await?;
    desk.press(Key::F9).await?;
    desk.find("receipt-pages").await?;
    desk.look("s1-receipt").await?;
    desk.click("receipt-save").await?;
    desk.find("receipt-saved").await?;
    let receipt = desk
        .saved()
        .into_iter()
        .find(|one| one.to_string_lossy().contains("receipt"));
    let text = steps::pdf_text(&receipt.unwrap());
    for wanted in ["Ахметова Айгерім Болатқызы", "Шипа", "12.03.1991"] {
        assert!(text.contains(wanted), "«{wanted}» on the receipt: {text}");
    }
    desk.press(Key::Escape).await?;
    desk.gone("receipt-pages").await
}

async fn half_filled(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-surname", NURLAN.surname).await?;
    desk.fill("intake-name", NURLAN.name).await?;
    desk.fill("intake-iin", "78110530").await?;
    desk.fill("intake-phone", "8705111").await
}

async fn all_back(desk: &Desk) -> WebDriverResult<()> {
    desk.holds("intake-surname", NURLAN.surname).await?;
    desk.holds("intake-name", NURLAN.name).await?;
    desk.holds("intake-iin", "78110530").await?;
    desk.holds("intake-phone", "8705111").await
}

async fn half_filled_and_locked(desk: Desk) -> WebDriverResult<Desk> {
    half_filled(&desk).await?;
    // A language switch keeps what was typed.
    let other = if desk.lang() == Lang::Ru {
        Lang::Kk
    } else {
        Lang::Ru
    };
    desk.speak(other).await?;
    all_back(&desk).await?;
    desk.speak(desk.lang()).await?;
    desk.lock().await?;
    let desk = desk.reopen_after_exit().await?;
    desk.look("sign-in").await?;
    desk.fill("signin-login", steps::LOGIN).await?;
    desk.fill("signin-password", "wrong-password-here").await?;
    desk.press(Key::Enter).await?;
    desk.sees(&steps::error_words(desk.lang(), "vault-password-wrong"))
        .await?;
    desk.holds("signin-login", steps::LOGIN).await?;
    desk.look("sign-in-wrong").await?;
    steps::signed_in(&desk).await?;
    desk.find("draft-offer").await?;
    desk.look("s1-draft-offer").await?;
    desk.click("draft-continue").await?;
    all_back(&desk).await?;
    desk.gone("draft-offer").await?;
    Ok(desk)
}

async fn killed_in_mid_form(desk: Desk) -> WebDriverResult<Desk> {
    desk.fill("intake-patronymic", NURLAN.patronymic).await?;
    // The draft is kept 400 ms after the last key; the kill comes once it is on disk.
    steps::rested(&desk).await?;
    let desk = desk.kill_and_reopen().await?;
    steps::signed_in(&desk).await?;
    desk.click("draft-continue").await?;
    all_back(&desk).await?;
    desk.holds("intake-patronymic", NURLAN.patronymic).await?;
    Ok(desk)
}

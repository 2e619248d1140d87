//! The returning patient: found three ways, the card, what can be done on it, and who looked.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn a_card_in_russian() -> WebDriverResult<()> {
    card(Lang::Ru).await
}

#[tokio::test]
async fn a_card_in_kazakh() -> WebDriverResult<()> {
    card(Lang::Kk).await
}

async fn card(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), lang).await?;
    steps::taken_in(&desk, &AIGERIM).await?;
    returning(&desk).await?;
    found(&desk).await?;
    acts(&desk).await?;
    amended(&desk).await?;
    paper_and_refusal(&desk).await
}

/// Nothing new and nothing said: no error, the receipt of what stands is offered.
async fn returning(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-card").await?;
    desk.look("s1-returning").await?;
    desk.press(Key::F9).await?;
    desk.find("intake-standing").await?;
    desk.look("s1-nothing-changed").await?;
    desk.click("intake-show-receipt").await?;
    desk.find("receipt-pages").await?;
    desk.press(Key::Escape).await?;
    desk.gone("receipt-pages").await?;
    desk.click("intake-card-clear").await?;
    desk.gone("intake-card").await
}

async fn found(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    for query in ["ахмет", "2345678", "910312"] {
        desk.fill("patients-search", query).await?;
        desk.find("patients-search-list-row").await?;
        desk.fill("patients-search", "").await?;
        desk.press(Key::Backspace).await?;
        desk.gone("patients-search-list-row").await?;
    }
    desk.fill("patients-search", "Ахметова").await?;
    desk.find("patients-search-list-row").await?;
    desk.look("s2-found").await?;
    // An open list stays open through a change of language.
    let other = if desk.lang() == Lang::Ru {
        Lang::Kk
    } else {
        Lang::Ru
    };
    desk.speak(other).await?;
    desk.find("patients-search-list-row").await?;
    desk.holds("patients-search", "Ахметова").await?;
    desk.speak(desk.lang()).await?;
    // Enter never takes a name.
    desk.press(Key::Enter).await?;
    desk.find("patients-search-list-row").await?;
    assert!(
        !desk.shows("card").await,
        "Enter does not take a name match"
    );
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await?;
    desk.look("s2-card").await
}

async fn acts(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-reveal").await?;
    desk.sees("910312 400121").await?;
    desk.click("card-evidence-open").await?;
    desk.find("evidence-pages").await?;
    desk.look("s2-evidence").await?;
    desk.press(Key::Escape).await?;
    desk.gone("evidence-panel").await?;
    desk.click("card-withdraw-open").await?;
    desk.find("card-withdraw").await?;
    desk.look("s2-withdraw").await?;
    desk.fill("withdraw-reason", "Просит пациент").await?;
    desk.click("withdraw-go").await?;
    desk.find("card-saved").await?;
    desk.find("standing-withdrawn").await?;
    desk.look("s2-withdrawn").await?;
    desk.click("card-receipt-open").await?;
    desk.find("receipt-pages").await?;
    desk.look("s2-withdrawn-receipt").await?;
    desk.press(Key::Escape).await?;
    desk.gone("receipt-panel").await?;
    desk.click("card-annul-open").await?;
    desk.find("annul-reason").await?;
    desk.click("annul-go").await?;
    desk.find("annul-reason-error").await?;
    desk.look("s2-annul").await?;
    desk.fill("annul-reason", "Не тот пациент").await?;
    desk.click("annul-go").await?;
    desk.find("card-annulled").await?;
    desk.look("s2-annulled").await
}

async fn amended(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-tab-history").await?;
    desk.click("card-amend-open").await?;
    desk.fill("amend-phone", "+7 747 000 11 22").await?;
    desk.press(Key::F9).await?;
    desk.find("amend-reason-error").await?;
    desk.holds("amend-phone", "+7 747 000 11 22").await?;
    desk.look("s2-amend").await?;
    desk.fill("amend-reason", "Новый номер").await?;
    desk.press(Key::F9).await?;
    desk.find("card-saved").await?;
    desk.find("card-history").await?;
    desk.sees("Новый номер").await?;
    let history = desk.text("card-history").await?;
    for raw in ["patient", "kk", "ru", "id_card"] {
        assert!(
            !history.lines().any(|line| line == raw),
            "a code on the page: {raw}"
        );
    }
    desk.look("s2-history").await?;
    desk.click("card-tab-seen").await?;
    desk.find("card-seen").await?;
    desk.look("s2-seen").await?;
    desk.press(Key::F1).await?;
    desk.find("keys-help").await?;
    desk.look("keys").await?;
    desk.press(Key::Escape).await?;
    desk.gone("keys-help").await?;
    desk.click("card-close").await?;
    desk.gone("card").await
}

async fn paper_and_refusal(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F2).await?;
    desk.at("intake-search").await?;
    steps::typed_patient(desk, &NURLAN).await?;
    desk.press(Key::F7).await?;
    desk.click("consent-channel-paper").await?;
    desk.click("consent-blank").await?;
    desk.find("blank-pages").await?;
    desk.look("s3-blank").await?;
    desk.press(Key::Escape).await?;
    desk.gone("blank-panel").await?;
    desk.click("consent-tick-personal").await?;
    desk.click("consent-tick-care").await?;
    desk.fill("consent-paper_place", "Папка 1, лист 12").await?;
    desk.press(Key::F9).await?;
    desk.sees(&steps::error_words(
        desk.lang(),
        "consent-signature-not-seen",
    ))
    .await?;
    desk.look("s3-paper").await?;
    desk.click("consent-signature_seen").await?;
    desk.press(Key::F9).await?;
    desk.find("receipt-pages").await?;
    desk.press(Key::Escape).await?;
    desk.gone("receipt-pages").await?;

    desk.fill("intake-search", NURLAN.iin).await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-card").await?;
    desk.press(Key::F7).await?;
    desk.click("consent-refuse").await?;
    desk.find("consent-refusal").await?;
    desk.look("s3-refusal").await?;
    desk.press(Key::F9).await?;
    desk.sees(&steps::error_words(
        desk.lang(),
        "consent-refusal-signature",
    ))
    .await?;
    desk.fill("consent-reason", "Не хочу").await?;
    desk.click("consent-refusal_signed-signed").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

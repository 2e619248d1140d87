//! Nothing typed is lost: a form on a card outlives the curtain, Esc, another tab and a power cut.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM};

const PIN: &str = "190652";
const LETTER: &str = "Письмо от 20.11.2026";

async fn opened(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.fill("patients-search", AIGERIM.surname).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await.map(drop)
}

#[tokio::test]
async fn a_form_on_a_card_outlives_the_curtain() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let desk = Desk::open(&data, Lang::Ru).await?;
    steps::signed_in(&desk).await?;
    steps::pin_set(&desk, PIN).await?;
    opened(&desk).await?;
    desk.click("card-withdraw-open").await?;
    desk.pick("withdraw-purpose-care").await?;
    desk.pick("withdraw-channel-post").await?;
    desk.fill("withdraw-reason", LETTER).await?;
    // Covered with the last letter: nobody waits until the keys have rested.
    covered_and_back(&desk).await?;
    desk.look("s1-draft-withdraw").await?;
    desk.click("draft-continue").await?;
    the_letter(&desk).await?;
    desk.gone("card-draft-offer").await?;
    one_step_back(&desk).await?;
    another_tab(&desk).await
}

async fn covered_and_back(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F12).await?;
    desk.find("curtain").await?;
    let shown = desk.page().await?;
    assert!(!shown.contains(LETTER), "nothing typed behind the curtain");
    desk.fill("curtain-pin", PIN).await?;
    desk.press(Key::Enter).await?;
    desk.find("draft-offer").await.map(drop)
}

async fn the_letter(desk: &Desk) -> WebDriverResult<()> {
    desk.find("card-withdraw").await?;
    desk.holds("withdraw-reason", LETTER).await?;
    assert!(desk.ticked("withdraw-purpose-care").await?);
    assert!(!desk.ticked("withdraw-purpose-service").await?);
    assert!(desk.ticked("withdraw-channel-post").await?);
    Ok(())
}

/// Esc leaves the form and keeps it; Cancel gives it up.
async fn one_step_back(desk: &Desk) -> WebDriverResult<()> {
    let more = format!("{LETTER}, № 7");
    desk.fill("withdraw-reason", &more).await?;
    desk.press(Key::Escape).await?;
    desk.gone("card-withdraw").await?;
    desk.find("card-draft-offer").await?;
    desk.look("s2-draft-withdraw").await?;
    desk.click("card-draft-continue").await?;
    desk.holds("withdraw-reason", &more).await?;
    desk.click("withdraw-cancel").await?;
    desk.gone("card-withdraw").await?;
    assert!(!desk.shows("card-draft-offer").await, "given up is gone");
    Ok(())
}

/// A look at another screen, and then the curtain: whoever was half typed is there again.
async fn another_tab(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-tab-relations").await?;
    desk.click("card-represent-open").await?;
    desk.at("represent-rep_surname").await?;
    desk.fill("represent-rep_surname", "Оспанова").await?;
    desk.choose("represent-rep_basis", "attorney").await?;
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    desk.press(Key::F3).await?;
    desk.holds("represent-rep_surname", "Оспанова").await?;
    desk.holds("represent-rep_basis", "attorney").await?;
    covered_and_back(desk).await?;
    desk.click("draft-continue").await?;
    desk.holds("represent-rep_surname", "Оспанова").await?;
    desk.holds("represent-rep_basis", "attorney").await?;
    desk.look("s2-draft-represent").await
}

#[tokio::test]
async fn a_form_on_a_card_outlives_a_power_cut() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let desk = Desk::open(&data, Lang::Kk).await?;
    steps::signed_in(&desk).await?;
    opened(&desk).await?;
    desk.click("card-annul-open").await?;
    desk.at("annul-reason").await?;
    desk.fill("annul-reason", "Басқа адамға жазылған").await?;
    steps::rested(&desk).await?;
    let desk = desk.kill_and_reopen().await?;
    steps::signed_in(&desk).await?;
    desk.find("draft-offer").await?;
    desk.look("s1-draft-annul").await?;
    desk.click("draft-continue").await?;
    desk.holds("annul-reason", "Басқа адамға жазылған").await?;
    desk.look("s2-draft-annul").await?;
    desk.press(Key::Enter).await?;
    desk.find("card-annulled").await?;
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    assert!(
        !desk.shows("draft-offer").await,
        "what is saved is no draft"
    );
    Ok(())
}

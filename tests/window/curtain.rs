//! The curtain: the screen is covered, people come back by PIN or take turns, and nothing that was typed is lost.

use std::time::{Duration, Instant};

use thirtyfour::TypingData;
use thirtyfour::prelude::*;
use tirkeu_core::desk::NewStaff;
use tirkeu_core::event::kinds::Role;

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::steps::{self, LOGIN, NURLAN, PASSWORD};

const PIN: &str = "190652";
const MANAGER: &str = "Сейтова А. М.";
const SECOND: NewStaff<'static> = NewStaff {
    name: "Серіков Болат Асқарұлы",
    login: "bolat",
    password: "keng-dala-2031-arna",
    role: Role::Registrar,
};

#[tokio::test]
async fn people_take_turns_behind_the_curtain_in_russian() -> WebDriverResult<()> {
    turns(Lang::Ru).await
}

#[tokio::test]
async fn people_take_turns_behind_the_curtain_in_kazakh() -> WebDriverResult<()> {
    turns(Lang::Kk).await
}

async fn turns(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::hire(&data, &SECOND);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    a_pin_is_set(&desk).await?;
    desk.fill("intake-surname", NURLAN.surname).await?;
    desk.fill("intake-name", NURLAN.name).await?;
    covered(&desk, Key::F12).await?;
    by_pin(&desk).await?;
    another_person(&desk).await?;
    back_by_keys_alone(&desk).await?;
    a_colleague_takes_over(&desk).await?;
    desk.lock().await
}

async fn a_pin_is_set(desk: &Desk) -> WebDriverResult<()> {
    desk.click("shell-staff").await?;
    desk.find("pin-form").await?;
    desk.fill("pin-login", LOGIN).await?;
    desk.fill("pin-password", PASSWORD).await?;
    desk.fill("pin-new", "123456").await?;
    desk.press(Key::Enter).await?;
    let plain = steps::error_words(desk.lang(), "vault-pin-plain");
    desk.says("pin-new-error", &plain).await?;
    desk.look("pin-plain").await?;
    assert!(
        !desk.value("pin-password").await?.is_empty(),
        "it was not refused"
    );
    desk.fill("pin-password", "not-the-password-at-all").await?;
    desk.fill("pin-new", PIN).await?;
    desk.click("pin-set").await?;
    let wrong = steps::error_words(desk.lang(), "vault-password-wrong");
    desk.says("pin-password-error", &wrong).await?;
    desk.fill("pin-password", PASSWORD).await?;
    desk.fill("pin-new", PIN).await?;
    desk.click("pin-set").await?;
    desk.find("pin-done").await?;
    desk.look("pin-done").await?;
    desk.press(Key::Escape).await?;
    desk.gone("pin-panel").await
}

/// The curtain falls, and nobody's data stands behind it in the page.
async fn covered(desk: &Desk, keys: impl Into<TypingData>) -> WebDriverResult<()> {
    desk.press(keys).await?;
    desk.find("curtain").await?;
    let whole = "return document.documentElement.outerHTML;";
    let whole: String = desk.driver.execute(whole, vec![]).await?.convert()?;
    assert!(
        !whole.contains(NURLAN.surname),
        "somebody stands in the page"
    );
    let refused = desk.refusal("list_open", serde_json::json!({})).await?;
    assert_eq!(refused, ["locked"], "past the screens neither");
    Ok(())
}

async fn by_pin(desk: &Desk) -> WebDriverResult<()> {
    desk.at("curtain-pin").await?;
    desk.look("curtain").await?;
    desk.fill("curtain-pin", "000111").await?;
    desk.press(Key::Enter).await?;
    let wrong = steps::error_words(desk.lang(), "pin-wrong");
    let start = wrong
        .split('{')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    desk.says("curtain-pin-error", &start).await?;
    desk.look("curtain-wrong").await?;
    desk.fill("curtain-pin", PIN).await?;
    let asked = Instant::now();
    desk.press(Key::Enter).await?;
    desk.find("draft-offer").await?;
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
    desk.click("draft-continue").await?;
    desk.holds("intake-surname", NURLAN.surname).await?;
    desk.holds("intake-name", NURLAN.name).await
}

async fn another_person(desk: &Desk) -> WebDriverResult<()> {
    covered(desk, Key::Control + "l").await?;
    desk.leads("curtain-by-password", "curtain-login").await?;
    desk.at("curtain-login").await?;
    desk.fill("curtain-login", SECOND.login).await?;
    desk.fill("curtain-password", "not-the-password-at-all")
        .await?;
    desk.press(Key::Enter).await?;
    let wrong = steps::error_words(desk.lang(), "vault-password-wrong");
    desk.says("curtain-password-error", &wrong).await?;
    desk.look("curtain-password").await?;
    desk.fill("curtain-password", SECOND.password).await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-search").await?;
    assert!(desk.text("shell-staff").await?.contains("Серіков Б. А."));
    assert!(!desk.shows("draft-offer").await, "a draft is its owner's");
    Ok(())
}

async fn back_by_keys_alone(desk: &Desk) -> WebDriverResult<()> {
    covered(desk, Key::F12).await?;
    // The last one is offered first, and has no PIN: Shift+Tab to the names, down to the manager.
    desk.at("curtain-login").await?;
    desk.find("curtain-no-pin").await?;
    desk.look("curtain-two").await?;
    desk.press(Key::Shift + Key::Tab).await?;
    desk.press(Key::Down).await?;
    steps::tab_to(desk, "curtain-pin").await?;
    desk.press(PIN).await?;
    desk.press(Key::Enter).await?;
    desk.find("draft-offer").await?;
    assert!(desk.text("shell-staff").await?.contains(MANAGER));
    Ok(())
}

/// The patient still stands there when another person sits down.
async fn a_colleague_takes_over(desk: &Desk) -> WebDriverResult<()> {
    covered(desk, Key::F12).await?;
    desk.leads("curtain-by-password", "curtain-login").await?;
    desk.fill("curtain-login", SECOND.login).await?;
    desk.fill("curtain-password", SECOND.password).await?;
    desk.press(Key::Enter).await?;
    desk.find("draft-colleague").await?;
    desk.look("s1-colleague").await?;
    desk.click("draft-take").await?;
    desk.holds("intake-surname", NURLAN.surname).await?;
    desk.holds("intake-name", NURLAN.name).await?;
    desk.gone("draft-colleague").await
}

#[tokio::test]
async fn a_desk_that_nobody_touches_is_covered_with_its_draft_kept() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    // Longer than the window keeps silent about keys (20 s).
    let desk = Desk::open_with(&data, Lang::Ru, &[("TIRKEU_COVER_S", "25")]).await?;
    steps::signed_in(&desk).await?;
    desk.fill("intake-surname", NURLAN.surname).await?;
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until && !desk.shows("curtain").await {
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    desk.find("curtain").await?;
    desk.fill("curtain-login", LOGIN).await?;
    desk.fill("curtain-password", PASSWORD).await?;
    desk.press(Key::Enter).await?;
    desk.find("draft-offer").await?;
    desk.click("draft-continue").await?;
    desk.holds("intake-surname", NURLAN.surname).await
}

/// Whoever guesses has five tries; then only the password opens, and the right PIN comes too late.
#[tokio::test]
async fn five_wrong_pins_ask_for_the_password() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Kk).await?;
    steps::pin_set(&desk, PIN).await?;
    desk.fill("intake-surname", NURLAN.surname).await?;
    covered(&desk, Key::F12).await?;
    for wrong in ["111222", "111223", "111224", "111225", "111226"] {
        desk.at("curtain-pin").await?;
        desk.fill("curtain-pin", wrong).await?;
        desk.press(Key::Enter).await?;
        steps::rested(&desk).await?;
    }
    let stopped = steps::error_words(desk.lang(), "pin-stopped");
    desk.sees(&stopped).await?;
    desk.look("curtain-stopped").await?;
    let people: Vec<serde_json::Value> = desk
        .driver
        .execute(
            "return window.__TAURI_INTERNALS__.invoke('desk_state').then((state) => state.people);",
            vec![],
        )
        .await?
        .convert()?;
    let staff = people[0]["id"].clone();
    let late = serde_json::json!({ "staff": staff, "pin": PIN });
    let refused = desk.refusal("come_back", late).await?;
    assert!(
        ["pin-stopped", "pin-none"].contains(&refused[0].as_str()),
        "the right one comes too late: {refused:?}"
    );
    if !desk.shows("curtain-login").await {
        desk.leads("curtain-by-password", "curtain-login").await?;
    }
    desk.fill("curtain-login", LOGIN).await?;
    desk.fill("curtain-password", PASSWORD).await?;
    desk.press(Key::Enter).await?;
    desk.find("draft-offer").await?;
    Ok(())
}

//! What a desk meets seldom: the training band, a clock that went back, two look-alikes, a destroyed card.

use std::sync::Arc;

use serde_json::json;
use thirtyfour::prelude::*;
use tirkeu_core::time::{Clock, SystemClock};

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, Person};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// Born on the day of `AIGERIM`, with her name.
const NAMESAKES: [Person; 2] = [
    Person {
        iin: "910312400270",
        patronymic: "Серікқызы",
        ..AIGERIM
    },
    Person {
        iin: "910312400350",
        patronymic: "Маратқызы",
        ..AIGERIM
    },
];

#[tokio::test]
async fn rare_screens_in_russian() -> WebDriverResult<()> {
    rare(Lang::Ru).await
}

#[tokio::test]
async fn rare_screens_in_kazakh() -> WebDriverResult<()> {
    rare(Lang::Kk).await
}

async fn rare(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    for person in &NAMESAKES {
        lab::register(&data, person, Says::Yes);
    }
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    two_lookalikes(&desk).await?;
    a_destroyed_card(&desk).await?;
    desk.lock().await?;
    drop(desk);
    lab::under(&data, Arc::new(InThreeDays));
    let desk = Desk::open(&data, lang).await?;
    the_clock_went_back(&desk).await
}

async fn two_lookalikes(desk: &Desk) -> WebDriverResult<()> {
    steps::typed_patient(desk, &AIGERIM).await?;
    desk.find("intake-lookalikes").await?;
    desk.look("s1-two-lookalikes").await?;
    let rows = "return document.querySelectorAll('[data-testid=intake-lookalike-take]').length;";
    let rows = desk.driver.execute(rows, vec![]).await?;
    assert_eq!(rows.json(), &json!(2), "both namesakes are told");
    desk.click("intake-lookalike-take").await?;
    desk.gone("intake-lookalikes").await?;
    desk.press(Key::Escape).await?;
    desk.press(Key::F3).await?;
    desk.fill("patients-search", NAMESAKES[1].iin).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("card").await?;
    Ok(())
}

async fn a_destroyed_card(desk: &Desk) -> WebDriverResult<()> {
    let list = desk.invoke("list_open", json!({})).await?.unwrap();
    let asked = json!({ "handle": list, "query": NAMESAKES[1].iin });
    let found = desk.invoke("search", asked).await?.unwrap();
    let card = &found["rows"][0]["id"];
    let command = json!({ "do": "destroy", "subject": card, "basis": 1, "act": "А-1" });
    let args = json!({ "command": command.to_string(), "draft": null });
    desk.invoke("execute", args).await?.unwrap();
    desk.find("card-destroyed").await?;
    desk.look("s2-destroyed").await?;
    for name in [AIGERIM.surname, NAMESAKES[0].iin, NAMESAKES[1].iin] {
        assert!(!desk.page().await?.contains(name), "{name} is still shown");
    }
    Ok(())
}

/// Three days on, as a computer whose battery is empty may once have said.
struct InThreeDays;

impl Clock for InThreeDays {
    fn now_ms(&self) -> u64 {
        SystemClock.now_ms() + 3 * DAY_MS
    }
}

async fn the_clock_went_back(desk: &Desk) -> WebDriverResult<()> {
    steps::signed_in(desk).await?;
    desk.find("clock-note").await?;
    desk.look("clock-behind").await?;
    desk.fill("clock-today", "01.01.2001").await?;
    desk.press(Key::Enter).await?;
    desk.find("clock-today-error").await?;
    desk.look("clock-other-day").await?;
    let today = tirkeu_core::words::dates::short(SystemClock.now().date());
    desk.fill("clock-today", &today).await?;
    desk.press(Key::Enter).await?;
    desk.gone("clock-note").await?;
    steps::typed_patient(desk, &steps::NURLAN).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    Ok(())
}

#[tokio::test]
async fn a_training_laboratory_says_so_on_every_screen() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    lab::training(&data);
    for lang in [Lang::Ru, Lang::Kk] {
        let desk = Desk::open(&data, lang).await?;
        desk.find("training-band").await?;
        desk.look("training-sign-in").await?;
        desk.fill("signin-login", lab::TRAINING[0]).await?;
        desk.fill("signin-password", lab::TRAINING[1]).await?;
        desk.press(Key::Enter).await?;
        steps::to_the_box(&desk).await?;
        desk.find("training-band").await?;
        desk.look("training-intake").await?;
    }
    Ok(())
}

//! A journal that is shorter than this desk remembers: nobody is shown until a manager has decided.

use std::fs;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, NURLAN, PASSWORD};

#[tokio::test]
async fn a_shortened_journal_in_russian() -> WebDriverResult<()> {
    ceremony(Lang::Ru).await
}

#[tokio::test]
async fn a_shortened_journal_in_kazakh() -> WebDriverResult<()> {
    ceremony(Lang::Kk).await
}

async fn ceremony(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let older = fs::read(lab::database(&data)).unwrap();
    lab::register(&data, &NURLAN, Says::Yes);
    lab::put_back(&data, &older);

    let desk = Desk::open(&data, lang).await?;
    steps::tried(&desk, PASSWORD).await?;
    desk.find("ceremony").await?;
    desk.look("ceremony").await?;
    nobody_is_shown(&desk).await?;
    verified(&desk).await?;
    went_on(&desk).await?;
    what_is_left(&desk).await?;
    desk.lock().await?;
    let desk = desk.reopen_after_exit().await?;
    steps::signed_in(&desk).await
}

async fn nobody_is_shown(desk: &Desk) -> WebDriverResult<()> {
    let page = desk.page().await?;
    for person in [&AIGERIM, &NURLAN] {
        for personal in [person.surname, person.name, person.iin, person.patronymic] {
            assert!(
                !page.contains(personal),
                "{personal} is on the page: {page}"
            );
        }
    }
    // Nor past the screens.
    let commands = [
        ("list_open", json!({})),
        ("iin_check", json!({ "text": AIGERIM.iin })),
        ("policies", json!({ "lang": "ru" })),
        ("consent_page", json!({ "asked": "{}", "lang": "ru" })),
        ("card_open", json!({ "id": "0".repeat(32) })),
        (
            "search",
            json!({ "handle": "0".repeat(32), "query": AIGERIM.surname }),
        ),
    ];
    for (command, args) in commands {
        assert_eq!(desk.refusal(command, args).await?, ["locked"], "{command}");
    }
    Ok(())
}

async fn verified(desk: &Desk) -> WebDriverResult<()> {
    desk.click("ceremony-verify").await?;
    desk.find("verdict").await?;
    let shortened = steps::words(desk.lang(), "journal-verdict-shortened");
    desk.says("verdict", &shortened).await?;
    desk.look("ceremony-verified").await
}

/// A wrong password changes nothing; the right one begins a new incarnation.
async fn went_on(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("ceremony-login", steps::LOGIN).await?;
    desk.fill("ceremony-password", "not-the-password-at-all")
        .await?;
    desk.click("ceremony-continue").await?;
    desk.says(
        "ceremony-password-error",
        &steps::error_words(desk.lang(), "vault-password-wrong"),
    )
    .await?;
    desk.look("ceremony-wrong-password").await?;
    desk.fill("ceremony-password", PASSWORD).await?;
    desk.click("ceremony-continue").await?;
    desk.at("intake-search").await
}

/// Who was in the journal is there; what was lost is not invented.
async fn what_is_left(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-search", NURLAN.iin).await?;
    desk.find("intake-search-iin").await?;
    assert!(!desk.shows("intake-search-list-row").await);
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-card").await?;
    desk.sees(AIGERIM.patronymic).await?;
    desk.entries().await?;
    Ok(())
}

//! The request form in the window: the director in the settings, the form of a card, an empty one.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn a_request_form_in_russian() -> WebDriverResult<()> {
    form(Lang::Ru).await
}

#[tokio::test]
async fn a_request_form_in_kazakh() -> WebDriverResult<()> {
    form(Lang::Kk).await
}

async fn form(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), lang).await?;
    director(&desk).await?;
    steps::to_the_box(&desk).await?;
    steps::taken_in(&desk, &AIGERIM).await?;
    blank(&desk).await?;
    of_the_card(&desk).await
}

/// Errors beside their fields, nothing typed is lost, an entry for each name.
async fn director(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-director").await?;
    desk.fill("director-nominative-ru", "Сейтова 2").await?;
    desk.fill("director-nominative-kk", "Сейтова Ә.Б.").await?;
    desk.fill("director-dative-kk", "Ә.Б. Сейтоваға").await?;
    desk.fill("director-dative-ru", "Сейтовой А.Б.").await?;
    desk.click("director-save").await?;
    let digit = steps::error_words(desk.lang(), "name-digit");
    desk.says("director-nominative-ru-error", &digit).await?;
    desk.holds("director-dative-kk", "Ә.Б. Сейтоваға").await?;
    desk.look("s9-director-error").await?;
    desk.fill("director-nominative-ru", "Сейтова А.Б.").await?;
    desk.click("director-save").await?;
    let said = steps::words(desk.lang(), "settings-director-saved");
    desk.says("director-saved", &said).await?;
    desk.look("s9-director").await?;
    desk.click("director-save").await?;
    desk.sees(&steps::error_words(desk.lang(), "director-unchanged"))
        .await
}

/// Nobody's card is open: the form for a pen, and no entry of it.
async fn blank(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    let before = desk.settled_entries().await?;
    desk.click("patients-request-blank").await?;
    desk.find("request-pages").await?;
    desk.look("s2-request-blank").await?;
    desk.click("request-save").await?;
    desk.find("request-saved").await?;
    let text = steps::pdf_text(desk.saved().last().unwrap());
    assert!(text.contains("Сейтовой А.Б.") && text.contains("Ә.Б. Сейтоваға"));
    assert!(!text.contains(AIGERIM.surname), "{text}");
    assert_eq!(desk.entries().await?, before, "a blank is about nobody");
    desk.press(Key::Escape).await?;
    desk.gone("request-panel").await
}

async fn opened(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("patients-search", AIGERIM.iin).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("card").await.map(drop)
}

async fn of_the_card(desk: &Desk) -> WebDriverResult<()> {
    opened(desk).await?;
    desk.look("s2-request-door").await?;
    let before = desk.entries().await?;
    desk.click("card-request-open").await?;
    desk.find("request-pages").await?;
    desk.look("s2-request").await?;
    for (wording, words) in [
        ("request-both", "Кімнен:"),
        ("request-ru", "Кем выдан:"),
        ("request-kk-full", "Кім берген:"),
        ("request-kk-original", "ҚОСЫМША №1"),
    ] {
        if wording != "request-both" {
            desk.click(&format!("request-wording-{wording}")).await?;
            desk.gone("request-saved").await?;
        }
        let earlier = desk.saved();
        desk.find("request-pages").await?;
        desk.click("request-save").await?;
        desk.find("request-saved").await?;
        let new = desk.saved();
        let file = new.iter().find(|file| !earlier.contains(file)).unwrap();
        let name = file.file_name().unwrap().to_string_lossy();
        assert!(name.starts_with(&format!("tirkeu-{wording}-")), "{name}");
        let text = steps::pdf_text(file);
        for wanted in [words, AIGERIM.surname, "910312 400121"] {
            assert!(text.contains(wanted), "{wording}: {wanted} in {text}");
        }
    }
    assert_ne!(desk.entries().await?, before, "each of them was noted");
    desk.press(Key::Escape).await?;
    desk.gone("request-panel").await?;
    // Opened anew the card tells of them.
    desk.click("card-close").await?;
    opened(desk).await?;
    desk.click("card-tab-seen").await?;
    desk.sees(&steps::words(desk.lang(), "card-act-document"))
        .await
}

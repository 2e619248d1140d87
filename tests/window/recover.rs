//! The recovery sheet: keys lost, a group mistyped, another sheet, the right one, and the patients are back.

use thirtyfour::prelude::*;
use tirkeu_core::vault::Kit;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says, lab};
use crate::steps::{self, AIGERIM};

const NEW_PASSWORD: &str = "zhana-qulyp-2027-altyn";

#[tokio::test]
async fn a_lost_device_key_in_russian() -> WebDriverResult<()> {
    recovered(Lang::Ru, lab::lose_device_key, "vault-device-key-damaged").await
}

#[tokio::test]
async fn damaged_slots_in_kazakh() -> WebDriverResult<()> {
    recovered(Lang::Kk, lab::damage_slots, "vault-slot-damaged").await
}

async fn recovered(
    lang: Lang,
    lose: fn(&std::path::Path),
    code: &'static str,
) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    lose(&data);
    let desk = Desk::open(&data, lang).await?;
    steps::tried(&desk, steps::PASSWORD).await?;
    desk.sees(&steps::error_words(lang, code)).await?;
    desk.look("sign-in-keys-lost").await?;
    desk.click("signin-recover").await?;
    desk.at("recover-group_1").await?;
    desk.look("recover").await?;
    desk.press(Key::Escape).await?;
    desk.find("signin-enter").await?;
    desk.click("signin-recover").await?;
    one_wrong_digit(&desk).await?;
    another_sheet(&desk).await?;
    the_sheet(&desk).await?;
    patients_are_back(&desk).await?;
    new_password_only(desk).await
}

/// The sheet opens an older database too, and says first what is missing in it.
#[tokio::test]
async fn a_shortened_journal_in_kazakh() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let older = std::fs::read(lab::database(&data)).unwrap();
    lab::register(&data, &steps::NURLAN, Says::Yes);
    lab::put_back(&data, &older);
    lab::lose_device_key(&data);
    let desk = Desk::open(&data, Lang::Kk).await?;
    desk.click("signin-recover").await?;
    typed(&desk, &lab().kit).await?;
    for (field, text) in [
        ("manager_name", "Сейтова Айгүл Маратқызы"),
        ("login", steps::LOGIN),
        ("password", NEW_PASSWORD),
        ("again", NEW_PASSWORD),
    ] {
        desk.fill(&format!("recover-{field}"), text).await?;
    }
    for _ in 0..2 {
        desk.click("recover-go").await?;
        desk.at("recover-loss").await?;
        assert!(!desk.ticked("recover-loss").await?, "nobody agreed yet");
    }
    desk.look("recover-shortened").await?;
    desk.click("recover-loss").await?;
    desk.click("recover-go").await?;
    desk.find("kit-new").await?;
    steps::kit_back(&desk).await?;
    patients_are_back(&desk).await
}

async fn typed(desk: &Desk, groups: &[String]) -> WebDriverResult<()> {
    for (index, group) in groups.iter().enumerate() {
        desk.fill(&format!("recover-group_{}", index + 1), group)
            .await?;
    }
    Ok(())
}

/// Only the group at fault is named, by its number; everything typed stays.
async fn one_wrong_digit(desk: &Desk) -> WebDriverResult<()> {
    let mut groups = lab().kit.clone();
    let last = groups[2].pop().unwrap();
    groups[2].push(if last == '9' { '0' } else { '9' });
    typed(desk, &groups).await?;
    desk.fill("recover-manager_name", "Сейтова Айгүл Маратқызы")
        .await?;
    desk.fill("recover-login", steps::LOGIN).await?;
    desk.fill("recover-password", NEW_PASSWORD).await?;
    desk.click("recover-go").await?;
    desk.find("recover-differs").await?;
    desk.at("recover-again").await?;
    desk.fill("recover-again", NEW_PASSWORD).await?;
    desk.click("recover-go").await?;
    let words = format!("{} 3", steps::error_words(desk.lang(), "vault-kit-group"));
    desk.says("recover-group_3-error", &words).await?;
    for other in [1, 2, 4, 8] {
        assert!(!desk.shows(&format!("recover-group_{other}-error")).await);
    }
    desk.holds("recover-group_3", &groups[2]).await?;
    desk.holds("recover-password", NEW_PASSWORD).await?;
    desk.look("recover-wrong-group").await
}

/// Well-formed digits of another sheet: said so, with the fingerprint of the one that opens.
async fn another_sheet(desk: &Desk) -> WebDriverResult<()> {
    let other = Kit::from_secret([9; 16]);
    typed(desk, &other.groups().map(|group| group.to_string())).await?;
    desk.click("recover-go").await?;
    desk.says(
        "recover-problems",
        &steps::error_words(desk.lang(), "vault-kit-other"),
    )
    .await?;
    let printed: Vec<_> = lab()
        .fingerprint
        .as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect();
    desk.says("recover-problems", &printed.join(" ")).await?;
    desk.look("recover-other-sheet").await
}

/// A new incarnation: new keys, and at once a new sheet.
async fn the_sheet(desk: &Desk) -> WebDriverResult<()> {
    typed(desk, &lab().kit).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("kit-new").await?;
    let groups = steps::kit_groups(desk).await?;
    assert_ne!(groups, lab().kit, "a used sheet is followed by a new one");
    desk.look("recover-new-kit").await?;
    steps::kit_back(desk).await?;
    desk.at("intake-search").await
}

async fn patients_are_back(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-card").await?;
    desk.sees(AIGERIM.patronymic).await?;
    desk.look("recover-patient").await?;
    desk.entries().await?;
    Ok(())
}

async fn new_password_only(desk: Desk) -> WebDriverResult<()> {
    desk.lock().await?;
    let desk = desk.reopen_after_exit().await?;
    steps::tried(&desk, steps::PASSWORD).await?;
    desk.sees(&steps::error_words(desk.lang(), "vault-password-wrong"))
        .await?;
    steps::tried(&desk, NEW_PASSWORD).await?;
    steps::to_the_box(&desk).await
}

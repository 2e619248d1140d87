//! Two real windows meet by a folder: a withdrawal at one desk is seen at the other, where the card lies open; a file is
//! carried; a third desk asks; a share is away and comes back.

use std::path::Path;

use thirtyfour::prelude::*;
use tirkeu_core::desk::{Folder, Machine, enrol};
use tirkeu_core::vault::{KdfChoice, fours};

use crate::desk::{Desk, Lang};
use crate::drag::Hand;
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn two_windows_meet_in_russian() -> WebDriverResult<()> {
    two_windows(Lang::Ru).await
}

#[tokio::test]
async fn two_windows_meet_in_kazakh() -> WebDriverResult<()> {
    two_windows(Lang::Kk).await
}

async fn two_windows(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Nothing);
    lab::agreed_to_exchange(&data, AIGERIM.iin);
    let village = lab::second(folder.path(), &data);
    let meeting = folder.path().join("meeting");
    std::fs::create_dir(&meeting).unwrap();
    let place = meeting.to_string_lossy().into_owned();
    let bundle = folder.path().join("all.tkb").to_string_lossy().into_owned();
    let env = [
        ("TIRKEU_EXCHANGE_DIR", place.as_str()),
        ("TIRKEU_OPEN_FILE", bundle.as_str()),
    ];
    let here = Desk::open_with(&data, lang, &env).await?;
    let there = Desk::open_with(&village, lang, &env).await?;
    steps::signed_in(&here).await?;
    steps::signed_in(&there).await?;
    set(&here).await?;
    set(&there).await?;
    carried(&there).await?;
    opened(&there).await?;
    there.find("standing-given").await?;
    opened(&here).await?;
    withdrawn(&here).await?;
    // Nobody does anything here: the open card hears of it.
    there.find("standing-withdrawn").await?;
    there.look("s8-withdrawn-elsewhere").await?;
    away(&here, &meeting).await?;
    a_third_asks(&here, folder.path()).await
}

async fn part(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-exchange").await?;
    desk.find("settings-exchange-part").await?;
    Ok(())
}

async fn set(desk: &Desk) -> WebDriverResult<()> {
    part(desk).await?;
    let word = |key: &str| steps::words(desk.lang(), key);
    desk.says("exchange-met", &word("exchange-unset")).await?;
    desk.click("exchange-now").await?;
    let unset = steps::error_words(desk.lang(), "exchange-unset");
    desk.says("exchange-folder-error", &unset).await?;
    desk.fill("exchange-folder", "meeting").await?;
    desk.click("exchange-save").await?;
    let wrong = steps::error_words(desk.lang(), "backup-folder");
    desk.says("exchange-folder-error", &wrong).await?;
    desk.holds("exchange-folder", "meeting").await?;
    desk.look("s8-errors").await?;
    desk.click("exchange-pick").await?;
    desk.click("exchange-save").await?;
    desk.says("exchange-said", &word("exchange-saved")).await?;
    desk.click("exchange-now").await?;
    desk.says("exchange-said", &word("exchange-done")).await?;
    desk.look("s8-exchange").await
}

/// The file by which the desk began, once more: nothing of it is new.
async fn carried(desk: &Desk) -> WebDriverResult<()> {
    desk.click("bundle-take").await?;
    let taken = desk.text("bundle-taken").await?;
    assert!(taken.contains(": 0."), "{taken}");
    desk.click("bundle-save").await?;
    let written = steps::words(desk.lang(), "exchange-written");
    desk.says("exchange-said", &written).await
}

#[tokio::test]
async fn a_file_is_dragged_over_the_window_in_russian() -> WebDriverResult<()> {
    dragged(Lang::Ru).await
}

#[tokio::test]
async fn a_file_is_dragged_over_the_window_in_kazakh() -> WebDriverResult<()> {
    dragged(Lang::Kk).await
}

/// Away again, two at once, one, and the same once more.
async fn dragged(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let village = lab::second(folder.path(), &data);
    let file = lab::bundle(&village, &folder.path().join("из села №1 & 100%.tkb"));
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    part(&desk).await?;
    let stick = |key| steps::words(lang, key);
    let hand = lab::aside(|| Hand::over(&[&file]));
    desk.says("exchange-stick", &stick("exchange-drop")).await?;
    desk.look("s8-dragged").await?;
    hand.leaves();
    desk.says("exchange-stick", &stick("exchange-stick-why"))
        .await?;
    drop(hand);
    lab::aside(|| Hand::over(&[&file, &data]).drops());
    let several = steps::error_words(lang, "exchange-one-file");
    desk.says("exchange-problems", &several).await?;
    lab::aside(|| Hand::over(&[&file]).drops());
    let taken = desk.text("bundle-taken").await?;
    assert!(!taken.contains(": 0."), "{taken}");
    lab::aside(|| Hand::over(&[&data]).drops());
    desk.find("exchange-problems").await?;
    lab::aside(|| Hand::over(&[&file]).drops());
    let taken = desk.text("bundle-taken").await?;
    assert!(taken.contains(": 0."), "{taken}");
    Ok(())
}

async fn opened(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.fill("patients-search", "Ахметова").await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await?;
    Ok(())
}

async fn withdrawn(desk: &Desk) -> WebDriverResult<()> {
    desk.click("card-withdraw-open").await?;
    desk.fill("withdraw-reason", "Просит пациент").await?;
    desk.click("withdraw-go").await?;
    desk.find("card-saved").await?;
    Ok(())
}

async fn away(desk: &Desk, meeting: &Path) -> WebDriverResult<()> {
    let gone = meeting.with_extension("away");
    std::fs::rename(meeting, &gone).unwrap();
    desk.click("status-exchange").await?;
    desk.find("exchange").await?;
    desk.click("exchange-now").await?;
    let away = steps::error_words(desk.lang(), "exchange-away");
    desk.says("exchange-problems", &away).await?;
    desk.look("s8-away").await?;
    std::fs::rename(&gone, meeting).unwrap();
    desk.click("exchange-now").await?;
    let done = steps::words(desk.lang(), "exchange-done");
    desk.says("exchange-said", &done).await
}

/// By its fingerprint, first a wrong one.
async fn a_third_asks(desk: &Desk, folder: &Path) -> WebDriverResult<()> {
    let place = Folder::begin(&folder.join("third")).unwrap();
    let machine = Machine::real(None, KdfChoice::Floor);
    let request = enrol::newcomer(&place, &machine, steps::PASSWORD).unwrap();
    for (field, text) in [
        ("request", request.text()),
        ("fingerprint", "0000 0000 0000 0000".to_owned()),
        ("name", "Талғар".to_owned()),
        ("site", "Талғар".to_owned()),
        ("prefix", "778".to_owned()),
    ] {
        desk.fill(&format!("enrol-{field}"), &text).await?;
    }
    desk.click("enrol-go").await?;
    let nobody = steps::error_words(desk.lang(), "enrol-staff");
    desk.says("enrol-staff-error", &nobody).await?;
    desk.choose("enrol-staff", "Сейтова Айгүл Маратқызы")
        .await?;
    desk.click("enrol-go").await?;
    let other = steps::error_words(desk.lang(), "request-other");
    desk.says("enrol-fingerprint-error", &other).await?;
    desk.holds("enrol-request", &request.text()).await?;
    desk.look("s8-enrol-other").await?;
    let fingerprint = fours(&request.fingerprint());
    desk.fill("enrol-fingerprint", &fingerprint).await?;
    desk.click("enrol-go").await?;
    desk.find("enrol-done").await?;
    desk.sees(&fours(&lab::lab().fingerprint)).await?;
    desk.look("s8-enrolled").await
}

//! A further desk begins in its window: a password, a request that is carried, the manager's file; the program may be closed
//! in between.

use std::path::{Path, PathBuf};

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, LOGIN, PASSWORD};

#[tokio::test]
async fn a_further_desk_joins_in_russian() -> WebDriverResult<()> {
    joins(Lang::Ru).await
}

#[tokio::test]
async fn a_further_desk_joins_in_kazakh() -> WebDriverResult<()> {
    joins(Lang::Kk).await
}

async fn joins(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Nothing);
    lab::agreed_to_exchange(&data, AIGERIM.iin);
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let village = folder.path().join("village");
    let fingerprint = asks(&village, &stick, lang).await?;
    let early = lab::bundle(&data, &stick.join("early.tkb"));
    enrolled(&data, &stick, lang, &fingerprint).await?;
    too_early(&village, &early, lang).await?;
    begins(&village, &bundle_on(&stick, &early), lang, &fingerprint).await
}

/// The new computer makes a request; its fingerprint.
async fn asks(village: &Path, stick: &Path, lang: Lang) -> WebDriverResult<String> {
    let there = stick.to_string_lossy();
    let desk = Desk::open_with(village, lang, &[("TIRKEU_SAVE_DIR", &there)]).await?;
    desk.click("setup-join").await?;
    desk.fill("join-password", "short").await?;
    desk.fill("join-again", "short").await?;
    desk.click("join-make").await?;
    let short = steps::error_words(lang, "vault-password-short");
    desk.says("join-password-error", &short).await?;
    desk.look("s9-join-password").await?;
    desk.fill("join-password", PASSWORD).await?;
    desk.fill("join-again", "something else entirely").await?;
    desk.click("join-make").await?;
    desk.find("join-differs").await?;
    desk.fill("join-again", PASSWORD).await?;
    desk.click("join-make").await?;
    desk.find("join-qr").await?;
    desk.click("join-save").await?;
    let saved = steps::words(lang, "join-saved");
    desk.says("join-said", &saved).await?;
    assert_eq!(
        desk.value("join-password-known").await?,
        "",
        "nobody's password stays"
    );
    desk.look("s9-join-request").await?;
    desk.text("join-fingerprint").await
}

/// The manager enrols it by the file and writes everything for it.
async fn enrolled(data: &Path, stick: &Path, lang: Lang, fingerprint: &str) -> WebDriverResult<()> {
    let request = stick.join("tirkeu-request.txt");
    let (request, there) = (request.to_string_lossy(), stick.to_string_lossy());
    let env = [
        ("TIRKEU_OPEN_FILE", &*request),
        ("TIRKEU_SAVE_DIR", &*there),
    ];
    let desk = Desk::open_with(data, lang, &env).await?;
    steps::signed_in(&desk).await?;
    desk.click("tab-settings").await?;
    desk.click("settings-exchange").await?;
    desk.click("enrol-pick").await?;
    let text = std::fs::read_to_string(&*request).unwrap();
    desk.holds("enrol-request", &text).await?;
    for (field, typed) in [
        ("fingerprint", fingerprint),
        ("name", "Ауыл"),
        ("site", "Ұзынағаш"),
        ("prefix", "777"),
    ] {
        desk.fill(&format!("enrol-{field}"), typed).await?;
    }
    desk.choose("enrol-staff", "Сейтова Айгүл Маратқызы")
        .await?;
    desk.click("enrol-go").await?;
    desk.find("enrol-done").await?;
    desk.click("bundle-whole").await?;
    let written = steps::words(lang, "exchange-written");
    desk.says("exchange-said", &written).await
}

/// A file that was written before the enrolment is refused, and nothing typed is lost.
async fn too_early(village: &Path, early: &Path, lang: Lang) -> WebDriverResult<()> {
    let file = early.to_string_lossy();
    let desk = Desk::open_with(village, lang, &[("TIRKEU_OPEN_FILE", &file)]).await?;
    typed(&desk, &lab::lab().fingerprint).await?;
    desk.click("join-go").await?;
    // Nobody sealed it for this desk.
    desk.find("join-file-problems").await?;
    let foreign = steps::error_words(lang, "bundle-other");
    desk.says("join-file-problems", &foreign).await?;
    desk.holds("join-login", LOGIN).await
}

async fn typed(desk: &Desk, organisation: &str) -> WebDriverResult<()> {
    // The request that waits is shown at once.
    desk.find("join-fingerprint").await?;
    desk.click("join-pick").await?;
    desk.fill("join-organisation", organisation).await?;
    desk.fill("join-login", LOGIN).await?;
    desk.fill("join-password-known", PASSWORD).await
}

fn bundle_on(stick: &Path, early: &Path) -> PathBuf {
    let files = std::fs::read_dir(stick).unwrap();
    let mut bundles = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "tkb") && path != early);
    bundles.next().unwrap()
}

async fn begins(village: &Path, file: &Path, lang: Lang, fingerprint: &str) -> WebDriverResult<()> {
    let file = file.to_string_lossy();
    let desk = Desk::open_with(village, lang, &[("TIRKEU_OPEN_FILE", &file)]).await?;
    typed(&desk, "AAAA BBBB CCCC").await?;
    assert_eq!(
        desk.text("join-fingerprint").await?,
        fingerprint,
        "the same keys wait"
    );
    desk.click("join-go").await?;
    desk.find("join-organisation-error").await?;
    desk.look("s9-join-other").await?;
    desk.fill("join-organisation", &lab::lab().fingerprint)
        .await?;
    desk.fill("join-password-known", "not the password of it")
        .await?;
    desk.click("join-go").await?;
    let wrong = steps::error_words(lang, "vault-password-wrong");
    desk.says("join-password-known-error", &wrong).await?;
    desk.fill("join-password-known", PASSWORD).await?;
    desk.click("join-go").await?;
    desk.find("shell-staff").await?;
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.fill("patients-search", AIGERIM.surname).await?;
    desk.find("patients-search-list-row").await?;
    desk.look("s9-joined").await
}

//! The recovery sheet is lost: a manager makes a new one, types it back, and both desks say so in red; the other desk follows
//! when the fingerprint of the paper is typed there. In both languages.

use std::path::Path;

use thirtyfour::prelude::*;
use tirkeu_core::desk::backup::{Alone, Go};
use tirkeu_core::desk::{Folder, bundle};
use tirkeu_core::event::desk::closing;
use tirkeu_tests::village::{Beginner, joined};

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::steps::{self, LOGIN, PASSWORD};

#[tokio::test]
async fn a_lost_sheet_in_russian() -> WebDriverResult<()> {
    lost(Lang::Ru).await
}

#[tokio::test]
async fn a_lost_sheet_in_kazakh() -> WebDriverResult<()> {
    lost(Lang::Kk).await
}

async fn lost(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let village = folder.path().join("village");
    further(&data, &village);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    replaced(&desk).await?;
    typed_back(&desk).await?;
    desk.lock().await?;
    drop(desk);
    let mut fingerprint = String::new();
    lab::within(&data, |open| fingerprint = open.fingerprint());
    let carried = lab::bundle(&data, &folder.path().join("carried.tkb"));
    lab::within(&village, |open| {
        bundle::import(&Alone::new(open), &carried, &mut |_| Go::On).unwrap();
    });
    let desk = Desk::open(&village, lang).await?;
    steps::signed_in(&desk).await?;
    followed(&desk, &fingerprint).await
}

/// A second desk of the laboratory.
fn further(data: &Path, village: &Path) {
    let carried = village.with_extension("tkb");
    lab::within(data, |open| {
        let machine = lab::machine();
        let place = Folder::begin(village).unwrap();
        let who = Beginner {
            login: LOGIN,
            password: PASSWORD,
            machine: &machine,
        };
        let second = joined(open, &place, &carried, &who);
        second.close(closing::LOCKED).unwrap();
    });
}

/// By keys alone; somebody else's guess changes nothing.
async fn replaced(desk: &Desk) -> WebDriverResult<()> {
    desk.gone("replaced-kit").await?;
    desk.click("tab-settings").await?;
    desk.click("settings-backup").await?;
    desk.click("lost-kit-open").await?;
    desk.fill("lost-kit-login", LOGIN).await?;
    desk.fill("lost-kit-password", "a guess at a password")
        .await?;
    desk.press(Key::Enter).await?;
    let no = steps::error_words(desk.lang(), "vault-password-wrong");
    desk.says("lost-kit-password-error", &no).await?;
    desk.look("s9-lost-kit").await?;
    desk.fill("lost-kit-password", PASSWORD).await?;
    desk.press(Key::Enter).await?;
    desk.find("kit-answer-1").await?;
    desk.look("s9-lost-kit-new").await
}

/// Work goes on once the sheet is on paper, and everybody is told who did it.
async fn typed_back(desk: &Desk) -> WebDriverResult<()> {
    steps::kit_back(desk).await?;
    desk.find("shell-staff").await?;
    desk.find("replaced-kit").await?;
    desk.gone("kit-fingerprint").await?;
    steps::to_the_box(desk).await?;
    desk.sees("Сейтова Айгүл Маратқызы").await?;
    desk.look("s9-kit-replaced").await
}

/// The fingerprint stands on the paper alone here.
async fn followed(desk: &Desk, fingerprint: &str) -> WebDriverResult<()> {
    desk.gone("replaced-kit-fingerprint").await?;
    desk.fill("kit-fingerprint", "0000 0000 0000").await?;
    desk.click("kit-accept").await?;
    let no = steps::error_words(desk.lang(), "kit-other");
    desk.says("kit-fingerprint-error", &no).await?;
    desk.look("s9-kit-owed").await?;
    desk.fill("kit-fingerprint", &fingerprint.to_lowercase())
        .await?;
    desk.press(Key::Enter).await?;
    desk.gone("kit-fingerprint").await?;
    desk.find("replaced-kit-fingerprint").await.map(drop)
}

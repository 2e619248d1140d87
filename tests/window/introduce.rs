//! Two desks burnt, both came back by the sheet, and neither reads the other until they are introduced.

use std::path::Path;

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::steps;

#[tokio::test]
async fn two_desks_that_came_back_are_introduced_in_russian() -> WebDriverResult<()> {
    introduced(Lang::Ru).await
}

#[tokio::test]
async fn two_desks_that_came_back_are_introduced_in_kazakh() -> WebDriverResult<()> {
    introduced(Lang::Kk).await
}

async fn introduced(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let data = lab::copied(folder.path());
    let village = lab::second(folder.path(), &data);
    std::fs::create_dir(at("meeting")).unwrap();
    let meeting = at("meeting").to_string_lossy().into_owned();
    let meets = |open: &mut tirkeu_core::desk::Open| lab::meets_at(open, &meeting);
    let one = lab::reborn(folder.path(), &data, "one", meets);
    let other = lab::reborn(folder.path(), &village, "other", meets);
    let stick = at("stick");
    std::fs::create_dir(&stick).unwrap();
    let fingerprint = says_who_it_is(&other, &stick, lang).await?;
    introduces(&one, &stick, &fingerprint, lang).await?;
    reads(&other, lang).await?;
    reads(&one, lang).await
}

async fn opened(data: &Path, lang: Lang, env: &[(&str, &str)]) -> WebDriverResult<Desk> {
    let desk = Desk::open_with(data, lang, env).await?;
    steps::signed_in(&desk).await?;
    desk.click("tab-settings").await?;
    desk.click("settings-exchange").await?;
    desk.find("introduce").await?;
    Ok(desk)
}

/// The one desk meets nobody whom it could read, and saves who it is; its fingerprint.
async fn says_who_it_is(data: &Path, stick: &Path, lang: Lang) -> WebDriverResult<String> {
    let there = stick.to_string_lossy();
    let desk = opened(data, lang, &[("TIRKEU_SAVE_DIR", &there)]).await?;
    meets(&desk).await?;
    // The desk from which it began, and the one that it was, are all it knows.
    assert_eq!(known(&desk).await?, 3);
    desk.click("introduce-open").await?;
    desk.find("introduction-qr").await?;
    desk.click("introduction-save").await?;
    let saved = steps::words(lang, "join-saved");
    desk.says("introduction-said", &saved).await?;
    desk.look("s8-introduction").await?;
    desk.text("introduction-fingerprint").await
}

async fn introduces(
    data: &Path,
    stick: &Path,
    fingerprint: &str,
    lang: Lang,
) -> WebDriverResult<()> {
    let request = stick.join("tirkeu-request.txt");
    let request = request.to_string_lossy();
    let desk = opened(data, lang, &[("TIRKEU_OPEN_FILE", &request)]).await?;
    meets(&desk).await?;
    assert_eq!(known(&desk).await?, 3, "nothing of the other can be read");
    desk.click("introduce-open").await?;
    desk.fill("introduce-request", "TIRKEU-DESK-1:00").await?;
    desk.click("introduce-go").await?;
    let form = steps::error_words(lang, "introduction-form");
    desk.says("introduce-request-error", &form).await?;
    desk.click("introduce-pick").await?;
    desk.fill("introduce-fingerprint", "0000 0000 0000 0000")
        .await?;
    desk.click("introduce-go").await?;
    let other = steps::error_words(lang, "request-other");
    desk.says("introduce-fingerprint-error", &other).await?;
    desk.look("s8-introduce-errors").await?;
    desk.fill("introduce-fingerprint", fingerprint).await?;
    desk.click("introduce-go").await?;
    let done = steps::words(lang, "introduce-done");
    desk.says("introduce-said", &done).await?;
    desk.look("s8-introduced").await?;
    meets(&desk).await
}

/// It reads, and is read: both that were and both that are.
async fn reads(data: &Path, lang: Lang) -> WebDriverResult<()> {
    let desk = opened(data, lang, &[]).await?;
    meets(&desk).await?;
    let mut wanted = 0;
    for _ in 0..50 {
        wanted = known(&desk).await?;
        if wanted == 4 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    assert_eq!(wanted, 4);
    Ok(())
}

async fn meets(desk: &Desk) -> WebDriverResult<()> {
    desk.click("exchange-now").await?;
    let met = steps::words(desk.lang(), "exchange-done");
    desk.says("exchange-said", &met).await
}

async fn known(desk: &Desk) -> WebDriverResult<usize> {
    let rows = By::Css("[data-testid='exchange-desk']");
    Ok(desk.driver.find_all(rows).await?.len())
}

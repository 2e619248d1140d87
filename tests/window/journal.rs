//! The manager's morning: is the journal whole, who looked at what, what is unusual, a file for the auditor, a sheet for
//! the folder, a paper for the patient.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{Says, copied, register};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn the_managers_morning_in_russian() -> WebDriverResult<()> {
    morning(Lang::Ru).await
}

#[tokio::test]
async fn the_managers_morning_in_kazakh() -> WebDriverResult<()> {
    morning(Lang::Kk).await
}

async fn morning(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = copied(folder.path());
    register(&data, &AIGERIM, Says::Yes);
    register(&data, &NURLAN, Says::Nothing);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    whole(&desk).await?;
    filtered(&desk).await?;
    let mark = in_full(&desk).await?;
    for_the_patient(&desk).await?;
    desk.press(Key::F8).await?;
    desk.click("journal-clear").await?;
    unusual(&desk).await?;
    exported(&desk).await?;
    sheet(&desk, &mark).await
}

/// The verdict stands on top, without a question.
async fn whole(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F8).await?;
    desk.find("journal-check").await?;
    let verdict = desk.text("verdict").await?;
    let words = steps::words(desk.lang(), "journal-verdict-whole");
    let begins = words.split(['.', ':']).next().unwrap();
    assert!(verdict.starts_with(begins), "{verdict}");
    desk.find("journal-feed").await?;
    let page = desk.page().await?;
    assert!(page.contains(&AIGERIM.iin[8..]), "the last four digits");
    assert!(!page.contains(AIGERIM.iin), "and no more of them");
    desk.look("s7-journal").await?;
    desk.click("journal-check").await?;
    desk.find("journal-check").await?;
    desk.find("verdict").await.map(drop)
}

async fn filtered(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("journal-from", "31.02.2026").await?;
    desk.fill("journal-iin", "910312400122").await?;
    desk.click("journal-go").await?;
    let nobody = steps::error_words(desk.lang(), "not-found");
    desk.says("journal-iin-error", &nobody).await?;
    desk.find("journal-from-error").await?;
    desk.holds("journal-from", "31.02.2026").await?;
    desk.look("s7-journal-wrong").await?;
    desk.fill("journal-from", &steps::today()).await?;
    desk.fill("journal-iin", AIGERIM.iin).await?;
    desk.choose("journal-doing", "patient").await?;
    desk.click("journal-go").await?;
    desk.find("journal-patient").await?;
    desk.find("journal-row").await?;
    let rows = desk.text("journal-feed").await?;
    assert!(!rows.contains(NURLAN.surname), "of one person: {rows}");
    desk.look("s7-journal-filtered").await?;
    by_name(desk).await
}

/// Whoever has no number at hand finds the patient as at the desk.
async fn by_name(desk: &Desk) -> WebDriverResult<()> {
    desk.click("journal-clear").await?;
    desk.click("journal-find").await?;
    desk.fill("journal-patient-search", NURLAN.surname).await?;
    desk.find("journal-patient-search-list-row").await?;
    desk.look("s7-journal-find").await?;
    desk.press(Key::Down).await?;
    desk.press(" ").await?;
    desk.find("journal-patient").await?;
    let rows = desk.text("journal-feed").await?;
    assert!(rows.contains(NURLAN.surname), "{rows}");
    assert!(!rows.contains(AIGERIM.surname), "of one person: {rows}");
    desk.click("journal-clear").await?;
    desk.gone("journal-patient").await?;
    desk.fill("journal-iin", AIGERIM.iin).await?;
    desk.choose("journal-doing", "patient").await?;
    desk.click("journal-go").await?;
    desk.find("journal-patient").await.map(drop)
}

/// Opens the entry of the intake; gives what an old control sheet would say of it.
async fn in_full(desk: &Desk) -> WebDriverResult<String> {
    desk.click("journal-open").await?;
    let valid = steps::words(desk.lang(), "journal-signature-valid");
    desk.says("entry-signature", &valid).await?;
    let body = desk.text("entry-body").await?;
    assert!(body.contains(AIGERIM.iin), "the body in full: {body}");
    desk.look("s7-journal-entry").await?;
    let hash = desk.text("entry-header-hash").await?;
    let seq = desk.text("entry-header-seq").await?;
    desk.press(Key::Escape).await?;
    desk.gone("entry-panel").await?;
    Ok(format!("{seq}:{hash}"))
}

async fn unusual(desk: &Desk) -> WebDriverResult<()> {
    desk.click("journal-view-reveals").await?;
    // The body that was just read is a card in full.
    desk.find("journal-row").await?;
    desk.click("journal-view-failed_sign_ins").await?;
    desk.find("journal-empty").await?;
    desk.click("journal-usual").await?;
    desk.fill("usual-to", "7").await?;
    desk.click("usual-save").await?;
    let hours = steps::error_words(desk.lang(), "trail-hours");
    desk.says("usual-to-error", &hours).await?;
    desk.look("s7-journal-usual").await?;
    desk.fill("usual-from", "0").await?;
    desk.fill("usual-to", "24").await?;
    desk.click("usual-save").await?;
    desk.gone("usual-panel").await?;
    desk.click("journal-view-out_of_hours").await?;
    desk.find("journal-empty").await?;
    desk.look("s7-journal-hours").await?;
    desk.click("journal-view-all").await?;
    desk.find("journal-row").await.map(drop)
}

async fn exported(desk: &Desk) -> WebDriverResult<()> {
    desk.click("journal-export").await?;
    desk.click("export-go").await?;
    desk.find("export-done").await?;
    desk.look("s7-journal-export").await?;
    desk.pick("export-form-csv").await?;
    desk.click("export-go").await?;
    desk.find("export-done").await?;
    desk.press(Key::Escape).await?;
    desk.gone("export-panel").await?;
    desk.click("journal-view-exports").await?;
    desk.find("journal-row").await?;
    desk.click("journal-view-all").await
}

async fn sheet(desk: &Desk, mark: &str) -> WebDriverResult<()> {
    desk.click("journal-sheet").await?;
    desk.fill("sheet-mark", "7").await?;
    desk.click("sheet-compare").await?;
    let none = steps::error_words(desk.lang(), "trail-sheet");
    desk.says("sheet-mark-error", &none).await?;
    desk.fill("sheet-mark", mark).await?;
    desk.click("sheet-compare").await?;
    let answer = desk.text("sheet-answer").await?;
    let words = steps::words(desk.lang(), "journal-sheet-agrees");
    assert!(
        answer.contains(words.split('.').next().unwrap()),
        "{answer}"
    );
    desk.click("sheet-show").await?;
    desk.find("sheet-pages").await?;
    desk.look("s7-journal-sheet").await?;
    desk.click("sheet-save").await?;
    desk.find("sheet-saved").await?;
    desk.press(Key::Escape).await?;
    desk.gone("sheet-panel").await
}

/// From an entry to the card, and what the patient takes home.
async fn for_the_patient(desk: &Desk) -> WebDriverResult<()> {
    desk.click("journal-open").await?;
    desk.click("entry-card").await?;
    desk.find("card").await?;
    desk.click("card-tab-seen").await?;
    desk.click("seen-open").await?;
    desk.find("seen-pages").await?;
    // No printer in this story: what stands in the way is said beside the paper.
    desk.click("seen-print").await?;
    let silent = steps::error_words(desk.lang(), "spooler-silent");
    desk.says("seen-problems", &silent).await?;
    desk.look("s7-seen-paper").await?;
    desk.click("seen-save").await?;
    desk.find("seen-saved").await?;
    desk.press(Key::Escape).await?;
    desk.gone("seen-panel").await
}

//! A scanner at the desk: what the scanner lab of the settings says of an order number, of an ИИН and of a code that is
//! none; a service is scanned into the intake; what nobody knows is said in words, and no field is touched by any of it.

use std::time::Duration;

use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn a_scanner_in_russian() -> WebDriverResult<()> {
    scanner(Lang::Ru).await
}

#[tokio::test]
async fn a_scanner_in_kazakh() -> WebDriverResult<()> {
    scanner(Lang::Kk).await
}

async fn scanner(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    crate::orders::listed(&data);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    a_service_in_the_intake(&desk).await?;
    a_code_that_nobody_knows(&desk).await?;
    from_every_screen(&desk).await?;
    the_lab(&desk).await
}

/// Half-typed fields stay as they are, the focus too.
async fn a_service_in_the_intake(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::Insert).await?;
    desk.at("intake-surname").await?;
    desk.fill("intake-surname", AIGERIM.surname).await?;
    desk.scan("B03.335").await?;
    desk.says("order-lines", "B03.335").await?;
    desk.says("order-sums", "800 ₸").await?;
    let what = steps::words(desk.lang(), "scanner-kind-service");
    desk.says("status-scan", &what).await?;
    desk.holds("intake-surname", AIGERIM.surname).await?;
    desk.at("intake-surname").await?;
    desk.look("s1-scanned-service").await
}

/// What it says makes the line at the bottom longer, and nothing that is clicked there moves.
async fn a_code_that_nobody_knows(desk: &Desk) -> WebDriverResult<()> {
    let stood = bar(desk).await?;
    desk.scan("B99.999").await?;
    let no_service = tail(desk, "scanner-status-no-service");
    desk.says("status-scan", &no_service).await?;
    desk.scan("LAB 2026/11").await?;
    let unknown = tail(desk, "scanner-status-unknown");
    desk.says("status-scan", &unknown).await?;
    desk.holds("intake-surname", AIGERIM.surname).await?;
    desk.at("intake-surname").await?;
    assert_eq!(bar(desk).await?, stood);
    desk.look("s1-scanned-unknown").await?;
    // A dialog is open: the service stays out.
    desk.press(Key::F1).await?;
    desk.find("keys-help").await?;
    desk.scan("B03.335").await?;
    let unused = tail(desk, "scanner-status-unused");
    desk.says("status-scan", &unused).await?;
    desk.press(Key::Escape).await?;
    desk.gone("keys-help").await?;
    desk.says("order-sums", "800 ₸").await
}

/// Where the buttons of the status bar stand.
async fn bar(desk: &Desk) -> WebDriverResult<Vec<(i64, i64)>> {
    let mut places = Vec::new();
    for button in ["shell-patient", "shell-help"] {
        let place = desk.find(button).await?.rect().await?;
        places.push((place.x.round() as i64, place.y.round() as i64));
    }
    Ok(places)
}

/// A label leads to the orders from where nothing is half-typed; a wrong digit is said there by the core.
async fn from_every_screen(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.scan("100000000").await?;
    let wrong = steps::error_words(desk.lang(), "order-number-check");
    desk.says("orders-number-error", &wrong).await?;
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.scan(AIGERIM.iin).await?;
    let nothing = steps::words(desk.lang(), "common-nothing-found");
    desk.says("patients-search-said", &nothing).await?;
    // Where a form may stand half-typed, a label leads nowhere.
    desk.press(Key::F5).await?;
    desk.find("expected").await?;
    desk.scan("100482137").await?;
    desk.says("status-scan", &tail(desk, "scanner-status-unused"))
        .await?;
    desk.find("expected").await.map(drop)
}

async fn the_lab(desk: &Desk) -> WebDriverResult<()> {
    let words = |key: &str| steps::words(desk.lang(), key);
    desk.click("tab-settings").await?;
    desk.click("settings-scanner").await?;
    desk.at("scanner-area").await?;
    desk.says("scanner-trial", &words("scanner-none")).await?;
    desk.look("s9-scanner-empty").await?;
    desk.scan("100482137").await?;
    desk.says("scanner-kind", &words("scanner-kind-order"))
        .await?;
    desk.says("scanner-text", "100482137").await?;
    desk.says("scanner-count", "9").await?;
    desk.says("scanner-end", "Enter").await?;
    desk.says("scanner-advice", &words("scanner-advice-good"))
        .await?;
    desk.look("s9-scanner-order").await?;
    desk.scan(AIGERIM.iin).await?;
    desk.says("scanner-kind", &words("scanner-kind-iin"))
        .await?;
    desk.says("scanner-text", "••••••••0121").await?;
    desk.says("scanner-check", &words("scanner-check-good"))
        .await?;
    let page = desk.page().await?;
    assert!(!page.contains(AIGERIM.iin), "hidden from the queue");
    desk.click("scanner-whole").await?;
    desk.says("scanner-text", AIGERIM.iin).await?;
    desk.click("scanner-area").await?;
    // The control digit of an ИИН is judged by the core.
    desk.scan("910312400122").await?;
    let wrong = steps::error_words(desk.lang(), "iin-checksum");
    desk.says("scanner-check", &wrong).await?;
    desk.look("s9-scanner").await?;
    badly_set(desk).await?;
    // Nothing of it is left when somebody comes back.
    desk.click("settings-printers").await?;
    desk.gone("scanner-lab").await?;
    desk.click("settings-scanner").await?;
    desk.says("scanner-trial", &words("scanner-none")).await?;
    desk.gone("scanner-recent").await
}

/// A prefix, no Enter, a pause between signs.
async fn badly_set(desk: &Desk) -> WebDriverResult<()> {
    let words = |key: &str| steps::words(desk.lang(), key);
    desk.press("a910312").await?;
    sleep(Duration::from_millis(80)).await;
    desk.press("400121").await?;
    desk.says("scanner-end", &words("scanner-end-none")).await?;
    for advice in ["slow", "end", "extra"] {
        let said = words(&format!("scanner-advice-{advice}"));
        desk.says("scanner-advice", &said).await?;
    }
    desk.holds("scanner-area", "").await?;
    desk.look("s9-scanner-badly-set").await
}

/// A sentence after its last variable.
fn tail(desk: &Desk, key: &str) -> String {
    let folder = crate::root().join("locales").join(desk.lang().code());
    let text = std::fs::read_to_string(folder.join("scanner.ftl")).unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    let (_, said) = line.rsplit_once('}').unwrap();
    said.trim_start_matches([':', ',', ' ']).to_owned()
}

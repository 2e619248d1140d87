//! Printers in the window, against a CUPS of the story's own: what is chosen, a test label, papers of an order that wait for
//! printers which are off, a receipt that is printed, one that waits and is printed in the end.

use std::time::Duration;

use thirtyfour::prelude::*;
use tokio::time::sleep;

use crate::cups::{Cups, Device, Manner, THROUGH, nobody};
use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn printers_in_russian() -> WebDriverResult<()> {
    printers(Lang::Ru).await
}

#[tokio::test]
async fn printers_in_kazakh() -> WebDriverResult<()> {
    printers(Lang::Kk).await
}

async fn printers(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    crate::orders::listed(&data);
    let cups = Cups::start();
    let [tubes, office, sheets] = [(); 3].map(|()| Device::start(Manner::Prints));
    cups.queue("tubes", tubes.port, THROUGH);
    cups.queue("office", office.port, THROUGH);
    cups.queue("sheets", sheets.port, THROUGH);
    cups.queue("old", nobody(), THROUGH);
    cups.run("/usr/sbin/cupsdisable", &["old"]);
    let door = cups.door();
    let door = door.to_str().unwrap();
    let desk = Desk::open_with(&data, lang, &[("CUPS_SERVER", door)]).await?;
    steps::signed_in(&desk).await?;
    chosen(&desk).await?;
    tested(&desk, &tubes).await?;
    of_the_office(&desk, &sheets).await?;
    saved_with_printers_off(&desk, &cups, (&tubes, &office)).await?;
    printed(&desk, &office).await?;
    waits(&desk, &cups, &office).await?;
    the_last_once_more(&desk, (&tubes, &office)).await?;
    gone(&desk, &cups).await?;
    cancelled(&desk, &cups, &tubes).await
}

/// A size that cannot be scanned is refused beside its field; nothing that was chosen is lost.
async fn chosen(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-printers").await?;
    desk.find("printers-one-tubes").await?;
    for (kind, printer) in [
        ("label", "tubes"),
        ("slip", "office"),
        ("receipt", "office"),
        ("other", "sheets"),
    ] {
        desk.choose(&format!("printer-{kind}"), printer).await?;
    }
    desk.fill("label-width", "30").await?;
    desk.click("printers-save").await?;
    let words = steps::error_words(desk.lang(), "label-narrow");
    let start = words.split('{').next().unwrap().to_owned();
    desk.says("label-width-error", &start).await?;
    desk.holds("printer-label", "tubes").await?;
    desk.look("s9-printers-narrow").await?;
    desk.fill("label-width", "40").await?;
    desk.click("printers-save").await?;
    desk.says(
        "printers-saved",
        &steps::words(desk.lang(), "printers-saved"),
    )
    .await?;
    let stopped = steps::words(desk.lang(), "printers-state-stopped");
    desk.says("printers-one-old", &stopped).await?;
    desk.look("s9-printers").await
}

async fn tested(desk: &Desk, tubes: &Device) -> WebDriverResult<()> {
    desk.click("printers-test").await?;
    desk.says("printers-sent", "tubes").await?;
    let said = arrived(tubes, 1).await;
    assert!(
        said.contains("000 00000 0") && said.contains("ӘҒҚҢӨҰҮҺІ"),
        "{said}"
    );
    desk.look("s9-printers-test").await
}

/// F9 with a label printer that is stopped and an office printer that takes nothing: the patient is saved, the number
/// stands large, the line says what did not come out; F10 with both on prints exactly that, once.
async fn saved_with_printers_off(
    desk: &Desk,
    cups: &Cups,
    (tubes, office): (&Device, &Device),
) -> WebDriverResult<()> {
    cups.run("/usr/sbin/cupsdisable", &["tubes"]);
    cups.run("/usr/sbin/cupsreject", &["office"]);
    steps::to_the_box(desk).await?;
    steps::typed_patient(desk, &AIGERIM).await?;
    steps::consented(desk).await?;
    desk.press(Key::Escape).await?;
    for digit in ["1", "2"] {
        desk.press(Key::Alt + digit).await?;
    }
    desk.says("order-sums", "4 100 ₸").await?;
    desk.press(Key::F9).await?;
    desk.find("receipt-pages").await?;
    let number = desk.text("order-given-number").await?;
    let paused = steps::words(desk.lang(), "printers-reason-paused");
    let refuses = steps::words(desk.lang(), "printers-reason-refuses");
    desk.says("after-waits", &paused).await?;
    desk.says("after-waits", &refuses).await?;
    desk.says("after-waits", "2 ").await?;
    desk.look("s1-not-printed").await?;
    assert_eq!(
        (tubes.got().len(), office.got().len()),
        (1, 0),
        "the test label alone"
    );
    desk.press(Key::F10).await?;
    desk.says("unprinted-rows", &number).await?;
    desk.look("s1-not-printed-list").await?;
    cups.run("/usr/sbin/cupsenable", &["tubes"]);
    cups.run("/usr/sbin/cupsaccept", &["office"]);
    let labels = arrived(tubes, 2).await;
    desk.click("unprinted-all").await?;
    let slip = arrived(office, 1).await;
    arrived(office, 2).await;
    desk.find("unprinted-none").await?;
    assert_eq!(
        (tubes.got().len(), office.got().len()),
        (2, 2),
        "each of them once"
    );
    assert_eq!(
        labels.matches(&number).count(),
        2,
        "a label each tube: {labels}"
    );
    let short = format!(
        "{} {}.",
        AIGERIM.surname,
        AIGERIM.name.chars().next().unwrap()
    );
    assert!(labels.contains(&short), "{labels}");
    assert!(slip.contains(&number) && slip.contains("4 100 ₸"), "{slip}");
    desk.press(Key::Escape).await?;
    desk.gone("unprinted").await?;
    desk.gone("status-unprinted").await
}

/// An empty request form and the control sheet of the journal, from where each is shown.
async fn of_the_office(desk: &Desk, sheets: &Device) -> WebDriverResult<()> {
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.click("patients-request-blank").await?;
    sheet(desk, sheets, ("request", "form-request-title")).await?;
    desk.press(Key::F8).await?;
    desk.click("journal-sheet").await?;
    desk.click("sheet-show").await?;
    sheet(desk, sheets, ("sheet", "form-control-title")).await
}

async fn sheet(desk: &Desk, sheets: &Device, (id, title): (&str, &str)) -> WebDriverResult<()> {
    desk.find(&format!("{id}-pages")).await?;
    let before = sheets.got().len();
    desk.click(&format!("{id}-print")).await?;
    desk.says(&format!("{id}-sent"), "sheets").await?;
    let said = arrived(sheets, before + 1).await;
    // Every sheet speaks both languages.
    let title = steps::words(Lang::Kk, title);
    assert!(said.contains(&title), "{title} in {said}");
    desk.look(&format!("s1-printed-{id}")).await?;
    desk.press(Key::Escape).await?;
    desk.gone(&format!("{id}-panel")).await
}

/// Shift+F10: the papers of the last patient, without a search.
async fn the_last_once_more(
    desk: &Desk,
    (tubes, office): (&Device, &Device),
) -> WebDriverResult<()> {
    let before = (tubes.got().len(), office.got().len());
    desk.press(Key::Shift + Key::F10).await?;
    desk.find("after-out").await?;
    arrived(tubes, before.0 + 1).await;
    arrived(office, before.1 + 2).await;
    desk.find("unprinted-none").await?;
    desk.look("s1-last-once-more").await?;
    desk.press(Key::Escape).await?;
    desk.gone("unprinted").await
}

/// Labels that lie with a stopped printer are taken back when their order is cancelled: the next thing that comes out is
/// another one.
async fn cancelled(desk: &Desk, cups: &Cups, tubes: &Device) -> WebDriverResult<()> {
    let before = tubes.got().len();
    desk.press(Key::Escape).await?;
    desk.gone("unprinted").await?;
    cups.run("/usr/sbin/cupsdisable", &["tubes"]);
    steps::to_the_box(desk).await?;
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-consent-open").await?;
    desk.press(Key::Control + "r").await?;
    desk.says("order-lines", "ОАК").await?;
    desk.press(Key::F9).await?;
    desk.find("after-waits").await?;
    let number = desk.text("order-given-number").await?;
    desk.press(Key::F4).await?;
    desk.fill("orders-number", &number).await?;
    desk.click("orders-find").await?;
    desk.says("order-number", &number).await?;
    desk.click("order-cancel").await?;
    desk.fill("order-reason", "передумала").await?;
    desk.click("order-go").await?;
    desk.find("order-saved").await?;
    desk.gone("order-papers").await?;
    desk.gone("status-unprinted").await?;
    cups.run("/usr/sbin/cupsenable", &["tubes"]);
    desk.click("tab-settings").await?;
    desk.click("settings-printers").await?;
    desk.click("printers-test").await?;
    let next = arrived(tubes, before + 1).await;
    assert!(next.contains("000 00000 0"), "{next}");
    Ok(())
}

/// The receipt after an intake, and an entry that says so.
async fn printed(desk: &Desk, office: &Device) -> WebDriverResult<()> {
    let before = desk.entries().await?;
    desk.click("receipt-print").await?;
    desk.says("receipt-sent", "office").await?;
    let said = arrived(office, 3).await;
    assert!(said.contains(AIGERIM.surname), "{said}");
    assert_ne!(desk.entries().await?, before, "each print is an entry");
    desk.look("s1-receipt-printed").await?;
    desk.gone("status-unprinted").await
}

/// A printer that somebody stopped keeps the paper, and the list tells so until it is out.
async fn waits(desk: &Desk, cups: &Cups, office: &Device) -> WebDriverResult<()> {
    cups.run("/usr/sbin/cupsdisable", &["office"]);
    desk.click("receipt-print").await?;
    let paused = steps::words(desk.lang(), "printers-reason-paused");
    desk.says("receipt-sent", &paused).await?;
    desk.find("status-unprinted").await?;
    desk.press(Key::F10).await?;
    desk.says("unprinted-rows", &paused).await?;
    let list = desk.text("unprinted-rows").await?;
    assert!(
        !list.contains(AIGERIM.surname),
        "the list names nobody: {list}"
    );
    desk.look("s1-unprinted").await?;
    // Pressed again while it waits: what lies there is taken back, and one paper comes out.
    desk.click("unprinted-again-0").await?;
    desk.says("unprinted-rows", &paused).await?;
    cups.run("/usr/sbin/cupsenable", &["office"]);
    arrived(office, 4).await;
    desk.find("unprinted-none").await?;
    assert_eq!(office.got().len(), 4, "not twice");
    // The button went with its row; Esc closes the list and not the receipt beneath it.
    desk.press(Key::Escape).await?;
    desk.gone("unprinted").await?;
    desk.find("receipt-print").await?;
    desk.gone("status-unprinted").await
}

/// A printer that is gone: said beside the paper, the paper stays on the list and can be printed once it is back.
async fn gone(desk: &Desk, cups: &Cups) -> WebDriverResult<()> {
    cups.run("/usr/sbin/lpadmin", &["-x", "office"]);
    desk.click("receipt-print").await?;
    let words = steps::error_words(desk.lang(), "printer-gone");
    desk.says("receipt-problems", words.split('{').next().unwrap())
        .await?;
    desk.look("s1-printer-gone").await?;
    let again = Device::start(Manner::Prints);
    cups.queue("office", again.port, THROUGH);
    desk.press(Key::F10).await?;
    desk.click("unprinted-all").await?;
    let said = arrived(&again, 1).await;
    assert!(said.contains(AIGERIM.surname), "{said}");
    desk.find("unprinted-none").await.map(drop)
}

/// The words of the newest of so many papers.
pub async fn arrived(device: &Device, count: usize) -> String {
    for _ in 0..300 {
        if device.got().len() >= count {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    let got = device.got();
    assert!(
        got.len() >= count,
        "{} of {count} papers arrived",
        got.len()
    );
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &got[count - 1]).unwrap();
    steps::pdf_text(file.path())
}

//! A day without the program: a manager sets numbers aside and prints the sheets; afterwards a sheet is entered with its own
//! number and time, and nothing comes out for it. Against a CUPS of the story's own, in both languages.

use thirtyfour::prelude::*;
use tirkeu_core::time::{Clock, SystemClock, Wall};

use crate::cups::{Cups, Device, Manner, THROUGH};
use crate::desk::{Desk, Lang};
use crate::printers::arrived;
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn a_day_on_paper_in_russian() -> WebDriverResult<()> {
    a_day_on_paper(Lang::Ru).await
}

#[tokio::test]
async fn a_day_on_paper_in_kazakh() -> WebDriverResult<()> {
    a_day_on_paper(Lang::Kk).await
}

async fn a_day_on_paper(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    crate::orders::listed(&data);
    let cups = Cups::start();
    let office = Device::start(Manner::Prints);
    cups.queue("office", office.port, THROUGH);
    let door = cups.door();
    let desk = Desk::open_with(&data, lang, &[("CUPS_SERVER", door.to_str().unwrap())]).await?;
    steps::signed_in(&desk).await?;
    let numbers = set_aside(&desk).await?;
    // Asked for twice while the printer stands still: each sheet comes out once.
    cups.run("/usr/sbin/cupsdisable", &["office"]);
    asked(&desk, &numbers).await?;
    desk.click("standby-print-all").await?;
    desk.find("standby-printed").await?;
    desk.click("standby-print-all").await?;
    let paused = steps::words(lang, "printers-reason-paused");
    desk.says("standby-sent", &paused).await?;
    idle(&desk, "standby-print-all").await?;
    cups.run("/usr/sbin/cupsenable", &["office"]);
    printed(&desk, &office, &numbers).await?;
    entered(&desk, &numbers[1]).await?;
    left(&desk, &numbers).await?;
    assert_eq!(office.got().len(), 4, "nothing was printed for a sheet");
    Ok(())
}

/// Until the button takes a press again: each of the sheets was handed over.
async fn idle(desk: &Desk, button: &str) -> WebDriverResult<()> {
    for _ in 0..200 {
        let busy = desk.find(button).await?.attr("aria-disabled").await?;
        if busy.as_deref() == Some("false") {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{button} stays busy")
}

async fn set_aside(desk: &Desk) -> WebDriverResult<Vec<String>> {
    desk.click("tab-settings").await?;
    desk.click("settings-standby").await?;
    desk.find("standby-none").await?;
    desk.fill("standby-count", "500").await?;
    desk.press(Key::Enter).await?;
    let words = steps::error_words(desk.lang(), "reserve-count");
    desk.says("standby-count-error", words.split('{').next().unwrap())
        .await?;
    desk.holds("standby-count", "500").await?;
    desk.look("s9-standby-error").await?;
    desk.fill("standby-count", "3").await?;
    desk.press(Key::Enter).await?;
    let made = steps::words(desk.lang(), "standby-made");
    desk.says("standby-made", &made).await?;
    desk.click("standby-left-show").await?;
    let left = desk.text("standby-left").await?;
    let numbers: Vec<String> = left.split(" · ").map(str::to_owned).collect();
    assert_eq!(numbers.len(), 3, "{left}");
    desk.look("s9-standby").await?;
    Ok(numbers)
}

/// A sheet is looked at and saved.
async fn asked(desk: &Desk, numbers: &[String]) -> WebDriverResult<()> {
    desk.click("standby-set-consents").await?;
    desk.find("standby-pages").await?;
    desk.look("s9-standby-consents").await?;
    desk.click("standby-save").await?;
    desk.find("standby-saved").await?;
    let text = steps::pdf_text(desk.saved().last().unwrap());
    for number in numbers {
        assert!(text.contains(number.as_str()), "{number} in {text}");
    }
    desk.press(Key::Escape).await?;
    desk.gone("standby-panel").await
}

/// All of them come out, each with the numbers.
async fn printed(desk: &Desk, office: &Device, numbers: &[String]) -> WebDriverResult<()> {
    for (at, wanted) in [
        (1, "form-reserved-title"),
        (2, "form-registration-title"),
        (3, "form-consent-title"),
    ] {
        let text = arrived(office, at).await;
        let title = steps::words(desk.lang(), wanted);
        assert!(text.contains(&title), "{title} in {text}");
        for number in numbers {
            assert!(text.contains(number.as_str()), "{number} on sheet {at}");
        }
    }
    let labels = arrived(office, 4).await;
    for number in numbers {
        assert_eq!(labels.matches(number.as_str()).count(), 4, "{labels}");
    }
    desk.look("s9-standby-printed").await
}

/// The sheet of the second patient: a scan of its label, the time on it, consent on paper.
async fn entered(desk: &Desk, number: &str) -> WebDriverResult<()> {
    steps::to_the_box(desk).await?;
    steps::typed_patient(desk, &AIGERIM).await?;
    desk.press(Key::F7).await?;
    desk.click("consent-channel-paper").await?;
    desk.pick("consent-tick-personal").await?;
    desk.pick("consent-tick-care").await?;
    desk.pick("consent-signature_seen").await?;
    desk.press(Key::Escape).await?;
    desk.pick("order-paper").await?;
    desk.press(Key::Alt + "1").await?;
    desk.press(Key::F9).await?;
    let required = steps::error_words(desk.lang(), "order-number-form");
    desk.says("order-paper_number-error", &required).await?;
    let when = steps::error_words(desk.lang(), "paper-time-required");
    desk.says("order-paper_taken_at-error", &when).await?;
    desk.look("s1-from-paper-error").await?;
    desk.click("intake-problems-go").await?;
    desk.at("order-paper_number").await?;
    let digits: String = number.split(' ').collect();
    desk.scan(&digits).await?;
    desk.holds("order-paper_number", &digits).await?;
    let now = Wall::almaty(SystemClock.now_ms()).local();
    let now = now.format("%d.%m.%Y %H:%M").to_string();
    desk.fill("order-paper_taken_at", &now).await?;
    desk.look("s1-from-paper").await?;
    desk.press(Key::F9).await?;
    desk.says("order-given-number", number).await?;
    desk.look("s1-from-paper-saved").await?;
    // Its label, scanned as any other, shows the order and that it came from paper.
    desk.scan(&digits).await?;
    desk.find("order-entered").await?;
    desk.look("s4-from-paper").await
}

/// The set says what is still on paper, and no sheet carries the number again.
async fn left(desk: &Desk, numbers: &[String]) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-standby").await?;
    desk.click("standby-left-show").await?;
    let left = [numbers[0].as_str(), numbers[2].as_str()].join(" · ");
    desk.says("standby-left", &left).await?;
    desk.look("s9-standby-entered").await?;
    desk.click("standby-set-list").await?;
    desk.find("standby-pages").await?;
    desk.click("standby-save").await?;
    desk.find("standby-saved").await?;
    let text = steps::pdf_text(desk.saved().last().unwrap());
    assert!(text.contains(numbers[0].as_str()) && !text.contains(numbers[1].as_str()));
    Ok(())
}

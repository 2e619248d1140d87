//! Who is expected, as reception sees them: somebody is listed, an employer's file is imported, one comes with a scan
//! and Enter, one is moved, one cancelled, and the employer gets a sheet. By keys where a queue stands.

use std::fmt::Write;

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN};

const EMPLOYER: &str = "«Зауыт» ЖШС";

#[tokio::test]
async fn who_is_expected_in_russian() -> WebDriverResult<()> {
    expected(Lang::Ru).await
}

#[tokio::test]
async fn who_is_expected_in_kazakh() -> WebDriverResult<()> {
    expected(Lang::Kk).await
}

async fn expected(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    let file = folder.path().join("tizim.csv");
    std::fs::write(&file, employers_file()).unwrap();
    let path = file.to_str().unwrap();
    let desk = Desk::open_with(&data, lang, &[("TIRKEU_OPEN_FILE", path)]).await?;
    steps::signed_in(&desk).await?;
    listed(&desk).await?;
    imported(&desk).await?;
    moved_and_cancelled(&desk).await?;
    received(&desk).await?;
    sheet(&desk).await?;
    how_long(&desk).await
}

/// Twelve people of whom three cannot be taken, as the employer's programs write them.
fn employers_file() -> Vec<u8> {
    let mut text = String::from("№;Фамилия;Имя;ИИН;Телефон\r\n");
    let mut row = |at: u8, name: &str, iin: &str, phone: &str| {
        write!(text, "{at};Серіков;{name};{iin};{phone}\r\n").unwrap();
    };
    for (at, name) in (1..).zip(["Асан", "Берік", "Ғалым", "Дәулет", "Ерлан"])
    {
        row(at, name, "", "8 701 234 56 78");
    }
    row(6, "Жандос", "910312400122", "8 701 234 56 78");
    row(7, "Зейнеп2", "", "");
    row(8, "Исатай", "", "12");
    for (at, name) in (9..).zip(["Қанат", "Марат", "Нұрлан", "Олжас"]) {
        row(at, name, "", "");
    }
    text.into_bytes()
}

async fn listed(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F5).await?;
    desk.find("expected-none").await?;
    desk.look("s1-expected-empty").await?;
    desk.click("expected-add").await?;
    desk.at("expect-surname").await?;
    desk.click("expect-go").await?;
    let nobody = steps::error_words(desk.lang(), "expected-who-required");
    desk.says("expect-surname-error", &nobody).await?;
    desk.fill("expect-iin", "910312400122").await?;
    desk.fill("expect-planned_on", "01.01.2020").await?;
    desk.press(Key::Control + Key::Enter).await?;
    let past = steps::error_words(desk.lang(), "expected-day-past");
    desk.says("expect-planned_on-error", &past).await?;
    let wrong = steps::error_words(desk.lang(), "iin-checksum");
    desk.says("expect-iin-error", &wrong).await?;
    desk.look("s1-expected-wrong").await?;
    desk.fill("expect-surname", AIGERIM.surname).await?;
    desk.press(Key::Enter).await?;
    desk.at("expect-name").await?;
    desk.fill("expect-name", AIGERIM.name).await?;
    desk.fill("expect-patronymic", AIGERIM.patronymic).await?;
    desk.fill("expect-iin", AIGERIM.iin).await?;
    desk.fill("expect-birth_date", AIGERIM.birth_date).await?;
    desk.fill("expect-phone", AIGERIM.phone).await?;
    desk.fill("expect-planned_on", &steps::today()).await?;
    desk.fill("expect-counterparty", EMPLOYER).await?;
    desk.fill("expect-booker", "Сейтова Сауле").await?;
    desk.fill("expect-services", "Глюкоза").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("expected-saved").await?;
    desk.at("expect-surname").await?;
    desk.holds("expect-counterparty", EMPLOYER).await?;
    for surname in [NURLAN.surname, "Өмірова"] {
        desk.fill("expect-surname", surname).await?;
        desk.press(Key::Control + Key::Enter).await?;
        desk.holds("expect-surname", "").await?;
    }
    desk.press(Key::Escape).await?;
    desk.at("expected-add").await?;
    desk.find("expected-row").await?;
    assert!(
        !desk.page().await?.contains(AIGERIM.iin),
        "an ИИН is masked"
    );
    desk.look("s1-expected-day").await
}

async fn imported(desk: &Desk) -> WebDriverResult<()> {
    desk.click("expected-import").await?;
    desk.find("import-bad-row").await?;
    let words = |key| steps::words(desk.lang(), key);
    desk.says("import-counts", &words("expected-import-counts"))
        .await?;
    desk.fill("import-counterparty", EMPLOYER).await?;
    desk.fill("import-list", "Медосмотр").await?;
    desk.fill("import-planned_on", "вчера").await?;
    let form = steps::error_words(desk.lang(), "date-form");
    desk.says("import-planned_on-error", &form).await?;
    desk.fill("import-planned_on", &steps::today()).await?;
    desk.find("import-bad-row").await?;
    desk.look("s1-expected-import").await?;
    let bad = desk.text("import-bad").await?;
    for code in ["iin-checksum", "name-digit", "phone-too-short"] {
        let said = steps::error_words(desk.lang(), code);
        assert!(bad.contains(&said), "{code}: {bad}");
    }
    desk.click("import-go").await?;
    let done = desk.text("import-done").await?;
    assert!(
        done.contains(": 9.") && done.contains(": 3."),
        "nine of twelve: {done}"
    );
    desk.look("s1-expected-imported").await?;
    // The same file again lists nobody twice.
    desk.click("import-choose").await?;
    desk.find("import-counts").await?;
    desk.fill("import-counterparty", EMPLOYER).await?;
    desk.fill("import-list", "Медосмотр").await?;
    let none = format!("{}: 0", words("expected-import-go").trim_end_matches(':'));
    desk.says("import-go", &none).await?;
    desk.press(Key::Escape).await?;
    desk.gone("import-panel").await?;
    desk.find("expected-row").await?;
    desk.look("s1-expected-long").await
}

async fn moved_and_cancelled(desk: &Desk) -> WebDriverResult<()> {
    // A button says to a reader whose row it stands in.
    let of = |key: &str, who: &str| format!("{}: {who}", steps::words(desk.lang(), key));
    let cancel = of("expected-cancel", NURLAN.surname);
    let move_ = of("expected-move", "Өмірова");
    desk.click(&move_).await?;
    desk.fill("expected-new-day", "01.01.2020").await?;
    desk.press(Key::Enter).await?;
    let past = steps::error_words(desk.lang(), "expected-day-past");
    desk.says("expected-new-day-error", &past).await?;
    desk.look("s1-expected-move").await?;
    desk.press(Key::Escape).await?;
    desk.gone("expected-move-panel").await?;
    desk.click(&cancel).await?;
    desk.find("expected-reason").await?;
    desk.click("expected-cancel-go").await?;
    let why = steps::error_words(desk.lang(), "expected-reason-required");
    desk.says("expected-reason-error", &why).await?;
    desk.fill("expected-reason", "Өзі сұрады").await?;
    desk.look("s1-expected-cancel").await?;
    desk.press(Key::Enter).await?;
    desk.gone("expected-cancel-panel").await?;
    desk.sees(&steps::words(desk.lang(), "expected-state-off"))
        .await?;
    // Tomorrow nobody is expected, until somebody is moved there.
    desk.click("expected-after").await?;
    desk.find("expected-none").await?;
    let tomorrow = desk.value("expected-day").await?;
    desk.click("expected-today").await?;
    desk.find("expected-row").await?;
    desk.click(&move_).await?;
    desk.fill("expected-new-day", &tomorrow).await?;
    desk.press(Key::Enter).await?;
    desk.gone("expected-move-panel").await?;
    desk.click("expected-after").await?;
    desk.holds("expected-day", &tomorrow).await?;
    desk.find("expected-row").await?;
    desk.click("expected-today").await?;
    desk.holds("expected-day", &steps::today()).await
}

/// A scan types the number and Enter; the rest is as for a new card.
async fn received(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F2).await?;
    desk.fill("intake-search", &AIGERIM.iin[..6]).await?;
    desk.find("intake-search-list-expected").await?;
    desk.look("s1-expected-offered").await?;
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-booked").await?;
    desk.at("intake-surname").await?;
    desk.holds("intake-surname", AIGERIM.surname).await?;
    desk.holds("intake-iin", AIGERIM.iin).await?;
    desk.holds("intake-birth_date", AIGERIM.birth_date).await?;
    desk.look("s1-expected-taken").await?;
    desk.pick("intake-sex-F").await?;
    steps::consented(desk).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    assert!(!desk.shows("intake-booked").await);
    desk.press(Key::F5).await?;
    desk.sees(&steps::words(desk.lang(), "expected-state-came"))
        .await
}

async fn sheet(desk: &Desk) -> WebDriverResult<()> {
    desk.click("expected-sheet").await?;
    desk.choose("expected-sheet-whose", EMPLOYER).await?;
    desk.click("expected-sheet-show").await?;
    desk.find("expected-sheet-pages").await?;
    desk.look("s1-expected-sheet").await?;
    desk.click("expected-sheet-print").await?;
    let silent = steps::error_words(desk.lang(), "spooler-silent");
    desk.says("expected-sheet-problems", &silent).await?;
    desk.click("expected-sheet-save").await?;
    desk.find("expected-sheet-saved").await?;
    let saved = desk.saved();
    let paper = steps::pdf_text(saved.last().unwrap());
    for said in [
        "Ахметова А. Б.",
        "келді · пришёл(а)",
        "келмеді · не пришёл(а)",
        EMPLOYER,
    ] {
        assert!(paper.contains(said), "{said} in {paper}");
    }
    for never in [AIGERIM.iin, "Глюкоза", "0121", "701 234", "Өзі сұрады"] {
        assert!(!paper.contains(never), "{never} in {paper}");
    }
    desk.press(Key::Escape).await?;
    desk.gone("expected-sheet-panel").await
}

async fn how_long(desk: &Desk) -> WebDriverResult<()> {
    desk.click("expected-days").await?;
    desk.holds("expected-kept", "30").await?;
    desk.fill("expected-kept", "366").await?;
    desk.press(Key::Enter).await?;
    let wrong = steps::error_words(desk.lang(), "expected-days");
    desk.says("expected-kept-error", &wrong).await?;
    desk.look("s1-expected-keep").await?;
    desk.fill("expected-kept", "14").await?;
    desk.click("expected-keep-go").await?;
    desk.find("expected-saved").await?;
    // What is half-typed is there again after the curtain.
    desk.click("expected-add").await?;
    desk.fill("expect-surname", "Жартылай").await?;
    steps::rested(desk).await?;
    desk.press(Key::Control + "l").await?;
    desk.fill("curtain-login", steps::LOGIN).await?;
    desk.fill("curtain-password", steps::PASSWORD).await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-search").await?;
    desk.press(Key::F5).await?;
    desk.click("expected-draft-continue").await?;
    desk.holds("expect-surname", "Жартылай").await
}

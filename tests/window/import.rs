//! A manager brings the laboratory's old list in: the file's columns by keys, its bad rows, the cards; whoever is on
//! it is found, says from where the card is, and is asked for consent at the next visit.

use std::fmt::Write;

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn an_old_list_in_russian() -> WebDriverResult<()> {
    import(Lang::Ru).await
}

#[tokio::test]
async fn an_old_list_in_kazakh() -> WebDriverResult<()> {
    import(Lang::Kk).await
}

async fn import(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    let file = folder.path().join("baza.csv");
    std::fs::write(&file, old_list(0)).unwrap();
    let path = file.to_str().unwrap();
    let desk = Desk::open_with(&data, lang, &[("TIRKEU_OPEN_FILE", path)]).await?;
    steps::signed_in(&desk).await?;
    steps::taken_in(&desk, &NURLAN).await?;
    mapped(&desk).await?;
    judged(&desk).await?;
    brought_in(&desk).await?;
    std::fs::write(&file, old_list(14)).unwrap();
    shifted(&desk).await?;
    the_next_visit(&desk).await
}

/// Women of whom nothing is wrong.
const WOMEN: [&str; 20] = [
    "Айша",
    "Ботагөз",
    "Гүлнар",
    "Дана",
    "Жібек",
    "Зарина",
    "Индира",
    "Кәмшат",
    "Лаура",
    "Мадина",
    "Назгүл",
    "Орынша",
    "Перизат",
    "Раушан",
    "Сандуғаш",
    "Торғын",
    "Ұлжан",
    "Фарида",
    "Шолпан",
    "Эльмира",
];

/// Thirty-one people under a header that says little, a bad row here and there; and so many rows more in which a
/// cell is gone.
fn old_list(shifted: usize) -> Vec<u8> {
    let mut text = String::from("Пациент;Номер;Дата рожд.;М/Ж;Связь\r\n");
    let mut row = |name: &str, cells: &str| write!(text, "{name};{cells}\r\n").unwrap();
    let told = [
        (
            "Ахметова Айгерім Болатқызы",
            "910312400121;;;8 701 234 56 78",
        ),
        ("Ысқақов Нұрлан Серікұлы", "781105300778;;;"),
        ("Серіков Асан", "910312400122;;;"),
        ("Серіков Берік", ";31.02.1990;м;"),
        ("Серіков Ғалым", ";01.03.1990;да;"),
        ("Серіков Дәулет", ";01.04.1990;м;12"),
        ("Серіков Ерлан", ";01.05.1990;ер;"),
        ("Серіков Ерлан", ";01.05.1990;м;8 705 111 22 33"),
        ("Серікова Жанар", ";01.06.1990;ж;"),
        ("Серікова Зейнеп", ";1990-07-01;әйел;"),
        ("Серікова Іңкәр", ";01.08.1990;ж;;лишнее"),
    ];
    for (at, name) in WOMEN.into_iter().enumerate() {
        if let Some((name, cells)) = told.get(at) {
            row(name, cells);
        }
        row(&format!("Омарова {name}"), ";01.02.1980;ж;");
    }
    for at in 0..shifted {
        row(&format!("Оспанов Қанат Ұлы{at}"), "01.01.1980;м;");
    }
    text.into_bytes()
}

async fn mapped(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-legacy").await?;
    desk.find("legacy-choose").await?;
    desk.look("s9-legacy-empty").await?;
    steps::tab_to(desk, "legacy-choose").await?;
    desk.press(Key::Enter).await?;
    desk.find("legacy-columns").await?;
    // «Дата рожд.» was read; «Пациент» and «Номер» say nothing.
    desk.holds("legacy-column-2", "birth_date").await?;
    desk.holds("legacy-column-0", "").await?;
    let columns = steps::error_words(desk.lang(), "legacy-columns");
    desk.says("legacy-columns-error", &columns).await?;
    by_arrows(desk).await
}

/// Each column is named by as many arrows down as its field stands deep in the choice.
async fn by_arrows(desk: &Desk) -> WebDriverResult<()> {
    for (at, downs) in [(0, 1), (1, 5), (3, 7), (4, 8)] {
        steps::tab_to(desk, &format!("legacy-column-{at}")).await?;
        for _ in 0..downs {
            desk.press(Key::Down).await?;
        }
    }
    for (at, field) in [(0, "full_name"), (1, "iin"), (3, "sex"), (4, "phone")] {
        desk.holds(&format!("legacy-column-{at}"), field).await?;
    }
    Ok(())
}

async fn judged(desk: &Desk) -> WebDriverResult<()> {
    desk.find("legacy-refused-row").await?;
    let counts = desk.text("legacy-counts").await?;
    let numbers: Vec<&str> = counts
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    assert_eq!(numbers, ["31", "24", "0", "1", "1", "5"], "{counts}");
    let bad = desk.text("legacy-refused").await?;
    for code in [
        "iin-checksum",
        "date-impossible",
        "legacy-sex",
        "phone-too-short",
        "legacy-row-width",
    ] {
        let said = steps::error_words(desk.lang(), code);
        assert!(bad.contains(&said), "{code}: {bad}");
    }
    let known = steps::error_words(desk.lang(), "patient-known");
    desk.says("legacy-known", &known).await?;
    desk.find("legacy-alike-row").await?;
    desk.look("s9-legacy-judged").await?;
    // Nothing is taken of a list without a name; what is missing is said when somebody wants to go on.
    desk.click("legacy-go").await?;
    let required = steps::error_words(desk.lang(), "text-required");
    desk.says("legacy-source-error", &required).await?;
    desk.fill("legacy-source", "Журнал 2019").await?;
    desk.fill("legacy-as_of", "01.01.2199").await?;
    let ahead = steps::error_words(desk.lang(), "legacy-date-ahead");
    desk.says("legacy-as_of-error", &ahead).await?;
    desk.look("s9-legacy-missing").await?;
    desk.fill("legacy-as_of", "31.12.2019").await?;
    desk.press(Key::Tab).await?;
    desk.press(Key::Space).await?;
    assert!(desk.ticked("legacy-language-kk").await?, "by keys");
    desk.gone("legacy-as_of-error").await
}

async fn brought_in(desk: &Desk) -> WebDriverResult<()> {
    steps::tab_to(desk, "legacy-go").await?;
    desk.press(Key::Enter).await?;
    let done = desk.text("legacy-done").await?;
    assert!(done.contains(": 24."), "four and twenty: {done}");
    desk.look("s9-legacy-done").await?;
    desk.click("legacy-report").await?;
    desk.says(
        "legacy-saved",
        &steps::words(desk.lang(), "legacy-report-done"),
    )
    .await?;
    let saved = desk.saved();
    let report = saved
        .iter()
        .find(|path| path.extension().is_some_and(|end| end == "csv"));
    let report = std::fs::read_to_string(report.unwrap()).unwrap();
    assert_eq!(
        report.lines().count(),
        8,
        "the header and seven rows: {report}"
    );
    assert!(report.contains("Серікова Іңкәр"));
    Ok(())
}

/// The same list once more, with a second one pasted beneath whose columns are other ones.
async fn shifted(desk: &Desk) -> WebDriverResult<()> {
    desk.click("legacy-choose").await?;
    desk.holds("legacy-column-0", "").await?;
    desk.holds("legacy-source", "Журнал 2019").await?;
    by_arrows(desk).await?;
    desk.find("legacy-shifted").await?;
    assert!(desk.text("legacy-shifted").await?.contains("33"));
    desk.look("s9-legacy-shifted").await?;
    desk.pick("legacy-take_shifted").await?;
    desk.pick("legacy-take_alike").await?;
    desk.find("legacy-counts").await?;
    desk.click("legacy-go").await?;
    let done = desk.text("legacy-done").await?;
    assert!(
        done.contains(": 1.") && done.contains(": 24."),
        "the one that looked like another: {done}"
    );
    Ok(())
}

async fn the_next_visit(desk: &Desk) -> WebDriverResult<()> {
    let ask = steps::words(desk.lang(), "legacy-consent-ask");
    desk.press(Key::F3).await?;
    desk.fill("patients-search", "Серікова").await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down).await?;
    desk.press(Key::Space).await?;
    desk.says("card-legacy", "Журнал 2019").await?;
    desk.look("s2-legacy").await?;
    desk.click("card-tab-history").await?;
    desk.find("card-history-row").await?;
    desk.sees(&steps::words(desk.lang(), "card-act-imported"))
        .await?;
    desk.look("s2-legacy-history").await?;
    desk.press(Key::F2).await?;
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.says("outcome-legacy", &ask).await?;
    desk.fill("intake-phone", "8 705 999 88 77").await?;
    desk.fill("intake-reason", "новый номер").await?;
    desk.press(Key::F9).await?;
    let needed = steps::error_words(desk.lang(), "consent-legacy-needed");
    desk.says("intake-problems", &needed).await?;
    desk.look("s1-legacy").await?;
    steps::consented(desk).await?;
    assert!(!desk.shows("outcome-legacy").await, "the answer is there");
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await.map(drop)
}

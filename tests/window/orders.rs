//! A patient comes for two tests and is ordered them by keys: the number stands large, a scan marks it ready, the box says
//! that it lies there, it is paid, changed, handed over; a file marks the next one; one without a card. In both languages.

use thirtyfour::prelude::*;
use tirkeu_core::command::{Command, ServiceImportForm};
use tirkeu_core::table;
use tirkeu_core::words::Lang as Words;

use crate::desk::{Desk, Lang};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn orders_in_russian() -> WebDriverResult<()> {
    orders(Lang::Ru).await
}

#[tokio::test]
async fn orders_in_kazakh() -> WebDriverResult<()> {
    orders(Lang::Kk).await
}

const SERVICES: &str = "\
Код;Наименование (рус);Наименование (каз);Краткое;Пробирка;Цена;Натощак
ОАК;Общий анализ крови;Жалпы қан талдауы;ОАК;фиолетовая;1200;да
ТТГ;Тиреотропный гормон;Тиреотропты гормон;ТТГ;жёлтая;2900;
ГЛЮ;Глюкоза;Глюкоза;Глюк;серая;600;да
B03.335;Ферритин;Ферритин;Ферр;жёлтая;800;
";

/// A price list of today, with two services at hand.
pub fn listed(data: &std::path::Path) {
    crate::lab::within(data, |open| {
        let table = table::read(SERVICES.as_bytes(), table::LIST).unwrap();
        let tubes = ["фиолетовая", "жёлтая", "серая"].map(|name| {
            serde_json::json!({ "code": name, "name_kk": name, "name_ru": name, "gone": false })
        });
        let command = serde_json::json!({ "do": "set_tubes", "tubes": tubes });
        let command = serde_json::from_value(command).unwrap();
        open.app.execute(command, None).unwrap();
        let view = open.app.open_services(table, Words::Ru).unwrap();
        let form = ServiceImportForm {
            name: "Прейскурант 1".into(),
            valid_from: "01.01.2026".into(),
            ..view.form
        };
        open.app.import_services(view.handle, &form).unwrap();
        let codes = vec!["ОАК".to_owned(), "ТТГ".to_owned()];
        open.app
            .execute(Command::SetFavourites { codes }, None)
            .unwrap();
    });
}

async fn orders(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = crate::lab::copied(folder.path());
    listed(&data);
    let file = folder.path().join("ready.csv");
    let path = file.to_str().unwrap();
    let desk = Desk::open_with(&data, lang, &[("TIRKEU_OPEN_FILE", path)]).await?;
    steps::signed_in(&desk).await?;
    let number = placed(&desk).await?;
    at_the_desk(&desk, &number).await?;
    let second = as_last_time(&desk).await?;
    from_a_file(&desk, &file, &second).await?;
    moved(&desk, &second).await?;
    without_a_card(&desk).await
}

/// A new patient with consent and two services: one digit, one code, and what is not a code.
async fn placed(desk: &Desk) -> WebDriverResult<String> {
    steps::typed_patient(desk, &AIGERIM).await?;
    steps::consented(desk).await?;
    desk.press(Key::Escape).await?;
    desk.fill("order-add", "тирео").await?;
    desk.find("order-offer").await?;
    desk.press(Key::Enter).await?;
    let not_code = steps::words(desk.lang(), "orders-add-not-code");
    desk.says("order-said", &not_code).await?;
    desk.look("s1-order-offers").await?;
    desk.press(Key::Down).await?;
    desk.press(Key::Space).await?;
    desk.says("order-lines", "ТТГ").await?;
    desk.at("order-add").await?;
    desk.press(Key::Alt + "1").await?;
    desk.says("order-sums", "4 100 ₸").await?;
    desk.choose("order-funding", "contract").await?;
    desk.press(Key::F9).await?;
    let required = steps::error_words(desk.lang(), "order-counterparty-required");
    desk.says("order-counterparty-error", &required).await?;
    desk.choose("order-funding", "paid").await?;
    desk.look("s1-order").await?;
    desk.press(Key::F9).await?;
    desk.find("order-given").await?;
    let slip = steps::words(desk.lang(), "printers-kind-slip").to_lowercase();
    desk.says("after-waits", &slip).await?;
    desk.says("after-waits", "2 ").await?;
    desk.look("s1-order-given").await?;
    let number = desk.text("order-given-number").await?;
    assert_eq!(number.len(), 11, "three, five and one: {number}");
    Ok(number)
}

/// A scan shows the order; it is paid, marked, found in the one box, given out.
async fn at_the_desk(desk: &Desk, number: &str) -> WebDriverResult<()> {
    let digits: String = number.split(' ').collect();
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    desk.scan(&digits).await?;
    desk.says("order-number", number).await?;
    desk.find("order-due").await?;
    desk.click("order-pay").await?;
    desk.click("order-go").await?;
    let required = steps::error_words(desk.lang(), "order-receipt-required");
    desk.says("order-receipt-error", &required).await?;
    desk.fill("order-receipt", "000 123").await?;
    desk.click("order-go").await?;
    desk.says("order-paid", "000 123").await?;
    desk.look("s4-order").await?;
    // From now on a scan marks.
    desk.pick("orders-scanner-ready").await?;
    let last = digits.as_bytes()[8] - b'0';
    desk.scan(&format!("{}{}", &digits[..8], (last + 1) % 10))
        .await?;
    let wrong = steps::error_words(desk.lang(), "order-number-check");
    desk.says("orders-number-error", &wrong).await?;
    desk.scan(&digits).await?;
    let marked = steps::words(desk.lang(), "orders-scan-done");
    desk.says("orders-marked", marked.split('{').next().unwrap().trim())
        .await?;
    desk.look("s4-orders").await?;
    desk.press(Key::F2).await?;
    desk.fill("intake-search", "Ахметова").await?;
    desk.find("intake-search-list-ready").await?;
    desk.look("s1-ready").await?;
    desk.fill("intake-search", number).await?;
    desk.click("intake-search-orders-order").await?;
    desk.says("order-number", number).await?;
    desk.click("order-hand_over").await?;
    desk.pick("order-to-attorney").await?;
    desk.fill("order-who", "Ахметов Болат").await?;
    desk.click("order-go").await?;
    let unseen = steps::error_words(desk.lang(), "hand-over-not-seen");
    desk.says("order-seen-error", &unseen).await?;
    desk.find("order-basis-error").await?;
    desk.fill("order-basis", "№ 12 от 01.11.2026").await?;
    desk.fill("order-doc_number", "012345678").await?;
    desk.pick("order-seen").await?;
    desk.look("s4-hand-over").await?;
    desk.click("order-go").await?;
    desk.find("order-saved").await?;
    // Whoever signs on paper has the act on its way to a printer, or on the list of what is not printed.
    desk.find("order-print-act").await?;
    desk.find("status-unprinted").await?;
    desk.says("order", "Ахметов Болат").await
}

/// The same patient again: found, Ctrl+R, F9.
async fn as_last_time(desk: &Desk) -> WebDriverResult<String> {
    desk.press(Key::F2).await?;
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-consent-open").await?;
    desk.press(Key::Control + "r").await?;
    desk.says("order-lines", "ОАК").await?;
    desk.press(Key::F9).await?;
    desk.find("order-given").await?;
    desk.text("order-given-number").await
}

async fn from_a_file(desk: &Desk, file: &std::path::Path, number: &str) -> WebDriverResult<()> {
    std::fs::write(
        file,
        format!("Номер заказа;Примечание\r\n{number};\r\n100000000;нет\r\n"),
    )
    .unwrap();
    desk.press(Key::F4).await?;
    desk.click("orders-file").await?;
    desk.click("ready-choose").await?;
    desk.find("ready-bad").await?;
    desk.look("s4-file").await?;
    desk.click("ready-go").await?;
    desk.gone("ready-go").await?;
    desk.click("ready-report").await?;
    desk.says(
        "ready-saved",
        &steps::words(desk.lang(), "services-report-done"),
    )
    .await?;
    desk.click("ready-close").await?;
    desk.fill("orders-number", number).await?;
    desk.click("orders-find").await?;
    desk.says("order-number", number).await?;
    desk.says(
        "order-state",
        &steps::words(desk.lang(), "orders-state-ready"),
    )
    .await
}

/// It belongs to somebody else.
async fn moved(desk: &Desk, number: &str) -> WebDriverResult<()> {
    desk.press(Key::F2).await?;
    steps::typed_patient(desk, &NURLAN).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    desk.fill("intake-search", number).await?;
    desk.click("intake-search-orders-order").await?;
    desk.says("order-number", number).await?;
    desk.click("order-move").await?;
    desk.fill("move-search", NURLAN.iin).await?;
    desk.press(Key::Enter).await?;
    desk.says("order-move-chosen", NURLAN.surname).await?;
    desk.fill("order-reason", "оформлен не тому").await?;
    desk.look("s4-move").await?;
    desk.click("order-go").await?;
    desk.find("order-saved").await?;
    desk.says("order-card", NURLAN.surname).await?;
    // Another name: another label. Nothing that takes it here, so it waits on the list.
    desk.look("s4-relabel").await?;
    desk.click("order-relabel-go").await?;
    let silent = steps::error_words(desk.lang(), "spooler-silent");
    desk.says("order-print-problems", silent.split('{').next().unwrap())
        .await?;
    desk.gone("order-relabel").await?;
    // The card of the first one tells of what is left there.
    desk.click("order-card").await?;
    desk.click("card-tab-orders").await?;
    desk.says("card-orders", number).await?;
    desk.look("s2-orders").await
}

async fn without_a_card(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F4).await?;
    desk.pick("orders-allow").await?;
    desk.click("orders-anonymous").await?;
    desk.fill("anonymous-add", "глю").await?;
    desk.press(Key::Enter).await?;
    desk.says("anonymous-lines", "ГЛЮ").await?;
    desk.press(Key::F9).await?;
    desk.find("order-given-claim").await?;
    desk.find("after-waits").await?;
    desk.look("s4-anonymous").await
}

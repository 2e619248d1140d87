//! An analyser puts a list into a folder: the orders are ready by themselves, the rows that marked nothing are opened from
//! there, a folder that is gone is told of. In both languages.

use std::path::Path;

use thirtyfour::prelude::*;
use tirkeu_core::command::Command;
use tirkeu_core::domain::order::OrderForm;

use crate::desk::{Desk, Lang};
use crate::lab;
use crate::orders::listed;
use crate::steps;

#[tokio::test]
async fn a_folder_of_lists_in_russian() -> WebDriverResult<()> {
    a_folder_of_lists(Lang::Ru).await
}

#[tokio::test]
async fn a_folder_of_lists_in_kazakh() -> WebDriverResult<()> {
    a_folder_of_lists(Lang::Kk).await
}

/// Orders of which a page holds fifty.
const ORDERS: usize = 52;

/// Orders without a card; the number of the first, which stands last.
fn placed(data: &Path) -> String {
    let mut numbers = Vec::new();
    lab::within(data, |open| {
        let allow = Command::AllowAnonymous { allowed: true };
        open.app.execute(allow, None).unwrap();
        for _ in 0..ORDERS {
            let order = OrderForm {
                codes: vec!["ТТГ".to_owned()],
                ..OrderForm::default()
            };
            let place = Command::PlaceAnonymous { order };
            let receipt = open.app.execute(place, None).unwrap();
            numbers.push(receipt.order.expect("a number").number);
        }
    });
    numbers.swap_remove(0)
}

async fn rows(desk: &Desk) -> WebDriverResult<usize> {
    let row = By::Css("[data-testid=orders-row]");
    Ok(desk.driver.find_all(row).await?.len())
}

async fn a_folder_of_lists(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    listed(&data);
    let number = placed(&data);
    let lists = folder.path().join("lists");
    std::fs::create_dir(&lists).unwrap();
    let env = [
        ("TIRKEU_READY_DIR", lists.to_str().unwrap()),
        ("TIRKEU_LOOK_S", "1"),
    ];
    let desk = Desk::open_with(&data, lang, &env).await?;
    steps::signed_in(&desk).await?;
    set(&desk, &lists).await?;
    marked(&desk, &lists, &number).await?;
    looked_at(&desk).await?;
    gone(&desk, &lists).await
}

/// A folder in which lists lie already is no place for a desk that marks by itself.
async fn set(desk: &Desk, lists: &Path) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-ready").await?;
    desk.fill("ready-folder", "lists").await?;
    desk.click("ready-folder-save").await?;
    let whole = steps::error_words(desk.lang(), "backup-folder");
    desk.says("ready-folder-error", &whole).await?;
    let old = lists.join("last year.csv");
    std::fs::write(&old, "Номер заказа\r\n100000000\r\n").unwrap();
    desk.click("ready-folder-pick").await?;
    desk.click("ready-folder-save").await?;
    let lie = steps::error_words(desk.lang(), "ready-folder-lists");
    let lie = lie.split('{').next().unwrap().trim().to_owned();
    desk.says("ready-folder-error", &lie).await?;
    std::fs::remove_file(old).unwrap();
    desk.click("ready-folder-save").await?;
    let saved = steps::words(desk.lang(), "orders-folder-saved");
    desk.says("ready-folder-saved", &saved).await?;
    desk.look("s9-ready-folder").await
}

async fn marked(desk: &Desk, lists: &Path, number: &str) -> WebDriverResult<()> {
    desk.press(Key::F4).await?;
    let none = steps::words(desk.lang(), "orders-folder-none");
    desk.says("orders-folder-today", &none).await?;
    desk.click("orders-next").await?;
    desk.gone("orders-next").await?;
    assert_eq!(rows(desk).await?, ORDERS);
    let text = format!("Номер заказа;Примечание\r\n{number};\r\n100000000;нет\r\n");
    std::fs::write(lists.join("list.csv"), text).unwrap();
    // Nobody does anything: the screen hears of it.
    desk.says("orders-folder-file", "list.csv").await?;
    let today = steps::words(desk.lang(), "orders-folder-today");
    let today = today.split('{').next().unwrap().trim().to_owned();
    desk.says("orders-folder-today", &format!("{today} 1"))
        .await?;
    // The row says so where it stands: nobody's page went under their eyes.
    let ready = steps::words(desk.lang(), "orders-state-ready");
    desk.says("orders-list", &ready).await?;
    assert_eq!(rows(desk).await?, ORDERS);
    desk.look("s4-folder").await?;
    desk.fill("orders-number", number).await?;
    desk.click("orders-find").await?;
    desk.says("order-number", number).await?;
    desk.says("order-state", &ready).await
}

/// The file opens as one that was chosen; whoever looked is not asked once more.
async fn looked_at(desk: &Desk) -> WebDriverResult<()> {
    desk.click("orders-folder-look").await?;
    desk.find("ready-bad").await?;
    desk.gone("orders-folder-file").await?;
    desk.look("s4-folder-file").await?;
    desk.click("ready-close").await
}

async fn gone(desk: &Desk, lists: &Path) -> WebDriverResult<()> {
    std::fs::remove_dir_all(lists).unwrap();
    let away = steps::error_words(desk.lang(), "ready-folder-away");
    desk.says("orders-folder-trouble", &away).await?;
    desk.look("s4-folder-away").await
}

//! The manager's start screen: an empty laboratory first, then a day of real intakes, an alarm followed into the journal by
//! keys, and back; nobody's name or number stands there.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{Says, copied, register};
use crate::steps::{self, AIGERIM, NURLAN, PASSWORD};

#[tokio::test]
async fn the_manager_begins_at_the_day_in_russian() -> WebDriverResult<()> {
    day(Lang::Ru).await
}

#[tokio::test]
async fn the_manager_begins_at_the_day_in_kazakh() -> WebDriverResult<()> {
    day(Lang::Kk).await
}

async fn day(lang: Lang) -> WebDriverResult<()> {
    nobody_yet(lang).await?;
    let folder = tempfile::tempdir().unwrap();
    let data = copied(folder.path());
    register(&data, &AIGERIM, Says::Yes);
    let desk = Desk::open(&data, lang).await?;
    steps::tried(&desk, PASSWORD).await?;
    desk.find("today").await?;
    at_the_counter(&desk).await?;
    figures(&desk).await?;
    an_alarm(&desk).await?;
    backups(&desk).await
}

/// The first day: every figure says something.
async fn nobody_yet(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::open(&copied(folder.path()), lang).await?;
    steps::tried(&desk, PASSWORD).await?;
    desk.find("today-consent-none").await?;
    desk.says("today-hours-none", &steps::words(lang, "today-hours-none"))
        .await?;
    desk.says("today-pace-now", &steps::words(lang, "today-pace-none"))
        .await?;
    desk.find("today-class").await?;
    desk.find("today-backup-none").await?;
    let page = desk.page().await?;
    for none in ["NaN", "undefined", "Infinity", "{", "today-"] {
        assert!(!page.contains(none), "{none}: {page}");
    }
    desk.look("today-empty").await?;
    still_to_set(&desk).await
}

/// What the first run left for later is named, leads to where it is set, and is named no more.
async fn still_to_set(desk: &Desk) -> WebDriverResult<()> {
    for what in ["services", "printers", "director"] {
        desk.find(&format!("today-unset-{what}")).await?;
    }
    desk.click("today-unset-director").await?;
    for (field, name) in [
        ("director-nominative-ru", "Сейтова А.Б."),
        ("director-nominative-kk", "Сейтова Ә.Б."),
        ("director-dative-ru", "Сейтовой А.Б."),
        ("director-dative-kk", "Ә.Б. Сейтоваға"),
    ] {
        desk.fill(field, name).await?;
    }
    desk.click("director-save").await?;
    let saved = steps::words(desk.lang(), "settings-director-saved");
    desk.says("director-saved", &saved).await?;
    desk.press(Key::Control + Key::F2).await?;
    desk.find("today-unset-printers").await?;
    desk.gone("today-unset-director").await
}

/// A patient is taken in and a hidden field is shown: what the day tells of.
async fn at_the_counter(desk: &Desk) -> WebDriverResult<()> {
    steps::to_the_box(desk).await?;
    // A person looks up between two words: the form is kept, and from there on the intake takes its time.
    desk.fill("intake-surname", NURLAN.surname).await?;
    steps::rested(desk).await?;
    steps::taken_in(desk, &NURLAN).await?;
    desk.press(Key::F3).await?;
    desk.fill("patients-search", AIGERIM.iin).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("card").await?;
    desk.click("card-reveal").await?;
    desk.press(Key::Control + Key::F2).await?;
    desk.find("today").await.map(drop)
}

async fn figures(desk: &Desk) -> WebDriverResult<()> {
    desk.find("today-alarm-reveals").await?;
    let given = desk.text("today-consent-given").await?;
    assert!(given.contains('2') && given.contains("100,0 %"), "{given}");
    let sum = desk.text("today-hours-sum").await?;
    assert!(sum.contains('2') && sum.contains('0'), "{sum}");
    let pace = desk.text("today-pace-now").await?;
    assert_ne!(pace, steps::words(desk.lang(), "today-pace-none"));
    desk.find("today-pace").await?;
    let page = desk.page().await?;
    for secret in [
        AIGERIM.surname,
        NURLAN.surname,
        &AIGERIM.iin[8..],
        &NURLAN.iin[8..],
    ] {
        assert!(!page.contains(secret), "{secret}");
    }
    desk.look("today").await?;
    let down = "document.querySelector('[data-testid=today-subjects]').scrollIntoView(false)";
    desk.driver.execute(down, vec![]).await?;
    steps::rested(desk).await?;
    desk.shot("today-below").await.map(drop)
}

/// From the heading by Tab to the number, Enter into the journal, Ctrl+F2 back.
async fn an_alarm(desk: &Desk) -> WebDriverResult<()> {
    desk.press(Key::F2).await?;
    desk.find("intake-search").await?;
    desk.press(Key::Control + Key::F2).await?;
    desk.find("today-alarm-reveals").await?;
    desk.at("today-title").await?;
    steps::tab_to(desk, "today-reveals-today").await?;
    desk.press(Key::Enter).await?;
    desk.find("journal-row").await?;
    desk.holds("journal-from", &steps::today()).await?;
    let rows = desk.text("journal-feed").await?;
    assert!(
        rows.contains(&AIGERIM.iin[8..]),
        "whose field it was: {rows}"
    );
    desk.find("journal-check").await?;
    desk.press(Key::Control + Key::F2).await?;
    desk.find("today-alarms").await?;
    // The check that the journal made for itself is told here.
    desk.find("verdict").await?;
    desk.look("today-checked").await
}

async fn backups(desk: &Desk) -> WebDriverResult<()> {
    desk.click("today-backup-open").await?;
    desk.find("settings-backups").await.map(drop)
}

//! Without a mouse: what a new and a returning patient cost in keys, and the acts on an open card.

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, NURLAN};

#[tokio::test]
async fn patients_by_keys_alone_in_russian() -> WebDriverResult<()> {
    patients(Lang::Ru).await
}

#[tokio::test]
async fn patients_by_keys_alone_in_kazakh() -> WebDriverResult<()> {
    patients(Lang::Kk).await
}

async fn patients(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), lang).await?;
    a_new_patient(&desk).await?;
    a_slip(&desk).await?;
    a_returning_patient(&desk).await
}

async fn a_new_patient(desk: &Desk) -> WebDriverResult<()> {
    desk.at("intake-search").await?;
    desk.count_keys().await?;
    desk.press(AIGERIM.iin).await?;
    desk.find("intake-search-iin").await?;
    desk.press(Key::Insert).await?;
    desk.at("intake-surname").await?;
    desk.holds("intake-iin", AIGERIM.iin).await?;
    desk.find("intake-iin-take").await?;
    desk.press(AIGERIM.surname).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-name").await?;
    desk.press(AIGERIM.name).await?;
    desk.press(Key::Enter).await?;
    desk.press(Key::Enter).await?;
    desk.at("intake-iin").await?;
    // The suggestion of the ИИН is a stop of its own: Space takes birth date and sex.
    desk.press(Key::Enter).await?;
    desk.at("intake-iin-take").await?;
    desk.press(Key::Space).await?;
    desk.holds("intake-birth_date", AIGERIM.birth_date).await?;
    desk.press(Key::F7).await?;
    desk.find("consent-tick-personal").await?;
    both_ticks(desk).await?;
    desk.press(Key::F9).await?;
    desk.find("receipt-pages").await?;
    let pressed = desk.keys_pressed().await?;
    println!(
        "new patient with consent ({}): {pressed} keys",
        desk.lang().code()
    );
    assert!(pressed <= 43, "{pressed} keys for a new patient");
    desk.press(Key::Escape).await?;
    desk.gone("receipt-pages").await
}

/// Seen a moment after saving: the same card again, in full, as an amendment.
async fn a_slip(desk: &Desk) -> WebDriverResult<()> {
    desk.at("intake-search").await?;
    desk.find("intake-correct").await?;
    desk.press(Key::Control + "z").await?;
    desk.holds("intake-surname", AIGERIM.surname).await?;
    desk.holds("intake-iin", AIGERIM.iin).await?;
    steps::tab_to(desk, "intake-phone").await?;
    desk.press(AIGERIM.phone).await?;
    let reason = steps::words(desk.lang(), "intake-correct-reason");
    desk.holds("intake-reason", &reason).await?;
    desk.look("s1-correct").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.find("intake-saved").await?;
    desk.at("intake-search").await
}

async fn a_returning_patient(desk: &Desk) -> WebDriverResult<()> {
    desk.at("intake-search").await?;
    desk.count_keys().await?;
    desk.press("Ахме").await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("intake-card").await?;
    desk.press(Key::F9).await?;
    desk.find("intake-standing").await?;
    let pressed = desk.keys_pressed().await?;
    println!(
        "returning patient ({}), found by four letters: {pressed} keys",
        desk.lang().code()
    );
    assert!(
        pressed <= 12,
        "a returning patient costs at most twelve keys"
    );
    Ok(())
}

/// Tab to each of the two boxes, Space.
async fn both_ticks(desk: &Desk) -> WebDriverResult<()> {
    for wanted in ["consent-tick-personal", "consent-tick-care"] {
        steps::tab_to(desk, wanted).await?;
        desk.press(Key::Space).await?;
        assert!(desk.ticked(wanted).await?);
    }
    Ok(())
}

#[tokio::test]
async fn acts_on_an_open_card_by_keys_alone_in_kazakh() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &NURLAN, Says::Nothing);
    let desk = Desk::open(&data, Lang::Kk).await?;
    steps::signed_in(&desk).await?;
    desk.press(Key::F3).await?;
    desk.at("patients-search").await?;
    desk.press(NURLAN.surname).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("card").await?;
    first_consent(&desk).await?;
    withdrawn(&desk).await?;
    entered_by_mistake(&desk).await
}

/// The card has none yet: given from the card itself.
async fn first_consent(desk: &Desk) -> WebDriverResult<()> {
    steps::tab_to(desk, "card-consent-open").await?;
    desk.look("s2-no-consent").await?;
    desk.press(Key::Enter).await?;
    desk.find("consent-tick-personal").await?;
    both_ticks(desk).await?;
    desk.look("s2-first-consent").await?;
    desk.press(Key::F9).await?;
    desk.find("card-saved").await?;
    desk.find("standing-given").await?;
    desk.at("card-name").await
}

async fn withdrawn(desk: &Desk) -> WebDriverResult<()> {
    steps::tab_to(desk, "card-withdraw-open").await?;
    desk.press(Key::Enter).await?;
    desk.find("card-withdraw").await?;
    steps::tab_to(desk, "withdraw-reason").await?;
    desk.press("Пациенттің өтініші").await?;
    steps::tab_to(desk, "withdraw-go").await?;
    desk.look("s2-withdraw-keys").await?;
    desk.press(Key::Enter).await?;
    desk.find("standing-withdrawn").await?;
    desk.at("card-name").await
}

/// The withdrawal never happened: consent stands again.
async fn entered_by_mistake(desk: &Desk) -> WebDriverResult<()> {
    steps::tab_to(desk, "card-annul-open").await?;
    desk.press(Key::Enter).await?;
    desk.at("annul-reason").await?;
    desk.press("Басқа пациент").await?;
    desk.press(Key::Enter).await?;
    desk.find("card-annulled").await?;
    desk.find("standing-given").await?;
    desk.at("card-name").await
}

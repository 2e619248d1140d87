//! The intake without a mouse: what a new and a returning patient cost in keys.

use thirtyfour::prelude::*;

use crate::desk::Lang;
use crate::steps::{self, AIGERIM};

#[tokio::test]
async fn a_new_patient_by_keys_alone() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Ru).await?;
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
    for wanted in ["consent-tick-personal", "consent-tick-care"] {
        while desk.focused().await? != wanted {
            desk.press(Key::Tab).await?;
        }
        desk.press(Key::Space).await?;
        assert!(desk.ticked(wanted).await?);
    }
    desk.press(Key::F9).await?;
    desk.find("receipt-pages").await?;
    println!(
        "new patient with consent: {} keys",
        desk.keys_pressed().await?
    );

    desk.press(Key::Escape).await?;
    desk.gone("receipt-pages").await?;
    desk.at("intake-search").await?;
    desk.count_keys().await?;
    desk.press("Ахме").await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Down + Key::Space).await?;
    desk.find("intake-card").await?;
    desk.press(Key::F9).await?;
    desk.find("intake-standing").await?;
    let pressed = desk.keys_pressed().await?;
    println!("returning patient, found by four letters: {pressed} keys");
    assert!(
        pressed <= 12,
        "a returning patient costs at most twelve keys"
    );
    Ok(())
}

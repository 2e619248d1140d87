//! A manager adds a person; the person sets the password with a code; roles open and close doors; access ends.

use std::path::{Path, PathBuf};

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says};
use crate::steps::{self, AIGERIM, LOGIN, PASSWORD};

const NAME: &str = "Серіков Болат Асқарұлы";
const SECOND_LOGIN: &str = "bolat";
const SECOND_PASSWORD: &str = "keng-dala-2031-arna";

#[tokio::test]
async fn people_come_and_go_in_russian() -> WebDriverResult<()> {
    come_and_go(Lang::Ru).await
}

#[tokio::test]
async fn people_come_and_go_in_kazakh() -> WebDriverResult<()> {
    come_and_go(Lang::Kk).await
}

async fn come_and_go(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let desk = Desk::open(&data, lang).await?;
    steps::signed_in(&desk).await?;
    let code = added(&desk).await?;
    first_time(&desk, &code).await?;
    becomes_an_auditor(&desk).await?;
    taken_away(&desk, &data).await
}

/// Where the database under the next key will lie.
fn next_database(data: &Path) -> PathBuf {
    let files = std::fs::read_dir(data).unwrap();
    let mut names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let present = names.find_map(|name| name.strip_suffix("-1.db").map(str::to_owned));
    data.join(format!("{}-2.db", present.unwrap()))
}

async fn added(desk: &Desk) -> WebDriverResult<String> {
    desk.click("tab-staff").await?;
    desk.find("staff-row").await?;
    desk.click("staff-add-go").await?;
    let empty = steps::error_words(desk.lang(), "text-required");
    desk.says("staff-name-error", &empty).await?;
    desk.look("s9-staff-empty-name").await?;
    desk.fill("staff-name", NAME).await?;
    desk.choose("staff-add-role", "registrar").await?;
    desk.click("staff-add-go").await?;
    let code = desk.text("staff-code-shown").await?;
    desk.look("s9-staff-code").await?;
    assert_eq!(code.chars().filter(char::is_ascii_digit).count(), 9);
    desk.press(Key::Escape).await?;
    desk.gone("staff-code-panel").await?;
    desk.sees(&steps::words(desk.lang(), "staff-needs-code"))
        .await?;
    Ok(code)
}

async fn first_time(desk: &Desk, code: &str) -> WebDriverResult<()> {
    desk.press(Key::Control + "l").await?;
    desk.leads("curtain-code", "redeem").await?;
    desk.at("redeem-code").await?;
    desk.fill("redeem-code", "000 000 000").await?;
    desk.fill("redeem-login", SECOND_LOGIN).await?;
    desk.fill("redeem-password", SECOND_PASSWORD).await?;
    desk.fill("redeem-again", "another").await?;
    desk.click("redeem-go").await?;
    desk.find("redeem-differs").await?;
    desk.fill("redeem-again", SECOND_PASSWORD).await?;
    desk.click("redeem-go").await?;
    let wrong = steps::error_words(desk.lang(), "staff-code-wrong");
    desk.says("redeem-code-error", &wrong).await?;
    desk.look("redeem-wrong").await?;
    desk.holds("redeem-login", SECOND_LOGIN).await?;
    desk.fill("redeem-code", code).await?;
    desk.click("redeem-go").await?;
    desk.find("intake-search").await?;
    assert!(desk.text("shell-staff").await?.contains("Серіков Б. А."));
    assert!(
        !desk.shows("tab-staff").await,
        "a registrar is shown no staff"
    );
    assert_eq!(
        desk.refusal("staff", serde_json::json!({})).await?,
        ["not-allowed"],
        "nor told past the screens"
    );
    Ok(())
}

/// The manager takes the place of whoever is there.
async fn manager(desk: &Desk) -> WebDriverResult<()> {
    turn(desk, LOGIN, PASSWORD).await?;
    desk.find("tab-staff").await?;
    desk.click("tab-staff").await?;
    desk.find("staff-remove").await?;
    Ok(())
}

async fn turn(desk: &Desk, login: &str, password: &str) -> WebDriverResult<()> {
    desk.press(Key::Control + "l").await?;
    at_the_curtain(desk, login, password).await
}

async fn at_the_curtain(desk: &Desk, login: &str, password: &str) -> WebDriverResult<()> {
    desk.find("curtain-login").await?;
    desk.fill("curtain-login", login).await?;
    desk.fill("curtain-password", password).await?;
    desk.press(Key::Enter).await
}

async fn becomes_an_auditor(desk: &Desk) -> WebDriverResult<()> {
    manager(desk).await?;
    desk.click("staff-role").await?;
    desk.choose("staff-new-role", "auditor").await?;
    desk.look("s9-staff-role").await?;
    desk.click("staff-role-save").await?;
    desk.gone("staff-role-panel").await?;
    desk.sees(&steps::words(desk.lang(), "common-role-auditor"))
        .await?;
    desk.look("s9-staff").await?;
    turn(desk, SECOND_LOGIN, SECOND_PASSWORD).await?;
    desk.find("tab-patients").await?;
    assert!(
        !desk.shows("tab-intake").await,
        "an auditor takes nobody in"
    );
    desk.find("today-alarms").await?;
    assert!(!desk.shows("today-backup-open").await, "nor makes backups");
    desk.look("today-auditor").await?;
    desk.press(Key::F3).await?;
    desk.fill("patients-search", AIGERIM.iin).await?;
    desk.find("patients-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("card-consent-row").await?;
    for what in ["card-withdraw-open", "card-receipt-open", "card-annul-open"] {
        assert!(!desk.shows(what).await, "{what} is not an auditor's");
    }
    desk.click("card-tab-history").await?;
    desk.find("card-history-row").await?;
    assert!(!desk.shows("card-amend-open").await);
    desk.look("auditor-card").await
}

async fn taken_away(desk: &Desk, data: &Path) -> WebDriverResult<()> {
    manager(desk).await?;
    // Something stands where the database under the new key would be written.
    let next = next_database(data);
    std::fs::create_dir(&next).unwrap();
    desk.click("staff-remove").await?;
    desk.find("staff-remove-go").await?;
    desk.look("s9-staff-remove").await?;
    desk.click("staff-remove-go").await?;
    desk.sees(&steps::words(desk.lang(), "staff-no-access"))
        .await?;
    let owed = steps::words(desk.lang(), "staff-key-owed");
    desk.says("staff-key-owed", &owed).await?;
    desk.look("s9-staff-key-owed").await?;
    std::fs::remove_dir(&next).unwrap();
    desk.click("staff-key-go").await?;
    let done = steps::words(desk.lang(), "staff-key-done");
    desk.says("staff-key-done", &done).await?;
    assert!(next.is_file(), "the database under the new key");
    assert!(!desk.shows("staff-key-owed").await);
    desk.look("s9-staff-key-done").await?;
    turn(desk, SECOND_LOGIN, SECOND_PASSWORD).await?;
    let wrong = steps::error_words(desk.lang(), "vault-password-wrong");
    desk.says("curtain-password-error", &wrong).await?;
    at_the_curtain(desk, LOGIN, PASSWORD).await?;
    desk.find("tab-staff").await?;
    Ok(())
}

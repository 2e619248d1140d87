//! The stick: a backup by hand, another computer, the sheet with a wrong digit, and the patients are back.

use std::path::{Path, PathBuf};

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang};
use crate::lab::{self, Says, lab};
use crate::steps::{self, AIGERIM};

const NEW_PASSWORD: &str = "zhana-qulyp-2027-altyn";

#[tokio::test]
async fn back_up_and_restore_in_russian() -> WebDriverResult<()> {
    there_and_back(Lang::Ru).await
}

#[tokio::test]
async fn back_up_and_restore_in_kazakh() -> WebDriverResult<()> {
    there_and_back(Lang::Kk).await
}

async fn there_and_back(lang: Lang) -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::register(&data, &AIGERIM, Says::Yes);
    let stick = folder.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    let place = stick.to_string_lossy().into_owned();
    let desk = Desk::open_with(&data, lang, &[("TIRKEU_BACKUP_DIR", &place)]).await?;
    steps::signed_in(&desk).await?;
    settings_are_judged(&desk).await?;
    made(&desk, &stick).await?;
    pulled_out(&desk, &stick).await?;
    desk.lock().await?;
    drop(desk);
    let file = backups(&stick).remove(0).to_string_lossy().into_owned();
    let other = folder.path().join("another computer");
    let desk = Desk::open_with(&other, lang, &[("TIRKEU_OPEN_FILE", &file)]).await?;
    restored(&desk).await?;
    patients_are_back(&desk).await
}

fn backups(stick: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(stick).unwrap().flatten();
    files.map(|file| file.path()).collect()
}

async fn settings_are_judged(desk: &Desk) -> WebDriverResult<()> {
    desk.click("tab-settings").await?;
    desk.click("settings-backup").await?;
    desk.holds("backup-at", "13:00").await?;
    desk.look("s9-backup-empty").await?;
    desk.click("backup-now").await?;
    let error = |code: &str| steps::error_words(desk.lang(), code);
    desk.says("backup-folder-error", &error("backup-unset"))
        .await?;
    desk.fill("backup-folder", "stick").await?;
    desk.fill("backup-at", "25:00").await?;
    desk.fill("backup-monthly", "0").await?;
    desk.click("backup-save").await?;
    for (field, code) in [("folder", "backup-folder"), ("at", "backup-time")] {
        desk.says(&format!("backup-{field}-error"), &error(code))
            .await?;
    }
    desk.find("backup-monthly-error").await?;
    desk.holds("backup-folder", "stick").await?;
    desk.look("s9-backup-errors").await?;
    desk.fill("backup-at", "13:00").await?;
    desk.fill("backup-monthly", "12").await?;
    desk.click("backup-pick").await?;
    desk.click("backup-save").await?;
    desk.says("backup-saved", &steps::words(desk.lang(), "backup-saved"))
        .await
}

async fn made(desk: &Desk, stick: &Path) -> WebDriverResult<()> {
    desk.click("backup-now").await?;
    desk.says("backup-done", &steps::words(desk.lang(), "backup-done"))
        .await?;
    desk.find("backup-row").await?;
    desk.sees(&steps::words(desk.lang(), "backup-mark-checked"))
        .await?;
    the_foot_says(desk, "backup-status-today").await?;
    desk.look("s9-backup-made").await?;
    assert_eq!(backups(stick).len(), 1, "one file, no part of one");
    Ok(())
}

/// The driver leaves out what stands in a line that may be cut; the page itself knows it.
async fn the_foot_says(desk: &Desk, key: &str) -> WebDriverResult<()> {
    let words = steps::words(desk.lang(), key);
    let ask = "return document.querySelector('[data-testid=status-backup]')?.textContent ?? ''";
    let mut said = String::new();
    for _ in 0..100 {
        said = desk.driver.execute(ask, vec![]).await?.convert()?;
        if said.contains(&words) {
            return Ok(());
        }
        tokio::time::sleep(crate::desk::STEP).await;
    }
    panic!("the foot says «{said}», not «{words}»")
}

async fn pulled_out(desk: &Desk, stick: &Path) -> WebDriverResult<()> {
    let away = stick.with_extension("away");
    std::fs::rename(stick, &away).unwrap();
    desk.click("backup-now").await?;
    let away_said = steps::error_words(desk.lang(), "backup-away");
    desk.says("backup-problems", &away_said).await?;
    desk.find("backup-away").await?;
    desk.look("s9-backup-away").await?;
    std::fs::rename(&away, stick).unwrap();
    Ok(())
}

async fn restored(desk: &Desk) -> WebDriverResult<()> {
    desk.click("setup-restore").await?;
    desk.at("restore-pick").await?;
    desk.click("restore-back").await?;
    desk.click("setup-restore").await?;
    desk.look("restore").await?;
    desk.click("restore-pick").await?;
    let mut groups = lab().kit.clone();
    let last = groups[2].pop().unwrap();
    groups[2].push(if last == '9' { '0' } else { '9' });
    typed(desk, &groups).await?;
    for (field, text) in [
        ("manager_name", "Сейтова Айгүл Маратқызы"),
        ("login", steps::LOGIN),
        ("password", NEW_PASSWORD),
        ("again", NEW_PASSWORD),
    ] {
        desk.fill(&format!("restore-{field}"), text).await?;
    }
    desk.click("restore-go").await?;
    let words = format!("{} 3", steps::error_words(desk.lang(), "vault-kit-group"));
    desk.says("restore-group_3-error", &words).await?;
    desk.holds("restore-password", NEW_PASSWORD).await?;
    desk.look("restore-wrong-group").await?;
    typed(desk, &lab().kit).await?;
    desk.click("restore-go").await?;
    desk.find("kit-new").await?;
    let new = steps::kit_groups(desk).await?;
    assert_ne!(new, lab().kit, "a used sheet is followed by a new one");
    desk.look("restore-new-kit").await?;
    steps::kit_back(desk).await?;
    desk.at("intake-search").await
}

async fn typed(desk: &Desk, groups: &[String]) -> WebDriverResult<()> {
    for (index, group) in groups.iter().enumerate() {
        desk.fill(&format!("restore-group_{}", index + 1), group)
            .await?;
    }
    Ok(())
}

async fn patients_are_back(desk: &Desk) -> WebDriverResult<()> {
    desk.fill("intake-search", AIGERIM.iin).await?;
    desk.find("intake-search-list-row").await?;
    desk.press(Key::Enter).await?;
    desk.find("intake-card").await?;
    desk.sees(AIGERIM.patronymic).await?;
    desk.look("restore-patient").await?;
    desk.entries().await?;
    Ok(())
}

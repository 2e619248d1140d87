//! Folders that cannot be opened: taken by another program, damaged, read-only. Each in words.

use std::fs;
use std::process::{Command, Stdio};

use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang, programs};
use crate::steps;

const BOTH: [Lang; 2] = [Lang::Ru, Lang::Kk];

#[tokio::test]
async fn a_folder_that_another_program_has_open() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Ru).await?;
    let cli = Command::new(programs().join("tirkeu"))
        .arg("--data")
        .arg(desk.data())
        .args([
            "--user",
            steps::LOGIN,
            "--password-stdin",
            "patient",
            "find",
            "Ахметова",
        ])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(
        cli.status.code(),
        Some(5),
        "locked elsewhere: {}",
        String::from_utf8_lossy(&cli.stderr)
    );
    drop(desk);
    Ok(())
}

#[tokio::test]
async fn a_damaged_database_is_said_in_words() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let desk = steps::founded(folder.path(), Lang::Ru).await?;
    let data = desk.data().to_owned();
    desk.press(Key::Control + "l").await?;
    desk.exit_code().await?;
    drop(desk);
    let database = fs::read_dir(&data)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "db"))
        .unwrap();
    let mut bytes = fs::read(&database).unwrap();
    for at in (4096..bytes.len()).step_by(512) {
        bytes[at] ^= 0x55;
    }
    fs::write(&database, bytes).unwrap();
    for lang in BOTH {
        let desk = Desk::open(&data, lang).await?;
        desk.fill("signin-login", steps::LOGIN).await?;
        desk.fill("signin-password", steps::PASSWORD).await?;
        desk.press(Key::Enter).await?;
        desk.sees(&steps::error_words(lang, "database-damaged"))
            .await?;
        desk.look("sign-in-damaged").await?;
    }
    Ok(())
}

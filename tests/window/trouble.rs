//! Everything that keeps the desk shut: each in its own words, in both languages, in the window as on the
//! command line, and over once its cause is.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use thirtyfour::prelude::*;

use crate::desk::{Desk, Lang, programs};
use crate::lab;
use crate::steps::{self, LOGIN, PASSWORD};

const BOTH: [Lang; 2] = [Lang::Ru, Lang::Kk];

/// The words are on the page in both languages, each looked at.
async fn said(desk: &Desk, code: &str, picture: &str) -> WebDriverResult<()> {
    for lang in BOTH {
        desk.speak(lang).await?;
        desk.sees(&steps::error_words(lang, code)).await?;
        desk.look(picture).await?;
    }
    Ok(())
}

/// What the command line says of the same folder: its exit code and its words.
fn on_the_command_line(data: &Path, password: &str, lang: Lang) -> (Option<i32>, String) {
    let mut cli = Command::new(programs().join("tirkeu"))
        .arg("--data")
        .arg(data)
        .args(["--lang", lang.code(), "--user", LOGIN, "--password-stdin"])
        .args(["patient", "find", "Ахметова"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let typed = writeln!(cli.stdin.take().unwrap(), "{password}");
    // Who is refused at once may not wait for the password.
    drop(typed);
    let out = cli.wait_with_output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    (out.status.code(), said)
}

struct Outcome {
    code: &'static str,
    spoil: fn(&Path),
    password: &'static str,
    exit: i32,
}

const OUTCOMES: [Outcome; 5] = [
    Outcome {
        code: "vault-password-wrong",
        spoil: |_| (),
        password: "not-the-password-at-all",
        exit: 4,
    },
    Outcome {
        code: "vault-slot-damaged",
        spoil: lab::damage_slots,
        password: PASSWORD,
        exit: 6,
    },
    Outcome {
        code: "database-damaged",
        spoil: lab::damage_database,
        password: PASSWORD,
        exit: 6,
    },
    Outcome {
        code: "journal-shortened",
        spoil: |data| {
            let older = fs::read(lab::database(data)).unwrap();
            lab::within(data, |_| ());
            lab::put_back(data, &older);
        },
        password: PASSWORD,
        exit: 7,
    },
    Outcome {
        code: "database-newer",
        spoil: lab::newer_schema,
        password: PASSWORD,
        exit: 9,
    },
];

#[tokio::test]
async fn five_outcomes_are_five_sentences_in_the_window_and_on_the_command_line()
-> WebDriverResult<()> {
    let mut sentences = BTreeSet::new();
    for outcome in OUTCOMES {
        let folder = tempfile::tempdir().unwrap();
        let data = lab::copied(folder.path());
        (outcome.spoil)(&data);
        for lang in BOTH {
            let (exit, said) = on_the_command_line(&data, outcome.password, lang);
            let words = steps::error_words(lang, outcome.code);
            assert_eq!(exit, Some(outcome.exit), "{}: {said}", outcome.code);
            assert!(said.contains(&words), "{}: {said}", outcome.code);
            sentences.insert(words);
        }
        let desk = Desk::open(&data, Lang::Ru).await?;
        steps::tried(&desk, outcome.password).await?;
        said(&desk, outcome.code, &format!("outcome-{}", outcome.code)).await?;
        assert!(!desk.log().contains("panicked"), "{}", desk.log());
    }
    assert_eq!(sentences.len(), 10, "five outcomes in two languages");
    Ok(())
}

#[tokio::test]
async fn a_folder_that_another_program_has_open() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let first = Desk::open(&data, Lang::Ru).await?;
    steps::signed_in(&first).await?;
    for lang in BOTH {
        let (exit, said) = on_the_command_line(&data, PASSWORD, lang);
        assert_eq!(exit, Some(5), "{said}");
        assert!(said.contains(&steps::error_words(lang, "locked-elsewhere")));
    }
    // The same folder under another name, because both windows keep their notes beside it.
    let other = folder.path().join("other");
    std::os::unix::fs::symlink(&data, &other).unwrap();
    let second = Desk::open(&other, Lang::Ru).await?;
    second.find("trouble").await?;
    said(&second, "locked-elsewhere", "trouble-open-elsewhere").await?;
    first.lock().await?;
    second.at("trouble-retry").await?;
    second.press(Key::Space).await?;
    steps::signed_in(&second).await
}

#[tokio::test]
async fn a_folder_that_cannot_be_written() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let Some(guard) = ReadOnly::make(&data) else {
        eprintln!("skipped: nobody here may make a folder read-only");
        return Ok(());
    };
    let desk = Desk::open(&data, Lang::Ru).await?;
    desk.find("trouble").await?;
    said(&desk, "read-only-folder", "trouble-read-only").await?;
    drop(guard);
    desk.click("trouble-retry").await?;
    steps::signed_in(&desk).await
}

/// A folder that may not be written: by its mode, or for root, whom no mode stops, by a mount.
struct ReadOnly(std::path::PathBuf);

impl ReadOnly {
    fn make(data: &Path) -> Option<Self> {
        let run = |program: &str, args: &[&str]| {
            Command::new(program)
                .args(args)
                .arg(data)
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        };
        let path = data.to_str().unwrap();
        let guard = Self(data.to_owned());
        let mounted = run("mount", &["--bind", path]) && run("mount", &["-o", "remount,bind,ro"]);
        let made = mounted || run("chmod", &["-R", "a-w"]);
        let probe = data.join("probe");
        (made && fs::write(probe, b"").is_err()).then_some(guard)
    }
}

impl Drop for ReadOnly {
    fn drop(&mut self) {
        let run = |program: &str, args: &[&str]| {
            let path = &self.0;
            let quiet = Stdio::null();
            drop(
                Command::new(program)
                    .args(args)
                    .arg(path)
                    .stderr(quiet)
                    .status(),
            );
        };
        run("umount", &[]);
        run("chmod", &["-R", "u+w"]);
    }
}

/// A desk is founded among nobody else's files, as on the command line: said before the first question, and
/// nothing is written.
#[tokio::test]
async fn a_new_desk_is_not_founded_among_other_peoples_files() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("letter.txt"), b"a letter").unwrap();
    let desk = Desk::open(&data, Lang::Ru).await?;
    desk.find("trouble").await?;
    said(&desk, "folder-foreign", "trouble-foreign-files").await?;
    for (command, args) in [
        ("setup_keep", json!({ "json": "{}" })),
        ("setup", json!({ "form": "{}", "password": PASSWORD })),
    ] {
        let answer = desk.invoke(command, args).await?;
        assert!(answer.is_err(), "{command} was carried out: {answer:?}");
    }
    let left: Vec<_> = fs::read_dir(&data).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "nothing was written: {left:?}");
    // A file in the folder's place is trouble too, with words of its own.
    fs::rename(&data, folder.path().join("away")).unwrap();
    fs::write(&data, b"no folder").unwrap();
    desk.click("trouble-retry").await?;
    said(&desk, "folder-wanted", "trouble-no-folder").await?;
    fs::remove_file(&data).unwrap();
    desk.click("trouble-retry").await?;
    desk.find("setup-step-language").await?;
    Ok(())
}

#[tokio::test]
async fn a_full_disk_at_the_sign_in() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::make(&folder.path().join("data")) else {
        eprintln!(
            "skipped: nobody here may mount a disk; the command line's story limits its files"
        );
        return Ok(());
    };
    let data = lab::copied(folder.path());
    let desk = Desk::open(&data, Lang::Ru).await?;
    desk.find("signin-enter").await?;
    disk.fill();
    steps::tried(&desk, PASSWORD).await?;
    said(&desk, "vault-disk-full", "sign-in-disk-full").await?;
    assert!(data.join("reserve").exists());
    desk.fill("signin-password", PASSWORD).await?;
    desk.click("signin-reserve").await?;
    desk.find("signin-reserve-done").await?;
    assert!(!data.join("reserve").exists(), "the room is given back");
    desk.look("sign-in-reserve").await?;
    steps::signed_in(&desk).await?;
    desk.entries().await?;
    Ok(())
}

/// A disk of its own, large enough for a laboratory. A limit on the program's files would stop its
/// webview too.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn make(at: &Path) -> Option<Self> {
        fs::create_dir(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=48m", "tirkeu-test"])
            .arg(at)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Self(at.to_owned()))
    }

    /// Writes until nothing more fits.
    fn fill(&self) {
        let mut file = fs::File::create(self.0.join("photographs")).unwrap();
        for size in [1 << 20, 1 << 10, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let umount = Command::new("umount").arg("--lazy").arg(&self.0).status();
        drop(umount);
    }
}

#[tokio::test]
async fn wrong_passwords_wait_and_the_keyboard_is_said() -> WebDriverResult<()> {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    lab::wrong_passwords(&data, 10);
    let desk = Desk::open(&data, Lang::Kk).await?;
    // No WebDriver can press Caps Lock: the event is what a keyboard with it sends.
    let caps = "const field = document.getElementById('signin-password');
        field.focus();
        field.dispatchEvent(new KeyboardEvent('keydown',
          { key: 'Ә', bubbles: true, modifierCapsLock: true }));";
    desk.driver.execute(caps, vec![]).await?;
    for lang in BOTH {
        desk.speak(lang).await?;
        for key in ["signin-caps-lock", "signin-layout-cyrillic"] {
            desk.says("key-hints", &steps::words(lang, key)).await?;
        }
        desk.look("sign-in-caps").await?;
    }
    steps::tried(&desk, PASSWORD).await?;
    said(&desk, "vault-throttled", "sign-in-throttled").await
}

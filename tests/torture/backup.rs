//! Backups through the program: the exit code of every end that a scheduled task meets, and what lies there afterwards.

use std::fs;
use std::path::{Path, PathBuf};

use tirkeu_core::desk::Folder;

use crate::lab::{Answer, Lab, PASSWORD, batch_input, intake, policy};

/// A desk whose sheet is known, with a patient, and a stick beside it.
struct Kept {
    lab: Lab,
    sheet: Vec<String>,
    stick: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        let lab = Lab::founded();
        let (sheet, _) = lab.sheet();
        lab.type_the_kit_back();
        assert_eq!(lab.batch(&[policy(), intake(1)]).code, 0);
        Self {
            lab,
            sheet,
            stick: tempfile::tempdir().unwrap(),
        }
    }

    fn backup(&self) -> Answer {
        let to = self.stick.path().to_string_lossy().into_owned();
        self.lab.call(&["backup", "--to", &to])
    }

    fn made(&self) -> PathBuf {
        let answer = self.backup();
        assert_eq!(answer.code, 0, "{:?} {}", answer.lines, answer.stderr);
        self.stick
            .path()
            .join(answer.lines[0]["file"].as_str().unwrap())
    }

    fn drill(&self, file: &Path, sheet: &[String]) -> Answer {
        let file = file.to_string_lossy();
        self.lab.call_with(&["drill", &file], &sheet.join("\n"))
    }
}

fn restored(into: &Lab, file: &Path, sheet: &[String], more: &[&str]) -> Answer {
    let file = file.to_string_lossy();
    let args = ["restore", &file, "--name", "Сынақова Сара", "--no-keychain"];
    let input = format!("{PASSWORD}\n{}\n", sheet.join("\n"));
    into.call_with(&[&args, more].concat(), &input)
}

#[test]
fn a_scheduled_task_can_act_on_every_code() {
    let kept = Kept::new();
    let file = kept.made();
    let drilled = kept.drill(&file, &kept.sheet);
    assert_eq!(drilled.code, 0, "{:?}", drilled.lines);
    assert!(drilled.lines[0]["entries"].as_u64().unwrap() > 10);

    let running = Folder::open(&kept.lab.data()).unwrap();
    assert_eq!(kept.backup().code, 5, "a running desk");
    drop(running);

    let nowhere = kept.lab.call(&["backup", "--to", "/nowhere/at/all"]);
    assert_eq!(
        (nowhere.code, nowhere.codes()),
        (10, vec!["backup-away".to_owned()])
    );
    assert_eq!(kept.lab.call(&["backup"]).code, 2, "no folder is set");

    let mut typo = kept.sheet.clone();
    let last = typo[6].pop().unwrap();
    typo[6].push(if last == '9' { '0' } else { '9' });
    let wrong = kept.drill(&file, &typo);
    assert_eq!(
        (wrong.code, wrong.codes()),
        (3, vec!["vault-kit-group".to_owned()])
    );
    let other = Kept::new();
    assert_eq!(kept.drill(&file, &other.sheet).code, 4, "another sheet");
    assert_eq!(kept.drill(Path::new("/nowhere.age"), &kept.sheet).code, 10);

    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let broken = kept.stick.path().join("broken.age");
    fs::write(&broken, bytes).unwrap();
    assert_eq!(kept.drill(&broken, &kept.sheet).code, 6);
    kept.lab.assert_whole("after everything that was refused");
}

#[test]
fn a_new_computer_goes_on_and_an_old_backup_is_not_taken_for_the_present() {
    let kept = Kept::new();
    let file = kept.made();
    assert_eq!(kept.lab.batch(&[intake(2)]).code, 0);
    let before = fs::read(kept.lab.database()).unwrap();
    assert_eq!(
        restored(&kept.lab, &file, &kept.sheet, &[]).code,
        3,
        "a desk stands there"
    );
    let older = restored(&kept.lab, &file, &kept.sheet, &["--replace"]);
    assert_eq!(
        (older.code, older.codes()),
        (7, vec!["backup-older".to_owned()])
    );
    let other = Kept::new();
    let foreign = restored(&kept.lab, &other.made(), &other.sheet, &["--replace"]);
    assert_eq!(
        (foreign.code, foreign.codes()),
        (3, vec!["backup-foreign".to_owned()])
    );
    assert_eq!(
        fs::read(kept.lab.database()).unwrap(),
        before,
        "nothing was touched"
    );

    let empty = kept.lab.copy();
    fs::remove_dir_all(empty.data()).unwrap();
    let answer = restored(&empty, &file, &kept.sheet, &[]);
    assert_eq!(answer.code, 0, "{:?} {}", answer.lines, answer.stderr);
    empty.assert_whole("a restored desk");
    let unasked = empty.call(&["backup", "--to", &kept.stick.path().to_string_lossy()]);
    assert_eq!(
        unasked.codes(),
        ["backup-key"],
        "the new sheet is not on paper yet"
    );

    let meant = restored(
        &kept.lab,
        &file,
        &kept.sheet,
        &["--replace", "--without-the-rest"],
    );
    assert_eq!(meant.code, 0, "{:?} {}", meant.lines, meant.stderr);
    let aside = fs::read_dir(kept.lab.data()).unwrap().flatten();
    let aside = aside.map(|file| file.path()).find(|path| path.is_dir());
    let kept_aside = fs::read_dir(aside.unwrap()).unwrap().count();
    assert!(kept_aside >= 4, "vault and database of before are kept");
    kept.lab.assert_whole("a desk that gave way");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_what_lay_there() {
    let kept = Kept::new();
    let file = kept.made();
    let lying = || {
        let names = fs::read_dir(kept.stick.path()).unwrap().flatten();
        names.map(|one| one.file_name()).collect::<Vec<_>>()
    };
    let before = lying();
    // Enough for a sign-in, too little to take a whole backup in.
    let commands: Vec<_> = (10..60).map(intake).collect();
    assert_eq!(
        kept.lab
            .call_with(&["--batch"], &batch_input(&commands))
            .code,
        0
    );
    let to = kept.stick.path().to_string_lossy().into_owned();
    let stage = "ulimit -f 600";
    let answer = crate::disk::staged(
        &kept.lab,
        stage,
        &["backup", "--to", &to],
        &format!("{PASSWORD}\n"),
    );
    assert_eq!(answer.code, 8, "{:?} {}", answer.lines, answer.stderr);
    assert_eq!(lying(), before, "nothing of it stays");
    assert!(
        kept.drill(&file, &kept.sheet).code == 0,
        "what lay there opens"
    );
    kept.lab.assert_whole("after a full disk");
    assert_eq!(kept.backup().code, 0, "fine afterwards");
}

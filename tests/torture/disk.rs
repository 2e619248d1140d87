//! No room, no right to write: refused by its name, nothing half-written, fine afterwards.

use std::fs;
use std::process::{Command, Stdio};

use tirkeu_core::command::Command as Core;
use tirkeu_core::desk::{self, SignedIn};
use tirkeu_core::error::Error;
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::store::StoreError;

use crate::lab::{Answer, LOGIN, Lab, PASSWORD, answer, batch_input, intake, machine, tirkeu};

/// The call inside a shell that first sets the stage; `$0` is the folder, `$@` the whole call.
pub fn staged(lab: &Lab, stage: &str, args: &[&str], input: &str) -> Answer {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("{stage}; exec \"$@\"")])
        .arg(lab.data())
        .arg(tirkeu())
        .args(["--json", "--password-stdin", "--user", LOGIN, "--data"])
        .arg(lab.data())
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    answer(command, input)
}

fn acknowledged(answer: &Answer) -> Vec<String> {
    answer
        .lines
        .iter()
        .filter(|line| line["ok"] == true && line["subject"].is_string())
        .map(|line| line["subject"].as_str().unwrap().to_owned())
        .collect()
}

fn is_disk_full(answer: &Answer) -> bool {
    answer.code == 8
        && answer
            .codes()
            .iter()
            .all(|code| ["disk-full", "vault-disk-full"].contains(&code.as_str()))
        && !answer.codes().is_empty()
}

/// Everything answered is there, the journal is whole, and the desk works again.
fn fine_afterwards(lab: &Lab, saved: &[String], why: &str) {
    lab.assert_whole(why);
    for card in saved.iter().rev().take(2) {
        assert_eq!(lab.call(&["patient", "show", card]).code, 0, "{why}");
    }
    assert_eq!(lab.batch(&[intake(9_000)]).code, 0, "{why}");
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_grow_is_a_full_disk() {
    let lab = Lab::new();
    let commands: Vec<_> = (0..150).map(intake).collect();
    // 512-byte blocks: the write-ahead log stops somewhere in the middle of the batch.
    for blocks in [400, 700, 1_100] {
        let lab = lab.copy();
        let stage = format!("ulimit -f {blocks}");
        let answer = staged(&lab, &stage, &["--batch"], &batch_input(&commands));
        assert!(
            is_disk_full(&answer),
            "{blocks}: {} {:?}",
            answer.code,
            answer.codes()
        );
        let saved = acknowledged(&answer);
        assert!(
            saved.len() < commands.len(),
            "{blocks}: the limit must be met"
        );
        fine_afterwards(&lab, &saved, &format!("limit of {blocks} blocks"));
    }
}

#[test]
#[cfg(unix)]
fn sign_in_on_a_full_disk_is_refused_by_its_name() {
    let lab = Lab::new();
    let before = fs::read(lab.database()).unwrap();
    let input = format!("{PASSWORD}\n");
    let answer = staged(&lab, "ulimit -f 0", &["patient", "find", "x"], &input);
    assert!(
        is_disk_full(&answer),
        "{} {:?}",
        answer.code,
        answer.codes()
    );
    assert_eq!(
        before,
        fs::read(lab.database()).unwrap(),
        "nothing was written"
    );
    fine_afterwards(&lab, &[], "after a sign-in without room");
}

#[test]
fn a_database_that_may_not_grow_writes_nothing_by_halves() {
    let lab = Lab::new();
    let folder = lab.folder();
    let SignedIn::Open(mut open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap()
    else {
        panic!("the journal reaches its anchor");
    };
    let pages: i64 = open
        .app
        .conn()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    let room = |count: i64| {
        open.app
            .conn()
            .pragma_update_and_check(None, "max_page_count", count, |row| row.get::<_, i64>(0))
            .unwrap()
    };
    room(pages + 1);
    let commands: Vec<Core> = (0..200)
        .map(|number| serde_json::from_value(intake(number)).unwrap())
        .collect();
    let mut saved = 0;
    let mut full = 0;
    for command in commands.iter().cloned() {
        let before = tirkeu_core::query::state::state(open.app.conn()).unwrap();
        match open.app.execute(command, None) {
            Ok(_) => saved += 1,
            Err(Error::Store(StoreError::DiskFull)) => {
                let after = tirkeu_core::query::state::state(open.app.conn()).unwrap();
                assert_eq!(before, after, "a refused commit leaves nothing");
                full += 1;
                if full == 3 {
                    break;
                }
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(full, 3, "the limit must be met after {saved}");
    let shown = open.app.open_list(1);
    // A disclosure without its entry is refused as well; a list is small and may still fit.
    if let Err(error) = shown {
        assert!(matches!(error, Error::Store(StoreError::DiskFull)));
    }
    open.app
        .conn()
        .pragma_update_and_check(None, "max_page_count", 1_000_000, |row| {
            row.get::<_, i64>(0)
        })
        .unwrap();
    open.app
        .execute(serde_json::from_value(intake(5_000)).unwrap(), None)
        .unwrap();
    open.close(closing::LOCKED).unwrap();
    drop(folder);
    lab.assert_whole("after a full database");
}

/// Whether this user may mount in a namespace of their own.
#[cfg(target_os = "linux")]
pub fn may_mount() -> bool {
    let tried = Command::new("unshare")
        .args(["-m", "sh", "-c", "mount -t tmpfs none /mnt"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let may = tried.is_ok_and(|status| status.success());
    if !may {
        println!("left out: this user may not mount");
    }
    may
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_filesystem_is_a_full_disk() {
    if !may_mount() {
        return;
    }
    let lab = Lab::new();
    let kept = tempfile::tempdir().unwrap();
    let commands: Vec<_> = (0..200).map(intake).collect();
    // A small filesystem in a namespace of its own, filled but for a little; afterwards the files
    // are carried out of it.
    let script = format!(
        "mount -t tmpfs -o size=24m none {kept} && cp -a \"$0\"/. {kept}/ && \
         dd if=/dev/zero of={kept}/fill bs=4k 2>/dev/null; truncate -s -400K {kept}/fill; \
         \"$@\"; code=$?; rm {kept}/fill; cp -a {kept}/. \"$0\"/; exit $code",
        kept = kept.path().display()
    );
    let mut command = Command::new("unshare");
    command
        .args(["-m", "sh", "-c", &script])
        .arg(lab.data())
        .arg(tirkeu())
        .args([
            "--json",
            "--password-stdin",
            "--user",
            LOGIN,
            "--batch",
            "--data",
        ])
        .arg(kept.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let answer = answer(command, &batch_input(&commands));
    assert!(
        is_disk_full(&answer),
        "{} {:?} {}",
        answer.code,
        answer.codes(),
        answer.stderr
    );
    let saved = acknowledged(&answer);
    assert!(saved.len() < commands.len());
    fine_afterwards(&lab, &saved, "after a full filesystem");
}

#[test]
#[cfg(target_os = "linux")]
fn a_manager_gives_the_reserve_away_and_the_desk_opens() {
    if !may_mount() {
        return;
    }
    let lab = Lab::new();
    {
        let folder = lab.folder();
        let SignedIn::Open(mut open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap()
        else {
            panic!("the journal reaches its anchor");
        };
        let registrar = desk::NewStaff {
            name: "Тіркеуші Тана",
            login: "registrar",
            password: "registrar-registrar",
            role: Role::Registrar,
        };
        open.add_staff(&machine(), &registrar).unwrap();
        open.close(closing::LOCKED).unwrap();
    }
    assert_eq!(fs::metadata(lab.file("reserve")).unwrap().len(), 16 << 20);
    let kept = tempfile::tempdir().unwrap();
    // One line of codes for each step; the last step takes a patient in.
    let script = format!(
        "mount -t tmpfs -o size=40m none {kept} && cp -a \"$0\"/. {kept}/ && \
         dd if=/dev/zero of={kept}/fill bs=4k 2>/dev/null; \
         say() {{ user=$1 password=$2; shift 2; printf '%s\\n' \"$password\" \"$PATIENT\" | \
           {tirkeu} --json --password-stdin --user $user --data {kept} \"$@\" >/dev/null 2>&1; echo $?; \
           stat -c %s {kept}/reserve 2>/dev/null || echo gone; }}; \
         say manager {PASSWORD} patient find x; \
         say manager wrong-wrong-wrong-1 reserve release; \
         say registrar registrar-registrar reserve release; \
         say manager {PASSWORD} reserve release; \
         say manager {PASSWORD} reserve release; \
         say manager {PASSWORD} patient add; \
         rm {kept}/fill; cp -a {kept}/. \"$0\"/",
        kept = kept.path().display(),
        tirkeu = tirkeu().display(),
    );
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &script])
        .arg(lab.data())
        .env("PATIENT", intake(7)["patient"].to_string())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let steps: Vec<&str> = said.split_whitespace().collect();
    let whole = "16777216";
    assert_eq!(
        steps,
        [
            "8", whole, "4", whole, "3", whole, "0", "gone", "3", "gone", "0", "gone"
        ],
        "full; wrong password; no manager; released; nothing left to release; at work: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    fs::remove_file(lab.file("reserve")).unwrap_or_default();
    fine_afterwards(&lab, &[], "after the reserve was given away");
    assert!(
        lab.file("reserve").exists(),
        "with room again it is laid down anew"
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_read_only_folder_is_named() {
    let lab = Lab::new();
    let script = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"";
    if !may_mount() {
        return;
    }
    let mut command = Command::new("unshare");
    command
        .args(["-m", "sh", "-c", &format!("{script} && exec \"$@\"")])
        .arg(lab.data())
        .arg(tirkeu())
        .args([
            "--json",
            "--password-stdin",
            "--user",
            LOGIN,
            "state-hash",
            "--data",
        ])
        .arg(lab.data())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let refused = answer(command, &format!("{PASSWORD}\n"));
    assert_eq!(
        (refused.code, refused.codes()),
        (8, vec!["read-only-folder".to_owned()]),
        "{}",
        refused.stderr
    );
    fine_afterwards(&lab, &[], "writable again");
}

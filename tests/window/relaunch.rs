//! Locked, as the program does it when it starts from its icon: the process that knew the keys ends, another one holds
//! the folder and asks for the password.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::bare::{Bare, until};
use crate::host;
use crate::lab::{self, DIGITS};
use crate::memory::{self, Needle};
use crate::steps::PASSWORD;

/// What was typed: the password of whoever signed in, a name that is found nowhere, an ИИН.
const TYPED: [&str; 3] = [PASSWORD, "zhanabergenova", "910312400121"];
const NOTHING: [&str; 0] = [];

#[test]
fn a_locked_desk_is_another_process_at_the_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = lab::copied(folder.path());
    let secrets: Vec<_> = TYPED
        .map(Needle::text)
        .into_iter()
        .chain(lab::keys(&data))
        .collect();
    // Which of the secrets stand in the memory of the processes that live for this desk.
    let in_memory = || memory::holds(&host::family(&data), &secrets);

    let bare = Bare::open(&data);
    let first = bare.desk();
    assert!(!is_locked(first), "the first start is no lock");
    bare.sign_in();
    // A manager begins at the day in figures.
    bare.shows_another(&["F2"]);
    bare.types(TYPED[1]);
    bare.press(&["ctrl+a"]);
    bare.types(TYPED[2]);
    let mut everything: Vec<_> = secrets.iter().map(|one| one.name).collect();
    assert_eq!(
        memory::holds(&[std::process::id()], &secrets),
        everything,
        "the look finds every form of them: they stand in this test's own memory"
    );
    // SQLCipher keeps the key as it uses it; the digits in which it was given are wiped at once.
    everything.retain(|name| *name != DIGITS);
    assert_eq!(
        in_memory(),
        everything,
        "while the desk is open it finds the rest, and of the key no digits"
    );

    let second = locked(&bare, first);
    assert_eq!(in_memory(), NOTHING, "in no process that outlived the lock");
    assert_ne!(first, second);
    assert!(is_locked(second), "started anew by a lock");
    assert_eq!(
        holder(&data),
        Some(second),
        "the new process has the folder"
    );
    bare.picture("relaunched");
    // The sign-in is there and works: what is typed into it opens the desk.
    bare.sign_in();
    assert_eq!(bare.desk(), second);

    let third = locked(&bare, second);
    assert_eq!(holder(&data), Some(third), "and again");
    assert_eq!(in_memory(), NOTHING, "and nothing of the second");
}

/// Ctrl+L and, behind the curtain, the last button: the process that comes after it.
fn locked(bare: &Bare, old: u32) -> u32 {
    bare.shows_another(&["ctrl+l"]);
    // From the login: password, go on, "I have a code", the end of the shift.
    bare.press(&["Tab", "Tab", "Tab", "Tab", "Return"]);
    until("the locked process to end", || {
        (!Path::new(&format!("/proc/{old}/exe")).exists()).then_some(())
    });
    let new = bare.desk();
    bare.is_up();
    new
}

fn is_locked(pid: u32) -> bool {
    let environment = fs::read(format!("/proc/{pid}/environ")).unwrap();
    environment
        .split(|byte| *byte == 0)
        .any(|one| one == b"TIRKEU_LOCKED=1")
}

/// Whose lock lies on the data folder, as the kernel has it.
fn holder(data: &Path) -> Option<u32> {
    let inode = fs::metadata(data.join("lock")).unwrap().ino();
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let line = locks
        .lines()
        .find(|line| line.contains(" FLOCK ") && line.contains(&format!(":{inode} ")))?;
    line.split_whitespace().nth(4)?.parse().ok()
}

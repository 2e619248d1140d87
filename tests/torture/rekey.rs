//! Somebody was removed and the database owes another key: `kill -9` at any moment of the change, and no room for it.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tirkeu_core::command::Command as Core;
use tirkeu_core::desk::{self, Folder, NewStaff, Open, SignedIn};
use tirkeu_core::error::Error;
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::store::{Store, StoreError};
use tirkeu_core::vault::{Dek, Sealed, SignIn, VaultError};

use crate::lab::{LOGIN, Lab, PASSWORD, intake, machine, tirkeu};

const KILLS: u32 = 16;
const REMOVED: NewStaff<'static> = NewStaff {
    name: "Сынақов Санжар",
    login: "removed",
    password: "sanzhar-sanzhar-1",
    role: Role::Registrar,
};
const STAYS: NewStaff<'static> = NewStaff {
    name: "Сынақова Салтанат",
    login: "stays",
    password: "saltanat-saltanat-1",
    role: Role::Registrar,
};

/// A laboratory with patients that owes another key, and the key that the removed person keeps.
fn owing() -> (Lab, Dek) {
    let lab = Lab::new();
    let commands: Vec<_> = (0..400).map(intake).collect();
    assert_eq!(lab.batch(&commands).code, 0);
    let folder = lab.folder();
    let mut open = signed_in(&folder, LOGIN, PASSWORD);
    let removed = open.add_staff(&machine(), &REMOVED).unwrap();
    open.add_staff(&machine(), &STAYS).unwrap();
    let sign_in = SignIn {
        login: REMOVED.login,
        password: REMOVED.password,
        keychain: None,
        now_ms: 0,
    };
    let kept = Sealed::read(folder.path()).unwrap().unlock(&sign_in);
    let kept = kept.unwrap().dek.clone();
    // As `--batch` and other desks tell it: an entry, and no file is touched.
    let remove = Core::RemoveStaff { staff: removed };
    open.app.execute(remove, None).unwrap();
    open.close(closing::LOCKED).unwrap();
    drop(folder);
    (lab, kept)
}

fn signed_in(folder: &Folder, login: &str, password: &str) -> Open {
    match desk::sign_in(folder, &machine(), login, password).unwrap() {
        SignedIn::Open(open) => *open,
        SignedIn::Ceremony(_) => panic!("the journal reaches its anchor"),
    }
}

fn databases(lab: &Lab) -> usize {
    let files = fs::read_dir(lab.data()).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".db")).count()
}

/// What one kill met.
#[derive(Debug, Default, Clone, Copy)]
struct Met {
    old: u32,
    copying: u32,
    new: u32,
}

#[test]
fn a_kill_at_any_moment_of_the_change_leaves_a_database_for_everybody_who_stays() {
    let (lab, kept) = owing();
    let before = lab.copy();
    let begun = Instant::now();
    assert_eq!(before.call(&["patient", "find", "x"]).code, 0);
    let whole = begun.elapsed();
    let met = (0..KILLS).fold(Met::default(), |mut met, at| {
        let lab = lab.copy();
        let moment = whole.mul_f64(0.6 * f64::from(at) / f64::from(KILLS));
        match at % 4 {
            0 => kill(&lab, |_| std::thread::sleep(moment)),
            _ => kill(&lab, |lab| {
                until_begun(lab);
                std::thread::sleep(moment);
            }),
        }
        let files = databases(&lab);
        let dbkey = Sealed::read(&lab.data()).unwrap().dbkey();
        met.old += u32::from(dbkey == 1 && files == 1);
        met.copying += u32::from(files > 1);
        met.new += u32::from(dbkey == 2);
        opens_for_who_stays(&lab, &kept, &format!("kill {at}, moment {moment:?}"));
        met
    });
    println!("{KILLS} kills over {whole:?}: {met:?}");
    assert!(
        met.old > 0 && met.new > 0 && met.copying > 0,
        "kills must fall before, in and after the change: {met:?}"
    );
}

/// The database under the new key appears.
fn until_begun(lab: &Lab) {
    let late = Instant::now() + Duration::from_secs(20);
    while databases(lab) < 2 && Instant::now() < late {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn kill(lab: &Lab, wait: impl FnOnce(&Lab)) {
    let mut command = lab.command(&tirkeu(), &["patient", "find", "x"]);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    drop(std::io::Write::write_all(
        &mut stdin,
        format!("{PASSWORD}\n").as_bytes(),
    ));
    drop(stdin);
    wait(lab);
    // SIGKILL: nothing of the victim runs afterwards. One that has ended already was not met.
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Whoever stays opens it twice and finds a whole journal; neither password nor kept key of the removed one do.
fn opens_for_who_stays(lab: &Lab, kept: &Dek, when: &str) {
    {
        let folder = lab.folder();
        for (login, password) in [(STAYS.login, STAYS.password), (LOGIN, PASSWORD)] {
            let open = signed_in(&folder, login, password);
            assert!(!open.owes_rekey().unwrap(), "{when}");
            assert_eq!(open.vault().dbkey(), 2, "{when}");
            let report = open.verify().unwrap();
            assert_eq!(report.finding.verdict.code(), "whole", "{when}: {report:?}");
            assert!(report.chains[0].anchored.is_some(), "{when}");
            open.close(closing::LOCKED).unwrap();
        }
        let refused = desk::sign_in(&folder, &machine(), REMOVED.login, REMOVED.password);
        assert!(
            matches!(refused, Err(Error::Vault(VaultError::WrongPassword))),
            "{when}: {refused:?}"
        );
    }
    // There is one database, and the kept key is not its key.
    let refused = Store::open(&lab.database(), kept);
    assert!(matches!(refused, Err(StoreError::Damaged)), "{when}");
}

#[test]
#[cfg(target_os = "linux")]
fn without_room_the_key_stays_owed_and_with_room_it_is_changed() {
    if !crate::disk::may_mount() {
        return;
    }
    let (lab, kept) = owing();
    let held = tempfile::tempdir().unwrap();
    let size = fs::metadata(lab.database()).unwrap().len();
    // Room for the work of a session, not for a second database; then room for both.
    let script = format!(
        "mount -t tmpfs -o size=80m none {held} && cp -a \"$0\"/. {held}/ && \
         dd if=/dev/zero of={held}/fill bs=4k 2>/dev/null; truncate -s -{room} {held}/fill; \
         say() {{ echo {PASSWORD} | {tirkeu} --json --password-stdin --user {LOGIN} --data {held} \"$@\"; }}; \
         say desk list; ls {held} | grep -c '\\.db$'; say patient find x >&2; say verify | head -c 300 >&2; \
         rm {held}/fill; say desk list; ls {held} | grep -c '\\.db$'; cp -a {held}/. \"$0\"/",
        held = held.path().display(),
        tirkeu = tirkeu().display(),
        room = size + 2 * 1024 * 1024,
    );
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &script])
        .arg(lab.data())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let worked = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 4, "{said} {worked}");
    assert!(lines[0].contains("\"key_owed\":true"), "{said}");
    assert!(lines[2].contains("\"key_owed\":false"), "{said}");
    assert_eq!((lines[1], lines[3]), ("1", "1"), "one database each time");
    assert!(
        worked.contains("\"ok\":true") && worked.contains("whole"),
        "the desk works meanwhile: {worked}"
    );
    // The old database is gone in there; here lies the copy of before.
    let old = lab.data().read_dir().unwrap();
    let old = old.map(|file| file.unwrap().path());
    let old = old.filter(|path| path.to_string_lossy().ends_with("-1.db"));
    old.for_each(|path| fs::remove_file(path).unwrap());
    opens_for_who_stays(&lab, &kept, "after there was no room");
}

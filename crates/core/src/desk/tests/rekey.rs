//! A new database key on a real folder: who opens what afterwards, and every place where the power may go.

use std::path::Path;

use super::super::rekey::Step;
use super::people::code;
use super::*;
use crate::event::kinds::Role;
use crate::id::StaffId;
use crate::store::{Store, StoreError};
use crate::vault::{Sealed, SignIn, VaultError};

const BOLAT: NewStaff<'static> = NewStaff {
    name: "Синтетический Болат",
    login: "bolat",
    password: "another long password",
    role: Role::Registrar,
};
const DANA: NewStaff<'static> = NewStaff {
    name: "Синтетическая Дана",
    login: "dana",
    password: "a third long password",
    role: Role::Registrar,
};

/// A desk with a patient, a draft, and two people beside its manager, who is present; Dana rests and has a PIN.
struct Peopled {
    open: Open,
    kit: Kit,
    card: crate::id::SubjectId,
    manager: StaffId,
    bolat: StaffId,
    dana: StaffId,
}

fn peopled(folder: &Folder, machine: &Machine) -> Peopled {
    let mut open = setup(folder, machine, &form(), PASSWORD).unwrap();
    let manager = open.app.staff().unwrap();
    let kit = kit_back(&mut open);
    let card = take_in(&mut open);
    let bolat = open.add_staff(machine, &BOLAT).unwrap();
    let dana = open.add_staff(machine, &DANA).unwrap();
    open.cover();
    open.join(folder, machine, DANA.login, DANA.password)
        .unwrap();
    open.set_pin(folder, machine, DANA.login, DANA.password, "190652")
        .unwrap();
    let draft = r#"{"patient":{"surname":"Сынақ"}}"#;
    open.app
        .keep_draft(None, "intake", None, "С.", draft)
        .unwrap();
    open.cover();
    open.join(folder, machine, "aigul", PASSWORD).unwrap();
    Peopled {
        open,
        kit,
        card,
        manager,
        bolat,
        dana,
    }
}

/// The files of a folder in another one, as somebody with a stick or a power cut would have them.
fn copied(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        if file.file_name() != "reserve" {
            std::fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
        }
    }
    to
}

fn databases(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("desk-") && name.ends_with(".db"))
        .collect();
    names.sort();
    names
}

fn unlocked(folder: &Path, machine: &Machine, who: &NewStaff<'_>) -> Result<Unlocked, VaultError> {
    Sealed::read(folder)?.unlock(&SignIn {
        login: who.login,
        password: who.password,
        keychain: machine.keychain(),
        now_ms: machine.clock.now_ms(),
    })
}

#[test]
fn a_removed_person_with_a_copy_opens_the_copy_and_not_the_new_database() {
    for keychain in [None, Some(MemoryKeychain::default())] {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let machine = machine(keychain);
        let mut lab = peopled(&folder, &machine);
        assert!(!lab.open.owes_rekey().unwrap(), "everybody is still here");
        let kept = copied(dir.path());
        lab.open.remove_person(lab.bolat).unwrap();
        assert!(lab.open.owes_rekey().unwrap());
        lab.open.rekey(&folder).unwrap();
        assert!(!lab.open.owes_rekey().unwrap());
        assert_eq!(lab.open.vault().dbkey(), 2);

        let stolen = unlocked(kept.path(), &machine, &BOLAT).unwrap();
        let path = folder.database(lab.open.vault().database(), 2);
        assert_eq!(databases(dir.path()).len(), 1, "the old one is deleted");
        let refused = Store::open(
            &copied(dir.path()).path().join(path.file_name().unwrap()),
            &stolen.dek,
        );
        assert!(matches!(refused, Err(StoreError::Damaged)), "{refused:?}");
        assert!(matches!(
            unlocked(dir.path(), &machine, &BOLAT),
            Err(VaultError::WrongPassword)
        ));
        // Nor do the old slots beside the new database help.
        let mixed = copied(dir.path());
        for name in [files::SLOTS, files::SLOTS_PREVIOUS, files::DEVICE_KEY] {
            std::fs::copy(kept.path().join(name), mixed.path().join(name)).unwrap();
        }
        let mixed = Folder::open(mixed.path()).unwrap();
        let outcome = sign_in(&mixed, &machine, BOLAT.login, BOLAT.password);
        assert_eq!(
            outcome.unwrap_err().refusals()[0].code.0,
            "database-damaged"
        );

        assert_eq!(lab.open.verify().unwrap().finding.verdict.code(), "whole");
        lab.open.close(closing::LOCKED).unwrap();
        let old = signed_in(sign_in(&folder, &machine, DANA.login, DANA.password).unwrap());
        assert_eq!(
            old.app.staff(),
            Some(lab.dana),
            "with the password of before"
        );
        let report = old.verify().unwrap();
        assert_eq!(report.finding.verdict.code(), "whole", "{report:?}");
        assert!(
            report.chains[0].anchored.is_some(),
            "the anchor lies on the chain"
        );
        assert!(!old.owes_rekey().unwrap());
    }
}

#[test]
fn whoever_rests_goes_on_with_pin_draft_and_session() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    let handle = lab
        .open
        .app
        .open_card(lab.card)
        .unwrap()
        .into_inner()
        .handle;
    let before = crate::query::state::state(lab.open.app.conn()).unwrap();
    lab.open.remove_person(lab.bolat).unwrap();
    let length = lab.open.app.length();
    lab.open.rekey(&folder).unwrap();
    assert_eq!(lab.open.app.length(), length, "a key is no entry");
    let after = crate::query::state::state(lab.open.app.conn()).unwrap();
    assert_eq!(after.count, length);
    assert_ne!(after.entries, before.entries, "the removal itself");
    let again = lab
        .open
        .app
        .refresh_card(handle)
        .map(|card| card.into_inner().name);
    assert_eq!(
        again.unwrap(),
        "Ахметова Айгерим",
        "what is open stays open"
    );
    lab.open.cover();
    lab.open.come_back(lab.dana, "190652").unwrap();
    assert_eq!(lab.open.app.drafts().unwrap().len(), 1);
    assert_eq!(lab.open.app.length(), length, "in the session of before");
    lab.open.cover();
    lab.open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    assert_eq!(lab.open.app.staff(), Some(lab.manager));
    take_another_in(&mut lab.open);
    assert_eq!(lab.open.verify().unwrap().finding.verdict.code(), "whole");
    lab.open.close(closing::LOCKED).unwrap();
    let mut again = signed_in(sign_in(&folder, &machine, DANA.login, DANA.password).unwrap());
    assert_eq!(again.app.drafts().unwrap().len(), 1);
    again.cover();
    again.come_back(lab.dana, "190652").unwrap();
}

fn take_another_in(open: &mut Open) {
    let mut patient = patient();
    patient.iin = "910312400121".to_owned();
    patient.birth_date = "12.03.1991".to_owned();
    let intake = Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient,
        reason: String::new(),
        representative: None,
        consent: None,
    };
    open.app.execute(intake, None).unwrap();
}

#[test]
fn the_kit_opens_the_new_database() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    lab.open.remove_person(lab.bolat).unwrap();
    lab.open.rekey(&folder).unwrap();
    lab.open.close(closing::LOCKED).unwrap();
    let mut again = recover(&folder, &machine, &sheet(&lab.kit), &PERSON, Loss::Refused).unwrap();
    assert_eq!(again.vault().dbkey(), 3);
    let card = again.app.open_card(lab.card).unwrap().into_inner();
    assert_eq!(card.name, "Ахметова Айгерим");
    assert!(!again.owes_rekey().unwrap(), "it has a key of its own");
    assert_eq!(again.verify().unwrap().finding.verdict.code(), "whole");
}

#[test]
fn the_power_may_go_at_any_step() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    lab.open.remove_person(lab.bolat).unwrap();
    let mut cuts = Vec::new();
    lab.open
        .rekey_by_steps(&folder, &mut |step| cuts.push((step, copied(dir.path()))))
        .unwrap();
    assert_eq!(cuts.len(), 7, "every step");
    let whole = crate::query::state::state(lab.open.app.conn()).unwrap();
    for (step, cut) in cuts {
        let folder = Folder::open(cut.path()).unwrap();
        for _ in 0..2 {
            // The person who comes first pays, whoever it is.
            let open = signed_in(sign_in(&folder, &machine, DANA.login, DANA.password).unwrap());
            assert!(!open.owes_rekey().unwrap(), "{step:?}");
            assert_eq!(open.vault().dbkey(), 2, "{step:?}");
            assert_eq!(open.verify().unwrap().finding.verdict.code(), "whole");
            open.close(closing::LOCKED).unwrap();
        }
        let open = signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
        let state = crate::query::state::state(open.app.conn()).unwrap();
        assert_eq!(state.tables, whole.tables, "{step:?}");
        drop(open);
        assert_eq!(
            sign_in(&folder, &machine, BOLAT.login, BOLAT.password)
                .unwrap_err()
                .refusals()[0]
                .code
                .0,
            "vault-password-wrong",
            "{step:?}"
        );
        let names = std::fs::read_dir(cut.path()).unwrap();
        let mut left: Vec<String> = names
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
            .collect();
        left.sort();
        let database = databases(cut.path()).remove(0);
        assert!(database.ends_with("-2.db"));
        assert_eq!(
            left,
            [
                database.as_str(),
                files::DEVICE_KEY,
                files::ANCHOR,
                "local.json",
                "lock",
                "reserve",
                files::SLOTS,
                files::SLOTS_PREVIOUS,
                files::THROTTLE,
            ]
            .into_iter()
            .filter(|name| cut.path().join(name).exists())
            .collect::<Vec<_>>(),
            "nothing of the switch is left after {step:?}"
        );
    }
}

#[test]
fn a_removal_that_came_without_the_slot_is_paid_for_at_the_next_sign_in() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    // What arrives from another desk, or comes by `--batch`, is an entry and touches no file.
    let remove = Command::RemoveStaff { staff: lab.bolat };
    lab.open.app.execute(remove, None).unwrap();
    assert_eq!(lab.open.vault().slots().len(), 3);
    lab.open.close(closing::LOCKED).unwrap();
    // The removed person comes first: refused, and no new key is sealed to them.
    let refused = sign_in(&folder, &machine, BOLAT.login, BOLAT.password);
    assert_eq!(refused.unwrap_err().refusals()[0].code.0, "not-allowed");
    assert!(databases(dir.path())[0].ends_with("-1.db"));
    let open = signed_in(sign_in(&folder, &machine, DANA.login, DANA.password).unwrap());
    assert_eq!((open.vault().slots().len(), open.vault().dbkey()), (2, 2));
    assert_eq!(
        unlocked(dir.path(), &machine, &BOLAT).unwrap_err().code().0,
        "vault-password-wrong"
    );
}

#[test]
fn somebody_who_came_back_and_went_again_is_owed_another_key() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    lab.open.remove_person(lab.bolat).unwrap();
    lab.open.rekey(&folder).unwrap();
    let role = Some(Role::Registrar);
    let staff = lab.bolat;
    lab.open
        .app
        .execute(Command::SetRole { staff, role }, None)
        .unwrap();
    assert!(!lab.open.owes_rekey().unwrap(), "a role is no key");
    let given = lab.open.issue_code(staff).unwrap();
    lab.open.cover();
    lab.open
        .redeem(&machine, &given.code, BOLAT.login, BOLAT.password)
        .unwrap();
    lab.open.cover();
    lab.open.join(&folder, &machine, "aigul", PASSWORD).unwrap();
    lab.open.rekey(&folder).unwrap();
    assert_eq!(
        lab.open.vault().dbkey(),
        2,
        "nothing is owed, nothing is done"
    );
    lab.open.remove_person(staff).unwrap();
    assert!(lab.open.owes_rekey().unwrap());
    lab.open.rekey(&folder).unwrap();
    assert_eq!(lab.open.vault().dbkey(), 3);
    assert_eq!(
        code(unlocked_as(dir.path(), &machine)),
        "vault-password-wrong"
    );
}

fn unlocked_as(folder: &Path, machine: &Machine) -> Result<(), Error> {
    Ok(unlocked(folder, machine, &BOLAT).map(drop)?)
}

#[test]
fn a_copy_that_cannot_be_made_leaves_the_old_database_and_the_debt() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    lab.open.remove_person(lab.bolat).unwrap();
    let slots = std::fs::read(dir.path().join(files::SLOTS)).unwrap();
    let path = folder.database(lab.open.vault().database(), 2);
    std::fs::create_dir(&path).unwrap();
    assert!(lab.open.rekey(&folder).is_err());
    assert!(lab.open.owes_rekey().unwrap());
    assert!(desk_state(&folder, &lab.open).unwrap().key_owed, "and told");
    assert_eq!(std::fs::read(dir.path().join(files::SLOTS)).unwrap(), slots);
    assert!(!dir.path().join(files::DEVICE_KEY_NEXT).exists());
    take_another_in(&mut lab.open);
    std::fs::remove_dir(&path).unwrap();
    lab.open.rekey(&folder).unwrap();
    assert!(!lab.open.owes_rekey().unwrap());
    assert_eq!(lab.open.verify().unwrap().finding.verdict.code(), "whole");
}

#[test]
fn only_who_may_remove_people_asks_for_another_key() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    lab.open.remove_person(lab.bolat).unwrap();
    lab.open.cover();
    assert_eq!(code(lab.open.rekey(&folder).map(drop)), "locked");
    lab.open.come_back(lab.dana, "190652").unwrap();
    assert!(
        !desk_state(&folder, &lab.open).unwrap().key_owed,
        "nor is she told"
    );
    assert_eq!(code(lab.open.rekey(&folder).map(drop)), "not-allowed");
    assert!(lab.open.owes_rekey().unwrap());
}

#[test]
fn no_new_key_is_sealed_to_a_root_that_the_roster_does_not_name() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    // Without a keychain a copy of the folder and a password give the device's key, and with it this signature.
    let planted = Kit::generate(&mut SystemEntropy);
    lab.open
        .vault
        .replace_root(planted.root().public(), &mut SystemEntropy)
        .unwrap();
    lab.open.remove_person(lab.bolat).unwrap();
    lab.open.rekey(&folder).unwrap();
    let sealed = Sealed::read(dir.path()).unwrap();
    assert!(sealed.recover(&planted, None).is_err());
    assert!(sealed.recover(&lab.kit, None).is_ok());
}

#[test]
fn a_copy_that_is_not_what_it_was_made_from_is_not_switched_to() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let mut lab = peopled(&folder, &machine);
    lab.open.remove_person(lab.bolat).unwrap();
    let path = folder.database(lab.open.vault().database(), 2);
    let pages = lab
        .open
        .app
        .conn()
        .pragma_query_value(None, "page_count", |row| row.get(0));
    let pages: u32 = pages.unwrap();
    let pages = usize::try_from(pages).unwrap();
    for page in [1, pages / 2, pages - 1] {
        let outcome = lab.open.rekey_by_steps(&folder, &mut |step| {
            if step == Step::Copied {
                let mut bytes = std::fs::read(&path).unwrap();
                bytes[page * 4096 + 2_000] ^= 1;
                std::fs::write(&path, bytes).unwrap();
            }
        });
        assert_eq!(code(outcome), "database-damaged", "page {page} of {pages}");
        assert!(!path.exists(), "what was begun is gone");
        assert_eq!(lab.open.vault().dbkey(), 1);
    }
    lab.open.rekey(&folder).unwrap();
    assert_eq!(lab.open.verify().unwrap().finding.verdict.code(), "whole");
}

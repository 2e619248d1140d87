//! Several files change as one: after the kit, and for a new database key.

use super::*;

fn incarnation<'a>(desk: &'a Desk, device: u8) -> Incarnation<'a> {
    Incarnation {
        device: Id([device; 16]),
        root: desk.kit.root().public(),
        staff: MANAGER,
        login: LOGIN,
        password: "кейінгі құпиясөз",
        kdf: KdfChoice::Floor,
        keychain: Some(&desk.keychain),
    }
}

#[test]
fn the_kit_makes_a_new_incarnation() {
    let (desk, old) = Desk::new();
    desk.keychain.clear();
    let recovered = desk.recover().unwrap();
    assert_eq!(recovered.device, old.device.id);
    let staged = recovered
        .new_incarnation(&incarnation(&desk, 0xd2), &mut Stream(5_000))
        .unwrap();
    assert_ne!(*staged.vault().dek.raw_key(), *old.dek.raw_key());
    assert!(
        matches!(desk.open(), Err(VaultError::KeychainEmpty)),
        "before the switch the old vault stands"
    );
    let mut new = staged.commit().unwrap();
    assert_eq!((new.org(), new.database()), (old.org(), old.database()));
    assert_eq!(new.dbkey(), old.dbkey() + 1);
    assert_eq!(new.device.id, Id([0xd2; 16]));
    assert_ne!(new.user.public(), old.user.public());
    let again = desk.sign_in(LOGIN, "кейінгі құпиясөз", 0).unwrap();
    assert_eq!(*again.dek.raw_key(), *new.dek.raw_key());
    assert!(matches!(
        again.open_anchor().unwrap(),
        AnchorState::Valid(_, Mark { counter: 0, .. })
    ));
    assert!(matches!(
        desk.sign_in(LOGIN, PASSWORD, 0),
        Err(VaultError::WrongPassword)
    ));
    new.settle().unwrap();
    assert!(!desk.path(files::DEVICE_KEY_PREVIOUS).exists());
    assert_eq!(*desk.recover().unwrap().dek.raw_key(), *new.dek.raw_key());
}

#[test]
fn a_power_cut_at_any_step_leaves_one_whole_vault() {
    let (desk, old) = Desk::new();
    let before = snapshot(&desk);
    let staged = old.rekey(old.root(), &mut Stream(9_000)).unwrap();
    let (old_key, new_key) = (old.dek.raw_key(), staged.vault().dek.raw_key());
    let prepared = snapshot(&desk);
    staged.commit().unwrap();
    let after = snapshot(&desk);

    let cut_before_switch = prepared.clone();
    restore(&desk, &cut_before_switch);
    assert_eq!(*desk.open().unwrap().dek.raw_key(), *old_key);

    // The slot file was renamed, nothing else: the next reading finishes the rest.
    let mut cut_after_switch = prepared;
    cut_after_switch.retain(|(name, _)| name != files::SLOTS);
    let slots = after.iter().find(|(name, _)| name == files::SLOTS).unwrap();
    cut_after_switch.push(slots.clone());
    restore(&desk, &cut_after_switch);
    let mut unlocked = desk.open().unwrap();
    assert_eq!(*unlocked.dek.raw_key(), *new_key);
    assert!(
        matches!(unlocked.open_anchor().unwrap(), AnchorState::Valid(..)),
        "the device is the same and so is its anchor"
    );
    unlocked.settle().unwrap();
    let names: Vec<String> = snapshot(&desk).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            files::DEVICE_KEY,
            files::ANCHOR,
            files::SLOTS,
            files::SLOTS_PREVIOUS,
        ],
        "nothing of the switch is left"
    );

    restore(&desk, &before);
    assert_eq!(*desk.open().unwrap().dek.raw_key(), *old_key);
}

#[test]
fn an_incarnation_cut_after_the_switch_is_finished_with_its_anchor() {
    let (desk, old) = Desk::new();
    let staged = desk
        .recover()
        .unwrap()
        .new_incarnation(&incarnation(&desk, 0xd3), &mut Stream(7_000))
        .unwrap();
    let prepared = snapshot(&desk);
    staged.commit().unwrap();
    let slots = std::fs::read(desk.path(files::SLOTS)).unwrap();
    restore(&desk, &prepared);
    std::fs::write(desk.path(files::SLOTS), slots).unwrap();
    let unlocked = desk.sign_in(LOGIN, "кейінгі құпиясөз", 0).unwrap();
    assert_ne!(unlocked.device.id, old.device.id);
    assert!(matches!(
        unlocked.open_anchor().unwrap(),
        AnchorState::Valid(..)
    ));
}

#[test]
fn a_new_database_key_reaches_everybody_without_their_passwords() {
    let (mut desk, mut manager) = Desk::new();
    let draft = manager
        .draft_slot(&person(0xb2, "Нұрлан"), &mut desk.entropy)
        .unwrap();
    manager.add_slot(draft).unwrap();
    let root = manager.root();
    let staged = manager.rekey(root, &mut desk.entropy).unwrap();
    let new = staged.commit().unwrap();
    assert_ne!(*new.dek.raw_key(), *manager.dek.raw_key());
    let registrar = desk.sign_in("нұрлан", "тағы бір құпиясөз", 0).unwrap();
    assert_eq!(*registrar.dek.raw_key(), *new.dek.raw_key());
    assert_eq!(*desk.recover().unwrap().dek.raw_key(), *new.dek.raw_key());
}

#[test]
fn a_new_database_key_is_sealed_to_the_root_that_the_caller_names() {
    let (mut desk, mut manager) = Desk::new();
    let planted = Kit::generate(&mut desk.entropy);
    manager
        .replace_root(planted.root().public(), &mut desk.entropy)
        .unwrap();
    let root = desk.kit.root().public();
    let staged = manager.rekey(root, &mut desk.entropy).unwrap();
    let mut new = staged.commit().unwrap();
    new.settle().unwrap();
    assert_eq!(*desk.recover().unwrap().dek.raw_key(), *new.dek.raw_key());
    let sealed = Sealed::read(desk.dir.path()).unwrap();
    assert!(sealed.recover(&planted, Some(&desk.keychain)).is_err());
    assert_eq!(desk.open().unwrap().root(), root);
}

#[test]
fn an_abandoned_switch_leaves_the_files_of_before() {
    let (mut desk, manager) = Desk::new();
    let before = snapshot(&desk);
    let staged = manager.rekey(manager.root(), &mut desk.entropy).unwrap();
    assert!(desk.path(files::DEVICE_KEY_NEXT).exists());
    staged.abandon().unwrap();
    assert_eq!(snapshot(&desk), before);
}

#[test]
fn a_replaced_kit_opens_nothing_and_says_which_it_is() {
    let (mut desk, mut manager) = Desk::new();
    let new_kit = Kit::generate(&mut desk.entropy);
    manager
        .replace_root(new_kit.root().public(), &mut desk.entropy)
        .unwrap();
    let Err(VaultError::KitForeign { fingerprint }) = desk.recover() else {
        panic!("the old sheet is void")
    };
    assert_eq!(fingerprint, desk.kit.root().fingerprint());
    let sealed = Sealed::read(desk.dir.path()).unwrap();
    assert_eq!(sealed.fingerprint(), new_kit.root().fingerprint());
    assert!(sealed.recover(&new_kit, Some(&desk.keychain)).is_ok());
    let again = desk.open().unwrap();
    assert_eq!(
        again.pinned_root(),
        desk.kit.root().public().sign,
        "the slot remembers the root it was made under"
    );
    assert_eq!(again.root(), new_kit.root().public());
}

fn snapshot(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(desk.dir.path())
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .filter(|(name, _)| name != files::THROTTLE)
        .collect();
    files.sort();
    files
}

fn restore(desk: &Desk, files: &[(String, Vec<u8>)]) {
    for entry in std::fs::read_dir(desk.dir.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    for (name, bytes) in files {
        std::fs::write(desk.path(name), bytes).unwrap();
    }
}

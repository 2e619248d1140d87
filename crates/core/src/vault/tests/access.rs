//! Who gets in, who does not, and what a change leaves behind.

use super::*;

#[test]
fn the_same_keys_come_back() {
    let (desk, made) = Desk::new();
    let again = desk.open().unwrap();
    assert_eq!(*again.dek.raw_key(), *made.dek.raw_key());
    assert_eq!(again.device.sign_public(), made.device.sign_public());
    assert_eq!(again.device.seal_public(), made.device.seal_public());
    assert_eq!(again.user.public(), made.user.public());
    assert_eq!(again.slots(), [(MANAGER, made.user.public())]);
    assert_eq!(again.org(), desk.kit.root().org_id());
    assert_eq!(again.pinned_root(), desk.kit.root().public().sign);
    assert_eq!(again.kdf(), Some(KdfParams::FLOOR));
    assert!(matches!(
        again.open_anchor().unwrap(),
        AnchorState::Valid(_, Mark { counter: 0, .. })
    ));
}

#[test]
fn a_wrong_password_and_an_unknown_login_are_one_answer() {
    let (desk, _) = Desk::new();
    for (login, password) in [
        (LOGIN, "жеті рет өлшеп бір рет кес."),
        ("Айгерім", PASSWORD),
    ] {
        assert!(matches!(
            desk.sign_in(login, password, 0),
            Err(VaultError::WrongPassword)
        ));
    }
    assert!(
        desk.sign_in("  айгүл ", PASSWORD, 0).is_ok(),
        "a login has no case and no edges"
    );
}

#[test]
fn set_up_judges_the_password_first_and_never_overwrites() {
    let (mut desk, _) = Desk::new();
    assert!(matches!(desk.create(), Err(VaultError::Exists)));
    let empty = tempfile::tempdir().unwrap();
    let root = desk.kit.root();
    let new = NewDesk {
        dir: empty.path(),
        org: root.org_id(),
        root: root.public(),
        device: Id([3; 16]),
        database: Id([4; 16]),
        staff: MANAGER,
        login: LOGIN,
        password: "он төрт таңба!",
        kdf: KdfChoice::Floor,
        keychain: None,
    };
    assert!(matches!(
        create(&new, &mut desk.entropy),
        Err(VaultError::PasswordTooShort { min: 15 })
    ));
    assert_eq!(
        std::fs::read_dir(empty.path()).unwrap().count(),
        0,
        "nothing was made"
    );
    assert!(matches!(
        Sealed::read(empty.path()),
        Err(VaultError::Missing)
    ));
}

#[test]
fn access_is_given_changed_and_taken() {
    let (mut desk, mut manager) = Desk::new();
    let draft = manager
        .draft_slot(&person(0xb2, "Нұрлан"), &mut desk.entropy)
        .unwrap();
    let public = draft.public();
    assert!(
        matches!(
            desk.sign_in("нұрлан", "тағы бір құпиясөз", 0),
            Err(VaultError::WrongPassword)
        ),
        "a draft opens nothing"
    );
    manager.add_slot(draft).unwrap();
    let mut registrar = desk.sign_in("нұрлан", "тағы бір құпиясөз", 0).unwrap();
    assert_eq!(registrar.user.public(), public);
    assert_eq!(*registrar.dek.raw_key(), *manager.dek.raw_key());

    for (taken, refused) in [
        (person(0xb2, "басқа"), VaultError::StaffHasAccess.code()),
        (person(0xb3, "НҰРЛАН"), VaultError::LoginTaken.code()),
    ] {
        let answer = manager.draft_slot(&taken, &mut desk.entropy).map(|_| ());
        assert_eq!(answer.unwrap_err().code(), refused);
    }

    registrar
        .change_password("мүлде жаңа құпиясөз", KdfChoice::Floor, &mut desk.entropy)
        .unwrap();
    let mut registrar = desk.sign_in("нұрлан", "мүлде жаңа құпиясөз", 0).unwrap();
    assert_eq!(registrar.user.public(), public, "the keys stay");
    registrar.settle().unwrap();
    assert!(matches!(
        desk.sign_in("нұрлан", "тағы бір құпиясөз", 0),
        Err(VaultError::WrongPassword)
    ));

    let mut manager = desk.open().unwrap();
    manager.remove_slot(Id([0xb2; 16])).unwrap();
    assert!(matches!(
        desk.sign_in("нұрлан", "мүлде жаңа құпиясөз", 0),
        Err(VaultError::WrongPassword)
    ));
    std::fs::remove_file(desk.path(files::SLOTS)).unwrap();
    assert!(
        matches!(
            desk.sign_in("нұрлан", "мүлде жаңа құпиясөз", 0),
            Err(VaultError::WrongPassword)
        ),
        "a removed person has no slot in the previous generation either"
    );
    assert!(desk.open().is_ok());
}

#[test]
fn failed_attempts_wait_are_reported_and_survive_a_restart() {
    let (desk, _) = Desk::new();
    for ms in [10, 20] {
        assert!(desk.sign_in("басқа біреу", "қате құпиясөз", ms).is_err());
    }
    for ms in 100..105 {
        assert!(matches!(
            desk.sign_in(LOGIN, "қате құпиясөз", ms),
            Err(VaultError::WrongPassword)
        ));
    }
    let too_early = desk.sign_in(LOGIN, PASSWORD, 106);
    assert!(
        matches!(too_early, Err(VaultError::Throttled { seconds: 5 })),
        "even the right password waits"
    );
    let mut unlocked = desk.sign_in(LOGIN, PASSWORD, 5_104).unwrap();
    let attempts = unlocked.attempts();
    assert_eq!(
        attempts,
        [
            Attempts {
                staff: None,
                count: 2,
                first_ms: 10,
                last_ms: 20
            },
            Attempts {
                staff: Some(MANAGER),
                count: 5,
                first_ms: 100,
                last_ms: 5_104
            },
        ]
    );
    assert_eq!(
        desk.sign_in(LOGIN, PASSWORD, 6_000)
            .unwrap()
            .attempts()
            .len(),
        2,
        "what no commit has taken is told again"
    );
    unlocked.settle().unwrap();
    assert!(
        desk.sign_in(LOGIN, PASSWORD, 7_000)
            .unwrap()
            .attempts()
            .is_empty()
    );
}

#[test]
fn no_secret_stands_in_debug_output() {
    let (mut desk, unlocked) = Desk::new();
    let draft = person(0xb2, "Нұрлан");
    let staged = unlocked.rekey(unlocked.root(), &mut desk.entropy).unwrap();
    let recovered = desk.recover().unwrap();
    let key = desk.keychain.get(unlocked.device.id).unwrap().unwrap();
    let shown = format!(
        "{unlocked:?} {:?} {:?} {:?} {:?} {staged:?} {:?} {:?} {:?} {:?}",
        unlocked.dek,
        unlocked.device,
        unlocked.user,
        unlocked.anchor_key(),
        desk.kit,
        desk.kit.root(),
        recovered.dek,
        Factor::Present(key.clone()),
    );
    let root = desk.kit.root();
    let secrets: [&[u8]; 8] = [
        key.as_slice(),
        desk.kit.secret().as_slice(),
        unlocked.device.sign.as_bytes().as_slice(),
        unlocked.device.seal.as_bytes().as_slice(),
        unlocked.user.sign.as_bytes().as_slice(),
        unlocked.user.seal.as_bytes().as_slice(),
        root.sign.as_bytes().as_slice(),
        unlocked.dek.as_bytes().as_slice(),
    ];
    for secret in secrets {
        let start = &secret[..8];
        assert!(!shown.contains(&hex::encode(start)), "as hex");
        assert!(!shown.contains(&format!("{start:?}")[1..20]), "as a list");
    }
    assert!(!shown.contains(draft.password));
}

//! The keychain's outcomes, in memory and with the real service.

use std::process::Command;

use super::*;
use crate::id::Hash;

#[test]
fn locked_waits_empty_needs_the_kit() {
    let (desk, made) = Desk::new();
    desk.keychain.lock();
    assert!(matches!(
        desk.open(),
        Err(VaultError::KeychainUnreachable(Unreachable::Locked))
    ));
    assert!(
        matches!(
            desk.sign_in("бөтен", PASSWORD, 0),
            Err(VaultError::KeychainUnreachable(Unreachable::Locked))
        ),
        "a login that nobody has gets the same answer"
    );
    assert!(
        matches!(
            desk.recover(),
            Err(VaultError::KeychainUnreachable(Unreachable::Locked))
        ),
        "the kit never replaces a keychain that only does not answer"
    );
    desk.keychain.unlock();
    assert!(desk.open().is_ok());
    desk.keychain.clear();
    assert!(matches!(desk.open(), Err(VaultError::KeychainEmpty)));
    assert_eq!(*desk.recover().unwrap().dek.raw_key(), *made.dek.raw_key());
}

#[test]
fn a_declared_keychain_that_is_not_handed_in_is_unreachable() {
    let (desk, _) = Desk::new();
    let sealed = Sealed::read(desk.dir.path()).unwrap();
    let outcome = sealed.unlock(&SignIn {
        login: LOGIN,
        password: PASSWORD,
        keychain: None,
        now_ms: 0,
    });
    assert!(matches!(
        outcome,
        Err(VaultError::KeychainUnreachable(Unreachable::NoService))
    ));
}

#[test]
fn the_password_alone_is_not_enough_with_another_key_in_the_keychain() {
    let (desk, made) = Desk::new();
    desk.keychain.put(made.device.id, &[7; 32]).unwrap();
    assert!(matches!(desk.open(), Err(VaultError::WrongPassword)));
}

#[test]
fn absent_is_decided_once() {
    let (mut desk, _) = Desk::new();
    let dir = tempfile::tempdir().unwrap();
    let root = desk.kit.root();
    let new = NewDesk {
        dir: dir.path(),
        org: root.org_id(),
        root: root.public(),
        device: Id([3; 16]),
        database: Id([4; 16]),
        staff: MANAGER,
        login: LOGIN,
        password: PASSWORD,
        kdf: KdfChoice::Floor,
        keychain: None,
    };
    create(&new, &mut desk.entropy).unwrap();
    let sealed = Sealed::read(dir.path()).unwrap();
    assert!(!sealed.has_keychain());
    let mut sign_in = SignIn {
        login: LOGIN,
        password: PASSWORD,
        keychain: None,
        now_ms: 0,
    };
    assert!(sealed.unlock(&sign_in).is_ok());
    sign_in.keychain = Some(&desk.keychain);
    assert!(
        sealed.unlock(&sign_in).is_ok(),
        "a keychain that appears later is not asked"
    );
    let recovered = sealed.recover(&desk.kit, None);
    assert!(recovered.is_ok());
}

#[test]
fn a_keychain_that_refuses_at_set_up_makes_nothing() {
    let (mut desk, _) = Desk::new();
    desk.dir = tempfile::tempdir().unwrap();
    desk.keychain.lock();
    assert!(matches!(
        desk.create(),
        Err(VaultError::KeychainUnreachable(Unreachable::Locked))
    ));
    assert_eq!(std::fs::read_dir(desk.dir.path()).unwrap().count(), 0);
}

const INSIDE: &str = "TIRKEU_TEST_INSIDE_KEYRING";

/// The real Secret Service: this test starts a session bus and gnome-keyring and runs itself inside.
#[cfg(target_os = "linux")]
#[test]
fn the_real_secret_service_has_the_same_three_outcomes() {
    if std::env::var_os(INSIDE).is_some() {
        return inside_a_session();
    }
    let home = tempfile::tempdir().unwrap();
    let inner = "printf tirkeu | gnome-keyring-daemon --unlock --components=secrets >/dev/null \
        && \"$TIRKEU_TEST_EXE\" --exact \
        vault::tests::factor::the_real_secret_service_has_the_same_three_outcomes --nocapture";
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", inner])
        .env("TIRKEU_TEST_EXE", std::env::current_exe().unwrap())
        .env(INSIDE, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .output()
        .expect("the packages dbus and gnome-keyring are needed");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let nowhere = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "vault::tests::factor::without_a_session_bus_there_is_no_service",
        ])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env(INSIDE, "1")
        .status()
        .unwrap();
    assert!(nowhere.success());
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_session_bus_there_is_no_service() {
    if std::env::var_os(INSIDE).is_some() {
        let keychain = SystemKeychain::with_patience(0);
        assert_eq!(keychain.probe(), Err(Unreachable::NoService));
        assert!(matches!(keychain.find(), Ok(None)));
    }
}

#[cfg(target_os = "linux")]
fn inside_a_session() {
    let keychain = SystemKeychain::with_patience(0);
    let device = Id([5; 16]);
    assert!(matches!(keychain.find(), Ok(Some(_))));
    assert_eq!(keychain.get(device), Ok(None), "empty");
    keychain.put(device, &[6; 32]).unwrap();
    keychain.put(device, &[7; 32]).unwrap();
    assert_eq!(*keychain.get(device).unwrap().unwrap(), [7; 32], "replaced");
    assert_eq!(keychain.head(device), Ok(None));
    let head = Head {
        seq: 41,
        hash: Hash([8; 32]),
    };
    keychain.put_head(device, head).unwrap();
    assert_eq!(keychain.head(device), Ok(Some(head)));

    let service =
        dbus_secret_service::SecretService::connect(dbus_secret_service::EncryptionType::Plain)
            .unwrap();
    let collection = service.get_default_collection().unwrap();
    collection.lock().unwrap();
    assert_eq!(keychain.get(device), Err(Unreachable::Locked));
    assert!(
        matches!(keychain.find(), Err(Unreachable::Locked)),
        "a locked keychain is not an absent one"
    );
    assert_eq!(
        keychain.get(Id([99; 16])),
        Err(Unreachable::Locked),
        "a missing item in a locked collection is not empty"
    );
    assert_eq!(keychain.put(device, &[1; 32]), Err(Unreachable::Locked));
}

//! One flipped byte: refused in words where nothing else can serve, served where something can.

use super::*;

const SLOT_AT: usize = 259;
const SLOT: usize = 392;

/// A desk of two people whose both generations are the same file.
fn two_people() -> (Desk, Unlocked) {
    let (mut desk, mut manager) = Desk::new();
    let draft = manager
        .draft_slot(&person(0xb2, "Нұрлан"), &mut desk.entropy)
        .unwrap();
    manager.add_slot(draft).unwrap();
    manager.settle().unwrap();
    (desk, manager)
}

fn code(result: Result<Unlocked, VaultError>) -> &'static str {
    result.map_or_else(|error| error.code().0, |_| "open")
}

#[test]
fn a_byte_of_the_device_key_is_refused_wherever_it_is() {
    let (desk, _) = Desk::new();
    let path = desk.path(files::DEVICE_KEY);
    // Magic, version, org, device, dbkey, nonce, box, tag.
    for at in [0, 3, 4, 20, 36, 40, 64, 143] {
        flip(&path, at);
        assert_eq!(code(desk.open()), "vault-device-key-damaged", "byte {at}");
        flip(&path, at);
    }
    std::fs::write(&path, []).unwrap();
    assert_eq!(code(desk.open()), "vault-device-key-damaged", "emptied");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(code(desk.open()), "vault-device-key-damaged", "gone");
}

#[test]
fn every_byte_of_one_generation_is_served_by_the_other() {
    let (desk, _) = two_people();
    for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
        let good = std::fs::read(desk.path(name)).unwrap();
        // Reading alone for every byte; signing in for one byte of each field.
        for at in 0..good.len() {
            flip(&desk.path(name), at);
            let sealed = Sealed::read(desk.dir.path()).unwrap();
            assert!(sealed.org() == desk.kit.root().org_id(), "byte {at}");
            flip(&desk.path(name), at);
        }
        for at in [
            0,
            3,
            36,
            100,
            257,
            SLOT_AT + 2,
            SLOT_AT + 160,
            good.len() - 1,
        ] {
            flip(&desk.path(name), at);
            assert_eq!(code(desk.open()), "open", "byte {at} of {name}");
            flip(&desk.path(name), at);
        }
        std::fs::remove_file(desk.path(name)).unwrap();
        let mut unlocked = desk.open().unwrap();
        unlocked.settle().unwrap();
        assert!(
            desk.path(name).exists(),
            "the lost generation is written again"
        );
    }
}

#[test]
fn every_byte_of_the_head_in_both_generations_is_refused() {
    let (desk, manager) = two_people();
    let len = std::fs::read(desk.path(files::SLOTS)).unwrap().len();
    let head = (0..SLOT_AT).filter(|at| *at != 3);
    for at in head.chain(len - 64..len) {
        for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
            flip(&desk.path(name), at);
        }
        let error = Sealed::read(desk.dir.path()).map(|_| ()).unwrap_err();
        assert_eq!(error.code().0, "vault-slots-damaged", "byte {at}");
        for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
            flip(&desk.path(name), at);
        }
    }
    assert_eq!(desk.open().unwrap().generation(), manager.generation());
}

#[test]
fn a_byte_of_a_slot_is_that_persons_trouble_alone() {
    let (desk, _) = two_people();
    let registrar = || desk.sign_in("нұрлан", "тағы бір құпиясөз", 0);
    // Length, person, login tag, salt, parameters, check, keys, nonce, box, enc, sealed key, digest.
    for field in [0, 2, 18, 34, 50, 54, 56, 72, 104, 136, 160, 288, 320, 391] {
        let at = SLOT_AT + SLOT + field;
        for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
            flip(&desk.path(name), at);
        }
        assert_eq!(code(registrar()), "vault-slot-damaged", "field at {field}");
        if field == 160 {
            assert_eq!(code(desk.open()), "open", "the manager is not affected");
        }
        for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
            flip(&desk.path(name), at);
        }
    }
    assert_eq!(code(registrar()), "open");
}

#[test]
fn a_damaged_file_takes_no_change_before_it_is_mended_from_the_roster() {
    let (mut desk, _) = two_people();
    for name in [files::SLOTS, files::SLOTS_PREVIOUS] {
        // A trap: a slot is damaged so that the file is unproven, and the root's key is exchanged.
        flip(&desk.path(name), SLOT_AT + SLOT + 160);
        flip(&desk.path(name), 4 + 16 + 16 + 32 + 16 + 4 + 8 + 1 + 32);
    }
    let mut manager = desk.open().unwrap();
    assert_eq!(manager.damaged_slots(), 1);
    assert_ne!(manager.root(), desk.kit.root().public());
    manager.settle().unwrap();
    assert!(matches!(
        manager.remove_slot(Id([0xb2; 16])),
        Err(VaultError::DamagedSlotFile)
    ));
    assert!(manager.rekey(manager.root(), &mut desk.entropy).is_err());
    manager
        .mend(desk.kit.root().public(), &mut desk.entropy)
        .unwrap();
    let draft = manager
        .draft_slot(&person(0xb2, "Нұрлан"), &mut desk.entropy)
        .unwrap();
    manager.add_slot(draft).unwrap();
    assert!(desk.sign_in("нұрлан", "тағы бір құпиясөз", 0).is_ok());
    assert_eq!(
        *desk.recover().unwrap().dek.raw_key(),
        *manager.dek.raw_key()
    );
}

#[test]
fn a_file_signed_by_another_device_is_not_ours() {
    let (desk, _) = Desk::new();
    let forger = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
    let bytes = std::fs::read(desk.path(files::SLOTS)).unwrap();
    let Ok(found) = slot_file::SlotFile::decode(&bytes) else {
        panic!("the file is whole")
    };
    let mut file = found.file;
    file.device_sign = forger.verifying_key().to_bytes();
    let forged = file.encode(&forger).unwrap();
    std::fs::write(desk.path(files::SLOTS), forged).unwrap();
    assert_eq!(code(desk.open()), "vault-slots-damaged");
}

#[test]
fn a_newer_format_is_named_and_the_older_copy_does_not_serve() {
    let (desk, _) = two_people();
    let mut newer = std::fs::read(desk.path(files::SLOTS)).unwrap();
    newer[3] = 2;
    newer.push(0);
    std::fs::write(desk.path(files::SLOTS), newer).unwrap();
    assert!(matches!(
        Sealed::read(desk.dir.path()),
        Err(VaultError::Newer { version: 2 })
    ));
}

#[test]
fn parameters_out_of_range_are_refused_before_any_work() {
    let (desk, unlocked) = Desk::new();
    let bytes = std::fs::read(desk.path(files::SLOTS)).unwrap();
    let Ok(found) = slot_file::SlotFile::decode(&bytes) else {
        panic!("the file is whole")
    };
    let mut file = found.file;
    let slot = &mut file.slots[0].0;
    slot[50..54].copy_from_slice(&u32::MAX.to_be_bytes());
    let digest = Sha256::digest(&slot[..384]);
    slot[384..].copy_from_slice(&digest[..8]);
    std::fs::write(
        desk.path(files::SLOTS),
        file.encode(&unlocked.device.sign).unwrap(),
    )
    .unwrap();
    assert_eq!(code(desk.open()), "vault-kdf-range");
    assert!(
        desk.sign_in(LOGIN, PASSWORD, 0)
            .is_err_and(|e| e.code() == codes::KDF_RANGE),
        "and it is not counted as a wrong password"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let (desk, _) = Desk::new();
    // A directory in the place of the temporary file refuses even the administrator.
    std::fs::create_dir(desk.path("throttle.tkt.tmp")).unwrap();
    let error = desk.open().map(|_| ()).unwrap_err();
    assert_eq!(error.code().0, "vault-io");
    use std::io::{Error, ErrorKind as E};
    for (kind, code) in [
        (E::StorageFull, codes::DISK_FULL),
        (E::QuotaExceeded, codes::DISK_FULL),
        (E::FileTooLarge, codes::DISK_FULL),
        (E::ReadOnlyFilesystem, codes::READ_ONLY),
        (E::PermissionDenied, codes::READ_ONLY),
    ] {
        assert_eq!(VaultError::from(Error::from(kind)).code(), code);
    }
}

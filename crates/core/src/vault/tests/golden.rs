//! The formats, byte by byte: what was written once is written the same and opens for ever.

use super::device_key::{DeviceKeys, Place};
use super::slot_file::SlotFile;
use super::throttle::Throttle;
use super::*;
use crate::id::Hash;

/// Compares with `golden/<name>.hex`; `TIRKEU_BLESS=1` writes the file instead, which after the first
/// release needs a decision record.
fn golden(name: &str, bytes: &[u8]) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/vault/golden")
        .join(format!("{name}.hex"));
    if std::env::var_os("TIRKEU_BLESS").is_some() {
        let lines: Vec<String> = bytes.chunks(32).map(hex::encode).collect();
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let kept = hex::decode(text.replace(['\r', '\n'], "")).unwrap();
    assert!(kept == bytes, "{name} is not what it was");
    kept
}

/// The desk of the golden files: two people, one acknowledged entry, two failed sign-ins.
fn golden_desk() -> (Desk, Unlocked) {
    let (mut desk, mut manager) = Desk::new();
    let draft = manager
        .draft_slot(&person(0xb2, "Нұрлан"), &mut desk.entropy)
        .unwrap();
    manager.add_slot(draft).unwrap();
    let AnchorState::Valid(mut anchor, _) = manager.open_anchor().unwrap() else {
        panic!("the anchor is new")
    };
    anchor.write(4, Hash([0x44; 32])).unwrap();
    assert!(desk.sign_in("бөтен", "қате құпиясөз", 1_000).is_err());
    assert!(desk.sign_in("Нұрлан", "қате құпиясөз", 2_000).is_err());
    (desk, manager)
}

#[test]
fn the_files_are_written_as_they_always_were() {
    let (desk, manager) = golden_desk();
    for name in [
        files::SLOTS,
        files::SLOTS_PREVIOUS,
        files::DEVICE_KEY,
        files::ANCHOR,
        files::THROTTLE,
    ] {
        golden(name, &std::fs::read(desk.path(name)).unwrap());
    }
    golden("kit", desk.kit.secret());
    let kdev = desk.keychain.get(manager.device.id).unwrap().unwrap();
    golden("keychain", &*kdev);
    golden("raw-key", &*manager.dek.raw_key());
}

#[test]
fn decoding_and_encoding_gives_the_same_bytes() {
    let (desk, manager) = golden_desk();
    let read = |name| std::fs::read(desk.path(name)).unwrap();

    let slots = read(files::SLOTS);
    assert_eq!(slots.len(), 259 + 2 * 392 + 64);
    let Ok(found) = SlotFile::decode(&slots) else {
        panic!("the file is whole")
    };
    assert!(found.whole);
    assert!(found.file.encode(&manager.device.sign).unwrap() == slots);

    let key = read(files::DEVICE_KEY);
    assert_eq!(key.len(), 144);
    let place = Place::read(&key).unwrap();
    let keys = DeviceKeys::decode(&key, &manager.dek, &manager.factor).unwrap();
    let mut nonce = Replay(key[40..64].to_vec());
    let again = keys.encode(place, &manager.dek, &manager.factor, &mut nonce);
    assert!(again == key);

    let throttle = read(files::THROTTLE);
    assert!(Throttle::decode(&throttle).unwrap().encode() == throttle);
    assert_eq!(read(files::ANCHOR).len(), 8192);
}

#[test]
fn the_kept_files_open() {
    let keep = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/vault/golden");
    let kept = |name: &str| {
        let text = std::fs::read_to_string(keep.join(format!("{name}.hex"))).unwrap();
        hex::decode(text.replace(['\r', '\n'], "")).unwrap()
    };
    let dir = tempfile::tempdir().unwrap();
    for name in [files::SLOTS, files::DEVICE_KEY, files::ANCHOR] {
        std::fs::write(dir.path().join(name), kept(name)).unwrap();
    }
    let sealed = Sealed::read(dir.path()).unwrap();
    let keychain = MemoryKeychain::default();
    let kdev = kept("keychain").try_into().unwrap();
    keychain.put(sealed.device(), &kdev).unwrap();
    let unlocked = sealed
        .unlock(&SignIn {
            login: LOGIN,
            password: PASSWORD,
            keychain: Some(&keychain),
            now_ms: 0,
        })
        .unwrap();
    assert_eq!(unlocked.dek.raw_key().as_slice(), kept("raw-key"));
    let AnchorState::Valid(_, mark) = unlocked.open_anchor().unwrap() else {
        panic!("the kept anchor is right")
    };
    assert_eq!((mark.counter, mark.seq), (1, 4));
    let kit = Kit::from_secret(kept("kit").try_into().unwrap());
    let recovered = sealed.recover(&kit, Some(&keychain)).unwrap();
    assert_eq!(*recovered.dek.raw_key(), *unlocked.dek.raw_key());
}

struct Replay(Vec<u8>);

impl Entropy for Replay {
    fn fill(&mut self, buffer: &mut [u8]) {
        let rest = self.0.split_off(buffer.len());
        buffer.copy_from_slice(&self.0);
        self.0 = rest;
    }
}

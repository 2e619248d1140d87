//! The vault as the doors use it: files in a folder, a password, a keychain, a kit.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod damage;
mod factor;
mod golden;
mod programs;
mod switch;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::*;
use crate::id::{Entropy, Id, StaffId};

const MANAGER: StaffId = Id([0xa1; 16]);
const LOGIN: &str = "Айгүл";
const PASSWORD: &str = "жеті рет өлшеп бір рет кес";

/// Random bytes that are the same in every run.
struct Stream(u64);

impl Entropy for Stream {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            self.0 += 1;
            let block = Sha256::digest(self.0.to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}

/// A desk that was set up, with its sheet and its keychain at hand.
struct Desk {
    dir: TempDir,
    keychain: MemoryKeychain,
    entropy: Stream,
    kit: Kit,
}

impl Desk {
    fn new() -> (Self, Unlocked) {
        let mut entropy = Stream(0);
        let kit = Kit::generate(&mut entropy);
        let mut desk = Self {
            dir: tempfile::tempdir().unwrap(),
            keychain: MemoryKeychain::default(),
            entropy,
            kit,
        };
        let unlocked = desk.create().unwrap();
        (desk, unlocked)
    }

    fn create(&mut self) -> Result<Unlocked, VaultError> {
        let root = self.kit.root();
        let new = NewDesk {
            dir: self.dir.path(),
            org: root.org_id(),
            root: root.public(),
            device: self.entropy.id(),
            database: self.entropy.id(),
            staff: MANAGER,
            login: LOGIN,
            password: PASSWORD,
            kdf: KdfChoice::Floor,
            keychain: Some(&self.keychain),
        };
        create(&new, &mut self.entropy)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn open(&self) -> Result<Unlocked, VaultError> {
        self.sign_in(LOGIN, PASSWORD, 0)
    }

    fn sign_in(&self, login: &str, password: &str, now_ms: u64) -> Result<Unlocked, VaultError> {
        Sealed::read(self.dir.path())?.unlock(&SignIn {
            login,
            password,
            keychain: Some(&self.keychain),
            now_ms,
        })
    }

    fn recover(&self) -> Result<Recovered, VaultError> {
        Sealed::read(self.dir.path())?.recover(&self.kit, Some(&self.keychain))
    }
}

fn person(staff: u8, login: &'static str) -> NewPerson<'static> {
    NewPerson {
        staff: Id([staff; 16]),
        login,
        password: "тағы бір құпиясөз",
        kdf: KdfChoice::Floor,
    }
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

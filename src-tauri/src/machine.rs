//! What the desk takes from the machine: data folder, keychain, cost of a password.
//!
//! `TIRKEU_DATA` names another data folder. Twelve more variables exist in debug builds only, for the
//! tests of the real window: `TIRKEU_KDF=floor`, `TIRKEU_NO_RELAUNCH=1`, `TIRKEU_SAVE_DIR`, `TIRKEU_EXCHANGE_DIR`,
//! `TIRKEU_OPEN_FILE`, `TIRKEU_COVER_S`, `TIRKEU_IDLE_S`, `TIRKEU_NOBODY_S`, `TIRKEU_THANKS_S`,
//! `TIRKEU_MONITOR`, `TIRKEU_READY_DIR`, `TIRKEU_LOOK_S`.

use std::path::PathBuf;
use std::sync::Arc;

use tirkeu_core::desk::idle::Patience;
use tirkeu_core::desk::{Folder, Machine};
use tirkeu_core::error::Error;
use tirkeu_core::vault::{KdfChoice, Keychain, Sealed, SystemKeychain, VaultError};

/// How long a locked keychain may ask the person for its password.
const KEYCHAIN_PATIENCE_S: u64 = 30;

/// A variable that only a debug build reads.
pub fn test_variable(name: &str) -> Option<String> {
    if cfg!(debug_assertions) {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    } else {
        None
    }
}

/// The user's data folder, or the one that `TIRKEU_DATA` names.
pub fn data_folder() -> PathBuf {
    if let Some(path) = std::env::var_os("TIRKEU_DATA") {
        return PathBuf::from(path);
    }
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let base = if cfg!(windows) {
        home("LOCALAPPDATA")
    } else {
        home("XDG_DATA_HOME")
    };
    let base = base.or_else(|| home("HOME").map(|home| home.join(".local").join("share")));
    base.unwrap_or_else(|| PathBuf::from(".")).join("tirkeu")
}

/// The usual time, or what a test says: it may wait a shorter time, never a longer one.
pub fn shorter(name: &str, usual_ms: u64) -> u64 {
    let seconds = test_variable(name).and_then(|seconds| seconds.parse::<u64>().ok());
    seconds.map_or(usual_ms, |seconds| {
        seconds.saturating_mul(1_000).min(usual_ms)
    })
}

/// How long nobody may be there. A test may wait a shorter time than is set.
pub fn patience(set: Patience) -> Patience {
    Patience {
        cover_ms: shorter("TIRKEU_COVER_S", set.cover_ms),
        lock_ms: shorter("TIRKEU_IDLE_S", set.lock_ms),
    }
}

/// The machine as this folder needs it. Whether a keychain belongs to the desk is decided once, at
/// set-up, and stands in the slot file from then on.
///
/// # Errors
/// `vault-keychain-unreachable` where a desk is to be set up beside a keychain that does not open.
pub fn machine(folder: &Folder) -> Result<Machine, Error> {
    let system = SystemKeychain::with_patience(KEYCHAIN_PATIENCE_S);
    let found = if folder.is_new() {
        system.find().map_err(VaultError::KeychainUnreachable)?
    } else {
        Sealed::read(folder.path())
            .is_ok_and(|sealed| sealed.has_keychain())
            .then_some(system)
    };
    let keychain = found.map(|system| Arc::new(system) as Arc<dyn Keychain>);
    let kdf = match test_variable("TIRKEU_KDF").as_deref() {
        Some("floor") => KdfChoice::Floor,
        _ => KdfChoice::Calibrated,
    };
    Ok(Machine::real(keychain, kdf))
}

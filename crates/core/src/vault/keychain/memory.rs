//! A keychain in memory: for tests, stories and demonstrations. Clones share one store.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::{Head, Keychain, Unreachable};
use crate::id::DeviceId;

/// Keys that live as long as the process; can be told to be locked, or emptied.
#[derive(Clone, Default)]
pub struct MemoryKeychain(Arc<Mutex<Store>>);

#[derive(Default)]
struct Store {
    locked: bool,
    keys: BTreeMap<DeviceId, Zeroizing<[u8; 32]>>,
    heads: BTreeMap<DeviceId, Head>,
}

impl MemoryKeychain {
    /// From here on every call answers [`Unreachable::Locked`].
    pub fn lock(&self) {
        self.store().locked = true;
    }

    /// Answers again.
    pub fn unlock(&self) {
        self.store().locked = false;
    }

    /// Forgets everything, as a reset of the user's session would.
    pub fn clear(&self) {
        let mut store = self.store();
        store.keys.clear();
        store.heads.clear();
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, Store>, Unreachable> {
        let store = self.store();
        if store.locked {
            return Err(Unreachable::Locked);
        }
        Ok(store)
    }
}

impl Keychain for MemoryKeychain {
    fn get(&self, device: DeviceId) -> Result<Option<Zeroizing<[u8; 32]>>, Unreachable> {
        Ok(self.open()?.keys.get(&device).cloned())
    }

    fn put(&self, device: DeviceId, key: &[u8; 32]) -> Result<(), Unreachable> {
        self.open()?.keys.insert(device, Zeroizing::new(*key));
        Ok(())
    }

    fn remove(&self, device: DeviceId) -> Result<(), Unreachable> {
        let mut store = self.open()?;
        store.keys.remove(&device);
        store.heads.remove(&device);
        Ok(())
    }

    fn head(&self, device: DeviceId) -> Result<Option<Head>, Unreachable> {
        Ok(self.open()?.heads.get(&device).copied())
    }

    fn put_head(&self, device: DeviceId, head: Head) -> Result<(), Unreachable> {
        self.open()?.heads.insert(device, head);
        Ok(())
    }
}

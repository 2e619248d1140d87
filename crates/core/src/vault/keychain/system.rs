//! The operating system's keychain: Secret Service on Linux, Credential Manager on Windows.
//!
//! On Linux the service is asked directly and not through a generic layer: only so can "the default
//! collection is open and has no such item" be told from "the collection is locked", and only so does a
//! question to the person end after a time instead of blocking the desk.

use zeroize::{Zeroize, Zeroizing};

use super::{Head, Keychain, Unreachable};
use crate::id::DeviceId;

/// The user session's own keychain. Every call connects anew: a service that was restarted is found again.
#[derive(Debug, Clone, Copy)]
pub struct SystemKeychain {
    patience_s: u64,
}

impl SystemKeychain {
    /// A person has this many seconds to answer the system's own question for the keychain's password;
    /// zero asks nobody (headless use).
    pub fn with_patience(patience_s: u64) -> Self {
        Self { patience_s }
    }

    /// The keychain of a desk that is being set up: none only where this system has none. What is decided here
    /// stands for good, so one that is locked or does not answer is no answer.
    pub fn find(self) -> Result<Option<Self>, Unreachable> {
        match self.probe() {
            Ok(()) => Ok(Some(self)),
            Err(Unreachable::NoService) => Ok(None),
            Err(reason) => Err(reason),
        }
    }

    /// Whether the keychain can be used at this moment.
    pub fn probe(&self) -> Result<(), Unreachable> {
        platform::get(self.patience_s, "probe").map(drop)
    }
}

impl Keychain for SystemKeychain {
    fn get(&self, device: DeviceId) -> Result<Option<Zeroizing<[u8; 32]>>, Unreachable> {
        let Some(mut secret) = platform::get(self.patience_s, &key_item(device))? else {
            return Ok(None);
        };
        let key = <[u8; 32]>::try_from(secret.as_slice())
            .map(Zeroizing::new)
            .map_err(|_| Unreachable::Unusable);
        secret.zeroize();
        key.map(Some)
    }

    fn put(&self, device: DeviceId, key: &[u8; 32]) -> Result<(), Unreachable> {
        platform::put(self.patience_s, &key_item(device), key)
    }

    fn remove(&self, device: DeviceId) -> Result<(), Unreachable> {
        platform::remove(self.patience_s, &key_item(device))?;
        platform::remove(self.patience_s, &head_item(device))
    }

    fn head(&self, device: DeviceId) -> Result<Option<Head>, Unreachable> {
        platform::get(self.patience_s, &head_item(device))?
            .map(|bytes| Head::decode(&bytes))
            .transpose()
    }

    fn put_head(&self, device: DeviceId, head: Head) -> Result<(), Unreachable> {
        platform::put(self.patience_s, &head_item(device), &head.encode())
    }
}

fn key_item(device: DeviceId) -> String {
    device.to_string()
}

fn head_item(device: DeviceId) -> String {
    format!("{device}/head")
}

#[cfg(any(target_os = "linux", windows))]
const SERVICE: &str = "tirkeu";

#[cfg(target_os = "linux")]
mod platform {
    use std::collections::HashMap;

    use dbus_secret_service::{Collection, EncryptionType, Error, Item, SecretService};

    use super::{SERVICE, Unreachable};

    impl From<Error> for Unreachable {
        fn from(error: Error) -> Self {
            match error {
                Error::Unavailable | Error::NoResult => Self::NoService,
                Error::Locked | Error::Prompt => Self::Locked,
                _ => Self::Failure,
            }
        }
    }

    pub(super) fn get(patience_s: u64, item: &str) -> Result<Option<Vec<u8>>, Unreachable> {
        in_collection(patience_s, |collection| {
            find(collection, item)?
                .map(|found| found.get_secret().map_err(Unreachable::from))
                .transpose()
        })
    }

    pub(super) fn put(patience_s: u64, item: &str, secret: &[u8]) -> Result<(), Unreachable> {
        in_collection(patience_s, |collection| {
            let label = format!("Tirkeu {item}");
            collection.create_item(
                &label,
                attributes(item),
                secret,
                true,
                "application/octet-stream",
            )?;
            Ok(())
        })
    }

    pub(super) fn remove(patience_s: u64, item: &str) -> Result<(), Unreachable> {
        in_collection(patience_s, |collection| {
            find(collection, item)?
                .map_or(Ok(()), |found| found.delete().map_err(Unreachable::from))
        })
    }

    /// The default collection, unlocked: everything else is unreachable.
    fn in_collection<T>(
        patience_s: u64,
        work: impl FnOnce(&Collection<'_>) -> Result<T, Unreachable>,
    ) -> Result<T, Unreachable> {
        let service =
            SecretService::connect_with_max_prompt_timeout(EncryptionType::Dh, patience_s)
                .map_err(unconnected)?;
        let collection = service.get_default_collection()?;
        collection.ensure_unlocked()?;
        if collection.is_locked()? {
            return Err(Unreachable::Locked);
        }
        work(&collection)
    }

    /// Nobody there, or somebody who does not answer.
    fn unconnected(error: Error) -> Unreachable {
        const NOBODY: [&str; 7] = [
            "ServiceUnknown",
            "NoServer",
            "FileNotFound",
            "NotSupported",
            "BadAddress",
            "Spawn.ServiceNotFound",
            "Spawn.ExecFailed",
        ];
        let Error::Dbus(error) = &error else {
            return error.into();
        };
        let name = error.name().unwrap_or_default();
        let name = name.trim_start_matches("org.freedesktop.DBus.Error.");
        if NOBODY.contains(&name) {
            Unreachable::NoService
        } else {
            Unreachable::Failure
        }
    }

    fn find<'a>(
        collection: &'a Collection<'_>,
        item: &str,
    ) -> Result<Option<Item<'a>>, Unreachable> {
        let mut found = collection.search_items(attributes(item))?;
        match found.len() {
            0 | 1 => Ok(found.pop()),
            _ => Err(Unreachable::Unusable),
        }
    }

    fn attributes(item: &str) -> HashMap<&str, &str> {
        HashMap::from([("service", SERVICE), ("item", item)])
    }
}

#[cfg(windows)]
mod platform {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;
    use keyring_core::{Entry, Error};
    use windows_native_keyring_store::Store;

    use super::{SERVICE, Unreachable};

    pub(super) fn get(_: u64, item: &str) -> Result<Option<Vec<u8>>, Unreachable> {
        match entry(item)?.get_secret() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(reason(&error)),
        }
    }

    pub(super) fn put(_: u64, item: &str, secret: &[u8]) -> Result<(), Unreachable> {
        entry(item)?
            .set_secret(secret)
            .map_err(|error| reason(&error))
    }

    pub(super) fn remove(_: u64, item: &str) -> Result<(), Unreachable> {
        match entry(item)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(reason(&error)),
        }
    }

    /// Kept on this machine: a roaming profile must not carry half of the key elsewhere.
    fn entry(item: &str) -> Result<Entry, Unreachable> {
        let modifiers = HashMap::from([("persistence", "Local")]);
        Store::new()
            .and_then(|store| store.build(SERVICE, item, Some(&modifiers)))
            .map_err(|error| reason(&error))
    }

    fn reason(error: &Error) -> Unreachable {
        match error {
            Error::NoStorageAccess(_) => Unreachable::Locked,
            Error::NoDefaultStore | Error::NotSupportedByStore(_) => Unreachable::NoService,
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::Ambiguous(_) => {
                Unreachable::Unusable
            }
            _ => Unreachable::Failure,
        }
    }
}

/// No keychain is known on other systems.
#[cfg(not(any(target_os = "linux", windows)))]
mod platform {
    use super::Unreachable;

    pub(super) fn get(_: u64, _: &str) -> Result<Option<Vec<u8>>, Unreachable> {
        Err(Unreachable::NoService)
    }

    pub(super) fn put(_: u64, _: &str, _: &[u8]) -> Result<(), Unreachable> {
        Err(Unreachable::NoService)
    }

    pub(super) fn remove(_: u64, _: &str) -> Result<(), Unreachable> {
        Err(Unreachable::NoService)
    }
}

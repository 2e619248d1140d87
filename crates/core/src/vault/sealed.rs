//! A vault before anybody signed in: what can be read without a secret, and the two ways in.
//!
//! By password: slot digest, keychain, throttle, check value, box, database key, device key, the file's
//! signature, in this order, so that each outcome has one meaning. By kit: the database key alone.

use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::dek::Dek;
use super::device_key::{DeviceKeys, Place};
use super::error::VaultError;
use super::kdf::{KdfParams, Owner, slot_key};
use super::keychain::{DeviceFactor, Factor, Keychain};
use super::kit::Kit;
use super::root::RootKeys;
use super::slot::Slot;
use super::slot_file::{Fault, Found, SlotFile};
use super::stage::finish_switch;
use super::throttle::{NOBODY, Throttle};
use super::unlocked::Unlocked;
use super::wrap::{DekContext, open_dek};
use super::{disk, files, text};
use crate::id::{DeviceId, Id, OrgId};

/// Which file served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    Current,
    Previous,
}

impl Generation {
    fn file(self) -> &'static str {
        match self {
            Self::Current => files::SLOTS,
            Self::Previous => files::SLOTS_PREVIOUS,
        }
    }
}

/// The slot files of a data folder; nothing in them is proven yet.
pub struct Sealed {
    dir: PathBuf,
    /// Readable generations, the present one first; never empty.
    found: Vec<(Generation, Found)>,
}

/// Who wants in.
pub struct SignIn<'a> {
    /// As typed.
    pub login: &'a str,
    /// As typed.
    pub password: &'a str,
    /// The session's keychain, if the system has one.
    pub keychain: Option<&'a dyn Keychain>,
    /// Milliseconds since 1970, for the throttle.
    pub now_ms: u64,
}

/// What the kit opens: the database, and the way to a new incarnation of the desk.
pub struct Recovered {
    /// Opens the present database.
    pub dek: Dek,
    /// The root's keys, for signing the roster.
    pub root: RootKeys,
    /// The incarnation whose chain ends here.
    pub device: DeviceId,
    pub(super) dir: PathBuf,
    pub(super) context: DekContext,
    pub(super) generation: u64,
}

impl Sealed {
    /// Reads the slot files, after finishing a switch that a power cut interrupted.
    ///
    /// Errors: `Missing` before set-up, `DamagedSlotFile` when no generation is readable, `Newer`.
    pub fn read(dir: &Path) -> Result<Self, VaultError> {
        finish_switch(dir)?;
        let mut found = Vec::new();
        let mut outcome = match super::is_founded(dir) {
            true => VaultError::DamagedSlotFile,
            false => VaultError::Missing,
        };
        for generation in [Generation::Current, Generation::Previous] {
            let Some(bytes) = disk::read(dir, generation.file())? else {
                continue;
            };
            match SlotFile::decode(&bytes) {
                Ok(file) => found.push((generation, file)),
                // Only the present file tells the version; an older copy behind it must not serve.
                Err(Fault::Newer(version)) if generation == Generation::Current => {
                    return Err(VaultError::Newer { version });
                }
                Err(_) => outcome = VaultError::DamagedSlotFile,
            }
        }
        if found.is_empty() {
            return Err(outcome);
        }
        Ok(Self {
            dir: dir.to_owned(),
            found,
        })
    }

    /// The organisation, as the file claims.
    pub fn org(&self) -> OrgId {
        self.file().context.org
    }

    /// This incarnation of the desk, as the file claims.
    pub fn device(&self) -> DeviceId {
        self.file().context.device
    }

    /// The database, as the file claims.
    pub fn database(&self) -> Id {
        self.file().context.database
    }

    /// The database key's generation; with [`Self::database`] it names the database file.
    pub fn dbkey(&self) -> u32 {
        self.file().context.dbkey
    }

    /// Whether a keychain was declared at set-up.
    pub fn has_keychain(&self) -> bool {
        self.file().has_keychain
    }

    /// Whether there was an anchor: a missing one then leads to the ceremony.
    pub fn has_anchor(&self) -> bool {
        self.file().has_anchor
    }

    /// The fingerprint of the kit that opens this vault.
    pub fn fingerprint(&self) -> String {
        self.file().root.fingerprint()
    }

    /// Opens the vault with a password. Blocks for about a second.
    pub fn unlock(&self, sign_in: &SignIn<'_>) -> Result<Unlocked, VaultError> {
        let password = text::password(sign_in.password)?;
        // Without any of the faults below, the login is nobody's.
        let mut fault = None;
        for (generation, found) in &self.found {
            let tag = text::login_tag(found.file.context.device, sign_in.login)?;
            let slot = found.file.slots.iter().find(|slot| slot.login_tag() == tag);
            match slot {
                Some(slot) if slot.is_whole() => {
                    let attempt = Attempt {
                        dir: &self.dir,
                        generation: *generation,
                        found,
                        slot,
                        tag,
                    };
                    match attempt.run(&password, sign_in)? {
                        Some(unlocked) => return Ok(unlocked),
                        None => fault = Some(VaultError::DamagedSlotFile),
                    }
                }
                // In a whole file the person has no slot: an older copy must not give it back.
                None if found.whole => break,
                // The person's slot, or one of the damaged ones that may have been theirs.
                _ => fault = fault.or(Some(VaultError::DamagedSlot)),
            }
        }
        match fault {
            Some(fault) => Err(fault),
            None => Err(self.nobody(&password, sign_in)),
        }
    }

    /// A login that nobody has meets the same keychain, the same throttle and the same cost.
    fn nobody(&self, password: &Zeroizing<String>, sign_in: &SignIn<'_>) -> VaultError {
        let work = || {
            DeviceFactor::try_from(Factor::read(
                self.has_keychain(),
                sign_in.keychain,
                self.device(),
            ))?;
            count_attempt(&self.dir, NOBODY, sign_in.now_ms)?;
            let slots = &self.file().slots;
            let params =
                (slots.iter().find(|slot| slot.is_whole())).map_or(KdfParams::FLOOR, Slot::params);
            let owner = Owner {
                org: self.org(),
                device: self.device(),
                staff: Id::ZERO,
            };
            slot_key(password, &[0; 16], &[], owner, params).map(drop)
        };
        work().err().unwrap_or(VaultError::WrongPassword)
    }

    /// Opens the database key with the kit, when the keychain is empty or every password is lost.
    ///
    /// A keychain that only does not answer is waited for: a kit never replaces a locked keychain.
    pub fn recover(
        &self,
        kit: &Kit,
        keychain: Option<&dyn Keychain>,
    ) -> Result<Recovered, VaultError> {
        let root = kit.root();
        let mut outcome = VaultError::KitForeign {
            fingerprint: root.fingerprint(),
        };
        for (_, Found { file, .. }) in &self.found {
            if file.root.sign != root.public().sign {
                continue;
            }
            if let Factor::Unreachable(reason) =
                Factor::read(file.has_keychain, keychain, file.context.device)
            {
                return Err(VaultError::KeychainUnreachable(reason));
            }
            match open_dek(&file.root_dek, &root.seal, file.context) {
                Some(dek) => {
                    return Ok(Recovered {
                        dek,
                        root,
                        device: file.context.device,
                        dir: self.dir.clone(),
                        context: file.context,
                        generation: file.generation,
                    });
                }
                None => outcome = VaultError::DamagedSlotFile,
            }
        }
        Err(outcome)
    }

    fn file(&self) -> &SlotFile {
        &self.found[0].1.file
    }
}

impl Recovered {
    /// The organisation.
    pub fn org(&self) -> OrgId {
        self.context.org
    }

    /// The database that [`Recovered::dek`] opens.
    pub fn database(&self) -> Id {
        self.context.database
    }

    /// The generation of that key.
    pub fn dbkey(&self) -> u32 {
        self.context.dbkey
    }
}

impl fmt::Debug for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recovered({})", self.device)
    }
}

/// Counts an attempt as failed before it is made, so that pulling the plug gives nobody another one.
fn count_attempt(dir: &Path, tag: [u8; 16], now_ms: u64) -> Result<Throttle, VaultError> {
    let mut throttle = Throttle::load(dir)?;
    throttle.allow(tag, now_ms)?;
    throttle.count(tag, now_ms);
    throttle.save(dir)?;
    Ok(throttle)
}

/// One password against one slot of one generation.
struct Attempt<'a> {
    dir: &'a Path,
    generation: Generation,
    found: &'a Found,
    slot: &'a Slot,
    tag: [u8; 16],
}

impl Attempt<'_> {
    /// `None` when the file was signed by another device than the one whose key lies beside it.
    fn run(
        &self,
        password: &Zeroizing<String>,
        sign_in: &SignIn<'_>,
    ) -> Result<Option<Unlocked>, VaultError> {
        let Found { file, whole, bytes } = self.found;
        let factor = DeviceFactor::try_from(Factor::read(
            file.has_keychain,
            sign_in.keychain,
            file.context.device,
        ))?;
        let mut throttle = count_attempt(self.dir, self.tag, sign_in.now_ms)?;
        let opened = self.slot.open(password, &factor, file.context);
        if !matches!(opened, Err(VaultError::WrongPassword)) {
            throttle.succeed(self.tag);
            throttle.save(self.dir)?;
        }
        let opened = opened?;
        let device = self.device_keys(&opened.dek, &factor)?;
        if device.sign_public() != file.device_sign {
            return Ok(None);
        }
        Ok(Some(Unlocked {
            dir: self.dir.to_owned(),
            dek: opened.dek,
            device,
            user: opened.user,
            pinned_root: opened.root_sign,
            factor,
            file: file.clone(),
            bytes: bytes.clone(),
            proven: *whole,
            served: self.generation,
            failed: throttle.lines,
        }))
    }

    /// The device's keys that belong to this slot file: the file beside it, or the one kept from before a switch.
    fn device_keys(&self, dek: &Dek, factor: &DeviceFactor) -> Result<DeviceKeys, VaultError> {
        let context = self.found.file.context;
        let wanted = Place {
            org: context.org,
            device: context.device,
            dbkey: context.dbkey,
        };
        for name in [files::DEVICE_KEY, files::DEVICE_KEY_PREVIOUS] {
            let Some(bytes) = disk::read(self.dir, name)? else {
                continue;
            };
            if Place::read(&bytes).is_ok_and(|place| place == wanted) {
                return DeviceKeys::decode(&bytes, dek, factor);
            }
        }
        Err(VaultError::DamagedDeviceKey)
    }
}

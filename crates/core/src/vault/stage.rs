//! Set-up, a new incarnation after the kit, and a new database key: several files change as one.
//!
//! Everything new lies beside the old under names ending in `.next`; the database is written meanwhile
//! under the new key. The rename of `slots.tks` is the one moment of the switch: it names device,
//! database and `dbkey`. Before it the old vault opens, after it the new one, and `finish_switch`
//! moves what a power cut left under its old name.

use std::fmt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::anchor::{self, AnchorKey, Mark};
use super::dek::Dek;
use super::device_key::{DeviceKeys, Place};
use super::error::VaultError;
use super::kdf::KdfChoice;
use super::keychain::{DeviceFactor, Keychain};
use super::newcomer::Newcomer;
use super::root::RootPublic;
use super::sealed::{Generation, Recovered};
use super::slot::{Fresh, Slot, UserKeys};
use super::slot_file::SlotFile;
use super::unlocked::Unlocked;
use super::wrap::{DekContext, seal_dek};
use super::{disk, files, text};
use crate::id::{DeviceId, Entropy, Hash, Id, OrgId, StaffId};

/// A desk that is being set up.
pub struct NewDesk<'a> {
    /// The data folder; it exists and holds no vault.
    pub dir: &'a Path,
    /// The organisation: `RootKeys::org_id` of its first root.
    pub org: OrgId,
    /// The organisation's present root.
    pub root: RootPublic,
    /// A new random id.
    pub device: DeviceId,
    /// A new random id.
    pub database: Id,
    /// The first person.
    pub staff: StaffId,
    /// What the first person will type as their name.
    pub login: &'a str,
    /// The first person's password.
    pub password: &'a str,
    /// What a guess shall cost.
    pub kdf: KdfChoice,
    /// `None` declares for good that this desk has no keychain.
    pub keychain: Option<&'a dyn Keychain>,
}

/// A desk that goes on as a new device after its keys were lost.
pub struct Incarnation<'a> {
    /// A new random id.
    pub device: DeviceId,
    /// The organisation's root: the kit's, or already its successor.
    pub root: RootPublic,
    /// The first person; the others get new passwords from them.
    pub staff: StaffId,
    /// What that person will type as their name.
    pub login: &'a str,
    /// That person's new password.
    pub password: &'a str,
    /// What a guess shall cost.
    pub kdf: KdfChoice,
    /// `None` declares for good that this desk has no keychain.
    pub keychain: Option<&'a dyn Keychain>,
}

impl Incarnation<'_> {
    fn person(&self) -> Person<'_> {
        Person {
            staff: self.staff,
            login: self.login,
            password: self.password,
            kdf: self.kdf,
            keychain: self.keychain,
        }
    }
}

/// New keys that are ready and do not count yet. Dropping it leaves the old vault as it was.
pub struct Staged {
    unlocked: Unlocked,
    slots: Vec<u8>,
}

/// Sets a desk up at once. Use [`NewDesk::stage`] where the database shall be ready before the vault counts.
pub fn create(desk: &NewDesk<'_>, entropy: &mut dyn Entropy) -> Result<Unlocked, VaultError> {
    desk.stage(entropy)?.commit()
}

impl NewDesk<'_> {
    /// Prepares the vault of a new desk. Blocks for about a second, two where the cost is calibrated.
    pub fn stage(&self, entropy: &mut dyn Entropy) -> Result<Staged, VaultError> {
        if super::is_founded(self.dir) {
            return Err(VaultError::Exists);
        }
        self.stage_over(entropy)
    }

    /// The same where another vault may count until [`Staged::commit`]; the caller keeps what it needs of that one.
    pub fn stage_over(&self, entropy: &mut dyn Entropy) -> Result<Staged, VaultError> {
        let context = DekContext {
            org: self.org,
            device: self.device,
            database: self.database,
            dbkey: 1,
        };
        let person = self.person();
        let keys = Keys::generate(&person, context.device, entropy)?;
        new_device(self.dir, context, 1, self.root, &person, keys, entropy)
    }

    fn person(&self) -> Person<'_> {
        Person {
            staff: self.staff,
            login: self.login,
            password: self.password,
            kdf: self.kdf,
            keychain: self.keychain,
        }
    }

    /// The same with keys that waited for their enrolment; device and keychain are theirs.
    pub fn stage_newcomer(
        &self,
        newcomer: Newcomer,
        entropy: &mut dyn Entropy,
    ) -> Result<Staged, VaultError> {
        if super::is_founded(self.dir) {
            return Err(VaultError::Exists);
        }
        let context = DekContext {
            org: self.org,
            device: newcomer.device.id,
            database: self.database,
            dbkey: 1,
        };
        let person = Person {
            keychain: self.keychain.filter(|_| newcomer.factor.is_present()),
            ..self.person()
        };
        let keys = Keys {
            factor: newcomer.factor,
            dek: Dek::generate(entropy),
            device: newcomer.device,
            user: UserKeys {
                staff: self.staff,
                ..newcomer.person
            },
        };
        new_device(self.dir, context, 1, self.root, &person, keys, entropy)
    }
}

/// Keys of a desk, its database and the person who begins there.
struct Keys {
    factor: DeviceFactor,
    dek: Dek,
    device: DeviceKeys,
    user: UserKeys,
}

impl Keys {
    /// What the person typed is judged before anything is made.
    fn generate(
        person: &Person<'_>,
        device: DeviceId,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        judged(person, device)?;
        Ok(Self {
            factor: DeviceFactor::make(person.keychain, device, entropy)?,
            dek: Dek::generate(entropy),
            device: DeviceKeys::generate(device, entropy),
            user: UserKeys::generate(person.staff, entropy),
        })
    }
}

fn judged(
    person: &Person<'_>,
    device: DeviceId,
) -> Result<([u8; 16], Zeroizing<String>), VaultError> {
    let login_tag = text::login_tag(device, person.login)?;
    let password = text::new_password(person.password, person.keychain.is_some())?;
    Ok((login_tag, password))
}

impl Recovered {
    /// Prepares a new device with new keys and a new database key in place of the one that was lost.
    /// The database is exported to the new key before [`Staged::commit`].
    pub fn new_incarnation(
        &self,
        new: &Incarnation<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Staged, VaultError> {
        let context = DekContext {
            device: new.device,
            dbkey: self.context.dbkey + 1,
            ..self.context
        };
        let person = new.person();
        let generation = self.generation + 1;
        let keys = Keys::generate(&person, context.device, entropy)?;
        new_device(
            &self.dir, context, generation, new.root, &person, keys, entropy,
        )
    }
}

impl Unlocked {
    /// Prepares a new device with new keys in place of this one, vouched for by a manager whose journal
    /// was shortened. The database is exported to the new key before [`Staged::commit`].
    pub fn new_incarnation(
        &self,
        new: &Incarnation<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<Staged, VaultError> {
        let context = DekContext {
            device: new.device,
            dbkey: self.file.context.dbkey + 1,
            ..self.file.context
        };
        let person = new.person();
        let generation = self.file.generation + 1;
        let keys = Keys::generate(&person, context.device, entropy)?;
        new_device(
            &self.dir, context, generation, new.root, &person, keys, entropy,
        )
    }

    /// Prepares a new database key for everybody who has access; nobody's password is needed. The root is taken from
    /// the roster, as in [`Unlocked::mend`]: whoever could read the old key could, without a keychain, sign a slot
    /// file that names a root of their own.
    /// The database is copied to the new key before [`Staged::commit`].
    pub fn rekey(&self, root: RootPublic, entropy: &mut dyn Entropy) -> Result<Staged, VaultError> {
        if self.damaged_slots() > 0 {
            return Err(VaultError::DamagedSlotFile);
        }
        let dek = Dek::generate(entropy);
        let mut file = self.file.clone();
        file.context.dbkey += 1;
        file.generation += 1;
        for slot in &mut file.slots {
            slot.reseal(&dek, file.context, entropy)?;
        }
        file.root = root;
        file.root_dek = seal_dek(&dek, &file.root.seal, file.context, entropy)
            .ok_or(VaultError::DamagedSlotFile)?;
        let device = DeviceKeys {
            id: self.device.id,
            sign: self.device.sign.clone(),
            seal: self.device.seal.clone(),
        };
        let user = UserKeys {
            staff: self.user.staff,
            sign: self.user.sign.clone(),
            seal: self.user.seal.clone(),
        };
        // The device stays, and with it the anchor.
        disk::remove(&self.dir, files::ANCHOR_NEXT)?;
        let mut staged = Staged::write(
            self.dir.clone(),
            file,
            dek,
            device,
            user,
            self.factor.clone(),
            entropy,
        )?;
        staged.unlocked.pinned_root = self.pinned_root;
        Ok(staged)
    }
}

struct Person<'a> {
    staff: StaffId,
    login: &'a str,
    password: &'a str,
    kdf: KdfChoice,
    keychain: Option<&'a dyn Keychain>,
}

fn new_device(
    dir: &Path,
    context: DekContext,
    generation: u64,
    root: RootPublic,
    person: &Person<'_>,
    keys: Keys,
    entropy: &mut dyn Entropy,
) -> Result<Staged, VaultError> {
    let (login_tag, password) = judged(person, context.device)?;
    let Keys {
        factor,
        dek,
        device,
        user,
    } = keys;
    let root_dek =
        seal_dek(&dek, &root.seal, context, entropy).ok_or_else(|| VaultError::KitForeign {
            fingerprint: root.fingerprint(),
        })?;
    let fresh = Fresh {
        user: &user,
        login_tag,
        password: &password,
        params: person.kdf.params()?,
        factor: &factor,
        root_sign: root.sign,
        dek: &dek,
        context,
    };
    let file = SlotFile {
        context,
        device_sign: device.sign_public(),
        generation,
        has_keychain: factor.is_present(),
        has_anchor: true,
        root,
        root_dek,
        slots: vec![Slot::close(fresh, entropy)?],
    };
    let start = Mark {
        counter: 0,
        seq: 0,
        hash: Hash::ZERO,
    };
    let anchor_key = AnchorKey::derive(device.sign.as_bytes(), &factor);
    let blank = anchor::blank(&anchor_key, context.device, start);
    disk::replace(dir, files::ANCHOR_NEXT, &blank)?;
    Staged::write(dir.to_owned(), file, dek, device, user, factor, entropy)
}

impl Staged {
    fn write(
        dir: PathBuf,
        file: SlotFile,
        dek: Dek,
        device: DeviceKeys,
        user: UserKeys,
        factor: DeviceFactor,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, VaultError> {
        let place = Place {
            org: file.context.org,
            device: file.context.device,
            dbkey: file.context.dbkey,
        };
        let device_file = device.encode(place, &dek, &factor, entropy);
        disk::replace(&dir, files::DEVICE_KEY_NEXT, &device_file)?;
        let slots = file.encode(&device.sign)?;
        let unlocked = Unlocked {
            dir,
            dek,
            device,
            user,
            pinned_root: file.root.sign,
            factor,
            file,
            bytes: slots.clone(),
            proven: true,
            served: Generation::Current,
            failed: Vec::new(),
        };
        Ok(Self { unlocked, slots })
    }

    /// The new keys, for preparing the database under them.
    pub fn vault(&self) -> &Unlocked {
        &self.unlocked
    }

    /// The switch. What was there stays as the previous generation until [`Unlocked::settle`].
    ///
    /// An error means that the old vault counts. Once the new slot file has its name the new one does, whatever the
    /// disk says of the steps that are left: the next reading takes them.
    pub fn commit(self) -> Result<Unlocked, VaultError> {
        let dir = self.unlocked.dir.as_path();
        for (from, to) in [
            (files::DEVICE_KEY, files::DEVICE_KEY_PREVIOUS),
            (files::SLOTS, files::SLOTS_PREVIOUS),
        ] {
            if let Some(old) = disk::read(dir, from)? {
                disk::replace(dir, to, &old)?;
            }
        }
        if let Err(error) = disk::replace(dir, files::SLOTS, &self.slots) {
            let named = disk::read(dir, files::SLOTS).ok().flatten();
            if named.as_deref() != Some(self.slots.as_slice()) {
                return Err(error.into());
            }
            tracing::warn!(%error, "the switched slot file is not known to be synced");
        }
        if let Err(error) = finish_switch(dir) {
            tracing::warn!(%error, "the switch is finished at the next unlock");
        }
        Ok(self.unlocked)
    }

    /// Nothing came of it: what lies beside the old vault goes.
    pub fn abandon(self) -> Result<(), VaultError> {
        let dir = self.unlocked.dir.as_path();
        disk::remove(dir, files::DEVICE_KEY_NEXT)?;
        Ok(disk::remove(dir, files::ANCHOR_NEXT)?)
    }
}

impl fmt::Debug for Staged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Staged({})", self.unlocked.device.id)
    }
}

/// After the slot file switched, the files that it names take their places. Doing it twice does no harm.
pub(super) fn finish_switch(dir: &Path) -> Result<(), VaultError> {
    let Some(next) = disk::read(dir, files::DEVICE_KEY_NEXT)? else {
        return Ok(());
    };
    let current = disk::read(dir, files::SLOTS)?.and_then(|bytes| SlotFile::decode(&bytes).ok());
    let (Some(current), Ok(place)) = (current, Place::read(&next)) else {
        return Ok(());
    };
    let context = current.file.context;
    if (place.org, place.device, place.dbkey) != (context.org, context.device, context.dbkey) {
        return Ok(());
    }
    // The device key goes last: while it waits, the switch is known to be unfinished.
    if disk::read(dir, files::ANCHOR_NEXT)?.is_some() {
        disk::rename(dir, files::ANCHOR_NEXT, files::ANCHOR)?;
        disk::sync_dir(dir)?;
    }
    disk::rename(dir, files::DEVICE_KEY_NEXT, files::DEVICE_KEY)?;
    Ok(disk::sync_dir(dir)?)
}

//! An open vault: the keys of the desk and of the person who signed in, and the changes they may make.
//!
//! Giving access goes entry first, then file: `draft_slot` makes the keys, the journal takes their public
//! halves, `add_slot` writes. Taking away goes file first, then entry. Keys are wiped when this is dropped.

use std::fmt;
use std::path::PathBuf;

use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use super::anchor::{Anchor, AnchorKey, AnchorState, Mark};
use super::dek::Dek;
use super::device_key::DeviceKeys;
use super::error::VaultError;
use super::kdf::{KdfChoice, KdfParams};
use super::keychain::DeviceFactor;
use super::root::RootPublic;
use super::sealed::Generation;
use super::slot::{Fresh, PublicKeys, Slot, UserKeys};
use super::slot_file::SlotFile;
use super::throttle::{Attempts, Line, Throttle};
use super::wrap::seal_dek;
use super::{disk, files, text};
use crate::id::{Entropy, Id, OrgId, StaffId};

/// The keys of an open desk.
pub struct Unlocked {
    /// Opens the database.
    pub dek: Dek,
    /// Signs the journal.
    pub device: DeviceKeys,
    /// Signs the person's sessions.
    pub user: UserKeys,
    pub(super) dir: PathBuf,
    pub(super) factor: DeviceFactor,
    pub(super) file: SlotFile,
    /// The slot file as it was read or written.
    pub(super) bytes: Vec<u8>,
    /// The file's signature holds for the device whose keys these are.
    pub(super) proven: bool,
    pub(super) served: Generation,
    pub(super) pinned_root: [u8; 32],
    /// The throttle's lines at sign-in.
    pub(super) failed: Vec<Line>,
}

/// Who is given access.
pub struct NewPerson<'a> {
    /// The person.
    pub staff: StaffId,
    /// What they will type as their name.
    pub login: &'a str,
    /// Their password.
    pub password: &'a str,
    /// What a guess shall cost.
    pub kdf: KdfChoice,
}

/// A slot that is made and not yet written: its public keys go into the journal first.
pub struct DraftSlot {
    slot: Slot,
    sign: SigningKey,
}

impl DraftSlot {
    /// Whose access this will be.
    pub fn staff(&self) -> StaffId {
        self.slot.staff()
    }

    /// Signs the person's first session, without the password once more.
    pub fn sign_key(&self) -> SigningKey {
        self.sign.clone()
    }

    /// The keys for `staff_key_added`.
    pub fn public(&self) -> PublicKeys {
        self.slot.public()
    }
}

impl Unlocked {
    /// The data folder.
    pub fn dir(&self) -> &std::path::Path {
        &self.dir
    }

    /// The organisation.
    pub fn org(&self) -> OrgId {
        self.file.context.org
    }

    /// The database.
    pub fn database(&self) -> Id {
        self.file.context.database
    }

    /// The database key's generation.
    pub fn dbkey(&self) -> u32 {
        self.file.context.dbkey
    }

    /// Grows with every change of the slot file.
    pub fn generation(&self) -> u64 {
        self.file.generation
    }

    /// Whether the keychain holds a part of the key.
    pub fn has_keychain(&self) -> bool {
        self.factor.is_present()
    }

    /// The root that the slot file names. To be compared with the roster.
    pub fn root(&self) -> RootPublic {
        self.file.root
    }

    /// The root under which this person's slot was made. When it is not [`Self::root`], the roster must
    /// lead from this one to that one by `root_replaced`.
    pub fn pinned_root(&self) -> [u8; 32] {
        self.pinned_root
    }

    /// What a guess at this person's password costs.
    pub fn kdf(&self) -> Option<KdfParams> {
        let at = self.file.slot_of(self.user.staff)?;
        Some(self.file.slots[at].params())
    }

    /// Who has access on this desk. To be compared with the roster at unlock.
    pub fn slots(&self) -> Vec<(StaffId, PublicKeys)> {
        let whole = self.file.slots.iter().filter(|slot| slot.is_whole());
        whole.map(|slot| (slot.staff(), slot.public())).collect()
    }

    /// How many slots are damaged. Above zero the file accepts no change before [`Self::mend`].
    pub fn damaged_slots(&self) -> usize {
        self.file.slots.len() - self.slots().len()
    }

    /// Failed sign-ins that the journal has not heard of. They stay in their file until [`Self::settle`].
    pub fn attempts(&self) -> Vec<Attempts> {
        let pending = self.failed.iter().filter(|line| line.pending > 0);
        pending
            .map(|line| Attempts {
                staff: (self.file.slots.iter())
                    .find(|slot| slot.login_tag() == line.tag)
                    .map(Slot::staff),
                count: line.pending,
                first_ms: line.first_ms,
                last_ms: line.last_ms,
            })
            .collect()
    }

    /// After the first commit of this sign-in is acknowledged and slots and roster were compared: the failed
    /// attempts are forgotten, and both generations become the file that served. From here on a removed or
    /// changed password opens neither, and one damaged copy is served by the other.
    pub fn settle(&mut self) -> Result<(), VaultError> {
        if self.failed.iter().any(|line| line.pending > 0) {
            let mut throttle = Throttle::load(&self.dir)?;
            throttle.journalled(&self.failed);
            throttle.save(&self.dir)?;
            self.failed.clear();
        }
        if !self.proven {
            return Ok(());
        }
        if self.served == Generation::Previous {
            // Above the number that the damaged file may have carried.
            self.file.generation += 1;
            let file = self.file.clone();
            self.publish(file)?;
        }
        self.mirror()?;
        disk::remove(&self.dir, files::DEVICE_KEY_PREVIOUS)?;
        disk::remove(&self.dir, files::DEVICE_KEY_NEXT)?;
        disk::remove(&self.dir, files::ANCHOR_NEXT)?;
        Ok(())
    }

    /// Makes keys and a slot for a person who has none here. Nothing is written. Blocks for about a second.
    pub fn draft_slot(
        &self,
        person: &NewPerson<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<DraftSlot, VaultError> {
        if self.file.slot_of(person.staff).is_some() {
            return Err(VaultError::StaffHasAccess);
        }
        self.redraft_slot(person, entropy)
    }

    /// The same for somebody who may have a slot here already: new keys, login and password take its place.
    pub fn redraft_slot(
        &self,
        person: &NewPerson<'_>,
        entropy: &mut dyn Entropy,
    ) -> Result<DraftSlot, VaultError> {
        let login_tag = text::login_tag(self.device.id, person.login)?;
        let mut others = self
            .file
            .slots
            .iter()
            .filter(|slot| slot.staff() != person.staff);
        if others.any(|slot| slot.login_tag() == login_tag) {
            return Err(VaultError::LoginTaken);
        }
        let password = text::new_password(person.password, self.has_keychain())?;
        let user = UserKeys::generate(person.staff, entropy);
        let slot = self.close(&user, login_tag, &password, person.kdf, entropy)?;
        Ok(DraftSlot {
            slot,
            sign: user.sign.clone(),
        })
    }

    /// Writes a drafted slot; the journal already has its keys.
    pub fn add_slot(&mut self, draft: DraftSlot) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        if file.slot_of(draft.staff()).is_some() {
            return Err(VaultError::StaffHasAccess);
        }
        let tag = draft.slot.login_tag();
        file.slots.push(draft.slot);
        self.publish(file)?;
        self.forgive(tag)
    }

    /// Writes a drafted slot in the place of the person's old one, in both generations: the old password opens
    /// nothing from here on, and what was tried at it is forgiven.
    pub fn replace_slot(&mut self, draft: DraftSlot) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        file.slots.retain(|slot| slot.staff() != draft.staff());
        let tag = draft.slot.login_tag();
        file.slots.push(draft.slot);
        self.publish(file)?;
        self.mirror()?;
        self.forgive(tag)
    }

    /// Takes a person's access away, in both generations; the journal hears of it afterwards.
    pub fn remove_slot(&mut self, staff: StaffId) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        let at = file.slot_of(staff).ok_or(VaultError::StaffWithoutAccess)?;
        file.slots.remove(at);
        self.publish(file)?;
        self.mirror()
    }

    /// A new password for the person who signed in; their keys stay. Blocks for about a second.
    pub fn change_password(
        &mut self,
        password: &str,
        kdf: KdfChoice,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let password = text::new_password(password, self.has_keychain())?;
        let mut file = self.file.clone();
        let at = file
            .slot_of(self.user.staff)
            .ok_or(VaultError::StaffWithoutAccess)?;
        let login_tag = file.slots[at].login_tag();
        file.slots[at] = self.close(&self.user, login_tag, &password, kdf, entropy)?;
        self.publish(file)
    }

    /// Another recovery kit: the roster has `root_replaced` already. The old sheet opens nothing of this
    /// desk afterwards.
    pub fn replace_root(
        &mut self,
        root: RootPublic,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        file.root = root;
        self.seal_to_root(&mut file, entropy)?;
        self.publish(file)?;
        self.mirror()
    }

    /// Makes a damaged slot file whole: damaged slots go, and the root is taken from the roster, because
    /// what an unproven file says of it may be a trap for the database key.
    pub fn mend(&mut self, root: RootPublic, entropy: &mut dyn Entropy) -> Result<(), VaultError> {
        let mut file = self.file.clone();
        file.slots.retain(Slot::is_whole);
        file.root = root;
        self.seal_to_root(&mut file, entropy)?;
        self.proven = true;
        self.publish(file)?;
        self.mirror()
    }

    /// The key of the anchor.
    pub fn anchor_key(&self) -> AnchorKey {
        AnchorKey::derive(self.device.sign.as_bytes(), &self.factor)
    }

    /// Opens the anchor of this desk.
    pub fn open_anchor(&self) -> Result<AnchorState, VaultError> {
        Anchor::open(&Anchor::path(&self.dir), &self.anchor_key(), self.device.id)
    }

    /// A new anchor in place of the old one: the end of a ceremony.
    pub fn new_anchor(&self) -> Result<(Anchor, Mark), VaultError> {
        Anchor::create(&Anchor::path(&self.dir), &self.anchor_key(), self.device.id)
    }

    fn close(
        &self,
        user: &UserKeys,
        login_tag: [u8; 16],
        password: &Zeroizing<String>,
        kdf: KdfChoice,
        entropy: &mut dyn Entropy,
    ) -> Result<Slot, VaultError> {
        let fresh = Fresh {
            user,
            login_tag,
            password,
            params: kdf.params()?,
            factor: &self.factor,
            root_sign: self.file.root.sign,
            dek: &self.dek,
            context: self.file.context,
        };
        Slot::close(fresh, entropy)
    }

    fn seal_to_root(
        &self,
        file: &mut SlotFile,
        entropy: &mut dyn Entropy,
    ) -> Result<(), VaultError> {
        file.root_dek = seal_dek(&self.dek, &file.root.seal, file.context, entropy)
            .ok_or(VaultError::DamagedSlotFile)?;
        Ok(())
    }

    /// Writes the next generation; the one that served becomes the previous.
    fn publish(&mut self, mut file: SlotFile) -> Result<(), VaultError> {
        if !self.proven {
            return Err(VaultError::DamagedSlotFile);
        }
        file.generation = self.file.generation + 1;
        let bytes = file.encode(&self.device.sign)?;
        disk::replace(&self.dir, files::SLOTS_PREVIOUS, &self.bytes)?;
        disk::replace(&self.dir, files::SLOTS, &bytes)?;
        self.file = file;
        self.bytes = bytes;
        self.served = Generation::Current;
        Ok(())
    }

    /// Makes both generations the present one.
    fn mirror(&self) -> Result<(), VaultError> {
        for name in [files::SLOTS_PREVIOUS, files::SLOTS] {
            if disk::read(&self.dir, name)?.as_deref() != Some(&self.bytes) {
                disk::replace(&self.dir, name, &self.bytes)?;
            }
        }
        Ok(())
    }

    fn forgive(&self, tag: [u8; 16]) -> Result<(), VaultError> {
        let mut throttle = Throttle::load(&self.dir)?;
        throttle.forgive(tag);
        throttle.save(&self.dir)
    }
}

impl fmt::Debug for Unlocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unlocked({})", self.device.id)
    }
}

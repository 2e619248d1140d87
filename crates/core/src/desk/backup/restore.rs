//! A desk out of a backup: always a new incarnation, with new keys, a new number prefix and a new sheet.
//!
//! The backup is taken into a database that no vault names. Only when its last record, its signed end, its
//! organisation and its age are known to be right, one renamed file switches to it; before that moment the folder is
//! as it was. Where another desk stood, its files are kept aside. People other than the one who holds the sheet get
//! their access from that person.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::take::{begin, codes, take, unopened, unread, whole};
use super::{Stage, Step};
use crate::app::{App, Voucher};
use crate::decide::judge_staff_name;
use crate::desk::recover::{Before, Loss, NewManager, Remembered};
use crate::desk::setup::{anchored, founding, open_app};
use crate::desk::{Folder, Machine, Open, two_groups};
use crate::error::{Error, Refusal};
use crate::event::desk::kit;
use crate::frames::{Fault, Trailer};
use crate::id::{DeviceId, Entropy, Hash, SystemEntropy};
use crate::journal::log;
use crate::vault::{
    Kit, NewDesk, RootKeys, Sealed, Staged, VaultError, is_founded, judge_access, open_kit,
};

crate::codes! {
    /// The desk in this folder belongs to another organisation than the backup.
    BACKUP_FOREIGN = "backup-foreign";
    /// This computer remembers more of the journal than the backup holds; arguments `held`, `claimed`, in entries.
    BACKUP_OLDER = "backup-older";
}

/// What to do where a desk stands already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Refuse.
    Nothing,
    /// Take its place, and keep its files aside.
    Desk,
}

/// What is restored, and by whom.
#[derive(Debug)]
pub struct Restoring<'a> {
    /// The backup.
    pub file: &'a Path,
    /// The sheet as typed.
    pub kit: &'a str,
    /// The person who begins; a manager.
    pub person: NewManager<'a>,
    /// What to do when this computer remembers more than the backup holds.
    pub loss: Loss,
    /// What to do where a desk stands already.
    pub over: Over,
}

/// What a drill found in a backup.
#[derive(Debug)]
pub struct Drilled {
    /// The signed end: who wrote it, when, how much is in it.
    pub trailer: Trailer,
}

/// Opens a backup with the sheet and takes it in by a desk that is thrown away; nothing else is touched. The
/// database lies in `place` meanwhile, encrypted with a key that nobody keeps.
pub fn drill(file: &Path, kit: &str, place: &Path, go: &mut Step<'_>) -> Result<Drilled, Error> {
    let (from, _) = opened(file, &parsed(kit)?)?;
    let trailer = whole(place, from, 0, go)?;
    Ok(Drilled { trailer })
}

/// Restores a backup into the folder and opens the desk.
///
/// # Errors
/// Everything typed is judged at once. `vault-exists` where a desk stands and is not to give way; `backup-foreign`,
/// `backup-older` (beside `loss`) by what the folder and the keychain remember; `backup-…` for what the file is. The
/// folder is then as it was.
pub fn restore(
    folder: &Folder,
    machine: &Machine,
    wanted: &Restoring<'_>,
    go: &mut Step<'_>,
) -> Result<Open, Error> {
    let (kit, name) = judged(machine, wanted)?;
    if is_founded(folder.path()) && wanted.over == Over::Nothing {
        return Err(VaultError::Exists.into());
    }
    let (from, root) = opened(wanted.file, &kit)?;
    let reader = begin(from)?;
    let head = reader.head();
    let before = Standing::read(folder)?;
    if before
        .sealed
        .as_ref()
        .is_some_and(|sealed| sealed.org() != head.org)
    {
        return Err(Refusal::at("file", BACKUP_FOREIGN).into());
    }
    let mut entropy = SystemEntropy;
    let next_kit = Kit::generate(&mut entropy);
    let staged = NewDesk {
        dir: folder.path(),
        org: head.org,
        root: next_kit.root().public(),
        device: entropy.id(),
        database: entropy.id(),
        staff: entropy.id(),
        login: wanted.person.login,
        password: wanted.person.password,
        kdf: machine.kdf,
        keychain: machine.keychain(),
    }
    .stage_over(&mut entropy)?;
    let new = New {
        folder,
        machine,
        before: &before,
        root: &root,
        next_kit: &next_kit,
        name: &name,
        loss: wanted.loss,
    };
    let outcome = open_app(folder, machine, staged.vault()).and_then(|mut app| {
        let trailer = take(reader, &mut app, Stage::Restoring, 0, go)?;
        new.begin(&mut app, &trailer, &staged)?;
        app.checkpoint()?;
        before.keep_aside(folder, machine)?;
        Ok(app)
    });
    match outcome {
        Ok(app) => finish(folder, machine, app, staged),
        Err(error) => {
            let database = folder.database(staged.vault().database(), staged.vault().dbkey());
            forget(&database);
            let device = staged.vault().device.id;
            drop(staged.abandon());
            if let Some(keychain) = machine.keychain() {
                // The item of a desk that never was says nothing of anybody.
                let _ = keychain.remove(device);
            }
            Err(error)
        }
    }
}

fn judged(machine: &Machine, wanted: &Restoring<'_>) -> Result<(Kit, String), Error> {
    let person = &wanted.person;
    let mut refusals = Vec::new();
    let kit = parsed(wanted.kit).map_err(|error| refusals.extend(error.refusals()));
    let name =
        judge_staff_name("manager_name", person.name).map_err(|refusal| refusals.push(refusal));
    let access = judge_access(person.login, person.password, machine.keychain());
    refusals.extend(access.iter().map(VaultError::refusal));
    match (kit, name) {
        (Ok(kit), Ok(name)) if refusals.is_empty() => Ok((kit, name)),
        _ => Err(refusals.into()),
    }
}

fn parsed(kit: &str) -> Result<Kit, Error> {
    Kit::parse(kit).map_err(|error| VaultError::from(error).into())
}

fn opened(file: &Path, kit: &Kit) -> Result<(impl Read + use<>, RootKeys), Error> {
    let gone = |_| Error::from(Refusal::at("file", codes::BACKUP_GONE));
    let from = File::open(file).map_err(gone)?;
    if !from.metadata().map_err(gone)?.is_file() {
        return Err(Refusal::at("file", codes::BACKUP_NONE).into());
    }
    Ok((open_kit(from, kit).map_err(unopened)?, kit.root()))
}

/// What stands in the folder before.
struct Standing {
    founded: bool,
    /// None where its own files cannot be read: that is what backups are for.
    sealed: Option<Sealed>,
}

impl Standing {
    fn read(folder: &Folder) -> Result<Self, Error> {
        let founded = is_founded(folder.path());
        let sealed = match Sealed::read(folder.path()) {
            Ok(sealed) => Some(sealed),
            Err(VaultError::Missing | VaultError::DamagedSlotFile) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self { founded, sealed })
    }

    /// Ends of the journal that this computer remembers and the backup does not hold.
    fn lost(
        &self,
        new: &New<'_>,
        app: &App,
        device: DeviceId,
    ) -> Result<Vec<(DeviceId, u64, Hash)>, Error> {
        let keychain = new.machine.keychain();
        let mut lost = Vec::new();
        if let Some(sealed) = &self.sealed {
            let device = sealed.device();
            let remembered = Remembered::read(new.folder, sealed, device, keychain)?;
            lost.extend(remembered.lost(app.conn(), device)?);
        }
        if let Some(kept) = keychain.and_then(|keychain| keychain.head(device).ok().flatten())
            && log::hash_at(app.conn(), device, kept.seq)? != Some(kept.hash)
        {
            lost.push((device, kept.seq, kept.hash));
        }
        lost.sort_unstable();
        lost.dedup();
        Ok(lost)
    }

    /// Everything of the desk that stood here, in a folder beside: what was restored may turn out to be the worse.
    fn keep_aside(&self, folder: &Folder, machine: &Machine) -> Result<(), Error> {
        if !self.founded {
            return Ok(());
        }
        let stamp = machine.clock().now().local().format("%Y%m%d-%H%M%S");
        let aside = folder.path().join(format!("before-restore-{stamp}"));
        std::fs::create_dir(&aside)?;
        for name in folder.of_the_desk(self.sealed.as_ref())? {
            let to = aside.join(&name);
            std::fs::copy(folder.path().join(&name), &to)?;
            File::open(to)?.sync_all()?;
        }
        if cfg!(unix) {
            File::open(&aside)?.sync_all()?;
        }
        Ok(())
    }
}

struct New<'a> {
    folder: &'a Folder,
    machine: &'a Machine,
    before: &'a Standing,
    root: &'a RootKeys,
    next_kit: &'a Kit,
    name: &'a str,
    loss: Loss,
}

impl New<'_> {
    /// The chain of the new incarnation, after everything that was taken in.
    fn begin(&self, app: &mut App, trailer: &Trailer, staged: &Staged) -> Result<(), Error> {
        // Whoever knows the sheet's public key can seal a journal of their own to it.
        let root = Hash(self.root.public().sign);
        if app.roster().root_sign() != Some(root) {
            return Err(unread(Fault::Damaged));
        }
        let lost = self.before.lost(self, app, trailer.device)?;
        let mut heads: Vec<_> = (trailer.heads.iter().copied())
            .filter(|(device, ..)| *device == trailer.device)
            .collect();
        if self.loss == Loss::Refused && !lost.is_empty() {
            return Err(older(&heads, &lost).into());
        }
        heads.extend(lost);
        heads.sort_unstable();
        let before = Before::read(app.store(), trailer.device, &mut SystemEntropy)?;
        let begin = founding(staged.vault(), &self.root.public(), before.prefix);
        let voucher = Voucher::Root(&self.root.sign, kit::RESTORED);
        app.reincarnate(&voucher, &begin, heads)?;
        let next_root = self.next_kit.root();
        app.replace_root(
            &self.root.sign,
            &next_root.sign,
            Hash(next_root.public().seal),
        )?;
        app.open_session(begin.staff, staged.vault().user.sign.clone())?;
        app.describe(self.name, before.desk, None)?;
        app.renew_keys(self.root)?;
        app.keep_pending_kit(self.next_kit.secret(), &two_groups(&mut SystemEntropy))
    }
}

/// The first entry has the number 0.
fn older(held: &[(DeviceId, u64, Hash)], lost: &[(DeviceId, u64, Hash)]) -> Refusal {
    let count = |heads: &[(DeviceId, u64, Hash)]| {
        let most = heads.iter().map(|(_, seq, _)| seq + 1).max();
        most.unwrap_or_default()
    };
    Refusal::at("loss", BACKUP_OLDER)
        .with("held", count(held))
        .with("claimed", count(lost))
}

fn finish(folder: &Folder, machine: &Machine, mut app: App, staged: Staged) -> Result<Open, Error> {
    let mut vault = staged.commit()?;
    anchored(&mut app, &vault)?;
    vault.settle()?;
    folder.only(Some(&folder.database(vault.database(), vault.dbkey())))?;
    folder.keep_reserve();
    Ok(Open::begin(app, vault, machine))
}

fn forget(database: &Path) {
    for end in ["", "-wal", "-shm"] {
        let mut path = database.as_os_str().to_owned();
        path.push(end);
        drop(std::fs::remove_file(PathBuf::from(path)));
    }
}

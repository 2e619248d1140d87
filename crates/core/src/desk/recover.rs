//! A new incarnation of a desk: by the recovery kit, or by a manager whose journal was shortened.
//!
//! The database is copied under a new key, the new chain begins inside it, and only then
//! the vault switches to it. Before that moment the old desk is as it was.

use rusqlite::Connection;

use super::setup::{anchored, founding, open_app};
use super::sign_in::{Proven, present};
use super::{Folder, Machine, Open, read_kit, two_groups};
use crate::app::{App, Voucher};
use crate::decide::judge_staff_name;
use crate::error::{CEREMONY, Error, Refusal};
use crate::event::desk::kit;
use crate::event::lab::DeviceDescribed;
use crate::id::{DeviceId, Entropy, Hash, SystemEntropy};
use crate::journal::log;
use crate::query;
use crate::store::Store;
use crate::vault::{Anchor, Incarnation, Keychain, Kit, RootPublic, Sealed, Staged};

crate::codes! {
    /// The sheet opens this desk, and another one counts that nobody accepted here; argument `fingerprint`, of that one.
    KIT_OVERTAKEN = "kit-overtaken";
}

/// What to do when this desk remembers another end of the journal than the database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Say so first.
    Refused,
    /// The person has read it and goes on.
    Accepted,
}

/// The person who begins after the kit was used; a manager.
#[derive(Debug, Clone, Copy)]
pub struct NewManager<'a> {
    /// Full name.
    pub name: &'a str,
    /// Login.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
}

/// Opens the desk with the kit as a new incarnation with new keys and, at once, a new kit.
///
/// # Errors
/// `journal-shortened` beside `loss` where the database does not reach what was remembered outside of it and the
/// loss is not accepted: arguments `held` and, unless the memory itself is lost, `claimed`, in entries. `kit-overtaken`
/// beside `kit`.
pub fn recover(
    folder: &Folder,
    machine: &Machine,
    kit: &str,
    person: &NewManager<'_>,
    loss: Loss,
) -> Result<Open, Error> {
    let name = judge_staff_name("manager_name", person.name)?;
    let sealed = Sealed::read(folder.path())?;
    let kit = read_kit(kit, &sealed.fingerprint())?;
    let recovered = sealed.recover(&kit, machine.keychain())?;
    let old_path = folder.database(recovered.database(), recovered.dbkey());
    present(&old_path)?;
    let remembered = Remembered::read(folder, &sealed, recovered.device, machine.keychain())?;
    let old = Store::open(&old_path, &recovered.dek)?;
    let mut heads = head(&old, recovered.device)?;
    let lost = remembered.lost(old.conn(), recovered.device)?;
    if loss == Loss::Refused && (remembered.forgotten || !lost.is_empty()) {
        return Err(shortened(&heads, &lost).into());
    }
    heads.extend(lost);
    heads.sort_unstable();
    heads.dedup();
    let before = Before::read(&old, recovered.device, &mut SystemEntropy)?;
    let mut entropy = SystemEntropy;
    let next_kit = Kit::generate(&mut entropy);
    let next_root = next_kit.root();
    let staged = recovered.new_incarnation(
        &Incarnation {
            device: entropy.id(),
            root: next_root.public(),
            staff: entropy.id(),
            login: person.login,
            password: person.password,
            kdf: machine.kdf,
            keychain: machine.keychain(),
        },
        &mut entropy,
    )?;
    move_database(folder, &old, &staged)?;
    let mut app = open_app(folder, machine, staged.vault())?;
    // What a sheet vouches for that was replaced elsewhere would count nowhere. Until now nothing names the copy.
    let counts = app.roster().root_sign().map(|root| root.0);
    if let Some(sign) = counts.filter(|counts| *counts != recovered.root.public().sign) {
        let fingerprint = RootPublic { sign, seal: sign }.fingerprint();
        drop(app);
        folder.only(Some(&old_path))?;
        staged.abandon()?;
        return Err(Refusal::at("kit", KIT_OVERTAKEN)
            .with("fingerprint", fingerprint)
            .into());
    }
    let begin = founding(staged.vault(), &recovered.root.public(), before.prefix);
    app.reincarnate(
        &Voucher::Root(&recovered.root.sign, kit::RECOVERED),
        &begin,
        heads,
    )?;
    app.replace_root(
        &recovered.root.sign,
        &next_root.sign,
        Hash(next_root.public().seal),
    )?;
    app.open_session(begin.staff, staged.vault().user.sign.clone())?;
    app.describe(&name, before.desk, None)?;
    app.renew_keys(&recovered.root)?;
    app.keep_pending_kit(next_kit.secret(), &two_groups(&mut entropy))?;
    finish(folder, machine, app, staged, recovered.device)
}

/// What lies outside of the database about its end. Nothing of it is proven any more: the key went with the slots.
pub(super) struct Remembered {
    claims: Vec<(u64, Hash)>,
    /// There was an anchor, and nothing can be read from it.
    forgotten: bool,
}

impl Remembered {
    pub(super) fn read(
        folder: &Folder,
        sealed: &Sealed,
        device: DeviceId,
        keychain: Option<&dyn Keychain>,
    ) -> Result<Self, Error> {
        let anchor = Anchor::claim(&Anchor::path(folder.path()), device)?;
        let forgotten = anchor.is_none() && sealed.has_anchor();
        let anchor = anchor.map(|mark| (mark.seq, mark.hash));
        let kept = keychain.and_then(|keychain| keychain.head(device).ok().flatten());
        let claims = anchor
            .into_iter()
            .filter(|(_, hash)| *hash != Hash::ZERO)
            .chain(kept.map(|head| (head.seq, head.hash)))
            .collect();
        Ok(Self { claims, forgotten })
    }

    /// Heads that were acknowledged and are not in this database.
    pub(super) fn lost(
        &self,
        conn: &Connection,
        device: DeviceId,
    ) -> Result<Vec<(DeviceId, u64, Hash)>, Error> {
        let mut lost = Vec::new();
        for (seq, hash) in &self.claims {
            if log::hash_at(conn, device, *seq)? != Some(*hash) {
                lost.push((device, *seq, *hash));
            }
        }
        Ok(lost)
    }
}

/// The first entry has the number 0.
fn shortened(held: &[(DeviceId, u64, Hash)], lost: &[(DeviceId, u64, Hash)]) -> Refusal {
    let count = |heads: &[(DeviceId, u64, Hash)]| heads.iter().map(|(_, seq, _)| seq + 1).max();
    let refusal = Refusal::at("loss", CEREMONY).with("held", count(held).unwrap_or_default());
    match count(lost) {
        Some(claimed) => refusal.with("claimed", claimed),
        None => refusal,
    }
}

/// A manager goes on after the journal was shortened.
pub(super) fn by_manager(
    folder: &Folder,
    machine: &Machine,
    app: App,
    manager: &Proven,
    heads: Vec<(DeviceId, u64, Hash)>,
) -> Result<Open, Error> {
    let vault = &manager.vault;
    let staff = vault.user.staff;
    let before = Before::read(app.store(), app.device(), &mut SystemEntropy)?;
    let old_device = app.device();
    drop(app);
    let old = Store::open(
        &folder.database(vault.database(), vault.dbkey()),
        &vault.dek,
    )?;
    let mut entropy = SystemEntropy;
    let root: RootPublic = vault.root();
    let staged = vault.new_incarnation(
        &Incarnation {
            device: entropy.id(),
            root,
            staff,
            login: &manager.login,
            password: &manager.password,
            kdf: machine.kdf,
            keychain: machine.keychain(),
        },
        &mut entropy,
    )?;
    move_database(folder, &old, &staged)?;
    let mut app = open_app(folder, machine, staged.vault())?;
    let begin = founding(staged.vault(), &root, before.prefix);
    app.reincarnate(&Voucher::Manager(staff, &vault.user.sign), &begin, heads)?;
    app.open_session(staff, staged.vault().user.sign.clone())?;
    app.describe(&before.staff_name(staff, &app)?, before.desk, None)?;
    app.take_over_keys(old_device, &vault.device.seal)?;
    finish(folder, machine, app, staged, old_device)
}

/// What the new incarnation takes over from the old one.
pub(super) struct Before {
    pub(super) desk: DeviceDescribed,
    pub(super) prefix: u16,
}

impl Before {
    /// Name and site stay; the number prefix is one of those that no incarnation known here has had, by chance: whoever
    /// restores the same backup twice does not know of the first time, and the smallest would be the same again.
    pub(super) fn read(
        store: &Store,
        device: DeviceId,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Error> {
        let conn = store.conn();
        let mut rows = conn.prepare("SELECT prefix FROM p_device")?;
        let taken = rows
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<u16>, _>>()?;
        let free: Vec<u16> = (100..=999)
            .filter(|prefix| !taken.contains(prefix))
            .collect();
        let mut chance = [0; 8];
        entropy.fill(&mut chance);
        let at = u64::from_be_bytes(chance) % free.len().max(1) as u64;
        let prefix = usize::try_from(at).ok().and_then(|at| free.get(at));
        let prefix = prefix.copied().unwrap_or(999);
        let named = query::lab::desk(conn, device)?;
        let (name, site) = named.unwrap_or_default();
        Ok(Self {
            desk: DeviceDescribed { name, site },
            prefix,
        })
    }

    fn staff_name(&self, staff: crate::id::StaffId, app: &App) -> Result<String, Error> {
        Ok(query::lab::staff_name(app.conn(), staff)?.unwrap_or_default())
    }
}

fn head(store: &Store, device: DeviceId) -> Result<Vec<(DeviceId, u64, Hash)>, Error> {
    let head = log::head(store.conn(), device)?;
    Ok(head
        .map(|head| (device, head.seq, head.hash))
        .into_iter()
        .collect())
}

/// Copies the database beside itself under its new key.
fn move_database(folder: &Folder, old: &Store, staged: &Staged) -> Result<(), Error> {
    let vault = staged.vault();
    let old_path = folder.database(vault.database(), vault.dbkey() - 1);
    let new_path = folder.database(vault.database(), vault.dbkey());
    // The log of an attempt that a power cut ended would be replayed into the new copy.
    folder.only(Some(&old_path))?;
    Ok(old.copy_to(&new_path, &vault.dek)?)
}

fn finish(
    folder: &Folder,
    machine: &Machine,
    mut app: App,
    staged: Staged,
    old: DeviceId,
) -> Result<Open, Error> {
    app.checkpoint()?;
    let mut vault = staged.commit()?;
    anchored(&mut app, &vault)?;
    vault.settle()?;
    folder.only(Some(&folder.database(vault.database(), vault.dbkey())))?;
    if let Some(keychain) = machine.keychain()
        && let Err(reason) = keychain.remove(old)
    {
        tracing::warn!(%reason, "the old incarnation's key stays in the keychain");
    }
    folder.keep_reserve();
    Ok(Open::begin(app, vault, machine))
}

//! First run: vault, database and genesis made ready under names that do not count, then switched on.

use super::{Folder, Machine, Open, two_groups};
use crate::app::{App, Founding, Parts};
use crate::command::SetupForm;
use crate::decide::{judge_desk, judge_organisation, judge_staff_name};
use crate::error::Error;
use crate::id::{Entropy, Hash, SystemEntropy};
use crate::store::Store;
use crate::vault::{AnchorState, KdfChoice, Kit, NewDesk, Unlocked, VaultError, judge_access};

/// Founds an organisation with its first desk and first manager; their session is open afterwards.
///
/// Everything typed is judged first, all refusals at once. A power cut before the last step leaves
/// a folder on which set-up begins anew.
pub fn setup(
    folder: &Folder,
    machine: &Machine,
    form: &SetupForm,
    password: &str,
) -> Result<Open, Error> {
    let mut refusals = Vec::new();
    let organisation = judge_organisation(&form.organisation)
        .map_err(|more| refusals.extend(more))
        .ok();
    let desk = judge_desk(&form.desk_name, &form.site, &form.prefix)
        .map_err(|more| refusals.extend(more))
        .ok();
    let name = judge_staff_name("manager_name", &form.manager_name)
        .map_err(|no| refusals.push(no))
        .ok();
    let access = judge_access(&form.login, password, machine.keychain());
    refusals.extend(access.iter().map(VaultError::refusal));
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    let (Some(organisation), Some((desk, prefix)), Some(name)) = (organisation, desk, name) else {
        return Err(refusals.into());
    };
    let mut entropy = SystemEntropy;
    let kit = Kit::generate(&mut entropy);
    let root = kit.root();
    let new = NewDesk {
        dir: folder.path(),
        org: root.org_id(),
        root: root.public(),
        device: entropy.id(),
        database: entropy.id(),
        staff: entropy.id(),
        login: &form.login,
        password,
        kdf: machine.kdf,
        keychain: machine.keychain(),
    };
    let staged = new.stage(&mut entropy)?;
    folder.only(None)?;
    let mut app = open_app(folder, machine, staged.vault())?;
    let begin = founding(staged.vault(), &root.public(), prefix);
    app.found(&root.sign, &begin)?;
    app.open_session(begin.staff, staged.vault().user.sign.clone())?;
    app.describe(&name, desk, Some(organisation))?;
    if machine.kdf == KdfChoice::Floor {
        app.set("kdf", "floor")?;
    }
    app.keep_pending_kit(kit.secret(), &two_groups(&mut entropy))?;
    app.checkpoint()?;
    let vault = staged.commit()?;
    anchored(&mut app, &vault)?;
    folder.keep_reserve();
    Ok(Open::begin(app, vault, machine))
}

/// The database of a vault, opened, as a desk without an anchor yet.
pub(super) fn open_app(folder: &Folder, machine: &Machine, vault: &Unlocked) -> Result<App, Error> {
    let path = folder.database(vault.database(), vault.dbkey());
    App::open(Parts {
        store: Store::open(&path, &vault.dek)?,
        org: vault.org(),
        device: vault.device.id,
        key: vault.device.sign.clone(),
        clock: machine.clock(),
        entropy: Machine::entropy(),
        anchor: None,
    })
}

/// Public halves for the first roster entries.
pub(super) fn founding(vault: &Unlocked, root: &crate::vault::RootPublic, prefix: u16) -> Founding {
    let person = vault.user.public();
    Founding {
        root_sign: Hash(root.sign),
        root_seal: Hash(root.seal),
        device_x25519: Hash(vault.device.seal_public()),
        site: 1,
        prefix,
        staff: vault.user.staff,
        staff_ed25519: Hash(person.sign),
        staff_x25519: Hash(person.seal),
    }
}

/// Writes the present head to the vault's new anchor.
pub(super) fn anchored(app: &mut App, vault: &Unlocked) -> Result<(), Error> {
    match vault.open_anchor()? {
        AnchorState::Valid(anchor, _) => app.set_anchor(anchor),
        AnchorState::Missing | AnchorState::Damaged => {
            let (anchor, _) = vault.new_anchor().map_err(|error: VaultError| error)?;
            app.set_anchor(anchor)
        }
    }
}

//! Sign-in: vault, database, anchor, roster, session, in this order; each failure has its own words.

use std::path::Path;

use zeroize::Zeroizing;

use super::setup::{anchored, open_app};
use super::{Folder, Machine, Open};
use crate::app::App;
use crate::audit::Report;
use crate::domain::rights::{Action, may};
use crate::error::{Error, NOT_ALLOWED, Refusal};
use crate::event::desk::SignInFailed;
use crate::id::{DeviceId, Hash, StaffId};
use crate::journal::anchor::{Anchor as Witness, Source};
use crate::journal::log;
use crate::store::StoreError;
use crate::vault::{AnchorState, Head, Keychain, Mark, Sealed, SignIn, Unlocked};

/// How a sign-in ends when nothing is refused.
#[derive(Debug)]
pub enum SignedIn {
    /// Work.
    Open(Box<Open>),
    /// The journal is shorter than a witness says: verify, or go on as a new incarnation.
    Ceremony(Box<Ceremony>),
}

/// A desk whose journal does not reach its witnesses. No patient data is shown from here.
pub struct Ceremony {
    app: App,
    /// The slot file says that there was an anchor, and there is none that counts.
    anchor_lost: bool,
    witnesses: Vec<Witness>,
}

/// A manager whose password opened the vault once more.
pub struct Proven {
    pub(super) vault: Unlocked,
    pub(super) login: String,
    pub(super) password: Zeroizing<String>,
}

impl std::fmt::Debug for Proven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proven({})", self.vault.user.staff)
    }
}

impl std::fmt::Debug for Ceremony {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ceremony")
            .field("witnesses", &self.witnesses)
            .finish_non_exhaustive()
    }
}

/// Opens the desk for a person.
pub fn sign_in(
    folder: &Folder,
    machine: &Machine,
    login: &str,
    password: &str,
) -> Result<SignedIn, Error> {
    let (vault, has_anchor) = unlocked(folder, machine, login, password)?;
    let path = folder.database(vault.database(), vault.dbkey());
    present(&path)?;
    let mut app = open_app(folder, machine, &vault)?;
    let witnesses = witnesses(&vault, machine.keychain())?;
    let device = vault.device.id;
    let anchor_lost = has_anchor && is_anchor_lost(&vault)?;
    if anchor_lost || !reaches(&app, device, &witnesses)? {
        let ceremony = Ceremony {
            app,
            anchor_lost,
            witnesses,
        };
        return Ok(SignedIn::Ceremony(Box::new(ceremony)));
    }
    anchored(&mut app, &vault)?;
    folder.only(Some(&path))?;
    crate::vault::forget_newcomer(folder.path())?;
    let mut vault = vault;
    compare(&mut app, &mut vault)?;
    app.note_failures(failures(&vault))?;
    app.open_session(vault.user.staff, vault.user.sign.clone())?;
    vault.settle()?;
    super::state::remember_training(folder, app.conn())?;
    folder.keep_reserve();
    let mut open = Open::begin(app, vault, machine);
    // A full disk does not keep anybody from working: the debt stays and is told where people are removed.
    if let Err(error) = open.pay_rekey(folder) {
        tracing::warn!(%error, "the database keeps the key that a removed person could read");
    }
    Ok(SignedIn::Open(Box::new(open)))
}

/// Level 0: opens the desk to verify and compare, without a session and without an entry.
pub fn inspect(
    folder: &Folder,
    machine: &Machine,
    login: &str,
    password: &str,
) -> Result<Ceremony, Error> {
    look(folder, machine, login, password).map(|(seen, _)| seen)
}

/// The vault as a password opens it, and whether its file says that there was an anchor. A wrong password counts.
pub(super) fn unlocked(
    folder: &Folder,
    machine: &Machine,
    login: &str,
    password: &str,
) -> Result<(Unlocked, bool), Error> {
    let sealed = Sealed::read(folder.path())?;
    let has_anchor = sealed.has_anchor();
    let vault = sealed.unlock(&SignIn {
        login,
        password,
        keychain: machine.keychain(),
        now_ms: machine.clock.now_ms(),
    })?;
    Ok((vault, has_anchor))
}

fn look(
    folder: &Folder,
    machine: &Machine,
    login: &str,
    password: &str,
) -> Result<(Ceremony, StaffId), Error> {
    let (vault, has_anchor) = unlocked(folder, machine, login, password)?;
    present(&folder.database(vault.database(), vault.dbkey()))?;
    let app = open_app(folder, machine, &vault)?;
    let seen = Ceremony {
        app,
        anchor_lost: has_anchor && is_anchor_lost(&vault)?,
        witnesses: witnesses(&vault, machine.keychain())?,
    };
    Ok((seen, vault.user.staff))
}

fn is_anchor_lost(vault: &Unlocked) -> Result<bool, Error> {
    Ok(!matches!(vault.open_anchor()?, AnchorState::Valid(..)))
}

/// Somebody who may gives the reserve of a full disk back, so that the desk can be opened and tidied up.
///
/// Sign-in writes, so nobody can sign in on a full disk: a part of the reserve is lent while the password and
/// the role are looked at, and taken back when the answer is no. No session is opened and no entry is written.
pub fn release_reserve(
    folder: &Folder,
    machine: &Machine,
    login: &str,
    password: &str,
) -> Result<(), Error> {
    folder.lend_reserve()?;
    let role = look(folder, machine, login, password)
        .map(|(seen, staff)| seen.app.roster().now().roles.get(&staff).copied());
    match role {
        Ok(Some(role)) if may(role, Action::ReleaseReserve) => folder.release_reserve(),
        other => {
            folder.return_reserve();
            other?;
            Err(Refusal::new(NOT_ALLOWED).into())
        }
    }
}

/// The database that the vault names is there: opening would make a new one in place of a lost one.
pub(super) fn present(database: &Path) -> Result<(), Error> {
    match std::fs::metadata(database) {
        Ok(file) if file.len() > 0 => Ok(()),
        _ => Err(crate::store::StoreError::Damaged.into()),
    }
}

/// Heads of this desk that were kept outside the database.
pub(super) fn witnesses(
    vault: &Unlocked,
    keychain: Option<&dyn Keychain>,
) -> Result<Vec<Witness>, Error> {
    let mut out = Vec::new();
    let device = vault.device.id;
    let witness = |seq, hash, source| Witness {
        device: Some(device),
        seq,
        hash,
        source,
    };
    if let AnchorState::Valid(_, Mark { seq, hash, .. }) = vault.open_anchor()?
        && hash != Hash::ZERO
    {
        out.push(witness(seq, hash, Source::AnchorFile));
    }
    if let Some(Ok(Some(Head { seq, hash }))) = keychain.map(|keychain| keychain.head(device)) {
        out.push(witness(seq, hash, Source::Keychain));
    }
    Ok(out)
}

/// Every witness must lie on the chain; a chain that is longer than its witnesses is in order.
fn reaches(app: &App, device: DeviceId, witnesses: &[Witness]) -> Result<bool, Error> {
    for witness in witnesses {
        if log::hash_at(app.conn(), device, witness.seq)? != Some(witness.hash) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Vault and roster must say the same: a slot without its entry goes, and one sheet counts.
fn compare(app: &mut App, vault: &mut Unlocked) -> Result<(), Error> {
    let view = app.roster().now();
    let device = app.device();
    for (staff, keys) in vault.slots() {
        if staff != vault.user.staff && view.key(staff, device) != Some(Hash(keys.sign)) {
            vault.remove_slot(staff)?;
        }
    }
    super::follow::follow(app, vault);
    Ok(())
}

/// Failed attempts while the database was closed.
pub(super) fn failures(vault: &Unlocked) -> Vec<SignInFailed> {
    let failed = vault.attempts().into_iter();
    failed
        .map(|attempts| SignInFailed {
            attempts: u64::from(attempts.count),
            first_ms: attempts.first_ms,
            last_ms: attempts.last_ms,
        })
        .collect()
}

impl Ceremony {
    /// Hashes by which replicas are compared.
    pub fn state(&self) -> Result<crate::query::state::State, Error> {
        Ok(crate::query::state::state(self.app.conn())?)
    }

    /// How far the exchange is.
    pub fn exchange(&self) -> Result<crate::query::exchange::ExchangeStatus, Error> {
        let app = &self.app;
        let (conn, roster) = (app.conn(), app.roster());
        Ok(crate::query::exchange::status(conn, roster, app.device())?)
    }

    /// For queries of level 0.
    pub fn conn(&self) -> &rusqlite::Connection {
        self.app.conn()
    }

    /// Adds heads that were kept elsewhere: on paper, by other desks.
    pub fn add_witnesses(&mut self, more: impl IntoIterator<Item = Witness>) {
        self.witnesses.extend(more);
    }

    /// What the verifier says, with every witness that is here.
    pub fn verify(&self) -> Result<Report, Error> {
        super::state::verify(
            self.app.conn(),
            self.app.org(),
            self.app.device(),
            &self.witnesses,
        )
    }

    /// Beside the journal's verdict: every page of the database is what was written, the tables are those that
    /// the journal makes, and the mark of the journal's end is there. Nothing is changed.
    ///
    /// # Errors
    /// `database-damaged`, `tables-differ`, `journal-shortened`.
    pub fn examine(&mut self) -> Result<(), Error> {
        self.app.store().examine()?;
        if !self.app.tables_agree()? {
            return Err(StoreError::TablesDiffer.into());
        }
        if self.anchor_lost {
            return Err(Error::Ceremony);
        }
        Ok(())
    }

    /// Makes the tables anew from the journal, which is not touched.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        self.app.rebuild()
    }

    /// A manager gives the password: it counts and costs what it does at sign-in. Nothing is changed, and
    /// whoever brought the desk here need not be a manager.
    pub fn prove(
        &self,
        folder: &Folder,
        machine: &Machine,
        login: &str,
        password: &str,
    ) -> Result<Proven, Error> {
        let (vault, _) = unlocked(folder, machine, login, password)?;
        let role = self
            .app
            .roster()
            .now()
            .roles
            .get(&vault.user.staff)
            .copied();
        if !role.is_some_and(|role| may(role, Action::ContinueDesk)) {
            return Err(Refusal::at("login", NOT_ALLOWED).into());
        }
        Ok(Proven {
            vault,
            login: login.to_owned(),
            password: Zeroizing::new(password.to_owned()),
        })
    }

    /// The manager goes on as a new incarnation that cites the database's head and the witnesses'.
    pub fn go_on(
        self,
        folder: &Folder,
        machine: &Machine,
        manager: &Proven,
    ) -> Result<Open, Error> {
        let heads = self.heads();
        super::recover::by_manager(folder, machine, self.app, manager, heads)
    }

    /// The two heads that the new incarnation cites.
    fn heads(&self) -> Vec<(DeviceId, u64, Hash)> {
        let device = self.app.device();
        let mut heads: Vec<_> = self
            .app
            .head()
            .map(|head| (device, head.seq, head.hash))
            .into_iter()
            .collect();
        heads.extend(
            self.witnesses
                .iter()
                .map(|witness| (device, witness.seq, witness.hash)),
        );
        heads.sort_unstable();
        heads.dedup();
        heads
    }
}

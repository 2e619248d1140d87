//! A further desk: its keys are made where it will stand, a manager elsewhere signs them, and a bundle brings it
//! everything that the organisation has.
//!
//! Nothing that travels is secret: the request holds public keys, the bundle is sealed to them. Two people compare a
//! fingerprint each way, because whoever carries the files could exchange them.

use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::backup::{Stage, Step};
use super::bundle::{opened, reader, unopened, unread};
use super::setup::{anchored, open_app};
use super::{Folder, Machine, Open};
use crate::app::App;
use crate::command::Command;
use crate::decide::judge_desk;
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::Event;
use crate::event::roster::{RootReplaced, new_root_bytes};
use crate::frames::{Fault, Record};
use crate::id::{Entropy, Hash, OrgId, StaffId, SystemEntropy};
use crate::journal::key::signed;
use crate::vault::{
    NewDesk, Newcomer, Request, RootPublic, forget_newcomer, is_typed, judge_access, open_desk,
    waiting,
};

crate::codes! {
    /// The text is no request of a desk, or not whole.
    REQUEST_FORM = "request-form";
    /// The request has another fingerprint than the one that was read out.
    REQUEST_OTHER = "request-other";
    /// The bundle does not enrol this desk: it was written before, or for another one.
    JOIN_NOT_ENROLLED = "join-not-enrolled";
    /// The organisation has another fingerprint than the one that was read out; argument `found`.
    JOIN_OTHER = "join-other";
}

/// Makes the keys of a desk in a new folder, or shows those that wait there.
///
/// # Errors
/// What is wrong with the password, `vault-exists`, and those of the folder and the keychain.
pub fn newcomer(folder: &Folder, machine: &Machine, password: &str) -> Result<Request, Error> {
    Ok(Newcomer::begin(
        folder.path(),
        password,
        machine.kdf,
        machine.keychain(),
        &mut SystemEntropy,
    )?)
}

/// The request of the desk that waits in a folder.
///
/// # Errors
/// Those of the file.
pub fn waiting_in(folder: &Path) -> Result<Option<Request>, Error> {
    Ok(waiting(folder)?)
}

/// Forgets the keys of a desk that waits in a folder. Where none waits nothing happens.
///
/// # Errors
/// Those of the disk.
pub fn forget(folder: &Folder) -> Result<(), Error> {
    Ok(forget_newcomer(folder.path())?)
}

/// What a manager says of a desk that asks.
#[derive(Debug, Clone, Copy)]
pub struct Enrolling<'a> {
    /// As it was carried.
    pub request: &'a str,
    /// Its fingerprint as it was read out there.
    pub fingerprint: &'a str,
    /// What people call it.
    pub name: &'a str,
    /// The site where it stands.
    pub site: &'a str,
    /// Number prefix, 100–999.
    pub prefix: &'a str,
    /// Number of the site.
    pub site_number: u16,
    /// Who begins there.
    pub staff: StaffId,
}

impl Open {
    /// Enrols a desk, gives its first person a key there, names it and hands it the exchange keys. Doing it again goes
    /// on where a power cut ended it.
    ///
    /// # Errors
    /// `request-form`, what is wrong with name, site or prefix, `prefix-taken`, `not-found` beside `staff`.
    pub fn enrol_desk(&mut self, desk: &Enrolling<'_>) -> Result<Request, Error> {
        self.app.allowed(Action::EnrolDesk)?;
        let request = match Request::parse(desk.request) {
            Some(request) if is_typed(&request.fingerprint(), desk.fingerprint) => Ok(request),
            Some(_) => Err(Error::from(Refusal::at("fingerprint", REQUEST_OTHER))),
            None => Err(Refusal::at("request", REQUEST_FORM).into()),
        };
        let described = judge_desk(desk.name, desk.site, desk.prefix).map_err(Error::from);
        let (request, (described, prefix)) = match (request, described) {
            (Ok(request), Ok(described)) => (request, described),
            (request, described) => {
                let no = [request.err(), described.err()].into_iter().flatten();
                let no: Vec<Refusal> = no.flat_map(|error| error.refusals()).collect();
                return Err(no.into());
            }
        };
        let view = self.app.roster().now();
        if !view.roles.contains_key(&desk.staff) {
            return Err(Refusal::at("staff", NOT_FOUND).into());
        }
        let known = self.app.roster().desk(request.device);
        let is_same = known.is_some_and(|known| known.ed25519 == Hash(request.ed25519));
        if !is_same {
            let enrol = Command::EnrolDevice {
                device: request.device,
                ed25519: Hash(request.ed25519),
                x25519: Hash(request.x25519),
                site: desk.site_number,
                prefix,
            };
            self.app.execute(enrol, None)?;
        }
        let key = Hash(request.person.sign);
        if self.app.roster().now().key(desk.staff, request.device) != Some(key) {
            let give = Command::AddStaffKey {
                staff: desk.staff,
                device: request.device,
                ed25519: key,
                x25519: Hash(request.person.seal),
            };
            self.app.execute(give, None)?;
        }
        self.app.describe_desk(request.device, described)?;
        self.share_keys()?;
        Ok(request)
    }

    /// By which people compare the organisation: that of the recovery sheet that counts.
    pub fn fingerprint(&self) -> String {
        let mut root = self.vault.root();
        if let Some(counts) = self.app.roster().root_sign() {
            root.sign = counts.0;
        }
        root.fingerprint()
    }

    /// Hands the exchange keys to whoever lacks them, where a manager works.
    pub fn share_keys(&mut self) -> Result<(), Error> {
        self.app.share_keys(&self.vault.device.seal)
    }
}

/// What a desk that waits needs to begin.
#[derive(Debug)]
pub struct Joining<'a> {
    /// The bundle that the manager wrote after the enrolment.
    pub file: &'a Path,
    /// The fingerprint of the organisation as it was read out there.
    pub fingerprint: &'a str,
    /// What whoever begins will type as their name.
    pub login: &'a str,
    /// The password under which the keys wait.
    pub password: &'a str,
}

/// Begins the work of a desk that waited: everything of the bundle is taken in, then one renamed file makes it a desk.
///
/// # Errors
/// `bundle-…` for what the file is, `join-not-enrolled`, `join-other`; the folder is then as it was.
pub fn join(
    folder: &Folder,
    machine: &Machine,
    wanted: &Joining<'_>,
    go: &mut Step<'_>,
) -> Result<Open, Error> {
    let access = judge_access(wanted.login, wanted.password, machine.keychain());
    if !access.is_empty() {
        let no: Vec<Refusal> = access.iter().map(|error| error.refusal()).collect();
        return Err(no.into());
    }
    let newcomer = Newcomer::open(folder.path(), wanted.password, machine.keychain())?;
    // It was declared when the keys were made whether this desk has a keychain.
    let machine = &Machine {
        keychain: machine.keychain.clone().filter(|_| newcomer.has_keychain()),
        ..machine.clone()
    };
    let request = newcomer.request();
    let secret = newcomer.secret().clone();
    let mut from = opened(wanted.file)?;
    let found = Found::read(
        open_desk(&mut from, &secret).map_err(unopened)?,
        (&request, wanted.fingerprint),
        go,
    )?;
    let mut entropy = SystemEntropy;
    let staged = NewDesk {
        dir: folder.path(),
        org: found.org,
        root: found.root,
        device: request.device,
        database: entropy.id(),
        staff: found.staff,
        login: wanted.login,
        password: wanted.password,
        kdf: machine.kdf,
        keychain: machine.keychain(),
    }
    .stage_newcomer(newcomer, &mut entropy)?;
    folder.only(None)?;
    let mut app = open_app(folder, machine, staged.vault())?;
    from.seek(SeekFrom::Start(0))
        .map_err(|error| unread(Fault::Io(error)))?;
    let container = reader(open_desk(&mut from, &secret).map_err(unopened)?)?;
    super::backup::take_in(container, &mut app, Stage::Restoring, found.entries, go)?;
    found.holds(&app, &request)?;
    app.join(found.enrolment)?;
    app.open_session(found.staff, staged.vault().user.sign.clone())?;
    app.checkpoint()?;
    let mut vault = staged.commit()?;
    anchored(&mut app, &vault)?;
    vault.settle()?;
    forget_newcomer(folder.path())?;
    super::state::remember_training(folder, app.conn())?;
    folder.keep_reserve();
    Ok(Open::begin(app, vault, machine))
}

/// The new root has signed its own keys.
fn proves(org: OrgId, body: &RootReplaced) -> bool {
    let message = new_root_bytes(org, &body.root_sign, &body.root_seal);
    signed(&body.root_sign, &message, &body.new_root_signature.0)
}

/// What a bundle claims about the organisation and this desk. It counts when the roster made of it says the same.
struct Found {
    org: OrgId,
    root: RootPublic,
    enrolment: Hash,
    staff: StaffId,
    entries: u64,
}

impl Found {
    fn read(
        from: impl Read,
        (request, typed): (&Request, &str),
        go: &mut Step<'_>,
    ) -> Result<Self, Error> {
        let mut reader = reader(from)?;
        let org = reader.head().org;
        let (mut roots, mut enrolment, mut staff, mut entries) = (Vec::new(), None, None, 0);
        while let Some(record) = reader.record().map_err(unread)? {
            let Record::Entry(entry, _) = record else {
                continue;
            };
            entries += 1;
            match Event::of(&entry) {
                Some(Event::OrgFounded(body)) => roots.push((body.root_sign, body.root_seal)),
                // Whether it might is asked of the roster afterwards; that the root itself says so, here.
                Some(Event::RootReplaced(body)) if proves(org, &body) => {
                    roots.push((body.root_sign, body.root_seal));
                }
                Some(Event::DeviceEnrolled(body)) if body.device == request.device => {
                    enrolment = enrolment.or(Some(entry.hash()));
                }
                Some(Event::StaffKeyAdded(body))
                    if body.device == request.device && body.ed25519.0 == request.person.sign =>
                {
                    staff = Some(body.staff);
                }
                _ => {}
            }
            if entries % 2_000 == 0 {
                super::bundle::step(go, Stage::Checking, entries, 0)?;
            }
        }
        drop(reader.end().map_err(unread)?);
        let not_enrolled = || Refusal::at("file", JOIN_NOT_ENROLLED);
        let roots = roots.into_iter().map(|(sign, seal)| RootPublic {
            sign: sign.0,
            seal: seal.0,
        });
        let roots: Vec<RootPublic> = roots.collect();
        // Two desks may each have had a new sheet made; which one counts is asked of the roster.
        let meant = |root: &&RootPublic| is_typed(&root.fingerprint(), typed);
        let last = *roots.last().ok_or_else(not_enrolled)?;
        let Some(root) = roots.iter().find(meant).copied() else {
            let no = Refusal::at("fingerprint", JOIN_OTHER).with("found", last.fingerprint());
            return Err(no.into());
        };
        Ok(Self {
            org,
            root,
            enrolment: enrolment.ok_or_else(not_enrolled)?,
            staff: staff.ok_or_else(not_enrolled)?,
            entries,
        })
    }

    fn holds(&self, app: &App, request: &Request) -> Result<(), Error> {
        let roster = app.roster();
        let desk = roster.desk(request.device);
        let enrolled = desk.is_some_and(|desk| {
            (desk.ed25519, desk.x25519) == (Hash(request.ed25519), Hash(request.x25519))
        });
        let person = roster.now().key(self.staff, request.device);
        // What the database key is sealed to comes from an entry that counts.
        let sign = Hash(self.root.sign);
        let seal = crate::query::keys::root_seal(app.conn(), sign)?;
        let holds = enrolled
            && seal == Some(Hash(self.root.seal))
            && roster.root_sign() == Some(Hash(self.root.sign))
            && person == Some(Hash(request.person.sign))
            && roster.now().roles.contains_key(&self.staff);
        match holds {
            true => Ok(()),
            false => Err(Refusal::at("file", JOIN_NOT_ENROLLED).into()),
        }
    }
}

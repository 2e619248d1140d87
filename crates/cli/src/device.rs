//! `tirkeu device`: a further desk asks, a manager's desk enrols it, it joins; and one is stopped.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tirkeu_core::desk::enrol::{Enrolling, Joining, join, newcomer, waiting_in};
use tirkeu_core::desk::{Counts, Folder, Machine};
use tirkeu_core::event::desk::closing;
use tirkeu_core::id::{DeviceId, Id, StaffId};
use tirkeu_core::vault::{KdfChoice, Keychain, VaultError, fours};

use crate::backup::until_interrupted;
use crate::exit::{Failure, OK};
use crate::input;
use crate::session::{Global, headless_keychain};

/// Longest request in bytes.
const MAX_REQUEST: usize = 4096;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Make the keys of a further desk in a new folder and show its request
    New(New),
    /// Show the request of the desk that waits in the folder
    Show,
    /// Enrol the desk of a request, in a manager's session
    Enrol(Enrol),
    /// Begin the work of the desk that waits, with the bundle that was written after its enrolment
    Join(Join),
    /// Show what this desk says of itself to one that has never heard of it
    Introduction(Introduction),
    /// Let a desk read that came back by the recovery sheet and is not known here, in a manager's session
    Introduce(Introduce),
    /// Stop a desk, in a manager's session
    Revoke(Revoke),
}

/// The password is that of whoever will begin there.
#[derive(Debug, clap::Args)]
pub struct New {
    /// Where the request is written; it is shown too
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Cost of a guess at the password
    #[arg(long, value_name = "COST", default_value = "calibrated")]
    kdf: crate::init::Kdf,
    /// Declare for good that this desk has no keychain
    #[arg(long)]
    no_keychain: bool,
}

/// Two people compare the fingerprint that it answers with the one that `device new` showed.
#[derive(Debug, clap::Args)]
pub struct Enrol {
    /// The request
    #[arg(value_name = "FILE")]
    request: PathBuf,
    /// Its fingerprint as it was read out
    #[arg(long, value_name = "SIGNS")]
    fingerprint: String,
    /// What people call the desk
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The site where it stands
    #[arg(long, value_name = "SITE")]
    site: String,
    /// Number of the site
    #[arg(long, value_name = "N", default_value_t = 1)]
    site_number: u16,
    /// First three digits of its numbers, 100 to 999
    #[arg(long, value_name = "PPP")]
    prefix: String,
    #[command(flatten)]
    who: Who,
}

/// Whose password it is that `device new` was given: what is done there under it is done by that person.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct Who {
    /// Who begins there
    #[arg(long, value_name = "STAFF", value_parser = id)]
    staff: Option<StaffId>,
    /// Whoever works here begins there
    #[arg(long)]
    me: bool,
}

#[derive(Debug, clap::Args)]
pub struct Introduction {
    /// Where it is written; it is shown too
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Introduce {
    /// What `device introduction` showed there
    #[arg(value_name = "FILE")]
    request: PathBuf,
    /// Its fingerprint as it was read out
    #[arg(long, value_name = "SIGNS")]
    fingerprint: String,
}

#[derive(Debug, clap::Args)]
pub struct Join {
    /// The bundle
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The organisation's fingerprint as it was read out
    #[arg(long, value_name = "SIGNS")]
    fingerprint: String,
    /// Cost of a guess at the password
    #[arg(long, value_name = "COST", default_value = "calibrated")]
    kdf: crate::init::Kdf,
}

#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// The desk, as `desk list` shows it
    #[arg(value_parser = id)]
    device: DeviceId,
    /// Number of its last entry that counts [default: the last one that is here]
    #[arg(long, value_name = "N", conflicts_with = "nothing")]
    last: Option<u64>,
    /// Nothing that it ever wrote counts
    #[arg(long)]
    nothing: bool,
}

fn id(text: &str) -> Result<Id, &'static str> {
    Id::parse(text).ok_or("32 hex digits")
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::New(args) => new(global, args),
        Command::Show => show(global),
        Command::Enrol(args) => enrol(global, args),
        Command::Join(args) => joined(global, args),
        Command::Introduction(args) => introduction(global, args),
        Command::Introduce(args) => introduce(global, args),
        Command::Revoke(args) => revoke(global, args),
    }
}

fn new(global: &Global, args: &New) -> Result<u8, Failure> {
    let data = global.data()?;
    let password = global.password()?;
    let keychain = match args.no_keychain {
        true => None,
        false => headless_keychain().find().map_err(Failure::Keychain)?,
    };
    let keychain = keychain.map(|found| Arc::new(found) as Arc<dyn Keychain>);
    let folder = Folder::begin(&data)?;
    let request = newcomer(
        &folder,
        &Machine::real(keychain, args.kdf.into()),
        &password,
    )?;
    saved(folder.path(), args.to.as_deref(), &request.text())?;
    said(
        global,
        request.device,
        request.text(),
        &request.fingerprint(),
    )
}

fn saved(data: &Path, to: Option<&Path>, text: &str) -> Result<(), Failure> {
    if let Some(to) = to {
        let file = tirkeu_core::desk::PaperFile::begin(data, to);
        let written = file.and_then(|file| file.write(text.as_bytes()));
        written.map_err(tirkeu_core::error::Error::from)?;
    }
    Ok(())
}

fn show(global: &Global) -> Result<u8, Failure> {
    let request = waiting_in(&global.data()?)?.ok_or(VaultError::Missing)?;
    said(
        global,
        request.device,
        request.text(),
        &request.fingerprint(),
    )
}

fn said(global: &Global, device: DeviceId, text: String, fingerprint: &str) -> Result<u8, Failure> {
    let say = global.say();
    let answer = serde_json::json!({
        "device": device, "request": &text, "fingerprint": fingerprint,
    });
    let asks = say.text("cli-device-asks", &[("fingerprint", &fours(fingerprint))]);
    say.answer(&answer, &[text, asks])?;
    Ok(OK)
}

fn introduction(global: &Global, args: &Introduction) -> Result<u8, Failure> {
    let own = global.under_session(|open| Ok(open.introduction()?))?;
    saved(&global.data()?, args.to.as_deref(), &own.text())?;
    said(global, own.device, own.text(), &own.fingerprint())
}

fn introduce(global: &Global, args: &Introduce) -> Result<u8, Failure> {
    let text = read(&args.request)?;
    let introduced = global.under_session(|open| Ok(open.introduce(&text, &args.fingerprint)?))?;
    let say = global.say();
    let line = say.text("cli-device-introduced", &[]);
    say.answer(&serde_json::json!({ "device": introduced.device }), &[line])?;
    Ok(OK)
}

fn enrol(global: &Global, args: &Enrol) -> Result<u8, Failure> {
    let text = read(&args.request)?;
    let (request, organisation) = global.under_session(|open| {
        let staff = match args.who.me {
            true => open.app.staff(),
            false => args.who.staff,
        };
        let request = open.enrol_desk(&Enrolling {
            request: &text,
            fingerprint: &args.fingerprint,
            name: &args.name,
            site: &args.site,
            prefix: &args.prefix,
            site_number: args.site_number,
            staff: staff.unwrap_or(Id::ZERO),
        })?;
        Ok((request, open.fingerprint()))
    })?;
    let say = global.say();
    let organisation_fours = fours(&organisation);
    let answer = serde_json::json!({
        "device": request.device, "organisation": organisation,
    });
    let lines = [say.text(
        "cli-device-enrolled",
        &[("fingerprint", &organisation_fours)],
    )];
    say.answer(&answer, &lines)?;
    Ok(OK)
}

fn read(file: &Path) -> Result<String, Failure> {
    let bytes = input::bytes(file, MAX_REQUEST, "request")?;
    String::from_utf8(bytes).map_err(|_| Failure::Input("request"))
}

fn joined(global: &Global, args: &Join) -> Result<u8, Failure> {
    let data = global.data()?;
    let login = global.user()?;
    let password = global.password()?;
    if waiting_in(&data)?.is_none() {
        return Err(VaultError::Missing.into());
    }
    let folder = Folder::open(&data)?;
    let keychain = headless_keychain().find().ok().flatten();
    let keychain = keychain.map(|found| Arc::new(found) as Arc<dyn Keychain>);
    let machine = Machine::real(keychain, args.kdf.into());
    let wanted = Joining {
        file: &args.file,
        fingerprint: &args.fingerprint,
        login,
        password: &password,
    };
    let open = join(&folder, &machine, &wanted, &mut until_interrupted())?;
    let device = open.app.device();
    open.close(closing::CALL)?;
    let say = global.say();
    let line = say.text("cli-device-joined", &[("device", &device.to_string())]);
    say.answer(&serde_json::json!({ "device": device }), &[line])?;
    Ok(OK)
}

fn revoke(global: &Global, args: &Revoke) -> Result<u8, Failure> {
    let counts = match (args.last, args.nothing) {
        (Some(last), _) => Counts::Until(last),
        (None, true) => Counts::Nothing,
        (None, false) => Counts::Held,
    };
    global.under_session(|open| Ok(open.revoke(args.device, counts)?))?;
    let say = global.say();
    let device = args.device.to_string();
    let line = say.text("cli-device-revoked", &[("device", &device)]);
    say.answer(&serde_json::json!({ "device": args.device }), &[line])?;
    Ok(OK)
}

impl From<crate::init::Kdf> for KdfChoice {
    fn from(kdf: crate::init::Kdf) -> Self {
        match kdf {
            crate::init::Kdf::Calibrated => Self::Calibrated,
            crate::init::Kdf::Floor => Self::Floor,
        }
    }
}

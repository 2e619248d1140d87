//! `tirkeu backup`, `restore`, `drill`: for a scheduled task, a new computer, and the day before it is needed.
//!
//! Exit codes are those of every command; what they mean here stands in `docs/admin.*.md`. An interrupt stops the
//! work as the window's button does: nothing half-written stays.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use tirkeu_core::app::Wish;
use tirkeu_core::desk::backup::{self, Alone, Go, Over, Progress, Restoring};
use tirkeu_core::desk::{Folder, Loss, Machine, NewManager};
use tirkeu_core::event::desk::closing;
use tirkeu_core::id::{DeviceId, Hash};
use tirkeu_core::vault::{KdfChoice, Keychain, Kit};
use tirkeu_core::words::{dates, numbers};

use crate::exit::{Failure, OK};
use crate::input;
use crate::session::{Global, headless_keychain};

/// Makes a backup and reads it back.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// Folder, stick or share [default: the one that is set on this desk]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

/// Restores a backup as a new desk. The digits of the sheet are read from standard input after the password.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Full name of the manager who begins
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Take the place of the desk in the folder; its files are kept aside
    #[arg(long)]
    replace: bool,
    /// Go on without entries that this computer remembers and the backup does not hold
    #[arg(long)]
    without_the_rest: bool,
    /// Declare for good that this desk has no keychain (passwords of at least 15 characters)
    #[arg(long)]
    no_keychain: bool,
}

/// Opens a backup with the sheet, whose digits are read from standard input, and takes it in; nothing stays.
#[derive(Debug, clap::Args)]
pub struct Drill {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(Serialize)]
struct Made {
    file: String,
    bytes: u64,
    sha256: Hash,
    entries: u64,
}

#[derive(Serialize)]
struct Drilled {
    device: DeviceId,
    made_at: String,
    entries: u64,
    bodies: u64,
    program: String,
}

/// Stops at an interrupt.
pub fn until_interrupted() -> impl FnMut(Progress) -> Go {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        drop(signal_hook::flag::register(signal, Arc::clone(&stop)));
    }
    move |_| match stop.load(Ordering::Relaxed) {
        true => Go::Stop,
        false => Go::On,
    }
}

pub fn backup(global: &Global, args: &Backup) -> Result<u8, Failure> {
    let made = global.under_session(|open| {
        let set = open.backup_folder()?;
        let folder = args.to.clone().or(set);
        let folder = folder.ok_or(Failure::Usage("--to DIR"))?;
        let desk = Alone::new(open);
        Ok(backup::back_up(
            &desk,
            &folder,
            Wish::Asked,
            &mut until_interrupted(),
        )?)
    })?;
    let say = global.say();
    let answer = Made {
        file: made.file,
        bytes: made.bytes,
        sha256: made.sha256,
        entries: made.entries,
    };
    let line = say.text(
        "cli-backup-made",
        &[
            ("file", &answer.file),
            ("mib", &numbers::mib(answer.bytes)),
            ("entries", &numbers::grouped(answer.entries)),
        ],
    );
    say.answer(&answer, &[line])?;
    Ok(OK)
}

pub fn restore(global: &Global, args: &Restore) -> Result<u8, Failure> {
    let data = global.data()?;
    let login = global.user()?;
    let password = global.password()?;
    let kit = Kit::line(&input::groups()?);
    let keychain = match args.no_keychain {
        true => None,
        false => headless_keychain().find().map_err(Failure::Keychain)?,
    };
    let keychain = keychain.map(|found| Arc::new(found) as Arc<dyn Keychain>);
    let folder = match args.replace {
        true => Folder::open(&data)?,
        false => Folder::begin(&data)?,
    };
    let wanted = Restoring {
        file: &args.file,
        kit: &kit,
        person: NewManager {
            name: &args.name,
            login,
            password: &password,
        },
        loss: match args.without_the_rest {
            true => Loss::Accepted,
            false => Loss::Refused,
        },
        over: match args.replace {
            true => Over::Desk,
            false => Over::Nothing,
        },
    };
    let machine = Machine::real(keychain, KdfChoice::Calibrated);
    let open = backup::restore(&folder, &machine, &wanted, &mut until_interrupted())?;
    let pending = open.pending_kit()?;
    let groups = pending.map(|(_, ask)| ask).unwrap_or_default();
    let device = open.app.device();
    open.close(closing::CALL)?;
    let say = global.say();
    let asked: Vec<String> = groups.iter().map(u8::to_string).collect();
    let lines = [
        say.text("cli-restored", &[("device", &device.to_string())]),
        say.text("cli-restored-kit", &[("groups", &asked.join(", "))]),
    ];
    say.answer(
        &serde_json::json!({ "device": device, "kit_groups_asked": groups }),
        &lines,
    )?;
    Ok(OK)
}

pub fn drill(global: &Global, args: &Drill) -> Result<u8, Failure> {
    let kit = Kit::line(&input::groups()?);
    let place = match global.data() {
        Ok(data) if data.is_dir() => data,
        _ => std::env::temp_dir(),
    };
    let drilled = backup::drill(&args.file, &kit, &place, &mut until_interrupted())?.trailer;
    let answer = Drilled {
        device: drilled.device,
        made_at: dates::moment(drilled.wall),
        entries: drilled.entries,
        bodies: drilled.bodies,
        program: drilled.program,
    };
    let say = global.say();
    let line = say.text(
        "cli-drilled",
        &[
            ("at", &answer.made_at),
            ("entries", &numbers::grouped(answer.entries)),
        ],
    );
    say.answer(&answer, &[line])?;
    Ok(OK)
}

//! `tirkeu init`: organisation, first desk, first manager.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use serde::Serialize;
use tirkeu_core::command::SetupForm;
use tirkeu_core::desk::{self, Folder, Machine};
use tirkeu_core::event::desk::closing;
use tirkeu_core::id::{DeviceId, OrgId};
use tirkeu_core::vault::{KdfChoice, Keychain};

use crate::exit::{Failure, OK};
use crate::input;
use crate::session::{Global, headless_keychain};

/// The form, as it is shown below `--help`.
const FORM: &str = "\
{\"organisation\":{\"name\":{\"kk\",\"ru\"},\"number\",\"address\":{\"kk\",\"ru\"},\"phone\",\"email\"},
 \"desk_name\",\"site\",\"prefix\",\"manager_name\",\"login\"}";

/// Founds an organisation with its first desk and first manager.
#[derive(Debug, clap::Args)]
#[command(after_help = FORM)]
pub struct Args {
    /// The form as JSON; `-`, or none: standard input after the password
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    /// Cost of a guess at the password: calibrated to this machine, or the floor (64 MiB, 3 passes)
    #[arg(long, value_name = "COST", default_value = "calibrated")]
    kdf: Kdf,
    /// Declare for good that this desk has no keychain (passwords of at least 15 characters)
    #[arg(long)]
    no_keychain: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kdf {
    Calibrated,
    Floor,
}

#[derive(Serialize)]
struct Answer {
    org: OrgId,
    device: DeviceId,
    keychain: bool,
    kit_fingerprint: Option<String>,
    kit_groups_asked: Vec<u8>,
}

pub fn run(global: &Global, args: &Args) -> Result<u8, Failure> {
    let data = global.data()?;
    let password = global.password()?;
    let form: SetupForm = input::json(args.form.as_deref(), "form")?;
    let keychain = if args.no_keychain {
        None
    } else {
        headless_keychain().find().map_err(Failure::Keychain)?
    };
    let keychain = keychain.map(|found| Arc::new(found) as Arc<dyn Keychain>);
    let folder = Folder::begin(&data)?;
    let kdf = match args.kdf {
        Kdf::Calibrated => KdfChoice::Calibrated,
        Kdf::Floor => KdfChoice::Floor,
    };
    let open = desk::setup(&folder, &Machine::real(keychain, kdf), &form, &password)?;
    let pending = open.pending_kit()?;
    let answer = Answer {
        org: open.app.org(),
        device: open.app.device(),
        keychain: open.vault().has_keychain(),
        kit_fingerprint: pending.as_ref().map(|(kit, _)| kit.root().fingerprint()),
        kit_groups_asked: pending.map(|(_, ask)| ask).unwrap_or_default(),
    };
    open.close(closing::CALL)?;
    let say = global.say();
    let asked: Vec<String> = answer.kit_groups_asked.iter().map(u8::to_string).collect();
    let keychain = if answer.keychain {
        "cli-init-keychain"
    } else {
        "cli-init-no-keychain"
    };
    let lines = [
        say.text("cli-init-done", &[]),
        say.text(keychain, &[]),
        say.text("cli-init-kit", &[("groups", &asked.join(", "))]),
        say.text("cli-init-policy", &[]),
    ];
    say.answer(&answer, &lines)?;
    Ok(OK)
}

//! `tirkeu sync`, `bundle`, `status`: desks meet at a folder or a store, or by a file that somebody carries.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde::Serialize;
use tirkeu_core::app::Which;
use tirkeu_core::command::ExchangeForm;
use tirkeu_core::desk::backup::{Alone, Go};
use tirkeu_core::desk::exchange::MeetingPlace;
use tirkeu_core::desk::{Open, bundle};
use tirkeu_core::domain::rights::Action;
use tirkeu_core::error::Error;
use tirkeu_core::id::DeviceId;
use tirkeu_core::words::numbers;
use tirkeu_exchange::{Ended, Place, Visit, visit};
use zeroize::Zeroizing;

use crate::backup::until_interrupted;
use crate::exit::{Failure, OK};
use crate::input;
use crate::session::Global;

/// Between two visits of a call that stays.
const EVERY: Duration = Duration::from_secs(5);
/// Longest file with a secret key in bytes.
const MAX_SECRET: usize = 4096;

#[derive(Debug, clap::Subcommand)]
pub enum Sync {
    /// Meet at a folder or share, every five seconds until it is interrupted
    Folder(Folder),
    /// Meet at a store that speaks S3, every five seconds until it is interrupted
    Store(Store),
}

#[derive(Debug, clap::Args)]
pub struct Folder {
    /// The folder
    #[arg(value_name = "DIR")]
    path: PathBuf,
    /// One visit
    #[arg(long)]
    once: bool,
}

/// The secret key stands in no command line: others of the machine read those.
#[derive(Debug, clap::Args)]
pub struct Store {
    /// The address: https://host/bucket
    #[arg(value_name = "ADDRESS")]
    address: String,
    /// The name of the store's key
    #[arg(long, value_name = "ID")]
    key_id: String,
    /// The file with the secret key
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The region, where the store has one
    #[arg(long, value_name = "NAME", default_value = "")]
    region: String,
    /// One visit
    #[arg(long)]
    once: bool,
}

#[derive(Debug, clap::Subcommand)]
pub enum Bundle {
    /// Write what other desks lack into a file that only they can open
    Export(Export),
    /// Take in the file of another desk
    Import(Import),
}

#[derive(Debug, clap::Args)]
pub struct Export {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Everything, also what every desk is known to have: for a new desk
    #[arg(long)]
    all: bool,
}

#[derive(Debug, clap::Args)]
pub struct Import {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// A visit in figures.
#[derive(Serialize)]
struct Visited {
    accepted: u64,
    bodies: u64,
    written: u64,
    settled: u64,
    refused: BTreeMap<String, u64>,
    unread: BTreeMap<String, u64>,
    strange: u64,
    withheld: u64,
    forks: u64,
    unwritten: Option<&'static str>,
}

impl From<&Visit> for Visited {
    fn from(visit: &Visit) -> Self {
        Self {
            accepted: visit.accepted,
            bodies: visit.bodies,
            written: visit.written,
            settled: visit.settled,
            refused: named(&visit.refused),
            unread: named(&visit.unread),
            strange: visit.strange,
            withheld: visit.withheld,
            forks: visit.forks,
            unwritten: visit.unwritten,
        }
    }
}

fn named<K: std::fmt::Display>(counts: &BTreeMap<K, u64>) -> BTreeMap<String, u64> {
    let counts = counts.iter();
    counts
        .map(|(why, count)| (why.to_string(), *count))
        .collect()
}

pub fn sync(global: &Global, command: &Sync) -> Result<u8, Failure> {
    let (place, once) = match command {
        Sync::Folder(args) => (folder(&args.path), args.once),
        Sync::Store(args) => (store(args)?, args.once),
    };
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        drop(signal_hook::flag::register(signal, Arc::clone(&stop)));
    }
    global.under_session(|open| {
        open.app.allowed(Action::Exchange)?;
        loop {
            let visited = meet(open, &place, &stop);
            match visited {
                Ok(visit) => told(global, &visit)?,
                Err(Error::Refused(no)) if !once => {
                    // A share that is away comes back: whoever stays, waits.
                    for refusal in &no {
                        tell(global, &global.say().refusal(refusal))?;
                    }
                }
                Err(error) => return Err(error.into()),
            }
            if once || waited(&stop) {
                return Ok(());
            }
        }
    })?;
    Ok(OK)
}

fn waited(stop: &AtomicBool) -> bool {
    let step = Duration::from_millis(100);
    let mut rest = EVERY;
    while !rest.is_zero() && !stop.load(Ordering::Relaxed) {
        std::thread::sleep(step);
        rest = rest.saturating_sub(step);
    }
    stop.load(Ordering::Relaxed)
}

fn folder(path: &Path) -> MeetingPlace {
    MeetingPlace::Folder(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
}

fn store(args: &Store) -> Result<MeetingPlace, Failure> {
    let secret = Zeroizing::new(input::bytes(&args.secret, MAX_SECRET, "secret")?);
    let secret = std::str::from_utf8(&secret).map_err(|_| Failure::Input("secret"))?;
    let form = ExchangeForm {
        folder: args.address.clone(),
        key_id: args.key_id.clone(),
        region: args.region.clone(),
    };
    Ok(MeetingPlace::store(&form, secret, |_| Ok(None))?)
}

fn meet(open: &mut Open, place: &MeetingPlace, stop: &AtomicBool) -> Result<Visit, Error> {
    let mut there = Place::at(place, open.app.org()).map_err(Ended::from)?;
    let name = place.name();
    let visited = visit(&Alone::new(open), &mut there, &name, &mut |_| match stop
        .load(Ordering::Relaxed)
    {
        true => Go::Stop,
        false => Go::On,
    });
    Ok(visited?)
}

fn told(global: &Global, visit: &Visit) -> Result<(), Failure> {
    let say = global.say();
    let mut lines = vec![say.text(
        "cli-sync-done",
        &[
            ("accepted", &numbers::grouped(visit.accepted)),
            ("written", &numbers::grouped(visit.written)),
        ],
    )];
    let more = [
        ("cli-sync-bodies", visit.bodies),
        ("cli-sync-settled", visit.settled),
        ("cli-sync-refused", visit.refused.values().sum()),
        ("cli-sync-unread", visit.unread.values().sum()),
        ("cli-sync-withheld", visit.withheld),
        ("cli-sync-forks", visit.forks),
        ("cli-sync-strange", visit.strange),
    ];
    for (key, count) in more.into_iter().filter(|(_, count)| *count > 0) {
        lines.push(say.text(key, &[("count", &numbers::grouped(count))]));
    }
    if visit.unwritten.is_some() {
        let no = tirkeu_core::error::Refusal::new(tirkeu_core::app::exchange::EXCHANGE_KEY);
        lines.push(say.refusal(&no));
    }
    say.answer(&Visited::from(visit), &lines)
}

fn tell(global: &Global, line: &str) -> Result<(), Failure> {
    let answer = serde_json::json!({ "waits": true });
    global.say().answer(&answer, &[line.to_owned()])
}

pub fn bundle(global: &Global, command: &Bundle) -> Result<u8, Failure> {
    match command {
        Bundle::Export(args) => export(global, args),
        Bundle::Import(args) => import(global, args),
    }
}

fn export(global: &Global, args: &Export) -> Result<u8, Failure> {
    let which = match args.all {
        true => Which::Everything,
        false => Which::News,
    };
    let made = global.under_session(|open| {
        let desk = Alone::new(open);
        let file = &args.file;
        Ok(bundle::export(
            &desk,
            file,
            which,
            &mut until_interrupted(),
        )?)
    })?;
    let say = global.say();
    let line = say.text(
        "cli-bundle-made",
        &[
            ("entries", &numbers::grouped(made.entries)),
            ("desks", &made.recipients.len().to_string()),
        ],
    );
    say.answer(&made, &[line])?;
    Ok(OK)
}

#[derive(Serialize)]
struct Taken {
    from: DeviceId,
    accepted: u64,
    known: u64,
    bodies: u64,
    forks: u64,
    refused: BTreeMap<String, u64>,
}

fn import(global: &Global, args: &Import) -> Result<u8, Failure> {
    let taken = global.under_session(|open| {
        let desk = Alone::new(open);
        Ok(bundle::import(&desk, &args.file, &mut until_interrupted())?)
    })?;
    let say = global.say();
    let refused: u64 = taken.refused.values().sum();
    let mut lines = vec![say.text(
        "cli-bundle-taken",
        &[
            ("accepted", &numbers::grouped(taken.accepted)),
            ("known", &numbers::grouped(taken.known)),
        ],
    )];
    let more = [
        ("cli-sync-bodies", taken.bodies),
        ("cli-bundle-refused", refused),
        ("cli-sync-forks", taken.forks),
    ];
    for (key, count) in more.into_iter().filter(|(_, count)| *count > 0) {
        lines.push(say.text(key, &[("count", &numbers::grouped(count))]));
    }
    let answer = Taken {
        from: taken.from,
        accepted: taken.accepted,
        known: taken.known,
        bodies: taken.bodies,
        forks: taken.forks,
        refused: named(&taken.refused),
    };
    say.answer(&answer, &lines)?;
    Ok(OK)
}

/// Level 0: no session, no entry, nobody's data.
pub fn status(global: &Global) -> Result<u8, Failure> {
    let (_folder, seen) = global.inspect()?;
    let status = seen.exchange()?;
    let say = global.say();
    let mut lines: Vec<String> = (status.desks.iter())
        .map(|desk| {
            let key = match (desk.own, desk.stopped) {
                (true, _) => "cli-status-own",
                (false, true) => "cli-status-stopped",
                (false, false) => "cli-status-desk",
            };
            let last = desk.last_ms.map(tirkeu_core::time::Wall::almaty);
            let last = last.map(tirkeu_core::words::dates::moment);
            say.text(
                key,
                &[
                    ("name", &desk.name),
                    ("prefix", &desk.prefix.to_string()),
                    ("entries", &numbers::grouped(desk.entries)),
                    ("last", &last.unwrap_or_default()),
                    ("ours", &numbers::grouped(desk.has_of_ours)),
                ],
            )
        })
        .collect();
    lines.push(say.text(
        "cli-status-unsent",
        &[("count", &numbers::grouped(status.unsent))],
    ));
    for (why, count) in &status.not_folded {
        let why = say.text(&format!("cli-status-folded-{why}"), &[]);
        let count = numbers::grouped(*count);
        lines.push(say.text("cli-status-not-folded", &[("why", &why), ("count", &count)]));
    }
    for erasure in &status.unconfirmed {
        let count = erasure.unconfirmed.len().to_string();
        let args = [("act", erasure.number.as_str()), ("count", &count)];
        lines.push(say.text("cli-status-unconfirmed", &args));
    }
    say.answer(&status, &lines)?;
    Ok(OK)
}

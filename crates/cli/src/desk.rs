//! `tirkeu desk`: the desks of the organisation, and stopping one by the recovery kit.

use serde::Serialize;
use tirkeu_core::desk::{Counts, Open};
use tirkeu_core::error::Error;
use tirkeu_core::id::DeviceId;
use tirkeu_core::journal::log;
use tirkeu_core::query;
use tirkeu_core::words::numbers;

use crate::exit::{Failure, OK};
use crate::input;
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Show the desks of the organisation
    List,
    /// Stop a desk by the recovery kit: nothing that a desk signs undoes it
    Revoke(Revoke),
}

/// Stops a desk. The digits of the kit are read from standard input after the password.
#[derive(Debug, clap::Args)]
pub struct Revoke {
    /// The desk, as `desk list` shows it
    #[arg(value_parser = device)]
    device: DeviceId,
    /// Number of its last entry that counts [default: the last one that is here]
    #[arg(long, value_name = "N", conflicts_with = "nothing")]
    last: Option<u64>,
    /// Nothing that it ever wrote counts
    #[arg(long)]
    nothing: bool,
}

fn device(text: &str) -> Result<DeviceId, &'static str> {
    DeviceId::parse(text).ok_or("32 hex digits")
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::List => list(global),
        Command::Revoke(args) => revoke(global, args),
    }
}

#[derive(Serialize)]
struct Desk {
    device: DeviceId,
    name: String,
    prefix: u16,
    entries: u64,
    own: bool,
    stopped: bool,
    /// Only of the own desk anything is known: of another one it is false.
    key_owed: bool,
}

fn list(global: &Global) -> Result<u8, Failure> {
    let desks = global.under_session(|open| Ok(desks(open)?))?;
    let say = global.say();
    let lines: Vec<String> = desks
        .iter()
        .map(|desk| {
            let entries = numbers::grouped(desk.entries);
            let mut line = say.text(
                "cli-desk",
                &[
                    ("device", &desk.device.to_string()),
                    ("name", &desk.name),
                    ("prefix", &desk.prefix.to_string()),
                    ("entries", &entries),
                ],
            );
            let marks = [
                (desk.own, "cli-desk-own"),
                (desk.stopped, "cli-desk-stopped"),
                (desk.key_owed, "cli-desk-key-owed"),
            ];
            for (_, key) in marks.iter().filter(|(is, _)| *is) {
                line.push_str(", ");
                line.push_str(&say.text(key, &[]));
            }
            line
        })
        .collect();
    say.answer(&serde_json::json!({ "desks": desks }), &lines)?;
    Ok(OK)
}

fn desks(open: &Open) -> Result<Vec<Desk>, Error> {
    let conn = open.app.conn();
    let roster = open.app.roster();
    let owes = open.owes_rekey()?;
    let desk = |(device, desk): (&DeviceId, &tirkeu_core::roster::Desk)| {
        let entries = log::head(conn, *device)?.map_or(0, |head| head.seq + 1);
        Ok(Desk {
            device: *device,
            name: query::lab::desk_called(conn, *device)?,
            prefix: desk.prefix,
            entries,
            own: *device == open.app.device(),
            stopped: roster.is_revoked(*device, log::signed(entries)),
            key_owed: owes && *device == open.app.device(),
        })
    };
    roster.now().desks.iter().map(desk).collect()
}

fn revoke(global: &Global, args: &Revoke) -> Result<u8, Failure> {
    let counts = match (args.last, args.nothing) {
        (Some(last), _) => Counts::Until(last),
        (None, true) => Counts::Nothing,
        (None, false) => Counts::Held,
    };
    global.under_session(|open| {
        let kit = input::text("kit")?;
        Ok(open.revoke_by_kit(&kit, args.device, counts)?)
    })?;
    let say = global.say();
    let device = args.device.to_string();
    say.answer(
        &serde_json::json!({ "device": args.device }),
        &[say.text("cli-desk-revoked", &[("device", &device)])],
    )?;
    Ok(OK)
}

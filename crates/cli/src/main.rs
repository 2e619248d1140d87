//! `tirkeu`: the desk without a window, over the same three doors. This file reads the command line; each
//! subcommand is a file beside it. Passwords and patients' data never stand in arguments, which every user
//! of a machine may list: they come on standard input or from a file.

mod backup;
mod batch;
mod consent;
mod demo;
mod desk;
mod device;
mod exit;
mod form;
mod help;
mod iin;
mod import;
mod init;
mod input;
mod journal;
mod order;
mod patient;
mod say;
mod service;
mod session;
mod state_hash;
mod sync;
mod tend;
mod verify;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use exit::Failure;
use session::Global;

#[derive(Debug, Parser)]
#[command(
    name = "tirkeu",
    version,
    about = "The registration desk of a laboratory, without a window",
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    /// Carry out one JSON command a line from standard input, under one session
    #[arg(long)]
    batch: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Found an organisation with its first desk and first manager
    Init(init::Args),
    /// Check ИИН numbers, one JSON object a line
    Iin(iin::Args),
    /// Register, find and show patients
    #[command(subcommand)]
    Patient(patient::Command),
    /// Record and show what a patient said about consent
    #[command(subcommand)]
    Consent(consent::Command),
    /// Bring in a price list, show what is offered
    #[command(subcommand)]
    Service(service::Command),
    /// Place orders, mark them as ready, list them
    #[command(subcommand)]
    Order(order::Command),
    /// Make paper as PDF
    #[command(subcommand)]
    Form(form::Command),
    /// Read and export the journal
    #[command(subcommand)]
    Journal(journal::Command),
    /// Verify a journal: exported files, or the data folder
    Verify(verify::Args),
    /// Hashes by which two desks are compared
    StateHash,
    /// Make the tables of the data folder anew from its journal
    Rebuild,
    /// Confirm a clock that was put right
    #[command(subcommand)]
    Clock(tend::Clock),
    /// The room that is kept for a full disk
    #[command(subcommand)]
    Reserve(tend::Reserve),
    /// Show the desks of the organisation, stop one
    #[command(subcommand)]
    Desk(desk::Command),
    /// Add a desk, show one that waits, stop one
    #[command(subcommand)]
    Device(device::Command),
    /// Exchange with other desks where they meet
    #[command(subcommand)]
    Sync(sync::Sync),
    /// Exchange with other desks by a file that somebody carries
    #[command(subcommand)]
    Bundle(sync::Bundle),
    /// Show how far the exchange is
    Status,
    /// Make a backup and check it
    Backup(backup::Backup),
    /// Restore a backup as a new desk, with the recovery sheet
    Restore(backup::Restore),
    /// Try a backup with the recovery sheet; nothing is restored
    Drill(backup::Drill),
    /// Make a filled training laboratory
    Demo(demo::Args),
}

fn main() -> ExitCode {
    survive_the_limit();
    let call: Vec<_> = std::env::args_os().collect();
    // Most calls are understood and need no words about themselves.
    let understood = Cli::try_parse_from(&call).or_else(|_| {
        let say = help::wanted(&call);
        help::explained(Cli::command(), say.lang)
            .try_get_matches_from(&call)
            .and_then(|matches| Cli::from_arg_matches(&matches))
            .map_err(|error| help::answer(say, &error))
    });
    let cli = match understood {
        Ok(cli) => cli,
        Err(code) => return ExitCode::from(code),
    };
    let global = &cli.global;
    let outcome = match (&cli.command, cli.batch) {
        (Some(Command::Iin(args)), false) => return iin::run(args),
        (None, true) => batch::run(global),
        (Some(command), false) => run(global, command),
        _ => Err(Failure::Usage("COMMAND | --batch")),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(failure) => ExitCode::from(global.say().failure(&failure)),
    }
}

/// A file that would grow over the limit of the shell is a full disk, said in words, not the program's end.
fn survive_the_limit() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(
        signal_hook::consts::SIGXFSZ,
        std::sync::Arc::default(),
    ));
}

fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Init(args) => init::run(global, args),
        Command::Iin(_) => Ok(exit::OK),
        Command::Patient(command) => patient::run(global, command),
        Command::Consent(command) => consent::run(global, command),
        Command::Service(command) => service::run(global, command),
        Command::Order(command) => order::run(global, command),
        Command::Form(command) => form::run(global, command),
        Command::Journal(command) => journal::run(global, command),
        Command::Verify(args) => verify::run(global, args),
        Command::StateHash => state_hash::run(global),
        Command::Rebuild => state_hash::rebuild(global),
        Command::Clock(command) => tend::clock(global, command),
        Command::Reserve(command) => tend::reserve(global, command),
        Command::Desk(command) => desk::run(global, command),
        Command::Device(command) => device::run(global, command),
        Command::Sync(command) => sync::sync(global, command),
        Command::Bundle(command) => sync::bundle(global, command),
        Command::Status => sync::status(global),
        Command::Backup(args) => backup::backup(global, args),
        Command::Restore(args) => backup::restore(global, args),
        Command::Drill(args) => backup::drill(global, args),
        Command::Demo(args) => demo::run(global, args),
    }
}

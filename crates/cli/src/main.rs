//! `tirkeu`: the desk without a window. This file reads the command line; each subcommand is a file beside it.

mod iin;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "tirkeu",
    version,
    about = "The registration desk of a laboratory, without a window"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check ИИН numbers, one JSON object a line
    Iin(iin::Args),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Iin(args) => iin::run(&args),
    }
}

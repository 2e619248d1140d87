//! `tirkeu journal`: export for verification elsewhere, and the last entries as lines.

use std::path::{Path, PathBuf};

use serde::Serialize;
use tirkeu_core::id::Hash;
use tirkeu_core::journal::tagged_hash;
use tirkeu_core::query::journal::JournalRow;
use tirkeu_core::words;

use crate::exit::{Failure, OK};
use crate::form::{Gone, Out};
use crate::say::Say;
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Write the journal as JSON lines, for `tirkeu verify` and docs/verify_journal.py
    Export {
        /// With the bodies of all entries: everybody's data
        #[arg(long)]
        with_bodies: bool,
        /// Where to; `-` is standard output
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Show the last entries of this desk: who did what, when
    Show {
        /// How many
        #[arg(long, value_name = "N", default_value_t = 50)]
        last: u32,
    },
}

#[derive(Serialize)]
struct Exported {
    sha256: Hash,
    bytes: usize,
}

#[derive(Serialize)]
struct Shown {
    entries: Vec<JournalRow>,
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Export { with_bodies, out } => export(global, *with_bodies, out),
        Command::Show { last } => show(global, *last),
    }
}

fn export(global: &Global, with_bodies: bool, out: &Path) -> Result<u8, Failure> {
    let out = Out::begin(global, out)?;
    let bytes =
        global.under_session(|open| Ok(open.app.export_journal(with_bodies)?.into_inner()))?;
    if out.write(&bytes)? == Gone::Out {
        return Ok(OK);
    }
    let say = global.say();
    let answer = Exported {
        sha256: tagged_hash(b"", &[&bytes]),
        bytes: bytes.len(),
    };
    let hash = answer.sha256.to_string();
    say.answer(&answer, &[say.text("cli-form-saved", &[("hash", &hash)])])?;
    Ok(OK)
}

fn show(global: &Global, last: u32) -> Result<u8, Failure> {
    let last = last.min(10_000);
    let entries = global.under_session(|open| Ok(open.app.read_journal(last)?.into_inner()))?;
    let say = global.say();
    let lines: Vec<String> = entries
        .iter()
        .map(|row| {
            let kind = kind(say, row);
            format!(
                "{}  {}  {kind}  {}  {}",
                row.seq, row.at, row.by, row.subject
            )
        })
        .collect();
    say.answer(&Shown { entries }, &lines)?;
    Ok(OK)
}

/// What the entry records, as exactly as it says.
fn kind(say: Say, row: &JournalRow) -> String {
    let exact = row.detail.and_then(|detail| {
        let kind = row.kind.replace('_', "-");
        words::find(say.lang, &format!("journal-kind-{kind}-{detail}"), &[])
    });
    exact.unwrap_or_else(|| words::kind(say.lang, &row.kind))
}

//! `tirkeu patient import`: an old list becomes cards, as in the window.
//!
//! What was said to be done is committed; after a kill the same call goes on, because a row that is a card already is
//! known by its hash.

use std::path::PathBuf;

use serde::Serialize;
use tirkeu_core::command::LegacyForm;
use tirkeu_core::desk::{Open, PaperFile, table_bytes};
use tirkeu_core::error::Error;
use tirkeu_core::table;
use tirkeu_core::view::LegacyView;
use tirkeu_core::words::numbers;

use crate::exit::{Failure, OK};
use crate::say::Say;
use crate::session::Global;

/// Brings an old list of patients in.
#[derive(Debug, clap::Args)]
pub struct Import {
    /// CSV or XLSX, a patient a row
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What the laboratory calls the list
    #[arg(long, value_name = "NAME")]
    source: String,
    /// The day as of which it speaks
    #[arg(long, value_name = "DATE")]
    as_of: String,
    /// Language of the papers of patients whose row names none: ru or kk
    #[arg(long, value_name = "LANG")]
    papers: String,
    /// The field of each column in order, empty for none [default: what the first row says]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// The first row is a patient
    #[arg(long, requires = "columns")]
    no_header: bool,
    /// Take rows, too, that look like somebody's card: they are other people
    #[arg(long)]
    take_alike: bool,
    /// Take the rows in order although the columns seem to shift
    #[arg(long)]
    take_shifted: bool,
    /// Say what would become of the rows, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the rows that stay out go, with their reasons, as CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

/// How far the import has come; what is said is committed.
#[derive(Debug, Default, Serialize)]
struct Progress {
    done: u32,
    rows: u32,
    taken: u32,
}

/// What became of the rows.
#[derive(Debug, Serialize)]
struct Outcome {
    rows: u32,
    good: u32,
    taken: u32,
    already: u32,
    known: u32,
    alike: u32,
    refused: u32,
    shifted: Option<u32>,
}

pub fn run(global: &Global, args: &Import) -> Result<u8, Failure> {
    let (say, data) = (global.say(), global.data()?);
    let (outcome, seen) = global.under_session(|open| {
        let report = args.report.as_deref();
        let report = report.map(|path| PaperFile::begin(&data, path)).transpose();
        let report = report.map_err(Error::from)?;
        let table = table::read(&table_bytes(&args.file, table::REGISTER)?, table::REGISTER)
            .map_err(Error::from)?;
        let view = looked_through(open, table, args)?;
        if let Some(file) = report {
            let (_, bytes) = open.app.legacy_report(view.handle, say.lang)?.into_inner();
            file.write(&bytes)?;
        }
        let mut outcome = Outcome::of(&view);
        if !args.dry_run {
            brought_in(open, say, &view, &mut outcome)?;
        }
        Ok((outcome, view))
    })?;
    say.answer(&outcome, &lines(say, args, &outcome, &seen))?;
    Ok(OK)
}

/// Every row looked through as the columns stand.
fn looked_through(
    open: &mut Open,
    table: table::Table,
    args: &Import,
) -> Result<LegacyView, Failure> {
    let view = open.app.open_legacy(table)?;
    let form = LegacyForm {
        source: args.source.clone(),
        as_of: args.as_of.clone(),
        language: args.papers.clone(),
        columns: args.columns.clone().unwrap_or(view.form.columns),
        has_header: match args.columns {
            Some(_) => !args.no_header,
            None => view.form.has_header,
        },
        take_alike: args.take_alike,
        take_shifted: args.take_shifted,
    };
    loop {
        let view = open.app.check_legacy(view.handle, &form)?;
        if !view.problems.is_empty() {
            // The import itself says it: these are the words of the form, beside the names of its fields.
            open.app.import_legacy(view.handle, &form, 0)?;
        }
        if view.judged.count == view.rows.count {
            return Ok(view);
        }
    }
}

fn brought_in(
    open: &mut Open,
    say: Say,
    view: &LegacyView,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut from = Some(0);
    while let Some(at) = from {
        let done = open.app.import_legacy(view.handle, &view.form, at)?;
        outcome.taken += done.taken;
        outcome.already += done.already;
        from = done.next;
        let progress = Progress {
            done: done.next.unwrap_or(outcome.rows),
            rows: outcome.rows,
            taken: outcome.taken,
        };
        let [done, rows] = [progress.done, progress.rows].map(|n| numbers::grouped(n.into()));
        let line = say.text("cli-import-progress", &[("done", &done), ("rows", &rows)]);
        say.answer(&progress, &[line])?;
    }
    Ok(())
}

impl Outcome {
    fn of(view: &LegacyView) -> Self {
        Self {
            rows: view.rows.count,
            good: view.good.count,
            taken: 0,
            already: 0,
            known: view.known.count,
            alike: view.alike.count,
            refused: view.refused.count,
            shifted: view.shifted,
        }
    }
}

fn lines(say: Say, args: &Import, outcome: &Outcome, seen: &LegacyView) -> Vec<String> {
    let counts = [
        ("rows", outcome.rows),
        ("good", outcome.good),
        (
            "taken",
            if args.dry_run {
                seen.taken.count
            } else {
                outcome.taken
            },
        ),
        ("already", outcome.already),
        ("known", outcome.known),
        ("alike", outcome.alike),
        ("refused", outcome.refused),
    ]
    .map(|(name, count)| (name, numbers::grouped(count.into())));
    let counts: Vec<(&str, &str)> = (counts.iter())
        .map(|(name, count)| (*name, count.as_str()))
        .collect();
    let key = if args.dry_run {
        "legacy-counts"
    } else {
        "legacy-done"
    };
    let mut lines = vec![say.text(key, &counts)];
    if let Some(row) = outcome.shifted {
        lines.push(say.text("legacy-shifted", &[("row", &row.to_string())]));
    }
    lines
}

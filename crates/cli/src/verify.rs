//! `tirkeu verify`: exported files without a password, or the data folder with one. Level 0: no entry.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

use tirkeu_core::audit::{self, Finding, Report, Verdict};
use tirkeu_core::journal::anchor::{Anchor, read_heads};
use tirkeu_core::journal::export::{self, Unreadable};
use tirkeu_core::time::{Clock, SystemClock};
use tirkeu_core::words::{dates, numbers};

use crate::exit::Failure;
use crate::say::Say;
use crate::session::Global;

/// Verifies a journal. Exits with 0 whole, 6 damaged, 7 the end is not the one kept elsewhere, 9 newer.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Exported files, together one journal; none: the journal of the data folder
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A head from the control sheet
    #[arg(long, value_name = "[DEVICE:]SEQ:HASH", value_parser = anchor)]
    anchor: Vec<Anchor>,
    /// Heads as JSON lines {"device","seq","hash"}
    #[arg(long, value_name = "FILE")]
    heads: Vec<PathBuf>,
    /// Every file is a journal of its own
    #[arg(long)]
    each: bool,
}

fn anchor(text: &str) -> Result<Anchor, &'static str> {
    Anchor::from_paper(text).ok_or("SEQ:HASH or DEVICE:SEQ:HASH")
}

pub fn run(global: &Global, args: &Args) -> Result<u8, Failure> {
    let mut anchors = args.anchor.clone();
    for file in &args.heads {
        let heads = File::open(file).map_err(|error| Failure::Unread("heads", error))?;
        let heads = read_heads(BufReader::new(heads));
        anchors.extend(heads.ok_or(Failure::Input("heads"))?);
    }
    let say = global.say();
    if args.files.is_empty() {
        if !global.has_data() {
            return Err(Failure::Usage("FILE | --data DIR"));
        }
        let (_folder, mut seen) = global.inspect()?;
        seen.add_witnesses(anchors);
        let code = tell(say, &seen.verify()?, &[])?;
        seen.examine()?;
        if !say.json {
            writeln!(
                std::io::stdout(),
                "{}",
                say.text("cli-verify-database", &[])
            )?;
        }
        return Ok(code);
    }
    let mut code = 0;
    let mut journals: Vec<Vec<Vec<u8>>> = Vec::new();
    for file in &args.files {
        let bytes = std::fs::read(file).map_err(|error| Failure::Unread("export", error))?;
        match journals.first_mut().filter(|_| !args.each) {
            Some(journal) => journal.push(bytes),
            None => journals.push(vec![bytes]),
        }
    }
    for journal in &journals {
        let files: Vec<&[u8]> = journal.iter().map(Vec::as_slice).collect();
        code = code.max(tell(say, &audit::verify_exports(&files, &anchors), &files)?);
    }
    Ok(code)
}

fn tell(say: Say, report: &Report, files: &[&[u8]]) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    if say.json {
        // Exactly the lines of docs/verify_journal.py.
        let line = serde_json::to_string(report).map_err(|_| Failure::Input("export"))?;
        writeln!(out, "{line}")?;
    } else {
        for line in words(say, report, files) {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(report.finding.verdict.exit_code())
}

/// The verdict, one line for each desk, and how much was examined. Entries are counted for each desk:
/// a number belongs to the chain of one.
fn words(say: Say, report: &Report, files: &[&[u8]]) -> Vec<String> {
    let total: u64 = report.chains.iter().map(|chain| chain.entries).sum();
    let mut lines = vec![sentence(
        say,
        &report.finding,
        total,
        first_unreadable(files),
    )];
    for chain in &report.chains {
        let head = chain.head.map(|head| head.to_string()).unwrap_or_default();
        let key = if chain.entries == 0 {
            "cli-verify-desk-empty"
        } else {
            "cli-verify-desk"
        };
        let device = chain.device.to_string();
        let mut line = say.text(
            key,
            &[
                ("device", &device),
                ("entries", &numbers::grouped(chain.entries)),
                ("last", &numbers::grouped(chain.entries.saturating_sub(1))),
                ("head", &head),
            ],
        );
        if !matches!(
            chain.finding.verdict,
            Verdict::Whole | Verdict::WholeUnanchored
        ) {
            line.push_str(". ");
            line.push_str(&sentence(say, &chain.finding, chain.entries, None));
        }
        lines.push(line);
    }
    let desks = report.chains.len().to_string();
    let count = numbers::grouped(total);
    lines.push(say.text("cli-verify-total", &[("count", &count), ("desks", &desks)]));
    lines
}

/// One finding in words; `line` is the file and the line of it that is none of an export.
fn sentence(say: Say, finding: &Finding, entries: u64, line: Option<(usize, u64)>) -> String {
    let wants_place = matches!(finding.verdict, Verdict::Damaged | Verdict::Fork);
    if let (true, None) = (wants_place, finding.seq) {
        return match line {
            Some((file, line)) => say.text(
                "cli-verify-line",
                &[("file", &file.to_string()), ("line", &line.to_string())],
            ),
            None => say.text("cli-verify-no-place", &[]),
        };
    }
    let seq = finding.seq.map(numbers::grouped).unwrap_or_default();
    say.text(
        &format!("journal-verdict-{}", finding.verdict.code()),
        &[
            ("count", &numbers::grouped(entries)),
            ("seq", &seq),
            ("time", &dates::time(SystemClock.now())),
        ],
    )
}

/// File and line, both counted from one.
fn first_unreadable(files: &[&[u8]]) -> Option<(usize, u64)> {
    let line = |file: &[u8]| match export::read(file) {
        Err(Unreadable::Line(at)) => Some(at),
        Err(Unreadable::Newer) => None,
        Ok((_, lines)) => lines.into_iter().find_map(|line| match line {
            Err(Unreadable::Line(at)) => Some(at),
            _ => None,
        }),
    };
    (1..)
        .zip(files)
        .find_map(|(number, file)| Some((number, line(file)?)))
}

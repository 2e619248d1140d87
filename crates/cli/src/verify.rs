//! `tirkeu verify`: exported files without a password, or the data folder with one. Level 0: no entry.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::PathBuf;

use tirkeu_core::audit::{self, Report, Verdict};
use tirkeu_core::journal::anchor::{Anchor, read_heads};
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
        let heads = read_heads(BufReader::new(File::open(file)?));
        anchors.extend(heads.ok_or(Failure::Input("heads"))?);
    }
    let say = global.say();
    if args.files.is_empty() {
        if !global.has_data() {
            return Err(Failure::Usage("FILE or --data DIR is required"));
        }
        let (_folder, mut seen) = global.inspect()?;
        seen.add_witnesses(anchors);
        return tell(say, &seen.verify()?);
    }
    let mut code = 0;
    let mut journals: Vec<Vec<Vec<u8>>> = Vec::new();
    for file in &args.files {
        let bytes = std::fs::read(file)?;
        match journals.first_mut().filter(|_| !args.each) {
            Some(journal) => journal.push(bytes),
            None => journals.push(vec![bytes]),
        }
    }
    for journal in &journals {
        let files: Vec<&[u8]> = journal.iter().map(Vec::as_slice).collect();
        code = code.max(tell(say, &audit::verify_exports(&files, &anchors))?);
    }
    Ok(code)
}

fn tell(say: Say, report: &Report) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    if say.json {
        // Exactly the lines of docs/verify_journal.py.
        let line = serde_json::to_string(report).map_err(|_| Failure::Input("report"))?;
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "{}", words(say, report))?;
        for chain in &report.chains {
            let head = chain.head.map(|head| head.to_string()).unwrap_or_default();
            let code = chain.finding.verdict.code();
            writeln!(out, "{}  {}  {head}  {code}", chain.device, chain.entries)?;
        }
    }
    out.flush()?;
    Ok(report.finding.verdict.exit_code())
}

fn words(say: Say, report: &Report) -> String {
    let entries: u64 = report.chains.iter().map(|chain| chain.entries).sum();
    let seq = match (report.finding.verdict, report.finding.seq) {
        (Verdict::WholeUnanchored, _) | (_, None) => entries.saturating_sub(1),
        (_, Some(seq)) => seq,
    };
    say.text(
        &format!("journal-verdict-{}", report.finding.verdict.code()),
        &[
            ("count", &numbers::grouped(entries)),
            ("seq", &numbers::grouped(seq)),
            ("time", &dates::time(SystemClock.now())),
        ],
    )
}

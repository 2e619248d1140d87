//! `tirkeu iin`: one JSON object a line about each number, for scripts and for lists from elsewhere.
//!
//! Needs no data folder and no password. Bytes in, one line out for each line in, empty lines included; the
//! rule itself is `tirkeu_core::domain::iin`. Lines of any length and files of any size pass through a small
//! buffer. Nothing typed is cleaned here: the strict validator judges what it is given.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use chrono::NaiveDate;
use serde::Serialize;
use tirkeu_core::domain::iin::{IinReport, Verdict, check};
use tirkeu_core::time::{Clock, SystemClock};

/// Longest echo in bytes; what is longer is cut and ends in `…`.
const ECHO: usize = 64;
/// Exit code when a number is not accepted.
const NOT_ACCEPTED: u8 = 1;
/// Exit code when input or output fails.
const DISK: u8 = 8;

/// Checks ИИН numbers given as arguments, or one a line on standard input.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Numbers to check; `-`, or no number at all, reads standard input
    #[arg(value_name = "NUMBER", allow_hyphen_values = false)]
    numbers: Vec<OsString>,
    /// Exit with 1 also for numbers that are accepted with a warning
    #[arg(long)]
    strict: bool,
    /// The day on which a date counts as future, YYYY-MM-DD [default: today in Almaty]
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

/// The line that is printed; the order of the fields is part of the format.
#[derive(Serialize)]
struct Line<'a> {
    iin: &'a str,
    verdict: &'static str,
    valid: bool,
    birth_date: Option<String>,
    sex: Option<&'static str>,
    century_digit: Option<String>,
    reason: &'static str,
}

/// Runs the command: 0 all accepted, 1 some not, 8 reading or writing failed.
pub fn run(args: &Args) -> ExitCode {
    let on = args.on.unwrap_or_else(|| SystemClock.now().date());
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let result = if args.numbers.is_empty() {
        lines(io::stdin().lock(), &mut out, on, args.strict)
    } else {
        given(&args.numbers, &mut out, on, args.strict)
    };
    match result.and_then(|all| out.flush().map(|()| all)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(NOT_ACCEPTED),
        // `tirkeu iin - | head` is a reader who has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(DISK),
        Err(error) => {
            let _ = writeln!(io::stderr(), "tirkeu iin: {error}");
            ExitCode::from(DISK)
        }
    }
}

fn given(
    numbers: &[OsString],
    out: &mut impl Write,
    on: NaiveDate,
    strict: bool,
) -> io::Result<bool> {
    let mut all = true;
    for number in numbers {
        all &= if number == "-" {
            lines(io::stdin().lock(), out, on, strict)?
        } else {
            report(number.as_encoded_bytes(), false, out, on, strict)?
        };
    }
    Ok(all)
}

/// Reads lines; keeps at most [`ECHO`] bytes of each, because no spelling of 12 characters is longer.
fn lines(input: impl Read, out: &mut impl Write, on: NaiveDate, strict: bool) -> io::Result<bool> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut all = true;
    let mut line = Vec::with_capacity(ECHO + 2);
    loop {
        line.clear();
        // Two more than the echo: `\r\n` may follow the 64th byte.
        let read = input
            .by_ref()
            .take(ECHO as u64 + 2)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(all);
        }
        let mut long = false;
        if line.last() == Some(&b'\n') {
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            }
        } else if line.len() == ECHO + 2 {
            // The line goes on, or the input ends right here: 66 bytes without an end are too long either way.
            skip_line(&mut input)?;
            long = true;
        }
        all &= report(&line, long, out, on, strict)?;
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        input.consume(used);
        if ended {
            return Ok(());
        }
    }
}

/// Judges one line and prints it; true when it counts as accepted.
fn report(
    line: &[u8],
    cut: bool,
    out: &mut impl Write,
    on: NaiveDate,
    strict: bool,
) -> io::Result<bool> {
    let report: IinReport = check(&String::from_utf8_lossy(line), on);
    let echo = echo(line, cut);
    serde_json::to_writer(
        &mut *out,
        &Line {
            iin: &echo,
            verdict: report.verdict.text(),
            valid: report.valid,
            birth_date: report
                .birth_date
                .map(|date| date.format("%Y-%m-%d").to_string()),
            sex: report.sex.map(|sex| sex.text()),
            century_digit: report.century_digit.map(|digit| digit.to_string()),
            reason: report.reason.text(),
        },
    )?;
    out.write_all(b"\n")?;
    Ok(if strict {
        report.valid
    } else {
        report.verdict != Verdict::Reject
    })
}

/// The line as text: what is not UTF-8 becomes U+FFFD, what is over 64 bytes is cut between characters.
fn echo(line: &[u8], cut: bool) -> String {
    if line.len() <= ECHO && !cut {
        return String::from_utf8_lossy(line).into_owned();
    }
    let head = &line[..line.len().min(ECHO)];
    // A character that the cut goes through is left out; a broken one stays visible.
    let whole = match std::str::from_utf8(last_bytes(head)) {
        Err(error) if error.error_len().is_none() => {
            head.len() - (last_bytes(head).len() - error.valid_up_to())
        }
        _ => head.len(),
    };
    let mut text = String::from_utf8_lossy(&head[..whole]).into_owned();
    text.push('…');
    text
}

/// The tail that starts at the last byte which can start a character.
fn last_bytes(head: &[u8]) -> &[u8] {
    let start = head
        .iter()
        .rposition(|byte| byte & 0xC0 != 0x80)
        .unwrap_or(0);
    &head[start..]
}

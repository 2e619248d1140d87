//! `tirkeu --batch`: one JSON command a line under one session, one JSON answer a line.
//!
//! A command is answered only after its entries are committed and the anchor is synced: what was
//! answered survives a power cut. A refusal, a line that is no command and a line without end are answers
//! and the batch goes on; a fault ends it.

use std::io::{self, BufRead, Read, Write};

use serde_json::json;
use tirkeu_core::command::{self, Command};
use tirkeu_core::desk::Open;
use tirkeu_core::error::Error;

use crate::exit::{Failure, OK, REFUSED};
use crate::input::MAX_JSON;
use crate::say::problems;
use crate::session::Global;

/// Runs the batch: 0 when every command was carried out, 3 when some were refused.
pub fn run(global: &Global) -> Result<u8, Failure> {
    global.under_session(|open| {
        ready(open)?;
        let mut input = io::stdin().lock();
        let mut code = OK;
        let mut number = 0_u64;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = input
                .by_ref()
                .take(MAX_JSON + 1)
                .read_until(b'\n', &mut line)
                .map_err(|error| Failure::Unread("command", error))?;
            if read == 0 {
                return Ok(code);
            }
            number += 1;
            // The rest of a line without end is read and kept nowhere; the next one is a command again.
            if is_too_long(&line) && line.last() != Some(&b'\n') {
                input
                    .skip_until(b'\n')
                    .map_err(|error| Failure::Unread("command", error))?;
            }
            let outcome = carry_out(open, &line);
            let mut answer = match &outcome {
                Ok(receipt) => json!({
                    "ok": true,
                    "seq": open.app.head().map(|head| head.seq),
                    "entries": receipt.entries,
                    "touched": receipt.touched,
                    "subject": receipt.subject,
                }),
                Err(failure) => problems(failure),
            };
            answer["line"] = json!(number);
            say(&answer)?;
            match outcome {
                Ok(_) => {}
                Err(Failure::Core(Error::Refused(_)) | Failure::Input(_) | Failure::TooLong(_)) => {
                    code = REFUSED
                }
                Err(failure) => return Err(failure),
            }
        }
    })
}

/// Said once, so that whoever feeds the batch knows that the session is open.
fn ready(open: &Open) -> Result<(), Failure> {
    say(&json!({
        "ok": true,
        "ready": true,
        "device": open.app.device(),
        "seq": open.app.head().map(|head| head.seq),
    }))
}

/// More than a command may have, its line end not counted.
fn is_too_long(line: &[u8]) -> bool {
    let end = u64::from(line.last() == Some(&b'\n'));
    line.len() as u64 - end > MAX_JSON
}

fn carry_out(open: &mut Open, line: &[u8]) -> Result<tirkeu_core::view::Receipt, Failure> {
    if is_too_long(line) {
        return Err(Failure::TooLong("command"));
    }
    let command: Command = command::read(line).ok_or(Failure::Input("command"))?;
    Ok(open.app.execute(command, None)?)
}

fn say(answer: &serde_json::Value) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{answer}")?;
    Ok(out.flush()?)
}

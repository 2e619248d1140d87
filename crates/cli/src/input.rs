//! Standard input: first the password, then whatever a command reads. Nothing secret stays in a buffer.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tirkeu_core::command;
use zeroize::Zeroizing;

use crate::exit::Failure;

/// Longest password line in bytes; the vault allows less.
const MAX_PASSWORD: usize = 4096;
/// Longest form or command in bytes: the largest body of an entry and room for JSON.
pub const MAX_JSON: u64 = 2 * 1024 * 1024;

/// The first line, without its end. Read byte by byte, so that nothing of it, and nothing of what
/// follows, stays in a buffer of the standard library.
pub fn password() -> Result<Zeroizing<String>, Failure> {
    let unread = |error| Failure::Unread("password", error);
    let mut input = raw_stdin().map_err(unread)?;
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_PASSWORD));
    let mut byte = Zeroizing::new([0_u8; 1]);
    while input.read(&mut *byte).map_err(unread)? == 1 && byte[0] != b'\n' {
        if line.len() == MAX_PASSWORD {
            return Err(Failure::TooLong("password"));
        }
        line.push(byte[0]);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    let text = std::str::from_utf8(&line).map_err(|_| Failure::Input("password"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(unix)]
fn raw_stdin() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn raw_stdin() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdin().as_handle().try_clone_to_owned()?.into())
}

/// A JSON value from a file, or from the rest of standard input when no file or `-` is named.
pub fn json<T: DeserializeOwned + Serialize>(
    file: Option<&Path>,
    what: &'static str,
) -> Result<T, Failure> {
    let unread = |error| Failure::Unread(what, error);
    let mut text = Vec::new();
    match file.filter(|path| path.as_os_str() != "-") {
        Some(path) => File::open(path)
            .and_then(|file| file.take(MAX_JSON + 1).read_to_end(&mut text))
            .map_err(unread)?,
        None => io::stdin()
            .lock()
            .take(MAX_JSON + 1)
            .read_to_end(&mut text)
            .map_err(unread)?,
    };
    if text.len() as u64 > MAX_JSON {
        return Err(Failure::TooLong(what));
    }
    // The parser's own message would quote what was typed.
    command::read(&text).ok_or(Failure::Input(what))
}

/// The bytes of a file of rows; one byte more than may be read is enough to refuse it.
pub fn bytes(file: &Path, limit: usize, what: &'static str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|file| file.take(limit as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| Failure::Unread(what, error))?;
    Ok(bytes)
}

/// Longest text that stands after the password, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// The rest of standard input as text: what is secret or a person's own words never stands in an argument.
/// Read past the standard library's buffer, as the password is.
pub fn text(what: &'static str) -> Result<Zeroizing<String>, Failure> {
    // With the room taken beforehand the buffer never moves, so no copy stays behind in freed memory.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_TEXT + 1));
    let limit = MAX_TEXT as u64 + 1;
    raw_stdin()
        .and_then(|input| input.take(limit).read_to_end(&mut bytes))
        .map_err(|error| Failure::Unread(what, error))?;
    if bytes.len() > MAX_TEXT {
        return Err(Failure::TooLong(what));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::Input(what))?;
    Ok(Zeroizing::new(
        text.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

/// Groups of the recovery kit as typed: one on each line, or all on one line between spaces.
pub fn groups() -> Result<Zeroizing<Vec<String>>, Failure> {
    let text = text("kit")?;
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let groups = match lines.as_slice() {
        [line] => line.split_whitespace().map(str::to_owned).collect(),
        lines => lines.iter().map(|line| (*line).to_owned()).collect(),
    };
    Ok(Zeroizing::new(groups))
}

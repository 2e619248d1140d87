//! Standard input: first the password, then whatever a command reads. Nothing secret stays in a buffer.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::exit::Failure;

/// Longest password line in bytes; the vault allows less.
const MAX_PASSWORD: usize = 4096;
/// Longest form or command in bytes: the largest body of an entry and room for JSON.
pub const MAX_JSON: u64 = 2 * 1024 * 1024;

/// The first line, without its end. Read byte by byte, so that nothing of it, and nothing of what
/// follows, stays in a buffer of the standard library.
pub fn password() -> Result<Zeroizing<String>, Failure> {
    let mut input = raw_stdin()?;
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_PASSWORD));
    let mut byte = Zeroizing::new([0_u8; 1]);
    while input.read(&mut *byte)? == 1 && byte[0] != b'\n' {
        if line.len() == MAX_PASSWORD {
            return Err(Failure::Input("password"));
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
pub fn json<T: DeserializeOwned>(file: Option<&Path>, what: &'static str) -> Result<T, Failure> {
    let mut text = Vec::new();
    match file.filter(|path| path.as_os_str() != "-") {
        Some(path) => File::open(path)?
            .take(MAX_JSON + 1)
            .read_to_end(&mut text)?,
        None => io::stdin()
            .lock()
            .take(MAX_JSON + 1)
            .read_to_end(&mut text)?,
    };
    if text.len() as u64 > MAX_JSON {
        return Err(Failure::Input(what));
    }
    // The parser's own message would quote what was typed.
    serde_json::from_slice(&text).map_err(|_| Failure::Input(what))
}

/// The rest of standard input as one line of text.
pub fn line(what: &'static str) -> Result<String, Failure> {
    let mut text = String::new();
    io::stdin()
        .lock()
        .take(4096)
        .read_to_string(&mut text)
        .map_err(|_| Failure::Input(what))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

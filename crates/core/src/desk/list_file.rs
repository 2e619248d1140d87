//! The bytes of somebody's table, from wherever a person says that it lies.

use std::fs::{File, metadata};
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Refusal};
use crate::table::{Bounds, TABLE_UNREADABLE, too_large};

/// Reads a file that may be a table; no more of it than a table may have.
///
/// # Errors
/// `table-unreadable` for what is no file or cannot be read, `table-too-large`.
pub fn table_bytes(path: &Path, bounds: Bounds) -> Result<Vec<u8>, Error> {
    let unreadable = || Error::from(Refusal::new(TABLE_UNREADABLE));
    let about = metadata(path).map_err(|_| unreadable())?;
    // A pipe or a device never ends; a pipe does not even open.
    if !about.is_file() {
        return Err(unreadable());
    }
    let most = bounds.bytes as u64;
    if about.len() > most {
        return Err(too_large(bounds).into());
    }
    let file = File::open(path).map_err(|_| unreadable())?;
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| unreadable())?;
    Ok(bytes)
}

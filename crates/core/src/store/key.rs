//! The database key goes in through the C binding: as SQL text it would lie in statement caches and traces.
//!
//! Given as `x'…'` with 96 digits, SQLCipher takes key and salt as they are and derives nothing.
//! The only unsafe code of the program.

use rusqlite::{Connection, ffi};

use super::StoreError;
use crate::vault::Dek;

/// Gives an opened connection its key; the first thing to happen to it. Whether the key is right shows
/// at the first read.
#[allow(unsafe_code)]
pub fn apply_key(conn: &Connection, dek: &Dek) -> Result<(), StoreError> {
    let raw = dek.raw_key();
    // SAFETY: the handle is valid while `conn` is borrowed, and the function copies the 99 bytes
    // before it returns.
    let code = unsafe { ffi::sqlite3_key(conn.handle(), raw.as_ptr().cast(), 99) };
    if code == ffi::SQLITE_OK {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into())
}

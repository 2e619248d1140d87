//! The database key goes in through the C binding: as SQL text it would lie in statement caches and traces.
//!
//! Given as `x'…'` with 96 digits, SQLCipher takes key and salt as they are and derives nothing.
//! The only unsafe code of the program.

use std::ffi::c_int;

use rusqlite::{Connection, ffi};

use super::StoreError;
use crate::vault::Dek;

/// Gives an opened connection its key; the first thing to happen to it. Whether the key is right shows
/// at the first read.
pub fn apply_key(conn: &Connection, dek: &Dek) -> Result<(), StoreError> {
    call(conn, dek, ffi::sqlite3_key)
}

/// Encrypts the whole database anew under another key and salt, in one transaction.
pub fn change_key(conn: &Connection, dek: &Dek) -> Result<(), StoreError> {
    call(conn, dek, ffi::sqlite3_rekey)
}

type KeyFn = unsafe extern "C" fn(*mut ffi::sqlite3, *const std::ffi::c_void, c_int) -> c_int;

#[allow(unsafe_code)]
fn call(conn: &Connection, dek: &Dek, function: KeyFn) -> Result<(), StoreError> {
    let raw = dek.raw_key();
    // SAFETY: the handle is valid while `conn` is borrowed, and both functions copy the 99 bytes
    // before they return.
    let code = unsafe { function(conn.handle(), raw.as_ptr().cast(), 99) };
    if code == ffi::SQLITE_OK {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None).into())
}

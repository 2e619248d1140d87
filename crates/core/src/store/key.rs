//! Placeholder until the vault lands.
use super::StoreError;
use crate::vault::Dek;
pub fn apply_key(_: &rusqlite::Connection, _: &Dek) -> Result<(), StoreError> {
    Ok(())
}
pub fn change_key(_: &rusqlite::Connection, _: &Dek) -> Result<(), StoreError> {
    Ok(())
}

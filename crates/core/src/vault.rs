//! Placeholder until the vault lands.
#[derive(Debug)]
pub struct Dek;

//! E-mail addresses, as far as a desk can judge them: one `@`, a host with a dot, no sign that breaks a header.

use super::text::{self, Shape};
use crate::error::Refusal;

crate::codes! {
    /// Not an address.
    EMAIL_FORM = "email-form";
}

/// Reads an address; empty stays empty.
pub fn check(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let address = text::check(field, typed, Shape::Line(120))?;
    if address.is_empty() {
        return Ok(address);
    }
    let well_formed = address.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains('@')
    });
    let sign = |c: char| c.is_whitespace() || "<>()[]\"\\,;:".contains(c);
    if well_formed && !address.contains(sign) {
        Ok(address)
    } else {
        Err(Refusal::at(field, EMAIL_FORM))
    }
}

/// Reads an address that must be there.
pub fn required(field: &'static str, typed: &str) -> Result<String, Refusal> {
    text::required(field, typed, Shape::Line(120))?;
    check(field, typed)
}

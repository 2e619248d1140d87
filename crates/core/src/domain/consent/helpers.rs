//! Who helped a person with the page: read it aloud, helped to sign, stood by as a witness (Health Code art.
//! 134(1)(7): information in a form that people with impaired sight or hearing can take in).

use crate::domain::name;
use crate::error::Refusal;
use crate::event::consent::help;

/// The names as typed; empty where nobody did.
#[derive(Debug, Clone, Copy, Default)]
pub struct Helped<'a> {
    /// Read the page aloud.
    pub reader: &'a str,
    /// Helped to tick and to sign.
    pub helper: &'a str,
    /// Was there as a witness.
    pub witness: &'a str,
}

/// Who helped, with the stored number of how.
pub fn check(helped: &Helped<'_>) -> Result<Vec<(u8, String)>, Vec<Refusal>> {
    let (mut out, mut refusals) = (Vec::new(), Vec::new());
    for (how, field, typed) in [
        (help::READ_ALOUD, "reader", helped.reader),
        (help::HELPED, "helper", helped.helper),
        (help::WITNESS, "witness", helped.witness),
    ] {
        match name::check(field, typed) {
            Ok(name) if name.is_empty() => {}
            Ok(name) => out.push((how, name)),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() {
        Ok(out)
    } else {
        Err(refusals)
    }
}

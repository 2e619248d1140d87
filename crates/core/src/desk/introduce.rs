//! Two desks that came back by the recovery sheet and have never heard of each other: each sends under a new key that the
//! other was never given, so neither can read what would make the other known (docs/decisions/0025).
//!
//! One of them says who it is, the other's manager compares the fingerprint and lets the keys be sealed to it. What it reads
//! then makes this desk known there, and its keys come back by the same way.

use super::Open;
use super::enrol::REQUEST_OTHER;
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::id::Hash;
use crate::vault::{Introduction, is_typed};

crate::codes! {
    /// The text is no introduction of a desk, or not whole.
    INTRODUCTION_FORM = "introduction-form";
    /// It is a desk of another organisation.
    INTRODUCTION_FOREIGN = "introduction-foreign";
}

impl Open {
    /// What this desk says of itself.
    pub fn introduction(&self) -> Result<Introduction, Error> {
        self.app.allowed(Action::EnrolDesk)?;
        Ok(Introduction {
            org: self.app.org(),
            device: self.app.device(),
            x25519: self.vault.device.seal_public(),
        })
    }

    /// Lets a desk read that nothing here has heard of.
    ///
    /// # Errors
    /// `introduction-form`, `-foreign`, `-known` and `-void` beside `request`; `request-other` beside `fingerprint`.
    pub fn introduce(&mut self, text: &str, fingerprint: &str) -> Result<Introduction, Error> {
        self.app.allowed(Action::EnrolDesk)?;
        let refused = |code| Refusal::at("request", code);
        let desk = Introduction::parse(text).ok_or_else(|| refused(INTRODUCTION_FORM))?;
        if desk.org != self.app.org() {
            return Err(refused(INTRODUCTION_FOREIGN).into());
        }
        if !is_typed(&desk.fingerprint(), fingerprint) {
            return Err(Refusal::at("fingerprint", REQUEST_OTHER).into());
        }
        let x25519 = Hash(desk.x25519);
        let seal = self.vault.device.seal.clone();
        self.app.introduce(desk.device, x25519, &seal)?;
        Ok(desk)
    }
}

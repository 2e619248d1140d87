//! One-time codes: what became of one, and what is known of a phone.

use serde::Serialize;

use crate::id::Id;

/// A code that went out, or did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct OtpSent {
    /// Which.
    pub otp: Id,
    /// To which phone, masked.
    pub to: String,
    /// Until when it may be read back, `12:03`.
    pub until: String,
    /// Why nothing went out, in words; empty where it did.
    pub failed: String,
    /// The gateway did not answer: it may come or not.
    pub is_unknown: bool,
    /// The whole text where nothing leaves, in training; else empty.
    pub text: String,
}

/// What is known of a phone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct PhoneCheck {
    /// This desk can send a code to it.
    pub can: bool,
    /// A code was read back from it a moment ago.
    pub just: bool,
    /// The day on which it was checked last, as the card says; empty where it was not.
    pub checked: String,
}

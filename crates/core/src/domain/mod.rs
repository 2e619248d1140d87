//! The rules of a registration desk, as pure functions over values.
//!
//! A noun is a folder or a file, a verb a file inside it. The three doors call these rules with facts
//! that they have found; time, ids and identity come in as arguments. Never here: SQL, JSON, files,
//! a clock, randomness, words for people. One more noun: a file here, its codes in [`CODES`].

pub mod acquaintance;
pub mod backup;
pub mod bin;
pub mod columns;
pub mod consent;
pub mod cover;
pub mod date;
pub mod document;
pub mod edition;
pub mod email;
pub mod exchange;
pub mod expected;
pub mod fold;
pub mod iin;
pub mod legacy;
pub mod name;
pub mod notice;
pub mod object_store;
pub mod order;
pub mod otp;
pub mod patient;
pub mod phone;
pub mod print;
pub mod representative;
pub mod rights;
pub mod service;
pub mod text;
pub mod today;
pub mod trail;

use crate::error::{Code, Refusal};

/// Every code that a rule of this room can raise; each has words in `locales/*/error.ftl`.
pub const CODES: &[&[Code]] = &[
    acquaintance::ALL,
    backup::ALL,
    bin::ALL,
    consent::ALL,
    cover::ALL,
    date::ALL,
    document::ALL,
    edition::ALL,
    email::ALL,
    expected::ALL,
    iin::ALL,
    legacy::ALL,
    name::ALL,
    notice::channel::ALL,
    notice::gate::ALL,
    notice::quiet::ALL,
    notice::wording::ALL,
    object_store::ALL,
    patient::ALL,
    phone::ALL,
    print::ALL,
    representative::ALL,
    text::ALL,
    trail::ALL,
];

/// Sets a refusal aside and goes on, so that a form hears of everything at once.
pub(crate) fn keep<T>(refusals: &mut Vec<Refusal>, result: Result<T, Refusal>) -> Option<T> {
    result.map_err(|refusal| refusals.push(refusal)).ok()
}

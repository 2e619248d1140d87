//! Stories of several desks: each test is one, told with [`tirkeu_tests::lab`].
//!
//! `histories.rs` holds the property that guards them all: after any history and a full exchange
//! every desk says the same, and its tables made anew are the tables it had.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test"
)]

mod acquaintance;
mod alike;
mod cards;
mod consent;
mod disclosure;
mod enrolment;
mod erasure;
mod exchange;
mod expected;
mod family;
mod histories;
mod hostile;
mod import;
mod introduction;
mod meetings;
mod notices;
mod orders;
mod patients;
mod people;
mod persons;
mod places;
mod policy;
mod printing;
mod questions;
mod request;
mod roles;
mod services;
mod standing;
mod stolen;
mod today;
mod trail;
mod verify;
mod withdrawal;

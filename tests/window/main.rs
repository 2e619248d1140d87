//! The real application in a real window. Run by `make test` under a display of its own, one
//! test at a time.
//!
//! A story is a file here: `let desk = Desk::open(folder.path(), Lang::Ru).await?;` and then
//! what a person does. Folders are new for each story, passwords cost the floor (TIRKEU_KDF).

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::panic,
    reason = "a test"
)]

#[allow(dead_code, reason = "shared with the tests of the printers' own room")]
#[path = "../../crates/printing/tests/lab/mod.rs"]
mod cups;

// Stories come and go; the steps that none of them takes at the moment stay ready.
mod alike;
mod backup;
mod bad_input;
mod bare;
mod by_keys;
mod card;
mod ceremony;
mod curtain;
#[allow(dead_code, reason = "the vocabulary of stories")]
mod desk;
mod drag;
mod exchange;
mod expected;
mod family;
mod first_sight;
mod forms;
mod head;
mod host;
mod hostile;
mod idle;
mod import;
mod introduce;
mod join;
mod journal;
mod keyboard;
mod lab;
mod lost_kit;
mod memory;
mod morning;
mod notices;
mod orders;
mod otp;
mod patient;
mod patients;
mod persons;
mod printers;
mod questions;
mod rare;
mod ready_folder;
mod recover;
mod relaunch;
mod request;
mod scanner;
mod second_window;
mod services;
mod settings;
mod staff;
mod standby;
mod start;
mod steps;
mod still;
mod stores;
mod thread;
mod trouble;

use std::path::{Path, PathBuf};

/// The root of the checkout.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

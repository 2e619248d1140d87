//! Torture: the real `tirkeu` in a real folder, killed, starved of disk, and given damaged files.
//!
//! One promise is tested in each file: what was acknowledged stays, what is damaged is named, and
//! nobody is told something else than what happened. The exit codes are those of `docs/cli.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test"
)]

mod backup;
mod damage;
mod disk;
mod door;
mod import;
mod kill;
mod lab;
mod meeting;
mod rekey;
mod stop;

//! `tirkeu` as a person or a script runs it: the built program, bytes in, lines and exit codes out (`docs/cli.md`).
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod exchange;
mod form;
mod iin;
mod manners;
mod order;
mod papers;
mod program;
mod service;

//! `make bench`: each number beside the raw limit that was measured in the same run.
//!
//! Fails when a promise is broken; the numbers themselves are for reading. What is measured stands
//! in a file of its own, how it is shown in `frame.rs`.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement is a test that prints"
)]

mod backup;
mod frame;
mod intake;
mod journal;
mod lab;
mod paper;

use std::process::ExitCode;

use frame::{Promise, Report, median};

fn main() -> ExitCode {
    // On the disk that a clinic has, not in memory: a synced write is what is measured.
    let base = std::env::current_exe().unwrap();
    let folder = tempfile::tempdir_in(base.parent().unwrap()).unwrap();
    let mut report = Report::begin();

    let (ours, raw) = intake::measure(&folder.path().join("intake"));
    report.line(
        "intake with two consents",
        median(ours),
        Some(median(raw)),
        &Promise::TimesRaw(1.5),
    );

    let (ours, raw) = journal::verification(&folder.path().join("verification"));
    report.line(
        "verification of a journal",
        median(ours),
        Some(median(raw)),
        &Promise::ShareOfRaw(0.6),
    );

    let (long, short) = journal::refold(&folder.path().join("refold"));
    report.line(
        "refold, per entry, at 400 against 100",
        long,
        Some(short),
        &Promise::TimesRaw(1.3),
    );

    let backup = backup::measure(&folder.path().join("backup"));
    report.line(
        "backup, until it is to be read back",
        median(backup.written),
        Some(median(backup.raw)),
        &Promise::TimesRaw(1.5),
    );
    report.line(
        "restoration, scaled to 1 GiB",
        backup.restored,
        None,
        &Promise::Within(std::time::Duration::from_secs(15 * 60)),
    );

    report.line(
        "receipt as PDF, warm",
        median(paper::receipt(&folder.path().join("paper"))),
        None,
        &Promise::Within(std::time::Duration::from_millis(100)),
    );

    report.end()
}

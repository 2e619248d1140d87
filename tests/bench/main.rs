//! `make bench`: each number beside the raw limit that was measured in the same run.
//!
//! Fails when a promise is broken; the numbers themselves are for reading. What is measured stands
//! in a file of its own, how it is shown in `frame.rs`.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement is a test that prints"
)]

#[allow(dead_code, reason = "shared with the tests of the printers' own room")]
#[path = "../../crates/printing/tests/lab/mod.rs"]
mod cups;

mod backup;
mod chromium;
mod exchange;
mod frame;
mod import;
mod intake;
mod journal;
mod lab;
mod notices;
mod orders;
mod paper;
mod print;
mod search;
mod slopes;
mod today;
mod trail;

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use frame::{Promise, Report, median};

fn main() -> ExitCode {
    // On the disk that a clinic has, not in memory: a synced write is what is measured.
    let base = std::env::current_exe().unwrap();
    let folder = tempfile::tempdir_in(base.parent().unwrap()).unwrap();
    let mut report = Report::begin();

    // `make bench` measures everything; a part can be named: `cargo bench --bench desk -- search`.
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    if wanted("desk") {
        desk(&mut report, folder.path());
    }
    if wanted("search") {
        searching(&mut report, folder.path());
    }
    if wanted("backup") {
        backing_up(&mut report, folder.path());
    }
    if wanted("trail") {
        reading(&mut report, folder.path());
    }
    if wanted("today") {
        counting(&mut report, folder.path());
    }
    if wanted("import") {
        importing(&mut report, folder.path());
    }
    if wanted("orders") {
        marking(&mut report, folder.path());
    }
    if wanted("exchange") {
        meeting(&mut report, folder.path());
    }
    if wanted("slopes") {
        sloping(&mut report, folder.path());
    }
    if wanted("print") {
        let (ours, raw) = print::handed(&folder.path().join("print"));
        report.line(
            "F9 until the spooler has slip and four labels",
            median(ours),
            Some(median(raw)),
            &Promise::Within(Duration::from_millis(300)),
        );
    }
    report.end()
}

fn importing(report: &mut Report, folder: &Path) {
    let rows = u32::try_from(frame::rows()).map_or(100_000, |rows| rows.min(100_000));
    let measured = import::measure(&folder.join("import"), rows);
    println!(
        "of an old list of {rows} rows, looked through in {:.1} s",
        measured.judged.as_secs_f64()
    );
    report.line(
        "an old list of 100 k rows, until the last card",
        measured.ours * (100_000 / rows),
        Some(measured.raw * (100_000 / rows)),
        &Promise::Within(Duration::from_secs(60)),
    );
}

fn meeting(report: &mut Report, folder: &Path) {
    let people = u32::try_from(frame::rows()).map_or(6_600, |rows| rows.min(6_600));
    let measured = exchange::measure(&folder.join("exchange"), people);
    println!("of {} entries that a desk wrote offline", measured.entries);
    report.line(
        "entries written to the folder where desks meet",
        measured.written,
        Some(measured.sealed),
        &Promise::TimesRaw(1.5),
    );
    report.line(
        "the same taken in at another desk, folded",
        measured.taken,
        Some(measured.inserted),
        &Promise::TimesRaw(1.5),
    );
}

fn sloping(report: &mut Report, folder: &Path) {
    let sizes = [10_000, 100_000, 1_000_000].into_iter();
    let sizes: Vec<u64> = sizes.filter(|size| *size <= frame::rows()).collect();
    let times = slopes::by_entries(&folder.join("slopes"), &sizes);
    for (size, time) in sizes.iter().zip(&times).skip(1) {
        report.line(
            &format!("one entry taken in at {size} against {}", sizes[0]),
            *time,
            times.first().copied(),
            &Promise::TimesRaw(1.5),
        );
    }
    let few = slopes::by_desks(2);
    for desks in [20, 200] {
        report.line(
            &format!("one entry of {desks} desks against 2"),
            slopes::by_desks(desks),
            Some(few),
            &Promise::TimesRaw(1.5),
        );
    }
}

fn marking(report: &mut Report, folder: &Path) {
    let rows = u32::try_from(frame::rows()).map_or(10_000, |rows| rows.min(10_000));
    let measured = orders::measure(&folder.join("orders"), rows, false);
    println!(
        "of a file of {rows} ready marks, looked through in {:.1} s",
        measured.judged.as_secs_f64()
    );
    report.line(
        "a file of 10 k ready marks, until the last order",
        measured.ours * (10_000 / rows),
        Some(measured.raw * (10_000 / rows)),
        &Promise::Within(Duration::from_secs(5)),
    );
    let measured = orders::measure(&folder.join("told"), rows, true);
    report.line(
        "the same, and 10 k messages are queued with them",
        measured.ours * (10_000 / rows),
        Some(measured.raw * (10_000 / rows)),
        &Promise::Within(Duration::from_secs(5)),
    );
    let (ours, raw) = notices::first_rows(&folder.join("notices"));
    report.line(
        "messages, first rows over 500 k",
        ours,
        Some(raw),
        &Promise::Within(Duration::from_millis(100)),
    );
}

fn desk(report: &mut Report, folder: &Path) {
    let (ours, raw) = intake::measure(&folder.join("intake"));
    report.line(
        "intake with two consents",
        median(ours),
        Some(median(raw)),
        &Promise::TimesRaw(1.5),
    );

    let (ours, raw) = journal::verification(&folder.join("verification"));
    report.line(
        "verification of a journal",
        median(ours),
        Some(median(raw)),
        &Promise::ShareOfRaw(0.6),
    );

    let (long, short) = journal::refold(&folder.join("refold"));
    report.line(
        "refold, per entry, at 400 against 100",
        long,
        Some(short),
        &Promise::TimesRaw(1.3),
    );

    report.line(
        "receipt as PDF, warm",
        median(paper::receipt(&folder.join("paper"))),
        None,
        &Promise::Within(Duration::from_millis(100)),
    );
    let (samples, sheet) = paper::request(&folder.join("request"));
    let request = median(samples);
    report.line(
        "request form as PDF, warm",
        request,
        None,
        &Promise::Within(Duration::from_millis(100)),
    );
    match chromium::printed(&folder.join("chromium"), &sheet) {
        Some(samples) => report.line(
            "request form against starting a browser",
            request,
            Some(median(samples)),
            &Promise::ShareOfRaw(20.0),
        ),
        None => println!("no Chromium that prints: an equal page was not measured"),
    }
    report.line(
        "slip and four labels as PDF, warm",
        median(paper::order()),
        None,
        &Promise::Within(Duration::from_millis(200)),
    );
}

fn backing_up(report: &mut Report, folder: &Path) {
    let backup = backup::measure(&folder.join("backup"));
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
}

fn reading(report: &mut Report, folder: &Path) {
    let (first, bare) = trail::first_rows(&folder.join("trail"));
    report.line(
        "first rows of the journal, slowest filter",
        first,
        Some(bare),
        &Promise::Within(Duration::from_millis(300)),
    );
}

fn counting(report: &mut Report, folder: &Path) {
    let (whole, stretch) = today::measure(&folder.join("today"));
    report.line(
        "the manager's day, 100 k",
        whole,
        None,
        &Promise::Within(Duration::from_secs(1)),
    );
    report.line(
        "its longest hold of the desk",
        stretch,
        None,
        &Promise::Within(Duration::from_millis(200)),
    );
}

fn searching(report: &mut Report, folder: &Path) {
    let sizes = [(10_000, "10 k"), (100_000, "100 k"), (1_000_000, "1 000 k")];
    for (cards, name) in sizes
        .into_iter()
        .filter(|(cards, _)| *cards <= frame::rows())
    {
        let measured = search::measure(&folder.join(name), cards);
        println!("search in {cards} cards, each query and how many cards it fits:");
        measured.table.iter().for_each(|line| println!("{line}"));
        let p99 = |samples: &[Duration]| search::at(samples, 99);
        report.line(
            &format!("keystroke to page, p99, {name}"),
            p99(&measured.ours),
            None,
            &Promise::Within(Duration::from_millis(10)),
        );
        report.line(
            &format!("which cards, p99, against the bare index, {name}"),
            p99(&measured.page),
            Some(p99(&measured.bare)),
            &Promise::TimesRaw(3.0),
        );
        report.line(
            &format!("duplicate check, p99, {name}"),
            p99(&measured.check),
            None,
            &Promise::Within(Duration::from_millis(20)),
        );
    }
}

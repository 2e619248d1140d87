//! Against a real CUPS: what arrives at the printer, and what is said when it does not.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod lab;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use lab::{Cups, Device, Manner, THROUGH, nobody};
use tirkeu_forms::*;
use tirkeu_printing::*;

const DAY: (i32, u8, u8) = (2026, 11, 20);
const LABEL: Media = Media::Label {
    width_mm: 40,
    height_mm: 25,
};

fn labels(count: usize) -> Vec<u8> {
    let label = |at: usize| Label {
        number: format!("100 0001{at} 3"),
        name: "Әбдіғаппарова Ә. Б.".into(),
        birth_date: "12.04.1885".into(),
        tube: Both::new("күлгін", "фиолетовая"),
        urgency: Urgency::Usual,
        copies: 1,
    };
    let form = Form::Label(LabelData {
        size: LabelPaper {
            width_mm: 40,
            height_mm: 25,
            dpi: 203,
        },
        training: false,
        purpose: LabelPurpose::Tubes,
        labels: (0..count).map(label).collect(),
    });
    pdf(&form, DAY).unwrap()
}

fn sheet() -> Vec<u8> {
    let operator = Operator {
        name: Both::new("«Жұлдыз Зертхана» ЖШС", "ТОО «Жұлдыз Зертхана»"),
        id: OperatorId::Bin,
        number: "990140000012".into(),
        address: Both::default(),
        phone: String::new(),
        email: String::new(),
        training: false,
    };
    let numbers = vec!["100 00017 3".to_owned()];
    pdf(
        &Form::Registration(RegistrationData { operator, numbers }),
        DAY,
    )
    .unwrap()
}

fn job(pdf: &[u8], copies: u8, media: Media) -> Job<'_> {
    Job {
        title: "tirkeu-label",
        copies,
        media,
        pdf,
    }
}

fn poppler(tool: &str, pdf: &[u8]) -> String {
    let args: &[&str] = if tool == "pdftotext" {
        &["-raw", "-", "-"]
    } else {
        &["-"]
    };
    let mut child = Command::new(tool)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("poppler-utils must be installed");
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn state(cups: &Cups, printer: &str, id: JobId) -> JobReport {
    cups.spooler().job(printer, id).unwrap().unwrap()
}

#[test]
fn labels_arrive_with_their_words_their_size_and_their_copies() {
    let cups = Cups::start();
    let device = Device::start(Manner::Prints);
    cups.queue("tubes", device.port, THROUGH);
    let bytes = labels(4);
    let id = cups
        .spooler()
        .print("tubes", &job(&bytes, 2, LABEL))
        .unwrap();
    cups.wait("the labels arrive", || !device.got().is_empty());
    cups.wait("the job is over", || {
        state(&cups, "tubes", id).state == JobState::Done
    });
    let arrived = &device.got()[0];
    let info = poppler("pdfinfo", arrived);
    assert!(info.contains("Pages:           8"), "{info}");
    // The driver's points: 40 × 25 mm is 113.4 × 70.9.
    assert!(info.contains("Page size:       113 x 70 pts"), "{info}");
    let said = poppler("pdftotext", arrived);
    for words in [
        "100 00010 3",
        "100 00013 3",
        "Әбдіғаппарова Ә. Б.",
        "күлгін · фиолетовая",
    ] {
        assert_eq!(said.matches(words).count() % 2, 0, "{words}: {said}");
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[test]
fn a_sheet_arrives_as_a4_and_the_queue_names_nobody() {
    let cups = Cups::start();
    let device = Device::start(Manner::Prints);
    cups.queue("office", device.port, THROUGH);
    let bytes = sheet();
    let id = cups
        .spooler()
        .print("office", &job(&bytes, 1, Media::A4))
        .unwrap();
    cups.wait("the job is over", || {
        state(&cups, "office", id).state == JobState::Done
    });
    let info = poppler("pdfinfo", &device.got()[0]);
    assert!(info.contains("(A4)"), "{info}");
    assert!(poppler("pdftotext", &device.got()[0]).contains("Регистрационный лист"));
    let page_log = fs::read_to_string(cups.folder().join("log/page")).unwrap();
    assert!(
        page_log.contains("tirkeu-label") && !page_log.contains("Ахметова"),
        "{page_log}"
    );
}

#[test]
fn printers_are_listed_with_their_names_and_what_they_want() {
    let cups = Cups::start();
    assert_eq!(cups.spooler().printers().unwrap(), []);
    cups.queue("tubes", nobody(), THROUGH);
    cups.queue("office", nobody(), THROUGH);
    cups.run("/usr/sbin/lpadmin", &["-d", "office"]);
    cups.run("/usr/sbin/cupsdisable", &["-r", "нет бумаги", "tubes"]);
    cups.run("/usr/sbin/cupsreject", &["office"]);
    let all = cups.spooler().printers().unwrap();
    let [office, tubes] = &all[..] else {
        panic!("{all:?}")
    };
    assert_eq!((office.name.as_str(), office.is_default), ("office", true));
    assert_eq!(
        (office.state, office.takes),
        (PrinterState::Idle, Takes::Nothing)
    );
    assert_eq!(office.said, "Принтер office");
    assert_eq!(
        (tubes.state, tubes.takes),
        (PrinterState::Stopped, Takes::Jobs)
    );
    assert_eq!(tubes.reasons, [Reason::Paused]);
    assert_eq!(tubes.message, "нет бумаги");
}

#[test]
fn a_paused_printer_keeps_the_job_and_prints_it_when_it_goes_on() {
    let cups = Cups::start();
    let device = Device::start(Manner::Prints);
    cups.queue("tubes", device.port, THROUGH);
    cups.run("/usr/sbin/cupsdisable", &["tubes"]);
    let bytes = labels(1);
    let id = cups
        .spooler()
        .print("tubes", &job(&bytes, 1, LABEL))
        .unwrap();
    let report = state(&cups, "tubes", id);
    assert_eq!(report.state, JobState::Stopped, "{report:?}");
    assert!(report.reasons.contains(&Reason::Paused), "{report:?}");
    assert_eq!(cups.spooler().printers().unwrap()[0].waiting, 1);
    cups.run("/usr/sbin/cupsenable", &["tubes"]);
    cups.wait("the job is over", || {
        state(&cups, "tubes", id).state == JobState::Done
    });
    assert_eq!(device.got().len(), 1);
}

#[test]
fn a_printer_that_is_gone_or_refuses_is_said_and_nothing_lies_in_a_queue() {
    let cups = Cups::start();
    let bytes = labels(1);
    let label = job(&bytes, 1, LABEL);
    let spooler = cups.spooler();
    assert!(matches!(spooler.print("tubes", &label), Err(Trouble::Gone(name)) if name == "tubes"));
    assert!(matches!(
        spooler.job("tubes", JobId(1)),
        Err(Trouble::Gone(_))
    ));
    cups.queue("tubes", nobody(), THROUGH);
    cups.run("/usr/sbin/cupsreject", &["tubes"]);
    assert!(matches!(
        spooler.print("tubes", &label),
        Err(Trouble::Refuses(_))
    ));
    assert_eq!(spooler.printers().unwrap()[0].waiting, 0);
    assert_eq!(spooler.job("tubes", JobId(77)).unwrap(), None);
    cups.run("/usr/sbin/lpadmin", &["-x", "tubes"]);
    assert!(matches!(
        spooler.print("tubes", &label),
        Err(Trouble::Gone(_))
    ));
    let none = Spooler::at("/nowhere/cups.sock");
    assert!(matches!(none.printers(), Err(Trouble::Silent(_))));
    let closed = Spooler::at(&format!("127.0.0.1:{}", nobody()));
    assert!(matches!(
        closed.print("tubes", &label),
        Err(Trouble::Silent(_))
    ));
}

#[test]
fn a_job_on_a_printer_that_is_off_or_hangs_is_seen_and_can_be_taken_back() {
    let cups = Cups::start();
    let device = Device::start(Manner::Hangs);
    cups.queue("hangs", device.port, THROUGH);
    cups.queue("off", nobody(), THROUGH);
    let bytes = labels(1);
    let spooler = cups.spooler();
    let hangs = spooler.print("hangs", &job(&bytes, 1, LABEL)).unwrap();
    let off = spooler.print("off", &job(&bytes, 1, LABEL)).unwrap();
    cups.wait("it got everything", || device.got().len() == 1);
    assert_eq!(state(&cups, "hangs", hangs).state, JobState::Printing);
    cups.wait("a printer that is off is called so", || {
        let report = state(&cups, "off", off);
        !report.state.is_over() && report.reasons.contains(&Reason::Offline)
    });
    for (printer, id) in [("hangs", hangs), ("off", off)] {
        spooler.cancel(printer, id).unwrap();
        cups.wait("it is out of the queue", || {
            state(&cups, printer, id).state.is_over()
        });
        spooler.cancel(printer, id).unwrap();
    }
}

/// A driver that says what a printer without paper says.
#[test]
fn a_printer_out_of_paper_is_called_so() {
    let cups = Cups::start();
    let driver = cups.folder().join("empty");
    fs::write(
        &driver,
        "#!/bin/sh\necho 'STATE: +media-empty-error' >&2\nsleep 20\n",
    )
    .unwrap();
    fs::set_permissions(&driver, fs::Permissions::from_mode(0o755)).unwrap();
    let filter = format!(
        "application/vnd.cups-pdf application/pdf 0 {}",
        driver.display()
    );
    cups.queue("empty", nobody(), &filter);
    let bytes = labels(1);
    let spooler = cups.spooler();
    let id = spooler.print("empty", &job(&bytes, 1, LABEL)).unwrap();
    cups.wait("it says what it lacks", || {
        let printer = &spooler.printers().unwrap()[0];
        printer.reasons.first() == Some(&Reason::PaperOut)
    });
    let report = state(&cups, "empty", id);
    assert!(
        !report.state.is_over() && report.reasons.contains(&Reason::PaperOut),
        "{report:?}"
    );
    spooler.cancel("empty", id).unwrap();
}

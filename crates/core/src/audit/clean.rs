//! No alarm on a thousand clean journals; one whole small journal with golden bytes.

#![allow(clippy::unwrap_used)]

use super::attacks::{python, value};
use super::lab::{Lab, destroyed};
use super::{Verdict, is_body_kept, verify_exports};
use crate::journal::anchor::{Anchor, Source};
use crate::journal::export::{Preamble, Record, write};

/// A random history of one to three desks with sessions, crashes, exchanges and erasures.
fn history(seed: u64) -> Lab {
    let mut lab = Lab::found(seed);
    let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
    let mut patients = Vec::new();
    for _ in 0..lab.dice.below(3) {
        lab.enrol(&[registrar.clone(), manager.clone()]);
    }
    for _ in 0..=lab.dice.below(4) {
        let at = usize::try_from(lab.dice.below(lab.desks.len() as u64)).unwrap();
        let person = if at > 0 || lab.desks.len() > 1 {
            &registrar
        } else {
            &manager
        }
        .clone();
        let knows = !lab.desks[at].tips(lab.org).is_empty();
        assert!(knows, "every desk knows the roster");
        let session = lab.desks[at].open(&mut lab.dice, &person);
        for _ in 0..lab.dice.below(4) {
            lab.act(at, session, &mut patients);
        }
        match lab.dice.below(6) {
            0 => lab.desks[at].crash(&mut lab.dice, session),
            1 => {}
            2 if at == 0 && !patients.is_empty() => {
                let mine = lab.desks[0].open(&mut lab.dice, &manager);
                let covers = vec![(lab.desks[0].device, lab.desks[0].head().0)];
                let key = manager.key.clone();
                lab.desks[0].commit(
                    &mut lab.dice,
                    mine,
                    &key,
                    vec![(destroyed(covers).into(), patients[0])],
                );
                lab.desks[0].close(&mut lab.dice, &manager, mine);
            }
            _ => lab.desks[at].close(&mut lab.dice, &person, session),
        }
        let from = usize::try_from(lab.dice.below(lab.desks.len() as u64)).unwrap();
        if from != at {
            let other = lab.desks[from].clone();
            lab.desks[at].pull(&other);
            lab.desks[at].witness(&mut lab.dice);
        }
        if lab.dice.below(3) == 0 {
            lab.desks[at].checkpoint(&mut lab.dice);
        }
    }
    lab
}

/// The first desk's export of everything, some bodies erased, chains in any order.
fn export(lab: &mut Lab) -> Vec<u8> {
    let devices: Vec<_> = lab.desks.iter().map(|desk| desk.device).collect();
    let preamble = Preamble {
        org: lab.org,
        desk: devices[0],
        devices,
    };
    let mut records: Vec<Record> = lab
        .desks
        .iter()
        .flat_map(|desk| desk.chain.iter().map(Record::from))
        .collect();
    if lab.dice.below(2) == 0 {
        // Stable: the order inside each chain stays.
        records.sort_by_key(|record| record.device);
    }
    for record in &mut records {
        let kind = u16::from_be_bytes([record.header[94], record.header[95]]);
        if !is_body_kept(kind) && lab.dice.below(4) == 0 {
            record.body = None;
        }
    }
    let mut file = Vec::new();
    let all = lab.dice.below(2) == 0;
    write(
        &preamble,
        records,
        |kind| all || is_body_kept(kind),
        &mut file,
    )
    .unwrap();
    file
}

#[test]
fn a_thousand_clean_journals_raise_no_alarm() {
    let mut jobs = Vec::new();
    let mut reports = Vec::new();
    for seed in 0..1000 {
        let mut lab = history(seed);
        let file = export(&mut lab);
        let (seq, hash) = lab.desks[0].head();
        let anchor = Anchor {
            device: Some(lab.desks[0].device),
            seq,
            hash,
            source: Source::AnchorFile,
        };
        let anchors = if seed % 2 == 0 { vec![anchor] } else { vec![] };
        let report = verify_exports(&[&file], &anchors);
        assert!(
            report.finding.verdict <= Verdict::WholeUnanchored,
            "journal {seed}: {report:?}"
        );
        assert!(
            seed % 2 == 1
                || report
                    .chains
                    .iter()
                    .any(|chain| chain.finding.verdict == Verdict::Whole)
        );
        reports.push(value(&report));
        jobs.push((vec![file], anchors));
    }
    for (seed, (rust, python)) in reports.iter().zip(python(&jobs, false)).enumerate() {
        assert_eq!(*rust, python, "journal {seed}");
    }
}

#[test]
fn one_small_journal_has_golden_bytes_and_both_verifiers_call_it_whole() {
    let mut lab = Lab::found(1);
    let registrar = lab.registrar.clone();
    lab.enrol(std::slice::from_ref(&registrar));
    let session = lab.desks[0].open(&mut lab.dice, &registrar);
    let mut patients = Vec::new();
    for _ in 0..3 {
        lab.act(0, session, &mut patients);
    }
    lab.desks[0].close(&mut lab.dice, &registrar, session);
    let first = lab.desks[0].clone();
    lab.desks[1].pull(&first);
    lab.desks[1].witness(&mut lab.dice);
    let devices: Vec<_> = lab.desks.iter().map(|desk| desk.device).collect();
    let preamble = Preamble {
        org: lab.org,
        desk: devices[0],
        devices,
    };
    let records = lab
        .desks
        .iter()
        .flat_map(|desk| desk.chain.iter().map(Record::from));
    let mut file = Vec::new();
    write(&preamble, records, |_| true, &mut file).unwrap();
    let golden = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/golden/journal/small-4.jsonl"
    );
    if std::env::var_os("TIRKEU_BLESS").is_some() {
        std::fs::write(golden, &file).unwrap();
    }
    assert!(
        std::fs::read(golden).unwrap() == file,
        "golden bytes of a journal"
    );
    let (seq, hash) = lab.desks[1].head();
    let anchors = vec![Anchor {
        device: Some(lab.desks[1].device),
        seq,
        hash,
        source: Source::Heads,
    }];
    let report = verify_exports(&[&file], &anchors);
    assert_eq!(report.finding.verdict, Verdict::Whole);
    // The same by the library of the system and by the script's own arithmetic.
    let jobs = [(vec![file], anchors)];
    for pure in [false, true] {
        assert_eq!(value(&report), python(&jobs, pure)[0], "pure: {pure}");
    }
}

/// The journals that earlier versions of the bodies wrote are read for ever.
#[test]
fn journals_of_earlier_bodies_are_whole_for_both_verifiers() {
    for name in ["small.jsonl", "small-2.jsonl", "small-3.jsonl"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/journal");
        let file = std::fs::read(std::path::Path::new(folder).join(name)).unwrap();
        let report = verify_exports(&[&file], &[]);
        assert_eq!(report.finding.verdict, Verdict::WholeUnanchored, "{name}");
        let jobs = [(vec![file], Vec::new())];
        assert_eq!(value(&report), python(&jobs, true)[0], "{name}");
    }
}

/// One random change of an export's text: a digit, a line away, a line twice, two lines exchanged.
fn changed(golden: &str, dice: &mut super::lab::Dice) -> String {
    let mut lines: Vec<String> = golden.lines().map(str::to_owned).collect();
    let mut pick = |limit: usize| usize::try_from(dice.below(limit as u64)).unwrap();
    let (at, other) = (pick(lines.len()), pick(lines.len()));
    match pick(8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        _ => {
            let digit = pick(lines[at].len());
            lines[at].replace_range(digit..=digit, ["0", "f", "9", "\"", " "][pick(5)]);
        }
    }
    lines.join("\n") + "\n"
}

/// The entry of a line claims to be of a kind that nobody knows.
fn of_kind(golden: &str, at: usize, kind: &str) -> String {
    let mut lines: Vec<String> = golden.lines().map(str::to_owned).collect();
    let header = lines[at].find("\"header\":\"").unwrap() + "\"header\":\"".len();
    lines[at].replace_range(header + 2 * 94..header + 2 * 96, kind);
    lines.join("\n") + "\n"
}

#[test]
fn both_verifiers_agree_on_three_hundred_random_changes() {
    let golden = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/golden/journal/small.jsonl"
    );
    let golden = std::fs::read_to_string(golden).unwrap();
    let mut dice = super::lab::Dice::new(3);
    let mut files: Vec<_> = (0..300).map(|_| changed(&golden, &mut dice)).collect();
    for kind in ["003f", "8fff"] {
        files.extend((1..golden.lines().count()).map(|at| of_kind(&golden, at, kind)));
    }
    let jobs: Vec<_> = files
        .into_iter()
        .map(|file| (vec![file.into_bytes()], vec![]))
        .collect();
    for ((files, _), python) in jobs.iter().zip(python(&jobs, false)) {
        let report = verify_exports(&[&files[0]], &[]);
        assert_eq!(
            value(&report),
            python,
            "{}",
            String::from_utf8_lossy(&files[0])
        );
    }
}

/// Prints how the whole verification compares with the bare signatures and hashes it cannot avoid.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stderr)]
fn throughput() {
    use sha2::{Digest, Sha256};
    let mut lab = Lab::found(1);
    let registrar = lab.registrar.clone();
    lab.enrol(std::slice::from_ref(&registrar));
    let session = lab.desks[0].open(&mut lab.dice, &registrar);
    let mut patients = Vec::new();
    while lab.desks[0].chain.len() < 20_000 {
        lab.act(0, session, &mut patients);
        if lab.desks[0].chain.len().is_multiple_of(50) {
            patients.clear();
        }
    }
    let key = lab.desks[0].key.verifying_key();
    let chain = lab.desks[0].chain.clone();
    let started = std::time::Instant::now();
    for entry in &chain {
        let header = Sha256::digest(entry.header_bytes());
        let body = Sha256::digest(entry.body().unwrap().as_bytes());
        assert_ne!(header, body);
        entry.verify(&key).unwrap();
    }
    let bare = started.elapsed();
    let started = std::time::Instant::now();
    let report = super::verify(&lab.scope(), &[], || {
        chain.iter().map(|entry| Ok(Record::from(entry)))
    });
    let whole = started.elapsed();
    assert_eq!(report.finding.verdict, Verdict::WholeUnanchored);
    eprintln!(
        "{} entries: bare {bare:?}, verify {whole:?}, {:.0} % of bare speed",
        chain.len(),
        bare.as_secs_f64() / whole.as_secs_f64() * 100.0
    );
}

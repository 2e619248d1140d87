//! The attack table of `docs/journal-format.md`, row by row and column by column, against this
//! verifier and the Python one.

#![allow(clippy::unwrap_used)]

mod list;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::{Report, is_body_kept, verify_exports};
use crate::journal::anchor::{Anchor, Source};
use crate::journal::export::{Preamble, Record, write};
use list::{Left, Scene, attacks, scene};

const COLUMNS: [&str; 5] = ["chain", "anchor-file", "keychain", "witness", "paper"];

/// The files and anchors that an auditor has in one cell.
fn cell(scene: &Scene, left: &Left, column: &str) -> (Vec<Vec<u8>>, Vec<Anchor>) {
    let mut file = Vec::new();
    let preamble = Preamble {
        org: left.org,
        desk: left.desk,
        devices: vec![left.desk],
    };
    write(&preamble, left.records.clone(), |_| true, &mut file).unwrap();
    let mut files = vec![file];
    let device = scene.lab.desks[0].device;
    let at = |seq: u64, source| {
        let hash = scene.chain()[usize::try_from(seq).unwrap()].hash();
        Anchor {
            device: Some(device),
            seq,
            hash,
            source,
        }
    };
    let anchors = match column {
        "anchor-file" => {
            let (seq, hash) = left.anchor_file.unwrap_or(scene.lab.desks[0].head());
            vec![Anchor {
                device: Some(device),
                seq,
                hash,
                source: Source::AnchorFile,
            }]
        }
        "keychain" => vec![at(scene.keychain, Source::Keychain)],
        "paper" => vec![at(scene.paper, Source::Paper)],
        "witness" => {
            let other = &scene.lab.desks[1];
            let preamble = Preamble {
                org: scene.lab.org,
                desk: other.device,
                devices: vec![other.device],
            };
            let mut file = Vec::new();
            write(
                &preamble,
                other.chain.iter().map(Record::from),
                is_body_kept,
                &mut file,
            )
            .unwrap();
            files.push(file);
            vec![]
        }
        _ => vec![],
    };
    (files, anchors)
}

/// The Python verifier over many journals in one process.
pub fn python(jobs: &[(Vec<Vec<u8>>, Vec<Anchor>)], pure: bool) -> Vec<Value> {
    const DRIVER: &str = "import sys, json\nsys.path.insert(0, sys.argv[1])\nsys.dont_write_bytecode = True\n\
        import verify_journal as v\nif sys.argv[2] == 'pure': v.LIBRARY = None\n\
        for job in json.load(sys.stdin):\n    anchors = [(bytes.fromhex(d), n, bytes.fromhex(h), s) for d, n, h, s in job['anchors']]\n\
        \x20   print(json.dumps(v.verify(job['files'], anchors)))\n";
    let folder = tempfile::tempdir().unwrap();
    let mut list = Vec::new();
    for (at, (files, anchors)) in jobs.iter().enumerate() {
        let mut paths = Vec::new();
        for (number, file) in files.iter().enumerate() {
            let path = folder.path().join(format!("{at}-{number}.jsonl"));
            std::fs::write(&path, file).unwrap();
            paths.push(path);
        }
        let anchors: Vec<_> = anchors
            .iter()
            .map(|a| json!([a.device.unwrap(), a.seq, a.hash, a.source.code()]))
            .collect();
        list.push(json!({ "files": paths, "anchors": anchors }));
    }
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
    let mut child = Command::new("python3")
        .args(["-c", DRIVER, docs, if pure { "pure" } else { "fast" }])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("this test needs python3: {error}"));
    child
        .stdin
        .take()
        .unwrap()
        .write_all(Value::from(list).to_string().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "verify_journal.py ended with {}",
        output.status
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub fn value(report: &Report) -> Value {
    serde_json::to_value(report).unwrap()
}

/// `verdict` or `verdict (reason)`, as the document writes it.
fn words(report: &Report) -> String {
    let finding = report.finding;
    match finding.reason {
        Some(reason) => format!("{} ({})", finding.verdict.code(), reason.code()),
        None => finding.verdict.code().to_owned(),
    }
}

/// Rows of the document's table: name of the attack and five outcomes.
fn documented() -> BTreeMap<String, Vec<String>> {
    let document = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/journal-format.md"
    ))
    .unwrap();
    let table = document
        .split("<!-- attacks -->")
        .nth(1)
        .unwrap_or_default();
    table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let name = cells[0].split('`').nth(1).unwrap().to_owned();
            (
                name,
                cells[cells.len() - 5..]
                    .iter()
                    .map(|c| (*c).to_owned())
                    .collect(),
            )
        })
        .collect()
}

/// What the manager's screen says of it: never that the journal is as it was, unless that is what was found, and always
/// in words of both languages with every value in its place.
fn on_the_screen(what: &str, report: &Report) {
    let view = crate::desk::verdict_view(report, crate::time::Wall::almaty(1_795_000_000_000));
    let found = report.finding.verdict;
    let key = format!("journal-verdict-{}", view.code);
    let args = [
        ("count", view.entries.as_str()),
        ("seq", &view.seq),
        ("time", &view.at),
    ];
    for lang in crate::words::Lang::ALL {
        let said = crate::words::find(lang, &key, &args);
        let said = said.unwrap_or_else(|| panic!("{what}: no words {key}"));
        assert!(
            !said.contains('$') && !said.contains("  "),
            "{what}: {said}"
        );
        let good = ["whole", "whole-unanchored"]
            .map(|code| crate::words::text(lang, &format!("journal-verdict-{code}"), &args));
        let calms = good.contains(&said);
        assert_eq!(calms, found.exit_code() == 0, "{what}: {said}");
        if let (Some(seq), true) = (report.finding.seq, view.code == "damaged") {
            let place = crate::words::numbers::grouped(seq);
            assert!(said.contains(&place), "{what}: {said}");
        }
    }
}

#[test]
fn the_attack_table_of_the_document_is_what_both_verifiers_find() {
    let scene = scene();
    assert!(scene.paper < scene.witnessed && scene.witnessed < scene.keychain);
    let mut found = BTreeMap::new();
    let mut jobs = Vec::new();
    let mut reports = Vec::new();
    for (name, attack) in attacks() {
        let left = attack(&scene);
        let row = COLUMNS.map(|column| {
            let job = cell(&scene, &left, column);
            let files: Vec<&[u8]> = job.0.iter().map(Vec::as_slice).collect();
            let report = verify_exports(&files, &job.1);
            let outcome = words(&report);
            jobs.push(job);
            reports.push((format!("{name}, {column}"), report));
            outcome
        });
        found.insert(name.to_owned(), row.to_vec());
    }
    for (what, report) in &reports {
        on_the_screen(what, report);
    }
    for ((what, rust), python) in reports.iter().zip(python(&jobs, false)) {
        assert_eq!(value(rust), python, "{what}");
    }
    let documented = documented();
    if documented != found {
        let rows: Vec<_> = attacks()
            .iter()
            .map(|(name, _)| format!("| `{name}` | {} |", found[*name].join(" | ")))
            .collect();
        panic!("docs/journal-format.md should say:\n{}", rows.join("\n"));
    }
}

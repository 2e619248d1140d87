//! The attack table of `docs/journal-format.md`, row by row and column by column, against this
//! verifier and the Python one.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::lab::{Dice, Lab, described, removed, role, staff_key};
use super::{Report, is_body_kept, verify_exports};
use crate::event::{Event, desk, kinds::Role};
use crate::id::{DeviceId, Hash, Id, OrgId, SessionId};
use crate::journal::anchor::{Anchor, Source};
use crate::journal::export::{Preamble, Record, write};
use crate::journal::{Draft, Entry};

/// A laboratory of two desks; the first one's journal is attacked.
struct Scene {
    lab: Lab,
    /// The registrar's session that is open at the end.
    open: SessionId,
    /// First entry of the second session, which is closed.
    second: usize,
    /// First entry after the open session began.
    third: usize,
    paper: u64,
    witnessed: u64,
    keychain: u64,
}

/// What the attacker leaves behind.
struct Left {
    org: OrgId,
    desk: DeviceId,
    records: Vec<Record>,
    /// The attacker has put the anchor file back as well.
    anchor_file: Option<(u64, Hash)>,
}

fn scene() -> Scene {
    let mut lab = Lab::found(7);
    let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
    let mut patients = Vec::new();
    let b = lab.enrol(&[registrar.clone(), manager]);
    let paper = lab.desks[0].head().0;
    let second = lab.desks[0].chain.len();
    let session = lab.desks[0].open(&mut lab.dice, &registrar);
    for _ in 0..4 {
        lab.act(0, session, &mut patients);
    }
    let witnessed = lab.desks[0].head().0;
    let first = lab.desks[0].clone();
    lab.desks[b].pull(&first);
    let there = lab.desks[b].open(&mut lab.dice, &registrar);
    lab.act(b, there, &mut patients);
    lab.desks[b].close(&mut lab.dice, &registrar, there);
    lab.desks[b].witness(&mut lab.dice);
    let other = lab.desks[b].clone();
    lab.desks[0].pull(&other);
    lab.act(0, session, &mut patients);
    lab.desks[0].close(&mut lab.dice, &registrar, session);
    lab.desks[0].witness(&mut lab.dice);
    lab.desks[0].checkpoint(&mut lab.dice);
    let open = lab.desks[0].open(&mut lab.dice, &registrar);
    let third = lab.desks[0].chain.len();
    for _ in 0..2 {
        lab.act(0, open, &mut patients);
    }
    let keychain = lab.desks[0].head().0;
    for _ in 0..4 {
        lab.act(0, open, &mut patients);
    }
    Scene {
        lab,
        open,
        second,
        third,
        paper,
        witnessed,
        keychain,
    }
}

impl Scene {
    fn chain(&self) -> &[Entry] {
        &self.lab.desks[0].chain
    }

    fn leave(&self, records: Vec<Record>) -> Left {
        Left {
            org: self.lab.org,
            desk: self.lab.desks[0].device,
            records,
            anchor_file: None,
        }
    }

    fn records(&self, change: impl FnOnce(&mut Vec<Record>)) -> Left {
        let mut records = self.chain().iter().map(Record::from).collect();
        change(&mut records);
        self.leave(records)
    }

    fn entries(&self, entries: &[Entry]) -> Left {
        self.leave(entries.iter().map(Record::from).collect())
    }

    /// Everything from an entry on signed anew with some key, after a change.
    fn resigned(
        &self,
        from: usize,
        key: &SigningKey,
        mut change: impl FnMut(usize, &mut Draft),
    ) -> Vec<Entry> {
        let mut chain = self.chain()[..from].to_vec();
        for (at, entry) in self.chain().iter().enumerate().skip(from) {
            let mut draft = redraft(entry);
            draft.prev = chain.last().map_or(Hash::ZERO, Entry::hash);
            change(at, &mut draft);
            chain.push(draft.sign(key).unwrap());
        }
        chain
    }

    /// More entries at the end, by whoever holds the desk's key.
    fn with(&self, more: impl FnOnce(&mut Lab, SessionId)) -> Left {
        let mut lab = self.lab.clone();
        more(&mut lab, self.open);
        self.entries(&lab.desks[0].chain)
    }
}

fn redraft(entry: &Entry) -> Draft {
    let h = entry.header().clone();
    Draft {
        org: h.org,
        device: h.device,
        seq: h.seq,
        prev: h.prev,
        hlc: h.hlc,
        wall: h.wall,
        kind: h.kind,
        kind_ver: h.kind_ver,
        flags: h.flags,
        class: h.class,
        batch_left: h.batch_left,
        session: h.session,
        subject: h.subject,
        refs: h.refs,
        body: entry.body().unwrap().clone(),
    }
}

/// Index of an entry that is the only one of its commit, at or after `from`, with a body that is not kept.
fn single(scene: &Scene, from: usize) -> usize {
    let chain = scene.chain();
    (from..chain.len())
        .find(|at| {
            let h = chain[*at].header();
            h.batch_left == 0 && chain[at - 1].header().batch_left == 0 && !is_body_kept(h.kind)
        })
        .unwrap()
}

/// An attack by its name in the document, and what it leaves.
type Attack = (&'static str, fn(&Scene) -> Left);

fn attacks() -> Vec<Attack> {
    vec![
        ("none", |s| s.records(|_| {})),
        ("header-byte", |s| {
            s.records(|r| r[s.second + 1].header[90] ^= 1)
        }),
        ("signature-byte", |s| {
            s.records(|r| r[s.second + 1].signature[3] ^= 1)
        }),
        ("body-byte", |s| {
            s.records(|r| r[s.second + 1].body.as_mut().unwrap()[20] ^= 1)
        }),
        ("body-swapped", |s| {
            s.records(|r| {
                let other = r[s.second + 2].body.clone();
                r[s.second + 1].body = other;
            })
        }),
        ("body-erased", |s| {
            s.records(|r| r[single(s, s.second)].body = None)
        }),
        ("kept-body-removed", |s| {
            s.records(|r| r[s.second].body = None)
        }),
        ("entry-deleted", |s| {
            s.records(|r| drop(r.remove(s.second + 1)))
        }),
        ("entries-swapped", |s| {
            s.records(|r| r.swap(s.second + 1, s.second + 2))
        }),
        ("entry-inserted", |s| {
            s.records(|r| {
                let at = single(s, s.second);
                let mut draft = redraft(&s.chain()[at]);
                draft.class = 1;
                let forged = draft.sign(&SigningKey::from_bytes(&[9; 32])).unwrap();
                r.insert(at, Record::from(&forged));
            })
        }),
        ("entry-replaced-other-key", |s| {
            s.records(|r| {
                let mut draft = redraft(&s.chain()[s.second + 1]);
                draft.wall.ms += 1;
                r[s.second + 1] =
                    Record::from(&draft.sign(&SigningKey::from_bytes(&[9; 32])).unwrap());
            })
        }),
        ("tail-other-key", |s| {
            s.entries(
                &s.resigned(s.second, &SigningKey::from_bytes(&[9; 32]), |_, d| {
                    d.wall.ms += 1
                }),
            )
        }),
        ("last-entry-deleted", |s| {
            s.records(|r| {
                let mut len = r.len() - 1;
                while s.chain()[len - 1].header().batch_left > 0 {
                    len -= 1;
                }
                r.truncate(len);
            })
        }),
        ("tail-deleted", |s| {
            s.records(|r| r.truncate(usize::try_from(s.paper).unwrap()))
        }),
        ("all-deleted", |s| s.records(Vec::clear)),
        ("old-copy-with-its-anchor", |s| {
            let mut left = s.records(|r| r.truncate(usize::try_from(s.paper).unwrap()));
            let head = &s.chain()[usize::try_from(s.paper).unwrap() - 1];
            left.anchor_file = Some((head.header().seq, head.hash()));
            left
        }),
        ("open-session-rewritten-device-key", |s| {
            let key = s.lab.desks[0].key.clone();
            s.entries(&s.resigned(s.third, &key, |_, d| d.wall.ms += 3_600_000))
        }),
        ("closed-session-rewritten-device-key", |s| {
            let key = s.lab.desks[0].key.clone();
            s.entries(&s.resigned(s.second + 1, &key, |_, d| d.wall.ms += 3_600_000))
        }),
        ("chain-rewritten-device-key", |s| {
            rebuilt(s, |lab, len| {
                while lab.desks[0].chain.len() < len {
                    let body = desk::SignInFailed {
                        attempts: 1,
                        first_ms: 1,
                        last_ms: 2,
                    };
                    let (key, device) = (lab.desks[0].key.clone(), lab.desks[0].device);
                    lab.desks[0].commit(&mut lab.dice, Id::ZERO, &key, vec![(body.into(), device)]);
                }
            })
        }),
        ("chain-rewritten-device-and-own-key", |s| {
            rebuilt(s, |lab, len| {
                let manager = lab.manager.clone();
                let session = lab.desks[0].open(&mut lab.dice, &manager);
                while lab.desks[0].chain.len() < len {
                    lab.act(0, session, &mut Vec::new());
                }
            })
        }),
        ("session-invented", |s| {
            s.with(|lab, _| {
                let mut thief = lab.registrar.clone();
                thief.key = lab.desks[0].key.clone();
                invent(lab, &thief);
            })
        }),
        ("session-invented-with-new-key", |s| {
            s.with(|lab, session| {
                let mut thief = lab.manager.clone();
                thief.key = lab.desks[0].key.clone();
                let event = staff_key(&thief, lab.desks[0].device, Some(thief.staff));
                let (key, org) = (thief.key.clone(), lab.org);
                lab.desks[0].commit(&mut lab.dice, session, &key, vec![(event.into(), org)]);
            })
        }),
        ("session-end-forged", |s| {
            s.with(|lab, session| {
                let mut thief = lab.registrar.clone();
                thief.key = lab.desks[0].key.clone();
                lab.desks[0].close(&mut lab.dice, &thief, session);
            })
        }),
        ("entry-after-session-end", |s| {
            s.with(|lab, session| {
                let registrar = lab.registrar.clone();
                lab.desks[0].close(&mut lab.dice, &registrar, session);
                lab.act(0, session, &mut Vec::new());
            })
        }),
        ("entry-after-crash", |s| {
            s.with(|lab, session| {
                lab.desks[0].crash(&mut lab.dice, session);
                lab.act(0, session, &mut Vec::new());
            })
        }),
        ("role-not-held", |s| {
            s.with(|lab, session| {
                let (key, subject) = (lab.desks[0].key.clone(), lab.dice.id());
                lab.desks[0].commit(
                    &mut lab.dice,
                    session,
                    &key,
                    vec![(described().into(), subject)],
                );
            })
        }),
        ("role-self-given", |s| {
            s.with(|lab, _| {
                let registrar = lab.registrar.clone();
                let (org, key) = (lab.org, lab.desks[0].key.clone());
                let event = role(&registrar, Role::Manager, None);
                lab.desks[0].commit(&mut lab.dice, Id::ZERO, &key, vec![(event.into(), org)]);
            })
        }),
        ("roster-of-before", |s| {
            s.with(|lab, _| {
                let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
                let (org, before) = (lab.org, lab.desks[0].tips(lab.org));
                let session = lab.desks[0].open(&mut lab.dice, &manager);
                let event = removed(&registrar, Some(manager.staff));
                lab.desks[0].commit(
                    &mut lab.dice,
                    session,
                    &manager.key,
                    vec![(event.into(), org)],
                );
                lab.desks[0].close(&mut lab.dice, &manager, session);
                lab.desks[0].open_under(&mut lab.dice, &registrar, before);
            })
        }),
        ("role-in-another-session", |s| {
            s.with(|lab, session| {
                let (manager, registrar) = (lab.manager.clone(), lab.registrar.clone());
                let event = role(&registrar, Role::Manager, Some(manager.staff));
                let org = lab.org;
                lab.desks[0].commit(
                    &mut lab.dice,
                    session,
                    &manager.key,
                    vec![(event.into(), org)],
                );
            })
        }),
        ("class-changed", |s| {
            s.entries(&s.resigned(s.third, &s.lab.desks[0].key, |_, d| d.class = 7))
        }),
        ("hlc-back", |s| {
            s.entries(&s.resigned(s.third, &s.lab.desks[0].key, |at, d| {
                if at == s.third + 1 {
                    d.hlc.0 -= 1 << 40;
                }
            }))
        }),
        ("hlc-beyond", |s| {
            s.records(|r| r[s.third].header[76] |= 0x80)
        }),
        ("commit-torn-inside", |s| {
            s.with(|lab, session| {
                let device = lab.desks[0].device;
                let event = Event::from(crate::event::disclosure::ListOpened { list: 1 });
                let draft = lab.desks[0].draft(&mut lab.dice, session, &event, session, 1);
                lab.desks[0].store(draft);
                let event = Event::from(desk::SignInFailed {
                    attempts: 1,
                    first_ms: 1,
                    last_ms: 2,
                });
                let draft = lab.desks[0].draft(&mut lab.dice, Id::ZERO, &event, device, 0);
                lab.desks[0].store(draft);
            })
        }),
        ("commit-torn-at-the-end", |s| {
            s.records(|r| {
                let last = (0..r.len())
                    .rev()
                    .find(|at| s.chain()[*at].header().batch_left > 0)
                    .unwrap();
                r.truncate(last + 1);
            })
        }),
        ("fork", |s| {
            s.records(|r| {
                let mut draft = redraft(&s.chain()[s.third]);
                draft.wall.ms += 1;
                r.push(Record::from(&draft.sign(&s.lab.desks[0].key).unwrap()));
            })
        }),
        ("foreign-entry", |s| {
            s.entries(&s.resigned(s.third, &s.lab.desks[0].key, |_, d| d.org = Id([9; 16])))
        }),
        ("foreign-journal", |_| {
            let other = Lab::found(8);
            let desk = &other.desks[0];
            Left {
                org: other.org,
                desk: desk.device,
                records: desk.chain.iter().map(Record::from).collect(),
                anchor_file: None,
            }
        }),
        ("newer-header", |s| s.records(|r| r[s.third].header[3] = 2)),
        ("newer-kind", |s| {
            s.with(|lab, session| {
                let event = Event::from(crate::event::disclosure::ListOpened { list: 1 });
                let mut draft = lab.desks[0].draft(&mut lab.dice, session, &event, session, 0);
                draft.kind = 0x03BF;
                lab.desks[0].store(draft);
            })
        }),
    ]
}

/// A session without the person's knowledge.
fn invent(lab: &mut Lab, thief: &super::lab::Person) {
    lab.desks[0].open(&mut lab.dice, thief);
}

/// The founding commit as it was, everything after it written anew to the same length.
fn rebuilt(scene: &Scene, fill: impl FnOnce(&mut Lab, usize)) -> Left {
    let mut lab = Lab::found(7);
    lab.dice = Dice::new(99);
    fill(&mut lab, scene.chain().len());
    assert_eq!(
        lab.desks[0].chain[4],
        scene.chain()[4],
        "the founding commit is the same"
    );
    scene.entries(&lab.desks[0].chain)
}

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

/// What both verifiers must agree on.
pub fn essence(report: &Value) -> Value {
    let chains: Vec<_> = report["chains"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            json!([
                c["device"],
                c["entries"],
                c["head"],
                c["anchored"],
                c["finding"]
            ])
        })
        .collect();
    json!({ "finding": report["finding"], "chains": chains })
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
    for ((what, rust), python) in reports.iter().zip(python(&jobs, false)) {
        assert_eq!(essence(&value(rust)), essence(&python), "{what}");
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

//! `docs/journal-format.md` and `docs/verify_journal.py` say what the code says.

#![allow(clippy::unwrap_used)]

use std::process::Command;

use serde_json::{Value, json};

use crate::domain::consent::Purpose;
use crate::domain::document::DocumentType;
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::state::Outcome;
use crate::domain::otp::Aim;
use crate::domain::patient::alike::Reason;
use crate::event::consent::channel;
use crate::event::desk::{closing, reason};
use crate::event::disclosure::{action, document, group, list};
use crate::event::kinds::{Fold, REGISTRY, Role, SessionRule};
use crate::event::patient::field;

fn file(path: &str) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    std::fs::read_to_string(format!("{root}{path}")).unwrap()
}

/// The rows between two marks, as cells.
fn table(mark: &str) -> Vec<Vec<String>> {
    let document = file("docs/journal-format.md");
    let mark = format!("<!-- {mark} -->");
    let part = document.split(mark.as_str()).nth(1).unwrap();
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let cells = line.trim_matches('|').split('|');
        cells
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect()
    })
    .collect()
}

#[test]
fn the_kinds_of_the_document_are_the_registry() {
    let yes = |v: bool| if v { "yes" } else { "no" }.to_owned();
    let name = |v: &dyn std::fmt::Debug| format!("{v:?}").to_lowercase();
    let registry: Vec<Vec<String>> = REGISTRY
        .iter()
        .map(|row| {
            let roles: Vec<_> = row.roles.iter().map(|role| name(role)).collect();
            vec![
                format!("{:#06X}", row.number).replace("0X", "0x"),
                row.name.to_owned(),
                name(&row.subject),
                name(&row.fold),
                row.class.to_string(),
                yes(row.critical),
                yes(row.deny),
                name(&row.session),
                if roles.is_empty() {
                    "—".to_owned()
                } else {
                    roles.join(", ")
                },
                yes(row.body_kept),
                row.version.to_string(),
            ]
        })
        .collect();
    assert_eq!(table("kinds"), registry);
}

#[test]
fn the_bodies_of_the_document_name_every_kind_and_its_fields_in_order() {
    let bodies = table("bodies");
    let names: Vec<_> = bodies.iter().map(|row| row[0].as_str()).collect();
    let registered: Vec<_> = REGISTRY.iter().map(|row| row.name).collect();
    assert_eq!(names, registered);
    let sources = [
        "consent",
        "desk",
        "disclosure",
        "erasure",
        "exchange",
        "expected",
        "lab",
        "notice",
        "order",
        "otp",
        "patient",
        "reading",
        "relation",
        "roster",
        "service",
    ]
    .map(|noun| file(&format!("crates/core/src/event/{noun}.rs")))
    .concat();
    for row in &bodies {
        let camel: String = row[0]
            .split('_')
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect();
        let body = sources.split(&format!("    {camel} {{\n")).nth(1).unwrap();
        let fields: Vec<_> = body
            .lines()
            .take_while(|line| *line != "    }")
            .filter_map(|line| line.trim().split_once(": "))
            .filter(|(name, _)| {
                name.chars()
                    .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
            })
            .map(|(name, _)| name)
            .collect();
        let documented: Vec<_> = row[1]
            .split(", ")
            .filter_map(|f| f.split_once(' '))
            .map(|(name, _)| name)
            .filter(|name| !name.ends_with(','))
            .collect();
        let documented: Vec<_> = documented
            .into_iter()
            .filter(|name| fields.contains(name))
            .collect();
        assert_eq!(documented, fields, "{}", row[0]);
    }
}

/// A stranger decodes every body with the page alone: no coded number without its row.
#[test]
fn every_small_number_of_a_body_is_explained() {
    let explained: Vec<_> = table("numbers")
        .iter()
        .map(|row| format!("{} {}", row[0], row[1]))
        .collect();
    let coded: Vec<_> = table("bodies")
        .iter()
        .flat_map(|row| {
            let kind = row[0].clone();
            let fields = row[1].split(", ").filter_map(|field| field.split_once(' '));
            let coded = fields.filter(|(name, shape)| {
                matches!(*shape, "u8" | "[u8]" | "[(u8") && *name != "years" || *name == "others"
            });
            let coded = coded.map(|(name, _)| format!("{kind} {name}"));
            coded.collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(explained, coded);
}

#[test]
fn the_numbers_of_the_document_are_those_of_the_code() {
    let codes = |kind: &str, field: &str| {
        let row = table("numbers")
            .into_iter()
            .find(|row| row[0] == kind && row[1] == field);
        row.unwrap()[2].clone()
    };
    for (kind, field, known) in [
        (
            "genesis",
            "reason",
            vec![reason::NEW, reason::RESTORED, reason::REPLACED],
        ),
        (
            "session_closed",
            "reason",
            vec![closing::LOCKED, closing::CRASH, closing::CALL],
        ),
        (
            "role_set",
            "role",
            [Role::NONE]
                .into_iter()
                .chain(Role::ALL.map(|role| role as u8))
                .collect(),
        ),
        (
            "patient_registered",
            "others",
            Reason::ALL.iter().map(|reason| reason.code()).collect(),
        ),
        (
            "consent_given",
            "purposes",
            Purpose::ALL.map(Purpose::code).to_vec(),
        ),
        (
            "consent_withdrawn",
            "channel",
            vec![
                channel::COUNTER,
                channel::PAPER,
                channel::POST,
                channel::EMAIL,
            ],
        ),
        (
            "notice_queued",
            "channel",
            NoticeChannel::ALL.map(NoticeChannel::code).to_vec(),
        ),
        (
            "notice_answered",
            "outcome",
            Outcome::ALL.map(Outcome::code).to_vec(),
        ),
        ("otp_sending", "aim", Aim::ALL.map(Aim::code).to_vec()),
        (
            "list_opened",
            "list",
            vec![
                list::SEARCH,
                list::TODAY,
                list::LOOKALIKES,
                list::JOURNAL,
                list::DRAFT,
                list::EXPECTED,
                list::FAMILY,
                list::LEGACY,
                list::ORDERS,
                list::NOTICES,
            ],
        ),
        (
            "card_opened",
            "groups",
            [group::SHOWN.as_slice(), &group::IN_FULL].concat(),
        ),
        (
            "document_released",
            "document",
            vec![
                document::CONSENT,
                document::RECEIPT,
                document::EVIDENCE,
                document::KIT,
                document::EXPECTED,
                document::CONTROL,
                document::SEEN,
                document::LEGACY,
                document::REQUEST,
                document::SERVICES,
                document::LABEL,
                document::SLIP,
                document::READY,
                document::ACT,
            ],
        ),
        (
            "document_released",
            "action",
            vec![action::PREVIEW, action::SAVE, action::PRINT],
        ),
    ] {
        let said: Vec<u8> = codes(kind, field)
            .split([',', ':', ' '])
            .filter_map(|word| word.parse().ok())
            .collect();
        assert_eq!(said, known, "{kind} {field}");
    }
    let fields: Vec<_> = table("fields")
        .iter()
        .map(|row| (row[0].parse().unwrap(), row[1].clone()))
        .collect();
    let known: Vec<(u8, String)> = field::ALL
        .iter()
        .map(|(code, name)| (*code, (*name).to_owned()))
        .collect();
    assert_eq!(fields, known);
    let types = DocumentType::ALL
        .map(|kind| format!("`{}`", kind.text()))
        .join(", ");
    assert!(file("docs/journal-format.md").contains(&types), "{types}");
}

#[test]
fn the_table_of_the_script_is_the_registry() {
    let script = "import sys, json\nsys.dont_write_bytecode = True\nsys.path.insert(0, sys.argv[1])\nimport verify_journal as v\n\
        print(json.dumps([[n, *map(lambda x: list(x) if isinstance(x, tuple) else x, s[:5]), s[6] is not None] for n, s in sorted(v.KINDS.items())]))";
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
    let output = Command::new("python3")
        .args(["-c", script, docs])
        .output()
        .unwrap();
    let script: Value = serde_json::from_slice(&output.stdout).unwrap();
    let registry: Vec<Value> = REGISTRY
        .iter()
        .map(|row| {
            let session = match row.session {
                SessionRule::Required => "required",
                SessionRule::None => "none",
                SessionRule::Either => "either",
            };
            let roles: Vec<u8> = row.roles.iter().map(|role: &Role| *role as u8).collect();
            json!([
                row.number,
                u8::from(row.fold == Fold::Ordered),
                row.class,
                row.flags(),
                session,
                roles,
                row.body_kept
            ])
        })
        .collect();
    assert_eq!(script, Value::from(registry));
}

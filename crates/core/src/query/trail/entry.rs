//! One entry in full: the signed header, what the body says, and whether the signature holds.

use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::rows::field_name;
use super::{Found, place};
use crate::event::Event;
use crate::id::Hash;
use crate::journal::log::LogError;
use crate::journal::{Entry, Header};
use crate::projection::roster::Roster;
use crate::view::{EntryField, EntryView};
use crate::words::Lang;

/// The longest value that is shown; a policy's text is read elsewhere.
const LONGEST: usize = 2_000;

/// An entry in full, none where there is none. What its body says of a person is for the door to note.
pub fn entry(
    conn: &Connection,
    roster: &Roster,
    hash: Hash,
    lang: Lang,
) -> Result<Option<(EntryView, Header)>, LogError> {
    let row: Option<i64> = conn
        .prepare_cached("SELECT rowid FROM x_graph WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    let (Some(row), Some(place)) = (row, place(conn, hash)?) else {
        return Ok(None);
    };
    let Some((row, entry)) = super::line(conn, roster, Found { place, row }, lang)? else {
        return Ok(None);
    };
    let event = Event::of(&entry);
    let view = EntryView {
        row,
        header: header(&entry),
        body: event
            .as_ref()
            .map(|event| body(event, lang))
            .unwrap_or_default(),
        has_body: entry.body().is_some(),
        is_unknown: entry.body().is_some() && event.is_none(),
        signature: signature(roster, &entry).to_owned(),
    };
    Ok(Some((view, entry.header().clone())))
}

/// Tried on the stored bytes, with the key under which the desk was enrolled.
fn signature(roster: &Roster, entry: &Entry) -> &'static str {
    let key = roster
        .key_of(entry.header().device)
        .and_then(|key| VerifyingKey::from_bytes(&key.0).ok());
    match key {
        Some(key) if entry.verify(&key).is_ok() => "valid",
        Some(_) => "broken",
        None => "no_key",
    }
}

fn header(entry: &Entry) -> Vec<EntryField> {
    let h = entry.header();
    let refs: Vec<String> = h.refs.iter().map(Hash::to_string).collect();
    let kind = crate::event::kinds::spec(h.kind).map_or("?", |spec| spec.name);
    [
        ("hash", entry.hash().to_string()),
        ("device", h.device.to_string()),
        ("seq", h.seq.to_string()),
        ("prev", h.prev.to_string()),
        ("wall", h.wall.rfc3339()),
        ("hlc", format!("{}.{}", h.hlc.ms(), h.hlc.0 & 0xffff)),
        ("kind", format!("0x{:04X} {kind}", h.kind)),
        ("kind_ver", h.kind_ver.to_string()),
        ("flags", h.flags.to_string()),
        ("class", h.class.to_string()),
        ("batch_left", h.batch_left.to_string()),
        ("session", h.session.to_string()),
        ("subject", h.subject.to_string()),
        ("commit", h.commit.to_string()),
        ("body_len", h.body_len.to_string()),
        ("refs", refs.join(" ")),
        ("signature", hex::encode(entry.signature())),
    ]
    .into_iter()
    .map(|(name, value)| EntryField {
        name: name.to_owned(),
        value,
    })
    .collect()
}

fn body(event: &Event, lang: Lang) -> Vec<EntryField> {
    let mut fields = Vec::new();
    let of_card = match event {
        Event::PatientRegistered(body) => &body.fields[..],
        Event::PatientImported(body) => &body.fields[..],
        Event::PatientAmended(body) => &body.fields[..],
        _ => &[],
    };
    let words = of_card.iter().map(|(code, value)| EntryField {
        name: field_name(lang, *code),
        value: value.clone().unwrap_or_default(),
    });
    fields.extend(words);
    if let Ok(Value::Object(members)) = serde_json::to_value(event) {
        let said = |name: &str| name == "kind" || (name == "fields" && !of_card.is_empty());
        for (name, value) in members.iter().filter(|(name, _)| !said(name)) {
            flatten(name, value, &mut fields);
        }
    }
    fields
}

fn flatten(name: &str, value: &Value, out: &mut Vec<EntryField>) {
    let text = match value {
        Value::Null => return,
        Value::Object(members) => {
            for (inner, value) in members {
                flatten(&format!("{name}.{inner}"), value, out);
            }
            return;
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let value = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    out.push(EntryField {
        name: name.to_owned(),
        value,
    });
}

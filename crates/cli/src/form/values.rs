//! The values of a request form from a JSON object: which keys there are, what each takes, and everything that is wrong
//! at once. A value is never repeated in an error; a key is, because it is what the caller looks for.

use std::path::Path;

use serde_json::{Map, Value};
use tirkeu_core::domain::text::TEXT_TOO_LONG;
use tirkeu_core::error::Refusal;
use tirkeu_forms::{Both, Director, Operator, ReplyWay, RequestData, RequestKind, RequestWording};

use crate::exit::{Failure, INPUT_KEY_TEXT, INPUT_KEY_UNKNOWN, INPUT_KEY_VALUE};
use crate::input;

/// The part that the file plays, as errors name it.
const VALUES: &str = "values";
/// Longest value in characters: pages of an address, not a book.
const LONGEST: usize = 4_000;
/// Longest key that an error repeats.
const LONGEST_KEY: usize = 40;

type Put = fn(&mut RequestData, String);

/// Every key that takes a text, in the order of the form.
const TEXTS: &[(&str, Put)] = &[
    ("organisation_kk", |sheet, text| {
        sheet.operator.name.kk = text
    }),
    ("organisation_ru", |sheet, text| {
        sheet.operator.name.ru = text
    }),
    ("director_kk", |sheet, text| {
        sheet.director.nominative.kk = text
    }),
    ("director_ru", |sheet, text| {
        sheet.director.nominative.ru = text
    }),
    ("director_dative_kk", |sheet, text| {
        sheet.director.dative.kk = text
    }),
    ("director_dative_ru", |sheet, text| {
        sheet.director.dative.ru = text
    }),
    ("name", |sheet, text| sheet.name = text),
    ("document_kk", |sheet, text| sheet.document.kk = text),
    ("document_ru", |sheet, text| sheet.document.ru = text),
    ("document_number", |sheet, text| {
        sheet.document_number = text
    }),
    ("document_issued_on", |sheet, text| {
        sheet.document_issued_on = text
    }),
    ("document_issued_by", |sheet, text| {
        sheet.document_issued_by = text
    }),
    ("iin", |sheet, text| sheet.iin = text),
    ("address", |sheet, text| sheet.address = text),
    ("phone", |sheet, text| sheet.phone = text),
    ("email", |sheet, text| sheet.email = text),
    ("grounds_kk", |sheet, text| sheet.grounds.kk = text),
    ("grounds_ru", |sheet, text| sheet.grounds.ru = text),
    ("facts", |sheet, text| sheet.facts = text),
    ("information", |sheet, text| sheet.information = text),
    ("reason", |sheet, text| sheet.reason = text),
    ("reply_post", |sheet, text| sheet.reply_post = text),
    ("reply_email", |sheet, text| sheet.reply_email = text),
    ("signed_on", |sheet, text| sheet.signed_on = text),
    ("number", |sheet, text| sheet.number = text),
    ("received_on", |sheet, text| sheet.received_on = text),
    ("due_on", |sheet, text| sheet.due_on = text),
];

const KINDS: &[(&str, RequestKind)] = &[
    ("initial", RequestKind::Initial),
    ("repeated", RequestKind::Repeated),
];
const WAYS: &[(&str, ReplyWay)] = &[("post", ReplyWay::Post), ("email", ReplyWay::Email)];

/// The object in a file, or on standard input.
pub fn read(path: &Path) -> Result<Map<String, Value>, Failure> {
    match input::json(Some(path), VALUES)? {
        Value::Object(values) => Ok(values),
        _ => Err(Failure::Input(VALUES)),
    }
}

/// The form with these values; what is not among them stays a line for a pen.
pub fn sheet(wording: RequestWording, values: Map<String, Value>) -> Result<RequestData, Failure> {
    let mut sheet = RequestData::blank(wording, Operator::unknown(), Director::default());
    let mut wrong = Vec::new();
    for (at, (key, value)) in values.into_iter().enumerate() {
        wrong.extend(put(&mut sheet, (at, &key), value).err());
    }
    if !wrong.is_empty() {
        return Err(Failure::Values(wrong));
    }
    one_for_both(&mut sheet.document);
    one_for_both(&mut sheet.grounds);
    Ok(sheet)
}

fn put(sheet: &mut RequestData, (at, key): (usize, &str), value: Value) -> Result<(), Refusal> {
    if let Some((key, put)) = TEXTS.iter().find(|(name, _)| *name == key) {
        let Value::String(text) = value else {
            return Err(Refusal::at(key, INPUT_KEY_TEXT));
        };
        if text.chars().count() > LONGEST {
            return Err(Refusal::at(key, TEXT_TOO_LONG).with("limit", LONGEST));
        }
        put(sheet, text);
        return Ok(());
    }
    match key {
        "kind" => sheet.kind = Some(one_of("kind", KINDS, &value)?),
        "reply" => {
            let Value::Array(ways) = value else {
                return Err(none_of("reply", WAYS));
            };
            for way in &ways {
                sheet.reply.push(one_of("reply", WAYS, way)?);
            }
        }
        unknown => return Err(Refusal::new(INPUT_KEY_UNKNOWN).with("key", shown(at, unknown))),
    }
    Ok(())
}

fn one_of<T: Copy>(key: &'static str, known: &[(&str, T)], value: &Value) -> Result<T, Refusal> {
    let found = known.iter().find(|(name, _)| value.as_str() == Some(*name));
    found
        .map(|(_, meant)| *meant)
        .ok_or_else(|| none_of(key, known))
}

fn none_of<T>(key: &'static str, known: &[(&str, T)]) -> Refusal {
    let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    Refusal::at(key, INPUT_KEY_VALUE).with("values", names.join(", "))
}

/// A key as it was written where it may be one; what may be somebody's number is only counted.
fn shown(at: usize, key: &str) -> String {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let plain = |c: char| c.is_alphanumeric() || ['_', '-'].contains(&c);
    if key.chars().count() <= LONGEST_KEY && digits < 4 && key.chars().all(plain) {
        key.to_owned()
    } else {
        format!("№ {}", at + 1)
    }
}

/// A value given in one language only stands in both.
fn one_for_both(text: &mut Both) {
    if text.kk.is_empty() {
        text.kk.clone_from(&text.ru);
    } else if text.ru.is_empty() {
        text.ru.clone_from(&text.kk);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    fn made(values: Value) -> Result<RequestData, Vec<(Option<&'static str>, &'static str)>> {
        let Value::Object(values) = values else {
            unreachable!()
        };
        sheet(RequestWording::Both, values).map_err(|failure| {
            let said = |no: Refusal| (no.field, no.code.0);
            failure.refusals().into_iter().map(said).collect()
        })
    }

    #[test]
    fn every_key_reaches_a_line_of_its_own() {
        let all: Map<_, _> = TEXTS
            .iter()
            .map(|(key, _)| ((*key).to_owned(), json!(key)))
            .collect();
        let sheet = made(Value::Object(all)).unwrap();
        let said = serde_json::to_string(&sheet).unwrap();
        for (key, _) in TEXTS {
            assert_eq!(
                said.matches(&format!(":\"{key}\"")).count(),
                1,
                "{key}: {said}"
            );
        }
        let ticked = made(json!({ "kind": "repeated", "reply": ["email", "post"] })).unwrap();
        assert_eq!(ticked.kind, Some(RequestKind::Repeated));
        assert_eq!(ticked.reply, [ReplyWay::Email, ReplyWay::Post]);
        let grounds = made(json!({ "grounds_ru": "доверенность" }))
            .unwrap()
            .grounds;
        assert_eq!(grounds.kk, "доверенность");
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let no = made(json!({
            "name": 7, "adress": "", "kind": "first", "reply": "post", "phone": "1".repeat(4001),
        }))
        .unwrap_err();
        for wanted in [
            (Some("name"), "input-key-text"),
            (None, "input-key-unknown"),
            (Some("kind"), "input-key-value"),
            (Some("reply"), "input-key-value"),
            (Some("phone"), "text-too-long"),
        ] {
            assert!(no.contains(&wanted), "{wanted:?} in {no:?}");
        }
        assert_eq!(no.len(), 5);
        assert_eq!(shown(0, "adress"), "adress");
        assert_eq!(
            shown(2, "910312400121"),
            "№ 3",
            "a number may be somebody's"
        );
        assert_eq!(shown(0, "Ахметова Айгерим"), "№ 1");
    }
}

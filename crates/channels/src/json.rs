//! Replies of gateways: numbers and strings are taken as they are written, because an id may be either and may be longer
//! than a number of a computer holds, and a price is a decimal fraction.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Longer is no id and no amount.
const LONGEST: usize = 64;

/// What a string or a number says, letter by letter; None for anything else, or nothing.
pub(crate) fn told(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    let told = match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok()?,
        b'-' | b'0'..=b'9' => raw.to_owned(),
        _ => return None,
    };
    let is_word = !told.is_empty() && told.len() <= LONGEST && !told.contains(char::is_control);
    is_word.then_some(told)
}

/// A whole number, also where it stands in quotes.
pub(crate) fn number(raw: Option<&RawValue>) -> Option<i64> {
    told(raw)?.trim().parse().ok()
}

/// The parts of a list, or of an object that stands for a list; an object with this key is the only part itself.
pub(crate) fn parts<'a>(raw: Option<&'a RawValue>, key: &str) -> Vec<&'a RawValue> {
    let Some(raw) = raw else {
        return Vec::new();
    };
    if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(raw.get()) {
        return list;
    }
    match serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.get()) {
        Ok(object) if object.contains_key(key) => vec![raw],
        Ok(object) => object.into_values().collect(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::{number, parts, told};

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn an_id_is_kept_letter_by_letter() {
        let cases = [
            ("18446744073709551617", Some("18446744073709551617")),
            ("\"9007199254740993\"", Some("9007199254740993")),
            ("1.40", Some("1.40")),
            ("\"\"", None),
            ("null", None),
            ("[1]", None),
            ("\"a\\nb\"", None),
        ];
        for (json, expected) in cases {
            assert_eq!(told(Some(&raw(json))).as_deref(), expected, "{json}");
        }
        assert_eq!(number(Some(&raw("\"-3\""))), Some(-3));
    }

    #[test]
    fn a_list_may_be_written_as_an_object() {
        let list = r#"{"5":{"id":1},"7":{"id":2}}"#;
        assert_eq!(parts(Some(&raw(list)), "id").len(), 2);
        assert_eq!(
            parts(Some(&raw(r#"{"id":1,"status":"NEW"}"#)), "id").len(),
            1
        );
        assert_eq!(parts(Some(&raw(r#"[{"id":1},{"id":2}]"#)), "id").len(), 2);
        assert_eq!(parts(Some(&raw("null")), "id").len(), 0);
    }
}

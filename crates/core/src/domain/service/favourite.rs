//! Nine services that the laboratory keeps at hand, one for each of the digits.

use std::collections::BTreeSet;

use super::code;
use crate::error::Refusal;

crate::codes! {
    /// No service of the list in force has this code.
    FAVOURITE_UNKNOWN = "favourite-unknown";
    /// The service stands at another digit already.
    FAVOURITE_TWICE = "favourite-twice";
}

/// How many there are.
pub const SLOTS: usize = 9;

/// Fields of the nine, for refusals.
pub const FIELDS: [&str; SLOTS] = [
    "favourite_1",
    "favourite_2",
    "favourite_3",
    "favourite_4",
    "favourite_5",
    "favourite_6",
    "favourite_7",
    "favourite_8",
    "favourite_9",
];

/// Judges nine codes as typed, the empty ones left empty. `offered` says how the list writes the code of a key.
pub fn check(
    typed: &[String],
    offered: impl Fn(&str) -> Option<String>,
) -> Result<Vec<String>, Vec<Refusal>> {
    let mut no = Vec::new();
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(SLOTS);
    for (at, field) in FIELDS.into_iter().enumerate() {
        let code = typed.get(at).map_or("", |code| code.trim());
        let key = code::key(code);
        if code.is_empty() {
            out.push(String::new());
            continue;
        }
        match offered(&key) {
            None => no.push(Refusal::at(field, FAVOURITE_UNKNOWN)),
            Some(_) if !seen.insert(key) => no.push(Refusal::at(field, FAVOURITE_TWICE)),
            Some(code) => out.push(code),
        }
    }
    if no.is_empty() { Ok(out) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_is_a_service_of_the_list_and_no_service_has_two() {
        let offered = |key: &str| (key == "OAK" || key == "TTГ").then(|| key.to_owned());
        let typed = |codes: &[&str]| {
            codes
                .iter()
                .map(|code| (*code).to_owned())
                .collect::<Vec<_>>()
        };
        let set = check(&typed(&["оак", "", "ТТГ"]), offered).unwrap();
        assert_eq!(
            (set.len(), set[0].as_str(), set[1].as_str()),
            (9, "OAK", "")
        );
        let no = check(&typed(&["ОАК", "нет", "oak"]), offered).unwrap_err();
        let told: Vec<_> = no.iter().map(|no| (no.field.unwrap(), no.code)).collect();
        assert_eq!(
            told,
            [
                ("favourite_2", FAVOURITE_UNKNOWN),
                ("favourite_3", FAVOURITE_TWICE)
            ]
        );
    }
}

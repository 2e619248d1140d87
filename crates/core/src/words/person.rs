//! How a person is called on paper: surname, name, patronymic; a newborn without a name by the mother's surname;
//! somebody whom nobody knows by a word.

use std::collections::BTreeMap;

use super::{Lang, text};
use crate::domain::patient::CardKind;
use crate::event::patient::field;

/// The name in one language, from the fields of a card. Names are never declined.
pub fn name(lang: Lang, fields: &BTreeMap<u8, String>) -> String {
    let get = |name: u8| fields.get(&name).map(String::as_str).unwrap_or_default();
    let parts = [field::SURNAME, field::NAME, field::PATRONYMIC].map(get);
    let full = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let kind = CardKind::parse(get(field::CARD_KIND)).unwrap_or(CardKind::Ordinary);
    match (kind, get(field::NAME)) {
        (CardKind::Newborn, "") => {
            let key = match get(field::NEWBORN_NUMBER) {
                "" => "person-newborn",
                _ => "person-newborn-number",
            };
            let number = get(field::NEWBORN_NUMBER);
            text(lang, key, &[("surname", &full), ("number", number)])
        }
        (_, "") if full.is_empty() => text(lang, "person-unknown", &[]),
        _ => full,
    }
}

//! Fixed sentences of the sheets: `locales/{kk,ru}/form.ftl`, resolved in both languages at once.
//!
//! A form gets the messages of its own area (`form-kit-…`) and the common ones; variables come
//! from its data. A missing word or variable is an error here, never a hole on paper.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Entry;
use serde_json::{Map, Value, json};
use unic_langid::{LanguageIdentifier, langid};

use crate::{Both, Form, FormError};

const KK: &str = include_str!("../../../locales/kk/form.ftl");
const RU: &str = include_str!("../../../locales/ru/form.ftl");

struct Words {
    ids: Vec<String>,
    bundle: FluentBundle<FluentResource>,
}

static WORDS: LazyLock<Result<[Words; 2], FormError>> =
    LazyLock::new(|| Ok([read(langid!("kk"), KK)?, read(langid!("ru"), RU)?]));

fn read(lang: LanguageIdentifier, text: &str) -> Result<Words, FormError> {
    let broken = |what: String| FormError::Words(format!("{lang}: {what}"));
    let resource = FluentResource::try_new(text.to_owned())
        .map_err(|(_, errors)| broken(format!("{errors:?}")))?;
    let ids = resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => Some(message.id.name.to_owned()),
            _ => None,
        })
        .collect();
    let mut bundle = FluentBundle::new_concurrent(vec![lang.clone()]);
    bundle.set_use_isolating(false);
    bundle
        .add_resource(resource)
        .map_err(|errors| broken(format!("{errors:?}")))?;
    Ok(Words { ids, bundle })
}

/// `{ "<key without form-<area>->": { "kk": …, "ru": … } }` for this form.
pub(crate) fn of(form: &Form) -> Result<Value, FormError> {
    let [kk, ru] = match &*WORDS {
        Ok(words) => words,
        Err(error) => return Err(FormError::Words(error.to_string())),
    };
    let own = format!("form-{}-", form.template());
    let values = values(form);
    let mut out = Map::new();
    for id in &kk.ids {
        let Some(key) = id
            .strip_prefix(&own)
            .or_else(|| id.strip_prefix("form-common-"))
        else {
            continue;
        };
        let kk = say(
            kk,
            id,
            values.iter().map(|(name, both)| (*name, both.kk.as_str())),
        )?;
        let ru = say(
            ru,
            id,
            values.iter().map(|(name, both)| (*name, both.ru.as_str())),
        )?;
        out.insert(key.to_owned(), json!({ "kk": kk, "ru": ru }));
    }
    Ok(Value::Object(out))
}

/// Variables of the sentences, by language.
fn values(form: &Form) -> Vec<(&'static str, Both)> {
    let same = |text: &str| Both::new(text, text);
    match form {
        Form::Receipt(sheet) => vec![
            ("address", sheet.operator.address.clone()),
            ("email", same(&sheet.operator.email)),
            ("days", same(&sheet.withdrawal_days)),
        ],
        Form::Request(sheet) => vec![
            ("org", or_gap(&sheet.operator.name)),
            ("director", or_gap(&sheet.director.dative)),
            ("nominative", or_gap(&sheet.director.nominative)),
        ],
        Form::Kit(_)
        | Form::Consent(_)
        | Form::EvidenceCard(_)
        | Form::Expected(_)
        | Form::Control(_)
        | Form::Seen(_)
        | Form::Label(_)
        | Form::Slip(_)
        | Form::Act(_)
        | Form::Registration(_)
        | Form::Reserved(_) => vec![],
    }
}

/// Room for a pen inside a sentence where a name is not known.
const GAP: &str = "____________________";

fn or_gap(text: &Both) -> Both {
    let or = |one: &String| {
        if one.is_empty() {
            GAP.to_owned()
        } else {
            one.clone()
        }
    };
    Both::new(or(&text.kk), or(&text.ru))
}

fn say<'a>(
    words: &'a Words,
    id: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<String, FormError> {
    let missing = || FormError::Words(id.to_owned());
    let pattern = words
        .bundle
        .get_message(id)
        .and_then(|m| m.value())
        .ok_or_else(missing)?;
    let args: FluentArgs = values.collect();
    let mut errors = vec![];
    let text = words
        .bundle
        .format_pattern(pattern, Some(&args), &mut errors)
        .into_owned();
    if errors.is_empty() {
        Ok(text)
    } else {
        Err(missing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_keys() {
        let [kk, ru] = WORDS.as_ref().unwrap();
        assert_eq!(kk.ids, ru.ids);
    }

    #[test]
    fn no_case_ending_hangs_on_a_variable() {
        let glued = KK.match_indices('}').any(|(at, _)| {
            let mut after = KK[at + 1..].chars();
            match after.next() {
                Some('-') => after.next().is_some_and(char::is_alphabetic),
                Some(c) => c.is_alphabetic(),
                None => false,
            }
        });
        assert!(
            !glued,
            "Kazakh words must not be declined by gluing an ending to a value"
        );
    }
}

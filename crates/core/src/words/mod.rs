//! Words: every sentence that a person reads, in Russian and in Kazakh.
//!
//! The sentences stand in `locales/<language>/<area>.ftl` (Fluent); this room embeds the areas that
//! Rust itself speaks and shows dates, numbers and sorted names the way each language does. Called
//! by `query`, `forms`, the command line and the window; `domain` and `journal` never call it, they
//! keep facts. No rule, no SQL and no clock may stand here. To add an area: write the file in both
//! languages and name it in [`AREAS`]; `tests/locales.rs` guards that the languages agree.
//!
//! Values come in as ready text (see [`dates`] and [`numbers`]). One exception: a whole number
//! named `n` or `…_n` chooses a Russian plural form; it is never printed, the printed number is a
//! value of its own: `text(Lang::Ru, key, &[("n", "5"), ("days", "5")])`.

pub mod consent_block;
pub mod dates;
pub mod numbers;
pub mod person;
pub mod policy;
pub mod sort;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::langid;

use crate::error::{Code, Refusal};

pub use consent_block::{
    BinKind, BlockFacts, Sentence, Subjects, checkbox_sentence, statutory_block,
};
pub(crate) use policy::{PolicyFields, law_digest, policy_template};

/// A language of the desk and of its papers.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Russian, `ru`.
    Ru,
    /// Kazakh, `kk`.
    Kk,
}

impl Lang {
    /// Both languages in the order of Kazakhstan's blanks: Kazakh above or left (Law on Languages, art. 21).
    pub const ALL: [Self; 2] = [Self::Kk, Self::Ru];

    /// `ru` or `kk`, as in file names and in the journal.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::Kk => "kk",
        }
    }

    /// The language of a tag, `None` for any other text.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "ru" => Some(Self::Ru),
            "kk" => Some(Self::Kk),
            _ => None,
        }
    }
}

/// One text in both languages, as it was typed or published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
}

impl Both {
    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ru => &self.ru,
            Lang::Kk => &self.kk,
        }
    }

    /// The same key said in both languages.
    pub fn of(key: &str, args: Args<'_>) -> Self {
        Self {
            kk: text(Lang::Kk, key, args),
            ru: text(Lang::Ru, key, args),
        }
    }
}

/// Names and ready values of a sentence's variables.
pub type Args<'a> = &'a [(&'a str, &'a str)];

macro_rules! areas {
    ($($area:literal),* $(,)?) => {
        /// The areas that Rust speaks; the window reads the same files and its own.
        pub const AREAS: &[&str] = &[$($area),*];
        const RU: &[&str] = &[$(include_str!(concat!("../../../../locales/ru/", $area, ".ftl"))),*];
        const KK: &[&str] = &[$(include_str!(concat!("../../../../locales/kk/", $area, ".ftl"))),*];
    };
}

areas!(
    "common", "error", "consent", "policy", "journal", "legacy", "notices", "orders", "otp",
    "person", "printers", "services", "cli"
);

type Bundle = FluentBundle<FluentResource>;

static RUSSIAN: LazyLock<Bundle> = LazyLock::new(|| bundle(langid!("ru"), RU));
static KAZAKH: LazyLock<Bundle> = LazyLock::new(|| bundle(langid!("kk"), KK));

fn bundle(lang: unic_langid::LanguageIdentifier, sources: &[&str]) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![lang]);
    bundle.set_use_isolating(false);
    for source in sources {
        // A line that does not parse is left out here and fails `tests/locales.rs`.
        let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(r, _)| r);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn of(lang: Lang) -> &'static Bundle {
    match lang {
        Lang::Ru => &RUSSIAN,
        Lang::Kk => &KAZAKH,
    }
}

/// The sentence of `key`. An unknown key is shown as it is, so that a person can report it.
pub fn text(lang: Lang, key: &str, args: Args<'_>) -> String {
    find(lang, key, args).unwrap_or_else(|| missing(lang, key))
}

/// The attribute of a sentence, for example `hint`.
pub fn attr(lang: Lang, key: &str, name: &str, args: Args<'_>) -> String {
    say(lang, key, Part::Attribute(name), args).unwrap_or_else(|| missing(lang, key))
}

/// The sentence of `key`, `None` where the language has no such key.
pub fn find(lang: Lang, key: &str, args: Args<'_>) -> Option<String> {
    say(lang, key, Part::Value, args)
}

/// What an entry of a kind records, by the kind's name in the registry (`patient_registered`).
pub fn kind(lang: Lang, name: &str) -> String {
    let key = format!("journal-kind-{}", name.replace('_', "-"));
    find(lang, &key, &[]).unwrap_or_else(|| text(lang, "journal-kind-unknown", &[]))
}

/// What happened and what to do, for a code of `error.ftl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ErrorWords {
    /// What happened.
    pub text: String,
    /// What to do.
    pub hint: String,
}

/// The words of an error code.
pub fn error(lang: Lang, code: Code, args: Args<'_>) -> ErrorWords {
    let key = format!("error-{}", code.0);
    ErrorWords {
        text: text(lang, &key, args),
        hint: attr(lang, &key, "hint", args),
    }
}

/// The words of a rule's no.
pub fn refusal(lang: Lang, refusal: &Refusal) -> ErrorWords {
    let args: Vec<(&str, &str)> = refusal
        .args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    error(lang, refusal.code, &args)
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Value,
    Attribute(&'a str),
}

fn say(lang: Lang, key: &str, part: Part<'_>, args: Args<'_>) -> Option<String> {
    let bundle = of(lang);
    let message = bundle.get_message(key)?;
    let pattern = match part {
        Part::Value => message.value()?,
        Part::Attribute(name) => message.get_attribute(name)?.value(),
    };
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        values.set(*name, value_of(name, value));
    }
    // A forgotten value is shown as `{$name}`; the tests of locales compare the variables.
    let mut forgotten = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&values), &mut forgotten);
    Some(said.into_owned())
}

/// Only `n` and `…_n` are numbers: everything else is printed exactly as it came in.
fn value_of<'a>(name: &str, value: &'a str) -> FluentValue<'a> {
    let counts = name == "n" || name.ends_with("_n");
    match value.parse::<u64>() {
        Ok(number) if counts => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

fn missing(lang: Lang, key: &str) -> String {
    tracing::error!(key, lang = lang.tag(), "no words for a key");
    key.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_are_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Bundle>();
    }

    #[test]
    fn russian_chooses_the_form_by_the_number_and_kazakh_keeps_the_singular() {
        let left = |lang, n: &str| text(lang, "common-working-days-left", &[("n", n), ("days", n)]);
        assert_eq!(left(Lang::Ru, "1"), "остался 1 раб. день");
        assert_eq!(left(Lang::Ru, "2"), "осталось 2 раб. дня");
        assert_eq!(left(Lang::Ru, "5"), "осталось 5 раб. дней");
        assert_eq!(left(Lang::Ru, "11"), "осталось 11 раб. дней");
        assert_eq!(left(Lang::Ru, "21"), "остался 21 раб. день");
        assert_eq!(left(Lang::Kk, "2"), "2 жұмыс күні қалды");
    }

    #[test]
    fn values_are_printed_as_they_came_in() {
        let args = [("count", "18\u{a0}204"), ("time", "12:04")];
        assert_eq!(
            text(Lang::Ru, "journal-verdict-whole", &args),
            "Журнал не изменён. Записей: 18\u{a0}204. Проверен: 12:04"
        );
        assert_eq!(
            text(Lang::Kk, "journal-verdict-whole", &args),
            "Журнал өзгертілмеген. Жазбалар саны: 18\u{a0}204. Тексерілген уақыты: 12:04"
        );
    }

    #[test]
    fn an_unknown_key_is_shown_as_it_is() {
        assert_eq!(text(Lang::Kk, "no-such-key", &[]), "no-such-key");
    }

    #[test]
    fn every_kind_of_entry_has_words() {
        for kind in crate::event::kinds::REGISTRY {
            let unknown = text(Lang::Ru, "journal-kind-unknown", &[]);
            assert_ne!(super::kind(Lang::Ru, kind.name), unknown, "{}", kind.name);
        }
    }

    #[test]
    fn a_refusal_has_words_and_a_hint() {
        let words = refusal(Lang::Ru, &Refusal::new(Code("vault-password-wrong")));
        assert!(words.text.contains("пароль"));
        assert_ne!(words.hint, "error-vault-password-wrong");
    }
}

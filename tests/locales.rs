//! The rules of words: what `locales/ru` and `locales/kk` must have in common, and what no sentence may do.
//!
//! Reads the files themselves (all areas, also those that only the window speaks), so a new area is
//! guarded from its first line. Each test collects every fault before it fails: one run shows all.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "locales/guide.rs"]
mod guide;
#[path = "locales/lint.rs"]
mod lint;
#[path = "locales/load.rs"]
mod load;
#[path = "locales/sources.rs"]
mod sources;

use std::collections::BTreeSet;

use load::{Locale, is_count};

/// Codes that are raised where no `codes!` list can stand: the window's own edge and the ceremony.
const EDGE_CODES: &[&str] = &["bad-request", "internal", "not-found", "journal-shortened"];

/// «бас тарту» means refusal: only keys about consent, its refusal or its withdrawal may say it.
const REFUSAL_WORDS: &[&str] = &["consent", "refus", "withdraw"];

/// The program's own name: the same in both languages.
const PROGRAM: &str = "Тіркеу";

/// Russian sentences that name something by its Kazakh name.
const KAZAKH_NAMES_IN_RUSSIAN: &[&str] = &["common-language-kk"];

fn both() -> (Locale, Locale) {
    (Locale::load("ru"), Locale::load("kk"))
}

fn fail_with(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_line_is_understood_and_every_key_is_said_once() {
    let (ru, kk) = both();
    fail_with([ru.faults, kk.faults].concat());
}

#[test]
fn both_languages_have_the_same_files_keys_and_attributes() {
    let (ru, kk) = both();
    let mut faults = Vec::new();
    if ru.files != kk.files {
        faults.push(format!(
            "files differ: ru {:?}, kk {:?}",
            ru.files, kk.files
        ));
    }
    for (one, other) in [(&ru, &kk), (&kk, &ru)] {
        for (key, said) in &one.messages {
            match other.messages.get(key) {
                None => faults.push(format!("{key}: in {} only", one.lang)),
                Some(twin) if twin.file != said.file => {
                    faults.push(format!("{key}: in {} and in {}", said.file, twin.file));
                }
                Some(twin) => faults.extend(
                    said.parts
                        .keys()
                        .filter(|part| !twin.parts.contains_key(*part))
                        .map(|part| format!("{key}{part}: in {} only", one.lang)),
                ),
            }
        }
    }
    fail_with(faults);
}

#[test]
fn both_languages_use_the_same_variables() {
    let (ru, kk) = both();
    let mut faults = Vec::new();
    for (key, said) in &ru.messages {
        let Some(twin) = kk.messages.get(key) else {
            continue;
        };
        for (part, text) in &said.parts {
            let Some(twin) = twin.parts.get(part) else {
                continue;
            };
            // A count chooses a Russian form; Kazakh has none to choose and need not name it.
            let shown = |part: &load::Part| -> BTreeSet<String> {
                let names = part.printed.union(&part.selectors).cloned();
                names.filter(|name| !is_count(name)).collect()
            };
            if shown(text) != shown(twin) {
                faults.push(format!(
                    "{key}{part}: ru {:?}, kk {:?}",
                    shown(text),
                    shown(twin)
                ));
            }
            let printed = text.printed.union(&twin.printed);
            faults.extend(
                printed.filter(|name| is_count(name)).map(|name| {
                    format!("{key}{part}: ${name} chooses a form and is never printed")
                }),
            );
        }
    }
    fail_with(faults);
}

#[test]
fn kazakh_has_no_plural_and_no_case_ending_on_a_value() {
    let kk = Locale::load("kk");
    let mut faults = Vec::new();
    for (key, part, text) in kk.parts() {
        if text.plural {
            faults.push(format!(
                "{key}{part}: a Kazakh noun stays singular after a number"
            ));
        }
    }
    for (file, source) in &kk.sources {
        faults.extend(lint::case_endings(source).map(|found| format!("kk/{file}: {found}")));
    }
    fail_with(faults);
}

#[test]
fn no_word_mixes_alphabets() {
    let (ru, kk) = both();
    let mut faults = Vec::new();
    for locale in [&ru, &kk] {
        for (key, part, text) in locale.parts() {
            for word in text.text.iter().flat_map(|text| lint::mixed_words(text)) {
                faults.push(format!(
                    "{} {key}{part}: «{word}» mixes alphabets",
                    locale.lang
                ));
            }
        }
        for (file, text) in locale.plain_texts() {
            faults.extend(
                lint::mixed_words(text)
                    .into_iter()
                    .map(|word| format!("{}/{file}: «{word}» mixes alphabets", locale.lang)),
            );
        }
    }
    fail_with(faults);
}

#[test]
fn each_language_speaks_its_own_words() {
    let (ru, kk) = both();
    let mut faults = Vec::new();
    for (key, part, text) in ru.parts() {
        let sentence = text.text.concat().replace(PROGRAM, "");
        let letters = sentence.contains(lint::is_kazakh_letter);
        if letters && !KAZAKH_NAMES_IN_RUSSIAN.contains(&key) {
            faults.push(format!(
                "ru {key}{part}: Kazakh letters in a Russian sentence"
            ));
        }
    }
    for (key, part, text) in kk.parts() {
        let same = ru.messages.get(key).and_then(|said| said.parts.get(part));
        let sentence = text.text.concat();
        if same.is_some_and(|same| same.text == text.text) && lint::is_cyrillic_phrase(&sentence) {
            faults.push(format!("kk {key}{part}: the same words as in Russian"));
        }
        let sentence = sentence.to_lowercase();
        let refusal = REFUSAL_WORDS.iter().any(|word| key.contains(word));
        if sentence.contains("бас тарт") && !refusal {
            faults.push(format!(
                "kk {key}{part}: «бас тарту» is refusal, cancel is «Болдырмау»"
            ));
        }
        if sentence.contains("бұғатта") && key.split('-').any(|word| word.starts_with("lock"))
        {
            faults.push(format!("kk {key}{part}: a screen is locked by «құлыптау»"));
        }
        if lint::words(&sentence).any(|word| word.starts_with("мөр")) {
            faults.push(format!(
                "kk {key}{part}: «мөр» is a stamp, printing is «басып шығару»"
            ));
        }
    }
    fail_with(faults);
}

#[test]
fn every_error_code_has_words_and_a_hint() {
    let (ru, kk) = both();
    let mut codes = sources::error_codes();
    assert!(!codes.is_empty(), "the `codes!` lists were found");
    codes.extend(EDGE_CODES.iter().map(|code| (*code).to_owned()));
    let mut faults = Vec::new();
    for locale in [&ru, &kk] {
        for code in &codes {
            let said = locale.messages.get(&format!("error-{code}"));
            let has = |part| said.is_some_and(|said| said.parts.contains_key(part));
            if !has("") || !has(".hint") {
                faults.push(format!("{} error-{code}: no words or no hint", locale.lang));
            }
        }
    }
    for key in ru.messages.keys() {
        if let Some(code) = key.strip_prefix("error-")
            && !codes.contains(code)
        {
            faults.push(format!("{key}: no such code is declared"));
        }
    }
    fail_with(faults);
}

#[test]
fn every_key_that_the_program_says_exists() {
    let ru = Locale::load("ru");
    let mut faults = Vec::new();
    for said in sources::said_keys(&ru.areas()) {
        let known = match &said.key {
            sources::Key::Whole(key) => ru.messages.contains_key(key),
            sources::Key::Beginning(start) => ru.messages.keys().any(|key| key.starts_with(start)),
        };
        if !known {
            faults.push(format!("{}: {:?} has no words", said.file, said.key));
        }
    }
    fail_with(faults);
}

/// Words that nobody says are deleted: a translator's time is not spent on them.
#[test]
fn every_key_is_said_somewhere() {
    let ru = Locale::load("ru");
    let unsaid: Vec<String> = sources::unsaid(ru.messages.keys())
        .into_iter()
        .filter(|key| {
            // Said by families: every code, every kind, every word of a sheet.
            !["error-", "journal-kind-", "form-"]
                .iter()
                .any(|family| key.starts_with(family))
        })
        .collect();
    fail_with(unsaid);
}

#[test]
fn the_guides_quote_the_screen_word_for_word() {
    let (ru, kk) = both();
    let faults = [&ru, &kk].into_iter().flat_map(|locale| {
        let misquoted = guide::misquoted(locale).into_iter();
        misquoted.map(|words| format!("docs/guide/{}.md: «{words}»", locale.lang))
    });
    fail_with(faults.collect());
}

#[test]
fn every_key_put_before_a_native_speaker_exists() {
    fail_with(guide::unknown_keys(&Locale::load("kk")));
}

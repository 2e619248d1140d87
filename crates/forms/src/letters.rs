//! Only letters that the paper's font has reach the page.
//!
//! PDF/A and PDF/UA forbid empty boxes in place of letters, so a text may not contain one the font
//! lacks: it becomes U+FFFD, which the templates draw as a frame. Control and direction characters
//! go away and a decomposed й becomes one letter. Breaking long runs is the templates' affair.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::world;

/// Drawn by the templates where the font has no letter.
const MISSING: char = '\u{FFFD}';

static COVERED: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
    let mut common: Option<BTreeSet<char>> = None;
    for font in world::fonts() {
        let has: BTreeSet<char> = font
            .info()
            .coverage
            .iter()
            .filter_map(char::from_u32)
            .collect();
        common = Some(match common {
            None => has,
            Some(other) => &other & &has,
        });
    }
    common.unwrap_or_default()
});

/// Letters of `text` which the paper cannot show; empty for every Kazakh, Russian and Latin name.
pub fn unprintable(text: &str) -> BTreeSet<char> {
    text.nfc()
        .filter_map(shown)
        .filter(|c| !printable(*c))
        .collect()
}

/// Makes every string of the data printable.
pub(crate) fn fold(value: &mut Value) {
    match value {
        Value::String(text) => *text = line(text),
        Value::Array(items) => items.iter_mut().for_each(fold),
        Value::Object(map) => map.values_mut().for_each(fold),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn line(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.nfc()
        .filter_map(shown)
        .map(|c| if printable(c) { c } else { MISSING })
        .collect()
}

fn printable(letter: char) -> bool {
    letter == '\n' || COVERED.contains(&letter)
}

/// Spaces and hyphens of other widths become plain ones, what has no picture goes.
fn shown(letter: char) -> Option<char> {
    match letter {
        '\n' => Some('\n'),
        '\u{2028}' | '\u{2029}' | '\r' => Some('\n'),
        '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}' => Some(' '),
        '\u{202F}' => Some('\u{A0}'),
        '\u{2010}' | '\u{2011}' => Some('-'),
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => {
            None
        }
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => None,
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_two_languages_is_there() {
        let russian: String = ('А'..='я').chain(['Ё', 'ё']).collect();
        let kazakh = "ӘҒҚҢӨҰҮҺІәғқңөұүһі";
        let latin: String = ('A'..='z').collect();
        let signs = "₸№«»—–…•0123456789().,:;!?/+-%\u{A0}";
        for text in [
            russian.as_str(),
            kazakh,
            latin.as_str(),
            signs,
            "Müller-Łukasiewicz Şahin",
        ] {
            assert_eq!(unprintable(text), BTreeSet::new(), "{text}");
        }
    }

    #[test]
    fn every_letter_of_the_fixed_sentences_is_there() {
        for text in [
            include_str!("../../../locales/kk/form.ftl"),
            include_str!("../../../locales/ru/form.ftl"),
        ] {
            assert_eq!(unprintable(text), BTreeSet::new());
        }
    }

    #[test]
    fn what_has_no_picture_goes_and_what_has_no_letter_is_marked() {
        assert_eq!(line("А\u{202E}Б\u{0}В"), "АБ В");
        assert_eq!(line("и\u{306}"), "й");
        assert_eq!(line("ש"), "\u{FFFD}");
        assert_eq!(unprintable("Ахметова 😀"), BTreeSet::from(['😀']));
    }
}

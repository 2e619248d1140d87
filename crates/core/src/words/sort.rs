//! The order of the Kazakh and of the Russian alphabet, for lists of names.
//!
//! Tables sort by the alphabet of the screen's language; SQL orders only by keys and time.

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

use super::Lang;

// The data is compiled in: if a language were missing there, code points would still give an order.
static RUSSIAN: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("ru").into(), CollatorOptions::default()).ok());
static KAZAKH: LazyLock<Option<CollatorBorrowed<'static>>> =
    LazyLock::new(|| Collator::try_new(locale!("kk").into(), CollatorOptions::default()).ok());

/// Compares two names by the alphabet of the language.
pub fn compare(lang: Lang, a: &str, b: &str) -> Ordering {
    let collator = match lang {
        Lang::Ru => &RUSSIAN,
        Lang::Kk => &KAZAKH,
    };
    match collator.as_ref() {
        Some(collator) => collator.compare(a, b),
        None => a.cmp(b),
    }
}

/// Sorts rows by a name of theirs; equal names keep their order.
pub fn by_name<T>(lang: Lang, rows: &mut [T], name: impl Fn(&T) -> &str) {
    rows.sort_by(|a, b| compare(lang, name(a), name(b)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(lang: Lang, text: &str) -> String {
        let mut letters: Vec<String> = text.chars().map(String::from).collect();
        letters.reverse();
        by_name(lang, &mut letters, |letter| letter);
        letters.concat()
    }

    #[test]
    fn the_kazakh_alphabet_in_its_order() {
        let alphabet = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
        assert_eq!(sorted(Lang::Kk, alphabet), alphabet);
    }

    #[test]
    fn the_russian_alphabet_with_yo_beside_ye() {
        let mut names = ["Жуков", "Ёлкин", "Егоров", "Ерёмин"];
        by_name(Lang::Ru, &mut names, |name| name);
        assert_eq!(names, ["Егоров", "Ёлкин", "Ерёмин", "Жуков"]);
    }

    #[test]
    fn case_does_not_split_a_surname() {
        let mut names = ["Әлиева", "Аманова", "әбенов", "Қасымов", "Каримов"];
        by_name(Lang::Kk, &mut names, |name| name);
        assert_eq!(names, ["Аманова", "әбенов", "Әлиева", "Каримов", "Қасымов"]);
    }
}

//! Folding for search: what sounds or looks the same to somebody who searches becomes the same letters.
//!
//! The same fold makes the search column and reads the query. [`fold`], [`indexed`] and [`word::skeleton`] are
//! stable: changing them means rebuilding the search index (`projection::FOLD`). [`readings`] adds what a query may
//! also have meant: a passport's Latin spelling, the wrong keyboard layout, an ИИН typed on the Kazakh digit row.

mod keyboard;
mod latin;
pub mod word;

use unicode_normalization::UnicodeNormalization;

use super::name;

pub use keyboard::digit_row;

/// Small letters; Ә→А Ғ→Г Қ→К Ң→Н Ө→О Ұ,Ү→У Һ→Х І,Ы,Й→И Ё,Э→Е, ДЖ→Ж; Ь and Ъ dropped; everything that is no
/// letter or digit is one space between words. Idempotent.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Marks are separated first so that й typed as и + breve and Ä typed as A + dots fold alike.
    for c in text.nfkd().flat_map(char::to_lowercase).nfkd() {
        let c = match c {
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'і' | 'ы' => 'и',
            'э' => 'е',
            'ь' | 'ъ' | '\'' | '’' | 'ʼ' | '‘' | '`' => continue,
            // «Иванов-Петров» is searched as two words, an initial's full stop is a space.
            // Points of Hebrew or Arabic are marks and letters at once: marks are asked about first.
            _ if unicode_normalization::char::is_combining_mark(c) => continue,
            _ if c.is_alphanumeric() => c,
            _ => ' ',
        };
        match c {
            ' ' if out.is_empty() || out.ends_with(' ') => {}
            // Every д before ж goes, so that folding what was folded changes nothing.
            'ж' => {
                out.truncate(out.trim_end_matches('д').len());
                out.push('ж');
            }
            _ => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Every way in which a name may be written, folded, as it stands first, without repeats: Latin look-alikes as they
/// are meant, Latin names in Cyrillic, Kazakh letters that Russian spells in two ways, a hyphen or a word for son or
/// daughter left out.
pub fn spellings(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |text: &str| {
        let text = fold(text);
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    };
    add(name);
    let meant = name::repair("", name).map_or_else(|| name.to_owned(), |repair| repair.to);
    add(&meant);
    if let Some(drawn) = name::drawn(name) {
        add(&drawn);
    }
    if name.chars().any(latin::is_latin) {
        latin::readings(name).iter().for_each(|text| add(text));
    }
    // Ләйла is Ляйла and Лейла in Russian, Төлеген is Толеген and Тулеген.
    let lower = meant.to_lowercase();
    let vowels: &[&str] = if lower.contains('ө') {
        &["ө", "у"]
    } else {
        &["ө"]
    };
    let syllables: &[&str] = if lower.contains("лә") {
        &["лә", "ля", "ле"]
    } else {
        &["лә"]
    };
    for vowel in vowels {
        for syllable in syllables.iter().skip(usize::from(*vowel == "ө")) {
            add(&lower.replace('ө', vowel).replace("лә", syllable));
        }
    }
    // Нур-Султан is Нурсултан to whoever forgets the hyphen.
    if meant.contains('-') {
        add(&meant.replace('-', ""));
    }
    let apart: Vec<String> = found.iter().filter_map(|text| one_word(text)).collect();
    for text in apart {
        if !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// Surname, name and birth date as one text that every namesake of that day has too, whichever alphabet's letters the
/// names were typed in; none where one of the names is empty. `born` is `YYYY-MM-DD`.
pub fn namesake(surname: &str, name: &str, born: &str) -> Option<String> {
    let plain = |text: &str| {
        let meant = name::repair("", text).map_or_else(|| text.to_owned(), |repair| repair.to);
        fold(&meant).replace(' ', "")
    };
    let (surname, name) = (plain(surname), plain(name));
    let whole = !surname.is_empty() && !name.is_empty() && !born.is_empty();
    whole.then(|| format!("{surname} {name} {born}"))
}

/// What is indexed of a name: its spellings, and two words in one for whoever leaves the space out.
pub fn indexed(name: &str) -> Vec<String> {
    let mut found = spellings(name);
    let joined = found.first().map(|text| text.replace(' ', ""));
    found.extend(joined.filter(|text| !text.is_empty() && !found.contains(text)));
    found
}

/// The same with «Болат улы» in one word.
fn one_word(folded: &str) -> Option<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let mut out = String::with_capacity(folded.len());
    let mut joined = false;
    for (at, word) in words.iter().enumerate() {
        if at > 0 && word::is_child(word) {
            joined = true;
        } else if at > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    joined.then_some(out)
}

/// Everything that a query may mean, folded, most likely first, without repeats. Empty for an empty query;
/// only the first 200 characters count.
pub fn readings(query: &str) -> Vec<String> {
    let query: String = query.chars().take(200).collect();
    let mut found = spellings(&query);
    let mut add = |reading: String| {
        if !reading.is_empty() && !found.contains(&reading) {
            found.push(reading);
        }
    };
    if let Some(digits) = digit_row(&query) {
        add(digits);
    }
    if query.chars().any(latin::is_latin) {
        add(fold(&keyboard::to_cyrillic(&query)));
    } else {
        let typed = keyboard::to_latin(&query);
        // Typed in Latin while the layout was Russian or Kazakh: «фьфтщмф» is «amanova».
        if typed.chars().any(|c| c.is_ascii_alphabetic()) {
            add(fold(&typed));
            latin::readings(&typed)
                .iter()
                .for_each(|text| add(fold(text)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        assert_eq!(fold("Ысқақов"), fold("Искаков"));
        assert_eq!(fold("ӘҒҚҢӨҰҮҺІЫЙЁЭ"), "агкноуухиииее");
        assert_eq!(fold("Джумабаева Гульнара"), fold("Жұмабаева Гүлнара"));
        assert_eq!(fold("Чайковски\u{438}\u{306}"), fold("Чайковский"));
        assert_eq!(fold("О’Коннор"), fold("оконнор"));
        assert_eq!(fold("  Римский-Корсаков  А.Б. "), "римскии корсаков а б");
    }

    #[test]
    fn the_keyboard_is_known_for_the_column_and_the_digit_row() {
        assert!(readings("fvfyjdf").contains(&"аманова".to_owned()));
        assert!(
            readings("фьфтщмф").contains(&"аманова".to_owned()),
            "the other way round"
        );
        assert!(
            readings("2lsk").contains(&"адил".to_owned()),
            "the Kazakh letter sits on the digit row: әділ"
        );
        assert_eq!(
            digit_row("ұ\"қі\"ә ңққ\"ә\"").as_deref(),
            Some("910312400121")
        );
        assert_eq!(digit_row("Әлия"), None);
        assert_eq!(digit_row("910312"), None, "digits are digits already");
        assert_eq!(
            readings("ұ\"қі\"ә")[..2],
            ["у ки а", "910312"].map(str::to_owned)[..],
            "read both ways"
        );
    }

    #[test]
    fn a_passport_spelling_finds_the_card() {
        for (latin, cyrillic) in [
            ("Akhmetova", "Ахметова"),
            ("Zhumabayeva", "Жумабаева"),
            ("Dzhaksybekov", "Жаксыбеков"),
            ("Yskakov", "Ысқақов"),
            ("Shcherbakov", "Щербаков"),
            ("Qasym", "Қасым"),
            ("Äliya", "Әлия"),
        ] {
            assert!(
                readings(latin).contains(&fold(cyrillic)),
                "{latin}: {:?}",
                readings(latin)
            );
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn folding_of_names_is_stable(text in "[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіA-Za-zÄäğ’ .-]{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(once.is_empty() || readings(&text).contains(&once));
        }
    }
}

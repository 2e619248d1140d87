//! Folding for search: what sounds or looks the same to somebody who searches becomes the same letters.
//!
//! The same fold makes the search column and reads the query. [`fold`] is stable: changing it means rebuilding
//! the search index. [`readings`] adds what a query may also have meant: a passport's Latin spelling, the wrong
//! keyboard layout, an ИИН typed on the Kazakh digit row.

use unicode_normalization::UnicodeNormalization;

use super::name;

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

/// A name folded as it stands and, where Latin look-alikes hide in its Cyrillic words, as it is meant.
pub fn spellings(name: &str) -> Vec<String> {
    let mut found = vec![fold(name)];
    let meant = name::repair("", name).map(|repair| fold(&repair.to));
    found.extend(meant.filter(|meant| *meant != found[0]));
    found
}

/// Everything that a query may mean, folded, most likely first, without repeats. Empty for an empty query;
/// only the first 200 characters count.
pub fn readings(query: &str) -> Vec<String> {
    let query: String = query.chars().take(200).collect();
    let mut found = Vec::new();
    let mut add = |reading: String| {
        if !reading.is_empty() && !found.contains(&reading) {
            found.push(reading);
        }
    };
    spellings(&query).into_iter().for_each(&mut add);
    if let Some(digits) = digit_row(&query) {
        add(digits);
    }
    if query
        .chars()
        .any(|c| c.is_ascii_alphabetic() || is_marked_latin(c))
    {
        add(fold(&transliterate(&query)));
        add(fold(&to_cyrillic_keys(&query)));
    } else {
        let latin = to_latin_keys(&query);
        // Typed in Latin while the layout was Russian or Kazakh: «фьфтщмф» is «amanova».
        if latin.chars().any(|c| c.is_ascii_alphabetic()) {
            add(fold(&transliterate(&latin)));
        }
    }
    found
}

/// Digits, when the text consists only of what the digit row of the Kazakh layout types
/// («"2» … `" ә і ң ғ , . ү ұ қ`) and of digits, and has at least one such letter.
pub fn digit_row(text: &str) -> Option<String> {
    let digits: Option<String> = text
        .trim()
        .chars()
        .filter(|c| *c != ' ')
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '0'..='9' => Some(c),
            _ => DIGIT_ROW
                .iter()
                .position(|letter| *letter == c)
                .and_then(|at| char::from_digit(u32::try_from(at).ok()?, 10)),
        })
        .collect();
    digits.filter(|digits| !digits.is_empty() && text.chars().any(char::is_alphabetic))
}

/// What the keys 0–9 type in the Kazakh layout.
const DIGIT_ROW: [char; 10] = ['қ', '"', 'ә', 'і', 'ң', 'ғ', ',', '.', 'ү', 'ұ'];

/// Latin spelling (passport, Kazakh Latin drafts) as Cyrillic, longest spelling first.
fn transliterate(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut rest: &str = &lower;
    let mut out = String::with_capacity(lower.len());
    while let Some(first) = rest.chars().next() {
        match SPELLINGS.iter().find(|(latin, _)| rest.starts_with(latin)) {
            Some((latin, cyrillic)) => {
                out.push_str(cyrillic);
                rest = &rest[latin.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

const SPELLINGS: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("zh", "ж"),
    ("dzh", "ж"),
    ("dj", "ж"),
    ("kh", "х"),
    ("gh", "г"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("ts", "ц"),
    ("yu", "ю"),
    ("iu", "ю"),
    ("ya", "я"),
    ("ia", "ия"),
    ("yo", "е"),
    ("ye", "е"),
    ("ck", "к"),
    ("ph", "ф"),
    ("qu", "ку"),
    ("a", "а"),
    ("b", "б"),
    ("c", "к"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "кс"),
    ("y", "и"),
    ("z", "з"),
    ("ä", "а"),
    ("ə", "а"),
    ("ö", "о"),
    ("ü", "у"),
    ("ū", "у"),
    ("ı", "и"),
    ("ğ", "г"),
    ("ñ", "н"),
    ("ş", "ш"),
    ("ç", "ч"),
];

fn is_marked_latin(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{C0}'..='\u{24F}' | '\u{259}')
}

/// Keys of an American keyboard, row by row, the digit row with the Kazakh letters that it types.
const KEYS: &str = "234580-=qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
/// What the same keys type in the Kazakh layout (whose letter rows are the Russian ones).
const LETTERS: &str = "әіңғүқөһйцукенгшщзхъфывапролджэячсмитьбюё";

fn to_cyrillic_keys(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| across(c, KEYS, LETTERS))
        .collect()
}

fn to_latin_keys(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| across(c, LETTERS, KEYS))
        .collect()
}

fn across(c: char, from: &str, to: &str) -> char {
    from.chars()
        .position(|key| key == c)
        .and_then(|at| to.chars().nth(at))
        .unwrap_or(c)
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
        assert_eq!(KEYS.chars().count(), LETTERS.chars().count());
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
            readings("ұ\"қі\"ә"),
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

//! Names of people: one normal form, what a name cannot contain, and repairs that are offered.
//!
//! Called by the patient form and by staff and representative forms. A repair is never applied here: the
//! registrar sees it beside the field and takes it with one key. Names wholly in Latin are left alone.

use unicode_normalization::UnicodeNormalization;

use super::text;
use crate::error::Refusal;

crate::codes! {
    /// No surname.
    SURNAME_REQUIRED = "surname-required";
    /// A surname beside «нет фамилии».
    SURNAME_NOT_EMPTY = "surname-not-empty";
    /// No given name.
    NAME_REQUIRED = "name-required";
    /// More than 120 characters.
    NAME_TOO_LONG = "name-too-long";
    /// A control, invisible or direction-turning character.
    NAME_INVISIBLE = "name-invisible";
    /// U+FFFD: the text was damaged on its way here.
    NAME_DAMAGED = "name-damaged";
    /// A digit.
    NAME_DIGIT = "name-digit";
    /// `<` or `>`.
    NAME_MARKUP = "name-markup";
    /// A sign that is no letter, space, hyphen, apostrophe, full stop or bracket.
    NAME_SIGN = "name-sign";
    /// Signs without any letter.
    NAME_NO_LETTER = "name-no-letter";
    /// Warning: Cyrillic and Latin letters in one word that no repair explains.
    NAME_MIXED = "name-mixed";
}

/// Longest name, in characters.
pub const LIMIT: usize = 120;

/// A correction that is offered beside a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The field of the form.
    pub field: &'static str,
    /// What stands there, in normal form.
    pub from: String,
    /// What is probably meant.
    pub to: String,
}

/// Brings one part of a name to its normal form or says why it is none. Empty stays empty.
pub fn check(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let name = text::normal(typed, LIMIT)
        .ok_or_else(|| Refusal::at(field, NAME_TOO_LONG).with("limit", LIMIT))?;
    let name = collapse(&name);
    for c in name.chars() {
        let code = match c {
            '<' | '>' => NAME_MARKUP,
            '\u{FFFD}' => NAME_DAMAGED,
            _ if text::fault(c).is_some() => NAME_INVISIBLE,
            _ if c.is_numeric() => NAME_DIGIT,
            ' ' | '-' | '\'' | '’' | 'ʼ' | '‘' | '`' | '.' | '(' | ')' => continue,
            _ if c.is_alphabetic() || text::is_mark(c) => continue,
            _ => NAME_SIGN,
        };
        return Err(Refusal::at(field, code));
    }
    if !name.is_empty() && !name.chars().any(char::is_alphabetic) {
        return Err(Refusal::at(field, NAME_NO_LETTER));
    }
    Ok(name)
}

/// Single spaces, no space around a hyphen, dashes as hyphens.
fn collapse(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let c = if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') {
            '-'
        } else {
            c
        };
        match c {
            ' ' if out.is_empty() || out.ends_with([' ', '-']) => {}
            '-' => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('-');
            }
            _ => out.push(c),
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// What is probably meant, when it differs: Latin look-alikes inside Cyrillic words, then title case for a
/// name typed all lower or all upper.
pub fn repair(field: &'static str, name: &str) -> Option<Repair> {
    let lookalikes = words(name, |word, _| cyrillic(word));
    // A word that stays mixed is for the person to read; a capital would only hide the Latin letter better.
    let cased = if mixed(&lookalikes) {
        lookalikes
    } else {
        title_case(&lookalikes)
    };
    let to: String = cased.nfc().collect();
    (to != name).then(|| Repair {
        field,
        from: name.to_owned(),
        to,
    })
}

/// True when a word mixes the two alphabets and [`repair`] cannot make it one.
pub fn mixed(name: &str) -> bool {
    let mut mixed = false;
    words(name, |word, _| {
        let word = cyrillic(word);
        mixed |= word.chars().any(is_cyrillic) && word.chars().any(is_latin);
        word
    });
    mixed
}

/// What somebody drew with Latin letters: every word of three letters or more in which each of them looks like a
/// Cyrillic one (CEPIK). None where there is no such word.
pub fn drawn(name: &str) -> Option<String> {
    let out = words(name, |word, _| {
        let meant: Option<String> = word.chars().map(lookalike).collect();
        let meant = meant.filter(|_| word.chars().count() >= 3);
        meant.unwrap_or_else(|| word.to_owned())
    });
    (out != name).then_some(out)
}

/// Rewrites each word (between spaces, hyphens, full stops and brackets), keeping what is between them; the
/// second argument is the word's number.
fn words(name: &str, mut rewrite: impl FnMut(&str, usize) -> String) -> String {
    let mut out = String::with_capacity(name.len());
    let mut count = 0;
    for piece in name.split_inclusive([' ', '-', '.', '(', ')']) {
        let word = piece.trim_end_matches([' ', '-', '.', '(', ')']);
        if !word.is_empty() {
            out.push_str(&rewrite(word, count));
            count += 1;
        }
        out.push_str(&piece[word.len()..]);
    }
    out
}

/// A Cyrillic word with its Latin look-alikes repaired; any other word, and one with a Latin letter that
/// looks like nothing Cyrillic, as it is.
fn cyrillic(word: &str) -> String {
    if !word.chars().any(is_cyrillic) || !word.chars().any(is_latin) {
        return word.to_owned();
    }
    let repaired: Option<String> = word
        .chars()
        .map(|c| if is_latin(c) { lookalike(c) } else { Some(c) })
        .collect();
    repaired.unwrap_or_else(|| word.to_owned())
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52F}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{C0}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{1E00}'..='\u{1EFF}')
            && c.is_alphabetic()
}

/// The Cyrillic letter that a Latin one is taken for on a Kazakh or Russian screen.
fn lookalike(c: char) -> Option<char> {
    Some(match c {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'I' => 'І',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'h' => 'һ',
        'i' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        'Ə' | 'Ǝ' => 'Ә',
        'ə' | 'ǝ' => 'ә',
        'Ɵ' => 'Ө',
        'ɵ' => 'ө',
        'Ë' => 'Ё',
        'ë' => 'ё',
        _ => return None,
    })
}

/// Title case, offered only for a name of two letters or more that is all lower or all upper.
fn title_case(name: &str) -> String {
    let letters = || {
        name.chars()
            .filter(|c| c.is_lowercase() || c.is_uppercase())
    };
    let one_case = letters().all(char::is_lowercase) || letters().all(char::is_uppercase);
    if !one_case || letters().count() < 2 {
        return name.to_owned();
    }
    words(name, |word, at| {
        let lower = word.to_lowercase();
        // «Мамедов Али оглы»: the word for son or daughter is written small when it stands alone.
        if at > 0
            && matches!(
                lower.as_str(),
                "оглы"
                    | "оғлы"
                    | "кызы"
                    | "қызы"
                    | "улы"
                    | "ұлы"
                    | "uly"
                    | "qyzy"
                    | "kyzy"
                    | "ogly"
            )
        {
            return lower;
        }
        capital(&lower)
    })
}

/// First letter large, and the one after a one-letter prefix with an apostrophe («О’Коннор»).
fn capital(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    let mut large = true;
    for (at, c) in lower.chars().enumerate() {
        if large && c.is_alphabetic() {
            // ß is SS when large; only the first of such letters begins the name.
            let mut upper = c.to_uppercase();
            out.extend(upper.next());
            out.extend(upper.flat_map(char::to_lowercase));
            large = false;
        } else {
            large |= at == 1 && matches!(c, '\'' | '’' | 'ʼ');
            out.push(c);
        }
    }
    out
}

/// «Ахметова А. Б.»: all that an employer's sheet says of a name; none without a surname.
pub fn initials(
    surname: Option<&str>,
    name: Option<&str>,
    patronymic: Option<&str>,
) -> Option<String> {
    let surname = surname?;
    let letters: Vec<String> = [name, patronymic]
        .into_iter()
        .flatten()
        .filter_map(|part| part.chars().find(|c| c.is_alphabetic()))
        .map(|letter| format!("{}.", letter.to_uppercase()))
        .collect();
    Some(match letters.is_empty() {
        true => surname.to_owned(),
        false => format!("{surname} {}", letters.join(" ")),
    })
}

/// The same of a name in one line, as somebody signs: «Сейтова Айгүл Маратқызы», «Сейтова А. М.».
pub fn short(full: &str) -> String {
    let mut words = full.split_whitespace();
    initials(words.next(), words.next(), words.next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn code(typed: &str) -> &'static str {
        check("surname", typed).unwrap_err().code.0
    }

    fn offered(name: &str) -> Option<String> {
        repair("surname", name).map(|repair| repair.to)
    }

    #[test]
    fn what_is_no_name_is_refused_in_its_own_words() {
        assert_eq!(code("Ахметова2"), "name-digit");
        assert_eq!(code("Ахметова٣"), "name-digit");
        assert_eq!(code("<b>Ахметова</b>"), "name-markup");
        assert_eq!(code("Ахме\u{202E}това"), "name-invisible");
        assert_eq!(code("Ахме\u{200D}това"), "name-invisible");
        assert_eq!(code("Ахме\0това"), "name-invisible");
        assert_eq!(code("Ахме\tтова"), "name-invisible");
        assert_eq!(code("Ахме\u{FFFD}това"), "name-damaged");
        assert_eq!(code("Ахметова;"), "name-sign");
        assert_eq!(code("Ахметова 🙂"), "name-sign");
        assert_eq!(code("- ."), "name-no-letter");
        assert_eq!(code(&"А".repeat(121)), "name-too-long");
        assert_eq!(code(&"А".repeat(10 << 20)), "name-too-long");
    }

    #[test]
    fn a_name_is_brought_to_one_form() {
        assert_eq!(
            check("surname", "\t Ахметова \u{A0} Ким ").unwrap(),
            "Ахметова Ким"
        );
        assert_eq!(
            check("surname", "Римский –  Корсаков").unwrap(),
            "Римский-Корсаков"
        );
        assert_eq!(
            check("surname", "Чайковски\u{438}\u{306}").unwrap(),
            "Чайковский"
        );
        assert_eq!(
            check("surname", "О’Коннор").unwrap(),
            "О’Коннор",
            "an apostrophe stays"
        );
        assert_eq!(check("surname", "Müller-O'Neil").unwrap(), "Müller-O'Neil");
        assert_eq!(check("surname", "").unwrap(), "");
        assert_eq!(
            check("surname", &"А".repeat(120)).unwrap().chars().count(),
            120
        );
    }

    #[test]
    fn latin_look_alikes_inside_cyrillic_words_are_offered_for_repair() {
        assert_eq!(offered("Əлия").unwrap(), "Әлия");
        assert_eq!(offered("Гүлhан").unwrap(), "Гүлһан");
        assert_eq!(offered("Ғани Сәкiнов").unwrap(), "Ғани Сәкінов");
        assert_eq!(offered("Aхмeтoвa").unwrap(), "Ахметова");
        assert_eq!(
            offered("Akhmetova"),
            None,
            "a wholly Latin name is left alone"
        );
        assert_eq!(offered("Əliyev"), None);
        assert_eq!(offered("Ахметова"), None);
        assert!(mixed("Ахмеtovа"), "v is no look-alike");
        assert!(!mixed("Ахметова Kim") && !mixed("Aхметова"));
    }

    #[test]
    fn one_case_throughout_is_offered_as_title_case() {
        assert_eq!(offered("ахметова").unwrap(), "Ахметова");
        assert_eq!(offered("РИМСКИЙ-КОРСАКОВ").unwrap(), "Римский-Корсаков");
        assert_eq!(offered("О’КОННОР").unwrap(), "О’Коннор");
        assert_eq!(offered("АЛИ ОГЛЫ").unwrap(), "Али оглы");
        assert_eq!(offered("Де ла Крус"), None);
        assert_eq!(offered("ßauer").unwrap(), "Ssauer");
        assert_eq!(offered("А"), None);
    }

    #[test]
    fn a_short_name_is_the_surname_and_letters() {
        let said = initials(Some("Ахметова"), Some("айгерім"), Some("Болатқызы"));
        assert_eq!(said.as_deref(), Some("Ахметова А. Б."));
        assert_eq!(initials(Some("Ли"), None, None).as_deref(), Some("Ли"));
        assert_eq!(initials(None, Some("Айгерім"), None), None);
        assert_eq!(short("Сейтова Айгүл  Маратқызы"), "Сейтова А. М.");
        assert_eq!(short("Мамедов Рустам Али оглы"), "Мамедов Р. А.");
        assert_eq!((short("Ли"), short("")), ("Ли".to_owned(), String::new()));
    }

    proptest! {
        #[test]
        fn normal_form_is_idempotent_and_repair_settles(typed in any::<String>()) {
            if let Ok(once) = check("name", &typed) {
                prop_assert_eq!(check("name", &once).unwrap(), once.clone());
                if let Some(first) = repair("name", &once) {
                    prop_assert_eq!(repair("name", &first.to), None, "a repaired name needs no repair");
                }
            }
        }

        #[test]
        fn plausible_names_settle(typed in "[A-Za-zА-Яа-яӘәІіҺһŐőßŉ’ .()-]{0,30}") {
            if let Ok(once) = check("name", &typed) {
                prop_assert_eq!(check("name", &once).unwrap(), once.clone());
                if let Some(first) = repair("name", &once) {
                    prop_assert_eq!(repair("name", &first.to), None);
                }
                let _ = mixed(&once);
            }
        }
    }
}

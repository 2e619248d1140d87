//! Rules about letters.

/// A value with a case ending glued to it: `}` (and a closing quote or bracket), then a letter or a
/// hyphen with a letter. The ending would have to follow the vowels of a value that nobody knows yet.
pub fn case_endings(source: &str) -> impl Iterator<Item = String> {
    source.match_indices('}').filter_map(|(at, _)| {
        let after = source[at + 1..].trim_start_matches(['»', '”', '"', '’', '\'', ')', ']']);
        let mut next = after.chars();
        let glued = match next.next() {
            Some('-' | '\u{ad}' | '\u{2010}'..='\u{2015}') => {
                next.next().is_some_and(char::is_alphabetic)
            }
            Some(letter) => letter.is_alphabetic(),
            None => false,
        };
        let line = source[..at].matches('\n').count() + 1;
        let ending: String = after.chars().take(12).collect();
        glued.then(|| format!("line {line}: case ending on a value: …}}{ending}"))
    })
}

/// Words with Cyrillic and Latin letters together, and single Latin letters that look Cyrillic.
pub fn mixed_words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = ' ';
    for word in split_keeping(text) {
        let cyrillic = word.contains(is_cyrillic);
        let latin = word.contains(|c: char| c.is_ascii_alphabetic());
        let alone = word.chars().count() == 1 && word.contains(look_alike) && before != '+';
        if (cyrillic && latin) || alone {
            found.push(word.to_owned());
        }
        before = word.chars().last().unwrap_or(' ');
    }
    found
}

/// Words of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Words and the signs between them, in order.
fn split_keeping(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|c: char| !c.is_alphanumeric())
        .flat_map(|piece| {
            let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            [word, &piece[word.len()..]]
        })
}

pub fn is_kazakh_letter(c: char) -> bool {
    "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(c)
}

/// More than one word, Cyrillic: a sentence that was copied instead of translated.
pub fn is_cyrillic_phrase(text: &str) -> bool {
    text.contains(is_cyrillic) && words(text).count() > 1
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn look_alike(c: char) -> bool {
    "aceopxyihABCEHKMOPTXYI".contains(c)
}

#[test]
fn an_ending_on_a_value_is_found_and_a_word_of_its_own_is_not() {
    let found = |text: &str| case_endings(text).count();
    for bad in [
        "{ $time }да",
        "{ $org }-ның",
        "«{ $org }»-ға",
        "{ $n }‑інші",
        "{ $name })ге",
    ] {
        assert_eq!(found(bad), 1, "{bad}");
    }
    for good in [
        "{ $org } ұйымында",
        "{ $a }, { $b }.",
        "№{ $n } тапсырыс",
        "{ $a }–{ $b }",
        "«{ $s }» арқылы",
    ] {
        assert_eq!(found(good), 0, "{good}");
    }
}

#[test]
fn a_latin_letter_inside_a_cyrillic_word_is_found() {
    assert_eq!(mixed_words("Тiркеу жане caқтау"), ["Тiркеу", "caқтау"]);
    assert_eq!(mixed_words("мен i сен"), ["i"]);
    assert!(mixed_words("SMS-хабарлама, eGov Mobile, F9, Ctrl+C, QR-код").is_empty());
}

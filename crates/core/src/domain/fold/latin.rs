//! Names in Latin letters: as passports of Kazakhstan spell them, and as a Slavic or scholarly spelling does.
//!
//! Passports: rules of transliteration for identity documents (ICAO Doc 9303 part 3 section 6 for what they leave
//! open), their spellings before 2015 and the Kazakh Latin drafts.

/// Every way to read a text in Latin letters, most likely first, not folded.
pub fn readings(text: &str) -> Vec<String> {
    let passport = read(text, &[]);
    let slavic = read(text, SLAVIC);
    let mut out = vec![passport];
    if slavic != out[0] {
        out.push(slavic);
    }
    out
}

/// Whether a letter is a Latin one, plain or with a mark.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || c.is_alphabetic() && matches!(c, '\u{C0}'..='\u{24F}' | '\u{259}')
}

/// Longest spelling first; what stands in `first` is asked before the table for all.
fn read(text: &str, first: &[(&str, &str)]) -> String {
    let lower = text.to_lowercase();
    let mut rest: &str = &lower;
    let mut out = String::with_capacity(lower.len());
    while let Some(next) = rest.chars().next() {
        let known = first
            .iter()
            .chain(SPELLINGS)
            .find(|(latin, _)| rest.starts_with(latin));
        let (length, cyrillic) = match known {
            // Abaj, Ajgerim: before a consonant and at the end j is й.
            Some(("j", _)) if is_short(&rest[1..]) && ends_in_vowel(&out) => (1, "и"),
            Some((latin, cyrillic)) => (latin.len(), *cyrillic),
            None => (next.len_utf8(), &rest[..next.len_utf8()]),
        };
        out.push_str(cyrillic);
        rest = &rest[length..];
    }
    out
}

fn is_short(rest: &str) -> bool {
    let next = rest.chars().next();
    next.is_none_or(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü' | 'ı'))
}

fn ends_in_vowel(text: &str) -> bool {
    text.ends_with(['а', 'е', 'и', 'о', 'у', 'ю', 'я'])
}

/// Jurij, Julia, Kuznecov: j is й, c is ц.
const SLAVIC: &[(&str, &str)] = &[
    ("ja", "я"),
    ("ju", "ю"),
    ("je", "е"),
    ("jo", "е"),
    ("ji", "и"),
    ("sch", "щ"),
    ("ch", "ч"),
    ("ck", "к"),
    ("c", "ц"),
];

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

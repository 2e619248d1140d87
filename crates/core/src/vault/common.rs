//! Passwords that are tried first. Length decides, and no mixture of signs is asked; what everybody takes is refused
//! (NIST SP 800-63B, 5.1.1.2). The list is our own: rows of keys, and the words that people put before a number.

/// What people take for a password before they add a number, in Latin letters, in Cyrillic, and in either typed with
/// the other layout on.
const WORDS: &str = include_str!("common.txt");

/// Rows of keys as they are stroked, in both layouts.
const ROWS: [&str; 8] = [
    "1234567890-=",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю.",
    "abcdefghijklmnopqrstuvwxyz",
];

/// Whether this is among the passwords that are tried first.
pub(super) fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let signs: Vec<char> = lower.chars().collect();
    is_repeated(&signs) || is_stroked(&lower) || is_word(&lower)
}

/// A unit of up to four signs, again and again.
fn is_repeated(signs: &[char]) -> bool {
    (1..=4).any(|unit| signs.len() > unit && signs.iter().zip(&signs[unit..]).all(|(a, b)| a == b))
}

/// Nothing but pieces of rows of four keys and more, forwards or back.
fn is_stroked(lower: &str) -> bool {
    let mut left: Vec<char> = lower.chars().collect();
    while !left.is_empty() {
        let longest = ROWS.iter().filter_map(|row| {
            let forwards: Vec<char> = row.chars().collect();
            let back: Vec<char> = row.chars().rev().collect();
            [forwards, back].iter().map(|row| stroke(row, &left)).max()
        });
        match longest.max() {
            Some(length) if length >= 4 || length == left.len() => drop(left.drain(..length)),
            _ => return false,
        }
    }
    true
}

/// How many signs from the start lie beside each other in this row; the row goes round.
fn stroke(row: &[char], signs: &[char]) -> usize {
    let Some(at) = row.iter().position(|key| Some(key) == signs.first()) else {
        return 0;
    };
    let around = row.iter().cycle().skip(at);
    around
        .zip(signs)
        .take_while(|(key, sign)| key == sign)
        .count()
}

/// One or two such words with numbers and signs around them.
fn is_word(lower: &str) -> bool {
    let bare = lower.trim_matches(|sign: char| !sign.is_alphabetic());
    let known = |word: &str| WORDS.lines().any(|line| line == word);
    let halves = bare.char_indices().map(|(at, _)| bare.split_at(at));
    !bare.is_empty()
        && (known(bare)
            || halves
                .into_iter()
                .any(|(one, two)| known(one) && known(two)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_takes_is_refused() {
        for common in [
            "password",
            "Password123",
            "passwordpassword",
            "qwertyuiop",
            "qwerty123456789",
            "йцукенгшщзхъ",
            "123456789012345",
            "987654321987654",
            "1q1q1q1q1q1q1q1q",
            "aaaaaaaaaaaaaaaa",
            "парольпароль1",
            "Қазақстан2024!",
            "admin12345678901",
            "gfhjkmgfhjkm2025",
            "abcdefghijklmno",
            "asdfghjkl;'zxcvbnm",
            "laboratory2026",
            "zxcvbnm,./zxcvb",
        ] {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn a_phrase_is_taken_whatever_signs_it_has() {
        for good in [
            "taza-qol-1884-meken",
            "another long password",
            "keng-dala-2031-arna",
            "жеті қырғауыл терезеде",
            "correct horse battery",
            "training-training-1",
            "синий трактор поёт",
            "a long enough password",
        ] {
            assert!(!is_common(good), "{good}");
        }
    }
}

//! The keys of a desk: what was meant when the layout was another one.

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

/// Keys of an American keyboard, row by row, the digit row with the Kazakh letters that it types.
const KEYS: &str = "2345890-=qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
/// What the same keys type in the Kazakh layout (whose letter rows are the Russian ones).
const LETTERS: &str = "әіңғүұқөһйцукенгшщзхъфывапролджэячсмитьбюё";

/// What was typed in the Latin layout, as the same keys type it in the Kazakh one.
pub fn to_cyrillic(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| across(c, KEYS, LETTERS))
        .collect()
}

/// And the other way round.
pub fn to_latin(text: &str) -> String {
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
    use super::*;

    #[test]
    fn every_letter_has_its_key() {
        assert_eq!(KEYS.chars().count(), LETTERS.chars().count());
        assert_eq!(to_cyrillic("9kfy"), "ұлан");
        assert_eq!(to_latin("фьфтщмф"), "amanova");
    }
}

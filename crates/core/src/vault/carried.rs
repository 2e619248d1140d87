//! Public bytes as a file, a message or a QR code carries them: a word that says what they are, and hex digits.

/// The text.
pub(super) fn text(word: &str, bytes: &[u8]) -> String {
    format!("{word}{}", hex::encode_upper(bytes))
}

/// The bytes of a text, whatever white space came between; `None` where it is something else or not whole.
pub(super) fn bytes<const N: usize>(word: &str, text: &str) -> Option<[u8; N]> {
    // A file that somebody chose by mistake is not read to its end.
    if text.len() > 4 * (word.len() + N) {
        return None;
    }
    let signs: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let mut bytes = [0; N];
    hex::decode_to_slice(signs.strip_prefix(word)?, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_carried_whole_or_not_at_all() {
        let written = text("WORD:", &[1, 0xAB]);
        assert_eq!(written, "WORD:01AB");
        assert_eq!(bytes("WORD:", &written), Some([1, 0xAB]));
        assert_eq!(bytes("WORD:", " WORD:0\r\n 1a\tb\n"), Some([1, 0xAB]));
        for other in [
            "",
            "WORD:",
            "WORD:01A",
            "WORD:01AB02",
            "WORDS:01AB",
            "01AB",
            "WORD:01АВ",
        ] {
            assert_eq!(bytes::<2>("WORD:", other), None, "{other}");
        }
        assert_eq!(bytes::<2>("WORD:", &"1".repeat(1_000_000)), None);
    }
}

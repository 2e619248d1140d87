//! How many parts of an SMS a text takes.
//!
//! 3GPP TS 23.038: a text wholly of the GSM 7-bit alphabet has 160 signs in one part and 153 in each of several; any other is
//! UCS-2, 70 and 67. Cyrillic and every Kazakh letter is outside the alphabet, and one of them flips the whole text.

/// Signs of the GSM 7-bit default alphabet (table 6.2.1).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Signs of its extension table: an escape and a sign (6.2.1.1).
const EXTENDED: &str = "^{}\\[~]|€";

/// Length of a text as an SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// Signs of the alphabet, or UTF-16 units.
    pub units: usize,
    /// Units that one part holds by itself.
    pub single: usize,
    /// Parts.
    pub parts: usize,
}

/// Measures a text.
pub fn length(text: &str) -> Length {
    let septets = text.chars().map(septets).sum::<Option<usize>>();
    let (units, single, each) = match septets {
        Some(septets) => (septets, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    let parts = match units <= single {
        true => 1,
        false => units.div_ceil(each),
    };
    Length {
        units,
        single,
        parts,
    }
}

fn septets(sign: char) -> Option<usize> {
    match sign {
        sign if BASIC.contains(sign) => Some(1),
        sign if EXTENDED.contains(sign) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (usize, usize) {
        let length = length(text);
        (length.units, length.parts)
    }

    #[test]
    fn the_alphabet_has_its_128_places_without_the_escape() {
        assert_eq!(BASIC.chars().count(), 127);
    }

    #[test]
    fn latin_is_counted_in_septets_and_anything_else_in_utf_16_units() {
        assert_eq!(of(""), (0, 1));
        assert_eq!(of(&"a".repeat(160)), (160, 1));
        assert_eq!(of(&"a".repeat(161)), (161, 2));
        assert_eq!(of(&"a".repeat(307)), (307, 3));
        assert_eq!(of(&"€".repeat(80)), (160, 1));
        assert_eq!(of(&"ә".repeat(70)), (70, 1));
        assert_eq!(of(&"ә".repeat(71)), (71, 2));
        assert_eq!(of(&"ә".repeat(135)), (135, 3));
        // One letter flips the whole text; a smile is two units.
        assert_eq!(of(&format!("{}ж", "a".repeat(69))), (70, 1));
        assert_eq!(of(&format!("{}ж", "a".repeat(70))), (71, 2));
        assert_eq!(of(&format!("{}🙂", "ж".repeat(69))), (71, 2));
        assert_eq!(of("ʼ"), (1, 1));
    }
}

//! Numbers as text: groups of three by a no-break space, so that a line never breaks inside one.

/// `18 204` with a no-break space; four digits are grouped as well, for even columns.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_200), "1\u{a0}200");
        assert_eq!(grouped(18_204), "18\u{a0}204");
        assert_eq!(grouped(1_000_000), "1\u{a0}000\u{a0}000");
    }
}

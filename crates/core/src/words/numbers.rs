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

/// The same, and nothing for nothing: where there is none, there is nothing to be told.
pub fn some(number: u64) -> String {
    match number {
        0 => String::new(),
        some => grouped(some),
    }
}

/// `1 200 ₸`, never broken at the end of a line.
pub fn tenge(amount: u32) -> String {
    format!("{}\u{a0}₸", grouped(u64::from(amount)))
}

/// `1,25`: bytes as MiB with two digits behind the comma, rounded up, so that nothing is shown as nothing.
pub fn mib(bytes: u64) -> String {
    let hundredths = (u128::from(bytes) * 100).div_ceil(1024 * 1024);
    let whole = u64::try_from(hundredths / 100).unwrap_or(u64::MAX);
    format!("{},{:02}", grouped(whole), hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!(mib(0), "0,00");
        assert_eq!(mib(1), "0,01");
        assert_eq!(mib(1024 * 1024), "1,00");
        assert_eq!(mib(1_300_000_000), "1\u{a0}239,78");
    }

    #[test]
    fn groups_of_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_200), "1\u{a0}200");
        assert_eq!(grouped(18_204), "18\u{a0}204");
        assert_eq!(grouped(1_000_000), "1\u{a0}000\u{a0}000");
    }
}

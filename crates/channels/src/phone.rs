//! A number as SMS gateways take it.

/// The digits of an E.164 number, without the plus; None for anything else (ITU-T E.164: at most 15 digits).
pub(crate) fn digits(to: &str) -> Option<&str> {
    let digits = to.strip_prefix('+')?;
    let is_number = (8..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    is_number.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn only_a_number_with_its_country_is_taken() {
        assert_eq!(digits("+77012345678"), Some("77012345678"));
        for no in [
            "77012345678",
            "87012345678",
            "+7701",
            "+7 701 234 56 78",
            "+77012345678,",
            "",
        ] {
            assert_eq!(digits(no), None, "{no}");
        }
    }
}

//! The number of an order: `PPP NNNNN C`.
//!
//! PPP is the desk's prefix (100–999), NNNNN a counter of the desk, C the check digit of ISO 7064 MOD 11,10 over the eight
//! before it: nine digits, so a number is never taken for a phone (ten or eleven) or an ИИН (twelve). The counter begins
//! where the desk's random id says, goes up by one and round from 99999 to 00000, so that two desks that carry one prefix
//! by mistake do not begin with the same numbers. Why this is unique without a network: `docs/decisions/0018-orders.md`.

use crate::error::Refusal;

crate::codes! {
    /// Not nine digits.
    ORDER_NUMBER_FORM = "order-number-form";
    /// The check digit is another one: a slip of the pen, or a number that is none of ours.
    ORDER_NUMBER_CHECK = "order-number-check";
    /// The desk has given every number of its prefix.
    ORDER_NUMBERS_SPENT = "order-numbers-spent";
}

/// Numbers of one prefix.
pub const EACH: u32 = 100_000;

/// A whole number with the right check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number([u8; 9]);

impl Number {
    /// The number at which a desk stands after it has given so many; its counter began at `start`.
    ///
    /// # Errors
    /// `order-numbers-spent` after a hundred thousand.
    pub fn nth(start: u32, prefix: u16, given: u32) -> Result<Self, Refusal> {
        if given >= EACH || !(100..=999).contains(&prefix) {
            return Err(Refusal::new(ORDER_NUMBERS_SPENT).with("limit", EACH));
        }
        let counter = (start % EACH + given) % EACH;
        let mut rest = u32::from(prefix) * EACH + counter;
        let mut digits = [0; 9];
        for digit in digits[..8].iter_mut().rev() {
            *digit = u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        digits[8] = check(&digits[..8]);
        Ok(Self(digits))
    }

    /// Reads a number as typed or scanned: nine digits, with blanks or hyphens between them.
    ///
    /// # Errors
    /// `order-number-form`, `order-number-check`.
    pub fn parse(field: &'static str, typed: &str) -> Result<Self, Refusal> {
        let form = || Refusal::at(field, ORDER_NUMBER_FORM);
        let mut digits = [0; 9];
        let mut at = 0;
        for c in typed.trim().chars() {
            match c.to_digit(10) {
                Some(digit) => {
                    *digits.get_mut(at).ok_or_else(form)? = u8::try_from(digit).unwrap_or(0);
                    at += 1;
                }
                None if c == '-' || c.is_whitespace() => {}
                None => return Err(form()),
            }
        }
        if at != digits.len() || digits[0] == 0 {
            return Err(form());
        }
        if check(&digits[..8]) != digits[8] {
            return Err(Refusal::at(field, ORDER_NUMBER_CHECK));
        }
        Ok(Self(digits))
    }

    /// The prefix.
    pub fn prefix(self) -> u16 {
        self.0[..3]
            .iter()
            .fold(0, |n, digit| n * 10 + u16::from(*digit))
    }

    /// Nine digits, as they are stored and stand in a barcode.
    pub fn text(self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// `100 48213 7`, as people read it.
    pub fn shown(self) -> String {
        let text = self.text();
        format!("{} {} {}", &text[..3], &text[3..8], &text[8..])
    }
}

/// A stored number as people read it; what is none is left as it is.
pub fn shown(stored: &str) -> String {
    Number::parse("number", stored).map_or_else(|_| stored.to_owned(), Number::shown)
}

/// ISO 7064 MOD 11,10: the digit that makes the whole 1 modulo 10.
fn check(digits: &[u8]) -> u8 {
    let last = digits.iter().fold(10, |p, digit| step(p, *digit));
    (11 - last) % 10
}

/// One step of the hybrid system: `p` goes from 1 to 10.
fn step(p: u8, digit: u8) -> u8 {
    let sum = match (p + digit) % 10 {
        0 => 10,
        sum => sum,
    };
    sum * 2 % 11
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn code(typed: &str) -> &'static str {
        Number::parse("number", typed).unwrap_err().code.0
    }

    fn number() -> impl Strategy<Value = Number> {
        (any::<u32>(), 100..=999u16, 0..EACH)
            .prop_map(|(start, prefix, given)| Number::nth(start, prefix, given).unwrap())
    }

    /// The neighbours that the standard cannot tell apart, by what stood before them: of the ninety pairs of different
    /// digits two for each of the ten states.
    const BLIND: [(u8, u8, u8); 10] = [
        (1, 4, 5),
        (2, 3, 4),
        (3, 2, 3),
        (4, 1, 2),
        (5, 0, 1),
        (6, 0, 9),
        (7, 8, 9),
        (8, 7, 8),
        (9, 6, 7),
        (10, 5, 6),
    ];

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        // The example of the standard: 0794 has the check digit 5.
        assert_eq!(check(&[0, 7, 9, 4]), 5);
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let number = Number::nth(48_213, 100, 0).unwrap();
        let text = number.text();
        assert_eq!((text.len(), number.prefix()), (9, 100));
        for typed in [
            text.clone(),
            number.shown(),
            format!("  {}-{} ", &text[..3], &text[3..]),
        ] {
            assert_eq!(Number::parse("number", &typed), Ok(number), "{typed}");
        }
        assert_eq!(shown(&text), number.shown());
        assert_eq!(shown("?"), "?");
        for bad in [
            "",
            "12345678",
            "1234567890",
            "87012345678",
            "910312400121",
            "12345678a",
            "012345678",
        ] {
            assert_eq!(code(bad), "order-number-form", "{bad:?}");
        }
    }

    #[test]
    fn a_desk_gives_every_number_of_its_prefix_once_and_then_none() {
        let start = 99_990;
        let all: BTreeSet<Number> = (0..EACH)
            .map(|given| Number::nth(start, 321, given).unwrap())
            .collect();
        assert_eq!(all.len(), EACH as usize);
        let no = Number::nth(start, 321, EACH).unwrap_err();
        assert_eq!(no.code, ORDER_NUMBERS_SPENT);
    }

    proptest! {
        #[test]
        fn nothing_typed_panics(typed in any::<String>()) {
            drop(Number::parse("number", &typed));
        }

        #[test]
        fn every_wrong_digit_is_found(number in number(), at in 0..9usize, by in 1..10u8) {
            let mut digits = number.0;
            digits[at] = (digits[at] + by) % 10;
            let typed: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
            let no = code(&typed);
            prop_assert!(["order-number-check", "order-number-form"].contains(&no), "{no}");
        }

        #[test]
        fn exchanged_neighbours_are_found_but_for_those_that_the_standard_cannot_see(number in number(), at in 0..8usize) {
            let mut digits = number.0;
            let (a, b) = (digits[at], digits[at + 1]);
            digits.swap(at, at + 1);
            let typed: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
            let before = number.0[..at].iter().fold(10, |p, digit| step(p, *digit));
            let is_blind = match at {
                // The check digit itself and the one before it.
                7 => before == 5 && a.min(b) == 0 && a.max(b) == 1,
                _ => BLIND.contains(&(before, a.min(b), a.max(b))),
            };
            let found = Number::parse("number", &typed).is_err();
            prop_assert_eq!(found, a != b && !is_blind, "{} {} after {}", a, b, before);
        }
    }
}

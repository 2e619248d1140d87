//! How long nobody may be there until the curtain falls: a setting of the laboratory, within bounds.
//!
//! Judged when it is set (`decide`), read by whoever watches (`desk/idle.rs`). A stored value that is none of these
//! comes from a newer program or a hand: the usual one counts.

use crate::error::Refusal;

crate::codes! {
    /// Minutes until the curtain falls, outside `least`–`most`.
    COVER_MINUTES = "cover-minutes";
}

/// The fewest minutes.
pub const LEAST: u8 = 1;
/// The most minutes: a queue reads the screen of a desk that nobody sits at.
pub const MOST: u8 = 15;
/// Minutes where nobody has set any.
pub const USUAL: u8 = 5;

/// Minutes as typed.
pub fn parse(field: &'static str, typed: &str) -> Result<u8, Refusal> {
    whole(typed.trim()).ok_or_else(|| {
        Refusal::at(field, COVER_MINUTES)
            .with("least", LEAST)
            .with("most", MOST)
    })
}

/// Minutes as stored.
pub fn stored(value: Option<&str>) -> u8 {
    value.and_then(whole).unwrap_or(USUAL)
}

fn whole(text: &str) -> Option<u8> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let minutes = digits.then(|| text.parse().ok()).flatten()?;
    (LEAST..=MOST).contains(&minutes).then_some(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_one_minute_to_fifteen_and_nothing_else() {
        for (typed, minutes) in [("1", 1), (" 5 ", 5), ("15", 15), ("007", 7)] {
            assert_eq!(parse("minutes", typed), Ok(minutes), "{typed}");
        }
        for typed in [
            "",
            "0",
            "16",
            "-1",
            "+5",
            "5.5",
            "5 мин",
            "1000000000000",
            "٥",
        ] {
            let no = parse("minutes", typed).map_err(|no| (no.code.0, no.args.clone()));
            let told = [("least", "1".to_owned()), ("most", "15".to_owned())];
            assert_eq!(no, Err(("cover-minutes", told.into())), "{typed}");
        }
    }

    #[test]
    fn what_is_stored_beyond_the_bounds_never_keeps_a_desk_open() {
        assert_eq!(stored(None), USUAL);
        assert_eq!(stored(Some("9")), 9);
        for odd in ["", "0", "600", "never"] {
            assert_eq!(stored(Some(odd)), USUAL, "{odd}");
        }
    }
}

//! A signature as drawn: its shape only.
//!
//! Strokes are separated by `;`, points by a space, each `x,y` in whole units of a box of 1000 × 400 with its
//! origin in the upper left corner. There is no place for time or pressure, which would be dynamic biometrics
//! (Law 94-V art. 1).

use super::{CONSENT_SIGNATURE_FORM, CONSENT_SIGNATURE_REQUIRED};
use crate::error::Refusal;

/// Width of the box.
pub const WIDTH: u16 = 1000;
/// Height of the box.
pub const HEIGHT: u16 = 400;
/// A dot is no signature; a book of strokes is none either.
const POINTS: std::ops::RangeInclusive<usize> = 8..=8_000;

/// Reads a drawn signature and gives it back in its one form.
pub fn check(drawn: &str) -> Result<String, Refusal> {
    if drawn.trim().is_empty() {
        return Err(Refusal::at("signature", CONSENT_SIGNATURE_REQUIRED));
    }
    let wrong = || Refusal::at("signature", CONSENT_SIGNATURE_FORM);
    // Nine signs a point at most.
    if drawn.len() > POINTS.end() * 9 {
        return Err(wrong());
    }
    let strokes = strokes(drawn).ok_or_else(wrong)?;
    if strokes.iter().map(Vec::len).sum::<usize>() < *POINTS.start() {
        return Err(Refusal::at("signature", CONSENT_SIGNATURE_REQUIRED));
    }
    Ok(strokes
        .iter()
        .map(|stroke| {
            let points: Vec<_> = stroke.iter().map(|(x, y)| format!("{x},{y}")).collect();
            points.join(" ")
        })
        .collect::<Vec<_>>()
        .join(";"))
}

/// The strokes of a signature; `None` for anything that is not one.
pub fn strokes(drawn: &str) -> Option<Vec<Vec<(u16, u16)>>> {
    let point = |text: &str| {
        let (x, y) = text.split_once(',')?;
        let (x, y): (u16, u16) = (x.parse().ok()?, y.parse().ok()?);
        (x <= WIDTH && y <= HEIGHT).then_some((x, y))
    };
    drawn
        .split(';')
        .map(|stroke| stroke.split(' ').map(point).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_shape_is_kept_and_nothing_else() {
        let drawn = "10,20 12,22 14,25 20,30;40,40 45,41 50,45 60,50";
        assert_eq!(check(drawn).unwrap(), drawn);
        assert_eq!(strokes(drawn).unwrap().len(), 2);
        let no = |drawn: &str| check(drawn).unwrap_err().code.0;
        assert_eq!(no(""), "consent-signature-required");
        assert_eq!(no("10,10 11,11"), "consent-signature-required", "a dot");
        for bad in [
            "10,20,3 1,1",
            "10,20 -1,5",
            "1001,0 1,1",
            "x",
            "10,20;;1,1",
            "1.5,2 3,3",
        ] {
            assert_eq!(no(bad), "consent-signature-form", "{bad}");
        }
        assert_eq!(no(&"1,1 ".repeat(20_000)), "consent-signature-form");
    }
}

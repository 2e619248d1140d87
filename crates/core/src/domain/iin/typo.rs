//! What may have been meant: one wrong digit, or two neighbours exchanged.

use super::{Iin, check::birth_date_of, control};

/// Numbers one slip away that check out: control digit fits, the digits spell a date. Ascending, without
/// repeats; nothing for a text that is not 12 digits or already checks out. The caller offers those that
/// match a card, never one by itself.
pub fn candidates(text: &str) -> Vec<Iin> {
    let Some(typed) = control::digits(text) else {
        return Vec::new();
    };
    if checks_out(&typed) {
        return Vec::new();
    }
    let substituted = (0..12).flat_map(|at| {
        (0..10).map(move |digit| {
            let mut digits = typed;
            digits[at] = digit;
            digits
        })
    });
    let swapped = (0..11).map(|at| {
        let mut digits = typed;
        digits.swap(at, at + 1);
        digits
    });
    let mut found: Vec<Iin> = substituted
        .chain(swapped)
        .filter(checks_out)
        .map(Iin)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn checks_out(digits: &[u8; 12]) -> bool {
    control::fits(digits) && birth_date_of(digits).is_some()
}

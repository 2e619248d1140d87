//! What may have been meant: one wrong digit, or two neighbours exchanged.

use std::collections::BTreeSet;

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
    let mut found: Vec<Iin> = slips(&typed).filter(checks_out).map(Iin).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Every other text of twelve digits one slip away, whether it checks out or not: what a card is asked for whose
/// number may be the wrong one. Empty for a text that is not 12 digits.
pub fn one_slip_away(text: &str) -> BTreeSet<String> {
    let Some(typed) = control::digits(text) else {
        return BTreeSet::new();
    };
    slips(&typed)
        .filter(|digits| *digits != typed)
        .map(|digits| {
            digits
                .iter()
                .map(|digit| char::from(b'0' + digit))
                .collect()
        })
        .collect()
}

/// Whether two texts of twelve digits are one slip apart.
pub fn is_slip(one: &str, other: &str) -> bool {
    match (control::digits(one), control::digits(other)) {
        (Some(one), Some(other)) if one != other => slips(&one).any(|digits| digits == other),
        _ => false,
    }
}

fn slips(typed: &[u8; 12]) -> impl Iterator<Item = [u8; 12]> {
    let typed = *typed;
    let substituted = (0..12).flat_map(move |at| {
        (0..10).map(move |digit| {
            let mut digits = typed;
            digits[at] = digit;
            digits
        })
    });
    let swapped = (0..11).map(move |at| {
        let mut digits = typed;
        digits.swap(at, at + 1);
        digits
    });
    substituted.chain(swapped)
}

fn checks_out(digits: &[u8; 12]) -> bool {
    control::fits(digits) && birth_date_of(digits).is_some()
}

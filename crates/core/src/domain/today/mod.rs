//! The figures of a manager's day: shares, the working span, seconds of an intake, how large an operator is.
//!
//! Values and rules only. A figure names nobody: hours, seconds and classes are counted over everybody, never over one
//! person of the staff or one patient.

pub mod pace;
pub mod subjects;

use std::ops::RangeInclusive;

/// Shares of a whole in tenths of a percent that add up to 1000, whatever was rounded: the largest remainders are
/// rounded up. Of nothing each share is nothing.
pub fn shares(parts: &[u64]) -> Vec<u16> {
    let whole: u128 = parts.iter().map(|part| u128::from(*part)).sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let thousandfold = |part: &u64| u128::from(*part) * 1_000;
    let mut shares: Vec<u128> = parts
        .iter()
        .map(|part| thousandfold(part) / whole)
        .collect();
    let mut by_rest: Vec<usize> = (0..parts.len()).collect();
    by_rest.sort_by_key(|at| std::cmp::Reverse(thousandfold(&parts[*at]) % whole));
    let given: u128 = shares.iter().sum();
    let left = usize::try_from(1_000 - given).unwrap_or(0);
    for at in by_rest.into_iter().take(left) {
        shares[at] += 1;
    }
    shares
        .into_iter()
        .map(|share| u16::try_from(share).unwrap_or(1_000))
        .collect()
}

/// The hours of a day from the first in which something happened to the last; none on an empty day.
pub fn span(hours: &[u32; 24]) -> Option<RangeInclusive<usize>> {
    let first = hours.iter().position(|count| *count > 0)?;
    let last = hours.iter().rposition(|count| *count > 0)?;
    Some(first..=last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_nothing_is_no_number_that_is_none() {
        assert_eq!(shares(&[]), Vec::<u16>::new());
        assert_eq!(shares(&[0, 0]), [0, 0]);
        assert_eq!(shares(&[1, 1, 1]), [334, 333, 333]);
        assert_eq!(shares(&[2, 1]), [667, 333]);
        assert_eq!(shares(&[u64::MAX, 0]), [1_000, 0]);
        for parts in [[7, 11, 13, 17, 19], [1, 0, 0, 0, 999], [5, 5, 5, 5, 6]] {
            assert_eq!(shares(&parts).iter().sum::<u16>(), 1_000, "{parts:?}");
        }
    }

    #[test]
    fn a_day_is_shown_from_its_first_to_its_last_hour() {
        let mut hours = [0; 24];
        assert_eq!(span(&hours), None);
        hours[9] = 1;
        assert_eq!(span(&hours), Some(9..=9));
        (hours[23], hours[0]) = (2, 1);
        assert_eq!(span(&hours), Some(0..=23));
    }
}

//! How soon something is tried once more: twice as long each time, never quite at the same moment.

/// The first wait, in milliseconds.
const FIRST_MS: u64 = 15_000;
/// The longest one: half an hour.
const LONGEST_MS: u64 = 1_800_000;
/// So often the wait doubles, at most.
const DOUBLES: u32 = 7;

/// Milliseconds until the next try after so many in vain. `chance` spreads it by a quarter to either side: when the network
/// comes back, not every desk asks at once.
pub fn wait_ms(tries: u32, chance: u8) -> u64 {
    let doubled = FIRST_MS << tries.saturating_sub(1).min(DOUBLES);
    let wait = doubled.min(LONGEST_MS);
    wait * 3 / 4 + wait / 2 * u64::from(chance) / 255
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_longer_each_time_and_never_longer_than_three_quarters_of_an_hour() {
        assert_eq!((wait_ms(1, 0), wait_ms(1, 255)), (11_250, 18_750));
        for tries in 1..40 {
            assert!(wait_ms(tries + 1, 0) >= wait_ms(tries, 0));
            assert!(wait_ms(tries, 255) <= LONGEST_MS * 5 / 4);
        }
        assert_eq!(wait_ms(u32::MAX, 0), LONGEST_MS * 3 / 4);
    }
}

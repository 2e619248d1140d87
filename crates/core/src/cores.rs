//! The same done to many, on several cores.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

/// Below this a thread costs more than it saves.
const WORTH_A_THREAD: usize = 64;
/// Somebody works at the desk meanwhile.
const MOST: usize = 4;

/// What becomes of each, in their order.
pub fn each<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let cores = available_parallelism().map_or(1, NonZero::get).min(MOST);
    let all = |part: &[T]| part.iter().map(&work).collect::<Vec<_>>();
    if cores == 1 || items.len() < WORTH_A_THREAD {
        return all(items);
    }
    let (first, rest) = items.split_at(items.len().div_ceil(cores));
    scope(|scope| {
        let parts = rest.chunks(first.len());
        let beside: Vec<_> = parts.map(|part| scope.spawn(|| all(part))).collect();
        let mut out = all(first);
        for part in beside {
            out.extend(part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_comes_out_once_and_in_order() {
        for count in [0, 1, 63, 64, 65, 1_001] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(each(&items, |one| *one), items);
        }
    }
}

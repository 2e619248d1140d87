//! Columns that shift in the middle of a list: a cell was deleted, a second list was pasted beneath the first.
//!
//! Rows that a rule refuses are scattered over a list; where they stand together after rows that were in order, it is
//! the columns that are wrong, and what is taken from there on is taken by luck.

/// So many more refused than in order since the first of them.
const MANY: usize = 10;
/// Of a short list a fifth is enough, and never less than this.
const FEW: usize = 3;
/// One in so many was refused at most before: those were in order.
const FINE: usize = 5;

/// Watches the rows of a list from its first to its last.
#[derive(Debug, Clone)]
pub struct Watch {
    enough: usize,
    seen: usize,
    refused: usize,
    run: Option<Run>,
    found: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Run {
    from: u32,
    more: usize,
    /// What came before it was in order.
    after_fine: bool,
}

impl Watch {
    /// A list of so many rows.
    pub fn new(rows: usize) -> Self {
        Self {
            enough: (rows / FINE + 1).clamp(FEW, MANY),
            seen: 0,
            refused: 0,
            run: None,
            found: None,
        }
    }

    /// The next row, by its number in the file.
    pub fn see(&mut self, number: u32, refused: bool) {
        let run = match (self.run, refused) {
            (None, false) => None,
            (None, true) => Some(Run {
                from: number,
                more: 1,
                after_fine: self.seen > 0 && self.refused * FINE <= self.seen,
            }),
            (Some(run), true) => Some(Run {
                more: run.more + 1,
                ..run
            }),
            (Some(run), false) => Some(Run {
                more: run.more - 1,
                ..run
            })
            .filter(|run| run.more > 0),
        };
        self.run = run;
        self.seen += 1;
        self.refused += usize::from(refused);
        let shifted = run.filter(|run| run.after_fine && run.more >= self.enough);
        self.found = self.found.or(shifted.map(|run| run.from));
    }

    /// From which row on the columns seem to have shifted.
    pub fn shifted(&self) -> Option<u32> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn watch(rows: &[bool]) -> Option<u32> {
        let mut watch = Watch::new(rows.len());
        for (number, refused) in (2..).zip(rows) {
            watch.see(number, *refused);
        }
        watch.shifted()
    }

    fn rows(parts: &[(usize, bool)]) -> Vec<bool> {
        let parts = parts.iter();
        parts
            .flat_map(|(count, refused)| vec![*refused; *count])
            .collect()
    }

    #[test]
    fn ten_in_a_row_after_rows_in_order_are_a_shift_and_its_first_row_is_named() {
        let list = rows(&[(1_000, false), (10, true), (1_000, false)]);
        assert_eq!(watch(&list), Some(1_002));
        let list = rows(&[(1_000, false), (9, true), (1_000, false)]);
        assert_eq!(watch(&list), None);
    }

    #[test]
    fn a_row_that_happens_to_fit_does_not_hide_it() {
        let pattern = [true, true, false, true, true, true];
        let list: Vec<bool> = rows(&[(500, false)])
            .into_iter()
            .chain(pattern.into_iter().cycle().take(60))
            .collect();
        assert_eq!(watch(&list), Some(502));
    }

    #[test]
    fn a_fifth_of_a_short_list_is_enough() {
        assert_eq!(watch(&rows(&[(8, false), (3, true)])), Some(10));
        assert_eq!(watch(&rows(&[(9, false), (2, true)])), None);
    }

    #[test]
    fn columns_that_were_wrong_from_the_beginning_have_not_shifted() {
        assert_eq!(watch(&rows(&[(500, true)])), None);
        assert_eq!(watch(&rows(&[(500, true), (20, false), (50, true)])), None);
    }

    proptest! {
        #[test]
        fn scattered_refusals_are_none(seed in any::<u64>()) {
            // One row in eight, never two together.
            let list: Vec<bool> = (0..5_000_u64).map(|at| at % 8 == seed % 8).collect();
            prop_assert_eq!(watch(&list), None);
        }

        #[test]
        fn wherever_it_begins_it_is_found(good in 20_usize..2_000, bad in 10_usize..2_000) {
            let first = u32::try_from(good).unwrap_or(0) + 2;
            prop_assert_eq!(watch(&rows(&[(good, false), (bad, true)])), Some(first));
        }
    }
}

//! What came of the rows that were looked through.

use crate::command::LegacyForm;
use crate::decide::legacy::{Outcome, Seen};
use crate::domain::legacy::shift::Watch;
use crate::error::Refusal;
use crate::table::Table;
use crate::view::LegacyWhich;

/// How far a list was looked through, and what came of it.
#[derive(Debug)]
pub(super) struct Judging {
    pub form: LegacyForm,
    pub next: usize,
    pub seen: Seen,
    pub watch: Watch,
    pub good: usize,
    pub taken: usize,
    pub left: Vec<Left>,
}

/// A row that stays out.
#[derive(Debug)]
pub(super) struct Left {
    /// Its place among the rows of people.
    pub at: usize,
    pub which: LegacyWhich,
    pub no: Vec<Refusal>,
}

impl Judging {
    pub fn begin(table: &Table, form: &LegacyForm) -> Self {
        Self {
            next: 0,
            seen: Seen::default(),
            watch: Watch::new(table.people(form.has_header).len()),
            good: 0,
            taken: 0,
            left: Vec::new(),
            form: form.clone(),
        }
    }

    /// The same columns read the same way: what was looked through stays so.
    pub fn is_of(&self, form: &LegacyForm) -> bool {
        let reads = |form: &LegacyForm| (form.columns.clone(), form.has_header, form.take_alike);
        reads(&self.form) == reads(form)
    }

    pub fn note(&mut self, at: usize, number: u32, outcome: Outcome) {
        let left = match outcome {
            Outcome::New(_) => None,
            Outcome::Taken => {
                self.taken += 1;
                self.watch.see(number, false);
                return;
            }
            Outcome::Known(no) => Some((LegacyWhich::Known, vec![no])),
            Outcome::Alike(_, no) => Some((LegacyWhich::Alike, vec![no])),
            Outcome::Bad(no) => Some((LegacyWhich::Refused, no)),
        };
        let refused = matches!(left, Some((LegacyWhich::Refused, _)));
        self.watch.see(number, refused);
        let is_good = match &left {
            None => true,
            Some((which, _)) => *which == LegacyWhich::Alike && self.form.take_alike,
        };
        self.good += usize::from(is_good);
        self.left
            .extend(left.map(|(which, no)| Left { at, which, no }));
    }

    pub fn count(&self, which: LegacyWhich) -> usize {
        self.left.iter().filter(|left| left.which == which).count()
    }
}

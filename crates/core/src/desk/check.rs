//! The long check of the whole journal, beside the work of the desk: page by page, with progress, to be broken off.
//!
//! What is checked is fixed at the beginning: the heads as they stood, and every witness outside the database. Entries
//! that come meanwhile are the next check's. Between two pages nothing is held, so the desk works on.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::{Open, sign_in};
use crate::audit::{self, Report, Scope};
use crate::domain::rights::Action;
use crate::error::Error;
use crate::id::DeviceId;
use crate::journal::anchor::Anchor;
use crate::journal::log;
use crate::journal::stored::{self, From, Page};

/// A check that is about to run.
#[derive(Debug)]
pub struct Check {
    scope: Scope,
    witnesses: Vec<Anchor>,
    heads: BTreeMap<DeviceId, u64>,
    /// Entries that will be read, each twice.
    total: u64,
}

impl Open {
    /// Fixes what is to be checked.
    ///
    /// # Errors
    /// `not-allowed`; a fault of the database or the keychain.
    pub fn begin_check(&self) -> Result<Check, Error> {
        self.app.allowed(Action::Verify)?;
        let witnesses = sign_in::witnesses(&self.vault, self.keychain.as_deref())?;
        let heads: BTreeMap<DeviceId, u64> = log::heads(self.app.conn())?
            .into_iter()
            .map(|head| (head.device, head.seq))
            .collect();
        Ok(Check {
            scope: Scope {
                org: self.app.org(),
                own: vec![self.app.device()],
            },
            witnesses,
            total: heads.values().map(|seq| seq + 1).sum(),
            heads,
        })
    }

    /// One page of the stored journal, for a check that goes on.
    ///
    /// # Errors
    /// As the database says.
    pub fn check_page(&self, from: From) -> Page {
        stored::page(self.app.conn(), from)
    }
}

impl Check {
    /// Runs to its end; none when it was broken off. `turn` brings a page and holds nothing afterwards; none from it
    /// means that the desk was closed. `told` hears how much of a hundred is done and may say that it is enough.
    pub fn run(
        &self,
        mut turn: impl FnMut(From) -> Option<Page>,
        mut told: impl FnMut(u8) -> ControlFlow<()>,
    ) -> Option<Report> {
        let total = (self.total * 2).max(1);
        let mut read = 0_u64;
        let mut gone = false;
        // The audit asks twice, one reading after the other.
        let state = std::cell::RefCell::new((&mut turn, &mut told, &mut read, &mut gone));
        let report = audit::verify(&self.scope, &self.witnesses, || {
            let pages = stored::records_by(|from| {
                let (turn, told, read, gone) = &mut *state.borrow_mut();
                let percent = u8::try_from((**read).min(total) * 100 / total).unwrap_or(100);
                let go_on = !**gone && told(percent).is_continue();
                if let Some(page) = go_on.then(|| turn(from)).flatten() {
                    **read += page.as_ref().map_or(0, |rows| rows.len() as u64);
                    return page;
                }
                **gone = true;
                Ok(Vec::new())
            });
            pages.filter(|record| match record {
                Ok(record) => self
                    .heads
                    .get(&record.device)
                    .is_some_and(|last| record.seq <= *last),
                Err(_) => true,
            })
        });
        (!gone).then_some(report)
    }
}

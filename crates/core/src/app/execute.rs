//! The writing door: facts, decision, entries, fold, anchor, receipt.

use rusqlite::{OptionalExtension, Transaction, params};

use super::App;
use super::append::Written;
use super::session::By;
use crate::command::Command;
use crate::decide::{self, ClockSeen, Desk};
use crate::error::Error;
use crate::event::disclosure::list;
use crate::id::{Id, SubjectId};
use crate::journal::log::signed;
use crate::view::{OrderGiven, Receipt};

/// Answers to drafts are remembered for thirty days.
const REMEMBER_MS: u64 = 30 * 24 * 3_600_000;
/// Days for which it is kept how long intakes took: more than are shown.
const KEEP_DAYS: u64 = 30;

impl App {
    /// Carries out a command. The same draft carried out twice answers the same and writes once.
    pub fn execute(&mut self, command: Command, draft: Option<Id>) -> Result<Receipt, Error> {
        self.session()?;
        if let Some(receipt) = self.answered(draft)? {
            return Ok(receipt);
        }
        let desk = self.facts()?;
        let outcome = self.transact(
            &By::Session,
            |tx, roster, entropy| {
                let decided = decide::decide(tx, roster, &desk, entropy, command)?;
                let of = (decided.subject, decided.representative(), decided.order());
                Ok((of, decided.lines))
            },
            |tx, of, written| remember(tx, draft, &receipt(of, written), &desk),
        );
        let (of, written) = match outcome {
            Err(Error::Refused(refusals)) => {
                let told: Vec<SubjectId> =
                    refusals.iter().flat_map(|no| no.about.clone()).collect();
                self.note_told(list::LOOKALIKES, &told)?;
                return Err(refusals.into());
            }
            other => other?,
        };
        let receipt = receipt(&of, &written);
        // What was asked for is committed and said so; the desk's own notes on it that fail are made up
        // at the next sign-in, where their failure is told.
        let noted = self.acknowledge(&written.touched.erased);
        drop(self.forget_purged(written.touched.purged));
        drop(noted.and_then(|()| self.checkpoint_if_due()));
        Ok(receipt)
    }

    /// What a command would be refused with: for whoever must touch a file before the entry is written.
    pub fn would(&mut self, command: Command) -> Result<(), Error> {
        let desk = self.facts()?;
        let (conn, roster) = (self.store.conn(), self.folder.roster());
        decide::decide(conn, roster, &desk, self.entropy.as_mut(), command).map(drop)
    }

    pub(super) fn facts(&self) -> Result<Desk, Error> {
        let session = self.session()?;
        Ok(Desk {
            org: self.org,
            device: self.device,
            staff: session.staff,
            role: session.role,
            now: self.clock.now(),
            clock: match self.clock_behind()? {
                Some(last_ms) => ClockSeen::Behind {
                    last_ms,
                    hlc_ms: self.hlc.ms(),
                },
                None => ClockSeen::Right,
            },
        })
    }

    fn answered(&self, draft: Option<Id>) -> Result<Option<Receipt>, Error> {
        let Some(draft) = draft else { return Ok(None) };
        let row: Option<String> = self
            .store
            .conn()
            .prepare_cached("SELECT answer FROM l_done WHERE draft = ?1")?
            .query_row([draft], |row| row.get(0))
            .optional()?;
        Ok(row.and_then(|json| serde_json::from_str(&json).ok()))
    }
}

/// The main subject, whoever was said to act for it, and the order that began.
type Of = (SubjectId, Option<SubjectId>, Option<OrderGiven>);

fn receipt((subject, representative, order): &Of, written: &Written) -> Receipt {
    Receipt {
        representative: *representative,
        order: order.clone(),
        entries: written.entries.clone(),
        touched: written.touched.subjects.iter().copied().collect(),
        subject: *subject,
    }
}

/// Keeps the answer of a draft in the transaction of its entries: whatever fails afterwards, a second
/// try answers the same and writes nothing. The form itself is done with.
fn remember(
    tx: &Transaction<'_>,
    draft: Option<Id>,
    receipt: &Receipt,
    desk: &Desk,
) -> Result<(), Error> {
    let Some(draft) = draft else { return Ok(()) };
    let answer = serde_json::to_string(receipt).unwrap_or_default();
    let now = desk.now.ms;
    tx.execute(
        "DELETE FROM l_done WHERE at < ?1",
        [signed(now.saturating_sub(REMEMBER_MS))],
    )?;
    tx.execute(
        "INSERT OR IGNORE INTO l_done (draft, answer, at) VALUES (?1, ?2, ?3)",
        params![draft, answer, signed(now)],
    )?;
    // Copying from a sheet is no intake: nobody stood there.
    if !receipt.order.as_ref().is_some_and(|given| given.from_paper) {
        clocked(tx, draft, desk)?;
    }
    tx.execute(
        "DELETE FROM l_drafts WHERE id = ?1 AND staff = ?2",
        params![draft, desk.staff],
    )?;
    Ok(())
}

/// Keeps how long an intake took, from the first keeping of its form, without what it lay aside: the day and the seconds,
/// and nobody. A desk's figure is not a measure of a person.
fn clocked(tx: &Transaction<'_>, draft: Id, desk: &Desk) -> Result<(), Error> {
    let today = desk.now.date();
    let kept_from = today
        .checked_sub_days(chrono::Days::new(KEEP_DAYS))
        .unwrap_or(today);
    tx.execute(
        "DELETE FROM l_intake WHERE day < ?1",
        [kept_from.to_string()],
    )?;
    tx.execute(
        "INSERT INTO l_intake (day, seconds) SELECT ?3, (?4 - began_at - aside_ms) / 1000 FROM l_drafts \
         WHERE id = ?1 AND staff = ?2 AND form = 'intake' AND began_at IS NOT NULL",
        params![draft, desk.staff, today.to_string(), signed(desk.now.ms)],
    )?;
    Ok(())
}

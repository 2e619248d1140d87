//! The writing door: facts, decision, entries, fold, anchor, receipt.

use rusqlite::{OptionalExtension, Transaction, params};

use super::App;
use super::append::Written;
use super::session::By;
use crate::command::Command;
use crate::decide::{self, Desk};
use crate::error::Error;
use crate::id::{Id, SubjectId};
use crate::journal::log::signed;
use crate::view::Receipt;

/// Answers to drafts are remembered for thirty days.
const REMEMBER_MS: u64 = 30 * 24 * 3_600_000;
/// A clock that stands a day behind the desk's own last entry is wrong.
const DAY_MS: u64 = 24 * 3_600_000;

impl App {
    /// Carries out a command. The same draft carried out twice answers the same and writes once.
    pub fn execute(&mut self, command: Command, draft: Option<Id>) -> Result<Receipt, Error> {
        let session = self.session()?;
        if let Some(receipt) = self.answered(draft)? {
            return Ok(receipt);
        }
        let now = self.clock.now();
        let latest = now.ms.saturating_add(DAY_MS);
        if self.head.is_some_and(|head| head.hlc.ms() > latest) {
            return Err(crate::error::Refusal::new(crate::error::CLOCK_BEHIND).into());
        }
        let desk = Desk {
            org: self.org,
            device: self.device,
            staff: session.staff,
            role: session.role,
            now,
        };
        let (subject, written) = self.transact(
            &By::Session,
            |tx, roster, entropy| {
                let decided = decide::decide(tx, roster, &desk, entropy, command)?;
                Ok((decided.subject, decided.lines))
            },
            |tx, subject, written| remember(tx, draft, &receipt(*subject, written), &desk),
        )?;
        let receipt = receipt(subject, &written);
        // What was asked for is committed and said so; the desk's own notes on it that fail are made up
        // at the next sign-in, where their failure is told.
        let noted = self.acknowledge(&written.touched.erased);
        drop(noted.and_then(|()| self.checkpoint_if_due()));
        Ok(receipt)
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

fn receipt(subject: SubjectId, written: &Written) -> Receipt {
    Receipt {
        entries: written.entries.clone(),
        touched: written.touched.subjects.iter().copied().collect(),
        subject,
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
    tx.execute(
        "DELETE FROM l_drafts WHERE id = ?1 AND staff = ?2",
        params![draft, desk.staff],
    )?;
    Ok(())
}

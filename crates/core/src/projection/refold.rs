//! One subject made anew from its entries, in the order of their graph.

use std::collections::BTreeSet;

use rusqlite::{Transaction, params};

use super::destroy::{is_covered, is_destroyed};
use super::index::{is_ordered, nodes, status_of};
use super::status::Status;
use super::{Folder, Folding, Touched, apply_ordered, search, seen, tables, trail};
use crate::event::Event;
use crate::id::{Hash, SubjectId};
use crate::journal::graph::Order;
use crate::journal::log::{self, LogError};

impl Folder {
    /// Applies an entry of a set kind once more, when it counts and no act covers it.
    fn see_again(&self, tx: &Transaction<'_>, hash: Hash) -> Result<(), LogError> {
        if let (Some(entry), Some(Status::Applied)) = (log::entry(tx, hash)?, status_of(tx, hash)?)
        {
            let header = entry.header();
            if !is_ordered(header) && !is_covered(tx, header)? {
                let event = Event::of(&entry);
                seen::retract(tx, &entry)?;
                seen::apply(tx, &entry, event.as_ref())?;
            }
        }
        Ok(())
    }

    /// Makes one subject's rows anew from its entries.
    pub fn refold(
        &self,
        tx: &Transaction<'_>,
        subject: SubjectId,
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        touched.subjects.insert(subject);
        let was_destroyed = is_destroyed(tx, subject)?;
        for (table, column) in tables::BY_SUBJECT {
            tx.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?
                .execute([subject])?;
        }
        tx.prepare_cached("DELETE FROM x_tip WHERE subject = ?1")?
            .execute([subject])?;
        let nodes = nodes(tx, subject)?;
        let order = Order::of(&nodes);
        let acts = self.acts(tx, subject)?;
        if !acts.is_empty() {
            self.destroy(tx, subject, &acts, touched)?;
        }
        if was_destroyed {
            // An act that stopped counting gives back who saw the card.
            let mut rows =
                tx.prepare_cached("SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 0")?;
            let seen = rows
                .query_map([subject], |row| row.get(0))?
                .collect::<Result<Vec<Hash>, _>>()?;
            for hash in seen {
                self.see_again(tx, hash)?;
            }
        }
        let mut cited: BTreeSet<Hash> = BTreeSet::new();
        let mut applied: Vec<Hash> = Vec::new();
        for (hash, ancestors) in order.visit() {
            let Some(entry) = log::entry(tx, hash)? else {
                continue;
            };
            let header = entry.header();
            if !matches!(status_of(tx, hash)?, Some(Status::Applied | Status::Held)) {
                continue;
            }
            let reached = acts.iter().any(|act| act.reaches(header.kind));
            let held = reached && !acts.iter().any(|act| act.covers(header));
            let stands = if held { Status::Held } else { Status::Applied };
            let event = Event::of(&entry);
            if status_of(tx, hash)? != Some(stands) {
                trail::file(tx, (hash, header), stands, event.as_ref())?;
            }
            if held {
                tx.prepare_cached("INSERT INTO p_held (entry, subject, kind) VALUES (?1, ?2, ?3)")?
                    .execute(params![hash, subject, header.kind])?;
                continue;
            }
            cited.extend(&header.refs);
            applied.push(hash);
            if !reached && subject != self.org {
                apply_ordered(
                    tx,
                    &Folding {
                        hash,
                        header,
                        known: Some((&order, ancestors)),
                    },
                    event.as_ref(),
                )?;
            }
        }
        for hash in applied.into_iter().filter(|hash| !cited.contains(hash)) {
            tx.prepare_cached("INSERT INTO x_tip (subject, entry) VALUES (?1, ?2)")?
                .execute(params![subject, hash])?;
        }
        search::refresh(tx, subject)?;
        Ok(())
    }

    /// Makes the rows of every subject anew.
    pub fn refold_all(&self, tx: &Transaction<'_>) -> Result<Touched, LogError> {
        let mut rows = tx.prepare("SELECT DISTINCT subject FROM x_graph WHERE ordered = 1")?;
        let subjects = rows
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<SubjectId>, _>>()?;
        drop(rows);
        let mut touched = Touched::default();
        for subject in subjects {
            self.refold(tx, subject, &mut touched)?;
        }
        Ok(touched)
    }
}

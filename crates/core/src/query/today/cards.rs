//! Every card that is here, as far as counting people needs: which are of one person, who was born when.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::components::Components;
use crate::domain::patient::CardKind;
use crate::event::patient::field;
use crate::event::relation::kind;
use crate::id::SubjectId;
use crate::query::card::BY_VALUE;
use crate::query::{card, person};

/// Rows of one stretch. One that is not full is the last: what comes meanwhile is the next count's.
pub const STRETCH: i64 = 10_000;

/// A place among the values of a field.
pub type After = Option<(String, SubjectId)>;

/// The cards, by a number of their own.
#[derive(Debug, Default)]
pub struct Cards {
    numbers: HashMap<SubjectId, u32>,
    ids: Vec<SubjectId>,
    /// Whose data were destroyed.
    gone: HashSet<SubjectId>,
    born: Vec<Option<NaiveDate>>,
    born_seen: Vec<bool>,
    iin_seen: Vec<bool>,
    /// Cards with several candidates of a field: what such a card shows is asked of the card.
    several: HashSet<u32>,
    /// Cards with one ИИН, as they come by its order.
    same: Vec<Vec<u32>>,
    run: (String, Vec<u32>),
    thin: HashSet<u32>,
    merged: Components,
    persons: Components,
}

impl Cards {
    /// The card's number; none when it is not here or its data were destroyed.
    pub fn number(&self, card: SubjectId) -> Option<u32> {
        self.numbers.get(&card).copied()
    }

    /// Who was born when, as the card shows it.
    pub fn born(&self, card: u32) -> Option<NaiveDate> {
        self.born.get(card as usize).copied().flatten()
    }

    /// Whether the card is of somebody who only acts for a patient.
    pub fn is_thin(&self, card: u32) -> bool {
        self.thin.contains(&card)
    }

    /// A stretch of the cards; where it ended, none at the end.
    pub fn read(
        &mut self,
        conn: &Connection,
        after: SubjectId,
    ) -> Result<Option<SubjectId>, rusqlite::Error> {
        let mut rows = conn.prepare_cached(
            "SELECT subject FROM p_card WHERE subject > ?1 ORDER BY subject LIMIT ?2",
        )?;
        let page = rows
            .query_map(params![after, STRETCH], |row| row.get(0))?
            .collect::<Result<Vec<SubjectId>, _>>()?;
        let last = full(page.len(), page.last().copied());
        if after == SubjectId::ZERO {
            let mut gone = conn.prepare_cached("SELECT subject FROM p_destroyed")?;
            let gone = gone.query_map([], |row| row.get(0))?;
            self.gone = gone.collect::<Result<_, _>>()?;
        }
        for subject in page {
            if !self.gone.contains(&subject) {
                let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
                self.numbers.insert(subject, number);
                self.ids.push(subject);
            }
        }
        if last.is_none() {
            let count = self.ids.len();
            self.born = vec![None; count];
            self.born_seen = vec![false; count];
            self.iin_seen = vec![false; count];
            self.merged = Components::of(count);
            self.persons = Components::of(count);
        }
        Ok(last)
    }

    /// A stretch of everybody's birth dates; where it ended, none at the end.
    pub fn read_born(&mut self, conn: &Connection, after: After) -> Result<After, rusqlite::Error> {
        self.read_field(conn, field::BIRTH_DATE, after, |cards, card, value| {
            cards.born[card as usize] = value.and_then(|value| value.parse().ok());
            if std::mem::replace(&mut cards.born_seen[card as usize], true) {
                cards.several.insert(card);
            }
        })
    }

    /// The same of everybody's ИИН.
    pub fn read_iin(&mut self, conn: &Connection, after: After) -> Result<After, rusqlite::Error> {
        self.read_field(conn, field::IIN, after, |cards, card, value| {
            if std::mem::replace(&mut cards.iin_seen[card as usize], true) {
                cards.several.insert(card);
            }
            let Some(value) = value else { return };
            if cards.run.0 != value {
                cards.end_run();
                value.clone_into(&mut cards.run.0);
            }
            cards.run.1.push(card);
        })
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run.1);
        if run.len() > 1 {
            self.same.push(run);
        }
    }

    /// From the index alone, in its order; erased values come with the first stretch.
    fn read_field(
        &mut self,
        conn: &Connection,
        field: u8,
        after: After,
        note: fn(&mut Self, u32, Option<&str>),
    ) -> Result<After, rusqlite::Error> {
        if after.is_none() {
            let mut erased = conn.prepare_cached(&format!(
                "SELECT subject FROM p_card_field WHERE field = ?1 AND value IS NULL AND {BY_VALUE}",
            ))?;
            for subject in erased.query_map([field], |row| row.get::<_, SubjectId>(0))? {
                if let Some(card) = self.number(subject?) {
                    note(self, card, None);
                }
            }
        }
        let (value, subject) = after.unwrap_or((String::new(), SubjectId::ZERO));
        let mut rows = conn.prepare_cached(&format!(
            "SELECT value, subject FROM p_card_field WHERE field = ?1 AND (value, subject) > (?2, ?3) AND {BY_VALUE} \
             ORDER BY value, subject LIMIT ?4",
        ))?;
        let mut rows = rows.query(params![field, value, subject, STRETCH])?;
        let (mut count, mut last) = (0, None);
        while let Some(row) = rows.next()? {
            count += 1;
            let (value, subject): (String, SubjectId) = (row.get(0)?, row.get(1)?);
            if let Some(card) = self.number(subject) {
                note(self, card, Some(&value));
            }
            last = Some((value, subject));
        }
        Ok(full(count, last))
    }

    /// Who is whom: what was said of two cards, equal numbers, and cards of which only the card itself can say.
    pub fn settle(&mut self, conn: &Connection) -> Result<(), rusqlite::Error> {
        let mut pairs = conn.prepare_cached("SELECT a, b FROM p_relation WHERE relation = ?1")?;
        let mut pairs = pairs.query([kind::SAME])?;
        while let Some(row) = pairs.next()? {
            if let (Some(a), Some(b)) = (self.number(row.get(0)?), self.number(row.get(1)?)) {
                self.merged.join(a, b);
                self.persons.join(a, b);
            }
        }
        self.end_run();
        for run in std::mem::take(&mut self.same) {
            let mut plain = run.into_iter().filter(|card| !self.several.contains(card));
            if let Some(first) = plain.next() {
                for card in plain {
                    self.persons.join(first, card);
                }
            }
        }
        for card in std::mem::take(&mut self.several) {
            let id = self.ids[card as usize];
            self.born[card as usize] = card::birth_date(conn, id)?;
            for other in person::Cards::of(conn, id)?.all() {
                if let Some(other) = self.number(other) {
                    self.persons.join(card, other);
                }
            }
        }
        for subject in card::by_value(conn, field::CARD_KIND, CardKind::Thin.text(), None)? {
            self.thin.extend(self.number(subject));
        }
        Ok(())
    }

    /// Everybody once: the cards of a person, those merged explicitly together, each group by its smallest card.
    pub fn persons(&self) -> Vec<Vec<Vec<u32>>> {
        let count = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let mut order: Vec<(u32, u32, u32)> = (0..count)
            .map(|card| (self.persons.root(card), self.merged.root(card), card))
            .collect();
        order.sort_unstable();
        order
            .chunk_by(|a, b| a.0 == b.0)
            .map(|person| {
                person
                    .chunk_by(|a, b| a.1 == b.1)
                    .map(|group| group.iter().map(|(_, _, card)| *card).collect())
                    .collect()
            })
            .collect()
    }
}

/// Where a stretch ended, when it was full.
pub fn full<T>(count: usize, last: Option<T>) -> Option<T> {
    last.filter(|_| i64::try_from(count).is_ok_and(|count| count >= STRETCH))
}

//! What was said about consent to the service on every card, as the rule of one card wants it.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, params};

use super::cards::{Cards, STRETCH, full};
use crate::domain::consent::{ConsentFacts, Denial, Grant, Purpose};
use crate::id::{Hash, SubjectId};
use crate::query::consent::{SAID, Said};

/// Acts by card.
#[derive(Debug, Default)]
pub struct Acts {
    of_service: HashSet<Hash>,
    grants: HashMap<u32, Vec<Grant>>,
    denials: HashMap<u32, Vec<Denial>>,
    annulled: HashSet<(u32, Hash)>,
    known: HashMap<(u32, Hash), BTreeSet<Hash>>,
    answers: HashMap<(u32, Hash), BTreeSet<Hash>>,
    waits: HashSet<u32>,
}

impl Acts {
    /// What stands beside acts: few rows.
    pub fn read_few(&mut self, conn: &Connection, cards: &Cards) -> Result<(), rusqlite::Error> {
        let pairs = |sql: &str| -> Result<Vec<(u32, Hash, Hash)>, rusqlite::Error> {
            let mut rows = conn.prepare_cached(sql)?;
            let mut rows = rows.query([])?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                if let Some(card) = cards.number(row.get(0)?) {
                    out.push((card, row.get(1)?, row.get(2)?));
                }
            }
            Ok(out)
        };
        for (card, target, _) in pairs("SELECT subject, target, entry FROM p_consent_annulment")? {
            self.annulled.insert((card, target));
        }
        for (card, grant, denial) in
            pairs("SELECT subject, grant_entry, denial FROM p_consent_beats")?
        {
            self.known.entry((card, grant)).or_default().insert(denial);
        }
        for (card, grant, denial) in
            pairs("SELECT subject, grant_entry, denial FROM p_consent_answers")?
        {
            self.answers
                .entry((card, grant))
                .or_default()
                .insert(denial);
        }
        let mut waits = conn.prepare_cached(
            "SELECT subject FROM x_graph INDEXED BY x_graph_unsettled WHERE status > 1 AND status IN (2, 4) AND flags & 2",
        )?;
        for subject in waits.query_map([], |row| row.get(0))? {
            self.waits.extend(cards.number(subject?));
        }
        Ok(())
    }

    /// A stretch of the acts that speak of the service; where it ended, none at the end.
    pub fn read_purposes(
        &mut self,
        conn: &Connection,
        after: Hash,
    ) -> Result<Option<Hash>, rusqlite::Error> {
        let mut rows = conn.prepare_cached(
            "SELECT entry FROM p_consent_purpose WHERE entry > ?1 AND purpose = ?2 ORDER BY entry LIMIT ?3",
        )?;
        let service = Purpose::Service.code();
        let (mut count, mut last) = (0, None);
        for entry in rows.query_map(params![after, service, STRETCH], |row| row.get(0))? {
            let entry: Hash = entry?;
            self.of_service.insert(entry);
            count += 1;
            last = Some(entry);
        }
        Ok(full(count, last))
    }

    /// A stretch of the acts themselves; where it ended, none at the end.
    pub fn read_acts(
        &mut self,
        conn: &Connection,
        cards: &Cards,
        after: i64,
    ) -> Result<Option<i64>, rusqlite::Error> {
        let mut rows = conn.prepare_cached(&format!(
            "SELECT rowid, subject, {SAID} FROM p_consent WHERE rowid > ?1 ORDER BY rowid LIMIT ?2"
        ))?;
        let mut rows = rows.query(params![after, STRETCH])?;
        let (mut count, mut last) = (0, None);
        while let Some(row) = rows.next()? {
            count += 1;
            last = Some(row.get("rowid")?);
            let subject: SubjectId = row.get("subject")?;
            let Some(card) = cards.number(subject) else {
                continue;
            };
            let said = Said::of(row)?;
            let id = said.id;
            let annulled = self.annulled.contains(&(card, id));
            if !said.is_grant() {
                let denial = said.denial(&purposes(conn, id)?, annulled);
                self.denials.entry(card).or_default().push(denial);
                continue;
            }
            // A grant of other purposes says nothing of the service.
            if !self.of_service.contains(&id) {
                continue;
            }
            let grant = Grant {
                known_denials: self.known.remove(&(card, id)).unwrap_or_default(),
                answers: self.answers.remove(&(card, id)).unwrap_or_default(),
                ..said.grant(&[Purpose::Service.code()], annulled)
            };
            self.grants.entry(card).or_default().push(grant);
        }
        Ok(full(count, last))
    }

    /// The facts of a card; they are told once.
    pub fn take(&mut self, cards: &Cards, card: u32) -> ConsentFacts {
        ConsentFacts {
            grants: self.grants.remove(&card).unwrap_or_default(),
            denials: self.denials.remove(&card).unwrap_or_default(),
            born: cards.born(card),
            unfolded_denial: self.waits.contains(&card),
        }
    }
}

fn purposes(conn: &Connection, of: Hash) -> Result<Vec<u8>, rusqlite::Error> {
    conn.prepare_cached("SELECT purpose FROM p_consent_purpose WHERE entry = ?1")?
        .query_map([of], |row| row.get(0))?
        .collect()
}

//! The exchange: which keys are shared with whom, of whom a body speaks, what was sent where.
//!
//! How far everybody is stands in [`status`].

mod status;

pub use status::{DeskStatus, ErasureStatus, ExchangeStatus, Unsent, status, unsent};

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::consent;
use super::person::Cards;
use crate::domain::consent::{Purpose, person_permitted};
use crate::domain::exchange::{About, Named};
use crate::event::desk::{Checkpoint, HeadsSeen};
use crate::event::{Event, kinds};
use crate::id::{DeviceId, Hash, Id, SubjectId};
use crate::journal::Header;
use crate::journal::log::{self, LogError, unsigned};
use crate::vault::SharedKey;

/// Retention classes of what was said of people: cards, consents, orders, requests, messages.
const OF_PEOPLE: [u8; 5] = [1, 2, 3, 5, 7];
const CONSENT: u8 = 2;
const DISCLOSURE: u8 = 4;

/// Every key that was shared.
pub fn keys(conn: &Connection) -> Result<Vec<Named>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT k.key, k.hlc, k.holder, g.device FROM p_exchange_key k JOIN x_graph g ON g.hash = k.entry",
    )?;
    let mut rows = rows.query([])?;
    let mut named: BTreeMap<Id, Named> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (key, hlc) = (row.get("key")?, unsigned(row.get("hlc")?));
        let one = named.entry(key).or_insert_with(|| Named {
            key,
            hlc,
            holders: BTreeSet::new(),
            authors: BTreeSet::new(),
        });
        one.hlc = one.hlc.min(hlc);
        one.holders.insert(row.get("holder")?);
        // Whoever shares a key knows it, named or not.
        one.authors.insert(row.get("device")?);
    }
    Ok(named.into_values().collect())
}

/// Keys that were sealed for a holder, with their names.
pub fn sealed_for(conn: &Connection, holder: Id) -> Result<Vec<(Id, SharedKey)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT key, enc, sealed, tag FROM p_exchange_key WHERE holder = ?1 ORDER BY hlc, entry",
    )?
    .query_map([holder], |row| {
        let (enc, sealed, tag): (Hash, Hash, Id) =
            (row.get("enc")?, row.get("sealed")?, row.get("tag")?);
        Ok((row.get("key")?, SharedKey::of(enc, sealed, tag)))
    })?
    .collect()
}

/// Desks whose introduction holds at a moment in milliseconds since 1970, with their X25519 keys.
pub fn introduced(
    conn: &Connection,
    now_ms: u64,
) -> Result<Vec<(DeviceId, Hash)>, rusqlite::Error> {
    conn.prepare_cached("SELECT device, x25519 FROM l_introduced WHERE until > ?1 ORDER BY device")?
        .query_map([log::signed(now_ms)], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Of whom entries speak on a day; whoever was asked once is not asked again for the same page.
#[derive(Debug)]
pub struct Speaks<'a> {
    conn: &'a Connection,
    on: NaiveDate,
    asked: BTreeMap<SubjectId, (bool, bool)>,
}

impl<'a> Speaks<'a> {
    /// On a day.
    pub fn on(conn: &'a Connection, on: NaiveDate) -> Self {
        Self {
            conn,
            on,
            asked: BTreeMap::new(),
        }
    }

    /// Of whom this one speaks. What a newer program wrote is told by its class alone.
    pub fn of(&mut self, header: &Header) -> Result<About, rusqlite::Error> {
        let spec = kinds::spec(header.kind);
        if spec.is_some_and(|row| row.body_kept) {
            return Ok(About::Laboratory);
        }
        match header.class {
            DISCLOSURE => Ok(About::Disclosure),
            class if OF_PEOPLE.contains(&class) => self.person(header, class),
            _ => Ok(About::Laboratory),
        }
    }

    /// Whether everybody whom a card names permits the exchange.
    pub fn permits(&mut self, card: SubjectId) -> Result<bool, rusqlite::Error> {
        Ok(self.ask(card)?.0)
    }

    fn person(&mut self, header: &Header, class: u8) -> Result<About, rusqlite::Error> {
        let (permitted, granted) = match self.asked.get(&header.subject) {
            Some(asked) => *asked,
            None => {
                let asked = self.ask(header.subject)?;
                self.asked.insert(header.subject, asked);
                asked
            }
        };
        Ok(About::Person {
            permitted,
            ends_it: granted && class == CONSENT,
        })
    }

    /// Whether everybody whom the subject names permits the exchange, and whether it was ever granted.
    fn ask(&self, subject: SubjectId) -> Result<(bool, bool), rusqlite::Error> {
        // An order of nobody names nobody.
        if self.is_anonymous(subject)? {
            return Ok((true, true));
        }
        let (mut permitted, mut granted) = (true, true);
        for card in cards_behind(self.conn, subject)? {
            let person = consent::person(self.conn, card)?;
            permitted &= person_permitted(&person, Purpose::NetworkExchange, self.on);
            // The card itself is the first of those that are merged.
            let mut grants = person.merged.iter().take(1).flat_map(|facts| &facts.grants);
            granted &= grants.any(|grant| grant.purposes.contains(&Purpose::NetworkExchange));
        }
        Ok((permitted, granted))
    }

    /// Nothing but orders was ever said of it.
    fn is_anonymous(&self, subject: SubjectId) -> Result<bool, rusqlite::Error> {
        let (first, last) = (kinds::ORDER_PLACED, kinds::ORDER_ENTERED);
        let sql = "SELECT EXISTS (SELECT 1 FROM p_order WHERE subject = ?1) \
                   AND NOT EXISTS (SELECT 1 FROM x_graph WHERE subject = ?1 AND ordered = 1 AND kind NOT BETWEEN ?2 AND ?3)";
        self.conn
            .prepare_cached(sql)?
            .query_row(params![subject, first, last], |row| row.get(0))
    }
}

/// How many entries of every chain a desk is known to have: its own as they are here, those of others as it said last.
pub fn holds(conn: &Connection, device: DeviceId) -> Result<BTreeMap<DeviceId, u64>, LogError> {
    let mut held = BTreeMap::new();
    let said: Option<Hash> = conn
        .prepare_cached(
            "SELECT hash FROM x_graph WHERE device = ?1 AND kind IN (?2, ?3) AND status = 1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(params![device, kinds::HEADS_SEEN, kinds::CHECKPOINT], |row| {
            row.get(0)
        })
        .optional()?;
    let event = match said {
        Some(hash) => log::entry(conn, hash)?.and_then(|entry| Event::of(&entry)),
        None => None,
    };
    if let Some(
        Event::HeadsSeen(HeadsSeen { heads }) | Event::Checkpoint(Checkpoint { heads, .. }),
    ) = event
    {
        held.extend(heads.into_iter().map(|(of, seq, _)| (of, seq + 1)));
    }
    if let Some(head) = log::head(conn, device)? {
        held.insert(device, head.seq + 1);
    }
    Ok(held)
}

/// What this desk knows of a segment that it read or wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name there.
    pub name: String,
    /// Whose entries.
    pub device: DeviceId,
    /// Number of its first.
    pub first: u64,
    /// Number of its last.
    pub last: u64,
    /// The tag of its bodies as they were then.
    pub tag: String,
}

/// Every segment of a place that this desk knows.
pub fn segments(conn: &Connection, place: i64) -> Result<Vec<Segment>, rusqlite::Error> {
    conn.prepare_cached("SELECT name, device, first, last, tag FROM l_segment WHERE place = ?1")?
        .query_map([place], |row| {
            Ok(Segment {
                name: row.get("name")?,
                device: row.get("device")?,
                first: unsigned(row.get("first")?),
                last: unsigned(row.get("last")?),
                tag: row.get("tag")?,
            })
        })?
        .collect()
}

/// Acts of destruction that count here and were not carried out at a place.
pub fn unswept(conn: &Connection, place: i64) -> Result<Vec<Hash>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT entry FROM (SELECT entry FROM p_destroyed UNION SELECT entry FROM p_expected_purged) a \
         WHERE NOT EXISTS (SELECT 1 FROM l_swept s WHERE s.place = ?1 AND s.act = a.entry)",
    )?
    .query_map([place], |row| row.get(0))?
    .collect()
}

/// Entries of the subject of an act whose bodies are gone here: desk and number.
pub fn bare(conn: &Connection, act: Hash) -> Result<Vec<(DeviceId, u64)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT g.device, g.seq FROM x_graph g WHERE g.subject = (SELECT subject FROM x_graph WHERE hash = ?1) \
         AND NOT EXISTS (SELECT 1 FROM j_bodies b WHERE b.entry = g.hash)",
    )?
    .query_map([act], |row| Ok((row.get(0)?, unsigned(row.get(1)?))))?
    .collect()
}

/// People about whom anything that may change a permission came after a row of the journal, and of whom something lies
/// withheld at a place; and the last row. Of a relation both cards are meant, of a card every one of its person.
pub fn spoken_since(
    conn: &Connection,
    place: i64,
    after: i64,
) -> Result<(BTreeSet<SubjectId>, i64), rusqlite::Error> {
    let last = "SELECT coalesce(max(rowid), 0) FROM j_entries";
    let last: i64 = conn.prepare_cached(last)?.query_row([], |row| row.get(0))?;
    let mut people = BTreeSet::new();
    let any = "SELECT EXISTS (SELECT 1 FROM l_withheld WHERE place = ?1)";
    if !conn
        .prepare_cached(any)?
        .query_row([place], |row| row.get(0))?
    {
        return Ok((people, last));
    }
    let mut rows = conn.prepare_cached(
        "SELECT DISTINCT g.subject FROM j_entries e JOIN x_graph g ON g.hash = e.hash \
         WHERE e.rowid > ?1 AND e.rowid <= ?2 AND g.kind BETWEEN ?3 AND ?4",
    )?;
    let (first, end) = (kinds::PATIENT_REGISTERED, kinds::CARDS_PARTED);
    let spoken = rows
        .query_map(params![after, last, first, end], |row| row.get(0))?
        .collect::<Result<Vec<SubjectId>, _>>()?;
    people.extend(people_behind(conn, spoken)?);
    let lies = "SELECT EXISTS (SELECT 1 FROM l_withheld WHERE place = ?1 AND subject = ?2)";
    let mut lies = conn.prepare_cached(lies)?;
    let mut found = BTreeSet::new();
    for card in people {
        if lies.query_row(params![place, card], |row| row.get(0))? {
            found.insert(card);
        }
    }
    Ok((found, last))
}

/// People about whom anything that may change a permission stands in a chain from a number on.
pub fn spoken_from(
    conn: &Connection,
    device: DeviceId,
    first: u64,
) -> Result<BTreeSet<SubjectId>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT DISTINCT subject FROM x_graph WHERE device = ?1 AND seq >= ?2 AND kind BETWEEN ?3 AND ?4",
    )?;
    let (from, end) = (kinds::PATIENT_REGISTERED, kinds::CARDS_PARTED);
    let spoken = rows
        .query_map(params![device, log::signed(first), from, end], |row| {
            row.get(0)
        })?
        .collect::<Result<Vec<SubjectId>, _>>()?;
    people_behind(conn, spoken)
}

/// Every card of everybody behind some subjects.
fn people_behind(
    conn: &Connection,
    subjects: Vec<SubjectId>,
) -> Result<BTreeSet<SubjectId>, rusqlite::Error> {
    let mut people = BTreeSet::new();
    for subject in subjects {
        for card in cards_behind(conn, subject)? {
            people.extend(Cards::of(conn, card)?.all());
        }
    }
    Ok(people)
}

/// The cards behind a subject: both of a relation, else itself.
pub fn cards_behind(
    conn: &Connection,
    subject: SubjectId,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    // Either says the same, and the first will do: a plain UNION would build a table for each question.
    let both = "SELECT a, b FROM p_relation WHERE subject = ?1 \
                UNION ALL SELECT a, b FROM p_relation_end WHERE subject = ?1 AND a IS NOT NULL LIMIT 1";
    let pair = conn
        .prepare_cached(both)?
        .query_row([subject], |row| Ok(vec![row.get(0)?, row.get(1)?]))
        .optional()?;
    Ok(pair.unwrap_or_else(|| vec![subject]))
}

/// Segments of a place in which something of a person was withheld, by name.
pub fn withheld(
    conn: &Connection,
    place: i64,
    subject: SubjectId,
) -> Result<Vec<String>, rusqlite::Error> {
    conn.prepare_cached("SELECT DISTINCT name FROM l_withheld WHERE place = ?1 AND subject = ?2")?
        .query_map(params![place, subject], |row| row.get(0))?
        .collect()
}

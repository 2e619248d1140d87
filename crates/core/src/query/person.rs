//! A person is a component of cards: those merged explicitly, and those that show the same ИИН.
//!
//! Nothing is stored for it: two cards with one ИИН are one person until one of the numbers is corrected, two merged
//! ones until they are parted.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::card;
use crate::event::Event;
use crate::event::patient::field;
use crate::event::relation::kind;
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError};
use crate::view::{Joined, PersonRow};
use crate::words::dates;

/// Cards of one person that are looked at; nobody has so many, and another desk may have said anything.
const MOST: usize = 64;

/// Two cards of one person, as somebody said it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// The other card.
    pub other: SubjectId,
    /// The entry that says so.
    pub entry: Hash,
}

/// The cards of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cards {
    /// The card itself first, then those that are explicitly merged with it, directly or through others.
    pub merged: Vec<SubjectId>,
    /// Cards with an equal ИИН, each group with those that are merged with it.
    pub alike: Vec<Vec<SubjectId>>,
}

impl Cards {
    /// Every card of the person of a card.
    pub fn of(conn: &Connection, card: SubjectId) -> Result<Self, rusqlite::Error> {
        let merged = merged(conn, card)?;
        let mut all = merged.clone();
        let mut alike = Vec::new();
        let mut at = 0;
        while let Some(one) = all.get(at).copied() {
            at += 1;
            for other in same_iin(conn, one)? {
                if !all.contains(&other) && all.len() < MOST {
                    let mut group = self::merged(conn, other)?;
                    group.truncate(MOST - all.len());
                    all.extend(&group);
                    alike.push(group);
                }
            }
        }
        Ok(Self { merged, alike })
    }

    /// All of them, the card itself first.
    pub fn all(&self) -> impl Iterator<Item = SubjectId> {
        let alike = self.alike.iter().flatten();
        self.merged.iter().chain(alike).copied()
    }
}

/// The card and those explicitly merged with it, directly or through others, the card itself first.
pub fn merged(conn: &Connection, card: SubjectId) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let mut found = vec![card];
    let mut at = 0;
    while let Some(one) = found.get(at).copied() {
        at += 1;
        for merge in merges(conn, one)? {
            if found.len() < MOST && !found.contains(&merge.other) {
                found.push(merge.other);
            }
        }
    }
    Ok(found)
}

/// What was said of the card itself, standing today.
pub fn merges(conn: &Connection, card: SubjectId) -> Result<Vec<Merge>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT CASE a WHEN ?2 THEN b ELSE a END AS other, entry FROM p_relation r \
         WHERE relation = ?1 AND (a = ?2 OR b = ?2) \
         AND NOT EXISTS (SELECT 1 FROM p_destroyed d WHERE d.subject IN (r.a, r.b)) ORDER BY other",
    )?
    .query_map(rusqlite::params![kind::SAME, card], |row| {
        Ok(Merge {
            other: row.get("other")?,
            entry: row.get("entry")?,
        })
    })?
    .collect()
}

/// The other cards of the person, as a card shows them.
pub fn rows(conn: &Connection, card: SubjectId, on: NaiveDate) -> Result<Vec<PersonRow>, LogError> {
    let merges = merges(conn, card)?;
    let same_iin = same_iin(conn, card)?;
    let cards = Cards::of(conn, card)?;
    cards
        .all()
        .skip(1)
        .map(|other| {
            let merge = merges.iter().find(|merge| merge.other == other);
            let plain = PersonRow {
                row: card::row(conn, other, on, "")?,
                joined: match merge {
                    Some(_) => Joined::Merged,
                    None if same_iin.contains(&other) => Joined::SameIin,
                    None => Joined::Through,
                },
                reason: String::new(),
                at: String::new(),
                by: String::new(),
            };
            match merge {
                Some(merge) => said(conn, merge.entry, plain),
                None => Ok(plain),
            }
        })
        .collect()
}

/// With what the entry says: who, when and why.
fn said(conn: &Connection, entry: Hash, row: PersonRow) -> Result<PersonRow, LogError> {
    let Some(entry) = log::entry(conn, entry)? else {
        return Ok(row);
    };
    let header = entry.header();
    let Some(Event::CardsMerged(body)) = Event::of(&entry) else {
        return Ok(row);
    };
    Ok(PersonRow {
        reason: body.reason,
        at: dates::moment(header.wall),
        by: super::name_behind(conn, header.device, header.session)?,
        ..row
    })
}

/// Other cards that show the ИИН of this one.
fn same_iin(conn: &Connection, of: SubjectId) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let shown = |one| card::shown(conn, one, field::IIN);
    let Some(iin) = shown(of)? else {
        return Ok(Vec::new());
    };
    let mut same = Vec::new();
    for one in card::by_iin(conn, &iin)? {
        if one != of && shown(one)?.as_ref() == Some(&iin) {
            same.push(one);
        }
    }
    Ok(same)
}

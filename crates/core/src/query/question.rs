//! Questions that entries of several desks leave to a person: a field for which two said different things, two cards that
//! are very likely one person's, what came after a person's data were destroyed.
//!
//! Whatever is touched from outside is looked at once (`app::question`), and what has to be asked is kept until it is touched
//! again: so whatever answers a question anywhere ends it everywhere.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::alike::alike;
use super::person::Cards;
use super::{card, lab};
use crate::domain::patient::alike::Level;
use crate::event::patient::field;
use crate::event::relation::{kind, pair};
use crate::event::{Event, kinds};
use crate::id::{DeviceId, Hash, SubjectId};
use crate::journal::log::{self, LogError, unsigned};
use crate::time::Wall;
use crate::view::{CandidateView, FieldQuestionView, HeldRow, PairQuestionView, QuestionHead};
use crate::words::dates;

/// What a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Two desks said different things of a field.
    Field {
        /// The card.
        card: SubjectId,
        /// The field.
        field: u8,
    },
    /// Two cards are very likely one person's; each desk did not know of the other.
    Pair {
        /// One card.
        one: SubjectId,
        /// The other.
        other: SubjectId,
    },
    /// Something came after the person's data were destroyed.
    Held {
        /// Whose.
        card: SubjectId,
    },
}

/// Subjects that are still to be looked at, so many at most.
pub fn waiting(conn: &Connection, most: u32) -> Result<Vec<SubjectId>, rusqlite::Error> {
    conn.prepare_cached("SELECT subject FROM l_look LIMIT ?1")?
        .query_map([most], |row| row.get(0))?
        .collect()
}

/// The pair about which a subject speaks, where it is asked about.
pub fn pair_of(
    conn: &Connection,
    subject: SubjectId,
) -> Result<Option<(SubjectId, SubjectId)>, rusqlite::Error> {
    conn.prepare_cached("SELECT a, b FROM l_asked_pair WHERE subject = ?1")?
        .query_row([subject], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

/// Cards of other desks that are very likely the same person's and about which nobody has said anything: whoever took
/// somebody in was asked about those of the own desk.
pub fn alike_to(
    conn: &Connection,
    card: SubjectId,
    on: NaiveDate,
) -> Result<Vec<SubjectId>, LogError> {
    let Some(began) = desk_of(conn, card)? else {
        return Ok(Vec::new());
    };
    let form = card::form(&card::fields(conn, card)?);
    let likely = alike(conn, &form, Some(card), on)?.into_iter();
    let mut found = Vec::new();
    for other in likely.filter(|alike| alike.verdict.level == Level::VeryLikely) {
        let elsewhere = desk_of(conn, other.card)?.is_some_and(|desk| desk != began);
        if elsewhere && is_undecided(conn, card, other.card)? {
            found.push(other.card);
        }
    }
    Ok(found)
}

/// Nobody has said of two cards that they are one person's or two people's.
pub fn is_undecided(conn: &Connection, one: SubjectId, other: SubjectId) -> Result<bool, LogError> {
    let gone = super::destroyed(conn, one)? || super::destroyed(conn, other)?;
    if gone || Cards::of(conn, one)?.all().any(|card| card == other) {
        return Ok(false);
    }
    let parted = "SELECT EXISTS (SELECT 1 FROM p_relation_end WHERE subject = ?1)";
    let parted: bool = conn
        .prepare_cached(parted)?
        .query_row([pair(kind::SAME, one, other)], |row| row.get(0))?;
    Ok(!parted && !told_apart(conn, one, other)? && !told_apart(conn, other, one)?)
}

/// Whoever registered a card said of another that it is somebody else's.
fn told_apart(conn: &Connection, card: SubjectId, other: SubjectId) -> Result<bool, LogError> {
    let sql = "SELECT entry FROM p_card WHERE subject = ?1";
    let entry: Option<Hash> = conn
        .prepare_cached(sql)?
        .query_row([card], |row| row.get(0))
        .optional()?;
    let entry = entry.map(|entry| log::entry(conn, entry)).transpose()?;
    let event = entry.flatten().and_then(|entry| Event::of(&entry));
    Ok(match event {
        Some(Event::PatientRegistered(body)) => body.others.iter().any(|(card, _)| *card == other),
        _ => false,
    })
}

/// People whose data were destroyed and of whom something came afterwards.
pub fn held(conn: &Connection) -> Result<Vec<SubjectId>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT DISTINCT h.subject FROM p_held h JOIN p_destroyed d ON d.subject = h.subject ORDER BY h.subject",
    )?
    .query_map([], |row| row.get(0))?
    .collect()
}

/// Every question that is open, as it was found when its subject was last looked at.
pub fn open(conn: &Connection) -> Result<Vec<Question>, rusqlite::Error> {
    let held = held(conn)?.into_iter();
    let mut open: Vec<Question> = held.map(|card| Question::Held { card }).collect();
    let mut fields =
        conn.prepare_cached("SELECT card, field FROM l_asked_field ORDER BY card, field")?;
    let fields = fields.query_map([], |row| {
        let (card, field) = (row.get(0)?, row.get(1)?);
        Ok(Question::Field { card, field })
    })?;
    open.extend(fields.collect::<Result<Vec<_>, _>>()?);
    let mut pairs = conn.prepare_cached("SELECT a, b FROM l_asked_pair ORDER BY a, b")?;
    let pairs = pairs.query_map([], |row| {
        let (one, other) = (row.get(0)?, row.get(1)?);
        Ok(Question::Pair { one, other })
    })?;
    open.extend(pairs.collect::<Result<Vec<_>, _>>()?);
    Ok(open)
}

/// One of the things that were said of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The entry that says it.
    pub entry: Hash,
    /// What it says; none where it takes the value away.
    pub value: Option<String>,
    /// Whose.
    pub device: DeviceId,
}

/// What was said of a field and nobody has settled, what the card shows first.
pub fn candidates(
    conn: &Connection,
    card: SubjectId,
    field: u8,
) -> Result<Vec<Candidate>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT entry, value, device FROM p_card_field WHERE subject = ?1 AND field = ?2 ORDER BY hlc DESC, device DESC, seq DESC",
    )?
    .query_map(params![card, field], |row| {
        Ok(Candidate {
            entry: row.get("entry")?,
            value: row.get("value")?,
            device: row.get("device")?,
        })
    })?
    .collect()
}

/// Something that came after its person's data were destroyed: what, from which desk, when it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldEntry {
    /// Its kind.
    pub kind: u16,
    /// The desk that wrote it.
    pub device: DeviceId,
    /// When, in milliseconds since 1970.
    pub wall_ms: u64,
}

/// What came of a person whose data were destroyed, the oldest first.
pub fn held_entries(conn: &Connection, card: SubjectId) -> Result<Vec<HeldEntry>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT g.kind, g.device, g.wall FROM p_held h JOIN x_graph g ON g.hash = h.entry WHERE h.subject = ?1 ORDER BY g.hlc LIMIT 20",
    )?
    .query_map([card], |row| {
        Ok(HeldEntry {
            kind: row.get("kind")?,
            device: row.get("device")?,
            wall_ms: unsigned(row.get("wall")?),
        })
    })?
    .collect()
}

/// A question before it is opened: no person in it.
pub fn head(conn: &Connection, open: Question) -> Result<QuestionHead, rusqlite::Error> {
    let head = |about: &str, card| QuestionHead {
        about: about.to_owned(),
        card,
        other: None,
        field: String::new(),
        desks: String::new(),
        held: Vec::new(),
    };
    Ok(match open {
        Question::Field { card, field } => {
            let said = candidates(conn, card, field)?;
            QuestionHead {
                field: field_name(field),
                desks: names(conn, said.iter().map(|one| one.device))?,
                ..head("field", card)
            }
        }
        Question::Pair { one, other } => QuestionHead {
            other: Some(other),
            desks: names(
                conn,
                [desk_of(conn, one)?, desk_of(conn, other)?]
                    .into_iter()
                    .flatten(),
            )?,
            ..head("pair", one)
        },
        Question::Held { card } => {
            let entries = held_entries(conn, card)?;
            QuestionHead {
                desks: names(conn, entries.iter().map(|entry| entry.device))?,
                held: (entries.iter())
                    .map(|entry| held_row(conn, entry))
                    .collect::<Result<_, _>>()?,
                ..head("held", card)
            }
        }
    })
}

fn held_row(conn: &Connection, entry: &HeldEntry) -> Result<HeldRow, rusqlite::Error> {
    let spec = kinds::spec(entry.kind);
    Ok(HeldRow {
        kind: spec.map_or("unknown", |spec| spec.name).to_owned(),
        desk: lab::desk_called(conn, entry.device)?,
        at: dates::moment(Wall::almaty(entry.wall_ms)),
    })
}

fn field_name(field: u8) -> String {
    field::name(field).unwrap_or_default().to_owned()
}

/// Names of desks, each once.
fn names(
    conn: &Connection,
    desks: impl Iterator<Item = DeviceId>,
) -> Result<String, rusqlite::Error> {
    let mut names: Vec<String> = Vec::new();
    for desk in desks {
        let name = lab::desk_called(conn, desk)?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names.join(", "))
}

/// The desk where a card began.
fn desk_of(conn: &Connection, card: SubjectId) -> Result<Option<DeviceId>, rusqlite::Error> {
    conn.prepare_cached("SELECT device FROM p_card WHERE subject = ?1")?
        .query_row([card], |row| row.get(0))
        .optional()
}

/// The same by name.
fn began_at(conn: &Connection, card: SubjectId) -> Result<String, rusqlite::Error> {
    desk_of(conn, card)?.map_or_else(|| Ok(String::new()), |desk| lab::desk_called(conn, desk))
}

/// A question about a field in full.
pub fn of_field(
    conn: &Connection,
    card: SubjectId,
    field: u8,
) -> Result<FieldQuestionView, LogError> {
    let mut said = Vec::new();
    for one in candidates(conn, card, field)? {
        let Some(entry) = log::entry(conn, one.entry)? else {
            continue;
        };
        let header = entry.header();
        said.push(CandidateView {
            entry: one.entry,
            value: (one.value.as_deref())
                .map_or_else(String::new, |value| card::full(field, value)),
            at: dates::moment(header.wall),
            by: super::name_behind(conn, header.device, header.session)?,
            desk: lab::desk_called(conn, one.device)?,
        });
    }
    let fields = card::fields(conn, card)?;
    let born = fields.get(&field::BIRTH_DATE);
    Ok(FieldQuestionView {
        card,
        name: card::full_name(&fields),
        birth_date: born.map_or_else(String::new, |born| card::full(field::BIRTH_DATE, born)),
        field: field_name(field),
        candidates: said,
    })
}

/// A question about two cards: both, and what speaks for one person.
pub fn of_pair(
    conn: &Connection,
    one: SubjectId,
    other: SubjectId,
    on: NaiveDate,
) -> Result<PairQuestionView, rusqlite::Error> {
    let form = card::form(&card::fields(conn, one)?);
    let alike = alike(conn, &form, Some(one), on)?;
    let verdict = alike.into_iter().find(|alike| alike.card == other);
    let reasons = verdict.map_or_else(Vec::new, |alike| alike.verdict.reasons);
    Ok(PairQuestionView {
        one: card::row(conn, one, on, "")?,
        one_desk: began_at(conn, one)?,
        other: card::row(conn, other, on, "")?,
        other_desk: began_at(conn, other)?,
        reasons: reasons
            .iter()
            .map(|reason| reason.text().to_owned())
            .collect(),
    })
}

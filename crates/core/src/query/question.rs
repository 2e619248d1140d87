//! Questions that entries of several desks leave to a person: a field for which two said different things, two cards that
//! are very likely one person's, what came after a person's data were destroyed.
//!
//! Where to look is remembered ([`arrived`]); whether there is still something to ask, the tables say each time, so that
//! whatever answers a question anywhere ends it everywhere.

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
use crate::projection::status::Status;
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

/// What another desk said of a card, as far as questions go.
#[derive(Debug, Clone, Copy)]
pub struct Arrived {
    /// The card.
    pub card: SubjectId,
    /// The card began with it.
    pub begins: bool,
    /// It counts, or does not count yet.
    pub status: Status,
    /// Row of its body.
    pub row: i64,
}

/// How far bodies were looked through: for fields, and for cards of one person.
pub fn looked(conn: &Connection) -> Result<(i64, i64), rusqlite::Error> {
    conn.prepare_cached("SELECT bodies, people FROM l_looked")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// What other desks said of cards, in the order in which their bodies came here, after a row; how far was looked, and
/// whether more wait.
pub fn arrived(
    conn: &Connection,
    own: DeviceId,
    after: i64,
    many: u32,
) -> Result<(Vec<Arrived>, i64, bool), rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT b.rowid AS row, g.subject, g.kind, g.device, g.status FROM j_bodies b JOIN x_graph g ON g.hash = b.entry \
         WHERE b.rowid > ?1 ORDER BY b.rowid LIMIT ?2",
    )?;
    let mut rows = rows.query(params![after, many])?;
    let (mut found, mut last, mut count) = (Vec::new(), after, 0);
    while let Some(row) = rows.next()? {
        (last, count) = (row.get("row")?, count + 1);
        let (kind, device): (u16, DeviceId) = (row.get("kind")?, row.get("device")?);
        let of_card = [
            kinds::PATIENT_REGISTERED,
            kinds::PATIENT_AMENDED,
            kinds::PATIENT_IMPORTED,
        ];
        if device != own && of_card.contains(&kind) {
            found.push(Arrived {
                card: row.get("subject")?,
                begins: kind == kinds::PATIENT_REGISTERED,
                status: row.get("status")?,
                row: last,
            });
        }
    }
    Ok((found, last, count == many))
}

/// Cards that are very likely the same person's and about which nobody has said anything.
pub fn alike_to(
    conn: &Connection,
    card: SubjectId,
    on: NaiveDate,
) -> Result<Vec<SubjectId>, LogError> {
    let form = card::form(&card::fields(conn, card)?);
    let likely = alike(conn, &form, Some(card), on)?.into_iter();
    let mut found = Vec::new();
    for other in likely.filter(|alike| alike.verdict.level == Level::VeryLikely) {
        if is_undecided(conn, card, other.card)? {
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

/// Cards where two desks may have said different things.
pub fn asked_cards(conn: &Connection) -> Result<Vec<SubjectId>, rusqlite::Error> {
    conn.prepare_cached("SELECT card FROM l_asked_card ORDER BY card")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// Pairs of cards that were found to be very likely one person's.
pub fn asked_pairs(conn: &Connection) -> Result<Vec<(SubjectId, SubjectId)>, rusqlite::Error> {
    conn.prepare_cached("SELECT a, b FROM l_asked_pair ORDER BY a, b")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Nothing that came about a card still waits to count.
pub fn is_settled(conn: &Connection, card: SubjectId) -> Result<bool, rusqlite::Error> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM x_graph WHERE subject = ?1 AND status IN (?2, ?3))";
    conn.prepare_cached(sql)?
        .query_row(params![card, Status::Pending, Status::Waiting], |row| {
            row.get(0)
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

/// Every question that is open.
pub fn open(conn: &Connection) -> Result<Vec<Question>, LogError> {
    let mut open = Vec::new();
    open.extend(held(conn)?.into_iter().map(|card| Question::Held { card }));
    for card in asked_cards(conn)? {
        let fields = card::open_fields(conn, card)?.into_iter();
        open.extend(fields.map(|field| Question::Field { card, field }));
    }
    for (one, other) in asked_pairs(conn)? {
        if is_undecided(conn, one, other)? {
            open.push(Question::Pair { one, other });
        }
    }
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
            desks: [began_at(conn, one)?, began_at(conn, other)?].join(", "),
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

/// The desk where a card began, by name.
fn began_at(conn: &Connection, card: SubjectId) -> Result<String, rusqlite::Error> {
    let desk: Option<DeviceId> = conn
        .prepare_cached("SELECT device FROM p_card WHERE subject = ?1")?
        .query_row([card], |row| row.get(0))
        .optional()?;
    desk.map_or_else(|| Ok(String::new()), |desk| lab::desk_called(conn, desk))
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

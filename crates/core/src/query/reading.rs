//! Internal documents, who has read them, trainings.
//!
//! A signature counts when it was made in a session of the person whom it is about: whatever another desk sent,
//! nobody signs for somebody else.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::lab::{both, days, publication, staff_name, stands};
use crate::domain::acquaintance::{self, DocumentVersion};
use crate::domain::edition::{Difference, Kind, Side, differ};
use crate::domain::phone::Phone;
use crate::id::{Hash, StaffId, SubjectId};
use crate::journal::log::unsigned;
use crate::projection::roster::Roster;
use crate::time::Wall;
use crate::view::{
    DifferenceView, DocumentView, NamedView, RegisterRow, RegisterView, TrainingRow,
};
use crate::words::{Both, Lang, dates, sort};

/// One stored version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The entry that published it.
    pub entry: Hash,
    /// The document.
    pub subject: SubjectId,
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day.
    pub effective_from: NaiveDate,
    /// Title.
    pub title: Both,
    /// Text.
    pub text: Both,
    /// A later version has the same first day and stands in its place.
    pub replaced: bool,
}

/// All versions of all documents, by code, newest first.
pub fn documents(conn: &Connection) -> Result<Vec<Document>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, subject, code, revision, effective_from, title_kk, title_ru, text_kk, text_ru, replaced \
         FROM p_document ORDER BY code, subject, effective_from DESC, replaced, entry",
    )?;
    let rows = rows.query_map([], |row| {
        Ok(Document {
            entry: row.get("entry")?,
            subject: row.get("subject")?,
            code: row.get("code")?,
            revision: row.get("revision")?,
            effective_from: row
                .get::<_, String>("effective_from")?
                .parse()
                .unwrap_or_default(),
            title: both(row, "title")?,
            text: both(row, "text")?,
            replaced: row.get("replaced")?,
        })
    })?;
    rows.collect()
}

/// The versions in force on a day, one of each document.
pub fn current(conn: &Connection, on: NaiveDate) -> Result<Vec<Hash>, rusqlite::Error> {
    let mut rows =
        conn.prepare_cached("SELECT entry, subject, effective_from, replaced FROM p_document")?;
    let versions = rows
        .query_map([], |row| {
            let version = days(row)?;
            let document = row.get("subject")?;
            Ok(version.map(|version| DocumentVersion { document, version }))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let versions: Vec<_> = versions.into_iter().flatten().collect();
    Ok(acquaintance::current(&versions, on))
}

/// The versions that a person has signed.
pub fn signed(conn: &Connection, staff: StaffId) -> Result<Vec<Hash>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT a.document FROM p_acquaintance a \
         JOIN x_session s ON s.device = a.device AND s.session = a.session AND s.staff = a.subject \
         WHERE a.subject = ?1",
    )?;
    rows.query_map([staff], |row| row.get(0))?.collect()
}

/// The versions in force that a person has still to read.
pub fn unread(
    conn: &Connection,
    staff: StaffId,
    on: NaiveDate,
) -> Result<Vec<Hash>, rusqlite::Error> {
    let mut wanted = current(conn, on)?;
    if !wanted.is_empty() {
        let signed = signed(conn, staff)?;
        wanted.retain(|document| !signed.contains(document));
    }
    Ok(wanted)
}

/// The documents as a screen shows them, to the person who works.
pub fn views(
    conn: &Connection,
    staff: StaffId,
    lang: Lang,
    on: NaiveDate,
) -> Result<Vec<DocumentView>, rusqlite::Error> {
    let (current, unread) = (current(conn, on)?, unread(conn, staff, on)?);
    let view = |document: Document| {
        let days = (document.effective_from, document.replaced);
        let in_force = current.contains(&document.entry).then_some(document.entry);
        let (published_at, published_by) = publication(conn, document.entry)?;
        Ok(DocumentView {
            entry: document.entry,
            document: document.subject,
            effective_from: dates::long(lang, document.effective_from),
            stands: stands(document.entry, days, in_force, on),
            published_at,
            published_by,
            unread: unread.contains(&document.entry),
            code: document.code,
            revision: document.revision,
            title: document.title,
            text: document.text,
        })
    };
    documents(conn)?.into_iter().map(view).collect()
}

struct Signature {
    staff: StaffId,
    document: Hash,
    language: Option<Lang>,
    wall: u64,
}

fn signatures(conn: &Connection) -> Result<Vec<Signature>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT a.subject, a.document, a.language, a.wall FROM p_acquaintance a \
         JOIN x_session s ON s.device = a.device AND s.session = a.session AND s.staff = a.subject \
         ORDER BY a.wall, a.entry",
    )?;
    let rows = rows.query_map([], |row| {
        Ok(Signature {
            staff: row.get("subject")?,
            document: row.get("document")?,
            language: match row.get::<_, u8>("language")? {
                1 => Some(Lang::Ru),
                2 => Some(Lang::Kk),
                _ => None,
            },
            wall: unsigned(row.get("wall")?),
        })
    })?;
    rows.collect()
}

/// Who has read what and who has not; trainings.
pub fn register(
    conn: &Connection,
    roster: &Roster,
    lang: Lang,
    on: NaiveDate,
) -> Result<RegisterView, rusqlite::Error> {
    let documents: BTreeMap<Hash, Document> = documents(conn)?
        .into_iter()
        .map(|document| (document.entry, document))
        .collect();
    let name = |staff| staff_name(conn, staff).map(Option::unwrap_or_default);
    let row = |name: String, document: &Document, signature: Option<&Signature>| RegisterRow {
        name,
        code: document.code.clone(),
        title: document.title.get(lang).to_owned(),
        revision: document.revision.clone(),
        effective_from: dates::short(document.effective_from),
        signed_at: signature
            .map(|one| dates::moment(Wall::almaty(one.wall)))
            .unwrap_or_default(),
        language: signature.and_then(|one| one.language),
    };
    let signatures = signatures(conn)?;
    let mut rows = Vec::new();
    for one in &signatures {
        if let Some(document) = documents.get(&one.document) {
            rows.push(row(name(one.staff)?, document, Some(one)));
        }
    }
    let current = current(conn, on)?;
    let mut people = Vec::new();
    let mut missing = 0_u64;
    for staff in roster.now().roles.keys() {
        let has = |document: &Hash| {
            let mut own = signatures.iter().filter(|one| one.staff == *staff);
            own.any(|one| one.document == *document)
        };
        for document in current.iter().filter(|document| !has(document)) {
            if let Some(document) = documents.get(document) {
                rows.push(row(name(*staff)?, document, None));
                missing += 1;
            }
        }
        people.push(NamedView {
            id: *staff,
            name: name(*staff)?,
        });
    }
    sort::by_name(lang, &mut people, |one| &one.name);
    sort::by_name(lang, &mut rows, |one| &one.name);
    Ok(RegisterView {
        rows,
        trainings: trainings(conn)?,
        people,
        missing: missing.to_string(),
    })
}

fn trainings(conn: &Connection) -> Result<Vec<TrainingRow>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, subject, topic, held_on, held_by FROM p_training ORDER BY held_on DESC, entry",
    )?;
    let rows = rows
        .query_map([], |row| {
            let held_on: String = row.get("held_on")?;
            Ok((
                row.get::<_, StaffId>("subject")?,
                TrainingRow {
                    entry: row.get("entry")?,
                    name: String::new(),
                    topic: row.get("topic")?,
                    held_on: held_on.parse().map_or(held_on, dates::short),
                    held_by: row.get("held_by")?,
                },
            ))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    rows.into_iter()
        .map(|(staff, row)| {
            Ok(TrainingRow {
                name: staff_name(conn, staff)?.unwrap_or_default(),
                ..row
            })
        })
        .collect()
}

/// How two texts differ, worded.
pub fn differences(texts: &Both) -> Vec<DifferenceView> {
    let lang = |side| match side {
        Side::Kk => Lang::Kk,
        Side::Ru => Lang::Ru,
    };
    let of = |code: &str, clause: String, only: Option<Side>| DifferenceView {
        code: code.to_owned(),
        clause,
        whole: false,
        only: only.map(lang),
        value: String::new(),
        kk: String::new(),
        ru: String::new(),
    };
    let view = |difference| match difference {
        Difference::Same => DifferenceView {
            whole: true,
            ..of("same", String::new(), None)
        },
        Difference::Clause { clause, only } => of("clause", clause, Some(only)),
        Difference::Paragraphs { clause, kk, ru } => DifferenceView {
            kk: kk.to_string(),
            ru: ru.to_string(),
            ..of("paragraphs", clause, None)
        },
        Difference::Shorter { clause, side } => DifferenceView {
            whole: clause.is_none(),
            ..of("shorter", clause.unwrap_or_default(), Some(side))
        },
        Difference::Value {
            clause,
            kind,
            value,
            only,
        } => {
            let (code, value) = match kind {
                Kind::Number => ("number", value),
                Kind::Date => ("date", value.parse().map_or(value, dates::short)),
                Kind::Email => ("email", value),
                Kind::Phone => ("phone", phone(value)),
                Kind::Identity => ("identity", value),
            };
            DifferenceView {
                value,
                ..of(code, clause, Some(only))
            }
        }
    };
    differ(&texts.kk, &texts.ru).into_iter().map(view).collect()
}

/// Ten digits as people write them.
fn phone(digits: String) -> String {
    Phone::from_e164(&format!("+7{digits}")).map_or(digits, |phone| phone.display())
}

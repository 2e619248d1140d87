//! Who acts for a person, and for whom a person acts.

use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use super::card;
use crate::domain::representative::{Basis, Relation, Scope};
use crate::event::relation::relation;
use crate::id::{Hash, SubjectId};
use crate::view::RelationRow;
use crate::words::dates;

/// A relation as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// The subject of the pair.
    pub subject: SubjectId,
    /// The entry that said so last.
    pub entry: Hash,
    /// The card of whoever acts.
    pub representative: SubjectId,
    /// The card for which they act.
    pub patient: SubjectId,
    /// The ground.
    pub relation: Relation,
}

const SELECT: &str = "SELECT subject, entry, a, b, basis, document, valid_until, \
    (SELECT group_concat(scope) FROM p_relation_scope s WHERE s.subject = r.subject) AS scopes FROM p_relation r";

/// A ground of a newer program is not known here, and nobody acts on what is not known.
fn read(row: &Row<'_>) -> Result<Option<Stands>, rusqlite::Error> {
    let Some(basis) = Basis::from_code(row.get("basis")?) else {
        return Ok(None);
    };
    let scopes: Option<String> = row.get("scopes")?;
    let valid_until: Option<String> = row.get("valid_until")?;
    Ok(Some(Stands {
        subject: row.get("subject")?,
        entry: row.get("entry")?,
        representative: row.get("a")?,
        patient: row.get("b")?,
        relation: Relation {
            basis,
            document: row.get("document")?,
            valid_until: valid_until.and_then(|day| day.parse().ok()),
            scope: scopes
                .unwrap_or_default()
                .split(',')
                .filter_map(|code| Scope::from_code(code.parse().ok()?))
                .collect(),
        },
    }))
}

fn rows(conn: &Connection, side: &str, card: SubjectId) -> Result<Vec<Stands>, rusqlite::Error> {
    let sql = format!("{SELECT} WHERE relation = ?1 AND {side} = ?2 ORDER BY subject");
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows
        .query_map(rusqlite::params![relation::REPRESENTATIVE, card], read)?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Who acts for the person.
pub fn representatives(conn: &Connection, card: SubjectId) -> Result<Vec<Stands>, rusqlite::Error> {
    rows(conn, "b", card)
}

/// For whom the person acts.
pub fn represented(conn: &Connection, card: SubjectId) -> Result<Vec<Stands>, rusqlite::Error> {
    rows(conn, "a", card)
}

/// Subjects of every pair that the card is one of, whatever the relation: they are erased with it.
pub fn pairs(conn: &Connection, card: SubjectId) -> Result<Vec<SubjectId>, rusqlite::Error> {
    conn.prepare_cached("SELECT subject FROM p_relation WHERE a = ?1 OR b = ?1 ORDER BY subject")?
        .query_map([card], |row| row.get(0))?
        .collect()
}

/// As a card shows it: of a representative the other side is the patient, and the other way round.
pub fn row(
    conn: &Connection,
    stands: &Stands,
    other: SubjectId,
    on: NaiveDate,
) -> Result<RelationRow, rusqlite::Error> {
    let fields = card::fields(conn, other)?;
    let relation = &stands.relation;
    Ok(RelationRow {
        card: other,
        name: card::full_name(&fields),
        birth_date: card::birth_date(conn, other)?
            .map(dates::short)
            .unwrap_or_default(),
        phone: card::shown_phone(&fields),
        basis: relation.basis.text().to_owned(),
        document: relation.document.clone().unwrap_or_default(),
        valid_until: relation.valid_until.map(dates::short).unwrap_or_default(),
        expired: relation.valid_until.is_some_and(|last| last < on),
        scope: relation
            .scope
            .iter()
            .map(|scope| scope.text().to_owned())
            .collect(),
    })
}

//! Who acts for a person, and for whom a person acts.

use chrono::NaiveDate;
use rusqlite::{Connection, Row};

use super::card;
use crate::domain::consent::{Bringer, may_take_back};
use crate::domain::representative::{Basis, Relation, Scope};
use crate::event::patient::field;
use crate::event::relation::kind;
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
    let Ok(valid_until) = valid_until.map(|day| day.parse()).transpose() else {
        return Ok(None);
    };
    Ok(Some(Stands {
        subject: row.get("subject")?,
        entry: row.get("entry")?,
        representative: row.get("a")?,
        patient: row.get("b")?,
        relation: Relation {
            basis,
            document: row.get("document")?,
            valid_until,
            scope: scopes
                .unwrap_or_default()
                .split(',')
                .filter_map(|code| Scope::from_code(code.parse().ok()?))
                .collect(),
        },
    }))
}

fn rows(conn: &Connection, side: &str, card: SubjectId) -> Result<Vec<Stands>, rusqlite::Error> {
    // A desk that had not heard of an act of destruction may have spoken of somebody who is gone.
    let sql = format!(
        "{SELECT} WHERE relation = ?1 AND {side} = ?2 \
         AND NOT EXISTS (SELECT 1 FROM p_destroyed d WHERE d.subject IN (r.a, r.b)) ORDER BY subject"
    );
    let mut rows = conn.prepare_cached(&sql)?;
    let found = rows
        .query_map(rusqlite::params![kind::REPRESENTATIVE, card], read)?
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

/// Somebody acts for the person who may consent for them on the day.
pub fn somebody_may_consent(
    conn: &Connection,
    card: SubjectId,
    born: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<bool, rusqlite::Error> {
    let standing = representatives(conn, card)?;
    Ok(standing
        .iter()
        .any(|stands| stands.relation.may_consent(born, on)))
}

/// Subjects of every pair that the card is or was one of, whatever the relation: they are erased with it.
pub fn pairs(conn: &Connection, card: SubjectId) -> Result<Vec<SubjectId>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT subject FROM p_relation WHERE a = ?1 OR b = ?1 \
         UNION SELECT subject FROM p_relation_end WHERE a = ?1 OR b = ?1 ORDER BY subject",
    )?
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
    let born = card::birth_date(conn, stands.patient)?;
    let known = representatives(conn, stands.patient)?;
    let known: Vec<Relation> = known.into_iter().map(|stands| stands.relation).collect();
    let get = |name| fields.get(&name).cloned().unwrap_or_default();
    Ok(RelationRow {
        card: other,
        name: card::full_name(&fields),
        kind: get(field::CARD_KIND),
        newborn_number: get(field::NEWBORN_NUMBER),
        may_consent: relation.may_consent(born, on),
        may_withdraw: may_take_back(born, Bringer::Representative(relation), &known, on).is_ok(),
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

//! How two cards belong together. Taking away wins: what is said about a pair stands when it knew of every end that
//! was put to it, whatever the clocks said. Its subject must be that of the pair, so that nobody speaks about two
//! cards under the name of two others.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;
use crate::event::kinds;
use crate::event::relation::{RelationSet, kind, pair};
use crate::id::{Hash, SubjectId};

/// Folds what is said about a pair of cards. Without its body an end still ends, and a beginning begins nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let is_of = |relation, a, b| pair(relation, a, b) == folding.header.subject;
    match event {
        Some(Event::RelationSet(body)) if is_of(body.relation, body.a, body.b) => {
            begin(tx, folding, body)
        }
        Some(Event::CardsMerged(body)) if is_of(kind::SAME, body.a, body.b) => {
            begin(tx, folding, &same(body.a, body.b))
        }
        Some(Event::RelationEnded(body)) if is_of(body.relation, body.a, body.b) => {
            end(tx, folding, Some((body.a, body.b)))
        }
        Some(Event::CardsParted(body)) if is_of(kind::SAME, body.a, body.b) => {
            end(tx, folding, Some((body.a, body.b)))
        }
        None if ENDS.contains(&folding.header.kind) => end(tx, folding, None),
        _ => Ok(()),
    }
}

const ENDS: [u16; 2] = [kinds::RELATION_ENDED, kinds::CARDS_PARTED];

/// Two cards of one person: a relation without a ground and without an end, in which nobody acts.
fn same(a: SubjectId, b: SubjectId) -> RelationSet {
    RelationSet {
        relation: kind::SAME,
        a,
        b,
        basis: 0,
        document: None,
        valid_until: None,
        scope: Vec::new(),
    }
}

fn clear(tx: &Transaction<'_>, folding: &Folding<'_>) -> Result<(), rusqlite::Error> {
    for table in ["p_relation", "p_relation_scope"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE subject = ?1"))?
            .execute([folding.header.subject])?;
    }
    Ok(())
}

fn end(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    cards: Option<(SubjectId, SubjectId)>,
) -> Result<(), rusqlite::Error> {
    clear(tx, folding)?;
    tx.prepare_cached("INSERT INTO p_relation_end (entry, subject, a, b) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            folding.hash,
            folding.header.subject,
            cards.map(|(a, _)| a),
            cards.map(|(_, b)| b)
        ])?;
    Ok(())
}

fn begin(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    set: &RelationSet,
) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    let mut ends = tx.prepare_cached("SELECT entry FROM p_relation_end WHERE subject = ?1")?;
    let ends = ends
        .query_map([subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    if !ends.into_iter().all(|end| folding.knows(end)) {
        return Ok(());
    }
    clear(tx, folding)?;
    tx.prepare_cached(
        "INSERT INTO p_relation (subject, entry, relation, a, b, basis, document, valid_until) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        subject,
        folding.hash,
        set.relation,
        set.a,
        set.b,
        set.basis,
        set.document,
        set.valid_until
    ])?;
    for scope in &set.scope {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO p_relation_scope (subject, scope) VALUES (?1, ?2)",
        )?
        .execute(params![subject, scope])?;
    }
    Ok(())
}

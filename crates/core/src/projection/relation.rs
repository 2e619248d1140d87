//! How two cards belong together. What was said last about a pair stands; its id must be that of the pair,
//! so that nobody speaks about two cards under the name of two others.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;
use crate::event::relation::pair;

/// Folds what is said about a pair of cards; without its body an entry says nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    let of_pair = match event {
        Some(Event::RelationSet(set)) => pair(set.relation, set.a, set.b),
        Some(Event::RelationEnded(ended)) => pair(ended.relation, ended.a, ended.b),
        _ => return Ok(()),
    };
    if of_pair != subject {
        return Ok(());
    }
    tx.prepare_cached("DELETE FROM p_relation WHERE subject = ?1")?
        .execute([subject])?;
    tx.prepare_cached("DELETE FROM p_relation_scope WHERE subject = ?1")?
        .execute([subject])?;
    let Some(Event::RelationSet(set)) = event else {
        return Ok(());
    };
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

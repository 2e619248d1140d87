//! Services and prices: versions of the list, amendments of one service, tubes.
//!
//! A version is its own subject and an amendment names the version that it amends, so no fold asks another subject:
//! which version holds on a day, and how a service stands in it, is asked by `query::service`. An amendment that knew of
//! another of the same version and day takes its place; of two that did not know of each other both are kept.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::domain::fold;
use crate::domain::service::code;
use crate::event::Event;
use crate::event::service::{ServiceRow, service_subject, tube_subject};
use crate::id::{Hash, Id};
use crate::journal::log::signed;

/// Folds one entry about services; without its body it says nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let (subject, hash, header) = (folding.header.subject, folding.hash, folding.header);
    match event {
        Some(Event::PriceListIssued(b)) => {
            tx.prepare_cached(
                "INSERT INTO p_price_list (entry, subject, name, valid_from, count, hlc, device, seq, session, wall) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                hash,
                subject,
                b.name,
                b.valid_from,
                b.rows,
                signed(header.hlc.0),
                header.device,
                signed(header.seq),
                header.session,
                signed(header.wall.ms)
            ])?;
            for replaced in &b.replaces {
                tx.prepare_cached(
                    "INSERT OR IGNORE INTO p_price_list_replaced (entry, subject, replaced) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![hash, subject, replaced])?;
            }
        }
        Some(Event::PriceListRows(b)) => {
            for row in &b.rows {
                listed(tx, folding, row)?;
            }
        }
        Some(Event::PriceListWithdrawn(b)) => {
            tx.prepare_cached(
                "INSERT INTO p_price_list_withdrawn (entry, subject, reason) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![hash, subject, b.reason])?;
        }
        Some(Event::ServiceSet(b)) => {
            amended(
                tx,
                folding,
                (b.list, &b.from),
                (&b.row.code, Some(&b.row), None),
            )?;
        }
        Some(Event::ServiceDropped(b)) => {
            amended(
                tx,
                folding,
                (b.list, &b.from),
                (&b.code, None, Some(&b.reason)),
            )?;
        }
        // An id that is not made of the word is somebody else's subject.
        Some(Event::TubeDescribed(b))
            if tube_subject(header.org, &fold::fold(&b.code)) == subject =>
        {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO p_tube (subject, entry, code, name_kk, name_ru, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![subject, hash, b.code, b.name_kk, b.name_ru, b.used])?;
        }
        _ => {}
    }
    Ok(())
}

fn listed(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    row: &ServiceRow,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO p_price_row (subject, key, entry, code, name_kk, name_ru, short, tube, price, fasting, \
           hint_kk, hint_ru, parts, found) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        folding.header.subject,
        code::key(&row.code),
        folding.hash,
        row.code,
        row.name_kk,
        row.name_ru,
        row.short,
        row.tube,
        row.price,
        row.fasting,
        row.hint_kk,
        row.hint_ru,
        row.parts.join(" "),
        found(row)
    ])?;
    Ok(())
}

fn amended(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    (list, from): (Id, &str),
    (code, row, reason): (&str, Option<&ServiceRow>, Option<&str>),
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    let key = code::key(code);
    if service_subject(header.org, &key) != header.subject {
        return Ok(());
    }
    let mut rows = tx.prepare_cached(
        "SELECT entry FROM p_service WHERE subject = ?1 AND list = ?2 AND from_day = ?3",
    )?;
    let same = rows
        .query_map(params![header.subject, list, from], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for older in same.into_iter().filter(|older| folding.knows(*older)) {
        tx.prepare_cached("DELETE FROM p_service WHERE entry = ?1")?
            .execute([older])?;
    }
    tx.prepare_cached(
        "INSERT INTO p_service (entry, subject, list, from_day, key, hlc, device, seq, code, name_kk, name_ru, short, tube, \
           price, fasting, hint_kk, hint_ru, parts, found, reason) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    )?
    .execute(params![
        folding.hash,
        header.subject,
        list,
        from,
        key,
        signed(header.hlc.0),
        header.device,
        signed(header.seq),
        code,
        row.map(|row| &row.name_kk),
        row.map(|row| &row.name_ru),
        row.map(|row| &row.short),
        row.and_then(|row| row.tube.as_ref()),
        row.map(|row| row.price),
        row.map(|row| row.fasting),
        row.and_then(|row| row.hint_kk.as_ref()),
        row.and_then(|row| row.hint_ru.as_ref()),
        row.map(|row| row.parts.join(" ")),
        row.map(found),
        reason
    ])?;
    Ok(())
}

/// What a service is found by.
fn found(row: &ServiceRow) -> String {
    let words = [&row.code, &row.short, &row.name_kk, &row.name_ru].map(|text| fold::fold(text));
    words.join("\n")
}

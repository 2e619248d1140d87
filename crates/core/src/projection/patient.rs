//! A card: the candidates of each field. One candidate is a value; several are a question.
//!
//! A field's candidates are the amendments of it that no later amendment of the same field knows.
//! Without its body an entry amends nothing; the card still exists («данные не переданы»).

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;
use crate::event::kinds;
use crate::id::Hash;
use crate::journal::log::signed;

/// Folds a registration, a row of an old list, or an amendment.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    if matches!(
        header.kind,
        kinds::PATIENT_REGISTERED | kinds::PATIENT_IMPORTED
    ) {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO p_card (subject, entry, wall, device, imported) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            header.subject,
            folding.hash,
            signed(header.wall.ms),
            header.device,
            header.kind == kinds::PATIENT_IMPORTED
        ])?;
    }
    if let Some(Event::PatientImported(body)) = event {
        tx.prepare_cached(
            "INSERT INTO p_legacy (entry, subject, source, as_of, row) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            folding.hash,
            header.subject,
            body.source,
            body.as_of,
            body.row
        ])?;
    }
    let fields = match event {
        Some(Event::PatientRegistered(body)) => &body.fields,
        Some(Event::PatientAmended(body)) => &body.fields,
        Some(Event::PatientImported(body)) => &body.fields,
        _ => return Ok(()),
    };
    for (field, value) in fields {
        put(tx, folding, *field, value.as_deref())?;
    }
    Ok(())
}

/// Folds that a phone was checked.
pub fn phone_checked(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let Some(Event::PhoneChecked(body)) = event else {
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT INTO p_phone_checked (entry, subject, phone, otp, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        folding.hash,
        folding.header.subject,
        body.phone,
        body.otp,
        signed(folding.header.wall.ms)
    ])?;
    Ok(())
}

fn put(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    field: u8,
    value: Option<&str>,
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    // An entry that cites nothing knows no older value.
    if !header.refs.is_empty() {
        let mut rows =
            tx.prepare_cached("SELECT entry FROM p_card_field WHERE subject = ?1 AND field = ?2")?;
        let candidates = rows
            .query_map(params![header.subject, field], |row| row.get(0))?
            .collect::<Result<Vec<Hash>, _>>()?;
        for older in candidates.into_iter().filter(|older| folding.knows(*older)) {
            tx.prepare_cached(
                "DELETE FROM p_card_field WHERE subject = ?1 AND field = ?2 AND entry = ?3",
            )?
            .execute(params![header.subject, field, older])?;
        }
    }
    tx.prepare_cached(
        "INSERT OR REPLACE INTO p_card_field (subject, field, entry, hlc, device, seq, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![header.subject, field, folding.hash, signed(header.hlc.0), header.device, signed(header.seq), value])?;
    Ok(())
}

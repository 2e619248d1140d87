//! The laboratory's own subjects: staff and desks by name, organisation, policies, documents and who has read them,
//! trainings, settings, the exchange key.
//!
//! Where two desks wrote at once, the entry visited last is shown; visiting order is the same
//! everywhere, and both entries stay in the journal.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;
use crate::id::Hash;
use crate::journal::log::signed;

/// Folds one entry of the laboratory; kinds of other rooms and absent bodies change nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    let hash = folding.hash;
    match event {
        Some(Event::StaffDescribed(b)) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO p_staff (subject, entry, name) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![subject, hash, b.name])?;
        }
        Some(Event::DeviceDescribed(b)) => {
            tx.prepare_cached("INSERT OR REPLACE INTO p_desk (subject, entry, name, site) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![subject, hash, b.name, b.site])?;
        }
        Some(Event::OrganisationDescribed(b)) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO p_organisation \
                 (subject, entry, name_kk, name_ru, number_kind, number, address_kk, address_ru, phone, email) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                subject,
                hash,
                b.name_kk,
                b.name_ru,
                b.number_kind,
                b.number,
                b.address_kk,
                b.address_ru,
                b.phone,
                b.email
            ])?;
        }
        Some(Event::SettingChanged(b)) => {
            tx.prepare_cached("INSERT OR REPLACE INTO p_setting (subject, key, entry, value) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![subject, b.key, hash, b.value])?;
        }
        Some(Event::BackupKeyNamed(b)) => {
            tx.prepare_cached(
                "INSERT INTO p_backup_key (entry, subject, root_sign, recipient, signature) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![hash, subject, b.root_sign, b.recipient, &b.signature.0[..]])?;
        }
        Some(Event::ExchangeKeyShared(b)) => {
            for (holder, enc, sealed, tag) in &b.holders {
                tx.prepare_cached(
                    "INSERT OR IGNORE INTO p_exchange_key (entry, subject, key, hlc, holder, enc, sealed, tag) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    hash,
                    subject,
                    b.key,
                    signed(folding.header.hlc.0),
                    holder,
                    enc,
                    sealed,
                    tag
                ])?;
            }
        }
        Some(Event::PolicyPublished(b)) => {
            relieve(tx, folding, "p_policy", &b.effective_from)?;
            tx.prepare_cached(
                "INSERT INTO p_policy \
                 (entry, subject, code, revision, effective_from, title_kk, title_ru, text_kk, text_ru, years, url) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                hash,
                subject,
                b.code,
                b.revision,
                b.effective_from,
                b.title_kk,
                b.title_ru,
                b.text_kk,
                b.text_ru,
                b.years,
                b.url
            ])?;
        }
        Some(Event::DocumentPublished(b)) => {
            relieve(tx, folding, "p_document", &b.effective_from)?;
            tx.prepare_cached(
                "INSERT INTO p_document \
                 (entry, subject, code, revision, effective_from, title_kk, title_ru, text_kk, text_ru) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                hash,
                subject,
                b.code,
                b.revision,
                b.effective_from,
                b.title_kk,
                b.title_ru,
                b.text_kk,
                b.text_ru
            ])?;
        }
        Some(Event::AcquaintanceSigned(b)) => {
            tx.prepare_cached(
                "INSERT INTO p_acquaintance (entry, subject, document, revision, language, device, session, wall) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                hash,
                subject,
                b.document,
                b.revision,
                b.language,
                folding.header.device,
                folding.header.session,
                signed(folding.header.wall.ms)
            ])?;
        }
        Some(Event::TrainingRecorded(b)) => {
            tx.prepare_cached(
                "INSERT INTO p_training (entry, subject, topic, held_on, held_by) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![hash, subject, b.topic, b.held_on, b.held_by])?;
        }
        _ => {}
    }
    Ok(())
}

/// A version that knew of another one with the same first day takes its place.
fn relieve(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    table: &str,
    effective_from: &str,
) -> Result<(), rusqlite::Error> {
    let sql = format!("SELECT entry FROM {table} WHERE subject = ?1 AND effective_from = ?2");
    let mut rows = tx.prepare_cached(&sql)?;
    let same_day = rows
        .query_map(params![folding.header.subject, effective_from], |row| {
            row.get(0)
        })?
        .collect::<Result<Vec<Hash>, _>>()?;
    for older in same_day {
        if folding.knows(older) {
            let sql = format!("UPDATE {table} SET replaced = 1 WHERE entry = ?1");
            tx.prepare_cached(&sql)?.execute([older])?;
        }
    }
    Ok(())
}

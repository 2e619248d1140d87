//! The laboratory's own subjects: staff and desks by name, organisation, policies, settings.
//!
//! Where two desks wrote at once, the entry visited last is shown; visiting order is the same
//! everywhere, and both entries stay in the journal.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;

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
        Some(Event::PolicyPublished(b)) => {
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
        _ => {}
    }
    Ok(())
}

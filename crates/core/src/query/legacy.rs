//! Cards of old lists: which row is here already, whose card a row would be, and on what ground a card is kept.

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::legacy::basis::Ground;
use crate::event::patient::field;
use crate::id::{Hash, SubjectId};
use crate::view::LegacyBasis;
use crate::words::dates;

/// Namesakes of one birth date that are looked at.
const NAMESAKES: u8 = 20;

/// Whether a row was taken before, and its card is here.
pub fn is_taken(conn: &Connection, row: Hash) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_legacy WHERE row = ?1)")?
        .query_row([row], |row| row.get(0))
}

/// Cards of whoever has this name and birth date ([`crate::domain::fold::namesake`]), each with whether it has an ИИН.
pub fn namesakes(
    conn: &Connection,
    namesake: &str,
) -> Result<Vec<(SubjectId, bool)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT p.subject, EXISTS (SELECT 1 FROM p_card_field f WHERE f.subject = p.subject AND f.field = ?2 \
           AND f.value IS NOT NULL) FROM x_person p WHERE p.namesake = ?1 ORDER BY p.rowid LIMIT ?3",
    )?
    .query_map(params![namesake, field::IIN, NAMESAKES], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?
    .collect()
}

/// On what ground a card is kept today.
pub fn ground(conn: &Connection, card: SubjectId) -> Result<Ground, rusqlite::Error> {
    let is_imported = listed(conn, card)?.is_some();
    match is_imported {
        true => Ok(Ground::of(true, &super::consent::person(conn, card)?)),
        false => Ok(Ground::Consent),
    }
}

/// The list from which a card came, as screens say it.
pub fn basis(conn: &Connection, card: SubjectId) -> Result<Option<LegacyBasis>, rusqlite::Error> {
    let Some((source, as_of)) = listed(conn, card)? else {
        return Ok(None);
    };
    let ground = ground(conn, card)?;
    Ok(Some(LegacyBasis {
        source,
        as_of: as_of.parse().map(dates::short).unwrap_or_default(),
        stands: ground == Ground::Legacy,
    }))
}

/// The list and its day; the first of two, where two desks brought the card in.
fn listed(conn: &Connection, card: SubjectId) -> Result<Option<(String, String)>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT source, as_of FROM p_legacy WHERE subject = ?1 ORDER BY entry LIMIT 1",
    )?
    .query_row([card], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

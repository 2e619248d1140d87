//! Codes by SMS that this desk has sent, and phones that one checked.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::otp::{Earlier, REMEMBER_MS, Sent};
use crate::id::{Id, SubjectId};
use crate::journal::log::{signed, unsigned};
use crate::time::Wall;

const COLUMNS: &str = "id, phone, digits, bound, sent, wrong, read";

fn sent(row: &Row<'_>) -> Result<Sent, rusqlite::Error> {
    Ok(Sent {
        id: row.get(0)?,
        phone: row.get(1)?,
        digits: row.get(2)?,
        bound: row.get(3)?,
        sent_ms: unsigned(row.get(4)?),
        wrong: row.get(5)?,
        read_ms: row.get::<_, Option<i64>>(6)?.map(unsigned),
    })
}

/// A code that this desk has sent; none once it is forgotten.
pub fn code(conn: &Connection, id: Id) -> Result<Option<Sent>, rusqlite::Error> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM l_otp WHERE id = ?1"))?
        .query_row([id], sent)
        .optional()
}

/// Codes that went out within a day; what certainly did not go is not counted.
pub fn history(conn: &Connection, phone: &str, now: Wall) -> Result<Vec<Earlier>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT sent, phone = ?1, read IS NOT NULL FROM l_otp WHERE sent > ?2 AND failed = 0",
    )?
    .query_map(
        params![phone, signed(now.ms.saturating_sub(REMEMBER_MS))],
        |row| {
            Ok(Earlier {
                at: unsigned(row.get(0)?),
                to_it: row.get(1)?,
                is_read: row.get(2)?,
            })
        },
    )?
    .collect()
}

/// Whether somebody has consented by this code already.
pub fn is_used(conn: &Connection, code: Id) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_consent WHERE otp = ?1)")?
        .query_row([code], |row| row.get(0))
}

/// The code that was read back from this phone last, where it still counts.
pub fn read_lately(
    conn: &Connection,
    phone: &str,
    now: Wall,
) -> Result<Option<Sent>, rusqlite::Error> {
    let read = conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM l_otp WHERE phone = ?1 AND read IS NOT NULL ORDER BY read DESC LIMIT 1"
        ))?
        .query_row([phone], sent)
        .optional()?;
    Ok(read.filter(|read| read.counts(now.ms)))
}

/// Whether the card says already that this code checked its phone.
pub fn is_noted(conn: &Connection, card: SubjectId, code: Id) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM p_phone_checked WHERE subject = ?1 AND otp = ?2)",
    )?
    .query_row(params![card, code], |row| row.get(0))
}

/// When a phone of a card was checked last, in milliseconds since 1970.
pub fn checked_at(
    conn: &Connection,
    card: SubjectId,
    phone: &str,
) -> Result<Option<u64>, rusqlite::Error> {
    let at: Option<i64> = conn
        .prepare_cached("SELECT max(at) FROM p_phone_checked WHERE subject = ?1 AND phone = ?2")?
        .query_row(params![card, phone], |row| row.get(0))?;
    Ok(at.map(unsigned))
}

//! The others of a family who are there today: whom a representative may be asked about together.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::day_begins;
use super::relation::represented;
use crate::event::kinds;
use crate::id::{DeviceId, StaffId, SubjectId};

/// Everybody for whom the person acts and who is of today's visit: registered, amended or spoken of today at any desk,
/// or whose card whoever works opened at this one.
pub fn here_today(
    conn: &Connection,
    representative: SubjectId,
    (device, staff): (DeviceId, StaffId),
    on: NaiveDate,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let mut of_today = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM x_graph WHERE subject IN (?1, ?2) AND ordered = 1 AND status = 1 \
             AND wall >= ?3 AND wall < ?3 + 86400000) \
         OR EXISTS (SELECT 1 FROM x_seen v JOIN x_session s ON s.device = v.device AND s.session = v.session \
             WHERE v.subject = ?1 AND v.kind = ?4 AND v.device = ?5 AND s.staff = ?6 \
             AND v.wall >= ?3 AND v.wall < ?3 + 86400000)",
    )?;
    let begins = day_begins(on);
    let mut here = Vec::new();
    for stands in represented(conn, representative)? {
        let card = stands.patient;
        let is_here = params![
            card,
            stands.subject,
            begins,
            kinds::CARD_OPENED,
            device,
            staff
        ];
        if of_today.query_row(is_here, |row| row.get(0))? {
            here.push(card);
        }
    }
    Ok(here)
}

/// Whether the one acts or acted for the other: who they are is known to whoever asked for both.
pub fn were_related(
    conn: &Connection,
    representative: SubjectId,
    card: SubjectId,
) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM p_relation WHERE a = ?1 AND b = ?2) \
         OR EXISTS (SELECT 1 FROM p_relation_end WHERE a = ?1 AND b = ?2)",
    )?
    .query_row([representative, card], |row| row.get(0))
}

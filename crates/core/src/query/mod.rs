//! Queries: what the screens and rules read. Only `&Connection`, never a write.
//!
//! One file for what a screen or a rule asks. A row of a table becomes a fact (for `decide`) or a
//! view (for a screen); dates, phones and ИИН are worded here, so that no screen formats anything.

pub mod acts;
pub mod backup;
pub mod card;
pub mod consent;
pub mod expected;
pub mod export;
pub mod journal;
pub mod keys;
pub mod lab;
pub mod page;
pub mod paper;
pub mod reading;
pub mod relation;
pub mod search;
pub mod shift;
pub mod state;
pub mod template;

use rusqlite::{Connection, OptionalExtension, params};

use crate::id::{DeviceId, SessionId, StaffId, SubjectId};

/// Whether the subject's data were destroyed.
pub fn destroyed(conn: &Connection, card: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_destroyed WHERE subject = ?1)")?
        .query_row([card], |row| row.get(0))
}

/// Who stood behind a session, for lists of who did what.
pub fn staff_of(
    conn: &Connection,
    device: DeviceId,
    session: SessionId,
) -> Result<Option<StaffId>, rusqlite::Error> {
    conn.prepare_cached("SELECT staff FROM x_session WHERE device = ?1 AND session = ?2")?
        .query_row(params![device, session], |row| row.get(0))
        .optional()
}

/// Name of a person behind a session; empty when the desk acted itself or the name is not here.
pub fn name_behind(
    conn: &Connection,
    device: DeviceId,
    session: SessionId,
) -> Result<String, rusqlite::Error> {
    let Some(staff) = staff_of(conn, device, session)? else {
        return Ok(String::new());
    };
    Ok(lab::staff_name(conn, staff)?.unwrap_or_default())
}

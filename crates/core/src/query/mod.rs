//! Queries: what the screens and rules read. Only `&Connection`, never a write.
//!
//! One file for what a screen or a rule asks. A row of a table becomes a fact (for `decide`) or a
//! view (for a screen); dates, phones and ИИН are worded here, so that no screen formats anything.

pub mod acts;
pub mod alike;
pub mod backup;
pub mod card;
pub mod consent;
pub mod exchange;
pub mod expected;
pub mod export;
pub mod family;
pub mod form;
pub mod journal;
pub mod keys;
pub mod lab;
pub mod legacy;
pub mod notice;
pub mod order;
pub mod otp;
pub mod page;
pub mod paper;
pub mod person;
pub mod print;
pub mod question;
pub mod reading;
pub mod relation;
pub mod request;
pub mod search;
pub mod service;
pub mod shift;
pub mod state;
pub mod template;
pub mod today;
pub mod trail;

use chrono::{NaiveDate, TimeZone};
use rusqlite::{Connection, OptionalExtension, params};

use crate::id::{DeviceId, SessionId, StaffId, SubjectId};

/// Whether the subject's data were destroyed.
pub fn destroyed(conn: &Connection, card: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_destroyed WHERE subject = ?1)")?
        .query_row([card], |row| row.get(0))
}

/// The first millisecond of a day in Almaty.
pub(crate) fn day_begins(on: NaiveDate) -> i64 {
    chrono_tz::Asia::Almaty
        .from_local_datetime(&on.and_time(chrono::NaiveTime::MIN))
        .earliest()
        .map_or(0, |at| at.timestamp_millis())
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

//! The end of a shift (S11): what this person did here today, and what is still open.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::card;
use crate::domain::consent::Purpose;
use crate::domain::patient::CardKind;
use crate::event::consent::channel;
use crate::event::patient::field;
use crate::id::{DeviceId, Hash, StaffId, SubjectId};
use crate::projection::consent::act;
use crate::view::{PatientRow, ShiftPaper, ShiftView};

/// Rows of one list; whoever has more closes these first.
const LIMIT: i64 = 200;

/// What stands of the shift of one person at one desk.
pub fn shift(
    conn: &Connection,
    device: DeviceId,
    staff: StaffId,
    on: NaiveDate,
) -> Result<ShiftView, rusqlite::Error> {
    let registered = registered(conn, device, staff, on)?;
    let mut missing = Vec::new();
    for one in &registered {
        if !super::consent::permitted(conn, *one, Purpose::Service, on)? {
            missing.push(card::row(conn, *one, on, "")?);
        }
    }
    Ok(ShiftView {
        registered: u32::try_from(registered.len()).unwrap_or(u32::MAX),
        papers: papers(conn, device, on)?,
        missing,
        unpaid: super::order::rows::unpaid(conn, device, on)?,
    })
}

/// Cards that the person registered here on the day; whoever only acts for a patient is none, nor is a row of an old
/// list.
fn registered(
    conn: &Connection,
    device: DeviceId,
    staff: StaffId,
    on: NaiveDate,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT c.subject FROM p_card c JOIN x_graph g ON g.hash = c.entry \
         JOIN x_session s ON s.device = g.device AND s.session = g.session \
         WHERE c.device = ?1 AND c.imported = 0 AND s.staff = ?2 AND c.wall >= ?3 AND c.wall < ?3 + 86400000 \
         AND NOT EXISTS (SELECT 1 FROM p_card_field f WHERE f.subject = c.subject AND f.field = ?4 AND f.value = ?5) \
         ORDER BY c.wall",
    )?
    .query_map(
        params![device, staff, super::day_begins(on), field::CARD_KIND, CardKind::Thin.text()],
        |row| row.get(0),
    )?
    .collect()
}

/// Signed sheets of this desk that lie in no folder yet, whoever took them: somebody has to file them. A visit is
/// one sheet, however many purposes were ticked on it.
fn papers(
    conn: &Connection,
    device: DeviceId,
    on: NaiveDate,
) -> Result<Vec<ShiftPaper>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, subject, given_on FROM p_consent c \
         WHERE device = ?1 AND channel = ?2 AND act <> ?3 \
         AND NOT EXISTS (SELECT 1 FROM p_consent_paper p WHERE p.target = c.entry) \
         AND NOT EXISTS (SELECT 1 FROM p_consent_annulment a WHERE a.target = c.entry) \
         ORDER BY wall, seq LIMIT ?4",
    )?;
    let rows = rows
        .query_map(
            params![device, channel::PAPER, act::WITHDRAWN, LIMIT],
            |row| {
                Ok((
                    row.get::<_, Hash>("entry")?,
                    row.get::<_, SubjectId>("subject")?,
                    row.get::<_, Option<String>>("given_on")?,
                ))
            },
        )?
        .collect::<Result<Vec<_>, _>>()?;
    let mut out: Vec<ShiftPaper> = Vec::new();
    for (entry, subject, given_on) in rows {
        let given_on = given_on
            .and_then(|day| day.parse().ok())
            .map(crate::words::dates::short)
            .unwrap_or_default();
        match out
            .iter_mut()
            .find(|paper| paper.patient.id == subject && paper.given_on == given_on)
        {
            Some(paper) => paper.entries.push(entry),
            None => out.push(ShiftPaper {
                patient: card::row(conn, subject, on, "")?,
                given_on,
                entries: vec![entry],
            }),
        }
    }
    Ok(out)
}

/// Everybody whom the page shows.
pub fn people(view: &ShiftView) -> Vec<SubjectId> {
    let of = |row: &PatientRow| row.id;
    let mut ids: Vec<SubjectId> = view
        .papers
        .iter()
        .map(|paper| of(&paper.patient))
        .chain(view.missing.iter().map(of))
        .chain(view.unpaid.iter().map(|order| order.of))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

//! Numbers that were set aside for a day on paper: which sets there are, and which of their numbers were entered.

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::order::number::{self, Number};
use crate::domain::order::step::OrderState;
use crate::domain::print::LabelSize;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::{Event, kinds};
use crate::id::{DeviceId, Hash, SessionId, SubjectId};
use crate::journal::log::{self, unsigned};
use crate::query::acts::Actor;
use crate::query::lab::{self, Organisation};
use crate::query::{name_behind, print};
use crate::time::Wall;
use crate::view::{PaperSet, RowCount};
use crate::words::dates;

/// Since when a number is set aside; none for one that is not.
pub fn since(conn: &Connection, number: Number) -> Result<Option<Wall>, rusqlite::Error> {
    let wall: Option<i64> = conn
        .prepare_cached("SELECT wall FROM p_number WHERE number = ?1 ORDER BY wall LIMIT 1")?
        .query_row([number.text()], |row| row.get(0))
        .optional()?;
    Ok(wall.map(|ms| Wall::almaty(unsigned(ms))))
}

/// Every set, the latest first, with the numbers that nobody has entered yet.
pub fn sets(conn: &Connection) -> Result<Vec<PaperSet>, Error> {
    let mut rows = conn.prepare_cached(
        "SELECT subject, device, session, wall, count(*) AS numbers FROM p_number GROUP BY entry ORDER BY wall DESC, entry",
    )?;
    let found = rows
        .query_map([], |row| {
            Ok((
                row.get("subject")?,
                row.get("device")?,
                row.get("session")?,
                row.get("wall")?,
                row.get("numbers")?,
            ))
        })?
        .collect::<Result<Vec<(SubjectId, DeviceId, SessionId, i64, u32)>, _>>()?;
    let mut sets = Vec::with_capacity(found.len());
    for (id, device, session, wall, count) in found {
        let left = left(conn, id)?;
        let count = usize::try_from(count).unwrap_or_default();
        sets.push(PaperSet {
            id,
            made_at: dates::moment(Wall::almaty(unsigned(wall))),
            made_by: name_behind(conn, device, session)?,
            desk: lab::desk_called(conn, device)?,
            numbers: RowCount::of(count),
            entered: RowCount::of(count.saturating_sub(left.len())),
            left,
            printed_at: printed_at(conn, id)?,
        });
    }
    Ok(sets)
}

/// When the sheets of a set were asked for at this desk last, `22.11.2026 10:55`; empty when never.
fn printed_at(conn: &Connection, set: SubjectId) -> Result<String, rusqlite::Error> {
    let at: Option<i64> = conn
        .prepare_cached("SELECT printed_at FROM l_set WHERE subject = ?1")?
        .query_row([set], |row| row.get(0))
        .optional()?;
    Ok(at
        .map(|ms| dates::moment(Wall::almaty(unsigned(ms))))
        .unwrap_or_default())
}

/// How many numbers a desk has set aside: by its own entries, which never go, and not by what is made of them.
pub fn count_of(conn: &Connection, device: DeviceId) -> Result<u32, Error> {
    const { assert!(kinds::NUMBERS_RESERVED == 587, "the index names the number") };
    let mut rows =
        conn.prepare_cached("SELECT hash FROM x_graph WHERE device = ?1 AND kind = 587")?;
    let hashes = rows
        .query_map([device], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut count = 0;
    for hash in hashes {
        if let Some(Event::NumbersReserved(set)) =
            log::entry(conn, hash)?.as_ref().and_then(Event::of)
        {
            count += u32::try_from(set.numbers.len()).unwrap_or(0);
        }
    }
    Ok(count)
}

/// An order has the number, and was not cancelled.
fn entered() -> String {
    let [one, other] = OrderState::WITHOUT_PAPERS.map(OrderState::code);
    format!(
        "EXISTS (SELECT 1 FROM p_order o WHERE o.number = n.number AND o.state NOT IN ({one}, {other}))"
    )
}

/// Whether a number of a set, whose subject is this expression, was not entered: a condition of SQL.
pub fn has_left(set: &str) -> String {
    let entered = entered();
    format!("EXISTS (SELECT 1 FROM p_number n WHERE n.subject = {set} AND NOT {entered})")
}

fn left(conn: &Connection, set: SubjectId) -> Result<Vec<String>, rusqlite::Error> {
    let entered = entered();
    let mut rows = conn.prepare_cached(&format!(
        "SELECT number FROM p_number n WHERE subject = ?1 AND NOT {entered} ORDER BY place"
    ))?;
    let rows = rows.query_map([set], |row| row.get::<_, String>(0))?;
    rows.map(|one| Ok(number::shown(&one?))).collect()
}

/// What the papers of a set say: they are about nobody.
#[derive(Debug, Clone)]
pub struct SetFacts {
    /// The laboratory.
    pub organisation: Organisation,
    /// The desk to which the numbers belong.
    pub desk: String,
    /// `100 48213 7`, those that nobody has entered yet.
    pub numbers: Vec<String>,
    /// The labels in this desk's printer.
    pub label: LabelSize,
    /// Who prints it.
    pub by: Actor,
    /// When.
    pub now: Wall,
}

/// Facts of the papers of a set. A number that was entered is on no sheet again.
///
/// # Errors
/// `not-found` for no set, and for one of which every number was entered.
pub fn facts(conn: &Connection, set: SubjectId, by: Actor, now: Wall) -> Result<SetFacts, Error> {
    let missing = || Error::from(Refusal::new(NOT_FOUND));
    let device: Option<DeviceId> = conn
        .prepare_cached("SELECT device FROM p_number WHERE subject = ?1 LIMIT 1")?
        .query_row(params![set], |row| row.get(0))
        .optional()?;
    let device = device.ok_or_else(missing)?;
    let numbers = left(conn, set)?;
    if numbers.is_empty() {
        return Err(missing());
    }
    Ok(SetFacts {
        organisation: lab::organisation(conn)?.ok_or_else(missing)?,
        desk: lab::desk_called(conn, device)?,
        numbers,
        label: print::label(conn)?,
        by,
        now,
    })
}

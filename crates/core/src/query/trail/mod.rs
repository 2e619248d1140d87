//! The journal as a person reads it: pages of the newest entries under any filter, and one entry in full.
//!
//! A page is a merge of drawers (`projection/trail.rs`): each gives its newest from one index, and a drawer whose clocks
//! lie outside is not opened. So the first rows of five million entries cost what a page costs, whatever is asked. The
//! order is that of the hybrid clock, which a clock set back cannot turn; what is shown is the clock of the desk.

mod entry;
mod rows;
mod seen;
mod sheet;
mod unusual;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::{card, lab};
use crate::command::TrailForm;
use crate::domain::date;
use crate::domain::trail::unusual::{Hours, stored_cards};
use crate::domain::trail::{Doing, Outcome, TRAIL_PERIOD};
use crate::error::{NOT_FOUND, Refusal};
use crate::id::{DeviceId, Hash, Id, StaffId, SubjectId};
use crate::journal::log::signed;
use crate::view::{NamedDesk, NamedStaff, TrailOffers};

pub use entry::entry;
pub use rows::{line, role_name, tag};
pub use seen::{SeenFacts, seen};
pub use sheet::{CODE, ControlFacts, HeadFacts, marks, sheet};
pub use unusual::{Tally, hours, picked};

/// Rows of a page.
pub const PAGE: usize = 50;
/// The setting that keeps the hours of the laboratory.
pub const HOURS: &str = "trail_hours";
/// The setting that keeps how many cards an hour are many.
pub const CARDS: &str = "trail_cards";

/// What is asked for, judged.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Who did it.
    pub staff: Option<StaffId>,
    /// Whom it is about.
    pub card: Option<SubjectId>,
    /// What was done.
    pub doing: Option<Doing>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// At which desk.
    pub desk: Option<DeviceId>,
    /// Days, both inclusive.
    pub from: Option<NaiveDate>,
    /// See `from`.
    pub to: Option<NaiveDate>,
}

/// A place in the feed: clock and desk, of which no two entries have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Hybrid clock.
    pub hlc: i64,
    /// Desk.
    pub device: DeviceId,
}

/// An entry found, by its row in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where it stands.
    pub place: Place,
    /// Its row.
    pub row: i64,
}

struct Drawer {
    id: i64,
    device: DeviceId,
    first: i64,
    last: i64,
}

/// What was asked, judged.
///
/// # Errors
/// Days that are none, a period that ends before it begins, an ИИН that nobody has.
pub fn asked(conn: &Connection, form: &TrailForm) -> Result<Asked, crate::error::Error> {
    let mut refusals = Vec::new();
    let mut day = |field: &'static str, typed: &str| match typed.trim() {
        "" => None,
        typed => date::parse(field, typed)
            .map_err(|no| refusals.push(no))
            .ok(),
    };
    let (from, to) = (day("from", &form.from), day("to", &form.to));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        refusals.push(Refusal::at("to", TRAIL_PERIOD));
    }
    let iin = crate::domain::iin::normalise(&form.iin.chars().take(64).collect::<String>());
    let card = match (form.card, iin.as_str()) {
        (Some(card), _) => Some(card),
        (None, "") => None,
        (None, iin) => {
            let found = card::by_iin(conn, iin)?.first().copied();
            if found.is_none() {
                refusals.push(Refusal::at("iin", NOT_FOUND));
            }
            found
        }
    };
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    Ok(Asked {
        staff: form.staff,
        card,
        doing: form.doing,
        outcome: form.outcome,
        desk: form.desk,
        from,
        to,
    })
}

/// The newest entries before a place, newest first, at most `most`.
pub fn newest(
    conn: &Connection,
    asked: &Asked,
    before: Option<Place>,
    most: usize,
) -> Result<Vec<Found>, rusqlite::Error> {
    let (low, high) = bounds(asked);
    match asked.card {
        Some(card) => about(conn, asked, card, (low, high, before), most),
        None => merged(conn, &drawers(conn, asked)?, (low, high, before), most),
    }
}

/// Where an entry stands in the feed.
pub fn place(conn: &Connection, entry: Hash) -> Result<Option<Place>, rusqlite::Error> {
    conn.prepare_cached("SELECT hlc, device FROM x_graph WHERE hash = ?1")?
        .query_row([entry], |row| {
            Ok(Place {
                hlc: row.get("hlc")?,
                device: row.get("device")?,
            })
        })
        .optional()
}

/// The entry at a place of the feed.
pub fn at(conn: &Connection, place: Place) -> Result<Option<Hash>, rusqlite::Error> {
    // The desk's own index: its clock grows with its numbers.
    conn.prepare_cached(
        "SELECT g.hash FROM x_drawer d JOIN x_graph g ON g.drawer = d.id AND g.drawer > 0 \
         WHERE d.device = ?1 AND g.hlc = ?2 LIMIT 1",
    )?
    .query_row(params![place.device, place.hlc], |row| row.get(0))
    .optional()
}

/// The first and the last clock of the days.
fn bounds(asked: &Asked) -> (i64, i64) {
    let low = asked.from.map_or(0, begins);
    let next = |day: NaiveDate| day.succ_opt().map_or(i64::MAX, begins);
    let high = asked.to.map_or(i64::MAX, |day| next(day).saturating_sub(1));
    (low, high)
}

/// The first clock of a day.
fn begins(day: NaiveDate) -> i64 {
    super::day_begins(day).max(0).saturating_mul(1 << 16)
}

fn drawers(conn: &Connection, asked: &Asked) -> Result<Vec<Drawer>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT id, device, first, last FROM x_drawer \
         WHERE (?1 IS NULL OR staff = ?1) AND (?2 IS NULL OR doing = ?2) AND (?3 IS NULL OR outcome = ?3) \
           AND (?4 IS NULL OR device = ?4) ORDER BY last DESC, id",
    )?
    .query_map(
        params![
            asked.staff,
            asked.doing.map(|doing| doing as u8),
            asked.outcome.map(|outcome| outcome as u8),
            asked.desk
        ],
        |row| {
            Ok(Drawer {
                id: row.get("id")?,
                device: row.get("device")?,
                first: row.get("first")?,
                last: row.get("last")?,
            })
        },
    )?
    .collect()
}

fn merged(
    conn: &Connection,
    drawers: &[Drawer],
    (low, high, before): (i64, i64, Option<Place>),
    most: usize,
) -> Result<Vec<Found>, rusqlite::Error> {
    let mut best: Vec<Found> = Vec::new();
    let mut select = conn.prepare_cached(
        "SELECT rowid, hlc FROM x_graph INDEXED BY x_graph_drawer \
         WHERE drawer = ?1 AND drawer > 0 AND hlc BETWEEN ?2 AND ?3 ORDER BY hlc DESC LIMIT ?4",
    )?;
    for drawer in drawers {
        let last = (best.len() >= most).then(|| best.last()).flatten();
        let low = last.map_or(low, |last| last.place.hlc.max(low));
        if drawer.last < low {
            // Drawers come by their newest: nothing newer is left.
            break;
        }
        let high = match before {
            Some(place) if drawer.device < place.device => high.min(place.hlc),
            Some(place) => high.min(place.hlc.saturating_sub(1)),
            None => high,
        };
        if drawer.first > high {
            continue;
        }
        let device = drawer.device;
        let rows = select.query_map(params![drawer.id, low, high, signed(most as u64)], |row| {
            Ok(Found {
                place: Place {
                    hlc: row.get("hlc")?,
                    device,
                },
                row: row.get("rowid")?,
            })
        })?;
        for row in rows {
            best.push(row?);
        }
        best.sort_unstable_by(|a, b| b.cmp(a));
        best.truncate(most);
    }
    Ok(best)
}

/// Everything about one person, whichever of their merged cards it is about.
fn about(
    conn: &Connection,
    asked: &Asked,
    card: SubjectId,
    within: (i64, i64, Option<Place>),
    most: usize,
) -> Result<Vec<Found>, rusqlite::Error> {
    let mut found = BTreeSet::new();
    for one in super::person::merged(conn, card)? {
        found.extend(about_card(conn, asked, one, within, most)?);
    }
    Ok(found.into_iter().rev().take(most).collect())
}

/// A card's own entries, lists in which it stood, what binds it to others.
fn about_card(
    conn: &Connection,
    asked: &Asked,
    card: SubjectId,
    (low, high, before): (i64, i64, Option<Place>),
    most: usize,
) -> Result<Vec<Found>, rusqlite::Error> {
    let before = before.unwrap_or(Place {
        hlc: i64::MAX,
        device: Id([255; 16]),
    });
    conn.prepare_cached(
        "SELECT g.rowid, g.hlc, g.device FROM x_graph g JOIN x_drawer d ON d.id = g.drawer WHERE g.hash IN ( \
           SELECT hash FROM x_graph WHERE subject = ?1 \
           UNION SELECT entry FROM x_seen WHERE subject = ?1 \
           UNION SELECT r.hash FROM x_graph r WHERE r.subject IN ( \
             SELECT subject FROM p_relation WHERE a = ?1 OR b = ?1 \
             UNION SELECT subject FROM p_relation_end WHERE a = ?1 OR b = ?1 \
             UNION SELECT subject FROM p_expected_end WHERE card = ?1)) \
         AND (?2 IS NULL OR d.staff = ?2) AND (?3 IS NULL OR d.doing = ?3) AND (?4 IS NULL OR d.outcome = ?4) \
         AND (?5 IS NULL OR d.device = ?5) AND g.hlc BETWEEN ?6 AND ?7 AND (g.hlc, g.device) < (?8, ?9) \
         ORDER BY g.hlc DESC, g.device DESC LIMIT ?10",
    )?
    .query_map(
        params![
            card,
            asked.staff,
            asked.doing.map(|doing| doing as u8),
            asked.outcome.map(|outcome| outcome as u8),
            asked.desk,
            low,
            high,
            before.hlc,
            before.device,
            signed(most as u64)
        ],
        |row| {
            Ok(Found {
                place: Place {
                    hlc: row.get("hlc")?,
                    device: row.get("device")?,
                },
                row: row.get("rowid")?,
            })
        },
    )?
    .collect()
}

/// What the filters offer, and how the ready-made views are set.
pub fn offers(conn: &Connection) -> Result<TrailOffers, rusqlite::Error> {
    let (hours, cards) = (working_hours(conn)?, cards_an_hour(conn)?);
    let named = lab::staff(conn)?;
    let mut desks = Vec::new();
    for device in crate::journal::log::devices(conn)? {
        desks.push(NamedDesk {
            id: device,
            name: lab::desk_called(conn, device)?,
        });
    }
    Ok(TrailOffers {
        staff: named
            .into_iter()
            .map(|(id, name)| NamedStaff { id, name })
            .collect(),
        desks,
        hours_from: hours.from.to_string(),
        hours_to: hours.to.to_string(),
        cards_an_hour: cards.to_string(),
    })
}

/// When the laboratory works.
pub fn working_hours(conn: &Connection) -> Result<Hours, rusqlite::Error> {
    Ok(Hours::stored(lab::setting(conn, HOURS)?.as_deref()))
}

/// How many cards an hour are many.
pub fn cards_an_hour(conn: &Connection) -> Result<u16, rusqlite::Error> {
    Ok(stored_cards(lab::setting(conn, CARDS)?.as_deref()))
}

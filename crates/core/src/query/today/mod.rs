//! The manager's day in figures: who came by the hour, how long it took, what is in no backup, everybody counted once.
//!
//! Numbers that name nobody: whoever reads them reads no person's data, so no door notes it. What is of one day is read
//! by the indexes of that day; what is of everybody goes on in stretches (`persons.rs`).

mod acts;
mod cards;
mod components;
mod persons;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, Timelike};
use chrono_tz::Asia::Almaty;
use rusqlite::{Connection, OptionalExtension, params};

use super::request::director;
use super::trail::{Asked, newest};
use super::{backup, day_begins};
use crate::domain::patient::CardKind;
use crate::domain::today::pace::Pace;
use crate::domain::trail::Doing;
use crate::event::kinds;
use crate::event::patient::field;
use crate::id::{DeviceId, SubjectId};
use crate::journal::log::unsigned;
use crate::time::instant;
use crate::view::TodayUnset;

pub use persons::{Counting, Persons, WORDS};

/// Days of which it is shown how long intakes took, today the last.
pub const PACE_DAYS: u64 = 14;
/// Entries about patients that one day is looked through for.
const LOOKED_THROUGH: usize = 50_000;

/// Who came in each hour of a day, at whichever desk whose entries are here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hours {
    /// Cards that were registered; whoever only acts for a patient is none, nor is a row of an old list.
    pub new: [u32; 24],
    /// Known people, by the hour in which something was first recorded that day: a consent, a refusal, an amendment.
    pub known: [u32; 24],
}

/// Registrations and known people of a day by its hours.
pub fn hours(conn: &Connection, on: NaiveDate) -> Result<Hours, rusqlite::Error> {
    let mut hours = Hours::default();
    let (begins, ends) = (day_begins(on), day_begins(on + Days::new(1)));
    let mut registered = conn.prepare_cached(
        "SELECT c.wall FROM p_card c WHERE c.device = ?1 AND c.imported = 0 AND c.wall >= ?2 AND c.wall < ?3 \
         AND NOT EXISTS (SELECT 1 FROM p_card_field f WHERE f.subject = c.subject AND f.field = ?4 AND f.value = ?5)",
    )?;
    let thin = CardKind::Thin.text();
    for device in devices(conn)? {
        let walls = registered.query_map(
            params![device, begins, ends, field::CARD_KIND, thin],
            |row| row.get(0),
        )?;
        for wall in walls {
            hours.new[hour(wall?)] += 1;
        }
    }
    for wall in known(conn, on, (begins, ends))?.into_values() {
        hours.known[hour(wall)] += 1;
    }
    Ok(hours)
}

/// When something was first recorded that day about whoever was known before.
fn known(
    conn: &Connection,
    on: NaiveDate,
    (begins, ends): (i64, i64),
) -> Result<BTreeMap<SubjectId, i64>, rusqlite::Error> {
    let mut first: BTreeMap<SubjectId, i64> = BTreeMap::new();
    let mut line = conn.prepare_cached(
        "SELECT g.subject, g.wall FROM x_graph g JOIN p_card c ON c.subject = g.subject \
         WHERE g.rowid = ?1 AND g.kind IN (?2, ?3, ?4) AND g.status = 1 AND g.wall >= ?5 AND g.wall < ?6 AND (c.wall < ?5 OR c.imported) \
         AND NOT EXISTS (SELECT 1 FROM p_card_field f WHERE f.subject = c.subject AND f.field = ?7 AND f.value = ?8)",
    )?;
    for doing in [Doing::Patient, Doing::Consent] {
        // Clocks and the order of the journal differ by less than a day: the neighbours are looked through too.
        let asked = Asked {
            doing: Some(doing),
            from: on.pred_opt(),
            to: on.succ_opt(),
            ..Asked::default()
        };
        for found in newest(conn, &asked, None, LOOKED_THROUGH)? {
            let row = line
                .query_row(
                    params![
                        found.row,
                        kinds::PATIENT_AMENDED,
                        kinds::CONSENT_GIVEN,
                        kinds::CONSENT_REFUSED,
                        begins,
                        ends,
                        field::CARD_KIND,
                        CardKind::Thin.text()
                    ],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            if let Some((subject, wall)) = row {
                let known = first.entry(subject).or_insert(wall);
                *known = wall.min(*known);
            }
        }
    }
    Ok(first)
}

fn hour(wall: i64) -> usize {
    instant(unsigned(wall)).with_timezone(&Almaty).hour() as usize
}

/// Desks that were ever enrolled.
fn devices(conn: &Connection) -> Result<Vec<DeviceId>, rusqlite::Error> {
    conn.prepare_cached("SELECT DISTINCT device FROM p_device ORDER BY device")?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// How long intakes took at this desk, of the days up to one, the oldest first. Days of which nothing is kept are there.
pub fn paces(conn: &Connection, on: NaiveDate) -> Result<Vec<(NaiveDate, Pace)>, rusqlite::Error> {
    let mut of_day = conn.prepare_cached("SELECT seconds FROM l_intake WHERE day = ?1")?;
    let days = (0..PACE_DAYS).rev();
    days.filter_map(|back| on.checked_sub_days(Days::new(back)))
        .map(|day| {
            let kept = of_day
                .query_map([day.to_string()], |row| row.get(0))?
                .collect::<Result<Vec<i64>, _>>()?;
            Ok((day, Pace::of(&kept)))
        })
        .collect()
}

/// What the first days ask for and nobody has set yet, in the order in which it is missed. A list that only waits for its
/// first day is one.
pub fn unset(conn: &Connection) -> Result<Vec<TodayUnset>, rusqlite::Error> {
    let is_listed: bool = conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM p_price_list l WHERE NOT EXISTS \
               (SELECT 1 FROM p_price_list_withdrawn w WHERE w.subject = l.subject))",
        )?
        .query_row([], |row| row.get(0))?;
    let has_printers: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM l_printer)")?
        .query_row([], |row| row.get(0))?;
    let named = director(conn)?.nominative;
    let is_named = !(named.kk.is_empty() && named.ru.is_empty());
    let there = [
        (TodayUnset::Services, is_listed),
        (TodayUnset::Printers, has_printers),
        (TodayUnset::Director, is_named),
    ];
    let missing = there.into_iter().filter(|(_, is_there)| !is_there);
    Ok(missing.map(|(what, _)| what).collect())
}

/// Entries that no backup of this desk holds: those that came after the last one was made.
pub fn in_no_backup(conn: &Connection, device: DeviceId) -> Result<u64, rusqlite::Error> {
    let mut last = conn.prepare_cached("SELECT max(seq) FROM j_entries WHERE device = ?1")?;
    let mut entries = 0;
    for device in devices(conn)? {
        let seq: Option<i64> = last.query_row([device], |row| row.get(0))?;
        // A chain has no gaps and begins at nothing.
        entries += seq.map_or(0, |seq| unsigned(seq) + 1);
    }
    let held = backup::made(conn, device, 1)?
        .first()
        .map_or(0, |made| made.entries);
    Ok(entries.saturating_sub(held))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::store::Store;

    /// Everything that is asked for the day, as it stands in these files.
    fn statements() -> Vec<String> {
        let sources = [
            include_str!("acts.rs"),
            include_str!("cards.rs"),
            include_str!("mod.rs"),
            include_str!("../trail/unusual.rs"),
        ];
        let code = |source: &'static str| source.split("#[cfg(test)]").next().unwrap_or_default();
        let asked = sources.into_iter().flat_map(|source| {
            let parts = code(source).split('"');
            parts.filter(|part| part.starts_with("SELECT "))
        });
        let joined = |part: &str| part.replace("\\\n", " ");
        asked.map(joined).collect()
    }

    #[test]
    fn no_figure_reads_the_journal_or_every_field_of_every_card() {
        let store = Store::memory().unwrap();
        let statements = statements();
        assert!(statements.len() > 15, "{}", statements.len());
        for sql in statements {
            let sql = sql
                .replace("{BY_VALUE}", crate::query::card::BY_VALUE)
                .replace("{SAID}", crate::query::consent::SAID);
            let mut plan = (store.conn())
                .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                .unwrap();
            let asked = plan.parameter_count();
            let nothing = rusqlite::params_from_iter(vec![rusqlite::types::Null; asked]);
            let steps = plan
                .query_map(nothing, |row| row.get::<_, String>("detail"))
                .unwrap();
            for step in steps.map(Result::unwrap) {
                let scanned = step.strip_prefix("SCAN ").unwrap_or_default();
                let table = scanned.split(' ').next().unwrap_or_default();
                let large = [
                    "x_graph",
                    "g",
                    "j_entries",
                    "j_bodies",
                    "p_card_field",
                    "f",
                    "c",
                ];
                assert!(!large.contains(&table), "{sql}\n{step}");
            }
        }
    }
}

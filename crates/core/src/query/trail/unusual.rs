//! Ready-made views: entries that a rule of `domain/trail/unusual.rs` picks, and hours with many cards.

use chrono_tz::Asia::Almaty;
use rusqlite::{Connection, params};

use super::{Asked, Found, Place, cards_an_hour, newest, working_hours};
use crate::domain::date;
use crate::domain::trail::Doing;
use crate::domain::trail::unusual::{
    Hours, Look, Unusual, is_reprint, is_without_intake, many_cards,
};
use crate::event::Event;
use crate::event::disclosure::DocumentReleased;
use crate::event::kinds;
use crate::id::{Hash, StaffId, SubjectId};
use crate::journal::log::{self, LogError, unsigned};
use crate::time::{Wall, instant};
use crate::view::HourRow;
use crate::words::numbers;

/// Entries that one request looks through; the next page goes on where it ended.
const LOOKED_THROUGH: usize = 5_000;
/// Looks that one count of hours takes in: the newest.
const COUNTED: usize = 100_000;

/// The newest that a rule picks before a place, and where the next page begins.
pub fn picked(
    conn: &Connection,
    asked: &Asked,
    rule: Unusual,
    before: Option<Place>,
    most: usize,
) -> Result<(Vec<Found>, Option<Place>), LogError> {
    let doing = match rule {
        Unusual::NoIntake | Unusual::ManyCards => Some(Doing::Card),
        Unusual::OutOfHours => asked.doing,
        Unusual::Reveals => Some(Doing::Reveal),
        Unusual::Reprints => Some(Doing::Paper),
        Unusual::FailedSignIns => Some(Doing::SignInFailed),
        Unusual::Exports => Some(Doing::Export),
    };
    let asked = Asked {
        doing,
        ..asked.clone()
    };
    let plain = matches!(
        rule,
        Unusual::Reveals | Unusual::FailedSignIns | Unusual::Exports | Unusual::ManyCards
    );
    let look_through = if plain { most } else { LOOKED_THROUGH };
    let hours = working_hours(conn)?;
    let mut out = Vec::new();
    let seen = newest(conn, &asked, before, look_through)?;
    let full = seen.len() == look_through;
    let mut last = None;
    for found in seen {
        if out.len() == most {
            return Ok((out, last));
        }
        last = Some(found.place);
        if plain || picks(conn, rule, found, hours)? {
            out.push(found);
        }
    }
    Ok((out, last.filter(|_| full)))
}

/// How much a view picks in the days that are asked for, a stretch at a time.
#[derive(Debug, Clone)]
pub struct Tally {
    asked: Asked,
    rule: Unusual,
    before: Option<Place>,
    /// Of the last of the days.
    pub last_day: u32,
    /// Of all of them.
    pub all: u32,
}

impl Tally {
    /// Of the days from the first to the last, both inclusive.
    pub fn of(rule: Unusual, (from, to): (chrono::NaiveDate, chrono::NaiveDate)) -> Self {
        Self {
            asked: Asked {
                from: Some(from),
                to: Some(to),
                ..Asked::default()
            },
            rule,
            before: None,
            last_day: 0,
            all: 0,
        }
    }

    /// One stretch. True at the end.
    ///
    /// # Errors
    /// As the database says.
    pub fn go_on(&mut self, conn: &Connection) -> Result<bool, LogError> {
        let count = |some: usize| u32::try_from(some).unwrap_or(u32::MAX);
        let (days, last) = (&self.asked, self.asked.to);
        if self.rule == Unusual::ManyCards {
            let hours = hours(conn, days)?;
            let today = last.map(date::short).unwrap_or_default();
            self.last_day = count(hours.iter().filter(|hour| hour.day == today).count());
            self.all = count(hours.len());
            return Ok(true);
        }
        let begins = last.map_or(i64::MAX, super::begins);
        let (found, next) = picked(conn, days, self.rule, self.before, LOOKED_THROUGH)?;
        let of_last = found.iter().filter(|found| found.place.hlc >= begins);
        self.last_day += count(of_last.count());
        self.all += count(found.len());
        self.before = next;
        Ok(next.is_none())
    }
}

fn picks(conn: &Connection, rule: Unusual, found: Found, hours: Hours) -> Result<bool, LogError> {
    let (hash, subject, by_person, wall): (Hash, SubjectId, bool, i64) = conn
        .prepare_cached(
            "SELECT g.hash, g.subject, g.wall, d.staff <> zeroblob(16) AS by_person \
             FROM x_graph g JOIN x_drawer d ON d.id = g.drawer WHERE g.rowid = ?1",
        )?
        .query_row([found.row], |row| {
            Ok((
                row.get("hash")?,
                row.get("subject")?,
                row.get("by_person")?,
                row.get("wall")?,
            ))
        })?;
    let wall = Wall::almaty(unsigned(wall));
    Ok(match rule {
        Unusual::NoIntake => is_without_intake(wall.date(), &recorded(conn, subject)?),
        Unusual::OutOfHours => {
            by_person && hours.is_outside(instant(wall.ms).with_timezone(&Almaty).time())
        }
        Unusual::Reprints => match released(conn, hash)? {
            Some(this) => is_reprint(&this, &released_before(conn, subject, found)?),
            None => false,
        },
        _ => true,
    })
}

/// Days on which something was recorded about a person, in the order of the journal; a row of an old list was taken
/// without the person.
fn recorded(
    conn: &Connection,
    subject: SubjectId,
) -> Result<Vec<chrono::NaiveDate>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT wall FROM x_graph WHERE subject = ?1 AND ordered = 1 AND kind <> ?2",
    )?
    .query_map(params![subject, kinds::PATIENT_IMPORTED], |row| {
        Ok(Wall::almaty(unsigned(row.get(0)?)).date())
    })?
    .collect()
}

fn released(conn: &Connection, hash: Hash) -> Result<Option<DocumentReleased>, LogError> {
    let entry = log::entry(conn, hash)?;
    Ok(match entry.as_ref().and_then(Event::of) {
        Some(Event::DocumentReleased(body)) => Some(body),
        _ => None,
    })
}

fn released_before(
    conn: &Connection,
    subject: SubjectId,
    found: Found,
) -> Result<Vec<DocumentReleased>, LogError> {
    let hashes = conn
        .prepare_cached(
            "SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 0 AND kind = ?2 AND (hlc, device) < (?3, ?4)",
        )?
        .query_map(
            params![subject, kinds::DOCUMENT_RELEASED, found.place.hlc, found.place.device],
            |row| row.get(0),
        )?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut out = Vec::new();
    for hash in hashes {
        out.extend(released(conn, hash)?);
    }
    Ok(out)
}

/// Hours in which somebody opened more cards than the laboratory has set, newest first.
pub fn hours(conn: &Connection, asked: &Asked) -> Result<Vec<HourRow>, rusqlite::Error> {
    use chrono::Timelike;
    let cards = Asked {
        doing: Some(Doing::Card),
        ..asked.clone()
    };
    let mut looks = Vec::new();
    for found in newest(conn, &cards, None, COUNTED)? {
        let (staff, card, wall): (StaffId, SubjectId, i64) = conn
            .prepare_cached(
                "SELECT d.staff, g.subject, g.wall FROM x_graph g JOIN x_drawer d ON d.id = g.drawer WHERE g.rowid = ?1",
            )?
            .query_row([found.row], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let wall = Wall::almaty(unsigned(wall));
        let there = instant(wall.ms).with_timezone(&Almaty);
        looks.push(Look {
            by: staff,
            day: wall.date(),
            hour: u8::try_from(there.hour()).unwrap_or(0),
            card,
        });
    }
    let mut many = many_cards(&looks, cards_an_hour(conn)?);
    many.sort_by_key(|(_, day, hour, _)| std::cmp::Reverse((*day, *hour)));
    many.into_iter()
        .map(|(staff, day, hour, cards)| {
            Ok(HourRow {
                staff,
                by: super::super::lab::staff_name(conn, staff)?.unwrap_or_default(),
                day: date::short(day),
                hour: format!("{hour:02}:00–{:02}:00", hour + 1),
                cards: numbers::grouped(cards as u64),
            })
        })
        .collect()
}

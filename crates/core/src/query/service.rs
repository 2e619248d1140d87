//! Services and prices: the versions of the list, which of them holds on a day, and what is offered under it.
//!
//! An order asks [`find`] or [`by_code`] with the day of the order and copies what it is given: nothing here is asked
//! about it again. A version holds from its first day until the next one's, unless it was withdrawn or another of the
//! same day took its place; an amendment holds from its own day until the version ends.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::fold;
use crate::domain::service::tube::{Tube, Tubes};
use crate::domain::service::{Service, Stomach, code, favourite};
use crate::id::{DeviceId, Id, OrgId, SessionId, SubjectId};
use crate::journal::log::unsigned;
use crate::query::lab;
use crate::time::Wall;
use crate::words::{Both, Lang, sort};

/// A version of the price list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceList {
    /// It.
    pub id: SubjectId,
    /// What the laboratory calls it.
    pub name: String,
    /// The first day, `YYYY-MM-DD`.
    pub valid_from: String,
    /// Services in it as it was issued.
    pub count: u64,
    /// The desk.
    pub device: DeviceId,
    /// Whose session.
    pub session: SessionId,
    /// When.
    pub at: Wall,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
    /// Another of the same day took its place.
    pub replaced: bool,
}

impl PriceList {
    /// It may hold on some day.
    pub fn stands(&self) -> bool {
        self.withdrawn.is_none() && !self.replaced
    }
}

/// A service as it is offered on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The service.
    pub id: SubjectId,
    /// The version under which it is offered.
    pub list: SubjectId,
    /// What it is and costs.
    pub service: Service,
    /// Names of its tube.
    pub tube: Option<Both>,
    /// From which day it is as an amendment says, `YYYY-MM-DD`.
    pub amended_from: Option<String>,
    /// Desks amended it for one day without knowing of each other; the latest is shown.
    pub questioned: bool,
    /// What it is found by, folded.
    found: String,
}

/// Every version, the latest first day first; of one day the latest entry first.
pub fn lists(conn: &Connection) -> Result<Vec<PriceList>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT l.subject, l.name, l.valid_from, l.count, l.device, l.session, l.wall, \
           (SELECT w.reason FROM p_price_list_withdrawn w WHERE w.subject = l.subject ORDER BY w.entry LIMIT 1) AS withdrawn, \
           EXISTS (SELECT 1 FROM p_price_list_replaced r WHERE r.replaced = l.subject AND r.subject <> l.subject \
             AND NOT EXISTS (SELECT 1 FROM p_price_list_withdrawn w WHERE w.subject = r.subject)) AS replaced \
         FROM p_price_list l ORDER BY l.valid_from DESC, l.hlc DESC, l.device DESC, l.seq DESC",
    )?;
    rows.query_map([], |row| {
        Ok(PriceList {
            id: row.get("subject")?,
            name: row.get("name")?,
            valid_from: row.get("valid_from")?,
            count: unsigned(row.get("count")?),
            device: row.get("device")?,
            session: row.get("session")?,
            at: Wall::almaty(unsigned(row.get("wall")?)),
            withdrawn: row.get("withdrawn")?,
            replaced: row.get("replaced")?,
        })
    })?
    .collect()
}

/// The version that holds on a day. Of two that desks issued for one day without knowing of each other the later one,
/// until a manager withdraws one or issues another.
pub fn in_force(conn: &Connection, on: NaiveDate) -> Result<Option<PriceList>, rusqlite::Error> {
    let day = on.to_string();
    let all = lists(conn)?;
    Ok(all
        .into_iter()
        .find(|list| list.stands() && list.valid_from <= day))
}

/// Rows of a version on a day, amendments in the place of what they amend. Of two amendments that did not know of each
/// other the one that still offers the service comes first, then the later.
const OFFERED: &str = "WITH own AS (\
   SELECT *, row_number() OVER (PARTITION BY key ORDER BY from_day DESC, name_ru IS NULL, hlc DESC, device DESC, seq DESC) AS place, \
     count(*) OVER (PARTITION BY key, from_day) AS rivals \
   FROM p_service WHERE list = ?1 AND from_day <= ?2) \
 SELECT key, code, name_kk, name_ru, short, tube, price, fasting, hint_kk, hint_ru, parts, found, NULL AS from_day, 1 AS rivals \
   FROM p_price_row WHERE subject = ?1 AND key NOT IN (SELECT key FROM own)";
const OFFERED_OWN: &str = " UNION ALL \
 SELECT key, code, name_kk, name_ru, short, tube, price, fasting, hint_kk, hint_ru, parts, found, from_day, rivals \
   FROM own WHERE place = 1 AND name_ru IS NOT NULL";

/// Everything that a version offers on a day, in no order that means anything.
pub fn offered(
    conn: &Connection,
    org: OrgId,
    list: SubjectId,
    on: NaiveDate,
) -> Result<Vec<Offered>, rusqlite::Error> {
    let tubes = tubes(conn)?;
    let mut rows = conn.prepare_cached(&format!("{OFFERED}{OFFERED_OWN}"))?;
    rows.query_map(params![list, on.to_string()], |row| {
        read(row, org, list, &tubes)
    })?
    .collect()
}

/// The service of a code, as it is offered on a day.
pub fn by_code(
    conn: &Connection,
    org: OrgId,
    on: NaiveDate,
    typed: &str,
) -> Result<Option<Offered>, rusqlite::Error> {
    let Some(list) = in_force(conn, on)? else {
        return Ok(None);
    };
    let tubes = tubes(conn)?;
    let sql = format!("{OFFERED} AND key = ?3{OFFERED_OWN} AND key = ?3");
    conn.prepare_cached(&sql)?
        .query_row(
            params![list.id, on.to_string(), code::key(typed.trim())],
            |row| read(row, org, list.id, &tubes),
        )
        .optional()
}

/// Services of a day by code or by name in either language, spelt or keyed as people spell and key; an empty query finds
/// all. The code itself first, then codes that begin so, then names, each by the alphabet of the language.
pub fn find(
    conn: &Connection,
    org: OrgId,
    on: NaiveDate,
    (typed, lang): (&str, Lang),
) -> Result<Vec<Offered>, rusqlite::Error> {
    let Some(list) = in_force(conn, on)? else {
        return Ok(Vec::new());
    };
    let all = offered(conn, org, list.id, on)?;
    Ok(sieved(all, typed, lang))
}

/// Those of them that a query means, in its order.
pub fn sieved(all: Vec<Offered>, typed: &str, lang: Lang) -> Vec<Offered> {
    let readings = fold::readings(typed);
    let mut keys: Vec<String> = vec![code::key(typed.trim())];
    keys.extend(readings.iter().map(|text| code::key(text)));
    keys.retain(|key| !key.is_empty());
    let is_all = typed.trim().is_empty();
    let mut ranked: Vec<(u8, Offered)> = all
        .into_iter()
        .filter_map(|one| match is_all {
            true => Some((0, one)),
            false => Some((rank(&one, &keys, &readings)?, one)),
        })
        .collect();
    ranked.sort_by(|(a, one), (b, other)| {
        let name = |one: &Offered| match lang {
            Lang::Kk => one.service.name_kk.clone(),
            Lang::Ru => one.service.name_ru.clone(),
        };
        a.cmp(b)
            .then_with(|| sort::compare(lang, &name(one), &name(other)))
            .then_with(|| one.service.code.cmp(&other.service.code))
    });
    ranked.into_iter().map(|(_, one)| one).collect()
}

fn rank(one: &Offered, keys: &[String], readings: &[String]) -> Option<u8> {
    let own = one.service.key();
    if keys.contains(&own) {
        return Some(0);
    }
    if keys.iter().any(|key| own.starts_with(key.as_str())) {
        return Some(1);
    }
    let begins = |word: &str| {
        let mut words = one.found.split([' ', '\n']);
        words.any(|has| has.starts_with(word))
    };
    let fits = |text: &&String| text.split(' ').all(begins);
    readings.iter().any(|text| fits(&text)).then(|| {
        let names = one.found.lines().skip(1);
        let mut names =
            names.filter(|name| readings.iter().any(|text| name.starts_with(text.as_str())));
        if names.next().is_some() { 2 } else { 3 }
    })
}

fn read(row: &Row<'_>, org: OrgId, list: Id, tubes: &Tubes) -> Result<Offered, rusqlite::Error> {
    let key: String = row.get("key")?;
    let tube: Option<String> = row.get("tube")?;
    let (hint_kk, hint_ru): (Option<String>, Option<String>) =
        (row.get("hint_kk")?, row.get("hint_ru")?);
    let parts: String = row.get("parts")?;
    let named = tube.as_ref().map(|word| {
        let same = |one: &&Tube| fold::fold(&one.code) == fold::fold(word);
        // Rows keep the word as the tube has it; folding is for whoever renamed its letters since.
        let exact = tubes.0.iter().find(|one| one.code == *word);
        match exact.or_else(|| tubes.0.iter().find(same)) {
            Some(tube) => Both {
                kk: tube.name_kk.clone(),
                ru: tube.name_ru.clone(),
            },
            None => Both {
                kk: word.clone(),
                ru: word.clone(),
            },
        }
    });
    Ok(Offered {
        id: crate::event::service::service_subject(org, &key),
        list,
        service: Service {
            code: row.get("code")?,
            name_kk: row.get("name_kk")?,
            name_ru: row.get("name_ru")?,
            short: row.get("short")?,
            tube,
            price: row.get("price")?,
            stomach: match row.get::<_, u8>("fasting")? {
                1 => Stomach::Empty,
                _ => Stomach::Any,
            },
            hint: hint_kk.zip(hint_ru),
            parts: parts.split_whitespace().map(str::to_owned).collect(),
        },
        tube: named,
        amended_from: row.get("from_day")?,
        questioned: row.get::<_, i64>("rivals")? > 1,
        found: row.get("found")?,
    })
}

/// The laboratory's tubes, by their word.
pub fn tubes(conn: &Connection) -> Result<Tubes, rusqlite::Error> {
    let mut rows = conn
        .prepare_cached("SELECT code, name_kk, name_ru, used FROM p_tube ORDER BY code, subject")?;
    let tubes = rows.query_map([], |row| {
        Ok(Tube {
            code: row.get("code")?,
            name_kk: row.get("name_kk")?,
            name_ru: row.get("name_ru")?,
            used: row.get::<_, u8>("used")? > 0,
        })
    })?;
    Ok(Tubes(tubes.collect::<Result<_, _>>()?))
}

/// The codes that stand at the nine digits, empty where none does.
pub fn favourites(conn: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let kept = favourite::FIELDS
        .iter()
        .map(|field| lab::setting(conn, field));
    kept.map(|code| Ok(code?.unwrap_or_default())).collect()
}

//! Who is expected: the list of a day, whoever is meant by what was typed, and what is due to go.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::acts::Actor;
use super::card;
use super::lab::{self, Organisation};
use crate::domain::expected::{self, Expected, KEPT_DAYS, State};
use crate::domain::iin::Iin;
use crate::domain::patient::PatientForm;
use crate::domain::phone::Phone;
use crate::domain::{fold, iin, name};
use crate::event::kinds::{self, Role};
use crate::id::{DeviceId, Id, StaffId, SubjectId};
use crate::journal::log::{signed, unsigned};
use crate::time::Wall;
use crate::view::{ExpectedDay, ExpectedRow, ExpectedTaken};
use crate::words::{Lang, dates, numbers, sort};

/// The setting that keeps how long bookings stay.
pub const DAYS: &str = "expected_days";
/// Rows of one page.
pub const PAGE: usize = 100;
/// Rows that the one box offers.
const OFFERED: usize = 5;

/// What was booked, as stored.
struct Stored {
    subject: SubjectId,
    expected: Expected,
}

const SELECT: &str = "SELECT e.subject, e.planned_on, e.surname, e.name, e.patronymic, e.iin, e.birth_date, e.phone, \
    e.booker, e.payer, e.counterparty, e.services, e.list FROM p_expected e";

/// A day that no program writes makes a row of the year 0, which is shown nowhere and goes with the next purge.
fn read(row: &Row<'_>) -> Result<Stored, rusqlite::Error> {
    let text = |name: &str| row.get::<_, Option<String>>(name);
    let day = |name: &str| Ok::<_, rusqlite::Error>(text(name)?.and_then(|day| day.parse().ok()));
    Ok(Stored {
        subject: row.get("subject")?,
        expected: Expected {
            planned_on: day("planned_on")?.unwrap_or(NaiveDate::MIN),
            surname: text("surname")?,
            name: text("name")?,
            patronymic: text("patronymic")?,
            iin: text("iin")?.as_deref().and_then(Iin::parse),
            birth_date: day("birth_date")?,
            phone: text("phone")?.as_deref().and_then(Phone::from_e164),
            booker: text("booker")?,
            payer: text("payer")?,
            counterparty: text("counterparty")?,
            services: text("services")?,
            list: text("list")?,
        },
    })
}

/// Everybody who stands on a list, as they were listed.
pub fn on_list(
    conn: &Connection,
    list: Option<&str>,
) -> Result<BTreeSet<Expected>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(&format!("{SELECT} WHERE e.list IS ?1"))?;
    rows.query_map([list], |row| Ok(read(row)?.expected))?
        .collect()
}

fn one(conn: &Connection, subject: SubjectId) -> Result<Option<Stored>, rusqlite::Error> {
    conn.prepare_cached(&format!("{SELECT} WHERE e.subject = ?1"))?
        .query_row([subject], read)
        .optional()
}

fn on_day(conn: &Connection, day: NaiveDate) -> Result<Vec<Stored>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(&format!(
        "{SELECT} WHERE e.subject IN (SELECT subject FROM p_expected_day WHERE day = ?1)"
    ))?;
    rows.query_map([day.to_string()], read)?.collect()
}

/// The days on which somebody stands: one, or several after desks moved them at once.
pub fn days(conn: &Connection, subject: SubjectId) -> Result<Vec<NaiveDate>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT DISTINCT day FROM p_expected_day WHERE subject = ?1 ORDER BY day",
    )?;
    let days = rows
        .query_map([subject], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(days.iter().filter_map(|day| day.parse().ok()).collect())
}

/// How a booking ended.
struct Ends {
    cards: BTreeSet<SubjectId>,
    reason: Option<String>,
}

impl Ends {
    fn of(conn: &Connection, subject: SubjectId) -> Result<Self, rusqlite::Error> {
        let mut rows = conn.prepare_cached(
            "SELECT card, reason FROM p_expected_end WHERE subject = ?1 ORDER BY entry",
        )?;
        let mut ends = Self {
            cards: BTreeSet::new(),
            reason: None,
        };
        let mut rows = rows.query([subject])?;
        while let Some(row) = rows.next()? {
            ends.cards.extend(row.get::<_, Option<SubjectId>>("card")?);
            ends.reason = row.get::<_, Option<String>>("reason")?.or(ends.reason);
        }
        Ok(ends)
    }

    fn state(&self) -> State {
        match (&self.reason, self.cards.is_empty()) {
            (_, false) => State::Came,
            (Some(_), true) => State::Off,
            (None, true) => State::Waiting,
        }
    }
}

/// How a booking stands; none for somebody of whom nothing is here.
pub fn state(conn: &Connection, subject: SubjectId) -> Result<Option<State>, rusqlite::Error> {
    match one(conn, subject)? {
        Some(_) => Ok(Some(Ends::of(conn, subject)?.state())),
        None => Ok(None),
    }
}

fn name(of: &Expected) -> String {
    let parts = [&of.surname, &of.name, &of.patronymic];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

fn row(conn: &Connection, stored: &Stored, typed: &str) -> Result<ExpectedRow, rusqlite::Error> {
    let of = &stored.expected;
    let ends = Ends::of(conn, stored.subject)?;
    let number = of.iin.map(|iin| iin.text()).unwrap_or_default();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let known = match (ends.cards.first(), number.is_empty()) {
        (Some(card), _) => Some(*card),
        (None, false) => card::by_iin(conn, &number)?.first().copied(),
        (None, true) => None,
    };
    Ok(ExpectedRow {
        id: stored.subject,
        name: name(of),
        birth_date: of.birth_date.map(dates::short).unwrap_or_default(),
        iin: of.iin.map(|iin| iin.masked()).unwrap_or_default(),
        phone: of.phone.as_ref().map(Phone::masked).unwrap_or_default(),
        state: ends.state(),
        days: days(conn, stored.subject)?
            .into_iter()
            .map(dates::short)
            .collect(),
        booker: said(&of.booker),
        payer: said(&of.payer),
        counterparty: said(&of.counterparty),
        list: said(&of.list),
        reason: ends.reason.unwrap_or_default(),
        twice: ends.cards.len() > 1,
        card: known,
        exact: !number.is_empty() && number == typed,
    })
}

/// The list of a day: one page of it in the order of names, and what it comes to as a whole.
pub fn list(
    conn: &Connection,
    (day, from): (NaiveDate, usize),
    lang: Lang,
    handle: Id,
) -> Result<ExpectedDay, rusqlite::Error> {
    let mut all: Vec<(String, Stored)> = on_day(conn, day)?
        .into_iter()
        .map(|one| (name(&one.expected), one))
        .collect();
    sort::by_name(lang, &mut all, |one| one.0.as_str());
    let mut counts = [0_u64; 3];
    for (_, stored) in &all {
        counts[Ends::of(conn, stored.subject)?.state() as usize] += 1;
    }
    let total = all.len();
    let from = if from < total { from / PAGE * PAGE } else { 0 };
    let rows = all
        .iter()
        .skip(from)
        .take(PAGE)
        .map(|(_, stored)| row(conn, stored, ""))
        .collect::<Result<Vec<_>, _>>()?;
    let sent: BTreeSet<String> = all
        .into_iter()
        .filter_map(|(_, one)| one.expected.counterparty)
        .collect();
    let mut counterparties: Vec<String> = sent.into_iter().collect();
    sort::by_name(lang, &mut counterparties, String::as_str);
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(ExpectedDay {
        handle,
        day: dates::short(day),
        long: dates::long(lang, day),
        before: day.pred_opt().map(dates::short).unwrap_or_default(),
        after: day.succ_opt().map(dates::short).unwrap_or_default(),
        first: numbers::grouped((from + usize::from(total > 0)) as u64),
        last: numbers::grouped((from + rows.len()) as u64),
        rows,
        from: number(from),
        page: number(PAGE),
        total: number(total),
        all: numbers::grouped(total as u64),
        waiting: numbers::grouped(counts[State::Waiting as usize]),
        came: numbers::grouped(counts[State::Came as usize]),
        off: numbers::grouped(counts[State::Off as usize]),
        counterparties,
        kept_days: kept_days(conn)?.to_string(),
    })
}

/// Whoever is expected on a day, has not come, and may be meant by what was typed into the one box.
pub fn meant(
    conn: &Connection,
    typed: &str,
    day: NaiveDate,
) -> Result<Vec<ExpectedRow>, rusqlite::Error> {
    let begin: String = typed.trim().chars().take(200).collect();
    let digits = iin::normalise(&begin);
    let digits = digits.trim_start_matches('+');
    let is_number = digits.len() >= 4 && digits.chars().all(|c| c.is_ascii_digit());
    let readings: Vec<Vec<String>> = fold::readings(&begin)
        .iter()
        .map(|reading| reading.split(' ').map(str::to_owned).collect())
        .collect();
    if begin.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Ok(Vec::new());
    }
    // A phone is said with 8 and stored with 7.
    let tail = digits.strip_prefix('8').unwrap_or(digits);
    let fits = |of: &Expected| {
        if is_number {
            let number = of.iin.is_some_and(|iin| iin.text().contains(digits));
            let phone = |phone: &Phone| phone.e164().contains(tail);
            return number || of.phone.as_ref().is_some_and(phone);
        }
        let names: Vec<String> = fold::spellings(&name(of));
        let words: Vec<&str> = names.iter().flat_map(|name| name.split(' ')).collect();
        let begun = |word: &String| words.iter().any(|known| known.starts_with(word.as_str()));
        readings.iter().any(|reading| reading.iter().all(begun))
    };
    let mut rows = Vec::new();
    let mut found = on_day(conn, day)?;
    found.retain(|stored| fits(&stored.expected));
    found.sort_by(|a, b| a.expected.cmp(&b.expected));
    for stored in &found {
        if rows.len() == OFFERED {
            break;
        }
        let row = row(conn, stored, digits)?;
        if row.state == State::Waiting {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// What was booked, in full, as the form of an intake takes it.
pub fn taken(
    conn: &Connection,
    subject: SubjectId,
) -> Result<Option<ExpectedTaken>, rusqlite::Error> {
    let Some(stored) = one(conn, subject)? else {
        return Ok(None);
    };
    let row = row(conn, &stored, "")?;
    let of = stored.expected;
    let phone = of.phone.as_ref().map(Phone::display).unwrap_or_default();
    let owner = match (phone.is_empty(), &of.booker) {
        (true, _) => "",
        // The phone by which a booking is confirmed is the phone of whoever booked.
        (false, Some(_)) => "other",
        (false, None) => "patient",
    };
    Ok(Some(ExpectedTaken {
        row,
        services: of.services.unwrap_or_default(),
        form: PatientForm {
            surname: of.surname.unwrap_or_default(),
            name: of.name.unwrap_or_default(),
            patronymic: of.patronymic.unwrap_or_default(),
            iin: of.iin.map(|iin| iin.text()).unwrap_or_default(),
            birth_date: of.birth_date.map(dates::short).unwrap_or_default(),
            phone,
            phone_owner: owner.to_owned(),
            ..PatientForm::default()
        },
    }))
}

/// Bookings of a person who has a card: those with which they came, and those with their ИИН.
pub fn of_card(conn: &Connection, card: SubjectId) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let number = card::fields(conn, card)?.remove(&crate::event::patient::field::IIN);
    let mut rows = conn.prepare_cached(
        "SELECT subject FROM p_expected_end WHERE card = ?1 UNION SELECT subject FROM p_expected WHERE iin = ?2 ORDER BY subject",
    )?;
    rows.query_map(params![card, number], |row| row.get(0))?
        .collect()
}

/// For how many days bookings are kept after their day.
pub fn kept_days(conn: &Connection) -> Result<u16, rusqlite::Error> {
    let stored = lab::setting(conn, DAYS)?;
    let days = stored.and_then(|text| expected::kept_days(&text).ok());
    Ok(days.unwrap_or(KEPT_DAYS))
}

/// What is not kept any longer: bookings whose last day lies before the given one, those of people whose data were
/// destroyed, and what came from another desk after a booking had gone.
pub fn due(
    conn: &Connection,
    kept_from: NaiveDate,
    most: usize,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT subject FROM p_expected_day GROUP BY subject HAVING max(day) < ?1 \
         UNION SELECT e.subject FROM p_expected_end e JOIN p_destroyed d ON d.subject = e.card \
         UNION SELECT h.subject FROM p_held h JOIN p_expected_purged p ON p.subject = h.subject WHERE h.kind BETWEEN ?2 AND ?3 \
         ORDER BY subject LIMIT ?4",
    )?;
    rows.query_map(
        params![
            kept_from.to_string(),
            kinds::EXPECTED_LISTED,
            kinds::EXPECTED_ARRIVED,
            signed(most as u64)
        ],
        |row| row.get(0),
    )?
    .collect()
}

/// The last day before `today` on which somebody worked at this desk.
pub fn worked_before(
    conn: &Connection,
    device: DeviceId,
    today: NaiveDate,
) -> Result<Option<NaiveDate>, rusqlite::Error> {
    let sql = "SELECT wall FROM x_graph WHERE device = ?1 AND kind = ?2 AND wall < ?3 ORDER BY seq DESC LIMIT 1";
    let wall: Option<i64> = conn
        .prepare_cached(sql)?
        .query_row(
            params![device, kinds::SESSION_OPENED, super::day_begins(today)],
            |row| row.get(0),
        )
        .optional()?;
    Ok(wall.map(|ms| Wall::almaty(unsigned(ms)).date()))
}

/// An employer's sheet: who came and who did not, and nothing else of anybody.
#[derive(Debug, Clone)]
pub struct SheetFacts {
    /// The operator.
    pub organisation: Organisation,
    /// The employer, as it stands on the list.
    pub counterparty: String,
    /// The day.
    pub day: NaiveDate,
    /// In the order of names: surname with initials, or nothing; whether they came.
    pub rows: Vec<(String, bool)>,
    /// Whom the sheet names.
    pub people: Vec<SubjectId>,
    /// Who makes it.
    pub by: Actor,
    /// When it is made.
    pub now: Wall,
}

/// Facts of an employer's sheet; none when nobody of theirs stands on the day.
pub fn sheet(
    conn: &Connection,
    (day, counterparty): (NaiveDate, &str),
    (staff, role): (StaffId, Role),
    now: Wall,
) -> Result<Option<SheetFacts>, rusqlite::Error> {
    let Some(organisation) = lab::organisation(conn)? else {
        return Ok(None);
    };
    let mut rows = Vec::new();
    let mut people = BTreeSet::new();
    for stored in on_day(conn, day)? {
        let of = &stored.expected;
        if of.counterparty.as_deref() != Some(counterparty) {
            continue;
        }
        let [surname, given, patronymic] =
            [&of.surname, &of.name, &of.patronymic].map(|part| part.as_deref());
        let shown = name::initials(surname, given, patronymic).unwrap_or_default();
        let came = Ends::of(conn, stored.subject)?.state() == State::Came;
        rows.push((shown, came));
        people.insert(stored.subject);
    }
    sort::by_name(Lang::Kk, &mut rows, |row| row.0.as_str());
    Ok((!rows.is_empty()).then_some(SheetFacts {
        organisation,
        counterparty: counterparty.to_owned(),
        day,
        rows,
        people: people.into_iter().collect(),
        by: Actor {
            name: lab::staff_name(conn, staff)?.unwrap_or_default(),
            role: Some(role),
        },
        now,
    }))
}

/// A day as the switcher of days names it; today where nothing is named.
pub fn asked_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, crate::error::Refusal> {
    match typed.trim() {
        "" => Ok(today),
        typed => crate::domain::date::parse("day", typed),
    }
}

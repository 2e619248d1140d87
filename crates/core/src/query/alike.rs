//! Cards that may be the person of a form: few of them, by every key that one person's cards have in common, and the
//! judgement of `domain::patient::alike` on each.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;

use super::card::{self, Fields};
use super::search::{self, Index};
use crate::domain::iin;
use crate::domain::patient::PatientForm;
use crate::domain::patient::alike::{Level, Traits, Verdict, compare};
use crate::event::patient::field;
use crate::id::SubjectId;

/// Cards that are compared at most.
pub const CANDIDATES: usize = 200;
/// Cards of one key.
const OF_KEY: u32 = 60;
/// Namesakes, the latest: most of them were born on another day, and whoever was not has another key in common.
const OF_NAMES: usize = 15;
/// Rows that are told of.
const TOLD: usize = 5;

/// A card that may be the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The card.
    pub card: SubjectId,
    /// What speaks for it.
    pub verdict: Verdict,
}

/// Cards that may be the person of a form, most likely first; never the card that the form is about.
pub fn alike(
    conn: &Connection,
    form: &PatientForm,
    but: Option<SubjectId>,
    on: NaiveDate,
) -> Result<Vec<Alike>, rusqlite::Error> {
    let typed = Traits::of(form, on);
    let mut found = Vec::new();
    for card in candidates(conn, &typed, form)? {
        if Some(card) == but {
            continue;
        }
        let theirs = traits(&card::fields(conn, card)?, on);
        let verdict = compare(&typed, &theirs);
        if verdict.level > Level::None {
            found.push(Alike { card, verdict });
        }
    }
    found.sort_by_key(|alike| {
        let verdict = &alike.verdict;
        (std::cmp::Reverse((verdict.level, verdict.bits)), alike.card)
    });
    // Every card that asks for a decision is told, of hints the best.
    let asking = found
        .iter()
        .take_while(|alike| alike.verdict.level >= Level::VeryLikely)
        .count();
    found.truncate(asking.max(TOLD));
    Ok(found)
}

/// Cards whose ИИН is one slip away from a text of twelve digits, whether that checks out or not.
pub fn one_slip_away(
    conn: &Connection,
    typed: &str,
    but: Option<SubjectId>,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let mut found = Vec::new();
    for number in iin::one_slip_away(typed) {
        for card in with(conn, field::IIN, &number)? {
            if Some(card) != but && !found.contains(&card) && found.len() < TOLD {
                found.push(card);
            }
        }
    }
    Ok(found)
}

fn with(conn: &Connection, name: u8, value: &str) -> Result<Vec<SubjectId>, rusqlite::Error> {
    card::by_value(conn, name, value, Some(OF_KEY))
}

fn traits(fields: &Fields, on: NaiveDate) -> Traits {
    Traits::of(&card::form(fields), on)
}

fn candidates(
    conn: &Connection,
    typed: &Traits,
    form: &PatientForm,
) -> Result<BTreeSet<SubjectId>, rusqlite::Error> {
    let mut found = BTreeSet::new();
    let mut add = |cards: Vec<SubjectId>| {
        for card in cards {
            if found.len() < CANDIDATES {
                found.insert(card);
            }
        }
    };
    if typed.iin().len() == 12 {
        add(with(conn, field::IIN, typed.iin())?);
        add(one_slip_away(conn, typed.iin(), None)?);
    }
    let document = form.doc_number.trim();
    if !document.is_empty() {
        add(with(conn, field::DOC_NUMBER, document)?);
    }
    for phone in typed.phones() {
        add(with(conn, field::PHONE, phone)?);
        add(with(conn, field::PHONE_2, phone)?);
    }
    let names = typed.names();
    let beginnings = beginnings(&names);
    if let Some(born) = typed.born() {
        for day in [Some(born), exchanged(born)].into_iter().flatten() {
            add(born_on(conn, day, &beginnings)?);
        }
    }
    let [surname, name, patronymic] = names.map(either);
    if !surname.is_empty() && !name.is_empty() {
        let both = format!("({surname}) AND ({name})");
        if !patronymic.is_empty() {
            add(matching(
                conn,
                &format!("{both} AND ({patronymic})"),
                OF_NAMES,
            )?);
        }
        add(matching(conn, &both, OF_NAMES)?);
    }
    Ok(found)
}

/// Everybody of that day; of a day that has more, such as the first of January, those of whose names one begins alike.
/// For a day of few the index of names would be asked for every card that begins so, which a common name makes dear.
fn born_on(
    conn: &Connection,
    day: NaiveDate,
    beginnings: &str,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let all = card::by_value(conn, field::BIRTH_DATE, &day.to_string(), Some(OF_KEY + 1))?;
    if all.len() <= OF_KEY as usize || beginnings.is_empty() {
        return Ok(all);
    }
    let day = format!("born:\"{}\"", day.format("%Y%m%d"));
    matching(conn, &format!("{day} AND ({beginnings})"), OF_KEY as usize)
}

/// Cards that the names, or a name and a birth date, find.
fn matching(
    conn: &Connection,
    query: &str,
    limit: usize,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    search::matching(conn, Index::Names, query, limit)
}

/// Day and month in each other's place, where that is a day.
fn exchanged(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year(), day.day(), day.month()).filter(|other| *other != day)
}

/// Whether some name begins like one of the three.
fn beginnings(names: &[&[String]; 3]) -> String {
    let begun: BTreeSet<String> = names
        .iter()
        .flat_map(|spellings| spellings.iter())
        .map(|text| text.chars().take(3).collect::<String>())
        .map(|begin| search::phrase(&begin, "*"))
        .collect();
    begun.into_iter().collect::<Vec<_>>().join(" OR ")
}

fn either(spellings: &[String]) -> String {
    let words: Vec<String> = spellings
        .iter()
        .map(|text| search::phrase(text, ""))
        .collect();
    words.join(" OR ")
}

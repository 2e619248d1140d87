//! The one box: ИИН, phone, birth date or name, as typed or as meant.
//!
//! A whole number or whole words first, then what begins so, and only when nothing does, a name that is nearly so;
//! within each, most recent first by the id of the search row. At most [`LIMIT`] rows and one more to say that there
//! are others: nothing is ever sorted, because sorting every match of a common name takes a quarter of a second in a
//! million cards. One or two letters ask for today's and parked people only. A person with several cards is one row, and
//! an ИИН that nobody has offers those that are one slip away.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::consent::Day;
use super::person::Cards;
use crate::domain::date;
use crate::domain::fold::{self, word};
use crate::id::SubjectId;
use crate::view::{QueryShape, SearchView};

/// Rows of one page.
pub const LIMIT: usize = 20;
/// Longest query in bytes; more is cut, a search box is no place for a book.
const LONGEST: usize = 200;
/// Words of a name that are looked for.
const WORDS: usize = 6;
/// From so many letters on all cards are asked.
const FEW: usize = 3;

/// Answers the search box.
pub fn search(
    conn: &Connection,
    typed: &str,
    on: NaiveDate,
) -> Result<SearchView, rusqlite::Error> {
    let typed = cut(typed.trim());
    let shape = shape(typed);
    let mut found = page(conn, typed, on)?;
    let slips = found.is_empty() && shape == QueryShape::Iin;
    if slips {
        found = super::alike::one_slip_away(conn, &digits(typed), None)?;
    }
    let more = found.len() > LIMIT;
    found.truncate(LIMIT);
    let exact = as_stored(&digits(typed));
    let day = Day::of(conn, on)?;
    let mut known = BTreeSet::new();
    let mut rows = Vec::with_capacity(found.len());
    for card in found {
        // Each person once, by the best of the cards that were found.
        if known.contains(&card) {
            continue;
        }
        let cards = Cards::of(conn, card)?;
        rows.push(super::card::row_of(conn, &cards, &day, &exact)?);
        known.extend(cards.all());
    }
    let iin = (shape == QueryShape::Iin).then(|| super::form::iin_view(typed, on));
    Ok(SearchView {
        slips: slips && !rows.is_empty(),
        rows,
        more,
        shape,
        iin,
        expected: Vec::new(),
        orders: Vec::new(),
    })
}

/// The cards of one page and at most one more, best first.
pub fn page(
    conn: &Connection,
    typed: &str,
    on: NaiveDate,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let typed = cut(typed.trim());
    let mut page = Page::default();
    match shape(typed) {
        QueryShape::Empty => {}
        QueryShape::Iin | QueryShape::Phone => page.digits(conn, &digits(typed))?,
        QueryShape::Date => {
            if let Ok(born) = date::parse("query", typed) {
                page.add(
                    conn,
                    Index::Names,
                    &format!("born:\"{}\"", born.format("%Y%m%d")),
                )?;
            }
        }
        QueryShape::Name => {
            let readings = fold::readings(typed);
            let letters = |text: &String| text.chars().filter(|c| *c != ' ').count();
            if readings.first().is_some_and(|text| letters(text) < FEW) {
                page.lately(conn, &joined(&begun(&readings)), on)?;
            } else {
                page.names(conn, &readings)?;
            }
        }
    }
    Ok(page.cards)
}

/// An index that full text is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// Names and the birth date.
    Names,
    /// ИИН and phones.
    Numbers,
}

impl Index {
    /// Its table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Names => "x_find",
            Self::Numbers => "x_number",
        }
    }
}

/// The plain words that a query asks an index for, as the index reads them: what any search must pay.
pub fn words(typed: &str) -> (Index, String) {
    let typed = cut(typed.trim());
    match shape(typed) {
        QueryShape::Empty => (Index::Names, String::new()),
        QueryShape::Date => {
            let born = date::parse("query", typed);
            let born = born.map(|born| format!("born:\"{}\"", born.format("%Y%m%d")));
            (Index::Names, born.unwrap_or_default())
        }
        QueryShape::Iin | QueryShape::Phone => (Index::Numbers, format!("\"{}\"*", digits(typed))),
        QueryShape::Name => (Index::Names, joined(&begun(&fold::readings(typed)))),
    }
}

/// What was found so far.
#[derive(Default)]
struct Page {
    cards: Vec<SubjectId>,
}

impl Page {
    fn is_full(&self) -> bool {
        self.cards.len() > LIMIT
    }

    fn push(&mut self, card: SubjectId) {
        if !self.is_full() && !self.cards.contains(&card) {
            self.cards.push(card);
        }
    }

    /// Adds what a query finds, most recent first. Every token stands in quotes, so nothing that a person types is
    /// query syntax.
    fn add(&mut self, conn: &Connection, index: Index, query: &str) -> Result<(), rusqlite::Error> {
        if query.is_empty() || self.is_full() {
            return Ok(());
        }
        for card in matching(conn, index, query, LIMIT + 1)? {
            self.push(card);
        }
        Ok(())
    }

    /// A number in full before one that begins so.
    fn digits(&mut self, conn: &Connection, digits: &str) -> Result<(), rusqlite::Error> {
        if digits.len() < 4 {
            return Ok(());
        }
        let mut numbers = vec![digits.to_owned()];
        let stored = as_stored(digits);
        if stored != digits {
            numbers.push(stored);
        }
        for end in ["", "*"] {
            let either: Vec<String> = numbers
                .iter()
                .map(|number| format!("\"{number}\"{end}"))
                .collect();
            self.add(conn, Index::Numbers, &either.join(" OR "))?;
        }
        Ok(())
    }

    fn names(&mut self, conn: &Connection, readings: &[String]) -> Result<(), rusqlite::Error> {
        let is_number = |text: &String| text.len() >= 4 && digits(text).len() == text.len();
        for number in readings.iter().filter(|text| is_number(text)) {
            self.digits(conn, number)?;
        }
        for ways in [whole(readings), begun(readings)] {
            self.add(conn, Index::Names, &joined(&ways))?;
        }
        if self.cards.is_empty() {
            let ways = Vocabulary::default().query(conn, nearly(readings))?;
            self.add(conn, Index::Names, &ways)?;
        }
        Ok(())
    }

    /// Of the people of this day and of those whose form was put aside.
    fn lately(
        &mut self,
        conn: &Connection,
        query: &str,
        on: NaiveDate,
    ) -> Result<(), rusqlite::Error> {
        if query.is_empty() {
            return Ok(());
        }
        let mut parked = conn.prepare_cached(
            "SELECT DISTINCT p.id FROM l_drafts d CROSS JOIN x_person p ON p.subject = d.subject ORDER BY p.id DESC LIMIT 50",
        )?;
        let parked = parked
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        let mut one = conn.prepare_cached(
            "SELECT p.subject FROM x_find f JOIN x_person p ON p.id = f.rowid WHERE x_find MATCH ?1 AND f.rowid = ?2",
        )?;
        for id in parked {
            if let Some(card) = one
                .query_row(params![query, id], |row| row.get(0))
                .optional()?
            {
                self.push(card);
            }
        }
        let since = super::day_begins(on);
        let first: Option<i64> = conn
            .prepare_cached("SELECT min(+id) FROM x_person WHERE wall >= ?1")?
            .query_row([since], |row| row.get(0))?;
        let Some(first) = first else { return Ok(()) };
        let mut rows = conn.prepare_cached(
            "SELECT p.subject FROM x_find f JOIN x_person p ON p.id = f.rowid \
             WHERE x_find MATCH ?1 AND f.rowid >= ?2 AND p.wall >= ?3 ORDER BY f.rowid DESC LIMIT ?4",
        )?;
        let limit = i64::try_from(LIMIT + 1).unwrap_or(i64::MAX);
        let cards = rows.query_map(params![query, first, since, limit], |row| row.get(0))?;
        for card in cards {
            self.push(card?);
        }
        Ok(())
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn shape(typed: &str) -> QueryShape {
    if typed.is_empty() {
        return QueryShape::Empty;
    }
    let digits = digits(typed);
    let plain = typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '\u{a0}'));
    if typed.contains(['.', '/']) && date::parse("query", typed).is_ok() {
        return QueryShape::Date;
    }
    if plain && !digits.is_empty() && !(digits.len() == 11 && digits.starts_with(['7', '8'])) {
        return QueryShape::Iin;
    }
    let phone = typed
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '\u{a0}'));
    if phone && !digits.is_empty() {
        QueryShape::Phone
    } else {
        QueryShape::Name
    }
}

/// 8 701 … is written as people say it and stored as +7 701 …; from seven digits on, so that a year of birth
/// at the head of an ИИН is not taken for it.
fn as_stored(digits: &str) -> String {
    match digits.strip_prefix('8') {
        Some(rest) if rest.starts_with('7') && (6..=10).contains(&rest.len()) => format!("7{rest}"),
        _ => digits.to_owned(),
    }
}

/// One way to mean a query: for each word the phrases of the index of which one must be there.
type Way = Vec<Vec<String>>;

/// Which phrases the index knows. What is nearly so is asked without those that stand on no card: each costs as much as
/// one that stands on thousands, and the ways of a name that nobody has are mostly made of them.
#[derive(Default)]
struct Vocabulary {
    known: BTreeMap<String, bool>,
}

impl Vocabulary {
    /// The query of the ways that some card may fit, empty for none.
    fn query(&mut self, conn: &Connection, ways: Vec<Way>) -> Result<String, rusqlite::Error> {
        let mut possible = Vec::new();
        for mut way in ways {
            for phrases in &mut way {
                let mut known = Vec::with_capacity(phrases.len());
                for phrase in phrases.drain(..) {
                    if self.knows(conn, &phrase)? {
                        known.push(phrase);
                    }
                }
                *phrases = known;
                if phrases.is_empty() {
                    break;
                }
            }
            if way.iter().all(|phrases| !phrases.is_empty()) {
                possible.push(way);
            }
        }
        Ok(joined(&possible))
    }

    fn knows(&mut self, conn: &Connection, phrase: &str) -> Result<bool, rusqlite::Error> {
        if let Some(known) = self.known.get(phrase) {
            return Ok(*known);
        }
        let known = conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM x_find WHERE x_find MATCH ?1)")?
            .query_row([phrase], |row| row.get(0))?;
        self.known.insert(phrase.to_owned(), known);
        Ok(known)
    }
}

fn joined(ways: &[Way]) -> String {
    let group = |phrases: &Vec<String>| format!("({})", phrases.join(" OR "));
    let way = |way: &Way| {
        let groups: Vec<String> = way.iter().map(group).collect();
        format!("({})", groups.join(" AND "))
    };
    ways.iter().map(way).collect::<Vec<_>>().join(" OR ")
}

/// All words of one reading, each as it is written or as its skeleton.
fn whole(readings: &[String]) -> Vec<Way> {
    each(readings, |words| vec![all(words, |word| spelt(word, ""))])
}

/// The same of words that are being typed.
fn begun(readings: &[String]) -> Vec<Way> {
    each(readings, |words| vec![all(words, |word| spelt(word, "*"))])
}

/// What is left when no name begins so: initials for names, another patronymic of the same father, two words that are
/// one, and all words but one, which finds whoever married or has no patronymic on the card.
fn nearly(readings: &[String]) -> Vec<Way> {
    each(readings, |words| {
        if words.len() < 2 {
            return Vec::new();
        }
        let mut ways = vec![all(words, |word| {
            let initial: String = word.chars().take(1).collect();
            let mut phrases = spelt(word, "*");
            phrases.push(phrase(&initial, ""));
            phrases.push(phrase(word::father(word).unwrap_or(word), "*"));
            phrases
        })];
        for at in 1..words.len() {
            let mut one = words.to_vec();
            let second = one.remove(at);
            let joined = format!("{}{second}", one[at - 1]);
            one[at - 1] = &joined;
            ways.push(all(&one, |word| spelt(word, "*")));
        }
        if words.len() > 2 {
            for at in 0..words.len() {
                let mut rest = words.to_vec();
                rest.remove(at);
                ways.push(all(&rest, |word| spelt(word, "")));
            }
        }
        ways
    })
}

/// The ways of every reading.
fn each(readings: &[String], ways: impl Fn(&[&str]) -> Vec<Way>) -> Vec<Way> {
    let of = |reading: &String| {
        let words = reading.split(' ').filter(|word| !word.is_empty());
        ways(&words.take(WORDS).collect::<Vec<_>>())
    };
    let ways = readings.iter().flat_map(of);
    ways.filter(|way| !way.is_empty()).collect()
}

fn all(words: &[&str], phrases: impl Fn(&str) -> Vec<String>) -> Way {
    words.iter().map(|word| phrases(word)).collect()
}

/// Letters of a beginning that the index holds; with a longer one it would have to read every word that begins so.
const INDEXED: usize = 10;

/// A word and, where it is another, its skeleton.
fn spelt(word: &str, end: &str) -> Vec<String> {
    let skeleton = word::skeleton(word);
    let mut phrases = vec![phrase(word, end)];
    if word != skeleton {
        phrases.push(phrase(&skeleton, ""));
    }
    phrases
}

/// A word of a name, whole or, with `*`, begun. Folded words hold letters and digits only: no quote ends early.
pub(super) fn phrase(word: &str, end: &str) -> String {
    let most = if end.is_empty() { usize::MAX } else { INDEXED };
    let word: String = word.chars().take(most).collect();
    format!("names:\"{word}\"{end}")
}

/// Cards that a query of an index finds, most recent first.
pub(super) fn matching(
    conn: &Connection,
    index: Index,
    query: &str,
    limit: usize,
) -> Result<Vec<SubjectId>, rusqlite::Error> {
    let sql = match index {
        Index::Names => {
            "SELECT p.subject FROM x_find f JOIN x_person p ON p.id = f.rowid \
             WHERE x_find MATCH ?1 ORDER BY f.rowid DESC LIMIT ?2"
        }
        Index::Numbers => {
            "SELECT p.subject FROM x_number f JOIN x_person p ON p.id = f.rowid \
             WHERE x_number MATCH ?1 ORDER BY f.rowid DESC LIMIT ?2"
        }
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    conn.prepare_cached(sql)?
        .query_map(params![query, limit], |row| row.get(0))?
        .collect()
}

//! The search index: one row a card, over folded names and the birth date, and one over its numbers.
//!
//! Names are folded as `domain::fold` says, so that every spelling of a name finds it. Digits hold
//! every tail of ИИН and phone from four digits on, so that any run of digits is found by prefix.
//! The row is written anew at each visit: its id is the order of recency. A card of an old list has had no visit.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::domain::fold::{self, word};
use crate::event::kinds;
use crate::event::patient::field;
use crate::id::SubjectId;

/// Whether an entry of a kind may change the row of its card. The visit is the order itself: what a laboratory does with
/// it afterwards is none, nor what is told of it, and a file marks thousands as ready, each of whose rows would be dear.
pub(super) fn is_of_search(kind: u16) -> bool {
    let of_order = kinds::ORDER_CHANGED..=kinds::ORDER_UNPAID;
    let of_notice = kinds::NOTICE_QUEUED..=kinds::NOTICE_TAKEN_OVER;
    !of_order.contains(&kind) && !of_notice.contains(&kind)
}

/// Brings the row of a card up to date; a subject without a card has none.
pub fn refresh(tx: &Transaction<'_>, subject: SubjectId) -> Result<(), rusqlite::Error> {
    let old: Option<i64> = tx
        .prepare_cached("SELECT id FROM x_person WHERE subject = ?1")?
        .query_row([subject], |row| row.get(0))
        .optional()?;
    if let Some(id) = old {
        tx.prepare_cached("DELETE FROM x_find WHERE rowid = ?1")?
            .execute([id])?;
        tx.prepare_cached("DELETE FROM x_number WHERE rowid = ?1")?
            .execute([id])?;
        tx.prepare_cached("DELETE FROM x_person WHERE subject = ?1")?
            .execute([subject])?;
    }
    let is_card: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM p_card WHERE subject = ?1)")?
        .query_row([subject], |row| row.get(0))?;
    if !is_card {
        return Ok(());
    }
    let mut rows = tx.prepare_cached(
        "SELECT field, value FROM p_card_field WHERE subject = ?1 AND value IS NOT NULL ORDER BY field, hlc, device, seq",
    )?;
    let fields = rows
        .query_map([subject], |row| Ok((row.get("field")?, row.get("value")?)))?
        .collect::<Result<Vec<(u8, String)>, _>>()?;
    let indexed = indexed(fields.iter().map(|(field, value)| (*field, value.as_str())));
    let id: i64 = tx
        .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM x_person")?
        .query_row([], |row| row.get(0))?;
    let wall: i64 = tx
        .prepare_cached(
            "SELECT coalesce(max(wall), 0) FROM x_graph WHERE subject = ?1 AND ordered = 1 AND status = 1 AND kind <> ?2 \
               AND kind NOT BETWEEN ?3 AND ?4",
        )?
        .query_row(
            params![
                subject,
                kinds::PATIENT_IMPORTED,
                kinds::ORDER_CHANGED,
                kinds::ORDER_UNPAID
            ],
            |row| row.get(0),
        )?;
    insert(tx, subject, (id, wall), &indexed)
}

/// Writes a new row: its id, and the card's last visit in milliseconds since 1970.
pub fn insert(
    conn: &Connection,
    subject: SubjectId,
    (id, wall): (i64, i64),
    indexed: &Indexed,
) -> Result<(), rusqlite::Error> {
    conn.prepare_cached(
        "INSERT INTO x_person (subject, id, wall, namesake) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![subject, id, wall, indexed.namesake])?;
    conn.prepare_cached("INSERT INTO x_find (rowid, names, born) VALUES (?1, ?2, ?3)")?
        .execute(params![id, indexed.names, indexed.born])?;
    conn.prepare_cached("INSERT INTO x_number (rowid, digits) VALUES (?1, ?2)")?
        .execute(params![id, indexed.digits])?;
    Ok(())
}

/// The columns of a search row.
#[derive(Debug)]
pub struct Indexed {
    /// Words of every spelling of every name.
    pub names: String,
    /// Tails of ИИН and phones.
    pub digits: String,
    /// `19910312`.
    pub born: String,
    /// By which a namesake of the same birth date is found; none while one of the three is missing.
    pub namesake: Option<String>,
}

/// What is indexed of the fields of a card; of several values of a field the last is shown.
pub fn indexed<'a>(fields: impl Iterator<Item = (u8, &'a str)>) -> Indexed {
    let (mut names, mut digits, mut born) = (Vec::new(), Vec::new(), String::new());
    let mut shown = BTreeMap::new();
    for (field, value) in fields {
        shown.insert(field, value);
        match field {
            field::SURNAME | field::NAME | field::PATRONYMIC | field::LATIN_NAME => {
                names.extend(fold::indexed(value));
            }
            field::IIN | field::PHONE | field::PHONE_2 => digits.extend(tails(value)),
            field::BIRTH_DATE => born = value.replace('-', ""),
            _ => {}
        }
    }
    let shown = |field| shown.get(&field).copied().unwrap_or_default();
    let [surname, name, day] = [field::SURNAME, field::NAME, field::BIRTH_DATE].map(shown);
    Indexed {
        names: words(&names),
        digits: digits.join(" "),
        born,
        namesake: fold::namesake(surname, name, day),
    }
}

/// Every word of every spelling once, and its skeleton: a query has both.
fn words(spellings: &[String]) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in spellings.iter().flat_map(|text| text.split(' ')) {
        for word in [word.to_owned(), word::skeleton(word)] {
            if !word.is_empty() && !out.contains(&word) {
                out.push(word);
            }
        }
    }
    out.join(" ")
}

/// Digits of a number that are indexed; E.164 has 15 at most.
const LONGEST_NUMBER: usize = 20;

/// Every tail of at least four digits, the whole number first.
fn tails(value: &str) -> Vec<String> {
    // No number of a person is longer; a hostile desk's half megabyte of digits would have tails of gigabytes.
    let digits: String = value
        .chars()
        .filter(char::is_ascii_digit)
        .take(LONGEST_NUMBER)
        .collect();
    (0..digits.len().saturating_sub(3))
        .map(|at| digits[at..].to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::tails;

    #[test]
    fn any_four_digits_in_a_row_begin_some_tail() {
        assert_eq!(tails("+7 701"), ["7701"]);
        assert_eq!(tails("12345"), ["12345", "2345"]);
        assert!(tails("123").is_empty());
    }

    #[test]
    fn a_book_of_digits_stays_small() {
        let indexed: usize = tails(&"7".repeat(500_000)).iter().map(String::len).sum();
        assert!(indexed < 300, "half a megabyte of digits from another desk");
    }
}

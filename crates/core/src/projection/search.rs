//! The search index: one row a card, over folded names, digits and the birth date.
//!
//! Names are folded as `domain::fold` says, so that every spelling of a name finds it. Digits hold
//! every tail of ИИН and phone from four digits on, so that any run of digits is found by prefix.
//! The row is written anew at each visit: its id is the order of recency.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::domain::fold::{self, word};
use crate::event::patient::field;
use crate::id::SubjectId;

/// Brings the row of a card up to date; a subject without a card has none.
pub fn refresh(tx: &Transaction<'_>, subject: SubjectId) -> Result<(), rusqlite::Error> {
    let old: Option<i64> = tx
        .prepare_cached("SELECT id FROM x_person WHERE subject = ?1")?
        .query_row([subject], |row| row.get(0))
        .optional()?;
    if let Some(id) = old {
        tx.prepare_cached("DELETE FROM x_find WHERE rowid = ?1")?
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
    let mut names = Vec::new();
    let mut digits = Vec::new();
    let mut born = String::new();
    let mut rows = tx.prepare_cached(
        "SELECT field, value FROM p_card_field WHERE subject = ?1 AND value IS NOT NULL",
    )?;
    let mut rows = rows.query([subject])?;
    while let Some(row) = rows.next()? {
        let value: String = row.get("value")?;
        match row.get::<_, u8>("field")? {
            field::SURNAME | field::NAME | field::PATRONYMIC | field::LATIN_NAME => {
                names.extend(fold::indexed(&value))
            }
            field::IIN | field::PHONE | field::PHONE_2 => digits.extend(tails(&value)),
            field::BIRTH_DATE => born = value.replace('-', ""),
            _ => {}
        }
    }
    let id: i64 = tx
        .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM x_person")?
        .query_row([], |row| row.get(0))?;
    let wall: i64 = tx
        .prepare_cached(
            "SELECT coalesce(max(wall), 0) FROM x_graph WHERE subject = ?1 AND ordered = 1 AND status = 1",
        )?
        .query_row([subject], |row| row.get(0))?;
    insert(
        tx,
        &Row {
            subject,
            id,
            wall,
            names: &names,
            digits: &digits.join(" "),
            born: &born,
        },
    )
}

struct Row<'a> {
    subject: SubjectId,
    id: i64,
    wall: i64,
    names: &'a [String],
    digits: &'a str,
    born: &'a str,
}

fn insert(tx: &Transaction<'_>, row: &Row<'_>) -> Result<(), rusqlite::Error> {
    tx.prepare_cached("INSERT INTO x_person (subject, id, wall) VALUES (?1, ?2, ?3)")?
        .execute(params![row.subject, row.id, row.wall])?;
    tx.prepare_cached("INSERT INTO x_find (rowid, names, digits, born) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![row.id, words(row.names), row.digits, row.born])?;
    Ok(())
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

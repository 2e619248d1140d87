//! The one box: ИИН, phone, birth date or name, as typed or as meant.
//!
//! Most recent first by the id of the search row; at most [`LIMIT`] rows and one more to say that
//! there are others.

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::iin::{self, Live, Reason, Verdict};
use crate::domain::patient::{Checked, PatientForm};
use crate::domain::{date, fold};
use crate::id::SubjectId;
use crate::view::{IinView, PatientRow, QueryShape, RepairView, SearchView};
use crate::words::dates;

/// Rows of one page.
pub const LIMIT: usize = 20;
/// Longest query in bytes; more is cut, a search box is no place for a book.
const LONGEST: usize = 200;

/// Answers the search box.
pub fn search(
    conn: &Connection,
    typed: &str,
    on: NaiveDate,
) -> Result<SearchView, rusqlite::Error> {
    let typed = cut(typed.trim());
    let shape = shape(typed);
    let mut found = Vec::new();
    match shape {
        QueryShape::Empty => {}
        QueryShape::Iin | QueryShape::Phone => found = by_digits(conn, &digits(typed))?,
        QueryShape::Date => {
            if let Ok(born) = date::parse("query", typed) {
                found = matching(conn, &format!("born:\"{}\"", born.format("%Y%m%d")))?;
            }
        }
        QueryShape::Name => {
            for reading in fold::readings(typed) {
                let more = match &digits(&reading) {
                    text if text.len() >= 4 && text.len() == reading.len() => {
                        by_digits(conn, text)?
                    }
                    _ => by_name(conn, &reading)?,
                };
                found.extend(more);
            }
        }
    }
    found.sort_unstable_by_key(|(id, _)| std::cmp::Reverse(*id));
    found.dedup();
    let more = found.len() > LIMIT;
    let exact = as_stored(&digits(typed));
    let rows = found
        .into_iter()
        .take(LIMIT)
        .map(|(_, card)| super::card::row(conn, card, on, &exact))
        .collect::<Result<Vec<_>, _>>()?;
    let iin = (shape == QueryShape::Iin).then(|| iin_view(typed, on));
    Ok(SearchView {
        rows,
        more,
        shape,
        iin,
        expected: Vec::new(),
    })
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

fn by_digits(conn: &Connection, digits: &str) -> Result<Vec<(i64, SubjectId)>, rusqlite::Error> {
    if digits.len() < 4 {
        return Ok(Vec::new());
    }
    let mut found = matching(conn, &format!("digits:\"{digits}\"*"))?;
    let stored = as_stored(digits);
    if stored != digits {
        found.extend(matching(conn, &format!("digits:\"{stored}\"*"))?);
    }
    Ok(found)
}

/// 8 701 … is written as people say it and stored as +7 701 …; from seven digits on, so that a year of birth
/// at the head of an ИИН is not taken for it.
fn as_stored(digits: &str) -> String {
    match digits.strip_prefix('8') {
        Some(rest) if rest.starts_with('7') && (6..=10).contains(&rest.len()) => format!("7{rest}"),
        _ => digits.to_owned(),
    }
}

fn by_name(conn: &Connection, reading: &str) -> Result<Vec<(i64, SubjectId)>, rusqlite::Error> {
    let folded = fold::fold(reading);
    let words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .map(|word| format!("names:\"{word}\"*"))
        .collect();
    if words.is_empty() {
        Ok(Vec::new())
    } else {
        matching(conn, &words.join(" AND "))
    }
}

/// Every token stands in quotes, so nothing that a person types is query syntax.
fn matching(conn: &Connection, query: &str) -> Result<Vec<(i64, SubjectId)>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT p.id, p.subject FROM x_find f JOIN x_person p ON p.id = f.rowid \
         WHERE x_find MATCH ?1 ORDER BY f.rowid DESC LIMIT ?2",
    )?;
    let limit = i64::try_from(LIMIT + 1).unwrap_or(i64::MAX);
    rows.query_map(rusqlite::params![query, limit], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?
    .collect()
}

/// Cards that may be the same person: the same ИИН, or the same birth date and a name in common.
pub fn lookalikes(
    conn: &Connection,
    checked: &Checked,
    iin: &str,
    but: Option<SubjectId>,
    on: NaiveDate,
) -> Result<Vec<PatientRow>, rusqlite::Error> {
    let mut cards = super::card::by_iin(conn, iin)?;
    if let Some((patient, born)) = checked
        .patient
        .as_ref()
        .and_then(|patient| Some((patient, patient.birth_date?)))
    {
        let names =
            [&patient.surname, &patient.name].map(|name| name.as_deref().unwrap_or_default());
        let words: Vec<String> = names
            .iter()
            .flat_map(|name| {
                fold::fold(name)
                    .split(' ')
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter(|word| !word.is_empty())
            .map(|word| format!("names:\"{}\"", word.replace('"', "")))
            .collect();
        let born = born.format("%Y%m%d");
        if !words.is_empty() {
            let query = format!("born:\"{born}\" AND {}", words.join(" AND "));
            cards.extend(matching(conn, &query)?.into_iter().map(|(_, card)| card));
        }
    }
    let mut told = std::collections::BTreeSet::new();
    cards.retain(|card| Some(*card) != but && told.insert(*card));
    cards
        .into_iter()
        .take(5)
        .map(|card| super::card::row(conn, card, on, iin))
        .collect()
}

/// Dates of a form as the desk writes them, where they were typed in another way.
pub fn written(form: &PatientForm) -> Vec<RepairView> {
    [
        ("birth_date", &form.birth_date),
        ("doc_issued_on", &form.doc_issued_on),
    ]
    .into_iter()
    .filter_map(|(field, typed)| {
        let to = dates::short(date::parse(field, typed).ok()?);
        (to != *typed).then(|| RepairView {
            field: field.to_owned(),
            from: typed.clone(),
            to,
        })
    })
    .collect()
}

/// An ИИН while it is typed, in a shape that a screen can show.
pub fn iin_view(typed: &str, on: NaiveDate) -> IinView {
    let shown = |digits: &str| {
        let (left, right) = digits.split_at(digits.len().min(6));
        if right.is_empty() {
            left.to_owned()
        } else {
            format!("{left} {right}")
        }
    };
    let plain = IinView {
        shown: shown(
            &cut(typed)
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>(),
        ),
        state: "typing".to_owned(),
        code: String::new(),
        birth_date: String::new(),
        sex: String::new(),
        age: None,
    };
    match iin::live(typed, on) {
        Live::Empty | Live::Partial { .. } => plain,
        Live::Wrong(reason) => IinView {
            state: "error".to_owned(),
            code: code(reason).0.to_owned(),
            ..plain
        },
        Live::Done(report) => {
            let state = match report.verdict {
                Verdict::Accept => "ok",
                Verdict::AcceptWithWarning => "warning",
                Verdict::Reject => "error",
            };
            IinView {
                state: state.to_owned(),
                code: if report.reason == Reason::Ok {
                    String::new()
                } else {
                    code(report.reason).0.to_owned()
                },
                birth_date: report.birth_date.map(dates::short).unwrap_or_default(),
                sex: report
                    .sex
                    .map(|sex| sex.text().to_owned())
                    .unwrap_or_default(),
                age: report
                    .birth_date
                    .filter(|born| *born <= on)
                    .and_then(|born| u16::try_from(date::age(born, on)).ok()),
                ..plain
            }
        }
    }
}

fn code(reason: Reason) -> crate::error::Code {
    match reason {
        // A number without a fault has no code; the caller leaves it out.
        Reason::Ok => crate::error::Code(""),
        Reason::Length => iin::IIN_LENGTH,
        Reason::NonDigit => iin::IIN_NON_DIGIT,
        Reason::Century0 => iin::IIN_CENTURY_0,
        Reason::Century7To9 => iin::IIN_CENTURY_7_9,
        Reason::Date => iin::IIN_DATE,
        Reason::NoControlDigit => iin::IIN_NO_CONTROL_DIGIT,
        Reason::Checksum => iin::IIN_CHECKSUM,
        Reason::FutureDate => iin::IIN_FUTURE_DATE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_the_desk_writes_it() {
        let form = PatientForm {
            birth_date: "1991-03-12".to_owned(),
            doc_issued_on: "15.06.2020".to_owned(),
            ..PatientForm::default()
        };
        let written = written(&form);
        assert_eq!(written.len(), 1, "what is written so already stays");
        assert_eq!(
            (written[0].field.as_str(), written[0].to.as_str()),
            ("birth_date", "12.03.1991")
        );
        let half = PatientForm {
            birth_date: "1991-03".to_owned(),
            ..PatientForm::default()
        };
        assert!(super::written(&half).is_empty(), "half a date is no date");
    }
}

//! Who is expected: listed, moved, cancelled, come, and gone when their days are over.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Decided, Desk, cell_value, patient};
use crate::app::{Line, MAX_COMMIT, setting_subject};
use crate::command::ImportForm;
use crate::domain::columns::Column as _;
use crate::domain::expected::columns::{self, Column};
use crate::domain::expected::{self, EXPECTED_CAME, Expected, ExpectedForm, State};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::expected::{
    ExpectedArrived, ExpectedCancelled, ExpectedListed, ExpectedMoved, ExpectedPurged,
};
use crate::event::lab::SettingChanged;
use crate::id::{Entropy, SubjectId};
use crate::query;
use crate::table::Row;

crate::codes! {
    /// No column says who is expected.
    EXPECTED_COLUMNS = "expected-columns";
    /// They stand on the list already.
    EXPECTED_KNOWN = "expected-known";
}

/// One person, typed.
pub fn list(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    form: &ExpectedForm,
) -> Result<Decided, Error> {
    let expected = expected::check(form, desk.now.date())?;
    if query::expected::on_list(conn, expected.list.as_deref())?.contains(&expected) {
        return Err(Refusal::new(EXPECTED_KNOWN).into());
    }
    let subject = entropy.id();
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, listed(&expected))],
    })
}

/// Rows of a list: whoever stands on it already is left out, so that the same file twice adds nobody twice.
///
/// One commit takes [`MAX_COMMIT`] of them; with none that is new it is `expected-known`.
pub fn list_many(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    forms: &[ExpectedForm],
) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let mut rows = Vec::new();
    for form in forms {
        match expected::check(form, desk.now.date()) {
            Ok(row) => rows.push(row),
            Err(refusals) => no.extend(refusals),
        }
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let mut lines = Vec::new();
    for row in new(conn, rows)? {
        lines.push(Line::new(entropy.id(), listed(&row)));
    }
    match lines.first() {
        Some(first) => Ok(Decided {
            subject: first.subject,
            lines,
        }),
        None => Err(Refusal::new(EXPECTED_KNOWN).into()),
    }
}

/// Those that stand on no list yet, each once.
pub fn new(conn: &Connection, rows: Vec<Expected>) -> Result<Vec<Expected>, Error> {
    let lists: BTreeSet<Option<String>> = rows.iter().map(|row| row.list.clone()).collect();
    let mut known = BTreeSet::new();
    for list in lists {
        known.extend(query::expected::on_list(conn, list.as_deref())?);
    }
    Ok(rows
        .into_iter()
        .filter(|row| known.insert(row.clone()))
        .collect())
}

fn listed(expected: &Expected) -> ExpectedListed {
    let of = expected.clone();
    ExpectedListed {
        planned_on: of.planned_on.to_string(),
        surname: of.surname,
        name: of.name,
        patronymic: of.patronymic,
        iin: of.iin.map(|iin| iin.text()),
        birth_date: of.birth_date.map(|day| day.to_string()),
        phone: of.phone.map(|phone| phone.e164().to_owned()),
        booker: of.booker,
        payer: of.payer,
        counterparty: of.counterparty,
        services: of.services,
        list: of.list,
    }
}

/// Another day.
pub fn move_to(
    conn: &Connection,
    desk: &Desk,
    subject: SubjectId,
    typed: &str,
) -> Result<Decided, Error> {
    expected::open(state(conn, subject)?)?;
    let stands = query::expected::days(conn, subject)?;
    let to = expected::move_to(typed, &stands, desk.now.date())?;
    let body = ExpectedMoved {
        planned_on: to.to_string(),
    };
    Ok(one(subject, body))
}

/// Not expected any more.
pub fn cancel(conn: &Connection, subject: SubjectId, typed: &str) -> Result<Decided, Error> {
    expected::open(state(conn, subject)?)?;
    let reason = expected::reason(typed)?;
    Ok(one(subject, ExpectedCancelled { reason }))
}

fn one(subject: SubjectId, event: impl Into<crate::event::Event>) -> Decided {
    Decided {
        subject,
        lines: vec![Line::new(subject, event)],
    }
}

fn state(conn: &Connection, subject: SubjectId) -> Result<State, Error> {
    let state = query::expected::state(conn, subject)?;
    Ok(state.ok_or_else(|| Refusal::new(NOT_FOUND))?)
}

/// They came: whoever was cancelled and comes all the same has come.
pub fn arrived(conn: &Connection, subject: SubjectId, card: SubjectId) -> Result<Line, Error> {
    match state(conn, subject)? {
        State::Came => Err(Refusal::new(EXPECTED_CAME).into()),
        State::Waiting | State::Off => Ok(Line::new(subject, ExpectedArrived { card })),
    }
}

/// For how many days a booking is kept after its day.
pub fn keep_for(desk: &Desk, typed: &str) -> Result<Decided, Error> {
    let body = SettingChanged {
        key: query::expected::DAYS.to_owned(),
        value: expected::kept_days(typed)?.to_string(),
    };
    let subject = setting_subject(desk.org, query::expected::DAYS);
    Ok(one(subject, body))
}

/// Lines of one commit that end whatever is not kept any longer; none when nothing is due.
pub fn purge(conn: &Connection, kept_from: NaiveDate) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::new();
    for subject in query::expected::due(conn, kept_from, MAX_COMMIT)? {
        let covers = patient::covered(conn, subject)?;
        lines.push(Line::new(subject, ExpectedPurged { covers }));
    }
    Ok(lines)
}

/// A row of a table, judged.
#[derive(Debug)]
pub struct Judged {
    /// Its number in the file.
    pub number: u32,
    /// The form that was made of it.
    pub form: ExpectedForm,
    /// What it says, or everything that stands against it.
    pub outcome: Result<Expected, Vec<Refusal>>,
}

/// What stands against the whole import: what is said for every row, and columns that name nobody.
pub fn judge_import(form: &ImportForm, on: NaiveDate) -> Vec<Refusal> {
    let mut sample = form.for_every_row();
    // Somebody must be there for the rest to be judged.
    sample.surname = "A".to_owned();
    let mut no = expected::check(&sample, on).err().unwrap_or_default();
    let columns: Vec<Option<Column>> = columns_of(form);
    let who = [Column::FullName, Column::Surname, Column::Iin];
    if !columns.iter().flatten().any(|column| who.contains(column)) {
        no.push(Refusal::at("columns", EXPECTED_COLUMNS));
    }
    no
}

fn columns_of(form: &ImportForm) -> Vec<Option<Column>> {
    let columns = form.columns.iter();
    columns.map(|name| Column::parse(name)).collect()
}

/// What the rows say. A cell that cannot be taken is a refusal beside its field.
pub fn judge_rows(rows: &[Row], form: &ImportForm, on: NaiveDate) -> Vec<Judged> {
    let columns = columns_of(form);
    let every = form.for_every_row();
    let judge = |row: &Row| {
        let mut typed = every.clone();
        let mut no = Vec::new();
        for (column, cell) in columns.iter().zip(&row.cells) {
            let Some(column) = *column else { continue };
            match cell_value(cell) {
                Ok(value) => columns::put(&mut typed, column, value),
                Err(code) => no.push(Refusal::at(column.text(), code)),
            }
        }
        let outcome = match expected::check(&typed, on) {
            Ok(row) if no.is_empty() => Ok(row),
            Ok(_) => Err(no),
            Err(more) => {
                // A name that stood in a formula is not a name that is missing.
                let told =
                    |more: &Refusal| no.is_empty() || more.code != expected::EXPECTED_WHO_REQUIRED;
                let more: Vec<Refusal> = more.into_iter().filter(told).collect();
                Err(no.into_iter().chain(more).collect())
            }
        };
        Judged {
            number: row.number,
            form: typed,
            outcome,
        }
    };
    rows.iter().map(judge).collect()
}

//! Rows of an old list: which of them become cards, which are somebody's card already, and what stands against the rest.
//!
//! Every look at the tables is one of an index: a list of a hundred thousand rows is judged while a person waits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::patient::{KIT_UNCONFIRMED, PATIENT_KNOWN, fields};
use super::{Desk, allowed, believed, cell_value};
use crate::app::{Line, MAX_COMMIT};
use crate::command::LegacyForm;
use crate::domain::columns::Column as _;
use crate::domain::fold;
use crate::domain::legacy::columns::{self, Column};
use crate::domain::legacy::{
    LEGACY_ALIKE, LEGACY_COLUMNS, LEGACY_ROW_WIDTH, LEGACY_SAME_IIN, LEGACY_SAME_NAME, Source, row,
    source,
};
use crate::domain::patient::{LANGUAGE_REQUIRED, Language, Patient, PatientForm};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::patient::PatientImported;
use crate::id::{Entropy, Hash, SubjectId};
use crate::query;
use crate::table::{Row, Table};

/// A list that may be taken in, and what every row of it is read by.
#[derive(Debug)]
pub struct Reading {
    columns: Vec<Option<Column>>,
    language: String,
    width: usize,
    takes_alike: bool,
    on: NaiveDate,
}

impl Reading {
    /// How the rows of a table are read.
    pub fn of(table: &Table, form: &LegacyForm, on: NaiveDate) -> Self {
        let first = table.rows.first().map_or(0, |row| row.cells.len());
        let columns: Vec<Option<Column>> = columns_of(form);
        let mapped = columns
            .iter()
            .rposition(Option::is_some)
            .map_or(0, |at| at + 1);
        Self {
            language: form.language.clone(),
            // Without a header the first person says how wide the list is.
            width: first.max(mapped),
            takes_alike: form.take_alike,
            columns,
            on,
        }
    }

    /// The form that a row makes, and cells that could not be taken.
    pub fn form(&self, row: &Row) -> (PatientForm, Vec<Refusal>) {
        let mut form = PatientForm {
            language: self.language.clone(),
            ..PatientForm::default()
        };
        let mut no = Vec::new();
        if row
            .cells
            .iter()
            .skip(self.width)
            .any(|cell| !cell.is_empty())
        {
            no.push(Refusal::new(LEGACY_ROW_WIDTH));
        }
        for (column, cell) in self.columns.iter().zip(&row.cells) {
            let Some(column) = *column else { continue };
            let put = cell_value(cell)
                .map_err(|code| Refusal::at(column.text(), code))
                .and_then(|value| columns::put(&mut form, column, value));
            no.extend(put.err());
        }
        (form, no)
    }

    /// What that form says by itself.
    ///
    /// # Errors
    /// All that stands against it.
    pub fn judge(&self, mut form: PatientForm, no: Vec<Refusal>) -> Result<Patient, Vec<Refusal>> {
        // Which language is missing is said once, of the list; no row is wrong for it, and none is taken before.
        if form.language.is_empty() {
            form.language = Language::Kk.text().to_owned();
        }
        row::judge(form, no, self.on)
    }
}

fn columns_of(form: &LegacyForm) -> Vec<Option<Column>> {
    let columns = form.columns.iter();
    columns.map(|name| Column::parse(name)).collect()
}

/// What stands against the import as a whole.
pub fn judge_import(form: &LegacyForm, on: NaiveDate) -> Result<Source, Vec<Refusal>> {
    let listed = source(&form.source, &form.as_of, on);
    let mut no = listed.as_ref().err().cloned().unwrap_or_default();
    if Language::parse(&form.language).is_none() {
        no.push(Refusal::at("language", LANGUAGE_REQUIRED));
    }
    no.extend(judge_columns(form));
    match listed {
        Ok(listed) if no.is_empty() => Ok(listed),
        _ => Err(no),
    }
}

/// Without a column of names no row says whom it is about.
pub fn judge_columns(form: &LegacyForm) -> Option<Refusal> {
    let columns = columns_of(form);
    let has = |column| columns.contains(&Some(column));
    let named = has(Column::FullName) || (has(Column::Surname) && has(Column::Name));
    (!named).then(|| Refusal::at("columns", LEGACY_COLUMNS))
}

/// What a row comes to.
#[derive(Debug)]
pub enum Outcome {
    /// A new card.
    New(Box<Patient>),
    /// The same row was taken before, or stands further up in the file.
    Taken,
    /// Whoever it is has a card, or a row further up; the cards that say so.
    Known(Refusal),
    /// It may be somebody's card, or a row further up.
    Alike(Box<Patient>, Refusal),
    /// It cannot be a card.
    Bad(Vec<Refusal>),
}

/// Rows further up in the same file: their numbers, by what two rows of one person have in common.
#[derive(Debug, Default)]
pub struct Seen {
    rows: BTreeSet<Hash>,
    iins: BTreeMap<String, u32>,
    /// Names and birth dates of those without an ИИН, and of those with one.
    namesakes: [BTreeMap<String, u32>; 2],
}

/// What one row comes to beside the cards that are here and the rows further up, among which it is from now on. A row
/// that stays out is none of them.
pub fn judge(
    conn: &Connection,
    seen: &mut Seen,
    reading: &Reading,
    row: &Row,
) -> Result<Outcome, rusqlite::Error> {
    let hash = row.hash();
    if seen.rows.contains(&hash) || query::legacy::is_taken(conn, hash)? {
        return Ok(Outcome::Taken);
    }
    let (form, no) = reading.form(row);
    let patient = match reading.judge(form, no) {
        Ok(patient) => patient,
        Err(no) => return Ok(Outcome::Bad(no)),
    };
    let iin = patient.iin.map(|iin| iin.text());
    if let Some(iin) = &iin {
        if let Some(row) = seen.iins.get(iin) {
            return Ok(Outcome::Known(
                Refusal::at("iin", LEGACY_SAME_IIN).with("row", row),
            ));
        }
        let cards = query::card::by_iin(conn, iin)?;
        if !cards.is_empty() {
            return Ok(Outcome::Known(
                Refusal::at("iin", PATIENT_KNOWN).about(cards),
            ));
        }
    }
    let namesake = fold::namesake(
        patient.surname.as_deref().unwrap_or_default(),
        patient.name.as_deref().unwrap_or_default(),
        &patient
            .birth_date
            .map(|day| day.to_string())
            .unwrap_or_default(),
    );
    let alike = match &namesake {
        Some(namesake) => alike(conn, seen, namesake, iin.is_some())?,
        None => None,
    };
    let patient = Box::new(patient);
    let alike = match alike {
        Some(no) if !reading.takes_alike => return Ok(Outcome::Alike(patient, no)),
        alike => alike,
    };
    seen.rows.insert(hash);
    if let Some(iin) = iin.clone() {
        seen.iins.insert(iin, row.number);
    }
    if let Some(namesake) = namesake {
        let of = &mut seen.namesakes[usize::from(iin.is_some())];
        of.entry(namesake).or_insert(row.number);
    }
    Ok(match alike {
        Some(no) => Outcome::Alike(patient, no),
        None => Outcome::New(patient),
    })
}

/// Two people with different ИИН are two people; where one of the numbers is missing nobody knows.
fn alike(
    conn: &Connection,
    seen: &Seen,
    namesake: &str,
    has_iin: bool,
) -> Result<Option<Refusal>, rusqlite::Error> {
    let [without, with] = &seen.namesakes;
    let above = match has_iin {
        true => without.get(namesake),
        false => without.get(namesake).or_else(|| with.get(namesake)),
    };
    if let Some(row) = above {
        return Ok(Some(
            Refusal::at("surname", LEGACY_SAME_NAME).with("row", row),
        ));
    }
    let mut cards = query::legacy::namesakes(conn, namesake)?;
    cards.retain(|(_, theirs)| !(has_iin && *theirs));
    let cards: Vec<SubjectId> = cards.into_iter().map(|(card, _)| card).collect();
    Ok((!cards.is_empty()).then(|| Refusal::at("surname", LEGACY_ALIKE).about(cards)))
}

/// A stretch of the list, decided.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Commits to write, in order.
    pub commits: Vec<Vec<Line>>,
    /// Rows that become cards.
    pub taken: u32,
    /// Rows that were taken before.
    pub already: u32,
    /// Rows of somebody who has a card.
    pub known: u32,
    /// Rows that look like somebody's card and stay out.
    pub alike: u32,
    /// Rows that cannot be cards.
    pub refused: u32,
}

/// Decides a stretch: what every command is asked first is asked here too.
pub fn import(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    (table, form): (&Table, &LegacyForm),
    rows: &[Row],
) -> Result<Stretch, Error> {
    allowed(conn, desk, &[Action::ImportLegacy])?;
    believed(desk)?;
    if query::lab::kit_waits(conn)? {
        return Err(Refusal::new(KIT_UNCONFIRMED).into());
    }
    let on = desk.now.date();
    let list = judge_import(form, on)?;
    let reading = Reading::of(table, form, on);
    let mut seen = Seen::default();
    let mut out = Stretch::default();
    let mut lines = Vec::new();
    for row in rows {
        let patient = match judge(conn, &mut seen, &reading, row)? {
            Outcome::New(patient) => patient,
            Outcome::Alike(patient, _) if form.take_alike => patient,
            Outcome::Alike(..) => {
                out.alike += 1;
                continue;
            }
            Outcome::Taken => {
                out.already += 1;
                continue;
            }
            Outcome::Known(_) => {
                out.known += 1;
                continue;
            }
            Outcome::Bad(_) => {
                out.refused += 1;
                continue;
            }
        };
        out.taken += 1;
        lines.push(Line::new(
            entropy.id(),
            imported(&patient, &list, row.hash()),
        ));
    }
    let mut lines = lines.into_iter().peekable();
    while lines.peek().is_some() {
        out.commits.push(lines.by_ref().take(MAX_COMMIT).collect());
    }
    Ok(out)
}

fn imported(patient: &Patient, list: &Source, row: Hash) -> PatientImported {
    PatientImported {
        fields: fields(patient)
            .into_iter()
            .map(|(name, value)| (name, Some(value)))
            .collect(),
        source: list.name.clone(),
        as_of: list.as_of.to_string(),
        row,
    }
}

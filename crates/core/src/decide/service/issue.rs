//! A version of the price list from a file: its rows judged, what it changes, its entries.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::super::{Decided, Desk, allowed, believed, cell_value};
use super::{offered, row_of};
use crate::app::{Line, MAX_COMMIT};
use crate::command::ServiceImportForm;
use crate::domain::columns::Column as _;
use crate::domain::fold;
use crate::domain::rights::Action;
use crate::domain::service::columns::{self, Column};
use crate::domain::service::list::{self, Change, Judged, PRICE_LIST_LONG, changes};
use crate::domain::service::tube::Tubes;
use crate::domain::service::{Names, Service, ServiceForm, check};
use crate::error::{Error, Refusal};
use crate::event::codec::encode;
use crate::event::service::{PriceListIssued, PriceListRows, ServiceRow};
use crate::id::Entropy;
use crate::query;
use crate::query::service::PriceList;
use crate::table::{Row, TABLE_FORMULA};

crate::codes! {
    /// No column of codes, of names or of prices.
    SERVICE_COLUMNS = "service-columns";
    /// Rows stay out, and nobody said that the list is issued without them; `count`.
    SERVICE_BAD_ROWS = "service-bad-rows";
    /// No row can be taken.
    SERVICE_NO_ROWS = "service-no-rows";
    /// The list of that day says the same already.
    PRICE_LIST_SAME = "price-list-same";
}

/// Bytes of rows in one entry, well under what a body may have.
const ENTRY_BYTES: usize = 490_000;

/// A file, judged: its rows, and the words of tubes that nobody explained.
#[derive(Debug, Clone)]
pub struct Read {
    /// Rows in the order of the file.
    pub rows: Vec<Judged>,
    /// Words in the order in which they come.
    pub unknown_tubes: Vec<String>,
}

impl Read {
    /// Services that can be taken.
    pub fn good(&self) -> Vec<Service> {
        let good = self.rows.iter().filter_map(|row| row.outcome.as_ref().ok());
        good.cloned().collect()
    }
}

/// What stands against the import as a whole, its rows aside.
pub fn judge_import(form: &ServiceImportForm, on: NaiveDate) -> Vec<Refusal> {
    let mut no = Vec::new();
    no.extend(list::name("name", &form.name).err());
    no.extend(list::first_day("valid_from", &form.valid_from, on).err());
    no.extend(judge_columns(form));
    no
}

/// Without codes, names and prices no row is a service.
pub fn judge_columns(form: &ServiceImportForm) -> Option<Refusal> {
    let columns = columns_of(form);
    let has = |column| columns.contains(&Some(column));
    let named = has(Column::NameKk) || has(Column::NameRu);
    (!(has(Column::Code) && named && has(Column::Price)))
        .then(|| Refusal::at("columns", SERVICE_COLUMNS))
}

fn columns_of(form: &ServiceImportForm) -> Vec<Option<Column>> {
    let columns = form.columns.iter();
    columns.map(|name| Column::parse(name)).collect()
}

/// What the rows say, one by one and as a list.
pub fn judge_rows(rows: &[Row], form: &ServiceImportForm, tubes: &Tubes) -> Read {
    let columns = columns_of(form);
    let names = match form.one_name {
        true => Names::OneForBoth,
        false => Names::InBoth,
    };
    let mut judged = Vec::with_capacity(rows.len());
    let (mut unknown, mut seen) = (Vec::new(), BTreeSet::new());
    for row in rows {
        let (typed, mut no) = service_form(row, &columns);
        let code = typed.code.clone();
        if tubes.named("tube", &typed.tube).is_err() && seen.insert(fold::fold(&typed.tube)) {
            unknown.push(typed.tube.trim().chars().take(40).collect());
        }
        let outcome = match check(&typed, names, tubes) {
            Ok(service) if no.is_empty() => Ok(service),
            Ok(_) => Err(no),
            Err(more) => {
                // Of a cell that cannot be read nothing else is said.
                let told: Vec<_> = no.iter().map(|no| no.field).collect();
                no.extend(more.into_iter().filter(|more| !told.contains(&more.field)));
                Err(no)
            }
        };
        judged.push(Judged {
            number: row.number,
            code,
            outcome,
        });
    }
    list::judge(&mut judged);
    Read {
        rows: judged,
        unknown_tubes: unknown,
    }
}

fn service_form(row: &Row, columns: &[Option<Column>]) -> (ServiceForm, Vec<Refusal>) {
    let mut typed = ServiceForm::default();
    let mut no = Vec::new();
    for (column, cell) in columns.iter().zip(&row.cells) {
        let Some(column) = *column else { continue };
        match cell_value(cell) {
            // A CSV keeps a formula as its text.
            Ok(value) if value.text.trim_start().starts_with('=') => {
                no.push(Refusal::at(column.text(), TABLE_FORMULA));
            }
            Ok(value) => columns::put(&mut typed, column, value),
            Err(code) => no.push(Refusal::at(column.text(), code)),
        }
    }
    (typed, no)
}

/// A version of the list from a file: one commit, whole or not at all.
pub fn import(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    (rows, form): (&[Row], &ServiceImportForm),
) -> Result<Decided, Error> {
    allowed(conn, desk, &[Action::SetServices])?;
    believed(desk)?;
    let today = desk.now.date();
    let no = judge_import(form, today);
    if !no.is_empty() {
        return Err(no.into());
    }
    let name = list::name("name", &form.name)?;
    let day = list::first_day("valid_from", &form.valid_from, today)?;
    let read = judge_rows(rows, form, &query::service::tubes(conn)?);
    let good = read.good();
    let bad = read.rows.len() - good.len();
    if bad > 0 && !form.leave_bad {
        return Err(Refusal::at("leave_bad", SERVICE_BAD_ROWS)
            .with("count", bad)
            .into());
    }
    if good.is_empty() {
        return Err(Refusal::new(SERVICE_NO_ROWS).into());
    }
    issue(conn, desk, entropy, (name, day), &good)
}

/// Issues services as a version of the list.
pub fn issue(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    (name, day): (String, NaiveDate),
    services: &[Service],
) -> Result<Decided, Error> {
    if services.len() > list::MOST {
        return Err(too_long().into());
    }
    let valid_from = day.to_string();
    let now = before(conn, desk, day)?;
    let is_same = |(now, before): &(PriceList, Vec<Service>)| {
        (&now.valid_from, &now.name) == (&valid_from, &name) && changes(before, services).is_empty()
    };
    if now.as_ref().is_some_and(is_same) {
        return Err(Refusal::at("valid_from", PRICE_LIST_SAME).into());
    }
    let all = query::service::lists(conn)?;
    // Every one of the day, so that the one before does not come back when a replacing one is withdrawn.
    let same_day = all.iter().filter(|list| list.valid_from == valid_from);
    let subject = entropy.id();
    let issued = PriceListIssued {
        name,
        valid_from: valid_from.clone(),
        rows: u32::try_from(services.len()).unwrap_or(u32::MAX),
        replaces: same_day.map(|list| list.id).collect(),
    };
    let mut lines = vec![Line::new(subject, issued)];
    lines.extend(
        chunks(services)
            .into_iter()
            .map(|rows| Line::new(subject, PriceListRows { rows })),
    );
    if lines.len() > MAX_COMMIT {
        return Err(too_long().into());
    }
    Ok(Decided { subject, lines })
}

fn too_long() -> Refusal {
    Refusal::new(PRICE_LIST_LONG).with("limit", list::MOST)
}

/// Rows in as few entries as hold them.
fn chunks(services: &[Service]) -> Vec<Vec<ServiceRow>> {
    let mut out: Vec<Vec<ServiceRow>> = Vec::new();
    let mut bytes = ENTRY_BYTES;
    for row in services.iter().map(row_of) {
        let size = encode(&row).len();
        if bytes + size > ENTRY_BYTES {
            out.push(Vec::new());
            bytes = 0;
        }
        bytes += size;
        if let Some(last) = out.last_mut() {
            last.push(row);
        }
    }
    out
}

/// What a list changes.
pub type Compared = (Change, Option<Service>, Option<Service>);

/// What a list that begins on a day changes, against the one that holds on it.
pub fn compared(
    conn: &Connection,
    desk: &Desk,
    day: NaiveDate,
    services: &[Service],
) -> Result<(Option<PriceList>, Vec<Compared>), Error> {
    let (now, before) = before(conn, desk, day)?.unzip();
    let before = before.unwrap_or_default();
    let said = changes(&before, services).into_iter();
    let said = said.map(|(change, was, is)| (change, was.cloned(), is.cloned()));
    Ok((now, said.collect()))
}

/// The version that holds on a day, and what it offers: of the version that holds today as it stands today, amendments
/// of the days between among it, for those a new list takes back too.
fn before(
    conn: &Connection,
    desk: &Desk,
    day: NaiveDate,
) -> Result<Option<(PriceList, Vec<Service>)>, Error> {
    let today = desk.now.date();
    let Some(now) = query::service::in_force(conn, day)? else {
        return Ok(None);
    };
    let is_todays = query::service::in_force(conn, today)?.is_some_and(|list| list.id == now.id);
    let on = if is_todays { day.max(today) } else { day };
    let services = offered(conn, desk, now.id, on)?;
    Ok(Some((now, services)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::service::Stomach;

    /// With the longest of everything, in letters that take the most bytes.
    #[test]
    fn the_longest_list_fits_into_one_commit_and_every_entry_into_its_body() {
        let long = |signs: usize| "\u{1D400}".repeat(signs);
        let longest = Service {
            code: long(20),
            name_kk: long(200),
            name_ru: long(200),
            short: long(24),
            tube: Some(long(20)),
            price: 10_000_000,
            stomach: Stomach::Empty,
            hint: Some((long(120), long(120))),
            parts: vec![long(20); 40],
        };
        let chunks = chunks(&vec![longest; list::MOST]);
        assert!(
            chunks.len() < MAX_COMMIT,
            "{} entries of rows",
            chunks.len()
        );
        for rows in chunks {
            let payload = encode(&PriceListRows { rows });
            assert!(payload.len() + 33 <= 524_288, "{} bytes", payload.len());
        }
    }
}

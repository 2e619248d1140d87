//! A file of ready marks: what each row says, and the commits that mark its orders.
//!
//! A file undoes nothing that people said: an order about which desks said different things, and one whose mark somebody took back,
//! are marked at the order by whoever knows.

use std::collections::HashMap;

use rusqlite::Connection;

use super::super::{Desk, Here, allowed, believed, cell_value, notice};
use crate::app::{Line, MAX_COMMIT, MAX_COMMITS};
use crate::command::ReadyForm;
use crate::domain::notice::NoticeChannel;
use crate::domain::order::columns::{self, ORDER_ROW_TWICE};
use crate::domain::order::number::Number;
use crate::domain::order::step::{
    ORDER_NUMBER_TWICE, ORDER_UNKNOWN, OrderState, Standing, Wanted, may,
};
use crate::domain::rights::Action;
use crate::error::{Code, Error, Refusal};
use crate::event::order::OrderReady;
use crate::query;
use crate::query::order::Order;
use crate::table::Row;

crate::codes! {
    /// Desks said different things of the order.
    ORDER_ROW_QUESTIONED = "order-row-questioned";
    /// Somebody took its mark back.
    ORDER_ROW_TAKEN_BACK = "order-row-taken-back";
}

/// What a row comes to.
#[derive(Debug)]
pub enum Outcome {
    /// The order is marked.
    Mark(Box<Order>),
    /// It is ready or handed over already.
    Already,
    /// Why the row marks nothing.
    Bad(Refusal),
}

/// A row, judged.
#[derive(Debug)]
pub struct Judged {
    /// Its number in the file.
    pub row: u32,
    /// What stands in its column.
    pub typed: String,
    /// What it comes to.
    pub outcome: Outcome,
}

/// Numbers that rows above have named, each with the first of these rows.
pub type Seen = HashMap<Number, u32>;

/// Judges rows in their order.
///
/// # Errors
/// `order-column` when no column, or more than one, is the number's.
pub fn judge(
    conn: &Connection,
    form: &ReadyForm,
    seen: &mut Seen,
    rows: &[Row],
) -> Result<Vec<Judged>, Error> {
    let column = columns::of(&form.columns)?;
    (rows.iter())
        .map(|row| Ok(judged(conn, column, seen, row)?))
        .collect()
}

/// The numbers that rows name, for whoever goes on behind them.
///
/// # Errors
/// `order-column`.
pub fn named(form: &ReadyForm, rows: &[Row]) -> Result<Seen, Refusal> {
    let column = columns::of(&form.columns)?;
    let mut seen = Seen::new();
    for row in rows {
        let cell = row.cells.get(column).map(crate::table::Cell::shown);
        if let Ok(number) = Number::parse("number", cell.unwrap_or_default()) {
            seen.entry(number).or_insert(row.number);
        }
    }
    Ok(seen)
}

fn judged(
    conn: &Connection,
    column: usize,
    seen: &mut Seen,
    row: &Row,
) -> Result<Judged, rusqlite::Error> {
    let (typed, outcome) = match row.cells.get(column).map(cell_value) {
        Some(Ok(value)) => {
            let text = value.text.trim();
            (text.to_owned(), one(conn, seen, row.number, text)?)
        }
        Some(Err(code)) => (String::new(), Outcome::Bad(Refusal::at("number", code))),
        None => (String::new(), one(conn, seen, row.number, "")?),
    };
    Ok(Judged {
        row: row.number,
        typed,
        outcome,
    })
}

fn one(
    conn: &Connection,
    seen: &mut Seen,
    row: u32,
    typed: &str,
) -> Result<Outcome, rusqlite::Error> {
    let number = match Number::parse("number", typed) {
        Ok(number) => number,
        Err(no) => return Ok(Outcome::Bad(no)),
    };
    if let Some(first) = seen.get(&number) {
        return Ok(Outcome::Bad(
            Refusal::at("number", ORDER_ROW_TWICE).with("row", first),
        ));
    }
    seen.insert(number, row);
    let mut found = query::order::meant(query::order::by_number(conn, number)?);
    let Some(order) = found.pop() else {
        return Ok(Outcome::Bad(Refusal::at("number", ORDER_UNKNOWN)));
    };
    if !found.is_empty() {
        return Ok(Outcome::Bad(Refusal::at("number", ORDER_NUMBER_TWICE)));
    }
    let standing = query::order::standing(conn, &order)?;
    Ok(match may(&standing, Wanted::Ready) {
        Ok(_) => match persons(conn, &order, &standing)? {
            Some(code) => Outcome::Bad(Refusal::at("number", code)),
            None => Outcome::Mark(Box::new(order)),
        },
        Err(_) if matches!(standing.state, OrderState::Ready | OrderState::HandedOver) => {
            Outcome::Already
        }
        Err(no) => Outcome::Bad(Refusal {
            field: Some("number"),
            ..no
        }),
    })
}

/// A stretch of the file, decided.
#[derive(Debug, Default)]
pub struct Stretch {
    /// Commits to write, in order.
    pub commits: Vec<Vec<Line>>,
    /// Orders that are marked.
    pub marked: u32,
    /// Orders that were ready or handed over already.
    pub already: u32,
    /// Rows that mark nothing.
    pub refused: u32,
    /// Rows that were looked at: the others wait for the next stretch.
    pub rows: usize,
}

/// Decides a stretch that a person marks, with the rows before it: what every command is asked first is asked here too.
pub fn mark(
    conn: &Connection,
    desk: &Desk,
    form: &ReadyForm,
    (before, rows): (&[Row], &[Row]),
) -> Result<Stretch, Error> {
    allowed(conn, desk, &[Action::MarkReady])?;
    believed(desk)?;
    let mut seen = named(form, before)?;
    stretch(conn, desk.here(), form, (&mut seen, rows))
}

/// Decides a stretch, whoever signs it. `seen` are the numbers of the rows before it.
pub fn stretch(
    conn: &Connection,
    here: Here,
    form: &ReadyForm,
    (seen, rows): (&mut Seen, &[Row]),
) -> Result<Stretch, Error> {
    let column = columns::of(&form.columns)?;
    let mut out = Stretch::default();
    for row in rows {
        out.rows += 1;
        match judged(conn, column, seen, row)?.outcome {
            // A newer program has closed the card: the mark waits for whoever has that program.
            Outcome::Mark(order) if query::card::needs_update(conn, order.of)? => {
                out.refused += 1;
            }
            Outcome::Mark(order) => {
                out.marked += 1;
                let body = OrderReady {
                    order: order.id,
                    settles: Vec::new(),
                };
                let mut marked = vec![Line::new(order.of, body)];
                marked.extend(notice::when_ready(conn, here, &order)?);
                put(&mut out.commits, marked);
            }
            Outcome::Already => out.already += 1,
            Outcome::Bad(_) => out.refused += 1,
        }
        if is_full(&out.commits) {
            break;
        }
    }
    Ok(out)
}

/// Why a person says at the order how it is; none where a file may.
fn persons(
    conn: &Connection,
    order: &Order,
    standing: &Standing,
) -> Result<Option<Code>, rusqlite::Error> {
    let (_, questioned) = order.here;
    if questioned || !standing.rivals.is_empty() {
        return Ok(Some(ORDER_ROW_QUESTIONED));
    }
    Ok(query::order::was_ready(conn, order)?.then_some(ORDER_ROW_TAKEN_BACK))
}

/// A mark and the messages that go with it stand in one commit.
fn put(commits: &mut Vec<Vec<Line>>, marked: Vec<Line>) {
    match commits.last_mut() {
        Some(last) if last.len() + marked.len() <= MAX_COMMIT => last.extend(marked),
        _ => commits.push(marked),
    }
}

/// The next mark may need a commit more than a transaction takes.
fn is_full(commits: &[Vec<Line>]) -> bool {
    let longest = 1 + NoticeChannel::ALL.len();
    let last = commits.last().map_or(0, Vec::len);
    commits.len() == MAX_COMMITS && last + longest > MAX_COMMIT
}

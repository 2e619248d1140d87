//! Orders that begin on paper: numbers are set aside before, and an order is entered with one of them afterwards.

use rusqlite::Connection;

use super::Counter;
use crate::app::Line;
use crate::decide::{Decided, Desk};
use crate::domain::order::number::Number;
use crate::domain::order::paper::{PAPER_NUMBER_UNKNOWN, PAPER_NUMBER_USED, count, number, taken};
use crate::domain::order::{OrderForm, PaperOrder};
use crate::error::{BAD_REQUEST, Error, Refusal};
use crate::event::order::NumbersReserved;
use crate::id::{Entropy, SubjectId};
use crate::projection::roster::Roster;
use crate::query;
use crate::query::order::Order;
use crate::time::Wall;

/// Sets numbers of this desk aside.
pub fn reserve(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    wanted: &str,
) -> Result<Decided, Error> {
    super::kit_stands(conn)?;
    let wanted = count(wanted)?;
    let mut counter = Counter::of(conn, roster, desk)?;
    let numbers = (0..wanted).map(|_| Ok(counter.next(conn)?.text()));
    let body = NumbersReserved {
        numbers: numbers.collect::<Result<_, Error>>()?,
    };
    let subject: SubjectId = entropy.id();
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// The number on the sheet and when the person was there, of an order that began on paper: everything that is wrong with
/// either, at once.
pub(super) fn read(
    conn: &Connection,
    desk: &Desk,
    form: &OrderForm,
) -> Result<Option<(Number, Wall)>, Error> {
    let Some(sheet) = &form.paper else {
        return Ok(None);
    };
    let mut no = Vec::new();
    let found = super::super::collect(&mut no, set_aside(conn, sheet))?;
    let since = found.map(|(_, since)| since);
    let at = super::super::collect(&mut no, taken(sheet, since, desk.now).map_err(Error::from))?;
    match (found, at) {
        (Some((number, _)), Some(at)) if no.is_empty() => Ok(Some((number, at))),
        _ => Err(no.into()),
    }
}

/// The number, and when it was set aside.
fn set_aside(conn: &Connection, sheet: &PaperOrder) -> Result<(Number, Wall), Error> {
    let at = |code| Refusal::at("paper_number", code);
    let number = number(sheet)?;
    let since = query::order::reserved::since(conn, number)?;
    let since = since.ok_or_else(|| at(PAPER_NUMBER_UNKNOWN))?;
    let mut orders = query::order::by_number(conn, number)?;
    // An order that was cancelled gives its sheet free: the number was a slip, and the tubes of this one bear it.
    orders.retain(Order::has_papers);
    if !orders.is_empty() {
        let of = orders.iter().map(|order| order.of).collect();
        return Err(at(PAPER_NUMBER_USED).about(of).into());
    }
    Ok((number, since))
}

/// Of an order that cannot begin on paper.
pub(super) fn never(form: &OrderForm) -> Result<(), Error> {
    match form.paper {
        Some(_) => Err(Refusal::at("paper_number", BAD_REQUEST).into()),
        None => Ok(()),
    }
}

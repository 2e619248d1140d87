//! What an order says, said anew: its services and terms, and whether it is paid.

use rusqlite::Connection;

use super::paper;
use super::sold::{Kept, offered, terms};
use super::{meant, paid};
use crate::app::Line;
use crate::command::OrderName;
use crate::decide::{Decided, Desk, collect};
use crate::domain::order::step::{ORDER_UNKNOWN, Wanted, may};
use crate::domain::order::{self, ORDER_NOT_PAID, ORDER_PAID_ALREADY, ORDER_SAME, OrderForm};
use crate::error::{Error, Refusal};
use crate::event::order::{OrderChanged, OrderPaid, OrderUnpaid};
use crate::query;

/// Services, payer or time said anew. What stays keeps the price for which it was sold.
pub fn change(
    conn: &Connection,
    desk: &Desk,
    name: &OrderName,
    form: &OrderForm,
    reason: &str,
) -> Result<Decided, Error> {
    paper::never(form)?;
    let found = meant(conn, name)?;
    may(&query::order::standing(conn, &found)?, Wanted::Change)?;
    let was = query::order::terms(conn, &found)?;
    let (old, questioned) = was.ok_or_else(|| Refusal::new(ORDER_UNKNOWN))?;
    let kept: Vec<Kept> = old.lines.iter().cloned().map(Kept).collect();
    let mut no = Vec::new();
    let said = order::check(form, desk.now, |code| {
        match kept.iter().find(|one| one.is(code)) {
            Some(one) => Ok(Some(one.ordered())),
            None => offered(conn, desk, code),
        }
    })?;
    let said = collect(&mut no, said.map_err(Error::from))?;
    let reason = order::reason(reason)
        .map_err(|refusal| no.push(refusal))
        .ok();
    let (Some(said), Some(reason)) = (said, reason) else {
        return Err(no.into());
    };
    let terms = terms(&said, old.list);
    let mut lines = Vec::new();
    if terms != old || questioned {
        let order = found.id;
        let body = OrderChanged {
            order,
            terms,
            reason,
        };
        lines.push(Line::new(found.of, body));
    }
    if let Some(line) = paid(found.of, found.id, &said) {
        if query::order::payment(conn, &found)?.paid.is_some() {
            return Err(Refusal::at("receipt", ORDER_PAID_ALREADY).into());
        }
        lines.push(line);
    }
    if lines.is_empty() {
        return Err(Refusal::new(ORDER_SAME).into());
    }
    Ok(Decided {
        subject: found.of,
        lines,
    })
}

/// The paid mark, with the number of the till receipt: this program is no till.
pub fn pay(
    conn: &Connection,
    name: &OrderName,
    (amount, receipt): (&str, &str),
) -> Result<Decided, Error> {
    let found = meant(conn, name)?;
    may(&query::order::standing(conn, &found)?, Wanted::Pay)?;
    if !query::order::payment(conn, &found)?.is_open() {
        return Err(Refusal::new(ORDER_PAID_ALREADY).into());
    }
    let terms = query::order::terms(conn, &found)?;
    let due = terms.map_or(0, |(terms, _)| query::order::due(&terms));
    let (amount, receipt) = order::payment(amount, receipt, due)?;
    let body = OrderPaid {
        order: found.id,
        amount,
        receipt,
    };
    Ok(Decided {
        subject: found.of,
        lines: vec![Line::new(found.of, body)],
    })
}

/// The paid mark was a mistake, or the money went back; also of an order that was cancelled.
pub fn unpay(conn: &Connection, name: &OrderName, reason: &str) -> Result<Decided, Error> {
    let found = meant(conn, name)?;
    if query::order::payment(conn, &found)?.paid.is_none() {
        return Err(Refusal::new(ORDER_NOT_PAID).into());
    }
    let body = OrderUnpaid {
        order: found.id,
        reason: order::reason(reason)?,
    };
    Ok(Decided {
        subject: found.of,
        lines: vec![Line::new(found.of, body)],
    })
}

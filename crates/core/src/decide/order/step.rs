//! Steps of an order: ready, handed over, cancelled, and the last mark taken back.

use rusqlite::Connection;

use super::meant;
use crate::app::Line;
use crate::command::OrderName;
use crate::decide::{Decided, Desk, notice};
use crate::domain::order::step::{OrderState, Standing, Wanted, may};
use crate::domain::order::{self, HandOverForm, hand_over};
use crate::error::{Error, Refusal};
use crate::event::Event;
use crate::event::order::{OrderCancelled, OrderHandedOver, OrderReady, OrderReopened};
use crate::query;
use crate::query::order::Order;

fn one(found: &Order, event: impl Into<Event>) -> Decided {
    Decided {
        subject: found.of,
        lines: vec![Line::new(found.of, event)],
    }
}

/// The order that is meant, how it stands, and how it stands after what is wanted.
fn stepping(
    conn: &Connection,
    name: &OrderName,
    wanted: Wanted,
) -> Result<(Order, Standing, OrderState), Error> {
    let found = meant(conn, name)?;
    let standing = query::order::standing(conn, &found)?;
    let after = may(&standing, wanted).map_err(|no| Refusal {
        field: no.field.or(Some("number")),
        ..no
    })?;
    Ok((found, standing, after))
}

/// The results are there.
///
/// Whoever may be told is: their message is queued in the same commit.
pub fn mark_ready(conn: &Connection, desk: &Desk, name: &OrderName) -> Result<Decided, Error> {
    let (found, standing, _) = stepping(conn, name, Wanted::Ready)?;
    let body = OrderReady {
        order: found.id,
        settles: standing.rivals,
    };
    let mut decided = one(&found, body);
    decided
        .lines
        .extend(notice::when_ready(conn, desk.here(), &found)?);
    Ok(decided)
}

/// Somebody takes it home: the person, whoever may for them, or whoever knows the claim code of an order without a card.
pub fn hand_over(
    conn: &Connection,
    desk: &Desk,
    name: &OrderName,
    form: &HandOverForm,
) -> Result<Decided, Error> {
    let (found, standing, _) = stepping(conn, name, Wanted::HandOver)?;
    let facts = query::order::receivers::facts(conn, &found, desk.now.date())?;
    let given = hand_over::check(form, &facts, desk.now)?;
    let body = OrderHandedOver {
        order: found.id,
        to: given.to,
        who: given.who,
        card: given.card,
        basis: given.basis,
        document: given.document,
        signature: given.signature,
        on_paper: u8::from(given.on_paper),
        settles: standing.rivals,
    };
    Ok(one(&found, body))
}

/// Nothing comes of it.
pub fn cancel(conn: &Connection, name: &OrderName, reason: &str) -> Result<Decided, Error> {
    let (found, standing, _) = stepping(conn, name, Wanted::Cancel)?;
    let body = OrderCancelled {
        order: found.id,
        reason: order::reason(reason)?,
        settles: standing.rivals,
    };
    Ok(one(&found, body))
}

/// The last mark was a mistake.
pub fn reopen(conn: &Connection, name: &OrderName, reason: &str) -> Result<Decided, Error> {
    let (found, standing, after) = stepping(conn, name, Wanted::Reopen)?;
    let body = OrderReopened {
        order: found.id,
        state: after.code(),
        reason: order::reason(reason)?,
        settles: standing.rivals,
    };
    Ok(one(&found, body))
}

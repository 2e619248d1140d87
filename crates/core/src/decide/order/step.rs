//! Steps of an order: ready, handed over, cancelled, and the last mark taken back.

use rusqlite::Connection;

use super::meant;
use crate::app::Line;
use crate::command::OrderName;
use crate::decide::{Decided, Desk, notice};
use crate::domain::order::step::{OrderState, Standing, Wanted, may};
use crate::domain::order::{self, ORDER_CLAIM_WRONG};
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
        .extend(notice::when_ready(conn, desk, &found)?);
    Ok(decided)
}

/// Somebody takes it home: the person, somebody who is named, or whoever knows the claim code of an order without a card.
pub fn hand_over(
    conn: &Connection,
    name: &OrderName,
    (to, who, claim): (&str, &str, &str),
) -> Result<Decided, Error> {
    let (found, standing, _) = stepping(conn, name, Wanted::HandOver)?;
    let mut no = Vec::new();
    let receiver = order::receiver(to, who)
        .map_err(|refusal| no.push(refusal))
        .ok();
    let digits: String = claim.chars().filter(char::is_ascii_digit).collect();
    if found.claim.as_ref().is_some_and(|known| *known != digits) {
        no.push(Refusal::at("claim", ORDER_CLAIM_WRONG));
    }
    let (Some((to, who)), true) = (receiver, no.is_empty()) else {
        return Err(no.into());
    };
    let body = OrderHandedOver {
        order: found.id,
        to,
        who,
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

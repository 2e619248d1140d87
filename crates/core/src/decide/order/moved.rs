//! An order that belongs to another card.

use rusqlite::Connection;

use super::{Answer, consent_gate, meant, served};
use crate::app::Line;
use crate::command::OrderName;
use crate::decide::{Decided, Desk, collect, consent};
use crate::domain::order::step::{ORDER_UNKNOWN, Wanted, may};
use crate::domain::order::{self, ORDER_MOVED_NOWHERE};
use crate::error::{Error, Refusal};
use crate::event::order::{OrderMovedIn, OrderMovedOut};
use crate::id::{Hash, SubjectId};
use crate::projection::roster::Roster;
use crate::query;

/// «Перенести заказ»: it leaves one card and arrives whole on another, and consents that were recorded on the first by
/// mistake never happened. One commit, so that no desk ever holds half of it.
pub fn move_to(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    name: &OrderName,
    (to, mistaken): (Option<SubjectId>, &[Hash]),
    reason: &str,
) -> Result<Decided, Error> {
    let found = meant(conn, name)?;
    let standing = query::order::standing(conn, &found)?;
    let to = to.ok_or_else(|| Refusal::at("to", ORDER_MOVED_NOWHERE))?;
    let mut no = Vec::new();
    no.extend(may(&standing, Wanted::Move).err());
    if to == found.of || found.is_anonymous() {
        no.push(Refusal::at("to", ORDER_MOVED_NOWHERE));
    } else if collect(&mut no, served(conn, desk, to))?.is_some() {
        no.extend(consent_gate(conn, desk, to, Answer::Unsaid)?);
    }
    let said = order::reason(reason)
        .map_err(|refusal| no.push(refusal))
        .ok();
    let mut annulled = Vec::new();
    for target in mistaken {
        let act = consent::annul(conn, roster, desk, found.of, *target, reason);
        annulled.extend(collect(&mut no, act)?.map(|act| act.lines));
    }
    let (Some(reason), true) = (said, no.is_empty()) else {
        return Err(no.into());
    };
    let terms = query::order::terms(conn, &found)?;
    let (terms, _) = terms.ok_or_else(|| Refusal::new(ORDER_UNKNOWN))?;
    let out = OrderMovedOut {
        order: found.id,
        to,
        reason,
        settles: standing.rivals,
    };
    let arrives = OrderMovedIn {
        order: found.id,
        from: found.of,
        number: found.number.clone(),
        placed_ms: found.placed.ms,
        state: standing.state.code(),
        terms,
        paid: query::order::payment(conn, &found)?.paid,
    };
    let mut lines = vec![Line::new(found.of, out), Line::new(to, arrives)];
    lines.extend(annulled.into_iter().flatten());
    Ok(Decided { subject: to, lines })
}

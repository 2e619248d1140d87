//! Orders: each on the card where it was placed or arrived, with every step, the terms and the payments as candidates.
//!
//! A step, terms or a payment takes the place of those of the same order that it knew; what did not know of each other
//! stands side by side until somebody settles it. How an order stands among its standing steps is `domain::order::step`'s
//! to say; what was done on a card that it has left is asked by `query::order`, because no fold reads another subject.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::domain::order::step::{OrderState, shown};
use crate::domain::order::total;
use crate::event::Event;
use crate::event::order::{OrderMovedIn, OrderTerms};
use crate::id::{Hash, Id, SubjectId};
use crate::journal::log::signed;

/// Folds one entry about an order; without its body it says nothing.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    match event {
        Some(Event::OrderPlaced(b)) => {
            let begun = (&*b.number, folding.header.wall.ms, b.claim.as_deref());
            placed(tx, folding, b.order, begun, &b.terms)
        }
        Some(Event::OrderEntered(b)) => placed(
            tx,
            folding,
            b.order,
            (&b.number, b.placed_ms, None),
            &b.terms,
        ),
        Some(Event::NumbersReserved(b)) => reserved(tx, folding, &b.numbers),
        Some(Event::OrderMovedIn(b)) => arrived(tx, folding, b),
        Some(Event::OrderChanged(b)) if is_here(tx, folding, b.order)? => {
            terms(tx, folding, b.order, &b.terms)
        }
        Some(Event::OrderReady(b)) => {
            let step = Step::new(b.order, OrderState::Ready);
            walk(tx, folding, &step, &b.settles)
        }
        Some(Event::OrderHandedOver(b)) => {
            let step = Step {
                receiver: Some(b.to),
                who: b.who.as_deref(),
                ..Step::new(b.order, OrderState::HandedOver)
            };
            walk(tx, folding, &step, &b.settles)
        }
        Some(Event::OrderCancelled(b)) => {
            let step = Step {
                reason: Some(&b.reason),
                ..Step::new(b.order, OrderState::Cancelled)
            };
            walk(tx, folding, &step, &b.settles)
        }
        Some(Event::OrderReopened(b)) => {
            // A state of a newer program is as if nothing were marked.
            let state = OrderState::from_code(b.state).unwrap_or(OrderState::Placed);
            let step = Step {
                reason: Some(&b.reason),
                ..Step::new(b.order, state)
            };
            walk(tx, folding, &step, &b.settles)
        }
        Some(Event::OrderMovedOut(b)) => {
            let step = Step {
                reason: Some(&b.reason),
                other: Some(b.to),
                ..Step::new(b.order, OrderState::Moved)
            };
            walk(tx, folding, &step, &b.settles)
        }
        Some(Event::OrderPaid(b)) => {
            let paid = Some((b.amount, b.receipt.as_str()));
            payment(tx, folding, b.order, paid)
        }
        Some(Event::OrderUnpaid(b)) => payment(tx, folding, b.order, None),
        _ => Ok(()),
    }
}

/// A step as it is kept.
struct Step<'a> {
    order: Id,
    state: OrderState,
    reason: Option<&'a str>,
    other: Option<SubjectId>,
    receiver: Option<u8>,
    who: Option<&'a str>,
}

impl Step<'_> {
    fn new(order: Id, state: OrderState) -> Self {
        Self {
            order,
            state,
            reason: None,
            other: None,
            receiver: None,
            who: None,
        }
    }
}

/// An order begins, now or on paper before.
fn placed(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    order: Id,
    (number, placed_ms, claim): (&str, u64, Option<&str>),
    said: &OrderTerms,
) -> Result<(), rusqlite::Error> {
    begin(tx, folding, order, (number, placed_ms), claim)?;
    terms(tx, folding, order, said)?;
    walk(tx, folding, &Step::new(order, OrderState::Placed), &[])
}

fn reserved(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    numbers: &[String],
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    let mut row = tx.prepare_cached(
        "INSERT OR IGNORE INTO p_number (entry, subject, place, number, device, session, wall) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (place, number) in (0_i64..).zip(numbers) {
        row.execute(params![
            folding.hash,
            header.subject,
            place,
            number,
            header.device,
            header.session,
            signed(header.wall.ms)
        ])?;
    }
    Ok(())
}

fn arrived(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    body: &OrderMovedIn,
) -> Result<(), rusqlite::Error> {
    begin(
        tx,
        folding,
        body.order,
        (&body.number, body.placed_ms),
        None,
    )?;
    terms(tx, folding, body.order, &body.terms)?;
    if let Some((amount, receipt)) = &body.paid {
        payment(tx, folding, body.order, Some((*amount, receipt)))?;
    }
    let step = Step {
        other: Some(body.from),
        ..Step::new(
            body.order,
            OrderState::from_code(body.state).unwrap_or(OrderState::Placed),
        )
    };
    walk(tx, folding, &step, &[])
}

/// An order that comes back to a card is there already.
fn begin(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    order: Id,
    (number, placed_ms): (&str, u64),
    claim: Option<&str>,
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    tx.prepare_cached(
        "INSERT OR IGNORE INTO p_order (subject, id, entry, number, claim, placed, device, session, state, questioned) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)",
    )?
    .execute(params![
        header.subject,
        order,
        folding.hash,
        number,
        claim,
        signed(placed_ms),
        header.device,
        header.session,
        OrderState::Placed.code()
    ])?;
    Ok(())
}

/// A word about an order that did not begin on this card is about nothing.
fn is_here(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    order: Id,
) -> Result<bool, rusqlite::Error> {
    tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_order WHERE subject = ?1 AND id = ?2)")?
        .query_row(params![folding.header.subject, order], |row| row.get(0))
}

/// The entries of a table that speak of the order and that this one knew.
fn known(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    (table, order): (&str, Id),
) -> Result<Vec<Hash>, rusqlite::Error> {
    let sql = format!("SELECT entry FROM {table} WHERE subject = ?1 AND id = ?2");
    let mut rows = tx.prepare_cached(&sql)?;
    let older = rows
        .query_map(params![folding.header.subject, order], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    Ok(older
        .into_iter()
        .filter(|older| *older != folding.hash && folding.knows(*older))
        .collect())
}

fn terms(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    order: Id,
    said: &OrderTerms,
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    for older in known(tx, folding, ("p_order_terms", order))? {
        for sql in [
            "DELETE FROM p_order_terms WHERE entry = ?1",
            "DELETE FROM p_order_line WHERE terms = ?1",
            "DELETE FROM p_order_tube WHERE terms = ?1",
        ] {
            tx.prepare_cached(sql)?.execute([older])?;
        }
    }
    tx.prepare_cached(
        "INSERT OR IGNORE INTO p_order_terms (entry, subject, id, hlc, device, seq, cito, funding, counterparty, referrer, \
           sampled_at, total, list) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        folding.hash,
        header.subject,
        order,
        signed(header.hlc.0),
        header.device,
        signed(header.seq),
        said.cito,
        said.funding,
        said.counterparty,
        said.referrer,
        said.sampled_at,
        total(said.lines.iter().map(|line| line.price)),
        said.list
    ])?;
    for (place, line) in said.lines.iter().enumerate() {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        tx.prepare_cached(
            "INSERT OR IGNORE INTO p_order_line (terms, place, subject, code, name_kk, name_ru, short, price, fasting, \
               hint_kk, hint_ru, parts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            folding.hash,
            place,
            header.subject,
            line.code,
            line.name_kk,
            line.name_ru,
            line.short,
            line.price,
            line.fasting,
            line.hint_kk,
            line.hint_ru,
            line.parts.join(" ")
        ])?;
        for (at, (word, name_kk, name_ru)) in line.tubes.iter().enumerate() {
            tx.prepare_cached(
                "INSERT OR IGNORE INTO p_order_tube (terms, place, at, subject, word, name_kk, name_ru) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                folding.hash,
                place,
                i64::try_from(at).unwrap_or(i64::MAX),
                header.subject,
                word,
                name_kk,
                name_ru
            ])?;
        }
    }
    Ok(())
}

fn walk(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    step: &Step<'_>,
    settles: &[Hash],
) -> Result<(), rusqlite::Error> {
    if !is_here(tx, folding, step.order)? {
        return Ok(());
    }
    let header = folding.header;
    for older in known(tx, folding, ("p_order_step", step.order))? {
        tx.prepare_cached("UPDATE p_order_step SET stands = 0 WHERE entry = ?1")?
            .execute([older])?;
    }
    tx.prepare_cached(
        "INSERT OR IGNORE INTO p_order_step (entry, subject, id, state, stands, reason, other, receiver, who, wall, hlc, \
           device, seq, session) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        folding.hash,
        header.subject,
        step.order,
        step.state.code(),
        step.reason,
        step.other,
        step.receiver,
        step.who,
        signed(header.wall.ms),
        signed(header.hlc.0),
        header.device,
        signed(header.seq),
        header.session
    ])?;
    for settled in settles {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO p_order_settled (entry, settled, subject) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![folding.hash, settled, header.subject])?;
    }
    stand(tx, header.subject, step.order)
}

/// How the order stands after a step.
fn stand(tx: &Transaction<'_>, subject: SubjectId, order: Id) -> Result<(), rusqlite::Error> {
    let mut rows = tx.prepare_cached(
        "SELECT state FROM p_order_step WHERE subject = ?1 AND id = ?2 AND stands = 1",
    )?;
    let standing = rows
        .query_map(params![subject, order], |row| row.get(0))?
        .collect::<Result<Vec<u8>, _>>()?;
    let Some((state, questioned)) = shown(standing.into_iter().filter_map(OrderState::from_code))
    else {
        return Ok(());
    };
    tx.prepare_cached(
        "UPDATE p_order SET state = ?3, questioned = ?4 WHERE subject = ?1 AND id = ?2",
    )?
    .execute(params![subject, order, state.code(), questioned])?;
    Ok(())
}

fn payment(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    order: Id,
    paid: Option<(u32, &str)>,
) -> Result<(), rusqlite::Error> {
    if !is_here(tx, folding, order)? {
        return Ok(());
    }
    let header = folding.header;
    for older in known(tx, folding, ("p_order_paid", order))? {
        tx.prepare_cached("DELETE FROM p_order_paid WHERE entry = ?1")?
            .execute([older])?;
    }
    tx.prepare_cached(
        "INSERT OR IGNORE INTO p_order_paid (entry, subject, id, amount, receipt, wall, hlc, device, seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        folding.hash,
        header.subject,
        order,
        paid.map(|(amount, _)| amount),
        paid.map(|(_, receipt)| receipt),
        signed(header.wall.ms),
        signed(header.hlc.0),
        header.device,
        signed(header.seq)
    ])?;
    Ok(())
}

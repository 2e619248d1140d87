//! What the papers of an order may say: the slip that its patient takes away, and the labels of its tubes.
//!
//! Read by `App::order_paper` inside the disclosing door; `tirkeu_forms::paper` words it.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::{Order, on_card, payment, standing, terms, terms_entry};
use crate::domain::fold::fold;
use crate::domain::order::step::{OrderState, to};
use crate::domain::order::{Funding, TubeNamed, number, tubes};
use crate::domain::print::LabelSize;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::Event;
use crate::event::order::OrderTerms;
use crate::id::{Hash, Id, SubjectId};
use crate::journal::log;
use crate::query::acts::Actor;
use crate::query::card::{self, Fields};
use crate::query::lab::{self, Organisation};
use crate::query::{name_behind, print};
use crate::time::Wall;
use crate::words::{Both, Lang, person};

/// Everything that a paper of an order may say.
#[derive(Debug, Clone)]
pub struct OrderFacts {
    /// The laboratory.
    pub organisation: Organisation,
    /// `100 48213 7`.
    pub number: String,
    /// What is told at the hand-over of an order without a card.
    pub claim: Option<String>,
    /// What is ordered.
    pub terms: OrderTerms,
    /// Who pays; none of a newer program.
    pub funding: Option<Funding>,
    /// What was paid, in whole tenge, and the number of the receipt.
    pub paid: Option<(u32, String)>,
    /// Whose it is; none for an order without a card.
    pub patient: Option<(Fields, Both)>,
    /// The tubes to be labelled.
    pub tubes: Vec<TubeNamed>,
    /// The labels in this desk's printer.
    pub label: LabelSize,
    /// When the order was placed.
    pub placed: Wall,
    /// By whom.
    pub by: Actor,
    /// To whom it was handed over; none while it lies here.
    pub handed: Option<Handed>,
    /// When the paper is made.
    pub now: Wall,
}

/// A hand-over as its entry says it.
#[derive(Debug, Clone)]
pub struct Handed {
    /// When.
    pub at: Wall,
    /// By whom.
    pub by: Actor,
    /// One of the names of `domain::order::step::to`.
    pub to: &'static str,
    /// To whom, where it is not the patient.
    pub who: String,
    /// The power of attorney, or the paper of the ground.
    pub basis: String,
    /// What was looked at: kind and number.
    pub document: Option<(String, String)>,
    /// A document was looked at: what the first version of the entry did not ask.
    pub is_seen: bool,
    /// The signature as drawn.
    pub signature: Option<String>,
    /// The entry.
    pub entry: Hash,
}

/// The hand-over of an order that is handed over: the last one, on whatever card it was written. What is nobody's has no act.
fn handed(conn: &Connection, order: &Order) -> Result<Option<Handed>, Error> {
    if order.is_anonymous() || standing(conn, order)?.state != OrderState::HandedOver {
        return Ok(None);
    }
    let entries = conn
        .prepare_cached(
            "SELECT entry FROM p_order_step WHERE id = ?1 AND state = ?2 ORDER BY hlc DESC, device DESC, seq DESC",
        )?
        .query_map(params![order.id, OrderState::HandedOver.code()], |row| {
            row.get(0)
        })?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut found = None;
    for hash in entries {
        // An order that arrived here as handed over was handed over where it came from.
        if let Some(entry) = log::entry(conn, hash)?
            && let Some(Event::OrderHandedOver(body)) = Event::of(&entry)
        {
            found = Some((entry, body));
            break;
        }
    }
    let Some((entry, body)) = found else {
        return Ok(None);
    };
    let header = entry.header();
    Ok(Some(Handed {
        at: header.wall,
        by: Actor {
            name: name_behind(conn, header.device, header.session)?,
            role: None,
        },
        to: to::text(body.to),
        who: body.who.unwrap_or_default(),
        basis: body.basis.unwrap_or_default(),
        document: body.document,
        is_seen: body.signature.is_some() || body.on_paper > 0,
        signature: body.signature,
        entry: entry.hash(),
    }))
}

/// How many tubes an order needs; none where there is no such order that stands.
pub fn tubes_of(
    conn: &Connection,
    (id, of): (Id, SubjectId),
) -> Result<Option<u32>, rusqlite::Error> {
    let Some(order) = on_card(conn, of, id)?.filter(Order::has_papers) else {
        return Ok(None);
    };
    let Some((terms, _)) = terms(conn, &order)? else {
        return Ok(None);
    };
    let needed = tubes(terms.lines.iter().map(|line| line.tubes.as_slice())).len();
    Ok(u32::try_from(needed).ok())
}

/// Facts of a paper, and the entry that says what is ordered. Of the tubes those whose words are named, or all.
///
/// # Errors
/// `not-found` for an order that does not stand on this card or is cancelled, and for a tube that it does not need.
pub fn facts(
    conn: &Connection,
    (id, of): (Id, SubjectId),
    named: &[String],
    now: Wall,
) -> Result<(OrderFacts, Hash), Error> {
    let missing = || Error::from(Refusal::new(NOT_FOUND));
    let order = on_card(conn, of, id)?.filter(Order::has_papers);
    let order = order.ok_or_else(missing)?;
    let (terms, _) = terms(conn, &order)?.ok_or_else(missing)?;
    let entry = terms_entry(conn, &order)?.ok_or_else(missing)?;
    let patient = match order.is_anonymous() {
        true => None,
        false => {
            let fields = card::fields(conn, of)?;
            let name = Both {
                kk: person::name(Lang::Kk, &fields),
                ru: person::name(Lang::Ru, &fields),
            };
            Some((fields, name))
        }
    };
    let facts = OrderFacts {
        organisation: lab::organisation(conn)?.ok_or_else(missing)?,
        number: number::shown(&order.number),
        claim: order.claim.clone(),
        tubes: chosen(&terms, named).ok_or_else(missing)?,
        funding: Funding::from_code(terms.funding),
        paid: payment(conn, &order)?.paid,
        label: print::label(conn)?,
        placed: order.placed,
        by: Actor {
            name: name_behind(conn, order.device, order.session)?,
            role: None,
        },
        handed: handed(conn, &order)?,
        terms,
        patient,
        now,
    };
    Ok((facts, entry))
}

/// Each tube once, however often it is named.
fn chosen(terms: &OrderTerms, named: &[String]) -> Option<Vec<TubeNamed>> {
    let mut all = tubes(terms.lines.iter().map(|line| line.tubes.as_slice()));
    let named: BTreeSet<String> = named.iter().map(|word| fold(word)).collect();
    if !named.is_empty() {
        all.retain(|tube| named.contains(&fold(&tube.0)));
        if all.len() != named.len() {
            return None;
        }
    }
    Some(all.into_iter().cloned().collect())
}

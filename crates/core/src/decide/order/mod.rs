//! Orders: placed on a card or without one; begun on paper and entered later in [`paper`]; changed and paid in [`said`], their
//! steps in [`step`], moved in [`moved`], a file of ready marks in [`ready`].

mod moved;
mod paper;
pub(crate) mod ready;
mod said;
mod sold;
mod step;

pub use moved::move_to;
pub use paper::reserve;
pub use said::{change, pay, unpay};
pub use sold::{kept, line_of, offered_on};
pub use step::{cancel, hand_over, mark_ready, reopen};

use rusqlite::Connection;

use self::sold::terms;
use super::patient::KIT_UNCONFIRMED;
use super::{Decided, Desk, writable};
use crate::app::{Line, setting_subject};
use crate::command::OrderName;
use crate::domain::consent::{Purpose, Standing as Consent};
use crate::domain::legacy::basis;
use crate::domain::order::number::Number;
use crate::domain::order::step::{ORDER_NUMBER_TWICE, ORDER_UNKNOWN};
use crate::domain::order::{
    self, CLAIM_DIGITS, ORDER_ANONYMOUS_OFF, ORDER_CONSENT_DENIED, OrderForm, Statement,
};
use crate::domain::patient::CardKind;
use crate::domain::representative::{REPRESENTATIVE_REQUIRED, is_needed};
use crate::error::{Error, Refusal};
use crate::event::lab::SettingChanged;
use crate::event::order::{OrderEntered, OrderPaid, OrderPlaced, counter_start};
use crate::event::patient::field;
use crate::id::{Entropy, Id, SubjectId};
use crate::projection::roster::Roster;
use crate::query;
use crate::query::order::Order;

crate::codes! {
    /// A card of somebody who acts for others and is no patient.
    ORDER_CARD_THIN = "order-card-thin";
}

/// What a consent means for an order that is placed with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing is said in the same command: what stands counts.
    Unsaid,
    /// A yes.
    Given,
    /// A no.
    Refused,
}

/// An order for a known patient.
pub fn place(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    card: SubjectId,
    form: &OrderForm,
) -> Result<Decided, Error> {
    served(conn, desk, card)?;
    let mut no = Vec::new();
    no.extend(consent_gate(conn, desk, card, Answer::Unsaid)?);
    let placed = super::collect(
        &mut no,
        lines(conn, roster, desk, entropy, Some(card), form),
    )?;
    match placed {
        Some(lines) if no.is_empty() => Ok(Decided {
            subject: card,
            lines,
        }),
        _ => Err(no.into()),
    }
}

/// An order for nobody who is named: the order is its own subject, and a claim code is told at the hand-over.
pub fn place_anonymous(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    form: &OrderForm,
) -> Result<Decided, Error> {
    kit_stands(conn)?;
    if !query::order::takes_anonymous(conn)? {
        return Err(Refusal::new(ORDER_ANONYMOUS_OFF).into());
    }
    // The claim code is told when the order is placed: to nobody, once they have gone.
    paper::never(form)?;
    let lines = lines(conn, roster, desk, entropy, None, form)?;
    let subject = lines.first().map_or(SubjectId::ZERO, |line| line.subject);
    Ok(Decided { subject, lines })
}

/// Whether orders without a card are taken.
pub fn allow_anonymous(desk: &Desk, allowed: bool) -> Decided {
    let subject = setting_subject(desk.org, "orders");
    let body = SettingChanged {
        key: query::order::ANONYMOUS.to_owned(),
        value: if allowed { "yes" } else { "no" }.to_owned(),
    };
    Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    }
}

/// The entries of a new order: it, and the payment where a receipt was named.
pub fn lines(
    conn: &Connection,
    roster: &Roster,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    card: Option<SubjectId>,
    form: &OrderForm,
) -> Result<Vec<Line>, Error> {
    let mut no = Vec::new();
    let on_paper = paper::read(conn, desk, form);
    let on_paper = super::collect(&mut no, on_paper)?.flatten();
    let clock = on_paper.map_or(desk.now, |(_, taken)| order::paper::clock(taken, desk.now));
    let day = clock.date();
    let said = order::check(form, clock, |code| offered_on(conn, desk.org, day, code))?;
    let said = super::collect(&mut no, said.map_err(Error::from))?;
    let (Some(said), true) = (said, no.is_empty()) else {
        return Err(no.into());
    };
    let id = entropy.id();
    let subject = card.unwrap_or(id);
    let list = query::service::in_force(conn, day)?.map(|list| list.id);
    let terms = terms(&said, list);
    let begun = match on_paper {
        Some((number, taken)) => Line::new(
            subject,
            OrderEntered {
                order: id,
                number: number.text(),
                placed_ms: taken.ms,
                terms,
            },
        ),
        None => Line::new(
            subject,
            OrderPlaced {
                order: id,
                number: Counter::of(conn, roster, desk)?.next(conn)?.text(),
                claim: card.is_none().then(|| entropy.digits(CLAIM_DIGITS)),
                terms,
            },
        ),
    };
    let mut lines = vec![begun];
    lines.extend(paid(subject, id, &said));
    Ok(lines)
}

/// The payment that was named together with the services.
fn paid(subject: SubjectId, order: Id, said: &Statement) -> Option<Line> {
    let sum = order::total(said.services.iter().map(|one| one.service.price));
    let receipt = said.receipt.clone()?;
    let amount = said.funding.due(sum);
    Some(Line::new(
        subject,
        OrderPaid {
            order,
            amount,
            receipt,
        },
    ))
}

/// The counter of a desk. It passes over a number that an order of another desk has, which carries the same prefix by
/// mistake, and one that was set aside for paper.
struct Counter {
    start: u32,
    prefix: u16,
    given: u32,
}

impl Counter {
    fn of(conn: &Connection, roster: &Roster, desk: &Desk) -> Result<Self, Error> {
        let enrolled = roster.desk(desk.device);
        Ok(Self {
            start: counter_start(desk.device),
            prefix: enrolled.map_or(0, |enrolled| enrolled.prefix),
            given: query::order::given(conn, desk.device)?,
        })
    }

    fn next(&mut self, conn: &Connection) -> Result<Number, Error> {
        loop {
            let number = Number::nth(self.start, self.prefix, self.given)?;
            self.given += 1;
            if !query::order::is_given(conn, number)? {
                return Ok(number);
            }
        }
    }
}

fn kit_stands(conn: &Connection) -> Result<(), Error> {
    if query::lab::kit_waits(conn)? {
        return Err(Refusal::new(KIT_UNCONFIRMED).into());
    }
    Ok(())
}

/// A card of a patient on whom an order may be put, with what an intake asks of it.
fn served(conn: &Connection, desk: &Desk, card: SubjectId) -> Result<(), Error> {
    kit_stands(conn)?;
    writable(conn, card)?;
    let on = desk.now.date();
    let fields = query::card::fields(conn, card)?;
    let kind = fields.get(&field::CARD_KIND).map(String::as_str);
    if kind == Some(CardKind::Thin.text()) {
        return Err(Refusal::new(ORDER_CARD_THIN).into());
    }
    let born = query::card::birth_date(conn, card)?;
    let is_urgent = kind == Some(CardKind::Urgent.text());
    if is_needed(born, on)
        && !is_urgent
        && !query::relation::somebody_may_consent(conn, card, born, on)?
    {
        return Err(Refusal::at("rep_surname", REPRESENTATIVE_REQUIRED).into());
    }
    Ok(basis::visit(query::legacy::ground(conn, card)?, false)?)
}

/// A no stops every new order, on every desk that knows of it; whoever has not been asked yet may sign a paper at the end.
/// Somebody who is brought in urgently is helped all the same (Health Code art. 137).
pub fn consent_gate(
    conn: &Connection,
    desk: &Desk,
    card: SubjectId,
    answer: Answer,
) -> Result<Option<Refusal>, Error> {
    let kind = query::card::shown(conn, card, field::CARD_KIND)?;
    if kind.as_deref() == Some(CardKind::Urgent.text()) {
        return Ok(None);
    }
    let is_denied = match answer {
        Answer::Given => false,
        Answer::Refused => true,
        Answer::Unsaid => matches!(
            query::consent::standing(conn, card, Purpose::Service, desk.now.date())?,
            Consent::Withdrawn | Consent::Refused
        ),
    };
    Ok(is_denied.then(|| Refusal::new(ORDER_CONSENT_DENIED)))
}

/// The one order that is meant: by its id, or by its number; on which card, where it may be several.
pub(in crate::decide) fn meant(conn: &Connection, name: &OrderName) -> Result<Order, Error> {
    let mut found = match name.id {
        Some(id) => query::order::by_id(conn, id)?,
        None => {
            let number = Number::parse("number", &name.number)?;
            query::order::meant(query::order::by_number(conn, number)?)
        }
    };
    found.retain(|order| order.is_live() && name.of.is_none_or(|of| order.of == of));
    let unknown = || Refusal::at("number", ORDER_UNKNOWN);
    match found.len() {
        0 => Err(unknown().into()),
        1 => Ok(found.pop().ok_or_else(unknown)?),
        _ => {
            let about = found.iter().map(|order| order.of).collect();
            Err(Refusal::at("number", ORDER_NUMBER_TWICE)
                .about(about)
                .into())
        }
    }
}

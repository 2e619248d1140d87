//! Orders: placed on a card or without one, changed, paid, moved to another card; their steps in [`step`], a file of ready
//! marks in [`ready`].

pub(crate) mod ready;
mod step;

pub use step::{cancel, hand_over, mark_ready, reopen};

use rusqlite::Connection;

use super::patient::KIT_UNCONFIRMED;
use super::{Decided, Desk, consent, writable};
use crate::app::{Line, setting_subject};
use crate::command::OrderName;
use crate::domain::consent::{Purpose, Standing as Consent};
use crate::domain::legacy::basis;
use crate::domain::order::number::Number;
use crate::domain::order::step::{ORDER_NUMBER_TWICE, ORDER_UNKNOWN, Wanted, may};
use crate::domain::order::{
    self, CLAIM_DIGITS, ORDER_ANONYMOUS_OFF, ORDER_CONSENT_DENIED, ORDER_MOVED_NOWHERE,
    ORDER_NOT_PAID, ORDER_PAID_ALREADY, ORDER_SAME, OrderForm, Ordered, Statement,
};
use crate::domain::patient::CardKind;
use crate::domain::representative::{REPRESENTATIVE_REQUIRED, is_needed};
use crate::domain::service::{Service, Stomach, code};
use crate::error::{Error, Refusal};
use crate::event::lab::SettingChanged;
use crate::event::order::{
    OrderChanged, OrderLine, OrderMovedIn, OrderMovedOut, OrderPaid, OrderPlaced, OrderTerms,
    OrderUnpaid,
};
use crate::event::patient::field;
use crate::id::{Entropy, Hash, Id, OrgId, SubjectId};
use crate::projection::roster::Roster;
use crate::query;
use crate::query::order::Order;
use crate::query::service::Offered;

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
    let said = order::check(form, desk.now, |code| offered(conn, desk, code))??;
    let number = next(conn, roster, desk)?;
    let id = entropy.id();
    let subject = card.unwrap_or(id);
    let list = query::service::in_force(conn, desk.now.date())?.map(|list| list.id);
    let body = OrderPlaced {
        order: id,
        number: number.text(),
        claim: card.is_none().then(|| claim(entropy)),
        terms: terms(&said, list),
    };
    let mut lines = vec![Line::new(subject, body)];
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

/// The next number of this desk. One that an order of another desk has, which carries the same prefix by mistake, is
/// passed over.
fn next(conn: &Connection, roster: &Roster, desk: &Desk) -> Result<Number, Error> {
    let prefix = roster
        .desk(desk.device)
        .map_or(0, |enrolled| enrolled.prefix);
    let mut given = query::order::given(conn, desk.device)?;
    loop {
        let number = Number::nth(desk.device, prefix, given)?;
        if !query::order::is_given(conn, number)? {
            return Ok(number);
        }
        given += 1;
    }
}

fn claim(entropy: &mut dyn Entropy) -> String {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    let digits = CLAIM_DIGITS as usize;
    format!(
        "{:0digits$}",
        u64::from_be_bytes(bytes) % 10_u64.pow(CLAIM_DIGITS)
    )
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

/// The service of a code as it is offered today, with the tubes of its services where it is a panel.
pub fn offered(
    conn: &Connection,
    desk: &Desk,
    code: &str,
) -> Result<Option<Ordered>, rusqlite::Error> {
    offered_on(conn, desk.org, desk.now.date(), code)
}

/// The same for whoever only looks.
pub fn offered_on(
    conn: &Connection,
    org: OrgId,
    on: chrono::NaiveDate,
    code: &str,
) -> Result<Option<Ordered>, rusqlite::Error> {
    let Some(one) = query::service::by_code(conn, org, on, code)? else {
        return Ok(None);
    };
    let mut tubes = Vec::from_iter(tube(&one));
    if tubes.is_empty() {
        for part in &one.service.parts {
            let part = query::service::by_code(conn, org, on, part)?;
            tubes.extend(part.as_ref().and_then(tube));
        }
        tubes = order::tubes([tubes.as_slice()])
            .into_iter()
            .cloned()
            .collect();
    }
    Ok(Some(Ordered {
        service: one.service,
        tubes,
    }))
}

fn tube(one: &Offered) -> Option<order::TubeNamed> {
    let word = one.service.tube.clone()?;
    let named = one.tube.clone()?;
    Some((word, named.kk, named.ru))
}

/// A service as an order keeps it.
pub fn line_of(one: &Ordered) -> OrderLine {
    let Ordered { service, tubes } = one;
    let (hint_kk, hint_ru) = service.hint.clone().unzip();
    OrderLine {
        code: service.code.clone(),
        name_kk: service.name_kk.clone(),
        name_ru: service.name_ru.clone(),
        short: service.short.clone(),
        tubes: tubes.clone(),
        price: service.price,
        fasting: u8::from(service.stomach == Stomach::Empty),
        hint_kk,
        hint_ru,
        parts: service.parts.clone(),
    }
}

fn terms(said: &Statement, list: Option<Id>) -> OrderTerms {
    OrderTerms {
        list,
        lines: said.services.iter().map(line_of).collect(),
        cito: u8::from(said.cito),
        funding: said.funding.code(),
        counterparty: said.counterparty.clone(),
        referrer: said.referrer.clone(),
        sampled_at: said.sampled_at.clone(),
    }
}

/// A service as it was sold.
fn sold(line: &OrderLine) -> Ordered {
    Ordered {
        service: Service {
            code: line.code.clone(),
            name_kk: line.name_kk.clone(),
            name_ru: line.name_ru.clone(),
            short: line.short.clone(),
            tube: line.tubes.first().map(|(word, _, _)| word.clone()),
            price: line.price,
            stomach: match line.fasting {
                1 => Stomach::Empty,
                _ => Stomach::Any,
            },
            hint: line.hint_kk.clone().zip(line.hint_ru.clone()),
            parts: line.parts.clone(),
        },
        tubes: line.tubes.clone(),
    }
}

/// A service of an order that is changed, as it was sold.
#[derive(Debug)]
pub struct Kept(OrderLine);

impl Kept {
    /// Whether a code is its.
    pub fn is(&self, typed: &str) -> bool {
        code::key(&self.0.code) == code::key(typed.trim())
    }

    /// It by value.
    pub fn ordered(&self) -> Ordered {
        sold(&self.0)
    }
}

/// What is ordered so far; nothing of an order that begins.
pub fn kept(conn: &Connection, changed: Option<&OrderName>) -> Result<Vec<Kept>, Error> {
    let Some(name) = changed else {
        return Ok(Vec::new());
    };
    let terms = query::order::terms(conn, &meant(conn, name)?)?;
    let lines = terms.map(|(terms, _)| terms.lines).unwrap_or_default();
    Ok(lines.into_iter().map(Kept).collect())
}

/// The one order that is meant: by its id, or by its number; on which card, where it may be several.
fn meant(conn: &Connection, name: &OrderName) -> Result<Order, Error> {
    let mut found = match name.id {
        Some(id) => query::order::by_id(conn, id)?,
        None => query::order::by_number(conn, Number::parse("number", &name.number)?)?,
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

/// Services, payer or time said anew. What stays keeps the price for which it was sold.
pub fn change(
    conn: &Connection,
    desk: &Desk,
    name: &OrderName,
    form: &OrderForm,
    reason: &str,
) -> Result<Decided, Error> {
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
    let said = super::collect(&mut no, said.map_err(Error::from))?;
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
    let stands = query::order::payment(conn, &found)?;
    if stands.paid.is_some() && !stands.questioned {
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
    } else if super::collect(&mut no, served(conn, desk, to))?.is_some() {
        no.extend(consent_gate(conn, desk, to, Answer::Unsaid)?);
    }
    let said = order::reason(reason)
        .map_err(|refusal| no.push(refusal))
        .ok();
    let mut annulled = Vec::new();
    for target in mistaken {
        let act = consent::annul(conn, roster, desk, found.of, *target, reason);
        annulled.extend(super::collect(&mut no, act)?.map(|act| act.lines));
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

//! To whom an order may be handed over, as facts for the rule and as rows of the screen.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

use super::Order;
use crate::domain::consent::Purpose;
use crate::domain::order::hand_over::{Acting, Facts, no_person};
use crate::domain::patient::CardKind;
use crate::error::Refusal;
use crate::event::Event;
use crate::event::patient::field;
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError};
use crate::query::{card, consent, person, relation};
use crate::time::Wall;
use crate::view::{Problem, ReceiverView};
use crate::words::dates;

/// What the rule asks of the card of an order.
pub fn facts(conn: &Connection, order: &Order, on: NaiveDate) -> Result<Facts, LogError> {
    if order.is_anonymous() {
        return Ok(Facts {
            claim: Some(order.claim.clone().unwrap_or_default()),
            ..Facts::default()
        });
    }
    let fields = card::fields(conn, order.of)?;
    let is = |name, value: &str| fields.get(&name).is_some_and(|said| said == value);
    let named = fields.get(&field::DESIGNATED).cloned();
    let is_permitted = consent::permitted(conn, order.of, Purpose::DesignatedPerson, on)?;
    // They agreed to this name, not to whatever was written in its place since.
    let named = match named.filter(|_| is_permitted) {
        Some(name) if agreed_to(conn, order.of, &name)? => Some(name),
        _ => None,
    };
    let mut acting = Vec::new();
    for stands in relation::representatives(conn, order.of)? {
        acting.push(Acting {
            card: stands.representative,
            name: card::full_name(&card::fields(conn, stands.representative)?),
            relation: stands.relation,
        });
    }
    Ok(Facts {
        claim: None,
        born: card::birth_date(conn, order.of)?,
        is_undocumented: [CardKind::NoDocument, CardKind::Urgent]
            .iter()
            .any(|kind| is(field::CARD_KIND, kind.text()))
            && !is(field::DOC_CHECKED, "yes"),
        designated: named,
        acting,
    })
}

/// Whether the last consent to a named person on a card of theirs says this name.
fn agreed_to(conn: &Connection, of: SubjectId, name: &str) -> Result<bool, LogError> {
    for card in person::merged(conn, of)? {
        let entry: Option<Hash> = conn
            .prepare_cached(
                "SELECT c.entry FROM p_consent c JOIN p_consent_purpose p ON p.entry = c.entry \
                 WHERE c.subject = ?1 AND p.purpose = ?2 \
                 AND c.entry NOT IN (SELECT target FROM p_consent_annulment WHERE subject = ?1) \
                 ORDER BY c.hlc DESC, c.device DESC, c.seq DESC LIMIT 1",
            )?
            .query_row(params![card, Purpose::DesignatedPerson.code()], |row| {
                row.get(0)
            })
            .optional()?;
        let entry = match entry {
            Some(entry) => log::entry(conn, entry)?,
            None => None,
        };
        if let Some(Event::ConsentGiven(body)) = entry.as_ref().and_then(Event::of)
            && body.sentence.contains(name)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Everybody who may take it, the person first; whoever may not with the reason.
pub fn rows(conn: &Connection, order: &Order, now: Wall) -> Result<Vec<ReceiverView>, LogError> {
    let facts = facts(conn, order, now.date())?;
    let plain = |to: &str, name: &str| ReceiverView {
        to: to.to_owned(),
        card: None,
        name: name.to_owned(),
        note: String::new(),
        problem: None,
    };
    if facts.claim.is_some() {
        return Ok(vec![plain("person", "")]);
    }
    let name = card::full_name(&card::fields(conn, order.of)?);
    let mut all = vec![ReceiverView {
        problem: no_person(&facts, now).map(|code| Problem::refused(&Refusal::at("to", code))),
        ..plain("person", &name)
    }];
    for one in &facts.acting {
        if !one.relation.may_receive(facts.born, now.date()) {
            continue;
        }
        let until = one.relation.valid_until.map(dates::short);
        let said = [one.relation.document.clone(), until];
        all.push(ReceiverView {
            card: Some(one.card),
            note: said.into_iter().flatten().collect::<Vec<_>>().join(", "),
            ..plain("representative", &one.name)
        });
    }
    all.extend(
        facts
            .designated
            .iter()
            .map(|name| plain("designated", name)),
    );
    all.push(plain("attorney", ""));
    Ok(all)
}

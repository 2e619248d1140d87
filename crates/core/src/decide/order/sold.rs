//! Services as an order keeps them: offered today, or as they were sold.

use rusqlite::Connection;

use super::meant;
use crate::command::OrderName;
use crate::decide::Desk;
use crate::domain::order::{self, Ordered, Statement};
use crate::domain::service::{Service, Stomach, code};
use crate::error::Error;
use crate::event::order::{OrderLine, OrderTerms};
use crate::id::{Id, OrgId};
use crate::query;
use crate::query::service::Offered;

/// The service of a code as it is offered today, with the tubes of its services where it is a panel.
pub(super) fn offered(
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

pub(super) fn terms(said: &Statement, list: Option<Id>) -> OrderTerms {
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
pub struct Kept(pub(super) OrderLine);

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

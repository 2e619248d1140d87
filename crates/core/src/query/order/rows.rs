//! Orders as rows of screens: pages of the list, the orders of a person, what is unpaid; one in full in [`super::full`].

use chrono::NaiveDate;
use rusqlite::{Connection, ToSql, params};

use super::{COLUMNS, Order, due, of_card, payment, read, standing, terms};
use crate::domain::order::step::OrderState;
use crate::domain::order::{Funding, number};
use crate::event::patient::field;
use crate::id::{DeviceId, Id, SubjectId};
use crate::journal::log::signed;
use crate::query::{card, day_begins, person};
use crate::view::OrderRow;
use crate::words::{dates, numbers};

/// Rows of a page.
pub const PAGE: usize = 50;
/// Rows of the end of a shift; whoever has more closes these first.
const UNPAID: i64 = 200;
/// For how many days back the filter of what is unpaid looks.
const UNPAID_DAYS: u64 = 92;

/// Which orders a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    All,
    /// Those that stand so.
    In(OrderState),
    /// Owed and not paid, of the last three months.
    Unpaid,
    /// Those about which desks said different things.
    Questioned,
}

impl Filter {
    /// Reads the name: `all`, `unpaid`, `questioned`, or that of a state.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "" | "all" => Self::All,
            "unpaid" => Self::Unpaid,
            "questioned" => Self::Questioned,
            name => Self::In(OrderState::parse(name).filter(|state| *state != OrderState::Moved)?),
        })
    }
}

/// Where a page ends: when its last order was placed, and which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    placed_ms: u64,
    id: Id,
}

impl Cursor {
    /// As it goes to the screen and back.
    pub fn text(self) -> String {
        format!("{}-{}", self.placed_ms, self.id)
    }

    /// Reads it; none for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (placed_ms, id) = text.split_once('-')?;
        Some(Self {
            placed_ms: placed_ms.parse().ok()?,
            id: Id::parse(id)?,
        })
    }
}

/// A page of orders, the latest first, and where the next one begins.
pub fn page(
    conn: &Connection,
    filter: Filter,
    after: Option<Cursor>,
    on: NaiveDate,
) -> Result<(Vec<OrderRow>, Option<Cursor>), rusqlite::Error> {
    let (moved, cancelled) = (OrderState::Moved.code(), OrderState::Cancelled.code());
    let since = day_begins(on - chrono::Days::new(UNPAID_DAYS));
    let state = match filter {
        Filter::In(state) => state.code(),
        _ => moved,
    };
    let meant = match filter {
        Filter::All => "o.state <> ?1",
        Filter::In(_) => "o.state = ?1",
        // A question on a card that the order has left is asked where it stands.
        Filter::Questioned => {
            "o.state <> ?1 AND (o.questioned = 1 \
               OR EXISTS (SELECT 1 FROM p_order q WHERE q.id = o.id AND q.subject <> o.subject AND (q.state <> ?1 OR q.questioned = 1)) \
               OR (SELECT count(*) FROM p_order_terms t WHERE t.subject = o.subject AND t.id = o.id) > 1 \
               OR (SELECT count(*) FROM p_order_paid p WHERE p.subject = o.subject AND p.id = o.id) > 1)"
        }
        Filter::Unpaid => {
            "o.state NOT IN (?1, ?5) AND o.placed >= ?6 \
             AND EXISTS (SELECT 1 FROM p_order_terms t WHERE t.subject = o.subject AND t.id = o.id AND t.funding = 1 AND t.total > 0) \
             AND NOT EXISTS (SELECT 1 FROM p_order_paid p WHERE p.subject = o.subject AND p.id = o.id AND p.amount IS NOT NULL)"
        }
    };
    let sql = format!(
        "SELECT {} FROM p_order o WHERE {meant} AND (o.placed, o.id) < (?2, ?3) ORDER BY o.placed DESC, o.id DESC LIMIT ?4",
        COLUMNS
    );
    let (placed, id) = after.map_or((i64::MAX, Id([255; 16])), |after| {
        (signed(after.placed_ms), after.id)
    });
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut args: Vec<&dyn ToSql> = vec![&state, &placed, &id, &most];
    if filter == Filter::Unpaid {
        args.extend([&cancelled as &dyn ToSql, &since]);
    }
    let mut found = conn
        .prepare_cached(&sql)?
        .query_map(args.as_slice(), read)?
        .collect::<Result<Vec<Order>, _>>()?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|last| Cursor {
        placed_ms: last.placed.ms,
        id: last.id,
    });
    let rows = found.iter().map(|order| row(conn, order));
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    if filter == Filter::Questioned {
        rows.retain(|row| !row.questions.is_empty());
    }
    Ok((rows, next))
}

/// Orders of a person, the latest first; of one that moved away only the card on which it stands tells.
pub fn of_person(conn: &Connection, card: SubjectId) -> Result<Vec<OrderRow>, rusqlite::Error> {
    let mut all = Vec::new();
    for one in person::merged(conn, card)? {
        all.extend(of_card(conn, one)?.into_iter().filter(Order::is_live));
    }
    all.sort_by_key(|order| std::cmp::Reverse((order.placed, order.id)));
    all.iter().map(|order| row(conn, order)).collect()
}

/// Orders that this desk took today, or entered today from paper, and that are owed and not paid.
pub fn unpaid(
    conn: &Connection,
    device: DeviceId,
    on: NaiveDate,
) -> Result<Vec<OrderRow>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_order o WHERE (placed >= ?1 AND placed < ?1 + 86400000 OR entry IN ( \
           SELECT hash FROM x_graph WHERE kind = 586 AND device = ?2 AND wall >= ?1 AND wall < ?1 + 86400000)) \
         AND device = ?2 AND state NOT IN (?3, ?4) ORDER BY placed, id LIMIT ?5"
    );
    let orders = conn
        .prepare_cached(&sql)?
        .query_map(
            params![
                day_begins(on),
                device,
                OrderState::Cancelled.code(),
                OrderState::Moved.code(),
                UNPAID
            ],
            read,
        )?
        .collect::<Result<Vec<Order>, _>>()?;
    let mut rows = Vec::new();
    for order in orders {
        rows.extend(Some(row(conn, &order)?).filter(|row| row.unpaid));
    }
    Ok(rows)
}

/// An order as a row of a list.
pub fn row(conn: &Connection, order: &Order) -> Result<OrderRow, rusqlite::Error> {
    let standing = standing(conn, order)?;
    let said = terms(conn, order)?;
    let paid = payment(conn, order)?;
    let (terms, terms_asked) = said.map_or((None, false), |(terms, asked)| (Some(terms), asked));
    let due = terms.as_ref().map_or(0, due);
    let fields = match order.is_anonymous() {
        true => card::Fields::new(),
        false => card::fields(conn, order.of)?,
    };
    let questions = [
        (standing.questioned, "state"),
        (terms_asked, "terms"),
        (paid.questioned, "payment"),
    ];
    let born = fields.get(&field::BIRTH_DATE);
    let lines = terms.as_ref().map_or(&[][..], |terms| &terms.lines[..]);
    let funding = terms
        .as_ref()
        .and_then(|terms| Funding::from_code(terms.funding));
    Ok(OrderRow {
        id: order.id,
        of: order.of,
        number: number::shown(&order.number),
        state: standing.state,
        questions: questions
            .into_iter()
            .filter(|(asked, _)| *asked)
            .map(|(_, what)| what.to_owned())
            .collect(),
        anonymous: order.is_anonymous(),
        name: card::full_name(&fields),
        birth_date: born
            .and_then(|day| day.parse().ok())
            .map(dates::short)
            .unwrap_or_default(),
        placed: dates::moment(order.placed),
        placed_on: dates::short(order.placed.date()),
        services: lines
            .iter()
            .map(|line| line.short.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        cito: terms.as_ref().is_some_and(|terms| terms.cito > 0),
        funding: funding.map(Funding::text).unwrap_or_default().to_owned(),
        total: numbers::tenge(crate::domain::order::total(
            lines.iter().map(|line| line.price),
        )),
        due: owed(due),
        unpaid: due > 0 && paid.paid.is_none() && standing.state != OrderState::Cancelled,
        receipt: paid.paid.map(|(_, receipt)| receipt).unwrap_or_default(),
    })
}

/// `4 100 ₸`, or nothing.
pub fn owed(due: u32) -> String {
    match due {
        0 => String::new(),
        due => numbers::tenge(due),
    }
}

//! Orders as facts: who has which number, how an order stands on all its cards, what is ordered and paid.
//!
//! An order is its id, never its number: two desks may carry one prefix without knowing of each other, and then two
//! orders have one number. Whoever asks by a number is given every order that has it.

pub mod dropped;
pub mod full;
pub mod paper;
pub mod receivers;
pub mod reserved;
pub mod rows;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::order::number::Number;
use crate::domain::order::step::{self, OrderState, Standing};
use crate::domain::order::{Funding, TubeNamed};
use crate::error::Error;
use crate::event::kinds;
use crate::event::order::{OrderLine, OrderTerms};
use crate::id::{DeviceId, Hash, Id, SessionId, SubjectId};
use crate::journal::log::unsigned;
use crate::query::lab;
use crate::time::Wall;

/// An order on one card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// It.
    pub id: Id,
    /// The card on which it stands; itself where it has none.
    pub of: SubjectId,
    /// Nine digits.
    pub number: String,
    /// What is told at the hand-over of an order without a card.
    pub claim: Option<String>,
    /// When it was placed.
    pub placed: Wall,
    /// At which desk.
    pub device: DeviceId,
    /// In whose session.
    pub session: SessionId,
    /// How it stands on this card.
    pub here: (OrderState, bool),
}

impl Order {
    /// It belongs to nobody who is named.
    pub fn is_anonymous(&self) -> bool {
        self.id == self.of
    }

    /// Slip and labels are printed from this card.
    pub fn has_papers(&self) -> bool {
        !OrderState::WITHOUT_PAPERS.contains(&self.here.0)
    }

    /// It is not on its way somewhere else.
    pub fn is_live(&self) -> bool {
        self.here.0 != OrderState::Moved
    }
}

const COLUMNS: &str = "subject, id, number, claim, placed, device, session, state, questioned";

fn read(row: &Row<'_>) -> Result<Order, rusqlite::Error> {
    let state: u8 = row.get("state")?;
    Ok(Order {
        id: row.get("id")?,
        of: row.get("subject")?,
        number: row.get("number")?,
        claim: row.get("claim")?,
        placed: Wall::almaty(unsigned(row.get("placed")?)),
        device: row.get("device")?,
        session: row.get("session")?,
        here: (
            OrderState::from_code(state).unwrap_or(OrderState::Placed),
            row.get("questioned")?,
        ),
    })
}

/// The order on every card on which it is or was.
pub fn by_id(conn: &Connection, id: Id) -> Result<Vec<Order>, rusqlite::Error> {
    let sql = format!("SELECT {COLUMNS} FROM p_order WHERE id = ?1 ORDER BY subject");
    let mut rows = conn.prepare_cached(&sql)?;
    rows.query_map([id], read)?.collect()
}

/// The order on one card.
pub fn on_card(conn: &Connection, of: SubjectId, id: Id) -> Result<Option<Order>, rusqlite::Error> {
    let sql = format!("SELECT {COLUMNS} FROM p_order WHERE subject = ?1 AND id = ?2");
    conn.prepare_cached(&sql)?
        .query_row(params![of, id], read)
        .optional()
}

/// Orders of a number where they stand now.
pub fn by_number(conn: &Connection, number: Number) -> Result<Vec<Order>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_order WHERE number = ?1 AND state <> ?2 ORDER BY placed, id, subject"
    );
    let mut rows = conn.prepare_cached(&sql)?;
    rows.query_map(params![number.text(), OrderState::Moved.code()], read)?
        .collect()
}

/// Of orders of one number those that are meant by it: not one that was cancelled beside one that was not, because its number
/// was given to the other after all.
pub fn meant(mut found: Vec<Order>) -> Vec<Order> {
    if found.len() > 1 && found.iter().any(Order::has_papers) {
        found.retain(Order::has_papers);
    }
    found
}

/// Orders of a card, the latest first.
pub fn of_card(conn: &Connection, of: SubjectId) -> Result<Vec<Order>, rusqlite::Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM p_order WHERE subject = ?1 ORDER BY placed DESC, id DESC");
    let mut rows = conn.prepare_cached(&sql)?;
    rows.query_map([of], read)?.collect()
}

/// Whether an order has the number, or a sheet of paper, so that it is passed over.
pub fn is_given(conn: &Connection, number: Number) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM p_order WHERE number = ?1) OR EXISTS (SELECT 1 FROM p_number WHERE number = ?1)",
    )?
    .query_row([number.text()], |row| row.get(0))
}

/// How many numbers a desk has given, for good: every order of its own, of which nothing but the entry may be left, and
/// every number that it set aside, whether that entry still counts or not.
pub fn given(conn: &Connection, device: DeviceId) -> Result<u32, Error> {
    const { assert!(kinds::ORDER_PLACED == 576, "the index names the number") };
    let placed: u32 = conn
        .prepare_cached("SELECT count(*) FROM x_graph WHERE device = ?1 AND kind = 576")?
        .query_row([device], |row| row.get(0))?;
    Ok(placed + reserved::count_of(conn, device)?)
}

/// When an order that began on paper was entered; none for one that did not.
pub fn entered(conn: &Connection, order: &Order) -> Result<Option<Wall>, rusqlite::Error> {
    const { assert!(kinds::ORDER_ENTERED == 586, "the index names the number") };
    let wall: Option<i64> = conn
        .prepare_cached(
            "SELECT g.wall FROM p_order o JOIN x_graph g ON g.hash = o.entry \
             WHERE o.subject = ?1 AND o.id = ?2 AND g.kind = 586",
        )?
        .query_row(params![order.of, order.id], |row| row.get(0))
        .optional()?;
    Ok(wall.map(|ms| Wall::almaty(unsigned(ms))))
}

/// How the order stands, with what was said of it on cards that it has left, or of which it stands on several.
pub fn standing(conn: &Connection, order: &Order) -> Result<Standing, rusqlite::Error> {
    if !order.is_live() {
        return Ok(step::told(order.here, &[]));
    }
    let mut rows = conn.prepare_cached(
        "SELECT s.entry, s.state FROM p_order_step s JOIN p_order o ON o.subject = s.subject AND o.id = s.id \
         WHERE s.id = ?1 AND s.subject <> ?2 AND s.stands = 1 AND o.state = ?3 \
         AND NOT EXISTS (SELECT 1 FROM p_order_settled t WHERE t.settled = s.entry) ORDER BY s.entry",
    )?;
    let elsewhere = rows
        .query_map(
            params![order.id, order.of, OrderState::Moved.code()],
            |row| Ok((row.get(0)?, row.get::<_, u8>(1)?)),
        )?
        .collect::<Result<Vec<(Hash, u8)>, _>>()?;
    let elsewhere: Vec<(Hash, OrderState)> = elsewhere
        .into_iter()
        .filter_map(|(entry, state)| Some((entry, OrderState::from_code(state)?)))
        .collect();
    let mut standing = step::told(order.here, &elsewhere);
    // Desks put it on two cards at once: on one of them it is cancelled.
    if standing.state != OrderState::Cancelled {
        standing.questioned |= conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM p_order WHERE id = ?1 AND subject <> ?2 AND state NOT IN (?3, ?4))",
            )?
            .query_row(
                params![
                    order.id,
                    order.of,
                    OrderState::Moved.code(),
                    OrderState::Cancelled.code()
                ],
                |row| row.get::<_, bool>(0),
            )?;
    }
    Ok(standing)
}

/// Whether it was marked ready at some time: where it is not now, somebody took the mark back.
pub fn was_ready(conn: &Connection, order: &Order) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_order_step WHERE id = ?1 AND state = ?2)")?
        .query_row(params![order.id, OrderState::Ready.code()], |row| {
            row.get(0)
        })
}

/// What is ordered, and whether desks said different things at once; the latest is shown. None without its body.
pub fn terms(
    conn: &Connection,
    order: &Order,
) -> Result<Option<(OrderTerms, bool)>, rusqlite::Error> {
    let mut all = conn.prepare_cached(
        "SELECT entry, cito, funding, counterparty, referrer, sampled_at, list FROM p_order_terms \
         WHERE subject = ?1 AND id = ?2 ORDER BY hlc DESC, device DESC, seq DESC",
    )?;
    let mut all = all
        .query_map(params![order.of, order.id], |row| {
            let terms = OrderTerms {
                list: row.get("list")?,
                lines: Vec::new(),
                cito: row.get("cito")?,
                funding: row.get("funding")?,
                counterparty: row.get("counterparty")?,
                referrer: row.get("referrer")?,
                sampled_at: row.get("sampled_at")?,
            };
            Ok((row.get("entry")?, terms))
        })?
        .collect::<Result<Vec<(Hash, OrderTerms)>, _>>()?;
    for (entry, terms) in &mut all {
        terms.lines = lines(conn, *entry)?;
    }
    let mut all = all.into_iter().map(|(_, terms)| terms);
    let Some(shown) = all.next() else {
        return Ok(None);
    };
    let questioned = all.any(|other| other != shown);
    Ok(Some((shown, questioned)))
}

/// The entry that says what is ordered, of several the latest.
pub fn terms_entry(conn: &Connection, order: &Order) -> Result<Option<Hash>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT entry FROM p_order_terms WHERE subject = ?1 AND id = ?2 ORDER BY hlc DESC, device DESC, seq DESC LIMIT 1",
    )?
    .query_row(params![order.of, order.id], |row| row.get(0))
    .optional()
}

fn lines(conn: &Connection, terms: Hash) -> Result<Vec<OrderLine>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT place, code, name_kk, name_ru, short, price, fasting, hint_kk, hint_ru, parts FROM p_order_line \
         WHERE terms = ?1 ORDER BY place",
    )?;
    let rows = rows
        .query_map([terms], |row| {
            let parts: String = row.get("parts")?;
            let line = OrderLine {
                code: row.get("code")?,
                name_kk: row.get("name_kk")?,
                name_ru: row.get("name_ru")?,
                short: row.get("short")?,
                tubes: Vec::new(),
                price: row.get("price")?,
                fasting: row.get("fasting")?,
                hint_kk: row.get("hint_kk")?,
                hint_ru: row.get("hint_ru")?,
                parts: parts.split_whitespace().map(str::to_owned).collect(),
            };
            Ok((row.get("place")?, line))
        })?
        .collect::<Result<Vec<(i64, OrderLine)>, _>>()?;
    let mut tubes = conn.prepare_cached(
        "SELECT word, name_kk, name_ru FROM p_order_tube WHERE terms = ?1 AND place = ?2 ORDER BY at",
    )?;
    let mut out = Vec::with_capacity(rows.len());
    for (place, mut line) in rows {
        line.tubes = tubes
            .query_map(params![terms, place], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<Result<Vec<TubeNamed>, _>>()?;
        out.push(line);
    }
    Ok(out)
}

/// What the patient owes for these terms, in whole tenge; a way of payment of a newer program owes the whole.
pub fn due(terms: &OrderTerms) -> u32 {
    let total = crate::domain::order::total(terms.lines.iter().map(|line| line.price));
    Funding::from_code(terms.funding).map_or(total, |funding| funding.due(total))
}

/// What was paid, with the number of the receipt, and whether desks said different things at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Payment {
    /// Whole tenge, and the number of the receipt.
    pub paid: Option<(u32, String)>,
    /// Desks said different things without knowing of each other; a paid mark is shown before none.
    pub questioned: bool,
}

impl Payment {
    /// Whether a paid mark says something new: none stands, or desks disagree on the one that does.
    pub fn is_open(&self) -> bool {
        self.paid.is_none() || self.questioned
    }
}

/// What stands of the payments of an order.
pub fn payment(conn: &Connection, order: &Order) -> Result<Payment, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT amount, receipt FROM p_order_paid WHERE subject = ?1 AND id = ?2 \
         ORDER BY amount IS NULL, hlc DESC, device DESC, seq DESC",
    )?;
    let all = rows
        .query_map(params![order.of, order.id], |row| {
            let amount: Option<u32> = row.get(0)?;
            let receipt: Option<String> = row.get(1)?;
            Ok(amount.zip(receipt))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let mut all = all.into_iter();
    let paid = all.next().flatten();
    Ok(Payment {
        questioned: all.any(|other| other != paid),
        paid,
    })
}

/// The codes of the last order of a person that was not taken back, for «как в прошлый раз».
pub fn last_codes(conn: &Connection, card: SubjectId) -> Result<Vec<String>, rusqlite::Error> {
    let mut last: Option<Order> = None;
    for one in super::person::merged(conn, card)? {
        let orders = of_card(conn, one)?.into_iter();
        let mut orders = orders
            .filter(|order| !matches!(order.here.0, OrderState::Cancelled | OrderState::Moved));
        if let Some(order) = orders.next()
            && last.as_ref().is_none_or(|last| last.placed < order.placed)
        {
            last = Some(order);
        }
    }
    let terms = last.map(|order| terms(conn, &order)).transpose()?.flatten();
    let lines = terms.map(|(terms, _)| terms.lines).unwrap_or_default();
    Ok(lines.into_iter().map(|line| line.code).collect())
}

/// When the latest order that lies ready on these cards was placed.
pub fn lies_ready(conn: &Connection, cards: &[SubjectId]) -> Result<Option<Wall>, rusqlite::Error> {
    let mut latest = None;
    for card in cards {
        let placed: Option<i64> = conn
            .prepare_cached("SELECT max(placed) FROM p_order WHERE subject = ?1 AND state = ?2")?
            .query_row(params![card, OrderState::Ready.code()], |row| row.get(0))?;
        latest = latest.max(placed);
    }
    Ok(latest.map(|ms| Wall::almaty(unsigned(ms))))
}

/// Desks that carry one number prefix: each prefix with its desks, none where every desk has its own.
pub fn shared_prefixes(conn: &Connection) -> Result<Vec<(u16, Vec<DeviceId>)>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT DISTINCT prefix, device FROM p_device WHERE prefix IN \
           (SELECT prefix FROM p_device GROUP BY prefix HAVING count(DISTINCT device) > 1) ORDER BY prefix, device",
    )?;
    let mut rows = rows.query([])?;
    let mut out: Vec<(u16, Vec<DeviceId>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (prefix, device) = (row.get(0)?, row.get(1)?);
        match out.last_mut() {
            Some((last, desks)) if *last == prefix => desks.push(device),
            _ => out.push((prefix, vec![device])),
        }
    }
    Ok(out)
}

/// Numbers that several orders have, each with how many; one that was cancelled has none any more.
pub fn shared_numbers(conn: &Connection) -> Result<Vec<(String, u32)>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT number, count(DISTINCT id) AS orders FROM p_order WHERE state NOT IN (?1, ?2) \
         GROUP BY number HAVING orders > 1 ORDER BY number",
    )?;
    let [one, other] = OrderState::WITHOUT_PAPERS.map(OrderState::code);
    rows.query_map([one, other], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Setting: whether orders without a card are taken.
pub const ANONYMOUS: &str = "anonymous_orders";

/// Whether orders without a card are taken.
pub fn takes_anonymous(conn: &Connection) -> Result<bool, rusqlite::Error> {
    Ok(lab::setting(conn, ANONYMOUS)?.as_deref() == Some("yes"))
}

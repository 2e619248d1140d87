//! Orders as screens show them: pages of the list, the orders of a person, one in full.

use chrono::NaiveDate;
use rusqlite::{Connection, ToSql, params};

use super::{COLUMNS, Order, due, of_card, payment, read, standing, terms};
use crate::domain::consent::Purpose;
use crate::domain::order::step::{OrderState, Wanted, may};
use crate::domain::order::{Funding, OrderForm, number, sampled, tubes};
use crate::event::order::{OrderLine, OrderTerms};
use crate::event::patient::field;
use crate::id::{DeviceId, Id, SessionId, SubjectId};
use crate::journal::log::{signed, unsigned};
use crate::projection::consent::act;
use crate::query::{card, day_begins, lab, name_behind, person};
use crate::time::Wall;
use crate::view::{OrderConsent, OrderLineView, OrderRow, OrderStepRow, OrderView};
use crate::words::{Lang, dates, numbers};

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

/// Orders that this desk took today and that are owed and not paid.
pub fn unpaid(
    conn: &Connection,
    device: DeviceId,
    on: NaiveDate,
) -> Result<Vec<OrderRow>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM p_order o WHERE placed >= ?1 AND placed < ?1 + 86400000 AND device = ?2 AND state NOT IN (?3, ?4) \
         ORDER BY placed, id LIMIT ?5"
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

/// A service as a screen shows it.
pub fn line(line: &OrderLine, lang: Lang) -> OrderLineView {
    let of = |kk: &str, ru: &str| match lang {
        Lang::Kk => kk.to_owned(),
        Lang::Ru => ru.to_owned(),
    };
    let tubes = line.tubes.iter().map(|(_, kk, ru)| of(kk, ru));
    OrderLineView {
        code: line.code.clone(),
        name: of(&line.name_kk, &line.name_ru),
        tube: tubes.collect::<Vec<_>>().join(", "),
        price: numbers::tenge(line.price),
        fasting: line.fasting == 1,
        hint: of(
            line.hint_kk.as_deref().unwrap_or_default(),
            line.hint_ru.as_deref().unwrap_or_default(),
        ),
    }
}

/// Names of the tubes that services need, each once.
pub fn tube_names(lines: &[OrderLine], lang: Lang) -> Vec<String> {
    tubes(lines.iter().map(|line| line.tubes.as_slice()))
        .into_iter()
        .map(|(_, kk, ru)| match lang {
            Lang::Kk => kk.clone(),
            Lang::Ru => ru.clone(),
        })
        .collect()
}

/// An order in full.
pub fn view(conn: &Connection, order: &Order, lang: Lang) -> Result<OrderView, rusqlite::Error> {
    let row = row(conn, order)?;
    let terms = terms(conn, order)?.map(|(terms, _)| terms);
    let paid = payment(conn, order)?.paid;
    let lines = terms.as_ref().map_or(&[][..], |terms| &terms.lines[..]);
    let text = |of: fn(&OrderTerms) -> &Option<String>| {
        let said = terms.as_ref().and_then(|terms| of(terms).clone());
        said.unwrap_or_default()
    };
    let counterparty = text(|terms| &terms.counterparty);
    let referrer = text(|terms| &terms.referrer);
    let sampled_at = sampled::shown(&text(|terms| &terms.sampled_at));
    Ok(OrderView {
        lines: lines.iter().map(|one| line(one, lang)).collect(),
        tubes: tube_names(lines, lang),
        paid: paid
            .as_ref()
            .map(|(amount, _)| numbers::tenge(*amount))
            .unwrap_or_default(),
        steps: steps(conn, order)?,
        may: allowed(conn, order, &row)?,
        consents: consents(conn, order)?,
        form: OrderForm {
            codes: lines.iter().map(|line| line.code.clone()).collect(),
            cito: row.cito,
            funding: row.funding.clone(),
            counterparty: counterparty.clone(),
            referrer: referrer.clone(),
            sampled_at: sampled_at.clone(),
            receipt: String::new(),
        },
        counterparty,
        referrer,
        sampled_at,
        row,
    })
}

/// What may be done with it as it stands.
fn allowed(
    conn: &Connection,
    order: &Order,
    row: &OrderRow,
) -> Result<Vec<String>, rusqlite::Error> {
    let standing = standing(conn, order)?;
    let is_named = !order.is_anonymous();
    let all = [
        (Wanted::Ready, "ready", true),
        (Wanted::HandOver, "hand_over", true),
        (Wanted::Cancel, "cancel", true),
        (Wanted::Reopen, "reopen", true),
        (Wanted::Change, "change", true),
        (Wanted::Pay, "pay", !row.due.is_empty()),
        (Wanted::Move, "move", is_named),
    ];
    Ok(all
        .into_iter()
        .filter(|(wanted, _, fits)| *fits && may(&standing, *wanted).is_ok())
        .map(|(_, name, _)| name.to_owned())
        .collect())
}

/// Consents that the card was given on the day of the order and that nobody annulled.
fn consents(conn: &Connection, order: &Order) -> Result<Vec<OrderConsent>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, wall, (SELECT group_concat(purpose) FROM p_consent_purpose p WHERE p.entry = c.entry) AS purposes \
         FROM p_consent c WHERE subject = ?1 AND act = ?2 AND wall >= ?3 AND wall < ?3 + 86400000 \
         AND NOT EXISTS (SELECT 1 FROM p_consent_annulment a WHERE a.target = c.entry) ORDER BY hlc, device, seq",
    )?;
    let begins = day_begins(order.placed.date());
    rows.query_map(params![order.of, act::GIVEN, begins], |row| {
        let codes: Option<String> = row.get("purposes")?;
        let codes = codes.unwrap_or_default();
        let purposes = codes
            .split(',')
            .filter_map(|code| Purpose::from_code(code.parse().ok()?));
        Ok(OrderConsent {
            entry: row.get("entry")?,
            purposes: purposes.map(|purpose| purpose.text().to_owned()).collect(),
            at: dates::moment(Wall::almaty(unsigned(row.get("wall")?))),
        })
    })?
    .collect()
}

fn steps(conn: &Connection, order: &Order) -> Result<Vec<OrderStepRow>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT state, wall, device, session, reason, who, stands FROM p_order_step WHERE subject = ?1 AND id = ?2 \
         ORDER BY hlc DESC, device DESC, seq DESC",
    )?;
    let mut rows = rows.query(params![order.of, order.id])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let state: u8 = row.get("state")?;
        let (device, session): (DeviceId, SessionId) = (row.get("device")?, row.get("session")?);
        out.push(OrderStepRow {
            state: OrderState::from_code(state).unwrap_or(OrderState::Placed),
            at: dates::moment(Wall::almaty(unsigned(row.get("wall")?))),
            by: name_behind(conn, device, session)?,
            desk: lab::desk_name(conn, device)?.unwrap_or_default(),
            reason: row.get::<_, Option<String>>("reason")?.unwrap_or_default(),
            who: row.get::<_, Option<String>>("who")?.unwrap_or_default(),
            stands: row.get("stands")?,
        });
    }
    Ok(out)
}

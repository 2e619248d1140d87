//! One order in full, and services as a screen shows them.

use rusqlite::{Connection, params};

use super::rows::row;
use super::{Order, Payment, payment, standing, terms};
use crate::domain::consent::Purpose;
use crate::domain::order::step::{OrderState, Wanted, may, to};
use crate::domain::order::{OrderForm, sampled, tubes};
use crate::event::order::{OrderLine, OrderTerms};
use crate::id::{DeviceId, SessionId};
use crate::journal::log::{LogError, unsigned};
use crate::projection::consent::act;
use crate::query::{day_begins, lab, name_behind};
use crate::time::Wall;
use crate::view::{OrderConsent, OrderLineView, OrderRow, OrderStepRow, OrderTube, OrderView};
use crate::words::{Lang, dates, numbers};

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

/// The tubes that services need, each once.
pub fn tube_rows(lines: &[OrderLine], lang: Lang) -> Vec<OrderTube> {
    tubes(lines.iter().map(|line| line.tubes.as_slice()))
        .into_iter()
        .map(|(word, kk, ru)| OrderTube {
            word: word.clone(),
            name: match lang {
                Lang::Kk => kk.clone(),
                Lang::Ru => ru.clone(),
            },
        })
        .collect()
}

/// An order in full.
pub fn view(
    conn: &Connection,
    order: &Order,
    (now, lang): (Wall, Lang),
) -> Result<OrderView, LogError> {
    let row = row(conn, order)?;
    let terms = terms(conn, order)?.map(|(terms, _)| terms);
    let payment = payment(conn, order)?;
    let lines = terms.as_ref().map_or(&[][..], |terms| &terms.lines[..]);
    let text = |of: fn(&OrderTerms) -> &Option<String>| {
        let said = terms.as_ref().and_then(|terms| of(terms).clone());
        said.unwrap_or_default()
    };
    let counterparty = text(|terms| &terms.counterparty);
    let referrer = text(|terms| &terms.referrer);
    let sampled_at = sampled::shown(&text(|terms| &terms.sampled_at));
    let may = allowed(conn, order, (&row, &payment))?;
    let receivers = match may.iter().any(|one| one == "hand_over") {
        true => super::receivers::rows(conn, order, now)?,
        false => Vec::new(),
    };
    Ok(OrderView {
        lines: lines.iter().map(|one| line(one, lang)).collect(),
        tubes: tube_rows(lines, lang),
        receivers,
        may,
        paid: (payment.paid.as_ref())
            .map(|(amount, _)| numbers::tenge(*amount))
            .unwrap_or_default(),
        steps: steps(conn, order)?,
        consents: consents(conn, order)?,
        form: OrderForm {
            codes: lines.iter().map(|line| line.code.clone()).collect(),
            cito: row.cito,
            funding: row.funding.clone(),
            counterparty: counterparty.clone(),
            referrer: referrer.clone(),
            sampled_at: sampled_at.clone(),
            receipt: String::new(),
            paper: None,
        },
        counterparty,
        referrer,
        sampled_at,
        entered_at: super::entered(conn, order)?
            .map(dates::moment)
            .unwrap_or_default(),
        row,
    })
}

/// What may be done with it as it stands.
fn allowed(
    conn: &Connection,
    order: &Order,
    (row, payment): (&OrderRow, &Payment),
) -> Result<Vec<String>, rusqlite::Error> {
    let standing = standing(conn, order)?;
    let is_named = !order.is_anonymous();
    let all = [
        (Wanted::Ready, "ready", true),
        (Wanted::HandOver, "hand_over", true),
        (Wanted::Cancel, "cancel", true),
        (Wanted::Reopen, "reopen", true),
        (Wanted::Change, "change", true),
        (Wanted::Pay, "pay", !row.due.is_empty() && payment.is_open()),
        (Wanted::Move, "move", is_named),
    ];
    let mut may: Vec<String> = all
        .into_iter()
        .filter(|(wanted, _, fits)| *fits && may(&standing, *wanted).is_ok())
        .map(|(_, name, _)| name.to_owned())
        .collect();
    // A paid mark goes also from an order that was cancelled: the money went back.
    if payment.paid.is_some() && standing.state != OrderState::Moved {
        may.push("unpay".to_owned());
    }
    if order.has_papers() {
        may.push("print".to_owned());
    }
    Ok(may)
}

/// Consents that were recorded on the day of the order, or with it when it was entered from paper, and that nobody annulled.
fn consents(conn: &Connection, order: &Order) -> Result<Vec<OrderConsent>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT entry, wall, (SELECT group_concat(purpose) FROM p_consent_purpose p WHERE p.entry = c.entry) AS purposes \
         FROM p_consent c WHERE subject = ?1 AND act = ?2 AND wall >= ?3 AND wall < ?3 + 86400000 \
         AND NOT EXISTS (SELECT 1 FROM p_consent_annulment a WHERE a.target = c.entry) ORDER BY hlc, device, seq",
    )?;
    let said = super::entered(conn, order)?.unwrap_or(order.placed);
    let begins = day_begins(said.date());
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
        "SELECT state, wall, device, session, reason, receiver, who, stands FROM p_order_step WHERE subject = ?1 AND id = ?2 \
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
            desk: lab::desk_called(conn, device)?,
            reason: row.get::<_, Option<String>>("reason")?.unwrap_or_default(),
            to: row
                .get::<_, Option<u8>>("receiver")?
                .map(to::text)
                .unwrap_or_default()
                .to_owned(),
            who: row.get::<_, Option<String>>("who")?.unwrap_or_default(),
            stands: row.get("stands")?,
        });
    }
    Ok(out)
}

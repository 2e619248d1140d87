//! Doors about orders: the list, one in full, what was ordered last time, a basket while it is typed; a file of ready marks
//! in [`ready`], the folder out of which the desk marks by itself in [`dropped`], slip and labels in [`paper`], numbers and sheets for a day on paper in [`sets`].
//!
//! Orders are people's: a list is an entry before its first row and names whose rows rested; one in full is a card that was
//! opened. A basket names nobody.

mod dropped;
mod paper;
mod ready;
mod sets;

pub use dropped::{Lying, Marking, Stands};
pub use paper::OrderPaper;

use super::disclose::Released;
use super::session::By;
use super::{App, Handle, Line};
use crate::command::{OrderName, OrdersForm};
use crate::decide::order::{kept, line_of, offered_on};
use crate::domain::order::number::Number;
use crate::domain::order::{self, Funding, OrderForm};
use crate::domain::rights::Action;
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{CardOpened, ListShown, group, list};
use crate::event::order::OrderLine;
use crate::id::{Id, SubjectId};
use crate::query;
use crate::query::order::full;
use crate::query::order::rows::{self, Cursor, Filter};
use crate::view::{BasketView, OrderRow, OrderView, OrdersPage, Problem};
use crate::words::{Lang, numbers};

impl App {
    /// A page of orders, or those of one number; without a handle one entry that the list was opened.
    ///
    /// # Errors
    /// `order-number-form`, `order-number-check`, `order-unknown` for a number; `bad-request` for a filter that is none.
    pub fn orders(
        &mut self,
        handle: Option<Id>,
        form: &OrdersForm,
    ) -> Result<Released<OrdersPage>, Error> {
        self.allowed(Action::ListOrders)?;
        let filter = Filter::parse(&form.filter);
        let filter = filter.ok_or_else(|| Refusal::at("filter", BAD_REQUEST))?;
        let number = match form.number.trim() {
            "" => None,
            typed => Some(Number::parse("number", typed)?),
        };
        let handle = match handle {
            Some(handle) if matches!(self.handles.get(&handle), Some(Handle::List { .. })) => {
                handle
            }
            Some(_) => return Err(Refusal::new(NOT_FOUND).into()),
            None => self.open_list(list::ORDERS)?.into_inner(),
        };
        let (conn, today) = (self.conn(), self.now().date());
        let (rows, next) = match number {
            Some(number) => (self.orders_of_number(number)?, None),
            None => rows::page(conn, filter, Cursor::parse(&form.after), today)?,
        };
        if number.is_some() && rows.is_empty() {
            return Err(Refusal::at("number", order::step::ORDER_UNKNOWN).into());
        }
        Ok(Released(OrdersPage {
            handle,
            rows,
            next: next.map(Cursor::text),
            anonymous: query::order::takes_anonymous(conn)?,
            shared: self.shared_prefixes()?,
        }))
    }

    /// Orders of a number where they stand, for a list that is open.
    pub(super) fn orders_of_number(&self, number: Number) -> Result<Vec<OrderRow>, Error> {
        let found = query::order::by_number(self.conn(), number)?;
        let rows = found.iter().map(|one| rows::row(self.conn(), one));
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Desks that carry one number prefix, by their names.
    fn shared_prefixes(&self) -> Result<Vec<Vec<String>>, Error> {
        let mut out = Vec::new();
        for (_, desks) in query::order::shared_prefixes(self.conn())? {
            let mut names = Vec::with_capacity(desks.len());
            for desk in desks {
                names.push(query::lab::desk_called(self.conn(), desk)?);
            }
            out.push(names);
        }
        Ok(out)
    }

    /// An order in full: the card was opened, as far as the order tells of it.
    ///
    /// # Errors
    /// `not-found`.
    pub fn open_order(
        &mut self,
        (id, of): (Id, SubjectId),
        lang: Lang,
    ) -> Result<Released<OrderView>, Error> {
        self.allowed(Action::ListOrders)?;
        let found = query::order::on_card(self.conn(), of, id)?;
        let found = found.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let view = full::view(self.conn(), &found, (self.now(), lang))?;
        let body = CardOpened {
            groups: group::OF_ORDER.to_vec(),
            why: 1,
        };
        // Whoever may take it is told of besides: their cards count as rows that were seen.
        let ids: Vec<SubjectId> = view.receivers.iter().filter_map(|one| one.card).collect();
        let written = self.write(&By::Session, vec![Line::new(of, body)])?;
        if let (false, Some(list)) = (ids.is_empty(), written.entries.first().copied()) {
            let session = self.session()?.id;
            let shown = ListShown { list, ids };
            self.write(&By::Session, vec![Line::new(session, shown)])?;
        }
        Ok(Released(view))
    }

    /// «Как в прошлый раз»: the codes of the person's last order. What somebody was examined for is more than a list tells,
    /// so the card counts as opened.
    ///
    /// # Errors
    /// `not-found`.
    pub fn last_order(&mut self, card: SubjectId) -> Result<Released<Vec<String>>, Error> {
        self.allowed(Action::PlaceOrder)?;
        if !query::card::exists(self.conn(), card)? {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let codes = query::order::last_codes(self.conn(), card)?;
        let body = CardOpened {
            groups: group::OF_ORDER.to_vec(),
            why: 1,
        };
        self.write(&By::Session, vec![Line::new(card, body)])?;
        Ok(Released(codes))
    }

    /// What an order comes to while it is typed; of one that is changed what stays keeps its price.
    pub fn basket(
        &self,
        form: &OrderForm,
        changed: Option<&OrderName>,
        lang: Lang,
    ) -> Result<BasketView, Error> {
        self.allowed(Action::PlaceOrder)?;
        let (conn, now) = (self.conn(), self.now());
        let was = kept(conn, changed)?;
        // A time on paper that cannot be is judged when it is saved.
        let sheet = form.paper.as_ref();
        let taken = sheet.and_then(|sheet| order::paper::taken(sheet, None, now).ok());
        let now = taken.map_or(now, |taken| order::paper::clock(taken, now));
        let offered = |code: &str| match was.iter().find(|one| one.is(code)) {
            Some(one) => Ok(Some(one.ordered())),
            None => offered_on(conn, self.org, now.date(), code),
        };
        let said = order::check(form, now, offered)?;
        let mut lines: Vec<OrderLine> = Vec::new();
        for code in &form.codes {
            lines.extend(offered(code)?.as_ref().map(line_of));
        }
        let total = order::total(lines.iter().map(|line| line.price));
        let funding = Funding::parse("funding", &form.funding).unwrap_or(Funding::Paid);
        Ok(BasketView {
            total: numbers::tenge(total),
            due: rows::owed(funding.due(total)),
            tubes: full::tube_rows(&lines, lang),
            names_payer: funding.has_counterparty(),
            takes_receipt: funding.is_patient(),
            lines: lines.iter().map(|one| full::line(one, lang)).collect(),
            problems: (said.err().unwrap_or_default().iter())
                .map(Problem::refused)
                .collect(),
        })
    }
}

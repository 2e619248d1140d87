//! Doors about messages: the list, one order's, what the laboratory set; the sender's own in [`send`] and [`answer`], the keys of
//! its channels in [`channel`].

mod answer;
mod channel;
mod send;

pub use answer::{Answered, Ask};
pub use send::Dispatch;
pub(super) use send::ticket;

use super::disclose::Released;
use super::session::By;
use super::{App, Handle};
use crate::command::NoticesPageForm;
use crate::decide::notice::take_over_all;
use crate::domain::notice::NoticeChannel;
use crate::domain::notice::state::NoticeState;
use crate::domain::notice::wording::Wording;
use crate::domain::rights::Action;
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::disclosure::list;
use crate::id::{Id, SubjectId};
use crate::query::lab;
use crate::query::notice::{self, rows};
use crate::view::{NoticesPage, NoticesSet, OrderNotices, WordingView};
use crate::words::Lang;

impl App {
    /// A page of messages that stand so, the latest first, or of orders that are ready and of which nobody was told; without
    /// a handle one entry that the list was opened. `met` is as in [`App::notice_next`].
    ///
    /// # Errors
    /// `bad-request` for a filter that is none.
    pub fn notices(
        &mut self,
        (handle, met): (Option<Id>, Option<u64>),
        form: &NoticesPageForm,
        lang: Lang,
    ) -> Result<Released<NoticesPage>, Error> {
        self.allowed(Action::ListNotices)?;
        let is_untold = form.filter == rows::UNTOLD;
        let state = NoticeState::parse(&form.filter);
        if state.is_none() && !is_untold {
            return Err(Refusal::at("filter", BAD_REQUEST).into());
        }
        let handle = match handle {
            Some(handle) if matches!(self.handles.get(&handle), Some(Handle::List { .. })) => {
                handle
            }
            Some(_) => return Err(Refusal::new(NOT_FOUND).into()),
            None => self.open_list(list::NOTICES)?.into_inner(),
        };
        let after = rows::Cursor::parse(&form.after);
        let (conn, now) = (self.conn(), self.now());
        let (told, untold, next) = match state {
            Some(state) => {
                let (rows, next) = rows::page(conn, (state, self.device), after, lang)?;
                (rows, Vec::new(), next)
            }
            None => {
                let (rows, next) = rows::untold(conn, after, (now, lang))?;
                (Vec::new(), rows, next)
            }
        };
        Ok(Released(NoticesPage {
            handle,
            rows: told,
            untold,
            next: next.map(rows::Cursor::text),
            counts: rows::counts(conn)?,
            holds: self.notice_holds(met, lang)?,
            // Of the first page alone: it is the same on every other.
            figures: match after.is_none() && self.allowed(Action::SeeToday).is_ok() {
                true => rows::figures(conn, now, lang)?,
                false => Vec::new(),
            },
        }))
    }

    /// What became of the messages about an order, and whether somebody may be told now: with the order, which is open. Level 0
    /// beside it.
    ///
    /// # Errors
    /// `not-found`.
    pub fn order_notices(
        &self,
        (id, of): (Id, SubjectId),
        lang: Lang,
    ) -> Result<OrderNotices, Error> {
        self.allowed(Action::ListNotices)?;
        rows::of_order(self.conn(), (id, of), self.device, (self.now(), lang))
    }

    /// This desk sends whatever waits for another on the channels that it has: a stretch of it; whether more is left, and how much
    /// of that the next stretch takes.
    ///
    /// # Errors
    /// `not-allowed`.
    pub fn take_over_notices(&mut self) -> Result<u32, Error> {
        self.allowed(Action::TakeOverNotice)?;
        let desk = self.facts()?;
        let mut channels = Vec::new();
        for channel in NoticeChannel::ALL {
            channels.extend(self.channel(channel)?.map(|_| channel));
        }
        let lines = take_over_all(self.conn(), &desk, &channels)?;
        // Nothing more is to be had, whatever is left.
        if lines.is_empty() {
            return Ok(0);
        }
        self.write(&By::Session, lines)?;
        let left = take_over_all(self.conn(), &desk, &channels)?.len();
        Ok(u32::try_from(left).unwrap_or(u32::MAX))
    }

    /// Hours, numbers and words of messages. Level 0.
    pub fn notices_set(&self) -> Result<NoticesSet, Error> {
        self.allowed(Action::SetChannels)?;
        let conn = self.conn();
        let (quiet, offers) = (notice::quiet(conn)?, lab::offers(conn)?);
        let mut texts = Vec::new();
        for which in Wording::ALL {
            for lang in [Lang::Kk, Lang::Ru] {
                let (text, version) = notice::wording(conn, which, lang)?;
                texts.push(WordingView::of(which, lang, (text, version)));
            }
        }
        Ok(NoticesSet {
            quiet_from: quiet.from.to_string(),
            quiet_to: quiet.to.to_string(),
            foreign: notice::takes_foreign(conn)?,
            cap: notice::cap(conn)?.to_string(),
            texts,
            channels: self.channels()?,
            sender: offers.sms_sender,
            named: offers.sms_gateway,
        })
    }
}

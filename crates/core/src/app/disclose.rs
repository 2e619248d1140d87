//! The reading door: read, note what was read, commit, and only then release the value.
//!
//! Level 1 lists: one `list_opened` for each focus of the search box, one `list_shown` for rows that
//! rested. Level 2 cards: one `card_opened`. Level 3 reveal, document, export: one entry each with the
//! hash of what left. A handle refreshes without a new entry. Each door asks `domain::rights` first.

use std::collections::BTreeSet;
use std::io::Write;

use sha2::{Digest, Sha256};

use super::session::By;
use super::{App, Handle, Line};
use crate::domain::order::number::Number;
use crate::domain::patient::PatientForm;
use crate::domain::rights::{Action, may};
use crate::error::{Error, NEEDS_UPDATE, NOT_FOUND, Refusal, SUBJECT_DESTROYED};
use crate::event::disclosure::{
    self, CardOpened, FieldRevealed, JournalExported, ListOpened, ListShown,
};
use crate::event::patient::field;
use crate::id::{Hash, Id, SubjectId};
use crate::query;
use crate::view::{CardView, SearchView, ShiftView};

/// A value whose entry is committed. Only `app` can build one.
#[derive(Debug)]
pub struct Released<T>(pub(super) T);

impl<T> Released<T> {
    /// The value, on its way to whoever asked.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl App {
    /// A list begins: one entry before the first row.
    pub fn open_list(&mut self, list: u8) -> Result<Released<Id>, Error> {
        let action = match list {
            disclosure::list::LOOKALIKES => Action::TakeIn,
            disclosure::list::LEGACY => Action::ImportLegacy,
            disclosure::list::FAMILY => Action::RecordConsent,
            disclosure::list::JOURNAL => Action::ReadJournal,
            disclosure::list::EXPECTED => Action::ListExpected,
            disclosure::list::ORDERS => Action::ListOrders,
            disclosure::list::NOTICES => Action::ListNotices,
            _ => Action::Search,
        };
        let subject = self.allowed(action)?.id;
        let written = self.write(&By::Session, vec![Line::new(subject, ListOpened { list })])?;
        let entry = written.entries.first().copied().unwrap_or(Hash::ZERO);
        let handle = self.entropy.id();
        self.handles.insert(
            handle,
            Handle::List {
                entry,
                shown: BTreeSet::new(),
            },
        );
        Ok(Released(handle))
    }

    /// Rows of the search box under an open list.
    pub fn search(&self, handle: Id, typed: &str) -> Result<Released<SearchView>, Error> {
        let role = self.allowed(Action::Search)?.role;
        if !matches!(self.handles.get(&handle), Some(Handle::List { .. })) {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let today = self.now().date();
        let mut found = query::search::search(self.conn(), typed, today)?;
        if may(role, Action::ListExpected) {
            found.expected = query::expected::meant(self.conn(), typed, today)?;
        }
        // Nine digits are the beginning of an ИИН as well: the order is offered beside what else they find.
        if let (Ok(number), true) = (Number::parse("query", typed), may(role, Action::ListOrders)) {
            found.orders = self.orders_of_number(number)?;
        }
        Ok(Released(found))
    }

    /// The list rested, was left, or the desk closes: whose rows stood there. Whoever holds the handle was
    /// allowed the list.
    pub fn list_rested(&mut self, handle: Id, ids: &[SubjectId]) -> Result<(), Error> {
        let subject = self.session()?.id;
        let Some(Handle::List { entry, shown }) = self.handles.get(&handle) else {
            return Err(Refusal::new(NOT_FOUND).into());
        };
        let fresh: BTreeSet<SubjectId> = ids
            .iter()
            .take(5_000)
            .copied()
            .filter(|id| !shown.contains(id))
            .collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let body = ListShown {
            list: *entry,
            ids: fresh.iter().copied().collect(),
        };
        self.write(&By::Session, vec![Line::new(subject, body)])?;
        // Only what is noted counts as shown: after a full disk the same rows are noted again.
        if let Some(Handle::List { shown, .. }) = self.handles.get_mut(&handle) {
            shown.extend(fresh);
        }
        Ok(())
    }

    /// Cards of which a form, a no to it or its consent page tells: one list of a kind for the whole session.
    pub(super) fn note_told(&mut self, kind: u8, ids: &[SubjectId]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let list = match self.lists.get(&kind) {
            Some(list) => *list,
            None => {
                let list = self.open_list(kind)?.into_inner();
                self.lists.insert(kind, list);
                list
            }
        };
        self.list_rested(list, ids)
    }

    /// What stands of the shift of the person who works, as one list of the day.
    pub fn shift(&mut self) -> Result<Released<ShiftView>, Error> {
        let session = self.allowed(Action::CloseShift)?;
        let (subject, staff, on) = (session.id, session.staff, self.now().date());
        let view = query::shift::shift(self.conn(), self.device(), staff, on)?;
        let opened = ListOpened {
            list: disclosure::list::TODAY,
        };
        let written = self.write(&By::Session, vec![Line::new(subject, opened)])?;
        let ids = query::shift::people(&view);
        if !ids.is_empty() {
            let list = written.entries.first().copied().unwrap_or(Hash::ZERO);
            let shown = ListShown { list, ids };
            self.write(&By::Session, vec![Line::new(subject, shown)])?;
        }
        Ok(Released(view))
    }

    /// Opens a card: one entry with all field groups shown.
    pub fn open_card(&mut self, card: SubjectId) -> Result<Released<CardView>, Error> {
        self.allowed(Action::OpenCard)?;
        if !query::card::exists(self.conn(), card)? && !query::destroyed(self.conn(), card)? {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let body = CardOpened {
            groups: disclosure::group::SHOWN.to_vec(),
            why: 1,
        };
        let written = self.write(&By::Session, vec![Line::new(card, body)])?;
        let handle = self.entropy.id();
        let opened = Handle::Card {
            card,
            entry: written.entries.first().copied().unwrap_or(Hash::ZERO),
            told: BTreeSet::new(),
        };
        self.handles.insert(handle, opened);
        self.refresh_card(handle)
    }

    /// The same card again, without a new entry unless it tells of somebody of whom it did not tell before.
    pub fn refresh_card(&mut self, handle: Id) -> Result<Released<CardView>, Error> {
        let role = self.allowed(Action::OpenCard)?.role;
        let card = self.note_related(handle)?;
        let on = self.now().date();
        Ok(Released(query::card::card(
            self.conn(),
            self.folder.roster(),
            card,
            role,
            on,
            handle,
        )?))
    }

    /// The opened card as it would be typed today, every field in full, for whoever amends it: an entry of its
    /// own each time.
    pub fn edit_card(&mut self, handle: Id) -> Result<Released<PatientForm>, Error> {
        self.allowed(Action::Amend)?;
        let Some(Handle::Card { card, .. }) = self.handles.get(&handle) else {
            return Err(Refusal::new(NOT_FOUND).into());
        };
        let card = *card;
        if query::destroyed(self.conn(), card)? {
            return Err(Refusal::new(SUBJECT_DESTROYED).into());
        }
        if query::card::needs_update(self.conn(), card)? {
            return Err(Refusal::new(NEEDS_UPDATE).into());
        }
        let form = query::card::form(&query::card::fields(self.conn(), card)?);
        self.note_in_full(card)?;
        Ok(Released(form))
    }

    /// A kept form as it was left. Where it is about a card it holds every field in full, as the form of an
    /// amendment does, so it is noted like one.
    pub fn open_draft(&mut self, id: Id) -> Result<Released<String>, Error> {
        let (card, json) = self.kept(id)?;
        if let Some(card) = card {
            self.note_in_full(card)?;
        }
        self.note_named(&json)?;
        self.take_up(id)?;
        Ok(Released(json))
    }

    pub(super) fn note_in_full(&mut self, card: SubjectId) -> Result<(), Error> {
        let body = CardOpened {
            groups: disclosure::group::IN_FULL.to_vec(),
            why: 1,
        };
        self.write(&By::Session, vec![Line::new(card, body)])
            .map(drop)
    }

    /// A masked field in full.
    pub fn reveal(&mut self, card: SubjectId, name: &str) -> Result<Released<String>, Error> {
        self.allowed(Action::Reveal)?;
        let code = field::number(name).ok_or_else(|| Refusal::new(NOT_FOUND))?;
        let value = query::card::revealed(self.conn(), card, code)?
            .ok_or_else(|| Refusal::new(NOT_FOUND))?;
        self.write(
            &By::Session,
            vec![Line::new(
                card,
                FieldRevealed {
                    field: code,
                    why: 1,
                },
            )],
        )?;
        Ok(Released(value))
    }

    /// Notes whom an open card tells of besides: those who act for the person, those for whom the person acts, other
    /// cards of the person.
    fn note_related(&mut self, handle: Id) -> Result<SubjectId, Error> {
        let Some(Handle::Card { card, entry, told }) = self.handles.get(&handle) else {
            return Err(Refusal::new(NOT_FOUND).into());
        };
        let (conn, card, list) = (self.conn(), *card, *entry);
        let acting = query::relation::representatives(conn, card)?;
        let acted_for = query::relation::represented(conn, card)?;
        let fresh: BTreeSet<SubjectId> = acting
            .iter()
            .map(|stands| stands.representative)
            .chain(acted_for.iter().map(|stands| stands.patient))
            .chain(query::person::Cards::of(conn, card)?.all().skip(1))
            .filter(|id| !told.contains(id))
            .collect();
        if fresh.is_empty() {
            return Ok(card);
        }
        let session = self.session()?.id;
        let ids = fresh.iter().copied().collect();
        self.write(
            &By::Session,
            vec![Line::new(session, ListShown { list, ids })],
        )?;
        if let Some(Handle::Card { told, .. }) = self.handles.get_mut(&handle) {
            told.extend(fresh);
        }
        Ok(card)
    }

    /// The last entries of this desk as lines: the reader's own reading is an entry.
    pub fn read_journal(
        &mut self,
        count: u32,
    ) -> Result<Released<Vec<query::journal::JournalRow>>, Error> {
        self.open_list(disclosure::list::JOURNAL)?;
        let rows = query::journal::last(self.conn(), self.device, count)?;
        Ok(Released(rows))
    }

    /// Writes the journal as JSON lines to a file that the caller opened, and notes what left.
    pub fn export_journal(&mut self, with_bodies: bool) -> Result<Released<Vec<u8>>, Error> {
        let session = self.allowed(match with_bodies {
            true => Action::ExportBodies,
            false => Action::ExportJournal,
        })?;
        let session = session.id;
        let mut out = Vec::new();
        let count =
            query::export::journal(self.conn(), self.org, self.device, with_bodies, &mut out)?;
        out.flush()?;
        let body = JournalExported {
            export: self.entropy.id(),
            entries: count,
            bodies: u8::from(with_bodies),
            sha256: Hash(Sha256::digest(&out).into()),
        };
        self.write(&By::Session, vec![Line::new(session, body)])?;
        Ok(Released(out))
    }
}

/// The search box's kind of list.
pub const SEARCH_LIST: u8 = disclosure::list::SEARCH;

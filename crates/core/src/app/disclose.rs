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
use crate::command::{ConsentForm, PageForm};
use crate::decide::representative;
use crate::domain::patient::{CardKind, Language, PatientForm, check};
use crate::domain::representative::{
    REPRESENTATIVE_REQUIRED, RepresentativeForm, Represented, is_needed,
};
use crate::domain::rights::Action;
use crate::domain::{self, date};
use crate::error::{Error, NEEDS_UPDATE, NOT_FOUND, Refusal, SUBJECT_DESTROYED};
use crate::event::disclosure::{
    self, CardOpened, DocumentReleased, FieldRevealed, JournalExported, ListOpened, ListShown,
};
use crate::event::patient::field;
use crate::id::{Hash, Id, SubjectId};
use crate::query;
use crate::query::page::Whose;
use crate::query::paper::PaperFacts;
use crate::view::{CardView, ConsentPage, FormCheck, SearchView, ShiftView};
use crate::words::Lang;

/// A value whose entry is committed. Only this room can build one.
#[derive(Debug)]
pub struct Released<T>(T);

impl<T> Released<T> {
    /// The value, on its way to whoever asked.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// A document about a person.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    /// 1 consent sheet, 2 receipt, 3 evidence card.
    pub document: u8,
    /// Whose.
    pub card: SubjectId,
    /// The act of consent that it shows; none asks for a receipt of the newest.
    pub entry: Option<Hash>,
    /// See [`disclosure::action`].
    pub action: u8,
}

impl App {
    /// A list begins: one entry before the first row.
    pub fn open_list(&mut self, list: u8) -> Result<Released<Id>, Error> {
        let action = match list {
            disclosure::list::LOOKALIKES => Action::TakeIn,
            disclosure::list::JOURNAL => Action::ReadJournal,
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
        self.allowed(Action::Search)?;
        if !matches!(self.handles.get(&handle), Some(Handle::List { .. })) {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        Ok(Released(query::search::search(
            self.conn(),
            typed,
            self.now().date(),
        )?))
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

    /// Look-alikes of a form that is being filled in, and everything else the rules say of it.
    pub fn check_form(
        &mut self,
        form: &PatientForm,
        representative: Option<&RepresentativeForm>,
        card: Option<SubjectId>,
    ) -> Result<Released<FormCheck>, Error> {
        self.allowed(card.map_or(Action::TakeIn, |_| Action::Amend))?;
        let on = self.now().date();
        let checked = check(form, on);
        let iin = crate::domain::iin::normalise(cut(&form.iin));
        let lookalikes = query::search::lookalikes(self.conn(), &checked, &iin, card, on)?;
        let ids: Vec<SubjectId> = lookalikes.iter().map(|row| row.id).collect();
        self.note_lookalikes(&ids)?;
        let typed = !form.iin.trim().is_empty();
        let iin = typed.then(|| query::search::iin_view(cut(&form.iin), on));
        let written = query::search::written(form);
        // A form that is not finished says what it can: a child by the birth date alone.
        let born = date::birth("birth_date", &form.birth_date, on).ok();
        let newborn = form.kind == CardKind::Newborn.text() && form.iin.trim().is_empty();
        let needs = newborn || is_needed(born, on);
        let mut view = FormCheck::of(checked, written, iin, lookalikes, needs);
        let known = match card {
            Some(card) => query::relation::somebody_may_consent(self.conn(), card, born, on)?,
            None => false,
        };
        let urgent = form.kind == CardKind::Urgent.text();
        if needs && !known && !urgent && representative.is_none() {
            view.add(vec![Refusal::at("rep_surname", REPRESENTATIVE_REQUIRED)]);
        }
        if let Some(representative) = representative {
            let of = Represented {
                birth_date: born,
                iin: &crate::domain::iin::normalise(cut(&form.iin)),
            };
            view.add(representative::judge(representative, of, on));
            if representative.card.is_none() {
                let person = domain::representative::person(representative, Language::Kk, on);
                let iin = crate::domain::iin::normalise(cut(&representative.iin));
                let alike = query::search::lookalikes(self.conn(), &person, &iin, card, on)?;
                let ids: Vec<SubjectId> = alike.iter().map(|row| row.id).collect();
                self.note_lookalikes(&ids)?;
                view.beside_representative(&person.warnings, alike);
            }
        }
        Ok(Released(view))
    }

    /// Cards of which a form, or a no to it, tells: one list for the whole session.
    pub(super) fn note_lookalikes(&mut self, ids: &[SubjectId]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        let list = match self.lookalikes {
            Some(list) => list,
            None => {
                let list = self.open_list(disclosure::list::LOOKALIKES)?.into_inner();
                *self.lookalikes.insert(list)
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
        self.note_related(card, written.entries.first().copied())?;
        let handle = self.entropy.id();
        self.handles.insert(handle, Handle::Card { card });
        self.refresh_card(handle)
    }

    /// The same card again, without a new entry.
    pub fn refresh_card(&self, handle: Id) -> Result<Released<CardView>, Error> {
        let session = self.allowed(Action::OpenCard)?;
        let Some(Handle::Card { card }) = self.handles.get(&handle) else {
            return Err(Refusal::new(NOT_FOUND).into());
        };
        let on = self.now().date();
        Ok(Released(query::card::card(
            self.conn(),
            self.folder.roster(),
            *card,
            session.role,
            on,
            handle,
        )?))
    }

    /// The opened card as it would be typed today, every field in full, for whoever amends it: an entry of its
    /// own each time.
    pub fn edit_card(&mut self, handle: Id) -> Result<Released<PatientForm>, Error> {
        self.allowed(Action::Amend)?;
        let Some(Handle::Card { card }) = self.handles.get(&handle) else {
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
        Ok(Released(json))
    }

    fn note_in_full(&mut self, card: SubjectId) -> Result<(), Error> {
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
        let code = field::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(code, _)| *code);
        let code = code.ok_or_else(|| Refusal::new(NOT_FOUND))?;
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

    /// The consent page as it must be shown, for the form that is being filled in or an opened card.
    ///
    /// It says nothing that is not on the screen already, so it is no disclosure of its own.
    pub fn consent_page(&self, asked: &PageForm, lang: Lang) -> Result<ConsentPage, Error> {
        self.allowed(Action::RecordConsent)?;
        let whose = self.whose(asked)?;
        let page = query::page::page(self.conn(), &whose, lang, self.now().date())?;
        page.ok_or_else(|| Refusal::new(crate::domain::consent::CONSENT_POLICY_REQUIRED).into())
    }

    /// Whose page it is: as it would be stored, from what was typed; or as the opened card says.
    pub(super) fn whose(&self, asked: &PageForm) -> Result<Whose, Error> {
        let conn = self.conn();
        let chosen = asked.representative.as_ref().and_then(|form| form.card);
        if asked.card.is_some_and(|card| !self.is_open(card))
            || chosen.is_some_and(|card| !self.is_told(card, asked.card))
        {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let fields = match (&asked.patient, asked.card) {
            (Some(form), _) => query::page::typed(form),
            (None, Some(card)) => query::card::fields(conn, card)?,
            _ => return Err(Refusal::new(NOT_FOUND).into()),
        };
        let by_representative = asked.by == "representative";
        let giver = match (&asked.representative, asked.card) {
            _ if !by_representative => None,
            (Some(form), _) => representative::typed(conn, form)?,
            (None, Some(card)) => {
                let form = ConsentForm {
                    by: asked.by.clone(),
                    giver: asked.giver,
                    ..ConsentForm::default()
                };
                representative::giver(conn, card, &form, None)?.map(|acts| acts.giver)
            }
            (None, None) => None,
        };
        Ok(Whose { fields, giver })
    }

    /// Whether this session was shown who has the card: it is open, stood in a list, or acts for a card that is open.
    fn is_told(&self, card: SubjectId, by: Option<SubjectId>) -> bool {
        let listed =
            |handle: &Handle| matches!(handle, Handle::List { shown, .. } if shown.contains(&card));
        let acts = || {
            let standing = query::relation::representatives(self.conn(), by?).ok()?;
            Some(standing.iter().any(|stands| stands.representative == card))
        };
        self.is_open(card) || self.handles.values().any(listed) || acts().unwrap_or(false)
    }

    /// Whom a card tells of besides: those who act for the person, and those for whom the person acts.
    fn note_related(&mut self, card: SubjectId, opened: Option<Hash>) -> Result<(), Error> {
        let conn = self.conn();
        let acting = query::relation::representatives(conn, card)?;
        let acted_for = query::relation::represented(conn, card)?;
        let mut ids: Vec<SubjectId> = acting
            .iter()
            .map(|stands| stands.representative)
            .chain(acted_for.iter().map(|stands| stands.patient))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let session = self.session()?.id;
        if let (Some(list), false) = (opened, ids.is_empty()) {
            let shown = ListShown { list, ids };
            self.write(&By::Session, vec![Line::new(session, shown)])?;
        }
        Ok(())
    }

    fn is_open(&self, card: SubjectId) -> bool {
        let opened =
            |handle: &Handle| matches!(handle, Handle::Card { card: open } if *open == card);
        self.handles.values().any(opened)
    }

    /// A sheet to be signed by somebody who has no card yet: it says only what was typed, so no entry.
    pub fn blank_sheet<T>(
        &self,
        asked: &PageForm,
        render: impl FnOnce(&PaperFacts) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let session = self.allowed(Action::ReleasePaper)?;
        let by = (session.staff, session.role);
        let whose = self.whose(asked)?;
        let facts = query::paper::blank(self.conn(), by, whose, self.now())?;
        render(&facts)
    }

    /// The sheet to be signed for an open card, with the form as it stands on the screen and whoever signs: it says
    /// what the entry will keep.
    pub fn sheet(
        &mut self,
        (card, asked): (SubjectId, &PageForm),
        action: u8,
        render: impl FnOnce(&PaperFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::ReleasePaper)?;
        let by = (session.staff, session.role);
        if asked.card != Some(card) {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let whose = self.whose(asked)?;
        let facts = query::paper::blank(self.conn(), by, whose, self.now())?;
        let paper = Paper {
            document: disclosure::document::CONSENT,
            card,
            entry: None,
            action,
        };
        self.release(paper, &render(&facts)?)
    }

    /// Renders a document in memory, notes its hash, and releases the bytes.
    pub fn paper(
        &mut self,
        paper: Paper,
        render: impl FnOnce(&PaperFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        self.allowed(Action::ReleasePaper)?;
        let paper = self.named(paper)?;
        let facts = self.paper_facts(paper)?;
        self.release(paper, &render(&facts)?)
    }

    fn release(&mut self, paper: Paper, bytes: &[u8]) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let sha256 = Hash(Sha256::digest(bytes).into());
        let body = DocumentReleased {
            document: paper.document,
            of: paper.entry,
            action: paper.action,
            sha256,
            bytes: bytes.len() as u64,
        };
        self.write(&By::Session, vec![Line::new(paper.card, body)])?;
        Ok(Released((sha256, bytes.to_vec())))
    }

    /// A receipt for which no act is named is about the newest one.
    fn named(&self, paper: Paper) -> Result<Paper, Error> {
        let entry = match (paper.document, paper.entry) {
            (disclosure::document::RECEIPT, None) => query::acts::newest(self.conn(), paper.card)?,
            (_, entry) => entry,
        };
        Ok(Paper { entry, ..paper })
    }

    /// The sheet of the recovery kit: nobody's card, so its entry stands under the session.
    pub(crate) fn kit_sheet(
        &mut self,
        action: u8,
        bytes: Vec<u8>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let subject = self.allowed(Action::KeepKit)?.id;
        let sha256 = Hash(Sha256::digest(&bytes).into());
        let body = DocumentReleased {
            document: disclosure::document::KIT,
            of: None,
            action,
            sha256,
            bytes: bytes.len() as u64,
        };
        self.write(&By::Session, vec![Line::new(subject, body)])?;
        Ok(Released((sha256, bytes)))
    }

    fn paper_facts(&self, paper: Paper) -> Result<PaperFacts, Error> {
        let session = self.session()?;
        query::paper::facts(
            self.conn(),
            self.folder.roster(),
            (paper.card, paper.entry),
            (session.staff, session.role),
            self.now(),
        )
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

/// An ИИН field may hold a paste of megabytes; its verdict needs its beginning only.
fn cut(text: &str) -> &str {
    cut_to(text, 64)
}

fn cut_to(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The search box's kind of list.
pub const SEARCH_LIST: u8 = disclosure::list::SEARCH;

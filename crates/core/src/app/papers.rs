//! What is shown and handed out about consent: the page on the screen, the sheets, the receipts, the kit.
//!
//! A page and a blank sheet say what stands on the screen already. Everything else is a document: rendered in
//! memory, its hash noted, and only then released.

use sha2::{Digest, Sha256};

use super::disclose::Released;
use super::session::By;
use super::{App, Handle, Line};
use crate::command::{ConsentForm, PageForm};
use crate::decide::representative;
use crate::domain::consent::CONSENT_POLICY_REQUIRED;
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{self, DocumentReleased};
use crate::id::{Hash, SubjectId};
use crate::query;
use crate::query::page::Whose;
use crate::query::paper::PaperFacts;
use crate::view::ConsentPage;
use crate::words::Lang;

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
    /// The consent page as it must be shown, for the form that is being filled in or an opened card.
    ///
    /// It says nothing that is not on the screen already, so it is no disclosure of its own.
    pub fn consent_page(&self, asked: &PageForm, lang: Lang) -> Result<ConsentPage, Error> {
        self.allowed(Action::RecordConsent)?;
        let whose = self.whose(asked)?;
        let page = query::page::page(self.conn(), &whose, lang, self.now().date())?;
        page.ok_or_else(|| Refusal::new(CONSENT_POLICY_REQUIRED).into())
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

    pub(super) fn release(
        &mut self,
        paper: Paper,
        bytes: &[u8],
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
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
        bytes: &[u8],
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let subject = self.allowed(Action::KeepKit)?.id;
        let kit = Paper {
            document: disclosure::document::KIT,
            card: subject,
            entry: None,
            action,
        };
        self.release(kit, bytes)
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
}

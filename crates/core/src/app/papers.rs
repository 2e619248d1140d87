//! What is shown and handed out about consent: the page on the screen, the sheets, the receipts, the kit.
//!
//! A page and a blank sheet say what stands on the screen already. Everything else is a document: rendered in
//! memory, its hash noted, and only then released.

use sha2::{Digest, Sha256};

use super::disclose::Released;
use super::session::By;
use super::{App, Line};
use crate::command::PageForm;
use crate::domain::consent::CONSENT_POLICY_REQUIRED;
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::disclosure::{self, DocumentReleased};
use crate::id::{Hash, SubjectId};
use crate::query;
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

    /// The sheet to be signed, with the form as it stands on the screen and whoever signs: it says what the entry will
    /// keep. Noted for each card whose data it bears in full; somebody who has none yet was only typed.
    pub fn sheet(
        &mut self,
        asked: &PageForm,
        action: u8,
        render: impl FnOnce(&PaperFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::ReleasePaper)?;
        let by = (session.staff, session.role);
        let whose = self.whose(asked)?;
        let facts = query::paper::blank(self.conn(), by, whose, self.now())?;
        let cards = asked.card.iter().chain(&asked.others).copied();
        let sheet = |card| Paper {
            document: disclosure::document::CONSENT,
            card,
            entry: None,
            action,
        };
        let papers: Vec<Paper> = cards.map(sheet).collect();
        self.release(&papers, &render(&facts)?)
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
        self.release(&[paper], &render(&facts)?)
    }

    /// One entry for each card that the bytes tell of, all in one commit.
    pub(super) fn release(
        &mut self,
        papers: &[Paper],
        bytes: &[u8],
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let sha256 = Hash(Sha256::digest(bytes).into());
        let line = |paper: &Paper| {
            let body = DocumentReleased {
                document: paper.document,
                of: paper.entry,
                action: paper.action,
                sha256,
                bytes: bytes.len() as u64,
            };
            Line::new(paper.card, body)
        };
        if !papers.is_empty() {
            self.write(&By::Session, papers.iter().map(line).collect())?;
        }
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

    /// The sheet of the recovery kit.
    pub(crate) fn kit_sheet(
        &mut self,
        action: u8,
        bytes: &[u8],
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let session = self.allowed(Action::KeepKit)?.id;
        self.release_own(session, (disclosure::document::KIT, action), bytes)
    }

    /// What is about no card, a list or a kit: its entry stands under the session.
    pub(super) fn release_own(
        &mut self,
        session: SubjectId,
        (document, action): (u8, u8),
        bytes: &[u8],
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let paper = Paper {
            document,
            card: session,
            entry: None,
            action,
        };
        self.release(&[paper], bytes)
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

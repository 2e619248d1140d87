//! A subject's request for information about their data, as a form: filled in from a card, or a blank.

use super::App;
use super::disclose::Released;
use super::papers::Paper;
use crate::domain::rights::Action;
use crate::error::Error;
use crate::event::disclosure::document;
use crate::id::{Hash, SubjectId};
use crate::query;
use crate::query::request::RequestFacts;

impl App {
    /// The form filled in from a card: rendered in memory, its hash noted, then released.
    ///
    /// # Errors
    /// `not-found`, `subject-destroyed`.
    pub fn request_paper(
        &mut self,
        card: SubjectId,
        action: u8,
        render: impl FnOnce(&RequestFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        self.allowed(Action::ReleasePaper)?;
        let facts = query::request::facts(self.conn(), Some(card), self.now())?;
        let paper = Paper {
            document: document::REQUEST,
            card,
            entry: None,
            action,
        };
        self.release(&[paper], &render(&facts)?)
    }

    /// The form for a pen: it says nothing of anybody but the laboratory, so no entry is written.
    ///
    /// # Errors
    /// `not-found` before the organisation is described.
    pub fn request_blank(
        &mut self,
        render: impl FnOnce(&RequestFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        self.allowed(Action::ReleasePaper)?;
        let facts = query::request::facts(self.conn(), None, self.now())?;
        self.release(&[], &render(&facts)?)
    }
}

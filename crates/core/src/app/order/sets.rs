//! Papers for a day without the program: numbers that were set aside, and the sheets that carry them. They are about
//! nobody, so no entry is written but the one that set the numbers aside.

use crate::app::App;
use crate::app::disclose::Released;
use crate::domain::rights::Action;
use crate::error::Error;
use crate::id::{Hash, SubjectId};
use crate::query;
use crate::query::acts::Actor;
use crate::query::order::reserved::{self, SetFacts};
use crate::query::page::Whose;
use crate::query::paper::PaperFacts;
use crate::view::PaperSet;

impl App {
    /// Every set, the latest first. Level 0.
    pub fn paper_sets(&self) -> Result<Vec<PaperSet>, Error> {
        self.allowed(Action::ReserveNumbers)?;
        reserved::sets(self.conn())
    }

    /// Renders a paper of a set: the list of its numbers, the registration sheets, the labels.
    ///
    /// # Errors
    /// `not-found` for no set, and for one of which every number was entered.
    pub fn set_paper(
        &mut self,
        set: SubjectId,
        render: impl FnOnce(&SetFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let facts = self.set_facts(set)?;
        self.release(&[], &render(&facts)?)
    }

    /// Renders the consent sheets of a set, one for each number.
    ///
    /// # Errors
    /// As [`App::set_paper`], and `consent-policy-required` where no policy is in force.
    pub fn set_consents(
        &mut self,
        set: SubjectId,
        render: impl FnOnce(&PaperFacts, &[String]) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        let numbers = self.set_facts(set)?.numbers;
        let session = self.allowed(Action::ReleasePaper)?;
        let by = (session.staff, session.role);
        let facts = query::paper::blank(self.conn(), by, Whose::for_a_pen(), self.now())?;
        self.release(&[], &render(&facts, &numbers)?)
    }

    fn set_facts(&self, set: SubjectId) -> Result<SetFacts, Error> {
        // Whoever prints what waits on the list prints these too: they are about nobody.
        let session = self.allowed(Action::ReleasePaper)?;
        let by = Actor {
            name: query::lab::staff_name(self.conn(), session.staff)?.unwrap_or_default(),
            role: Some(session.role),
        };
        reserved::facts(self.conn(), set, by, self.now())
    }
}

//! Papers of an order: rendered inside the door, noted under whoever's card it stands on, and only then released.

use crate::app::disclose::Released;
use crate::app::{App, Paper};
use crate::domain::rights::Action;
use crate::error::Error;
use crate::id::{Hash, Id, SubjectId};
use crate::query::order::paper::{OrderFacts, facts};

/// A paper of an order.
#[derive(Debug, Clone)]
pub struct OrderPaper {
    /// As in [`Paper`]: labels or the slip.
    pub document: u8,
    /// The order, and the card on which it stands.
    pub order: (Id, SubjectId),
    /// Words of the tubes to be labelled; none is every one.
    pub tubes: Vec<String>,
    /// As in [`Paper`].
    pub action: u8,
}

impl App {
    /// Renders a paper of an order in memory, notes its hash, and releases the bytes.
    ///
    /// # Errors
    /// `not-found` for an order that does not stand on the card.
    pub fn order_paper(
        &mut self,
        paper: &OrderPaper,
        render: impl FnOnce(&OrderFacts) -> Result<Vec<u8>, Error>,
    ) -> Result<Released<(Hash, Vec<u8>)>, Error> {
        self.allowed(Action::ReleasePaper)?;
        let (facts, terms) = facts(self.conn(), paper.order, &paper.tubes, self.now())?;
        let noted = Paper {
            document: paper.document,
            card: paper.order.1,
            entry: Some(terms),
            action: paper.action,
        };
        self.release(&[noted], &render(&facts)?)
    }
}

//! Papers of an order: rendered inside the door, noted under whoever's card it stands on, and only then released.

use crate::app::disclose::Released;
use crate::app::{App, Paper};
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::document;
use crate::id::{Hash, Id, SubjectId};
use crate::query::order::paper::{OrderFacts, facts};

/// A paper of an order.
#[derive(Debug, Clone)]
pub struct OrderPaper {
    /// As in [`Paper`]: labels, the slip or the act of a hand-over.
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
        // The act shows the hand-over, the other papers what is ordered.
        let shown = match (paper.document, &facts.handed) {
            (document::ACT, Some(handed)) => handed.entry,
            (document::ACT, None) => return Err(Refusal::new(NOT_FOUND).into()),
            _ => terms,
        };
        let noted = Paper {
            document: paper.document,
            card: paper.order.1,
            entry: Some(shown),
            action: paper.action,
        };
        self.release(&[noted], &render(&facts)?)
    }
}

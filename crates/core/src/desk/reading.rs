//! The laboratory's own texts at an open desk: editions side by side, documents to be read, the register.
//!
//! Nothing here tells of a patient. Reading a document is possible for everybody who has signed in, whatever they
//! have signed; publishing and signing are commands.

use super::Open;
use crate::command::DocumentForm;
use crate::domain::rights::Action;
use crate::error::Error;
use crate::query;
use crate::view::{DifferenceView, DocumentView, PolicyView, RegisterView};
use crate::words::{Both, Lang};

impl Open {
    /// Every version of the policy, for ever.
    pub fn policies(&self, lang: Lang) -> Result<Vec<PolicyView>, Error> {
        self.app.session()?;
        let on = self.app.now().date();
        Ok(query::lab::policy_views(self.app.conn(), lang, on)?)
    }

    /// Every version of every internal document, for ever.
    pub fn documents(&self, lang: Lang) -> Result<Vec<DocumentView>, Error> {
        let staff = self.app.allowed(Action::SignDocument)?.staff;
        let on = self.app.now().date();
        Ok(query::reading::views(self.app.conn(), staff, lang, on)?)
    }

    /// The digest of the law, ready to be published.
    pub fn digest(&self) -> Result<DocumentForm, Error> {
        self.app.allowed(Action::PublishDocument)?;
        let on = self.app.now().date();
        Ok(query::template::digest(self.app.org(), on))
    }

    /// Where two texts that are being typed differ.
    pub fn differences(&self, texts: &Both) -> Result<Vec<DifferenceView>, Error> {
        self.app.allowed(Action::PublishPolicy)?;
        Ok(query::reading::differences(texts))
    }

    /// Who has read which document, who has not, and trainings.
    pub fn register(&self, lang: Lang) -> Result<RegisterView, Error> {
        self.app.allowed(Action::ReadRegister)?;
        let on = self.app.now().date();
        let (conn, roster) = (self.app.conn(), self.app.roster());
        Ok(query::reading::register(conn, roster, lang, on)?)
    }

    /// Minutes until the curtain falls by itself.
    pub fn cover_minutes(&self) -> Result<u8, Error> {
        Ok(query::lab::cover_minutes(self.app.conn())?)
    }
}

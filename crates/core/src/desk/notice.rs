//! Messages of an open desk: what goes depends on when the other desks were met.

use super::Open;
use crate::app::Released;
use crate::app::notice::Dispatch;
use crate::command::NoticesPageForm;
use crate::error::Error;
use crate::id::Id;
use crate::view::NoticesPage;
use crate::words::Lang;

impl Open {
    /// The next message that goes. Where desks meet, a no that was said at another one comes first.
    pub fn notice_next(&mut self) -> Result<Option<Dispatch>, Error> {
        let met = self.last_met()?;
        self.app.notice_next(met)
    }

    /// A page of messages.
    pub fn notices(
        &mut self,
        handle: Option<Id>,
        form: &NoticesPageForm,
        lang: Lang,
    ) -> Result<Released<NoticesPage>, Error> {
        let met = self.last_met()?;
        self.app.notices((handle, met), form, lang)
    }

    /// When the place where desks meet was there last; none where none is set, and never is the beginning of time.
    fn last_met(&self) -> Result<Option<u64>, Error> {
        let Some(place) = self.exchange_set()? else {
            return Ok(None);
        };
        Ok(Some(self.app.last_met(&place)?.unwrap_or(0)))
    }
}

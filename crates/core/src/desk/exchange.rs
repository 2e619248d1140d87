//! Where this desk exchanges, and how the exchange stands.

use std::path::PathBuf;

use super::Open;
use super::bundle::Taken;
use super::enrol::Enrolling;
use crate::app::setting_subject;
use crate::command::EnrolForm;
use crate::domain::backup;
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::id::DeviceId;
use crate::query::exchange::{DeskStatus, status, unsent};
use crate::time::Wall;
use crate::vault::fours;
use crate::view::{
    BundleView, ExchangeDeskView, ExchangeLine, ExchangeView, NotFoldedView, UnconfirmedView,
};
use crate::words::{dates, numbers};

crate::codes! {
    /// Nobody has said where desks meet.
    EXCHANGE_UNSET = "exchange-unset";
    /// A visit is under way and does not end.
    EXCHANGE_BUSY = "exchange-busy";
    /// Nobody was chosen who begins at the new desk.
    ENROL_STAFF = "enrol-staff";
}

const FOLDER: &str = "folder";

impl Open {
    /// The folder where desks meet; none where nobody has said it.
    pub fn exchange_folder(&self) -> Result<Option<PathBuf>, Error> {
        let set = self.app.setting_of(self.exchange_subject(), FOLDER)?;
        Ok(set.filter(|path| !path.is_empty()).map(PathBuf::from))
    }

    /// Says where desks meet; nothing typed ends the exchange by folder.
    ///
    /// # Errors
    /// What is wrong with the path, beside `folder`.
    pub fn set_exchange(&mut self, folder: &str) -> Result<(), Error> {
        self.app.allowed(Action::ChangeSettings)?;
        let folder = match folder.trim() {
            "" => String::new(),
            typed => backup::folder(FOLDER, typed)?,
        };
        let subject = self.exchange_subject();
        match self.app.setting_of(subject, FOLDER)?.unwrap_or_default() == folder {
            true => Ok(()),
            false => self.app.set_at(subject, FOLDER, &folder),
        }
    }

    /// Enrols a desk as typed on the screen. Who begins there is always said: the password under which its keys wait is
    /// that person's, and whoever knows it acts as that person.
    ///
    /// # Errors
    /// Those of [`Open::enrol_desk`].
    pub fn enrol(&mut self, form: &EnrolForm) -> Result<(), Error> {
        self.app.allowed(Action::EnrolDesk)?;
        let staff = form
            .staff
            .ok_or_else(|| Refusal::at("staff", ENROL_STAFF))?;
        let enrolling = Enrolling {
            request: &form.request,
            fingerprint: &form.fingerprint,
            name: &form.name,
            site: &form.site,
            prefix: &form.prefix,
            site_number: 1,
            staff,
        };
        self.enrol_desk(&enrolling).map(drop)
    }

    /// What a file for other desks is called: when it was written, and by nobody.
    pub fn bundle_name(&self) -> Result<String, Error> {
        self.app.allowed(Action::Exchange)?;
        let at = self.app.now().local().format("%Y%m%d-%H%M");
        Ok(format!("tirkeu-{at}.tkb"))
    }

    /// A folder belongs to the desk that sees it.
    fn exchange_subject(&self) -> crate::id::SubjectId {
        let group = format!("exchange/{}", self.app.device());
        setting_subject(self.app.org(), &group)
    }

    /// How the exchange stands, in a line; none where there is no other desk.
    pub fn exchange_line(&self) -> Result<Option<ExchangeLine>, Error> {
        let waits = unsent(self.app.conn(), self.app.roster(), self.app.device())?;
        let Some(waits) = waits else {
            return Ok(None);
        };
        let since = waits.since_ms.map(|ms| dates::moment(Wall::almaty(ms)));
        Ok(Some(ExchangeLine {
            unsent: numbers::some(waits.entries),
            since: since.unwrap_or_default(),
            questions: numbers::some(self.app.questions_open()?),
        }))
    }

    /// How the exchange stands.
    pub fn exchange_view(&self) -> Result<ExchangeView, Error> {
        self.app.allowed(Action::Exchange)?;
        let own = self.app.device();
        let status = status(self.app.conn(), self.app.roster(), own)?;
        let folder = self.exchange_folder()?;
        let moment = |ms| dates::moment(Wall::almaty(ms));
        let met = match &folder {
            Some(folder) => self.app.last_met(&folder.to_string_lossy())?,
            None => None,
        };
        let written = status.desks.iter().find(|desk| desk.own);
        let written = written.map_or(0, |desk| desk.entries);
        let named = |device| {
            let desk = status.desks.iter().find(|desk| desk.device == device);
            desk.map_or_else(String::new, |desk| desk.name.clone())
        };
        let listed = |desks: &[DeviceId]| {
            let names: Vec<String> = desks.iter().copied().map(named).collect();
            names.join(", ")
        };
        let view = |desk: &DeskStatus| ExchangeDeskView {
            device: desk.device,
            name: desk.name.clone(),
            prefix: desk.prefix.to_string(),
            own: desk.own,
            stopped: desk.stopped,
            copied: desk.copied_at.is_some(),
            same_prefix: listed(&desk.same_prefix),
            entries: numbers::grouped(desk.entries),
            last: desk.last_ms.map(moment).unwrap_or_default(),
            lacks: match desk.own || desk.stopped {
                true => String::new(),
                false => numbers::grouped(written.saturating_sub(desk.has_of_ours)),
            },
        };
        let (mine, others): (Vec<_>, Vec<_>) = status.desks.iter().partition(|desk| desk.own);
        Ok(ExchangeView {
            folder: folder.map_or_else(String::new, |path| path.to_string_lossy().into_owned()),
            met_at: met.map(moment),
            unsent: numbers::grouped(status.unsent),
            unsent_since: status.unsent_since_ms.map(moment),
            desks: mine.into_iter().chain(others).map(view).collect(),
            not_folded: (status.not_folded.iter())
                .map(|(why, count)| NotFoldedView {
                    why: (*why).to_owned(),
                    count: numbers::grouped(*count),
                })
                .collect(),
            unconfirmed: (status.unconfirmed.iter())
                .map(|act| UnconfirmedView {
                    act: act.number.clone(),
                    desks: listed(&act.unconfirmed),
                })
                .collect(),
            fingerprint: fours(&self.fingerprint()),
        })
    }
}

impl From<&Taken> for BundleView {
    fn from(taken: &Taken) -> Self {
        Self {
            accepted: numbers::grouped(taken.accepted),
            known: numbers::grouped(taken.known),
            refused: numbers::some(taken.refused.values().sum()),
            forks: numbers::some(taken.forks),
        }
    }
}

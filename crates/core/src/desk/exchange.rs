//! Where this desk exchanges, and how the exchange stands.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::Open;
use super::bundle::Taken;
use super::enrol::Enrolling;
pub use crate::app::exchange::StoreKey;
use crate::app::setting_subject;
use crate::command::{EnrolForm, ExchangeForm};
use crate::domain::object_store;
pub use crate::domain::object_store::StoreAddress;
use crate::domain::rights::Action;
use crate::domain::{backup, keep};
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
    /// The key of the store is not kept at this desk.
    EXCHANGE_NO_KEY = "exchange-no-key";
    /// A visit is under way and does not end.
    EXCHANGE_BUSY = "exchange-busy";
    /// Several files were let go at once.
    EXCHANGE_ONE_FILE = "exchange-one-file";
    /// Nobody was chosen who begins at the new desk.
    ENROL_STAFF = "enrol-staff";
}

const FOLDER: &str = "folder";

/// Where desks meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingPlace {
    /// A folder, a share, a stick.
    Folder(PathBuf),
    /// A store, and with what it is opened.
    Store(StoreAddress, StoreKey),
}

impl MeetingPlace {
    /// A store as typed. Where no secret is typed, the one that is kept for its address is meant.
    ///
    /// # Errors
    /// What is wrong, beside `folder`, `key_id`, `secret`, `region`.
    pub fn store(
        form: &ExchangeForm,
        secret: &str,
        kept: impl Fn(&StoreAddress) -> Result<Option<StoreKey>, Error>,
    ) -> Result<Self, Error> {
        let mut no = Vec::new();
        let address = keep(&mut no, StoreAddress::parse(FOLDER, &form.folder));
        let kept = match (&address, secret.trim()) {
            (Some(address), "") => kept(address)?,
            _ => None,
        };
        // A secret belongs to its name: under another one it would only be refused.
        let secret = match kept.filter(|kept| kept.id == form.key_id.trim()) {
            Some(kept) => Some(kept.secret),
            None => keep(&mut no, object_store::secret("secret", secret)).map(Zeroizing::new),
        };
        let id = keep(&mut no, object_store::key_id("key_id", &form.key_id));
        let region = keep(&mut no, object_store::region("region", &form.region));
        match (address, id, secret, region) {
            (Some(address), Some(id), Some(secret), Some(region)) => {
                Ok(Self::Store(address, StoreKey { id, secret, region }))
            }
            _ => Err(no.into()),
        }
    }

    /// What it is called in the memory of this desk.
    pub fn name(&self) -> String {
        match self {
            Self::Folder(path) => path.to_string_lossy().into_owned(),
            Self::Store(address, _) => address.to_string(),
        }
    }
}

impl Open {
    /// Where desks meet; none where nobody has said it.
    ///
    /// # Errors
    /// `exchange-no-key` where the key of the store is not kept here.
    pub fn exchange_place(&self) -> Result<Option<MeetingPlace>, Error> {
        let Some(set) = self.exchange_set()? else {
            return Ok(None);
        };
        if !object_store::is_address(&set) {
            return Ok(Some(MeetingPlace::Folder(PathBuf::from(set))));
        }
        let address = StoreAddress::parse("folder", &set)?;
        let missing = || Refusal::new(EXCHANGE_NO_KEY);
        let key = self.app.store_key(&set)?.ok_or_else(missing)?;
        Ok(Some(MeetingPlace::Store(address, key)))
    }

    pub(super) fn exchange_set(&self) -> Result<Option<String>, Error> {
        let set = self.app.setting_of(self.exchange_subject(), FOLDER)?;
        Ok(set.filter(|place| !place.is_empty()))
    }

    /// Says where desks meet; nothing typed ends the exchange by a place. No secret typed leaves the one that is kept.
    ///
    /// # Errors
    /// What is wrong with the path or the address, beside `folder`; with the key of a store, beside `key_id`, `secret`
    /// and `region`.
    pub fn set_exchange(&mut self, form: &ExchangeForm, secret: &str) -> Result<(), Error> {
        self.app.allowed(Action::ChangeSettings)?;
        let place = match form.folder.trim() {
            "" => None,
            typed if object_store::is_address(typed) => {
                let kept = |address: &StoreAddress| self.app.store_key(&address.to_string());
                Some(MeetingPlace::store(form, secret, kept)?)
            }
            path => Some(MeetingPlace::Folder(backup::folder(FOLDER, path)?.into())),
        };
        let set = place.as_ref().map_or_else(String::new, MeetingPlace::name);
        // First the key: a place without its key would be tried in vain, a key without its place is used by nobody. What
        // was set before goes last.
        if let Some(MeetingPlace::Store(_, key)) = &place {
            self.app.keep_store_key(&set, key)?;
        }
        if self.exchange_set()?.unwrap_or_default() != set {
            self.app.set_at(self.exchange_subject(), FOLDER, &set)?;
        }
        self.app.forget_store_keys(&set)
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
        let place = self.exchange_set()?;
        let key = match &place {
            Some(place) => self.app.store_key(place)?,
            None => None,
        };
        let moment = |ms| dates::moment(Wall::almaty(ms));
        let met = match &place {
            Some(place) => self.app.last_met(place)?,
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
            folder: place.unwrap_or_default(),
            key_id: key.as_ref().map_or_else(String::new, |key| key.id.clone()),
            region: key.map_or_else(String::new, |key| key.region),
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

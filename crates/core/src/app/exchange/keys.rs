//! The keys of the exchange: which this desk can open, and who is handed which.

use rusqlite::params;
use x25519_dalek::StaticSecret;

use super::{EXCHANGE_KEY, INTRODUCTION_KNOWN, INTRODUCTION_VOID};
use crate::app::found::setting_subject;
use crate::app::session::By;
use crate::app::{App, Line, MAX_COMMIT};
use crate::domain::exchange::sending;
use crate::domain::rights::Action;
use crate::error::{DESK_STOPPED, Error, Refusal};
use crate::event::exchange::ExchangeKeyShared;
use crate::event::roster::key_id;
use crate::id::{DeviceId, Hash, Id};
use crate::journal::log::signed;
use crate::query::{exchange, keys};
use crate::vault::{ExchangeKey, Holder, RootKeys, SharedKey};

/// Group of settings under which keys are shared.
const GROUP: &str = "exchange";
/// How long an introduction holds: the desk is known by then, or was nobody.
const INTRODUCED_MS: u64 = 30 * 86_400_000;

/// The keys of the exchange that this desk can open.
#[derive(Debug, Default)]
pub struct Keyring {
    keys: Vec<ExchangeKey>,
    sending: Option<Id>,
}

impl Keyring {
    /// The key of that name.
    pub fn get(&self, name: Id) -> Option<&ExchangeKey> {
        self.keys.iter().find(|key| key.id() == name)
    }

    /// The key under which to send.
    ///
    /// # Errors
    /// `exchange-key` where there is none.
    pub fn sending(&self) -> Result<&ExchangeKey, Error> {
        let key = self.sending.and_then(|name| self.get(name));
        key.ok_or_else(|| Refusal::new(EXCHANGE_KEY).into())
    }

    /// What they are called.
    pub fn names(&self) -> impl Iterator<Item = Id> {
        self.keys.iter().map(ExchangeKey::id)
    }

    /// The keys themselves.
    pub fn into_keys(self) -> impl Iterator<Item = ExchangeKey> {
        self.keys.into_iter()
    }

    /// One more key to read with, wherever it came from: what it opens is judged entry by entry.
    pub fn add(&mut self, key: ExchangeKey) {
        if self.get(key.id()).is_none() {
            self.keys.push(key);
        }
    }
}

impl App {
    /// [`App::keyring`], for whoever is handed desk and key together.
    pub fn keyring_of(&mut self, secret: &StaticSecret) -> Result<Keyring, Error> {
        self.keyring(secret)
    }

    /// The keys that were sealed for this desk.
    pub fn keyring(&self, secret: &StaticSecret) -> Result<Keyring, Error> {
        let mut ring = self.keys_of(self.device, secret)?;
        let named = exchange::keys(self.store.conn())?;
        ring.sending = sending(&named, |desk| self.is_stopped_desk(desk));
        Ok(ring)
    }

    /// What was sealed for a desk or a root, whoever has its secret; none of it to send under.
    fn keys_of(&self, holder: Id, secret: &StaticSecret) -> Result<Keyring, Error> {
        let to = Holder {
            org: self.org,
            device: holder,
        };
        let mut ring = Keyring::default();
        for (id, key) in exchange::sealed_for(self.store.conn(), holder)? {
            if let Some(key) = ExchangeKey::open(&key, secret, to, id) {
                ring.add(key);
            }
        }
        Ok(ring)
    }

    /// Hands every key that this desk holds to every desk that may read and to the recovery root; makes a new one where
    /// there is none under which to send. Writes nothing where nobody lacks anything, and does nothing for whoever
    /// may not.
    pub fn share_keys(&mut self, secret: &StaticSecret) -> Result<(), Error> {
        self.share(self.keyring(secret)?)
    }

    /// A desk that goes on under another id hands itself what it could open under the old one.
    pub fn take_over_keys(&mut self, old: DeviceId, secret: &StaticSecret) -> Result<(), Error> {
        let mut ring = self.keys_of(old, secret)?;
        let named = exchange::keys(self.store.conn())?;
        ring.sending = sending(&named, |desk| self.is_stopped_desk(desk));
        self.hand_on(ring)
    }

    /// After the recovery sheet was used: what it opens is handed on, and a new key is made, because whoever has the old
    /// sheet could read what is sent under the old ones.
    pub fn renew_keys(&mut self, root: &RootKeys) -> Result<(), Error> {
        let holder = key_id(&Hash(root.public().sign));
        self.hand_on(self.keys_of(holder, &root.seal)?)
    }

    /// After the recovery sheet was lost: what this desk opens is handed on, and a new key is made, because whoever finds
    /// the sheet could read what is sent under the old ones.
    pub fn renew_keys_here(&mut self, secret: &StaticSecret) -> Result<(), Error> {
        self.hand_on(self.keys_of(self.device, secret)?)
    }

    /// A laboratory of one desk has no keys, and needs none.
    fn hand_on(&mut self, ring: Keyring) -> Result<(), Error> {
        match ring.keys.is_empty() {
            true => Ok(()),
            false => self.share(ring),
        }
    }

    /// Hands the keys to a desk of which nothing is here yet. What it wrote is judged when it comes.
    ///
    /// # Errors
    /// `introduction-known` where the roster has it, `introduction-void` where nothing can be sealed to it,
    /// `desk-stopped`.
    pub fn introduce(
        &mut self,
        device: DeviceId,
        x25519: Hash,
        secret: &StaticSecret,
    ) -> Result<(), Error> {
        self.allowed(Action::EnrolDesk)?;
        if self.folder.roster().desk(device).is_some() {
            return Err(Refusal::at("request", INTRODUCTION_KNOWN).into());
        }
        if self.is_stopped()? {
            return Err(Refusal::new(DESK_STOPPED).into());
        }
        let conn = self.store.conn();
        let until = signed(self.clock.now_ms().saturating_add(INTRODUCED_MS));
        let sql = "INSERT OR REPLACE INTO l_introduced (device, x25519, until) VALUES (?1, ?2, ?3)";
        conn.execute(sql, params![device, x25519, until])?;
        self.share_keys(secret)?;
        // To a key of small order nothing is sealed.
        let conn = self.store.conn();
        let given = exchange::keys(conn)?;
        let holds = given.iter().any(|key| key.holders.contains(&device));
        if !holds {
            conn.execute("DELETE FROM l_introduced WHERE device = ?1", [device])?;
            return Err(Refusal::at("request", INTRODUCTION_VOID).into());
        }
        Ok(())
    }

    fn share(&mut self, mut ring: Keyring) -> Result<(), Error> {
        if self.allowed(Action::EnrolDesk).is_err() || self.is_stopped()? {
            return Ok(());
        }
        let readers = self.readers()?;
        let named = exchange::keys(self.store.conn())?;
        // None that may be used, or none that this desk can open.
        if ring.sending().is_err() {
            ring.keys.push(ExchangeKey::generate(self.entropy.as_mut()));
        }
        let mut lines = Vec::new();
        for key in &ring.keys {
            let has = named.iter().find(|named| named.key == key.id());
            let lacks = readers
                .iter()
                .filter(|(holder, _)| has.is_none_or(|named| !named.holders.contains(holder)));
            let mut holders = Vec::new();
            for (holder, x25519) in lacks {
                let to = Holder {
                    org: self.org,
                    device: *holder,
                };
                // A desk with a key of small order can be given nothing.
                if let Some(shared) = key.share(&x25519.0, to, self.entropy.as_mut()) {
                    let (enc, sealed, tag) = shared.parts();
                    holders.push((*holder, enc, sealed, tag));
                }
            }
            if !holders.is_empty() {
                let body = ExchangeKeyShared {
                    key: key.id(),
                    holders,
                };
                lines.push(Line::new(setting_subject(self.org, GROUP), body));
            }
        }
        for commit in lines.chunks(MAX_COMMIT) {
            self.write(&By::Session, commit.to_vec())?;
        }
        Ok(())
    }

    /// Whoever may read what is sent: desks that nobody stopped, and the recovery root by the short name of its key. A root
    /// that nobody here has accepted is handed nothing.
    fn readers(&self) -> Result<Vec<(Id, Hash)>, Error> {
        let mut readers: Vec<(Id, Hash)> = self.recipients()?;
        if self.follows()
            && let Some(root) = self.folder.roster().root_sign()
            && let Some(seal) = keys::root_seal(self.store.conn(), root)?
        {
            readers.push((key_id(&root), seal));
        }
        Ok(readers)
    }

    /// Desks that nobody stopped and those that were introduced, with their X25519 keys.
    pub fn recipients(&self) -> Result<Vec<(DeviceId, Hash)>, Error> {
        let known = &self.folder.roster().now().desks;
        let enrolled = known.iter().map(|(device, desk)| (*device, desk.x25519));
        // Of a desk whose entries are here the roster alone says what it is.
        let now = self.clock.now_ms();
        let introduced = exchange::introduced(self.store.conn(), now)?.into_iter();
        let introduced = introduced.filter(|(device, _)| !known.contains_key(device));
        let all = enrolled.chain(introduced);
        Ok(all
            .filter(|(device, _)| !self.is_stopped_desk(*device))
            .collect())
    }

    fn is_stopped_desk(&self, device: DeviceId) -> bool {
        self.folder.roster().is_revoked(device, i64::MAX)
    }

    /// Every sealed key that this desk knows of, for whoever cannot read the journal without it.
    pub fn sealed_keys(&self) -> Result<Vec<(Id, Id, SharedKey)>, Error> {
        let mut all = Vec::new();
        for (device, _) in self.recipients()? {
            let sealed = exchange::sealed_for(self.store.conn(), device)?;
            all.extend(
                sealed
                    .into_iter()
                    .map(|(key, shared)| (device, key, shared)),
            );
        }
        Ok(all)
    }
}

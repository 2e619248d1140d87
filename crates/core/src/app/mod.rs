//! The three doors: `execute` (commands), `disclose` (views), `ingest` (entries of other desks).
//!
//! Owns the store, the desk's signing key, the clock and the random source. Each door is one write
//! transaction; what leaves the core leaves after its entry is committed and the anchor is synced.
//! Nothing here knows nouns: `decide` does, and `projection` is the only room that writes tables.

mod append;
mod backup;
mod check;
mod checkpoint;
mod clock;
mod disclose;
mod drafts;
pub mod exchange;
mod execute;
mod expected;
mod family;
mod found;
mod ingest;
mod left_out;
mod legacy;
pub mod notice;
mod order;
mod otp;
mod papers;
mod people;
mod print;
mod question;
mod rekey;
mod request;
pub mod screen;
mod service;
mod session;
#[cfg(test)]
mod tests;
mod today;
mod trail;

pub use append::{Line, MAX_COMMIT, MAX_COMMITS};
pub use backup::{BACKUP_KEY, BACKUP_OWED, Extent, Wish};
pub use disclose::{Released, SEARCH_LIST};
pub use drafts::{Draft, is_text};
pub use exchange::{Had, Held, Keyring, Outgoing, PlaceId, Unsettled, Which};
pub use found::{Founding, Voucher, setting_subject};
pub use ingest::{Ingested, RefusedEntry};
pub use order::{Lying, Marking, OrderPaper, Stands};
pub use otp::OtpDispatch;
pub use papers::Paper;
use people::Aside;
pub use people::PIN_TRIES;
pub use print::{PrintAsk, PrintJob, PrintRow, PrintWay, Printed};
pub use session::Session;
pub use trail::{FileForm, TrailFile};

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;

use crate::error::Error;
use crate::id::{DeviceId, Entropy, Hash, Id, OrgId, StaffId, SubjectId};
use crate::journal::log::{self, Head};
use crate::projection::Folder;
use crate::store::Store;
use crate::time::{Clock, Hlc};
use crate::vault::Anchor;

/// What a desk is made of once its database is open.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The organisation.
    pub org: OrgId,
    /// This desk.
    pub device: DeviceId,
    /// Signs its journal.
    pub key: SigningKey,
    /// Where the time comes from.
    pub clock: Box<dyn Clock>,
    /// Where ids and salts come from.
    pub entropy: Box<dyn Entropy>,
    /// Outside the database; absent only for desks in memory.
    pub anchor: Option<Anchor>,
}

/// One open desk.
pub struct App {
    store: Store,
    folder: Folder,
    org: OrgId,
    device: DeviceId,
    key: SigningKey,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    anchor: Option<Anchor>,
    head: Option<Head>,
    hlc: Hlc,
    session: Option<Session>,
    aside: Vec<Aside>,
    covered: bool,
    handles: BTreeMap<Id, Handle>,
    lists: BTreeMap<u8, Id>,
    purged_on: Option<chrono::NaiveDate>,
    count: today::Count,
    /// Intents to send of which nobody was given the bytes: card, message, attempt.
    not_released: Vec<(SubjectId, Id, u16)>,
    /// The recovery sheet to which the desk is sealed; `None` where no vault stands behind it.
    sheet: Option<Hash>,
}

/// What a screen holds open: it refreshes without a new entry.
#[derive(Debug)]
enum Handle {
    List {
        entry: Hash,
        shown: std::collections::BTreeSet<SubjectId>,
    },
    Card {
        card: SubjectId,
        /// The entry of its opening.
        entry: Hash,
        /// Whom it has told of besides.
        told: std::collections::BTreeSet<SubjectId>,
    },
    /// Somebody else's list, before it is imported.
    Table(crate::table::Table),
    /// A price list, before it is brought in.
    Services(crate::table::Table),
    /// Ready marks of orders, before they are set; of a file out of the folder the hash of what stands in it.
    Ready(crate::table::Table, Option<crate::id::Hash>),
    /// An old list of patients, and how far it was looked through.
    Legacy(Box<legacy::Legacy>),
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

impl App {
    /// Opens a desk on its parts; tables of an older fold are made anew.
    pub fn open(parts: Parts) -> Result<Self, Error> {
        let mut store = parts.store;
        let folder = Folder::open(store.conn_mut(), parts.org)?;
        let head = log::head(store.conn(), parts.device)?;
        Ok(Self {
            folder,
            head,
            hlc: head.map(|head| head.hlc).unwrap_or_default(),
            store,
            org: parts.org,
            device: parts.device,
            key: parts.key,
            clock: parts.clock,
            entropy: parts.entropy,
            anchor: parts.anchor,
            session: None,
            aside: Vec::new(),
            covered: false,
            handles: BTreeMap::new(),
            lists: BTreeMap::new(),
            purged_on: None,
            count: today::Count::default(),
            not_released: Vec::new(),
            sheet: None,
        })
    }

    /// For queries of level 0 and for verification: counts and verdicts, no person.
    pub fn conn(&self) -> &rusqlite::Connection {
        self.store.conn()
    }

    /// The organisation.
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// This desk.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// The last entry of this desk.
    pub fn head(&self) -> Option<Head> {
        self.head
    }

    /// Who works.
    pub fn staff(&self) -> Option<StaffId> {
        self.session.as_ref().map(|session| session.staff)
    }

    /// The present session.
    pub fn session(&self) -> Result<&Session, Error> {
        self.session.as_ref().ok_or(Error::Locked)
    }

    /// What the desk's clock shows.
    pub fn now(&self) -> crate::time::Wall {
        self.clock.now()
    }

    /// A new random id.
    pub fn new_id(&mut self) -> Id {
        self.entropy.id()
    }

    /// The evaluated roster.
    pub fn roster(&self) -> &crate::projection::roster::Roster {
        self.folder.roster()
    }

    /// Makes every projection anew from the journal.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        self.folder.rebuild(&tx)?;
        tx.commit()?;
        Ok(())
    }

    /// True when the tables say what the journal says: they are made anew, compared, and left as they were.
    pub fn tables_agree(&mut self) -> Result<bool, Error> {
        let kept = crate::query::state::state(self.store.conn())?;
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        self.folder.rebuild(&tx)?;
        let made = crate::query::state::state(&tx)?;
        tx.rollback()?;
        self.folder.forget(self.store.conn())?;
        Ok(kept.tables == made.tables)
    }

    /// Makes the projections of every subject anew, one by one; they must come out the same.
    pub fn refold_all(&mut self) -> Result<(), Error> {
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        self.folder.refold_all(&tx)?;
        tx.commit()?;
        Ok(())
    }

    /// Takes the desk apart, as the end of the program does: no session, no handle stays.
    pub fn into_parts(self) -> Parts {
        Parts {
            store: self.store,
            org: self.org,
            device: self.device,
            key: self.key,
            clock: self.clock,
            entropy: self.entropy,
            anchor: self.anchor,
        }
    }

    /// Moves the write-ahead log into the main file.
    pub fn checkpoint(&self) -> Result<(), Error> {
        Ok(self.store.checkpoint()?)
    }

    /// The database, for whoever moves it to a new key.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

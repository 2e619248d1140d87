//! What the exchange between desks asks of an open desk: its keys, what may leave, what it remembers of a place.
//!
//! Entries come in by [`App::ingest`]. Nothing here opens a file or a connection: folders and bundles are elsewhere, and
//! ask for a moment at a time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use x25519_dalek::StaticSecret;

use super::found::setting_subject;
use super::session::By;
use super::{App, Extent, Line};
use crate::domain::exchange::{About, sending, travels};
use crate::domain::rights::Action;
use crate::error::{Error, Refusal};
use crate::event::exchange::{BundleMade, BundleTaken, ExchangeKeyShared};
use crate::event::roster::key_id;
use crate::frames::{Absence, Head, Record, Statement, Use};
use crate::id::{DeviceId, Hash, Id, SubjectId};
use crate::journal::Entry;
use crate::journal::log::{self, signed};
use crate::journal::stored;
use crate::query::exchange::{self, Segment, Speaks};
use crate::store::schema;
use crate::vault::{ExchangeKey, Holder, RootKeys, SharedKey};

crate::codes! {
    /// There is no key under which to send: a manager has to begin the exchange, or a desk was stopped and no new key
    /// has come.
    EXCHANGE_KEY = "exchange-key";
    /// There is no other desk.
    EXCHANGE_ALONE = "exchange-alone";
    /// The place where desks meet does not answer.
    EXCHANGE_AWAY = "exchange-away";
    /// It is full.
    EXCHANGE_FULL = "exchange-full";
    /// It lets nobody write, or read.
    EXCHANGE_REFUSED = "exchange-refused";
    /// Somebody stopped it.
    EXCHANGE_STOPPED = "exchange-stopped";
}

/// Most entries that one page of a bundle holds.
const PAGE: u32 = 500;
/// Most bytes that one page holds, and one entry more.
const PAGE_BYTES: usize = 8 * 1024 * 1024;

/// Group of settings under which keys are shared.
const GROUP: &str = "exchange";

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

/// Bodies that are here and lie withheld elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// Some of them may leave by now.
    pub may_leave: bool,
    /// Whose permission others wait for, and their numbers.
    pub waiting: Vec<(SubjectId, u64)>,
}

/// One entry that leaves.
#[derive(Debug)]
pub struct Outgoing {
    /// With its body, or with the reason why it has none.
    pub record: Record,
    /// The body is here and stays here.
    pub withheld: bool,
}

/// What a bundle is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What some desk is not known to have.
    News,
    /// Everything: for a desk that is new, or that lacks what came before.
    Everything,
}

/// How much of every chain others are known to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Had(BTreeMap<DeviceId, u64>);

impl Had {
    /// What each of them has.
    fn by_all(holds: &[BTreeMap<DeviceId, u64>]) -> Self {
        let Some((first, rest)) = holds.split_first() else {
            return Self::default();
        };
        let by_all = first.iter().filter_map(|(device, next)| {
            let mut others = rest.iter().map(|held| held.get(device).copied());
            let least = others.try_fold(*next, |least, held| Some(least.min(held?)));
            Some((*device, least?))
        });
        Self(by_all.collect())
    }

    /// Number of the first entry of a chain that somebody may lack.
    pub fn next(&self, device: DeviceId) -> u64 {
        self.0.get(&device).copied().unwrap_or(0)
    }
}

/// What a place is called here, and how far its consents were looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceId {
    id: i64,
    consents: i64,
}

impl App {
    /// What this desk says of itself where desks meet.
    pub fn statement(&self, heads: &[log::Head]) -> Result<Vec<u8>, Error> {
        let statement = Statement {
            org: self.org,
            device: self.device,
            wall_ms: self.clock.now_ms(),
            heads: (heads.iter())
                .map(|head| (head.device, head.seq, head.hash))
                .collect(),
            keys: self.sealed_keys()?,
        };
        let signed = statement.sign(&self.key);
        signed.map_err(|_| crate::journal::Malformed::Length.into())
    }

    /// Of entries that lie somewhere without their bodies, those whose bodies are here: what may leave by now, and whose
    /// permission the rest waits for.
    pub fn held_among(&self, hashes: &[Hash]) -> Result<Held, Error> {
        let conn = &self.store.reading()?;
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let mut held = Held::default();
        for hash in hashes {
            let Some(entry) = log::entry(conn, *hash)?.filter(|entry| entry.body().is_some())
            else {
                continue;
            };
            let header = entry.header();
            match speaks.of(header)? {
                about if travels(about) => held.may_leave = true,
                About::Person { .. } => {
                    for card in exchange::cards_behind(conn, header.subject)? {
                        held.waiting.push((card, header.seq));
                    }
                }
                _ => {}
            }
        }
        Ok(held)
    }

    /// Those of some entries whose bodies an act took away here.
    pub fn erased_among(&self, entries: &[Entry]) -> Result<BTreeSet<Hash>, Error> {
        let conn = self.store.reading()?;
        let mut erased = BTreeSet::new();
        for entry in entries.iter().filter(|entry| entry.body().is_some()) {
            if self.folder.is_erased(&conn, entry)? {
                erased.insert(entry.hash());
            }
        }
        Ok(erased)
    }

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

    /// A laboratory of one desk has no keys, and needs none.
    fn hand_on(&mut self, ring: Keyring) -> Result<(), Error> {
        match ring.keys.is_empty() {
            true => Ok(()),
            false => self.share(ring),
        }
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
        for commit in lines.chunks(super::MAX_COMMIT) {
            self.write(&By::Session, commit.to_vec())?;
        }
        Ok(())
    }

    /// Whoever may read what is sent: desks that nobody stopped, and the recovery root by the short name of its key.
    fn readers(&self) -> Result<Vec<(Id, Hash)>, Error> {
        let mut readers: Vec<(Id, Hash)> = self.recipients();
        if let Some(root) = self.folder.roster().root_sign()
            && let Some(seal) = exchange::root_seal(self.store.conn(), root)?
        {
            readers.push((key_id(&root), seal));
        }
        Ok(readers)
    }

    /// Desks that nobody stopped, with their X25519 keys.
    pub fn recipients(&self) -> Vec<(DeviceId, Hash)> {
        let desks = self.folder.roster().now().desks.iter();
        desks
            .filter(|(device, _)| !self.is_stopped_desk(**device))
            .map(|(device, desk)| (*device, desk.x25519))
            .collect()
    }

    fn is_stopped_desk(&self, device: DeviceId) -> bool {
        self.folder.roster().is_revoked(device, i64::MAX)
    }

    /// Every sealed key that this desk knows of, for whoever cannot read the journal without it.
    pub fn sealed_keys(&self) -> Result<Vec<(Id, Id, SharedKey)>, Error> {
        let mut all = Vec::new();
        for (device, _) in self.recipients() {
            let sealed = exchange::sealed_for(self.store.conn(), device)?;
            all.extend(
                sealed
                    .into_iter()
                    .map(|(key, shared)| (device, key, shared)),
            );
        }
        Ok(all)
    }

    /// Entries of a chain from a number to another, as they leave: at most some, and no more once `bytes` are reached.
    pub fn outgoing(
        &self,
        device: DeviceId,
        (first, last): (u64, u64),
        bytes: usize,
    ) -> Result<Vec<Outgoing>, Error> {
        let conn = &self.store.reading()?;
        let count = last.saturating_sub(first).saturating_add(1);
        let limit = u32::try_from(count).unwrap_or(u32::MAX).min(PAGE);
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let (mut out, mut size) = (Vec::new(), 0);
        for entry in log::chain(conn, device, first, limit)? {
            size +=
                entry.header_bytes().len() + entry.body().map_or(0, |body| body.as_bytes().len());
            out.push(self.leaving(entry, &mut speaks)?);
            if size >= bytes {
                break;
            }
        }
        Ok(out)
    }

    fn leaving(&self, entry: Entry, speaks: &mut Speaks<'_>) -> Result<Outgoing, Error> {
        if entry.body().is_none() {
            let absence = match self.folder.is_erased(self.store.conn(), &entry)? {
                true => Absence::Erased,
                false => Absence::Withheld,
            };
            return Ok(Outgoing {
                record: Record::Entry(entry, Some(absence)),
                withheld: false,
            });
        }
        let about = speaks.of(entry.header())?;
        if travels(about) {
            return Ok(Outgoing {
                record: Record::Entry(entry, None),
                withheld: false,
            });
        }
        Ok(Outgoing {
            record: Record::Entry(entry.without_body(), Some(Absence::Withheld)),
            withheld: true,
        })
    }

    /// What this desk remembers of a place.
    pub fn place(&mut self, name: &str) -> Result<(PlaceId, Vec<Segment>), Error> {
        let conn = self.store.conn();
        conn.execute("INSERT OR IGNORE INTO l_place (name) VALUES (?1)", [name])?;
        let place = conn
            .prepare_cached("SELECT id, consents FROM l_place WHERE name = ?1")?
            .query_row([name], |row| {
                Ok(PlaceId {
                    id: row.get("id")?,
                    consents: row.get("consents")?,
                })
            })?;
        Ok((place, exchange::segments(conn, place.id)?))
    }

    /// Remembers segments that were read or written, and of whom something stayed at home of each.
    pub fn remember_segments(
        &mut self,
        place: PlaceId,
        segments: &[(Segment, Vec<(SubjectId, u64)>)],
    ) -> Result<(), Error> {
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (segment, withheld) in segments {
            remember(&tx, place, segment, withheld)?;
        }
        Ok(tx.commit()?)
    }

    /// Remembers that a segment lies there with another tag, and nothing else of it changed here.
    pub fn retag_segment(&mut self, place: PlaceId, name: &str, tag: &str) -> Result<(), Error> {
        let sql = "UPDATE l_segment SET tag = ?3 WHERE place = ?1 AND name = ?2";
        (self.store.conn().prepare_cached(sql)?).execute(params![place.id, name, tag])?;
        Ok(())
    }

    /// Forgets segments that are not there any more.
    pub fn forget_segments(&mut self, place: PlaceId, names: &[String]) -> Result<(), Error> {
        let conn = self.store.conn();
        for name in names {
            let gone = params![place.id, name];
            conn.prepare_cached("DELETE FROM l_segment WHERE place = ?1 AND name = ?2")?
                .execute(gone)?;
            conn.prepare_cached("DELETE FROM l_withheld WHERE place = ?1 AND name = ?2")?
                .execute(gone)?;
        }
        Ok(())
    }

    /// What lies at a place otherwise than it should. [`App::settled_at`] says that it was put right.
    pub fn unsettled_at(&self, place: PlaceId) -> Result<Unsettled, Error> {
        let conn = self.store.conn();
        let acts = exchange::unswept(conn, place.id)?;
        let mut erased = Vec::new();
        for act in &acts {
            erased.extend(exchange::bare(conn, *act)?);
        }
        let (spoken, consents) = exchange::spoken_since(conn, place.id, place.consents)?;
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let mut agreed = Vec::new();
        for card in spoken {
            if speaks.permits(card)? {
                agreed.extend(exchange::withheld(conn, place.id, card)?);
            }
        }
        agreed.sort_unstable();
        agreed.dedup();
        Ok(Unsettled {
            erased,
            agreed,
            acts,
            consents,
        })
    }

    /// It was put right.
    pub fn settled_at(&mut self, place: PlaceId, done: &Unsettled) -> Result<(), Error> {
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for act in &done.acts {
            tx.prepare_cached("INSERT OR IGNORE INTO l_swept (place, act) VALUES (?1, ?2)")?
                .execute(params![place.id, act])?;
        }
        tx.execute(
            "UPDATE l_place SET consents = ?2 WHERE id = ?1",
            params![place.id, done.consents],
        )?;
        Ok(tx.commit()?)
    }

    /// Signs for what acts of destruction took away here, where that was not done yet.
    pub fn confirm_erasures(&mut self) -> Result<(), Error> {
        self.acknowledge_owed()
    }

    /// Remembers to the minute that a place was there.
    pub fn met(&mut self, place: PlaceId) -> Result<(), Error> {
        let now = signed(self.clock.now_ms());
        let sql = "UPDATE l_place SET met_at = ?2 WHERE id = ?1 AND coalesce(met_at, 0) NOT BETWEEN ?2 - 60000 AND ?2";
        self.store.conn().execute(sql, params![place.id, now])?;
        Ok(())
    }

    /// When a place was there last, in milliseconds since 1970.
    pub fn last_met(&self, name: &str) -> Result<Option<u64>, Error> {
        let sql = "SELECT met_at FROM l_place WHERE name = ?1";
        let met: Option<Option<i64>> = self
            .store
            .conn()
            .prepare_cached(sql)?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(met.flatten().map(log::unsigned))
    }

    /// Fixes what a bundle of this moment holds, and what of it others are known to have.
    ///
    /// # Errors
    /// `exchange-alone` where there is no other desk.
    pub fn bundle(&self, which: Which) -> Result<(Extent, Had), Error> {
        self.allowed(Action::Exchange)?;
        let conn = self.store.conn();
        let recipients = self.recipients();
        let mut others = recipients
            .iter()
            .map(|(device, _)| *device)
            .filter(|device| *device != self.device)
            .peekable();
        if others.peek().is_none() {
            return Err(Refusal::new(EXCHANGE_ALONE).into());
        }
        let heads = log::heads(conn)?;
        let had = match which {
            Which::Everything => Had::default(),
            Which::News => {
                let holds = others.map(|device| exchange::holds(conn, device));
                Had::by_all(&holds.collect::<Result<Vec<_>, _>>()?)
            }
        };
        let extent = Extent {
            head: Head {
                purpose: Use::Bundle,
                org: self.org,
                device: self.device,
                wall: self.clock.now(),
                schema: schema(),
            },
            entries: heads
                .iter()
                .map(|head| (head.seq + 1).saturating_sub(had.next(head.device)))
                .sum(),
            heads,
            recipients: recipients.into_iter().map(|(_, key)| key).collect(),
            upto: stored::last(conn)?,
        };
        Ok((extent, had))
    }

    /// The next entries of a bundle after a place, as they leave; nothing at the end.
    pub fn bundle_page(
        &self,
        extent: &Extent,
        had: &Had,
        after: stored::Place,
    ) -> Result<(Option<Vec<Record>>, stored::Place), Error> {
        let conn = &self.store.reading()?;
        let (page, last) = stored::arrived(conn, after, extent.upto, PAGE, PAGE_BYTES)?;
        if page.is_empty() {
            return Ok((None, last));
        }
        let mut speaks = Speaks::on(conn, self.clock.now().date());
        let mut out = Vec::with_capacity(page.len());
        for one in page {
            let entry = one.entry()?;
            if one.is_evidence {
                out.push(Record::Evidence(entry));
            } else if entry.header().seq >= had.next(entry.header().device) {
                out.push(self.leaving(entry, &mut speaks)?.record);
            }
        }
        Ok((Some(out), last))
    }

    /// Notes a file for other desks before it gets its name.
    pub fn bundle_made(&mut self, body: BundleMade) -> Result<(), Error> {
        self.allowed(Action::Exchange)?;
        self.write(&By::Session, vec![Line::new(self.device, body)])
            .map(drop)
    }

    /// Notes a file of another desk that was taken in.
    pub fn bundle_taken(&mut self, body: BundleTaken) -> Result<(), Error> {
        self.allowed(Action::Exchange)?;
        self.write(&By::Session, vec![Line::new(self.device, body)])
            .map(drop)
    }
}

fn remember(
    tx: &Transaction<'_>,
    place: PlaceId,
    segment: &Segment,
    withheld: &[(SubjectId, u64)],
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO l_segment (place, name, device, first, last, tag) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT DO UPDATE SET tag = ?6",
    )?
    .execute(params![
        place.id,
        segment.name,
        segment.device,
        signed(segment.first),
        signed(segment.last),
        segment.tag
    ])?;
    tx.prepare_cached("DELETE FROM l_withheld WHERE place = ?1 AND name = ?2")?
        .execute(params![place.id, segment.name])?;
    for (subject, seq) in withheld {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO l_withheld (place, name, seq, subject) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![place.id, segment.name, signed(*seq), subject])?;
    }
    Ok(())
}

/// What lies otherwise at a place than it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    /// Entries whose bodies an act took away here: desk and number.
    pub erased: Vec<(DeviceId, u64)>,
    /// Segments that this desk wrote without the body of somebody about whose consent something came since.
    pub agreed: Vec<String>,
    acts: Vec<Hash>,
    consents: i64,
}

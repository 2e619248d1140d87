//! The roster folded: which desks, people and roles count, as seen from any cited tips.
//!
//! The whole roster is a few hundred entries at most; it is evaluated in memory whenever one of its
//! entries arrives, and every authority question is answered from here. Deterministic rules:
//!
//! * An entry counts when its signer (the root, or a manager by the tips that it cites) signed it and
//!   its desk was not revoked before it.
//! * Revocations are settled first, in visiting order; so two desks that revoke each other come out
//!   the same everywhere.
//! * Taking away wins: a role or key counts only when every removal of that person is known to it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ed25519_dalek::{Signature, VerifyingKey};
use rusqlite::{Connection, Transaction, params};

use super::graph::{Ancestors, Node, Order};
use super::status::Status;
use crate::event::kinds::{self, Role, SessionRule, SubjectKind};
use crate::event::roster::{Signed, new_root_bytes, org_id, signed_bytes};
use crate::event::{Event, roster as body};
use crate::id::{DeviceId, Hash, OrgId, StaffId};
use crate::journal::Entry;
use crate::journal::log::{self, LogError};

/// A desk as enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Signs its journal.
    pub ed25519: Hash,
    /// Receives sealed keys.
    pub x25519: Hash,
    /// Number of the site.
    pub site: u16,
    /// Number prefix.
    pub prefix: u16,
}

/// The roster as seen from some tips.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Enrolled desks.
    pub desks: BTreeMap<DeviceId, Desk>,
    /// Roles of people who were not removed.
    pub roles: BTreeMap<StaffId, Role>,
    /// Ed25519 keys of people, by desk.
    pub keys: BTreeMap<(StaffId, DeviceId), Hash>,
    root_sign: Option<Hash>,
}

impl View {
    /// The person's signing key on a desk.
    pub fn key(&self, staff: StaffId, device: DeviceId) -> Option<Hash> {
        self.keys.get(&(staff, device)).copied()
    }

    fn keys_of(&self, staff: StaffId) -> impl Iterator<Item = Hash> + '_ {
        self.keys
            .iter()
            .filter(move |((who, _), _)| *who == staff)
            .map(|(_, key)| *key)
    }
}

struct Item {
    entry: Entry,
    event: Event,
    status: Status,
}

/// Every roster entry held here, evaluated.
#[derive(Default)]
pub struct Roster {
    org: OrgId0,
    items: HashMap<Hash, Item>,
    order: Order,
    revoked: BTreeMap<DeviceId, i64>,
    vouched: BTreeMap<DeviceId, Hash>,
    now: Arc<View>,
    /// Views by the tips that were asked for: a session asks for the same ones at each of its entries.
    views: RefCell<HashMap<Vec<Hash>, Arc<View>>>,
}

/// A hostile journal must not fill the memory with views.
const KEPT_VIEWS: usize = 64;

/// `OrgId` with a default for the empty roster.
#[derive(Clone, Copy)]
struct OrgId0(OrgId);

impl Default for OrgId0 {
    fn default() -> Self {
        Self(OrgId::ZERO)
    }
}

impl std::fmt::Debug for Roster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster")
            .field("entries", &self.items.len())
            .finish_non_exhaustive()
    }
}

impl Roster {
    /// Reads and evaluates every stored roster entry.
    pub fn load(conn: &Connection, org: OrgId) -> Result<Self, LogError> {
        let mut rows =
            conn.prepare_cached("SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 1")?;
        let hashes = rows
            .query_map([org], |row| row.get::<_, Hash>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut entries = Vec::with_capacity(hashes.len());
        for hash in hashes {
            let Some(entry) = log::entry(conn, hash)? else {
                continue;
            };
            let standing = super::judge::standing(conn, entry.header())?;
            entries.push((entry, standing));
        }
        Ok(Self::evaluate(org, entries))
    }

    /// Entries with what stands against them already: a fork of their desk, a commit torn or malformed.
    ///
    /// What waits is left out, and with it everything that cites it: it waits too.
    fn evaluate(org: OrgId, entries: Vec<(Entry, Option<Status>)>) -> Self {
        let mut roster = Self {
            org: OrgId0(org),
            ..Self::default()
        };
        let mut nodes = Vec::new();
        let mut frozen = Vec::new();
        let mut waiting = Vec::new();
        for (entry, standing) in entries {
            let header = entry.header();
            let known = kinds::spec(header.kind).is_some_and(|row| {
                row.subject == SubjectKind::Roster
                    && header.kind_ver == row.version
                    && header.flags == row.flags()
                    && header.class == row.class
                    && (row.session != SessionRule::Required || !header.session.is_zero())
            });
            if standing == Some(Status::Waiting)
                || (standing.is_none() && known && entry.body().is_none())
            {
                waiting.push(entry);
                continue;
            }
            nodes.push(Node {
                hash: entry.hash(),
                key: (
                    log::signed(header.hlc.0),
                    header.device,
                    log::signed(header.seq),
                ),
                refs: header.refs.clone(),
            });
            let event = entry
                .body()
                .filter(|_| known && matches!(standing, None | Some(Status::Frozen)))
                .and_then(|body| Event::read(header.kind, body).ok());
            if standing == Some(Status::Frozen) {
                frozen.push(entry.hash());
            }
            if let Some(event) = event {
                roster.items.insert(
                    entry.hash(),
                    Item {
                        entry,
                        event,
                        status: Status::Unauthorised,
                    },
                );
            }
        }
        roster.order = Order::of(&nodes);
        roster.vouched = roster.enrolments();
        for hash in frozen {
            roster.items.remove(&hash);
        }
        roster.settle_revocations();
        roster.settle_all();
        let view = roster.fold(|_| true);
        roster.now = Arc::new(view);
        let claims = roster.claims(org, waiting.iter());
        for (device, key) in claims {
            roster.vouched.entry(device).or_insert(key);
        }
        roster
    }

    /// The key of every desk whose enrolment counts when neither revocations nor forks are asked: one that
    /// they took the effect from still says whose chain it is, whatever arrived first.
    fn enrolments(&mut self) -> BTreeMap<DeviceId, Hash> {
        let mut keys = BTreeMap::new();
        for hash in self.hashes() {
            self.judge(hash);
            if let Some(Item {
                event: Event::DeviceEnrolled(body),
                status: Status::Applied,
                ..
            }) = self.items.get(&hash)
            {
                keys.entry(body.device).or_insert(body.ed25519);
            }
        }
        keys
    }

    /// First pass: which revocations count, each judged by what stands before it.
    fn settle_revocations(&mut self) {
        for hash in self.hashes() {
            self.judge(hash);
            let Some(item) = self
                .items
                .get(&hash)
                .filter(|item| item.status == Status::Applied)
            else {
                continue;
            };
            if let Event::DeviceRevoked(revoked) = &item.event {
                let last = revoked.last_seq.map_or(-1, log::signed);
                let limit = self.revoked.entry(revoked.device).or_insert(last);
                *limit = last.min(*limit);
            }
        }
    }

    /// Second pass: everything else, under all revocations.
    fn settle_all(&mut self) {
        for hash in self.hashes() {
            let is_revocation = self
                .items
                .get(&hash)
                .is_some_and(|item| matches!(item.event, Event::DeviceRevoked(_)));
            if !is_revocation {
                self.judge(hash);
            }
        }
    }

    fn hashes(&self) -> Vec<Hash> {
        self.order.visit().map(|(hash, _)| hash).collect()
    }

    fn judge(&mut self, hash: Hash) {
        let Some(item) = self.items.get(&hash) else {
            return;
        };
        let view = self.view_at(&item.entry.header().refs);
        let status = if self.counts(item, &view) {
            Status::Applied
        } else {
            Status::Unauthorised
        };
        if let Some(item) = self.items.get_mut(&hash) {
            item.status = status;
            // Views that were folded while the entry counted otherwise are void.
            self.views.borrow_mut().clear();
        }
    }

    fn counts(&self, item: &Item, view: &View) -> bool {
        let header = item.entry.header();
        if self.is_revoked(header.device, log::signed(header.seq)) {
            return false;
        }
        match &item.event {
            Event::OrgFounded(b) => {
                header.seq == 1
                    && header.refs.is_empty()
                    && b.signer.is_none()
                    && org_id(&b.root_sign) == self.org.0
                    && self.signed_by(item, b, b.root_sign)
            }
            Event::RootReplaced(b) => {
                let proof = new_root_bytes(self.org.0, &b.root_sign, &b.root_seal);
                verifies(b.root_sign, &proof, &b.new_root_signature.0)
                    && self.authorised(item, b, view)
            }
            Event::DeviceEnrolled(b) => self.authorised(item, b, view),
            Event::DeviceRevoked(b) => self.authorised(item, b, view),
            Event::RoleSet(b) => self.authorised(item, b, view),
            Event::StaffKeyAdded(b) => self.authorised(item, b, view),
            Event::StaffRemoved(b) => self.authorised(item, b, view),
            _ => false,
        }
    }

    fn authorised<B: Signed>(&self, item: &Item, body: &B, view: &View) -> bool {
        match body.signer() {
            None => view
                .root_sign
                .is_some_and(|root| self.signed_by(item, body, root)),
            Some(staff) => {
                view.roles.get(&staff) == Some(&Role::Manager)
                    && view
                        .keys_of(staff)
                        .any(|key| self.signed_by(item, body, key))
            }
        }
    }

    fn signed_by<B: Signed>(&self, item: &Item, body: &B, key: Hash) -> bool {
        let h = item.entry.header();
        let message = signed_bytes(
            h.org,
            h.device,
            h.kind,
            h.kind_ver,
            &body.unsigned(),
            &h.refs,
        );
        verifies(key, &message, &body.signature().0)
    }

    /// Whether an entry at this place comes after its desk was revoked.
    pub fn is_revoked(&self, device: DeviceId, seq: i64) -> bool {
        self.revoked.get(&device).is_some_and(|last| seq > *last)
    }

    /// What the evaluation says of one of its entries; waiting when a ref, the body or a part of its
    /// commit is missing.
    pub fn status(&self, hash: Hash) -> Status {
        match (self.order.position(hash), self.items.get(&hash)) {
            (Some(_), Some(item)) => item.status,
            (Some(_), None) => Status::Malformed,
            _ => Status::Waiting,
        }
    }

    /// True when these entries and all before them are here. One that had no authority has no effect
    /// on the view, but whoever cites it in good faith is judged by the rest.
    pub fn holds(&self, tips: &[Hash]) -> bool {
        tips.iter().all(|tip| self.order.position(*tip).is_some())
    }

    /// The key of a desk that some counting entry enrolled.
    pub fn desk(&self, device: DeviceId) -> Option<Desk> {
        self.now.desks.get(&device).cloned()
    }

    /// The key with which a desk's chain is read: of its enrolment, whether that counts or not.
    pub fn key_of(&self, device: DeviceId) -> Option<Hash> {
        let counting = self.now.desks.get(&device).map(|desk| desk.ed25519);
        counting.or_else(|| self.vouched.get(&device).copied())
    }

    /// The desk and key of an enrolment that arrives ahead of its chain, when a root or a manager of the
    /// roster that it cites signed it: which of two roots was replaced first must not decide whose chain
    /// is taken. `founder` is the root key that names the organisation, from its `org_founded`.
    fn vouched(&self, entry: &Entry, founder: Option<Hash>) -> Option<(DeviceId, Hash)> {
        let header = entry.header();
        let Ok(Event::DeviceEnrolled(body)) = Event::read(header.kind, entry.body()?) else {
            return None;
        };
        let keys: Vec<Hash> = match body.signer {
            None => self.roots().chain(founder).collect(),
            Some(staff) if self.holds(&header.refs) => {
                let view = self.view_at(&header.refs);
                let manager = view.roles.get(&staff) == Some(&Role::Manager);
                view.keys_of(staff).filter(|_| manager).collect()
            }
            Some(_) => Vec::new(),
        };
        let message = signed_bytes(
            header.org,
            header.device,
            header.kind,
            header.kind_ver,
            &body.unsigned(),
            &header.refs,
        );
        keys.into_iter()
            .any(|key| verifies(key, &message, &body.signature.0))
            .then_some((body.device, body.ed25519))
    }

    /// The roster with everything that counts here.
    pub fn now(&self) -> &View {
        &self.now
    }

    /// The recovery root in force.
    pub fn root_sign(&self) -> Option<Hash> {
        self.now.root_sign
    }

    /// Keys of desks that enrol themselves among these entries and are vouched for: the first desk of the
    /// organisation and every new incarnation. Nobody else may name a key for a chain that is not known.
    pub fn claims<'a>(
        &self,
        org: OrgId,
        entries: impl Iterator<Item = &'a Entry> + Clone,
    ) -> BTreeMap<DeviceId, Hash> {
        let of_kind = |kind| {
            let entries = entries.clone();
            entries.filter(move |entry| entry.header().kind == kind)
        };
        // The organisation's id is the hash of its first root: nobody can name another one.
        let founder = of_kind(kinds::ORG_FOUNDED).find_map(|entry| {
            match Event::read(kinds::ORG_FOUNDED, entry.body()?) {
                Ok(Event::OrgFounded(body)) => {
                    (org_id(&body.root_sign) == org).then_some(body.root_sign)
                }
                _ => None,
            }
        });
        of_kind(kinds::DEVICE_ENROLLED)
            .filter_map(|entry| Some((entry.header().device, self.vouched(entry, founder)?)))
            .filter(|(author, (device, _))| author == device)
            .map(|(_, claim)| claim)
            .collect()
    }

    /// Every recovery root that was ever in force.
    fn roots(&self) -> impl Iterator<Item = Hash> + '_ {
        let counting = self
            .items
            .values()
            .filter(|item| item.status == Status::Applied);
        counting.filter_map(|item| match &item.event {
            Event::OrgFounded(b) => Some(b.root_sign),
            Event::RootReplaced(b) => Some(b.root_sign),
            _ => None,
        })
    }

    /// The roster as its author saw it who cited these tips.
    pub fn view_at(&self, tips: &[Hash]) -> Arc<View> {
        if let Some(view) = self.views.borrow().get(tips) {
            return Arc::clone(view);
        }
        let ancestors = self.order.ancestors_of(tips);
        let view = Arc::new(self.fold(|position| ancestors.contains(position)));
        let mut views = self.views.borrow_mut();
        if views.len() >= KEPT_VIEWS {
            views.clear();
        }
        views.insert(tips.to_vec(), Arc::clone(&view));
        view
    }

    fn fold(&self, included: impl Fn(usize) -> bool) -> View {
        let mut view = View::default();
        let mut removals: HashMap<StaffId, BTreeSet<usize>> = HashMap::new();
        let counting = || {
            self.order
                .visit()
                .enumerate()
                .filter(|(at, _)| included(*at))
                .filter_map(|(at, (hash, ancestors))| {
                    self.items
                        .get(&hash)
                        .filter(|item| item.status == Status::Applied)
                        .map(|item| (at, ancestors, item))
                })
        };
        for (at, _, item) in counting() {
            if let Event::StaffRemoved(b) = &item.event {
                removals.entry(b.staff).or_default().insert(at);
            }
        }
        let rehired = |staff: StaffId, ancestors: &Ancestors| {
            removals
                .get(&staff)
                .is_none_or(|places| places.iter().all(|at| ancestors.contains(*at)))
        };
        for (_, ancestors, item) in counting() {
            match &item.event {
                // Founded once: a second founding by a stolen old kit brings nothing back.
                Event::OrgFounded(b) => drop(view.root_sign.get_or_insert(b.root_sign)),
                Event::RootReplaced(b) => view.root_sign = Some(b.root_sign),
                Event::DeviceEnrolled(b) => {
                    let desk = Desk {
                        ed25519: b.ed25519,
                        x25519: b.x25519,
                        site: b.site,
                        prefix: b.prefix,
                    };
                    // The first enrolment of an id stands: nobody takes over another desk's name.
                    view.desks.entry(b.device).or_insert(desk);
                }
                Event::RoleSet(b) if rehired(b.staff, ancestors) => match Role::from_code(b.role) {
                    Some(role) => drop(view.roles.insert(b.staff, role)),
                    None => drop(view.roles.remove(&b.staff)),
                },
                Event::StaffKeyAdded(b) if rehired(b.staff, ancestors) => {
                    view.keys.insert((b.staff, b.device), b.ed25519);
                }
                _ => {}
            }
        }
        view
    }

    /// Writes the roster's tables anew.
    pub fn project(&self, tx: &Transaction<'_>) -> Result<(), rusqlite::Error> {
        for table in [
            "p_root",
            "p_device",
            "p_revocation",
            "p_role",
            "p_staff_key",
        ] {
            tx.prepare_cached(&format!("DELETE FROM {table}"))?
                .execute([])?;
        }
        let org = self.org.0;
        for (hash, _) in self.order.visit() {
            let Some(item) = self
                .items
                .get(&hash)
                .filter(|item| item.status == Status::Applied)
            else {
                continue;
            };
            match &item.event {
                Event::OrgFounded(b) => put_root(tx, hash, org, &b.root_sign, &b.root_seal)?,
                Event::RootReplaced(b) => put_root(tx, hash, org, &b.root_sign, &b.root_seal)?,
                Event::DeviceEnrolled(b) => put_device(tx, hash, org, b)?,
                Event::DeviceRevoked(b) => put_revocation(tx, hash, org, b)?,
                Event::StaffKeyAdded(b) => put_key(tx, hash, org, b)?,
                _ => {}
            }
        }
        for (staff, role) in &self.now.roles {
            tx.prepare_cached("INSERT INTO p_role (staff, subject, role) VALUES (?1, ?2, ?3)")?
                .execute(params![staff, org, *role as u8])?;
        }
        Ok(())
    }
}

fn put_root(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    sign: &Hash,
    seal: &Hash,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_root (entry, subject, root_sign, root_seal) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![entry, org, sign, seal])?;
    Ok(())
}

fn put_device(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    b: &body::DeviceEnrolled,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_device (device, entry, subject, ed25519, x25519, site, prefix) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![b.device, entry, org, b.ed25519, b.x25519, b.site, b.prefix])?;
    Ok(())
}

fn put_revocation(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    b: &body::DeviceRevoked,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_revocation (entry, subject, device, last_seq) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![entry, org, b.device, b.last_seq.map(log::signed)])?;
    Ok(())
}

fn put_key(
    tx: &Transaction<'_>,
    entry: Hash,
    org: OrgId,
    b: &body::StaffKeyAdded,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT INTO p_staff_key (entry, subject, staff, device, ed25519, x25519) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![entry, org, b.staff, b.device, b.ed25519, b.x25519])?;
    Ok(())
}

/// Strict Ed25519 over a message by a key that arrived as bytes.
pub fn verifies(key: Hash, message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(&key.0).is_ok_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

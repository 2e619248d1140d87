//! The roster as it stood for any given tips: who was enrolled, who held which role and key.
//!
//! Built from the roster entries alone, before any chain is followed: each of them carries a
//! signature of its own by the root or by a manager. An entry without authority keeps its place in
//! the ancestry and has no effect.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::rc::Rc;

use super::key;
use crate::event::{
    Event,
    codec::Sig,
    kinds::{self, Role},
    roster::{Signed, new_root_bytes, org_id, signed_bytes},
};
use crate::id::{DeviceId, Hash, OrgId, StaffId};
use crate::journal::Entry;
use crate::time::Hlc;

/// Kinds of this block fold into the roster.
pub const BLOCK: std::ops::RangeInclusive<u16> = 0x0040..=0x007F;

#[derive(Debug)]
struct Node {
    device: DeviceId,
    seq: u64,
    hlc: Hlc,
    kind: u16,
    kind_ver: u8,
    refs: Vec<Hash>,
    /// `None`: unknown, or a body that is not its kind's.
    event: Option<Event>,
    /// Place in the topological order; `None` while an ancestor is missing.
    place: Option<usize>,
    /// Signed by somebody who might.
    authorised: bool,
}

/// Who may act, under given tips.
#[derive(Debug, Default, Clone)]
pub struct View {
    founded: bool,
    root: Option<Hash>,
    roles: BTreeMap<StaffId, Role>,
    keys: BTreeMap<(StaffId, DeviceId), Hash>,
    /// Every entry under the tips, the tips included.
    known: BTreeSet<Hash>,
}

impl View {
    /// The role of a person.
    pub fn role(&self, staff: StaffId) -> Option<Role> {
        self.roles.get(&staff).copied()
    }

    /// A person's key on a desk.
    pub fn key(&self, staff: StaffId, device: DeviceId) -> Option<Hash> {
        self.keys.get(&(staff, device)).copied()
    }

    /// A person's keys on all desks: who vouches for a new incarnation has none on it yet.
    fn keys_of(&self, staff: StaffId) -> impl Iterator<Item = Hash> + '_ {
        let keys = self.keys.iter();
        keys.filter(move |((of, _), _)| *of == staff)
            .map(|(_, key)| *key)
    }

    /// True for the tips and everything before them.
    pub fn knows(&self, entry: &Hash) -> bool {
        self.known.contains(entry)
    }
}

/// A desk's enrolment.
#[derive(Debug, Clone, Copy)]
pub struct Enrolment {
    /// The `device_enrolled` entry.
    pub entry: Hash,
    /// The desk's Ed25519 key.
    pub key: Hash,
    /// Its number, when it stands in the desk's own chain.
    pub own: Option<u64>,
}

/// All roster entries of a journal.
#[derive(Debug)]
pub struct Roster {
    org: OrgId,
    nodes: HashMap<Hash, Node>,
    enrolled: HashMap<DeviceId, Enrolment>,
    revoked: HashMap<DeviceId, Option<u64>>,
    /// A newer program's roster entry is among them.
    pub newer: bool,
    views: HashMap<Vec<Hash>, Rc<View>>,
}

impl Roster {
    /// Takes the roster entries of all chains, in any order.
    pub fn new(org: OrgId, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut roster = Self {
            org,
            nodes: HashMap::new(),
            enrolled: HashMap::new(),
            revoked: HashMap::new(),
            newer: false,
            views: HashMap::new(),
        };
        for entry in entries {
            roster.add(&entry);
        }
        for hash in roster.ordered() {
            roster.judge(hash);
        }
        roster
    }

    fn add(&mut self, entry: &Entry) {
        let header = entry.header();
        if header.org != self.org || !BLOCK.contains(&header.kind) {
            return;
        }
        let newer = kinds::spec(header.kind).is_none_or(|spec| header.kind_ver > spec.version);
        self.newer |= newer;
        let event = entry
            .body()
            .filter(|_| !newer)
            .and_then(|body| Event::read(header.kind, body).ok());
        self.nodes.insert(
            entry.hash(),
            Node {
                device: header.device,
                seq: header.seq,
                hlc: header.hlc,
                kind: header.kind,
                kind_ver: header.kind_ver,
                refs: header.refs.clone(),
                event,
                place: None,
                authorised: false,
            },
        );
    }

    /// Topological order; among entries free at the same time the smallest (hlc, device, seq) first.
    fn ordered(&mut self) -> Vec<Hash> {
        let mut missing: HashMap<Hash, usize> = HashMap::new();
        let mut children: HashMap<Hash, Vec<Hash>> = HashMap::new();
        let mut free = BinaryHeap::new();
        let rank = |node: &Node, hash: Hash| Reverse((node.hlc, node.device, node.seq, hash));
        for (hash, node) in &self.nodes {
            missing.insert(*hash, node.refs.len());
            for parent in &node.refs {
                children.entry(*parent).or_default().push(*hash);
            }
            if node.refs.is_empty() {
                free.push(rank(node, *hash));
            }
        }
        let mut order = Vec::new();
        while let Some(Reverse((.., hash))) = free.pop() {
            if let Some(node) = self.nodes.get_mut(&hash) {
                node.place = Some(order.len());
            }
            order.push(hash);
            for child in children.get(&hash).into_iter().flatten() {
                let Some(left) = missing.get_mut(child) else {
                    continue;
                };
                *left -= 1;
                if let (0, Some(node)) = (*left, self.nodes.get(child)) {
                    free.push(rank(node, *child));
                }
            }
        }
        order
    }

    /// Decides whether an entry had authority, and notes enrolments and revocations.
    fn judge(&mut self, hash: Hash) {
        let Some((event, device, seq, refs)) = self
            .nodes
            .get(&hash)
            .and_then(|n| Some((n.event.clone()?, n.device, n.seq, n.refs.clone())))
        else {
            return;
        };
        let Some(view) = self.view(&refs) else { return };
        if !self.may(hash, &event, &view) {
            return;
        }
        match &event {
            Event::DeviceEnrolled(body) => {
                let own = (body.device == device).then_some(seq);
                let known = *self.enrolled.entry(body.device).or_insert(Enrolment {
                    entry: hash,
                    key: body.ed25519,
                    own,
                });
                // A desk id belongs to one key for ever.
                if known.key != body.ed25519 {
                    return;
                }
            }
            Event::DeviceRevoked(body) => {
                let limit = self.revoked.entry(body.device).or_insert(body.last_seq);
                *limit = (*limit).min(body.last_seq);
            }
            _ => {}
        }
        if let Some(node) = self.nodes.get_mut(&hash) {
            node.authorised = true;
        }
    }

    fn may(&self, hash: Hash, event: &Event, view: &View) -> bool {
        let Some(node) = self.nodes.get(&hash) else {
            return false;
        };
        let Some((signer, signature, unsigned)) = signature(event) else {
            return false;
        };
        let message = signed_bytes(
            self.org,
            node.device,
            node.kind,
            node.kind_ver,
            &unsigned,
            &node.refs,
        );
        match event {
            Event::OrgFounded(body) => {
                return !view.founded
                    && node.refs.is_empty()
                    && signer.is_none()
                    && org_id(&body.root_sign) == self.org
                    && key::signed(&body.root_sign, &message, &signature);
            }
            Event::RootReplaced(body) => {
                let bytes = new_root_bytes(self.org, &body.root_sign, &body.root_seal);
                if !key::signed(&body.root_sign, &bytes, &body.new_root_signature) {
                    return false;
                }
            }
            _ => {}
        }
        match signer {
            None => view
                .root
                .is_some_and(|root| key::signed(&root, &message, &signature)),
            Some(staff) => {
                view.role(staff) == Some(Role::Manager)
                    && view
                        .keys_of(staff)
                        .any(|key| key::signed(&key, &message, &signature))
            }
        }
    }

    /// The roster under these tips; `None` while one of them or an ancestor has not arrived.
    pub fn view(&mut self, tips: &[Hash]) -> Option<Rc<View>> {
        if let Some(view) = self.views.get(tips) {
            return Some(Rc::clone(view));
        }
        let order = self.under(tips)?;
        let mut view = View {
            known: order.iter().copied().collect(),
            ..View::default()
        };
        let counting: Vec<_> = order
            .iter()
            .filter_map(|hash| Some((*hash, self.nodes.get(hash)?)))
            .filter(|(_, node)| node.authorised)
            .collect();
        let mut removals: HashMap<StaffId, Vec<Hash>> = HashMap::new();
        for (hash, node) in &counting {
            if let Some(Event::StaffRemoved(body)) = &node.event {
                removals.entry(body.staff).or_default().push(*hash);
            }
        }
        for (_, node) in &counting {
            view.fold(node.event.as_ref(), |staff| {
                // Taking away wins: a role or key counts when it knew of every removal.
                removals.get(&staff).is_none_or(|gone| {
                    let before = self.under(&node.refs).unwrap_or_default();
                    gone.iter().all(|removal| before.contains(removal))
                })
            });
        }
        // A journal has few distinct rosters; a hostile one must not fill the memory with them.
        if self.views.len() > 64 {
            self.views.clear();
        }
        let view = Rc::new(view);
        self.views.insert(tips.to_vec(), Rc::clone(&view));
        Some(view)
    }

    /// These entries and all before them, in visiting order; `None` when one has not arrived.
    fn under(&self, tips: &[Hash]) -> Option<Vec<Hash>> {
        let mut found = BTreeMap::new();
        let mut open: Vec<Hash> = tips.to_vec();
        while let Some(hash) = open.pop() {
            let node = self.nodes.get(&hash)?;
            if found.insert(node.place?, hash).is_none() {
                open.extend_from_slice(&node.refs);
            }
        }
        Some(found.into_values().collect())
    }

    /// A desk's enrolment by somebody who might.
    pub fn enrolment(&self, device: DeviceId) -> Option<Enrolment> {
        self.enrolled.get(&device).copied()
    }

    /// True for a roster entry that the root or a manager signed; `None` while it waits for an ancestor.
    pub fn authorised(&self, entry: &Hash) -> Option<bool> {
        let node = self.nodes.get(entry)?;
        node.place.map(|_| node.authorised)
    }

    /// True when an entry of a desk stands above a revocation's last accepted number.
    pub fn is_revoked(&self, device: DeviceId, seq: u64) -> bool {
        self.revoked
            .get(&device)
            .is_some_and(|last| last.is_none_or(|last| seq > last))
    }
}

impl View {
    fn fold(&mut self, event: Option<&Event>, counts: impl Fn(StaffId) -> bool) {
        match event {
            Some(Event::OrgFounded(body)) => {
                self.founded = true;
                self.root = Some(body.root_sign);
            }
            Some(Event::RootReplaced(body)) => self.root = Some(body.root_sign),
            Some(Event::RoleSet(body)) if counts(body.staff) => match Role::from_code(body.role) {
                Some(role) => drop(self.roles.insert(body.staff, role)),
                None => drop(self.roles.remove(&body.staff)),
            },
            Some(Event::StaffKeyAdded(body)) if counts(body.staff) => {
                self.keys.insert((body.staff, body.device), body.ed25519);
            }
            _ => {}
        }
    }
}

/// Signer, signature and the bytes without it, of any roster body.
pub fn signature(event: &Event) -> Option<(Option<StaffId>, Sig, Vec<u8>)> {
    fn of<T: Signed>(body: &T) -> (Option<StaffId>, Sig, Vec<u8>) {
        (body.signer(), body.signature(), body.unsigned())
    }
    Some(match event {
        Event::OrgFounded(body) => of(body),
        Event::RootReplaced(body) => of(body),
        Event::DeviceEnrolled(body) => of(body),
        Event::DeviceRevoked(body) => of(body),
        Event::RoleSet(body) => of(body),
        Event::StaffKeyAdded(body) => of(body),
        Event::StaffRemoved(body) => of(body),
        _ => return None,
    })
}

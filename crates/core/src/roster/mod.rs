//! The roster as values: which entries of it count, and who may act under which tips.
//!
//! One evaluation serves the fold and the audit: it takes [`Act`]s, knows neither database nor export,
//! and gives the same answer for the same set of entries, whatever order they came in. The rules stand
//! in `docs/journal-format.md` and, with their reasons, in `docs/decisions/0008`; the Python verifier
//! follows the same ones.

mod evaluate;
mod session;
mod view;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::event::Event;
use crate::event::codec::Sig;
use crate::event::kinds::{self, SessionRule, SubjectKind};
use crate::event::roster::{Signed, org_id, signed_bytes};
use crate::id::{DeviceId, Hash, OrgId, StaffId};
use crate::journal::graph::{Node, Order};
use crate::journal::{self, Body, Entry, Header};

pub use session::{By, End, Session};
pub use view::{Desk, View};

/// Kinds of this block fold into the roster.
pub const BLOCK: std::ops::RangeInclusive<u16> = 0x0040..=0x007F;

/// One roster entry, as the evaluation needs it.
#[derive(Debug, Clone)]
pub struct Act {
    /// The entry.
    pub hash: Hash,
    /// Its header.
    pub header: Header,
    /// What it says; `None` for a newer kind, a wrong shape, a rival of which only the header is here.
    pub event: Option<Event>,
    /// Its desk forked at or before it: it passes ancestry on and has no effect.
    pub frozen: bool,
    /// Whose session stands behind it.
    pub by: By,
}

impl Act {
    /// An entry with its body; one that is not as the registry wants it keeps its place and says nothing.
    pub fn new(hash: Hash, header: Header, body: Option<&Body>, by: By) -> Self {
        let event = body
            .filter(|_| fits(&header))
            .and_then(|body| Event::read(header.kind, header.kind_ver, body).ok());
        Self {
            hash,
            header,
            event,
            frozen: false,
            by,
        }
    }
}

/// What the evaluation says of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A ref, or the roster of its session, has not arrived.
    Waits,
    /// It has a place in the ancestry and says nothing that could count.
    Silent,
    /// Its author had no right to it, or a revocation has taken it away.
    Void,
    /// It has its effect.
    Counts,
}

/// A desk's enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolment {
    /// The `device_enrolled` entry.
    pub entry: Hash,
    /// The desk's Ed25519 key.
    pub key: Hash,
    /// Its number, when it stands in the desk's own chain.
    pub own: Option<u64>,
}

/// A desk's entries above `last` do not count; neither does what its keys sign on another desk
/// without the revocation knowing of it.
#[derive(Debug, Clone, Copy)]
struct Limit {
    device: DeviceId,
    /// −1: nothing of it counts.
    last: i64,
    /// Where the revocation stands.
    place: usize,
}

/// Every roster entry, evaluated.
pub struct Roster {
    org: OrgId,
    acts: HashMap<Hash, Arc<Act>>,
    order: Order,
    /// By position: the act, whether it counts, how senior the signature behind it is.
    placed: Vec<Placed>,
    limits: Vec<Limit>,
    vouched: BTreeMap<DeviceId, Enrolment>,
    /// Keys of desks whose enrolment is here before it can be placed.
    claimed: BTreeMap<DeviceId, Hash>,
    now: Arc<View>,
    /// Views by the tips that were asked for: a session asks for the same ones at each of its entries.
    views: RefCell<HashMap<Vec<Hash>, Arc<View>>>,
    /// What counted for whoever held just some tips and those before them.
    earlier: RefCell<HashMap<Vec<Hash>, Arc<Vec<Hash>>>>,
    signatures: RefCell<HashMap<(Hash, Hash), bool>>,
}

struct Placed {
    act: Arc<Act>,
    counts: bool,
    rank: usize,
}

/// A hostile journal must not fill the memory with views. Every desk has a session of its own open, and each of them cites
/// its own tips: with fewer views than that, each would be made anew at each entry.
const KEPT_VIEWS: usize = 64;

impl std::fmt::Debug for Roster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roster")
            .field("entries", &self.acts.len())
            .finish_non_exhaustive()
    }
}

impl Roster {
    /// Evaluates the roster entries of an organisation, given in any order.
    pub fn of(org: OrgId, acts: impl IntoIterator<Item = Act>) -> Self {
        Self::evaluate(org, acts.into_iter().map(Arc::new))
    }

    /// What the evaluation says of an entry; one that is not here waits.
    pub fn standing(&self, hash: Hash) -> Standing {
        let Some(at) = self.order.position(hash) else {
            return Standing::Waits;
        };
        let placed = &self.placed[at];
        match &placed.act.event {
            _ if placed.counts => Standing::Counts,
            Some(_) if !placed.act.frozen => Standing::Void,
            _ => Standing::Silent,
        }
    }

    /// Whether an entry at this place comes after its desk was revoked.
    pub fn is_revoked(&self, device: DeviceId, seq: i64) -> bool {
        let mut limits = self.limits.iter();
        limits.any(|limit| limit.device == device && seq > limit.last)
    }

    /// True when these entries and all before them are here. One that had no authority has no effect
    /// on the view, but whoever cites it in good faith is judged by the rest.
    pub fn holds(&self, tips: &[Hash]) -> bool {
        tips.iter().all(|tip| self.order.position(*tip).is_some())
    }

    /// The desk that some counting entry enrolled.
    pub fn desk(&self, device: DeviceId) -> Option<Desk> {
        self.now.desks.get(&device).cloned()
    }

    /// The key with which a desk's chain is read: of its enrolment, whether that counts or not.
    pub fn key_of(&self, device: DeviceId) -> Option<Hash> {
        let counting = self.now.desks.get(&device).map(|desk| desk.ed25519);
        counting
            .or_else(|| self.enrolment(device).map(|enrolment| enrolment.key))
            .or_else(|| self.claimed.get(&device).copied())
    }

    /// A desk's enrolment by somebody who might when they did, whatever became of them.
    pub fn enrolment(&self, device: DeviceId) -> Option<Enrolment> {
        self.vouched.get(&device).copied()
    }

    /// True when an entry here enrols this desk with this key.
    pub fn enrols(&self, entry: Hash, device: DeviceId, key: Hash) -> bool {
        let event = self.acts.get(&entry).and_then(|act| act.event.as_ref());
        matches!(event, Some(Event::DeviceEnrolled(b)) if b.device == device && b.ed25519 == key)
    }

    /// The roster with everything that counts here.
    pub fn now(&self) -> &View {
        &self.now
    }

    /// The recovery root in force.
    pub fn root_sign(&self) -> Option<Hash> {
        self.now.root.map(|(root, _)| root)
    }

    /// The entries that count, in visiting order.
    pub fn counting(&self) -> impl Iterator<Item = &Act> {
        let counting = self.placed.iter().filter(|placed| placed.counts);
        counting.map(|placed| placed.act.as_ref())
    }

    /// Is `older` one of these tips, or known to one of them?
    pub fn is_under(&self, tips: &[Hash], older: Hash) -> bool {
        tips.iter()
            .any(|tip| *tip == older || self.order.knows(*tip, older))
    }

    /// The roster as whoever held just these entries and those before them evaluated it. What counts
    /// here and not there was void when the entries were written, and the other way round.
    pub fn as_of(&self, tips: &[Hash]) -> Roster {
        let mut inside: BTreeMap<Hash, Arc<Act>> = BTreeMap::new();
        let mut open = tips.to_vec();
        while let Some(hash) = open.pop() {
            if let Some(act) = self.acts.get(&hash)
                && inside.insert(hash, Arc::clone(act)).is_none()
            {
                open.extend(&act.header.refs);
                open.extend(act.by.roster());
            }
        }
        Self::evaluate(self.org, inside.into_values())
    }

    fn kept_views(&self) -> usize {
        KEPT_VIEWS + 2 * self.now.desks.len()
    }

    /// What counts in [`Roster::as_of`].
    fn counted_as_of(&self, tips: Vec<Hash>) -> Arc<Vec<Hash>> {
        if let Some(counted) = self.earlier.borrow().get(&tips) {
            return Arc::clone(counted);
        }
        let then = self.as_of(&tips);
        let counted = Arc::new(then.counting().map(|act| act.hash).collect());
        let mut earlier = self.earlier.borrow_mut();
        if earlier.len() >= self.kept_views() {
            earlier.clear();
        }
        earlier.insert(tips, Arc::clone(&counted));
        counted
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
        let founder = of_kind(kinds::ORG_FOUNDED).find_map(|entry| match Event::of(entry) {
            Some(Event::OrgFounded(body)) => {
                (org_id(&body.root_sign) == org).then_some(body.root_sign)
            }
            _ => None,
        });
        of_kind(kinds::DEVICE_ENROLLED)
            .filter_map(|entry| Some((entry.header().device, self.claim(entry, founder)?)))
            .filter(|(author, (device, _))| author == device)
            .map(|(_, claim)| claim)
            .collect()
    }

    /// Takes note of the desks that enrol themselves among entries which cannot be placed yet.
    pub fn vouch<'a>(&mut self, waiting: impl Iterator<Item = &'a Entry> + Clone) {
        self.claimed = self.claims(self.org, waiting);
    }

    /// The desk and key of an enrolment that arrives ahead of its chain, when a root or a manager of the
    /// roster that it cites signed it: which of two roots was replaced first must not decide whose chain
    /// is taken. `founder` is the root key that names the organisation, from its `org_founded`.
    fn claim(&self, entry: &Entry, founder: Option<Hash>) -> Option<(DeviceId, Hash)> {
        let header = entry.header();
        let Some(Event::DeviceEnrolled(body)) = Event::of(entry) else {
            return None;
        };
        let keys: Vec<Hash> = match body.signer {
            None => self.roots().chain(founder).collect(),
            Some(staff) if self.holds(&header.refs) => {
                let view = self.view_at(&header.refs);
                let manager = view.is_manager(staff);
                view.keys_of(staff)
                    .filter(|_| manager)
                    .map(|(_, key)| key)
                    .collect()
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
            .any(|key| journal::key::signed(&key, &message, &body.signature.0))
            .then_some((body.device, body.ed25519))
    }

    /// The last entry that counts of those that replaced the recovery root, of those whose signer is asked for: a manager, or
    /// `None` for the sheet before. In the order in which the roster counts, whatever the clocks say.
    pub fn root_replaced(
        &self,
        asked: impl Fn(Option<StaffId>) -> bool,
    ) -> Option<(Hash, Option<StaffId>)> {
        let replaced = self.counting().filter_map(|act| match &act.event {
            Some(Event::RootReplaced(b)) => Some((act.hash, b.signer)),
            _ => None,
        });
        replaced.filter(|(_, signer)| asked(*signer)).last()
    }

    /// Whether a recovery root is in force here or ever was.
    pub fn was_root(&self, root: Hash) -> bool {
        self.roots().any(|was| was == root)
    }

    /// Every recovery root that was ever in force.
    fn roots(&self) -> impl Iterator<Item = Hash> + '_ {
        self.counting().filter_map(|act| match &act.event {
            Some(Event::OrgFounded(b)) => Some(b.root_sign),
            Some(Event::RootReplaced(b)) => Some(b.root_sign),
            _ => None,
        })
    }
}

/// Whether a header is that of a known roster kind, as the registry wants it.
pub fn fits(header: &Header) -> bool {
    kinds::spec(header.kind).is_some_and(|row| {
        row.subject == SubjectKind::Roster
            && header.kind_ver == row.version
            && header.flags == row.flags()
            && header.class == row.class
            && (row.session != SessionRule::Required || !header.session.is_zero())
    })
}

/// The sort key of an entry in the graph of the roster.
fn node(act: &Act) -> Node {
    let header = &act.header;
    let signed = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    Node {
        hash: act.hash,
        key: (signed(header.hlc.0), header.device, signed(header.seq)),
        refs: header.refs.clone(),
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

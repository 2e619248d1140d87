//! The passes of the evaluation: who may, revocations from the most senior down, everything else.
//!
//! Each pass judges every entry in visiting order by what stands before it, under the revocations that
//! are settled. Nothing here depends on the order of arrival or on a clock that an author could turn
//! back: a revocation is as senior as the most junior desk, role or key behind its signature.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Act, Enrolment, Limit, Placed, Roster, View, node, signature};
use crate::event::Event;
use crate::event::roster::{new_root_bytes, org_id, signed_bytes};
use crate::id::{DeviceId, Hash, OrgId};
use crate::journal::graph::{Node, Order};
use crate::journal::key;

/// Whether a fork takes the effect from an entry in this pass.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forks {
    Asked,
    Overlooked,
}

impl Roster {
    pub(super) fn evaluate(org: OrgId, acts: impl Iterator<Item = Arc<Act>>) -> Self {
        let acts: HashMap<Hash, Arc<Act>> = acts.map(|act| (act.hash, act)).collect();
        let nodes: Vec<Node> = acts.values().map(|act| node(act)).collect();
        let order = Order::after(&nodes, |hash| {
            acts.get(hash).map_or(&[], |act| act.by.roster())
        });
        let placed = order.visit().map(|(hash, _)| Placed {
            act: Arc::clone(&acts[&hash]),
            counts: false,
            rank: 0,
        });
        let placed = placed.collect();
        let mut roster = Self {
            org,
            acts,
            order,
            placed,
            limits: Vec::new(),
            vouched: BTreeMap::new(),
            claimed: BTreeMap::new(),
            now: Arc::default(),
            views: RefCell::default(),
            earlier: RefCell::default(),
            signatures: RefCell::default(),
        };
        roster.pass(Forks::Overlooked);
        roster.vouched = roster.enrolments();
        roster.settle_revocations();
        roster.now = Arc::new(roster.view(|_| true));
        roster
    }

    /// Every desk's first enrolment that counts when neither revocations nor forks are asked: one that
    /// they took the effect from still says whose chain it is, whatever arrived first.
    fn enrolments(&self) -> BTreeMap<DeviceId, Enrolment> {
        let mut found = BTreeMap::new();
        for act in self.counting() {
            if let Some(Event::DeviceEnrolled(body)) = &act.event {
                found.entry(body.device).or_insert(Enrolment {
                    entry: act.hash,
                    key: body.ed25519,
                    own: (body.device == act.header.device).then_some(act.header.seq),
                });
            }
        }
        found
    }

    /// Settles one revocation after the other, the most senior first; what a settled one takes away is
    /// gone before the next is chosen, so that nobody undoes a revocation by somebody above them.
    fn settle_revocations(&mut self) {
        loop {
            self.pass(Forks::Asked);
            let open = self.placed.iter().enumerate().filter_map(|(at, placed)| {
                let Some(Event::DeviceRevoked(body)) = &placed.act.event else {
                    return None;
                };
                let settled = self.limits.iter().any(|limit| limit.place == at);
                (placed.counts && !settled).then_some((placed.rank, at, body))
            });
            let Some((_, place, body)) = open.min_by_key(|(rank, at, _)| (*rank, *at)) else {
                return;
            };
            let limit = Limit {
                device: body.device,
                last: body
                    .last_seq
                    .map_or(-1, |seq| i64::try_from(seq).unwrap_or(i64::MAX)),
                place,
            };
            self.limits.push(limit);
        }
    }

    fn pass(&mut self, forks: Forks) {
        // Views that were folded while an entry counted otherwise are void.
        self.views.get_mut().clear();
        for at in 0..self.placed.len() {
            let rank = self.may(at, forks);
            let placed = &mut self.placed[at];
            placed.counts = rank.is_some();
            placed.rank = rank.unwrap_or(0);
        }
        self.views.get_mut().clear();
    }

    /// How senior an entry is that counts.
    fn may(&self, at: usize, forks: Forks) -> Option<usize> {
        let Placed { act, rank, .. } = &self.placed[at];
        let header = &act.header;
        let event = act.event.as_ref()?;
        if act.frozen && forks == Forks::Asked {
            return None;
        }
        if self.limits.iter().any(|limit| limit.place == at) {
            return Some(*rank);
        }
        let seq = i64::try_from(header.seq).unwrap_or(i64::MAX);
        if self.is_revoked(header.device, seq) || !self.stands(&act.by, header) {
            return None;
        }
        let view = self.view_at(&header.refs);
        match event {
            Event::OrgFounded(body) => {
                let first = header.seq == 1 && header.refs.is_empty() && body.signer.is_none();
                let named = org_id(&body.root_sign) == self.org;
                return (first && named && self.signed(act, event, body.root_sign)).then_some(0);
            }
            Event::RootReplaced(body) => {
                let proof = new_root_bytes(self.org, &body.root_sign, &body.root_seal);
                if !key::signed(&body.root_sign, &proof, &body.new_root_signature.0) {
                    return None;
                }
            }
            // A desk id belongs to one key for ever.
            Event::DeviceEnrolled(body) => {
                let known = view.desks.get(&body.device);
                if known.is_some_and(|desk| desk.ed25519 != body.ed25519) {
                    return None;
                }
            }
            _ => {}
        }
        let itself = matches!(event, Event::DeviceEnrolled(body) if body.device == header.device);
        if !itself && !view.desks.contains_key(&header.device) {
            return None;
        }
        let rank = self.signed_by(at, event, &view)?;
        // A desk is younger than whatever was there before it, whoever enrolled it.
        Some(match event {
            Event::DeviceEnrolled(_) => rank.max(at + 1),
            _ => rank,
        })
    }

    /// The rank of the root's or manager's signature in a body.
    fn signed_by(&self, at: usize, event: &Event, view: &View) -> Option<usize> {
        let act = &self.placed[at].act;
        let Some(staff) = signature(event)?.0 else {
            let (root, rank) = view.root?;
            return self.signed(act, event, root).then_some(rank);
        };
        if !view.is_manager(staff) {
            return None;
        }
        let on = act.header.device;
        view.keys_of(staff)
            .filter(|(device, key)| {
                self.key_stands(*device, on, at) && self.signed(act, event, *key)
            })
            .map(|(device, _)| view.rank(staff, device, on))
            .min()
    }

    /// A key of a revoked desk signs nothing more on other desks: only what the revocation knew counts.
    fn key_stands(&self, of: DeviceId, on: DeviceId, at: usize) -> bool {
        let mut limits = self.limits.iter();
        of == on || limits.all(|limit| limit.device != of || self.order.knows_at(limit.place, at))
    }

    /// Whether one recovery root has signed the other one, at once or through those between them.
    pub fn leads(&self, from: Hash, to: Hash) -> bool {
        let mut reached = vec![from];
        // In visiting order whoever signs comes before whom it signs.
        for act in self.placed.iter().filter(|placed| placed.counts) {
            let act = &act.act;
            if let Some(event @ Event::RootReplaced(body)) = &act.event
                && body.signer.is_none()
                && reached.iter().any(|root| self.signed(act, event, *root))
            {
                reached.push(body.root_sign);
            }
        }
        reached.contains(&to)
    }

    fn signed(&self, act: &Act, event: &Event, by: Hash) -> bool {
        if let Some(known) = self.signatures.borrow().get(&(act.hash, by)) {
            return *known;
        }
        let h = &act.header;
        let good = signature(event).is_some_and(|(_, signature, unsigned)| {
            let message = signed_bytes(h.org, h.device, h.kind, h.kind_ver, &unsigned, &h.refs);
            key::signed(&by, &message, &signature.0)
        });
        self.signatures.borrow_mut().insert((act.hash, by), good);
        good
    }
}

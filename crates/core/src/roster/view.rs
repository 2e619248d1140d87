//! The roster as its author saw it who cited given tips.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{Placed, Roster};
use crate::event::Event;
use crate::event::kinds::Role;
use crate::id::{DeviceId, Hash, StaffId};

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

/// Who may act, under given tips.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Enrolled desks.
    pub desks: BTreeMap<DeviceId, Desk>,
    /// Roles of people who were not removed.
    pub roles: BTreeMap<StaffId, Role>,
    /// People whose role is one of a newer program: no right here, and no verdict either.
    pub newer: BTreeSet<StaffId>,
    /// Ed25519 keys of people, by desk.
    pub keys: BTreeMap<(StaffId, DeviceId), Hash>,
    /// The recovery root and how senior it is.
    pub(super) root: Option<(Hash, usize)>,
    ranks: Ranks,
}

/// How senior each desk, role and key is: as the most junior signature that it rests on.
#[derive(Debug, Clone, Default)]
struct Ranks {
    desks: BTreeMap<DeviceId, usize>,
    roles: BTreeMap<StaffId, usize>,
    keys: BTreeMap<(StaffId, DeviceId), usize>,
}

impl View {
    /// The person's signing key on a desk.
    pub fn key(&self, staff: StaffId, device: DeviceId) -> Option<Hash> {
        self.keys.get(&(staff, device)).copied()
    }

    /// A person's keys on all desks: who vouches for a new incarnation has none on it yet.
    pub(super) fn keys_of(&self, staff: StaffId) -> impl Iterator<Item = (DeviceId, Hash)> + '_ {
        let keys = self.keys.iter();
        keys.filter(move |((who, _), _)| *who == staff)
            .map(|((_, device), key)| (*device, *key))
    }

    pub(super) fn is_manager(&self, staff: StaffId) -> bool {
        self.roles.get(&staff) == Some(&Role::Manager)
    }

    /// The rank of what a manager signs on one desk with the key of another or the same.
    pub(super) fn rank(&self, staff: StaffId, of_key: DeviceId, on: DeviceId) -> usize {
        let ranks = &self.ranks;
        [
            ranks.roles.get(&staff),
            ranks.keys.get(&(staff, of_key)),
            ranks.desks.get(&of_key),
            ranks.desks.get(&on),
        ]
        .into_iter()
        .flatten()
        .copied()
        .max()
        .unwrap_or(0)
    }

    fn take(&mut self, placed: &Placed, counts: impl Fn(StaffId) -> bool) {
        let rank = placed.rank;
        match &placed.act.event {
            // Founded once: a second founding by a stolen old kit brings nothing back.
            Some(Event::OrgFounded(b)) => drop(self.root.get_or_insert((b.root_sign, rank))),
            Some(Event::RootReplaced(b)) => self.root = Some((b.root_sign, rank)),
            Some(Event::DeviceEnrolled(b)) => {
                // The first enrolment of an id stands: nobody takes over another desk's name.
                self.desks.entry(b.device).or_insert_with(|| Desk {
                    ed25519: b.ed25519,
                    x25519: b.x25519,
                    site: b.site,
                    prefix: b.prefix,
                });
                self.ranks.desks.entry(b.device).or_insert(rank);
            }
            Some(Event::RoleSet(b)) if counts(b.staff) => {
                self.roles.remove(&b.staff);
                self.newer.remove(&b.staff);
                match Role::from_code(b.role) {
                    Some(role) => drop(self.roles.insert(b.staff, role)),
                    None if b.role == Role::NONE => {}
                    None => drop(self.newer.insert(b.staff)),
                }
                self.ranks.roles.insert(b.staff, rank);
            }
            Some(Event::StaffKeyAdded(b)) if counts(b.staff) => {
                self.keys.insert((b.staff, b.device), b.ed25519);
                self.ranks.keys.insert((b.staff, b.device), rank);
            }
            _ => {}
        }
    }
}

impl Roster {
    /// The roster as its author saw it who cited these tips.
    pub fn view_at(&self, tips: &[Hash]) -> Arc<View> {
        if let Some(view) = self.views.borrow().get(tips) {
            return Arc::clone(view);
        }
        let ancestors = self.order.ancestors_of(tips);
        let view = Arc::new(self.view(|position| self.order.contains(&ancestors, position)));
        let mut views = self.views.borrow_mut();
        if views.len() >= self.kept_views() {
            views.clear();
        }
        views.insert(tips.to_vec(), Arc::clone(&view));
        view
    }

    pub(super) fn view(&self, included: impl Fn(usize) -> bool) -> View {
        let counting = || {
            let places = self.placed.iter().enumerate();
            places.filter(|(at, placed)| placed.counts && included(*at))
        };
        let mut removals: HashMap<StaffId, BTreeSet<usize>> = HashMap::new();
        for (at, placed) in counting() {
            if let Some(Event::StaffRemoved(b)) = &placed.act.event {
                removals.entry(b.staff).or_default().insert(at);
            }
        }
        let mut view = View::default();
        for (at, placed) in counting() {
            // Taking away wins: a role or key counts when it knew of every removal.
            view.take(placed, |staff| {
                removals
                    .get(&staff)
                    .is_none_or(|places| places.iter().all(|gone| self.order.knows_at(at, *gone)))
            });
        }
        view
    }
}

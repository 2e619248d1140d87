//! The graph of one subject: who cites whom, in which order entries are visited, what is known to what.
//!
//! *a is known to b* ⇔ a is an ancestor of b through refs. Ancestry runs over every stored entry of
//! the subject, folded or not. Among entries free at the same time the smallest (hlc, device, seq)
//! goes first: clocks sort, they never decide.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use crate::id::{DeviceId, Hash};

/// What the graph needs to know of an entry.
#[derive(Debug, Clone)]
pub struct Node {
    /// The entry.
    pub hash: Hash,
    /// Sort key: clock, desk, number.
    pub key: (i64, DeviceId, i64),
    /// Entries that it cites.
    pub refs: Vec<Hash>,
}

/// What an entry knows: every position below `prefix`, and on each branch that goes on above it all
/// positions up to one.
///
/// A branch is an unbroken line of citation, so whoever knows one of its entries knows those before.
/// Branches that somebody has joined lie below the prefix and are not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ancestors {
    prefix: usize,
    /// Branch and the last known position on it, at or above the prefix.
    branches: BTreeMap<usize, usize>,
}

#[derive(Debug)]
struct Place {
    hash: Hash,
    ancestors: Ancestors,
    branch: usize,
}

/// The entries of a subject in visiting order, with their ancestors.
#[derive(Debug, Default)]
pub struct Order {
    places: Vec<Place>,
    position: HashMap<Hash, usize>,
    /// Last position of each branch.
    ends: Vec<usize>,
    /// Steps taken to gather ancestors: what the cost of an order is measured by.
    steps: u64,
}

impl Order {
    /// Sorts the nodes; those whose refs are missing are left out.
    pub fn of(nodes: &[Node]) -> Self {
        Self::after(nodes, |_| &[])
    }

    /// The same, where an entry is visited after others besides those that it cites. They must be
    /// here like its refs, but citing them is what makes them known.
    pub fn after<'a>(nodes: &'a [Node], others: impl Fn(&Hash) -> &'a [Hash]) -> Self {
        let by_hash: HashMap<Hash, &Node> = nodes.iter().map(|node| (node.hash, node)).collect();
        let mut missing: BTreeMap<Hash, usize> = BTreeMap::new();
        let mut citing: HashMap<Hash, Vec<Hash>> = HashMap::new();
        let mut free = BinaryHeap::new();
        for node in nodes {
            let before = || node.refs.iter().chain(others(&node.hash));
            missing.insert(node.hash, before().count());
            for cited in before() {
                citing.entry(*cited).or_default().push(node.hash);
            }
            if before().next().is_none() {
                free.push(Reverse((node.key, node.hash)));
            }
        }
        let mut order = Self::default();
        while let Some(Reverse((_, hash))) = free.pop() {
            order.push(hash, &by_hash[&hash].refs);
            for next in citing.get(&hash).into_iter().flatten() {
                if let Some(left) = missing.get_mut(next) {
                    *left -= 1;
                    if *left == 0 {
                        free.push(Reverse((by_hash[next].key, *next)));
                    }
                }
            }
        }
        order
    }

    fn push(&mut self, hash: Hash, refs: &[Hash]) {
        let (ancestors, steps) = self.gather(refs);
        self.steps += steps;
        let at = self.places.len();
        let cited = refs.iter().filter_map(|cited| self.position(*cited));
        let mut ended = cited.map(|position| (self.places[position].branch, position));
        let branch = match ended.find(|(branch, position)| self.ends[*branch] == *position) {
            Some((branch, _)) => branch,
            None => {
                self.ends.push(at);
                self.ends.len() - 1
            }
        };
        self.ends[branch] = at;
        self.position.insert(hash, at);
        self.places.push(Place {
            hash,
            ancestors,
            branch,
        });
    }

    /// The entries in visiting order.
    pub fn visit(&self) -> impl Iterator<Item = (Hash, &Ancestors)> {
        self.places
            .iter()
            .map(|place| (place.hash, &place.ancestors))
    }

    /// How many entries have a place.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// True when nothing has a place.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where an entry stands; `None` when it waits.
    pub fn position(&self, hash: Hash) -> Option<usize> {
        self.position.get(&hash).copied()
    }

    /// Ancestors of something that cites these entries, the entries themselves included.
    pub fn ancestors_of(&self, refs: &[Hash]) -> Ancestors {
        self.gather(refs).0
    }

    /// True when the entry at a position is among these ancestors.
    pub fn contains(&self, ancestors: &Ancestors, position: usize) -> bool {
        position < ancestors.prefix
            || self.places.get(position).is_some_and(|place| {
                ancestors
                    .branches
                    .get(&place.branch)
                    .is_some_and(|last| position <= *last)
            })
    }

    /// Is the entry at `older` known to the one at `newer`?
    pub fn knows_at(&self, newer: usize, older: usize) -> bool {
        self.places
            .get(newer)
            .is_some_and(|place| self.contains(&place.ancestors, older))
    }

    /// Is `older` known to `newer`?
    pub fn knows(&self, newer: Hash, older: Hash) -> bool {
        match (self.position(newer), self.position(older)) {
            (Some(newer), Some(older)) => self.knows_at(newer, older),
            _ => false,
        }
    }

    fn gather(&self, refs: &[Hash]) -> (Ancestors, u64) {
        let mut out = Ancestors::default();
        let mut steps = 0;
        for position in refs.iter().filter_map(|cited| self.position(*cited)) {
            let place = &self.places[position];
            out.prefix = out.prefix.max(place.ancestors.prefix);
            let known = &place.ancestors.branches;
            for (branch, last) in known.iter().chain([(&place.branch, &position)]) {
                let reached = out.branches.entry(*branch).or_insert(*last);
                *reached = (*reached).max(*last);
                steps += 1;
            }
        }
        while self.contains(&out, out.prefix) {
            out.prefix += 1;
            steps += 1;
        }
        let prefix = out.prefix;
        out.branches.retain(|_, last| *last >= prefix);
        (out, steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use proptest::prelude::*;

    fn node(n: u8, hlc: i64, refs: &[u8]) -> Node {
        Node {
            hash: Hash([n; 32]),
            key: (hlc, Id([n; 16]), i64::from(n)),
            refs: refs.iter().map(|r| Hash([*r; 32])).collect(),
        }
    }

    fn names(order: &Order) -> Vec<u8> {
        order.visit().map(|(hash, _)| hash.0[0]).collect()
    }

    #[test]
    fn refs_decide_and_the_clock_only_sorts() {
        let nodes = [
            node(1, 900, &[]),
            node(2, 5, &[1]),
            node(3, 7, &[1]),
            node(4, 1, &[2, 3]),
        ];
        let order = Order::of(&nodes);
        assert_eq!(names(&order), [1, 2, 3, 4]);
        assert!(order.knows(Hash([4; 32]), Hash([1; 32])));
        assert!(
            !order.knows(Hash([3; 32]), Hash([2; 32])),
            "concurrent entries do not know each other"
        );
    }

    #[test]
    fn an_entry_with_a_missing_ref_waits_and_so_does_what_cites_it() {
        let order = Order::of(&[node(1, 1, &[]), node(2, 2, &[9]), node(3, 3, &[2])]);
        assert_eq!(names(&order), [1]);
    }

    #[test]
    fn a_chain_keeps_no_extra_positions() {
        let nodes: Vec<_> = (1..200u8)
            .map(|n| {
                node(
                    n,
                    i64::from(n),
                    if n == 1 {
                        &[]
                    } else {
                        std::slice::from_ref(Box::leak(Box::new(n - 1)))
                    },
                )
            })
            .collect();
        let order = Order::of(&nodes);
        assert!(
            order
                .visit()
                .all(|(_, ancestors)| ancestors.branches.is_empty())
        );
    }

    /// Two desks that do not hear of each other for n entries each, and then one that joins them.
    fn two_branches(n: u16) -> Vec<Node> {
        let hash = |side: u8, at: u16| {
            let mut bytes = [side; 32];
            bytes[..2].copy_from_slice(&at.to_be_bytes());
            Hash(bytes)
        };
        let mut nodes = Vec::new();
        for side in [1, 2] {
            for at in 0..n {
                nodes.push(Node {
                    hash: hash(side, at),
                    key: (i64::from(at), Id([side; 16]), i64::from(at)),
                    refs: (at > 0).then(|| hash(side, at - 1)).into_iter().collect(),
                });
            }
        }
        nodes.push(Node {
            hash: hash(3, 0),
            key: (i64::MAX, Id([3; 16]), 0),
            refs: vec![hash(1, n - 1), hash(2, n - 1)],
        });
        nodes
    }

    #[test]
    fn two_long_branches_cost_steps_in_proportion_to_their_length() {
        let order = Order::of(&two_branches(2_000));
        assert_eq!(order.len(), 4_001);
        assert!(
            order.steps <= 6 * 4_001,
            "{} steps for {} entries",
            order.steps,
            order.len()
        );
        let joined = Order::of(&two_branches(50));
        assert!((0..100).all(|older| joined.knows_at(100, older)));
        assert!(!joined.knows_at(99, 98), "branches do not know each other");
    }

    #[test]
    fn what_must_come_first_is_not_known_by_that() {
        let nodes = [node(1, 900, &[]), node(2, 5, &[])];
        let first = [Hash([1; 32])];
        let others = |hash: &Hash| match hash.0[0] {
            2 => &first[..],
            _ => &[],
        };
        let order = Order::after(&nodes, others);
        assert_eq!(names(&order), [1, 2]);
        assert!(!order.knows(Hash([2; 32]), Hash([1; 32])));
        assert_eq!(names(&Order::after(&nodes[1..], others)), [0u8; 0]);
    }

    proptest! {
        #[test]
        fn ancestry_is_reachability(edges in proptest::collection::vec(proptest::collection::vec(any::<prop::sample::Index>(), 0..3), 1..24)) {
            let mut nodes = Vec::new();
            for (n, picks) in edges.iter().enumerate() {
                let mut refs: Vec<u8> = if n == 0 { vec![] } else { picks.iter().map(|i| i.index(n) as u8).collect() };
                refs.sort_unstable();
                refs.dedup();
                nodes.push(node(n as u8, (n as i64 * 7919) % 13, &refs));
            }
            let order = Order::of(&nodes);
            prop_assert_eq!(order.len(), nodes.len());
            let reaches = |from: usize, to: u8| {
                let mut stack = vec![from];
                while let Some(at) = stack.pop() {
                    for cited in &nodes[at].refs {
                        if cited.0[0] == to { return true; }
                        stack.push(usize::from(cited.0[0]));
                    }
                }
                false
            };
            for newer in 0..nodes.len() {
                for older in 0..nodes.len() {
                    prop_assert_eq!(order.knows(nodes[newer].hash, nodes[older].hash), reaches(newer, older as u8));
                }
            }
        }
    }
}

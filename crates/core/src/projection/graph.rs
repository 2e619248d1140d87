//! The graph of one subject: who cites whom, in which order entries are visited, what is known to what.
//!
//! *a is known to b* ⇔ a is an ancestor of b through refs. Ancestry runs over every stored entry of
//! the subject, folded or not. Among entries free at the same time the smallest (hlc, device, seq)
//! goes first: clocks sort, they never decide.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

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

/// Positions in visiting order: everything below `prefix`, and a few above it.
///
/// In a history without concurrency `extra` stays empty, so walking a subject is linear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ancestors {
    prefix: usize,
    extra: BTreeSet<usize>,
}

impl Ancestors {
    /// True when the entry at a position is an ancestor.
    pub fn contains(&self, position: usize) -> bool {
        position < self.prefix || self.extra.contains(&position)
    }

    fn include(&mut self, other: &Self) {
        self.prefix = self.prefix.max(other.prefix);
        self.extra.extend(&other.extra);
        self.settle();
    }

    fn insert(&mut self, position: usize) {
        self.extra.insert(position);
        self.settle();
    }

    fn settle(&mut self) {
        self.extra = self.extra.split_off(&self.prefix);
        while self.extra.remove(&self.prefix) {
            self.prefix += 1;
        }
    }
}

/// The entries of a subject in visiting order, with their ancestors.
#[derive(Debug, Default)]
pub struct Order {
    nodes: Vec<(Hash, Ancestors)>,
    position: HashMap<Hash, usize>,
}

impl Order {
    /// Sorts the nodes; those whose refs are missing are left out.
    pub fn of(nodes: &[Node]) -> Self {
        let by_hash: HashMap<Hash, &Node> = nodes.iter().map(|node| (node.hash, node)).collect();
        let mut missing: BTreeMap<Hash, usize> = BTreeMap::new();
        let mut citing: HashMap<Hash, Vec<Hash>> = HashMap::new();
        let mut free = BinaryHeap::new();
        for node in nodes {
            missing.insert(node.hash, node.refs.len());
            for cited in &node.refs {
                citing.entry(*cited).or_default().push(node.hash);
            }
            if node.refs.is_empty() {
                free.push(Reverse((node.key, node.hash)));
            }
        }
        let mut order = Self::default();
        while let Some(Reverse((_, hash))) = free.pop() {
            let ancestors = order.ancestors_of(&by_hash[&hash].refs);
            order.position.insert(hash, order.nodes.len());
            order.nodes.push((hash, ancestors));
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

    /// The entries in visiting order.
    pub fn visit(&self) -> impl Iterator<Item = (Hash, &Ancestors)> {
        self.nodes
            .iter()
            .map(|(hash, ancestors)| (*hash, ancestors))
    }

    /// Where an entry stands; `None` when it waits.
    pub fn position(&self, hash: Hash) -> Option<usize> {
        self.position.get(&hash).copied()
    }

    /// Ancestors of something that cites these entries, the entries themselves included.
    pub fn ancestors_of(&self, refs: &[Hash]) -> Ancestors {
        let mut ancestors = Ancestors::default();
        for position in refs.iter().filter_map(|cited| self.position(*cited)) {
            ancestors.include(&self.nodes[position].1);
            ancestors.insert(position);
        }
        ancestors
    }

    /// Is `older` known to `newer`?
    pub fn knows(&self, newer: Hash, older: Hash) -> bool {
        match (self.position(newer), self.position(older)) {
            (Some(newer), Some(older)) => self.nodes[newer].1.contains(older),
            _ => false,
        }
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
                .all(|(_, ancestors)| ancestors.extra.is_empty())
        );
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
            prop_assert_eq!(order.nodes.len(), nodes.len());
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

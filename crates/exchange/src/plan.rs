//! What a visit is to do, from what lies there and what is here. Pure: a table of cases with a test for each.

use std::collections::{BTreeMap, BTreeSet};

use tirkeu_core::id::{DeviceId, Hash};
use tirkeu_core::journal::Entry;

use crate::name::Segment;

/// Entries of a chain that nobody has put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Whose.
    pub author: DeviceId,
    /// Number of the first.
    pub first: u64,
    /// Number of the last.
    pub last: u64,
}

/// Segments that were not read yet or whose bodies changed since, in an order in which chains grow.
pub fn to_read(
    lying: &BTreeMap<Segment, String>,
    known: &BTreeMap<String, String>,
) -> Vec<Segment> {
    let changed = lying
        .iter()
        .filter(|(segment, tag)| known.get(&segment.name()) != Some(tag));
    changed.map(|(segment, _)| *segment).collect()
}

/// Segments that are taken in at once: what a power cut takes back, and how long others wait for the desk.
const AT_ONCE: usize = 4;

/// Splits segments, in the order of [`to_read`], into those that are taken in at once: no number of a chain stands in two
/// of them.
pub fn together(segments: &[Segment]) -> Vec<&[Segment]> {
    let runs = segments.chunk_by(|one, next| (one.author, one.last) < (next.author, next.first));
    runs.flat_map(|run| run.chunks(AT_ONCE)).collect()
}

/// What to write: of every chain that is here, the numbers that none of these segments covers. They are whole, and end
/// with the entry that is here: a copy of a desk that went another way covers nothing.
pub fn to_write(heads: &[(DeviceId, u64)], whole: &BTreeSet<Segment>) -> Vec<Range> {
    let mut covered: BTreeMap<DeviceId, Vec<(u64, u64)>> = BTreeMap::new();
    for segment in whole {
        let of = covered.entry(segment.author).or_default();
        of.push((segment.first, segment.last));
    }
    let mut out = Vec::new();
    for (author, head) in heads {
        let mut next = Some(0);
        // Ordered by their first number, as the set is.
        for (first, last) in covered.remove(author).unwrap_or_default() {
            let Some(from) = next else { break };
            if first > from {
                out.push(Range {
                    author: *author,
                    first: from,
                    last: (first - 1).min(*head),
                });
            }
            if first > *head {
                next = None;
                break;
            }
            if last >= *head {
                next = None;
                break;
            }
            next = Some(from.max(last + 1));
        }
        if let Some(next) = next {
            out.push(Range {
                author: *author,
                first: next,
                last: *head,
            });
        }
    }
    out
}

/// Most entries that a segment holds after others were merged into it.
const MERGED: u64 = 512;

/// Own segments right before a range that are written anew together with it, the nearest first: those that are not
/// longer than what follows them. So their number stays small however often a desk writes, and each entry is written a
/// few times in all.
pub fn to_merge(range: &Range, own: DeviceId, whole: &BTreeSet<Segment>) -> Vec<Segment> {
    let (mut first, mut merged) = (range.first, Vec::new());
    loop {
        let length = range.last - first + 1;
        let before = whole.iter().find(|segment| {
            let is_before = segment.last.checked_add(1) == Some(first);
            segment.writer == own && segment.author == range.author && is_before
        });
        match before {
            Some(segment)
                if segment.last - segment.first < length && range.last - segment.first < MERGED =>
            {
                first = segment.first;
                merged.push(*segment);
            }
            _ => return merged,
        }
    }
}

/// An entry whose number in its chain another one has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rival {
    /// Whose.
    pub author: DeviceId,
    /// Its number.
    pub seq: u64,
    /// Itself.
    pub hash: Hash,
    /// The one before it.
    pub prev: Hash,
}

impl Rival {
    /// What an entry says of its place.
    pub fn of(entry: &Entry) -> Self {
        let header = entry.header();
        Self {
            author: header.device,
            seq: header.seq,
            hash: entry.hash(),
            prev: header.prev,
        }
    }
}

/// Evidence that nobody has put there, in runs of which each entry follows the one before; places in `rivals`, which come
/// in the order of their desks and numbers. What a whole segment ends with lies there, and everything before it.
pub fn rivals_to_write(rivals: &[Rival], whole: &BTreeSet<Segment>) -> Vec<Vec<usize>> {
    let places: BTreeMap<Hash, usize> = (rivals.iter().enumerate())
        .map(|(at, rival)| (rival.hash, at))
        .collect();
    let mut lies = vec![false; rivals.len()];
    for segment in whole {
        let tip = |rival: &Rival| {
            segment.covers(rival.author, rival.seq) && segment.ends_with(rival.hash)
        };
        let mut at = rivals.iter().position(tip);
        while let Some(here) = at.filter(|at| segment.covers(segment.author, rivals[*at].seq)) {
            lies[here] = true;
            at = places.get(&rivals[here].prev).copied();
        }
    }
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for (at, rival) in rivals.iter().enumerate().filter(|(at, _)| !lies[*at]) {
        let follows = |run: &&mut Vec<usize>| {
            let last = run.last().map(|last| rivals[*last].hash);
            last == Some(rival.prev) && (run.len() as u64) < MERGED
        };
        match runs.iter_mut().rev().find(follows) {
            Some(run) => run.push(at),
            None => runs.push(vec![at]),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use tirkeu_core::id::Id;

    use super::*;

    const A: DeviceId = Id([1; 16]);
    const B: DeviceId = Id([2; 16]);

    fn segment(author: DeviceId, first: u64, last: u64) -> Segment {
        Segment::new(B, author, (first, last), Hash([7; 32]), Id([9; 16]))
    }

    #[test]
    fn no_number_stands_twice_in_what_is_taken_in_at_once() {
        let run = |first: u64| segment(A, first * 10, first * 10 + 9);
        let mut all: Vec<Segment> = (0..9).map(run).collect();
        all.extend([segment(A, 85, 120), segment(B, 121, 130)]);
        let lengths: Vec<usize> = together(&all).iter().map(|some| some.len()).collect();
        assert_eq!(lengths, [4, 4, 1, 2]);
        assert_eq!(together(&all).concat(), all);
        assert!(together(&[]).is_empty());
    }

    fn lying(segments: &[Segment]) -> BTreeMap<Segment, String> {
        let tagged = segments.iter().map(|one| (*one, "tag".to_owned()));
        tagged.collect()
    }

    fn written(head: u64, segments: &[(u64, u64)]) -> Vec<(u64, u64)> {
        let there = segments.iter().map(|(f, l)| segment(A, *f, *l)).collect();
        let ranges = to_write(&[(A, head)], &there);
        ranges
            .iter()
            .map(|range| (range.first, range.last))
            .collect()
    }

    #[test]
    fn what_nobody_has_put_there_is_written() {
        assert_eq!(written(9, &[]), [(0, 9)], "an empty place");
        assert_eq!(written(9, &[(0, 9)]), [], "everything is there");
        assert_eq!(written(9, &[(0, 4)]), [(5, 9)], "news");
        assert_eq!(written(9, &[(0, 20)]), [], "there is more than here");
        assert_eq!(written(9, &[(5, 9)]), [(0, 4)], "a segment was lost");
        assert_eq!(written(9, &[(0, 2), (5, 6)]), [(3, 4), (7, 9)], "holes");
        assert_eq!(written(9, &[(0, 6), (2, 3), (4, 9)]), [], "two wrote it");
        assert_eq!(written(3, &[(6, 9)]), [(0, 3)], "behind, and a hole before");
        assert_eq!(written(0, &[]), [(0, 0)]);
        assert_eq!(written(u64::MAX, &[(0, u64::MAX)]), [], "a name that lies");
    }

    #[test]
    fn every_chain_is_looked_at_by_itself() {
        let there = [segment(B, 0, 1)].into();
        let ranges = to_write(&[(A, 5), (B, 3)], &there);
        let range = |author, first, last| Range {
            author,
            first,
            last,
        };
        assert_eq!(ranges, [range(A, 0, 5), range(B, 2, 3)]);
    }

    #[test]
    fn small_segments_grow_together_and_their_number_stays_small() {
        let mut whole: BTreeSet<Segment> = BTreeSet::new();
        let (mut written, mut most) = (0, 0);
        for seq in 0..5_000 {
            let range = Range {
                author: B,
                first: seq,
                last: seq,
            };
            let merged = to_merge(&range, B, &whole);
            let first = merged.last().map_or(seq, |segment| segment.first);
            whole.retain(|segment| !merged.contains(segment));
            whole.insert(segment(B, first, seq));
            written += seq - first + 1;
            most = most.max(whole.len());
        }
        assert!(most < 5_000 / 256 + 12, "{most} segments");
        assert!(written < 5_000 * 12, "{written} entries were written");
        let by_another = to_merge(
            &Range {
                author: B,
                first: 5_000,
                last: 5_000,
            },
            A,
            &whole,
        );
        assert_eq!(by_another, [], "what another desk wrote stays");
    }

    #[test]
    fn evidence_that_nobody_put_there_is_written_in_runs() {
        let hash = |n: u8| Hash([n; 32]);
        let rival = |author, seq, own: u8, before: u8| Rival {
            author,
            seq,
            hash: hash(own),
            prev: hash(before),
        };
        // One copy went 5, 6, 7; another one 6, 7; a second desk was copied at 2.
        let rivals = [
            rival(A, 5, 15, 4),
            rival(A, 6, 16, 15),
            rival(A, 6, 26, 5),
            rival(A, 7, 17, 16),
            rival(A, 7, 27, 26),
            rival(B, 2, 32, 31),
        ];
        let none = BTreeSet::new();
        let all = [vec![0, 1, 3], vec![2, 4], vec![5]];
        assert_eq!(rivals_to_write(&rivals, &none), all);
        let ending = |author, first, last, tip| {
            Segment::new(B, author, (first, last), hash(tip), Id([9; 16]))
        };
        let copys_own: BTreeSet<Segment> = [ending(A, 3, 7, 17)].into();
        assert_eq!(rivals_to_write(&rivals, &copys_own), [vec![2, 4], vec![5]]);
        let half: BTreeSet<Segment> = [ending(A, 5, 6, 16).as_rival()].into();
        assert_eq!(
            rivals_to_write(&rivals, &half),
            [vec![2, 4], vec![3], vec![5]]
        );
        let another: BTreeSet<Segment> = [ending(A, 0, 9, 99)].into();
        assert_eq!(rivals_to_write(&rivals, &another), all, "another branch");
        let own: BTreeSet<Segment> = [ending(B, 2, 2, 32).as_rival()].into();
        assert_eq!(rivals_to_write(&rivals, &own).len(), 2);
    }

    #[test]
    fn a_segment_is_read_once_and_again_when_its_bodies_change() {
        let (one, two) = (segment(A, 0, 5), segment(A, 6, 9));
        let there = lying(&[two, one]);
        assert_eq!(to_read(&there, &BTreeMap::new()), [one, two], "in order");
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        known.insert(one.name(), "tag".into());
        assert_eq!(to_read(&there, &known), [two]);
        known.insert(two.name(), "another".into());
        assert_eq!(to_read(&there, &known), [two]);
    }
}

//! What leaves a desk for others, and under which key.
//!
//! The header of every entry travels, so that chains stay whole everywhere; a body travels or stays at home. Who saw
//! whom stays where it was seen, and a person's data stay where they were taken until that person agrees to the
//! exchange over a network (Health Code art. 273(6)). Asked whenever something is about to leave, also by a desk that
//! only passes on what it got: nothing is remembered, so that a restored desk answers the same.

use std::collections::BTreeSet;

use crate::id::{DeviceId, Id};

/// Of whom a body speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Of the laboratory, its people and its journal.
    Laboratory,
    /// Of who was shown what.
    Disclosure,
    /// Of a person.
    Person {
        /// The person permits the exchange today.
        permitted: bool,
        /// It was permitted once, and this is a word on consent: whoever has the card must hear that it is taken back.
        ends_it: bool,
    },
}

/// Whether a body leaves the desk.
pub fn travels(about: About) -> bool {
    match about {
        About::Laboratory => true,
        About::Disclosure => false,
        About::Person { permitted, ends_it } => permitted || ends_it,
    }
}

/// An exchange key as the journal names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub key: Id,
    /// The clock of the entry that named it first.
    pub hlc: u64,
    /// For whom it was sealed: desks, and roots by the short names of their keys.
    pub holders: BTreeSet<Id>,
    /// Desks that shared it: they know it too.
    pub authors: BTreeSet<DeviceId>,
}

/// The key under which to send: the newest that was never sealed for a desk that is stopped by now. None where there is
/// no such key: then nothing is sent before a manager makes one.
pub fn sending(keys: &[Named], is_stopped: impl Fn(DeviceId) -> bool) -> Option<Id> {
    let free = keys.iter().filter(|named| {
        let mut knowing = named.holders.iter().chain(&named.authors);
        !knowing.any(|desk| is_stopped(*desk))
    });
    free.max_by_key(|named| (named.hlc, named.key))
        .map(|named| named.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(key: u8, hlc: u64, holders: &[u8]) -> Named {
        Named {
            key: Id([key; 16]),
            hlc,
            holders: holders.iter().map(|one| Id([*one; 16])).collect(),
            authors: BTreeSet::new(),
        }
    }

    #[test]
    fn nothing_is_sent_under_a_key_that_a_stopped_desk_holds() {
        let keys = [named(1, 10, &[1, 2, 3]), named(2, 20, &[1, 2])];
        let stopped = |which: u8| move |desk: DeviceId| desk == Id([which; 16]);
        assert_eq!(sending(&keys, stopped(9)), Some(Id([2; 16])), "the newest");
        assert_eq!(sending(&keys, stopped(3)), Some(Id([2; 16])));
        assert_eq!(sending(&keys, stopped(2)), None, "both are known there");
        assert_eq!(sending(&keys[..1], stopped(3)), None);
        assert_eq!(sending(&[], stopped(9)), None);
        let mut by_another = named(3, 30, &[1]);
        by_another.authors.insert(Id([2; 16]));
        assert_eq!(
            sending(&[by_another], stopped(2)),
            None,
            "its maker is stopped"
        );
    }

    #[test]
    fn a_body_about_a_person_waits_for_that_person() {
        assert!(travels(About::Laboratory));
        assert!(!travels(About::Disclosure));
        for (permitted, ends_it) in [(true, false), (false, true), (true, true)] {
            assert!(travels(About::Person { permitted, ends_it }));
        }
        assert!(!travels(About::Person {
            permitted: false,
            ends_it: false
        }));
    }
}

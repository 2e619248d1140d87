//! The session behind a roster entry: the signature in the body names who decides, the session who
//! sat at the desk; both must be managers.

use std::sync::Arc;

use super::Roster;
use crate::event::desk::{self, SessionOpened};
use crate::event::kinds;
use crate::event::roster::key_id;
use crate::id::Hash;
use crate::journal::{Header, key};

/// Who stands behind an entry.
#[derive(Debug, Clone)]
pub enum By {
    /// The desk itself, with the signature in the body alone.
    Desk,
    /// A person.
    Person(Arc<Session>),
    /// The session that its header names never began.
    Nobody,
}

/// A person's stretch of work, as far as roster entries of it need it.
#[derive(Debug, Clone)]
pub struct Session {
    /// Header of its `session_opened`.
    pub header: Header,
    /// What that says.
    pub opened: SessionOpened,
    /// Its ends, each by its number.
    pub ends: Vec<End>,
    /// Roster tips that the session cites, and all that its desk had cited or written before.
    roster: Vec<Hash>,
}

/// One `session_closed`.
#[derive(Debug, Clone)]
pub enum End {
    /// By the desk, after a crash.
    Crash(u64),
    /// By the person: number, signed bytes, signature.
    Signed(u64, Vec<u8>, [u8; 64]),
}

impl Session {
    /// A session with what its desk had acknowledged of the roster before it.
    pub fn new(header: Header, opened: SessionOpened, ends: Vec<End>, before: Vec<Hash>) -> Self {
        let mut roster = opened.roster.clone();
        roster.extend(before);
        roster.sort_unstable();
        roster.dedup();
        Self {
            header,
            opened,
            ends,
            roster,
        }
    }
}

impl By {
    /// Roster entries that must be here and evaluated before the entry itself.
    pub(super) fn roster(&self) -> &[Hash] {
        match self {
            Self::Person(session) => &session.roster,
            Self::Desk | Self::Nobody => &[],
        }
    }
}

impl Roster {
    /// Whether an entry of a kind, with a number, lies in a running session of somebody whose role allows it.
    pub(super) fn stands(&self, by: &By, entry: &Header) -> bool {
        let session = match by {
            By::Desk => return true,
            By::Nobody => return false,
            By::Person(session) => session,
        };
        let (header, opened) = (&session.header, &session.opened);
        let view = self.view_at(&opened.roster);
        let allowed = kinds::spec(entry.kind).is_some_and(|spec| {
            let role = view.roles.get(&opened.staff);
            role.is_some_and(|role| spec.roles.contains(role))
        });
        let Some(person) = view.key(opened.staff, header.device) else {
            return false;
        };
        let ended = session.ends.iter().any(|end| match end {
            End::Crash(seq) => *seq < entry.seq,
            End::Signed(seq, message, signature) => {
                *seq < entry.seq && key::signed(&person, message, signature)
            }
        });
        allowed
            && !ended
            && view.desks.contains_key(&header.device)
            && opened.roster.is_sorted_by(|a, b| a < b)
            && key_id(&person) == opened.key
            && key::signed(
                &person,
                &desk::session_begin(header, opened),
                &opened.signature.0,
            )
            && !self.goes_back(&opened.roster, &session.roster)
    }

    /// Does a desk that cites `tips` leave out what it had acknowledged `before`?
    ///
    /// What does not count is no part of what must be cited; neither is what did not count for a desk
    /// that knew just this much, for an act that a revocation took away may have come back since.
    pub fn goes_back(&self, tips: &[Hash], before: &[Hash]) -> bool {
        if before.iter().all(|older| self.is_under(tips, *older)) {
            return false;
        }
        let mut known = [tips, before].concat();
        known.sort_unstable();
        known.dedup();
        let left_out = |hash: Hash| self.is_under(before, hash) && !self.is_under(tips, hash);
        let counted = self.counted_as_of(known);
        let still = counted
            .iter()
            .filter(|hash| self.standing(**hash) == super::Standing::Counts);
        still.copied().any(left_out)
    }
}

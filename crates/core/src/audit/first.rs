//! The first reading: every roster entry with the session behind it, before any chain is followed.
//!
//! Each of them carries a signature of its own by the root or by a manager; whether its desk may have
//! written it is found when its chain is followed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::event::Event;
use crate::event::desk::SessionOpened;
use crate::event::kinds::{self, Role};
use crate::id::{DeviceId, Hash, OrgId, SessionId};
use crate::journal::export::{Record, Unreadable};
use crate::journal::{Body, Entry, Header};
use crate::roster::{Act, BLOCK, By, Roster, Session};

#[derive(Default)]
struct First {
    entries: Vec<Entry>,
    /// The first `session_opened` of each session.
    sessions: HashMap<(DeviceId, SessionId), (Header, SessionOpened)>,
    /// What each desk acknowledged of the roster, and at which number.
    cited: HashMap<DeviceId, BTreeMap<u64, Vec<Hash>>>,
    newer: bool,
}

/// The evaluated roster of all records, and whether a newer program's entries are among it.
pub(super) fn read(
    org: OrgId,
    records: impl IntoIterator<Item = Result<Record, Unreadable>>,
) -> (Roster, bool) {
    let mut first = First::default();
    for record in records.into_iter().flatten() {
        let Ok(header) = Header::decode(&record.header) else {
            continue;
        };
        let wanted = matches!(header.kind, kinds::GENESIS | kinds::SESSION_OPENED);
        if header.org == org
            && (wanted || BLOCK.contains(&header.kind))
            && let Ok(entry) = record.entry()
        {
            first.take(entry);
        }
    }
    let acts: Vec<Act> = first.entries.iter().map(|entry| first.act(entry)).collect();
    (Roster::of(org, acts), first.newer)
}

impl First {
    fn take(&mut self, entry: Entry) {
        let header = entry.header();
        let body: Option<&Body> = entry.body();
        let acknowledged = match body.map(|body| Event::read(header.kind, header.kind_ver, body)) {
            Some(Ok(Event::Genesis(genesis))) => genesis.roster,
            Some(Ok(Event::SessionOpened(opened))) => {
                let place = (header.device, header.session);
                let tips = opened.roster.clone();
                let earlier = self.sessions.get(&place);
                if earlier.is_none_or(|(began, _)| header.seq < began.seq) {
                    self.sessions.insert(place, (header.clone(), opened));
                }
                tips
            }
            _ if BLOCK.contains(&header.kind) => vec![entry.hash()],
            _ => Vec::new(),
        };
        let of_desk = self.cited.entry(header.device).or_default();
        of_desk.insert(header.seq, acknowledged);
        if BLOCK.contains(&header.kind) {
            let spec = kinds::spec(header.kind);
            self.newer |= spec.is_none_or(|spec| header.kind_ver > spec.version);
            let role = match Event::of(&entry) {
                Some(Event::RoleSet(set)) => set.role,
                _ => Role::NONE,
            };
            self.newer |= role != Role::NONE && Role::from_code(role).is_none();
            self.entries.push(entry);
        }
    }

    fn act(&self, entry: &Entry) -> Act {
        let header = entry.header();
        let by = if header.session.is_zero() {
            By::Desk
        } else {
            let session = self.sessions.get(&(header.device, header.session));
            match session.filter(|(began, _)| began.seq < header.seq) {
                Some((began, opened)) => {
                    let before = self.before(began);
                    let session = Session::new(began.clone(), opened.clone(), Vec::new(), before);
                    By::Person(Arc::new(session))
                }
                None => By::Nobody,
            }
        };
        Act::new(entry.hash(), header.clone(), entry.body(), by)
    }

    fn before(&self, opened: &Header) -> Vec<Hash> {
        let of_desk = self.cited.get(&opened.device).into_iter();
        let earlier = of_desk.flat_map(|cited| cited.range(..opened.seq));
        earlier
            .flat_map(|(_, hashes)| hashes.iter().copied())
            .collect()
    }
}

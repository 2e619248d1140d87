//! One desk's chain: each entry examined in a fixed order, the first fault ends the chain.
//!
//! The order stands in `docs/journal-format.md`; the Python verifier follows the same one and names
//! the same fault.

use std::collections::HashMap;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::verdict::{Reason, Verdict};
use crate::event::{
    Event,
    desk::{self, SessionOpened, closing},
    kinds::{self, Fold, KindSpec, SessionRule, SubjectKind},
    roster::key_id,
};
use crate::id::{DeviceId, Hash, SessionId, StaffId};
use crate::journal::verify::{Break, Link};
use crate::journal::{Entry, Header, key};
use crate::roster::{self, Roster, Standing, View};

/// A session on this desk.
struct Session {
    open: bool,
    last: Hash,
    /// `None` while the roster that it cites has not arrived.
    person: Option<Person>,
}

struct Person {
    key: Hash,
    staff: StaffId,
    /// Roster tips that the session cites.
    roster: Vec<Hash>,
    /// The roster as it stood when the session began; asked only where a revocation took the key or the
    /// role away since.
    then: Option<Arc<View>>,
    /// The key counts only as the roster stood then.
    taken: bool,
}

impl Person {
    fn then(&mut self, roster: &Roster) -> &View {
        let tips = &self.roster;
        self.then
            .get_or_insert_with(|| roster.as_of(tips).view_at(tips))
    }
}

/// What an entry says about other chains.
pub(super) struct Testimony {
    /// Number of the entry that says so.
    pub at: u64,
    pub device: DeviceId,
    pub seq: u64,
    pub hash: Hash,
}

/// Numbers of entries that a report counts. Signatures are checked in blocks, behind everything else: what
/// was noted of an entry whose signature turns out to be broken does not count.
#[derive(Default)]
pub(super) struct Noted {
    pub without_body: Vec<u64>,
    pub unknown: Vec<u64>,
    /// What they cite has not arrived.
    pub waiting: Vec<u64>,
    pub after_revocation: Vec<u64>,
    /// Journal entries of a newer program.
    pub newer: Vec<u64>,
}

/// A chain as far as it has been followed.
#[derive(Default)]
pub(super) struct Chain {
    pub link: Link,
    pub key: Option<VerifyingKey>,
    pub fault: Option<(u64, Verdict, Option<Reason>)>,
    pub fork: Option<u64>,
    pub testimony: Vec<Testimony>,
    pub noted: Noted,
    sessions: HashMap<SessionId, Session>,
    /// Last number of the founding commit: this desk began the organisation.
    founding: Option<u64>,
    /// What the desk has acknowledged of the roster so far.
    acknowledged: Vec<Hash>,
    /// A revocation has taken the effect from the entry that is examined.
    taken: bool,
}

/// An entry of a known kind and version, with its body when it was needed and is there.
struct Known<'a> {
    spec: &'static KindSpec,
    entry: &'a Entry,
    event: Option<Event>,
}

impl Chain {
    /// How many of the noted entries are in the verified part.
    pub fn counted(&self, noted: &[u64]) -> u64 {
        noted.partition_point(|seq| *seq < self.link.len()) as u64
    }

    /// Everything after the desk's signature; takes the entry into the chain when it passes.
    pub fn examine(&mut self, own: bool, entry: &Entry, roster: &Roster) -> Result<(), Reason> {
        let header = entry.header();
        let revoked =
            i64::try_from(header.seq).is_ok_and(|seq| roster.is_revoked(header.device, seq));
        self.taken = revoked;
        let spec = kinds::spec(header.kind).filter(|spec| header.kind_ver <= spec.version);
        let event = match spec {
            Some(spec) => {
                kind(header, spec)?;
                needed_body(entry, spec)?
            }
            None => None,
        };
        self.beginning(own, entry, event.as_ref(), roster)?;
        self.session(own, entry, event.as_ref(), roster)?;
        match spec {
            Some(spec) => {
                let known = Known { spec, entry, event };
                self.authority(own, &known, roster)?;
                self.listen(&known);
            }
            None => {
                self.noted.unknown.push(header.seq);
                if header.kind < *roster::BLOCK.start() {
                    self.noted.newer.push(header.seq);
                }
            }
        }
        if entry.body().is_none() {
            self.noted.without_body.push(header.seq);
        }
        if self.taken {
            self.noted.after_revocation.push(header.seq);
        }
        self.link.take(entry);
        Ok(())
    }

    /// The beginning of a chain: `genesis`, and on the first desk the founding commit.
    fn beginning(
        &mut self,
        own: bool,
        entry: &Entry,
        event: Option<&Event>,
        roster: &Roster,
    ) -> Result<(), Reason> {
        let header = entry.header();
        if (header.seq == 0) != (header.kind == kinds::GENESIS) {
            return Err(Reason::Genesis);
        }
        if let Some(Event::Genesis(genesis)) = event {
            let enrolment = roster.enrolment(header.device).ok_or(Reason::Genesis)?;
            let last = u64::from(header.batch_left);
            self.acknowledge(&genesis.roster);
            if genesis.roster.is_empty() {
                self.founding = Some(last);
            }
            return match (genesis.enrolment, enrolment.own) {
                (None, Some(seq)) if seq <= last => Ok(()),
                (Some(cited), None) if roster.enrols(cited, header.device, enrolment.key) => {
                    if roster.is_under(&genesis.roster, cited) {
                        Ok(())
                    } else if !own && !roster.holds(&genesis.roster) {
                        self.noted.waiting.push(header.seq);
                        Ok(())
                    } else {
                        Err(Reason::Genesis)
                    }
                }
                _ => Err(Reason::Genesis),
            };
        }
        let in_founding = self.founding.is_some_and(|last| header.seq <= last);
        let founds = header.kind == kinds::ORG_FOUNDED;
        if founds != (self.founding.is_some() && header.seq == 1) {
            return Err(Reason::Genesis);
        }
        let by_root = event
            .and_then(roster::signature)
            .is_some_and(|(signer, ..)| signer.is_none());
        if in_founding && !(by_root && header.session.is_zero()) {
            return Err(Reason::Genesis);
        }
        Ok(())
    }

    /// Entries of a session lie between its beginning and its end; the person signs both.
    fn session(
        &mut self,
        own: bool,
        entry: &Entry,
        event: Option<&Event>,
        roster: &Roster,
    ) -> Result<(), Reason> {
        let header = entry.header();
        if let Some(Event::SessionOpened(opened)) = event {
            if self.sessions.contains_key(&header.session)
                || !opened.roster.is_sorted_by(|a, b| a < b)
            {
                return Err(Reason::Session);
            }
            let person = if roster.holds(&opened.roster) {
                Some(person(header, opened, roster)?)
            } else if own {
                return Err(Reason::Session);
            } else {
                self.noted.waiting.push(header.seq);
                None
            };
            let session = Session {
                open: true,
                last: entry.hash(),
                person,
            };
            self.sessions.insert(header.session, session);
            return Ok(());
        }
        if header.session.is_zero() {
            if let Some(Event::SessionClosed(closed)) = event {
                // The session that the crash ended is named by the subject.
                let session = self.sessions.get_mut(&header.subject);
                let ended = session.filter(|session| session.open);
                if closed.reason != closing::CRASH || closed.signature.is_some() {
                    return Err(Reason::Session);
                }
                ended.ok_or(Reason::Session)?.open = false;
            }
            return Ok(());
        }
        let session = self
            .sessions
            .get_mut(&header.session)
            .filter(|session| session.open)
            .ok_or(Reason::Session)?;
        if let Some(Event::SessionClosed(closed)) = event {
            let signature = closed.signature.ok_or(Reason::SessionSignature)?;
            let message =
                desk::session_end(header.org, header.device, header.session, session.last);
            if let Some(person) = &session.person
                && !key::signed(&person.key, &message, &signature.0)
            {
                return Err(Reason::SessionSignature);
            }
            session.open = false;
        }
        session.last = entry.hash();
        Ok(())
    }

    /// The person held a role for this kind; a roster entry is signed by the root or a manager.
    ///
    /// What a revocation took away was in order when the roster stood as the author knew it; it has no
    /// effect, and it is no damage.
    fn authority(&mut self, own: bool, known: &Known<'_>, roster: &Roster) -> Result<(), Reason> {
        let header = known.entry.header();
        let session = self.sessions.get_mut(&header.session);
        if let Some(person) = session.and_then(|session| session.person.as_mut()) {
            let allows = |view: &View, staff| {
                let role = view.roles.get(&staff);
                view.desks.contains_key(&header.device)
                    && role.is_some_and(|role| known.spec.roles.contains(role))
            };
            let staff = person.staff;
            if person.taken || !allows(&roster.view_at(&person.roster), staff) {
                if !allows(person.then(roster), staff) {
                    return Err(Reason::Authority);
                }
                self.taken = true;
            }
        }
        if let Some(Event::SessionOpened(opened)) = &known.event {
            if roster.goes_back(&opened.roster, &self.acknowledged) {
                return Err(Reason::Authority);
            }
            self.acknowledge(&opened.roster);
        }
        if known.spec.subject == SubjectKind::Roster {
            let hash = known.entry.hash();
            match roster.standing(hash) {
                Standing::Counts => {}
                Standing::Waits if !own => {}
                Standing::Void if roster.as_of(&[hash]).standing(hash) == Standing::Counts => {
                    self.taken = true;
                }
                _ => return Err(Reason::Roster),
            }
            self.acknowledge(&[hash]);
        }
        Ok(())
    }

    fn acknowledge(&mut self, hashes: &[Hash]) {
        for hash in hashes {
            if !self.acknowledged.contains(hash) {
                self.acknowledged.push(*hash);
            }
        }
    }

    /// Heads of other chains that this desk has seen.
    fn listen(&mut self, known: &Known<'_>) {
        let header = known.entry.header();
        let heads = match &known.event {
            Some(Event::HeadsSeen(body)) => &body.heads,
            Some(Event::Checkpoint(body)) => &body.heads,
            Some(Event::Genesis(body)) => &body.predecessors,
            _ => return,
        };
        let others = heads.iter().filter(|head| head.0 != header.device);
        self.testimony
            .extend(others.map(|(device, seq, hash)| Testimony {
                at: header.seq,
                device: *device,
                seq: *seq,
                hash: *hash,
            }));
    }
}

/// Flags, class, subject, session and refs as the registry says.
fn kind(header: &Header, spec: &KindSpec) -> Result<(), Reason> {
    let session = match spec.session {
        SessionRule::Required => !header.session.is_zero(),
        SessionRule::None => header.session.is_zero(),
        SessionRule::Either => true,
    };
    let names_session = header.kind == kinds::SESSION_CLOSED && header.session.is_zero();
    let desk_itself = header.kind < *roster::BLOCK.start() && !names_session;
    let subject = match spec.subject {
        SubjectKind::Device if desk_itself => header.subject == header.device,
        SubjectKind::Roster => header.subject == header.org,
        SubjectKind::Session => header.subject == header.session,
        _ => true,
    };
    let refs = spec.fold == Fold::Ordered || header.refs.is_empty();
    let stated = header.kind_ver > 0 && header.flags == spec.flags() && header.class == spec.class;
    if stated && session && subject && refs {
        Ok(())
    } else {
        Err(Reason::Kind)
    }
}

/// The body of a kind whose body is kept.
fn needed_body(entry: &Entry, spec: &KindSpec) -> Result<Option<Event>, Reason> {
    if !spec.body_kept {
        return Ok(None);
    }
    let body = entry.body().ok_or(Reason::BodyMissing)?;
    Event::read(spec.number, entry.header().kind_ver, body)
        .map(Some)
        .map_err(|_| Reason::Payload)
}

/// Who begins a session, when the signature is theirs.
fn person(header: &Header, opened: &SessionOpened, roster: &Roster) -> Result<Person, Reason> {
    let message = desk::session_begin(header, opened);
    let signer = |view: &View| {
        view.key(opened.staff, header.device)
            .filter(|key| key_id(key) == opened.key)
            .filter(|key| key::signed(key, &message, &opened.signature.0))
    };
    let tips = &opened.roster;
    let settled = signer(&roster.view_at(tips));
    let then = match settled {
        Some(_) => None,
        None => Some(roster.as_of(tips).view_at(tips)),
    };
    let key = settled.or_else(|| then.as_deref().and_then(signer));
    Ok(Person {
        key: key.ok_or(Reason::SessionSignature)?,
        staff: opened.staff,
        roster: tips.clone(),
        taken: then.is_some(),
        then,
    })
}

impl From<Break> for Reason {
    fn from(broken: Break) -> Self {
        match broken {
            Break::Gap => Self::Gap,
            Break::Prev => Self::Prev,
            Break::Hlc => Self::Hlc,
            Break::Batch => Self::Batch,
        }
    }
}

//! One desk's chain: each entry examined in a fixed order, the first fault ends the chain.
//!
//! The order stands in `docs/journal-format.md`; the Python verifier follows the same one and names
//! the same fault.

use std::collections::HashMap;
use std::rc::Rc;

use ed25519_dalek::VerifyingKey;

use super::key;
use super::roster::{self, Roster, View};
use super::verdict::{Reason, Verdict};
use crate::event::{
    Event,
    desk::{self, SessionOpened, closing},
    kinds::{self, Fold, KindSpec, SessionRule, SubjectKind},
    roster::key_id,
};
use crate::id::{DeviceId, Hash, SessionId};
use crate::journal::verify::{Break, Link};
use crate::journal::{Entry, Header};

/// A session on this desk.
struct Session {
    open: bool,
    last: Hash,
    /// `None` while the roster that it cites has not arrived.
    person: Option<Person>,
}

struct Person {
    key: Hash,
    staff: crate::id::StaffId,
    view: Rc<View>,
}

/// What an entry says about other chains.
pub(super) struct Testimony {
    /// Number of the entry that says so.
    pub at: u64,
    pub device: DeviceId,
    pub seq: u64,
    pub hash: Hash,
}

/// A chain as far as it has been followed.
#[derive(Default)]
pub(super) struct Chain {
    pub link: Link,
    pub key: Option<VerifyingKey>,
    pub fault: Option<(u64, Verdict, Option<Reason>)>,
    pub fork: Option<u64>,
    pub testimony: Vec<Testimony>,
    pub without_body: u64,
    pub unknown: u64,
    pub waiting: u64,
    pub after_revocation: u64,
    sessions: HashMap<SessionId, Session>,
    /// Last number of the founding commit: this desk began the organisation.
    founding: Option<u64>,
    /// A newer program's journal entries are in the chain.
    newer: bool,
}

/// An entry of a known kind and version, with its body when it was needed and is there.
struct Known<'a> {
    spec: &'static KindSpec,
    entry: &'a Entry,
    event: Option<Event>,
}

impl Chain {
    /// True when faults of judgement may come from entries that only a newer program understands.
    pub fn is_newer(&self, roster: &Roster) -> bool {
        self.newer || roster.newer
    }

    /// Everything after the desk's signature; takes the entry into the chain when it passes.
    pub fn examine(&mut self, own: bool, entry: &Entry, roster: &mut Roster) -> Result<(), Reason> {
        let header = entry.header();
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
                self.unknown += 1;
                self.newer |= header.kind < *roster::BLOCK.start();
            }
        }
        if entry.body().is_none() {
            self.without_body += 1;
        }
        if roster.is_revoked(header.device, header.seq) {
            self.after_revocation += 1;
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
        roster: &mut Roster,
    ) -> Result<(), Reason> {
        let header = entry.header();
        if (header.seq == 0) != (header.kind == kinds::GENESIS) {
            return Err(Reason::Genesis);
        }
        if let Some(Event::Genesis(genesis)) = event {
            let enrolment = roster.enrolment(header.device).ok_or(Reason::Genesis)?;
            let last = u64::from(header.batch_left);
            if genesis.roster.is_empty() {
                self.founding = Some(last);
            }
            return match (genesis.enrolment, enrolment.own) {
                (None, Some(seq)) if seq <= last => Ok(()),
                (Some(cited), None) if cited == enrolment.entry => {
                    match roster.view(&genesis.roster) {
                        Some(view) if view.knows(&cited) => Ok(()),
                        None if !own => {
                            self.waiting += 1;
                            Ok(())
                        }
                        _ => Err(Reason::Genesis),
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
        roster: &mut Roster,
    ) -> Result<(), Reason> {
        let header = entry.header();
        if let Some(Event::SessionOpened(opened)) = event {
            if self.sessions.contains_key(&header.session)
                || !opened.roster.is_sorted_by(|a, b| a < b)
            {
                return Err(Reason::Session);
            }
            let person = match roster.view(&opened.roster) {
                Some(view) => Some(person(header, opened, view)?),
                None if own => return Err(Reason::Session),
                None => {
                    self.waiting += 1;
                    None
                }
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
                && !key::signed(&person.key, &message, &signature)
            {
                return Err(Reason::SessionSignature);
            }
            session.open = false;
        }
        session.last = entry.hash();
        Ok(())
    }

    /// The person held a role for this kind; a roster entry is signed by the root or a manager.
    fn authority(&self, own: bool, known: &Known<'_>, roster: &Roster) -> Result<(), Reason> {
        let header = known.entry.header();
        let person = self
            .sessions
            .get(&header.session)
            .and_then(|session| session.person.as_ref());
        if let Some(person) = person {
            let role = person.view.role(person.staff);
            if !role.is_some_and(|role| known.spec.roles.contains(&role)) {
                return Err(Reason::Authority);
            }
        }
        if known.spec.subject == SubjectKind::Roster {
            return match roster.authorised(&known.entry.hash()) {
                Some(true) => Ok(()),
                None if !own => Ok(()),
                _ => Err(Reason::Roster),
            };
        }
        Ok(())
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
    Event::read(spec.number, body)
        .map(Some)
        .map_err(|_| Reason::Payload)
}

/// Who begins a session, when the signature is theirs.
fn person(header: &Header, opened: &SessionOpened, view: Rc<View>) -> Result<Person, Reason> {
    let message = desk::session_begin(header, opened);
    let key = view
        .key(opened.staff, header.device)
        .filter(|key| key_id(key) == opened.key)
        .filter(|key| key::signed(key, &message, &opened.signature))
        .ok_or(Reason::SessionSignature)?;
    Ok(Person {
        key,
        staff: opened.staff,
        view,
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

//! Journals for tests: several desks with fixed keys, sessions, refs, heads seen of each other.
//!
//! Built with the same drafts and bodies as the program's own; only clock, ids and keys are fixed.

#![allow(clippy::unwrap_used)]

mod bodies;

use std::collections::BTreeMap;

use ed25519_dalek::{Signer, SigningKey};

use super::Scope;
use crate::event::codec::Sig;
use crate::event::kinds::{self, Fold, Role};
use crate::event::roster::{key_id, org_id};
use crate::event::{Event, consent, desk, disclosure, patient, roster};
use crate::id::{DeviceId, Hash, Id, OrgId, SessionId, StaffId, SubjectId};
use crate::journal::{Body, Draft, Entry, tagged_hash};
use crate::roster::signature;
use crate::time::{Hlc, Wall};

pub use bodies::{described, destroyed, enrolled, given, removed, role, staff_key};

const NO_SIG: Sig = Sig([0; 64]);

/// Random numbers that are the same every time.
#[derive(Debug, Clone)]
pub struct Dice(Hash);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(tagged_hash(b"dice", &[&seed.to_be_bytes()]))
    }
    pub fn bytes(&mut self) -> [u8; 32] {
        self.0 = tagged_hash(b"dice", &[&self.0.0]);
        self.0.0
    }
    pub fn id(&mut self) -> Id {
        Id::from_slice(&self.bytes()[..16]).unwrap()
    }
    pub fn below(&mut self, limit: u64) -> u64 {
        u64::from_be_bytes(self.bytes()[..8].try_into().unwrap()) % limit
    }
}

pub fn public(key: &SigningKey) -> Hash {
    Hash(key.verifying_key().to_bytes())
}

/// One person with one key for every desk.
#[derive(Debug, Clone)]
pub struct Person {
    pub staff: StaffId,
    pub key: SigningKey,
}

/// One desk and everything it has seen.
#[derive(Debug, Clone)]
pub struct Desk {
    pub device: DeviceId,
    pub key: SigningKey,
    pub chain: Vec<Entry>,
    org: OrgId,
    hlc: Hlc,
    /// Ordered entries by subject, and which of them are cited.
    seen: BTreeMap<SubjectId, BTreeMap<Hash, bool>>,
    heads: BTreeMap<DeviceId, (u64, Hash)>,
    last: BTreeMap<SessionId, Hash>,
}

impl Desk {
    pub fn new(org: OrgId, dice: &mut Dice) -> Self {
        Self {
            device: dice.id(),
            key: SigningKey::from_bytes(&dice.bytes()),
            chain: Vec::new(),
            org,
            hlc: Hlc(1_795_000_000_000 << 16),
            seen: BTreeMap::new(),
            heads: BTreeMap::new(),
            last: BTreeMap::new(),
        }
    }

    pub fn tips(&self, subject: SubjectId) -> Vec<Hash> {
        let tips = self.seen.get(&subject).into_iter().flatten();
        tips.filter(|(_, cited)| !**cited)
            .map(|(hash, _)| *hash)
            .collect()
    }

    pub fn head(&self) -> (u64, Hash) {
        let last = self.chain.last().unwrap();
        (last.header().seq, last.hash())
    }

    /// The draft of the next entry of this desk.
    pub fn draft(
        &mut self,
        dice: &mut Dice,
        session: SessionId,
        event: &Event,
        subject: SubjectId,
        left: u8,
    ) -> Draft {
        let spec = kinds::spec(event.kind()).unwrap();
        let refs = match spec.fold {
            Fold::Ordered => self.tips(subject),
            Fold::Set => Vec::new(),
        };
        self.hlc = self.hlc.tick(1_795_000_000_000 + dice.below(100_000_000));
        Draft {
            org: self.org,
            device: self.device,
            seq: self.chain.len() as u64,
            prev: self.chain.last().map_or(Hash::ZERO, Entry::hash),
            hlc: self.hlc,
            wall: Wall::almaty(self.hlc.ms()),
            kind: event.kind(),
            kind_ver: spec.version,
            flags: spec.flags(),
            class: spec.class,
            batch_left: left,
            session,
            subject,
            refs,
            body: Body::new(dice.bytes(), &event.payload()),
        }
    }

    pub fn store(&mut self, draft: Draft) -> Hash {
        let entry = draft.sign(&self.key).unwrap();
        let header = entry.header();
        if kinds::spec(header.kind).is_none_or(|spec| spec.fold == Fold::Ordered) {
            let of_subject = self.seen.entry(header.subject).or_default();
            for cited in &header.refs {
                of_subject.insert(*cited, true);
            }
            of_subject.insert(entry.hash(), false);
        }
        self.last.insert(header.session, entry.hash());
        self.heads.insert(self.device, (header.seq, entry.hash()));
        self.chain.push(entry.clone());
        entry.hash()
    }

    /// One commit; roster bodies get their signature here.
    pub fn commit(
        &mut self,
        dice: &mut Dice,
        session: SessionId,
        signer: &SigningKey,
        events: Vec<(Event, SubjectId)>,
    ) -> Vec<Hash> {
        let mut hashes = Vec::new();
        let mut left = u8::try_from(events.len()).unwrap();
        for (event, subject) in events {
            left -= 1;
            let event = self.signed(event, signer);
            let draft = self.draft(dice, session, &event, subject, left);
            hashes.push(self.store(draft));
        }
        hashes
    }

    fn signed(&self, event: Event, signer: &SigningKey) -> Event {
        let Some((_, _, unsigned)) = signature(&event) else {
            return event;
        };
        let bytes = roster::signed_bytes(
            self.org,
            self.device,
            event.kind(),
            1,
            &unsigned,
            &self.tips(self.org),
        );
        let signature = Sig(signer.sign(&bytes).to_bytes());
        use roster::Signed;
        match event {
            Event::OrgFounded(b) => b.with_signature(signature).into(),
            Event::RootReplaced(b) => b.with_signature(signature).into(),
            Event::DeviceEnrolled(b) => b.with_signature(signature).into(),
            Event::DeviceRevoked(b) => b.with_signature(signature).into(),
            Event::RoleSet(b) => b.with_signature(signature).into(),
            Event::StaffKeyAdded(b) => b.with_signature(signature).into(),
            Event::StaffRemoved(b) => b.with_signature(signature).into(),
            other => other,
        }
    }

    pub fn open(&mut self, dice: &mut Dice, person: &Person) -> SessionId {
        let tips = self.tips(self.org);
        self.open_under(dice, person, tips)
    }

    /// A session under a roster of the person's choice.
    pub fn open_under(&mut self, dice: &mut Dice, person: &Person, roster: Vec<Hash>) -> SessionId {
        let session = dice.id();
        let mut opened = desk::SessionOpened {
            staff: person.staff,
            key: key_id(&public(&person.key)),
            roster,
            signature: Sig([0; 64]),
        };
        let mut draft = self.draft(dice, session, &opened.clone().into(), self.device, 0);
        let unsigned = draft.clone().sign(&self.key).unwrap();
        let bytes = desk::session_begin(unsigned.header(), &opened);
        opened.signature = Sig(person.key.sign(&bytes).to_bytes());
        draft.body = Body::new(dice.bytes(), &Event::from(opened).payload());
        self.store(draft);
        session
    }

    pub fn close(&mut self, dice: &mut Dice, person: &Person, session: SessionId) {
        let bytes = desk::session_end(self.org, self.device, session, self.last[&session]);
        let closed = desk::SessionClosed {
            reason: desk::closing::LOCKED,
            signature: Some(Sig(person.key.sign(&bytes).to_bytes())),
        };
        let subject = self.device;
        self.commit(dice, session, &person.key, vec![(closed.into(), subject)]);
    }

    pub fn crash(&mut self, dice: &mut Dice, session: SessionId) {
        let closed = desk::SessionClosed {
            reason: desk::closing::CRASH,
            signature: None,
        };
        let key = self.key.clone();
        self.commit(dice, Id::ZERO, &key, vec![(closed.into(), session)]);
    }

    /// Takes everything that another desk has seen.
    pub fn pull(&mut self, other: &Desk) {
        for (subject, entries) in &other.seen {
            let mine = self.seen.entry(*subject).or_default();
            for (hash, cited) in entries {
                *mine.entry(*hash).or_default() |= *cited;
            }
        }
        for (device, head) in &other.heads {
            let mine = self.heads.entry(*device).or_insert(*head);
            *mine = (*mine).max(*head);
        }
        self.hlc = self.hlc.max(other.hlc);
    }

    fn other_heads(&self) -> Vec<(DeviceId, u64, Hash)> {
        let others = self
            .heads
            .iter()
            .filter(|(device, _)| **device != self.device);
        others
            .map(|(device, (seq, hash))| (*device, *seq, *hash))
            .collect()
    }

    /// Writes down what it has seen of the others.
    pub fn witness(&mut self, dice: &mut Dice) {
        let heads = self.other_heads();
        let (key, subject) = (self.key.clone(), self.device);
        self.commit(
            dice,
            Id::ZERO,
            &key,
            vec![(desk::HeadsSeen { heads }.into(), subject)],
        );
    }

    pub fn checkpoint(&mut self, dice: &mut Dice) {
        let mut heads = self.other_heads();
        let (seq, hash) = self.head();
        heads.push((self.device, seq, hash));
        heads.sort();
        let body = desk::Checkpoint {
            heads,
            counts: vec![(kinds::GENESIS, 1)],
            fold: 1,
            erased: 0,
            program: "0.1.0".into(),
        };
        let (key, subject) = (self.key.clone(), self.device);
        self.commit(dice, Id::ZERO, &key, vec![(body.into(), subject)]);
    }
}

/// A laboratory with its root, people and desks.
#[derive(Debug, Clone)]
pub struct Lab {
    pub dice: Dice,
    pub org: OrgId,
    pub manager: Person,
    pub registrar: Person,
    pub desks: Vec<Desk>,
}

impl Lab {
    /// The first desk with its founding commit.
    pub fn found(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let root = SigningKey::from_bytes(&dice.bytes());
        let person = |dice: &mut Dice| Person {
            staff: dice.id(),
            key: SigningKey::from_bytes(&dice.bytes()),
        };
        let (manager, registrar) = (person(&mut dice), person(&mut dice));
        let org = org_id(&public(&root));
        let mut first = Desk::new(org, &mut dice);
        let genesis = desk::Genesis {
            reason: desk::reason::NEW,
            enrolment: None,
            predecessors: vec![],
            roster: vec![],
            program: "0.1.0".into(),
        };
        let founded = roster::OrgFounded {
            root_sign: public(&root),
            root_seal: Hash([2; 32]),
            signer: None,
            signature: NO_SIG,
        };
        let device = first.device;
        let events = vec![
            (genesis.into(), device),
            (founded.into(), org),
            (enrolled(&first, 101, None).into(), org),
            (role(&manager, Role::Manager, None).into(), org),
            (staff_key(&manager, device, None).into(), org),
        ];
        first.commit(&mut dice, Id::ZERO, &root, events);
        Self {
            dice,
            org,
            manager,
            registrar,
            desks: vec![first],
        }
    }

    /// The manager at the first desk enrols one more.
    pub fn enrol(&mut self, people: &[Person]) -> usize {
        let manager = self.manager.clone();
        let mut next = Desk::new(self.org, &mut self.dice);
        let signer = Some(manager.staff);
        let first = &mut self.desks[0];
        let session = first.open(&mut self.dice, &manager);
        let prefix = 101 + u16::try_from(self.desks.len()).unwrap();
        let first = &mut self.desks[0];
        let mut events = vec![(enrolled(&next, prefix, signer).into(), self.org)];
        for person in people {
            let of = if person.staff == manager.staff {
                Role::Manager
            } else {
                Role::Registrar
            };
            events.push((role(person, of, signer).into(), self.org));
            events.push((staff_key(person, next.device, signer).into(), self.org));
            events.push((staff_key(person, first.device, signer).into(), self.org));
        }
        let hashes = first.commit(&mut self.dice, session, &manager.key, events);
        first.close(&mut self.dice, &manager, session);
        next.pull(first);
        let genesis = desk::Genesis {
            reason: desk::reason::NEW,
            enrolment: Some(hashes[0]),
            predecessors: vec![],
            roster: next.tips(self.org),
            program: "0.1.0".into(),
        };
        let (key, subject) = (next.key.clone(), next.device);
        next.commit(
            &mut self.dice,
            Id::ZERO,
            &key,
            vec![(genesis.into(), subject)],
        );
        self.desks.push(next);
        self.desks.len() - 1
    }

    pub fn scope(&self) -> Scope {
        Scope {
            org: self.org,
            own: vec![self.desks[0].device],
        }
    }

    /// A registrar's ordinary act.
    pub fn act(&mut self, at: usize, session: SessionId, patients: &mut Vec<SubjectId>) {
        let choice = self.dice.below(6);
        let desk = &mut self.desks[at];
        let known: Vec<_> = patients
            .iter()
            .copied()
            .filter(|p| !desk.tips(*p).is_empty())
            .collect();
        let patient = if choice == 0 || known.is_empty() {
            self.dice.id()
        } else {
            known[usize::try_from(self.dice.below(known.len() as u64)).unwrap()]
        };
        let events: Vec<(Event, SubjectId)> = match choice {
            0 => vec![
                (
                    patient::PatientRegistered {
                        fields: vec![(1, Some("Ахметова".into())), (2, Some("Айдана".into()))],
                        confirmed: vec![],
                        others: vec![],
                    }
                    .into(),
                    patient,
                ),
                (given(&mut self.dice).into(), patient),
            ],
            _ if known.is_empty() => vec![(disclosure::ListOpened { list: 1 }.into(), session)],
            1 => vec![(
                patient::PatientAmended {
                    fields: vec![(12, Some("+77010000000".into())), (3, None)],
                    reason: "телефон".into(),
                    confirmed: vec![],
                }
                .into(),
                patient,
            )],
            2 => vec![(
                consent::ConsentWithdrawn {
                    purposes: vec![],
                    channel: 1,
                    given_on: "2026-11-20".into(),
                    reason: None,
                    giver: None,
                }
                .into(),
                patient,
            )],
            3 => vec![(
                disclosure::CardOpened {
                    groups: vec![1, 3],
                    why: 1,
                }
                .into(),
                patient,
            )],
            4 => vec![(given(&mut self.dice).into(), patient)],
            _ => vec![
                (disclosure::ListOpened { list: 1 }.into(), session),
                (
                    disclosure::ListShown {
                        list: Hash([1; 32]),
                        ids: vec![patient],
                    }
                    .into(),
                    session,
                ),
            ],
        };
        if choice == 0 {
            patients.push(patient);
        }
        let key = desk.key.clone();
        desk.commit(&mut self.dice, session, &key, events);
    }
}

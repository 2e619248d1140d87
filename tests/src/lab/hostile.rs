//! A desk whose key is in bad hands: it signs whatever it likes, other desks decide what counts.

use ed25519_dalek::SigningKey;
use tirkeu_core::event::Event;
use tirkeu_core::event::kinds;
use tirkeu_core::id::{DeviceId, Hash, OrgId, SessionId, SubjectId};
use tirkeu_core::journal::{Body, Draft, Entry};
use tirkeu_core::time::Wall;

/// A chain that grows outside any program.
pub struct Hostile {
    org: OrgId,
    device: DeviceId,
    key: SigningKey,
    chain: Vec<Entry>,
    clock: u64,
    /// The session under which it pretends to act; at first the last one of its chain.
    pub session: SessionId,
}

impl Hostile {
    pub(super) fn new(
        org: OrgId,
        device: DeviceId,
        key: SigningKey,
        chain: Vec<Entry>,
        clock: u64,
    ) -> Self {
        let session = chain
            .iter()
            .rfind(|entry| entry.header().kind == kinds::SESSION_OPENED)
            .map_or(SessionId::ZERO, |entry| entry.header().session);
        Self {
            org,
            device,
            key,
            chain,
            clock,
            session,
        }
    }

    /// An entry as the registry wants it, whoever signs.
    pub fn write(&mut self, subject: SubjectId, refs: &[Hash], event: impl Into<Event>) -> Entry {
        let event = event.into();
        let spec = kinds::spec(event.kind()).expect("an event has a row");
        let draft = self.draft(subject, refs, event.kind(), spec.flags(), &event.payload());
        self.append(Draft {
            class: spec.class,
            ..draft
        })
    }

    /// An entry of any kind with any payload.
    pub fn raw(
        &mut self,
        subject: SubjectId,
        refs: &[Hash],
        kind: u16,
        flags: u8,
        payload: &[u8],
    ) -> Entry {
        let class = kinds::spec(kind).map_or(1, |spec| spec.class);
        let draft = self.draft(subject, refs, kind, flags, payload);
        self.append(Draft { class, ..draft })
    }

    /// The draft of the next entry.
    pub fn draft(
        &self,
        subject: SubjectId,
        refs: &[Hash],
        kind: u16,
        flags: u8,
        payload: &[u8],
    ) -> Draft {
        let last = self.chain.last().expect("a desk begins with its genesis");
        Draft {
            org: self.org,
            device: self.device,
            seq: last.header().seq + 1,
            prev: last.hash(),
            hlc: last.header().hlc.tick(self.clock),
            wall: Wall::almaty(self.clock),
            kind,
            kind_ver: 1,
            flags,
            class: 0,
            batch_left: 0,
            session: self.session,
            subject,
            refs: refs.to_vec(),
            body: Body::new([last.header().seq as u8; 32], payload),
        }
    }

    /// Signs a draft and links it.
    pub fn append(&mut self, draft: Draft) -> Entry {
        let entry = draft.sign(&self.key).expect("well formed");
        self.chain.push(entry.clone());
        entry
    }

    /// Forgets its last entries: what it writes next takes their place.
    pub fn back_to(&mut self, seq: u64) {
        self.chain.retain(|entry| entry.header().seq <= seq);
    }

    /// Its whole chain.
    pub fn chain(&self) -> Vec<Entry> {
        self.chain.clone()
    }
}

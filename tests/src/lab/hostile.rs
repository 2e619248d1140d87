//! A desk whose key is in bad hands: it signs whatever it likes, other desks decide what counts.

use ed25519_dalek::{Signer, SigningKey};
use tirkeu_core::event::Event;
use tirkeu_core::event::codec::Sig;
use tirkeu_core::event::desk::{Genesis, SessionOpened, reason, session_begin};
use tirkeu_core::event::kinds;
use tirkeu_core::event::roster::{DeviceEnrolled, Signed, StaffKeyAdded, key_id, signed_bytes};
use tirkeu_core::id::{DeviceId, Hash, OrgId, SessionId, StaffId, SubjectId};
use tirkeu_core::journal::{Body, Draft, Entry};
use tirkeu_core::time::{Hlc, Wall};

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

    /// A desk that nobody has: it begins by enrolling itself with a key of a manager, under the roster
    /// of its choice, and gives that manager a key on it.
    pub fn impostor(
        org: OrgId,
        staff: StaffId,
        theirs: &SigningKey,
        roster: Vec<Hash>,
        hlc: Hlc,
    ) -> Self {
        let key = SigningKey::from_bytes(&[77; 32]);
        let public = Hash(key.verifying_key().to_bytes());
        let device = key_id(&public);
        let genesis = Genesis {
            reason: reason::REPLACED,
            enrolment: None,
            predecessors: vec![],
            roster: roster.clone(),
            program: "0.1.0".into(),
        };
        let mut desk = Self::new(org, device, key.clone(), Vec::new(), hlc.ms());
        let first = Draft {
            batch_left: 2,
            hlc,
            ..desk.blank(device, &genesis.into())
        };
        desk.append(first);
        let enrolled = DeviceEnrolled {
            device,
            ed25519: public,
            x25519: Hash([2; 32]),
            site: 1,
            prefix: 999,
            signer: Some(staff),
            signature: Sig([0; 64]),
        };
        let enrolled = desk.vouch(&roster, enrolled, theirs, 1);
        let added = StaffKeyAdded {
            staff,
            device,
            ed25519: public,
            x25519: Hash([3; 32]),
            signer: Some(staff),
            signature: Sig([0; 64]),
        };
        desk.vouch(&[enrolled.hash()], added, theirs, 0);
        desk
    }

    /// The key of an impostor, the desk's and the person's on it.
    pub fn key(&self) -> SigningKey {
        self.key.clone()
    }

    /// Its id.
    pub fn id(&self) -> DeviceId {
        self.device
    }

    /// An entry of the roster, signed inside by whoever owns the key.
    pub fn roster_entry<B>(&mut self, refs: &[Hash], body: B, by: &SigningKey) -> Entry
    where
        B: Signed + Into<Event>,
    {
        self.vouch(refs, body, by, 0)
    }

    fn vouch<B>(&mut self, refs: &[Hash], body: B, by: &SigningKey, left: u8) -> Entry
    where
        B: Signed + Into<Event>,
    {
        let mut refs = refs.to_vec();
        refs.sort_unstable();
        let kind = body.clone().into().kind();
        let message = signed_bytes(self.org, self.device, kind, 1, &body.unsigned(), &refs);
        let body = body.with_signature(Sig(by.sign(&message).to_bytes()));
        let event: Event = body.into();
        let spec = kinds::spec(kind).expect("an event has a row");
        let draft = self.draft(self.org, &refs, kind, spec.flags(), &event.payload());
        self.append(Draft {
            class: spec.class,
            batch_left: left,
            ..draft
        })
    }

    /// Begins a session of somebody whose key is in bad hands too, under the roster of its choice.
    pub fn begin(&mut self, staff: StaffId, theirs: &SigningKey, mut roster: Vec<Hash>) -> Entry {
        roster.sort_unstable();
        let count = u8::try_from(self.chain.len()).unwrap_or(u8::MAX);
        self.session = tirkeu_core::id::Id([count; 16]);
        let mut opened = SessionOpened {
            staff,
            key: key_id(&Hash(theirs.verifying_key().to_bytes())),
            roster,
            signature: Sig([0; 64]),
        };
        let kind = kinds::SESSION_OPENED;
        let unsigned = Event::from(opened.clone()).payload();
        let header = self
            .draft(self.device, &[], kind, 0, &unsigned)
            .sign(&self.key)
            .expect("well formed");
        opened.signature = Sig(theirs
            .sign(&session_begin(header.header(), &opened))
            .to_bytes());
        self.write(self.device, &[], opened)
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
        let last = self.chain.last().map(Entry::header);
        let seq = last.map_or(0, |last| last.seq + 1);
        Draft {
            org: self.org,
            device: self.device,
            seq,
            prev: self.chain.last().map_or(Hash::ZERO, Entry::hash),
            hlc: last
                .map(|last| last.hlc)
                .unwrap_or_default()
                .tick(self.clock),
            wall: Wall::almaty(self.clock),
            kind,
            kind_ver: kinds::spec(kind).map_or(1, |row| row.version),
            flags,
            class: 0,
            batch_left: 0,
            session: self.session,
            subject,
            refs: refs.to_vec(),
            body: Body::new([seq as u8; 32], payload),
        }
    }

    fn blank(&self, subject: SubjectId, event: &Event) -> Draft {
        self.draft(subject, &[], event.kind(), 0, &event.payload())
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

//! The consent rule through the database: two thousand of the exhaustive histories become signed entries
//! of three desks, arrive at a fourth in any order, some without bodies; the verdict of the fold is the
//! brute-force definition, before and after a rebuild.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};

use crate::app::{App, Founding, Parts};
use crate::command::Command;
use crate::domain::consent::Purpose;
use crate::domain::consent::histories::{Act, What, by_definition, every, refs};
use crate::event::Event;
use crate::event::consent::{ConsentAnnulled, ConsentGiven, ConsentWithdrawn};
use crate::event::kinds;
use crate::event::patient::PatientRegistered;
use crate::event::roster::org_id;
use crate::id::{Entropy, Hash, Id, OrgId};
use crate::journal::{Body, Draft, Entry, log};
use crate::query::consent::permitted;
use crate::store::Store;
use crate::time::{Clock, Wall};

const NOON: u64 = 1_795_000_000_000;
const STAFF: Id = Id([9; 16]);

struct Still;
impl Clock for Still {
    fn now_ms(&self) -> u64 {
        NOON
    }
}

/// SHA-256 of a seed and a counter.
struct Dice(u8, u64);
impl Dice {
    fn next(&mut self) -> [u8; 32] {
        self.1 += 1;
        Sha256::digest([&[self.0][..], &self.1.to_be_bytes()].concat()).into()
    }

    fn below(&mut self, most: usize) -> usize {
        usize::from(u16::from_be_bytes([self.next()[0], self.next()[1]])) % most
    }
}
impl Entropy for Dice {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let bytes = self.next();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
    }
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public(seed: u8) -> Hash {
    Hash(key(seed).verifying_key().to_bytes())
}

fn desk(org: OrgId, seed: u8) -> App {
    App::open(Parts {
        store: Store::memory().unwrap(),
        org,
        device: Id([seed; 16]),
        key: key(seed),
        clock: Box::new(Still),
        entropy: Box::new(Dice(seed, 0)),
        anchor: None,
    })
    .unwrap()
}

fn everything(app: &App) -> Vec<Entry> {
    let heads = log::heads(app.conn()).unwrap();
    let chains = heads
        .iter()
        .map(|head| log::chain(app.conn(), head.device, 0, u32::MAX).unwrap());
    chains.flatten().collect()
}

/// The receiving desk and three others on which a manager has just signed in.
fn scene() -> (App, [Pen; 3]) {
    let org = org_id(&public(200));
    let mut here = desk(org, 100);
    let founding = Founding {
        root_sign: public(200),
        root_seal: Hash([1; 32]),
        device_x25519: Hash([2; 32]),
        site: 1,
        prefix: 100,
        staff: STAFF,
        staff_ed25519: public(50),
        staff_x25519: Hash([3; 32]),
    };
    here.found(&key(200), &founding).unwrap();
    here.open_session(STAFF, key(50)).unwrap();
    let pens = [1u8, 2, 3].map(|seed| {
        let mut there = desk(org, seed);
        let enrol = Command::EnrolDevice {
            device: there.device(),
            ed25519: public(seed),
            x25519: Hash([2; 32]),
            site: 1,
            prefix: 100 + u16::from(seed),
        };
        let enrolment = here.execute(enrol, None).unwrap().entries[0];
        let add_key = Command::AddStaffKey {
            staff: STAFF,
            device: there.device(),
            ed25519: public(50 + seed),
            x25519: Hash([3; 32]),
        };
        here.execute(add_key, None).unwrap();
        there.ingest(everything(&here)).unwrap();
        there.join(enrolment).unwrap();
        let session = there.open_session(STAFF, key(50 + seed)).unwrap().id;
        here.ingest(everything(&there)).unwrap();
        let chain = log::chain(there.conn(), there.device(), 0, u32::MAX).unwrap();
        Pen {
            key: key(seed),
            session,
            last: chain.last().unwrap().clone(),
        }
    });
    (here, pens)
}

/// One of the three desks, with its chain's end.
struct Pen {
    key: SigningKey,
    session: Id,
    last: Entry,
}

impl Pen {
    fn write(&mut self, card: Id, refs: Vec<Hash>, event: impl Into<Event>) -> Entry {
        let event = event.into();
        let spec = kinds::spec(event.kind()).unwrap();
        let last = self.last.header();
        let draft = Draft {
            org: last.org,
            device: last.device,
            seq: last.seq + 1,
            prev: self.last.hash(),
            hlc: last.hlc.tick(NOON),
            wall: Wall::almaty(NOON),
            kind: event.kind(),
            kind_ver: spec.version,
            flags: spec.flags(),
            class: spec.class,
            batch_left: 0,
            session: self.session,
            subject: card,
            refs,
            body: Body::new([0; 32], &event.payload()),
        };
        self.last = draft.sign(&self.key).unwrap();
        self.last.clone()
    }
}

fn given() -> ConsentGiven {
    ConsentGiven {
        purposes: vec![Purpose::Service.code()],
        policy: Hash([4; 32]),
        policy_text: Hash([4; 32]),
        policy_other: Hash([4; 32]),
        language: 1,
        sentence: "Согласен".into(),
        shown: String::new(),
        channel: 1,
        given_on: "2026-11-18".into(),
        given_ms: None,
        valid_until: None,
        paper: None,
        giver: None,
        helpers: Vec::new(),
        companion: None,
        signature: None,
        answers: Vec::new(),
        otp: None,
    }
}

fn entries(pens: &mut [Pen; 3], card: Id, acts: &[Act]) -> Vec<Entry> {
    let registered = PatientRegistered {
        fields: vec![],
        confirmed: vec![],
        others: vec![],
    };
    let mut out = vec![pens[0].write(card, vec![], registered)];
    for (at, act) in acts.iter().enumerate() {
        let mut cited: Vec<Hash> = refs(acts, at).map(|known| out[known + 1].hash()).collect();
        if cited.is_empty() {
            cited.push(out[0].hash());
        }
        let pen = &mut pens[usize::from(act.desk)];
        let entry = match act.what {
            What::Grant => pen.write(card, cited, given()),
            What::Denial => {
                let body = ConsentWithdrawn {
                    purposes: vec![Purpose::Service.code()],
                    channel: 1,
                    given_on: "2026-11-18".into(),
                    reason: None,
                    giver: None,
                };
                pen.write(card, cited, body)
            }
            What::Annulment(target) => {
                let body = ConsentAnnulled {
                    target: out[target + 1].hash(),
                    reason: "ошибка".into(),
                };
                pen.write(card, cited, body)
            }
        };
        out.push(entry);
    }
    for (entry, act) in out[1..].iter_mut().zip(acts) {
        if !act.body {
            *entry = entry.clone().without_body();
        }
    }
    out
}

#[test]
fn the_verdict_of_the_fold_is_the_definition() {
    let mut dice = Dice(7, 0);
    let mut chosen: Vec<Vec<Act>> = Vec::new();
    // About two thousand of all, drawn at random; the same ones in every run.
    every(5, &mut |acts| {
        if dice.below(400) == 0 {
            chosen.push(acts.to_vec());
        }
    });
    assert!(chosen.len() > 1_900, "{}", chosen.len());
    let (mut here, mut pens) = scene();
    let mut verdicts = BTreeMap::new();
    let day = Wall::almaty(NOON).date();
    for acts in &mut chosen {
        if dice.below(3) == 0 {
            for act in acts.iter_mut() {
                act.body = dice.below(3) > 0;
            }
        }
        let card = dice.id();
        let mut arriving = entries(&mut pens, card, acts);
        for at in (1..arriving.len()).rev() {
            arriving.swap(at, dice.below(at + 1));
        }
        // In two parts: what comes first may have to wait for the second.
        let (mut first, mut second): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
        let late = Id([1 + u8::try_from(dice.below(3)).unwrap(); 16]);
        for entry in arriving {
            if entry.header().device == late {
                second.push(entry);
            } else {
                first.push(entry);
            }
        }
        here.ingest(first).unwrap();
        let refused = here.ingest(second).unwrap().refused;
        assert!(refused.is_empty(), "{refused:?}");
        let verdict = permitted(here.conn(), card, Purpose::Service, day).unwrap();
        assert_eq!(verdict, by_definition(acts), "{acts:#?}");
        verdicts.insert(card, verdict);
    }
    here.rebuild().unwrap();
    for (card, verdict) in verdicts {
        let again = permitted(here.conn(), card, Purpose::Service, day).unwrap();
        assert_eq!(again, verdict, "a rebuild changes no verdict");
    }
}

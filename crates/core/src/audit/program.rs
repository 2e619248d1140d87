//! What the program itself writes raises no alarm: two desks in memory, through the three doors.

#![allow(clippy::unwrap_used)]

use ed25519_dalek::SigningKey;

use super::lab::{Dice, public};
use super::{Scope, Verdict, verify};
use crate::app::{App, Founding, Parts, Voucher};
use crate::command::Command;
use crate::event::desk::closing;
use crate::event::kinds::Role;
use crate::id::{Entropy, Hash, Id, OrgId, StaffId};
use crate::journal::{Entry, log, stored};
use crate::store::Store;
use crate::time::Clock;

struct Still;
impl Clock for Still {
    fn now_ms(&self) -> u64 {
        1_795_000_000_000
    }
}

impl Entropy for Dice {
    fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let len = chunk.len();
            chunk.copy_from_slice(&self.bytes()[..len]);
        }
    }
}

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn desk(org: OrgId, seed: u8) -> App {
    App::open(Parts {
        store: Store::memory().unwrap(),
        org,
        device: Id([seed; 16]),
        key: key(seed),
        clock: Box::new(Still),
        entropy: Box::new(Dice::new(u64::from(seed))),
        anchor: None,
    })
    .unwrap()
}

fn all(app: &App) -> Vec<Entry> {
    let devices = log::devices(app.conn()).unwrap();
    let chains = devices
        .iter()
        .map(|device| log::chain(app.conn(), *device, 0, 10_000).unwrap());
    chains.flatten().collect()
}

fn verdict(app: &App) -> super::Report {
    let scope = Scope {
        org: app.org(),
        own: vec![app.device()],
    };
    verify(&scope, &[], || stored::records(app.conn()))
}

fn founding(root: &SigningKey, staff: StaffId, prefix: u16) -> Founding {
    Founding {
        root_sign: public(root),
        root_seal: Hash([1; 32]),
        device_x25519: Hash([2; 32]),
        site: 1,
        prefix,
        staff,
        staff_ed25519: public(&key(50)),
        staff_x25519: Hash([3; 32]),
    }
}

#[test]
fn what_the_program_writes_on_two_desks_is_whole() {
    let (root, manager, registrar) = (key(40), Id([60; 16]), Id([61; 16]));
    let org = crate::event::roster::org_id(&public(&root));
    let mut first = desk(org, 10);
    first.found(&root, &founding(&root, manager, 101)).unwrap();
    first.open_session(manager, key(50)).unwrap();
    let mut second = desk(org, 20);
    let enrol = Command::EnrolDevice {
        device: second.device(),
        ed25519: public(&key(20)),
        x25519: Hash([4; 32]),
        site: 1,
        prefix: 102,
    };
    let enrolment = first.execute(enrol, None).unwrap().entries[0];
    for command in [
        Command::SetRole {
            staff: registrar,
            role: Some(Role::Registrar),
        },
        Command::AddStaffKey {
            staff: registrar,
            device: second.device(),
            ed25519: public(&key(51)),
            x25519: Hash([5; 32]),
        },
    ] {
        first.execute(command, None).unwrap();
    }
    second.ingest(all(&first)).unwrap();
    second.join(enrolment).unwrap();
    second.open_session(registrar, key(51)).unwrap();
    second.close_session(closing::LOCKED).unwrap();
    // What arrives is witnessed by the desk itself, in the middle of a person's session.
    first.ingest(all(&second)).unwrap();
    first.close_session(closing::LOCKED).unwrap();
    let report = verdict(&first);
    assert!(
        report.finding.verdict <= Verdict::WholeUnanchored,
        "{report:?}"
    );
    // A session that was left open is ended by the desk at a later sign-in.
    for _ in 0..3 {
        first.open_session(manager, key(50)).unwrap();
    }
    first.close_session(closing::CALL).unwrap();
    let report = verdict(&first);
    assert!(
        report.finding.verdict <= Verdict::WholeUnanchored,
        "{report:?}"
    );
}

#[test]
fn a_new_incarnation_by_a_manager_is_whole() {
    let (root, manager) = (key(40), Id([60; 16]));
    let org = crate::event::roster::org_id(&public(&root));
    let mut first = desk(org, 10);
    first.found(&root, &founding(&root, manager, 101)).unwrap();
    let head = first.head().unwrap();
    let mut next = desk(org, 11);
    next.ingest(all(&first)).unwrap();
    let by = Voucher::Manager(manager, &key(50));
    let before = vec![(head.device, head.seq, head.hash)];
    next.reincarnate(&by, &founding(&root, manager, 102), before)
        .unwrap();
    next.open_session(manager, key(50)).unwrap();
    let report = verdict(&next);
    assert!(
        report.finding.verdict <= Verdict::WholeUnanchored,
        "{report:?}"
    );
}

#[test]
fn a_new_incarnation_by_the_kit_is_whole() {
    let (root, manager) = (key(40), Id([60; 16]));
    let org = crate::event::roster::org_id(&public(&root));
    let mut first = desk(org, 10);
    first.found(&root, &founding(&root, manager, 101)).unwrap();
    first.open_session(manager, key(50)).unwrap();
    let head = first.head().unwrap();
    let mut next = desk(org, 11);
    next.ingest(all(&first)).unwrap();
    next.reincarnate(
        &Voucher::Root(&root, 1),
        &founding(&root, manager, 102),
        vec![(head.device, head.seq, head.hash)],
    )
    .unwrap();
    next.replace_root(&root, &key(41), Hash([7; 32])).unwrap();
    next.open_session(manager, key(50)).unwrap();
    next.close_session(closing::LOCKED).unwrap();
    let report = verdict(&next);
    assert!(
        report.finding.verdict <= Verdict::WholeUnanchored,
        "{report:?}"
    );
}

#![allow(clippy::unwrap_used)]
//! Two desks in memory: what a carrier may do to the order of their entries.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ed25519_dalek::SigningKey;

use super::{App, Founding, Parts, Voucher};
use crate::error::Error;
use crate::event::Event;
use crate::event::desk::{SignInFailed, closing};
use crate::event::kinds::{self, Role};
use crate::event::roster::org_id;
use crate::id::{Entropy, Hash, Id, StaffId};
use crate::journal::{Entry, log};
use crate::query::state::state;
use crate::store::Store;
use crate::time::Clock;

const STAFF: StaffId = Id([9; 16]);

struct Dice(u64);

impl Entropy for Dice {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.0 += 1;
        for (at, byte) in buffer.iter_mut().enumerate() {
            *byte = self.0.to_be_bytes()[at % 8] ^ u8::try_from(at).unwrap_or(0);
        }
    }
}

struct Noon(AtomicU64);

impl Clock for Noon {
    fn now_ms(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn public(n: u8) -> Hash {
    Hash(key(n).verifying_key().to_bytes())
}

/// Root 1; the desk `n` has key `n`, the manager's key on it is `n + 100`.
fn desk(n: u8) -> App {
    let clock: Arc<dyn Clock + Send + Sync> = Arc::new(Noon(AtomicU64::new(1_795_000_000_000)));
    App::open(Parts {
        store: Store::memory().unwrap(),
        org: org_id(&public(1)),
        device: Id([n; 16]),
        key: key(n),
        clock: Box::new(clock),
        entropy: Box::new(Dice(u64::from(n) << 32)),
        anchor: None,
    })
    .unwrap()
}

fn founding(n: u8) -> Founding {
    Founding {
        root_sign: public(1),
        root_seal: Hash([1; 32]),
        device_x25519: Hash([2; 32]),
        site: 1,
        prefix: 100 + u16::from(n),
        staff: STAFF,
        staff_ed25519: public(n + 100),
        staff_x25519: Hash([3; 32]),
    }
}

fn founded() -> App {
    let mut first = desk(2);
    first.found(&key(1), &founding(2)).unwrap();
    first
}

fn journal(app: &App) -> Vec<Entry> {
    let heads = log::heads(app.conn()).unwrap();
    let chain = |head: log::Head| log::chain(app.conn(), head.device, 0, 10_000).unwrap();
    heads.into_iter().flat_map(chain).collect()
}

/// Another desk began again with the kit; its whole journal.
fn incarnation(first: &App) -> Vec<Entry> {
    let mut second = desk(3);
    second.ingest(journal(first)).unwrap();
    second
        .reincarnate(&Voucher::Root(&key(1), 1), &founding(3), Vec::new())
        .unwrap();
    second.open_session(STAFF, key(103)).unwrap();
    second.close_session(closing::LOCKED).unwrap();
    log::chain(second.conn(), second.device(), 0, 100).unwrap()
}

#[test]
fn a_commit_carried_in_parts_counts_when_its_last_part_arrives() {
    let mut whole = founded();
    let chain = incarnation(&whole);
    assert_eq!(
        chain[0].header().batch_left,
        4,
        "genesis … kit_used are one commit"
    );
    let mut torn = desk(4);
    torn.ingest(journal(&whole)).unwrap();
    // The last member, `kit_used`, is no roster entry; the roster must hear of it all the same.
    torn.ingest(chain[..4].to_vec()).unwrap();
    assert!(
        torn.roster().desk(Id([3; 16])).is_none(),
        "half a commit enrols nobody"
    );
    torn.ingest(chain[4..].to_vec()).unwrap();
    whole.ingest(chain).unwrap();
    assert!(torn.roster().desk(Id([3; 16])).is_some());
    assert_eq!(
        state(torn.conn()).unwrap().tables,
        state(whole.conn()).unwrap().tables
    );
    let before = state(torn.conn()).unwrap();
    torn.rebuild().unwrap();
    assert_eq!(state(torn.conn()).unwrap(), before);
}

#[test]
fn a_desk_locks_even_when_the_end_of_the_session_cannot_be_written() {
    let mut first = founded();
    first.open_session(STAFF, key(102)).unwrap();
    first
        .conn()
        .execute_batch("CREATE TEMP TRIGGER full BEFORE INSERT ON j_entries BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    assert!(first.close_session(closing::LOCKED).is_err());
    assert!(matches!(first.session(), Err(Error::Locked)));
}

#[test]
fn rows_that_could_not_be_noted_are_noted_the_next_time() {
    let mut first = founded();
    first.open_session(STAFF, key(102)).unwrap();
    let list = first.open_list(super::SEARCH_LIST).unwrap().into_inner();
    let full = "CREATE TEMP TRIGGER full BEFORE INSERT ON j_entries BEGIN SELECT RAISE(ABORT, 'full'); END";
    first.conn().execute_batch(full).unwrap();
    assert!(first.list_rested(list, &[Id([7; 16])]).is_err());
    first.conn().execute_batch("DROP TRIGGER full").unwrap();
    let head = first.head();
    first.list_rested(list, &[Id([7; 16])]).unwrap();
    assert_ne!(first.head(), head, "shown without an entry is not shown");
}

#[test]
fn nothing_of_a_card_is_given_when_its_entry_cannot_be_written() {
    let mut first = founded();
    first.open_session(STAFF, key(102)).unwrap();
    let form = crate::domain::patient::PatientForm {
        surname: "Ахметова".to_owned(),
        name: "Айгерим".to_owned(),
        iin: "850617468402".to_owned(),
        birth_date: "17.06.1985".to_owned(),
        sex: "F".to_owned(),
        language: "kk".to_owned(),
        ..Default::default()
    };
    let intake = crate::command::Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient: form.clone(),
        reason: String::new(),
        representative: None,
        consent: None,
    };
    let card = first.execute(intake.clone(), None).unwrap().subject;
    let open = first.open_card(card).unwrap().into_inner().handle;
    let full = "CREATE TEMP TRIGGER full BEFORE INSERT ON j_entries BEGIN SELECT RAISE(ABORT, 'full'); END";
    first.conn().execute_batch(full).unwrap();
    assert!(first.edit_card(open).is_err());
    assert!(
        !matches!(first.execute(intake, None), Err(Error::Refused(_))),
        "that the card exists is not told without an entry"
    );
    first.conn().execute_batch("DROP TRIGGER full").unwrap();
    assert_eq!(first.edit_card(open).unwrap().into_inner().iin, form.iin);
}

#[test]
fn the_same_tips_are_judged_once() {
    let first = founded();
    let tips = crate::projection::tips(first.conn(), first.org()).unwrap();
    let view = first.roster().view_at(&tips);
    assert!(Arc::ptr_eq(&view, &first.roster().view_at(&tips)));
    assert_eq!(view.roles.get(&STAFF), Some(&Role::Manager));
}

#[test]
fn failed_sign_ins_are_journalled_once_whatever_the_counting_file_heard() {
    let failed = |attempts, last_ms| SignInFailed {
        attempts,
        first_ms: 1_795_000_000_000,
        last_ms,
    };
    let told = |app: &App| -> Vec<u64> {
        let chain = log::chain(app.conn(), app.device(), 0, 100).unwrap();
        let events = chain.iter().filter_map(|entry| {
            Event::of(entry).filter(|_| entry.header().kind == kinds::SIGN_IN_FAILED)
        });
        let attempts = events.map(|event| match event {
            Event::SignInFailed(body) => body.attempts,
            other => panic!("{other:?}"),
        });
        attempts.collect()
    };
    let mut app = founded();
    app.note_failures(vec![failed(3, 1_795_000_009_000)])
        .unwrap();
    // The power went before the file was emptied; then the same, then two attempts more.
    app.note_failures(vec![failed(3, 1_795_000_009_000)])
        .unwrap();
    assert_eq!(told(&app), [3]);
    app.note_failures(vec![failed(5, 1_795_000_020_000)])
        .unwrap();
    assert_eq!(told(&app), [3, 2]);
}

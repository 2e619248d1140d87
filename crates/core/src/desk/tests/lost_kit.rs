//! The sheet is lost: a manager puts a new one in its place, and every desk tells it.

use super::super::backup::{Alone, back_up, restore};
use super::introduce::{carry, joined, on, took};
use super::*;
use crate::app::Wish;
use crate::event::Event;
use crate::event::roster::key_id;
use crate::journal::log;
use crate::time::Clock;
use crate::vault::Sealed;
use crate::view::{Phase, ReplacedKitView};

const MANAGER: (&str, &str) = ("aigul", PASSWORD);

struct Later(u64);

impl Clock for Later {
    fn now_ms(&self) -> u64 {
        SystemClock.now_ms() + self.0 * 86_400_000
    }
}

fn founded(folder: &Folder, machine: &Machine) -> (Open, Kit) {
    let mut open = setup(folder, machine, &form(), PASSWORD).unwrap();
    let kit = kit_back(&mut open);
    take_in(&mut open);
    (open, kit)
}

fn told(folder: &Folder, open: &Open) -> Option<ReplacedKitView> {
    desk_state(folder, open).unwrap().replaced_kit
}

/// Which of these sheets opens what lies in the folder.
fn opens<const N: usize>(folder: &Folder, kits: [&Kit; N]) -> [bool; N] {
    let sealed = Sealed::read(folder.path()).unwrap();
    kits.map(|kit| sealed.recover(kit, None).is_ok())
}

/// How many keys of the exchange this desk itself has handed to a sheet.
fn shared_by(open: &Open, kit: &Kit) -> usize {
    let holder = key_id(&Hash(kit.root().public().sign));
    let conn = open.app.conn();
    let mut rows = conn
        .prepare("SELECT hash FROM x_graph WHERE device = ?1")
        .unwrap();
    let own = rows.query_map([open.app.device()], |row| row.get(0));
    let entries = own
        .unwrap()
        .filter_map(|hash| log::entry(conn, hash.unwrap()).unwrap());
    let shares = entries.filter_map(|entry| match Event::of(&entry) {
        Some(Event::ExchangeKeyShared(body)) => Some(body.holders),
        _ => None,
    });
    shares.flatten().filter(|held| held.0 == holder).count()
}

#[test]
fn a_manager_replaces_a_lost_sheet_and_every_desk_says_who_did() {
    let keep = tempfile::tempdir().unwrap();
    let at = |name: &str| keep.path().join(name);
    let machine = machine(None);
    let folder = Folder::open(&at("desk")).unwrap();
    let (mut first, old) = founded(&folder, &machine);
    let stick = at("all.tkb");
    let second = joined(&mut first, &machine, (&at("village"), "777"), &stick);
    assert_eq!(told(&folder, &first), None);

    let wrong = first.replace_lost_kit(&folder, &machine, ("aigul", "a guess at a password"));
    assert_eq!(code(wrong), "vault-password-wrong");
    assert_eq!(told(&folder, &first), None);
    let secrets = |open: &Open| {
        let ring = open.app.keyring(&open.vault.device.seal).unwrap();
        (*open.vault.dek.raw_key(), ring.sending().unwrap().id())
    };
    let before = secrets(&first);
    first.replace_lost_kit(&folder, &machine, MANAGER).unwrap();
    let after = secrets(&first);
    assert!(
        before.0 != after.0,
        "the old access file opens nothing of today"
    );
    assert_ne!(before.1, after.1, "nor what is sent");
    assert_eq!(desk_state(&folder, &first).unwrap().phase, Phase::NewKit);
    let again = first.replace_lost_kit(&folder, &machine, MANAGER);
    assert_eq!(
        code(again),
        "kit-unconfirmed",
        "the new one is not on paper yet"
    );
    assert_eq!(
        first.app.backup_key().unwrap(),
        None,
        "nothing leaves for it either"
    );
    let new = kit_back(&mut first);
    assert_eq!(opens(&folder, [&old, &new]), [false, true]);
    let here = told(&folder, &first).unwrap();
    assert_eq!(
        (here.by.as_str(), here.owed),
        ("Синтетическая Айгүл", false)
    );
    assert_eq!(here.desk, "Регистратура 1");
    assert_eq!(here.fingerprint.replace(' ', ""), new.root().fingerprint());

    // Another desk tells it and stays as it is until somebody who has the paper says so there.
    second.close(closing::LOCKED).unwrap();
    let village = Folder::open(&at("village")).unwrap();
    let mut second = signed_in(sign_in(&village, &machine, "aigul", PASSWORD).unwrap());
    carry(&mut first, &stick);
    took(&mut second, &stick).unwrap();
    assert_eq!(
        told(&village, &second),
        Some(ReplacedKitView {
            owed: true,
            fingerprint: String::new(),
            ..here.clone()
        })
    );
    assert_eq!(opens(&village, [&old, &new]), [true, false]);
    // Nothing of it moves meanwhile, whoever is here: not the database with another key, no backup, no key of the exchange.
    second.rekey_by_steps(&village, &mut |_| ()).unwrap();
    assert_eq!(opens(&village, [&old, &new]), [true, false]);
    let copy = back_up(&Alone::new(&mut second), keep.path(), Wish::Asked, &mut on);
    assert_eq!(code(copy.map(drop)), "backup-owed");
    let named = second.name_backup_key(&typed(&old));
    assert_eq!(code(named), "backup-owed");
    let own = second.vault.device.seal.clone();
    second.app.renew_keys_here(&own).unwrap();
    assert_eq!(shared_by(&second, &new), 0);
    let by_sheet = recover(&village, &machine, &typed(&old), &PERSON, Loss::Accepted);
    assert_eq!(code(by_sheet.map(drop)), "kit-overtaken");
    let other = second.accept_kit(&village, &old.root().fingerprint());
    assert_eq!(code(other), "kit-other");
    assert_eq!(opens(&village, [&old, &new]), [true, false]);
    second
        .accept_kit(&village, &here.fingerprint.to_lowercase())
        .unwrap();
    assert_eq!(opens(&village, [&old, &new]), [false, true]);
    assert_eq!(told(&village, &second), Some(here));
    second.share_keys().unwrap();
    assert!(shared_by(&second, &new) > 0);
    for open in [&mut first, &mut second] {
        assert_eq!(open.verify().unwrap().finding.verdict.exit_code(), 0);
    }

    // What is backed up from here on comes back by the new sheet alone.
    let made = back_up(&Alone::new(&mut first), keep.path(), Wish::Asked, &mut on).unwrap();
    let file = keep.path().join(made.file);
    let [by_old, by_new] = [&old, &new].map(|kit| {
        let sheet = typed(kit);
        let wanted = restoring(&file, &sheet);
        let to = Folder::open(&at(&new.root().fingerprint()[..4])).unwrap();
        restore(&to, &machine, &wanted, &mut on).map(drop)
    });
    assert!(by_old.is_err());
    by_new.unwrap();
}

/// A sheet that counts and is nowhere would be the end of every backup.
#[test]
fn a_power_cut_right_after_it_counts_leaves_the_new_sheet_to_be_typed_back() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let machine = machine(None);
    let (mut open, old) = founded(&folder, &machine);
    let new = Kit::generate(&mut SystemEntropy);
    open.app.replace_lost_root(&new, &[2, 5]).unwrap();
    assert_eq!(
        opens(&folder, [&old, &new]),
        [true, false],
        "the access file is not written yet"
    );
    drop(open);
    let mut open = signed_in(sign_in(&folder, &machine, "aigul", PASSWORD).unwrap());
    assert_eq!(opens(&folder, [&old, &new]), [false, true]);
    open.accept_kit(&folder, &new.root().fingerprint()).unwrap();
    assert_eq!(
        kit_back(&mut open).root().fingerprint(),
        new.root().fingerprint()
    );
    assert!(open.app.backup_key().unwrap().is_some());
}

/// What is typed back is forgotten: it must open this desk before.
#[test]
fn a_sheet_is_not_forgotten_before_it_opens_this_desk() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let (mut open, old) = founded(&folder, &machine(None));
    let new = Kit::generate(&mut SystemEntropy);
    open.app.replace_lost_root(&new, &[2, 5]).unwrap();
    assert_eq!(opens(&folder, [&old, &new]), [true, false]);
    kit_back(&mut open);
    assert_eq!(opens(&folder, [&old, &new]), [false, true]);
}

#[test]
fn of_two_sheets_made_at_once_one_counts_and_the_other_desk_says_so() {
    let keep = tempfile::tempdir().unwrap();
    let at = |name: &str| keep.path().join(name);
    let machine = machine(None);
    let folder = Folder::open(&at("desk")).unwrap();
    let (mut first, _) = founded(&folder, &machine);
    let stick = at("all.tkb");
    let second = joined(&mut first, &machine, (&at("village"), "777"), &stick);
    second.close(closing::LOCKED).unwrap();
    let village = Folder::open(&at("village")).unwrap();
    let mut second = signed_in(sign_in(&village, &machine, "aigul", PASSWORD).unwrap());
    first.replace_lost_kit(&folder, &machine, MANAGER).unwrap();
    second
        .replace_lost_kit(&village, &machine, MANAGER)
        .unwrap();
    for there_and_back in ["there.tkb", "back.tkb"] {
        carry(&mut first, &at(there_and_back));
        took(&mut second, &at(there_and_back)).unwrap();
        std::mem::swap(&mut first, &mut second);
    }
    let (here, there) = (
        told(&folder, &first).unwrap(),
        told(&village, &second).unwrap(),
    );
    assert!(here.owed != there.owed, "one of the two sheets counts");
    let (mut wins, (mut loses, place)) = match here.owed {
        true => (second, (first, &folder)),
        false => (first, (second, &village)),
    };
    let counts = kit_back(&mut wins);
    kit_back(&mut loses);
    assert!(wins.app.backup_key().unwrap().is_some());
    assert_eq!(
        loses.app.backup_key().unwrap(),
        None,
        "it names no key for nobody"
    );
    loses.rekey_by_steps(place, &mut |_| ()).unwrap();
    loses.follow_root();
    assert_eq!(opens(place, [&counts]), [false]);
    loses
        .accept_kit(place, &counts.root().fingerprint())
        .unwrap();
    assert_eq!(opens(place, [&counts]), [true]);
    assert!(!told(place, &loses).unwrap().owed);
}

#[test]
fn it_is_told_for_thirty_days_and_to_managers_until_the_desk_follows() {
    let keep = tempfile::tempdir().unwrap();
    let at = |name: &str| keep.path().join(name);
    let folder = Folder::open(&at("desk")).unwrap();
    let now = machine(None);
    let (mut first, _) = founded(&folder, &now);
    let stick = at("all.tkb");
    let second = joined(&mut first, &now, (&at("village"), "777"), &stick);
    second.close(closing::LOCKED).unwrap();
    first.replace_lost_kit(&folder, &now, MANAGER).unwrap();
    kit_back(&mut first);
    carry(&mut first, &stick);
    first.close(closing::LOCKED).unwrap();
    let village = Folder::open(&at("village")).unwrap();
    let mut second = signed_in(sign_in(&village, &now, "aigul", PASSWORD).unwrap());
    took(&mut second, &stick).unwrap();
    second.close(closing::LOCKED).unwrap();
    for (days, is_told) in [(29, true), (31, false)] {
        let later = Machine {
            clock: Arc::new(Later(days)),
            ..machine(None)
        };
        for (place, owed) in [(&folder, false), (&village, true)] {
            let open = signed_in(sign_in(place, &later, "aigul", PASSWORD).unwrap());
            let told = told(place, &open);
            assert_eq!(told.is_some(), is_told || owed, "{days} days");
            assert_eq!(told.is_some_and(|told| told.owed), owed);
            open.close(closing::LOCKED).unwrap();
        }
    }
}

//! Two desks burn, and both come back by the same sheet from backups that knew neither of the new ones.

use std::path::{Path, PathBuf};

use super::super::backup::{Alone, Go, Progress, back_up, restore};
use super::super::bundle::{self, Taken};
use super::super::enrol::{Enrolling, Joining, join, newcomer};
use super::*;
use crate::app::{Which, Wish};
use crate::error::Error;
use crate::id::OrgId;
use crate::vault::{Introduction, Kit, Sealed};

pub(super) fn on(_: Progress) -> Go {
    Go::On
}

struct Village {
    keep: tempfile::TempDir,
    machine: Machine,
    kit: Kit,
    /// The backups of two desks.
    backups: [PathBuf; 2],
}

impl Village {
    fn burnt() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let at = |name: &str| keep.path().join(name);
        for name in ["one", "two", "sticks"] {
            std::fs::create_dir(at(name)).unwrap();
        }
        let machine = machine(None);
        let folder = Folder::open(&at("desk")).unwrap();
        let mut first = setup(&folder, &machine, &form(), PASSWORD).unwrap();
        let kit = kit_back(&mut first);
        take_in(&mut first);

        let stick = at("sticks").join("all.tkb");
        let mut second = joined(&mut first, &machine, (&at("village"), "777"), &stick);
        let backups = [(&mut first, "one"), (&mut second, "two")].map(|(open, name)| {
            let into = at(name);
            let made = back_up(&Alone::new(open), &into, Wish::Asked, &mut on).unwrap();
            into.join(made.file)
        });
        for open in [first, second] {
            open.close(closing::LOCKED).unwrap();
        }
        Self {
            keep,
            machine,
            kit,
            backups,
        }
    }

    fn back(&self, which: usize, name: &str) -> (Folder, Open, Kit) {
        let folder = Folder::open(&self.keep.path().join(name)).unwrap();
        let sheet = typed(&self.kit);
        let wanted = restoring(&self.backups[which], &sheet);
        let mut open = restore(&folder, &self.machine, &wanted, &mut on).unwrap();
        let kit = kit_back(&mut open);
        (folder, open, kit)
    }
}

/// A further desk asks, is enrolled, and joins.
pub(super) fn joined(
    by: &mut Open,
    machine: &Machine,
    (at, prefix): (&Path, &str),
    stick: &Path,
) -> Open {
    let folder = Folder::begin(at).unwrap();
    let request = newcomer(&folder, machine, PASSWORD).unwrap();
    let staff = by.app.staff().unwrap();
    by.enrol_desk(&Enrolling {
        request: &request.text(),
        fingerprint: &request.fingerprint(),
        name: "Село",
        site: "Узынагаш",
        prefix,
        site_number: 1,
        staff,
    })
    .unwrap();
    carry(by, stick);
    let joining = Joining {
        file: stick,
        fingerprint: &by.fingerprint(),
        login: "aigul",
        password: PASSWORD,
    };
    join(&folder, machine, &joining, &mut on).unwrap()
}

pub(super) fn carry(from: &mut Open, stick: &Path) {
    let _ = std::fs::remove_file(stick);
    bundle::export(&Alone::new(from), stick, Which::Everything, &mut on).unwrap();
}

pub(super) fn took(open: &mut Open, stick: &Path) -> Result<Taken, Error> {
    bundle::import(&Alone::new(open), stick, &mut on)
}

fn heads(open: &Open) -> usize {
    crate::journal::log::heads(open.app.conn()).unwrap().len()
}

#[test]
fn whoever_was_introduced_reads_and_is_read() {
    let village = Village::burnt();
    let stick = village.keep.path().join("sticks/all.tkb");
    let (first, mut one, first_kit) = village.back(0, "one again");
    let (second, mut two, second_kit) = village.back(1, "two again");
    carry(&mut one, &stick);
    assert!(took(&mut two, &stick).is_err(), "it was never given a key");
    carry(&mut two, &stick);
    assert!(took(&mut one, &stick).is_err(), "nor the other");

    let said = two.introduction().unwrap();
    let introduced = one.introduce(&said.text(), &said.fingerprint()).unwrap();
    assert_eq!(introduced, said);
    carry(&mut one, &stick);
    took(&mut two, &stick).unwrap();
    // What it read made the other known there.
    carry(&mut two, &stick);
    took(&mut one, &stick).unwrap();
    assert_eq!(
        (heads(&one), heads(&two)),
        (4, 4),
        "both old desks and both new"
    );
    carry(&mut one, &stick);
    took(&mut two, &stick).unwrap();
    for open in [&mut one, &mut two] {
        let report = open.verify().unwrap();
        assert_eq!(report.finding.verdict.exit_code(), 0, "{report:?}");
    }
    let again = one.introduce(&said.text(), &said.fingerprint());
    assert_eq!(code(again.map(drop)), "introduction-known");

    // Nobody's keys move to a sheet that their own has not signed; the used one opens neither.
    let sheets = [&first_kit, &second_kit, &village.kit];
    let opens = |folder: &Folder| {
        let sealed = Sealed::read(folder.path()).unwrap();
        sheets.map(|kit| sealed.recover(kit, None).is_ok())
    };
    assert_eq!(opens(&first), [true, false, false]);
    assert_eq!(opens(&second), [false, true, false]);
    // One of the two counts, and both desks name it to whoever joins.
    assert_eq!(one.fingerprint(), two.fingerprint());
    for (open, name, prefix) in [(&mut one, "third", "778"), (&mut two, "fourth", "779")] {
        let at = village.keep.path().join(name);
        joined(open, &village.machine, (&at, prefix), &stick);
    }
    // The other begins nothing: what it vouched for would count nowhere.
    let (loser, kit, folder) = match one.fingerprint() == first_kit.root().fingerprint() {
        true => (two, &second_kit, &second),
        false => (one, &first_kit, &first),
    };
    loser.close(closing::LOCKED).unwrap();
    let person = NewManager {
        name: "Синтетическая Айгүл",
        login: "aigul",
        password: PASSWORD,
    };
    let typed = typed(kit);
    let no = super::super::recover(folder, &village.machine, &typed, &person, Loss::Refused);
    assert_eq!(code(no.map(drop)), "kit-overtaken");
    let again = sign_in(folder, &village.machine, "aigul", NEW_PASSWORD).unwrap();
    signed_in(again);
}

#[test]
fn the_used_sheet_opens_nothing_where_the_new_one_is_heard_of() {
    let village = Village::burnt();
    let stick = village.keep.path().join("sticks/all.tkb");
    let (_first, mut one, new) = village.back(0, "one again");
    carry(&mut one, &stick);
    let folder = Folder::open(&village.keep.path().join("village")).unwrap();
    let there = sign_in(&folder, &village.machine, "aigul", PASSWORD).unwrap();
    let mut there = signed_in(there);
    let opens = || {
        let sealed = Sealed::read(folder.path()).unwrap();
        [&new, &village.kit].map(|kit| sealed.recover(kit, None).is_ok())
    };
    assert_eq!(opens(), [false, true]);
    took(&mut there, &stick).unwrap();
    assert_eq!(opens(), [true, false]);
    there.close(closing::LOCKED).unwrap();
    signed_in(sign_in(&folder, &village.machine, "aigul", PASSWORD).unwrap());
    assert_eq!(opens(), [true, false]);
}

#[test]
fn what_is_no_introduction_hands_out_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let mut open = setup(&folder, &machine(None), &form(), PASSWORD).unwrap();
    let length = |open: &Open| crate::journal::log::heads(open.app.conn()).unwrap()[0].seq;
    open.share_keys().unwrap();
    let before = length(&open);
    let own = open.introduction().unwrap();
    let stranger = Introduction {
        device: crate::id::Id([7; 16]),
        ..own
    };
    let foreign = Introduction {
        org: OrgId::ZERO,
        ..stranger
    };
    let small = Introduction {
        x25519: [0; 32],
        ..stranger
    };
    let introductions = [
        (small.text(), &small.fingerprint(), "introduction-void"),
        (String::new(), &String::new(), "introduction-form"),
        (
            "TIRKEU-DESK-1:00".to_owned(),
            &String::new(),
            "introduction-form",
        ),
        (
            foreign.text(),
            &foreign.fingerprint(),
            "introduction-foreign",
        ),
        (stranger.text(), &own.fingerprint(), "request-other"),
        (own.text(), &own.fingerprint(), "introduction-known"),
    ];
    for (text, fingerprint, why) in introductions {
        let refused = open.introduce(&text, fingerprint).map(drop);
        assert_eq!(code(refused), why, "{text}");
    }
    assert_eq!(length(&open), before, "not one entry");
}

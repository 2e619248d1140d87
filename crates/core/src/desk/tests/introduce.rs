//! Two desks burn, and both come back by the same sheet from backups that knew neither of the new ones.

use std::path::{Path, PathBuf};

use super::super::backup::{Alone, Go, Over, Progress, Restoring, back_up, restore};
use super::super::bundle::{self, Taken};
use super::super::enrol::{Enrolling, Joining, join, newcomer};
use super::*;
use crate::app::{Which, Wish};
use crate::error::Error;
use crate::id::OrgId;
use crate::vault::Introduction;
use crate::vault::{Kit, Sealed};

fn on(_: Progress) -> Go {
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

        let elsewhere = Folder::begin(&at("village")).unwrap();
        let request = newcomer(&elsewhere, &machine, PASSWORD).unwrap();
        let staff = first.app.staff().unwrap();
        let enrolling = Enrolling {
            request: &request.text(),
            fingerprint: &request.fingerprint(),
            name: "Село",
            site: "Узынагаш",
            prefix: "777",
            site_number: 1,
            staff,
        };
        first.enrol_desk(&enrolling).unwrap();
        let stick = at("sticks").join("all.tkb");
        carry(&mut first, &stick);
        let joining = Joining {
            file: &stick,
            fingerprint: &first.fingerprint(),
            login: "aigul",
            password: PASSWORD,
        };
        let mut second = join(&elsewhere, &machine, &joining, &mut on).unwrap();
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
        let sheet = self.kit.groups().map(|group| group.to_string()).join(" ");
        let wanted = Restoring {
            file: &self.backups[which],
            kit: &sheet,
            person: NewManager {
                name: "Синтетическая Айгүл",
                login: "aigul",
                password: PASSWORD,
            },
            loss: Loss::Refused,
            over: Over::Nothing,
        };
        let mut open = restore(&folder, &self.machine, &wanted, &mut on).unwrap();
        let kit = kit_back(&mut open);
        (folder, open, kit)
    }
}

fn carry(from: &mut Open, stick: &Path) {
    let _ = std::fs::remove_file(stick);
    bundle::export(&Alone::new(from), stick, Which::Everything, &mut on).unwrap();
}

fn took(open: &mut Open, stick: &Path) -> Result<Taken, Error> {
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

    // One of the two new sheets counts at both desks, and nobody has to sign in for it.
    let sheets = [&first_kit, &second_kit, &village.kit];
    let opens = |folder: &Folder| {
        let sealed = Sealed::read(folder.path()).unwrap();
        sheets.map(|kit| sealed.recover(kit, None).is_ok())
    };
    assert_eq!(opens(&first), opens(&second));
    let [one, other, used] = opens(&first);
    assert!(
        one != other && !used,
        "one of the new ones, and not the used one"
    );
}

#[test]
fn what_is_no_introduction_hands_out_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let mut open = setup(&folder, &machine(None), &form(), PASSWORD).unwrap();
    let length = |open: &Open| crate::journal::log::heads(open.app.conn()).unwrap()[0].seq;
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
    let introductions = [
        (String::new(), "", "introduction-form"),
        ("TIRKEU-DESK-1:00".to_owned(), "", "introduction-form"),
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

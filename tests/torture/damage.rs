//! Flipped bytes, old copies, newer files: each has its own exit code and words of its own.

use std::fs;

use tirkeu_core::desk::{self, SignedIn};
use tirkeu_core::event::desk::closing;

use crate::lab::{LOGIN, Lab, PASSWORD, flip, intake, machine};

/// Refused with this exit code and this code of words, and nobody's name in either.
fn refused(lab: &Lab, exit: i32, code: &str, why: &str) {
    let answer = lab.call(&["patient", "find", "Сынақ"]);
    assert_eq!(
        (answer.code, answer.codes()),
        (exit, vec![code.to_owned()]),
        "{why}: {}",
        answer.stderr
    );
    assert!(
        !answer.stderr.contains("Сынақ") && answer.codes().iter().all(|code| code.is_ascii()),
        "{why}: an error names nobody"
    );
}

fn serves(lab: &Lab, why: &str) {
    let answer = lab.call(&["patient", "find", "Сынақ"]);
    assert_eq!(
        answer.code, 0,
        "{why}: {:?} {}",
        answer.lines, answer.stderr
    );
}

#[test]
fn a_flipped_byte_in_the_devices_key_is_named() {
    let lab = Lab::new();
    let length = fs::metadata(lab.file("device.key")).unwrap().len() as usize;
    for at in [4, 20, 40, 70, length / 2, length - 1] {
        let lab = lab.copy();
        lab.flip("device.key", at);
        refused(&lab, 6, "vault-device-key-damaged", &format!("byte {at}"));
    }
    fs::remove_file(lab.file("device.key")).unwrap();
    refused(&lab, 6, "vault-device-key-damaged", "no file");
}

#[test]
fn a_newer_vault_is_not_called_damage() {
    let lab = Lab::new();
    for name in ["slots.tks", "slots.tks.prev"] {
        let mut bytes = fs::read(lab.file(name)).unwrap();
        // Another version and another layout; the version byte alone would be a flipped byte.
        bytes[3] = 2;
        bytes[100] ^= 1;
        fs::write(lab.file(name), bytes).unwrap();
    }
    refused(&lab, 9, "vault-newer", "version byte");
}

#[test]
fn one_generation_of_the_slot_file_serves_for_the_other() {
    let lab = Lab::new();
    for at in [5, 100, 200, 300, 420, 640, 700] {
        for name in ["slots.tks", "slots.tks.prev"] {
            let lab = lab.copy();
            lab.flip(name, at);
            serves(&lab, &format!("{name}, byte {at}"));
            serves(&lab, &format!("{name}, byte {at}, the second time"));
            assert_eq!(
                fs::read(lab.file("slots.tks")).unwrap(),
                fs::read(lab.file("slots.tks.prev")).unwrap(),
                "the damaged generation is mended"
            );
        }
    }
}

#[test]
fn damage_in_both_generations_is_named() {
    let lab = Lab::new();
    // A slot begins at 259; its digest stands at its end.
    for (at, code) in [
        (300, "vault-slot-damaged"),
        (420, "vault-slot-damaged"),
        (100, "vault-slots-damaged"),
        (5, "vault-slots-damaged"),
    ] {
        let lab = lab.copy();
        lab.flip("slots.tks", at);
        lab.flip("slots.tks.prev", at);
        refused(&lab, 6, code, &format!("byte {at} of both"));
    }
}

#[test]
fn one_anchor_page_counts_for_the_other_and_none_is_a_ceremony() {
    let lab = Lab::new();
    assert_eq!(lab.batch(&[intake(1), intake(2)]).code, 0);
    for page in [0, 4096] {
        let lab = lab.copy();
        lab.flip("head.tka", page + 30);
        serves(&lab, &format!("page at {page}"));
        lab.assert_whole("after a torn page");
    }
    for at in [30, 70, 90] {
        let lab = lab.copy();
        lab.flip("head.tka", at);
        lab.flip("head.tka", 4096 + at);
        refused(
            &lab,
            7,
            "journal-shortened",
            &format!("both pages, byte {at}"),
        );
    }
    fs::remove_file(lab.file("head.tka")).unwrap();
    refused(&lab, 7, "journal-shortened", "no anchor file");
    let verified = lab.verify();
    assert_eq!(
        (verified.code, verified.codes()),
        (7, vec!["journal-shortened".to_owned()]),
        "an end that nothing marks is not called whole"
    );
}

#[test]
fn an_older_copy_of_the_database_is_a_ceremony() {
    let lab = Lab::new();
    let old = fs::read(lab.database()).unwrap();
    assert_eq!(lab.batch(&[intake(1)]).code, 0);
    fs::write(lab.database(), old).unwrap();
    refused(&lab, 7, "journal-shortened", "shortened journal");
    let verified = lab.verify();
    assert_eq!(verified.code, 7, "{:?}", verified.lines);
    assert_eq!(verified.lines[0]["finding"]["verdict"], "shortened");
    assert_eq!(verified.lines[0]["finding"]["source"], "anchor-file");
}

#[test]
fn a_whole_older_folder_opens_because_nothing_outside_it_knows_better() {
    let lab = Lab::new();
    let old = lab.copy();
    assert_eq!(lab.batch(&[intake(1)]).code, 0);
    lab.take_files_of(&old.data());
    // Declared out of scope: without keychain, peer or paper nobody can tell.
    lab.assert_whole("the whole folder put back");
}

#[test]
fn one_damaged_page_anywhere_is_found_by_verifying() {
    let lab = Lab::new();
    assert_eq!(lab.batch(&[intake(1), intake(2)]).code, 0);
    let pages = fs::metadata(lab.database()).unwrap().len() as usize / 4096;
    let mut unseen = 0;
    for page in (1..pages).step_by(pages / 12 + 1) {
        let lab = lab.copy();
        flip(&lab.database(), page * 4096 + 2000);
        let verified = lab.call(&["verify"]);
        assert_eq!(verified.code, 6, "page {page} of {pages}");
        let found = lab.call(&["patient", "find", "Сынақ"]).code;
        let added = lab.batch(&[intake(3)]).code;
        for code in [found, added] {
            assert!(
                [0, 6].contains(&code),
                "page {page}: {code}, no fault of ours"
            );
        }
        unseen += usize::from(found == 0);
    }
    assert!(unseen > 0, "a search does not read every page");
}

#[test]
fn a_damaged_database_is_named() {
    let lab = Lab::new();
    assert_eq!(lab.batch(&[intake(1), intake(2)]).code, 0);
    let pages = fs::metadata(lab.database()).unwrap().len() as usize / 4096;
    let first = lab.copy();
    flip(&first.database(), 100);
    refused(&first, 6, "database-damaged", "first page");
    let all = lab.copy();
    for page in 1..pages {
        flip(&all.database(), page * 4096 + 2000);
    }
    refused(&all, 6, "database-damaged", "every other page");
    let cut = lab.copy();
    let bytes = fs::read(cut.database()).unwrap();
    fs::write(cut.database(), &bytes[..bytes.len() / 2]).unwrap();
    refused(&cut, 6, "database-damaged", "half a file");
    let empty = lab.copy();
    fs::write(empty.database(), b"").unwrap();
    refused(&empty, 6, "database-damaged", "an empty file");
    assert_eq!(empty.call(&["state-hash"]).code, 6);
    assert_eq!(
        fs::metadata(empty.database()).unwrap().len(),
        0,
        "what is damaged is left as it was found"
    );
    let gone = lab.copy();
    fs::remove_file(gone.database()).unwrap();
    refused(&gone, 6, "database-damaged", "no file");
}

#[test]
fn a_newer_schema_is_named() {
    let lab = Lab::new();
    let folder = lab.folder();
    let SignedIn::Open(open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap() else {
        panic!("the journal reaches its anchor");
    };
    open.app
        .conn()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    open.close(closing::LOCKED).unwrap();
    drop(folder);
    refused(&lab, 9, "database-newer", "schema 99");
}

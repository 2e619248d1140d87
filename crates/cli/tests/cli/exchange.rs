//! `tirkeu device`, `bundle`, `sync`, `status`: a second desk comes to be, and both meet by a file and by a folder.

use std::path::Path;

use serde_json::Value;

use super::program::{as_manager, codes, filled, said, tirkeu_in};

const PASSWORD: &str = "village-village-1\n";

fn answer(out: &std::process::Output) -> Value {
    let text = String::from_utf8(out.stdout.clone()).unwrap();
    serde_json::from_str(text.lines().last().expect("an answer")).expect("one object")
}

fn manager(here: &Path, args: &[&str]) -> Value {
    let out = as_manager(here, args, "");
    assert!(out.status.success(), "{args:?}: {}", said(&out));
    answer(&out)
}

/// A call at the second desk.
fn village(here: &Path, args: &[&str]) -> (i32, Value) {
    let session = "--json --data village --user aigul --password-stdin";
    let session: Vec<&str> = session.split(' ').collect();
    let out = tirkeu_in(here, &[&session[..], args].concat(), PASSWORD);
    (out.status.code().unwrap(), answer(&out))
}

/// The second desk asks; its fingerprint.
fn asks(here: &Path) -> String {
    let args = [
        "device",
        "new",
        "--to",
        "request.txt",
        "--kdf",
        "floor",
        "--no-keychain",
    ];
    let (code, said) = village(here, &args);
    assert_eq!(code, 0, "{said}");
    said["fingerprint"].as_str().unwrap().to_owned()
}

/// The manager enrols it and writes everything into a file; the organisation's fingerprint.
fn enrolled(here: &Path, fingerprint: &str) -> String {
    let enrol = [
        "device",
        "enrol",
        "request.txt",
        "--fingerprint",
        fingerprint,
        "--name",
        "Село",
        "--site",
        "Узынагаш",
        "--prefix",
        "777",
        "--me",
    ];
    let organisation = manager(here, &enrol)["organisation"].clone();
    manager(here, &["bundle", "export", "--all", "all.tkb"]);
    organisation.as_str().unwrap().to_owned()
}

fn joined(here: &Path) {
    let organisation = enrolled(here, &asks(here));
    let join = [
        "device",
        "join",
        "all.tkb",
        "--fingerprint",
        &organisation,
        "--kdf",
        "floor",
    ];
    let (code, said) = village(here, &join);
    assert_eq!(code, 0, "{said}");
}

fn entries_of(state: &Value) -> (&Value, &Value) {
    (&state["entries"], &state["count"])
}

#[test]
fn a_second_desk_asks_is_enrolled_joins_and_meets_the_first() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    filled(here);
    let fingerprint = asks(here);
    let again = asks(here);
    assert_eq!(again, fingerprint, "the keys that wait are meant");
    let wrong = as_manager(
        here,
        &[
            "device",
            "enrol",
            "request.txt",
            "--fingerprint",
            "0000 0000 0000 0000",
            "--name",
            "Село",
            "--site",
            "Узынагаш",
            "--prefix",
            "777",
            "--me",
        ],
        "",
    );
    assert_eq!(codes(&answer(&wrong)), ["request-other"]);
    let organisation = enrolled(here, &fingerprint);
    let join = |fingerprint: &str| {
        let args = [
            "device",
            "join",
            "all.tkb",
            "--fingerprint",
            fingerprint,
            "--kdf",
            "floor",
        ];
        village(here, &args)
    };
    let (code, other) = join("AAAABBBBCCCC");
    assert_eq!((code, codes(&other)), (3, vec!["join-other"]));
    let (code, said) = join(&organisation.to_lowercase());
    assert_eq!(code, 0, "{said}");
    assert!(!here.join("village/newcomer.tkn").exists());

    std::fs::create_dir(here.join("meeting")).unwrap();
    let sync = ["sync", "folder", "meeting", "--once"];
    let first = manager(here, &sync);
    assert!(first["written"].as_u64().unwrap() > 0, "{first}");
    let (code, second) = village(here, &sync);
    assert_eq!(code, 0, "{second}");
    assert!(second["accepted"].as_u64().unwrap() > 0, "{second}");
    manager(here, &sync);
    let (_, last) = village(here, &sync);
    assert_eq!(last["refused"], serde_json::json!({}), "{last}");
    // Each call is a session: what it wrote at its end is not there before the next.
    let status = manager(here, &["status"]);
    let desks = status["desks"].as_array().unwrap();
    assert_eq!(desks.len(), 2);
    let theirs = desks.iter().find(|desk| desk["own"] == false).unwrap();
    assert_eq!(
        (&theirs["name"], &theirs["prefix"]),
        (&"Село".into(), &777.into())
    );
    assert!(theirs["has_of_ours"].as_u64().unwrap() > 0);
    assert_eq!(status["not_folded"], serde_json::json!({}));
}

#[test]
fn a_file_is_taken_once_and_a_bad_one_not_at_all() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    filled(here);
    joined(here);
    let (code, twice) = village(here, &["bundle", "import", "all.tkb"]);
    assert_eq!(code, 0);
    assert_eq!(twice["accepted"], 0, "{twice}");
    let before = village(here, &["state-hash"]).1;
    let whole = std::fs::read(here.join("all.tkb")).unwrap();
    for cut in (0..whole.len()).step_by(4096).chain([whole.len() - 1]) {
        std::fs::write(here.join("cut.tkb"), &whole[..cut]).unwrap();
        // A key is asked for once in a while: of many cuts the first, the last and some between stand for all.
        if cut > 8192 && cut % (16 * 4096) != 0 && cut != whole.len() - 1 {
            continue;
        }
        let (code, said) = village(here, &["bundle", "import", "cut.tkb"]);
        assert_eq!(code, 6, "{cut}: {said}");
    }
    for at in [10, 300, whole.len() / 2, whole.len() - 5] {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        std::fs::write(here.join("cut.tkb"), flipped).unwrap();
        let (code, said) = village(here, &["bundle", "import", "cut.tkb"]);
        assert_ne!(code, 0, "byte {at}: {said}");
    }
    for (file, error) in [("nothing.tkb", "bundle-gone"), (".", "bundle-none")] {
        let (_, said) = village(here, &["bundle", "import", file]);
        assert_eq!(codes(&said), [error]);
    }
    let after = village(here, &["state-hash"]).1;
    assert_ne!(
        entries_of(&before),
        entries_of(&after),
        "the sessions are there"
    );
    assert_eq!(before["tables"], after["tables"], "nothing else is");
}

#[test]
fn a_file_of_another_laboratory_and_one_for_others_do_not_open() {
    let here = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    for place in [here.path(), other.path()] {
        filled(place);
        joined(place);
    }
    std::fs::copy(other.path().join("all.tkb"), here.path().join("other.tkb")).unwrap();
    let (code, said) = village(here.path(), &["bundle", "import", "other.tkb"]);
    assert_eq!((code, codes(&said)), (3, vec!["bundle-other"]));
}

#[test]
fn a_desk_that_was_stopped_reads_no_more() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    filled(here);
    joined(here);
    std::fs::create_dir(here.join("meeting")).unwrap();
    let sync = ["sync", "folder", "meeting", "--once"];
    manager(here, &sync);
    village(here, &sync);
    manager(here, &sync);
    let status = manager(here, &["status"]);
    let desks = status["desks"].as_array().unwrap();
    let village_id = desks.iter().find(|desk| desk["own"] == false).unwrap()["device"].clone();
    manager(here, &["device", "revoke", village_id.as_str().unwrap()]);
    manager(here, &sync);
    let (_, visit) = village(here, &sync);
    assert!(!visit["unread"].as_object().unwrap().is_empty(), "{visit}");
    let alone = as_manager(here, &["bundle", "export", "--all", "after.tkb"], "");
    assert_eq!(
        codes(&answer(&alone)),
        ["exchange-alone"],
        "nobody is left to open it"
    );
}

#[test]
fn who_a_desk_is_is_said_in_a_file_and_whom_one_knows_needs_no_introduction() {
    let here = tempfile::tempdir().unwrap();
    let here = here.path();
    filled(here);
    joined(here);
    let (code, said) = village(here, &["device", "introduction", "--to", "works.txt"]);
    assert_eq!(code, 0, "{said}");
    let written = std::fs::read_to_string(here.join("works.txt")).unwrap();
    assert_eq!(Some(written.as_str()), said["request"].as_str());
    let fingerprint = said["fingerprint"].as_str().unwrap();
    let introduced = |file: &str, fingerprint: &str| {
        let args = ["device", "introduce", file, "--fingerprint", fingerprint];
        let out = as_manager(here, &args, "");
        let refused = codes(&answer(&out)).join(" ");
        (out.status.code().unwrap(), refused)
    };
    let refusals = [
        ("works.txt", fingerprint, 3, "introduction-known"),
        ("works.txt", "0000 0000 0000 0000", 3, "request-other"),
        ("request.txt", fingerprint, 2, "introduction-form"),
    ];
    for (file, fingerprint, code, why) in refusals {
        let refused = introduced(file, fingerprint);
        assert_eq!(refused, (code, why.to_owned()), "{file}");
    }
}

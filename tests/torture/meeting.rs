//! `kill -9` in the middle of a visit to the place where desks meet, at either desk, again and again; in the end both hold
//! the same entries, journals are whole and anchored, and nothing in the folder is half-written for good.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tirkeu_core::audit::Verdict;
use tirkeu_core::desk::{self, Folder, SignedIn};
use tirkeu_core::event::desk::closing;
use tirkeu_core::id::{Entropy, SystemEntropy};
use tirkeu_tests::bucket::Bucket;
use tirkeu_tests::village::{Beginner, joined};

use crate::lab::{LOGIN, Lab, PASSWORD, intake, machine, tirkeu};

const KILLS: u64 = 24;

fn random(below: u64) -> u64 {
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes);
    u64::from_le_bytes(bytes) % below
}

/// A second desk of the laboratory, in a folder of its own.
fn second(lab: &Lab) -> Lab {
    let village = Lab::empty();
    let place = Folder::begin(&village.data()).unwrap();
    let file = lab.outside("all.tkb");
    let folder = lab.folder();
    let SignedIn::Open(mut open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap()
    else {
        panic!("the journal reaches its anchor");
    };
    let who = Beginner {
        login: LOGIN,
        password: PASSWORD,
        machine: &machine(),
    };
    let joined = joined(&mut open, &place, &file, &who);
    open.close(closing::LOCKED).unwrap();
    joined.close(closing::LOCKED).unwrap();
    drop(place);
    village
}

/// Begins a visit and kills it somewhere; true when it was killed before its end.
fn killed(lab: &Lab, meeting: &[&str]) -> bool {
    let mut command = lab.command(&tirkeu(), meeting);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, format!("{PASSWORD}\n").as_bytes()).unwrap();
    drop(stdin);
    // The password costs a part of a second; the visit is what follows.
    std::thread::sleep(Duration::from_millis(random(900)));
    drop(child.kill());
    child.wait().unwrap().code().is_none()
}

fn met(lab: &Lab, meeting: &[&str]) -> serde_json::Value {
    let answer = lab.call(meeting);
    assert_eq!(answer.code, 0, "{:?} {}", answer.lines, answer.stderr);
    answer.lines.last().unwrap().clone()
}

fn whole(lab: &Lab) {
    let folder = lab.folder();
    let seen = desk::inspect(&folder, &machine(), LOGIN, PASSWORD).unwrap();
    let report = seen.verify().unwrap();
    assert_eq!(report.finding.verdict, Verdict::Whole, "{report:?}");
}

#[test]
fn visits_that_are_killed_lose_nothing_and_leave_nothing_half() {
    let lab = Lab::new();
    let village = second(&lab);
    let meeting = lab.outside("meeting");
    std::fs::create_dir(&meeting).unwrap();
    let place = meeting.to_str().unwrap();
    again_and_again(
        (&lab, &village),
        &["sync", "folder", place, "--once"],
        KILLS,
    );
    assert_eq!(half_written(&meeting), 0);
}

#[test]
fn a_store_is_as_good_as_a_folder_also_when_visits_are_killed() {
    let (lab, bucket) = (Lab::new(), Bucket::begin());
    let village = second(&lab);
    let (key, address) = (bucket.key(), bucket.typed("/laboratory"));
    let (right, wrong) = (lab.outside("right"), lab.outside("wrong"));
    std::fs::write(&right, format!("{}\n", key.secret.as_str())).unwrap();
    std::fs::write(&wrong, "another").unwrap();
    let sync = |address: &str, secret: &Path| {
        let secret = secret.to_str().unwrap();
        let args = [
            "sync", "store", address, "--key-id", &key.id, "--secret", secret, "--once",
        ];
        args.map(str::to_owned)
    };
    let call = |args: &[String]| lab.call(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let gone = Bucket::begin().typed("");
    for (address, secret, code) in [
        (
            "https://name:word@s3.example.kz/meeting",
            &right,
            "store-address",
        ),
        ("http://s3.example.kz/meeting", &right, "store-clear"),
        (&address, &wrong, "exchange-refused"),
        (&gone, &right, "exchange-away"),
    ] {
        let answer = call(&sync(address, secret));
        assert_eq!(answer.codes(), [code]);
        let said = format!("{:?}{}", answer.lines, answer.stderr);
        assert!(
            !said.contains(key.secret.as_str()) && !said.contains("word"),
            "{said}"
        );
    }
    let sync = sync(&address, &right);
    let sync: Vec<&str> = sync.iter().map(String::as_str).collect();
    again_and_again((&lab, &village), &sync, KILLS / 3);
    let lying = bucket.lying();
    let ends = |end| lying.keys().filter(|name| name.ends_with(end)).count();
    assert!(ends(".heads") > 0);
    assert_eq!(ends(".heads"), ends(".bodies"), "nothing is half-written");
}

/// Visits are killed, again and again; in the end both desks have everything that either said to be saved.
fn again_and_again((lab, village): (&Lab, &Lab), meeting: &[&str], kills: u64) {
    let (mut said, mut in_the_middle) = (0, 0);
    for kill in 0..kills {
        let at = if kill % 2 == 0 { lab } else { village };
        let answer = at.batch(&[intake(100 + kill), intake(200 + kill)]);
        assert_eq!(answer.code, 0, "{:?}", answer.lines);
        said += 2;
        in_the_middle += usize::from(killed(at, meeting));
    }
    assert!(in_the_middle > 0, "a kill must meet a visit under way");
    // Each call is a session: its last entry goes with the next. Who met last has seen everything of the other.
    for _ in 0..2 {
        met(lab, meeting);
        met(village, meeting);
    }
    let last = met(lab, meeting);
    assert_eq!(last["refused"], serde_json::json!({}), "{last}");
    assert_eq!(last["unread"], serde_json::json!({}), "{last}");
    assert_eq!(cards(lab), said, "everybody who was said to be saved");
    assert_eq!(cards(village), said, "at either desk");
    whole(lab);
    whole(village);
}

/// Cards that are known here, with or without what was said of them.
fn cards(lab: &Lab) -> u64 {
    let folder = lab.folder();
    let seen = desk::inspect(&folder, &machine(), LOGIN, PASSWORD).unwrap();
    let sql = "SELECT count(*) FROM x_graph WHERE kind = ?1 AND status = 1";
    let kind = tirkeu_core::event::kinds::PATIENT_REGISTERED;
    let count: i64 = (seen.conn())
        .query_row(sql, [kind], |row| row.get(0))
        .unwrap();
    count.try_into().unwrap()
}

/// Segments without their second file.
fn half_written(folder: &Path) -> usize {
    let mut names = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for file in std::fs::read_dir(here).unwrap().flatten() {
            match file.path().is_dir() {
                true => open.push(file.path()),
                false => names.push(file.path()),
            }
        }
    }
    let heads = names
        .iter()
        .filter(|name| name.extension().is_some_and(|end| end == "heads"));
    heads
        .filter(|name| !name.with_extension("bodies").exists())
        .count()
}

//! `kill -9` at random moments: nothing acknowledged is lost, chain and anchor are right each time.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use serde_json::Value;
use tirkeu_core::audit::Verdict;
use tirkeu_core::desk::{self, SignedIn};
use tirkeu_core::event::desk::closing;
use tirkeu_core::id::{Entropy, Hash, SystemEntropy};
use tirkeu_core::journal::log;
use tirkeu_core::query::state::state;

use crate::lab::{LOGIN, Lab, PASSWORD, amend, intake, machine, tirkeu};

const FOLDERS: u64 = 4;
const ROUNDS: u64 = 50;

/// Everything that was answered with «saved» in one folder: number of the commit's last entry, its hash.
type Acknowledged = BTreeMap<u64, Hash>;

fn random(below: u64) -> u64 {
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes);
    u64::from_le_bytes(bytes) % below
}

#[test]
fn two_hundred_kills_lose_nothing_that_was_acknowledged() {
    let begun = Instant::now();
    let threads: Vec<_> = (0..FOLDERS)
        .map(|folder| std::thread::spawn(move || live(folder)))
        .collect();
    let (mut acknowledged, mut during_work) = (0, 0);
    for thread in threads {
        let (count, worked) = thread.join().expect("a folder must survive all its kills");
        acknowledged += count;
        during_work += worked;
    }
    println!(
        "{} kills, {during_work} of them under an open session, {acknowledged} commands acknowledged, {:.1} s",
        FOLDERS * ROUNDS,
        begun.elapsed().as_secs_f64()
    );
    assert!(
        during_work > FOLDERS * ROUNDS / 2,
        "most kills must meet a working desk: {during_work}"
    );
    assert!(
        acknowledged > FOLDERS * ROUNDS,
        "the desk must be at work: {acknowledged}"
    );
}

/// One long-lived folder: killed, reopened, verified, again and again.
fn live(folder: u64) -> (u64, u64) {
    let lab = Lab::new();
    let mut acknowledged = Acknowledged::new();
    let mut number = folder * 13_440;
    let mut during_work = 0;
    // How long unlocking takes is learnt, so that kills fall before, in and after it.
    let mut unlock = Duration::from_millis(200);
    for round in 0..ROUNDS {
        let before = acknowledged.len();
        let ready = kill_once(&lab, &mut acknowledged, &mut number, unlock);
        if let Some(took) = ready {
            unlock = took;
            during_work += 1;
        }
        reopen(
            &lab,
            &acknowledged,
            &format!(
                "folder {folder}, round {round}, {} new",
                acknowledged.len() - before
            ),
        );
    }
    rebuilt_is_the_same(&lab);
    (acknowledged.len() as u64, during_work)
}

/// Starts the victim, streams commands, kills it; how long it took to be ready, if it was.
fn kill_once(
    lab: &Lab,
    acknowledged: &mut Acknowledged,
    number: &mut u64,
    unlock: Duration,
) -> Option<Duration> {
    let mut command = lab.command(&tirkeu(), &["--batch"]);
    command.stderr(Stdio::null());
    let begun = Instant::now();
    let child = Arc::new(Mutex::new(command.spawn().unwrap()));
    let (mut stdin, stdout) = {
        let mut child = child.lock().unwrap();
        (child.stdin.take().unwrap(), child.stdout.take().unwrap())
    };
    // Most kills meet a working desk; every fifth falls somewhere into unlocking and recovery.
    let (is_ready, wait_ready) = mpsc::channel();
    let early = (random(5) == 0).then(|| unlock.mul_f64(random(1_200) as f64 / 1_000.0));
    // Counted in answers, so that a busy machine does the same work before the kill.
    let answers_before = random(8);
    let later = Duration::from_micros(random(25_000));
    let killer = {
        let child = Arc::clone(&child);
        std::thread::spawn(move || {
            match early {
                Some(early) => std::thread::sleep(early.saturating_sub(begun.elapsed())),
                None => {
                    // Ready or late: the kill comes in any case.
                    let _ = wait_ready.recv_timeout(Duration::from_secs(20));
                    std::thread::sleep(later);
                }
            }
            // SIGKILL: nothing of the victim runs afterwards.
            child.lock().unwrap().kill().unwrap();
        })
    };
    let mut answers = BufReader::new(stdout).lines();
    let mut ready = None;
    let mut answered = 0;
    let mut card: Option<(String, u64)> = None;
    // A pipe that breaks is the kill.
    if writeln!(stdin, "{PASSWORD}").is_ok() {
        while let Some(Ok(line)) = answers.next() {
            let Ok(answer) = serde_json::from_str::<Value>(&line) else {
                break;
            };
            assert_eq!(answer["ok"], true, "{answer}");
            if answer["ready"] == true {
                ready = Some(begun.elapsed());
            } else {
                note(acknowledged, &answer);
                answered += 1;
                if card.is_none() {
                    card = Some((answer["subject"].as_str().unwrap().to_owned(), *number - 1));
                }
            }
            if answered == answers_before {
                // Nobody waits any more when the kill has come already.
                let _ = is_ready.send(());
            }
            let next = match &card {
                Some((card, of)) if random(3) == 0 => {
                    amend(card, *of, &format!("Айгүл-{}", letters(*number)))
                }
                _ => intake(*number),
            };
            *number += 1;
            if writeln!(stdin, "{next}").is_err() {
                break;
            }
        }
    }
    // What was answered before the kill may still lie in the pipe.
    for line in answers.map_while(Result::ok) {
        if let Ok(answer) = serde_json::from_str::<Value>(&line) {
            note(acknowledged, &answer);
        }
    }
    killer.join().unwrap();
    child.lock().unwrap().wait().unwrap();
    ready
}

/// A word of letters for each number: names have no digits.
fn letters(mut number: u64) -> String {
    let mut word = String::from("Б");
    while number > 0 {
        word.push(char::from_u32(0x430 + u32::try_from(number % 26).unwrap()).unwrap());
        number /= 26;
    }
    word
}

fn note(acknowledged: &mut Acknowledged, answer: &Value) {
    if let (Some(seq), Some(last)) = (
        answer["seq"].as_u64(),
        answer["entries"]
            .as_array()
            .and_then(|entries| entries.last()),
    ) {
        let hash = Hash::parse(last.as_str().unwrap()).unwrap();
        acknowledged.insert(seq, hash);
    }
}

/// Opened again without a session: whole, anchored, and everything acknowledged is where it was said to be.
fn reopen(lab: &Lab, acknowledged: &Acknowledged, when: &str) {
    let folder = lab.folder();
    let seen = desk::inspect(&folder, &machine(), LOGIN, PASSWORD)
        .unwrap_or_else(|error| panic!("{when}: {error}"));
    let report = seen.verify().unwrap();
    assert_eq!(report.finding.verdict, Verdict::Whole, "{when}: {report:?}");
    let chain = &report.chains[0];
    assert!(
        chain.anchored.is_some(),
        "{when}: the anchor must lie on the chain"
    );
    for (seq, hash) in acknowledged {
        let kept = log::hash_at(seen.conn(), chain.device, *seq).unwrap();
        assert_eq!(kept, Some(*hash), "{when}: acknowledged entry {seq}");
    }
    let last = acknowledged.keys().next_back().copied().unwrap_or_default();
    assert!(
        chain.anchored.unwrap_or_default() >= last,
        "{when}: the anchor was synced before the answer"
    );
}

/// After all its kills the folder opens, and its tables are those that the journal gives.
fn rebuilt_is_the_same(lab: &Lab) {
    let folder = lab.folder();
    let SignedIn::Open(mut open) = desk::sign_in(&folder, &machine(), LOGIN, PASSWORD).unwrap()
    else {
        panic!("the journal reaches its anchor");
    };
    let before = state(open.app.conn()).unwrap();
    open.app.rebuild().unwrap();
    assert_eq!(before, state(open.app.conn()).unwrap());
    open.close(closing::LOCKED).unwrap();
}

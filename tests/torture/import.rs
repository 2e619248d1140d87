//! `kill -9` in the middle of an import: what was said is there, and the same call ends with every patient once.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tirkeu_core::audit::Verdict;
use tirkeu_core::desk;
use tirkeu_core::id::{Entropy, SystemEntropy};

use crate::lab::{LOGIN, Lab, PASSWORD, list_row, machine, tirkeu};

/// Four stretches and a rest.
const ROWS: u64 = 4_300;
const KILLS: usize = 6;

fn random(below: u64) -> u64 {
    let mut bytes = [0; 8];
    SystemEntropy.fill(&mut bytes);
    u64::from_le_bytes(bytes) % below
}

#[test]
fn an_import_that_is_killed_goes_on_and_nobody_is_there_twice() {
    let lab = Lab::new();
    let list = lab.outside("list.csv");
    let mut text = String::from("Фамилия;Имя;ИИН;Дата рождения;Пол\n");
    for number in 0..ROWS {
        text.push_str(&list_row(number));
    }
    // Refused each time, and never a card: a control digit that is wrong.
    text.push_str("Сынақов;Болат;910312400122;12.03.1991;м\n");
    std::fs::write(&list, text).unwrap();
    let list = list.to_str().unwrap().to_owned();
    let args = [
        "patient",
        "import",
        &list,
        "--source",
        "Журнал",
        "--as-of",
        "31.12.2025",
        "--papers",
        "kk",
    ];

    let report = lab.outside("left.csv");
    let looked = lab.call(
        &[
            &args[..],
            &["--dry-run", "--report", report.to_str().unwrap()],
        ]
        .concat(),
    );
    assert_eq!(looked.code, 0, "{:?}", looked.lines);
    assert_eq!(looked.lines[0]["good"], ROWS);
    assert_eq!(
        (looked.lines[0]["refused"].as_u64(), cards(&lab)),
        (Some(1), 0)
    );
    let left = std::fs::read_to_string(report).unwrap();
    assert!(
        left.contains("910312400122") && left.lines().count() == 2,
        "{left}"
    );
    let mut undated = args;
    undated[6] = "31.13.2025";
    let refused = lab.call(&undated);
    assert_eq!((refused.code, cards(&lab)), (3, 0), "{:?}", refused.lines);
    assert!(!refused.codes().is_empty());

    let (mut said, mut in_the_middle) = (0, 0);
    for kill in 0..KILLS {
        let heard = killed(&lab, &args, said);
        in_the_middle += usize::from(heard > said && heard < ROWS);
        said = said.max(heard);
        let held = cards(&lab);
        assert!(
            held >= said,
            "kill {kill}: {said} were said to be there, {held} are"
        );
        assert!(held <= ROWS, "kill {kill}: {held}");
    }
    assert!(in_the_middle > 0, "a kill must meet an import under way");

    let answer = lab.call(&args);
    assert_eq!(answer.code, 0, "{:?}", answer.lines);
    let last = answer.lines.last().unwrap();
    let count = |name: &str| last[name].as_u64().unwrap();
    assert_eq!(count("taken") + count("already"), ROWS, "{last}");
    assert_eq!(count("refused"), 1);
    assert_eq!(cards(&lab), ROWS);

    let again = lab.call(&args);
    let last = again.lines.last().unwrap();
    assert_eq!((again.code, last["taken"].as_u64()), (0, Some(0)), "{last}");
    assert_eq!(cards(&lab), ROWS);
}

/// Starts the import and kills it somewhere after what was heard last; how many rows it said to be cards by then.
fn killed(lab: &Lab, args: &[&str], before: u64) -> u64 {
    let mut command = lab.command(&tirkeu(), args);
    command.stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let answers = BufReader::new(child.stdout.take().unwrap());
    writeln!(stdin, "{PASSWORD}").unwrap();
    let mut heard = before;
    for line in answers.lines().map_while(Result::ok) {
        let Ok(answer) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let Some(done) = answer["done"].as_u64() else {
            continue;
        };
        heard = heard.max(done.min(ROWS));
        if done > before {
            // Somewhere in the stretch that follows.
            std::thread::sleep(Duration::from_millis(random(600)));
            break;
        }
    }
    drop(child.kill());
    child.wait().unwrap();
    heard
}

/// Cards of the list, in a folder whose journal is whole and anchored.
fn cards(lab: &Lab) -> u64 {
    let folder = lab.folder();
    let seen = desk::inspect(&folder, &machine(), LOGIN, PASSWORD).unwrap();
    let report = seen.verify().unwrap();
    assert_eq!(report.finding.verdict, Verdict::Whole, "{report:?}");
    assert!(report.chains[0].anchored.is_some());
    let sql = "SELECT count(*) FROM p_legacy";
    let count: i64 = (seen.conn()).query_row(sql, [], |row| row.get(0)).unwrap();
    count.try_into().unwrap()
}

//! Who may come in: one program at a time, the right password, not too many tries.

use std::io::{BufRead, BufReader, Write};
use std::time::Duration;

use crate::lab::{Lab, PASSWORD, intake, tirkeu};

#[test]
fn a_second_program_is_told_that_the_first_has_the_folder() {
    let lab = Lab::new();
    let mut first = lab.command(&tirkeu(), &["--batch"]).spawn().unwrap();
    let mut stdin = first.stdin.take().unwrap();
    writeln!(stdin, "{PASSWORD}").unwrap();
    let mut answers = BufReader::new(first.stdout.take().unwrap()).lines();
    answers.next().unwrap().unwrap();
    for args in [&["state-hash"][..], &["verify"], &["patient", "find", "x"]] {
        let second = lab.call(args);
        assert_eq!(
            (second.code, second.codes()),
            (5, vec!["locked-elsewhere".to_owned()]),
            "{args:?}"
        );
    }
    writeln!(stdin, "{}", intake(1)).unwrap();
    let saved = answers.next().unwrap().unwrap();
    assert!(
        saved.contains("\"ok\":true"),
        "the first is not disturbed: {saved}"
    );
    drop(stdin);
    assert!(first.wait().unwrap().success());
    assert_eq!(lab.call(&["state-hash"]).code, 0);
}

#[test]
fn a_wrong_password_an_unknown_login_and_too_many_tries() {
    let lab = Lab::new();
    let wrong = |input: &str| lab.call_with(&["state-hash"], input);
    for _ in 0..5 {
        let answer = wrong("torture-torture-2\n");
        assert_eq!(
            (answer.code, answer.codes()),
            (4, vec!["vault-password-wrong".to_owned()])
        );
    }
    // The right password must wait as well, otherwise waiting would tell a guess from a hit.
    let mut throttled = 0;
    for _ in 0..4 {
        let answer = wrong("torture-torture-3\n");
        assert_eq!(answer.code, 4);
        throttled += u32::from(answer.codes() == ["vault-throttled"]);
    }
    assert!(throttled > 0, "the sixth try must wait");
    let mut code = 4;
    for _ in 0..60 {
        let answer = lab.call(&["patient", "find", "x"]);
        code = answer.code;
        if code == 0 {
            break;
        }
        assert_eq!(answer.codes(), ["vault-throttled"]);
        std::thread::sleep(Duration::from_millis(500));
    }
    assert_eq!(code, 0, "after the wait the right password opens");
    let shown = lab.call(&["journal", "show", "--last", "12"]);
    let kinds = shown.lines[0]["entries"].as_array().unwrap();
    assert!(
        kinds.iter().any(|entry| entry["kind"] == "sign_in_failed"),
        "failed tries become an entry: {kinds:?}"
    );
    let mut command = std::process::Command::new(tirkeu());
    command
        .args([
            "--json",
            "--password-stdin",
            "--user",
            "nobody",
            "state-hash",
        ])
        .env("TIRKEU_DATA", lab.data())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let unknown = crate::lab::answer(command, &format!("{PASSWORD}\n"));
    assert_eq!(
        (unknown.code, unknown.codes()),
        (4, vec!["vault-password-wrong".to_owned()]),
        "an unknown login is not told from a wrong password"
    );
    lab.assert_whole("after all tries");
}

#[test]
fn what_is_not_a_call_is_refused_as_usage() {
    let lab = Lab::new();
    assert_eq!(lab.call(&["frobnicate"]).code, 2);
    assert_eq!(lab.call(&["patient", "show", "xyz"]).code, 2);
    assert_eq!(lab.call(&["--batch", "state-hash"]).code, 2);
    assert_eq!(lab.call(&["patient", "show", &"0".repeat(32)]).code, 3);
    let empty = tempfile::tempdir().unwrap();
    let mut command = std::process::Command::new(tirkeu());
    command
        .args([
            "--json",
            "--password-stdin",
            "--user",
            "a",
            "state-hash",
            "--data",
        ])
        .arg(empty.path().join("nothing"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    assert_eq!(
        crate::lab::answer(command, "x\n").codes(),
        ["vault-missing"]
    );
    assert!(
        !empty.path().join("nothing").exists(),
        "a mistyped folder is not made"
    );
}

#[test]
fn a_batch_answers_each_line_and_goes_on_after_a_refusal() {
    let lab = Lab::new();
    let mut input = crate::lab::batch_input(&[intake(1), intake(1)]);
    input.push_str("not json\n{\"do\":\"intake\",\"unknown\":1}\n\n");
    input.push_str(&intake(2).to_string());
    let answer = lab.call_with(&["--batch"], &input);
    let ok: Vec<bool> = answer.lines.iter().map(|line| line["ok"] == true).collect();
    assert_eq!(ok, [true, true, false, false, false, false, true]);
    assert_eq!(answer.code, 3, "some were refused");
    assert_eq!(answer.codes()[0], "patient-known");
    assert_eq!(answer.lines[6]["line"], 6);
    lab.assert_whole("after refusals");
}

#[test]
fn a_line_without_end_is_answered_and_the_batch_goes_on() {
    let lab = Lab::new();
    let mut input = crate::lab::batch_input(&[intake(1)]);
    input.push_str(&"a".repeat(10_000_000));
    input.push('\n');
    input.push_str(&intake(2).to_string());
    let answer = lab.call_with(&["--batch"], &input);
    let ok: Vec<bool> = answer.lines.iter().map(|line| line["ok"] == true).collect();
    assert_eq!(ok, [true, true, false, true], "{:?}", answer.codes());
    assert_eq!(
        (answer.code, answer.codes()),
        (3, vec!["input-too-long".to_owned()])
    );
    assert_eq!(answer.lines[3]["line"], 3);
    let before = lab.call(&["state-hash"]).lines[0]["tables"].clone();
    let endless = format!("{PASSWORD}\n{}", "a".repeat(10_000_000));
    assert_eq!(lab.call_with(&["--batch"], &endless).code, 3);
    let after = lab.call(&["state-hash"]).lines[0]["tables"].clone();
    assert_eq!(before, after, "nothing is written");
}

#[test]
fn a_place_where_no_file_can_stand_is_refused_before_the_entry() {
    let lab = Lab::new();
    let answer = lab.batch(&[intake(1)]);
    let card = answer.lines[1]["subject"].as_str().unwrap().to_owned();
    let nowhere = lab.file("nowhere").join("sheet.pdf");
    let length = || {
        lab.call(&["journal", "show"]).lines[0]["entries"]
            .as_array()
            .unwrap()
            .len()
    };
    let before = length();
    let refused = lab.call(&["form", "consent", &card, "--out", nowhere.to_str().unwrap()]);
    assert_eq!(
        (refused.code, refused.codes()),
        (2, vec!["output-place".to_owned()])
    );
    assert_eq!(
        length() - before,
        3,
        "one look at the journal: in, list, out"
    );
}

#[test]
fn secrets_and_a_persons_words_come_on_standard_input_only() {
    let lab = Lab::new();
    let answer = lab.batch(&[intake(1)]);
    let card = answer.lines[1]["subject"].as_str().unwrap().to_owned();
    let give = ["consent", "give", &card, "--page", "ru"];
    let refuse = [&give[..], &["--refused", "signed"]].concat();
    let argument = [&refuse[..], &["--reason", "зуб болит"]].concat();
    assert_eq!(lab.call(&argument).code, 2);
    assert_eq!(
        lab.call(&["form", "kit", "--typed-back", "123456", "654321"])
            .code,
        2
    );
    let input = format!("{PASSWORD}\nзуб болит\n");
    let told = [&refuse[..], &["--reason-stdin"]].concat();
    let answer = lab.call_with(&told, &input);
    assert_eq!(answer.code, 0, "{:?}", answer.lines);
    let out = lab.file("../journal.jsonl");
    let export = [
        "journal",
        "export",
        "--with-bodies",
        "--out",
        out.to_str().unwrap(),
    ];
    assert_eq!(lab.call(&export).code, 0);
    let bodies = std::fs::read_to_string(out).unwrap();
    assert!(
        bodies.contains(&hex("зуб болит")),
        "the reason is in the entry"
    );
    let answer = lab.call(&["form", "kit", "--typed-back"]);
    assert_eq!(answer.codes(), ["kit-confirmed"]);
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_verifier_counts_for_each_desk_and_names_the_line() {
    let lab = Lab::new();
    let out = lab.file("../journal.jsonl");
    let export = ["journal", "export", "--out", out.to_str().unwrap()];
    assert_eq!(lab.call(&export).code, 0);
    let text = std::fs::read_to_string(&out).unwrap();
    let entries = text.lines().count() - 1;
    let said = || {
        let output = std::process::Command::new(tirkeu())
            .arg("verify")
            .arg(&out)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), said)
    };
    let (code, whole) = said();
    assert_eq!(code, 0);
    assert!(
        whole.contains(&format!(
            "проверено записей: {entries}, последняя верная: {}",
            entries - 1
        )),
        "{whole}"
    );
    assert!(
        whole.contains(&format!(
            "Всего проверено записей: {entries}. Рабочих мест: 1"
        )),
        "{whole}"
    );
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(5, "");
    std::fs::write(&out, lines.join("\n")).unwrap();
    let (code, broken) = said();
    assert_eq!(code, 6);
    assert!(broken.contains("Файл 1, строка 6"), "{broken}");
}

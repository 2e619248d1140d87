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

/// Whatever is asked for, and whichever way the path takes: the program's own files are not replaced.
#[test]
fn no_file_is_written_over_the_data_folders_own() {
    let lab = Lab::new();
    let answer = lab.batch(&[intake(1)]);
    let card = answer.lines[1]["subject"].as_str().unwrap().to_owned();
    let database = lab.database();
    let key = lab.file("device.key");
    let before = [&database, &key].map(|path| std::fs::read(path).unwrap());
    let out = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let by_link = lab.file("../sheet.pdf");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&key, &by_link).unwrap();
    let mut places = vec![out(&key), out(&database), out(&lab.file("new.pdf"))];
    if cfg!(unix) {
        places.push(out(&by_link));
    }
    for place in places {
        for call in [
            &["form", "receipt", &card, "--out", &place][..],
            &["form", "consent", &card, "--out", &place],
            &["journal", "export", "--out", &place],
        ] {
            let refused = lab.call(call);
            assert_eq!(
                (refused.code, refused.codes()),
                (2, vec!["output-data".to_owned()]),
                "{call:?}"
            );
        }
    }
    let after = [&database, &key].map(|path| std::fs::read(path).unwrap());
    assert_eq!(before, after, "refused before a session began");
    assert!(!lab.file("new.pdf").exists());
    let sheet = lab.file("../consent.pdf");
    let call = ["form", "consent", &card, "--out", &out(&sheet)];
    assert_eq!(lab.call(&call).code, 0);
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"%PDF"));
    lab.assert_whole("after all refusals");
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

#[test]
#[cfg(unix)]
fn every_file_of_a_data_folder_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let lab = Lab::new();
    // As an earlier version left them.
    for name in ["lock", "reserve"] {
        assert_eq!(mode(&lab.file(name)), 0o600, "{name} as it was made");
        let readable = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(lab.file(name), readable).unwrap();
    }
    let mut open = lab.command(&tirkeu(), &["--batch"]).spawn().unwrap();
    let mut stdin = open.stdin.take().unwrap();
    writeln!(stdin, "{PASSWORD}").unwrap();
    let mut answers = BufReader::new(open.stdout.take().unwrap()).lines();
    answers.next().unwrap().unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(lab.data()).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().to_string_lossy().into_owned();
        assert_eq!(mode(&file.path()), 0o600, "{name}");
        names.push(name);
    }
    for name in ["lock", "reserve", "slots.tks", "device.key", "head.tka"] {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
    assert!(
        names.iter().any(|name| name.ends_with(".db-wal")),
        "{names:?}"
    );
    assert_eq!(mode(&lab.data()), 0o700);
    drop(stdin);
    assert!(open.wait().unwrap().success());
}

#[test]
fn the_journal_says_who_read_it_and_which_session_broke_off() {
    let lab = Lab::new();
    let folder = lab.folder();
    let opened =
        tirkeu_core::desk::sign_in(&folder, &crate::lab::machine(), crate::lab::LOGIN, PASSWORD);
    // The desk's end without a word, as after a power cut.
    drop(opened.unwrap());
    drop(folder);
    let shown = lab.call(&["journal", "show", "--last", "5"]);
    let rows = shown.lines[0]["entries"].as_array().unwrap();
    let told = |kind: &str| {
        let row = rows.iter().rev().find(|row| row["kind"] == kind).unwrap();
        row["detail"].clone()
    };
    assert_eq!(
        (told("session_closed"), told("list_opened")),
        ("crash".into(), "journal".into())
    );
    let said = |lang: &str| {
        let mut command = std::process::Command::new(tirkeu());
        command
            .args([
                "--lang",
                lang,
                "--password-stdin",
                "--user",
                crate::lab::LOGIN,
                "--data",
            ])
            .arg(lab.data())
            .args(["journal", "show", "--last", "8"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    let (ru, kk) = (said("ru"), said("kk"));
    assert!(
        ru.contains("Прочитан журнал") && ru.contains("Работа оборвалась"),
        "{ru}"
    );
    assert!(!ru.contains("список пациентов"), "{ru}");
    assert!(kk.contains("Журнал оқылды"), "{kk}");
}

#[test]
fn an_act_of_consent_names_what_it_is_about() {
    let lab = Lab::new();
    let answer = lab.batch(&[intake(1)]);
    let card = answer.lines[1]["subject"].as_str().unwrap().to_owned();
    let give = [
        "consent",
        "give",
        &card,
        "--page",
        "ru",
        "--personal-data",
        "--signature-seen",
    ];
    assert_eq!(lab.call(&give).code, 0);
    let mut command = std::process::Command::new(tirkeu());
    command
        .args(["--password-stdin", "--user", crate::lab::LOGIN, "--data"])
        .arg(lab.data())
        .args(["consent", "show", &card])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(
        said.contains("Пациент дал согласие: услуги лаборатории"),
        "{said}"
    );
}

#[test]
fn what_a_window_would_show_beside_the_form_is_in_the_answer() {
    let lab = Lab::new();
    let mut form = intake(1)["patient"].clone();
    // The first letter is Latin; saved as typed, and said.
    form["surname"] = "Cынақова".into();
    let answer = lab.call_with(&["patient", "add"], &format!("{PASSWORD}\n{form}\n"));
    assert_eq!(answer.code, 0, "{:?} {}", answer.lines, answer.stderr);
    let repair = &answer.lines[0]["repairs"][0];
    assert_eq!(repair["field"], "surname", "{:?}", answer.lines);
    assert_eq!(repair["to"], "Сынақова");
}

#[test]
fn tables_are_made_anew_from_the_journal() {
    let lab = Lab::new();
    assert_eq!(lab.batch(&[intake(1)]).code, 0);
    let state = |lab: &Lab| lab.call(&["state-hash"]).lines[0]["tables"].clone();
    let before = state(&lab);
    assert_eq!(lab.call(&["rebuild"]).code, 0);
    assert_eq!(state(&lab), before);
    lab.assert_whole("after a rebuild");
}

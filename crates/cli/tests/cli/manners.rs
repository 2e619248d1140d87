//! How `tirkeu` answers a call that is wrong: which input, what to do, and the exit code of `docs/cli.md`.
//! Nobody's data and nothing that was typed stands in an answer.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::program::tirkeu;

/// Exit code and codes of the errors.
fn refused(args: &[&str], input: &[u8]) -> (i32, Vec<String>) {
    let output = tirkeu(&[&["--json"], args].concat(), input);
    let text = String::from_utf8(output.stdout).unwrap();
    let answer: Value = serde_json::from_str(&text).expect("one object");
    assert_eq!(answer["ok"], false);
    let code = output.status.code().unwrap();
    assert_eq!(answer["exit"], code);
    let errors = answer["errors"].as_array().unwrap();
    let codes = errors
        .iter()
        .map(|error| error["code"].as_str().unwrap().to_owned())
        .collect();
    (code, codes)
}

fn one(code: i32, error: &str) -> (i32, Vec<String>) {
    (code, vec![error.to_owned()])
}

fn words(args: &[&str], input: &[u8]) -> String {
    String::from_utf8(tirkeu(args, input).stderr).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A password line, and a form after it.
fn with_form(form: &Value) -> Vec<u8> {
    format!("manners-manners-1\n{form}").into_bytes()
}

fn init(data: &Path, form: &Value) -> (i32, Vec<String>) {
    let args = [
        "init",
        "--kdf",
        "floor",
        "--no-keychain",
        "--password-stdin",
    ];
    refused(
        &[&args[..], &["--data", text(data)]].concat(),
        &with_form(form),
    )
}

fn setup_form() -> Value {
    let both = |text: &str| serde_json::json!({ "kk": text, "ru": text });
    serde_json::json!({
        "organisation": {
            "name": both("Зертхана"), "number": "990140000126", "address": both("Алматы"),
            "phone": "+7 727 250 00 00", "email": "lab@example.kz",
        },
        "desk_name": "1", "site": "Алматы", "prefix": "100",
        "manager_name": "Сынақова Сара", "login": "manager",
    })
}

#[test]
fn an_input_that_is_not_there_is_named_by_its_part_and_never_by_its_path() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    let nowhere = here.path().join("Пациентова.json");
    let nowhere = text(&nowhere);
    assert_eq!(refused(&["verify", nowhere], b""), one(2, "input-missing"));
    assert_eq!(
        refused(&["verify", text(here.path())], b""),
        one(2, "input-unreadable"),
        "a folder is no file"
    );
    assert_eq!(
        refused(&["verify", "--heads", nowhere, nowhere], b""),
        one(2, "input-missing")
    );
    let init = ["init", "--password-stdin", "--data", text(&data), "--form"];
    let form = [&init[..], &[nowhere]].concat();
    assert_eq!(refused(&form, b"password\n"), one(2, "input-missing"));
    for (lang, part) in [("ru", "анкета"), ("kk", "сауалнама")] {
        let said = words(&[&["--lang", lang], &form[..]].concat(), b"password\n");
        assert!(said.contains(part), "{said}");
        assert!(!said.contains("Пациентова"), "{said}");
    }
    let junk = here.path().join("junk.json");
    std::fs::write(&junk, "{\"surname\":\"Пациентова\"").unwrap();
    let form = [&init[..], &[text(&junk)]].concat();
    assert_eq!(refused(&form, b"password\n"), one(2, "input-form"));
    assert!(!words(&form, b"password\n").contains("Пациентова"));
    assert!(!data.exists(), "nothing was begun");
}

#[test]
fn a_file_in_place_of_the_data_folder_is_not_a_full_disk() {
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("file");
    std::fs::write(&file, "x").unwrap();
    for data in [file.clone(), file.join("data")] {
        assert_eq!(init(&data, &setup_form()), one(2, "folder-wanted"));
    }
}

#[test]
fn everything_that_is_wrong_with_a_form_is_said_in_one_turn() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    let mut form = setup_form();
    form["manager_name"] = "<b>Сара</b>".into();
    form["organisation"]["name"]["ru"] = "ТОО «Oлимп»".into();
    form["organisation"]["phone"] = "".into();
    form["login"] = "".into();
    let args = [
        "--json",
        "init",
        "--kdf",
        "floor",
        "--no-keychain",
        "--password-stdin",
        "--data",
    ];
    let output = tirkeu(
        &[&args[..], &[text(&data)]].concat(),
        format!("short\n{form}").as_bytes(),
    );
    assert_eq!(output.status.code(), Some(3));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found: Vec<_> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["field"].as_str().unwrap(),
                error["code"].as_str().unwrap(),
            )
        })
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("login", "vault-login-form"),
            ("manager_name", "name-markup"),
            ("name_ru", "name-mixed"),
            ("password", "vault-password-short"),
            ("phone", "phone-required"),
        ]
    );
}

#[test]
fn a_folder_of_somebody_else_is_left_as_it_is() {
    let here = tempfile::tempdir().unwrap();
    std::fs::write(here.path().join("letter.txt"), "x").unwrap();
    let names = || {
        let files = std::fs::read_dir(here.path()).unwrap();
        files
            .map(|file| file.unwrap().file_name())
            .collect::<Vec<_>>()
    };
    assert_eq!(init(here.path(), &setup_form()), one(2, "folder-foreign"));
    let demo = ["demo", "--patients", "1", "--data", text(here.path())];
    assert_eq!(refused(&demo, b""), one(2, "folder-foreign"));
    assert_eq!(names(), ["letter.txt"], "nothing was written");
    std::fs::remove_file(here.path().join("letter.txt")).unwrap();
    // A refused form leaves the program's own files behind; the folder stays usable.
    let mut wrong = setup_form();
    wrong["prefix"] = "1".into();
    assert_eq!(init(here.path(), &wrong), one(3, "prefix-form"));
    assert_eq!(names(), ["lock"]);
    assert_eq!(init(here.path(), &wrong), one(3, "prefix-form"));
    let args = [
        "init",
        "--kdf",
        "floor",
        "--no-keychain",
        "--password-stdin",
        "--data",
    ];
    let done = tirkeu(
        &[&args[..], &[text(here.path())]].concat(),
        with_form(&setup_form()),
    );
    assert_eq!(done.status.code(), Some(0));
    // Whatever the founded desk left there is known as its own.
    assert_eq!(init(here.path(), &setup_form()), one(3, "vault-exists"));
}

#[test]
fn a_wrong_call_is_said_in_the_language_and_the_shape_that_it_asked_for() {
    let typed = "Пациентова";
    for (args, code) in [
        (&["frobnicate"][..], "usage-unknown"),
        (&["patient", "add", "--surname", typed], "usage-unknown"),
        (&["patient", "show"], "usage-missing"),
        (&["patient", "show", typed], "usage-value"),
        (&["patient"], "usage-missing"),
        (
            &["form", "kit", "--out", "x", "--typed-back"],
            "usage-conflict",
        ),
        (&["--batch", "state-hash"], "usage-missing"),
        (&["state-hash"], "usage-missing"),
        (&["--lang", "en", "state-hash"], "usage-value"),
        (&[], "usage-missing"),
    ] {
        assert_eq!(refused(args, b""), one(2, code), "{args:?}");
        let after = tirkeu(&[args, &["--json"]].concat(), b"");
        let shape = serde_json::from_slice::<Value>(&after.stdout);
        assert_eq!(shape.unwrap()["exit"], 2, "{args:?}");
        let said = [words(args, b""), String::from_utf8(after.stdout).unwrap()].concat();
        assert!(!said.contains(typed), "{said}");
        assert!(!said.contains("error:"), "{said}");
    }
    let said = |lang| words(&["--lang", lang, "patient", "show"], b"");
    assert!(
        said("ru").contains("В команде не хватает: <CARD>"),
        "{}",
        said("ru")
    );
    assert!(
        said("ru").contains("Вид команды: tirkeu patient show"),
        "{}",
        said("ru")
    );
    assert!(
        said("kk").contains("Пәрменде жетіспейді: <CARD>"),
        "{}",
        said("kk")
    );
}

#[test]
fn help_speaks_both_languages() {
    for (lang, words) in [("ru", "Найти по ИИН"), ("kk", "ЖСН, аты")] {
        let lang = format!("--lang={lang}");
        for args in [
            &["patient", "find", "--help"][..],
            &["help", "patient", "find"],
        ] {
            let output = tirkeu(&[&[lang.as_str()], args].concat(), b"");
            let said = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(0));
            assert!(said.contains(words), "{said}");
            assert!(
                !said.contains("Usage") && !said.contains("Options:"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_list_is_no_form() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    for list in [serde_json::json!([]), serde_json::json!([[], "1"])] {
        assert_eq!(init(&data, &list), one(2, "input-form"));
    }
    assert!(!data.exists(), "nothing was begun");
}

#[test]
fn a_training_laboratory_that_cannot_be_filled_leaves_nothing() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    let demo = |more: &[&str]| refused(&[&["demo", "--data", text(&data)], more].concat(), b"");
    assert_eq!(demo(&["--patients", "100001"]), one(2, "usage-value"));
    assert_eq!(
        demo(&["--patients", "1000000000000"]),
        one(2, "usage-value")
    );
    // On this day most of its patients were not born, and the first of them is refused.
    let early = ["--on", "1950-01-05", "--patients", "60"];
    let (code, _) = demo(&early);
    assert_eq!(code, 3);
    assert!(!data.exists(), "half a laboratory is of no use");
    std::fs::create_dir(&data).unwrap();
    assert_eq!(demo(&early).0, 3);
    let left = std::fs::read_dir(&data).unwrap().count();
    assert_eq!(left, 0, "a folder that was there stays, empty");
    let made = ["demo", "--patients", "1", "--data", text(&data)];
    assert_eq!(tirkeu(&made, b"").status.code(), Some(0));
    let files = || std::fs::read_dir(&data).unwrap().count();
    let before = files();
    assert_eq!(refused(&made, b""), one(3, "vault-exists"));
    assert_eq!(files(), before, "what stands there is not removed");
}

/// With a session bus and a real keychain that is locked: whether the desk has one is not decided by accident.
#[test]
#[cfg(target_os = "linux")]
fn a_locked_keychain_is_not_an_absent_one() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    let input = here.path().join("input");
    std::fs::write(&input, with_form(&setup_form())).unwrap();
    let inside = "printf tirkeu | gnome-keyring-daemon --unlock --components=secrets >/dev/null && \
        dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
        org.freedesktop.Secret.Service.Lock \
        array:objpath:/org/freedesktop/secrets/collection/login >/dev/null && \
        \"$0\" --json init --kdf floor --password-stdin --data \"$1\" <\"$2\"";
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", inside, env!("CARGO_BIN_EXE_tirkeu")])
        .args([&data, &input])
        .env("HOME", here.path())
        .env("XDG_DATA_HOME", here.path())
        .env("XDG_RUNTIME_DIR", here.path())
        .env_remove("DISPLAY")
        .output()
        .expect("the packages dbus and gnome-keyring are needed");
    let said = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{said}{told}");
    let answer: Value = serde_json::from_str(said.trim()).unwrap();
    assert_eq!(answer["errors"][0]["code"], "init-keychain");
    assert!(!data.exists(), "nothing was decided for good");
}

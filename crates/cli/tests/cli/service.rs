//! `tirkeu service`: a price list is checked, brought in and listed without a window, with the codes of `docs/cli.md`.

use serde_json::Value;

use super::program::{codes, signed_in};

fn call(data: &std::path::Path, user: &str, args: &[&str]) -> (i32, Value) {
    signed_in(data, user, args, "")
}

#[test]
fn a_price_list_is_checked_brought_in_and_listed() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    let made = call(&data, "manager", &["demo", "--patients", "1"]);
    assert_eq!(made.0, 0, "{}", made.1);
    let (code, listed) = call(&data, "registrar", &["service", "list"]);
    assert_eq!(code, 0);
    assert_eq!(
        listed["services"].as_array().unwrap().len(),
        22,
        "the demo's usual tests"
    );
    let early = call(
        &data,
        "registrar",
        &["service", "list", "--on", "2001-01-01"],
    );
    assert_eq!((early.0, &early.1["list"]), (0, &Value::Null));

    let file = here.path().join("prices.csv");
    let path = file.to_str().unwrap();
    let import = [
        "service",
        "import",
        path,
        "--valid-from",
        "2026-01-01",
        "--name",
        "Прейскурант 2",
    ];
    let missing = call(&data, "manager", &import);
    assert_eq!((missing.0, codes(&missing.1)), (2, vec!["input-missing"]));
    std::fs::write(
        &file,
        "Код;Название;Название (каз);Цена\nA;Анализ;Талдау;100\nA;Анализ;Талдау;-1\n",
    )
    .unwrap();
    let dry = [&import[..], &["--dry-run"]].concat();
    let (code, checked) = call(&data, "manager", &dry);
    assert_eq!((code, &checked["ok"]), (3, &Value::Bool(false)));
    assert_eq!(checked["bad"].as_array().unwrap().len(), 2);
    let refused = call(&data, "manager", &import);
    assert_eq!(
        (refused.0, codes(&refused.1)),
        (3, vec!["service-bad-rows"])
    );

    std::fs::write(
        &file,
        "Код;Название;Название (каз);Цена\nA;Анализ;Талдау;100\n",
    )
    .unwrap();
    let (code, checked) = call(&data, "manager", &dry);
    assert_eq!(
        (code, &checked["ok"], &checked["good"]),
        (0, &Value::Bool(true), &Value::from(1))
    );
    let registrars = call(&data, "registrar", &import);
    assert_eq!(
        (registrars.0, codes(&registrars.1)),
        (3, vec!["not-allowed"])
    );
    assert_eq!(call(&data, "manager", &import).0, 0);
    let listed = call(
        &data,
        "registrar",
        &["service", "list", "--on", "2026-01-01"],
    )
    .1;
    assert_eq!(listed["list"], "Прейскурант 2");
    assert_eq!(listed["services"][0]["form"]["price"], "100");
    let again = call(&data, "manager", &import);
    assert_eq!((again.0, codes(&again.1)), (3, vec!["price-list-same"]));
}

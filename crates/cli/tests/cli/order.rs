//! `tirkeu order`: an order is placed, marked by its number or from a file, and listed without a window, with the codes of
//! `docs/cli.md`.

use super::program::{codes, signed_in as call};

const ORDER: &str = r#"{"codes":["ОАК","ТТГ"],"receipt":"77"}"#;

#[test]
fn an_order_is_placed_marked_and_listed() {
    let here = tempfile::tempdir().unwrap();
    let data = here.path().join("data");
    let made = call(&data, "manager", &["demo", "--patients", "1"], "");
    assert_eq!(made.0, 0, "{}", made.1);
    let ask = |args: &[&str], form: &str| call(&data, "registrar", args, form);
    let list = ask(&["service", "list"], "");
    let code = list.1["services"][0]["form"]["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let (exit, off) = ask(&["order", "place", "--anonymous"], ORDER);
    assert_eq!((exit, codes(&off)), (3, vec!["order-anonymous-off"]));
    let allow = r#"{"do":"allow_anonymous","allowed":true}"#;
    let batch = call(&data, "manager", &["--batch"], allow);
    assert_eq!(batch.0, 0, "{}", batch.1);
    let form = format!(r#"{{"codes":["{code}"]}}"#);
    let (exit, placed) = ask(&["order", "place", "--anonymous"], &form);
    assert_eq!(exit, 0, "{placed}");
    let number = placed["order"]["number"].as_str().unwrap().to_owned();
    assert_eq!(placed["order"]["claim"].as_str().unwrap().len(), 6);
    let (exit, listed) = ask(&["order", "list"], "");
    assert_eq!(
        (exit, listed["orders"][0]["number"].as_str()),
        (0, Some(number.as_str()))
    );

    let file = here.path().join("ready.csv");
    std::fs::write(&file, format!("заказ\n{number}\n100000000\n")).unwrap();
    let report = here.path().join("bad.csv");
    let [file, report] = [&file, &report].map(|path| path.to_str().unwrap());
    let dry = [
        "order",
        "ready",
        "--file",
        file,
        "--dry-run",
        "--report",
        report,
    ];
    let (exit, dry) = ask(&dry, "");
    assert_eq!(exit, 0, "{dry}");
    assert_eq!((&dry["marked"], &dry["refused"]), (&1.into(), &1.into()));
    assert_eq!(std::fs::read_to_string(report).unwrap().lines().count(), 2);
    let (exit, marked) = ask(&["order", "ready", "--file", file], "");
    assert_eq!((exit, &marked["marked"]), (0, &1.into()), "{marked}");
    let (exit, no) = ask(&["order", "ready", &number], "");
    assert_eq!((exit, codes(&no)), (3, vec!["order-ready-already"]));
    let (exit, ready) = ask(&["order", "list", "--filter", "ready"], "");
    assert_eq!((exit, ready["orders"].as_array().unwrap().len()), (0, 1));
    let (exit, none) = ask(&["order", "list", "--number", "100000000"], "");
    assert_eq!((exit, codes(&none)), (3, vec!["order-number-check"]));
    let (exit, _) = call(&data, "manager", &["order", "ready"], "");
    assert_eq!(exit, 2, "neither a number nor a file");
}

//! `tirkeu form NAME`: paper of an order and sheets with values from a file need no data folder; what is wrong is said by
//! its place and never by its value. Numbered blanks and a laboratory's own sheets leave through a session.

use serde_json::{Value, json};

use super::program::{as_manager, filled, pdf_text, said, tirkeu_in};

fn operator() -> Value {
    json!({ "name": { "kk": "«Жұлдыз» ЖШС", "ru": "ТОО «Жұлдыз»" }, "id": "bin", "number": "990140000012" })
}

fn labels() -> Value {
    json!({ "size": { "width_mm": 40, "height_mm": 25, "dpi": 203 },
        "labels": [{ "number": "100 00017 3", "name": "Ахметова А. Б.", "tube": { "kk": "күлгін", "ru": "фиолетовая" }, "copies": 2 }] })
}

fn slip() -> Value {
    json!({ "number": "100 00017 3", "operator": operator(), "placed_at": "20.11.2026", "claim_code": "Қ7-4419",
        "lines": [{ "code": "A-01", "name": { "kk": "ЖҚТ", "ru": "ОАК" }, "price": "1 200 ₸" }], "total": "1 200 ₸",
        "taken_by": { "name": "Сейітқызы А.", "role": { "kk": "Тіркеуші", "ru": "Регистратор" } } })
}

#[test]
fn paper_of_an_order_is_made_of_a_file_without_a_data_folder() {
    let here = tempfile::tempdir().unwrap();
    let reserved = json!({ "operator": operator(), "numbers": ["100 00018 4"], "printed_at": "20.11.2026",
        "printed_by": { "name": "", "role": { "kk": "", "ru": "" } } });
    let registration = json!({ "operator": operator(), "numbers": ["100 00017 3", ""] });
    for (name, values, words) in [
        (
            "label",
            labels(),
            "Ахметова А. Б. күлгін · фиолетовая 100 00017 3",
        ),
        ("slip", slip(), "Қ7-4419"),
        ("reserved", reserved, "100 00018 4"),
        ("registration", registration, "ТОО «Жұлдыз»"),
    ] {
        let args = [
            "form", name, "--lang", "kk", "--data", "-", "-o", "form.pdf",
        ];
        let out = tirkeu_in(here.path(), &args, values.to_string());
        assert!(out.status.success(), "{name}: {}", said(&out));
        let text = pdf_text(here.path(), "form.pdf");
        assert!(text.contains(words), "{name}: {text}");
        std::fs::remove_file(here.path().join("form.pdf")).unwrap();
    }
    let blank = tirkeu_in(here.path(), &["form", "registration", "-o", "form.pdf"], "");
    assert!(blank.status.success(), "{}", said(&blank));
    assert!(pdf_text(here.path(), "form.pdf").contains("Регистрационный лист"));
    let none = tirkeu_in(
        here.path(),
        &["--json", "form", "label", "-o", "no.pdf"],
        "",
    );
    assert!(said(&none).contains("usage-missing"), "{}", said(&none));
}

#[test]
fn what_is_wrong_is_said_by_its_place_and_never_by_its_value() {
    let here = tempfile::tempdir().unwrap();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut values = labels();
        change(&mut values);
        let args = ["--json", "form", "label", "--data", "-", "-o", "no.pdf"];
        let out = tirkeu_in(here.path(), &args, values.to_string());
        assert_eq!(out.status.code(), Some(2), "{}", said(&out));
        said(&out)
    };
    let one = |key: &'static str, value: Value| {
        with(&move |values| values["labels"][0][key] = value.clone())
    };
    for (told, place) in [
        (one("copies", json!("Ахметова")), "labels[0].copies"),
        (one("numbr", json!("1")), "labels[0].numbr"),
        (one("910312400121", json!("1")), "labels[0].…"),
        (
            with(&|values| values["labels"][0] = json!({ "name": "Ахметова" })),
            "labels[0].number",
        ),
        (
            with(&|values| values["size"]["dpi"] = json!(-1)),
            "size.dpi",
        ),
    ] {
        assert!(
            told.contains("input-place") && told.contains(place),
            "{place}: {told}"
        );
        assert!(
            !told.contains("Ахметова") && !told.contains("910312"),
            "{told}"
        );
    }
    assert!(one("number", json!("100 00017 А")).contains("input-number"));
    assert!(with(&|values| values["labels"] = json!([])).contains("input-nothing"));
    let narrow = with(&|values| values["size"]["width_mm"] = json!(30));
    assert!(
        narrow.contains("label-narrow") && narrow.contains("31"),
        "{narrow}"
    );
    assert!(!here.path().join("no.pdf").exists());
}

#[test]
fn blanks_and_sheets_of_a_laboratory_leave_through_a_session() {
    let here = tempfile::tempdir().unwrap();
    filled(here.path());
    let call = |args: &[&str]| {
        let out = as_manager(here.path(), args, "");
        assert!(out.status.success(), "{args:?}: {}", said(&out));
        pdf_text(here.path(), "form.pdf")
    };
    let blank = call(&["form", "consent", "--blank", "17", "-o", "form.pdf"]);
    for words in ["№ 17", "Кто даёт согласие", "Субъект: ____"] {
        assert!(blank.contains(words), "{words} in {blank}");
    }
    let control = call(&["form", "control", "-o", "form.pdf"]);
    assert!(control.contains("Контрольный лист журнала"), "{control}");
}

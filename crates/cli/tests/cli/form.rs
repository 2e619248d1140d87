//! `tirkeu form request-…`: a blank needs no data folder, a card's form leaves through a session with its entry.

use serde_json::{Value, json};

use super::program::{as_manager, filled, pdf_text, said, tirkeu_in};

const WORDINGS: [(&str, &str); 4] = [
    ("request-both", "Кімнен: От:"),
    ("request-ru", "От: (фамилия, имя, отчество)"),
    ("request-kk-full", "Кімнен: (тегі, аты, әкесінің аты)"),
    (
        "request-kk-original",
        "Тегі, аты, әкесінің аты: ЖСН: Жеке куәлік №:",
    ),
];

#[test]
fn a_blank_needs_no_data_folder_and_leaves_none() {
    let here = tempfile::tempdir().unwrap();
    for (wording, words) in WORDINGS {
        for lang in ["ru", "kk"] {
            let out = tirkeu_in(
                here.path(),
                &["form", wording, "--lang", lang, "-o", "form.pdf"],
                b"",
            );
            assert!(out.status.success(), "{}", said(&out));
            let text = pdf_text(here.path(), "form.pdf");
            assert!(text.contains(words), "{wording}: {text}");
            std::fs::remove_file(here.path().join("form.pdf")).unwrap();
        }
    }
    let to_standard = tirkeu_in(here.path(), &["form", "request-ru", "--out", "-"], b"");
    assert!(to_standard.stdout.starts_with(b"%PDF"));
    let left = std::fs::read_dir(here.path()).unwrap().count();
    assert_eq!(left, 0, "nothing else was made");
}

#[test]
fn values_stand_on_their_lines_and_everything_wrong_is_named_at_once() {
    let here = tempfile::tempdir().unwrap();
    let values = json!({
        "organisation_kk": "«Жұлдыз Зертхана» ЖШС", "organisation_ru": "ТОО «Жұлдыз Зертхана»",
        "director_dative_ru": "Сейтовой А.Б.", "name": "Ахметова Айгерим", "document_number": "012345678",
        "kind": "repeated", "reply": ["email"], "reply_email": "aigerim@example.kz", "number": "О-17",
    });
    std::fs::write(here.path().join("values.json"), values.to_string()).unwrap();
    let args = [
        "form",
        "request-ru",
        "--data",
        "values.json",
        "-o",
        "form.pdf",
    ];
    let out = tirkeu_in(here.path(), &args, b"");
    assert!(out.status.success(), "{}", said(&out));
    let text = pdf_text(here.path(), "form.pdf");
    for wanted in [
        "Директору ТОО «Жұлдыз Зертхана» Сейтовой А.Б.",
        "От: Ахметова Айгерим",
        "№ 012345678",
        "на электронную почту: aigerim@example.kz",
        "О-17",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    let wrong = json!({ "name": ["Ахметова"], "adress": "Алматы", "kind": "first" });
    let call = |lang: &str, more: &[&str]| {
        let args = [
            "--lang",
            lang,
            "form",
            "request-ru",
            "--data",
            "-",
            "-o",
            "no.pdf",
        ];
        tirkeu_in(
            here.path(),
            &[&args[..], more].concat(),
            wrong.to_string().as_bytes(),
        )
    };
    for (lang, words) in [("ru", "Такого ключа"), ("kk", "мұндай кілт жоқ")]
    {
        let out = call(lang, &[]);
        assert_eq!(out.status.code(), Some(2));
        let told = said(&out);
        for part in [words, "adress", "name:", "kind:", "initial, repeated"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(
            !told.contains("Ахметова") && !told.contains("Алматы"),
            "{told}"
        );
    }
    let answer: Value = serde_json::from_slice(&call("ru", &["--json"]).stdout).unwrap();
    let codes: Vec<&str> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes.len(), 3);
    for code in ["input-key-unknown", "input-key-text", "input-key-value"] {
        assert!(codes.contains(&code), "{codes:?}");
    }
    assert!(!here.path().join("no.pdf").exists());
    for (input, code) in [("[]", "input-form"), ("{", "input-form")] {
        let args = [
            "--json",
            "form",
            "request-ru",
            "--data",
            "-",
            "-o",
            "no.pdf",
        ];
        let out = tirkeu_in(here.path(), &args, input.as_bytes());
        assert!(said(&out).contains(code), "{}", said(&out));
    }
    let folder = [
        "--json",
        "form",
        "request-ru",
        "--data",
        ".",
        "-o",
        "no.pdf",
    ];
    assert!(said(&tirkeu_in(here.path(), &folder, b"")).contains("input-unreadable"));
}

#[test]
fn a_card_is_filled_in_under_a_session_and_leaves_its_entry() {
    let here = tempfile::tempdir().unwrap();
    filled(here.path());
    let call = |args: &[&str], more: &str| as_manager(here.path(), args, more);
    let patient = json!({
        "surname": "Әбішева", "name": "Гүлнар", "iin": "910312400121", "birth_date": "12.03.1991", "sex": "F",
        "phone": "+7 700 000 00 11", "language": "kk",
    });
    let added = call(&["patient", "add"], &patient.to_string());
    let added: Value = serde_json::from_slice(&added.stdout).unwrap();
    let card = added["subject"]
        .as_str()
        .unwrap_or_else(|| panic!("{added}"));
    let out = call(
        &["form", "request-both", "--card", card, "-o", "form.pdf"],
        "",
    );
    assert!(out.status.success(), "{}", said(&out));
    let answer: Value = serde_json::from_slice(&out.stdout).unwrap();
    let shown = call(&["journal", "show", "--last", "10"], "");
    let journal = String::from_utf8(shown.stdout).unwrap();
    assert!(journal.contains("document_released"), "{journal}");
    assert!(answer["sha256"].as_str().unwrap().len() == 64);
    let text = pdf_text(here.path(), "form.pdf");
    for wanted in ["Әбішева Гүлнар", "910312 400121", "+7 700 000 00 11"] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    // Nobody's card without a session.
    let alone = [
        "--json",
        "form",
        "request-both",
        "--card",
        card,
        "--data",
        "data",
        "-o",
        "no.pdf",
    ];
    assert_eq!(tirkeu_in(here.path(), &alone, b"").status.code(), Some(2));
    assert!(!here.path().join("no.pdf").exists());
}

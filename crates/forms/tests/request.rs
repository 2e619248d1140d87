//! The request form read back, against the annexes of the policy line by line: `annex/ru.txt` and `annex/kk-original.txt`
//! as they were published, `annex/kk-full.txt` as it was translated; names are put in for `{org}` and `{director}`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::poppler::{outside, poppler, text};
use common::{DAY, blank_request, request};
use tirkeu_forms::*;

const RU: &str = include_str!("annex/ru.txt");
const KK_ORIGINAL: &str = include_str!("annex/kk-original.txt");
const KK_FULL: &str = include_str!("annex/kk-full.txt");

fn page(sheet: &RequestData) -> Vec<u8> {
    pdf(&Form::Request(sheet.clone()), DAY).unwrap()
}

fn pages(sheet: &RequestData) -> usize {
    svg(&Form::Request(sheet.clone()), DAY).unwrap().len()
}

/// The annex with the names of this laboratory.
fn annex(lines: &str, org: &str, director: &str) -> String {
    lines.replace("{org}", org).replace("{director}", director)
}

/// Each wording with the annexes that it must hold, in both languages where it has two.
fn wordings() -> [(RequestWording, Vec<String>); 4] {
    let (operator, director) = (common::operator().name, common::director());
    let ru = annex(RU, &operator.ru, &director.dative.ru);
    let full = annex(KK_FULL, &operator.kk, &director.dative.kk);
    let original = annex(KK_ORIGINAL, &operator.kk, &director.nominative.kk);
    [
        (RequestWording::Ru, vec![ru.clone()]),
        (RequestWording::KkFull, vec![full.clone()]),
        (RequestWording::KkOriginal, vec![original]),
        (RequestWording::Both, vec![full, ru]),
    ]
}

/// Lines without their blanks and boxes; a part between two blanks is a line of its own.
fn parts(annex: &str) -> Vec<String> {
    annex
        .lines()
        .flat_map(|line| line.split(['_', '□']))
        .map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|part| !part.is_empty())
        .collect()
}

fn tight(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !['_', '□'].contains(c))
        .collect()
}

/// Every part stands there, none before the one above it.
fn holds_in_order(said: &str, annex: &str) {
    let mut from = 0;
    for part in parts(annex) {
        let at = said[from..].find(&part);
        let at = at.unwrap_or_else(|| panic!("«{part}» after {from} in {said}"));
        from += at + part.len();
    }
}

#[test]
fn every_line_of_the_annex_stands_in_its_order_blank_and_filled() {
    for (wording, annexes) in wordings() {
        for sheet in [blank_request(wording), request(wording)] {
            let said = text(&page(&sheet));
            for annex in &annexes {
                holds_in_order(&said, annex);
            }
        }
    }
}

/// A form in one language says the annex and nothing between its lines.
#[test]
fn nothing_stands_between_the_lines_of_the_annex() {
    for (wording, annexes) in wordings() {
        let [annex] = annexes.as_slice() else {
            continue;
        };
        let said = tight(&text(&page(&blank_request(wording))));
        assert!(said.contains(&tight(annex)), "{wording:?}: {said}");
    }
}

#[test]
fn the_blank_of_both_has_every_word_of_the_two_whole_forms_and_kazakh_first() {
    let said = text(&page(&blank_request(RequestWording::Both)));
    for (kk, ru) in [
        ("Кімнен:", "От:"),
        ("Тұрғылықты жерінің мекенжайы:", "Адрес места жительства:"),
        ("бастапқы", "первичным"),
        ("пошта мекенжайы бойынша:", "по почтовому адресу:"),
        ("Қолы:", "Подпись:"),
    ] {
        assert!(said.find(kk).unwrap() < said.find(ru).unwrap(), "{kk}");
    }
}

#[test]
fn what_is_known_is_printed_and_what_is_not_stays_a_line() {
    let sheet = request(RequestWording::Ru);
    let said = text(&page(&sheet));
    for value in [
        "От: Ахметова Айгерим Болатовна",
        "№ 012345678",
        "Дата выдачи: 12.04.2020",
        "Кем выдан: ҚР ІІМ",
        "ИИН: 850412 172655",
        "Адрес места жительства: 050000, Алматы қ., Төле би к-сі, 5, 12-пәтер",
        "Контактный телефон: +7 701 000 00 11",
        "Ахметова Күләш, мать",
        "на электронную почту: aigerim@example.kz",
        "О-2026/17",
        "25.11.2026",
    ] {
        assert!(said.contains(value), "{value} in {said}");
    }
    assert!(!said.contains("анасы"), "one language, one word: {said}");
    let both = text(&page(&request(RequestWording::Both)));
    assert!(both.contains("Ахметова Күләш, анасы Ахметова Күләш, мать"));
    let empty = text(&page(&blank_request(RequestWording::Ru)));
    assert!(empty.contains("От: (фамилия, имя, отчество)"), "{empty}");
    assert!(!empty.contains("2026"), "{empty}");
}

#[test]
fn a_document_that_is_no_identity_card_is_named() {
    let passport = |wording| {
        text(&page(&RequestData {
            document: Both::new("төлқұжат", "паспорт"),
            document_number: "N12345678".into(),
            ..request(wording)
        }))
    };
    assert!(passport(RequestWording::Ru).contains("(удостоверение личности): паспорт №"));
    let original = passport(RequestWording::KkOriginal);
    assert!(
        original.contains("Жеке куәлік №: төлқұжат, N12345678"),
        "{original}"
    );
}

/// The squares are pictures: PDF/UA refuses one without words, so that the form can be read without eyes too.
#[test]
fn every_box_is_a_picture_and_a_ticked_one_another() {
    let tree = |sheet: &RequestData| {
        String::from_utf8_lossy(&poppler("pdfinfo", &["-struct", "-"], &page(sheet))).into_owned()
    };
    let count = |tree: &str, words: &str| tree.matches(words).count();
    let blank = tree(&blank_request(RequestWording::Ru));
    assert_eq!(count(&blank, "Figure"), 4, "{blank}");
    let filled = page(&request(RequestWording::Ru));
    assert_eq!(count(&tree(&request(RequestWording::Ru)), "Figure"), 4);
    assert_ne!(
        filled,
        page(&RequestData {
            kind: None,
            ..request(RequestWording::Ru)
        })
    );
    let original = tree(&request(RequestWording::KkOriginal));
    assert_eq!(count(&original, "Figure"), 0);
}

#[test]
fn a_form_of_nobody_and_no_laboratory_is_whole() {
    let nobody = Operator {
        name: Both::default(),
        address: Both::default(),
        number: String::new(),
        phone: String::new(),
        email: String::new(),
        ..common::operator()
    };
    let gap = "____________________";
    for (wording, lines) in [
        (RequestWording::Ru, RU),
        (RequestWording::KkOriginal, KK_ORIGINAL),
        (RequestWording::KkFull, KK_FULL),
    ] {
        let sheet = RequestData::blank(wording, nobody.clone(), Director::default());
        let said = text(&page(&sheet));
        holds_in_order(&said, &annex(lines, gap, gap));
        assert!(said.contains(gap), "{said}");
        assert_eq!(pages(&sheet), 1);
    }
}

#[test]
fn every_blank_is_one_page() {
    for wording in RequestWording::ALL {
        assert_eq!(pages(&blank_request(wording)), 1, "{wording:?}");
        assert_eq!(
            outside(&page(&blank_request(wording))),
            Vec::<String>::new()
        );
    }
}

#[test]
fn long_and_missing_values_flow_on_and_nothing_is_cut() {
    let long = "Әбдіғаппарұлы".repeat(10);
    let wide = "Щ".repeat(120);
    let lines: Vec<String> = (0..60)
        .map(|at| format!("{at}-қатар, Щербаков көшесі"))
        .collect();
    for wording in RequestWording::ALL {
        let sheet = RequestData {
            operator: Operator {
                name: Both::new(long.clone(), wide.clone()),
                ..common::operator()
            },
            director: Director {
                nominative: Both::new(wide.clone(), wide.clone()),
                dative: Both::new(wide.clone(), wide.clone()),
            },
            name: long.clone(),
            document: Both::new(wide.clone(), wide.clone()),
            document_number: wide.clone(),
            document_issued_on: wide.clone(),
            document_issued_by: wide.clone(),
            iin: wide.clone(),
            address: lines.join("\n"),
            phone: wide.clone(),
            email: wide.clone(),
            grounds: Both::new(lines.join("\n"), wide.clone()),
            facts: lines.join("\n"),
            information: lines.join("\n"),
            reason: wide.clone(),
            reply_post: lines.join("\n"),
            reply_email: wide.clone(),
            signed_on: wide.clone(),
            number: wide.clone(),
            received_on: wide.clone(),
            due_on: wide.clone(),
            ..request(wording)
        };
        let bytes = page(&sheet);
        assert_eq!(outside(&bytes), Vec::<String>::new(), "{wording:?}");
        let said = tight(&text(&bytes));
        let values = if wording == RequestWording::KkOriginal {
            6
        } else {
            9
        };
        assert!(said.matches(&wide).count() >= values, "{wording:?}: {said}");
        if wording != RequestWording::KkOriginal {
            for line in &lines {
                assert!(
                    said.matches(&tight(line)).count() >= 4,
                    "{wording:?}: {line}"
                );
            }
            assert!(pages(&sheet) > 2 && pages(&sheet) < 12, "{}", pages(&sheet));
        }
    }
}

#[test]
fn a_name_without_patronymic_and_every_kazakh_letter_are_printed() {
    for wording in RequestWording::ALL {
        let sheet = RequestData {
            name: "Ли Анна".into(),
            document_issued_by: "ӘҒҚҢӨҰҮҺІ әғқңөұүһі".into(),
            phone: "ӘҒҚҢӨҰҮҺІ әғқңөұүһі".into(),
            ..request(wording)
        };
        let said = text(&page(&sheet));
        assert!(said.contains("Ли Анна"), "{said}");
        assert!(said.contains("ӘҒҚҢӨҰҮҺІ әғқңөұүһі"), "{said}");
    }
}

#[test]
fn typed_text_is_never_read_as_markup() {
    let nasty = "#panic() $x$ *b* <b>&amp;</b> @ref `raw` [x] {y} = // ~ -- { $org }";
    let sheet = RequestData {
        name: nasty.into(),
        information: nasty.into(),
        ..request(RequestWording::Both)
    };
    let said = text(&page(&sheet));
    assert_eq!(said.matches(nasty).count(), 2, "{said}");
}

#[test]
fn our_number_and_the_stub_stand_outside_of_the_frame() {
    let said = text(&page(&request(RequestWording::Ru)));
    let at = |words: &str| {
        said.find(words)
            .unwrap_or_else(|| panic!("{words}: {said}"))
    };
    assert!(at("О-2026/17") < at("Приложение № 1"), "above the frame");
    assert!(at("Подпись:") < at("Талон о приёме запроса"), "below it");
    assert_eq!(said.matches("О-2026/17").count(), 2, "and on the stub");
    assert_eq!(said.matches("25.11.2026").count(), 2);
}

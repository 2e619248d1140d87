//! Labels, slip and the set for a day without the program, read back: bars by a decoder, words by poppler.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::order::{NUMBER, label, labels, registration, reserved, slip};
use common::poppler::{Dots, dots, outside, poppler, text};
use common::{DAY, operator};
use rxing::BarcodeFormat;
use rxing::helpers::detect_in_luma;
use tirkeu_core::domain::print::LabelSize;
use tirkeu_forms::*;

/// What the scanner says to a picture of the bars.
fn scanned(page: &Dots) -> Option<String> {
    // A printer's dot is black or not; the picture is as large as a camera sees it from near.
    let scale = 2;
    let (width, height) = (page.width * scale, page.height * scale);
    let grey = (0..width * height)
        .map(|at| {
            let dark = page.grey[(at / width / scale) * page.width + at % width / scale] < 128;
            if dark { 0 } else { 255 }
        })
        .collect();
    let found = detect_in_luma(
        grey,
        u32::try_from(width).unwrap(),
        u32::try_from(height).unwrap(),
        Some(BarcodeFormat::CODE_128),
    );
    found.ok().map(|found| found.getText().to_owned())
}

fn render(form: &Form) -> Vec<u8> {
    pdf(form, DAY).unwrap()
}

/// Width and height of the first page in millimetres.
fn page_size(pdf: &[u8]) -> (f64, f64) {
    let info = String::from_utf8(poppler("pdfinfo", &["-"], pdf)).unwrap();
    let line = info
        .lines()
        .find(|line| line.starts_with("Page size:"))
        .unwrap();
    let mut numbers = line.split_whitespace().filter_map(|word| word.parse().ok());
    let mut mm = || -> f64 {
        numbers
            .next()
            .map(|points: f64| points / 72.0 * 25.4)
            .unwrap()
    };
    (mm(), mm())
}

/// Words of a label that leave it.
fn over_the_edge(pdf: &[u8], (width, height): (u16, u16)) -> Vec<String> {
    let boxes = String::from_utf8(poppler("pdftotext", &["-bbox", "-", "-"], pdf)).unwrap();
    let number = |line: &str, key: &str| -> f64 {
        let from = line.find(key).unwrap() + key.len() + 2;
        let points: f64 = line[from..].split('"').next().unwrap().parse().unwrap();
        points / 72.0 * 25.4
    };
    let (width, height) = (f64::from(width), f64::from(height));
    let leaves = |line: &&str| {
        number(line, "xMin") < 0.9
            || number(line, "xMax") > width - 0.9
            || number(line, "yMin") < 0.0
            || number(line, "yMax") > height
    };
    let words = boxes.lines().filter(|line| line.contains("<word "));
    words.filter(leaves).map(str::to_owned).collect()
}

#[test]
fn every_label_is_read_by_a_scanner_at_the_printers_own_dots() {
    for size in [
        (40, 25, 203),
        (31, 15, 203),
        (58, 40, 203),
        (110, 60, 203),
        (25, 15, 300),
        (43, 25, 300),
        (40, 25, 600),
    ] {
        let numbers = ["100 00017 3", "999 99999 9", "000 00000 0", "123 45678 9"];
        let all = numbers.map(|number| Label {
            number: number.into(),
            ..label()
        });
        let bytes = render(&labels(all.to_vec(), size));
        let pages = dots(&bytes, size.2);
        assert_eq!(pages.len(), numbers.len());
        for (page, number) in pages.iter().zip(numbers) {
            let digits = number.replace(' ', "");
            assert_eq!(scanned(page).as_deref(), Some(&*digits), "{size:?}");
        }
    }
}

#[test]
fn every_pair_of_digits_is_read() {
    let all = (0..100).map(|pair| Label {
        number: format!(
            "{pair:02}{:02} {:02}{:02} {}",
            99 - pair,
            pair,
            (pair + 41) % 100,
            pair % 10
        ),
        ..label()
    });
    let all: Vec<_> = all.collect();
    let bytes = render(&labels(all.clone(), (40, 25, 203)));
    for (page, label) in dots(&bytes, 203).iter().zip(all) {
        assert_eq!(scanned(page), Some(label.number.replace(' ', "")));
    }
}

/// Bars of whole dots: in every row of the bars each run of one colour is a multiple of the module.
#[test]
fn bars_are_whole_dots_and_the_white_beside_them_is_ten_modules() {
    for size in [(40, 25, 203), (31, 15, 203), (58, 40, 203), (40, 25, 600)] {
        let bytes = render(&labels(vec![label()], size));
        let page = &dots(&bytes, size.2)[0];
        let module = usize::from(
            LabelSize::new(size.0, size.1, size.2)
                .unwrap()
                .module_dots(),
        );
        // Through the middle of the bars: they begin below the edge and take two fifths.
        let row = page.height / 5;
        let line = &page.grey[row * page.width..(row + 1) * page.width];
        assert!(
            line.iter().all(|dot| *dot == 0 || *dot == 255),
            "no grey: {size:?}"
        );
        let runs: Vec<usize> = line.chunk_by(|a, b| a == b).map(<[u8]>::len).collect();
        let (left, right) = (runs[0], runs[runs.len() - 1]);
        assert!(
            left >= 10 * module && right >= 10 * module,
            "{left} {right}: {size:?}"
        );
        let bars = &runs[1..runs.len() - 1];
        assert!(
            bars.iter().all(|run| run % module == 0),
            "{bars:?}: {size:?}"
        );
        assert_eq!(bars.iter().sum::<usize>(), 101 * module);
    }
}

#[test]
fn a_label_says_whose_it_is_in_both_languages() {
    let bytes = render(&labels(vec![label()], (40, 25, 203)));
    let said = text(&bytes);
    for words in [
        NUMBER,
        "Ахметова А. Б.",
        "12.04.1885",
        "күлгін · фиолетовая",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("CITO") && !said.contains("ОҚУ"));
    let (width, height) = page_size(&bytes);
    assert!((width - 40.0).abs() < 0.01 && (height - 25.0).abs() < 0.01);
}

#[test]
fn copies_of_a_tube_are_pages_and_an_anonymous_label_has_its_number_alone() {
    let nobody = Label {
        name: String::new(),
        birth_date: String::new(),
        copies: 1,
        ..label()
    };
    let twice = Label {
        copies: 3,
        urgency: Urgency::Cito,
        ..label()
    };
    let bytes = render(&labels(vec![nobody.clone(), twice], (40, 25, 203)));
    assert_eq!(dots(&bytes, 203).len(), 4);
    assert_eq!(text(&bytes).matches("CITO").count(), 3);
    let alone = text(&render(&labels(vec![nobody], (40, 25, 203))));
    assert_eq!(alone, format!("{NUMBER} күлгін · фиолетовая"));
    let none = labels(
        vec![Label {
            copies: 0,
            ..label()
        }],
        (40, 25, 203),
    );
    assert!(matches!(pdf(&none, DAY), Err(FormError::Nothing)));
    assert!(matches!(
        pdf(&labels(vec![], (40, 25, 203)), DAY),
        Err(FormError::Nothing)
    ));
}

#[test]
fn long_names_stay_on_the_label_and_the_bars_stay_readable() {
    for name in [
        "Әбдіғаппарұлы".repeat(10),
        "Константинопольская-Абдрахманова Ә. Ғ.".to_owned(),
        "שלום 😀".to_owned(),
        "Ж".repeat(120),
    ] {
        for size in [(40, 25, 203), (31, 15, 203)] {
            let long = Label {
                name: name.clone(),
                tube: Both::new(
                    "өте ұзын атауы бар пробирка",
                    "пробирка с длинным названием",
                ),
                urgency: Urgency::Cito,
                ..label()
            };
            let bytes = render(&labels(vec![long], size));
            let pages = dots(&bytes, size.2);
            assert_eq!(pages.len(), 1, "one label stays one label");
            assert_eq!(scanned(&pages[0]).as_deref(), Some("100000173"), "{name}");
            let over = over_the_edge(&bytes, (size.0, size.1));
            assert_eq!(over, Vec::<String>::new(), "{name}");
        }
    }
}

#[test]
fn a_training_label_says_so_and_is_still_read() {
    let Form::Label(sheet) = labels(vec![label()], (40, 25, 203)) else {
        unreachable!()
    };
    for purpose in [LabelPurpose::Tubes, LabelPurpose::Proof] {
        let bytes = render(&Form::Label(LabelData {
            training: true,
            purpose,
            ..sheet.clone()
        }));
        assert!(text(&bytes).contains("ОҚУ · УЧЕБНЫЙ"));
        assert_eq!(scanned(&dots(&bytes, 203)[0]).as_deref(), Some("100000173"));
    }
}

#[test]
fn a_number_that_is_none_and_a_label_that_is_too_small_are_refused() {
    let with = |number: &str| {
        let form = labels(
            vec![Label {
                number: number.into(),
                ..label()
            }],
            (40, 25, 203),
        );
        pdf(&form, DAY)
    };
    assert!(matches!(with("100 00017 А"), Err(FormError::Number)));
    assert!(matches!(
        with("1".repeat(40).as_str()),
        Err(FormError::Number)
    ));
    assert!(matches!(
        pdf(&labels(vec![label()], (30, 25, 203)), DAY),
        Err(FormError::Label)
    ));
}

#[test]
fn labels_and_slip_are_archival_tagged_and_the_same_again() {
    for form in [labels(vec![label(); 4], (40, 25, 203)), Form::Slip(slip())] {
        let bytes = render(&form);
        assert!(bytes == render(&form), "the same bytes");
        assert_eq!(svg(&form, DAY).unwrap(), svg(&form, DAY).unwrap());
        let meta = String::from_utf8(poppler("pdfinfo", &["-meta", "-"], &bytes)).unwrap();
        assert!(meta.contains("<pdfaid:part>2</pdfaid:part>"), "{meta}");
        let fonts = String::from_utf8(poppler("pdffonts", &["-"], &bytes)).unwrap();
        for font in fonts.lines().skip(2) {
            assert!(
                font.contains("GolosText") && font.contains(" yes yes yes "),
                "{font}"
            );
        }
    }
}

#[test]
fn a_slip_says_what_is_paid_and_how_to_learn_that_it_is_ready() {
    let bytes = render(&Form::Slip(slip()));
    let said = text(&bytes);
    for words in [
        NUMBER,
        "Жалпы қан талдауы",
        "Общий анализ крови",
        "1 200 ₸",
        "4 100 ₸",
        "оплачено, чек № 0417",
        "төленген, чек № 0417",
        "21.11.2026 после 16:00",
        "Позвоните в регистратуру",
        "Тіркеу бөліміне қоңырау шалыңыз",
        "Ахметова Айгерим Болатовна",
        "Сохраните этот лист: по номеру заказа",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("Код выдачи") && !said.contains("CITO"));
    let first = &dots(&bytes, 203)[0];
    assert_eq!(scanned(first).as_deref(), Some("100000173"));
}

#[test]
fn an_anonymous_slip_has_a_claim_code_and_no_name() {
    let bytes = render(&Form::Slip(SlipData {
        person: Person::default(),
        claim_code: "Қ7-4419".into(),
        urgency: Urgency::Cito,
        ..slip()
    }));
    let said = text(&bytes);
    for words in [
        "Қ7-4419",
        "Код выдачи",
        "Беру коды",
        "CITO",
        "никому не показывайте",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(
        !said.contains("Фамилия") && !said.contains("Дата рождения"),
        "{said}"
    );
}

#[test]
fn sixty_services_with_long_names_flow_on_and_stay_inside() {
    let long = "Иммуноферментный-анализ-на-антитела ".repeat(8);
    let line = |at: usize| SlipLine {
        code: format!("A-{at:03}"),
        name: Both::new(long.clone(), long.clone()),
        price: "1 234 567 ₸".into(),
    };
    let bytes = render(&Form::Slip(SlipData {
        lines: (0..60).map(line).collect(),
        operator: Operator {
            address: Both::new("жол\n".repeat(60), "строка\n".repeat(60)),
            ..operator()
        },
        person: Person {
            name: "Ұзынтегі".repeat(15),
            ..common::person()
        },
        ..slip()
    }));
    assert_eq!(outside(&bytes), Vec::<String>::new());
    assert!(text(&bytes).contains("A-059"));
}

#[test]
fn the_set_for_a_day_without_the_program_is_numbered_and_scannable() {
    let bytes = render(&Form::Registration(registration()));
    let pages = dots(&bytes, 203);
    assert_eq!(scanned(&pages[0]).as_deref(), Some("100000173"));
    assert_eq!(scanned(&pages[1]), None, "the second waits for a label");
    let said = text(&bytes);
    for words in [
        NUMBER,
        "Тіркеу парағы",
        "Регистрационный лист",
        "Бланк согласия №",
        "Келісім бланкінің №",
        "место для этикетки",
        "внесите этот лист с датой",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let blank = RegistrationData {
        operator: Operator {
            name: Both::default(),
            address: Both::default(),
            number: String::new(),
            ..operator()
        },
        numbers: vec![String::new()],
    };
    let bytes = render(&Form::Registration(blank));
    assert_eq!(outside(&bytes), Vec::<String>::new());
    assert!(text(&bytes).contains("Лаборатория"));
    assert_eq!(dots(&bytes, 60).len(), 1, "a sheet is one page");

    let many = ReservedData {
        numbers: (0..50).map(|at| format!("100 {at:05} 3")).collect(),
        ..reserved()
    };
    let bytes = render(&Form::Reserved(many));
    assert_eq!(outside(&bytes), Vec::<String>::new());
    let said = text(&bytes);
    assert!(said.contains("100 00049 3") && said.contains("Номера заказов про запас"));
    assert!(said.contains("Қордағы тапсырыс нөмірлері"));
}

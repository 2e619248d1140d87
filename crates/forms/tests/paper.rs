//! The sheets read back: text by poppler, QR codes by a decoder, places by the box of every word.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;

use common::DAY;
use common::poppler::{outside, poppler, text};
use tirkeu_forms::*;

fn render(form: &Form) -> Vec<u8> {
    pdf(form, DAY).unwrap()
}

fn pages(form: &Form) -> usize {
    svg(form, DAY).unwrap().len()
}

/// Everything that the QR codes of a sheet say.
fn qr_codes(pdf: &[u8]) -> BTreeSet<String> {
    let image = poppler(
        "pdftoppm",
        &["-gray", "-r", "200", "-f", "1", "-l", "9", "-"],
        pdf,
    );
    let mut found = BTreeSet::new();
    let mut rest = image.as_slice();
    while !rest.is_empty() {
        let mut words = rest.splitn(4, |byte| byte.is_ascii_whitespace());
        assert_eq!(words.next(), Some(b"P5".as_slice()));
        let mut size = || {
            std::str::from_utf8(words.next().unwrap())
                .unwrap()
                .parse::<usize>()
                .unwrap()
        };
        let (width, height) = (size(), size());
        let pixels = &words.next().unwrap()[4..];
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
            pixels[y * width + x]
        });
        for grid in picture.detect_grids() {
            found.insert(grid.decode().unwrap().1);
        }
        rest = &pixels[width * height..];
    }
    found
}

#[test]
fn every_kazakh_letter_comes_back_from_the_paper() {
    let mut receipt = common::receipt();
    receipt.person.name = "ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёё №₸«»".into();
    let text = text(&render(&Form::Receipt(receipt)));
    assert!(text.contains("ӘҒҚҢӨҰҮҺІ әғқңөұүһі Ёё №₸«»"), "{text}");
}

#[test]
fn the_exact_sentences_stand_on_the_consent_sheet() {
    let sheet = common::consent();
    let text = text(&render(&Form::Consent(sheet.clone())));
    for both in [
        &sheet.sentence,
        &sheet.care,
        &sheet.policy.title,
        &sheet.operator.name,
    ] {
        assert!(text.contains(&both.kk), "{} in {text}", both.kk);
        assert!(text.contains(&both.ru), "{} in {text}", both.ru);
    }
    let tight = |s: &str| s.replace(char::is_whitespace, "");
    assert!(tight(&text).contains(&tight(
        &sheet.block.kk[..400.min(sheet.block.kk.floor_char_boundary(400))]
    )));
    assert!(tight(&text).contains("Отозватьсогласиеможновлюбоевремя:врегистратуре,попочтеилипоэлектроннойпочте:zhuldyz@example.kz."));
    assert!(text.contains("Дербес деректерді жинауға және өңдеуге келісім"));
    assert!(text.contains("Подпись поставлена в моём присутствии"));
    assert!(
        text.contains(&sheet.policy.url),
        "where it stands on the web"
    );
}

#[test]
fn a_receipt_says_how_to_withdraw_in_both_languages() {
    let text = text(&render(&Form::Receipt(common::receipt())));
    for sentence in [
        "Тема письма: «Отзыв согласия на обработку персональных данных».",
        "Хаттың тақырыбы: «Дербес деректерді өңдеуге берілген келісімді кері қайтарып алу».",
        "Отправьте письмо по адресу: 050000, г. Алматы, ул. Абая, 10",
        "Хатты мына мекенжайға жіберіңіз: 050000, Алматы қ., Абай к-сі, 10",
        "Срок, рабочих дней: 15.",
        "Мерзімі, жұмыс күні: 15.",
        "https://jasyl.kz/policy",
    ] {
        assert!(text.contains(sentence), "{sentence} in {text}");
    }
}

#[test]
fn withdrawn_is_not_recorded_by_mistake() {
    let mut card = common::evidence();
    let withdrawn = text(&render(&Form::EvidenceCard(card.clone())));
    card.state = State::Mistaken;
    card.later[0].state = State::Mistaken;
    let mistaken = text(&render(&Form::EvidenceCard(card)));
    assert!(
        withdrawn.contains("До отзыва оно действовало") && !withdrawn.contains("Ошибочно внесено")
    );
    assert!(mistaken.contains("Согласием она не была никогда") && !mistaken.contains("Отозвано"));
    assert!(mistaken.contains("Қате енгізілген"));
}

/// One line more may be one page more; nothing is cut for it.
#[test]
fn whoever_took_it_back_for_the_person_stands_on_the_card_of_the_consent() {
    let mut card = common::evidence();
    card.later[0].giver = Both::new(
        "Ахметова Айгерім, анасы, № 77-АБВ",
        "Ахметова Айгерім, мать, № 77-АБВ",
    );
    let bytes = render(&Form::EvidenceCard(card));
    assert_eq!(outside(&bytes), Vec::<String>::new());
    let text = text(&bytes);
    for wanted in ["За пациента действует", "Ахметова Айгерім, мать"]
    {
        assert!(text.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_card_shows_the_wording_word_for_word_and_every_hash() {
    let card = common::evidence();
    let tight: String = text(&render(&Form::EvidenceCard(card.clone())))
        .split(' ')
        .collect();
    for shown in &card.shown {
        let start = &shown.text[..shown.text.floor_char_boundary(300)];
        assert!(tight.contains(&start.replace(' ', "")), "{tight}");
    }
    for hash in [
        &card.entry,
        &card.shown_sha256,
        &card.policy.sha256,
        &card.later[0].entry,
    ] {
        assert!(tight.contains(hash.as_str()), "{hash}");
    }
}

#[test]
fn an_employer_reads_who_came_and_nothing_else() {
    let sheet = common::expected();
    let said = text(&render(&Form::Expected(sheet.clone())));
    for words in [
        "«Зауыт» ЖШС",
        "20.11.2026",
        "Әлиева Ә. Б.",
        "Іскендір Ү.",
        "келді · пришёл(а)",
        "келмеді · не пришёл(а)",
        "фамилия не указана",
        "Явка по списку",
        "Тізім бойынша келгендер",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert_eq!(said.matches("не пришёл(а)").count(), 2);
    let many = ExpectedData {
        rows: (0..900)
            .map(|at| ExpectedLine {
                number: at.to_string(),
                name: format!("Өте-ұзын-тегі-бар-адам {}", "Ә.".repeat(20)),
                came: at % 3 == 0,
            })
            .collect(),
        ..sheet
    };
    let form = Form::Expected(many);
    assert!(pages(&form) > 10, "a long list flows on");
    assert_eq!(outside(&render(&form)), Vec::<String>::new());
    assert!(
        text(&render(&form)).matches("Явка").count() > 10,
        "the header stands on each page"
    );
}

#[test]
fn a_control_sheet_holds_the_whole_head_in_digits_and_as_a_code() {
    let sheet = common::control();
    let page = render(&Form::Control(sheet.clone()));
    let said: String = text(&page).split_whitespace().collect();
    assert!(said.contains(&sheet.own.hash) && said.contains(&sheet.others[0].hash));
    let head = head_text(&sheet.own.device, &sheet.seq, &sheet.own.hash);
    assert_eq!(qr_codes(&page), BTreeSet::from([head.clone()]));
    assert!(head.starts_with(tirkeu_core::query::trail::CODE));
}

#[test]
fn a_patient_reads_who_looked_with_their_number_masked() {
    let said = text(&render(&Form::Seen(common::seen())));
    for words in [
        "Сейтова А.",
        "Өмірова Ү.",
        "••••••••0121",
        "Карточканы кім ашты",
        "документ",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!said.contains("Более ранние"), "nothing was left out");
}

#[test]
fn qr_codes_read_back() {
    let kit = common::kit();
    let codes = qr_codes(&render(&Form::Kit(kit.clone())));
    assert_eq!(codes, BTreeSet::from([kit.groups.concat(), kit.age_key]));
    let sheet = common::consent();
    let expected = policy_text(&sheet.policy.sha256);
    assert_eq!(
        qr_codes(&render(&Form::Consent(sheet))),
        BTreeSet::from([expected])
    );
    let receipt = common::receipt();
    let expected = entry_text(&receipt.entries);
    assert_eq!(
        qr_codes(&render(&Form::Receipt(receipt))),
        BTreeSet::from([expected])
    );
    let card = common::evidence();
    let expected = entry_text(&[&card.entry]);
    assert_eq!(
        qr_codes(&render(&Form::EvidenceCard(card))),
        BTreeSet::from([expected])
    );
}

#[test]
fn the_kit_carries_its_digits_and_its_key_as_text() {
    let kit = common::kit();
    let tight: String = text(&render(&Form::Kit(kit.clone()))).split(' ').collect();
    for group in &kit.groups {
        assert!(tight.contains(group.as_str()), "{group} in {tight}");
    }
    assert!(
        tight.contains(&kit.age_key),
        "the key must be copied from the PDF without gaps: {tight}"
    );
    assert!(tight.contains(&kit.fingerprint));
}

#[test]
fn same_input_same_bytes_and_another_date_another_file() {
    for (name, form) in common::all() {
        let first = render(&form);
        for _ in 0..3 {
            assert!(first == render(&form), "{name}");
        }
        comemo_forgets();
        assert!(
            first == render(&form),
            "{name} after the typesetter forgot its work"
        );
        assert!(first != pdf(&form, (2026, 11, 21)).unwrap(), "{name}");
        assert_eq!(svg(&form, DAY).unwrap(), svg(&form, DAY).unwrap());
    }
}

/// Nothing learnt from an earlier sheet may change a later one.
fn comemo_forgets() {
    comemo::evict(0);
}

#[test]
fn the_number_of_an_article_stays_with_its_ending() {
    let text = text(&render(&Form::EvidenceCard(common::evidence())));
    assert!(text.contains(" 60-бабы)"), "{text}");
}

#[test]
fn typed_text_is_never_read_as_markup() {
    let nasty = "#panic() $x$ *b* _i_ <b>&amp;</b> \\n @ref `raw` [x] {y} // = // https://example.kz ~ -- ...";
    let mut receipt = common::receipt();
    receipt.person.name = nasty.into();
    receipt.operator.name = Both::new(nasty, nasty);
    receipt.operator.address = Both::new(nasty, nasty);
    receipt.taken_by.name = nasty.into();
    receipt.channel = Both::new("{ $x } { -term }", "= heading");
    let form = Form::Receipt(receipt);
    let text = text(&render(&form));
    assert!(text.contains(nasty), "{text}");
    assert!(
        text.contains(&format!("Отправьте письмо по адресу: {nasty}")),
        "{text}"
    );
    assert!(text.contains("{ $x } { -term }") && text.contains("= heading"));
    for page in svg(&form, DAY).unwrap() {
        assert!(!page.contains("<b>") && !page.contains("<script"));
    }
}

#[test]
fn a_no_is_not_called_a_consent() {
    let said = |answer| {
        let receipt = ReceiptData {
            answer,
            ..common::receipt()
        };
        text(&render(&Form::Receipt(receipt)))
    };
    let (yes, no, back) = (
        said(Answer::Given),
        said(Answer::Refused),
        said(Answer::Withdrawn),
    );
    assert!(yes.contains("Подтверждение согласия") && yes.contains("Келісім туралы растама"));
    assert!(yes.contains("Как отозвать согласие"), "{yes}");
    assert!(no.contains("Подтверждение отказа от согласия"), "{no}");
    assert!(no.contains("Келісімнен бас тарту туралы растама"), "{no}");
    assert!(back.contains("Подтверждение отзыва согласия"), "{back}");
    assert!(
        back.contains("Келісімді кері қайтарып алу туралы растама"),
        "{back}"
    );
    assert!(back.contains("рабочих дней: 15"), "{back}");
    for other in [no, back] {
        assert!(!other.contains("Как отозвать согласие"), "{other}");
        assert!(!other.contains("Согласие дано"), "{other}");
    }
}

#[test]
fn strange_letters_never_stop_a_sheet() {
    for name in [
        "שלום عربي",
        "a\u{202E}b\u{0}c\u{7}",
        "😀😀",
        "漢字",
        "\u{FFFD}",
        "и\u{306}",
        "e\u{301}\u{301}\u{301}",
        "\u{E000}\u{10FFFF}",
        "",
    ] {
        let mut receipt = common::receipt();
        receipt.person.name = name.into();
        let bytes = pdf(&Form::Receipt(receipt), DAY).unwrap_or_else(|e| panic!("{name:?}: {e}"));
        assert_eq!(outside(&bytes), Vec::<String>::new(), "{name:?}");
    }
}

#[test]
fn nothing_leaves_the_page() {
    for (name, form) in common::all() {
        assert_eq!(outside(&render(&form)), Vec::<String>::new(), "{name}");
        let expected = match form {
            Form::Kit(_)
            | Form::Receipt(_)
            | Form::Expected(_)
            | Form::Control(_)
            | Form::Seen(_)
            | Form::Request(_)
            | Form::Label(_)
            | Form::Slip(_)
            | Form::Act(_)
            | Form::Reserved(_) => 1,
            Form::Consent(_) | Form::EvidenceCard(_) | Form::Registration(_) => 2,
        };
        assert_eq!(pages(&form), expected, "{name}");
    }
}

#[test]
fn the_kit_of_a_lab_with_a_long_name_is_one_page() {
    let mut kit = common::kit();
    kit.operator.name = Both::new(
        "«Жұлдыз» қоғамдық қорының Өскемен қаласындағы клиникалық-диагностикалық зертханасы",
        "Клинико-диагностическая лаборатория общественного фонда «Жұлдыз» в городе Усть-Каменогорске",
    );
    assert_eq!(
        pages(&Form::Kit(kit)),
        1,
        "a secret on two sheets is half lost"
    );
}

#[test]
fn every_page_of_a_training_laboratory_is_marked() {
    let training = || Operator {
        training: true,
        ..common::operator()
    };
    let forms = [
        Form::Kit(KitData {
            operator: training(),
            ..common::kit()
        }),
        Form::Expected(ExpectedData {
            operator: training(),
            ..common::expected()
        }),
        Form::Consent(ConsentData {
            operator: training(),
            ..common::consent()
        }),
        Form::Receipt(ReceiptData {
            operator: training(),
            ..common::receipt()
        }),
        Form::EvidenceCard(EvidenceData {
            operator: training(),
            ..common::evidence()
        }),
    ];
    for form in forms {
        let pages = svg(&form, DAY).unwrap().len();
        let said = text(&pdf(&form, DAY).unwrap());
        for word in ["УЧЕБНЫЙ", "ОҚУ"] {
            let count = said.matches(word).count();
            assert!(
                count >= pages,
                "{word} {count} times on {pages} pages: {said}"
            );
        }
    }
    let real = text(&pdf(&Form::Receipt(common::receipt()), DAY).unwrap());
    assert!(!real.contains("УЧЕБНЫЙ"), "a real sheet is not marked");
}

#[test]
fn long_data_flow_on_and_stay_inside() {
    let long = "Әбдіғаппарұлы".repeat(10);
    let lines = vec!["Ұзын мекенжай, 12345-үй"; 60].join("\n");
    let operator = Operator {
        name: Both::new(long.clone(), long.clone()),
        address: Both::new(lines.clone(), lines.clone()),
        email: format!("{}@example.kz", "a".repeat(120)),
        ..common::operator()
    };
    let person = Person {
        name: long.clone(),
        ..common::person()
    };
    let policy = Policy {
        url: format!("https://example.kz/{}", "саясат-".repeat(25)),
        ..common::policy()
    };
    let forms = [
        Form::Kit(KitData {
            operator: Operator {
                address: Both::default(),
                ..operator.clone()
            },
            ..common::kit()
        }),
        Form::Consent(ConsentData {
            operator: operator.clone(),
            person: person.clone(),
            policy: policy.clone(),
            ..common::consent()
        }),
        Form::Receipt(ReceiptData {
            operator: operator.clone(),
            person: person.clone(),
            number: long.clone(),
            policy,
            ..common::receipt()
        }),
        Form::EvidenceCard(EvidenceData {
            operator,
            person,
            device: long,
            ..common::evidence()
        }),
    ];
    for form in forms {
        assert_eq!(outside(&render(&form)), Vec::<String>::new());
        assert!(pages(&form) <= 6);
    }
}

#[test]
fn blanks_for_a_pen_are_whole_sheets_each_with_its_own_number() {
    let sheet = |numbers: &[&str]| {
        Form::Consent(ConsentData {
            number: String::new(),
            numbers: numbers.iter().map(|one| (*one).to_owned()).collect(),
            person: Person::default(),
            ..common::consent()
        })
    };
    let each = pages(&sheet(&["100 05701 5"]));
    let three = sheet(&["100 05702 3", "100 05703 1", "100 05704 0"]);
    assert_eq!(pages(&three), 3 * each, "one ends where the next begins");
    let said = text(&render(&three));
    for number in ["100 05702 3", "100 05703 1", "100 05704 0"] {
        assert!(said.contains(number), "{number} in {said}");
    }
    let sentence = common::sentence().ru;
    let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(said.matches(&words).count(), 3, "each says it whole");
}

#[test]
fn a_name_without_patronymic_and_a_blank_sheet_are_whole() {
    let mut sheet = common::consent();
    sheet.person = Person::default();
    sheet.number = String::new();
    sheet.policy.code = String::new();
    sheet.operator.email = String::new();
    let text = text(&render(&Form::Consent(sheet)));
    assert!(
        text.contains("Фамилия, имя, отчество (при наличии)") && text.contains("ЖСН ИИН"),
        "{text}"
    );
    let mut receipt = common::receipt();
    receipt.person = Person {
        name: "Ли Анна".into(),
        ..Person::default()
    };
    receipt.operator.email = String::new();
    let text = self::text(&render(&Form::Receipt(receipt)));
    assert!(
        text.contains("Ли Анна") && text.contains("нет адреса электронной почты"),
        "{text}"
    );
}

#[test]
fn a_sheet_for_several_has_a_line_for_each() {
    let mut sheet = common::consent();
    sheet.others = ["Ли Анна", "Ли Виктор"]
        .map(|name| Person {
            name: name.into(),
            birth_date: "15.03.2019".into(),
            ..Person::default()
        })
        .to_vec();
    let text = text(&render(&Form::Consent(sheet)));
    for words in ["Ли Анна", "Ли Виктор", "15.03.2019", "На том же листе"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn every_sheet_is_archival_tagged_and_embeds_its_fonts() {
    for (name, form) in common::all() {
        let bytes = render(&form);
        let meta =
            String::from_utf8_lossy(&poppler("pdfinfo", &["-meta", "-"], &bytes)).into_owned();
        assert!(
            meta.contains("<pdfaid:part>2</pdfaid:part>"),
            "{name}: {meta}"
        );
        assert!(
            meta.contains("<pdfaid:conformance>A</pdfaid:conformance>"),
            "{name}: {meta}"
        );
        assert!(
            meta.contains("<pdfuaid:part>1</pdfuaid:part>"),
            "{name}: {meta}"
        );
        let info = String::from_utf8(poppler("pdfinfo", &["-"], &bytes)).unwrap();
        assert!(info.contains("Tagged:          yes"), "{name}: {info}");
        let lang = if name == "request-ru" { "ru" } else { "kk" };
        assert!(
            meta.contains(&format!("<rdf:li>{lang}-KZ</rdf:li>")),
            "{name}: the document names its language"
        );
        let fonts = String::from_utf8(poppler("pdffonts", &["-"], &bytes)).unwrap();
        for font in fonts.lines().skip(2) {
            assert!(
                font.contains("GolosText") && font.contains(" yes yes yes "),
                "{name}: {font}"
            );
        }
    }
}

#[test]
fn an_impossible_date_is_refused() {
    assert!(matches!(
        pdf(&Form::Kit(common::kit()), (2026, 2, 30)),
        Err(FormError::Date)
    ));
}

use super::*;

fn value(clause: &str, kind: Kind, value: &str, only: Side) -> Difference {
    Difference::Value {
        clause: clause.into(),
        kind,
        value: value.into(),
        only,
    }
}

#[test]
fn texts_that_say_the_same_do_not_differ() {
    let kk = "Кіріспе сөз.\n1. Жалпы ережелер\n1.1. Заң 2013 жылғы 21 мамырдағы № 94-V, 60-бабы.\n\
              1.2. БСН 990140000123, телефоны: +7 727 234 56 78, поштасы: Lab@example.kz.\n\nЖаңа абзац, 24/7.\n\
              2) Мерзімі 1,5 жыл, 2026 жылғы 20 қарашадан бастап, 01.02.2027 дейін.";
    let ru = "Вводное слово.\n1. Общие положения\n1.1. Закон от 21 мая 2013 года № 94-V, статья 60.\n\
              1.2. БИН 990140000123, телефон: +7 (727) 234-56-78, почта: lab@example.kz.\nНовый абзац, 24/7.\n\
              2) Срок 1,5 года, с 20 ноября 2026 г., до 01.02.2027.";
    assert_eq!(differ(kk, ru), []);
    assert_eq!(differ("", ""), []);
    assert_eq!(differ("Мәтін", "Текст"), []);
}

#[test]
fn a_clause_of_one_text_is_named_where_it_stands() {
    let found = differ("1. А\n1.1. Б\n2. В\n2.7. Г 5", "1. А\n1.1. Б\n1.2. Д\n2. В");
    assert_eq!(
        found,
        [
            Difference::Clause {
                clause: "1.2".into(),
                only: Side::Ru
            },
            Difference::Clause {
                clause: "2.7".into(),
                only: Side::Kk
            },
        ],
        "its numbers are not told once more"
    );
}

#[test]
fn another_number_date_phone_mail_or_identity_is_found_in_its_clause() {
    let of = |kk: &str, ru: &str| differ(&format!("3.1. {kk}"), &format!("3.1. {ru}"));
    let (kk, ru) = (Side::Kk, Side::Ru);
    assert_eq!(
        of("Мерзімі 5 жыл", "Срок 3 года"),
        [
            value("3.1", Kind::Number, "3", ru),
            value("3.1", Kind::Number, "5", kk)
        ]
    );
    assert_eq!(
        of("2013 жылғы 21 мамыр", "21 марта 2013 года"),
        [
            value("3.1", Kind::Date, "2013-03-21", ru),
            value("3.1", Kind::Date, "2013-05-21", kk)
        ]
    );
    assert_eq!(
        of("a@lab.kz", "b@lab.kz"),
        [
            value("3.1", Kind::Email, "a@lab.kz", kk),
            value("3.1", Kind::Email, "b@lab.kz", ru)
        ]
    );
    assert_eq!(
        of("+7 701 234 56 78.", "+7 701 234 56 79."),
        [
            value("3.1", Kind::Phone, "7012345678", kk),
            value("3.1", Kind::Phone, "7012345679", ru)
        ]
    );
    assert_eq!(
        of("БСН 990140000123", "БИН"),
        [value("3.1", Kind::Identity, "990140000123", kk)]
    );
    assert_eq!(
        of("7 және 7", "7"),
        [value("3.1", Kind::Number, "7", kk)],
        "twice is more often than once"
    );
}

#[test]
fn paragraphs_and_lengths_are_compared_in_each_clause() {
    let found = differ("1. А\nб\nв", "1. А\nб");
    assert_eq!(
        found,
        [Difference::Paragraphs {
            clause: "1".into(),
            kk: 3,
            ru: 2
        }]
    );
    let long = "сөз ".repeat(50);
    let found = differ(&format!("1. А {long}\n2. Б"), &format!("1. А\n2. Б {long}"));
    assert_eq!(
        found,
        [
            Difference::Shorter {
                clause: Some("1".into()),
                side: Side::Ru
            },
            Difference::Shorter {
                clause: Some("2".into()),
                side: Side::Kk
            },
        ]
    );
    let found = differ(&long, "слово");
    let whole = Difference::Shorter {
        clause: None,
        side: Side::Ru,
    };
    assert!(found.contains(&whole), "{found:?}");
}

#[test]
fn one_text_in_both_fields_is_said_and_nothing_else() {
    let text = "1. Слово и дело. ".repeat(20);
    assert_eq!(differ(&text, &text), [Difference::Same]);
}

#[test]
fn texts_of_any_length_are_compared_and_the_list_ends() {
    let kk: String = (1..900).map(|n| format!("{n}. А {n}\n")).collect();
    let ru: String = (1..900).map(|n| format!("{n}. А {}\n", n + 1)).collect();
    assert_eq!(differ(&kk, &ru).len(), MOST);
    assert_eq!(differ(&"\u{0}<b>".repeat(9_999), ""), [], "not there yet");
}

//! Services and prices: a price list read whatever it was written in, its bad rows told, issued whole or not at all;
//! versions by their days, amendments of one service, two desks at once.

use encoding_rs::WINDOWS_1251;
use tirkeu_core::audit::Verdict;
use tirkeu_core::command::{Command, ServiceImportForm};
use tirkeu_core::domain::service::ServiceForm;
use tirkeu_core::domain::service::list::Change;
use tirkeu_core::domain::service::tube::TubeForm;
use tirkeu_core::error::Error;
use tirkeu_core::event::disclosure::document;
use tirkeu_core::event::service::{ServiceRow, ServiceSet, TubeDescribed};
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::SubjectId;
use tirkeu_core::journal::Entry;
use tirkeu_core::query;
use tirkeu_core::table::write::Rows;
use tirkeu_core::table::{self, Table};
use tirkeu_core::view::{PriceListState, Receipt, ServiceImportView, ServiceView, ServicesView};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR};

const HEADER: &str = "Код;Наименование;Наименование (каз);Краткое;Пробирка;Цена;Натощак;Состав";
const TODAY: &str = "18.11.2026";
const DAY: u64 = 24 * 3_600_000;

/// Two services, for whoever asks who may bring them in.
pub fn price_list() -> Table {
    read(file(&[("ОАК", "1 200"), ("ТТГ", "2900")]).as_bytes())
}

/// How [`price_list`] is read.
pub fn price_form() -> ServiceImportForm {
    said(
        ServiceImportForm {
            columns: [
                "code", "name_ru", "name_kk", "short", "tube", "price", "fasting", "parts",
            ]
            .map(str::to_owned)
            .to_vec(),
            has_header: true,
            ..ServiceImportForm::default()
        },
        "Прейскурант 1",
        TODAY,
    )
}

fn said(form: ServiceImportForm, name: &str, day: &str) -> ServiceImportForm {
    ServiceImportForm {
        name: name.into(),
        valid_from: day.into(),
        ..form
    }
}

fn read(bytes: &[u8]) -> Table {
    table::read(bytes, table::LIST).unwrap()
}

/// A list of these codes and prices.
fn file(rows: &[(&str, &str)]) -> String {
    let rows = rows
        .iter()
        .map(|(code, price)| format!("{code};Анализ {code};{code} талдауы;;;{price};;"));
    std::iter::once(HEADER.to_owned())
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\r\n")
}

fn desk() -> (Lab, Desk) {
    let (lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(MANAGER);
    (lab, desk)
}

fn open(desk: &Desk, bytes: &[u8]) -> ServiceImportView {
    desk.app().open_services(read(bytes), Lang::Ru).unwrap()
}

fn check(desk: &Desk, view: &ServiceImportView, form: &ServiceImportForm) -> ServiceImportView {
    desk.app()
        .check_services(view.handle, form, (0, 0), Lang::Ru)
        .unwrap()
}

fn codes(error: &Error) -> Vec<&'static str> {
    error.refusals().iter().map(|no| no.code.0).collect()
}

/// Issues a file as a list of a day.
pub fn issue(
    desk: &Desk,
    text: &str,
    (name, day): (&str, &str),
) -> Result<Receipt, Vec<&'static str>> {
    let view = open(desk, text.as_bytes());
    let form = said(view.form, name, day);
    let issued = desk.app().import_services(view.handle, &form);
    issued.map_err(|error| codes(&error))
}

/// A list of these codes and prices from a day on.
pub fn listed(desk: &Desk, day: &str, rows: &[(&str, &str)]) -> Result<Receipt, Vec<&'static str>> {
    issue(desk, &file(rows), (&format!("с {day}"), day))
}

fn on(desk: &Desk, day: &str) -> ServicesView {
    desk.app().services((day, ""), 0, Lang::Ru).unwrap()
}

fn found(desk: &Desk, query: &str) -> Vec<String> {
    let view = desk.app().services(("", query), 0, Lang::Ru).unwrap();
    view.rows.into_iter().map(|row| row.form.code).collect()
}

fn prices(desk: &Desk, day: &str) -> Vec<(String, String)> {
    let rows = on(desk, day).rows.into_iter();
    rows.map(|row: ServiceView| (row.form.code, row.form.price))
        .collect()
}

fn one(code: &str, price: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), price.to_owned())]
}

/// A service of a code and a price.
pub fn form(code: &str, price: &str) -> ServiceForm {
    ServiceForm {
        code: code.into(),
        name_kk: format!("{code} талдауы"),
        name_ru: format!("Анализ {code}"),
        price: price.into(),
        ..ServiceForm::default()
    }
}

/// One service from a day on; `was` names the one that is amended.
pub fn setting(was: &str, from: &str, service: ServiceForm) -> Command {
    Command::SetService {
        was: was.into(),
        from: from.into(),
        service,
    }
}

fn whole(desk: &Desk) {
    let verdict = desk.verified().finding.verdict;
    assert!(verdict <= Verdict::WholeUnanchored, "{verdict:?}");
    assert!(
        desk.app().tables_agree().unwrap(),
        "the tables are what the journal says"
    );
}

fn reasons(view: &ServiceImportView) -> Vec<(u32, Vec<(String, String)>)> {
    let rows = view.bad.iter();
    rows.map(|row| {
        let told = row
            .problems
            .iter()
            .map(|one| (one.field.clone().unwrap_or_default(), one.code.clone()));
        (row.number, told.collect())
    })
    .collect()
}

fn tubes() -> Command {
    let tube = |code: &str, kk: &str, ru: &str| TubeForm {
        code: code.into(),
        name_kk: kk.into(),
        name_ru: ru.into(),
        gone: false,
    };
    Command::SetTubes {
        tubes: vec![
            tube("ЭДТА", "күлгін", "фиолетовая"),
            tube("гель", "сары", "жёлтая"),
        ],
    }
}

#[test]
fn a_list_becomes_the_same_services_whatever_it_was_written_in() {
    let rows = [
        [
            "ОАК",
            "Общий анализ крови",
            "Жалпы кан талдауы",
            "ОАК",
            "ЭДТА",
            "1 200 ₸",
            "да",
            "",
        ],
        [
            "ТТГ",
            "Тиреотропный гормон",
            "Тиреотропты гормон",
            "",
            "Жёлтая",
            "2900,00",
            "нет",
            "",
        ],
        ["К1", "Комплекс", "Кешен", "", "", "3500", "", "ОАК, ТТГ"],
    ];
    let header: Vec<String> = HEADER.split(';').map(str::to_owned).collect();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for between in [";", "\t"] {
        let lines = rows.iter().map(|row| row.join(between));
        let text: Vec<String> = std::iter::once(header.join(between)).chain(lines).collect();
        let text = text.join("\r\n");
        files.push((format!("UTF-8 {between:?}"), text.clone().into_bytes()));
        let marked = format!("\u{feff}{text}");
        files.push((format!("BOM {between:?}"), marked.clone().into_bytes()));
        files.push((
            format!("UTF-16 {between:?}"),
            marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ));
        let (bytes, _, lost) = WINDOWS_1251.encode(&text);
        // The sign of the currency is not in it: such a list says «тг».
        assert!(lost);
        drop(bytes);
        let text = text.replace('₸', "тг");
        let (bytes, _, lost) = WINDOWS_1251.encode(&text);
        assert!(!lost);
        files.push((format!("Windows-1251 {between:?}"), bytes.into_owned()));
    }
    let mut book = Rows::xlsx(&header, 100).unwrap();
    for row in rows {
        book.push(&row.map(str::to_owned)).unwrap();
    }
    files.push(("XLSX".into(), book.finish().unwrap()));
    for (name, bytes) in files {
        let (_lab, desk) = desk();
        desk.must(tubes());
        let view = open(&desk, &bytes);
        let form = said(view.form.clone(), "Прейскурант", TODAY);
        let issued = desk.app().import_services(view.handle, &form);
        assert!(
            issued.is_ok(),
            "{name}: {:?}",
            reasons(&check(&desk, &view, &form))
        );
        let mut rows = on(&desk, "").rows;
        rows.sort_by(|a, b| a.form.code.cmp(&b.form.code));
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.form.code.as_str(),
                    row.price.as_str(),
                    row.tube.as_str(),
                    row.fasting,
                    row.form.parts.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("К1", "3\u{a0}500\u{a0}₸", "", false, "ОАК, ТТГ"),
                ("ОАК", "1\u{a0}200\u{a0}₸", "фиолетовая", true, ""),
                ("ТТГ", "2\u{a0}900\u{a0}₸", "жёлтая", false, ""),
            ],
            "{name}"
        );
        whole(&desk);
    }
}

#[test]
fn every_bad_row_says_what_is_wrong_beside_its_number_and_nothing_is_issued() {
    let (_lab, desk) = desk();
    desk.must(tubes());
    let long = "Я".repeat(120);
    let too_long = "Я".repeat(201);
    let text = [
        HEADER.to_owned(),
        format!("A1;{long};{long};;ЭДТА;100;;"),
        "A2;Анализ;Талдау;;;-100;;".to_owned(),
        "A3;Анализ;Талдау;;;100,50;;".to_owned(),
        "A4;Анализ;Талдау;;;=B2*2;;".to_owned(),
        "A5;Анализ;;;;100;;".to_owned(),
        "A6;Анализ;Талдау;;бочка;100;;".to_owned(),
        "a1;Анализ;Талдау;;;100;;".to_owned(),
        format!("A7;{too_long};Талдау;;;20000000;;"),
        ";Анализ;Талдау;;;100;может быть;".to_owned(),
        "A8;=HYPERLINK(\"x\");Талдау;;;100;;".to_owned(),
        "A9;Комплекс;Кешен;;;100;;A2, нет".to_owned(),
        "B1;Анализ;Талдау;;;0;;".to_owned(),
    ]
    .join("\n");
    let view = open(&desk, text.as_bytes());
    let form = said(view.form.clone(), "Прейскурант", TODAY);
    let view = check(&desk, &view, &form);
    let of = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        reasons(&view),
        [
            (2, vec![of("code", "service-duplicate")]),
            (3, vec![of("price", "service-price-negative")]),
            (4, vec![of("price", "service-price-fraction")]),
            (5, vec![of("price", "table-formula")]),
            (6, vec![of("name_kk", "service-name-one")]),
            (7, vec![of("tube", "service-tube-unknown")]),
            (8, vec![of("code", "service-duplicate")]),
            (
                9,
                vec![
                    of("name_ru", "text-too-long"),
                    of("price", "service-price-high")
                ]
            ),
            (
                10,
                vec![
                    of("code", "service-code-form"),
                    of("fasting", "service-fasting")
                ]
            ),
            (11, vec![of("name_ru", "table-formula")]),
            (12, vec![of("parts", "service-part-unknown")]),
        ]
    );
    assert_eq!(view.bad[0].problems[0].args["rows"], "8");
    assert_eq!(view.bad[6].problems[0].args["rows"], "2");
    assert_eq!(view.unknown_tubes, ["бочка"]);
    let before = desk.length();
    let issue = |form: &ServiceImportForm| {
        let issued = desk.app().import_services(view.handle, form);
        issued.map_err(|error| codes(&error))
    };
    assert_eq!(issue(&form).unwrap_err(), ["service-bad-rows"]);
    assert_eq!(desk.length(), before, "a refusal writes nothing");
    // The rows that stay out, for whoever keeps the list; an entry, and no cell of it is calculated.
    let (hash, bytes) = desk
        .app()
        .services_report(view.handle, &form, Lang::Ru)
        .unwrap()
        .into_inner();
    let report = String::from_utf8(bytes).unwrap();
    assert_eq!(report.lines().count(), 12, "{report}");
    assert!(
        report.contains("Код: Тот же код стоит и в других строках: 8"),
        "{report}"
    );
    assert!(report.contains("'=B2*2"), "{report}");
    let Some(Event::DocumentReleased(said)) = last(&desk) else {
        panic!("an entry")
    };
    assert_eq!((said.document, said.sha256), (document::SERVICES, hash));
    // And without them, because somebody said so.
    let rest = ServiceImportForm {
        leave_bad: true,
        ..form
    };
    issue(&rest).unwrap();
    assert_eq!(prices(&desk, ""), one("B1", "0"));
    whole(&desk);
}

fn last(desk: &Desk) -> Option<Event> {
    desk.chain().last().and_then(Event::of)
}

#[test]
fn a_name_in_one_language_is_meant_for_both_when_the_laboratory_says_so() {
    let (_lab, desk) = desk();
    let view = open(&desk, "Код;Услуга;Цена\nA1;Глюкоза;500\n".as_bytes());
    let form = said(view.form.clone(), "Прейскурант", TODAY);
    assert_eq!(
        reasons(&check(&desk, &view, &form))[0].1[0].1,
        "service-name-one"
    );
    let form = ServiceImportForm {
        one_name: true,
        ..form
    };
    desk.app().import_services(view.handle, &form).unwrap();
    let row = &on(&desk, "").rows[0];
    assert_eq!(
        (row.name.as_str(), row.other.as_str()),
        ("Глюкоза", "Глюкоза")
    );
}

#[test]
fn five_thousand_services_are_one_commit_and_one_more_is_refused() {
    let long = "Ң".repeat(120);
    let mut text = String::from("Код;Наименование;Наименование (каз);Цена\n");
    for at in 0..5_000 {
        text += &format!("S{at};{long} {at};{long} {at};{}\n", at * 10);
    }
    let (_lab, desk) = desk();
    let before = desk.length();
    let receipt = issue(&desk, &text, ("Большой", TODAY)).unwrap();
    assert!(
        (2..=64).contains(&receipt.entries.len()),
        "{}",
        receipt.entries.len()
    );
    let written: Vec<Entry> = desk
        .chain()
        .into_iter()
        .skip(usize::try_from(before).unwrap())
        .collect();
    assert_eq!(
        written[0].header().batch_left,
        u8::try_from(receipt.entries.len() - 1).unwrap()
    );
    assert_eq!(on(&desk, "").total.count, 5_000);
    assert_eq!(found(&desk, "s4999"), ["S4999"]);
    whole(&desk);
    text += "S5000;лишняя;артық;1\n";
    assert_eq!(
        issue(&desk, &text, ("Больше", TODAY)).unwrap_err(),
        ["price-list-long"]
    );
}

#[test]
fn a_service_is_found_by_code_and_by_name_however_it_is_typed() {
    let (_lab, desk) = desk();
    let text = [
        "Код;Название;Название (каз);Краткое;Цена",
        "B06.670;Глюкоза в крови;Қандағы глюкоза;Глюк;500",
        "ОАК;Общий анализ крови;Жалпы қан талдауы;;1200",
        "ОАМ;Общий анализ мочи;Жалпы несеп талдауы;;900",
        "ТТГ;Тиреотропный гормон;Тиреотропты гормон;;2900",
    ]
    .join("\n");
    issue(&desk, &text, ("Прейскурант", TODAY)).unwrap();
    assert_eq!(found(&desk, "оак"), ["ОАК"]);
    assert_eq!(
        found(&desk, "oak"),
        ["ОАК"],
        "the letters that look the same"
    );
    assert_eq!(found(&desk, "jfr"), ["ОАК"], "the wrong keyboard");
    assert_eq!(found(&desk, "оа"), ["ОАК", "ОАМ"]);
    assert_eq!(found(&desk, "b06"), ["B06.670"]);
    assert_eq!(found(&desk, "общий мочи"), ["ОАМ"]);
    assert_eq!(
        found(&desk, "кан"),
        ["B06.670", "ОАК"],
        "«қан», typed without a Kazakh keyboard"
    );
    assert_eq!(found(&desk, "қан талд"), ["ОАК"]);
    assert_eq!(found(&desk, "glyukoza"), ["B06.670"]);
    assert_eq!(found(&desk, "глюк"), ["B06.670"]);
    assert_eq!(found(&desk, "ничего"), Vec::<String>::new());
    let app = desk.app();
    let one = query::service::by_code(app.conn(), app.org(), app.now().date(), " oAk ")
        .unwrap()
        .unwrap();
    assert_eq!(
        (one.service.code.as_str(), one.service.price),
        ("ОАК", 1_200)
    );
    let all =
        query::service::find(app.conn(), app.org(), app.now().date(), ("", Lang::Kk)).unwrap();
    assert_eq!(all.len(), 4);
    assert!(
        all.iter()
            .all(|offered| offered.list == one.list && offered.id != SubjectId::ZERO)
    );
}

#[test]
fn the_list_of_a_day_is_the_latest_that_has_begun_and_a_later_one_of_that_day_takes_its_place() {
    let (_lab, desk) = desk();
    assert!(on(&desk, "").list.is_none());
    listed(&desk, "01.01.2026", &[("A", "100")]).unwrap();
    listed(&desk, "01.12.2026", &[("A", "300")]).unwrap();
    assert_eq!(
        prices(&desk, ""),
        one("A", "100"),
        "the one of December waits"
    );
    assert_eq!(prices(&desk, "30.11.2026"), one("A", "100"));
    assert_eq!(prices(&desk, "01.12.2026"), one("A", "300"));
    assert!(on(&desk, "31.12.2025").list.is_none());
    listed(&desk, "01.12.2026", &[("A", "350"), ("B", "10")]).unwrap();
    let view = on(&desk, "02.12.2026");
    let states: Vec<_> = view.lists.iter().map(|list| list.state).collect();
    assert_eq!(
        states,
        [
            PriceListState::InForce,
            PriceListState::Replaced,
            PriceListState::Past
        ]
    );
    assert!(view.lists.iter().all(|list| !list.rival));
    assert_eq!(
        listed(&desk, "01.12.2026", &[("B", "10"), ("A", "350")]).unwrap_err(),
        ["price-list-same"]
    );
    // What took a place gives it back when it is withdrawn.
    let withdraw = |list| Command::WithdrawPriceList {
        list,
        reason: "не та дата".into(),
    };
    desk.must(withdraw(view.lists[0].id));
    assert_eq!(prices(&desk, "02.12.2026"), one("A", "300"));
    assert_eq!(
        desk.execute(withdraw(view.lists[0].id)).unwrap_err(),
        ["price-list-over"]
    );
    let bare = Command::WithdrawPriceList {
        list: view.lists[1].id,
        reason: " ".into(),
    };
    assert_eq!(desk.execute(bare).unwrap_err(), ["text-required"]);
    desk.must(withdraw(view.lists[1].id));
    assert_eq!(prices(&desk, "02.12.2026"), one("A", "100"));
    for (day, code) in [
        ("01.01.1999", "price-list-day"),
        ("01.01.2030", "price-list-day"),
        ("31.02.2026", "date-impossible"),
    ] {
        assert_eq!(
            listed(&desk, day, &[("A", "1")]).unwrap_err(),
            [code],
            "{day}"
        );
    }
    whole(&desk);
}

#[test]
fn what_a_list_changes_is_told_before_it_is_issued() {
    let (_lab, desk) = desk();
    listed(&desk, TODAY, &[("A", "100"), ("B", "100"), ("C", "100")]).unwrap();
    let view = open(
        &desk,
        file(&[("A", "100"), ("B", "150"), ("D", "5")]).as_bytes(),
    );
    let view = check(
        &desk,
        &view,
        &said(view.form.clone(), "Новый", "01.12.2026"),
    );
    let told: Vec<_> = view
        .changes
        .iter()
        .map(|one| (one.change, one.code.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Change::Price, "B"),
            (Change::New, "D"),
            (Change::Gone, "C")
        ]
    );
    let counts = [
        &view.new,
        &view.prices,
        &view.others,
        &view.gone,
        &view.same,
    ]
    .map(|one| one.count);
    assert_eq!(counts, [1, 1, 0, 1, 1]);
    assert_eq!(view.changes[0].before, "100\u{a0}₸");
    // A price that was amended by hand since the first day of the list is one that the file takes back.
    desk.wait(DAY);
    desk.sign_in(MANAGER);
    desk.must(setting("A", "", form("A", "777")));
    let view = open(
        &desk,
        file(&[("A", "100"), ("B", "100"), ("C", "100")]).as_bytes(),
    );
    let form = said(view.form.clone(), &format!("с {TODAY}"), TODAY);
    let view = check(&desk, &view, &form);
    let told: Vec<_> = view
        .changes
        .iter()
        .map(|one| (one.code.as_str(), one.before.as_str(), one.after.as_str()))
        .collect();
    assert_eq!(told, [("A", "777\u{a0}₸", "100\u{a0}₸")]);
    desk.app().import_services(view.handle, &form).unwrap();
    assert_eq!(prices(&desk, "")[0].1, "100");
}

#[test]
fn one_service_is_amended_from_a_day_on_until_the_next_list() {
    let (_lab, desk) = desk();
    listed(&desk, TODAY, &[("A", "100"), ("B", "100")]).unwrap();
    listed(&desk, "01.01.2027", &[("A", "500")]).unwrap();
    desk.must(setting("a", "01.12.2026", form("A", "200")));
    desk.must(setting("", "", form("C", "50")));
    let price = |day: &str, code: &str| {
        let all = prices(&desk, day);
        all.into_iter()
            .find(|(own, _)| own == code)
            .map(|(_, price)| price)
    };
    assert_eq!(price("", "A").as_deref(), Some("100"));
    assert_eq!(price("01.12.2026", "A").as_deref(), Some("200"));
    assert_eq!(price("", "C").as_deref(), Some("50"));
    assert_eq!(
        price("01.01.2027", "A").as_deref(),
        Some("500"),
        "the next list says it anew"
    );
    assert_eq!(price("01.01.2027", "C"), None);
    let refused = |command: Command| desk.execute(command).unwrap_err();
    assert_eq!(
        refused(setting("A", "17.11.2026", form("A", "1"))),
        ["service-from-past"]
    );
    assert_eq!(
        refused(setting("", "", form("а", "1"))),
        ["service-code-taken"]
    );
    assert_eq!(
        refused(setting("B", "", form("D", "1"))),
        ["service-code-kept"]
    );
    assert_eq!(refused(setting("E", "", form("E", "1"))), ["not-found"]);
    assert_eq!(
        refused(setting("B", "", form("B", "100"))),
        ["service-same"]
    );
    assert_eq!(
        refused(setting("B", "17.11.2026", form("B", "-1"))),
        ["service-from-past", "service-price-negative"]
    );
    // A panel keeps its parts.
    let panel = ServiceForm {
        parts: "A, B".into(),
        ..form("P", "150")
    };
    desk.must(setting("", "", panel.clone()));
    let drop = |code: &str| Command::DropService {
        code: code.into(),
        from: String::new(),
        reason: "нет реактива".into(),
    };
    assert_eq!(refused(drop("B")), ["service-in-panel"]);
    assert_eq!(
        refused(setting(
            "B",
            "",
            ServiceForm {
                parts: "C".into(),
                ..form("B", "1")
            }
        )),
        ["service-in-panel"]
    );
    assert_eq!(
        refused(setting(
            "",
            "",
            ServiceForm {
                parts: "P".into(),
                ..form("Q", "1")
            }
        )),
        ["service-part-panel"]
    );
    desk.must(drop("P"));
    desk.must(drop("B"));
    assert_eq!(price("", "B"), None);
    assert_eq!(price("", "P"), None);
    whole(&desk);
    desk.rebuilt_is_the_same();
}

#[test]
fn two_desks_that_issue_and_amend_at_once_agree_and_the_question_is_seen() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(MANAGER);
    village.sign_in(MANAGER);
    listed(&desk, "01.11.2026", &[("A", "100"), ("B", "100")]).unwrap();
    lab.sync();
    // One service, two prices for one day.
    desk.must(setting("A", TODAY, form("A", "200")));
    village.must(setting("A", TODAY, form("A", "300")));
    desk.must(Command::DropService {
        code: "B".into(),
        from: TODAY.into(),
        reason: "нет".into(),
    });
    village.must(setting("B", TODAY, form("B", "50")));
    lab.sync();
    lab.agree();
    for at in [&desk, &village] {
        let rows = on(at, "").rows;
        assert!(
            rows.iter().all(|row| row.questioned),
            "nobody decided silently"
        );
        assert_eq!(
            rows.len(),
            2,
            "a service that one desk still offers is offered"
        );
    }
    // Whoever knows of both settles it, also by saying what is shown.
    let shown = on(&desk, "")
        .rows
        .into_iter()
        .find(|row| row.form.code == "A")
        .unwrap();
    desk.must(setting("A", TODAY, shown.form.clone()));
    lab.sync();
    assert!(
        !on(&village, "")
            .rows
            .iter()
            .any(|row| row.questioned && row.form.code == "A")
    );
    // Two lists for one day.
    listed(&desk, "01.12.2026", &[("A", "1")]).unwrap();
    listed(&village, "01.12.2026", &[("A", "2")]).unwrap();
    lab.sync();
    lab.agree();
    let here = on(&desk, "01.12.2026");
    assert_eq!(here.lists.iter().filter(|list| list.rival).count(), 2);
    assert_eq!(prices(&desk, "01.12.2026"), prices(&village, "01.12.2026"));
    let wrong = here.list.unwrap().id;
    desk.must(Command::WithdrawPriceList {
        list: wrong,
        reason: "верен другой".into(),
    });
    lab.sync();
    lab.agree();
    let after = on(&village, "01.12.2026");
    assert!(after.lists.iter().all(|list| !list.rival));
    assert_ne!(after.list.unwrap().id, wrong);
    whole(&desk);
    whole(&village);
}

#[test]
fn the_nine_digits_are_of_the_laboratory() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(MANAGER);
    village.sign_in(REGISTRAR);
    listed(&desk, TODAY, &[("ОАК", "100"), ("ТТГ", "100")]).unwrap();
    let set = |codes: &[&str]| Command::SetFavourites {
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    desk.must(set(&["оак", "", "ттг"]));
    lab.sync();
    let shown: Vec<_> = on(&village, "")
        .favourites
        .into_iter()
        .map(|one| (one.digit, one.code, one.name))
        .collect();
    assert_eq!(shown.len(), 9);
    assert_eq!(shown[0], (1, "ОАК".into(), "Анализ ОАК".into()));
    assert_eq!(shown[1], (2, String::new(), String::new()));
    assert_eq!(
        desk.execute(set(&["ОАК", "", "ТТГ"])).unwrap_err(),
        ["favourite-same"]
    );
    assert_eq!(
        desk.execute(set(&["ОАК", "ОАК", "х"])).unwrap_err(),
        ["favourite-twice", "favourite-unknown"]
    );
    // What the next list leaves out stays at its digit, without a name.
    listed(&desk, TODAY, &[("ОАК", "100")]).unwrap();
    let third = on(&desk, "").favourites[2].clone();
    assert_eq!((third.code.as_str(), third.name.as_str()), ("ТТГ", ""));
    desk.must(set(&["ОАК", "", ""]));
    assert_eq!(on(&desk, "").favourites[2].code, "");
}

#[test]
fn whoever_takes_patients_in_sees_the_services_and_changes_none() {
    let (_lab, desk) = desk();
    listed(&desk, TODAY, &[("A", "100")]).unwrap();
    let list = on(&desk, "").list.unwrap().id;
    desk.sign_in(REGISTRAR);
    assert_eq!(on(&desk, "").total.count, 1);
    let before = desk.length();
    let refused = [
        setting("A", "", form("A", "1")),
        Command::WithdrawPriceList {
            list,
            reason: "нет".into(),
        },
        tubes(),
    ];
    for command in refused {
        assert_eq!(desk.execute(command).unwrap_err(), ["not-allowed"]);
    }
    let open = desk.app().open_services(price_list(), Lang::Ru);
    assert_eq!(codes(&open.unwrap_err()), ["not-allowed"]);
    assert_eq!(desk.length(), before);
}

/// A desk in bad hands writes what no door would: ids are made of the codes, so it has no effect anywhere.
#[test]
fn an_entry_about_another_services_id_says_nothing() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(MANAGER);
    listed(&desk, TODAY, &[("A", "100")]).unwrap();
    village.sign_in(MANAGER);
    lab.sync();
    let list = on(&desk, "").list.unwrap().id;
    let row = ServiceRow {
        code: "A".into(),
        name_kk: "x".into(),
        name_ru: "x".into(),
        short: "x".into(),
        tube: None,
        price: 1,
        fasting: 0,
        hint_kk: None,
        hint_ru: None,
        parts: vec![],
    };
    let set = ServiceSet {
        list,
        from: "2026-11-18".into(),
        row,
    };
    let tube = TubeDescribed {
        code: "a".into(),
        name_kk: "a".into(),
        name_ru: "a".into(),
        used: 1,
    };
    let stranger = SubjectId::parse(&"7".repeat(32)).unwrap();
    let mut turned = village.turned();
    let entries = vec![
        turned.write(stranger, &[], set),
        turned.write(stranger, &[], tube),
    ];
    desk.take(entries);
    assert_eq!(
        desk.of_kind(kinds::SERVICE_SET).len(),
        1,
        "stored all the same"
    );
    assert_eq!(prices(&desk, ""), one("A", "100"));
    assert!(on(&desk, "").tubes.is_empty());
}

/// An older day shows what was offered then, whatever came since.
#[test]
fn the_past_does_not_change() {
    let (_lab, desk) = desk();
    listed(&desk, TODAY, &[("A", "100")]).unwrap();
    let then = prices(&desk, TODAY);
    desk.wait(3 * DAY);
    desk.sign_in(MANAGER);
    desk.must(setting("A", "", form("A", "900")));
    desk.must(Command::DropService {
        code: "A".into(),
        from: "30.11.2026".into(),
        reason: "нет".into(),
    });
    assert_eq!(prices(&desk, TODAY), then);
    assert_eq!(prices(&desk, ""), one("A", "900"));
    assert_eq!(prices(&desk, "30.11.2026"), []);
}

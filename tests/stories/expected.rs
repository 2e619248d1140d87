//! People who are expected: booked by somebody else, on an employer's list, imported by the thousand; they come, are
//! moved, are cancelled, and are forgotten when their days are over.

use std::fmt::Write;

use rusqlite::types::Value;
use tirkeu_core::command::{Command, ImportForm};
use tirkeu_core::domain::expected::{ExpectedForm, State};
use tirkeu_core::event::disclosure::{document, list};
use tirkeu_core::event::expected::ExpectedPurged;
use tirkeu_core::event::patient::field;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::SubjectId;
use tirkeu_core::projection::status::Status;
use tirkeu_core::query;
use tirkeu_core::view::{ExpectedDay, ExpectedRow};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, NOON, REGISTRAR, consent_given, iin, patient};

const DAY: u64 = 24 * 3_600_000;
/// The laboratory's noon.
const TODAY: &str = "18.11.2026";
const TOMORROW: &str = "19.11.2026";

/// The woman of [`patient`] on somebody's list.
pub fn booked(serial: u16) -> ExpectedForm {
    ExpectedForm {
        surname: "Ахметова".into(),
        name: "Айгерім".into(),
        iin: iin(serial),
        birth_date: "17.06.1985".into(),
        phone: "8 701 234 56 78".into(),
        counterparty: "«Зауыт» ЖШС".into(),
        services: "Глюкоза".into(),
        ..ExpectedForm::default()
    }
}

fn expect(desk: &Desk, form: ExpectedForm) -> SubjectId {
    desk.must(Command::Expect { expected: form }).subject
}

fn on(desk: &Desk, day: &str) -> ExpectedDay {
    let listed = desk.app().list_expected(None, (day, 0), Lang::Ru);
    listed.unwrap().into_inner()
}

fn row(desk: &Desk, day: &str, id: SubjectId) -> Option<ExpectedRow> {
    on(desk, day).rows.into_iter().find(|row| row.id == id)
}

/// Takes in whoever is expected, as the window does: the booking, the form, one command.
fn arrives(desk: &Desk, id: SubjectId) -> SubjectId {
    let taken = desk.app().take_expected(id).unwrap().into_inner();
    let mut form = patient(1);
    form.iin = taken.form.iin;
    desk.must(Command::Intake {
        order: None,
        card: taken.row.card,
        expected: Some(id),
        patient: form,
        reason: String::new(),
        representative: None,
        consent: Some(consent_given(desk.policy())),
    })
    .subject
}

fn moving(expected: SubjectId, day: &str) -> Command {
    Command::MoveExpected {
        expected,
        planned_on: day.into(),
    }
}

fn cancelling(expected: SubjectId) -> Command {
    Command::CancelExpected {
        expected,
        reason: "заболела".into(),
    }
}

/// Every value of every table, whatever it is for.
fn everything(desk: &Desk) -> Vec<u8> {
    let app = desk.app();
    let mut tables = app
        .conn()
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut out = Vec::new();
    for table in tables {
        let mut rows = app
            .conn()
            .prepare(&format!("SELECT * FROM \"{table}\""))
            .unwrap();
        let width = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for at in 0..width {
                match row.get(at).unwrap() {
                    Value::Text(text) => out.extend(text.into_bytes()),
                    Value::Blob(bytes) => out.extend(bytes),
                    _ => {}
                }
                out.push(0);
            }
        }
    }
    out
}

fn holds(desk: &Desk, text: &str) -> bool {
    everything(desk)
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

/// Two working days go by, so that what was due yesterday is due today.
fn days_go_by(desk: &Desk, days: u64) {
    desk.wait((days - 1) * DAY);
    desk.sign_in(REGISTRAR);
    desk.wait(DAY);
    desk.sign_in(MANAGER);
}

#[test]
fn somebody_is_listed_comes_and_has_a_card_with_consent_in_one_commit() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(REGISTRAR);
    let id = expect(&desk, booked(1));
    let cards = "SELECT count(*) FROM p_card";
    assert_eq!(desk.count(cards), 0, "not a card");
    lab.sync();
    let shown = row(&village, "", id).unwrap();
    assert_eq!(shown.state, State::Waiting);
    assert_eq!(shown.days, [TODAY]);
    assert!(
        shown.iin.starts_with('•') && shown.phone.contains('•'),
        "masked"
    );
    let before = village.length();
    let card = arrives(&village, id);
    let chain = village.chain();
    let written: Vec<_> = chain[usize::try_from(before).unwrap()..]
        .iter()
        .map(|entry| (entry.header().kind, entry.header().batch_left))
        .collect();
    let (arrived, _) = *written.last().unwrap();
    assert_eq!(arrived, kinds::EXPECTED_ARRIVED);
    let registered = written.len() - 4;
    assert_eq!(
        written[registered],
        (kinds::PATIENT_REGISTERED, 3),
        "card, two consents and the arrival are one commit: {written:?}"
    );
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        let row = row(one, TODAY, id).unwrap();
        assert_eq!((row.state, row.card), (State::Came, Some(card)));
        assert!(one.permitted(card));
    }
    let again = desk.app().take_expected(id).unwrap_err();
    assert_eq!(again.refusals()[0].code.0, "expected-came");
    for command in [moving(id, TOMORROW), cancelling(id)] {
        assert_eq!(desk.execute(command).unwrap_err(), ["expected-came"]);
    }
}

#[test]
fn whoever_has_a_card_comes_with_it_though_nothing_else_changes() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let id = expect(&desk, booked(1));
    assert_eq!(row(&desk, "", id).unwrap().card, Some(card), "known by ИИН");
    let intake = |expected| Command::Intake {
        order: None,
        card: Some(card),
        expected,
        patient: patient(1),
        reason: String::new(),
        representative: None,
        consent: None,
    };
    assert_eq!(desk.execute(intake(None)).unwrap_err(), ["nothing-changed"]);
    let entries = desk.must(intake(Some(id))).entries;
    assert_eq!(entries.len(), 1);
    assert_eq!(row(&desk, "", id).unwrap().state, State::Came);
}

#[test]
fn a_refused_form_leaves_the_booking_as_it_was() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let id = expect(&desk, booked(1));
    let mut form = patient(1);
    form.name = String::new();
    let refused = desk.execute(Command::Intake {
        order: None,
        card: None,
        expected: Some(id),
        patient: form,
        reason: String::new(),
        representative: None,
        consent: None,
    });
    assert_eq!(refused.unwrap_err(), ["name-required"]);
    assert_eq!(row(&desk, "", id).unwrap().state, State::Waiting);
    assert_eq!(desk.of_kind(kinds::EXPECTED_ARRIVED).len(), 0);
}

#[test]
fn a_day_changes_and_of_two_days_one_is_settled_on() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let id = expect(&desk, booked(1));
    lab.sync();
    assert_eq!(
        desk.execute(moving(id, TODAY)).unwrap_err(),
        ["expected-same-day"]
    );
    assert_eq!(
        desk.execute(moving(id, "17.11.2026")).unwrap_err(),
        ["expected-day-past"]
    );
    desk.must(moving(id, TOMORROW));
    village.must(moving(id, "20.11.2026"));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert!(row(one, TODAY, id).is_none());
        for day in [TOMORROW, "20.11.2026"] {
            let row = row(one, day, id).unwrap();
            assert_eq!(row.days, [TOMORROW, "20.11.2026"], "{}", one.name());
        }
    }
    village.must(moving(id, TOMORROW));
    lab.sync();
    lab.agree();
    assert_eq!(row(&desk, TOMORROW, id).unwrap().days, [TOMORROW]);
    assert!(row(&desk, "20.11.2026", id).is_none());
}

#[test]
fn whoever_comes_has_come_though_another_desk_cancelled() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let id = expect(&desk, booked(1));
    lab.sync();
    assert_eq!(
        desk.execute(Command::CancelExpected {
            expected: id,
            reason: " ".into()
        })
        .unwrap_err(),
        ["expected-reason-required"]
    );
    desk.must(cancelling(id));
    assert_eq!(row(&desk, "", id).unwrap().reason, "заболела");
    assert_eq!(
        desk.execute(moving(id, TOMORROW)).unwrap_err(),
        ["expected-off"]
    );
    let card = arrives(&village, id);
    lab.sync();
    lab.agree();
    let row = row(&desk, "", id).unwrap();
    assert_eq!((row.state, row.card), (State::Came, Some(card)));
}

#[test]
fn the_one_box_offers_whoever_is_expected_today() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let today = expect(&desk, booked(1));
    let tomorrow = ExpectedForm {
        planned_on: TOMORROW.into(),
        ..booked(2)
    };
    expect(&desk, tomorrow);
    let handle = desk.app().open_list(list::SEARCH).unwrap().into_inner();
    let offered = |typed: &str| {
        let found = desk.app().search(handle, typed).unwrap().into_inner();
        let rows = found.expected.into_iter();
        rows.map(|row| (row.id, row.exact)).collect::<Vec<_>>()
    };
    let number = iin(1);
    assert_eq!(offered(&number), [(today, true)], "Enter takes it");
    let spaced = format!("{} {}", &number[..6], &number[6..]);
    assert_eq!(offered(&spaced), [(today, true)]);
    for typed in [
        &number[..6],
        "ахмет",
        "Айгерим Ахметова",
        "8 701 234",
        "2345678",
    ] {
        assert_eq!(offered(typed), [(today, false)], "{typed}");
    }
    for typed in ["", "а", "Петров", "000000"] {
        assert_eq!(offered(typed), [], "{typed}");
    }
    desk.must(cancelling(today));
    assert_eq!(offered(&number), [], "nor anybody who is cancelled");
}

#[test]
fn reading_the_list_taking_a_booking_and_an_employers_sheet_are_entries() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let id = expect(&desk, booked(1));
    let another = expect(
        &desk,
        ExpectedForm {
            surname: "Ли".into(),
            iin: String::new(),
            counterparty: "«Зауыт» ЖШС".into(),
            ..ExpectedForm::default()
        },
    );
    let private = ExpectedForm {
        counterparty: String::new(),
        ..booked(3)
    };
    expect(&desk, private);
    desk.sign_in(REGISTRAR);
    let day = on(&desk, "");
    assert_eq!(day.rows.len(), 3);
    let ids: Vec<SubjectId> = day.rows.iter().map(|row| row.id).collect();
    desk.app().list_rested(day.handle, &ids).unwrap();
    let opened = desk.of_kind(kinds::LIST_OPENED);
    let said = opened.last().and_then(Event::of);
    assert!(matches!(said, Some(Event::ListOpened(body)) if body.list == list::EXPECTED));
    arrives(&desk, id);
    let taken = desk.of_kind(kinds::CARD_OPENED);
    assert_eq!(taken.last().unwrap().header().subject, id);
    // A sheet is for whoever answers to the employer.
    let sheet = |who: &str| {
        desk.sign_in(who);
        let mut facts = Vec::new();
        let mut app = desk.app();
        let released = app.expected_sheet((TODAY, "«Зауыт» ЖШС"), 2, |sheet| {
            facts.clone_from(&sheet.rows);
            Ok(b"%PDF".to_vec())
        });
        released.map(|_| facts)
    };
    let refused = sheet(REGISTRAR).unwrap_err();
    assert_eq!(refused.refusals()[0].code.0, "not-allowed");
    let rows = sheet(MANAGER).unwrap();
    assert_eq!(
        rows,
        [("Ахметова А.".to_owned(), true), ("Ли".to_owned(), false)]
    );
    let released = desk.of_kind(kinds::DOCUMENT_RELEASED);
    let said = released.last().and_then(Event::of);
    assert!(
        matches!(said, Some(Event::DocumentReleased(body)) if body.document == document::EXPECTED)
    );
    let shown = desk.of_kind(kinds::LIST_SHOWN);
    let Some(Event::ListShown(shown)) = shown.last().and_then(Event::of) else {
        panic!("whose names left the house");
    };
    let mut named = vec![id, another];
    named.sort_unstable();
    assert_eq!(shown.ids, named);
    let nobody = desk
        .app()
        .expected_sheet((TODAY, "«Басқа» ЖШС"), 2, |_| Ok(vec![]));
    assert_eq!(nobody.unwrap_err().refusals()[0].code.0, "not-found");
}

/// A list of an employer: a header, then rows of which some are wrong.
fn employers(rows: u16, wrong: impl Fn(u16) -> bool) -> String {
    let mut text = String::from("№;Ф.И.О.;ЖСН;Телефон;Келетін күні\n");
    for at in 0..rows {
        let number = if wrong(at) { "123".to_owned() } else { iin(at) };
        writeln!(
            text,
            "{at};Серіков {} Асқарұлы;{number};8 701 234 56 78;{TOMORROW}",
            given(at)
        )
        .unwrap();
    }
    text
}

/// A name for every number.
fn given(at: u16) -> String {
    let letters: Vec<char> = "абвгдежзик".chars().collect();
    let digits = format!("{at:04}");
    digits
        .chars()
        .map(|digit| letters[digit.to_digit(10).unwrap() as usize])
        .collect()
}

fn imported(desk: &Desk, bytes: &[u8]) -> (u32, u32, u32) {
    let form = ImportForm {
        list: "Медосмотр".into(),
        counterparty: "«Зауыт» ЖШС".into(),
        ..desk.app().open_table(bytes).unwrap().form
    };
    let handle = desk.app().open_table(bytes).unwrap().handle;
    let mut all = (0, 0, 0);
    let mut from = 0;
    loop {
        let done = desk.app().import_table(handle, &form, from).unwrap();
        all = (
            all.0 + done.taken,
            all.1 + done.already,
            all.2 + done.refused,
        );
        match done.next {
            Some(next) => from = next,
            None => return all,
        }
    }
}

#[test]
fn of_five_thousand_rows_forty_are_wrong_and_the_same_file_again_adds_nobody() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(REGISTRAR);
    let file = employers(5_000, |at| at % 125 == 7);
    let view = desk.app().open_table(file.as_bytes()).unwrap();
    assert_eq!(
        view.form.columns,
        ["", "full_name", "iin", "phone", "planned_on"]
    );
    assert!(view.form.has_header);
    assert_eq!((view.good_count, view.refused_count), (4_960, 40));
    let first = &view.bad[0];
    assert_eq!((first.number, first.name.as_str()), (9, "Серіков аааз"));
    let said: Vec<_> = first
        .problems
        .iter()
        .map(|no| (no.field.as_deref(), no.code.as_str()))
        .collect();
    assert_eq!(said, [(Some("iin"), "iin-length")]);
    assert_eq!(view.bad.len(), 40, "all of them can be looked through");
    assert_eq!(
        desk.count("SELECT count(*) FROM p_expected"),
        0,
        "nothing yet"
    );

    assert_eq!(imported(&desk, file.as_bytes()), (4_960, 0, 40));
    assert_eq!(desk.count("SELECT count(*) FROM p_expected"), 4_960);
    assert_eq!(imported(&desk, file.as_bytes()), (0, 4_960, 40));
    assert_eq!(desk.count("SELECT count(*) FROM p_expected"), 4_960);
    let day = on(&desk, TOMORROW);
    assert_eq!((day.rows.len(), day.total), (100, 4_960));
    lab.carry(&desk, &village);
    assert_eq!(on(&village, TOMORROW).total, 4_960);
}

#[test]
fn an_import_that_names_nobody_or_yesterday_is_refused_before_any_row() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let file = "А;Б\nЛи;Ван\n";
    let view = desk.app().open_table(file.as_bytes()).unwrap();
    assert!(!view.form.has_header, "a row of people is no header");
    let codes = |form: &ImportForm| {
        let view = desk.app().check_table(view.handle, form, 0).unwrap();
        let said = view.problems.into_iter();
        said.map(|no| (no.field.unwrap_or_default(), no.code))
            .collect::<Vec<_>>()
    };
    let asked = ImportForm {
        planned_on: "17.11.2026".into(),
        list: "х".repeat(61),
        ..view.form.clone()
    };
    let told = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    assert_eq!(
        codes(&asked),
        [
            told("planned_on", "expected-day-past"),
            told("list", "text-too-long"),
            told("columns", "expected-columns"),
        ]
    );
    let no = desk.app().import_table(view.handle, &asked, 0).unwrap_err();
    assert_eq!(no.refusals().len(), 3);
    let named = ImportForm {
        columns: vec!["surname".into(), "name".into()],
        ..view.form
    };
    assert_eq!(codes(&named), []);
    let done = desk.app().import_table(view.handle, &named, 0).unwrap();
    assert_eq!((done.taken, done.refused, done.next), (2, 0, None));
    // The table goes with the curtain.
    desk.app().cover();
    desk.sign_in(MANAGER);
    let gone = desk.app().check_table(view.handle, &named, 0).unwrap_err();
    assert_eq!(gone.refusals()[0].code.0, "not-found");
}

#[test]
fn when_the_days_are_over_nothing_of_the_person_is_left_on_any_desk() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let form = ExpectedForm {
        surname: "Жоғалғанова".into(),
        booker: "Ұмытбаев".into(),
        planned_on: TOMORROW.into(),
        ..booked(1)
    };
    let number = form.iin.clone();
    let id = expect(&desk, form);
    let stays = expect(
        &desk,
        ExpectedForm {
            planned_on: "25.12.2026".into(),
            ..booked(2)
        },
    );
    let told = Command::CancelExpected {
        expected: id,
        reason: "Бір-себеп".into(),
    };
    desk.must(told);
    lab.sync();
    let words = ["Жоғалғанова", "Ұмытбаев", "Бір-себеп", number.as_str()];
    for one in lab.desks() {
        assert!(
            words.iter().all(|word| holds(one, word)),
            "the dump sees it"
        );
    }
    days_go_by(&desk, 31);
    assert!(
        words.iter().all(|word| holds(&desk, word)),
        "kept for 30 days"
    );
    days_go_by(&desk, 2);
    for word in words {
        assert!(!holds(&desk, word), "{word} is gone");
    }
    assert!(row(&desk, "25.12.2026", stays).is_some(), "the others stay");
    let acts = desk.of_kind(kinds::EXPECTED_PURGED);
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0].header().subject, id);
    assert!(
        !acts[0].header().session.is_zero(),
        "somebody's session stands behind it"
    );
    village.set_clock(desk.clock());
    lab.sync();
    lab.agree();
    for word in words {
        assert!(
            !holds(&village, word),
            "{word} is gone where it was heard of"
        );
    }
    for one in lab.desks() {
        let report = one.verified();
        assert!(report.finding.reason.is_none(), "{:?}", report.finding);
    }
    desk.sign_in(MANAGER);
    assert_eq!(desk.of_kind(kinds::EXPECTED_PURGED).len(), 1, "once");
}

#[test]
fn a_clock_that_shows_another_year_for_a_morning_forgets_nobody() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let id = expect(&desk, booked(1));
    desk.set_clock(NOON + 3_650 * DAY);
    desk.sign_in(REGISTRAR);
    desk.set_clock(NOON + DAY);
    desk.sign_in(MANAGER);
    assert!(row(&desk, TODAY, id).is_some());
    assert_eq!(desk.of_kind(kinds::EXPECTED_PURGED).len(), 0);
}

#[test]
fn what_comes_late_about_somebody_forgotten_goes_too() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let id = expect(&desk, booked(1));
    lab.sync();
    let late = village.must(Command::CancelExpected {
        expected: id,
        reason: "Кеш-себеп".into(),
    });
    days_go_by(&desk, 33);
    assert_eq!(desk.of_kind(kinds::EXPECTED_PURGED).len(), 1);
    lab.sync();
    lab.agree();
    assert_eq!(desk.status(late.entries[0]), Some(Status::Held));
    assert!(holds(&desk, "Кеш-себеп"));
    days_go_by(&desk, 1);
    desk.wait(DAY);
    desk.sign_in(REGISTRAR);
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert!(!holds(one, "Кеш-себеп"), "{}", one.name());
        assert_eq!(one.count("SELECT count(*) FROM p_held"), 0);
    }
}

#[test]
fn an_act_over_a_card_by_a_registrar_in_bad_hands_does_nothing() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    village.sign_in(REGISTRAR);
    lab.sync();
    let tips = query_tips(&desk, card);
    let mut thief = village.turned();
    let covers = vec![(desk.id(), desk.length())];
    let act = thief.write(card, &tips, ExpectedPurged { covers });
    desk.take(thief.chain());
    assert_eq!(desk.status(act.hash()), Some(Status::Applied));
    assert!(desk.permitted(card), "the consent stands");
    assert_eq!(desk.field(card, field::NAME).as_deref(), Some("Айгерім"));
    assert!(!desk.look(card).destroyed);
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    desk.rebuilt_is_the_same();
}

fn query_tips(desk: &Desk, subject: SubjectId) -> Vec<tirkeu_core::id::Hash> {
    tirkeu_core::projection::tips(desk.app().conn(), subject).unwrap()
}

#[test]
fn a_manager_says_for_how_long_bookings_are_kept() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let days = |typed: &str| Command::KeepExpectedFor { days: typed.into() };
    for wrong in ["0", "366", "много"] {
        assert_eq!(desk.execute(days(wrong)).unwrap_err(), ["expected-days"]);
    }
    assert_eq!(query::expected::kept_days(desk.app().conn()).unwrap(), 30);
    desk.must(days("2"));
    assert_eq!(on(&desk, "").kept_days, "2");
    let id = expect(&desk, booked(1));
    days_go_by(&desk, 3);
    assert!(row(&desk, TODAY, id).is_some());
    days_go_by(&desk, 1);
    assert!(row(&desk, TODAY, id).is_none());
}

#[test]
fn what_was_booked_goes_with_the_person() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let id = expect(&desk, booked(1));
    let card = arrives(&desk, id);
    let next = expect(
        &desk,
        ExpectedForm {
            planned_on: TOMORROW.into(),
            ..booked(1)
        },
    );
    lab.sync();
    desk.must(Desk::destroying(card));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert!(!holds(one, &iin(1)), "{}", one.name());
        assert!(row(one, TODAY, id).is_none() && row(one, TOMORROW, next).is_none());
    }
    assert!(desk.execute(moving(next, TODAY)).is_err());
    assert_eq!(
        village.execute(cancelling(next)).unwrap_err(),
        ["not-found"]
    );
}

#[test]
fn whoever_is_wrong_hears_of_everything_at_once() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let wrong = ExpectedForm {
        iin: "123".into(),
        phone: "1".into(),
        planned_on: "вчера".into(),
        ..ExpectedForm::default()
    };
    assert_eq!(
        desk.execute(Command::Expect { expected: wrong })
            .unwrap_err(),
        ["iin-length", "phone-too-short", "date-form"]
    );
    expect(&desk, booked(1));
    let twice = Command::Expect {
        expected: booked(1),
    };
    assert_eq!(desk.execute(twice).unwrap_err(), ["expected-known"]);
    let many = Command::ExpectMany {
        rows: vec![booked(2); 65],
    };
    assert_eq!(
        desk.must(many).entries.len(),
        1,
        "the same row is one person"
    );
}

//! An old list of patients: read whatever it was written in, judged row by row, brought in by whole stretches, gone on
//! with after a kill; and what a card permits of which nobody has been asked.

use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1251;
use tirkeu_core::app::MAX_COMMITS;
use tirkeu_core::audit::Verdict;
use tirkeu_core::command::{Command, ConsentForm, LegacyForm};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::error::Error;
use tirkeu_core::event::disclosure::{document, list};
use tirkeu_core::event::patient::field;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::query;
use tirkeu_core::table::write::Rows;
use tirkeu_core::table::{self, Table};
use tirkeu_core::view::{LegacyDone, LegacyPage, LegacyView, LegacyWhich, Standing};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, consent_given, iin, patient};

const HEADER: [&str; 6] = [
    "Фамилия",
    "Имя",
    "Отчество",
    "ИИН",
    "Дата рождения",
    "Телефон",
];
const TODAY: &str = "18.11.2026";

/// One row, for whoever asks who may bring it in.
pub fn old_list() -> Table {
    table::read("Фамилия;Имя;ИИН\nЛи;Анна;\n".as_bytes(), table::REGISTER).unwrap()
}

/// How [`old_list`] is read.
pub fn old_form() -> LegacyForm {
    LegacyForm {
        columns: ["surname", "name", "iin"].map(str::to_owned).to_vec(),
        has_header: true,
        ..said(LegacyForm::default())
    }
}

fn said(form: LegacyForm) -> LegacyForm {
    LegacyForm {
        source: "Журнал 2019".into(),
        as_of: "31.12.2019".into(),
        language: "kk".into(),
        ..form
    }
}

/// Women of the list, each with an ИИН of her own.
fn woman(serial: u16) -> Vec<String> {
    let letters = ["ба", "ве", "го", "ду", "ми", "но", "ра", "сы", "тә", "кө"];
    let name: String = serial
        .to_string()
        .bytes()
        .map(|digit| letters[usize::from(digit - b'0')])
        .collect();
    [
        format!("А{name}ова"),
        "Айгерім".into(),
        "Болатқызы".into(),
        iin(serial),
        "17.06.1985".into(),
        format!("8 701 {:07}", 2_000_000 + u32::from(serial)),
    ]
    .to_vec()
}

fn women(serials: impl IntoIterator<Item = u16>) -> Vec<Vec<String>> {
    serials.into_iter().map(woman).collect()
}

/// So many of them: a serial without a control digit takes the number of another one.
fn many(count: usize) -> Vec<Vec<String>> {
    let own = |serial: &u16| iin(*serial)[7..11] == format!("{serial:04}");
    women((0..9_999).filter(own).take(count))
}

fn csv(rows: &[Vec<String>], between: &str) -> String {
    let header = HEADER.map(str::to_owned).to_vec();
    let lines: Vec<String> = [&header]
        .into_iter()
        .chain(rows)
        .map(|row| row.join(between))
        .collect();
    lines.join("\r\n") + "\r\n"
}

fn desk() -> (Lab, Desk) {
    let (lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(MANAGER);
    (lab, desk)
}

fn open(desk: &Desk, bytes: &[u8]) -> LegacyView {
    let table = table::read(bytes, table::REGISTER).unwrap();
    desk.app().open_legacy(table).unwrap()
}

/// Looks every row through, as the window does: stretch by stretch.
fn looked(desk: &Desk, handle: Id, form: &LegacyForm) -> LegacyView {
    loop {
        let view = desk.app().check_legacy(handle, form).unwrap();
        if view.judged.count == view.rows.count {
            return view;
        }
    }
}

fn stretch(desk: &Desk, handle: Id, form: &LegacyForm, from: u32) -> Result<LegacyDone, Error> {
    desk.app().import_legacy(handle, form, from)
}

/// Brings in what can be: how many cards, and how many rows were taken before.
fn bring(desk: &Desk, handle: Id, form: &LegacyForm) -> (u32, u32) {
    let (mut from, mut all) = (Some(0), (0, 0));
    while let Some(at) = from {
        let done = stretch(desk, handle, form, at).unwrap();
        all = (all.0 + done.taken, all.1 + done.already);
        from = done.next;
    }
    all
}

/// A file from the dialog to the cards.
fn import(desk: &Desk, bytes: &[u8]) -> (u32, u32) {
    let view = open(desk, bytes);
    let form = said(view.form);
    looked(desk, view.handle, &form);
    bring(desk, view.handle, &form)
}

fn left(desk: &Desk, handle: Id, which: LegacyWhich) -> LegacyPage {
    desk.app()
        .legacy_rows(handle, which, 0)
        .unwrap()
        .into_inner()
}

fn reasons(page: &LegacyPage) -> Vec<(u32, Vec<(String, String)>)> {
    let rows = page.rows.iter();
    rows.map(|row| {
        let problems = row.problems.iter();
        let told = problems.map(|one| (one.field.clone().unwrap_or_default(), one.code.clone()));
        (row.number, told.collect())
    })
    .collect()
}

fn cards(desk: &Desk) -> Vec<SubjectId> {
    let app = desk.app();
    let mut rows = app
        .conn()
        .prepare("SELECT subject FROM p_card ORDER BY subject")
        .unwrap();
    rows.query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn by_iin(desk: &Desk, serial: u16) -> Vec<SubjectId> {
    query::card::by_iin(desk.app().conn(), &iin(serial)).unwrap()
}

fn whole(desk: &Desk) {
    let verdict = desk.verified().finding.verdict;
    assert!(verdict <= Verdict::WholeUnanchored, "{verdict:?}");
    assert!(
        desk.app().tables_agree().unwrap(),
        "the tables are what the journal says"
    );
}

fn codes(answer: Result<LegacyDone, Error>) -> Vec<&'static str> {
    match answer {
        Err(Error::Refused(no)) => no.iter().map(|no| no.code.0).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_list_becomes_the_same_cards_whatever_it_was_written_in() {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for between in [";", ",", "\t"] {
        let text = csv(&women([1, 2, 3]), between);
        files.push((format!("UTF-8 {between:?}"), text.clone().into_bytes()));
        files.push((
            format!("BOM {between:?}"),
            format!("\u{feff}{text}").into_bytes(),
        ));
        let wide = format!("\u{feff}{text}");
        files.push((
            format!("UTF-16 {between:?}"),
            wide.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ));
        // Kazakh letters are not in it, so such a list spells them in Russian ones.
        let russian = text
            .replace("Айгерім", "Айгерим")
            .replace("Болатқызы", "Болаткызы");
        let russian = russian.replace(['ә', 'ө'], "о");
        let (bytes, _, lost) = WINDOWS_1251.encode(&russian);
        assert!(!lost);
        files.push((format!("Windows-1251 {between:?}"), bytes.into_owned()));
    }
    let mut book = Rows::xlsx(&HEADER.map(str::to_owned), 1_000).unwrap();
    for row in women([1, 2, 3]) {
        book.push(&row).unwrap();
    }
    files.push(("XLSX".into(), book.finish().unwrap()));
    for (name, bytes) in files {
        let (_lab, desk) = desk();
        assert_eq!(import(&desk, &bytes), (3, 0), "{name}");
        for serial in [1, 2, 3] {
            let [card] = by_iin(&desk, serial)[..] else {
                panic!("{name}");
            };
            assert_eq!(
                desk.field(card, field::BIRTH_DATE).as_deref(),
                Some("1985-06-17")
            );
            assert_eq!(
                desk.field(card, field::SEX).as_deref(),
                Some("F"),
                "the ИИН says it"
            );
            assert_eq!(desk.field(card, field::LANGUAGE).as_deref(), Some("kk"));
            let name = desk.field(card, field::NAME).unwrap();
            assert!(["Айгерім", "Айгерим"].contains(&name.as_str()), "{name}");
        }
        whole(&desk);
    }
}

#[test]
fn a_bad_row_stays_out_with_its_reasons_and_the_good_ones_come_in() {
    let (_lab, desk) = desk();
    let mut rows = women(1..=40);
    rows[1][3] = "850617400011".into();
    rows[3][4] = "31.02.1985".into();
    rows[5][5] = "не звонить".into();
    rows[7][0] = String::new();
    rows[9][4] = "18.06.1985".into();
    rows[11].push("лишнее".into());
    rows[13][3] = String::new();
    rows[15][4] = "85".into();
    let view = open(&desk, csv(&rows, ";").as_bytes());
    let form = said(view.form);
    let view = looked(&desk, view.handle, &form);
    assert_eq!(
        (view.good.count, view.refused.count, view.shifted),
        (32, 8, None)
    );
    let told = reasons(&left(&desk, view.handle, LegacyWhich::Refused));
    let told: Vec<(u32, Vec<(&str, &str)>)> = told
        .iter()
        .map(|(row, no)| {
            (
                *row,
                no.iter()
                    .map(|(at, code)| (at.as_str(), code.as_str()))
                    .collect(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (3, vec![("iin", "iin-checksum")]),
            (5, vec![("birth_date", "date-impossible")]),
            (7, vec![("phone", "phone-sign")]),
            (9, vec![("surname", "surname-required")]),
            (11, vec![("birth_date", "iin-birth-date-differs")]),
            (13, vec![("", "legacy-row-width")]),
            (15, vec![("sex", "sex-required")]),
            (17, vec![("birth_date", "date-form")]),
        ]
    );
    assert_eq!(bring(&desk, view.handle, &form), (32, 0));
    assert_eq!(cards(&desk).len(), 32);
    let report = desk
        .app()
        .legacy_report(view.handle, Lang::Ru)
        .unwrap()
        .into_inner()
        .1;
    let report = table::read(&report, table::LIST).unwrap();
    assert_eq!(report.rows.len(), 9, "the header and eight rows");
    assert_eq!(
        report.rows[1].cells[1].shown(),
        "ИИН: Контрольная цифра ИИН не сходится"
    );
    assert_eq!(
        report.rows[1].cells[2].shown(),
        rows[1][0],
        "the row as it stood there"
    );
    let released = desk.of_kind(kinds::DOCUMENT_RELEASED).pop().unwrap();
    let Some(Event::DocumentReleased(body)) = Event::of(&released) else {
        panic!("the file has its entry");
    };
    assert_eq!(body.document, document::LEGACY);
}

#[test]
fn a_file_that_was_broken_off_goes_on_where_it_ended() {
    let (_lab, desk) = desk();
    let text = csv(&many(2_500), ";");
    let view = open(&desk, text.as_bytes());
    let form = said(view.form);
    looked(&desk, view.handle, &form);
    let first = stretch(&desk, view.handle, &form, 0).unwrap();
    assert_eq!((first.taken, first.next), (1_024, Some(1_024)));
    assert_eq!(
        desk.of_kind(kinds::PATIENT_IMPORTED).len(),
        1_024,
        "one entry a card"
    );
    let commits = desk.count("SELECT count(*) FROM x_graph WHERE kind = 322 AND batch_left = 0");
    assert_eq!(usize::try_from(commits), Ok(MAX_COMMITS));

    desk.crash();
    desk.sign_in(MANAGER);
    let view = open(&desk, text.as_bytes());
    let view = looked(&desk, view.handle, &form);
    assert_eq!((view.good.count, view.taken.count), (1_476, 1_024));
    assert_eq!(bring(&desk, view.handle, &form), (1_476, 1_024));
    assert_eq!(
        bring(&desk, view.handle, &form),
        (0, 2_500),
        "asked twice, taken once"
    );
    let all = cards(&desk);
    assert_eq!(all.len(), 2_500);
    let numbers = desk.count("SELECT count(DISTINCT value) FROM p_card_field WHERE field = 4");
    assert_eq!(numbers, 2_500, "each once");
    whole(&desk);
}

#[test]
fn whoever_has_a_card_gets_no_second_one_and_whoever_looks_like_one_waits_for_a_word() {
    let (_lab, desk) = desk();
    let known = desk.intake(patient(7));
    let nameless = desk.intake(PatientForm {
        surname: "Безномерная".into(),
        name: "Роза".into(),
        patronymic: String::new(),
        phone: String::new(),
        iin: String::new(),
        kind: "no_document".into(),
        doc_type: String::new(),
        doc_number: String::new(),
        doc_checked: String::new(),
        ..patient(8)
    });
    let mut rows = women([1, 2, 7, 9, 10, 11]);
    rows[1][3] = iin(1); // the ИИН of the row above
    rows[3] = [
        woman(9)[..3].to_vec(),
        vec![iin(9), "17.06.1985".into(), String::new()],
    ]
    .concat();
    // With a Latin letter, and an ИИН that the card has not.
    rows[3][0] = "Безнoмерная".into();
    rows[3][1] = "Роза".into();
    rows.push(woman(1)); // the very row once more
    let mut header = HEADER.map(str::to_owned).to_vec();
    header.push("Пол".into());
    for row in &mut rows {
        row.push("ж".into());
    }
    let mut twin = woman(10);
    twin[3] = String::new();
    twin.push("ж".into());
    rows.push(twin); // row 9: like row 6, without the number
    let text = csv(&rows, ";").replacen(&HEADER.join(";"), &header.join(";"), 1);
    let view = open(&desk, text.as_bytes());
    let form = said(view.form);
    let view = looked(&desk, view.handle, &form);
    let counts = |view: &LegacyView| {
        (
            view.good.count,
            view.taken.count,
            view.known.count,
            view.alike.count,
            view.refused.count,
        )
    };
    assert_eq!(counts(&view), (3, 1, 2, 2, 0));
    let told = |which| {
        let page = left(&desk, view.handle, which);
        page.rows
            .iter()
            .map(|row| {
                (
                    row.number,
                    row.problems[0].code.clone(),
                    row.problems[0].args.get("row").cloned(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(LegacyWhich::Known),
        [
            (3, "legacy-same-iin".into(), Some("2".into())),
            (4, "patient-known".into(), None)
        ]
    );
    assert_eq!(
        told(LegacyWhich::Alike),
        [
            (5, "legacy-alike".into(), None),
            (9, "legacy-same-name".into(), Some("6".into()))
        ]
    );
    // Of whose cards the pages told is in the journal.
    let shown: BTreeSet<SubjectId> = desk
        .of_kind(kinds::LIST_SHOWN)
        .iter()
        .filter_map(|entry| match Event::of(entry) {
            Some(Event::ListShown(body)) => Some(body.ids),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(shown, BTreeSet::from([known, nameless]));
    let opened = desk.of_kind(kinds::LIST_OPENED);
    let opened: Vec<_> = opened.iter().filter_map(Event::of).collect();
    assert!(
        opened
            .iter()
            .any(|event| matches!(event, Event::ListOpened(body) if body.list == list::LEGACY))
    );

    assert_eq!(bring(&desk, view.handle, &form), (3, 1));
    let take_alike = LegacyForm {
        take_alike: true,
        ..form
    };
    assert_eq!(
        codes(stretch(&desk, view.handle, &take_alike, 0)),
        ["legacy-unchecked"]
    );
    let view = looked(&desk, view.handle, &take_alike);
    assert_eq!(counts(&view), (2, 4, 2, 2, 0));
    assert_eq!(bring(&desk, view.handle, &take_alike), (2, 4));
    assert_eq!(by_iin(&desk, 9).len(), 1);
    assert_eq!(cards(&desk).len(), 7);
}

#[test]
fn columns_that_shift_in_the_middle_are_noticed_and_taken_only_on_a_word() {
    let (_lab, desk) = desk();
    let mut rows = women(1..=60);
    for row in rows.iter_mut().skip(40) {
        row.remove(2);
    }
    let view = open(&desk, csv(&rows, ";").as_bytes());
    let form = said(view.form);
    let view = looked(&desk, view.handle, &form);
    assert_eq!(view.shifted, Some(42), "the header is row 1");
    assert_eq!((view.good.count, view.refused.count), (40, 20));
    assert_eq!(
        codes(stretch(&desk, view.handle, &form, 0)),
        ["legacy-shifted"]
    );
    assert!(cards(&desk).is_empty());
    let taken = LegacyForm {
        take_shifted: true,
        ..form
    };
    assert_eq!(bring(&desk, view.handle, &taken), (40, 0));
}

#[test]
fn what_is_said_of_the_list_is_judged_beside_its_field() {
    let (_lab, desk) = desk();
    let view = open(&desk, csv(&women([1]), ";").as_bytes());
    let form = LegacyForm {
        columns: vec!["iin".into()],
        as_of: "19.11.2026".into(),
        ..view.form
    };
    let view = desk.app().check_legacy(view.handle, &form).unwrap();
    let told: Vec<_> = view
        .problems
        .iter()
        .map(|no| (no.field.clone().unwrap(), no.code.clone()))
        .collect();
    let expected = [
        ("source", "text-required"),
        ("as_of", "legacy-date-ahead"),
        ("language", "language-required"),
        ("columns", "legacy-columns"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(told, expected);
    assert_eq!(view.judged.count, 0, "no row says whom it is about");
    assert_eq!(
        codes(stretch(&desk, view.handle, &form, 0)),
        ["legacy-unchecked"]
    );
}

fn taking_in(desk: &Desk, card: SubjectId, consent: Option<ConsentForm>) -> Command {
    let fields = query::card::fields(desk.app().conn(), card).unwrap();
    Command::Intake {
        order: None,
        card: Some(card),
        expected: None,
        patient: PatientForm {
            phone: "8 701 999 99 99".into(),
            ..query::card::form(&fields)
        },
        reason: "новый номер".into(),
        representative: None,
        consent,
    }
}

#[test]
fn a_card_of_the_list_is_kept_and_asked_and_serves_nothing_before_the_answer() {
    let (_lab, desk) = desk();
    import(&desk, csv(&women([1, 2]), ";").as_bytes());
    let [card, other] = [by_iin(&desk, 1)[0], by_iin(&desk, 2)[0]];
    desk.sign_in(REGISTRAR);
    assert!(!desk.permitted(card), "the gate of every purpose");
    let seen = desk.look(card);
    assert!(
        seen.standings
            .iter()
            .all(|one| one.standing == Standing::None)
    );
    let basis = seen.legacy.unwrap();
    assert_eq!(
        (basis.source.as_str(), basis.as_of.as_str(), basis.stands),
        ("Журнал 2019", "31.12.2019", true)
    );
    assert_eq!(seen.history.last().unwrap().act, "imported");

    // Put right without the person, that is keeping; taken in without an answer, that is not.
    desk.amend(card, |form| form.patronymic = "Болатовна".into());
    let silent = taking_in(&desk, card, None);
    assert_eq!(desk.execute(silent), Err(vec!["consent-legacy-needed"]));
    let answered = taking_in(&desk, card, Some(consent_given(desk.policy())));
    desk.must(answered);
    assert!(desk.permitted(card));
    assert!(!desk.look(card).legacy.unwrap().stands, "history");
    let again = taking_in(&desk, card, None);
    assert_eq!(
        desk.execute(again),
        Err(vec!["nothing-changed"]),
        "nobody is asked twice"
    );

    desk.refuse(other);
    assert!(
        !desk.look(other).legacy.unwrap().stands,
        "a no is an answer"
    );
    assert!(!desk.permitted(other));
    desk.must(taking_in(&desk, other, None));
}

#[test]
fn ten_thousand_rows_are_no_intakes_no_visits_and_nothing_unusual() {
    let (_lab, desk) = desk();
    import(&desk, csv(&women([1, 2, 3]), ";").as_bytes());
    let own = desk.intake(patient(50));
    let app = desk.app();
    let on = app.now().date();
    assert_eq!(
        query::card::registered_on(app.conn(), app.device(), on).unwrap(),
        1
    );
    let staff = app.staff().unwrap();
    let shift = query::shift::shift(app.conn(), app.device(), staff, on).unwrap();
    assert_eq!(shift.registered, 1);
    drop(app);
    let card = by_iin(&desk, 1)[0];
    let visit = |card| {
        query::card::row(desk.app().conn(), card, on, "")
            .unwrap()
            .last_visit
    };
    assert_eq!((visit(card), visit(own)), (String::new(), TODAY.to_owned()));
    let hours = || {
        let hours = desk.app().today().unwrap().hours.into_iter();
        hours.fold((0, 0), |sum, one| (sum.0 + one.new, sum.1 + one.known))
    };
    assert_eq!(hours(), (1, 0), "one came, and no list with them");
    desk.refuse(card);
    assert_eq!(hours(), (1, 1), "whoever comes from a list is known");
}

#[test]
fn a_destroyed_card_leaves_nothing_by_which_its_row_is_known() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(MANAGER);
    let text = csv(&women([1, 2]), ";");
    import(&desk, text.as_bytes());
    let card = by_iin(&desk, 1)[0];
    lab.sync();
    assert_eq!(
        village.count("SELECT count(*) FROM p_legacy"),
        2,
        "the other desk knows the rows"
    );
    desk.must(Desk::destroying(card));
    lab.sync();
    for desk in [&desk, &village] {
        assert_eq!(desk.count("SELECT count(*) FROM p_legacy"), 1);
        assert_eq!(
            desk.count("SELECT count(*) FROM x_person WHERE namesake IS NOT NULL"),
            1
        );
    }
    // The list says so still; whoever brings it in again brings her in again.
    assert_eq!(import(&desk, text.as_bytes()), (1, 1));
    whole(&desk);
}

#[test]
fn a_merged_card_of_the_list_counts_the_answer_of_the_person() {
    let (_lab, desk) = desk();
    let mut row = woman(1);
    row[3] = String::new();
    let mut rows = vec![row];
    rows[0].push("ж".into());
    let text = csv(&rows, ";").replacen("Телефон", "Телефон;Пол", 1);
    import(&desk, text.as_bytes());
    let card = cards(&desk)[0];
    assert_eq!(
        desk.field(card, field::CARD_KIND).as_deref(),
        Some("no_document")
    );
    let own = desk.intake(patient(1));
    desk.consent(own);
    assert!(desk.look(card).legacy.unwrap().stands);
    desk.must(Command::Merge {
        card,
        with: Some(own),
        reason: "одна и та же".into(),
    });
    assert!(
        !desk.look(card).legacy.unwrap().stands,
        "the person has answered"
    );
    desk.must(taking_in(&desk, card, None));
}

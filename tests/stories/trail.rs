//! The manager reads the journal: sentences, filters, pages, one entry in full, what is unusual, files, the sheet.

use std::collections::BTreeSet;
use std::fmt::Write;

use tirkeu_core::app::{FileForm, Paper};
use tirkeu_core::command::{Command, TrailForm};
use tirkeu_core::domain::trail::unusual::Unusual;
use tirkeu_core::domain::trail::{Doing, Outcome};
use tirkeu_core::event::kinds::{self, Role};
use tirkeu_core::id::{Hash, Id, SubjectId};
use tirkeu_core::view::{EntryView, TrailPage, TrailRow};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient, undocumented};

const HOUR: u64 = 3_600_000;
const DAY: u64 = 24 * HOUR;

fn page(desk: &Desk, handle: Option<Id>, form: &TrailForm, after: Option<Hash>) -> TrailPage {
    let page = desk.app().read_trail(handle, (form, after), Lang::Ru);
    page.unwrap().into_inner()
}

/// Every row of a filter, page by page, under one handle.
fn all(desk: &Desk, form: &TrailForm) -> Vec<TrailRow> {
    let first = page(desk, None, form, None);
    let (mut rows, mut next) = (first.rows, first.next);
    while let Some(after) = next {
        let more = page(desk, Some(first.handle), form, Some(after));
        rows.extend(more.rows);
        next = more.next;
    }
    rows
}

fn of(unusual: Unusual) -> TrailForm {
    TrailForm {
        unusual: Some(unusual),
        ..TrailForm::default()
    }
}

fn in_full(desk: &Desk, entry: Hash) -> EntryView {
    let handle = page(desk, None, &TrailForm::default(), None).handle;
    let found = desk.app().read_entry(handle, entry, Lang::Ru);
    found.unwrap().into_inner()
}

fn said(rows: &[TrailRow]) -> Vec<&str> {
    rows.iter().map(|row| row.said.as_str()).collect()
}

/// Two desks, a hundred entries and more, written by two people.
fn busy() -> (Lab, Desk, Desk, SubjectId) {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.sign_in(REGISTRAR);
    for number in 2..30 {
        desk.wait(60_000);
        let other = desk.intake(patient(number));
        desk.consent(other);
        village.wait(60_000);
        village.intake(patient(100 + number));
    }
    lab.sync();
    desk.sign_in(MANAGER);
    (lab, desk, village, card)
}

#[test]
fn every_entry_stands_on_exactly_one_page_newest_first_and_the_reading_is_one_of_them() {
    let (_, desk, _, _) = busy();
    let before = desk.length();
    let rows = all(&desk, &TrailForm::default());
    assert_eq!(desk.length(), before + 1, "one reading, however many pages");
    assert!(rows.len() > 100);
    assert_eq!(rows[0].said, "Прочитан журнал");
    assert_eq!(rows[0].doing, Doing::Journal);
    assert_eq!(rows[0].role, Some(Role::Manager));
    let shown: BTreeSet<Hash> = rows.iter().map(|row| row.entry).collect();
    assert_eq!(shown.len(), rows.len(), "nobody twice");
    let stored: BTreeSet<Hash> = desk.journal().iter().map(|entry| entry.hash()).collect();
    assert_eq!(shown, stored, "nobody is left out");
    let clocks: Vec<u64> = rows
        .iter()
        .map(|row| {
            let journal = desk.journal();
            let entry = journal.iter().find(|entry| entry.hash() == row.entry);
            entry.unwrap().header().hlc.0
        })
        .collect();
    assert!(clocks.is_sorted_by(|a, b| a >= b));
}

#[test]
fn any_filter_is_what_a_sieve_over_every_row_leaves() {
    let (lab, desk, village, card) = busy();
    let everything = all(&desk, &TrailForm::default());
    let staff = Some(lab.staff(REGISTRAR));
    let name = everything
        .iter()
        .find(|row| row.role == Some(Role::Registrar));
    let name = name.unwrap().by.clone();
    let sieve = |form: &TrailForm, keep: &dyn Fn(&TrailRow) -> bool| {
        let found = all(&desk, form);
        let found: Vec<Hash> = found.iter().map(|row| row.entry).collect();
        let kept = everything
            .iter()
            .filter(|row| keep(row))
            .map(|row| row.entry);
        // The sieved rows end where the readings of this test begin.
        let old: BTreeSet<Hash> = everything.iter().map(|row| row.entry).collect();
        let found: Vec<Hash> = found
            .into_iter()
            .filter(|entry| old.contains(entry))
            .collect();
        assert_eq!(found, kept.collect::<Vec<_>>(), "{form:?}");
        found.len()
    };
    let base = TrailForm::default;
    let hers = TrailForm { staff, ..base() };
    assert!(sieve(&hers, &|row| row.by == name) > 50, "more than a page");
    let consents = TrailForm {
        doing: Some(Doing::Consent),
        ..hers.clone()
    };
    assert!(
        sieve(&consents, &|row| row.by == name
            && row.doing == Doing::Consent)
            > 20
    );
    let there = TrailForm {
        desk: Some(village.id()),
        ..base()
    };
    let village_name = "village";
    let of_village: BTreeSet<Hash> = village.chain().iter().map(|entry| entry.hash()).collect();
    assert!(
        sieve(&there, &|row| of_village.contains(&row.entry)) > 20,
        "{village_name}"
    );
    let both = TrailForm {
        staff,
        desk: Some(village.id()),
        ..base()
    };
    sieve(&both, &|row| {
        row.by == name && of_village.contains(&row.entry)
    });
    let void = TrailForm {
        outcome: Some(Outcome::Void),
        ..base()
    };
    assert_eq!(sieve(&void, &|row| row.outcome == Outcome::Void), 0);
    let one = TrailForm {
        card: Some(card),
        ..base()
    };
    let told = sieve(&one, &|row| row.about == Some(card));
    assert!(told > 0);
    let typed = TrailForm {
        iin: patient(1).iin,
        ..base()
    };
    assert_eq!(sieve(&typed, &|row| row.about == Some(card)), told);
}

#[test]
fn a_patient_with_several_cards_is_one_patient() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    let about = |card| {
        let form = TrailForm {
            card: Some(card),
            ..TrailForm::default()
        };
        let rows = all(&desk, &form).into_iter();
        rows.map(|row| row.entry).collect::<BTreeSet<_>>()
    };
    let (of_one, of_other) = (about(one), about(other));
    desk.must(Command::Merge {
        card: one,
        with: Some(other),
        reason: "Паспорт".into(),
    });
    let together = about(one);
    assert!(together.is_superset(&of_one) && together.is_superset(&of_other));
    assert_eq!(together, about(other), "whichever card is named");
}

#[test]
fn a_period_is_days_of_almaty_and_what_is_no_day_is_said_beside_its_field() {
    let (_, [desk]) = Lab::with(["desk"]);
    let noon = desk.clock();
    desk.intake(patient(1));
    // Half an hour before and after midnight in Almaty, seven hours before midnight of UTC.
    desk.set_clock(noon + 11 * HOUR + HOUR / 2);
    desk.intake(patient(2));
    desk.set_clock(noon + 12 * HOUR + HOUR / 2);
    desk.intake(patient(3));
    let registered = |from: &str, to: &str| {
        let form = TrailForm {
            doing: Some(Doing::Patient),
            from: from.into(),
            to: to.into(),
            ..TrailForm::default()
        };
        all(&desk, &form).len()
    };
    let day =
        |at: u64| tirkeu_core::words::dates::short(tirkeu_core::time::Wall::almaty(at).date());
    let (first, second) = (day(noon), day(noon + DAY));
    assert_eq!(registered(&first, &first), 2);
    assert_eq!(registered(&second, ""), 1);
    assert_eq!(registered("", &first), 2);
    assert_eq!(registered(&first, &second), 3);
    let refused = |from: &str, to: &str, iin: &str| -> Vec<&'static str> {
        let form = TrailForm {
            from: from.into(),
            to: to.into(),
            iin: iin.into(),
            ..TrailForm::default()
        };
        let before = desk.length();
        let error = desk.app().read_trail(None, (&form, None), Lang::Ru);
        assert_eq!(desk.length(), before, "what is refused reads nothing");
        let codes = error.map(drop).unwrap_err();
        codes.refusals().iter().map(|no| no.code.0).collect()
    };
    assert_eq!(refused(&second, &first, ""), ["trail-period"]);
    assert_eq!(
        refused("вчера", "", "910312400121"),
        ["date-form", "not-found"]
    );
}

#[test]
fn a_sentence_says_what_was_done_to_whom_with_no_number_in_full() {
    let (_, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    desk.look(card);
    desk.app().reveal(card, "iin").unwrap();
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    let rows = all(
        &desk,
        &TrailForm {
            card: Some(card),
            ..TrailForm::default()
        },
    );
    let last = &patient(1).iin[8..];
    assert!(
        said(&rows).iter().all(|said| said.contains(last)),
        "{rows:#?}"
    );
    assert!(
        said(&rows)
            .iter()
            .all(|said| !said.contains(&patient(1).iin))
    );
    assert!(
        rows[0]
            .said
            .starts_with("Изменены данные пациента (телефон"),
        "{}",
        rows[0].said
    );
    let revealed = rows.iter().find(|row| row.doing == Doing::Reveal).unwrap();
    assert!(
        revealed.said.starts_with("Показано скрытое поле «ИИН»: "),
        "{}",
        revealed.said
    );
    for lang in [Lang::Ru, Lang::Kk] {
        let page = desk
            .app()
            .read_trail(None, (&TrailForm::default(), None), lang);
        for row in page.unwrap().into_inner().rows {
            assert!(
                !row.said.contains("journal-") && !row.said.contains('{'),
                "{}",
                row.said
            );
        }
    }
}

#[test]
fn an_entry_in_full_says_all_and_the_body_about_a_person_is_a_card_in_full() {
    let (_, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let registered = desk.of_kind(kinds::PATIENT_REGISTERED).pop().unwrap();
    let before = desk.of_kind(kinds::CARD_OPENED).len();
    let view = in_full(&desk, registered.hash());
    assert_eq!(view.signature, "valid");
    assert!(view.has_body && !view.is_unknown);
    let header = |name: &str| {
        let found = view.header.iter().find(|field| field.name == name);
        found.unwrap().value.clone()
    };
    assert_eq!(header("hash"), registered.hash().to_string());
    assert_eq!(header("subject"), card.to_string());
    assert!(
        view.body
            .iter()
            .any(|field| field.value.contains(&patient(1).iin))
    );
    let opened = desk.of_kind(kinds::CARD_OPENED);
    assert_eq!(
        opened.len(),
        before + 1,
        "whoever reads the body has seen the card in full"
    );
    let session = desk.of_kind(kinds::SESSION_OPENED).pop().unwrap();
    in_full(&desk, session.hash());
    assert_eq!(desk.of_kind(kinds::CARD_OPENED).len(), before + 1);
    desk.must(Desk::destroying(card));
    let view = in_full(&desk, registered.hash());
    assert!(!view.has_body && view.body.is_empty());
    assert_eq!(view.signature, "valid", "the signature outlives the body");
}

#[test]
fn a_kind_of_a_newer_program_is_shown_as_such() {
    let (_, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.take(village.journal());
    village.take(desk.journal());
    let mut newer = village.turned();
    let strange = newer.raw(card, &[], 0x0170, 0, &[0x80]);
    desk.take(newer.chain());
    let rows = all(
        &desk,
        &TrailForm {
            outcome: Some(Outcome::Unknown),
            ..TrailForm::default()
        },
    );
    assert_eq!(said(&rows), ["Запись более новой программы, вид 0x0170"]);
    assert_eq!(
        (rows[0].entry, rows[0].doing),
        (strange.hash(), Doing::Unknown)
    );
    assert!(in_full(&desk, strange.hash()).is_unknown);
}

#[test]
fn the_ready_made_views_pick_what_their_rules_say() {
    let (lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let card = desk.intake(patient(1));
    desk.look(card);
    let act = desk.consent(card);
    desk.sign_in(MANAGER);
    assert_eq!(all(&desk, &of(Unusual::NoIntake)), []);
    desk.wait(DAY);
    desk.look(card);
    let alone = all(&desk, &of(Unusual::NoIntake));
    assert_eq!(alone.len(), 1, "{alone:#?}");
    assert_eq!(alone[0].about, Some(card));
    assert_eq!(
        all(&desk, &of(Unusual::OutOfHours)),
        [],
        "noon is an hour of work"
    );
    desk.wait(12 * HOUR);
    desk.look(card);
    let night = all(&desk, &of(Unusual::OutOfHours));
    assert!(
        night.iter().any(|row| row.doing == Doing::Card),
        "{night:#?}"
    );
    let paper = || Paper {
        document: 2,
        card,
        entry: Some(act),
        action: 2,
    };
    let print = || {
        desk.app()
            .paper(paper(), |_| Ok(b"%PDF".to_vec()))
            .unwrap()
            .into_inner()
    };
    print();
    assert_eq!(all(&desk, &of(Unusual::Reprints)), []);
    print();
    assert_eq!(all(&desk, &of(Unusual::Reprints)).len(), 1);
    desk.app().reveal(card, "iin").unwrap();
    assert_eq!(all(&desk, &of(Unusual::Reveals)).len(), 1);
    assert_eq!(all(&desk, &of(Unusual::Exports)), []);
    desk.app().export_journal(false).unwrap();
    assert_eq!(all(&desk, &of(Unusual::Exports)).len(), 1);
    let set = |cards: &str, to: &str| Command::SetUsual {
        hours_from: "0".into(),
        hours_to: to.into(),
        cards_an_hour: cards.into(),
    };
    assert_eq!(
        desk.execute(set("0", "25")).unwrap_err(),
        ["trail-hours", "trail-cards"]
    );
    desk.must(set("1", "24"));
    assert_eq!(
        all(&desk, &of(Unusual::OutOfHours)),
        [],
        "a laboratory that never sleeps"
    );
    let hours = |desk: &Desk| page(desk, None, &of(Unusual::ManyCards), None).hours;
    assert_eq!(hours(&desk), []);
    let other = desk.intake(patient(2));
    desk.look(other);
    let many = hours(&desk);
    assert_eq!(many.len(), 1);
    assert_eq!(
        (many[0].staff, many[0].cards.as_str()),
        (lab.staff(MANAGER), "2")
    );
}

#[test]
fn a_file_is_what_the_filter_shows_and_an_entry_with_its_hash() {
    let (_, desk, _, _) = busy();
    let form = TrailForm {
        doing: Some(Doing::Patient),
        ..TrailForm::default()
    };
    let shown = all(&desk, &form);
    for kind in [FileForm::Csv, FileForm::Xlsx] {
        let handle = page(&desk, None, &form, None).handle;
        let mut file = desk
            .app()
            .begin_file(handle, &form, (kind, Lang::Kk))
            .unwrap();
        let before = desk.length();
        while desk.app().go_on_with_file(&mut file).unwrap() {}
        assert_eq!(file.count(), shown.len() as u64);
        assert_eq!(desk.length(), before, "nothing has left yet");
        let (sha256, bytes) = desk.app().end_file(file).unwrap().into_inner();
        let chain = desk.chain();
        let mut last = chain.iter().rev();
        let (exported, listed) = (last.next().unwrap(), last.next().unwrap());
        assert_eq!(exported.header().kind, kinds::JOURNAL_EXPORTED);
        assert_eq!(
            listed.header().kind,
            kinds::LIST_SHOWN,
            "of whom the file tells"
        );
        let told = format!("{:?}", tirkeu_core::event::Event::of(exported).unwrap());
        assert!(told.contains(&sha256.to_string()));
        let table = tirkeu_core::table::read(&bytes, tirkeu_core::table::LIST).unwrap();
        assert_eq!(table.rows.len(), shown.len() + 1, "a header above");
        let hashes: Vec<&str> = table.rows[1..]
            .iter()
            .map(|row| row.cells[7].shown())
            .collect();
        let mut wanted = Vec::new();
        for row in &shown {
            let mut hash = String::new();
            write!(hash, "{}", row.entry).unwrap();
            wanted.push(hash);
        }
        assert_eq!(hashes, wanted);
    }
}

#[test]
fn an_old_sheet_agrees_until_the_journal_is_another_one() {
    let (_, [desk, village]) = Lab::with(["desk", "village"]);
    desk.intake(patient(1));
    let mut told = None;
    desk.app()
        .control_sheet(2, |facts| {
            told = Some((facts.own.seq, facts.own.hash, facts.entries));
            Ok(b"%PDF".to_vec())
        })
        .unwrap();
    let (seq, hash, entries) = told.unwrap();
    let chain = desk.chain();
    let printed = chain.last().unwrap();
    assert_eq!(
        printed.header().prev,
        hash,
        "the sheet shows the head before its own entry"
    );
    assert_eq!(entries, desk.journal().len() as u64 - 1);
    desk.intake(patient(2));
    let ask = |line: &str| desk.app().compare_sheet(line).map(|answer| answer.answer);
    let said = |line: &str| ask(line).unwrap();
    assert_eq!(said(&format!("{seq}:{hash}")), "agrees");
    let grouped: String = format!("TIRKEU:HEAD:{}:{seq}:{hash}", desk.id())
        .to_uppercase()
        .chars()
        .flat_map(|c| [c, ' '])
        .collect();
    assert_eq!(said(&grouped), "agrees", "scanned, or typed in groups");
    assert_eq!(said(&format!("{}:{hash}", seq - 1)), "differs");
    assert_eq!(said(&format!("9999:{hash}")), "ahead");
    assert_eq!(said(&format!("{}:0:{hash}", Id([9; 16]))), "unknown");
    assert_eq!(
        said(&format!("{}:0:{}", village.id(), village.chain()[0].hash())),
        "agrees"
    );
    for line in ["", "7", "7:abc", "-1:0", "🙂"] {
        assert_eq!(
            ask(line).unwrap_err().refusals()[0].code.0,
            "trail-sheet",
            "{line}"
        );
    }
}

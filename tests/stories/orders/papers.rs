//! Slip and labels: what stands on them, that each is noted, and that no paper comes out for an order which went away.

use tirkeu_core::app::{OrderPaper, PrintRow, Printed};
use tirkeu_core::command::Command;
use tirkeu_core::domain::order::OrderForm;
use tirkeu_core::domain::print::{LabelForm, PaperKind, PrintersForm, WayForm};
use tirkeu_core::domain::service::tube::TubeForm;
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::disclosure::{DocumentReleased, action, document};
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::query::order::paper::OrderFacts;
use tirkeu_core::view::{OrderGiven, Receipt};
use tirkeu_forms::{Form, Urgency, paper};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, consent_given, patient};

use super::{TODAY, attorney, by_id, form, moving, place};
use crate::services::{issue, setting};

/// Three services in three kinds of tube, two of them in one.
fn lab() -> (Lab, Desk) {
    let (lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(MANAGER);
    let tube = |(code, name_kk): (&str, &str)| TubeForm {
        code: code.into(),
        name_kk: name_kk.into(),
        name_ru: code.into(),
        gone: false,
    };
    desk.must(Command::SetTubes {
        tubes: [("фиолетовая", "күлгін"), ("жёлтая", "сары")]
            .map(tube)
            .to_vec(),
    });
    let list = "Код;Наименование;Наименование (каз);Краткое;Пробирка;Цена;Натощак;Состав\r\n\
        A;Анализ A;A талдауы;;фиолетовая;100;;\r\n\
        B;Анализ B;B талдауы;;жёлтая;200;;\r\n\
        C;Анализ C;C талдауы;;фиолетовая;300;;\r\n\
        D;Анализ D;D талдауы;;;400;;";
    issue(&desk, list, ("с сегодня", TODAY)).unwrap();
    desk.sign_in(REGISTRAR);
    (lab, desk)
}

fn facts(
    desk: &Desk,
    (document, order): (u8, (Id, SubjectId)),
    tubes: &[&str],
) -> Result<OrderFacts, Vec<&'static str>> {
    let paper = OrderPaper {
        document,
        order,
        tubes: tubes.iter().map(|word| (*word).to_owned()).collect(),
        action: action::PRINT,
    };
    let mut seen = None;
    let made = desk.app().order_paper(&paper, |facts| {
        seen = Some(facts.clone());
        Ok(b"%PDF".to_vec())
    });
    match made {
        Ok(_) => Ok(seen.unwrap()),
        Err(error) => Err(error.refusals().iter().map(|no| no.code.0).collect()),
    }
}

fn words(facts: &OrderFacts) -> Vec<&str> {
    facts.tubes.iter().map(|tube| tube.0.as_str()).collect()
}

fn released(desk: &Desk) -> Vec<(SubjectId, DocumentReleased)> {
    let entries = desk.of_kind(kinds::DOCUMENT_RELEASED);
    let bodies = entries.iter().map(|entry| match Event::of(entry) {
        Some(Event::DocumentReleased(body)) => (entry.header().subject, body),
        other => panic!("{other:?}"),
    });
    bodies.collect()
}

fn came(codes: &[&str], desk: &Desk) -> Receipt {
    desk.must(Command::Intake {
        order: Some(form(codes)),
        card: None,
        patient: patient(1),
        reason: String::new(),
        representative: None,
        consent: Some(consent_given(desk.policy())),
        expected: None,
    })
}

fn printed(desk: &Desk, receipt: &Receipt) -> Vec<(PaperKind, u32)> {
    let rows = desk.app().print_saved(receipt).unwrap();
    let told = |row: &PrintRow| (row.kind, row.pieces);
    rows.iter().map(told).collect()
}

fn waiting(desk: &Desk) -> Vec<(PaperKind, String)> {
    let rows = desk.app().unprinted().unwrap();
    rows.into_iter().map(|row| (row.kind, row.number)).collect()
}

fn place_of(given: &OrderGiven) -> (Id, SubjectId) {
    (given.id, given.of)
}

#[test]
fn a_paper_of_an_order_says_what_is_ordered_and_is_an_entry_of_its_card() {
    let (_lab, desk) = lab();
    let card = desk.intake(patient(1));
    desk.consent(card);
    let given = place(&desk, card, &["A", "B", "C", "D"]);
    let slip = facts(&desk, (document::SLIP, place_of(&given)), &[]).unwrap();
    assert_eq!(slip.number, given.number);
    let codes: Vec<_> = slip.terms.lines.iter().map(|line| &line.code).collect();
    assert_eq!(codes, ["A", "B", "C", "D"]);
    assert_eq!(words(&slip), ["фиолетовая", "жёлтая"], "one label a tube");
    assert_eq!(slip.claim, None);
    let one = facts(&desk, (document::LABEL, place_of(&given)), &["Жёлтая"]).unwrap();
    assert_eq!(
        words(&one),
        ["жёлтая"],
        "as it is written, whatever was typed"
    );
    let all = released(&desk);
    let terms = desk.of_kind(kinds::ORDER_PLACED)[0].hash();
    let noted: Vec<_> = all
        .iter()
        .map(|(of, body)| (*of, body.document, body.of))
        .collect();
    assert_eq!(
        noted,
        [
            (card, document::SLIP, Some(terms)),
            (card, document::LABEL, Some(terms))
        ]
    );
    let often = vec!["жёлтая"; 10_000];
    let often = facts(&desk, (document::LABEL, place_of(&given)), &often).unwrap();
    assert_eq!(words(&often), ["жёлтая"], "once, however often it is named");
    let other = facts(&desk, (document::LABEL, place_of(&given)), &["серая"]);
    assert_eq!(
        other.unwrap_err(),
        ["not-found"],
        "a tube that it does not need"
    );
    let elsewhere = (given.id, desk.intake(patient(2)));
    let no = facts(&desk, (document::SLIP, elsewhere), &[]);
    assert_eq!(no.unwrap_err(), ["not-found"], "nobody else's card");
    assert_eq!(released(&desk).len(), 3, "what was refused left nothing");
}

#[test]
fn labels_slip_and_confirmation_come_out_with_a_save_and_stand_on_the_list_at_once() {
    let (_lab, desk) = lab();
    let receipt = came(&["A", "B"], &desk);
    let number = receipt.order.as_ref().unwrap().number.clone();
    assert_eq!(
        printed(&desk, &receipt),
        [
            (PaperKind::Label, 2),
            (PaperKind::Slip, 1),
            (PaperKind::Receipt, 1)
        ]
    );
    assert_eq!(
        waiting(&desk),
        [
            (PaperKind::Label, number.clone()),
            (PaperKind::Slip, number),
            (PaperKind::Receipt, String::new())
        ],
        "in this order, and the list names nobody"
    );
    // An order without a tube has no label; somebody who said nothing today has nothing to confirm.
    let known = desk.must(Command::PlaceOrder {
        card: receipt.subject,
        order: form(&["D"]),
    });
    assert_eq!(printed(&desk, &known), [(PaperKind::Slip, 1)]);
    let looked = Receipt {
        order: None,
        ..known
    };
    assert_eq!(printed(&desk, &looked), []);
}

#[test]
fn what_a_desk_does_not_print_with_a_save_stays_out_and_copies_are_counted() {
    let (_lab, desk) = lab();
    let way = |kind, copies: &str, with_save| WayForm {
        kind,
        printer: String::new(),
        copies: copies.into(),
        with_save,
    };
    desk.sign_in(MANAGER);
    let set = PrintersForm {
        ways: vec![
            way(PaperKind::Label, "3", true),
            way(PaperKind::Receipt, "1", false),
        ],
        label: LabelForm {
            width: "40".into(),
            height: "25".into(),
            dpi: "203".into(),
        },
    };
    desk.app().set_printers(&set).unwrap();
    desk.sign_in(REGISTRAR);
    let receipt = came(&["A", "B"], &desk);
    assert_eq!(
        printed(&desk, &receipt),
        [(PaperKind::Label, 6), (PaperKind::Slip, 1)]
    );
}

#[test]
fn no_paper_comes_out_for_an_order_that_went_to_another_card_or_was_cancelled() {
    let (_lab, desk) = lab();
    let receipt = came(&["A"], &desk);
    let given = receipt.order.clone().unwrap();
    let rows = desk.app().print_saved(&receipt).unwrap();
    let right = desk.intake(patient(2));
    desk.consent(right);
    desk.must(moving(&given, right, &[]));
    assert_eq!(
        waiting(&desk),
        [(PaperKind::Receipt, String::new())],
        "the wrong name would stand on them"
    );
    let gone = desk.app().print_job(rows[0].id).unwrap_err();
    assert_eq!(gone.refusals()[0].code.0, "print-gone");
    assert_eq!(printed(&desk, &receipt), [(PaperKind::Receipt, 1)]);
    let here = facts(&desk, (document::LABEL, (given.id, right)), &[]).unwrap();
    assert_eq!(here.number, given.number, "it keeps its number");
    let left = facts(&desk, (document::LABEL, place_of(&given)), &[]);
    assert_eq!(left.unwrap_err(), ["not-found"]);

    let second = place(&desk, right, &["B"]);
    let placed = Receipt {
        order: Some(second.clone()),
        subject: right,
        entries: Vec::new(),
        touched: Vec::new(),
        representative: None,
    };
    assert_eq!(printed(&desk, &placed).len(), 2);
    let before = waiting(&desk).len();
    desk.must(Command::CancelOrder {
        order: by_id(second.id),
        reason: "передумал".into(),
    });
    assert_eq!(waiting(&desk).len(), before - 2);
    assert_eq!(
        printed(&desk, &placed),
        [],
        "nothing is listed for it any more"
    );
    let cancelled = facts(&desk, (document::SLIP, place_of(&second)), &[]);
    assert_eq!(cancelled.unwrap_err(), ["not-found"]);
    let stale = desk.app().print_stale().unwrap();
    assert_eq!(
        stale.len(),
        4,
        "the shell takes them back from the printers"
    );
    for job in stale {
        desk.app().print_became(job.id, &Printed::Out).unwrap();
    }
    assert_eq!(desk.app().print_stale().unwrap(), []);
}

#[test]
fn a_paper_that_waits_already_waits_once() {
    let (_lab, desk) = lab();
    let receipt = came(&["A", "B"], &desk);
    let first = desk.app().print_saved(&receipt).unwrap();
    let again = desk.app().print_saved(&receipt).unwrap();
    assert_eq!(first, again, "the same rows");
    assert_eq!(waiting(&desk).len(), 3);
    // What is out was printed; whoever asks again wants another one.
    desk.app().print_became(first[0].id, &Printed::Out).unwrap();
    let third = desk.app().print_saved(&receipt).unwrap();
    assert_ne!(first[0].id, third[0].id);
    assert_eq!(first[1..], third[1..]);
}

#[test]
fn what_became_of_a_paper_is_kept_also_when_the_curtain_fell_meanwhile() {
    let (_lab, desk) = lab();
    let receipt = came(&["A"], &desk);
    let rows = desk.app().print_saved(&receipt).unwrap();
    desk.app().close_sessions(closing::LOCKED).unwrap();
    desk.app().print_became(rows[0].id, &Printed::Out).unwrap();
    desk.sign_in(REGISTRAR);
    let kinds: Vec<_> = waiting(&desk).into_iter().map(|row| row.0).collect();
    assert_eq!(
        kinds,
        [PaperKind::Slip, PaperKind::Receipt],
        "it is out once"
    );
}

#[test]
fn after_a_change_the_labels_are_those_of_what_is_ordered_now() {
    let (_lab, desk) = lab();
    let card = desk.intake(patient(1));
    desk.consent(card);
    let given = place(&desk, card, &["A"]);
    desk.must(Command::ChangeOrder {
        order: by_id(given.id),
        form: form(&["C", "B"]),
        reason: "врач добавил".into(),
    });
    let now = facts(&desk, (document::LABEL, place_of(&given)), &[]).unwrap();
    assert_eq!(words(&now), ["фиолетовая", "жёлтая"]);
    let changed = desk.of_kind(kinds::ORDER_CHANGED)[0].hash();
    assert_eq!(released(&desk)[0].1.of, Some(changed));
    // A price of today is not that of the order.
    desk.sign_in(MANAGER);
    let dear = crate::services::form("B", "9000");
    desk.must(setting("B", TODAY, dear));
    desk.sign_in(REGISTRAR);
    let slip = facts(&desk, (document::SLIP, place_of(&given)), &[]).unwrap();
    let prices: Vec<_> = slip.terms.lines.iter().map(|line| line.price).collect();
    assert_eq!(prices, [300, 200]);
}

#[test]
fn a_slip_of_an_order_without_a_card_names_nobody_and_bears_the_code() {
    let (_lab, desk) = lab();
    desk.sign_in(MANAGER);
    desk.must(Command::AllowAnonymous { allowed: true });
    desk.sign_in(REGISTRAR);
    let receipt = desk.must(Command::PlaceAnonymous {
        order: form(&["A"]),
    });
    let given = receipt.order.clone().unwrap();
    assert_eq!(
        printed(&desk, &receipt),
        [(PaperKind::Label, 1), (PaperKind::Slip, 1)]
    );
    let slip = facts(&desk, (document::SLIP, place_of(&given)), &[]).unwrap();
    assert_eq!(slip.claim, Some(given.claim));
    assert!(slip.patient.is_none());
    assert_eq!(released(&desk)[0].0, given.id, "an entry of its own");
}

#[test]
fn the_sheets_say_number_name_and_payment_and_nothing_that_a_finder_could_use() {
    let (_lab, desk) = lab();
    let receipt = came(&["A", "B"], &desk);
    let given = receipt.order.unwrap();
    let slip = || {
        let facts = facts(&desk, (document::SLIP, place_of(&given)), &[]).unwrap();
        match paper::slip(&facts) {
            Form::Slip(data) => data,
            other => panic!("{other:?}"),
        }
    };
    let owed = slip();
    assert_eq!(owed.number, given.number);
    assert_eq!(owed.payment.ru, "К оплате: 300\u{a0}₸");
    assert_eq!(owed.payment.kk, "Төленуі керек: 300\u{a0}₸");
    assert_eq!(owed.total, "300\u{a0}₸");
    assert!(owed.person.iin.starts_with('•'), "{}", owed.person.iin);
    assert_eq!(
        (owed.urgency, owed.claim_code.as_str()),
        (Urgency::Usual, "")
    );
    desk.must(Command::PayOrder {
        order: by_id(given.id),
        amount: String::new(),
        receipt: "000 417".into(),
    });
    assert_eq!(slip().payment.ru, "Оплачено 300\u{a0}₸, чек 000 417");
    let contract = OrderForm {
        funding: "contract".into(),
        counterparty: "ТОО «Жұлдыз»".into(),
        cito: true,
        ..form(&["A", "B"])
    };
    desk.must(Command::ChangeOrder {
        order: by_id(given.id),
        form: contract,
        reason: "платит работодатель".into(),
    });
    let facts = facts(&desk, (document::LABEL, place_of(&given)), &[]).unwrap();
    let Form::Label(labels) = paper::labels(&facts, 3) else {
        panic!("labels");
    };
    let [first, second] = &labels.labels[..] else {
        panic!("{labels:?}");
    };
    let surname = patient(1).surname;
    assert!(
        first.name.starts_with(&surname) && first.name.ends_with('.'),
        "{}",
        first.name
    );
    assert_eq!((first.copies, first.urgency), (3, Urgency::Cito));
    assert_eq!(
        (first.tube.kk.as_str(), second.tube.ru.as_str()),
        ("күлгін", "жёлтая")
    );
    for form in [paper::slip(&facts), paper::labels(&facts, 1)] {
        assert!(
            tirkeu_forms::pdf(&form, paper::date(facts.now))
                .unwrap()
                .starts_with(b"%PDF")
        );
    }
}

/// The act names who took it and what was looked at; there is none before, and its entry shows the hand-over.
#[test]
fn an_order_that_was_handed_over_has_an_act_and_no_other_has_one() {
    let (_lab, desk) = lab();
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["A"]);
    let act = || facts(&desk, (document::ACT, place_of(&given)), &[]);
    assert_eq!(act().unwrap_err(), ["not-found"]);
    desk.must(Command::MarkReady {
        order: by_id(given.id),
    });
    assert_eq!(act().unwrap_err(), ["not-found"]);
    desk.must(Command::HandOver {
        order: by_id(given.id),
        form: attorney("Сейтов Болат"),
    });
    let handed = act().unwrap().handed.unwrap();
    assert_eq!(
        (handed.to, handed.who.as_str()),
        ("attorney", "Сейтов Болат")
    );
    let seen = ("id_card".to_owned(), "012345678".to_owned());
    assert_eq!(handed.document, Some(seen));
    let released = desk.of_kind(kinds::DOCUMENT_RELEASED);
    let Some(Event::DocumentReleased(body)) = released.last().and_then(Event::of) else {
        panic!("a paper")
    };
    assert_eq!(
        (body.document, body.of),
        (document::ACT, Some(handed.entry))
    );
    // On another card it is the same hand-over.
    let right = desk.intake(patient(2));
    desk.must(moving(&given, right, &[]));
    let moved = facts(&desk, (document::ACT, (given.id, right)), &[]).unwrap();
    assert_eq!(moved.handed.unwrap().entry, handed.entry);
    desk.must(Command::ReopenOrder {
        order: by_id(given.id),
        reason: "не тому".into(),
    });
    let back = facts(&desk, (document::ACT, (given.id, right)), &[]);
    assert_eq!(back.unwrap_err(), ["not-found"], "it was taken back");
}

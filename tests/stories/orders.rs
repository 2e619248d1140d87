//! Orders: numbers without a network, steps that desks take without knowing of each other, an order that goes to another
//! card, one without a card.

mod drop;
mod papers;
mod ready;
mod standby;

use std::collections::{BTreeMap, BTreeSet};

use tirkeu_core::audit::Verdict;
use tirkeu_core::command::{Command, ConsentForm, OrderName, OrdersForm};
use tirkeu_core::domain::order::number::Number;
use tirkeu_core::domain::order::step::OrderState;
use tirkeu_core::domain::order::{HandOverForm, MOST, OrderForm};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::order::counter_start;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Hash, Id, SubjectId};
use tirkeu_core::journal::Entry;
use tirkeu_core::query;
use tirkeu_core::query::order::rows;
use tirkeu_core::view::{OrderGiven, OrderRow, OrderView};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, NOON, REGISTRAR, child, consent_given, mother, patient,
};

use crate::services::{form as service, listed, setting};

const TODAY: &str = "18.11.2026";
const HOUR: u64 = 3_600_000;

/// An order of these services.
pub fn form(codes: &[&str]) -> OrderForm {
    OrderForm {
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        ..OrderForm::default()
    }
}

/// The order of an id.
pub fn by_id(id: Id) -> OrderName {
    OrderName {
        id: Some(id),
        ..OrderName::default()
    }
}

/// The person shows a document and signs on the act.
pub fn shown() -> HandOverForm {
    HandOverForm {
        seen: true,
        signed: "paper".into(),
        ..HandOverForm::default()
    }
}

/// Somebody takes it by a power of attorney.
pub fn attorney(who: &str) -> HandOverForm {
    HandOverForm {
        to: "attorney".into(),
        who: who.into(),
        basis: "№ 12 от 01.11.2026".into(),
        doc_type: "id_card".into(),
        doc_number: "012345678".into(),
        ..shown()
    }
}

/// One of the things that are done with an order.
pub fn treading(
    order: OrderName,
    step: u8,
    to: Option<SubjectId>,
    mistaken: Option<Hash>,
) -> Command {
    let reason = "ошибка".to_owned();
    match step {
        0 | 1 => Command::MarkReady { order },
        2 => Command::HandOver {
            order,
            form: attorney("Сейтов"),
        },
        3 => Command::CancelOrder { order, reason },
        4 => Command::ReopenOrder { order, reason },
        5 => Command::MoveOrder {
            order,
            to,
            annul: Vec::from_iter(mistaken),
            reason,
        },
        6 => Command::PayOrder {
            order,
            amount: String::new(),
            receipt: "77".into(),
        },
        _ => Command::ChangeOrder {
            order,
            form: form(&["B", "C"]),
            reason,
        },
    }
}

/// A laboratory whose desks have the services A to C for 100, 200 and 300 tenge.
fn lab<const N: usize>(names: [&str; N]) -> (Lab, [Desk; N]) {
    let (lab, desks) = Lab::with(names);
    listed(
        &desks[0],
        TODAY,
        &[("A", "100"), ("B", "200"), ("C", "300")],
    )
    .unwrap();
    lab.sync();
    (lab, desks)
}

fn place(desk: &Desk, card: SubjectId, codes: &[&str]) -> OrderGiven {
    let order = form(codes);
    let receipt = desk.must(Command::PlaceOrder { card, order });
    receipt.order.expect("a number")
}

fn number(desk: &Desk, typed: &str) -> Result<Vec<OrderRow>, Vec<&'static str>> {
    let asked = OrdersForm {
        number: typed.into(),
        ..OrdersForm::default()
    };
    let page = desk.app().orders(None, &asked);
    page.map(|page| page.into_inner().rows)
        .map_err(|error| error.refusals().iter().map(|no| no.code.0).collect())
}

fn full(desk: &Desk, id: Id, of: SubjectId) -> OrderView {
    desk.app()
        .open_order((id, of), Lang::Ru)
        .unwrap()
        .into_inner()
}

/// How an order stands where it is, with what is asked about it.
fn stands(desk: &Desk, id: Id) -> Vec<(OrderState, Vec<String>)> {
    let app = desk.app();
    let found = query::order::by_id(app.conn(), id).unwrap();
    let live = found.iter().filter(|order| order.is_live());
    live.map(|order| {
        let row = rows::row(app.conn(), order).unwrap();
        (row.state, row.questions)
    })
    .collect()
}

fn quiet(state: OrderState) -> Vec<(OrderState, Vec<String>)> {
    vec![(state, vec![])]
}

fn asked(state: OrderState) -> Vec<(OrderState, Vec<String>)> {
    vec![(state, vec!["state".to_owned()])]
}

fn whole(desk: &Desk) {
    let verdict = desk.verified().finding.verdict;
    assert!(verdict <= Verdict::WholeUnanchored, "{verdict:?}");
    desk.rebuilt_is_the_same();
}

#[test]
fn what_was_sold_stays_what_it_was_when_the_list_changes() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["a", "b"]);
    desk.must(setting("A", "", service("A", "999")));
    let before = full(&desk, given.id, card);
    assert_eq!(before.row.total, "300\u{a0}₸");
    let prices: Vec<&str> = before
        .lines
        .iter()
        .map(|line| line.price.as_str())
        .collect();
    assert_eq!(prices, ["100\u{a0}₸", "200\u{a0}₸"]);
    // A change keeps what stays at the price for which it was sold, and takes what is new from today's list.
    desk.must(setting("C", "", service("C", "333")));
    desk.must(Command::ChangeOrder {
        order: OrderName::number(&given.number),
        form: form(&["A", "C"]),
        reason: "врач попросил".into(),
    });
    assert_eq!(full(&desk, given.id, card).row.total, "433\u{a0}₸");
    whole(&desk);
}

#[test]
fn an_intake_brings_card_consent_and_order_in_one_commit() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(REGISTRAR);
    let consent = Some(consent_given(desk.policy()));
    let intake = |order: OrderForm| Command::Intake {
        order: Some(order),
        card: None,
        patient: patient(1),
        reason: String::new(),
        representative: None,
        consent: consent.clone(),
        expected: None,
    };
    let before = desk.length();
    let bad = intake(OrderForm {
        funding: "contract".into(),
        ..form(&["A", "нет"])
    });
    let no = desk.execute(bad).unwrap_err();
    assert_eq!(no, ["order-service-unknown", "order-counterparty-required"]);
    assert_eq!(desk.length(), before, "nothing half-written stays");
    let receipt = desk.must(intake(OrderForm {
        receipt: "000 77".into(),
        ..form(&["A", "B"])
    }));
    let chain = desk.chain();
    let written = &chain[usize::try_from(before).unwrap()..];
    let kinds: Vec<u16> = written.iter().map(|entry| entry.header().kind).collect();
    assert_eq!(
        kinds,
        [
            kinds::PATIENT_REGISTERED,
            kinds::CONSENT_GIVEN,
            kinds::CONSENT_GIVEN,
            kinds::ORDER_PLACED,
            kinds::ORDER_PAID
        ]
    );
    let left: Vec<u8> = written
        .iter()
        .map(|entry| entry.header().batch_left)
        .collect();
    assert_eq!(left, [4, 3, 2, 1, 0], "one commit");
    let given = receipt.order.unwrap();
    let view = full(&desk, given.id, receipt.subject);
    assert_eq!(
        (view.paid.as_str(), view.row.receipt.as_str()),
        ("300\u{a0}₸", "000 77")
    );
    assert!(!view.row.unpaid);
    assert_eq!(view.consents.len(), 2);
    whole(&desk);
}

#[test]
fn two_hundred_services_are_refused_and_a_hundred_fit() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let codes: Vec<String> = (0..200).map(|at| format!("S{at}")).collect();
    let rows: Vec<(&str, &str)> = codes
        .iter()
        .map(|code| (code.as_str(), "10000000"))
        .collect();
    listed(&desk, TODAY, &rows).unwrap();
    let card = desk.intake(patient(1));
    let all: Vec<&str> = codes.iter().map(String::as_str).collect();
    let order = form(&all);
    let no = desk
        .execute(Command::PlaceOrder { card, order })
        .unwrap_err();
    assert_eq!(no, ["order-services-many"]);
    let given = place(&desk, card, &all[..MOST]);
    assert_eq!(full(&desk, given.id, card).lines.len(), MOST);
    whole(&desk);
}

#[test]
fn a_no_stops_a_new_order_and_a_card_that_was_not_asked_yet_does_not() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    place(&desk, card, &["A"]);
    desk.consent(card);
    desk.withdraw(card);
    let order = || Command::PlaceOrder {
        card,
        order: form(&["A"]),
    };
    assert_eq!(desk.execute(order()).unwrap_err(), ["order-consent-denied"]);
    desk.consent(card);
    desk.must(order());
    let other = desk.intake(patient(2));
    desk.refuse(other);
    let order = form(&["A"]);
    let no = desk.execute(Command::PlaceOrder { card: other, order });
    assert_eq!(no.unwrap_err(), ["order-consent-denied"]);
}

#[test]
fn an_order_goes_from_the_counter_to_the_hand_over() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["A"]);
    let name = || OrderName::number(&given.number);
    let reason = || "не та пробирка".to_owned();
    assert_eq!(number(&desk, &given.number).unwrap()[0].id, given.id);
    let hand = |who: &str| Command::HandOver {
        order: name(),
        form: attorney(who),
    };
    assert_eq!(desk.execute(hand("")).unwrap_err(), ["order-not-ready"]);
    desk.must(Command::MarkReady { order: name() });
    let no = desk.execute(Command::MarkReady { order: name() });
    assert_eq!(no.unwrap_err(), ["order-ready-already"]);
    let reopen = Command::ReopenOrder {
        order: name(),
        reason: reason(),
    };
    desk.must(reopen.clone());
    assert_eq!(stands(&desk, given.id), quiet(OrderState::Placed));
    desk.must(Command::MarkReady { order: name() });
    assert_eq!(
        desk.execute(hand(" ")).unwrap_err(),
        ["hand-over-who-required"]
    );
    desk.must(hand("Сейтов Болат"));
    let cancel = Command::CancelOrder {
        order: name(),
        reason: reason(),
    };
    assert_eq!(
        desk.execute(cancel.clone()).unwrap_err(),
        ["order-handed-over"]
    );
    desk.must(reopen);
    desk.must(cancel);
    assert_eq!(stands(&desk, given.id), quiet(OrderState::Cancelled));
    let steps = full(&desk, given.id, card).steps;
    let said: Vec<(OrderState, bool)> =
        steps.iter().map(|step| (step.state, step.stands)).collect();
    assert_eq!(
        said,
        [
            (OrderState::Cancelled, true),
            (OrderState::Ready, false),
            (OrderState::HandedOver, false),
            (OrderState::Ready, false),
            (OrderState::Placed, false),
            (OrderState::Ready, false),
            (OrderState::Placed, false),
        ]
    );
    assert_eq!(steps[2].who, "Сейтов Болат");
    whole(&desk);
}

#[test]
fn an_order_goes_to_whoever_may_take_it_and_to_nobody_else() {
    let (_lab, [desk]) = lab(["desk"]);
    let receipt = desk.must(Desk::taking_in_with(
        child(1),
        mother(1),
        Some(ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        }),
    ));
    let (boy, mother) = (receipt.subject, receipt.representative.unwrap());
    let order = place(&desk, boy, &["A"]);
    desk.must(Command::MarkReady {
        order: by_id(order.id),
    });
    let rows = full(&desk, order.id, boy).receivers;
    let said: Vec<(&str, Option<&str>)> = rows
        .iter()
        .map(|one| {
            let no = one.problem.as_ref().map(|no| no.code.as_str());
            (one.to.as_str(), no)
        })
        .collect();
    assert_eq!(
        said,
        [
            ("person", Some("hand-over-child")),
            ("representative", None),
            ("attorney", None)
        ]
    );
    let hand = |form: HandOverForm| {
        let order = by_id(order.id);
        desk.execute(Command::HandOver { order, form })
    };
    assert_eq!(hand(shown()).unwrap_err(), ["hand-over-child"]);
    let hers = HandOverForm {
        to: "representative".into(),
        representative: Some(mother),
        who: String::new(),
        basis: String::new(),
        ..attorney("")
    };
    let unseen = HandOverForm {
        seen: false,
        doc_number: String::new(),
        signed: String::new(),
        ..hers.clone()
    };
    assert_eq!(
        hand(unseen).unwrap_err(),
        [
            "hand-over-not-seen",
            "hand-over-document-required",
            "hand-over-not-signed"
        ]
    );
    hand(hers).unwrap();
    let given = desk.of_kind(kinds::ORDER_HANDED_OVER);
    let Some(Event::OrderHandedOver(body)) = Event::of(&given[0]) else {
        panic!("a hand-over")
    };
    assert_eq!((body.to, body.card), (4, Some(mother)));
    let step = &full(&desk, order.id, boy).steps[0];
    assert_eq!(
        (step.to.as_str(), step.who.is_empty()),
        ("representative", false)
    );
    assert_eq!(hand(shown()).unwrap_err(), ["order-handed-over"]);
    whole(&desk);
}

#[test]
fn whom_the_person_named_may_take_it_and_whoever_was_written_there_since_may_not() {
    let (_lab, [desk]) = lab(["desk"]);
    let named = PatientForm {
        designated: "Серіков Асан, брат".into(),
        ..patient(1)
    };
    let card = crate::notices::agreed(&desk, named, &["designated_person"]);
    let order = place(&desk, card, &["A"]);
    desk.must(Command::MarkReady {
        order: by_id(order.id),
    });
    let designated = || {
        let all = full(&desk, order.id, card).receivers;
        let names = all.into_iter().filter(|one| one.to == "designated");
        names.map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(designated(), ["Серіков Асан, брат"]);
    desk.amend(card, |form| form.designated = "Петров Пётр".into());
    assert!(designated().is_empty(), "nobody agreed to him");
    let form = HandOverForm {
        to: "designated".into(),
        ..attorney("")
    };
    let order = by_id(order.id);
    let no = desk.execute(Command::HandOver { order, form });
    assert_eq!(no.unwrap_err(), ["hand-over-nobody-named"]);
}

#[test]
fn whoever_settles_what_desks_said_of_a_hand_over_says_to_whom_it_went() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    let card = desk.intake(patient(1));
    let order = place(&desk, card, &["A"]);
    desk.must(Command::MarkReady {
        order: by_id(order.id),
    });
    lab.sync();
    desk.must(treading(by_id(order.id), 2, None, None));
    village.must(treading(by_id(order.id), 3, None, None));
    lab.sync();
    let view = full(&desk, order.id, card);
    assert!(view.may.iter().any(|one| one == "hand_over"));
    assert_eq!(view.receivers[0].to, "person");
    lab.sync();
    lab.agree();
}

#[test]
fn a_number_that_is_none_is_told_from_one_that_is_not_here() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["A"]);
    let digits: String = given.number.split(' ').collect();
    let last = digits.as_bytes()[8] - b'0';
    let wrong = format!("{}{}", &digits[..8], (last + 1) % 10);
    assert_eq!(number(&desk, &wrong).unwrap_err(), ["order-number-check"]);
    let foreign = Number::nth(9, 777, 5).unwrap().text();
    assert_eq!(number(&desk, &foreign).unwrap_err(), ["order-unknown"]);
    assert_eq!(
        number(&desk, "910312400121").unwrap_err(),
        ["order-number-form"]
    );
    let mark = |typed: &str| {
        let order = OrderName::number(typed);
        desk.execute(Command::MarkReady { order })
    };
    assert_eq!(mark(&wrong).unwrap_err(), ["order-number-check"]);
    assert_eq!(mark(&foreign).unwrap_err(), ["order-unknown"]);
    assert_eq!(mark("87012345678").unwrap_err(), ["order-number-form"]);
    mark(&digits).unwrap();
    // The one box finds it too, beside whatever else the digits find.
    let list = desk.app().open_list(1).unwrap().into_inner();
    let found = desk.app().search(list, &digits).unwrap().into_inner();
    assert_eq!(found.orders.len(), 1);
    let found = desk.app().search(list, "Ахметова").unwrap().into_inner();
    assert_eq!(found.rows[0].ready, TODAY, "an order lies ready");
}

#[test]
fn numbers_of_a_desk_never_come_again_whatever_is_destroyed_or_made_anew() {
    let (_lab, [desk, village]) = lab(["desk", "village"]);
    let mut seen = BTreeSet::new();
    for serial in 1..=5 {
        let card = desk.intake(patient(serial));
        assert!(seen.insert(place(&desk, card, &["A"]).number));
        desk.must(Desk::destroying(card));
        desk.app().rebuild().unwrap();
    }
    let card = village.intake(patient(9));
    for _ in 0..5 {
        assert!(seen.insert(place(&village, card, &["A"]).number));
    }
    let prefixes: BTreeSet<&str> = seen.iter().map(|number| &number[..3]).collect();
    assert_eq!(prefixes.into_iter().collect::<Vec<_>>(), ["100", "101"]);
}

/// Two names of desks whose counters begin at one number.
fn alike(lab: &Lab) -> [String; 2] {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for at in 0..5_000 {
        let name = format!("restored {at}");
        let number = Number::nth(counter_start(lab.staff(&name)), 101, 0)
            .unwrap()
            .text();
        if let Some(other) = first.insert(number, name.clone()) {
            return [other, name];
        }
    }
    unreachable!("of five thousand some two begin at one of a hundred thousand numbers")
}

#[test]
fn a_desk_that_is_restored_twice_from_one_backup_gives_other_numbers() {
    let (mut lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let old = place(&desk, card, &["A"]).number;
    let backup = desk.journal();
    // Nobody who restores the second time knows of the first, and both take the same prefix: the worst of the chances.
    let mut seen = BTreeSet::from([old]);
    for name in ["restored on Monday", "restored on Friday"] {
        let restored = lab.reincarnate_with(&desk, backup.clone(), (name, 101));
        restored.sign_in(MANAGER);
        for _ in 0..20 {
            assert!(seen.insert(place(&restored, card, &["A"]).number), "{name}");
        }
    }
    lab.sync();
    lab.agree();
    let shared = query::order::shared_prefixes(desk.app().conn()).unwrap();
    assert_eq!((shared.len(), shared[0].0, shared[0].1.len()), (1, 101, 2));
    let numbers = query::order::shared_numbers(desk.app().conn()).unwrap();
    assert_eq!(numbers, []);
}

#[test]
fn two_orders_of_one_number_are_two_orders_and_a_person_chooses() {
    let (mut lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let backup = desk.journal();
    let [first, second] = alike(&lab).map(|name| {
        let restored = lab.reincarnate_with(&desk, backup.clone(), (&name, 101));
        restored.sign_in(MANAGER);
        restored
    });
    let [a, b] = [&first, &second].map(|desk| place(desk, card, &["A"]));
    assert_eq!(
        a.number, b.number,
        "both begin at one place and carry one prefix"
    );
    assert_ne!(a.id, b.id);
    lab.sync();
    lab.agree();
    let shared = query::order::shared_numbers(desk.app().conn()).unwrap();
    assert_eq!(shared.len(), 1);
    assert_eq!(
        number(&desk, &a.number).unwrap().len(),
        2,
        "the list shows both"
    );
    let mark = |order| desk.execute(Command::MarkReady { order });
    let no = mark(OrderName::number(&a.number)).unwrap_err();
    assert_eq!(no, ["order-number-twice"]);
    mark(by_id(b.id)).unwrap();
    assert_eq!(stands(&desk, a.id), quiet(OrderState::Placed));
    assert_eq!(stands(&desk, b.id), quiet(OrderState::Ready));
    // Whoever knows of it passes the numbers over that the other has given.
    let next = place(&first, card, &["B"]);
    let after = place(&second, card, &["B"]);
    assert_ne!(next.number, a.number);
    assert_eq!(
        next.number, after.number,
        "until they hear of each other again"
    );
    lab.sync();
    let last = place(&second, card, &["C"]);
    assert!(![a.number, next.number].contains(&last.number));
}

#[test]
fn a_cancellation_and_a_ready_mark_that_did_not_know_of_each_other_are_a_question() {
    for marks_first in [true, false] {
        let (lab, [desk, village]) = lab(["desk", "village"]);
        let card = desk.intake(patient(1));
        let given = place(&desk, card, &["A"]);
        lab.sync();
        let (early, late) = if marks_first {
            (&village, &desk)
        } else {
            (&desk, &village)
        };
        late.wait(HOUR);
        let cancel = |desk: &Desk| {
            desk.must(Command::CancelOrder {
                order: by_id(given.id),
                reason: "передумала".into(),
            })
        };
        let ready = |desk: &Desk| {
            desk.must(Command::MarkReady {
                order: by_id(given.id),
            })
        };
        if marks_first {
            ready(early);
            cancel(late);
        } else {
            cancel(early);
            ready(late);
        }
        lab.sync();
        lab.agree();
        for desk in [&desk, &village] {
            assert_eq!(
                stands(desk, given.id),
                asked(OrderState::Cancelled),
                "whatever the clocks say"
            );
        }
        // Whoever says what it is settles it for everybody.
        ready(&village);
        lab.sync();
        lab.agree();
        assert_eq!(stands(&desk, given.id), quiet(OrderState::Ready));
    }
}

#[test]
fn two_desks_that_say_the_same_ask_nobody() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["A"]);
    lab.sync();
    for desk in [&desk, &village] {
        let order = by_id(given.id);
        desk.must(Command::MarkReady { order });
    }
    lab.sync();
    lab.agree();
    assert_eq!(stands(&desk, given.id), quiet(OrderState::Ready));
}

#[test]
fn services_and_payments_said_twice_are_shown_until_somebody_says_them_again() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["A"]);
    lab.sync();
    for (desk, codes, receipt) in [(&desk, ["A", "B"], "1"), (&village, ["A", "C"], "2")] {
        let order = by_id(given.id);
        desk.must(Command::ChangeOrder {
            order: order.clone(),
            form: form(&codes),
            reason: "добавили".into(),
        });
        desk.must(Command::PayOrder {
            order,
            amount: String::new(),
            receipt: receipt.into(),
        });
    }
    lab.sync();
    lab.agree();
    let questions = |desk: &Desk| full(desk, given.id, card).row.questions;
    assert_eq!(questions(&desk), ["terms", "payment"]);
    let page = |filter: &str| {
        let asked = OrdersForm {
            filter: filter.into(),
            ..OrdersForm::default()
        };
        desk.app().orders(None, &asked).unwrap().into_inner().rows
    };
    assert_eq!(page("questioned").len(), 1);
    desk.must(Command::ChangeOrder {
        order: by_id(given.id),
        form: form(&["A", "C"]),
        reason: "верно так".into(),
    });
    desk.must(Command::PayOrder {
        order: by_id(given.id),
        amount: String::new(),
        receipt: "2".into(),
    });
    lab.sync();
    lab.agree();
    assert_eq!(questions(&village), [""; 0]);
    assert_eq!(page("questioned").len(), 0);
}

/// An order on the wrong card, with the consents that were recorded there by mistake, and the card where it belongs.
fn on_the_wrong_card(desk: &Desk) -> (OrderGiven, SubjectId, SubjectId, Vec<Hash>) {
    let right = desk.intake(patient(2));
    desk.consent(right);
    let receipt = desk.must(Command::Intake {
        order: Some(form(&["A", "B"])),
        card: None,
        patient: patient(1),
        reason: String::new(),
        representative: None,
        consent: Some(consent_given(desk.policy())),
        expected: None,
    });
    let given = receipt.order.unwrap();
    let view = full(desk, given.id, receipt.subject);
    let consents = view.consents.iter().map(|one| one.entry).collect();
    (given, receipt.subject, right, consents)
}

fn moving(given: &OrderGiven, to: SubjectId, annul: &[Hash]) -> Command {
    Command::MoveOrder {
        order: by_id(given.id),
        to: Some(to),
        annul: annul.to_vec(),
        reason: "однофамилица".into(),
    }
}

#[test]
fn a_moved_order_takes_everything_with_it_and_the_mistaken_consents_never_happened() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    desk.sign_in(REGISTRAR);
    let (given, wrong, right, consents) = on_the_wrong_card(&desk);
    desk.must(Command::PayOrder {
        order: by_id(given.id),
        amount: String::new(),
        receipt: "77".into(),
    });
    desk.must(Command::MarkReady {
        order: by_id(given.id),
    });
    assert_eq!(consents.len(), 2);
    assert!(desk.permitted(wrong));
    let before = desk.length();
    desk.must(moving(&given, right, &consents));
    let chain = desk.chain();
    let written = &chain[usize::try_from(before).unwrap()..];
    let left: Vec<u8> = written
        .iter()
        .map(|entry| entry.header().batch_left)
        .collect();
    assert_eq!(left, [3, 2, 1, 0], "one step");
    assert!(!desk.permitted(wrong), "recorded by mistake");
    assert!(desk.permitted(right));
    lab.sync();
    lab.agree();
    for desk in [&desk, &village] {
        assert_eq!(stands(desk, given.id), quiet(OrderState::Ready));
        let row = &number(desk, &given.number).unwrap()[0];
        assert_eq!(
            (row.of, row.receipt.as_str(), row.total.as_str()),
            (right, "77", "300\u{a0}₸")
        );
        assert_eq!(desk.look(right).orders.len(), 1);
        assert_eq!(desk.look(wrong).orders.len(), 0);
    }
    // It comes back when the other card was the wrong one after all.
    desk.consent(wrong);
    desk.must(moving(&given, wrong, &[]));
    assert_eq!(stands(&desk, given.id), quiet(OrderState::Ready));
    assert_eq!(number(&desk, &given.number).unwrap()[0].of, wrong);
    lab.sync();
    lab.agree();
}

#[test]
fn what_stands_against_a_move_is_said_at_once_and_nothing_is_written() {
    let (_lab, [desk]) = lab(["desk"]);
    let (given, wrong, right, _) = on_the_wrong_card(&desk);
    let before = desk.length();
    let no = |command: Command| desk.execute(command).unwrap_err();
    assert_eq!(no(moving(&given, wrong, &[])), ["order-moved-nowhere"]);
    assert_eq!(
        no(moving(&given, right, &[Hash([7; 32])])),
        ["not-found"],
        "a consent of another card"
    );
    let nowhere = Command::MoveOrder {
        order: by_id(given.id),
        to: None,
        annul: vec![],
        reason: String::new(),
    };
    assert_eq!(no(nowhere), ["order-moved-nowhere"]);
    let mute = Command::MoveOrder {
        order: by_id(given.id),
        to: Some(right),
        annul: vec![],
        reason: " ".into(),
    };
    assert_eq!(no(mute), ["text-required"]);
    desk.withdraw(right);
    let length = desk.length();
    assert_eq!(no(moving(&given, right, &[])), ["order-consent-denied"]);
    assert_eq!((length, desk.length()), (before + 1, before + 1));
}

#[test]
fn a_move_that_meets_a_cancellation_is_a_question_on_the_new_card_in_either_order() {
    for moves_first in [true, false] {
        let (lab, [desk, village]) = lab(["desk", "village"]);
        let (given, _, right, consents) = on_the_wrong_card(&desk);
        lab.sync();
        let cancel = Command::CancelOrder {
            order: by_id(given.id),
            reason: "передумала".into(),
        };
        if moves_first {
            village.wait(HOUR);
        } else {
            desk.wait(HOUR);
        }
        desk.must(moving(&given, right, &consents));
        village.must(cancel);
        // In either order of arrival as well.
        if moves_first {
            lab.carry(&desk, &village);
            lab.carry(&village, &desk);
        } else {
            lab.carry(&village, &desk);
            lab.carry(&desk, &village);
        }
        lab.sync();
        lab.agree();
        for desk in [&desk, &village] {
            assert_eq!(stands(desk, given.id), asked(OrderState::Cancelled));
            assert_eq!(number(desk, &given.number).unwrap()[0].of, right);
        }
        let listed = OrdersForm {
            filter: "questioned".into(),
            ..OrdersForm::default()
        };
        let page = desk.app().orders(None, &listed).unwrap().into_inner();
        assert_eq!(page.rows.len(), 1);
        village.must(Command::MarkReady {
            order: by_id(given.id),
        });
        lab.sync();
        lab.agree();
        assert_eq!(
            stands(&desk, given.id),
            quiet(OrderState::Ready),
            "a person has said what it is"
        );
    }
}

#[test]
fn an_order_that_two_desks_moved_to_two_cards_stands_on_both_until_one_is_cancelled() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    let (given, _, right, _) = on_the_wrong_card(&desk);
    let other = desk.intake(patient(3));
    lab.sync();
    desk.must(moving(&given, right, &[]));
    village.must(moving(&given, other, &[]));
    lab.sync();
    lab.agree();
    let both = stands(&desk, given.id);
    assert_eq!(
        both,
        [asked(OrderState::Placed), asked(OrderState::Placed)].concat()
    );
    let no = desk.execute(Command::MarkReady {
        order: by_id(given.id),
    });
    assert_eq!(no.unwrap_err(), ["order-number-twice"]);
    desk.must(Command::CancelOrder {
        order: OrderName {
            of: Some(other),
            ..by_id(given.id)
        },
        reason: "не её".into(),
    });
    lab.sync();
    lab.agree();
    let mut left = stands(&village, given.id);
    left.sort();
    assert_eq!(
        left,
        [quiet(OrderState::Placed), quiet(OrderState::Cancelled)].concat()
    );
}

#[test]
fn an_order_without_a_card_names_nobody_and_is_given_to_whoever_knows_its_code() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    let order = || Command::PlaceAnonymous {
        order: form(&["A"]),
    };
    assert_eq!(desk.execute(order()).unwrap_err(), ["order-anonymous-off"]);
    desk.must(Command::AllowAnonymous { allowed: true });
    lab.sync();
    village.sign_in(REGISTRAR);
    let receipt = village.must(order());
    let given = receipt.order.unwrap();
    assert_eq!((given.of, given.claim.len()), (given.id, 6));
    assert_eq!(receipt.subject, given.id, "a subject of its own");
    village.must(Command::MarkReady {
        order: OrderName::number(&given.number),
    });
    let hand = |claim: &str| Command::HandOver {
        order: OrderName::number(&given.number),
        form: HandOverForm {
            claim: claim.into(),
            ..HandOverForm::default()
        },
    };
    let wrong = if given.claim == "000000" {
        "000001"
    } else {
        "000000"
    };
    for claim in ["", wrong] {
        assert_eq!(
            village.execute(hand(claim)).unwrap_err(),
            ["order-claim-wrong"]
        );
    }
    let row = &number(&village, &given.number).unwrap()[0];
    assert!(row.anonymous && row.name.is_empty());
    let card = village.intake(patient(1));
    let moved = village.execute(moving(&given, card, &[]));
    assert_eq!(
        moved.unwrap_err(),
        ["order-moved-nowhere"],
        "it belongs to nobody"
    );
    let spaced = format!("{} {}", &given.claim[..3], &given.claim[3..]);
    village.must(hand(&spaced));
    lab.sync();
    lab.agree();
    assert_eq!(stands(&desk, given.id), quiet(OrderState::HandedOver));
    // Its data go like anybody's.
    desk.must(Desk::destroying(given.id));
    lab.sync();
    lab.agree();
    assert_eq!(stands(&village, given.id), []);
}

#[test]
fn a_destroyed_card_takes_its_orders_along_and_a_moved_one_stays_with_its_person() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    let (given, wrong, right, _) = on_the_wrong_card(&desk);
    let kept = place(&desk, wrong, &["C"]);
    desk.must(moving(&given, right, &[]));
    lab.sync();
    village.must(Desk::destroying(wrong));
    lab.sync();
    lab.agree();
    assert_eq!(stands(&desk, kept.id), []);
    assert_eq!(stands(&desk, given.id), quiet(OrderState::Placed));
    let bodies = desk.of_kind(kinds::ORDER_PLACED);
    let left = |entry: &&Entry| entry.body().is_some();
    assert_eq!(bodies.iter().filter(left).count(), 0);
}

#[test]
fn what_is_owed_and_not_paid_stands_at_the_end_of_the_shift() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(REGISTRAR);
    let card = desk.intake(patient(1));
    let unpaid = place(&desk, card, &["A"]);
    let paid = place(&desk, card, &["B"]);
    let pay = |receipt: &str| Command::PayOrder {
        order: by_id(paid.id),
        amount: "200".into(),
        receipt: receipt.into(),
    };
    assert_eq!(
        desk.execute(pay("")).unwrap_err(),
        ["order-receipt-required"]
    );
    desk.must(pay("77"));
    assert_eq!(desk.execute(pay("78")).unwrap_err(), ["order-paid-already"]);
    let order = OrderForm {
        funding: "osms".into(),
        ..form(&["C"])
    };
    let free = desk
        .must(Command::PlaceOrder { card, order })
        .order
        .unwrap();
    let shift = desk.app().shift().unwrap().into_inner();
    let numbers: Vec<Id> = shift.unpaid.iter().map(|row| row.id).collect();
    assert_eq!(numbers, [unpaid.id]);
    let free = by_id(free.id);
    let pay = Command::PayOrder {
        order: free.clone(),
        amount: String::new(),
        receipt: "79".into(),
    };
    assert_eq!(desk.execute(pay).unwrap_err(), ["order-nothing-due"]);
    let back = |order: OrderName| Command::UnpayOrder {
        order,
        reason: "вернули деньги".into(),
    };
    assert_eq!(desk.execute(back(free)).unwrap_err(), ["order-not-paid"]);
    desk.must(back(by_id(paid.id)));
    assert_eq!(desk.app().shift().unwrap().into_inner().unpaid.len(), 2);
    whole(&desk);
}

#[test]
fn last_time_is_the_last_order_that_was_not_taken_back() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let last = |desk: &Desk| desk.app().last_order(card).unwrap().into_inner();
    assert_eq!(last(&desk), [""; 0]);
    place(&desk, card, &["A", "B"]);
    desk.wait(HOUR);
    let taken_back = place(&desk, card, &["C"]);
    desk.must(Command::CancelOrder {
        order: by_id(taken_back.id),
        reason: "передумала".into(),
    });
    assert_eq!(last(&desk), ["A", "B"]);
    let seen = desk.of_kind(kinds::CARD_OPENED);
    assert_eq!(
        seen.len(),
        2,
        "what somebody was examined for is told by an entry"
    );
}

#[test]
fn the_list_is_turned_page_by_page_without_a_row_twice_or_left_out() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let mut placed = BTreeSet::new();
    for at in 0..120 {
        // Three at a time have one moment.
        if at % 3 == 0 {
            desk.wait(60_000);
        }
        placed.insert(place(&desk, card, &["A"]).id);
    }
    let (mut seen, mut handle, mut after) = (Vec::new(), None, String::new());
    loop {
        let asked = OrdersForm {
            after: after.clone(),
            ..OrdersForm::default()
        };
        let page = desk.app().orders(handle, &asked).unwrap().into_inner();
        handle = Some(page.handle);
        seen.extend(page.rows.iter().map(|row| row.id));
        let ids: Vec<SubjectId> = page.rows.iter().map(|row| row.of).collect();
        desk.app().list_rested(page.handle, &ids).unwrap();
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), 120);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), placed);
    let opened = desk.of_kind(kinds::LIST_OPENED);
    let orders =
        |entry: &&Entry| matches!(Event::of(entry), Some(Event::ListOpened(b)) if b.list == 9);
    assert_eq!(
        opened.iter().filter(orders).count(),
        1,
        "one list, three pages"
    );
    assert!(desk.clock() > NOON);
}

#[test]
fn a_ready_mark_is_no_visit() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let given = place(&desk, card, &["A"]);
    let visit = |desk: &Desk| {
        let list = desk.app().open_list(1).unwrap().into_inner();
        let found = desk.app().search(list, "Ахметова").unwrap().into_inner();
        found.rows[0].last_visit.clone()
    };
    desk.wait(48 * HOUR);
    desk.sign_in(MANAGER);
    desk.must(Command::MarkReady {
        order: by_id(given.id),
    });
    assert_eq!(visit(&desk), TODAY);
    desk.app().rebuild().unwrap();
    assert_eq!(visit(&desk), TODAY);
    place(&desk, card, &["A"]);
    assert_eq!(visit(&desk), "20.11.2026");
}

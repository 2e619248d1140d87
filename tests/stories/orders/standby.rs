//! A day without the program: numbers are set aside before, people are written down by hand, and every sheet is entered
//! afterwards with the day that stands on it.

use std::collections::BTreeSet;

use tirkeu_core::app::PrintAsk;
use tirkeu_core::command::{Command, ConsentForm, OrderName};
use tirkeu_core::domain::order::step::OrderState;
use tirkeu_core::domain::order::{OrderForm, PaperOrder};
use tirkeu_core::domain::print::{PaperKind, set_paper};
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::SubjectId;
use tirkeu_core::view::{PaperSet, Receipt};
use tirkeu_forms::{Form, paper};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, NOON, REGISTRAR, consent_given, patient};

use super::{HOUR, TODAY, by_id, form, full, lab, place, whole};
use crate::services::{form as service, setting};

const GOOD: &str = "18.11.2026 14:05";
const DAY: u64 = 24 * HOUR;

fn reserve(desk: &Desk, count: &str) -> Result<SubjectId, Vec<&'static str>> {
    let count = count.to_owned();
    let receipt = desk.execute(Command::ReserveNumbers { count })?;
    Ok(receipt.subject)
}

fn sets(desk: &Desk) -> Vec<PaperSet> {
    desk.app().paper_sets().unwrap()
}

/// An order of these services, as a sheet says it.
fn sheet(number: &str, taken_at: &str, codes: &[&str]) -> OrderForm {
    OrderForm {
        paper: Some(PaperOrder {
            number: number.into(),
            taken_at: taken_at.into(),
        }),
        ..form(codes)
    }
}

/// Card, consent on paper and order, as the registrar enters the sheets of a patient.
fn entering(desk: &Desk, serial: u16, order: OrderForm, signed_on: &str) -> Command {
    Command::Intake {
        order: Some(order),
        card: None,
        patient: patient(serial),
        reason: String::new(),
        representative: None,
        consent: Some(ConsentForm {
            channel: "paper".into(),
            page: None,
            given_on: signed_on.into(),
            paper_place: "7, лист 12".into(),
            signature_seen: true,
            ..consent_given(desk.policy())
        }),
        expected: None,
    }
}

fn entered(desk: &Desk, serial: u16, order: OrderForm, signed_on: &str) -> Receipt {
    desk.must(entering(desk, serial, order, signed_on))
}

/// A set of so many numbers, made at noon; a day and an hour later nobody has entered one.
fn after_a_day(count: &str) -> (Lab, Desk, PaperSet) {
    let (lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    reserve(&desk, count).unwrap();
    let [set] = <[PaperSet; 1]>::try_from(sets(&desk)).unwrap();
    desk.wait(DAY + HOUR);
    desk.sign_in(REGISTRAR);
    (lab, desk, set)
}

#[test]
fn a_number_that_was_set_aside_is_given_to_nobody_else() {
    let (_lab, [desk, village]) = lab(["desk", "village"]);
    desk.sign_in(MANAGER);
    let card = desk.intake(patient(1));
    desk.consent(card);
    let mut seen = BTreeSet::from([place(&desk, card, &["A"]).number]);
    for round in 0..3 {
        reserve(&desk, "4").unwrap();
        desk.app().rebuild().unwrap();
        assert!(seen.insert(place(&desk, card, &["A"]).number), "{round}");
    }
    village.sign_in(MANAGER);
    reserve(&village, "2").unwrap();
    let sets: Vec<_> = sets(&desk).into_iter().chain(sets(&village)).collect();
    assert_eq!(sets.len(), 4);
    for number in sets.iter().flat_map(|set| &set.left) {
        assert!(seen.insert(number.clone()), "{number} was given before");
    }
    assert_eq!(seen.len(), 4 + 3 * 4 + 2);
    let [first] = <[_; 1]>::try_from(self::sets(&village)).unwrap();
    assert_eq!(first.made_at, "18.11.2026 12:00");
    assert_eq!((first.numbers.count, first.entered.count), (2, 0));
    whole(&desk);
}

#[test]
fn how_many_is_a_number_from_one_to_a_hundred_and_a_registrar_sets_none_aside() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    let before = desk.length();
    for bad in ["", "0", "101", "много", "-4"] {
        assert_eq!(
            reserve(&desk, bad).unwrap_err(),
            ["reserve-count"],
            "{bad:?}"
        );
    }
    assert_eq!(desk.length(), before);
    reserve(&desk, "100").unwrap();
    desk.sign_in(REGISTRAR);
    assert_eq!(reserve(&desk, "1").unwrap_err(), ["not-allowed"]);
    assert!(desk.app().paper_sets().is_err());
}

#[test]
fn a_sheet_is_entered_with_its_own_number_day_and_prices_and_nothing_is_printed() {
    let (_lab, desk, set) = after_a_day("3");
    // What became dearer today cost less when the person paid.
    desk.sign_in(MANAGER);
    desk.must(setting("A", "19.11.2026", service("A", "150")));
    desk.sign_in(REGISTRAR);
    let basket = |form: &OrderForm| {
        let app = desk.app();
        app.basket(form, None, tirkeu_core::words::Lang::Ru)
            .unwrap()
    };
    let order = OrderForm {
        sampled_at: "14:20".into(),
        ..sheet(&set.left[1], "18.11.2026 14:05", &["A", "B"])
    };
    assert_eq!(basket(&order).total, "300\u{a0}₸");
    assert_eq!(basket(&form(&["A", "B"])).total, "350\u{a0}₸");
    let receipt = entered(&desk, 1, order, "18.11.2026");
    let given = receipt.order.clone().unwrap();
    assert_eq!((&given.number, given.from_paper), (&set.left[1], true));
    let view = full(&desk, given.id, given.of);
    assert_eq!(view.row.placed, "18.11.2026 14:05");
    assert_eq!(view.row.total, "300\u{a0}₸");
    assert_eq!(view.form.sampled_at, "18.11.2026 14:20", "of that day");
    assert_eq!(view.entered_at, "19.11.2026 13:00");
    assert!(
        !view.consents.is_empty(),
        "what was signed on paper with it, to be annulled with it"
    );
    let unpaid = |desk: &Desk| {
        let shift = desk.app().shift().unwrap().into_inner();
        shift
            .unpaid
            .into_iter()
            .map(|row| row.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(unpaid(&desk), [given.id], "owed at the end of this shift");
    assert_eq!(
        desk.app().print_saved(&receipt).unwrap(),
        [],
        "they have gone, and their tubes have labels"
    );
    let acts = desk.of_kind(kinds::CONSENT_GIVEN);
    let signed: Vec<_> = acts.iter().filter_map(Event::of).collect();
    assert!(!signed.is_empty());
    for act in signed {
        assert!(matches!(act, Event::ConsentGiven(act) if act.given_on == "2026-11-18"));
    }
    // Both stand in the journal under the moment at which they were entered.
    let entry = &desk.of_kind(kinds::ORDER_ENTERED)[0];
    assert_eq!(entry.header().wall.ms, NOON + DAY + HOUR);
    // The next of the program takes neither this number nor one that still lies on paper.
    let next = place(&desk, given.of, &["A"]).number;
    assert!(!set.left.contains(&next));
    desk.sign_in(MANAGER);
    let now = &sets(&desk)[0];
    assert_eq!((now.numbers.count, now.entered.count), (3, 1));
    assert_eq!(now.left, [set.left[0].clone(), set.left[2].clone()]);
    // It goes on as every order does.
    desk.must(Command::MarkReady {
        order: by_id(given.id),
    });
    desk.rebuilt_is_the_same();
    whole(&desk);
}

#[test]
fn what_is_wrong_on_a_sheet_is_said_at_once_and_nothing_is_written() {
    let (_lab, desk, set) = after_a_day("2");
    let number = &set.left[0];
    let wrong = {
        let last = number.chars().last().unwrap().to_digit(10).unwrap();
        format!("{}{}", &number[..number.len() - 1], (last + 1) % 10)
    };
    let card = desk.intake(patient(9));
    desk.consent(card);
    let given = place(&desk, card, &["A"]).number;
    let before = desk.length();
    let said = |number: &str, taken_at: &str, codes: &[&str]| {
        let order = sheet(number, taken_at, codes);
        desk.execute(entering(&desk, 1, order, "18.11.2026"))
            .unwrap_err()
    };
    for (number, taken_at, code) in [
        ("", GOOD, "order-number-form"),
        (wrong.as_str(), GOOD, "order-number-check"),
        (given.as_str(), GOOD, "paper-number-unknown"),
        (number, "", "paper-time-required"),
        (number, "вчера", "sampled-form"),
        (number, "19.11.2026 14:05", "paper-time-future"),
        (number, "18.11.2026 11:30", "paper-time-early"),
    ] {
        assert_eq!(
            said(number, taken_at, &["A"]),
            [code],
            "{number} {taken_at}"
        );
    }
    assert_eq!(
        said(&wrong, "завтра", &[]),
        ["order-number-check", "sampled-form", "order-services-none"],
        "everything beside its field"
    );
    assert_eq!(desk.length(), before, "no half of an intake");
    entered(&desk, 1, sheet(number, GOOD, &["A"]), "18.11.2026");
    let again = entering(&desk, 2, sheet(number, GOOD, &["A"]), "18.11.2026");
    assert_eq!(desk.execute(again).unwrap_err(), ["paper-number-used"]);
}

#[test]
fn a_cancelled_order_gives_its_sheet_free() {
    let (_lab, desk, set) = after_a_day("2");
    let number = &set.left[0];
    let wrong = entered(&desk, 1, sheet(number, GOOD, &["A"]), "18.11.2026");
    let wrong = wrong.order.unwrap();
    desk.must(Command::CancelOrder {
        order: by_id(wrong.id),
        reason: "лист другого пациента".into(),
    });
    let right = entered(&desk, 2, sheet(number, GOOD, &["A"]), "18.11.2026");
    let right = right.order.unwrap();
    desk.must(Command::MarkReady {
        order: OrderName::number(number),
    });
    let state = |id| super::stands(&desk, id)[0].0;
    assert_eq!(
        (state(wrong.id), state(right.id)),
        (OrderState::Cancelled, OrderState::Ready),
        "the number means the one that stands"
    );
    let shared = tirkeu_core::query::order::shared_numbers(desk.app().conn()).unwrap();
    assert_eq!(shared, [], "nobody is asked");
}

#[test]
fn a_service_that_was_sold_that_day_is_entered_though_it_is_gone() {
    let (_lab, desk, set) = after_a_day("1");
    desk.sign_in(MANAGER);
    desk.must(Command::DropService {
        code: "A".into(),
        from: "19.11.2026".into(),
        reason: "не делаем".into(),
    });
    desk.sign_in(REGISTRAR);
    let order = sheet(&set.left[0], GOOD, &["A"]);
    entered(&desk, 1, order, "18.11.2026");
}

#[test]
fn numbers_that_lie_on_paper_are_not_given_even_when_their_entry_counts_no_more() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    let set = reserve(&desk, "5").unwrap();
    let lie: BTreeSet<String> = sets(&desk)[0].left.iter().cloned().collect();
    let destroyed = desk.execute(Desk::destroying(set));
    assert!(destroyed.is_err(), "it is about nobody");
    // As if it were void: nothing that is made of the entry is left.
    desk.app()
        .conn()
        .execute("DELETE FROM p_number", [])
        .unwrap();
    let card = desk.intake(patient(1));
    for _ in 0..5 {
        assert!(!lie.contains(&place(&desk, card, &["A"]).number));
    }
}

#[test]
fn a_sheet_waits_once_and_the_set_remembers_that_it_was_printed() {
    let (_lab, desk, set) = after_a_day("1");
    desk.sign_in(MANAGER);
    assert_eq!(sets(&desk)[0].printed_at, "");
    let asked = PrintAsk {
        kind: PaperKind::Other,
        document: set_paper::SHEETS,
        card: set.id,
        entry: None,
        order: None,
        tubes: Vec::new(),
    };
    let first = desk.app().print_asked(&asked).unwrap();
    assert_eq!(desk.app().print_asked(&asked).unwrap(), first);
    assert_eq!(desk.app().unprinted().unwrap().len(), 1);
    assert_eq!(sets(&desk)[0].printed_at, "19.11.2026 13:00");
    // Whoever prints what waits prints it too; once every number was entered nobody does.
    desk.sign_in(REGISTRAR);
    let made = desk.app().set_paper(set.id, |_| Ok(b"%PDF".to_vec()));
    made.unwrap();
    entered(&desk, 1, sheet(&set.left[0], GOOD, &["A"]), "18.11.2026");
    assert_eq!(desk.app().unprinted().unwrap(), []);
    let stale = desk.app().print_stale().unwrap();
    assert_eq!(stale.len(), 1, "to be taken back from the spooler");
}

#[test]
fn a_claim_code_and_a_change_do_not_come_from_paper() {
    let (_lab, desk, set) = after_a_day("2");
    desk.sign_in(MANAGER);
    desk.must(Command::AllowAnonymous { allowed: true });
    desk.sign_in(REGISTRAR);
    let order = sheet(&set.left[0], "18.11.2026 14:05", &["A"]);
    let nameless = Command::PlaceAnonymous {
        order: order.clone(),
    };
    assert_eq!(desk.execute(nameless).unwrap_err(), ["bad-request"]);
    let given = entered(&desk, 1, order, "18.11.2026").order.unwrap();
    let changed = Command::ChangeOrder {
        order: by_id(given.id),
        form: sheet(&set.left[1], "18.11.2026 14:05", &["B"]),
        reason: "ошибка".into(),
    };
    assert_eq!(desk.execute(changed).unwrap_err(), ["bad-request"]);
}

#[test]
fn another_desk_enters_a_sheet_and_two_that_did_are_a_question() {
    let (lab, [desk, village]) = lab(["desk", "village"]);
    desk.sign_in(MANAGER);
    reserve(&desk, "2").unwrap();
    let number = sets(&desk)[0].left[0].clone();
    lab.sync();
    for (at, serial) in [(&desk, 1), (&village, 2)] {
        at.wait(2 * HOUR);
        at.sign_in(REGISTRAR);
        let order = sheet(&number, "18.11.2026 13:00", &["A"]);
        entered(at, serial, order, TODAY);
    }
    lab.sync();
    lab.agree();
    let shared = tirkeu_core::query::order::shared_numbers(desk.app().conn()).unwrap();
    assert_eq!(shared.len(), 1, "a person chooses which of the two it is");
}

#[test]
fn the_sheets_of_a_set_carry_its_numbers_and_name_nobody() {
    let (_lab, desk, set) = after_a_day("3");
    entered(
        &desk,
        1,
        sheet(&set.left[0], "18.11.2026 14:05", &["A"]),
        "18.11.2026",
    );
    desk.sign_in(MANAGER);
    let before = desk.length();
    let mut numbers = Vec::new();
    for make in [paper::reserved, paper::registration, paper::set_labels] {
        let made = desk.app().set_paper(set.id, |facts| {
            numbers.push(match make(facts) {
                Form::Reserved(data) => data.numbers,
                Form::Registration(data) => data.numbers,
                Form::Label(data) => {
                    let bare = |label: &tirkeu_forms::Label| label.name.is_empty();
                    assert!(data.labels.iter().all(|one| bare(one) && one.copies == 4));
                    data.labels.into_iter().map(|one| one.number).collect()
                }
                other => panic!("{other:?}"),
            });
            Ok(b"%PDF".to_vec())
        });
        made.unwrap();
    }
    let made = desk.app().set_consents(set.id, |facts, of| {
        let Form::Consent(data) = paper::consent_blanks(facts, of) else {
            panic!("consents");
        };
        assert!(data.person.name.is_empty() && data.person.iin.is_empty());
        assert!(!data.sentence.kk.is_empty() && !data.sentence.ru.is_empty());
        numbers.push(data.numbers);
        Ok(b"%PDF".to_vec())
    });
    made.unwrap();
    assert_eq!(numbers, vec![set.left[1..].to_vec(); 4], "never one twice");
    assert_eq!(desk.length(), before, "about nobody: no entry");
    let unknown = desk.app().set_paper(SubjectId::ZERO, |_| Ok(Vec::new()));
    assert_eq!(unknown.unwrap_err().refusals()[0].code.0, "not-found");
}

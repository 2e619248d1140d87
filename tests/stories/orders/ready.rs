//! Ready marks from a file: whatever it was written in, bad rows told, thousands in seconds.

use encoding_rs::WINDOWS_1251;
use tirkeu_core::command::{Command, OrderName, ReadyForm};
use tirkeu_core::domain::order::number::Number;
use tirkeu_core::domain::order::step::OrderState;
use tirkeu_core::event::disclosure::document;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::table::write::Rows;
use tirkeu_core::table::{self, Table};
use tirkeu_core::view::{OrderGiven, ReadyFileView};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, patient};

use super::{by_id, lab, place, quiet, stands, whole};

fn read(bytes: &[u8]) -> Table {
    table::read(bytes, table::MARKS).unwrap()
}

fn open(desk: &Desk, bytes: &[u8]) -> ReadyFileView {
    desk.app().open_ready(read(bytes)).unwrap()
}

/// Marks everything, stretch by stretch: marked, already, refused.
fn mark(desk: &Desk, handle: Id, form: &ReadyForm) -> (u32, u32, u32) {
    let (mut sum, mut from) = ((0, 0, 0), 0);
    loop {
        let done = desk.app().mark_ready_file(handle, form, from).unwrap();
        sum = (
            sum.0 + done.marked,
            sum.1 + done.already,
            sum.2 + done.refused,
        );
        match done.next {
            Some(next) => from = next,
            None => return sum,
        }
    }
}

fn digits(given: &OrderGiven) -> String {
    given.number.split(' ').collect()
}

fn counts(view: &ReadyFileView) -> (u32, u32, u32) {
    (view.good.count, view.already.count, view.refused.count)
}

#[test]
fn a_file_marks_the_same_orders_whatever_it_was_written_in() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let names = ["csv", "cp1251", "utf16", "xlsx", "one column"];
    for name in names {
        let orders: Vec<OrderGiven> = (0..3).map(|_| place(&desk, card, &["A"])).collect();
        let numbers: Vec<String> = orders.iter().map(digits).collect();
        let csv = format!(
            "Дата;Номер заказа\r\n18.11.2026;{}\r\n18.11.2026;{}\r\n;{}",
            numbers[0], orders[1].number, numbers[2]
        );
        let bytes = match name {
            "csv" => csv.into_bytes(),
            "cp1251" => WINDOWS_1251.encode(&csv).0.into_owned(),
            "utf16" => {
                let units = std::iter::once(0xFEFF).chain(csv.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            "xlsx" => {
                let header = ["Тапсырыс нөмірі".to_owned()];
                let mut file = Rows::xlsx(&header, 100).unwrap();
                for number in &numbers {
                    file.push(std::slice::from_ref(number)).unwrap();
                }
                file.finish().unwrap()
            }
            _ => numbers.join("\n").into_bytes(),
        };
        let view = open(&desk, &bytes);
        assert_eq!(
            (counts(&view), view.problems.len()),
            ((3, 0, 0), 0),
            "{name}"
        );
        assert_eq!(mark(&desk, view.handle, &view.form), (3, 0, 0), "{name}");
        for order in orders {
            assert_eq!(stands(&desk, order.id), quiet(OrderState::Ready), "{name}");
        }
        let again = open(&desk, &bytes);
        assert_eq!(counts(&again), (0, 3, 0), "{name} once more");
    }
    whole(&desk);
}

#[test]
fn every_bad_row_is_told_and_the_good_ones_are_marked() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = desk.intake(patient(1));
    let [good, ready, cancelled] = [(); 3].map(|()| place(&desk, card, &["A"]));
    desk.must(Command::MarkReady {
        order: by_id(ready.id),
    });
    desk.must(Command::CancelOrder {
        order: by_id(cancelled.id),
        reason: "передумала".into(),
    });
    let mut wrong = digits(&good).into_bytes();
    wrong[4] = b'0' + (wrong[4] - b'0' + 1) % 10;
    let foreign = Number::nth(9, 777, 5).unwrap().text();
    let rows = [
        digits(&good),
        String::from_utf8(wrong).unwrap(),
        foreign,
        digits(&good),
        digits(&ready),
        digits(&cancelled),
        "910312400121".into(),
        "готово".into(),
    ];
    let csv = format!(
        "№ заказа;Комментарий\r\n{}",
        rows.map(|row| format!("{row};x")).join("\r\n")
    );
    let view = open(&desk, csv.as_bytes());
    assert_eq!(counts(&view), (1, 1, 6));
    let told: Vec<(u32, &str)> = (view.bad.iter())
        .map(|row| (row.number, row.problems[0].code.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (3, "order-number-check"),
            (4, "order-unknown"),
            (5, "order-row-twice"),
            (7, "order-cancelled"),
            (8, "order-number-form"),
            (9, "order-number-form"),
        ]
    );
    let (_, report) = (desk.app().ready_report(view.handle, &view.form, Lang::Ru))
        .unwrap()
        .into_inner();
    let report = read(&report);
    assert_eq!((report.rows.len(), report.width), (7, 4));
    let released = desk.of_kind(kinds::DOCUMENT_RELEASED);
    assert!(released.iter().any(
        |entry| matches!(Event::of(entry), Some(Event::DocumentReleased(b)) if b.document == document::READY)
    ));
    assert_eq!(mark(&desk, view.handle, &view.form), (1, 1, 6));
    assert_eq!(stands(&desk, good.id), quiet(OrderState::Ready));
    assert_eq!(stands(&desk, cancelled.id), quiet(OrderState::Cancelled));
    whole(&desk);
}

#[test]
fn a_file_whose_column_nobody_named_marks_nothing() {
    let (_lab, [desk]) = lab(["desk"]);
    let view = open(&desk, "Имя;Дата\r\nа;б".as_bytes());
    let codes: Vec<&str> = view.problems.iter().map(|no| no.code.as_str()).collect();
    assert_eq!(codes, ["order-column"]);
    let no = desk.app().mark_ready_file(view.handle, &view.form, 0);
    let no: Vec<_> = no
        .unwrap_err()
        .refusals()
        .iter()
        .map(|no| no.code.0)
        .collect();
    assert_eq!(no, ["order-column"]);
}

#[test]
fn a_thousand_rows_and_more_are_marked_stretch_by_stretch_and_each_once() {
    let (_lab, [desk]) = lab(["desk"]);
    let cards: Vec<SubjectId> = (1..=3).map(|serial| desk.intake(patient(serial))).collect();
    let orders: Vec<OrderGiven> = (0..1_030)
        .map(|at| place(&desk, cards[at % 3], &["A"]))
        .collect();
    let mut numbers: Vec<String> = orders.iter().map(digits).collect();
    // The first one again, a stretch later.
    numbers.push(numbers[0].clone());
    let view = open(&desk, numbers.join("\r\n").as_bytes());
    assert_eq!(counts(&view), (1_030, 0, 1));
    assert_eq!(mark(&desk, view.handle, &view.form), (1_030, 0, 1));
    assert_eq!(desk.of_kind(kinds::ORDER_READY).len(), 1_030);
    let again = open(&desk, numbers.join("\r\n").as_bytes());
    assert_eq!(mark(&desk, again.handle, &again.form), (0, 1_030, 1));
    let order = OrderName::number(&orders[7].number);
    let no = desk.execute(Command::MarkReady { order });
    assert_eq!(no.unwrap_err(), ["order-ready-already"]);
    desk.rebuilt_is_the_same();
}

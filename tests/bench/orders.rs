//! A file of ready marks, from its bytes to the last mark, as the window does it: read, looked through, marked by stretches.
//! Beside it the same entries signed and put into a bare table by as many transactions.

use std::path::Path;
use std::time::Duration;

use tirkeu_core::command::{Command, ServiceImportForm};
use tirkeu_core::domain::order::OrderForm;
use tirkeu_core::event::kinds;
use tirkeu_core::table;
use tirkeu_core::words::Lang;

use crate::frame::timed;
use crate::import::{bare, entries};
use crate::lab::{Lab, somebody};
use crate::notices;

pub struct Measured {
    /// Until the last order is marked.
    pub ours: Duration,
    /// Of that, until every row was looked through.
    pub judged: Duration,
    pub raw: Duration,
}

/// `rows` orders of a tenth as many patients. Where they are told, each of them has agreed to an SMS, which is queued with
/// the mark.
pub fn measure(folder: &Path, rows: u32, is_told: bool) -> Measured {
    let mut lab = Lab::found(folder);
    if is_told {
        notices::set(&mut lab);
    }
    let table =
        "Код;Наименование;Наименование (каз);Цена\nОАК;Общий анализ крови;Жалпы қан талдауы;1200\n";
    let app = &mut lab.open.app;
    let view = app
        .open_services(
            table::read(table.as_bytes(), table::LIST).unwrap(),
            Lang::Ru,
        )
        .unwrap();
    let form = ServiceImportForm {
        name: "Прейскурант 1".to_owned(),
        valid_from: "01.01.2020".to_owned(),
        ..view.form
    };
    app.import_services(view.handle, &form).unwrap();
    let mut text = String::from("Номер заказа;Готов\n");
    let mut card = None;
    for number in 0..rows {
        if number % 10 == 0 {
            card = Some(lab.intake(somebody(number)));
        }
        let order = OrderForm {
            codes: vec!["ОАК".to_owned()],
            ..OrderForm::default()
        };
        let card = card.unwrap();
        let placed = lab
            .open
            .app
            .execute(Command::PlaceOrder { card, order }, None);
        let number = placed.unwrap().order.unwrap().number;
        text.push_str(&number);
        text.push_str(";да\n");
    }
    let app = &mut lab.open.app;
    let (view, judged) = timed(|| {
        let table = table::read(text.as_bytes(), table::MARKS).unwrap();
        app.open_ready(table).unwrap()
    });
    assert_eq!(view.good.count, rows);
    let (marked, written) = timed(|| {
        let (mut from, mut marked) = (Some(0), 0);
        while let Some(at) = from {
            let done = app.mark_ready_file(view.handle, &view.form, at).unwrap();
            marked += done.marked;
            from = done.next;
        }
        marked
    });
    assert_eq!(marked, rows, "every order is ready");
    let queued = entries(app.conn(), kinds::NOTICE_QUEUED);
    assert_eq!(queued.len(), if is_told { marked as usize } else { 0 });
    Measured {
        ours: judged + written,
        judged,
        raw: bare(
            folder,
            &[entries(app.conn(), kinds::ORDER_READY), queued].concat(),
        ),
    }
}

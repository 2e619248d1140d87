//! From F9 to the last byte in the spooler's hands: an order of four tubes is committed, its labels and its slip are listed,
//! noted, typeset and handed to a real print system. Beside it the same bytes handed over bare.

use std::path::Path;
use std::time::Duration;

use tirkeu_core::app::{OrderPaper, Printed};
use tirkeu_core::command::{Command, ServiceImportForm};
use tirkeu_core::domain::order::OrderForm;
use tirkeu_core::domain::print::PaperKind;
use tirkeu_core::domain::service::tube::TubeForm;
use tirkeu_core::event::disclosure::action;
use tirkeu_core::id::SubjectId;
use tirkeu_core::table;
use tirkeu_core::words::Lang;
use tirkeu_forms::paper;
use tirkeu_printing::{Job, Media, Spooler};

use crate::cups::{Cups, Device, Manner, THROUGH};
use crate::frame::timed;
use crate::lab::{Lab, somebody};

const ROUNDS: u32 = 20;
const TUBES: [&str; 4] = ["фиолетовая", "жёлтая", "серая", "голубая"];
const PRINTER: &str = "office";

/// (with everything, the bytes alone); the first round is left out, it loads the fonts.
pub fn handed(folder: &Path) -> (Vec<Duration>, Vec<Duration>) {
    let cups = Cups::start();
    let device = Device::start(Manner::Prints);
    cups.queue(PRINTER, device.port, THROUGH);
    let spooler = cups.spooler();
    let mut lab = Lab::found(folder);
    priced(&mut lab);
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let card = lab.intake(somebody(round));
        let (papers, took) = timed(|| saved_and_printed(&mut lab, card, &spooler));
        assert_eq!(papers.len(), 2, "labels and slip");
        let ((), bare) = timed(|| {
            for (kind, pdf) in &papers {
                print(&spooler, *kind, pdf);
            }
        });
        ours.push(took);
        raw.push(bare);
    }
    (ours.split_off(1), raw.split_off(1))
}

/// What the desk does between the key and the spooler.
fn saved_and_printed(
    lab: &mut Lab,
    card: SubjectId,
    spooler: &Spooler,
) -> Vec<(PaperKind, Vec<u8>)> {
    let app = &mut lab.open.app;
    let order = OrderForm {
        codes: TUBES.map(str::to_owned).to_vec(),
        ..OrderForm::default()
    };
    let receipt = app
        .execute(Command::PlaceOrder { card, order }, None)
        .unwrap();
    let mut papers = Vec::new();
    for row in app.print_saved(&receipt).unwrap() {
        let asked = app.print_job(row.id).unwrap().asked;
        let noted = OrderPaper {
            document: asked.document,
            order: (asked.order.unwrap(), asked.card),
            tubes: asked.tubes,
            action: action::PRINT,
        };
        let released = app.order_paper(&noted, |facts| {
            let form = match row.kind {
                PaperKind::Label => paper::labels(facts, 1),
                _ => paper::slip(facts),
            };
            Ok(tirkeu_forms::pdf(&form, paper::date(facts.now)).unwrap())
        });
        let (_, pdf) = released.unwrap().into_inner();
        let job = print(spooler, row.kind, &pdf);
        let queued = Printed::Queued(PRINTER.to_owned(), job);
        app.print_became(row.id, &queued).unwrap();
        papers.push((row.kind, pdf));
    }
    papers
}

fn print(spooler: &Spooler, kind: PaperKind, pdf: &[u8]) -> i32 {
    let media = match kind {
        PaperKind::Label => Media::Label {
            width_mm: 40,
            height_mm: 25,
        },
        _ => Media::A4,
    };
    let job = Job {
        title: "tirkeu-bench",
        copies: 1,
        media,
        pdf,
    };
    spooler.print(PRINTER, &job).unwrap().0
}

/// A service in each kind of tube.
fn priced(lab: &mut Lab) {
    let app = &mut lab.open.app;
    let tubes = TUBES.map(|name| TubeForm {
        code: name.to_owned(),
        name_kk: name.to_owned(),
        name_ru: name.to_owned(),
        gone: false,
    });
    let tubes = tubes.to_vec();
    app.execute(Command::SetTubes { tubes }, None).unwrap();
    let mut list = String::from("Код;Наименование;Наименование (каз);Пробирка;Цена\n");
    for tube in TUBES {
        list.push_str(&format!("{tube};Анализ;Талдау;{tube};1200\n"));
    }
    let read = table::read(list.as_bytes(), table::LIST).unwrap();
    let view = app.open_services(read, Lang::Ru).unwrap();
    let form = ServiceImportForm {
        name: "Прейскурант 1".to_owned(),
        valid_from: "01.01.2020".to_owned(),
        ..view.form
    };
    app.import_services(view.handle, &form).unwrap();
}

//! What a desk has to print: it is on the list until it is out, names nobody, stays on its desk, and goes with its person.

use tirkeu_core::app::{Paper, PrintAsk, Printed};
use tirkeu_core::domain::print::{LabelForm, PaperKind, PrintersForm, WayForm};
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::event::kinds;
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient};

pub fn receipt(card: SubjectId) -> PrintAsk {
    PrintAsk {
        kind: PaperKind::Receipt,
        document: document::RECEIPT,
        card,
        entry: None,
        order: None,
        tubes: Vec::new(),
    }
}

/// A paper as the shell prints it: on the list, then noted, then handed over.
fn printed(desk: &Desk, card: SubjectId) -> Id {
    let row = desk.app().print_asked(&receipt(card)).unwrap();
    let job = desk.app().print_job(row).unwrap();
    released(desk, paper(&job.asked));
    row
}

fn paper(asked: &PrintAsk) -> Paper {
    Paper {
        document: asked.document,
        card: asked.card,
        entry: asked.entry,
        action: action::PRINT,
    }
}

fn released(desk: &Desk, paper: Paper) {
    let bytes = desk.app().paper(paper, |_| Ok(b"%PDF".to_vec())).unwrap();
    assert_eq!(bytes.into_inner().1, b"%PDF");
}

/// How many entries say that a paper left.
fn entries(desk: &Desk) -> usize {
    desk.of_kind(kinds::DOCUMENT_RELEASED).len()
}

fn states(desk: &Desk) -> Vec<(String, String)> {
    let rows = desk.app().unprinted().unwrap();
    rows.into_iter()
        .map(|row| (row.state, row.reason))
        .collect()
}

#[test]
fn a_paper_is_on_the_list_until_it_is_out_and_each_print_is_an_entry() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    desk.sign_in(REGISTRAR);
    let row = printed(&desk, card);
    assert_eq!(states(&desk), [("asked".to_owned(), String::new())]);
    let became = |what| desk.app().print_became(row, &what).unwrap();
    became(Printed::Failed("gone".into()));
    assert_eq!(states(&desk), [("failed".to_owned(), "gone".to_owned())]);
    assert_eq!(desk.app().print_handed().unwrap(), []);
    assert_eq!(entries(&desk), 1);
    // F10: the same row, another paper, another entry.
    let job = desk.app().print_job(row).unwrap();
    released(&desk, paper(&job.asked));
    became(Printed::Queued("office".into(), 7));
    assert_eq!(entries(&desk), 2);
    let handed = desk.app().print_handed().unwrap();
    assert_eq!(handed[0].handed, Some(("office".to_owned(), 7)));
    became(Printed::Stuck("paper-out".into()));
    assert_eq!(
        states(&desk),
        [("stuck".to_owned(), "paper-out".to_owned())]
    );
    assert_eq!(
        desk.app().print_handed().unwrap().len(),
        1,
        "it is asked again"
    );
    became(Printed::Out);
    assert_eq!(states(&desk), []);
    let gone = desk.app().print_job(row).unwrap_err();
    assert_eq!(gone.refusals()[0].code.0, "print-gone");
}

#[test]
fn the_list_is_this_desks_alone_and_goes_with_its_person() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    printed(&desk, card);
    lab.sync();
    assert_eq!(village.app().unprinted().unwrap(), []);
    lab.agree();
    desk.rebuilt_is_the_same();
    assert_eq!(states(&desk).len(), 1, "tables made anew leave it");
    desk.sign_in(MANAGER);
    desk.must(Desk::destroying(card));
    assert_eq!(states(&desk), []);
}

pub fn form(copies: &str, width: &str) -> PrintersForm {
    PrintersForm {
        ways: vec![WayForm {
            kind: PaperKind::Label,
            printer: "Zebra_GK420d".into(),
            copies: copies.into(),
            with_save: true,
        }],
        label: LabelForm {
            width: width.into(),
            height: "25".into(),
            dpi: "203".into(),
        },
    }
}

#[test]
fn what_is_set_holds_on_this_desk_all_of_it_or_nothing_and_is_no_entry() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(MANAGER);
    village.sign_in(MANAGER);
    let before = desk.length();
    let refused = desk.app().set_printers(&form("0", "30")).unwrap_err();
    let codes: Vec<_> = refused.refusals().iter().map(|no| no.code.0).collect();
    assert_eq!(codes, ["print-copies", "label-narrow"]);
    let set = |desk: &Desk| {
        let way = desk.app().print_way(PaperKind::Label).unwrap();
        (way.way.printer, way.way.copies, way.label.width_mm())
    };
    assert_eq!(set(&desk), (None, 1, 40), "what nobody has said");
    desk.app().set_printers(&form("2", "58")).unwrap();
    assert_eq!(set(&desk), (Some("Zebra_GK420d".to_owned()), 2, 58));
    assert_eq!(desk.length(), before, "nobody's data, no entry");
    lab.sync();
    assert_eq!(set(&village), (None, 1, 40));
    let slip = desk.app().print_way(PaperKind::Slip).unwrap();
    assert_eq!((slip.way.printer, slip.way.copies), (None, 1));
}

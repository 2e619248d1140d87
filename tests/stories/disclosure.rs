//! What leaves the core writes exactly one entry; looking again at the same writes none.

use tirkeu_core::app::Paper;
use tirkeu_core::event::kinds;
use tirkeu_tests::lab::{Desk, Lab, patient};

/// How many entries a deed writes, and that its last one is of a kind.
fn writes(desk: &Desk, count: u64, kind: Option<u16>, deed: impl FnOnce()) {
    let before = desk.length();
    deed();
    assert_eq!(desk.length() - before, count);
    if let Some(kind) = kind {
        let chain = desk.chain();
        assert_eq!(chain.last().unwrap().header().kind, kind);
    }
}

#[test]
fn each_disclosure_is_one_entry_and_a_refresh_none() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    let other = desk.intake(patient(2));
    let grant = desk.consent(card);
    let mut list = None;
    writes(&desk, 1, Some(kinds::LIST_OPENED), || {
        list = Some(desk.app().open_list(1).unwrap().into_inner());
    });
    let list = list.unwrap();
    writes(&desk, 0, None, || {
        let app = desk.app();
        for typed in ["А", "Ах", "Ахметова"] {
            let rows = app.search(list, typed).unwrap().into_inner().rows;
            assert!(!rows.is_empty(), "{typed}");
        }
    });
    writes(&desk, 1, Some(kinds::LIST_SHOWN), || {
        desk.app().list_rested(list, &[card]).unwrap();
    });
    writes(&desk, 0, None, || {
        desk.app().list_rested(list, &[card]).unwrap()
    });
    writes(&desk, 1, Some(kinds::LIST_SHOWN), || {
        desk.app().list_rested(list, &[card, other]).unwrap();
    });
    let mut handle = None;
    writes(&desk, 1, Some(kinds::CARD_OPENED), || {
        handle = Some(desk.look(card).handle);
    });
    writes(&desk, 0, None, || {
        desk.app().refresh_card(handle.unwrap()).unwrap();
    });
    writes(&desk, 1, Some(kinds::FIELD_REVEALED), || {
        desk.app().reveal(card, "iin").unwrap();
    });
    writes(&desk, 1, Some(kinds::DOCUMENT_RELEASED), || {
        let paper = Paper {
            document: 3,
            card,
            entry: Some(grant),
            action: 1,
        };
        desk.app().paper(paper, |_| Ok(b"%PDF".to_vec())).unwrap();
    });
    writes(&desk, 1, Some(kinds::JOURNAL_EXPORTED), || {
        desk.app().export_journal(false).unwrap();
    });
    lab.sync();
    lab.agree();
    let seen = village.count("SELECT count(DISTINCT entry) FROM x_seen");
    assert_eq!(
        seen, 5,
        "two lists, a card, a field and a paper are seen from the village"
    );
}

#[test]
fn nothing_is_shown_to_nobody() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let list = desk.app().open_list(1).unwrap().into_inner();
    desk.app().close_session(1).unwrap();
    writes(&desk, 0, None, || {
        let mut app = desk.app();
        assert!(app.open_list(1).is_err());
        assert!(app.search(list, "Ахметова").is_err());
        assert!(app.open_card(card).is_err());
        assert!(app.reveal(card, "iin").is_err());
        assert!(app.export_journal(true).is_err());
        assert!(app.drafts().is_err());
    });
}

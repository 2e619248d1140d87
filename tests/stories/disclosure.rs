//! What leaves the core writes exactly one entry; looking again at the same writes none.

use serde_json::Value;
use tirkeu_core::app::Paper;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::Id;
use tirkeu_tests::lab::{Desk, Lab, REGISTRAR, patient};

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
    writes(&desk, 1, Some(kinds::CARD_OPENED), || {
        let form = desk.app().edit_card(handle.unwrap()).unwrap().into_inner();
        assert_eq!(form.iin, patient(1).iin, "who amends sees the card in full");
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
        seen, 6,
        "two lists, a card, its form, a field and a paper are seen from the village"
    );
}

#[test]
fn the_form_of_a_card_says_in_its_entry_that_it_was_in_full() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let handle = desk.look(card).handle;
    desk.wait(1_000);
    desk.app().edit_card(handle).unwrap();
    desk.wait(1_000);
    let entry = desk.chain().pop().unwrap();
    let Some(Event::CardOpened(body)) = Event::of(&entry) else {
        panic!("an opening");
    };
    assert_eq!(body.groups, [6, 7, 8]);
    let acts: Vec<String> = desk
        .look(card)
        .seen
        .into_iter()
        .map(|row| row.act)
        .collect();
    assert_eq!(acts, ["opened", "edited", "opened"]);
    assert!(
        desk.app().edit_card(Id([9; 16])).is_err(),
        "only of a card that is open"
    );
}

/// Whether a text of the view holds this number, in whatever form it is written.
fn holds(view: &Value, number: &str) -> bool {
    match view {
        Value::String(text) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            digits.contains(number)
        }
        Value::Array(all) => all.iter().any(|one| holds(one, number)),
        Value::Object(all) => all.values().any(|one| holds(one, number)),
        _ => false,
    }
}

#[test]
fn no_card_and_no_row_carries_a_number_in_full() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    desk.amend(card, |form| form.phone = "8 705 111 22 33".into());
    let twin = PatientForm {
        iin: patient(2).iin,
        ..patient(1)
    };
    let list = desk.app().open_list(1).unwrap().into_inner();
    let seen = desk.look(card);
    let found = desk.app().search(list, "Ахметова").unwrap().into_inner();
    let alike = desk
        .app()
        .check_form(&twin, None, None)
        .unwrap()
        .into_inner();
    assert_eq!(found.rows.len(), 1, "the row itself is there");
    assert_eq!(alike.lookalikes.len(), 1, "and the look-alike");
    let views = [
        serde_json::to_value(seen).unwrap(),
        serde_json::to_value(found).unwrap(),
        serde_json::to_value(alike.lookalikes).unwrap(),
    ];
    let form = patient(1);
    let phone: String = form.phone.chars().filter(char::is_ascii_digit).collect();
    for number in [&form.iin, &form.doc_number, &phone[1..], "7051112233"] {
        assert!(number.len() >= 9, "{number}");
        for view in &views {
            assert!(!holds(view, number), "{number} in {view}");
        }
    }
}

#[test]
fn a_kept_form_of_a_card_comes_back_with_an_entry() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let keep = |subject| {
        desk.app()
            .keep_draft(None, "amend", subject, "А. А.", "{\"iin\":1}")
            .unwrap()
    };
    let (of_card, of_nobody) = (keep(Some(card)), keep(None));
    writes(&desk, 0, None, || {
        assert_eq!(desk.app().drafts().unwrap().len(), 2);
    });
    writes(&desk, 1, Some(kinds::CARD_OPENED), || {
        let form = desk.app().open_draft(of_card).unwrap().into_inner();
        assert_eq!(form, "{\"iin\":1}");
    });
    writes(&desk, 0, None, || {
        desk.app().open_draft(of_nobody).unwrap();
    });
    desk.sign_in(REGISTRAR);
    writes(&desk, 0, None, || {
        assert!(desk.app().open_draft(of_card).is_err(), "a colleague's");
    });
}

#[test]
fn a_refusal_that_tells_of_a_card_notes_whose() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    writes(&desk, 2, Some(kinds::LIST_SHOWN), || {
        let refused = desk.execute(Desk::taking_in(patient(1))).unwrap_err();
        assert_eq!(refused, ["patient-known"]);
    });
    let entry = desk.chain().pop().unwrap();
    let Some(Event::ListShown(body)) = Event::of(&entry) else {
        panic!("a list");
    };
    assert_eq!(body.ids, [card]);
    writes(&desk, 0, None, || {
        desk.execute(Desk::taking_in(patient(1))).unwrap_err();
    });
    let mut unknown = patient(2);
    unknown.name = String::new();
    writes(&desk, 0, None, || {
        desk.execute(Desk::taking_in(unknown)).unwrap_err();
    });
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

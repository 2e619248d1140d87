//! Two desks write to one card.

use tirkeu_core::app::SEARCH_LIST;
use tirkeu_core::event::kinds;
use tirkeu_core::event::patient::field;
use tirkeu_core::id::Id;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient};

#[test]
fn two_amendments_of_one_field_are_a_question_until_a_person_settles_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    village.amend(card, |form| form.phone = "8 701 234 56 72".into());
    village.amend(card, |form| form.name = "Айша".into());
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        let questions = one.look(card).questions;
        assert_eq!(
            questions.len(),
            1,
            "{}: one question, about the phone",
            one.name()
        );
        assert_eq!(questions[0].field, "phone");
        assert_eq!(questions[0].values.len(), 2);
    }
    let shown = desk.field(card, field::PHONE);
    let unchanged = desk.amending(card, |_| {});
    desk.must(unchanged);
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert_eq!(
            one.look(card).questions.len(),
            0,
            "settled with the value shown"
        );
        assert_eq!(one.field(card, field::PHONE), shown);
    }
    let unchanged = desk.amending(card, |_| {});
    assert_eq!(desk.execute(unchanged).unwrap_err(), ["nothing-changed"]);
}

#[test]
fn a_card_is_found_as_people_write() {
    let (_, [desk]) = Lab::with(["desk"]);
    let mut form = patient(1);
    form.phone = "8 701 234 56 71".into();
    // The first letter is Latin, and the registrar let it stand.
    form.surname = "Aсанова".into();
    let card = desk.intake(form);
    let list = desk.app().open_list(SEARCH_LIST).unwrap().into_inner();
    let found = |typed: &str| desk.app().search(list, typed).unwrap().into_inner().rows;
    for typed in ["8 701 234 56 71", "+7 701 234 56 71", "77012345671"] {
        let rows = found(typed);
        assert!(rows.len() == 1 && rows[0].exact, "{typed}: Enter opens it");
    }
    for typed in ["8 701 234", "Асанова", "Aсанова", "асан"] {
        let rows = found(typed);
        assert!(
            rows.len() == 1 && rows[0].id == card && !rows[0].exact,
            "{typed}"
        );
    }
}

#[test]
fn the_same_change_twice_is_no_question() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    for one in [&desk, &village] {
        one.amend(card, |form| form.phone = "8 701 234 56 71".into());
    }
    lab.sync();
    assert_eq!(desk.look(card).questions.len(), 0);
}

#[test]
fn a_draft_carried_out_twice_writes_once() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let draft = Id([9; 16]);
    let write = || {
        let command = Desk::taking_in(patient(1));
        desk.app().execute(command, Some(draft)).unwrap()
    };
    let first = write();
    desk.crash();
    desk.sign_in(MANAGER);
    let second = write();
    assert_eq!(
        first.entries, second.entries,
        "the same answer, after a crash too"
    );
    assert_eq!(desk.of_kind(kinds::PATIENT_REGISTERED).len(), 1);
}

#[test]
fn a_draft_is_read_by_its_owner_only_and_goes_with_its_command() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let id = desk
        .app()
        .keep_draft(None, "intake", None, "А. А.", "{}")
        .unwrap();
    desk.sign_in(MANAGER);
    assert!(desk.app().drafts().unwrap().is_empty(), "not the manager's");
    assert!(
        desk.app()
            .keep_draft(Some(id), "intake", None, "", "{}")
            .is_err(),
        "nor written over"
    );
    desk.app().drop_draft(id).unwrap();
    desk.crash();
    desk.sign_in(REGISTRAR);
    assert_eq!(
        desk.app().drafts().unwrap().len(),
        1,
        "it is back after a crash"
    );
    let command = Desk::taking_in(patient(1));
    desk.app().execute(command, Some(id)).unwrap();
    assert!(desk.app().drafts().unwrap().is_empty());
}

#[test]
fn a_second_card_with_the_same_iin_is_refused_here_and_kept_when_it_was_made_apart() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.intake(patient(1));
    let again = desk.execute(Desk::taking_in(patient(1))).unwrap_err();
    assert_eq!(again, ["patient-known"]);
    village.intake(patient(1));
    lab.sync();
    lab.agree();
    assert_eq!(desk.count("SELECT count(*) FROM p_card"), 2);
}

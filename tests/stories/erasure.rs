//! A person's data are destroyed everywhere, and the journal stays whole.

use tirkeu_core::audit::Verdict;
use tirkeu_core::event::kinds;
use tirkeu_core::event::patient::field;
use tirkeu_core::journal::Entry;
use tirkeu_core::projection::status::Status;
use tirkeu_tests::lab::{Desk, Lab, may_travel_without_body, patient};

fn bodies_of(desk: &Desk, card: tirkeu_core::id::SubjectId) -> usize {
    let of_card = |entry: &&Entry| {
        entry.header().subject == card
            && entry.body().is_some()
            && may_travel_without_body(entry.header().kind)
    };
    desk.journal().iter().filter(of_card).count()
}

#[test]
fn bodies_go_on_every_desk_and_receipts_come_back() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    desk.look(card);
    lab.sync();
    village.look(card);
    lab.carry(&village, &desk);
    let act = desk.must(Desk::destroying(card)).entries[0];
    assert_eq!(bodies_of(&desk, card), 0);
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert_eq!(bodies_of(one, card), 0, "{} erased it", one.name());
        assert_eq!(one.field(card, field::NAME), None);
        assert!(!one.permitted(card));
        assert_eq!(
            one.count("SELECT count(*) FROM x_find"),
            0,
            "nor is it found"
        );
        let report = one.verified();
        assert_eq!(
            report.finding.verdict,
            Verdict::Whole,
            "{:?}",
            report.finding
        );
    }
    let receipts = school.of_kind(kinds::ERASURE_RECEIPT);
    assert_eq!(receipts.len(), 3, "each desk signs for what it erased");
    assert_eq!(school.status(act), Some(Status::Applied));
    assert_eq!(
        desk.execute(Desk::withdrawing(card)).unwrap_err(),
        ["subject-destroyed"]
    );
}

#[test]
fn what_was_written_without_knowing_is_held_and_keeps_its_body() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    desk.must(Desk::destroying(card));
    let late = village.amend(card, |form| form.phone = "8 701 234 56 71".into());
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert_eq!(
            one.status(late),
            Some(Status::Held),
            "a question for the manager"
        );
        assert_eq!(one.field(card, field::PHONE), None);
        assert_eq!(
            bodies_of(one, card),
            1,
            "nobody destroyed what nobody had seen"
        );
        assert_eq!(one.count("SELECT count(*) FROM p_held"), 1);
    }
    desk.must(Desk::destroying(card));
    lab.sync();
    lab.agree();
    assert_eq!(bodies_of(&village, card), 0, "a second act covers it");
}

#[test]
fn an_erased_body_does_not_come_back_from_somebody_who_has_not_heard() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    desk.must(Desk::destroying(card));
    desk.take(village.journal());
    assert_eq!(bodies_of(&desk, card), 0);
    lab.sync();
    lab.agree();
}

#[test]
fn drafts_about_the_person_go_too() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    desk.app()
        .keep_draft(None, "intake", Some(card), "А. А.", "{}")
        .unwrap();
    desk.must(Desk::destroying(card));
    assert!(desk.app().drafts().unwrap().is_empty());
}

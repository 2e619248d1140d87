//! A person's data are destroyed everywhere, and the journal stays whole.

use tirkeu_core::audit::Verdict;
use tirkeu_core::event::erasure::SubjectDestroyed;
use tirkeu_core::event::kinds;
use tirkeu_core::event::patient::field;
use tirkeu_core::journal::Entry;
use tirkeu_core::projection::status::Status;
use tirkeu_core::view::Standing;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, may_travel_without_body, patient};

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
        let view = one.look(card);
        assert!(
            view.standings
                .iter()
                .all(|of| of.standing == Standing::Destroyed),
            "nobody took a consent back: {:?}",
            view.standings
        );
        assert!(view.history.iter().all(|row| row.act == "withheld"));
        assert!(view.consents.iter().all(|row| row.withheld));
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

/// From here on a desk cannot store entries of which this holds.
fn cut(desk: &Desk, when: &str) {
    let sql = format!(
        "CREATE TEMP TRIGGER cut BEFORE INSERT ON j_entries WHEN {when} \
         BEGIN SELECT RAISE(ABORT, 'the power is gone'); END"
    );
    desk.app().conn().execute_batch(&sql).unwrap();
}

fn mend(desk: &Desk) {
    desk.app().conn().execute_batch("DROP TRIGGER cut").unwrap();
}

#[test]
fn a_receipt_that_a_power_cut_kept_back_is_made_up_at_the_next_sign_in() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    lab.sync();
    let bodies = bodies_of(&desk, card);
    cut(&desk, "substr(NEW.header, 95, 2) = x'0006'");
    let act = desk.must(Desk::destroying(card)).entries[0];
    assert_eq!(bodies_of(&desk, card), 0, "committed, and said so");
    assert_eq!(desk.of_kind(kinds::ERASURE_RECEIPT).len(), 0);
    mend(&desk);
    desk.crash();
    desk.sign_in(MANAGER);
    desk.sign_in(MANAGER);
    let receipts = desk.of_kind(kinds::ERASURE_RECEIPT);
    assert_eq!(receipts.len(), 1, "once");
    let gone = desk.count("SELECT erased FROM x_receipt");
    assert_eq!(usize::try_from(gone), Ok(bodies));
    lab.sync();
    assert_eq!(village.of_kind(kinds::ERASURE_RECEIPT).len(), 2);
    assert_eq!(village.status(act), Some(Status::Applied));
    lab.agree();
}

#[test]
fn what_arrived_is_not_called_lost_because_the_desk_could_not_take_note() {
    let (_lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    village.wait(3_600_000);
    cut(&village, "substr(NEW.header, 96, 1) = x'04'");
    let taken = village.take(desk.missing_at(&village));
    mend(&village);
    assert!(taken.accepted > 0 && taken.owed.is_some());
    assert!(village.field(card, field::NAME).is_some(), "it is here");
    assert_eq!(village.take(desk.journal()).accepted, 0);
}

#[test]
fn only_people_are_destroyed() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let policy: tirkeu_core::id::SubjectId = desk
        .app()
        .conn()
        .query_row("SELECT subject FROM p_policy", [], |row| row.get(0))
        .unwrap();
    let organisation = desk
        .app()
        .conn()
        .query_row("SELECT subject FROM p_organisation", [], |row| row.get(0))
        .unwrap();
    for subject in [lab.staff(MANAGER), desk.id(), policy, organisation] {
        let refused = desk.execute(Desk::destroying(subject)).unwrap_err();
        assert_eq!(refused, ["not-a-person"]);
    }
    assert!(desk.execute(Desk::destroying(lab.org)).is_err());
    // A desk in bad hands signs such an act all the same: it changes nothing.
    let covers = vec![(desk.id(), desk.length())];
    let act = SubjectDestroyed {
        basis: 1,
        act: "А-2".into(),
        covers,
    };
    let tips = tirkeu_core::projection::tips(desk.app().conn(), policy).unwrap();
    let mut thief = village.turned();
    let entry = thief.write(policy, &tips, act);
    desk.take(thief.chain());
    assert_eq!(desk.status(entry.hash()), Some(Status::Applied));
    assert_eq!(desk.count("SELECT count(*) FROM p_policy"), 1);
    let kept = "SELECT count(*) FROM p_policy p JOIN j_bodies b ON b.entry = p.entry";
    assert_eq!(desk.count(kept), 1);
    desk.rebuilt_is_the_same();
}

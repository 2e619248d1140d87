//! Desks and people come and go.

use tirkeu_core::command::Command;
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::kinds::{self, Role};
use tirkeu_core::event::{Event, patient::field};
use tirkeu_core::journal::Entry;
use tirkeu_core::projection::status::Status;
use tirkeu_core::words::dates;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, YEAR, patient, shuffle};

fn revoking(whom: &Desk, last_seq: u64) -> Command {
    Command::RevokeDevice {
        device: whom.id(),
        last_seq: Some(u32::try_from(last_seq).unwrap()),
    }
}

#[test]
fn a_second_and_a_third_desk_are_enrolled_and_agree() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let at_desk = desk.intake(patient(1));
    let at_village = village.intake(patient(2));
    school.sign_in(REGISTRAR);
    let at_school = school.intake(patient(3));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        for card in [at_desk, at_village, at_school] {
            assert!(
                one.field(card, field::IIN).is_some(),
                "{} knows everybody",
                one.name()
            );
        }
    }
}

#[test]
fn entries_arrive_in_any_order_and_twice() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    desk.withdraw(card);
    for seed in 1..20 {
        let mut entries = desk.journal();
        entries.extend(desk.journal());
        shuffle(&mut entries, seed);
        village.take(entries);
    }
    lab.sync();
    lab.agree();
    assert_eq!(village.journal().len(), desk.journal().len());
}

#[test]
fn a_commit_torn_at_the_tail_waits_for_its_rest() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    let receipt = desk.must(Command::Consent {
        card,
        consent: tirkeu_tests::lab::consent_given(desk.policy()),
    });
    let [first, rest @ ..] = receipt.entries.as_slice() else {
        panic!("a commit of several entries");
    };
    let mut torn = desk.missing_at(&village);
    torn.retain(|entry| !rest.contains(&entry.hash()));
    village.take(torn);
    assert_eq!(village.status(*first), Some(Status::Waiting));
    assert!(!village.permitted(card), "half a commit grants nothing");
    lab.sync();
    assert_eq!(village.status(*first), Some(Status::Applied));
    assert!(village.permitted(card));
    lab.agree();
}

#[test]
fn a_revoked_desk_counts_up_to_its_last_accepted_entry() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let before = village.intake(patient(1));
    lab.sync();
    let last = desk.last_of(&village).unwrap();
    let after = village.intake(patient(2));
    desk.must(revoking(&village, last));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert!(
            one.field(before, field::NAME).is_some(),
            "what was accepted stays"
        );
        assert!(
            one.field(after, field::NAME).is_none(),
            "what came later is not folded"
        );
        assert_eq!(
            one.journal().len(),
            desk.journal().len(),
            "but stored and forwarded"
        );
    }
    assert_eq!(
        village.execute(Desk::taking_in(patient(3))).unwrap_err(),
        ["desk-stopped"],
        "a stopped desk does not say «Сохранено»"
    );
    assert_eq!(village.try_sign_in(MANAGER).unwrap_err(), ["desk-stopped"]);
}

#[test]
fn a_revocation_that_arrives_late_takes_back_what_was_folded() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let last = desk.last_of(&village).unwrap();
    desk.must(revoking(&village, last));
    let card = village.intake(patient(1));
    let name = village.amend(card, |form| form.name = "Айша".into());
    lab.carry(&village, &school);
    assert_eq!(
        school.status(name),
        Some(Status::Applied),
        "the school has not heard"
    );
    assert!(school.field(card, field::NAME).is_some());
    lab.carry(&desk, &school);
    assert_eq!(school.status(name), Some(Status::Unauthorised));
    assert!(
        school.field(card, field::NAME).is_none(),
        "its subjects fold again"
    );
    lab.sync();
    lab.agree();
}

#[test]
fn two_desks_that_revoke_each_other_come_out_the_same_everywhere() {
    let (lab, [desk, village, school]) = Lab::with(["desk", "village", "school"]);
    let (of_desk, of_village) = (
        village.last_of(&desk).unwrap(),
        desk.last_of(&village).unwrap(),
    );
    desk.must(revoking(&village, of_village));
    village.must(revoking(&desk, of_desk));
    lab.carry(&village, &school);
    lab.carry(&desk, &school);
    lab.sync();
    lab.agree();
    let counting = school.count("SELECT count(*) FROM p_revocation");
    assert_eq!(
        counting, 1,
        "the one that is visited first counts, the other comes too late"
    );
}

#[test]
fn whoever_was_removed_cannot_sign_in() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let staff = lab.staff(REGISTRAR);
    desk.must(Command::RemoveStaff { staff });
    lab.sync();
    assert_eq!(village.try_sign_in(REGISTRAR).unwrap_err(), ["not-allowed"]);
    lab.sync();
    lab.agree();
}

#[test]
fn removal_beats_a_role_given_without_knowing_of_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let staff = lab.staff(REGISTRAR);
    village.set_clock(village.clock() + YEAR);
    desk.must(Command::RemoveStaff { staff });
    village.must(Command::SetRole {
        staff,
        role: Some(Role::Manager),
    });
    lab.sync();
    lab.agree();
    assert_eq!(desk.app().roster().now().roles.get(&staff), None);
    assert_eq!(
        desk.execute(Command::RemoveStaff {
            staff: lab.staff(MANAGER)
        })
        .unwrap_err(),
        ["last-manager"]
    );
}

#[test]
fn a_session_that_a_crash_left_open_is_closed_by_the_desk() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(REGISTRAR);
    let session = desk.app().session().unwrap().id;
    let card = desk.intake(patient(1));
    desk.crash();
    assert_eq!(
        desk.execute(Desk::withdrawing(card)).unwrap_err(),
        ["locked"]
    );
    desk.sign_in(MANAGER);
    let closed = desk
        .of_kind(kinds::SESSION_CLOSED)
        .into_iter()
        .find(|entry| entry.header().subject == session && entry.header().session.is_zero());
    let event = Event::of(&closed.unwrap());
    assert!(
        matches!(event, Some(Event::SessionClosed(body)) if body.reason == closing::CRASH && body.signature.is_none())
    );
    lab.sync();
    lab.agree();
    let open = village.count("SELECT count(*) FROM x_session WHERE closed_seq IS NULL");
    assert_eq!(open, 2, "one person sits at each desk");
    assert_eq!(desk.verified().finding.reason, None);
}

#[test]
fn a_new_incarnation_goes_on_and_cites_the_old_head() {
    let (mut lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = village.intake(patient(1));
    lab.sync();
    let known: Vec<Entry> = village.journal();
    let reborn = lab.reincarnate(&village, known, "village again");
    reborn.sign_in(MANAGER);
    reborn.amend(card, |form| form.phone = "8 701 234 56 79".into());
    lab.sync();
    lab.agree();
    assert_eq!(
        desk.field(card, field::PHONE).as_deref(),
        Some("+77012345679")
    );
    let genesis = &reborn.chain()[0];
    let Some(Event::Genesis(body)) = Event::of(genesis) else {
        panic!("a chain begins with its genesis");
    };
    assert_eq!(body.predecessors[0].0, village.id());
}

#[test]
fn clocks_ten_years_apart_decide_nothing() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    village.set_clock(village.clock() + 10 * YEAR);
    let card = village.intake(patient(1));
    lab.sync();
    desk.set_clock(desk.clock() - 10 * YEAR);
    assert_eq!(
        desk.execute(Desk::withdrawing(card)).unwrap_err(),
        ["clock-behind"],
        "a desk does not write behind its own last entry"
    );
    village.consent(card);
    lab.sync();
    lab.agree();
    assert!(desk.permitted(card));
}

#[test]
fn a_clock_that_was_put_right_is_confirmed_by_a_manager_and_the_desk_goes_on() {
    const DAY: u64 = 24 * 3_600_000;
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let today = dates::short(desk.app().now().date());
    let noon = desk.clock();
    desk.set_clock(noon + 20 * YEAR);
    let card = desk.intake(patient(1));
    desk.set_clock(noon);
    let confirm = |today: &str| Command::ConfirmClock {
        today: today.into(),
    };
    let refused = desk.app().execute(Desk::withdrawing(card), None);
    let refused = refused.unwrap_err().refusals();
    assert_eq!(refused[0].code.0, "clock-behind");
    assert!(
        refused[0].args["last"].contains("2046") && refused[0].args["shown"].contains("2026"),
        "it says what is seen: {:?}",
        refused[0].args
    );
    desk.sign_in(REGISTRAR);
    assert_eq!(desk.execute(confirm(&today)).unwrap_err(), ["not-allowed"]);
    desk.sign_in(MANAGER);
    assert_eq!(
        desk.execute(confirm("01.01.2020")).unwrap_err(),
        ["clock-other-day"]
    );
    desk.must(confirm(&today));
    assert_eq!(desk.execute(confirm(&today)).unwrap_err(), ["clock-right"]);
    desk.consent(card);
    desk.crash();
    desk.sign_in(MANAGER);
    desk.withdraw(card);
    let chain = desk.chain();
    assert!(
        chain.is_sorted_by(|a, b| a.header().hlc < b.header().hlc),
        "the hybrid clock only grows"
    );
    assert_eq!(
        chain.last().unwrap().header().wall.ms,
        noon,
        "the true time"
    );
    // From here on the true time is what a clock may not fall behind.
    desk.wait(30 * DAY);
    desk.intake(patient(2));
    desk.set_clock(noon);
    desk.sign_in(MANAGER);
    assert_eq!(
        desk.execute(Desk::taking_in(patient(3))).unwrap_err(),
        ["clock-behind"]
    );
    desk.must(confirm(&today));
    desk.intake(patient(3));
    // Ahead once more, and back: the first word does not cover it.
    desk.set_clock(noon + 40 * YEAR);
    desk.intake(patient(4));
    desk.set_clock(noon);
    assert_eq!(
        desk.execute(Desk::taking_in(patient(5))).unwrap_err(),
        ["clock-behind"]
    );
    lab.sync();
    lab.agree();
    assert!(!village.permitted(card));
    assert_eq!(desk.verified().finding.verdict.code(), "whole");
}

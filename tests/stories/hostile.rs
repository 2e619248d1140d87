//! A desk in bad hands signs what it likes; every other desk stores it, forwards it, and lets it count
//! only as far as its author's right goes.

use tirkeu_core::audit::Verdict;
use tirkeu_core::event::consent::{ConsentAnnulled, ConsentWithdrawn};
use tirkeu_core::event::disclosure::CardOpened;
use tirkeu_core::event::kinds;
use tirkeu_core::event::lab::{PolicyPublished, StaffDescribed};
use tirkeu_core::event::patient::{PatientAmended, field};
use tirkeu_core::id::{Hash, Id, SubjectId};
use tirkeu_core::journal::header::{CRITICAL, DENY};
use tirkeu_core::projection::status::Status;
use tirkeu_core::projection::tips;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient};

fn tips_of(desk: &Desk, card: SubjectId) -> Vec<Hash> {
    tips(desk.app().conn(), card).unwrap()
}

fn new_name() -> PatientAmended {
    PatientAmended {
        fields: vec![(field::NAME, Some("Айша".into()))],
        reason: "уточнено".into(),
        confirmed: vec![],
    }
}

/// A registrar's desk, turned; the manager's desk beside it; a card with consent on both.
fn scene() -> (Lab, Desk, Desk, SubjectId) {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    village.sign_in(REGISTRAR);
    lab.sync();
    (lab, desk, village, card)
}

#[test]
fn a_registrars_policy_and_annulled_denial_are_stored_but_not_folded() {
    let (_lab, desk, village, card) = scene();
    let denial = desk.withdraw(card);
    village.take(desk.journal());
    let mut thief = village.turned();
    let policy = thief.write(
        Id([5; 16]),
        &[],
        PolicyPublished {
            code: "П-01".into(),
            revision: "666".into(),
            effective_from: "2020-01-01".into(),
            title_kk: "С".into(),
            title_ru: "П".into(),
            text_kk: "М".into(),
            text_ru: "Т".into(),
            years: 75,
            url: None,
        },
    );
    let name = thief.write(Id([6; 16]), &[], StaffDescribed { name: "Я".into() });
    let annulment = thief.write(
        card,
        &tips_of(&village, card),
        ConsentAnnulled {
            target: denial,
            reason: "так надо".into(),
        },
    );
    let taken = desk.take(thief.chain());
    assert_eq!(taken.accepted, 3, "stored: {:?}", taken.refused);
    for entry in [&policy, &name, &annulment] {
        assert_eq!(desk.status(entry.hash()), Some(Status::Unauthorised));
    }
    assert!(!desk.permitted(card), "the withdrawal stands");
    assert_eq!(desk.count("SELECT count(*) FROM p_policy"), 1);
    desk.rebuilt_is_the_same();
}

#[test]
fn whoever_pretends_to_a_session_that_is_not_theirs_is_not_heard() {
    let (_lab, desk, village, card) = scene();
    let mut thief = village.turned();
    thief.session = desk.app().session().unwrap().id;
    let entry = thief.write(card, &tips_of(&village, card), new_name());
    desk.take(thief.chain());
    assert_eq!(desk.status(entry.hash()), Some(Status::Unauthorised));
    thief.session = Id([3; 16]);
    let entry = thief.write(card, &tips_of(&village, card), new_name());
    desk.take(thief.chain());
    assert_eq!(desk.status(entry.hash()), Some(Status::Unauthorised));
}

#[test]
fn two_entries_with_one_number_freeze_the_desk_on_every_desk_that_sees_both() {
    let (mut lab, desk, village, card) = scene();
    let school = lab.enrol("school");
    lab.sync();
    let copied = village.turned();
    let on_village = village.amend(card, |form| form.name = "Анар".into());
    let mut clone = copied;
    let on_clone = clone.write(card, &tips_of(&school, card), new_name());
    lab.carry(&village, &desk);
    school.take(clone.chain());
    assert_eq!(desk.status(on_village), Some(Status::Applied));
    assert_eq!(school.status(on_clone.hash()), Some(Status::Applied));
    assert_eq!(desk.take(clone.chain()).forks, 1);
    assert_eq!(school.take(desk.journal()).forks, 1);
    assert_eq!(desk.status(on_village), Some(Status::Frozen));
    assert_eq!(school.status(on_clone.hash()), Some(Status::Frozen));
    assert_eq!(
        desk.state().tables,
        school.state().tables,
        "the last common entry is the last"
    );
    assert_eq!(
        desk.field(card, field::NAME),
        school.field(card, field::NAME)
    );
    assert_eq!(
        desk.verified().finding.verdict,
        Verdict::Fork,
        "the manager sees it"
    );
    let other = desk.intake(patient(2));
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    lab.carry(&desk, &school);
    assert!(
        school.field(other, field::NAME).is_some(),
        "other desks go on"
    );
    desk.rebuilt_is_the_same();
    village.take(clone.chain());
    assert_eq!(
        village.execute(Desk::taking_in(patient(3))).unwrap_err(),
        ["desk-stopped"]
    );
}

#[test]
fn whoever_cites_the_other_branch_of_a_fork_does_not_wait_for_it() {
    let (mut lab, desk, village, card) = scene();
    let school = lab.enrol("school");
    school.sign_in(MANAGER);
    lab.sync();
    let mut clone = village.turned();
    village.amend(card, |form| form.name = "Анар".into());
    let first = clone.write(card, &tips_of(&school, card), new_name());
    let second = clone.write(card, &[first.hash()], new_name());
    lab.carry(&village, &desk);
    school.take(clone.chain());
    assert_eq!(school.status(second.hash()), Some(Status::Applied));
    // The school works on what the clone wrote, and takes a consent back.
    let phone = school.amend(card, |form| form.phone = "8 701 234 56 71".into());
    let denial = school.withdraw(card);
    desk.take(school.chain());
    assert_eq!(
        desk.status(phone),
        Some(Status::Waiting),
        "its past is not here yet"
    );
    let mut branch = clone.chain();
    branch.reverse();
    desk.take(branch.clone());
    desk.take(branch);
    assert_eq!(desk.count("SELECT count(*) FROM j_evidence"), 2);
    assert_eq!(desk.status(phone), Some(Status::Applied));
    assert_eq!(desk.status(denial), Some(Status::Applied));
    assert!(!desk.permitted(card));
    school.take(desk.journal());
    desk.take(school.journal());
    assert_eq!(desk.state().tables, school.state().tables);
    assert_eq!(
        desk.field(card, field::PHONE),
        school.field(card, field::PHONE)
    );
    desk.rebuilt_is_the_same();
    school.rebuilt_is_the_same();
}

#[test]
fn a_malformed_body_is_stored_and_not_folded() {
    let (_lab, desk, village, card) = scene();
    let mut thief = village.turned();
    let refs = tips_of(&village, card);
    let junk = thief.raw(card, &refs, kinds::PATIENT_AMENDED, 0, &[0x83, 1, 2]);
    let loose = thief.raw(card, &refs, kinds::CONSENT_GIVEN, 0, &[0x9f, 0xff]);
    let flagged = thief.raw(card, &refs, kinds::PATIENT_AMENDED, DENY, &[0x80]);
    let foreign_ref = thief.raw(
        card,
        &[desk.chain()[1].hash()],
        kinds::PATIENT_AMENDED,
        0,
        &[0x80],
    );
    desk.take(thief.chain());
    for entry in [junk, loose, flagged, foreign_ref] {
        assert_eq!(desk.status(entry.hash()), Some(Status::Malformed));
    }
    assert!(desk.permitted(card));
    desk.rebuilt_is_the_same();
}

#[test]
fn a_newer_programs_kind_is_kept_and_its_flags_are_heeded() {
    let (lab, desk, village, card) = scene();
    let mut newer = village.turned();
    let refs = tips_of(&village, card);
    let quiet = newer.raw(card, &refs, 0x0170, 0, &[0x80]);
    desk.take(newer.chain());
    assert_eq!(desk.status(quiet.hash()), Some(Status::Unknown));
    assert!(desk.permitted(card), "a quiet kind changes nothing");
    let deny = newer.raw(card, &[quiet.hash()], 0x0171, DENY, &[0x80]);
    desk.take(newer.chain());
    assert_eq!(desk.status(deny.hash()), Some(Status::Unknown));
    assert!(!desk.permitted(card), "fail-safe: it denies already");
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    newer.raw(card, &[deny.hash()], 0x0172, CRITICAL, &[0x80]);
    desk.take(newer.chain());
    assert!(desk.look(card).needs_update);
    let amendment = desk.amending(card, |form| form.phone = "8 701 234 56 72".into());
    assert_eq!(desk.execute(amendment).unwrap_err(), ["needs-update"]);
    let mut lab = lab;
    let school = lab.enrol_by(&desk, "school").unwrap();
    lab.carry(&desk, &school);
    assert!(school.status(deny.hash()).is_some(), "forwarded");
    desk.rebuilt_is_the_same();
}

#[test]
fn a_chain_with_a_gap_a_broken_link_or_a_wrong_key_is_refused_and_asked_for_again() {
    let (_lab, desk, village, card) = scene();
    let mut thief = village.turned();
    thief.write(
        card,
        &[],
        CardOpened {
            groups: vec![1],
            why: 1,
        },
    );
    let second = thief.write(
        card,
        &[],
        CardOpened {
            groups: vec![1],
            why: 1,
        },
    );
    let refused = desk.take(vec![second.clone()]).refused;
    assert_eq!(refused.len(), 1, "a gap");
    let mut forged = desk.turned();
    let forged = forged.write(
        card,
        &[],
        CardOpened {
            groups: vec![1],
            why: 1,
        },
    );
    let refused = village.take(vec![
        tirkeu_core::journal::Entry::from_parts(
            forged.header_bytes().to_vec(),
            [7; 64],
            forged.body().cloned(),
        )
        .unwrap(),
    ]);
    assert_eq!(
        (refused.accepted, refused.refused.len()),
        (0, 1),
        "a wrong signature"
    );
    assert_eq!(
        desk.take(thief.chain()).accepted,
        2,
        "and taken once it fits"
    );
}

#[test]
fn an_entry_after_the_end_of_its_session_does_not_count() {
    let (_lab, desk, village, card) = scene();
    let session = village.app().session().unwrap().id;
    village.sign_in(MANAGER);
    let mut thief = village.turned();
    thief.session = session;
    let late = thief.write(
        card,
        &tips_of(&village, card),
        ConsentWithdrawn {
            purposes: vec![],
            channel: 1,
            given_on: "2026-11-18".into(),
            reason: None,
            giver: None,
        },
    );
    desk.take(thief.chain());
    assert_eq!(desk.status(late.hash()), Some(Status::Unauthorised));
    assert!(desk.permitted(card));
}

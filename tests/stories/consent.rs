//! Only knowledge decides between a grant and a denial; clocks never do.

use tirkeu_core::command::{Command, ConsentForm, PageForm};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::Hash;
use tirkeu_core::projection::status::Status;
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{
    Desk, Lab, REGISTRAR, YEAR, child, consent_given, may_travel_without_body, patient,
};

#[test]
fn a_withdrawal_beats_a_grant_that_did_not_know_it() {
    for years in [0, 10] {
        let (lab, [desk, village]) = Lab::with(["desk", "village"]);
        let card = desk.intake(patient(1));
        desk.consent(card);
        lab.sync();
        desk.set_clock(desk.clock() + years * YEAR);
        desk.withdraw(card);
        village.consent(card);
        assert!(village.permitted(card), "the village has not heard");
        lab.sync();
        lab.agree();
        for one in lab.desks() {
            assert!(
                !one.permitted(card),
                "{}: whoever took consent back is heard",
                one.name()
            );
        }
        village.consent(card);
        lab.sync();
        assert!(
            desk.permitted(card),
            "asked again, knowing of the withdrawal: it stands"
        );
        lab.agree();
    }
}

#[test]
fn a_refusal_denies_like_a_withdrawal() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    village.refuse(card);
    desk.consent(card);
    lab.sync();
    assert!(!desk.permitted(card) && !village.permitted(card));
    lab.agree();
}

#[test]
fn a_registrar_annuls_a_colleagues_grant_and_only_a_manager_a_denial() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(REGISTRAR);
    village.sign_in(REGISTRAR);
    let card = desk.intake(patient(1));
    let grant = desk.consent(card);
    lab.sync();
    village.must(Desk::annulling(card, grant));
    lab.sync();
    assert!(!desk.permitted(card));
    desk.consent(card);
    let denial = desk.withdraw(card);
    assert_eq!(
        desk.execute(Desk::annulling(card, denial)).unwrap_err(),
        ["consent-denial-manager-only"]
    );
    lab.sync();
    village.sign_in(tirkeu_tests::lab::MANAGER);
    village.must(Desk::annulling(card, denial));
    lab.sync();
    assert!(desk.permitted(card));
    lab.agree();
}

#[test]
fn without_its_body_a_grant_grants_nothing_and_a_denial_denies_everything() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    desk.consent(card);
    let mut bare = desk.missing_at(&village);
    for entry in &mut bare {
        if may_travel_without_body(entry.header().kind) {
            *entry = entry.clone().without_body();
        }
    }
    village.take(bare);
    assert!(!village.permitted(card), "«данные не переданы»");
    lab.sync();
    assert!(village.permitted(card), "the body came later");
    desk.withdraw(card);
    let bare = desk.missing_at(&village);
    village.take(
        bare.into_iter()
            .map(|entry| {
                if may_travel_without_body(entry.header().kind) {
                    entry.without_body()
                } else {
                    entry
                }
            })
            .collect(),
    );
    assert!(!village.permitted(card));
    lab.sync();
    lab.agree();
}

#[test]
fn a_denial_that_waits_denies_already() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    lab.sync();
    // The village does not get the desk's amendment that the withdrawal on a third desk will cite.
    let mut lab = lab;
    let school = lab.enrol("school");
    lab.sync();
    school.sign_in(REGISTRAR);
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    lab.carry(&desk, &school);
    let denial = school.withdraw(card);
    let mut of_school = school.missing_at(&village);
    of_school.retain(|entry| entry.header().device == school.id());
    village.take(of_school);
    assert_eq!(village.status(denial), Some(Status::Waiting));
    assert!(!village.permitted(card));
    lab.sync();
    assert_eq!(village.status(denial), Some(Status::Applied));
    lab.agree();
}

#[test]
fn the_gate_wants_a_tick_a_policy_and_a_language() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let policy = desk.policy();
    let refused = |change: fn(&mut tirkeu_core::command::ConsentForm)| {
        let mut consent = consent_given(policy);
        change(&mut consent);
        desk.execute(Command::Consent { card, consent })
            .unwrap_err()
    };
    assert!(refused(|form| form.personal_data = false).contains(&"consent-data-required"));
    assert!(
        refused(|form| {
            form.personal_data = false;
            form.care = false;
        })
        .contains(&"consent-tick-required")
    );
    assert!(refused(|form| form.policy = None).contains(&"consent-policy-required"));
    assert!(refused(|form| form.language = None).contains(&"consent-language-required"));
    assert!(refused(|form| form.signature_seen = false).contains(&"consent-signature-not-seen"));
    assert!(!desk.permitted(card));
    let nothing = desk.execute(Desk::withdrawing(card)).unwrap_err();
    assert_eq!(nothing, ["consent-nothing-to-withdraw"]);
}

#[test]
fn a_withdrawal_at_the_counter_is_not_one_on_the_screen() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    desk.withdraw(card);
    let channels: Vec<(String, String)> = desk
        .look(card)
        .consents
        .into_iter()
        .map(|row| (row.act, row.channel))
        .collect();
    assert_eq!(channels[0], ("withdrawn".into(), "counter".into()));
    assert_eq!(channels[1], ("given".into(), "paper".into()));
}

#[test]
fn a_tick_belongs_to_the_page_that_was_read_and_to_no_other() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let mut form = patient(1);
    form.name = " Айгерим  ".into();
    let page =
        |form: &PatientForm, lang| desk.app().consent_page(&PageForm::of(form), lang).unwrap();
    let read = page(&form, Lang::Ru);
    let ticked = |page: Option<Hash>| ConsentForm {
        channel: "screen".into(),
        language: Some(Lang::Ru),
        page,
        ..consent_given(read.policy)
    };
    let intake = |patient: &PatientForm, consent| Desk::taking_in_agreed(patient.clone(), consent);
    let renamed = PatientForm {
        name: "Айша".into(),
        ..form.clone()
    };
    let other = page(&form, Lang::Kk);
    for (why, patient, consent) in [
        ("no page was shown", &form, ticked(None)),
        ("read in Kazakh", &form, ticked(Some(other.sha256))),
        (
            "read with another name",
            &renamed,
            ticked(Some(read.sha256)),
        ),
    ] {
        let refused = desk.execute(intake(patient, consent)).unwrap_err();
        assert_eq!(refused, ["consent-page-changed"], "{why}");
    }
    desk.must(intake(&form, ticked(Some(read.sha256))));
    let given = desk.of_kind(kinds::CONSENT_GIVEN);
    let Some(Event::ConsentGiven(body)) = Event::of(&given[0]) else {
        panic!("an act of consent")
    };
    assert_eq!(
        body.sentence,
        format!("{}{}{}", read.before, read.link, read.after)
    );
    assert!(
        body.shown.ends_with(&read.block),
        "word for word what stood there"
    );
}

#[test]
fn a_birth_date_corrected_afterwards_reaches_the_consent_given_before() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(PatientForm {
        birth_date: "15.03.1999".into(),
        ..child(1)
    });
    desk.consent(card);
    lab.sync();
    assert!(village.permitted(card), "an adult, as it seemed");
    village.amend(card, |form| form.birth_date = "15.03.2019".into());
    assert!(!village.permitted(card), "a child does not consent alone");
    lab.sync();
    lab.agree();
    assert!(!desk.permitted(card));
    desk.amend(card, |form| form.birth_date = "15.03.2000".into());
    assert!(
        desk.permitted(card),
        "an adult after all: nothing was annulled"
    );
    desk.rebuilt_is_the_same();
}

//! Who takes consent back: the person, whoever acts for them, and somebody whose paper ran out. It is never hindered.

use tirkeu_core::command::{Command, ConsentForm, WithdrawalForm};
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::event::consent::ConsentWithdrawn;
use tirkeu_core::event::relation::basis;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::SubjectId;
use tirkeu_tests::lab::{Desk, Lab, YEAR, child, consent_given, guardian, mother, patient};

const DOCUMENT: &str = "Свидетельство № 77-АБВ";

/// A child whose mother acts and has consented.
fn child_with_a_mother(desk: &Desk) -> (SubjectId, SubjectId) {
    let card = desk.must(Desk::taking_in_with(
        child(1),
        RepresentativeForm {
            document: DOCUMENT.into(),
            ..mother(1)
        },
        Some(ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        }),
    ));
    let card = card.subject;
    let mother = desk.look(card).representatives[0].card;
    (card, mother)
}

fn by(card: SubjectId, by: &str, giver: Option<SubjectId>) -> Command {
    Command::Withdraw {
        card,
        withdrawal: WithdrawalForm {
            channel: "counter".into(),
            by: by.into(),
            giver,
            ..WithdrawalForm::default()
        },
    }
}

fn said(desk: &Desk) -> ConsentWithdrawn {
    match Event::of(desk.of_kind(kinds::CONSENT_WITHDRAWN).last().unwrap()) {
        Some(Event::ConsentWithdrawn(body)) => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_mother_takes_back_for_her_child_and_the_entry_says_so() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (card, mother) = child_with_a_mother(&desk);
    assert_eq!(
        desk.execute(Desk::withdrawing(card)).unwrap_err(),
        ["consent-withdrawn-by-required"],
        "of a child it is asked who"
    );
    assert_eq!(
        desk.execute(by(card, "representative", Some(card)))
            .unwrap_err(),
        ["consent-giver-unknown"]
    );
    assert!(desk.permitted(card));
    desk.must(by(card, "representative", Some(mother)));
    assert!(!desk.permitted(card), "it bites at once");
    let giver = (mother, basis::MOTHER, Some(DOCUMENT.to_owned()));
    assert_eq!(said(&desk).giver, Some(giver));
    lab.sync();
    lab.agree();
    let row = &village.look(card).consents[0];
    assert_eq!(
        (row.act.as_str(), row.basis.as_str()),
        ("withdrawn", "mother")
    );
    assert_eq!(row.giver, village.look(mother).name);
}

#[test]
fn the_childs_own_word_is_taken_even_where_a_mother_acts() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (card, _) = child_with_a_mother(&desk);
    desk.must(by(card, "person", None));
    assert_eq!(said(&desk).giver, None);
    assert!(!desk.permitted(card));
}

#[test]
fn where_nobody_may_answer_nobody_is_asked_for() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (card, mother) = child_with_a_mother(&desk);
    desk.must(Desk::ending(card, mother));
    desk.must(Desk::withdrawing(card));
    assert_eq!(said(&desk).giver, None);
}

#[test]
fn an_adult_takes_back_alone_unless_somebody_with_a_ground_comes() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (card, guardian) = (desk.intake(patient(1)), desk.intake(patient(2)));
    desk.must(Command::Represent {
        card,
        representative: RepresentativeForm {
            card: Some(guardian),
            ..self::guardian()
        },
    });
    desk.consent(card);
    desk.must(Desk::withdrawing(card));
    assert_eq!(said(&desk).giver, None, "nothing said: the person");
    desk.consent(card);
    desk.must(by(card, "representative", None));
    assert_eq!(said(&desk).giver.map(|(card, ..)| card), Some(guardian));
}

#[test]
fn from_sixteen_on_a_mother_takes_nothing_back() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (card, mother) = child_with_a_mother(&desk);
    desk.set_clock(desk.clock() + 9 * YEAR + YEAR / 2);
    let row = &desk.look(card).representatives[0];
    assert!(!row.may_withdraw && !row.may_consent);
    assert_eq!(
        desk.execute(by(card, "representative", Some(mother)))
            .unwrap_err(),
        ["consent-withdrawn-by-person"]
    );
    desk.must(by(card, "person", None));
}

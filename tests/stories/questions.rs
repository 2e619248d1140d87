//! What entries of several desks leave to a person: one question at a time, without a name until it is opened, answered by
//! an ordinary command, and over everywhere once somebody answered.

use tirkeu_core::command::Command;
use tirkeu_core::event::kinds::{self, Role};
use tirkeu_core::event::patient::field;
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::view::{QuestionHead, QuestionsView};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, REGISTRAR, patient, undocumented};

fn asked(desk: &Desk) -> QuestionsView {
    let mut app = desk.app();
    while app.look_for_questions().unwrap() {}
    app.questions(0).unwrap()
}

fn only(desk: &Desk) -> QuestionHead {
    let view = asked(desk);
    assert_eq!(view.count, "1", "{}: {:?}", desk.name(), view.some);
    view.some[0].clone()
}

fn none(lab: &Lab) {
    for desk in lab.desks() {
        assert_eq!(asked(desk).some, [], "{}", desk.name());
    }
}

fn settling(card: SubjectId, desk: &Desk, field: &str, at: usize) -> Command {
    let opened = desk.app().open_field_question(card, field).unwrap();
    let seen: Vec<Hash> = (opened.into_inner().candidates.iter())
        .map(|one| one.entry)
        .collect();
    Command::Settle {
        card,
        field: field.to_owned(),
        entry: Some(seen[at]),
        seen,
        reason: "Сказал пациент".into(),
    }
}

#[test]
fn of_a_field_one_of_the_values_is_chosen_and_another_question_stays() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    none(&lab);
    for (one, phone, name) in [
        (&desk, "8 701 234 56 71", "Айша"),
        (&village, "8 701 234 56 72", "Айгүл"),
    ] {
        one.amend(card, |form| form.phone = phone.into());
        one.amend(card, |form| form.name = name.into());
    }
    lab.sync();
    for one in lab.desks() {
        let view = asked(one);
        let fields: Vec<&str> = view.some.iter().map(|head| &*head.field).collect();
        assert_eq!(fields, ["name", "phone"]);
        let said = format!("{view:?}");
        assert!(!said.contains("Айша") && !said.contains("701"), "{said}");
    }
    let before = village.of_kind(kinds::CARD_OPENED).len();
    let opened = village.app().open_field_question(card, "phone").unwrap();
    let opened = opened.into_inner();
    assert_eq!(village.of_kind(kinds::CARD_OPENED).len(), before + 1);
    let said: Vec<String> = opened
        .candidates
        .iter()
        .map(|one| one.value.replace(' ', ""))
        .collect();
    assert_eq!(said.len(), 2);
    assert_eq!(village.field(card, field::PHONE).as_ref(), Some(&said[0]));
    // Not the one that the card shows.
    village.must(settling(card, &village, "phone", 1));
    assert_eq!(only(&village).field, "name", "nobody was asked about it");
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert_eq!(only(one).field, "name");
        assert_eq!(one.field(card, field::PHONE).as_ref(), Some(&said[1]));
    }
    desk.must(settling(card, &desk, "name", 0));
    lab.sync();
    lab.agree();
    none(&lab);
}

#[test]
fn what_is_wrong_with_an_answer_is_said_beside_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    village.amend(card, |form| form.phone = "8 701 234 56 72".into());
    lab.sync();
    let nothing = Command::Settle {
        card,
        field: "phone".into(),
        entry: None,
        seen: vec![],
        reason: " ".into(),
    };
    let no = desk.execute(nothing).unwrap_err();
    assert_eq!(no, ["text-required", "question-choice"]);
    let late = settling(card, &desk, "phone", 0);
    village.must(settling(card, &village, "phone", 1));
    lab.sync();
    assert_eq!(desk.execute(late).unwrap_err(), ["question-settled"]);
    let gone = desk.app().open_field_question(card, "phone").unwrap_err();
    assert_eq!(gone.refusals()[0].code.0, "question-settled");
    none(&lab);
}

#[test]
fn nobody_ends_a_value_that_they_have_not_seen() {
    let (lab, [desk, village, city]) = Lab::with(["desk", "village", "city"]);
    let card = desk.intake(patient(1));
    lab.sync();
    for (one, last) in [(&desk, 1), (&village, 2), (&city, 3)] {
        one.amend(card, |form| form.phone = format!("8 701 234 56 7{last}"));
    }
    lab.carry(&village, &desk);
    let answer = settling(card, &desk, "phone", 0);
    lab.carry(&city, &desk);
    assert_eq!(desk.execute(answer).unwrap_err(), ["question-new"]);
    desk.must(settling(card, &desk, "phone", 2));
    lab.sync();
    lab.agree();
    none(&lab);
}

#[test]
fn a_value_that_does_not_go_with_the_rest_of_the_card_is_not_chosen_alone() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(undocumented(1));
    lab.sync();
    village.amend(card, |form| form.birth_date = "18.06.1985".into());
    desk.amend(card, |form| form.birth_date = "16.06.1985".into());
    desk.amend(card, |form| {
        form.kind = String::new();
        form.iin = patient(1).iin;
        form.birth_date = "17.06.1985".into();
    });
    lab.sync();
    assert_eq!(only(&desk).field, "birth_date");
    let opened = desk.app().open_field_question(card, "birth_date").unwrap();
    let said = opened.into_inner().candidates;
    let at = |day| said.iter().position(|one| one.value == day).unwrap();
    let wrong = settling(card, &desk, "birth_date", at("18.06.1985"));
    assert_eq!(desk.execute(wrong).unwrap_err(), ["question-unfit"]);
    desk.must(settling(card, &desk, "birth_date", at("17.06.1985")));
    lab.sync();
    none(&lab);
}

/// An entry that does not count yet raises no question; when it does, it is asked about, without any new body.
#[test]
fn what_counts_only_later_is_asked_about_then() {
    let (lab, [desk, city, village]) = Lab::with(["desk", "city", "village"]);
    let staff = lab.staff(REGISTRAR);
    let role = Some(Role::Senior);
    city.must(Command::SetRole { staff, role });
    lab.carry(&city, &village);
    village.sign_in(REGISTRAR);
    let there = village.intake(undocumented(1));
    desk.intake(undocumented(1));
    desk.take(village.chain());
    assert!(
        desk.field(there, field::SURNAME).is_none(),
        "who it was is not known yet"
    );
    assert_eq!(asked(&desk).some, []);
    desk.take(city.chain());
    assert_eq!(only(&desk).about, "pair");
}

#[test]
fn cards_of_one_desk_are_its_own_affair() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let first = desk.intake(undocumented(1));
    let mut form = undocumented(1);
    form.others = vec![first];
    let second = desk.intake(form);
    lab.sync();
    village.amend(second, |form| form.name = "Дана".into());
    village.amend(second, |form| form.name = undocumented(1).name);
    lab.sync();
    none(&lab);
}

#[test]
fn a_correction_that_makes_two_cards_alike_is_asked_about_and_one_that_parts_them_ends_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.intake(undocumented(1));
    let other = village.intake(undocumented(2));
    lab.sync();
    none(&lab);
    village.amend(other, |form| form.name = undocumented(1).name);
    lab.sync();
    assert_eq!(only(&desk).about, "pair");
    village.amend(other, |form| {
        form.name = undocumented(2).name;
        form.birth_date = "01.01.1970".into();
        form.phone = "8 777 000 00 01".into();
    });
    lab.sync();
    assert_eq!(asked(&desk).some, []);
}

/// Two desks that do not know of each other take the same person in, who has no ИИН.
fn twice() -> (Lab, [Desk; 2], [SubjectId; 2]) {
    let (lab, desks) = Lab::with(["desk", "village"]);
    let cards = [&desks[0], &desks[1]].map(|one| one.intake(undocumented(1)));
    lab.sync();
    (lab, desks, cards)
}

fn merging([card, with]: [SubjectId; 2]) -> Command {
    Command::Merge {
        card,
        with: Some(with),
        reason: "Одно и то же лицо".into(),
    }
}

fn parting([card, from]: [SubjectId; 2]) -> Command {
    Command::Part {
        card,
        from,
        reason: "Двойняшки".into(),
    }
}

#[test]
fn somebody_who_was_taken_in_twice_is_asked_about_and_one_answer_ends_it() {
    for answer in [merging, parting] {
        let (lab, [desk, village], cards) = twice();
        for one in lab.desks() {
            let head = only(one);
            assert_eq!(head.about, "pair");
            let mut pair = [head.card, head.other.unwrap()];
            pair.sort_unstable();
            let mut both = cards;
            both.sort_unstable();
            assert_eq!(pair, both);
        }
        let shown = village.of_kind(kinds::LIST_SHOWN).len();
        let opened = village.app().open_pair_question(cards[0], cards[1]);
        let opened = opened.unwrap().into_inner();
        assert!(
            opened.reasons.iter().any(|why| why == "phone-same"),
            "{opened:?}"
        );
        assert_eq!(village.of_kind(kinds::LIST_SHOWN).len(), shown + 1);
        desk.must(answer(cards));
        lab.sync();
        lab.agree();
        none(&lab);
        let gone = village.app().open_pair_question(cards[0], cards[1]);
        assert_eq!(gone.unwrap_err().refusals()[0].code.0, "question-settled");
    }
}

#[test]
fn two_answers_that_did_not_know_of_each_other_are_one_answer_and_no_question() {
    let (lab, [desk, village], cards) = twice();
    desk.must(merging(cards));
    village.must(parting(cards));
    lab.sync();
    lab.agree();
    none(&lab);
    assert_eq!(desk.look(cards[0]).person.len(), 0, "taking away wins");
    // Said again by somebody who knows both, it stands.
    desk.must(merging(cards));
    lab.sync();
    lab.agree();
    assert_eq!(village.look(cards[0]).person.len(), 1);
}

#[test]
fn merged_at_one_desk_and_corrected_at_the_other_they_agree_in_either_order() {
    for first in [0, 1] {
        let (lab, desks, cards) = twice();
        desks[0].must(merging(cards));
        desks[1].amend(cards[0], |form| form.birth_date = "18.06.1985".into());
        lab.carry(&desks[first], &desks[1 - first]);
        lab.sync();
        lab.agree();
        none(&lab);
        assert_eq!(desks[first].look(cards[1]).person.len(), 1);
        assert_eq!(desks[first].look(cards[0]).birth_date, "18.06.1985");
    }
}

#[test]
fn the_same_iin_at_two_sites_is_one_person_until_one_of_them_is_corrected() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let here = desk.intake(patient(1));
    let there = village.intake(patient(1));
    lab.sync();
    none(&lab);
    assert_eq!(desk.look(here).person.len(), 1, "by the number alone");
    // One desk corrects the number while the other says that they are one person.
    desk.amend(here, |form| form.iin = patient(2).iin);
    village.must(merging([here, there]));
    lab.sync();
    lab.agree();
    none(&lab);
    assert_eq!(desk.look(here).person.len(), 1, "what was said stands");
}

#[test]
fn whoever_may_not_answer_is_not_asked() {
    let (_lab, [desk, _], cards) = twice();
    only(&desk);
    desk.sign_in(REGISTRAR);
    assert_eq!(asked(&desk).some, [], "merging is for a senior");
    let no = desk.app().open_pair_question(cards[0], cards[1]);
    assert_eq!(no.unwrap_err().refusals()[0].code.0, "not-allowed");
    desk.sign_in(MANAGER);
    only(&desk);
}

#[test]
fn whoever_told_two_people_apart_when_taking_them_in_is_not_asked_again() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let first = desk.intake(undocumented(1));
    let mut form = undocumented(1);
    form.others = vec![first];
    desk.intake(form);
    lab.sync();
    assert_eq!(asked(&village).some, []);
    none(&lab);
}

#[test]
fn what_came_after_a_destruction_is_shown_without_a_name_and_destroyed_as_well() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.sync();
    desk.must(Desk::destroying(card));
    village.amend(card, |form| form.phone = "8 701 234 56 71".into());
    lab.sync();
    let head = only(&desk);
    assert!(!format!("{head:?}").contains("Ахметова"), "nobody is named");
    assert_eq!((&*head.about, head.card), ("held", card));
    let kinds: Vec<&str> = head.held.iter().map(|row| &*row.kind).collect();
    assert_eq!(kinds, ["patient_amended"]);
    let nothing = Command::Destroy {
        subject: card,
        basis: 0,
        act: String::new(),
    };
    let no = desk.execute(nothing).unwrap_err();
    assert_eq!(no, ["text-required", "act-required"]);
    desk.must(Desk::destroying(card));
    lab.sync();
    lab.agree();
    none(&lab);
}

#[test]
fn a_desk_that_begins_with_everything_is_asked_about_fields_and_not_about_people() {
    let (mut lab, [desk, village], _) = twice();
    let card = desk.intake(patient(3));
    lab.sync();
    desk.amend(card, |form| form.phone = "8 701 234 56 71".into());
    village.amend(card, |form| form.phone = "8 701 234 56 72".into());
    lab.sync();
    let further = lab.enrol("further");
    further.sign_in(MANAGER);
    let heads: Vec<String> = asked(&further)
        .some
        .into_iter()
        .map(|head| head.about)
        .collect();
    assert_eq!(heads, ["field"]);
}

//! A person with several cards: merged, parted, joined by an equal number; nothing is ever mixed.

use tirkeu_core::command::Command;
use tirkeu_core::event::kinds;
use tirkeu_core::event::relation::{CardsMerged, kind, pair};
use tirkeu_core::id::SubjectId;
use tirkeu_core::projection::status::Status;
use tirkeu_core::view::{CardView, Joined, Standing};
use tirkeu_tests::lab::{Desk, Lab, REGISTRAR, patient, undocumented};

fn merging(card: SubjectId, with: SubjectId) -> Command {
    Command::Merge {
        card,
        with: Some(with),
        reason: "одно удостоверение".into(),
    }
}

fn parting(card: SubjectId, from: SubjectId) -> Command {
    Command::Part {
        card,
        from,
        reason: "тёзки".into(),
    }
}

fn sorted<const N: usize>(mut all: [(SubjectId, Joined); N]) -> [(SubjectId, Joined); N] {
    all.sort_unstable_by_key(|(card, _)| *card);
    all
}

fn word(view: &CardView) -> Standing {
    view.standings[0].standing
}

fn joined(desk: &Desk, card: SubjectId) -> Vec<(SubjectId, Joined)> {
    let view = desk.look(card);
    let mut others: Vec<_> = view
        .person
        .iter()
        .map(|one| (one.row.id, one.joined))
        .collect();
    others.sort_unstable_by_key(|(card, _)| *card);
    others
}

#[test]
fn two_merged_cards_are_one_person_and_parted_they_are_what_they_were() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    desk.consent(other);
    assert!(!desk.permitted(one));
    desk.must(merging(one, other));
    assert!(desk.permitted(one), "the consent of a merged card counts");
    assert_eq!(joined(&desk, one), [(other, Joined::Merged)]);
    assert_eq!(joined(&desk, other), [(one, Joined::Merged)]);
    let said = &desk.look(one).person[0];
    assert_eq!(said.reason, "одно удостоверение");
    assert!(!said.by.is_empty() && !said.at.is_empty());
    lab.sync();
    lab.agree();
    // Both are amended while they are one, each on a desk of its own.
    desk.amend(one, |form| form.name = "Анар".into());
    village.amend(other, |form| form.name = "Ажар".into());
    lab.sync();
    village.must(parting(other, one));
    lab.sync();
    lab.agree();
    for at in [&desk, &village] {
        assert!(!at.permitted(one) && at.permitted(other));
        assert!(joined(at, one).is_empty() && joined(at, other).is_empty());
        assert!(at.look(one).name.contains("Анар"), "as it was amended");
        assert!(at.look(other).name.contains("Ажар"), "as it was amended");
    }
    desk.rebuilt_is_the_same();
}

#[test]
fn whoever_parts_is_heard_by_a_merge_that_did_not_know_it() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    desk.must(merging(one, other));
    lab.sync();
    desk.must(parting(one, other));
    // The village merges what it has merged already through its own words.
    village.must(parting(other, one));
    village.must(merging(other, one));
    lab.sync();
    lab.agree();
    assert!(joined(&desk, one).is_empty(), "taking away wins");
    desk.must(merging(one, other));
    lab.sync();
    assert_eq!(
        joined(&village, other),
        [(one, Joined::Merged)],
        "said anew"
    );
}

#[test]
fn a_no_on_one_card_reaches_the_person_until_they_are_asked_again() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    desk.consent(one);
    desk.consent(other);
    desk.withdraw(other);
    assert!(desk.permitted(one));
    desk.must(merging(one, other));
    assert!(!desk.permitted(one) && !desk.permitted(other));
    assert_eq!(word(&desk.look(one)), Standing::Withdrawn);
    desk.consent(one);
    assert!(desk.permitted(one) && desk.permitted(other), "asked again");
    assert_eq!(word(&desk.look(other)), Standing::Given);
    desk.must(parting(one, other));
    assert!(desk.permitted(one));
    assert!(
        !desk.permitted(other),
        "the other one took consent back and was not asked"
    );
    desk.rebuilt_is_the_same();
    drop(lab);
}

#[test]
fn a_person_with_several_cards_is_found_once() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let one = desk.intake(patient(1));
    let other = desk.intake(undocumented(1));
    let stranger = desk.intake(patient(2));
    let found = |text: &str| {
        let list = desk.app().open_list(1).unwrap().into_inner();
        let view = desk.app().search(list, text).unwrap().into_inner();
        let rows = view.rows.into_iter();
        rows.map(|row| (row.id, row.further)).collect::<Vec<_>>()
    };
    let born = patient(1).birth_date;
    assert_eq!(found(&born), [(stranger, 0), (other, 0), (one, 0)]);
    desk.must(merging(one, other));
    let both = found(&born);
    assert!(both.contains(&(stranger, 0)) && both.len() == 2, "{both:?}");
    assert!(
        both.iter()
            .any(|(card, further)| [one, other].contains(card) && *further == 1)
    );
    assert_eq!(
        found(&patient(1).iin),
        [(one, 1)],
        "the card with that number"
    );
    desk.must(parting(one, other));
    assert_eq!(found(&born).len(), 3);
    drop(lab);
}

#[test]
fn who_opened_it_is_asked_of_the_person_and_not_of_one_card() {
    let (lab, [desk]) = Lab::with(["desk"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    let looks = |card| desk.look(card).seen.len();
    let alone = looks(one);
    (0..3).for_each(|_| drop(desk.look(other)));
    assert_eq!(looks(one), alone + 1, "its own last look");
    desk.must(merging(one, other));
    let together = looks(one);
    assert!(
        together >= alone + 1 + 3,
        "the other card's looks are the person's"
    );
    desk.must(parting(one, other));
    assert!(looks(one) < together, "and are not once they are parted");
    drop(lab);
}

#[test]
fn cards_with_one_number_are_one_person_until_it_is_corrected() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let one = desk.intake(patient(1));
    let other = village.intake(patient(1));
    lab.sync();
    assert_eq!(joined(&desk, one), [(other, Joined::SameIin)]);
    desk.consent(one);
    assert!(desk.permitted(one));
    assert!(!desk.permitted(other), "a number lends nobody a consent");
    village.refuse(other);
    lab.sync();
    assert!(!desk.permitted(one), "a no is heard");
    desk.amend(other, |form| form.iin = patient(2).iin);
    assert!(desk.permitted(one), "it was somebody else's no");
    assert!(joined(&desk, one).is_empty());
    lab.sync();
    lab.agree();
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (one, two, three) = (
        desk.intake(patient(1)),
        desk.intake(undocumented(1)),
        desk.intake(undocumented(2)),
    );
    let stranger = desk.intake(patient(2));
    let no = |command| desk.execute(command).unwrap_err();
    assert_eq!(no(merging(one, one)), ["merge-itself"]);
    assert_eq!(no(merging(one, stranger)), ["merge-other-iin"]);
    let wordless = Command::Merge {
        card: one,
        with: Some(two),
        reason: " ".into(),
    };
    assert_eq!(no(wordless), ["text-required"]);
    let nobody = Command::Merge {
        card: one,
        with: None,
        reason: String::new(),
    };
    assert_eq!(no(nobody), ["merge-with-required"]);
    assert_eq!(no(parting(one, two)), ["not-found"]);
    desk.must(merging(one, two));
    desk.must(merging(two, three));
    assert_eq!(no(merging(three, one)), ["merge-already"], "no ring");
    assert_eq!(
        joined(&desk, one),
        sorted([(two, Joined::Merged), (three, Joined::Through)])
    );
    assert_eq!(no(parting(one, three)), ["not-found"]);
    desk.must(Desk::destroying(stranger));
    assert_eq!(no(merging(one, stranger)), ["subject-destroyed"]);
    desk.sign_in(REGISTRAR);
    assert_eq!(no(merging(stranger, two)), ["not-allowed"]);
}

#[test]
fn a_ring_of_two_desks_ends_and_each_pair_is_parted_by_itself() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let [a, b, c] = [1, 2, 3].map(|serial| desk.intake(undocumented(serial)));
    lab.sync();
    desk.must(merging(a, b));
    desk.must(merging(b, c));
    village.must(merging(c, a));
    lab.sync();
    lab.agree();
    assert_eq!(
        joined(&desk, a),
        sorted([(b, Joined::Merged), (c, Joined::Merged)])
    );
    desk.must(parting(a, c));
    assert_eq!(
        joined(&desk, a),
        sorted([(b, Joined::Merged), (c, Joined::Through)])
    );
    desk.must(parting(a, b));
    assert!(joined(&desk, a).is_empty());
}

#[test]
fn destruction_takes_the_merge_along_and_the_other_card_stays() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    desk.consent(other);
    desk.must(merging(one, other));
    lab.sync();
    desk.must(Desk::destroying(one));
    lab.sync();
    lab.agree();
    for at in [&desk, &village] {
        assert!(at.permitted(other), "nobody denied anything for it");
        assert!(joined(at, other).is_empty());
    }
    desk.rebuilt_is_the_same();
}

#[test]
fn nobody_merges_two_cards_under_the_name_of_two_others() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let [a, b, c] = [1, 2, 3].map(|serial| desk.intake(undocumented(serial)));
    lab.sync();
    let mut turned = village.turned();
    let forged = CardsMerged {
        a,
        b: c,
        reason: "так".into(),
    };
    let entry = turned.write(pair(kind::SAME, a, b), &[], forged);
    desk.take(turned.chain());
    assert_eq!(desk.status(entry.hash()), Some(Status::Applied));
    assert_eq!(entry.header().kind, kinds::CARDS_MERGED);
    for card in [a, b, c] {
        assert!(joined(&desk, card).is_empty());
    }
}

#[test]
fn opening_a_card_tells_which_other_cards_it_told_of() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    desk.must(merging(one, other));
    let before = desk.look(other).seen.len();
    assert!(desk.app().open_card(one).is_ok());
    let seen = desk.look(other).seen;
    assert!(seen.len() > before && seen.iter().any(|row| row.act == "listed"));
}

#[test]
fn a_card_that_stays_open_notes_whom_it_tells_of_later() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (one, other) = (desk.intake(patient(1)), desk.intake(undocumented(1)));
    let handle = desk.look(one).handle;
    let listed = || desk.of_kind(kinds::LIST_SHOWN).len();
    let before = listed();
    let refreshed = || desk.app().refresh_card(handle).unwrap().into_inner();
    assert!(refreshed().person.is_empty());
    assert_eq!(listed(), before, "nobody new, no entry");
    desk.must(merging(one, other));
    assert_eq!(refreshed().person[0].row.id, other);
    assert_eq!(listed(), before + 1, "somebody new is noted");
    refreshed();
    assert_eq!(listed(), before + 1, "once");
}

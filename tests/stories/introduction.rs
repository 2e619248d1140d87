//! Desks that came back by the recovery sheet and have never heard of each other.

use tirkeu_core::app::exchange::INTRODUCTION_KNOWN;
use tirkeu_core::error::NOT_ALLOWED;
use tirkeu_core::event::patient::field;
use tirkeu_core::journal::Entry;
use tirkeu_tests::lab::{Desk, Lab, MANAGER, Meeting, REGISTRAR};

use crate::exchange::{agreed, labs};

/// A desk burns and comes back out of what it was once.
fn reborn(lab: &mut Lab, (lost, entries): (Desk, Vec<Entry>), name: &str) -> Desk {
    lab.lose(&lost);
    let desk = lab.reincarnate(&lost, entries, name);
    desk.sign_in(MANAGER);
    desk
}

#[test]
fn one_introduction_is_enough_for_both() {
    let (mut lab, [desk, village], _) = labs(["desk", "village"]);
    let backups = [&desk, &village].map(|one| (one.clone(), one.journal()));
    let [first, second] = backups;
    let one = reborn(&mut lab, first, "one");
    let two = reborn(&mut lab, second, "two");
    let place = std::sync::Arc::new(Meeting::new());
    let (here, there) = (agreed(&one, 1), agreed(&two, 2));
    lab.meet(&place);
    assert!(one.field(there, field::SURNAME).is_none(), "no key");
    assert!(two.field(here, field::SURNAME).is_none(), "no key");
    one.introduced(&two);
    lab.meet(&place);
    assert!(one.field(there, field::SURNAME).is_some());
    assert!(two.field(here, field::SURNAME).is_some());
    lab.agree();
}

#[test]
fn a_registrar_introduces_nobody() {
    let (_lab, [desk, village], _) = labs(["desk", "village"]);
    let (_, [stranger]) = Lab::with(["stranger"]);
    village.sign_in(REGISTRAR);
    let secret = village.seal_key();
    let to = (stranger.id(), stranger.seal_public());
    let no = village.app().introduce(to.0, to.1, &secret);
    assert_eq!(no.unwrap_err().refusals()[0].code, NOT_ALLOWED);
    let known = desk
        .app()
        .introduce(village.id(), village.seal_public(), &desk.seal_key());
    assert_eq!(known.unwrap_err().refusals()[0].code, INTRODUCTION_KNOWN);
}

#[test]
fn an_introduction_ends_by_itself() {
    let (_lab, [desk], place) = labs(["desk"]);
    let (_, [stranger]) = Lab::with(["stranger"]);
    desk.introduced(&stranger);
    let reads = || {
        let recipients = desk.app().recipients().unwrap();
        recipients
            .iter()
            .any(|(device, _)| *device == stranger.id())
    };
    assert!(reads());
    desk.wait(31 * 86_400_000);
    assert!(!reads());
    desk.meet(&place);
}

#[test]
fn whoever_was_introduced_is_nobody_before_their_journal_comes() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let (_, [stranger]) = Lab::with(["stranger"]);
    desk.introduced(&stranger);
    let card = agreed(&desk, 1);
    lab.meet(&place);
    assert!(village.field(card, field::SURNAME).is_some());
    for one in lab.desks() {
        assert!(one.app().roster().desk(stranger.id()).is_none());
        one.rebuilt_is_the_same();
    }
    lab.agree();
}

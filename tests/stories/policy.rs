//! A new version of the policy: from its day on everybody is asked anew, and what was signed keeps its version.

use tirkeu_core::command::{Command, ConsentForm, PageForm, PolicyForm};
use tirkeu_core::event::Event;
use tirkeu_core::event::kinds;
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::query;
use tirkeu_core::view::{EditionStands, Standing};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{Desk, Lab, REGISTRAR, consent_given, next_policy, patient, policy};

const DAY: u64 = 24 * 3_600_000;
const TODAY: &str = "18.11.2026";

fn publish(desk: &Desk, revision: &str, from: &str) -> Hash {
    let policy = next_policy(revision, from);
    desk.must(Command::PublishPolicy { policy }).entries[0]
}

fn standing(desk: &Desk, card: SubjectId) -> Standing {
    let app = desk.app();
    let standings = query::consent::standings(app.conn(), card, app.now().date()).unwrap();
    standings[0].standing
}

/// The page stands on the screen, and both boxes are ticked.
fn ticked(desk: &Desk, serial: u16) -> ConsentForm {
    let page = desk
        .app()
        .consent_page(&PageForm::of(&patient(serial)), Lang::Kk)
        .unwrap();
    ConsentForm {
        channel: "screen".into(),
        signature_seen: false,
        policy: Some(page.policy),
        page: Some(page.sha256),
        ..consent_given(page.policy)
    }
}

fn intake(serial: u16, consent: ConsentForm) -> Command {
    Desk::taking_in_agreed(patient(serial), consent)
}

/// The versions that the stored grants name.
fn shown(desk: &Desk) -> Vec<Hash> {
    let grants = desk.of_kind(kinds::CONSENT_GIVEN);
    let policy = |entry| match Event::of(entry) {
        Some(Event::ConsentGiven(given)) => given.policy,
        _ => unreachable!("a grant"),
    };
    grants.iter().map(policy).collect()
}

#[test]
fn a_version_of_tomorrow_asks_tomorrow_and_the_old_consent_keeps_its_own() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let first = desk.policy();
    let card = desk.must(intake(1, ticked(&desk, 1))).subject;
    assert_eq!(standing(&desk, card), Standing::Given);
    let second = publish(&desk, "2", "19.11.2026");
    assert_eq!(standing(&desk, card), Standing::Given, "not before its day");
    assert_eq!(desk.policy(), first);
    desk.wait(DAY);
    assert_eq!(standing(&desk, card), Standing::Stale);
    assert!(
        desk.permitted(card),
        "what was given stands; it is asked anew"
    );
    assert_eq!(desk.policy(), second);
    assert_eq!(shown(&desk), [first, first]);
    desk.consent(card);
    assert_eq!(standing(&desk, card), Standing::Given);
    assert_eq!(shown(&desk), [first, first, second, second]);
}

#[test]
fn a_version_published_between_the_signature_and_the_saving_does_not_change_what_was_signed() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    desk.sign_in(REGISTRAR);
    let first = desk.policy();
    let on_screen = ticked(&desk, 1);
    // The manager publishes at another desk, in force at once, and it arrives before F9.
    let second = publish(&village, "2", TODAY);
    lab.carry(&village, &desk);
    assert_eq!(desk.policy(), second);
    let card = desk.must(intake(1, on_screen)).subject;
    assert_eq!(shown(&desk), [first, first], "what was shown and signed");
    assert_eq!(standing(&desk, card), Standing::Stale, "and is asked anew");
    let next = desk.must(intake(2, ticked(&desk, 2))).subject;
    assert_eq!(standing(&desk, next), Standing::Given);
    // The day after nobody can have been shown it on a screen.
    desk.wait(DAY);
    let late = ConsentForm {
        policy: Some(first),
        ..ticked(&desk, 3)
    };
    assert_eq!(
        desk.execute(intake(3, late)).unwrap_err(),
        ["consent-policy-not-in-force"]
    );
    lab.sync();
    lab.agree();
}

#[test]
fn a_correction_of_the_same_day_takes_the_place_of_what_it_corrects() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let mut signed = Vec::new();
    let mut published = vec![desk.policy()];
    // By chance alone the largest hash would be in force: four times in a row would be luck.
    for revision in ["2", "3", "4", "5"] {
        signed.push(ticked(&desk, signed.len() as u16));
        published.push(publish(&desk, revision, TODAY));
        assert_eq!(desk.policy(), published[published.len() - 1]);
    }
    for (serial, form) in signed.into_iter().enumerate() {
        desk.must(intake(serial as u16, form));
    }
    let twice: Vec<Hash> = published[..4].iter().flat_map(|one| [*one, *one]).collect();
    assert_eq!(shown(&desk), twice, "each keeps the version that was shown");
    lab.sync();
    assert_eq!(village.policy(), desk.policy());
    lab.agree();
    let views = desk.app();
    let views = query::lab::policy_views(views.conn(), Lang::Ru, views.now().date()).unwrap();
    let stands: Vec<_> = views
        .iter()
        .map(|one| (one.revision.as_str(), one.stands))
        .collect();
    assert_eq!(stands[0], ("5", EditionStands::InForce));
    assert_eq!(stands[4], ("1", EditionStands::Past));
    let replaced = stands[1..4]
        .iter()
        .all(|(_, stands)| *stands == EditionStands::Replaced);
    assert!(replaced, "{stands:?}");
    assert_eq!(views.len(), 5, "and every one is read for ever");
}

#[test]
fn two_desks_that_publish_for_one_day_agree_on_what_is_shown() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let one = publish(&desk, "2", TODAY);
    let other = publish(&village, "2а", TODAY);
    let (here, there) = (desk.intake(patient(1)), village.intake(patient(2)));
    desk.consent(here);
    village.consent(there);
    lab.sync();
    lab.agree();
    assert_eq!(desk.policy(), one.max(other));
    for card in [here, there] {
        assert_eq!(
            standing(&desk, card),
            Standing::Given,
            "neither knew better"
        );
    }
    let third = publish(&village, "3", TODAY);
    lab.sync();
    lab.agree();
    assert_eq!((desk.policy(), village.policy()), (third, third));
    assert_eq!(standing(&desk, here), Standing::Stale);
}

#[test]
fn a_version_that_cannot_be_published_writes_nothing() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let before = desk.length();
    let next = || next_policy("2", TODAY);
    let kk = |text: &str| PolicyForm {
        text: tirkeu_core::words::Both {
            kk: text.to_owned(),
            ru: next().text.ru,
        },
        ..next()
    };
    let long = "ұ".repeat(250_000);
    for (form, code) in [
        (next_policy("1", TODAY), "edition-revision-taken"),
        (next_policy("2", "17.11.2026"), "edition-backdated"),
        (policy(), "edition-revision-taken"),
        (next_policy("2", "18.11.2062"), "edition-far"),
        (next_policy("2", "скоро"), "date-form"),
        (kk(""), "text-required"),
        (kk(&long), "text-too-long"),
        (kk("<b>Мәтін</b>."), "edition-markup"),
        (kk("Мәтін\u{0}."), "text-control"),
        (kk("Мәтін. 5 жыл."), "edition-differences-unseen"),
    ] {
        let codes = desk.execute(Command::PublishPolicy { policy: form });
        assert!(codes.unwrap_err().contains(&code), "{code}");
    }
    assert_eq!(desk.length(), before);
    let seen = PolicyForm {
        differences_seen: true,
        ..kk("Мәтін. 5 жыл.")
    };
    desk.must(Command::PublishPolicy { policy: seen });
}

#[test]
fn the_longest_texts_that_are_taken_fit_into_one_entry() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let long = "\u{1F9EA}".repeat(60_000);
    let form = PolicyForm {
        text: tirkeu_core::words::Both {
            kk: long.clone(),
            ru: format!("{}.", &long[4..]),
        },
        ..next_policy("2", TODAY)
    };
    desk.must(Command::PublishPolicy { policy: form });
    lab.sync();
    lab.agree();
    assert_eq!(village.policy(), desk.policy());
}

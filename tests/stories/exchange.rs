//! Desks that meet at a place: what goes, what stays, what the carrier sees, what a hostile carrier can do.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use tirkeu_core::app::Which;
use tirkeu_core::command::{Command, ConsentForm, OffersForm};
use tirkeu_core::event::kinds;
use tirkeu_core::event::patient::field;
use tirkeu_core::id::SubjectId;
use tirkeu_core::journal::log;
use tirkeu_exchange::Fault;
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, Meeting, REGISTRAR, consent_given, patient, undocumented,
};

/// A laboratory whose consent page asks about the exchange.
pub fn labs<const N: usize>(names: [&str; N]) -> (Lab, [Desk; N], Arc<Meeting>) {
    let (lab, desks) = Lab::with(names);
    desks[0].must(Command::Offers {
        offers: OffersForm {
            purposes: vec!["network_exchange".into()],
            sms_sender: String::new(),
            sms_gateway: String::new(),
        },
    });
    let place = Arc::new(Meeting::new());
    lab.meet(&place);
    (lab, desks, place)
}

/// The person agrees to everything, the exchange included.
pub fn agreed(desk: &Desk, serial: u16) -> SubjectId {
    let card = desk.intake(patient(serial));
    agree(desk, card);
    card
}

fn agree(desk: &Desk, card: SubjectId) {
    let consent = ConsentForm {
        optional: vec!["network_exchange".into()],
        ..consent_given(desk.policy())
    };
    desk.must(Command::Consent { card, consent });
}

pub fn files(place: &Meeting) -> BTreeMap<String, Vec<u8>> {
    on_it(async {
        let listed: Vec<_> = place.list(None).try_collect().await.unwrap();
        let mut all = BTreeMap::new();
        for meta in listed {
            let bytes = place
                .get(&meta.location)
                .await
                .unwrap()
                .bytes()
                .await
                .unwrap();
            all.insert(meta.location.to_string(), bytes.to_vec());
        }
        all
    })
}

pub fn put(place: &Meeting, name: &str, bytes: Vec<u8>) {
    on_it(async { place.put(&Path::from(name), bytes.into()).await.unwrap() });
}

pub fn delete(place: &Meeting, name: &str) {
    on_it(async { place.delete(&Path::from(name)).await.unwrap() });
}

fn on_it<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(work)
}

fn surname(desk: &Desk, card: SubjectId) -> Option<String> {
    desk.field(card, field::SURNAME)
}

#[test]
fn what_one_desk_registered_another_has_after_they_met() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let here = agreed(&desk, 1);
    let there = agreed(&village, 2);
    lab.meet(&place);
    assert_eq!(surname(&village, here), surname(&desk, here));
    assert_eq!(surname(&desk, there), surname(&village, there));
    assert!(village.permitted(here) && desk.permitted(there));
    for one in lab.desks() {
        one.rebuilt_is_the_same();
    }
    let settled = desk.meet(&place);
    assert_eq!(
        (settled.accepted, settled.written),
        (0, 0),
        "nothing is said twice"
    );
}

#[test]
fn the_card_of_somebody_who_did_not_agree_says_where_it_is_kept_and_fills_when_they_do() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = desk.intake(patient(1));
    lab.meet(&place);
    assert_eq!(desk.look(card).elsewhere, None);
    let there = village.look(card);
    let said = (there.name.as_str(), there.elsewhere.as_deref());
    assert_eq!(said, ("", Some("desk")));
    agree(&desk, card);
    lab.meet(&place);
    assert_eq!(village.look(card).elsewhere, None);
    assert_eq!(surname(&village, card), surname(&desk, card));
    desk.must(Desk::destroying(card));
    lab.meet(&place);
    assert_eq!(
        village.look(card).elsewhere,
        None,
        "destroyed, not kept elsewhere"
    );
}

#[test]
fn desks_that_hold_the_same_entries_and_bodies_say_the_same() {
    let (lab, [desk, village, city], place) = labs(["desk", "village", "city"]);
    for serial in 1..4 {
        agreed(&desk, serial);
        agreed(&village, 10 + serial);
    }
    let card = agreed(&city, 20);
    lab.meet(&place);
    city.withdraw(card);
    lab.meet(&place);
    lab.agree();
}

#[test]
fn a_body_stays_at_home_until_its_person_agrees_and_comes_when_they_do() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = desk.intake(patient(1));
    desk.consent(card);
    lab.meet(&place);
    assert_eq!(
        surname(&village, card),
        None,
        "the entry is there, its body is not"
    );
    assert_eq!(village.entries_about(card), desk.entries_about(card));
    agree(&desk, card);
    let visit = desk.meet(&place);
    assert!(
        visit.settled > 0,
        "what lay there without its body is put right"
    );
    lab.meet(&place);
    assert_eq!(surname(&village, card), surname(&desk, card));
    assert!(village.permitted(card));
}

#[test]
fn who_saw_whom_stays_where_it_was_seen() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = agreed(&desk, 1);
    desk.look(card);
    lab.meet(&place);
    let opened = |at: &Desk| {
        let of = at.of_kind(kinds::CARD_OPENED);
        of.iter()
            .map(|entry| entry.body().is_some())
            .collect::<Vec<_>>()
    };
    assert_eq!(opened(&desk), [true]);
    assert_eq!(
        opened(&village),
        [false],
        "that it happened is known, what was seen is not"
    );
}

#[test]
fn a_withdrawal_reaches_everybody_also_the_one_that_ends_the_exchange() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = agreed(&desk, 1);
    lab.meet(&place);
    assert!(village.permitted(card));
    desk.withdraw(card);
    desk.amend(card, |form| form.phone = "8 701 234 56 70".into());
    lab.meet(&place);
    assert!(!village.permitted(card));
    let withdrawn = village.of_kind(kinds::CONSENT_WITHDRAWN);
    assert!(
        withdrawn.iter().all(|entry| entry.body().is_some()),
        "and it says what"
    );
    let amended = village.of_kind(kinds::PATIENT_AMENDED);
    assert!(
        amended.iter().all(|entry| entry.body().is_none()),
        "nothing more leaves"
    );
}

#[test]
fn the_carrier_finds_nobody() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = agreed(&desk, 1);
    desk.look(card);
    village.look(agreed(&village, 2));
    lab.meet(&place);
    let (form, kinds) = (
        patient(1),
        ["patient_registered", "consent_given", "device_enrolled"],
    );
    let needles = [
        form.surname.as_str(),
        &form.name,
        &form.iin,
        &form.phone,
        "Сейтова",
        "Проба",
        "desk",
        "village",
    ];
    for (name, bytes) in files(&place) {
        for needle in needles.into_iter().chain(kinds) {
            let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
            assert!(
                !holds(&bytes) && !holds(name.as_bytes()),
                "{needle} in {name}"
            );
        }
        let holds = bytes.windows(16).any(|w| w == card.as_bytes());
        assert!(!holds, "{name}");
    }
}

#[test]
fn an_act_of_destruction_empties_what_lies_at_the_place() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = agreed(&desk, 1);
    agreed(&desk, 2);
    lab.meet(&place);
    let before = files(&place);
    desk.must(Desk::destroying(card));
    let visit = desk.meet(&place);
    assert!(visit.settled > 0);
    let changed: Vec<String> = files(&place)
        .into_iter()
        .filter(|(name, bytes)| before.get(name).is_some_and(|old| old != bytes))
        .map(|(name, _)| name)
        .collect();
    assert!(
        changed.iter().any(|name| name.ends_with(".bodies")),
        "bodies are rewritten: {changed:?}"
    );
    assert!(
        !changed.iter().any(|name| name.ends_with(".heads")),
        "heads never change"
    );
    lab.meet(&place);
    assert_eq!(surname(&village, card), None);
    lab.agree();
    let newcomer_reads_nothing = desk.meet(&place);
    assert_eq!(newcomer_reads_nothing.settled, 0, "once");
}

#[test]
fn a_body_that_comes_after_its_act_is_taken_away_where_it_lies() {
    let (lab, [desk, village, city], place) = labs(["desk", "village", "city"]);
    let card = agreed(&desk, 1);
    lab.meet(&place);
    // The village writes of the person, but does not meet anybody before the act.
    village.amend(card, |form| form.phone = "8 701 234 56 70".into());
    lab.carry(&village, &desk);
    desk.must(Desk::destroying(card));
    village.meet(&place);
    lab.meet(&place);
    lab.agree();
    assert_eq!(surname(&city, card), None);
}

#[test]
fn a_desk_that_was_stopped_reads_nothing_that_is_sent_afterwards() {
    let (_lab, [desk, village, city], place) = labs(["desk", "village", "city"]);
    desk.must(Command::RevokeDevice {
        device: village.id(),
        last_seq: Some(100),
    });
    let card = agreed(&desk, 1);
    desk.meet(&place);
    let visit = village.meet(&place);
    assert!(visit.unread.contains_key(&Fault::Key), "{visit:?}");
    assert_eq!(village.entries_about(card), 0, "not one entry of it");
    city.meet(&place);
    assert_eq!(surname(&city, card), surname(&desk, card));
    let own = agreed(&city, 2);
    city.meet(&place);
    village.meet(&place);
    assert_eq!(village.entries_about(own), 0, "nor what others send");
}

#[test]
fn nothing_is_sent_before_a_manager_began_the_exchange() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let place = Arc::new(Meeting::new());
    village.sign_in(REGISTRAR);
    let visit = village.meet(&place);
    assert_eq!(visit.unwritten, Some("exchange-key"));
    assert!(files(&place).is_empty());
    desk.sign_in(MANAGER);
    lab.meet(&place);
    assert!(village.meet(&place).unwritten.is_none());
}

#[test]
fn a_desk_that_comes_later_reads_what_was_sent_before() {
    let (mut lab, [desk, _village], place) = labs(["desk", "village"]);
    let card = agreed(&desk, 1);
    lab.meet(&place);
    let late = lab.enrol("late");
    lab.meet(&place);
    assert_eq!(surname(&late, card), surname(&desk, card));
    late.sign_in(MANAGER);
    let own = agreed(&late, 2);
    lab.meet(&place);
    assert_eq!(surname(&desk, own), surname(&late, own));
    lab.agree();
}

#[test]
fn what_a_hostile_carrier_spoils_is_refused_said_and_written_again() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = agreed(&desk, 1);
    desk.meet(&place);
    let news: Vec<(String, Vec<u8>)> = files(&place).into_iter().collect();
    for (name, bytes) in &news {
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut spoiled = bytes.clone();
            spoiled[at] ^= 1;
            put(&place, name, spoiled);
        }
    }
    let visit = village.meet(&place);
    assert!(!visit.unread.is_empty(), "{visit:?}");
    assert_eq!(surname(&village, card), None);
    lab.meet(&place);
    assert_eq!(
        surname(&village, card),
        surname(&desk, card),
        "whoever wrote it writes it again"
    );
    lab.agree();
}

#[test]
fn what_a_carrier_takes_away_is_written_again_and_a_withholding_one_is_noticed() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    agreed(&desk, 1);
    desk.meet(&place);
    let own = desk.id().to_string();
    for name in files(&place).into_keys() {
        if name.contains(&format!("/{own}/{own}/")) {
            delete(&place, &name);
        }
    }
    assert!(village.meet(&place).withheld > 0);
    lab.meet(&place);
    lab.agree();
    for name in files(&place).into_keys() {
        delete(&place, &name);
    }
    lab.meet(&place);
    assert!(!files(&place).is_empty());
}

#[test]
fn files_of_others_and_half_written_ones_are_left_alone() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let root = format!("v1/{}", lab.org);
    let strange = [
        format!("{root}/readme.txt"),
        format!("{root}/{}/{}/x.heads", desk.id(), desk.id()),
        format!("{root}/{}", "n".repeat(200)),
    ];
    for name in &strange {
        put(&place, name, b"whatever".to_vec());
    }
    let card = agreed(&desk, 1);
    lab.meet(&place);
    assert_eq!(surname(&village, card), surname(&desk, card));
    assert_eq!(village.meet(&place).strange, strange.len() as u64);
    let there = files(&place);
    assert!(strange.iter().all(|name| there.contains_key(name)));
}

#[test]
fn two_copies_of_one_desk_are_both_kept_and_shown() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    lab.meet(&place);
    let copy = village.copied();
    copy.sign_in(MANAGER);
    let one = agreed(&village, 1);
    let other = agreed(&copy, 2);
    village.meet(&place);
    let _ = copy.meet(&place);
    let visit = desk.meet(&place);
    assert!(visit.forks > 0 || desk.meet(&place).forks > 0, "{visit:?}");
    assert_eq!(
        surname(&desk, one),
        None,
        "what a copied desk wrote counts nowhere"
    );
    assert_eq!(surname(&desk, other), None);
    let own = agreed(&desk, 3);
    desk.meet(&place);
    assert!(desk.permitted(own), "others go on");
}

#[test]
fn whoever_knows_that_a_desk_was_copied_tells_it_where_the_copy_never_was() {
    let (lab, [desk, village, city], place) = labs(["desk", "village", "city"]);
    lab.meet(&place);
    let copy = village.copied();
    copy.sign_in(MANAGER);
    let one = agreed(&village, 1);
    agreed(&copy, 2);
    agreed(&copy, 3);
    village.meet(&place);
    desk.meet(&place);
    let elsewhere = Arc::new(Meeting::new());
    let _ = copy.meet(&elsewhere);
    city.meet(&place);
    city.meet(&elsewhere);
    let frozen = |at: &Desk| log::forked_at(at.app().conn(), village.id()).unwrap();
    assert!(frozen(&city).is_some() && frozen(&desk).is_none());
    assert!(surname(&desk, one).is_some(), "it has not heard of it");
    lab.meet(&place);
    assert_eq!(frozen(&desk), frozen(&city));
    assert_eq!(surname(&desk, one), None);
    lab.agree();
    let written = |visit: tirkeu_exchange::Visit| (visit.written, visit.accepted);
    assert_eq!(written(city.meet(&place)), (0, 0), "said once");
}

/// Somebody who agrees to everything but the exchange.
fn without_exchange(desk: &Desk, serial: u16) -> SubjectId {
    let card = desk.intake(patient(serial));
    desk.consent(card);
    card
}

#[test]
fn a_late_consent_is_carried_by_the_next_file_with_news() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let (card, other) = (without_exchange(&desk, 1), without_exchange(&desk, 2));
    // A desk says how far it has others every ten minutes.
    for one in lab.desks() {
        one.wait(3_600_000);
    }
    lab.meet(&place);
    agree(&desk, card);
    let news = desk.bundle(Which::News).unwrap();
    let all = desk.bundle(Which::Everything).unwrap();
    assert!(news.len() < all.len(), "{} of {}", news.len(), all.len());
    village.take_bundle(&news).unwrap();
    assert_eq!(surname(&village, card), surname(&desk, card));
    assert_eq!(surname(&village, other), None);
}

#[test]
fn a_late_consent_finds_its_bodies_although_somebody_touched_every_file() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = without_exchange(&desk, 1);
    lab.meet(&place);
    // A stick in another slot, a share that moved: the same bytes, and everything looks new.
    for (name, bytes) in files(&place) {
        put(&place, &name, bytes);
    }
    lab.meet(&place);
    agree(&desk, card);
    lab.meet(&place);
    assert_eq!(surname(&village, card), surname(&desk, card));
}

#[test]
fn a_late_consent_finds_its_bodies_after_an_act_over_somebody_else_in_the_same_file() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let gone = agreed(&desk, 1);
    let card = without_exchange(&desk, 2);
    lab.meet(&place);
    desk.must(Desk::destroying(gone));
    lab.meet(&place);
    agree(&desk, card);
    lab.meet(&place);
    assert_eq!(surname(&village, card), surname(&desk, card));
    assert_eq!(surname(&village, gone), None);
}

#[test]
fn a_late_consent_finds_its_bodies_where_another_desk_wrote_the_entries_first() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = without_exchange(&desk, 1);
    lab.meet(&place);
    for name in files(&place).into_keys() {
        delete(&place, &name);
    }
    village.meet(&place);
    lab.meet(&place);
    agree(&desk, card);
    lab.meet(&place);
    assert_eq!(surname(&village, card), surname(&desk, card));
}

#[test]
fn what_two_cards_have_to_do_with_each_other_follows_the_consent_of_both() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    let card = desk.intake(patient(1));
    let with = desk.intake(undocumented(77));
    desk.must(Command::Merge {
        card,
        with: Some(with),
        reason: "одно удостоверение".into(),
    });
    lab.meet(&place);
    let told = |at: &Desk| {
        let merged = at.of_kind(kinds::CARDS_MERGED);
        merged.iter().all(|entry| entry.body().is_some())
    };
    assert!(!told(&village));
    agree(&desk, card);
    agree(&desk, with);
    lab.meet(&place);
    assert!(told(&village));
    assert_eq!(surname(&village, with), surname(&desk, with));
}

#[test]
fn however_often_a_desk_writes_little_lies_at_the_place() {
    let (lab, [desk, village], place) = labs(["desk", "village"]);
    for serial in 1..40 {
        agreed(&desk, serial);
        desk.meet(&place);
    }
    let own = desk.id().to_string();
    let written = files(&place);
    let heads = written
        .keys()
        .filter(|name| name.contains(&format!("/{own}/{own}/")) && name.ends_with(".heads"));
    assert!(heads.count() < 10);
    lab.meet(&place);
    lab.agree();
    assert_eq!(village.meet(&place).unread.len(), 0);
}

//! One desk sends: whatever becomes of the program, the gateway and the other desks, nothing goes twice and nothing is lost.

use std::collections::BTreeMap;

use super::*;

/// A gateway that remembers what reached it, by message.
#[derive(Default)]
struct Gateway {
    taken: BTreeMap<Id, u32>,
    tickets: BTreeMap<u32, Id>,
}

impl Gateway {
    fn take(&mut self, one: &Dispatch) {
        *self.taken.entry(one.notice).or_default() += 1;
        self.tickets.insert(one.ticket, one.notice);
    }
}

/// A small generator: the same seed tells the same story.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// One step of the sender: a message goes, and something becomes of it.
fn step(desk: &Desk, gateway: &mut Gateway, dice: &mut Dice) {
    let Some(one) = next(desk) else {
        return;
    };
    match dice.roll(7) {
        // The program ends before a byte left.
        0 => desk.crash(),
        // It ends after the gateway took it and before the answer is kept.
        1 => {
            gateway.take(&one);
            desk.crash();
        }
        // There is no network.
        2 => answered(desk, &one, Outcome::PutOff),
        // The answer is lost on its way, after the message arrived, or before.
        3 => {
            gateway.take(&one);
            answered(desk, &one, Outcome::Unknown);
        }
        4 => answered(desk, &one, Outcome::Unknown),
        5 => {
            gateway.take(&one);
            answered(desk, &one, Outcome::Accepted);
            if dice.roll(2) == 0 {
                answered(desk, &one, Outcome::Delivered);
                answered(desk, &one, Outcome::Accepted);
            }
        }
        _ => answered(desk, &one, Outcome::Failed),
    }
    if desk.app().session().is_err() {
        desk.sign_in(REGISTRAR);
    }
}

/// The gateway is asked for everything that nobody knows.
fn reconcile(desk: &Desk, gateway: &Gateway) {
    let asks = desk.app().notice_asks(NoticeChannel::Sms).unwrap();
    for ask in asks {
        let became = match (ask.state, gateway.tickets.contains_key(&ask.ticket)) {
            (_, true) => answer(Outcome::Delivered),
            (NoticeState::Unknown, false) if ask.is_settled => Answered::never_heard_of(),
            _ => continue,
        };
        desk.app().notice_became(&ask, Some(&became)).unwrap();
    }
}

#[test]
fn no_sequence_of_crashes_and_answers_sends_twice_or_loses_one() {
    for seed in 1..=12_u64 {
        let (_lab, [desk]) = lab(["desk"]);
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut gateway = Gateway::default();
        let orders: Vec<_> = (1..=6)
            .map(|serial| told(&desk, serial, &["sms"]))
            .collect();
        for _ in 0..80 {
            step(&desk, &mut gateway, &mut dice);
            desk.wait(40 * 60_000);
            // Nights pass.
            if dice.roll(5) == 0 {
                reconcile(&desk, &gateway);
            }
        }
        for _ in 0..4 {
            reconcile(&desk, &gateway);
            desk.wait(HOUR);
        }
        for (card, order) in orders {
            let app = desk.app();
            let all = query::notice::of_order(app.conn(), card, order.id).unwrap();
            let [one] = all.as_slice() else {
                panic!("seed {seed}: {} messages", all.len())
            };
            let taken = gateway.taken.get(&one.id).copied().unwrap_or_default();
            assert!(taken <= 1, "seed {seed}: sent {taken} times");
            let is_right = match one.state {
                NoticeState::Accepted | NoticeState::Delivered => taken == 1,
                NoticeState::Failed => taken == 0,
                _ => false,
            };
            assert!(is_right, "seed {seed}: {:?} after {taken}", one.state);
        }
        whole(&desk);
    }
}

#[test]
fn a_gateway_that_does_not_answer_is_left_alone_for_a_while() {
    let (_lab, [desk]) = lab(["desk"]);
    for serial in 1..=3 {
        told(&desk, serial, &["sms"]);
    }
    let first = next(&desk).unwrap();
    answered(&desk, &first, Outcome::Unknown);
    assert!(next(&desk).is_none());
    let hold = &page(&desk, "queued").holds[0];
    assert!(!hold.until.is_empty(), "{hold:?}");
    desk.wait(60_000);
    assert_eq!(
        sent(&desk).len(),
        2,
        "the other two, and not the first once more"
    );
}

#[test]
fn enough_is_enough_for_a_day() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    desk.must(Command::SetNotices {
        notices: NoticesForm {
            cap: "2".into(),
            ..NoticesForm::default()
        },
    });
    desk.sign_in(REGISTRAR);
    for serial in 1..=3 {
        told(&desk, serial, &["sms"]);
    }
    assert_eq!(sent(&desk).len(), 2);
    desk.wait(24 * HOUR);
    assert_eq!(sent(&desk).len(), 1);
}

#[test]
fn in_training_everything_is_seen_and_nothing_has_a_gateway() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    sends(&desk, "sms", "training").unwrap();
    desk.sign_in(REGISTRAR);
    told(&desk, 1, &["sms"]);
    let gone = sent(&desk);
    assert_eq!(gone[0].wire.gateway.text(), "training");
}

/// Whatever gateway is set.
#[test]
fn in_a_training_laboratory_nothing_leaves_on_any_channel() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    desk.app().set("training", "yes").unwrap();
    desk.sign_in(REGISTRAR);
    let form = PatientForm {
        email: "a@example.kz".into(),
        ..someone(1)
    };
    let card = agreed(&desk, form, &["sms", "email"]);
    ready(&desk, place(&desk, card).id);
    let gone = sent(&desk);
    assert_eq!(gone.len(), 2);
    for one in gone {
        assert_eq!(one.wire.gateway.text(), "training", "{:?}", one.channel);
    }
    let body = |entry: &_| match Event::of(entry) {
        Some(Event::NoticeSending(body)) => body.gateway,
        _ => panic!("an intent"),
    };
    let intents = desk.of_kind(kinds::NOTICE_SENDING);
    assert!(intents.iter().all(|entry| body(entry) == "training"));
}

#[test]
fn two_desks_that_mark_the_same_order_queue_one_message_that_one_desk_sends() {
    let (lab, [sender, other]) = lab(["sender", "other"]);
    let card = agreed(&sender, someone(1), &["sms"]);
    let order = place(&sender, card);
    lab.sync();
    ready(&sender, order.id);
    ready(&other, order.id);
    assert!(sent(&other).is_empty(), "it is not the other's to send");
    assert_eq!(sent(&sender).len(), 1);
    lab.sync();
    for desk in [&sender, &other] {
        assert_eq!(stands(desk, (card, order.id)), [NoticeState::Accepted]);
        assert!(sent(desk).is_empty());
    }
    lab.agree();
}

#[test]
fn a_no_that_was_said_at_another_desk_stops_it_and_nothing_goes_before_the_desks_have_met() {
    let (lab, [sender, other]) = lab(["sender", "other"]);
    let (card, order) = told(&sender, 1, &["sms"]);
    lab.sync();
    withdrawn(&other, card, &["sms"]);
    let now = sender.clock();
    let long_ago = sender.app().notice_next(Some(now - HOUR)).unwrap();
    assert!(
        long_ago.is_none(),
        "the others were not heard of for an hour"
    );
    lab.sync();
    assert!(sender.app().notice_next(Some(now)).unwrap().is_none());
    assert_eq!(stands(&sender, (card, order.id)), [NoticeState::Dropped]);
    lab.sync();
    lab.agree();
}

#[test]
fn what_was_sent_while_it_was_taken_back_elsewhere_was_sent() {
    let (lab, [sender, other]) = lab(["sender", "other"]);
    let (card, order) = told(&sender, 1, &["sms"]);
    lab.sync();
    withdrawn(&other, card, &["sms"]);
    assert_eq!(sent(&sender).len(), 1, "nobody told this desk");
    lab.sync();
    for desk in [&sender, &other] {
        assert_eq!(stands(desk, (card, order.id)), [NoticeState::Accepted]);
    }
    lab.agree();
}

fn taken_over(desk: &Desk, card: SubjectId, order: Id) -> Result<(), Vec<&'static str>> {
    let found = query::notice::of_order(desk.app().conn(), card, order).unwrap();
    desk.sign_in(MANAGER);
    let done = desk.execute(Command::TakeOverNotice {
        card,
        notice: found[0].id,
    });
    desk.sign_in(REGISTRAR);
    done.map(drop)
}

#[test]
fn another_desk_takes_over_and_two_that_do_so_at_once_send_nothing() {
    let (lab, [sender, second, third]) = lab(["sender", "second", "third"]);
    // Each has a key of its own; the first was said to send last.
    for desk in [&second, &third, &sender] {
        desk.sign_in(MANAGER);
        sends(desk, "sms", "smsc").unwrap();
        desk.sign_in(REGISTRAR);
        lab.sync();
    }
    let (card, order) = told(&sender, 1, &["sms"]);
    lab.sync();
    taken_over(&second, card, order.id).unwrap();
    taken_over(&third, card, order.id).unwrap();
    lab.sync();
    for desk in [&sender, &second, &third] {
        assert!(sent(desk).is_empty());
        assert!(page(desk, "queued").rows[0].is_disputed);
    }
    taken_over(&sender, card, order.id).unwrap();
    lab.sync();
    assert!(!page(&third, "queued").rows[0].is_disputed);
    assert!(
        sent(&sender).is_empty(),
        "what the others sent may be on its way"
    );
    let met = sender.clock();
    sender.wait(HOUR);
    let early = sender.app().notice_next(Some(met)).unwrap();
    assert!(early.is_none(), "not met since");
    assert_eq!(sent(&sender).len(), 1);
    assert_eq!(
        taken_over(&second, card, order.id),
        Ok(()),
        "not yet heard of it"
    );
    lab.sync();
    assert_eq!(
        taken_over(&third, card, order.id).unwrap_err(),
        ["notice-not-waiting"]
    );
    lab.sync();
    lab.agree();
}

#[test]
fn of_an_attempt_only_the_desk_that_made_it_knows_the_end() {
    let (lab, [sender, second]) = lab(["sender", "second"]);
    let (card, order) = told(&sender, 1, &["sms", "network_exchange"]);
    lab.sync();
    // The first one sends, and nobody hears of it; the second one takes over.
    let first = next(&sender).unwrap();
    second.sign_in(MANAGER);
    sends(&second, "sms", "smsc").unwrap();
    taken_over(&second, card, order.id).unwrap();
    second.wait(HOUR);
    let other = next(&second).unwrap();
    assert_eq!((first.attempt, other.attempt), (1, 1));
    answered(&sender, &first, Outcome::PutOff);
    lab.sync();
    answered(&second, &other, Outcome::Accepted);
    lab.sync();
    for desk in [&sender, &second] {
        assert!(sent(desk).is_empty(), "nothing goes a third time");
    }
    lab.agree();
}

#[test]
fn a_desk_that_ends_while_it_sends_leaves_a_message_that_a_person_can_send_again() {
    let (lab, [sender, second]) = lab(["sender", "second"]);
    let (card, order) = told(&sender, 1, &["sms", "network_exchange"]);
    drop(next(&sender).unwrap());
    lab.sync();
    second.sign_in(MANAGER);
    sends(&second, "sms", "smsc").unwrap();
    let again = |tell: &mut TellForm| {
        tell.again = true;
        tell.reason = "рабочее место сгорело".into();
    };
    let early = tell_with(&second, order.id, "sms", again);
    assert_eq!(early.unwrap_err(), ["notice-told-already"]);
    second.wait(2 * HOUR);
    tell_with(&second, order.id, "sms", again).unwrap();
    assert_eq!(sent(&second).len(), 1);
    assert_eq!(
        stands(&second, (card, order.id)),
        [NoticeState::Accepted, NoticeState::Sending]
    );
}

#[test]
fn whoever_does_not_let_their_data_travel_is_not_told_by_another_desk() {
    let (lab, [_sender, second]) = lab(["sender", "second"]);
    let (_, order) = told(&second, 1, &["sms"]);
    let row = page(&second, "untold").untold.remove(0);
    assert_eq!(row.number, order.number);
    assert_eq!(
        tell(&second, order.id, "sms").unwrap_err(),
        ["notice-stays"]
    );
    drop(lab);
}

#[test]
fn a_whole_queue_is_taken_over_at_once() {
    let (lab, [sender, second]) = lab(["sender", "second"]);
    for serial in 1..=70 {
        told(&sender, serial, &["sms", "network_exchange"]);
    }
    lab.sync();
    second.sign_in(MANAGER);
    sends(&second, "sms", "smsc").unwrap();
    assert_eq!(second.app().take_over_notices().unwrap(), 10);
    assert_eq!(second.app().take_over_notices().unwrap(), 0);
    second.wait(HOUR);
    lab.sync();
    assert_eq!((sent(&second).len(), sent(&sender).len()), (70, 0));
}

#[test]
fn a_queue_is_taken_over_on_the_channels_that_a_desk_has() {
    let (lab, [sender, second]) = lab(["sender", "second"]);
    let form = PatientForm {
        email: "a@example.kz".into(),
        ..someone(1)
    };
    let card = agreed(&sender, form, &["sms", "email", "network_exchange"]);
    let order = place(&sender, card);
    ready(&sender, order.id);
    lab.sync();
    second.sign_in(MANAGER);
    assert_eq!(
        second.app().take_over_notices().unwrap(),
        0,
        "it has no key"
    );
    sends(&second, "sms", "smsc").unwrap();
    assert_eq!(second.app().take_over_notices().unwrap(), 0);
    lab.sync();
    let gone = sent(&sender);
    let left: Vec<_> = gone.iter().map(|one| one.channel).collect();
    assert_eq!(left, [NoticeChannel::Email]);
    // Looked at before its time, it goes when its time has come and not an hour later.
    assert!(sent(&second).is_empty());
    second.wait(12 * 60_000);
    assert_eq!(sent(&second).len(), 1);
}

#[test]
fn one_channel_that_rests_does_not_keep_the_other_waiting() {
    let (_lab, [desk]) = lab(["desk"]);
    for serial in 1..=70 {
        told(&desk, serial, &["sms"]);
    }
    let first = next(&desk).unwrap();
    let no_money = Answered {
        is_of_channel: true,
        ..answer(Outcome::PutOff)
    };
    desk.app().notice_answered(&first, &no_money).unwrap();
    let form = PatientForm {
        email: "a@example.kz".into(),
        ..someone(99)
    };
    let card = agreed(&desk, form, &["email"]);
    let order = place(&desk, card);
    ready(&desk, order.id);
    let gone = sent(&desk);
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].channel, NoticeChannel::Email);
}

#[test]
fn a_gateway_that_refuses_one_after_the_other_does_not_get_the_whole_queue() {
    let (_lab, [desk]) = lab(["desk"]);
    for serial in 1..=20 {
        told(&desk, serial, &["sms"]);
    }
    let mut refused = 0;
    while let Some(one) = next(&desk) {
        answered(&desk, &one, Outcome::Failed);
        refused += 1;
    }
    assert_eq!(refused, 5);
    // What became of an earlier one says nothing of whether the next goes.
    let hold = page(&desk, "queued").holds.remove(0);
    assert!(!hold.until.is_empty());
}

#[test]
fn what_became_of_them_is_counted_with_the_reasons_for_whoever_sees_figures() {
    let (_lab, [desk]) = lab(["desk"]);
    let all: Vec<_> = (1..=4)
        .map(|serial| told(&desk, serial, &["sms"]))
        .collect();
    withdrawn(&desk, all[0].0, &["sms"]);
    for outcome in [Outcome::Delivered, Outcome::Failed] {
        let one = next(&desk).unwrap();
        answered(&desk, &one, outcome);
    }
    assert!(
        page(&desk, "queued").figures.is_empty(),
        "a registrar sees rows"
    );
    desk.sign_in(MANAGER);
    let figures = page(&desk, "queued").figures;
    let said: Vec<(NoticeState, &str, u32)> = figures
        .iter()
        .map(|one| (one.state, one.cause.as_str(), one.count.count))
        .collect();
    assert_eq!(
        said,
        [
            (NoticeState::Queued, "", 1),
            (NoticeState::Delivered, "", 1),
            (NoticeState::Failed, "нет связи со шлюзом", 1),
            (NoticeState::Dropped, "Согласия на такие сообщения нет", 1)
        ]
    );
}

#[test]
fn what_never_arrived_stands_among_those_who_were_not_told_with_the_reason() {
    let (_lab, [desk]) = lab(["desk"]);
    told(&desk, 1, &["sms"]);
    let one = next(&desk).unwrap();
    answered(&desk, &one, Outcome::Failed);
    let row = page(&desk, "untold").untold.remove(0);
    assert_eq!(row.said, "нет связи со шлюзом");
    assert!(row.ways[0].problem.is_none() && !row.ways[0].is_told);
}

#[test]
fn what_is_kept_of_an_address_goes_when_nothing_is_asked_any_more() {
    let (_lab, [desk]) = lab(["desk"]);
    let kept = || desk.count("SELECT count(*) FROM l_notice WHERE address IS NOT NULL");
    let (card, _) = told(&desk, 1, &["sms"]);
    let one = next(&desk).unwrap();
    assert_eq!(kept(), 1);
    answered(&desk, &one, Outcome::PutOff);
    assert_eq!(kept(), 0, "put off, it is asked for anew");
    withdrawn(&desk, card, &["sms"]);
    drop(desk.app().notice_asks(NoticeChannel::Sms).unwrap());
    assert_eq!(desk.count("SELECT count(*) FROM l_notice"), 0);
}

#[test]
fn another_account_is_not_asked_what_the_first_one_carried() {
    let (_lab, [desk]) = lab(["desk"]);
    told(&desk, 1, &["sms"]);
    let one = next(&desk).unwrap();
    answered(&desk, &one, Outcome::Unknown);
    desk.wait(HOUR);
    assert_eq!(desk.app().notice_asks(NoticeChannel::Sms).unwrap().len(), 1);
    desk.sign_in(MANAGER);
    sends(&desk, "sms", "smsc").unwrap();
    assert!(
        desk.app()
            .notice_asks(NoticeChannel::Sms)
            .unwrap()
            .is_empty()
    );
    // And what is asked about no more has no address here.
    desk.wait(73 * HOUR);
    drop(desk.app().notice_asks(NoticeChannel::Sms).unwrap());
    assert_eq!(desk.count("SELECT count(*) FROM l_notice"), 0);
}

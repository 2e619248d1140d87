//! Messages: who is told and who is not, that nothing goes twice and nothing is lost, a no that is said before it goes.

mod about;
mod otp;
mod sender;

use std::collections::BTreeMap;

use tirkeu_core::app::notice::{Answered, Dispatch};
use tirkeu_core::audit::Verdict;
use tirkeu_core::command::{
    Command, ConsentForm, NoticesForm, NoticesPageForm, OffersForm, PageForm, TellForm,
    WithdrawalForm,
};
use tirkeu_core::domain::notice::NoticeChannel;
use tirkeu_core::domain::notice::channel::ChannelForm;
use tirkeu_core::domain::notice::state::{NoticeState, Outcome};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::query;
use tirkeu_core::view::{NoticesPage, OrderGiven};
use tirkeu_core::words::{Both, Lang};
use tirkeu_tests::lab::{Desk, Lab, MANAGER, NOON, REGISTRAR, consent_given, patient};

use crate::orders::{by_id, form};
use crate::services::listed;

const TODAY: &str = "18.11.2026";
const HOUR: u64 = 3_600_000;
const SECRET: &str = "kz-test-secret-000";

/// A laboratory that offers SMS and e-mail; its first desk sends both.
fn lab<const N: usize>(names: [&str; N]) -> (Lab, [Desk; N]) {
    let (lab, desks) = Lab::with(names);
    let desk = &desks[0];
    listed(desk, TODAY, &[("A", "100")]).unwrap();
    desk.sign_in(MANAGER);
    set_up(desk);
    sends(desk, "email", "smtp").unwrap();
    desk.sign_in(REGISTRAR);
    lab.sync();
    (lab, desks)
}

/// A desk that sends SMS to whoever agrees.
pub fn set_up(desk: &Desk) {
    desk.must(Command::DataList {
        fields: vec!["email".into(), "address".into()],
    });
    desk.must(Command::Offers {
        offers: OffersForm {
            purposes: vec!["sms".into(), "email".into(), "network_exchange".into()],
            sms_sender: "PROBA".into(),
            sms_gateway: "ТОО «Шлюз»".into(),
        },
    });
    sends(desk, "sms", "mobizon").unwrap();
}

fn sends(desk: &Desk, channel: &str, gateway: &str) -> Result<(), Vec<&'static str>> {
    let form = ChannelForm {
        channel: channel.into(),
        gateway: gateway.into(),
        host: "mail.example.kz".into(),
        login: "desk".into(),
        from: "desk@example.kz".into(),
        ..ChannelForm::default()
    };
    let set = desk.app().set_channel(&form, SECRET);
    set.map_err(|error| error.refusals().iter().map(|no| no.code.0).collect())
}

/// What random histories need: a laboratory that tells, at any hour, from either of two desks.
pub fn histories(desk: &Desk, other: &Desk) {
    for desk in [other, desk] {
        set_up(desk);
    }
    desk.must(Command::SetNotices {
        notices: NoticesForm {
            quiet_from: "0".into(),
            quiet_to: "0".into(),
            ..NoticesForm::default()
        },
    });
}

/// One of the things that become of a message about an order.
pub fn spoken(desk: &Desk, order: Id, what: u8) -> Option<()> {
    let last = {
        let app = desk.app();
        let card = query::order::by_id(app.conn(), order).unwrap().first()?.of;
        let all = query::notice::of_order(app.conn(), card, order).unwrap();
        all.first().map(|one| (one.of, one.id))
    };
    let any = |tell: &mut TellForm| tell.shared = 64;
    match (what, last) {
        (0, _) => tell_with(desk, order, "sms", any)
            .or_else(|_| {
                tell_with(desk, order, "sms", |tell| {
                    any(tell);
                    tell.about = "late".into();
                })
            })
            .ok(),
        (1, _) => tell_with(desk, order, "sms", |tell| {
            any(tell);
            tell.again = true;
            tell.reason = "просил".into();
        })
        .ok(),
        (2, Some((card, notice))) => desk
            .execute(Command::TakeBackNotice { card, notice })
            .ok()
            .map(drop),
        (3, Some((card, notice))) => desk
            .execute(Command::TakeOverNotice { card, notice })
            .ok()
            .map(drop),
        (4.., _) => {
            let one = desk.app().notice_next(None).unwrap()?;
            let at = usize::from(what - 4);
            // An answer may come twice, and one in five does not come.
            for outcome in Outcome::ALL.iter().filter(|one| one.code() as usize == at) {
                answered(desk, &one, *outcome);
                answered(desk, &one, Outcome::Delivered);
            }
            Some(())
        }
        _ => None,
    }
}

/// The phone of somebody: of each serial another.
fn phone(serial: u16) -> String {
    format!("8 701 200 {:02} {:02}", serial / 100, serial % 100)
}

/// Somebody with a phone of their own.
pub fn someone(serial: u16) -> PatientForm {
    PatientForm {
        phone: phone(serial),
        phone_owner: "patient".into(),
        ..patient(serial)
    }
}

/// Takes somebody in who agrees to these channels.
pub fn agreed(desk: &Desk, form: PatientForm, optional: &[&str]) -> SubjectId {
    let page = desk
        .app()
        .consent_page(&PageForm::of(&form), Lang::Ru)
        .unwrap();
    let consent = ConsentForm {
        channel: "screen".into(),
        language: Some(Lang::Ru),
        page: Some(page.sha256),
        optional: optional.iter().map(|name| (*name).to_owned()).collect(),
        ..consent_given(page.policy)
    };
    let taken = Desk::taking_in_agreed(form, consent);
    desk.must(taken).subject
}

fn place(desk: &Desk, card: SubjectId) -> OrderGiven {
    let order = form(&["A"]);
    desk.must(Command::PlaceOrder { card, order })
        .order
        .expect("a number")
}

fn ready(desk: &Desk, order: Id) {
    desk.must(Command::MarkReady {
        order: by_id(order),
    });
}

/// Somebody with an order that is ready.
pub fn told(desk: &Desk, serial: u16, optional: &[&str]) -> (SubjectId, OrderGiven) {
    let card = agreed(desk, someone(serial), optional);
    let order = place(desk, card);
    ready(desk, order.id);
    (card, order)
}

fn withdrawn(desk: &Desk, card: SubjectId, purposes: &[&str]) {
    desk.must(Command::Withdraw {
        card,
        withdrawal: WithdrawalForm {
            purposes: purposes.iter().map(|name| (*name).to_owned()).collect(),
            channel: "counter".into(),
            ..WithdrawalForm::default()
        },
    });
}

fn page(desk: &Desk, filter: &str) -> NoticesPage {
    let form = NoticesPageForm {
        filter: filter.into(),
        ..NoticesPageForm::default()
    };
    desk.app()
        .notices((None, None), &form, Lang::Ru)
        .unwrap()
        .into_inner()
}

/// How every message of an order stands.
fn stands(desk: &Desk, (card, order): (SubjectId, Id)) -> Vec<NoticeState> {
    let app = desk.app();
    let all = query::notice::of_order(app.conn(), card, order).unwrap();
    all.into_iter().map(|one| one.state).collect()
}

fn answer(outcome: Outcome) -> Answered {
    Answered {
        outcome,
        gateway_id: (outcome == Outcome::Accepted).then(|| "1".to_owned()),
        cause: matches!(
            outcome,
            Outcome::PutOff | Outcome::Failed | Outcome::Unknown
        )
        .then(|| "network".to_owned()),
        price: None,
        is_of_channel: false,
    }
}

/// Sends everything that goes now; the gateway takes it.
fn sent(desk: &Desk) -> Vec<Dispatch> {
    let mut out = Vec::new();
    while let Some(one) = next(desk) {
        answered(desk, &one, Outcome::Accepted);
        out.push(one);
    }
    out
}

fn next(desk: &Desk) -> Option<Dispatch> {
    desk.app().notice_next(None).unwrap()
}

fn answered(desk: &Desk, one: &Dispatch, outcome: Outcome) {
    desk.app().notice_answered(one, &answer(outcome)).unwrap();
}

/// Why each order of which nobody was told was not, channel by channel.
fn why(desk: &Desk) -> BTreeMap<String, Vec<String>> {
    let rows = page(desk, "untold").untold;
    let ways = |row: tirkeu_core::view::UntoldRow| {
        let codes = row.ways.into_iter();
        let codes = codes.filter_map(|way| Some(way.problem?.code));
        (row.number, codes.collect())
    };
    rows.into_iter().map(ways).collect()
}

fn whole(desk: &Desk) {
    desk.rebuilt_is_the_same();
    assert_eq!(desk.verified().finding.verdict, Verdict::WholeUnanchored);
}

#[test]
fn the_moment_an_order_is_ready_whoever_agreed_is_told_in_their_language() {
    let (_lab, [desk]) = lab(["desk"]);
    let (card, order) = told(&desk, 1, &["sms"]);
    assert_eq!(stands(&desk, (card, order.id)), [NoticeState::Queued]);
    let gone = sent(&desk);
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].to, "+77012000001");
    assert_eq!(gone[0].from, "PROBA");
    assert_eq!(
        gone[0].text,
        format!(
            "№{} тапсырыс дайын. Жеке куәлігіңізді ала келіңіз.",
            order.number
        )
    );
    assert_eq!(stands(&desk, (card, order.id)), [NoticeState::Accepted]);
    let row = page(&desk, "accepted").rows.remove(0);
    assert_eq!((row.text, row.parts), (gone[0].text.clone(), 1));
    assert_eq!(row.to, "+7 701 ••• •0 01");
    // Nothing more goes, and the address is nowhere in the journal once more.
    assert!(sent(&desk).is_empty());
    let sending = desk.of_kind(kinds::NOTICE_SENDING);
    let body = sending[0].body().unwrap().payload();
    assert!(!body.windows(11).any(|bytes| bytes == b"77012000001"));
    whole(&desk);
}

#[test]
fn each_channel_is_agreed_to_and_told_by_itself() {
    let (_lab, [desk]) = lab(["desk"]);
    let form = PatientForm {
        email: "a@example.kz".into(),
        language: "ru".into(),
        ..someone(1)
    };
    let card = agreed(&desk, form, &["sms", "email"]);
    let order = place(&desk, card);
    ready(&desk, order.id);
    let gone = sent(&desk);
    let to: Vec<_> = gone
        .iter()
        .map(|one| (one.channel, one.to.as_str()))
        .collect();
    assert_eq!(
        to,
        [
            (NoticeChannel::Sms, "+77012000001"),
            (NoticeChannel::Email, "a@example.kz")
        ]
    );
    assert!(gone[1].text.ends_with("Возьмите удостоверение личности."));
    assert_eq!(gone[1].from, "desk@example.kz");
    let by_mail = PatientForm {
        email: "b@example.kz".into(),
        ..someone(2)
    };
    let card = agreed(&desk, by_mail, &["email"]);
    desk.amend(card, |form| form.email.clear());
    let by_mail = place(&desk, card);
    ready(&desk, by_mail.id);
    assert_eq!(
        why(&desk),
        BTreeMap::from([(
            by_mail.number,
            vec![
                "notice-no-consent".to_owned(),
                "notice-no-address".to_owned()
            ]
        )])
    );
}

#[test]
fn whoever_is_not_told_is_on_the_list_with_the_reason() {
    let (_lab, [desk]) = lab(["desk"]);
    let case = |serial: u16, change: &dyn Fn(&mut PatientForm), optional: &[&str]| {
        let card = agreed(&desk, someone(serial), optional);
        // Whoever agreed with one number may have another one since.
        desk.amend(card, |form| {
            form.address = format!("Алматы, {serial}");
            change(form);
        });
        let order = place(&desk, card);
        ready(&desk, order.id);
        order.number
    };
    let cases = [
        (case(1, &|_| {}, &[]), "notice-no-consent"),
        (
            case(3, &|f| f.phone = "8 7172 12 34 56".into(), &["sms"]),
            "notice-landline",
        ),
        (
            case(4, &|f| f.phone = "+7 916 123 45 67".into(), &["sms"]),
            "notice-foreign",
        ),
        (
            case(5, &|f| f.phone_owner = "representative".into(), &["sms"]),
            "notice-owner-parent",
        ),
    ];
    let gone: Vec<String> = sent(&desk).into_iter().map(|one| one.to).collect();
    assert!(gone.is_empty(), "{gone:?}");
    let why = why(&desk);
    for (number, code) in &cases {
        assert_eq!(why[number][0], *code);
    }
    // What the manager allows goes after all, when somebody says so.
    desk.sign_in(MANAGER);
    desk.must(Command::SetNotices {
        notices: NoticesForm {
            foreign: true,
            ..NoticesForm::default()
        },
    });
    let abroad = page(&desk, "untold");
    let abroad = abroad
        .untold
        .iter()
        .find(|row| row.number == cases[2].0)
        .unwrap();
    assert!(abroad.ways[0].problem.is_none());
    tell(&desk, abroad.id, "sms").unwrap();
    assert_eq!(sent(&desk)[0].to, "+79161234567");
}

fn tell(desk: &Desk, order: Id, channel: &str) -> Result<(), Vec<&'static str>> {
    tell_with(desk, order, channel, |_| {})
}

fn tell_with(
    desk: &Desk,
    order: Id,
    channel: &str,
    change: impl FnOnce(&mut TellForm),
) -> Result<(), Vec<&'static str>> {
    let mut tell = TellForm {
        about: "ready".into(),
        channel: channel.into(),
        ..TellForm::default()
    };
    change(&mut tell);
    desk.execute(Command::Tell {
        order: by_id(order),
        tell,
    })
    .map(drop)
}

#[test]
fn a_phone_of_several_people_is_looked_at_once_more_and_learns_the_number_only() {
    let (_lab, [desk]) = lab(["desk"]);
    let same = |serial| PatientForm {
        phone: phone(77),
        ..someone(serial)
    };
    let card = agreed(&desk, same(1), &["sms"]);
    let order = place(&desk, card);
    agreed(&desk, same(2), &[]);
    ready(&desk, order.id);
    let row = page(&desk, "untold").untold.remove(0);
    let way = &row.ways[0];
    assert_eq!((way.shared, way.problem.is_none()), (1, true));
    assert_eq!(way.text, format!("№{} тапсырыс дайын.", order.number));
    assert_eq!(tell(&desk, order.id, "sms").unwrap_err(), ["notice-shared"]);
    tell_with(&desk, order.id, "sms", |tell| tell.shared = 1).unwrap();
    // A third one before it goes: nobody looked at that.
    desk.set_clock(NOON + 10 * HOUR);
    agreed(&desk, same(3), &[]);
    desk.set_clock(NOON + 21 * HOUR);
    assert!(sent(&desk).is_empty());
    assert_eq!(stands(&desk, (card, order.id)), [NoticeState::Dropped]);
    tell_with(&desk, order.id, "sms", |tell| tell.shared = 2).unwrap();
    assert_eq!(sent(&desk)[0].text, way.text);
    // The same message, not a second one.
    assert_eq!(stands(&desk, (card, order.id)), [NoticeState::Accepted]);
}

#[test]
fn nobody_is_told_twice_but_on_purpose_and_with_a_reason() {
    let (_lab, [desk]) = lab(["desk"]);
    let (card, order) = told(&desk, 1, &["sms"]);
    let again = |reason: &str| {
        tell_with(&desk, order.id, "sms", |tell| {
            tell.again = true;
            tell.reason = reason.into();
        })
    };
    assert_eq!(
        tell(&desk, order.id, "sms").unwrap_err(),
        ["notice-told-already"]
    );
    assert_eq!(
        again("просил").unwrap_err(),
        ["notice-told-already"],
        "it waits"
    );
    assert_eq!(sent(&desk).len(), 1);
    assert_eq!(
        tell(&desk, order.id, "sms").unwrap_err(),
        ["notice-told-already"]
    );
    assert_eq!(again(" ").unwrap_err(), ["text-required"]);
    again("просил ещё раз").unwrap();
    assert_eq!(sent(&desk).len(), 1);
    let both = [NoticeState::Accepted, NoticeState::Accepted];
    assert_eq!(stands(&desk, (card, order.id)), both);
    // The mark taken back and set anew tells nobody a second time.
    desk.must(Command::ReopenOrder {
        order: by_id(order.id),
        reason: "рано".into(),
    });
    ready(&desk, order.id);
    assert!(sent(&desk).is_empty());
    whole(&desk);
}

#[test]
fn the_evening() {
    let (_lab, [desk]) = lab(["desk"]);
    let all: Vec<_> = (1..=10)
        .map(|serial| {
            let card = agreed(&desk, someone(serial), &["sms"]);
            (card, place(&desk, card))
        })
        .collect();
    // 21:30 in Almaty; the network is away, and nobody is disturbed anyway.
    desk.set_clock(NOON + 9 * HOUR + HOUR / 2);
    for (_, order) in &all {
        ready(&desk, order.id);
    }
    assert!(next(&desk).is_none());
    let holds = page(&desk, "queued").holds;
    assert_eq!(holds[0].until, "08:00");
    withdrawn(&desk, all[0].0, &["sms"]);
    withdrawn(&desk, all[1].0, &[]);
    assert_eq!(
        stands(&desk, (all[0].0, all[0].1.id)),
        [NoticeState::Dropped],
        "at once"
    );
    assert_eq!(
        stands(&desk, (all[1].0, all[1].1.id)),
        [NoticeState::Dropped],
        "at once"
    );
    desk.must(Command::HandOver {
        order: by_id(all[2].1.id),
        form: crate::orders::shown(),
    });
    desk.amend(all[3].0, |form| form.phone = phone(33));
    desk.set_clock(NOON + 19 * HOUR + HOUR * 59 / 60);
    assert!(next(&desk).is_none(), "07:59");
    desk.set_clock(NOON + 20 * HOUR);
    let gone = sent(&desk);
    assert_eq!(gone.len(), 7);
    assert!(gone.iter().any(|one| one.to == "+77012000033"));
    assert!(!gone.iter().any(|one| one.to == "+77012000004"));
    let dropped = page(&desk, "dropped").rows;
    let mut why: Vec<_> = dropped.iter().map(|row| row.cause.as_str()).collect();
    why.sort_unstable();
    assert_eq!(
        why,
        [
            "Заказ не готов или уже выдан",
            "Согласия на такие сообщения нет",
            "Согласия на такие сообщения нет"
        ]
    );
    whole(&desk);
}

#[test]
fn a_file_of_marks_tells_everybody_in_it() {
    let (_lab, [desk]) = lab(["desk"]);
    let orders: Vec<_> = (1..=400)
        .map(|serial| {
            let card = agreed(&desk, someone(serial), &["sms"]);
            place(&desk, card)
        })
        .collect();
    let numbers: Vec<String> = orders.iter().map(|one| one.number.clone()).collect();
    let csv = format!("заказ\n{}", numbers.join("\n"));
    let table = tirkeu_core::table::read(csv.as_bytes(), tirkeu_core::table::MARKS).unwrap();
    let view = desk.app().open_ready(table).unwrap();
    let (mut marked, mut from) = (0, Some(0));
    while let Some(at) = from {
        let done = desk.app().mark_ready_file(view.handle, &view.form, at);
        let done = done.unwrap();
        (marked, from) = (marked + done.marked, done.next);
    }
    assert_eq!((marked, sent(&desk).len()), (400, 400));
    // The same file once more tells nobody.
    let table = tirkeu_core::table::read(csv.as_bytes(), tirkeu_core::table::MARKS).unwrap();
    let view = desk.app().open_ready(table).unwrap();
    desk.app()
        .mark_ready_file(view.handle, &view.form, 0)
        .unwrap();
    assert!(sent(&desk).is_empty());
    whole(&desk);
}

#[test]
fn the_words_of_the_laboratory_are_judged_and_named_with_what_was_sent() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    let words = |ready_kk: &str, ready_ru: &str| Command::SetNotices {
        notices: NoticesForm {
            ready: Both {
                kk: ready_kk.into(),
                ru: ready_ru.into(),
            },
            quiet_from: "9".into(),
            quiet_to: "9".into(),
            ..NoticesForm::default()
        },
    };
    let no = desk.execute(words("Талдау {n}", "Ждём: {name}"));
    assert_eq!(no.unwrap_err(), ["notice-word", "notice-place-unknown"]);
    desk.must(words("{n} дайын, келіңіз.", ""));
    desk.set_clock(NOON + 12 * HOUR);
    told(&desk, 1, &["sms"]);
    let gone = sent(&desk);
    assert!(
        gone[0].text.ends_with(" дайын, келіңіз."),
        "{}",
        gone[0].text
    );
    let sending = desk.of_kind(kinds::NOTICE_SENDING);
    let Some(Event::NoticeSending(body)) = Event::of(&sending[0]) else {
        panic!("an intent")
    };
    let set = desk.of_kind(kinds::SETTING_CHANGED);
    assert!(
        set.iter()
            .any(|entry| entry.hash().to_string().starts_with(&body.template))
    );
    assert_eq!(body.template.len(), 8);
}

#[test]
fn the_key_of_a_gateway_is_in_no_entry_and_goes_with_the_channel() {
    let (_lab, [desk]) = lab(["desk"]);
    told(&desk, 1, &["sms"]);
    sent(&desk);
    let bodies: Vec<Vec<u8>> = (desk.journal().iter())
        .filter_map(|entry| Some(entry.body()?.payload().to_vec()))
        .collect();
    let says = |what: &str| {
        let what = what.as_bytes();
        let has = |body: &Vec<u8>| body.windows(what.len()).any(|part| part == what);
        bodies.iter().any(has)
    };
    assert!(
        says("PROBA") && !says(SECRET),
        "its name is there, its key is not"
    );
    desk.sign_in(MANAGER);
    assert!(
        desk.app()
            .channels()
            .unwrap()
            .iter()
            .all(|one| one.here && one.has_secret)
    );
    let off = ChannelForm {
        channel: "sms".into(),
        ..ChannelForm::default()
    };
    desk.app().set_channel(&off, "").unwrap();
    assert_eq!(
        desk.count("SELECT count(*) FROM l_channel WHERE channel = 1"),
        0
    );
    desk.sign_in(REGISTRAR);
    told(&desk, 2, &["sms"]);
    assert!(sent(&desk).is_empty());
    // With the card goes the address that was kept to ask.
    assert_eq!(desk.count("SELECT count(*) FROM l_notice"), 1);
}

#[test]
fn with_the_card_goes_where_it_was_sent() {
    let (_lab, [desk]) = lab(["desk"]);
    let (card, _) = told(&desk, 1, &["sms"]);
    sent(&desk);
    desk.sign_in(MANAGER);
    desk.must(Desk::destroying(card));
    assert_eq!(desk.count("SELECT count(*) FROM l_notice"), 0);
    assert_eq!(desk.count("SELECT count(*) FROM p_notice"), 0);
    whole(&desk);
}

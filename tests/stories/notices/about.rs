//! What else is said of an order than that it is ready: a part of it, that it takes longer, that somebody should call.

use tirkeu_core::command::{Command, NoticesForm, TellForm};
use tirkeu_core::domain::notice::About;
use tirkeu_core::domain::notice::state::NoticeState;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::view::OrderNotices;
use tirkeu_core::words::{Both, Lang};
use tirkeu_tests::lab::{Desk, MANAGER, NOON};

use super::{
    HOUR, agreed, lab, page, place, ready, sent, set_up, someone, tell, tell_with, whole, withdrawn,
};

fn of(desk: &Desk, (card, order): (SubjectId, Id)) -> OrderNotices {
    desk.app().order_notices((order, card), Lang::Ru).unwrap()
}

fn about(what: &'static str) -> impl Fn(&mut TellForm) {
    move |tell| tell.about = what.into()
}

#[test]
fn of_an_order_that_is_not_ready_somebody_chooses_what_is_said() {
    let (_lab, [desk]) = lab(["desk"]);
    let form = PatientForm {
        language: "ru".into(),
        ..someone(1)
    };
    let card = agreed(&desk, form, &["sms"]);
    let order = place(&desk, card);
    let offered: Vec<About> = (of(&desk, (card, order.id)).tells.iter())
        .map(|one| one.about)
        .collect();
    assert_eq!(offered, [About::Part, About::Late, About::Call]);
    assert_eq!(
        tell(&desk, order.id, "sms").unwrap_err(),
        ["notice-order-not-ready"]
    );
    for (what, wanted) in [
        (
            "part",
            format!(
                "Заказ №{} готов частично. Об остальном сообщим.",
                order.number
            ),
        ),
        (
            "late",
            format!(
                "Заказ №{} задерживается. О готовности сообщим.",
                order.number
            ),
        ),
        (
            "call",
            format!("Просим позвонить по заказу №{}: ", order.number),
        ),
    ] {
        let preview = of(&desk, (card, order.id));
        let preview = (preview.tells.iter()).find(|one| one.about.text() == what);
        let preview = preview.unwrap().ways[0].text.clone();
        tell_with(&desk, order.id, "sms", about(what)).unwrap();
        let gone = sent(&desk).remove(0);
        assert_eq!(gone.text, preview, "{what}");
        assert!(gone.text.starts_with(&wanted), "{}", gone.text);
        let again = tell_with(&desk, order.id, "sms", about(what));
        assert_eq!(again.unwrap_err(), ["notice-told-already"], "{what}");
    }
    let phone = of(&desk, (card, order.id)).rows.remove(0);
    assert!(phone.text.contains(": +7"), "{}", phone.text);
    // Whatever was said before, that it is ready is said too.
    ready(&desk, order.id);
    let gone = sent(&desk);
    assert_eq!(gone.len(), 1);
    assert!(gone[0].text.contains("готов. Возьмите"), "{}", gone[0].text);
    whole(&desk);
}

#[test]
fn what_is_no_longer_true_when_it_would_go_is_not_said() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = agreed(&desk, someone(1), &["sms"]);
    let order = place(&desk, card);
    desk.set_clock(NOON + 10 * HOUR);
    tell_with(&desk, order.id, "sms", about("late")).unwrap();
    ready(&desk, order.id);
    assert!(sent(&desk).is_empty(), "in the night nothing goes");
    desk.set_clock(NOON + 21 * HOUR);
    let gone = sent(&desk);
    assert_eq!(gone.len(), 1, "that it is ready, and not that it is late");
    assert!(gone[0].text.contains("дайын"), "{}", gone[0].text);
    let rows = of(&desk, (card, order.id)).rows;
    let late = rows.iter().find(|row| row.about == About::Late).unwrap();
    assert_eq!(late.state, NoticeState::Dropped);
    assert!(!late.cause.is_empty());
}

#[test]
fn somebody_who_was_told_of_a_delay_alone_still_stands_on_the_list_of_the_untold() {
    let (_lab, [desk]) = lab(["desk"]);
    let card = agreed(&desk, someone(1), &["sms"]);
    let order = place(&desk, card);
    tell_with(&desk, order.id, "sms", about("late")).unwrap();
    sent(&desk);
    withdrawn(&desk, card, &["sms"]);
    ready(&desk, order.id);
    let untold = page(&desk, "untold").untold;
    assert_eq!(untold.len(), 1);
    assert!(
        untold[0].said.is_empty(),
        "of its being ready nothing was said"
    );
}

#[test]
fn the_texts_fit_one_sms_and_whoever_asks_for_a_call_says_where() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.sign_in(MANAGER);
    set_up(&desk);
    let texts = desk.app().notices_set().unwrap().texts;
    assert_eq!(texts.len(), 10, "five texts in two languages");
    for text in texts {
        let (which, length) = (text.which, text.length);
        assert_eq!(
            length.parts, 1,
            "{which} {}: {} units",
            text.lang, length.units
        );
    }
    let call = |ru: &str| Command::SetNotices {
        notices: NoticesForm {
            call: Both {
                kk: String::new(),
                ru: ru.into(),
            },
            ..NoticesForm::default()
        },
    };
    let no = desk.execute(call("Позвоните нам: {n}"));
    assert_eq!(no.unwrap_err(), ["notice-phone-missing"]);
    desk.must(call("Позвоните по {phone}, заказ {n}"));
}

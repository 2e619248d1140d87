#![allow(clippy::unwrap_used)]

use tirkeu_core::id::Hash;
use tirkeu_core::view::{ConsentPage, OptionalBox};
use tirkeu_core::words::{Both, Lang};

use super::*;

const DRAFT: Id = Id([7; 16]);
const DRAWN: &str = "1,1 2,2 3,3 4,4 5,5 6,6 7,7 8,8";

fn both(text: &str) -> Both {
    Both {
        kk: format!("{text} kk"),
        ru: format!("{text} ru"),
    }
}

fn page(name: &str) -> PatientPage {
    let text = |lang, sha256| ConsentPage {
        sha256: Hash([sha256; 32]),
        policy: Hash([9; 32]),
        lang,
        policy_title: "title".to_owned(),
        before: String::new(),
        link: String::new(),
        after: String::new(),
        block: name.to_owned(),
        care: String::new(),
        optional: vec![OptionalBox {
            purpose: "sms".to_owned(),
            sentence: String::new(),
        }],
        say: both(""),
    };
    PatientPage {
        organisation: both("lab"),
        training: false,
        name: both(name),
        others: vec![],
        giver: None,
        phone: String::new(),
        language: Lang::Kk,
        refusal: both("no"),
        pages: [text(Lang::Kk, 1), text(Lang::Ru, 2)],
        policy: [both("policy"), both("text")],
    }
}

fn asked(name: &str) -> Ask {
    Ask {
        page: page(name),
        letters: Letters::Usual,
        draft: Some(DRAFT),
        kept: None,
    }
}

fn screen() -> Screen {
    let screen = Screen::default();
    screen.opened();
    screen.show(asked("a"), Id([2; 16]));
    screen
}

fn all(screen: &Screen, acts: &[Act]) {
    for act in acts {
        screen.act(act, |_, _| Ok(())).unwrap();
    }
}

fn to_the_signature(screen: &Screen) {
    let tick = |purpose: &str| Act::Tick {
        purpose: purpose.to_owned(),
        on: true,
    };
    all(
        screen,
        &[Act::Right, tick("service"), tick("care"), Act::Next],
    );
}

fn stroke() -> Act {
    Act::Stroke {
        points: DRAWN.to_owned(),
    }
}

#[test]
fn a_stroke_that_cannot_be_kept_is_not_accepted() {
    let screen = screen();
    to_the_signature(&screen);
    let full = screen.act(&stroke(), |_, _| Err(Error::Locked));
    assert!(full.is_err());
    assert!(screen.state().unkept, "the registrar is told");
    assert!(
        screen.page().0.strokes.is_empty(),
        "nothing is half accepted"
    );
    let mut kept = Vec::new();
    screen
        .act(&stroke(), |draft, answer| {
            kept.push((draft, answer.signature.clone()));
            Ok(())
        })
        .unwrap();
    assert_eq!(kept, [(DRAFT, DRAWN.to_owned())], "kept before accepted");
    assert!(!screen.state().unkept);
}

#[test]
fn a_form_that_is_kept_never_holds_an_older_answer() {
    let screen = screen();
    to_the_signature(&screen);
    all(&screen, &[stroke()]);
    let typed =
        r#"{"reason":"x","consent":{"helper":"Б","signature":"","channel":"patient_screen"}}"#;
    let kept: serde_json::Value =
        serde_json::from_str(&screen.put_into(Some(DRAFT), typed.to_owned())).unwrap();
    assert_eq!(kept["consent"]["signature"], DRAWN);
    assert_eq!(
        kept["consent"]["helper"], "Б",
        "what the registrar typed stays"
    );
    assert_eq!(kept["consent"]["answer"], "", "signed is not done");
    assert_eq!(kept["reason"], "x");
    for other in [None, Some(Id([8; 16]))] {
        assert_eq!(
            screen.put_into(other, typed.to_owned()),
            typed,
            "another form"
        );
    }
}

#[test]
fn a_form_is_not_saved_past_a_patient_who_answers() {
    let screen = screen();
    to_the_signature(&screen);
    let refused = screen.lets_save(Some(DRAFT)).unwrap_err();
    assert_eq!(refused.refusals()[0].code, CONSENT_SCREEN_BUSY);
    screen.lets_save(None).unwrap();
    screen.lets_save(Some(Id([8; 16]))).unwrap();
    all(&screen, &[stroke(), Act::Done]);
    screen.lets_save(Some(DRAFT)).unwrap();
    assert!(screen.saved(Some(DRAFT)));
    let (view, _) = screen.page();
    assert!(
        view.step.is_none() && view.name.is_empty(),
        "neutral at once"
    );
    assert!(
        screen.act(&Act::Right, |_, _| Ok(())).is_err(),
        "nobody is asked"
    );
}

#[test]
fn the_same_page_goes_on_and_another_begins_anew() {
    let screen = screen();
    to_the_signature(&screen);
    all(&screen, &[stroke()]);
    screen.show(asked("a"), Id([3; 16]));
    assert_eq!(screen.page().0.strokes.len(), 1, "F7 a second time");
    assert_eq!(screen.state().talk, Some(Id([2; 16])));
    screen.show(asked("b"), Id([4; 16]));
    let (view, _) = screen.page();
    assert_eq!(view.step, Some(Step::Check), "another name is another page");
    assert!(view.strokes.is_empty() && view.ticked.is_empty());
}

#[test]
fn words_of_the_page_come_only_once_the_name_is_checked() {
    let screen = screen();
    assert!(screen.page().0.page.is_none());
    all(&screen, &[Act::Right]);
    let (view, _) = screen.page();
    assert_eq!(
        view.page.unwrap().lang,
        Lang::Kk,
        "the person's own language"
    );
    assert_eq!(screen.policy().unwrap().text, "text kk");
    screen.stop();
    assert!(screen.policy().is_err());
}

#[test]
fn a_window_that_goes_keeps_what_was_drawn() {
    let screen = screen();
    to_the_signature(&screen);
    all(&screen, &[stroke()]);
    screen.gone(WindowPlace::Closed);
    let state = screen.state();
    assert_eq!(state.window, WindowPlace::Closed);
    assert_eq!(state.answer.unwrap().signature, DRAWN);
    screen.opened();
    assert_eq!(
        screen.page().0.strokes.len(),
        1,
        "opened again, it stands there"
    );
    screen.stop();
    screen.gone(WindowPlace::Closed);
    assert_eq!(screen.state().window, WindowPlace::None, "nobody was asked");
}

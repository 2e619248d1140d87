#![allow(clippy::unwrap_used)]

use super::*;

const DRAWN: &str = "1,1 2,2 3,3 4,4 5,5 6,6 7,7 8,8";

fn shown() -> Shown {
    let text = |language, page| Text {
        language,
        page: Hash([page; 32]),
        policy: Hash([9; 32]),
        offered: vec!["sms".to_owned()],
    };
    Shown {
        texts: [text(Language::Kk, 1), text(Language::Ru, 2)],
        checked: vec!["Ахметова".to_owned()],
        others: 0,
    }
}

fn talk() -> Talk {
    Talk::begin(shown(), Language::Kk, Letters::Usual, 0)
}

fn tick(purpose: &str) -> Act {
    Act::Tick {
        purpose: purpose.to_owned(),
        on: true,
    }
}

fn stroke() -> Act {
    Act::Stroke {
        points: DRAWN.to_owned(),
    }
}

fn speak(language: &str) -> Act {
    Act::Speak {
        language: language.to_owned(),
    }
}

fn all(talk: &mut Talk, acts: &[Act]) {
    for act in acts {
        talk.act(act, 0).unwrap();
    }
}

fn signed() -> Talk {
    let mut talk = talk();
    let (data, care) = (tick("service"), tick("care"));
    all(
        &mut talk,
        &[Act::Right, data, care, Act::Next, tick("sms"), stroke()],
    );
    talk
}

fn no(talk: &mut Talk, act: Act) -> &'static str {
    talk.act(&act, 0).unwrap_err().code.0
}

#[test]
fn two_pages_and_one_signature_make_an_answer() {
    let mut talk = signed();
    assert_eq!(
        talk.answer().answer,
        "",
        "signed is not done: the person says so themselves"
    );
    talk.act(&Act::Done, 0).unwrap();
    assert_eq!(
        talk.answer(),
        Answer {
            answer: "given",
            personal_data: true,
            care: true,
            optional: vec!["sms".to_owned()],
            language: Some(Language::Kk),
            policy: Some(Hash([9; 32])),
            page: Some(Hash([1; 32])),
            signature: DRAWN.to_owned(),
            refusal_signed: "",
        }
    );
    assert_eq!(
        no(&mut talk, Act::Clear),
        "consent-screen-step",
        "what was said stays said"
    );
}

#[test]
fn nothing_is_ticked_beforehand_and_nothing_is_skipped() {
    let mut talk = talk();
    let answer = talk.answer();
    assert!(!answer.personal_data && !answer.care && answer.optional.is_empty());
    for act in [tick("service"), Act::Next, stroke(), Act::Done, Act::Clear] {
        assert_eq!(
            no(&mut talk, act),
            "consent-screen-step",
            "before the name is checked"
        );
    }
    talk.act(&Act::Right, 0).unwrap();
    assert_eq!(no(&mut talk, Act::Next), "consent-data-required");
    assert_eq!(no(&mut talk, tick("sms")), "consent-screen-step");
    talk.act(&tick("service"), 0).unwrap();
    assert_eq!(
        no(&mut talk, Act::Next),
        "consent-care-unticked",
        "said once, then the person decides"
    );
    talk.act(&Act::NextWithoutCare, 0).unwrap();
    assert_eq!(
        no(&mut talk, tick("email")),
        "consent-screen-step",
        "not offered"
    );
    assert_eq!(no(&mut talk, Act::Done), "consent-signature-required");
}

#[test]
fn another_language_is_another_text() {
    let mut talk = signed();
    all(&mut talk, &[speak("ru")]);
    let answer = talk.answer();
    assert_eq!(
        (talk.step(), talk.cleared()),
        (Step::Page, Cleared::Language)
    );
    assert!(!answer.personal_data && !answer.care && answer.signature.is_empty());
    assert_eq!(answer.page, Some(Hash([2; 32])));
    all(&mut talk, &[tick("service"), speak("ru")]);
    assert!(
        talk.answer().personal_data,
        "the same language changes nothing"
    );
    assert_eq!(no(&mut talk, speak("en")), "consent-screen-step");
}

#[test]
fn a_tick_under_a_signature_asks_for_another_signature() {
    let mut talk = signed();
    all(&mut talk, &[tick("sms")]);
    assert_eq!(talk.cleared(), Cleared::Tick);
    assert!(talk.strokes().is_empty());
    all(&mut talk, &[stroke()]);
    assert_eq!(talk.cleared(), Cleared::Nothing);
    assert_eq!(talk.answer().optional, ["sms"], "never twice");
}

#[test]
fn a_refusal_is_open_at_every_step_and_carries_no_tick() {
    let at_sign = signed();
    let mut at_page = talk();
    all(&mut at_page, &[Act::Right, tick("care")]);
    let mut at_wrong = talk();
    all(
        &mut at_wrong,
        &[Act::Wrong {
            detail: Detail::Name,
        }],
    );
    for mut talk in [talk(), at_wrong, at_page, at_sign] {
        all(&mut talk, &[Act::Refuse]);
        assert_eq!(talk.answer().answer, "", "said, not yet done");
        all(&mut talk, &[Act::Done]);
        let answer = talk.answer();
        assert_eq!((answer.answer, answer.refusal_signed), ("refused", ""));
        assert!(!answer.personal_data && !answer.care && answer.optional.is_empty());
    }
    let mut talk = talk();
    all(&mut talk, &[Act::Refuse, stroke(), Act::Done]);
    let answer = talk.answer();
    assert_eq!(
        (answer.answer, answer.refusal_signed),
        ("refused", "signed")
    );
    assert_eq!(answer.signature, DRAWN);
}

#[test]
fn a_dot_does_not_sign_a_refusal() {
    let mut talk = talk();
    let dot = Act::Stroke {
        points: "1,1".to_owned(),
    };
    all(&mut talk, &[Act::Refuse, dot]);
    assert_eq!(no(&mut talk, Act::Done), "consent-signature-required");
    all(&mut talk, &[Act::Back]);
    assert!(
        talk.strokes().is_empty(),
        "on second thoughts nothing is drawn"
    );
}

#[test]
fn what_is_wrong_is_said_and_taken_back() {
    let mut talk = talk();
    let (name, phone) = (
        Act::Wrong {
            detail: Detail::Name,
        },
        Act::Wrong {
            detail: Detail::Phone,
        },
    );
    all(&mut talk, &[name.clone(), phone]);
    assert_eq!(talk.wrong(), [Detail::Name, Detail::Phone]);
    all(&mut talk, &[name]);
    assert_eq!(
        (talk.step(), talk.wrong()),
        (Step::Wrong, &[Detail::Phone][..])
    );
    all(&mut talk, &[Act::Right]);
    assert_eq!((talk.step(), talk.wrong()), (Step::Page, &[][..]));
}

#[test]
fn strokes_are_shapes_within_bounds() {
    let mut talk = signed();
    for bad in ["1,1;2,2", "1001,0 1,1", "", "x", "1.5,2"] {
        let act = Act::Stroke {
            points: bad.to_owned(),
        };
        assert_eq!(no(&mut talk, act), "consent-signature-form", "{bad}");
    }
    let long = Act::Stroke {
        points: vec!["1000,400"; 8_100].join(" "),
    };
    assert_eq!(no(&mut talk, long), "consent-signature-form");
    assert_eq!(talk.strokes(), [DRAWN], "a refused stroke changes nothing");
}

#[test]
fn nobody_answers_and_thanks_end() {
    let mut talk = signed();
    assert!(!talk.is_left(NOBODY_MS - 1, NOBODY_MS));
    assert!(talk.is_left(NOBODY_MS, NOBODY_MS));
    talk.act(&Act::Large { on: true }, 100_000).unwrap();
    assert!(!talk.is_left(NOBODY_MS, NOBODY_MS), "every touch counts");
    talk.act(&Act::Done, 110_000).unwrap();
    assert!(
        !talk.is_left(u64::MAX, NOBODY_MS),
        "an answer does not go stale"
    );
    assert!(!talk.is_thanked(110_000, THANKS_MS));
    assert!(talk.is_thanked(140_000, THANKS_MS));
}

#[test]
fn a_person_goes_on_before_the_same_page_only() {
    let kept = signed().answer();
    let mut same = talk();
    same.go_on(&kept);
    assert_eq!(same.step(), Step::Sign);
    assert_eq!(same.answer(), kept, "ticks and strokes are there again");
    same.act(&Act::Done, 0).unwrap();

    let mut other = shown();
    other.texts[0].page = Hash([7; 32]);
    let mut other = Talk::begin(other, Language::Kk, Letters::Usual, 0);
    other.go_on(&kept);
    assert_eq!(
        other.step(),
        Step::Check,
        "another text: from the beginning"
    );
    assert!(!other.answer().personal_data);

    let mut done = talk();
    done.go_on(&Answer {
        answer: "given",
        ..kept
    });
    assert_eq!(done.step(), Step::Check, "what was said is not asked again");
}

#[test]
fn a_page_for_several_is_refused_for_nobody_with_one_touch() {
    let several = Shown {
        others: 2,
        ..shown()
    };
    let mut talk = Talk::begin(several, Language::Kk, Letters::Usual, 0);
    all(&mut talk, &[Act::Right, tick("service"), Act::Refuse]);
    assert_eq!(talk.step(), Step::Apart);
    assert!(!talk.is_answered() && !talk.answer().personal_data);
    assert_eq!(no(&mut talk, Act::Done), "consent-screen-step");
    assert_eq!(no(&mut talk, stroke()), "consent-screen-step");
    assert_eq!(talk.answer().answer, "", "nobody was refused for");
    let (tick, on) = (tick("service"), Act::NextWithoutCare);
    all(&mut talk, &[Act::Back, tick, on, stroke(), Act::Done]);
    assert_eq!(talk.answer().answer, "given");
    // The page of one child is another page: it is refused like any other.
    let mut alone = self::talk();
    all(&mut alone, &[Act::Refuse, Act::Done]);
    assert_eq!(alone.answer().answer, "refused");
}

//! Codes by SMS: whoever has the phone consents by reading one back, and no code says more than it was sent for.

use tirkeu_core::app::OtpDispatch;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::event::consent::ConsentGiven;
use tirkeu_core::event::otp::OtpSending;
use tirkeu_core::view::{ConsentPage, OtpSent, PhoneCheck};
use tirkeu_tests::lab::{child, mother};

use super::*;

const MINUTE: u64 = 60_000;

fn page(desk: &Desk, asked: &PageForm) -> ConsentPage {
    desk.app().consent_page(asked, Lang::Kk).unwrap()
}

/// Ticked on the page, to be answered by a code.
fn ticked(page: &ConsentPage) -> ConsentForm {
    ConsentForm {
        channel: "sms".into(),
        signature_seen: false,
        page: Some(page.sha256),
        ..consent_given(page.policy)
    }
}

fn codes<T>(outcome: Result<T, tirkeu_core::error::Error>) -> Vec<(&'static str, &'static str)> {
    let no = outcome.err().expect("a refusal").refusals();
    (no.iter())
        .map(|no| (no.code.0, no.field.unwrap_or_default()))
        .collect()
}

fn accepted(desk: &Desk, one: &OtpDispatch) -> OtpSent {
    let answer = answer(Outcome::Accepted);
    desk.app().otp_answered(one, &answer, Lang::Ru).unwrap()
}

/// What stands in the SMS, as whoever has the phone reads it aloud.
fn read_aloud(one: &OtpDispatch) -> String {
    one.text.chars().filter(char::is_ascii_digit).collect()
}

/// A code goes out and comes back.
fn agrees(desk: &Desk, asked: &PageForm, form: ConsentForm) -> (OtpDispatch, ConsentForm) {
    let one = desk.app().otp_for_consent(asked, &form).unwrap();
    accepted(desk, &one);
    desk.app().otp_read(one.otp, &read_aloud(&one)).unwrap();
    let otp = Some(one.otp);
    (one, ConsentForm { otp, ..form })
}

fn to(desk: &Desk, phone: &str) -> OtpDispatch {
    desk.app().otp_for_phone(phone, Lang::Kk).unwrap()
}

fn consents(desk: &Desk) -> Vec<ConsentGiven> {
    desk.bodies(kinds::CONSENT_GIVEN, |event| match event {
        Event::ConsentGiven(body) => Some(body),
        _ => None,
    })
}

fn intents(desk: &Desk) -> Vec<OtpSending> {
    desk.bodies(kinds::OTP_SENDING, |event| match event {
        Event::OtpSending(body) => Some(body),
        _ => None,
    })
}

fn phone_of(desk: &Desk, form: &PatientForm, card: Option<SubjectId>) -> PhoneCheck {
    let seen = desk.app().check_form(form, None, card).unwrap();
    seen.into_inner().phone
}

#[test]
fn whoever_reads_the_code_back_has_consented_and_their_phone_is_checked() {
    let (_lab, [desk]) = lab(["desk"]);
    let form = someone(1);
    let asked = PageForm::of(&form);
    let asks = ticked(&page(&desk, &asked));
    let one = desk.app().otp_for_consent(&asked, &asks).unwrap();
    let sent = accepted(&desk, &one);
    assert_eq!((sent.failed.as_str(), sent.text.as_str()), ("", ""));
    let digits = read_aloud(&one);
    assert_eq!(digits.len(), 6);
    assert_eq!(
        one.text,
        format!("Келісім коды {digits}. Оны келіссеңіз ғана айтыңыз.")
    );
    assert!(one.text.encode_utf16().count() <= 70, "one part");
    assert_eq!(one.from, "PROBA");

    // The intent stood before a byte left, names nobody, and nobody learns the code from the journal.
    let [intent] = <[_; 1]>::try_from(intents(&desk)).unwrap();
    assert_eq!(intent.text, one.text.replace(&digits, "••••••"));
    assert!(
        !intent.to.contains("234") && intent.to.contains('•'),
        "{}",
        intent.to
    );
    let stands = desk.journal().iter().filter_map(Event::of).any(|event| {
        let bytes = event.payload();
        bytes.windows(6).any(|six| six == digits.as_bytes())
    });
    assert!(!stands, "the code stands nowhere in the journal");

    let answer = ticked(&page(&desk, &asked));
    let unread = ConsentForm {
        otp: Some(one.otp),
        ..answer.clone()
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form.clone(), unread.clone()), None);
    assert_eq!(codes(no), [("otp-unread", "code")]);
    desk.app().otp_read(one.otp, &digits).unwrap();
    assert!(phone_of(&desk, &form, None).just);
    let card = desk.must(Desk::taking_in_agreed(form, unread)).subject;

    for act in consents(&desk) {
        assert_eq!((act.channel, act.signature), (6, None));
        assert_eq!(
            act.otp,
            Some((one.otp, one.to.clone())),
            "the evidence: which code, which phone"
        );
    }
    let checked = desk.of_kind(kinds::PHONE_CHECKED);
    assert_eq!(checked.len(), 1);
    assert_eq!(checked[0].header().subject, card);
    let app = desk.app();
    assert!(
        query::consent::permitted(
            app.conn(),
            card,
            tirkeu_core::domain::consent::Purpose::Service,
            app.now().date()
        )
        .unwrap()
    );
}

#[test]
fn a_code_consents_to_the_page_and_the_ticks_for_which_it_was_sent() {
    let (_lab, [desk]) = lab(["desk"]);
    let form = someone(1);
    let asked = PageForm::of(&form);
    let (_, answer) = agrees(&desk, &asked, ticked(&page(&desk, &asked)));
    let with_sms = ConsentForm {
        optional: vec!["sms".into()],
        ..answer.clone()
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form.clone(), with_sms), None);
    assert_eq!(
        codes(no),
        [("otp-other-page", "code")],
        "a box that nobody agreed to"
    );

    let other = PatientForm {
        name: "Сәуле".into(),
        ..form.clone()
    };
    let theirs = page(&desk, &PageForm::of(&other));
    let moved = ConsentForm {
        page: Some(theirs.sha256),
        ..answer.clone()
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(other, moved), None);
    assert_eq!(
        codes(no),
        [("otp-other-page", "code")],
        "another person's page"
    );

    let none = ConsentForm {
        otp: None,
        ..answer.clone()
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form.clone(), none), None);
    assert_eq!(codes(no), [("otp-unread", "code")]);
    let strange = ConsentForm {
        otp: Some(Id([7; 16])),
        ..answer.clone()
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form.clone(), strange), None);
    assert_eq!(codes(no), [("otp-gone", "code")]);
    desk.wait(HOUR + MINUTE);
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form.clone(), answer), None);
    assert_eq!(
        codes(no),
        [("otp-expired", "code")],
        "read back yesterday says nothing today"
    );
    assert!(consents(&desk).is_empty() && desk.of_kind(kinds::PATIENT_REGISTERED).is_empty());

    // Nobody refuses or takes back by a code.
    let refusal = ConsentForm {
        answer: "refused".into(),
        personal_data: false,
        care: false,
        refusal_signed: "worker_alone".into(),
        ..ticked(&page(&desk, &asked))
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form, refusal), None);
    assert_eq!(codes(no), [("consent-channel-unknown", "channel")]);
}

/// Whoever sends it to a phone of their own choice finds that the card must say so.
#[test]
fn a_code_counts_from_the_phone_that_the_card_will_have_and_once() {
    let (_lab, [desk]) = lab(["desk"]);
    let form = PatientForm {
        phone: "8 702 111 22 33".into(),
        ..someone(1)
    };
    // No box of the page names the phone, so the page is the same for every phone.
    desk.sign_in(MANAGER);
    desk.must(Command::Offers {
        offers: OffersForm::default(),
    });
    desk.sign_in(REGISTRAR);
    let asked = PageForm::of(&form);
    let (_, answer) = agrees(&desk, &asked, ticked(&page(&desk, &asked)));
    for (phone, owner) in [
        ("8 701 234 56 78", "patient"),
        ("8 702 111 22 33", "other"),
        ("", "patient"),
    ] {
        let other = PatientForm {
            phone: phone.into(),
            phone_owner: owner.into(),
            ..form.clone()
        };
        assert_eq!(
            page(&desk, &PageForm::of(&other)).sha256,
            page(&desk, &asked).sha256
        );
        let no = desk
            .app()
            .execute(Desk::taking_in_agreed(other, answer.clone()), None);
        assert_eq!(codes(no), [("otp-other-phone", "code")], "{phone} {owner}");
    }
    let card = desk
        .must(Desk::taking_in_agreed(form, answer.clone()))
        .subject;
    desk.must(Desk::withdrawing(card));
    let again = Command::Consent {
        card,
        consent: answer,
    };
    let no = desk.app().execute(again, None);
    assert_eq!(
        codes(no),
        [("otp-used", "code")],
        "what was taken back is asked for anew"
    );
}

#[test]
fn a_check_of_the_phone_is_no_consent() {
    let (_lab, [desk]) = lab(["desk"]);
    let form = someone(1);
    assert_eq!(
        phone_of(&desk, &form, None),
        PhoneCheck {
            can: true,
            just: false,
            checked: String::new()
        }
    );
    let one = desk.app().otp_for_phone(&form.phone, Lang::Ru).unwrap();
    accepted(&desk, &one);
    let digits = read_aloud(&one);
    assert_eq!(
        one.text,
        format!("Код {digits}. Назовите его только сотруднику рядом с Вами.")
    );
    desk.app().otp_read(one.otp, &digits).unwrap();
    let asked = PageForm::of(&form);
    let answer = ConsentForm {
        otp: Some(one.otp),
        ..ticked(&page(&desk, &asked))
    };
    let no = desk
        .app()
        .execute(Desk::taking_in_agreed(form.clone(), answer), None);
    assert_eq!(codes(no), [("otp-other-page", "code")]);

    let card = desk.must(Desk::taking_in(form.clone())).subject;
    desk.app().open_card(card).unwrap();
    desk.wait(2 * HOUR);
    let seen = phone_of(&desk, &form, Some(card));
    assert_eq!((seen.just, seen.checked.as_str()), (false, TODAY));
    assert_eq!(desk.look(card).phone_checked, TODAY);
    let other = PatientForm {
        phone: "8 702 111 22 33".into(),
        ..form
    };
    assert_eq!(
        phone_of(&desk, &other, Some(card)).checked,
        "",
        "of another number nothing is known"
    );
}

/// The companion stands at the desk; the mother hears the page over the phone.
#[test]
fn a_mother_who_is_not_there_consents_by_the_code_on_her_own_phone() {
    let (_lab, [desk]) = lab(["desk"]);
    let boy = PatientForm {
        phone: String::new(),
        ..child(1)
    };
    let hers = RepresentativeForm {
        phone: "8 705 555 44 33".into(),
        ..mother(2)
    };
    let asked = PageForm {
        representative: Some(hers.clone()),
        by: "representative".into(),
        ..PageForm::of(&boy)
    };
    assert!(desk.app().otp_to(&asked).unwrap().starts_with("+7 705 •"));
    let form = ConsentForm {
        by: "representative".into(),
        companion: "Серікова Гүлнар".into(),
        ..ticked(&page(&desk, &asked))
    };
    let (one, answer) = agrees(&desk, &asked, form);
    assert_eq!(one.to, "+77055554433");
    desk.must(Desk::taking_in_with(
        boy.clone(),
        hers.clone(),
        Some(answer),
    ));
    for act in consents(&desk) {
        assert_eq!(act.companion.as_deref(), Some("Серікова Гүлнар"));
        assert!(act.giver.is_some());
        assert_eq!(
            act.otp.map(|(_, phone)| phone).as_deref(),
            Some("+77055554433")
        );
    }

    // The code of a child's own phone says nothing for them.
    let alone = PageForm::of(&PatientForm {
        phone_owner: "patient".into(),
        ..child(6)
    });
    assert_eq!(
        codes(desk.app().otp_to(&alone)),
        [("consent-by-representative", "code")]
    );

    // A phone that is somebody else's answers for nobody, and neither does none.
    let nobody = RepresentativeForm {
        phone: String::new(),
        ..mother(3)
    };
    for (phone, owner, sends) in [
        ("", "patient", false),
        ("8 705 555 44 33", "other", false),
        ("8 705 555 44 33", "representative", true),
    ] {
        let boy = PatientForm {
            phone: phone.into(),
            phone_owner: owner.into(),
            ..child(4)
        };
        let asked = PageForm {
            representative: Some(nobody.clone()),
            by: "representative".into(),
            ..PageForm::of(&boy)
        };
        assert_eq!(desk.app().otp_to(&asked).is_ok(), sends, "{owner}");
        // Nobody answers for an adult on the phone of a parent.
        let own = PatientForm {
            phone: phone.into(),
            phone_owner: owner.into(),
            ..someone(5)
        };
        assert_eq!(
            codes(desk.app().otp_to(&PageForm::of(&own))),
            [("otp-no-phone", "code")]
        );
    }
}

#[test]
fn wrong_codes_end_it_and_a_restart_or_a_curtain_does_not() {
    let (_lab, [desk]) = lab(["desk"]);
    let one = to(&desk, "8 701 234 56 78");
    accepted(&desk, &one);
    let wrong = match read_aloud(&one).as_str() {
        "000000" => "000001",
        _ => "000000",
    };
    let entries = desk.length();
    assert_eq!(
        codes(desk.app().otp_read(one.otp, "12")),
        [("otp-form", "code")]
    );
    for _ in 0..2 {
        assert_eq!(
            codes(desk.app().otp_read(one.otp, wrong)),
            [("otp-wrong", "code")]
        );
    }
    desk.crash();
    desk.sign_in(REGISTRAR);
    for _ in 0..2 {
        assert_eq!(
            codes(desk.app().otp_read(one.otp, wrong)),
            [("otp-wrong", "code")]
        );
    }
    assert_eq!(
        codes(desk.app().otp_read(one.otp, wrong)),
        [("otp-spent", "code")]
    );
    let right = read_aloud(&one);
    assert_eq!(
        codes(desk.app().otp_read(one.otp, &right)),
        [("otp-spent", "code")]
    );
    assert!(desk.length() > entries, "the sign-in alone");

    desk.wait(2 * MINUTE);
    let later = to(&desk, "8 701 234 56 78");
    accepted(&desk, &later);
    desk.wait(11 * MINUTE);
    let right = read_aloud(&later);
    assert_eq!(
        codes(desk.app().otp_read(later.otp, &right)),
        [("otp-expired", "code")]
    );
}

#[test]
fn a_phone_is_not_flooded_and_what_never_went_does_not_count() {
    let (_lab, [desk]) = lab(["desk"]);
    let send = || desk.app().otp_for_phone("8 701 234 56 78", Lang::Kk);
    let failed = send().unwrap();
    let answer = Answered {
        cause: Some("no-money".into()),
        ..answer(Outcome::PutOff)
    };
    let told = desk.app().otp_answered(&failed, &answer, Lang::Ru).unwrap();
    assert!(!told.failed.is_empty(), "why, in words");
    let one = send().unwrap();
    accepted(&desk, &one);
    assert_eq!(codes(send()), [("otp-soon", "code")]);
    let other = to(&desk, "8 702 111 22 33");
    accepted(&desk, &other);
    for _ in 0..4 {
        desk.wait(MINUTE);
        let one = send().unwrap();
        accepted(&desk, &one);
    }
    desk.wait(MINUTE);
    assert_eq!(codes(send()), [("otp-often", "code")]);
    desk.wait(24 * HOUR);
    let unknown = send().unwrap();
    let told = desk
        .app()
        .otp_answered(&unknown, &super::answer(Outcome::Unknown), Lang::Ru)
        .unwrap();
    assert!(told.is_unknown && told.failed.is_empty());
    assert_eq!(codes(send()), [("otp-soon", "code")], "it may have arrived");
    desk.app()
        .otp_read(unknown.otp, &read_aloud(&unknown))
        .unwrap();
    assert!(send().is_ok(), "what was read back is awaited no more");
}

#[test]
fn who_cannot_be_reached_and_who_may_not_ask_is_told_at_once() {
    let (_lab, [desk, other]) = lab(["desk", "other"]);
    let no = |phone: &str| codes(desk.app().otp_for_phone(phone, Lang::Kk));
    assert_eq!(no("8 727 250 00 00"), [("notice-landline", "phone")]);
    assert_eq!(no("+996 700 123 456"), [("notice-foreign", "phone")]);
    assert_eq!(no("8 701"), [("phone-too-short", "phone")]);
    other.sign_in(REGISTRAR);
    assert!(!phone_of(&other, &someone(1), None).can);
    let elsewhere = other.app().otp_for_phone("8 701 234 56 78", Lang::Kk);
    assert_eq!(codes(elsewhere), [("otp-no-gateway", "code")]);

    let asked = PageForm::of(&someone(1));
    let unticked = ConsentForm {
        personal_data: false,
        care: false,
        ..ticked(&page(&desk, &asked))
    };
    let no = desk.app().otp_for_consent(&asked, &unticked);
    assert_eq!(codes(no), [("consent-tick-required", "code")]);
    let stale = ConsentForm {
        page: None,
        ..ticked(&page(&desk, &asked))
    };
    let no = desk.app().otp_for_consent(&asked, &stale);
    assert_eq!(codes(no), [("consent-page-changed", "code")]);
    assert!(intents(&desk).is_empty(), "nothing went out");
}

/// The clinic opens at seven, and somebody waits at the desk.
#[test]
fn a_code_goes_in_quiet_hours_and_in_training_it_is_shown_instead() {
    let (_lab, [desk]) = lab(["desk"]);
    desk.wait(19 * HOUR);
    let one = to(&desk, "8 701 234 56 78");
    assert_eq!(one.wire.gateway.text(), "mobizon");
    desk.sign_in(MANAGER);
    desk.app().set("training", "yes").unwrap();
    desk.sign_in(REGISTRAR);
    let shown = to(&desk, "8 702 111 22 33");
    assert_eq!(shown.wire.gateway.text(), "training");
    assert_eq!(accepted(&desk, &shown).text, shown.text);
}

//! Everybody who walks in: a child with the mother, twins with the grandmother and the mother's paper, a
//! foreigner, somebody without papers, somebody who is helped; and what a laboratory collects and offers.

use chrono::NaiveDate;
use tirkeu_core::command::{Command, ConsentForm, OffersForm, PageForm, WithdrawalForm};
use tirkeu_core::domain::consent::Purpose;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::event::consent::{ConsentGiven, ConsentRefused, help};
use tirkeu_core::event::patient::field;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::query;
use tirkeu_core::view::ConsentPage;
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, REGISTRAR, child, consent_given, consent_refused, guardian, mother, patient,
};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn given(desk: &Desk, entry: Hash) -> ConsentGiven {
    let acts = desk.of_kind(kinds::CONSENT_GIVEN);
    let act = acts.iter().find(|act| act.hash() == entry).unwrap();
    match Event::of(act) {
        Some(Event::ConsentGiven(body)) => body,
        other => panic!("{other:?}"),
    }
}

/// What the representative who was typed sees before the tick.
fn page(desk: &Desk, patient: &PatientForm, by: &RepresentativeForm, lang: Lang) -> ConsentPage {
    let asked = PageForm {
        representative: Some(by.clone()),
        by: "representative".into(),
        ..PageForm::of(patient)
    };
    desk.app().consent_page(&asked, lang).unwrap()
}

fn ticked(page: &ConsentPage) -> ConsentForm {
    ConsentForm {
        channel: "screen".into(),
        language: Some(page.lang),
        page: Some(page.sha256),
        by: "representative".into(),
        ..consent_given(page.policy)
    }
}

#[test]
fn a_mother_consents_for_her_child_until_the_day_before_sixteen() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (child, mother) = (child(1), mother(1));
    let page = page(&desk, &child, &mother, Lang::Ru);
    assert!(page.block.contains("Ахметова Айгерім Болатқызы (мать)"));
    let taken = Desk::taking_in_with(child, mother, Some(ticked(&page)));
    let receipt = desk.must(taken);
    let card = desk.look(receipt.subject);
    assert_eq!(card.representatives.len(), 1);
    assert_eq!(card.representatives[0].basis, "mother");
    assert!(card.needs_representative);
    assert_eq!(card.consents[0].giver, "Ахметова Айгерім Болатқызы");
    assert_eq!(card.consents[0].valid_until, "14.03.2035");
    let body = given(&desk, card.consents[0].entry);
    assert_eq!(body.giver.unwrap().0, card.representatives[0].card);
    assert_eq!(
        body.shown.split("\n\n").nth(1),
        Some(page.block.as_str()),
        "word for word what she read"
    );
    let at = |on| {
        let app = desk.app();
        query::consent::permitted(app.conn(), receipt.subject, Purpose::Service, on).unwrap()
    };
    assert!(at(day(2035, 3, 14)));
    assert!(!at(day(2035, 3, 15)), "sixteen: asked anew, and alone");
    let hers = desk.look(card.representatives[0].card);
    assert_eq!(hers.kind, "thin");
    assert_eq!(hers.represents[0].card, receipt.subject);
}

#[test]
fn a_child_needs_somebody_and_somebody_urgent_does_not() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let alone = Desk::taking_in(child(1));
    assert_eq!(
        desk.execute(alone).unwrap_err(),
        ["representative-required"]
    );
    let urgent = PatientForm {
        kind: "urgent".into(),
        name: String::new(),
        surname: String::new(),
        ..child(1)
    };
    let card = desk.intake(urgent);
    let own = Command::Consent {
        card,
        consent: consent_given(desk.policy()),
    };
    assert_eq!(
        desk.execute(own).unwrap_err(),
        ["consent-by-representative"]
    );
    desk.must(Command::Represent {
        card,
        representative: mother(1),
    });
    desk.must(Command::Consent {
        card,
        consent: ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        },
    });
    assert!(desk.permitted(card), "the only one who acts is who answers");
}

#[test]
fn twins_come_with_the_grandmother_and_the_mothers_paper() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let twin = |number: &str| PatientForm {
        kind: "newborn".into(),
        name: String::new(),
        birth_date: day_before(&desk),
        newborn_number: number.into(),
        ..child(1)
    };
    let paper = || ConsentForm {
        by: "representative".into(),
        companion: "Серікова Күләш".into(),
        paper_place: String::new(),
        ..consent_given(desk.policy())
    };
    let take = |number| {
        let taken = Desk::taking_in_with(twin(number), mother(1), Some(paper()));
        desk.must(taken).subject
    };
    let (first, second) = (take("1"), take("2"));
    let (first, second) = (desk.look(first), desk.look(second));
    assert_eq!(
        first.representatives[0].card, second.representatives[0].card,
        "one mother has one card"
    );
    assert_eq!(second.newborn_number, "2");
    let body = given(&desk, second.consents[0].entry);
    assert_eq!(body.companion.as_deref(), Some("Серікова Күләш"));
    assert!(body.shown.contains("№ 2"), "{}", body.shown);
    // The paper is filed when the shift is closed.
    let target = second.consents[0].entry;
    assert_eq!(second.consents[0].paper, "");
    let file = |place: &str| Command::FilePaper {
        card: second.id,
        target,
        paper_place: place.into(),
    };
    assert_eq!(desk.execute(file(" ")).unwrap_err(), ["text-required"]);
    desk.must(file("папка 3, лист 12"));
    desk.must(file("папка 4, лист 1"));
    let places = |card: SubjectId| -> Vec<String> {
        let rows = desk.look(card).consents;
        rows.into_iter().map(|row| row.paper).collect()
    };
    assert_eq!(
        places(second.id),
        ["папка 4, лист 1", "папка 4, лист 1"],
        "one sheet holds what was answered at one visit"
    );
    assert_eq!(places(first.id), ["", ""], "and no other one's");
}

fn day_before(desk: &Desk) -> String {
    let today = desk.app().now().date();
    tirkeu_core::words::dates::short(today.pred_opt().unwrap())
}

#[test]
fn the_end_of_a_shift_says_what_is_open() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let with_paper = desk.intake(patient(1));
    desk.consent(with_paper);
    let without = desk.intake(patient(2));
    let refused = desk.intake(patient(3));
    desk.refuse(refused);
    desk.must(Desk::taking_in_with(child(4), mother(4), None));
    let shift = desk.app().shift().unwrap().into_inner();
    assert_eq!(shift.registered, 4, "whoever only acts for a child is none");
    assert_eq!(
        shift.papers.len(),
        2,
        "two ticks are one sheet, a refusal is one too"
    );
    assert_eq!(shift.papers[0].patient.id, with_paper);
    assert_eq!(shift.papers[0].entries.len(), 2);
    let missing: Vec<_> = shift.missing.iter().map(|row| row.id).collect();
    assert!(missing.contains(&without) && missing.contains(&refused));
    assert_eq!(missing.len(), 3);
    let shown = desk.of_kind(kinds::LIST_SHOWN);
    let Some(Event::ListShown(list)) = Event::of(shown.last().unwrap()) else {
        panic!("a list")
    };
    assert_eq!(list.ids.len(), 4, "whom the page shows is noted");
    desk.must(Command::FilePaper {
        card: with_paper,
        target: shift.papers[0].entries[0],
        paper_place: "папка 1".into(),
    });
    let after = desk.app().shift().unwrap().into_inner();
    assert_eq!(after.papers.len(), 1);
    assert_eq!(after.papers[0].patient.id, refused);
    // What a colleague registered is not this person's shift; a sheet is everybody's business.
    desk.sign_in(MANAGER);
    assert_eq!(desk.app().shift().unwrap().into_inner().registered, 0);
}

#[test]
fn a_desk_puts_three_intakes_aside_and_loses_none() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let keep = || {
        let mut app = desk.app();
        app.keep_draft(None, "intake", None, "А.", "{}").unwrap()
    };
    for _ in 0..3 {
        let one = keep();
        desk.app().park_draft(one).unwrap();
    }
    let fourth = keep();
    let refused = desk.app().park_draft(fourth).unwrap_err();
    assert_eq!(refused.refusals()[0].code.0, "parked-full");
    assert_eq!(
        desk.app().drafts().unwrap().len(),
        4,
        "what was typed is kept"
    );
}

#[test]
fn a_paper_is_filed_for_an_act_on_paper_only() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let form = patient(1);
    let page = desk
        .app()
        .consent_page(&PageForm::of(&form), Lang::Kk)
        .unwrap();
    let consent = ConsentForm {
        channel: "screen".into(),
        page: Some(page.sha256),
        ..consent_given(page.policy)
    };
    let receipt = desk.must(Desk::taking_in_agreed(form, consent));
    let file = |target| Command::FilePaper {
        card: receipt.subject,
        target,
        paper_place: "папка 1".into(),
    };
    let on_screen = file(receipt.entries[1]);
    assert_eq!(desk.execute(on_screen).unwrap_err(), ["consent-no-paper"]);
    let of_nothing = file(receipt.entries[0]);
    assert_eq!(desk.execute(of_nothing).unwrap_err(), ["not-found"]);
}

#[test]
fn from_sixteen_a_person_answers_alone_and_is_asked_again_at_eighteen() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let today = desk.app().now().date();
    let born = |years: u32| {
        let day = today - chrono::Months::new(12 * years);
        tirkeu_core::words::dates::short(day)
    };
    let young = PatientForm {
        birth_date: born(16),
        ..child(1)
    };
    let card = desk.intake(young);
    let by_mother = Command::Represent {
        card,
        representative: mother(1),
    };
    desk.must(by_mother);
    let hers = ConsentForm {
        by: "representative".into(),
        ..consent_given(desk.policy())
    };
    let hers = Command::Consent {
        card,
        consent: hers,
    };
    assert_eq!(desk.execute(hers).unwrap_err(), ["consent-alone"]);
    desk.consent(card);
    let until = desk.look(card).consents[0].valid_until.clone();
    let eighteen = today - chrono::Months::new(12 * 16) + chrono::Months::new(12 * 18);
    assert_eq!(
        until,
        tirkeu_core::words::dates::short(eighteen.pred_opt().unwrap())
    );
}

#[test]
fn whoever_acts_is_entitled_and_is_somebody_else() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let refused = |change: &dyn Fn(&mut RepresentativeForm)| {
        let mut form = mother(1);
        change(&mut form);
        let taken = Desk::taking_in_with(child(1), form, None);
        let before = desk.length();
        let refused = desk.execute(taken).unwrap_err();
        assert_eq!(desk.length(), before, "nothing half-written");
        refused
    };
    let expired = |form: &mut RepresentativeForm| form.valid_until = "01.01.2020".into();
    assert_eq!(refused(&expired), ["representative-document-expired"]);
    assert_eq!(
        refused(&|form| form.basis.clear()),
        ["representative-basis-required"]
    );
    let minor = |form: &mut RepresentativeForm| {
        form.iin.clear();
        form.birth_date = day_before(&desk);
    };
    assert_eq!(refused(&minor), ["representative-minor"]);
    let adult = desk.intake(patient(1));
    let own = Command::Represent {
        card: adult,
        representative: RepresentativeForm {
            card: Some(adult),
            ..guardian()
        },
    };
    assert_eq!(desk.execute(own).unwrap_err(), ["representative-same-card"]);
    let same_number = Command::Represent {
        card: adult,
        representative: RepresentativeForm {
            basis: "guardian".into(),
            document: "№ 5".into(),
            ..mother(1)
        },
    };
    assert_eq!(
        desk.execute(same_number).unwrap_err(),
        ["representative-same-iin"]
    );
    // Wrong with the mother and with her answer: both are said at once.
    let nothing_ticked = ConsentForm {
        by: "representative".into(),
        personal_data: false,
        care: false,
        ..consent_given(desk.policy())
    };
    let scopeless = RepresentativeForm {
        scope: vec!["results".into()],
        ..mother(1)
    };
    let both = Desk::taking_in_with(child(1), scopeless, Some(nothing_ticked));
    assert_eq!(
        desk.execute(both).unwrap_err(),
        ["consent-tick-required", "consent-giver-not-entitled"]
    );
}

#[test]
fn a_relation_ends_and_what_was_consented_to_stands() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let receipt = desk.must(Desk::taking_in_with(
        child(1),
        mother(1),
        Some(ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        }),
    ));
    let card = receipt.subject;
    let hers = desk.look(card).representatives[0].card;
    lab.sync();
    village.must(Desk::ending(card, hers));
    lab.sync();
    lab.agree();
    assert!(desk.look(card).representatives.is_empty());
    assert!(desk.permitted(card), "until somebody withdraws it");
    let again = Desk::ending(card, hers);
    assert_eq!(desk.execute(again).unwrap_err(), ["not-found"]);
}

#[test]
fn somebody_without_papers_is_completed_later_and_the_history_stays() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(PatientForm {
        kind: "no_document".into(),
        iin: String::new(),
        doc_type: String::new(),
        doc_number: String::new(),
        doc_checked: String::new(),
        ..patient(1)
    });
    assert_eq!(desk.look(card).kind, "no_document");
    desk.amend(card, |form| form.iin = patient(1).iin);
    let complete = desk.look(card);
    assert_eq!(
        complete.kind, "",
        "with a number it is a card like any other"
    );
    assert_eq!(complete.history.len(), 2);
    let second = Desk::taking_in(patient(1));
    assert_eq!(desk.execute(second).unwrap_err(), ["patient-known"]);
}

#[test]
fn a_foreigner_is_known_by_passport_and_country() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let form = PatientForm {
        kind: "foreigner".into(),
        iin: String::new(),
        doc_type: "foreign_passport".into(),
        doc_number: "AB1234567".into(),
        citizenship: "Өзбекстан".into(),
        latin_name: "AKHMEDOV RUSTAM".into(),
        ..patient(1)
    };
    let card = desk.intake(form);
    let list = desk.app().open_list(1).unwrap().into_inner();
    let rows = desk.app().search(list, "akhmedov").unwrap().into_inner();
    assert_eq!(rows.rows[0].id, card, "found as the passport spells it");
    assert_eq!(rows.rows[0].kind, "foreigner");
}

#[test]
fn a_refusal_keeps_the_words_that_were_refused_and_who_was_there() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let policy = desk.policy();
    desk.must(Command::Consent {
        card,
        consent: ConsentForm {
            refusal_signed: "worker_alone".into(),
            witness: "Оспанова Дина".into(),
            reader: "Сейтова Сауле".into(),
            ..consent_refused(policy)
        },
    });
    let refusals = desk.of_kind(kinds::CONSENT_REFUSED);
    let Some(Event::ConsentRefused(ConsentRefused {
        sentence,
        shown,
        helpers,
        ..
    })) = Event::of(&refusals[0])
    else {
        panic!("a refusal")
    };
    assert!(sentence.starts_with("Я даю согласие"), "{sentence}");
    assert!(shown.contains("Ахметова Айгерім Болатқызы"));
    assert_eq!(
        helpers,
        [
            (help::READ_ALOUD, "Сейтова Сауле".to_owned()),
            (help::WITNESS, "Оспанова Дина".to_owned())
        ]
    );
}

#[test]
fn what_a_laboratory_does_not_collect_is_not_taken() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let with_email = PatientForm {
        email: "a.akhmetova@example.kz".into(),
        ..patient(1)
    };
    let taken = || Desk::taking_in(with_email.clone());
    assert_eq!(desk.execute(taken()).unwrap_err(), ["field-not-collected"]);
    desk.sign_in(MANAGER);
    let list = |fields: &[&str]| Command::DataList {
        fields: fields.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(
        desk.execute(list(&["blood_type"])).unwrap_err(),
        ["bad-request"]
    );
    desk.must(list(&["email"]));
    let card = desk.must(taken()).subject;
    let page = desk
        .app()
        .consent_page(&PageForm::of(&patient(2)), Lang::Ru)
        .unwrap();
    assert!(page.block.contains("электронная почта"), "{}", page.block);
    // Switched off again, an older card keeps what it holds until somebody clears it.
    desk.must(list(&[]));
    desk.sign_in(REGISTRAR);
    desk.amend(card, |form| form.name = "Айша".into());
    let other = desk.amending(card, |form| form.email = "b@example.kz".into());
    assert_eq!(desk.execute(other).unwrap_err(), ["field-not-collected"]);
    desk.amend(card, |form| form.email.clear());
    assert_eq!(desk.field(card, field::EMAIL), None);
}

#[test]
fn what_is_offered_is_asked_by_itself_and_taken_back_by_itself() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(MANAGER);
    let offer = |sender: &str| Command::Offers {
        offers: OffersForm {
            purposes: vec!["sms".into(), "designated_person".into()],
            sms_sender: sender.into(),
            sms_gateway: "ТОО «Шлюз»".into(),
        },
    };
    assert_eq!(desk.execute(offer("")).unwrap_err(), ["text-required"]);
    desk.must(offer("PROBA"));
    desk.sign_in(REGISTRAR);
    let form = PatientForm {
        designated: "Серіков Асан, брат".into(),
        ..patient(1)
    };
    let page = desk
        .app()
        .consent_page(&PageForm::of(&form), Lang::Ru)
        .unwrap();
    let asked: Vec<_> = page
        .optional
        .iter()
        .map(|one| one.purpose.as_str())
        .collect();
    assert_eq!(asked, ["sms", "designated_person"]);
    assert!(page.optional[0].sentence.contains("+7 701 234 56 78"));
    assert!(
        page.optional[0]
            .sentence
            .contains("«PROBA», через ТОО «Шлюз»")
    );
    let consent = |optional: &[&str]| ConsentForm {
        channel: "screen".into(),
        language: Some(Lang::Ru),
        page: Some(page.sha256),
        optional: optional.iter().map(|name| (*name).to_owned()).collect(),
        ..consent_given(page.policy)
    };
    let intake = |optional: &[&str]| Desk::taking_in_agreed(form.clone(), consent(optional));
    assert_eq!(
        desk.execute(intake(&["email"])).unwrap_err(),
        ["consent-not-offered"]
    );
    let card = desk.must(intake(&["sms"])).subject;
    let stands = |purpose| {
        let app = desk.app();
        let on = app.now().date();
        query::consent::permitted(app.conn(), card, purpose, on).unwrap()
    };
    assert!(stands(Purpose::Sms) && !stands(Purpose::DesignatedPerson));
    let sms = desk.of_kind(kinds::CONSENT_GIVEN);
    let Some(Event::ConsentGiven(body)) = Event::of(sms.last().unwrap()) else {
        panic!("a grant")
    };
    assert_eq!(body.sentence, page.optional[0].sentence);
    desk.must(Command::Withdraw {
        card,
        withdrawal: WithdrawalForm {
            purposes: vec!["sms".into()],
            channel: "counter".into(),
            ..WithdrawalForm::default()
        },
    });
    assert!(!stands(Purpose::Sms), "withdrawal bites at once");
    assert!(stands(Purpose::Service), "and nothing else is lost");
}

#[test]
fn with_a_person_goes_what_was_said_about_them_and_others() {
    let (lab, [desk, _village]) = Lab::with(["desk", "village"]);
    let document = "Свидетельство № 77-АБВ";
    let ended = "Доверенность № 99-ГДЕ";
    let receipt = desk.must(Desk::taking_in_with(
        child(1),
        RepresentativeForm {
            document: document.into(),
            ..mother(1)
        },
        Some(ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        }),
    ));
    let aunt = desk.intake(patient(2));
    desk.must(Command::Represent {
        card: receipt.subject,
        representative: RepresentativeForm {
            card: Some(aunt),
            document: ended.into(),
            ..guardian()
        },
    });
    desk.must(Desk::ending(receipt.subject, aunt));
    // A half-filled form of somebody else names the card.
    let json = format!(
        "{{\"representative\":{{\"card\":\"{}\"}}}}",
        receipt.subject
    );
    let kept = desk.app().keep_draft(None, "intake", None, "А.", &json);
    kept.unwrap();
    lab.sync();
    for one in lab.desks() {
        for text in [document, ended, "Санжар"] {
            assert!(traces(one, text) > 0, "{}: {text}", one.name());
        }
    }
    desk.sign_in(MANAGER);
    desk.must(Desk::destroying(receipt.subject));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        for text in [document, ended, "Санжар"] {
            assert_eq!(traces(one, text), 0, "{}: {text}", one.name());
        }
    }
    assert!(desk.app().drafts().unwrap().is_empty());
    // What the child's consent kept goes with the child; the mother's own card is hers.
    assert!(traces(&desk, "Ахметова") > 0);
}

/// The words that a parent read stay with the child's consent, whatever becomes of the parent's own card.
#[test]
fn who_consented_is_said_by_the_ground_when_their_card_is_gone() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let receipt = desk.must(Desk::taking_in_with(
        child(1),
        mother(1),
        Some(ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        }),
    ));
    let hers = desk.look(receipt.subject).representatives[0].card;
    desk.sign_in(MANAGER);
    desk.must(Desk::destroying(hers));
    let card = desk.look(receipt.subject);
    assert!(card.representatives.is_empty(), "nobody acts who is gone");
    assert_eq!(card.consents[0].basis, "mother");
    assert_eq!(card.consents[0].giver, "");
    let body = given(&desk, card.consents[0].entry);
    assert!(
        body.shown.contains("Ахметова Айгерім"),
        "evidence of the child"
    );
}

/// Whoever takes away wins over whoever did not know of it, whatever the clocks said.
#[test]
fn a_relation_ended_elsewhere_does_not_come_back_by_a_later_clock() {
    for late in [false, true] {
        let (lab, [desk, village]) = Lab::with(["desk", "village"]);
        let child = desk.intake(patient(1));
        let aunt = desk.intake(patient(2));
        let acts = |document: &str| Command::Represent {
            card: child,
            representative: RepresentativeForm {
                card: Some(aunt),
                document: document.into(),
                ..guardian()
            },
        };
        desk.must(acts("№ 1"));
        lab.sync();
        let (first, second) = if late {
            (&desk, &village)
        } else {
            (&village, &desk)
        };
        first.wait(1);
        second.wait(3_600_000);
        village.must(Desk::ending(child, aunt));
        desk.must(acts("№ 2"));
        lab.sync();
        lab.agree();
        for one in lab.desks() {
            assert!(one.look(child).representatives.is_empty(), "late: {late}");
        }
        desk.must(acts("№ 3"));
        lab.sync();
        lab.agree();
        assert_eq!(village.look(child).representatives.len(), 1, "said anew");
    }
}

#[test]
fn a_mother_of_long_ago_consents_for_no_adult() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let receipt = desk.must(Desk::taking_in_with(child(1), mother(1), None));
    // The birth year was mistyped; the card is put right.
    desk.amend(receipt.subject, |form| {
        form.birth_date = "15.03.1999".into()
    });
    let hers = Command::Consent {
        card: receipt.subject,
        consent: ConsentForm {
            by: "representative".into(),
            ..consent_given(desk.policy())
        },
    };
    assert_eq!(
        desk.execute(hers).unwrap_err(),
        ["consent-giver-not-entitled"]
    );
    assert!(!desk.look(receipt.subject).representatives[0].may_consent);
}

#[test]
fn nobody_signs_under_a_known_number_with_another_name() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.intake(patient(1));
    let other = RepresentativeForm {
        name: "Гүлнар".into(),
        ..mother(1)
    };
    let taken = Desk::taking_in_with(child(1), other.clone(), None);
    assert_eq!(desk.execute(taken).unwrap_err(), ["patient-known"]);
    assert!(
        !desk.of_kind(kinds::LIST_SHOWN).is_empty(),
        "that somebody has the number is noted"
    );
    let told = desk
        .app()
        .check_form(&child(1), Some(&other), None)
        .unwrap();
    let told = told.into_inner();
    assert_eq!(
        told.representatives.len(),
        1,
        "the registrar looks and chooses"
    );
    let chosen = RepresentativeForm {
        card: Some(told.representatives[0].id),
        ..mother(1)
    };
    desk.must(Desk::taking_in_with(child(1), chosen, None));
}

/// The page of somebody new, for whom this card acts.
fn acting(card: SubjectId) -> PageForm {
    PageForm {
        representative: Some(RepresentativeForm {
            card: Some(card),
            ..guardian()
        }),
        by: "representative".into(),
        ..PageForm::of(&patient(2))
    }
}

#[test]
fn the_page_of_the_next_of_a_family_names_whoever_was_taken_in_before() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let named = |card| desk.app().consent_page(&acting(card), Lang::Ru).is_ok();
    let mother = desk.intake(patient(1));
    assert!(named(mother), "this session typed her");
    let taken = Desk::taking_in_with(child(1), self::mother(2), None);
    let brother = desk.must(taken).subject;
    let theirs = desk.look(brother).representatives[0].card;
    desk.sign_in(MANAGER);
    assert!(!named(mother) && !named(theirs), "another session did not");
    desk.app().open_card(brother).unwrap();
    assert!(named(theirs), "who acts for her child stands on his card");
    assert!(!named(mother));
}

#[test]
fn a_page_names_nobody_whom_the_session_was_not_shown() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let stranger = desk.intake(patient(1));
    desk.sign_in(MANAGER);
    let asked = acting(stranger);
    let refused = |asked: &PageForm| {
        let page = desk.app().consent_page(asked, Lang::Ru);
        page.unwrap_err().refusals()[0].code.0
    };
    assert_eq!(refused(&asked), "not-found");
    let of_closed = PageForm {
        card: Some(stranger),
        ..PageForm::of(&patient(2))
    };
    assert_eq!(refused(&of_closed), "not-found");
    desk.app().open_card(stranger).unwrap();
    assert!(desk.app().consent_page(&asked, Lang::Ru).is_ok());
}

#[test]
fn a_refusal_on_the_screen_is_of_the_page_that_stood_there() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let card = desk.intake(patient(1));
    let refuse = |page| Command::Consent {
        card,
        consent: ConsentForm {
            channel: "screen".into(),
            page,
            ..consent_refused(desk.policy())
        },
    };
    let unseen = refuse(None);
    assert_eq!(desk.execute(unseen).unwrap_err(), ["consent-page-changed"]);
    desk.app().open_card(card).unwrap();
    let asked = PageForm {
        card: Some(card),
        ..PageForm::default()
    };
    let page = desk.app().consent_page(&asked, Lang::Ru).unwrap();
    desk.must(refuse(Some(page.sha256)));
}

/// Rows of tables, bodies of entries and half-filled forms that hold the text.
fn traces(desk: &Desk, text: &str) -> usize {
    let rows = desk.dump().iter().filter(|row| row.contains(text)).count();
    let stored = |table: &str, column: &str| {
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE instr(CAST({column} AS BLOB), CAST('{text}' AS BLOB)) > 0"
        );
        usize::try_from(desk.count(&sql)).unwrap()
    };
    rows + stored("j_bodies", "body") + stored("l_drafts", "json")
}

#[test]
fn a_relation_under_another_pairs_name_says_nothing() {
    use tirkeu_core::event::relation::{RelationSet, pair};
    let (_lab, [desk, village]) = Lab::with(["desk", "village"]);
    let one = village.intake(patient(1));
    let other = village.intake(patient(2));
    let third: SubjectId = village.intake(patient(3));
    let mut hostile = village.turned();
    let false_name = RelationSet {
        relation: 1,
        a: third,
        b: one,
        basis: 4,
        document: None,
        valid_until: None,
        scope: vec![1],
    };
    hostile.write(pair(1, other, one), &[], false_name);
    desk.take(hostile.chain());
    assert!(desk.look(one).representatives.is_empty());
    desk.rebuilt_is_the_same();
}

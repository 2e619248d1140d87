//! A family: one page and one signature for several named children, an entry of their own for each.

use tirkeu_core::command::{Command, ConsentForm, OffersForm, PageForm, WithdrawalForm};
use tirkeu_core::domain::consent::MOST_OTHERS;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::error::Refusal;
use tirkeu_core::event::consent::ConsentGiven;
use tirkeu_core::event::disclosure::list;
use tirkeu_core::event::relation::basis;
use tirkeu_core::event::{Event, kinds};
use tirkeu_core::id::{Id, SubjectId};
use tirkeu_core::query;
use tirkeu_core::view::{ConsentPage, FamilyRow, Standing};
use tirkeu_core::words::Lang;
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, REGISTRAR, child, consent_given, consent_refused, guardian, mother, patient,
};

const SIGNED: &str = "10,10 20,20 30,30 40,40 50,50 60,60 70,70 80,80";
const HOUR: u64 = 3_600_000;

/// The first child of a family is taken in without a word on consent: its card, and the mother's.
fn first(desk: &Desk, form: PatientForm) -> (SubjectId, SubjectId) {
    let receipt = desk.must(Desk::taking_in_with(form, mother(1), None));
    (
        receipt.subject,
        receipt.representative.expect("who acts for it"),
    )
}

/// The mother as the next of the family has her: by her card.
fn hers(card: SubjectId) -> RepresentativeForm {
    RepresentativeForm {
        card: Some(card),
        ..mother(1)
    }
}

fn next(desk: &Desk, form: PatientForm, hers: &RepresentativeForm) -> SubjectId {
    desk.must(Desk::taking_in_with(form, hers.clone(), None))
        .subject
}

fn asking(form: &PatientForm, hers: &RepresentativeForm, others: &[SubjectId]) -> PageForm {
    PageForm {
        representative: Some(hers.clone()),
        by: "representative".into(),
        others: others.to_vec(),
        ..PageForm::of(form)
    }
}

fn page(desk: &Desk, asked: &PageForm, lang: Lang) -> ConsentPage {
    desk.app().consent_page(asked, lang).unwrap()
}

fn family(desk: &Desk, asked: &PageForm) -> Vec<FamilyRow> {
    desk.app().family(asked).unwrap().into_inner()
}

fn cards(rows: &[FamilyRow]) -> Vec<SubjectId> {
    rows.iter().map(|row| row.card).collect()
}

/// Read, ticked and signed on the patient's screen.
fn signed(page: &ConsentPage, others: &[SubjectId]) -> ConsentForm {
    ConsentForm {
        channel: "patient_screen".into(),
        signature_seen: false,
        language: Some(page.lang),
        page: Some(page.sha256),
        by: "representative".into(),
        signature: SIGNED.into(),
        others: others.to_vec(),
        ..consent_given(page.policy)
    }
}

fn given(desk: &Desk, of: SubjectId) -> Vec<ConsentGiven> {
    let acts = desk.of_kind(kinds::CONSENT_GIVEN);
    let own = acts.iter().filter(|act| act.header().subject == of);
    own.map(|act| match Event::of(act) {
        Some(Event::ConsentGiven(body)) => body,
        other => panic!("{other:?}"),
    })
    .collect()
}

/// Refused as a whole: what for, at which field, about whom; and nothing was written.
fn refused(desk: &Desk, command: Command) -> Vec<(&'static str, Option<&'static str>, Option<Id>)> {
    let before = desk.length();
    let refusals = desk.app().execute(command, None).unwrap_err().refusals();
    assert_eq!(desk.length(), before, "nothing half-written");
    let about = |no: &Refusal| no.args.get("card").and_then(|card| Id::parse(card));
    refusals
        .iter()
        .map(|no| (no.code.0, no.field, about(no)))
        .collect()
}

/// Born so many years and days before today.
fn aged(desk: &Desk, years: u32, days: u64, form: PatientForm) -> PatientForm {
    let today = desk.app().now().date();
    let born = today - chrono::Months::new(12 * years) - chrono::Days::new(days);
    PatientForm {
        birth_date: tirkeu_core::words::dates::short(born),
        ..form
    }
}

#[test]
fn one_signature_stands_for_three_children_and_each_has_entries_of_its_own() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (eldest, her) = first(&desk, child(1));
    let hers = hers(her);
    let second = next(&desk, child(2), &hers);
    let stranger = desk.intake(patient(7));
    let third = child(3);

    let alone = asking(&third, &hers, &[]);
    let rows = family(&desk, &alone);
    let mut expected = vec![eldest, second];
    expected.sort();
    assert_eq!(
        cards(&rows),
        expected,
        "born on one day: in the order of their cards"
    );
    assert!(!cards(&rows).contains(&stranger));
    assert_eq!(rows[0].standing, Standing::None);
    assert_eq!(
        (rows[0].basis.as_str(), rows[0].problems.len()),
        ("mother", 0)
    );

    let others = cards(&rows);
    let joint = page(&desk, &asking(&third, &hers, &others), Lang::Ru);
    for name in [
        "Ахметова Санжар-Әли",
        "Ахметова Санжар-Хан",
        "Субъекты: Ахметова Нұрлан;",
    ] {
        assert!(joint.block.contains(name), "{name}: {}", joint.block);
    }
    assert!(
        joint
            .block
            .contains("За субъектов действует: Ахметова Айгерім Болатқызы (мать).")
    );
    let kk = page(&desk, &asking(&third, &hers, &others), Lang::Kk);
    assert!(
        kk.block.contains("Субъектілер: Ахметова Нұрлан;"),
        "{}",
        kk.block
    );
    assert!(
        kk.block
            .contains("Субъектілердің атынан әрекет етеді: Ахметова Айгерім Болатқызы (анасы).")
    );
    assert_ne!(joint.sha256, page(&desk, &alone, Lang::Ru).sha256);
    let mut turned = others.clone();
    turned.reverse();
    assert_eq!(
        page(&desk, &asking(&third, &hers, &turned), Lang::Ru).sha256,
        joint.sha256,
        "ticked in whichever order it is the same page"
    );

    let consent = signed(&joint, &others);
    let receipt = desk.must(Desk::taking_in_with(third, hers, Some(consent)));
    assert_eq!(
        receipt.entries.len(),
        2 + 3 * 2,
        "one commit: card, relation, two acts each"
    );
    let papers = desk.app().print_saved(&receipt).unwrap();
    assert_eq!(papers.len(), 3, "each has a confirmation to take home");
    let all = [receipt.subject, eldest, second];
    let acts: Vec<_> = all.iter().map(|card| given(&desk, *card)).collect();
    for (card, own) in all.iter().zip(&acts) {
        assert_eq!(own.len(), 2, "personal data and care");
        for act in own {
            assert_eq!(act.shown, acts[0][0].shown, "word for word what she read");
            assert!(act.shown.contains(&joint.block));
            assert_eq!(act.signature.as_deref(), Some(SIGNED));
            assert_eq!(act.giver, Some((her, basis::MOTHER, None)));
            assert_eq!(act.valid_until.as_deref(), Some("2035-03-14"));
        }
        assert!(desk.permitted(*card));
        assert_eq!(desk.look(*card).consents.len(), 2);
    }
    // Each can be taken back alone.
    desk.must(Command::Withdraw {
        card: eldest,
        withdrawal: WithdrawalForm {
            channel: "counter".into(),
            by: "representative".into(),
            giver: Some(her),
            ..WithdrawalForm::default()
        },
    });
    lab.sync();
    lab.agree();
    assert!(!village.permitted(eldest) && village.permitted(second));
    assert!(village.permitted(receipt.subject));
}

#[test]
fn each_entry_cites_what_was_known_of_its_own_child() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (eldest, her) = first(&desk, child(1));
    lab.sync();
    // The village hears a no that the desk does not know of: it wins, and for that child alone.
    village.must(Command::Consent {
        card: eldest,
        consent: ConsentForm {
            by: "representative".into(),
            ..consent_refused(village.policy())
        },
    });
    let hers = hers(her);
    let joint = page(&desk, &asking(&child(2), &hers, &[eldest]), Lang::Kk);
    let consent = signed(&joint, &[eldest]);
    let second = desk.must(Desk::taking_in_with(child(2), hers, Some(consent)));
    assert!(desk.permitted(eldest) && desk.permitted(second.subject));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert!(!one.permitted(eldest), "{}", one.name());
        assert!(one.permitted(second.subject), "{}", one.name());
    }
}

#[test]
fn each_child_keeps_the_ground_on_which_she_acts_for_it() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (own, her) = first(&desk, child(1));
    let ward = RepresentativeForm {
        card: Some(her),
        ..guardian()
    };
    let form = child(2);
    let joint = page(&desk, &asking(&form, &ward, &[own]), Lang::Ru);
    let grounds = "За субъектов действует: Ахметова Айгерім Болатқызы. Основания: \
        Ахметова Санжар-Хан – опекун; документ: Решение суда № 5 от 01.02.2026; \
        Ахметова Санжар-Әли – мать.";
    assert!(joint.block.contains(grounds), "{}", joint.block);
    let paper = ConsentForm {
        by: "representative".into(),
        others: vec![own],
        paper_place: "папка 3".into(),
        ..consent_given(desk.policy())
    };
    let receipt = desk.must(Desk::taking_in_with(form, ward, Some(paper)));
    let document = Some("Решение суда № 5 от 01.02.2026".to_owned());
    let (hers, theirs) = (given(&desk, own), given(&desk, receipt.subject));
    assert_eq!(hers[0].giver, Some((her, basis::MOTHER, None)));
    assert_eq!(theirs[0].giver, Some((her, basis::GUARDIAN, document)));
    assert_eq!(hers[0].shown, theirs[0].shown);
    assert_eq!(
        hers[0].paper.as_deref(),
        Some("папка 3"),
        "one sheet in one folder"
    );
    assert_eq!(
        (hers[0].given_ms, hers[0].signature.as_deref()),
        (None, None)
    );
}

#[test]
fn the_sheet_for_several_is_noted_for_each_whose_card_it_bears() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (eldest, her) = first(&desk, child(1));
    let hers = hers(her);
    let second = next(&desk, child(2), &hers);
    let sheet = |others: &[SubjectId]| {
        let asked = asking(&child(3), &hers, others);
        let mut app = desk.app();
        let made = app.sheet(&asked, 2, |facts| {
            assert_eq!(facts.others.len(), others.len(), "a line for each");
            Ok(b"%PDF".to_vec())
        });
        made.unwrap();
    };
    sheet(&[]);
    assert!(
        desk.of_kind(kinds::DOCUMENT_RELEASED).is_empty(),
        "typed only"
    );
    sheet(&[eldest, second]);
    let noted = desk.of_kind(kinds::DOCUMENT_RELEASED);
    let of: Vec<_> = noted.iter().map(|entry| entry.header().subject).collect();
    assert_eq!(of, [eldest, second]);
}

#[test]
fn whoever_is_sixteen_answers_alone() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (small, her) = first(&desk, child(1));
    let hers = hers(her);
    let sixteen = next(&desk, aged(&desk, 16, 0, child(2)), &hers);
    let almost = next(&desk, aged(&desk, 15, 364, child(3)), &hers);
    let form = child(4);
    let mut offered = cards(&family(&desk, &asking(&form, &hers, &[])));
    offered.sort();
    let mut children = vec![small, almost];
    children.sort();
    assert_eq!(offered, children);
    let rows = family(&desk, &asking(&form, &hers, &[sixteen]));
    let own = rows.iter().find(|row| row.card == sixteen).unwrap();
    assert_eq!(
        own.problems[0].code, "consent-other-alone",
        "ticked before the birthday"
    );
    let consent = ConsentForm {
        by: "representative".into(),
        others: vec![sixteen, small],
        ..consent_given(desk.policy())
    };
    let taken = Desk::taking_in_with(form, hers, Some(consent));
    let no = ("consent-other-alone", Some("others"), Some(sixteen));
    assert_eq!(refused(&desk, taken), [no]);
    assert!(!desk.permitted(small), "all or nothing");
}

#[test]
fn what_happened_meanwhile_is_said_beside_the_tick() {
    let (lab, [desk, village]) = Lab::with(["desk", "village"]);
    let (ended, her) = first(&desk, child(1));
    let hers = hers(her);
    let answered = next(&desk, child(2), &hers);
    let form = child(3);
    let others = [ended, answered];
    let joint = page(&desk, &asking(&form, &hers, &others), Lang::Ru);
    lab.sync();
    village.must(Desk::ending(ended, her));
    village.must(Command::Consent {
        card: answered,
        consent: ConsentForm {
            by: "representative".into(),
            ..consent_given(village.policy())
        },
    });
    lab.sync();
    let rows = family(&desk, &asking(&form, &hers, &others));
    let problem = |card| {
        let row = rows.iter().find(|row| row.card == card).unwrap();
        (row.name.is_empty(), row.problems[0].code.clone())
    };
    let not_entitled = "consent-other-not-entitled".to_owned();
    assert_eq!(problem(ended), (false, not_entitled));
    assert_eq!(problem(answered), (false, "consent-other-given".to_owned()));
    let taken = || Desk::taking_in_with(form.clone(), hers.clone(), Some(signed(&joint, &others)));
    let mut no = refused(&desk, taken());
    no.sort();
    let mut expected = vec![
        ("consent-other-not-entitled", Some("others"), Some(ended)),
        ("consent-other-given", Some("others"), Some(answered)),
    ];
    expected.sort();
    assert_eq!(no, expected, "both at once");
    // A page of others than those who were read of is another page.
    let one_less = ConsentForm {
        others: vec![],
        ..signed(&joint, &others)
    };
    let taken = Desk::taking_in_with(form.clone(), hers.clone(), Some(one_less));
    let changed = ("consent-page-changed", Some("personal_data"), None);
    assert_eq!(refused(&desk, taken), [changed]);
    assert!(cards(&family(&desk, &asking(&form, &hers, &[]))).is_empty());
}

#[test]
fn a_draft_carried_out_twice_writes_once_for_everybody() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (eldest, her) = first(&desk, child(1));
    let hers = hers(her);
    let joint = page(&desk, &asking(&child(2), &hers, &[eldest]), Lang::Ru);
    let taken = Desk::taking_in_with(child(2), hers, Some(signed(&joint, &[eldest])));
    let json = serde_json::json!({ "consent": signed(&joint, &[eldest]) }).to_string();
    let draft = desk.app().keep_draft(None, "intake", None, "А.", &json);
    let draft = Some(draft.unwrap());
    let once = desk.app().execute(taken.clone(), draft).unwrap();
    let length = desk.length();
    let twice = desk.app().execute(taken, draft).unwrap();
    assert_eq!((once, length), (twice, desk.length()));
    assert_eq!(given(&desk, eldest).len(), 2);
    assert!(desk.app().drafts().unwrap().is_empty());
}

#[test]
fn the_list_names_nobody_else_and_everybody_in_it_is_noted() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let (yesterdays, her) = first(&desk, child(1));
    let stranger = desk.intake(patient(7));
    desk.wait(24 * HOUR);
    desk.sign_in(REGISTRAR);
    let form = child(2);
    // Whoever was never shown is no representative to ask about.
    let unshown = asking(&form, &hers(her), &[]);
    let no = desk.app().family(&unshown).unwrap_err().refusals();
    assert_eq!(no[0].code.0, "not-found");
    // Typed as her card says, she is known; of yesterday's child there is no word.
    let typed = asking(&form, &mother(1), &[]);
    assert!(family(&desk, &typed).is_empty(), "not here today");
    assert!(desk.of_kind(kinds::LIST_SHOWN).is_empty());
    let other = RepresentativeForm {
        name: "Айша".into(),
        ..mother(1)
    };
    assert!(family(&desk, &asking(&form, &other, &[])).is_empty());
    desk.look(yesterdays);
    let rows = family(&desk, &typed);
    assert_eq!(cards(&rows), [yesterdays], "brought again, and looked at");
    let lists = desk.of_kind(kinds::LIST_OPENED);
    let Some(Event::ListOpened(opened)) = Event::of(lists.last().unwrap()) else {
        panic!("a list")
    };
    assert_eq!(opened.list, list::FAMILY);
    let shown = desk.of_kind(kinds::LIST_SHOWN);
    let Some(Event::ListShown(noted)) = Event::of(shown.last().unwrap()) else {
        panic!("who stood in it")
    };
    assert_eq!(
        (noted.list, noted.ids),
        (lists.last().unwrap().hash(), vec![yesterdays])
    );
    let length = desk.length();
    family(&desk, &typed);
    assert_eq!(desk.length(), length, "once for the whole session");
    // A stranger whom a form names has no name here and stands on no page.
    let with_stranger = asking(&form, &mother(1), &[stranger]);
    let rows = family(&desk, &with_stranger);
    let row = rows.iter().find(|row| row.card == stranger).unwrap();
    assert_eq!((row.name.as_str(), row.birth_date.as_str()), ("", ""));
    assert_eq!(row.problems[0].code, "consent-other-not-entitled");
    let no = desk.app().consent_page(&with_stranger, Lang::Ru);
    assert_eq!(no.unwrap_err().refusals()[0].code.0, "not-found");
    // Another person at the desk has opened nobody's card.
    desk.sign_in(MANAGER);
    assert!(family(&desk, &typed).is_empty());
}

#[test]
fn a_form_that_is_taken_over_keeps_whom_it_names() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.sign_in(REGISTRAR);
    let (eldest, her) = first(&desk, child(1));
    let (form, hers) = (child(2), hers(her));
    let others = vec![eldest];
    let consent = ConsentForm {
        by: "representative".into(),
        others: others.clone(),
        ..ConsentForm::default()
    };
    let json = serde_json::json!({
        "card": null, "patient": form, "representative": hers, "consent": consent, "reason": "",
    });
    let draft = desk
        .app()
        .keep_draft(None, "intake", None, "А.", &json.to_string());
    let draft = draft.unwrap();
    desk.sign_in(MANAGER);
    desk.app().take_over_draft(draft).unwrap();
    let opened = desk.app().open_draft(draft).unwrap().into_inner();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&opened).unwrap(),
        json
    );
    let asked = asking(&form, &hers, &others);
    let no = desk.app().consent_page(&asked, Lang::Kk).unwrap_err();
    assert_eq!(no.refusals()[0].code.0, "not-found", "told of nobody yet");
    let rows = family(&desk, &asked);
    assert_eq!((cards(&rows), rows[0].problems.len()), (others.clone(), 0));
    let joint = page(&desk, &asked, Lang::Kk);
    let taken = Desk::taking_in_with(form, hers, Some(signed(&joint, &others)));
    desk.app().execute(taken, Some(draft)).unwrap();
    assert!(desk.permitted(eldest));
}

#[test]
fn what_is_tied_to_one_phone_is_asked_of_several_only_when_it_is_the_phone_of_all() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    desk.must(Command::Offers {
        offers: OffersForm {
            purposes: vec!["sms".into()],
            sms_sender: "PROBA".into(),
            sms_gateway: "ТОО «Шлюз»".into(),
        },
    });
    let with = |form: PatientForm, phone: &str| PatientForm {
        phone: phone.into(),
        phone_owner: "representative".into(),
        ..form
    };
    let shared = "87012345678";
    let (same, her) = first(&desk, with(child(1), shared));
    let hers = hers(her);
    let other = next(&desk, with(child(2), "87019999999"), &hers);
    let form = with(child(3), shared);
    let rows = family(&desk, &asking(&form, &hers, &[]));
    let apart = |card| &rows.iter().find(|row| row.card == card).unwrap().apart;
    assert!(apart(same).is_empty());
    assert_eq!(apart(other), &["sms".to_owned()], "said beside the tick");
    let boxes = |others: &[SubjectId]| {
        let page = page(&desk, &asking(&form, &hers, others), Lang::Ru);
        (page.optional.len(), page)
    };
    assert_eq!(boxes(&[same, other]).0, 0);
    let (count, joint) = boxes(&[same]);
    assert_eq!(count, 1);
    let ticked = |page: &ConsentPage, others: &[SubjectId]| ConsentForm {
        optional: vec!["sms".into()],
        ..signed(page, others)
    };
    let all = [same, other];
    let forced = ticked(&boxes(&all).1, &all);
    let taken = Desk::taking_in_with(form.clone(), hers.clone(), Some(forced));
    let not_offered = ("consent-not-offered", Some("optional"), None);
    assert_eq!(refused(&desk, taken), [not_offered]);
    let taken = Desk::taking_in_with(form, hers, Some(ticked(&joint, &[same])));
    let receipt = desk.must(taken);
    for card in [receipt.subject, same] {
        let acts = given(&desk, card);
        assert_eq!(acts.len(), 3, "the same ticks for everybody who is named");
        assert_eq!(acts[2].sentence, joint.optional[0].sentence);
    }
}

#[test]
fn a_refusal_is_of_one_and_a_page_holds_as_many_as_one_commit() {
    let (_lab, [desk]) = Lab::with(["desk"]);
    let (eldest, her) = first(&desk, child(1));
    let hers = hers(her);
    let refusal = ConsentForm {
        by: "representative".into(),
        others: vec![eldest],
        ..consent_refused(desk.policy())
    };
    let taken = Desk::taking_in_with(child(2), hers.clone(), Some(refusal));
    let apart = ("consent-refused-apart", Some("others"), None);
    assert_eq!(refused(&desk, taken), [apart]);
    let mut others = vec![eldest];
    others.extend((2..=8).map(|serial| next(&desk, child(serial), &hers)));
    let paper = |others: &[SubjectId]| ConsentForm {
        by: "representative".into(),
        others: others.to_vec(),
        ..consent_given(desk.policy())
    };
    assert_eq!(others.len(), MOST_OTHERS + 1);
    let taken = Desk::taking_in_with(child(9), hers.clone(), Some(paper(&others)));
    let many = ("consent-others-too-many", Some("others"), None);
    assert_eq!(refused(&desk, taken), [many]);
    // Named twice, or the child itself among the others: once is enough.
    others.truncate(MOST_OTHERS);
    let own = others[0];
    others.push(others[1]);
    let answer = Command::Consent {
        card: own,
        consent: paper(&others),
    };
    let receipt = desk.must(answer);
    assert_eq!(receipt.entries.len(), MOST_OTHERS * 2);
    // Nobody who answers alone speaks for others.
    let adult = desk.intake(patient(7));
    let consent = ConsentForm {
        others: vec![eldest],
        ..consent_given(desk.policy())
    };
    let answer = Command::Consent {
        card: adult,
        consent,
    };
    let no = ("consent-other-not-entitled", Some("others"), Some(eldest));
    assert_eq!(refused(&desk, answer), [no]);
}

#[test]
fn a_new_version_of_the_policy_is_agreed_to_together_and_one_of_them_may_be_destroyed() {
    let (lab, [desk, _village]) = Lab::with(["desk", "village"]);
    let (eldest, her) = first(&desk, child(1));
    let hers = hers(her);
    let second = next(&desk, child(2), &hers);
    let both = |card, others: &[SubjectId]| Command::Consent {
        card,
        consent: ConsentForm {
            by: "representative".into(),
            others: others.to_vec(),
            ..consent_given(desk.policy())
        },
    };
    desk.must(both(eldest, &[second]));
    let no = ("consent-other-given", Some("others"), Some(second));
    assert_eq!(refused(&desk, both(eldest, &[second])), [no]);
    desk.must(Command::PublishPolicy {
        policy: tirkeu_tests::lab::next_policy("2", "18.11.2026"),
    });
    desk.look(eldest);
    desk.look(second);
    let asked = PageForm {
        card: Some(eldest),
        by: "representative".into(),
        ..PageForm::default()
    };
    let rows = family(&desk, &asked);
    assert_eq!(
        (cards(&rows), rows[0].standing),
        (vec![second], Standing::Stale)
    );
    desk.must(both(eldest, &[second]));
    // What was read stays with whoever stays, the name of the one who is gone among it; theirs is gone.
    desk.must(Desk::destroying(second));
    lab.sync();
    lab.agree();
    for one in lab.desks() {
        assert_eq!(given(one, eldest).len(), 4);
        assert!(given(one, eldest)[3].shown.contains("Санжар-Хан"));
        let gone = one.of_kind(kinds::CONSENT_GIVEN);
        let theirs = gone.iter().filter(|act| act.header().subject == second);
        for act in theirs {
            assert!(Event::of(act).is_none(), "its own evidence is erased");
        }
        let fields = query::card::fields(one.app().conn(), second).unwrap();
        assert!(fields.is_empty());
    }
    assert!(desk.permitted(eldest));
}

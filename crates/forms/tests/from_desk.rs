//! Sheets made from a real desk in memory: what the journal holds is what stands on paper.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use ed25519_dalek::SigningKey;
use tirkeu_core::app::{App, Founding, Paper, Parts};
use tirkeu_core::command::{
    Command, ConsentForm, OffersForm, OrganisationForm, PageForm, PolicyForm, WithdrawalForm,
};
use tirkeu_core::domain::notice::channel::ChannelForm;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::event::lab::DeviceDescribed;
use tirkeu_core::id::{Entropy, Hash, SystemEntropy};
use tirkeu_core::query::paper::PaperFacts;
use tirkeu_core::store::Store;
use tirkeu_core::time::Clock;
use tirkeu_core::vault::Kit;
use tirkeu_core::view::{ConsentPage, Receipt};
use tirkeu_core::words::{Both, Lang};
use tirkeu_forms::{Answer, Form, State, paper, svg};

/// 21 November 2026 in Almaty.
struct Noon;

impl Clock for Noon {
    fn now_ms(&self) -> u64 {
        1_795_240_800_000
    }
}

fn both(text: &str) -> Both {
    Both {
        kk: format!("{text} kk"),
        ru: format!("{text} ru"),
    }
}

/// A founded desk with a manager at work, an organisation and a policy.
fn desk() -> App {
    let mut entropy = SystemEntropy;
    let root = Kit::generate(&mut entropy).root();
    let key = |entropy: &mut SystemEntropy| {
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        SigningKey::from_bytes(&seed)
    };
    let (device, person) = (key(&mut entropy), key(&mut entropy));
    let mut app = App::open(Parts {
        store: Store::memory().unwrap(),
        org: root.org_id(),
        device: entropy.id(),
        key: device,
        clock: Box::new(Noon),
        entropy: Box::new(SystemEntropy),
        anchor: None,
    })
    .unwrap();
    let staff = entropy.id();
    app.found(
        &root.sign,
        &Founding {
            root_sign: Hash(root.sign.verifying_key().to_bytes()),
            root_seal: Hash([2; 32]),
            device_x25519: Hash([3; 32]),
            site: 1,
            prefix: 100,
            staff,
            staff_ed25519: Hash(person.verifying_key().to_bytes()),
            staff_x25519: Hash([4; 32]),
        },
    )
    .unwrap();
    app.open_session(staff, person).unwrap();
    let described = DeviceDescribed {
        name: "Регистратура".into(),
        site: "Центр".into(),
    };
    app.describe("Өтеғали Һәнипа", described, None).unwrap();
    app.execute(
        Command::DescribeOrganisation {
            organisation: OrganisationForm {
                name: both("Зертхана"),
                number: "990140000126".into(),
                address: both("Алматы"),
                phone: "+7 701 234 56 78".into(),
                email: "a@example.kz".into(),
            },
        },
        None,
    )
    .unwrap();
    let policy = PolicyForm {
        policy: None,
        code: "ПД-01".into(),
        revision: "1".into(),
        effective_from: "01.11.2026".into(),
        title: both("Политика"),
        text: both(&"Текст политики. ".repeat(40)),
        years: "5".into(),
        url: "https://lab.kz/policy".into(),
        differences_seen: true,
    };
    app.execute(Command::PublishPolicy { policy }, None)
        .unwrap();
    app
}

fn shown(app: &App, form: &PatientForm) -> ConsentPage {
    app.consent_page(&PageForm::of(form), Lang::Kk).unwrap()
}

/// Facts as the renderer gets them.
fn facts(app: &mut App, paper: Paper) -> PaperFacts {
    let mut kept = None;
    app.paper(paper, |facts| {
        kept = Some(facts.clone());
        Ok(vec![1])
    })
    .unwrap();
    kept.unwrap()
}

/// An adult at the counter.
fn adult() -> PatientForm {
    PatientForm {
        surname: "Ахметова".into(),
        name: "Айгерим".into(),
        patronymic: "Болатовна".into(),
        iin: "910312400121".into(),
        birth_date: "12.03.1991".into(),
        sex: "F".into(),
        phone: "8 701 234 56 78".into(),
        phone_owner: "patient".into(),
        language: "kk".into(),
        ..PatientForm::default()
    }
}

/// Both boxes of a page ticked on the screen.
fn ticked(page: &ConsentPage) -> ConsentForm {
    ConsentForm {
        answer: "given".into(),
        personal_data: true,
        care: true,
        channel: "screen".into(),
        language: Some(Lang::Kk),
        policy: Some(page.policy),
        page: Some(page.sha256),
        ..ConsentForm::default()
    }
}

/// An adult who answered so.
fn taken_in(app: &mut App, patient: PatientForm, consent: ConsentForm) -> Receipt {
    let command = Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient,
        reason: String::new(),
        representative: None,
        consent: Some(consent),
    };
    app.execute(command, None).unwrap()
}

#[test]
fn the_act_of_consent_stands_on_receipt_and_evidence_card() {
    let mut app = desk();
    let answer = ticked(&shown(&app, &adult()));
    let receipt = taken_in(&mut app, adult(), answer);
    let (card, act) = (receipt.subject, receipt.entries[1]);
    let asked = |entry, document| Paper {
        document,
        card,
        entry,
        action: 1,
    };

    let of_act = facts(&mut app, asked(Some(act), 2));
    let Some(Form::Receipt(sheet)) = paper::receipt(&of_act) else {
        panic!("a receipt was asked for")
    };
    let both_acts: Vec<String> = receipt.entries[1..].iter().map(Hash::to_string).collect();
    assert_eq!(
        sheet.entries, both_acts,
        "both consents of the visit, in the order of the page"
    );
    let terms: Vec<&str> = sheet
        .items
        .iter()
        .map(|item| item.valid_until.ru.as_str())
        .collect();
    assert_eq!(terms, ["5 лет со дня последнего обращения", "до отзыва"]);
    assert!(sheet.items.iter().all(|item| item.state == State::Given));
    assert_eq!(sheet.answer, Answer::Given);
    let unnamed = facts(&mut app, asked(None, 2));
    let Some(Form::Receipt(same)) = paper::receipt(&unnamed) else {
        panic!("a receipt of what was said last")
    };
    assert_eq!(same.entries, both_acts);
    assert!(sheet.person.iin.starts_with('•'), "taken home: masked");
    assert_eq!(sheet.taken_by.name, "Өтеғали Һәнипа");
    assert_eq!(sheet.given_at, "21.11.2026 11:00");

    let withdrawn = app
        .execute(
            Command::Withdraw {
                card,
                withdrawal: WithdrawalForm {
                    channel: "counter".into(),
                    reason: "Басқа зертхана".into(),
                    ..WithdrawalForm::default()
                },
            },
            None,
        )
        .unwrap();
    let of_withdrawal = facts(&mut app, asked(withdrawn.entries.first().copied(), 2));
    let (Some(Form::Receipt(sheet)), Some(Form::EvidenceCard(card_of_it))) = (
        paper::receipt(&of_withdrawal),
        paper::evidence(&of_withdrawal),
    ) else {
        panic!("both papers of a withdrawal were asked for")
    };
    assert_eq!(
        (sheet.answer, card_of_it.answer),
        (Answer::Withdrawn, Answer::Withdrawn)
    );
    for channel in [&sheet.channel, &card_of_it.channel] {
        assert_eq!(
            (channel.ru.as_str(), channel.kk.as_str()),
            ("в регистратуре", "тіркеу бөлімінде"),
            "a withdrawal at the counter has no screen"
        );
    }
    let of_act = facts(&mut app, asked(Some(act), 3));
    let Some(Form::EvidenceCard(sheet)) = paper::evidence(&of_act) else {
        panic!("an evidence card was asked for")
    };
    assert_eq!(sheet.state, State::Withdrawn);
    assert_eq!(sheet.purposes.len(), 6, "the purposes that the page named");
    assert_eq!(sheet.later.len(), 1);
    assert_eq!(sheet.later[0].reason, "Басқа зертхана");
    assert_eq!(sheet.person.iin, "910312 400121");
    assert!(sheet.shown[0].text.contains("келісім беремін"));

    let blank = facts(&mut app, asked(None, 1));
    for form in [
        paper::consent(&blank),
        paper::receipt(&of_act).unwrap(),
        paper::evidence(&of_act).unwrap(),
        paper::kit(&blank.organisation, &Kit::from_secret([7; 16]), blank.now),
    ] {
        let pages = svg(&form, paper::date(blank.now)).unwrap();
        assert!(!pages.is_empty());
    }
    assert_eq!(
        svg(&paper::receipt(&of_act).unwrap(), paper::date(blank.now))
            .unwrap()
            .len(),
        1,
        "a receipt is one sheet"
    );
}

/// An attorney came for the person: the receipt and the evidence of the withdrawal name them, and so does the evidence
/// of the consent that they took back.
#[test]
fn whoever_took_consent_back_for_the_person_stands_on_paper() {
    let mut app = desk();
    let answer = ticked(&shown(&app, &adult()));
    let receipt = taken_in(&mut app, adult(), answer);
    let (card, act) = (receipt.subject, receipt.entries[1]);
    let attorney = RepresentativeForm {
        surname: "Серіков".into(),
        name: "Болат".into(),
        birth_date: "01.02.1980".into(),
        basis: "attorney".into(),
        document: "№ 12-АБ".into(),
        valid_until: "31.12.2026".into(),
        scope: vec!["consent".into()],
        ..RepresentativeForm::default()
    };
    let represent = Command::Represent {
        card,
        representative: attorney,
    };
    app.execute(represent, None).unwrap();
    let withdraw = Command::Withdraw {
        card,
        withdrawal: WithdrawalForm {
            channel: "paper".into(),
            by: "representative".into(),
            ..WithdrawalForm::default()
        },
    };
    let withdrawn = app.execute(withdraw, None).unwrap().entries[0];
    let mut asked = |entry, document| {
        let paper = Paper {
            document,
            card,
            entry: Some(entry),
            action: 1,
        };
        facts(&mut app, paper)
    };
    let who = "Серіков Болат, по доверенности, № 12-АБ";
    let of_withdrawal = asked(withdrawn, 2);
    let form = paper::receipt(&of_withdrawal).unwrap();
    assert_eq!(svg(&form, paper::date(of_withdrawal.now)).unwrap().len(), 1);
    let Form::Receipt(sheet) = form else {
        panic!("a receipt was asked for")
    };
    assert_eq!(sheet.giver.ru, who);
    let form = paper::evidence(&asked(withdrawn, 3)).unwrap();
    assert!(
        !svg(&form, paper::date(of_withdrawal.now))
            .unwrap()
            .is_empty()
    );
    let Form::EvidenceCard(sheet) = form else {
        panic!("an evidence card was asked for")
    };
    assert!(sheet.facts.iter().any(|fact| fact.value.ru == who));
    let of_consent = asked(act, 3);
    let Some(Form::EvidenceCard(sheet)) = paper::evidence(&of_consent) else {
        panic!("an evidence card was asked for")
    };
    assert_eq!(sheet.later[0].giver.ru, who);
    assert!(sheet.facts.iter().all(|fact| fact.value.ru != who));
}

/// A code that was read back: both papers say by what and on which phone, and give no phone in full.
#[test]
fn consent_by_a_code_says_to_which_phone_it_went() {
    let mut app = desk();
    let offers = OffersForm {
        sms_sender: "PROBA".into(),
        ..OffersForm::default()
    };
    app.execute(Command::Offers { offers }, None).unwrap();
    let gateway = ChannelForm {
        channel: "sms".into(),
        gateway: "mobizon".into(),
        ..ChannelForm::default()
    };
    app.set_channel(&gateway, "kz0123456789test").unwrap();
    let asked = PageForm::of(&adult());
    let answer = ConsentForm {
        channel: "sms".into(),
        ..ticked(&shown(&app, &adult()))
    };
    let one = app.otp_for_consent(&asked, &answer).unwrap();
    let digits: String = one.text.chars().filter(char::is_ascii_digit).collect();
    app.otp_read(one.otp, &digits).unwrap();
    let answer = ConsentForm {
        otp: Some(one.otp),
        ..answer
    };
    let receipt = taken_in(&mut app, adult(), answer);
    let of_act = |document| Paper {
        document,
        card: receipt.subject,
        entry: receipt.entries.last().copied(),
        action: 1,
    };
    let (first, second) = (facts(&mut app, of_act(2)), facts(&mut app, of_act(3)));
    let (Some(Form::Receipt(taken_home)), Some(Form::EvidenceCard(kept))) =
        (paper::receipt(&first), paper::evidence(&second))
    else {
        panic!("both papers were asked for")
    };
    let mut none = |document| {
        let of_card = Paper {
            entry: receipt.entries.first().copied(),
            ..of_act(document)
        };
        app.paper(of_card, |_| Ok(vec![1])).unwrap_err().refusals()
    };
    for document in [2, 3] {
        assert_eq!(none(document)[0].code.0, "not-found", "a card is no act");
    }
    for channel in [&taken_home.channel, &kept.channel] {
        assert_eq!(
            (channel.ru.as_str(), channel.kk.as_str()),
            (
                "кодом из SMS, отправленным на +7 701 ••• •6 78",
                "+7 701 ••• •6 78 нөміріне жіберілген SMS-кодпен"
            )
        );
    }
}

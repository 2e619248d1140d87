//! From what the core knows to what a sheet says: every text ready, in both languages, nothing decided.
//!
//! Called by the window and by the command line inside `App::paper`, so that both print the same
//! sheet. Dates, phones and ИИН are worded by `tirkeu_core::words` and `domain`; ИИН stand in full on
//! the sheet to be signed and on the evidence card, masked on the receipt that is taken home.
//! A further sheet: its data in `data`, its template, and one function here.

mod order;
mod request;

pub use order::{act, labels, registration, reserved, set_labels, slip};
pub use request::request;

use tirkeu_core::domain::consent::{Purpose, signature};
use tirkeu_core::domain::iin::Iin;
use tirkeu_core::domain::phone::Phone;
use tirkeu_core::event::Event;
use tirkeu_core::event::consent::{channel, help};
use tirkeu_core::event::kinds::Role;
use tirkeu_core::event::patient::field;
use tirkeu_core::id::Id;
use tirkeu_core::query::acts::{Actor as Who, Evidence};
use tirkeu_core::query::card::Fields;
use tirkeu_core::query::expected::SheetFacts;
use tirkeu_core::query::lab::Organisation;
use tirkeu_core::query::page::{Beside, Giver, SERVICE};
use tirkeu_core::query::paper::PaperFacts;
use tirkeu_core::query::trail::{ControlFacts, HeadFacts, SeenFacts};
use tirkeu_core::time::Wall;
use tirkeu_core::vault::Kit;
use tirkeu_core::words::{self, BinKind, dates, numbers};

use crate::{
    Actor, Answer, Both, ConsentData, ControlData, EvidenceData, ExpectedData, ExpectedLine, Fact,
    Form, HeadLine, Item, KitData, Lang, Later, LookLine, Operator, OperatorId, Person, Policy,
    ReceiptData, SeenData, Shown, State,
};

/// Working days within which a withdrawal is carried out or refused with reasons (Law 94-V art. 8(7)).
const WITHDRAWAL_DAYS: &str = "15";

/// The date of a sheet in its metadata: the day on which it is made, in Almaty.
pub fn date(now: Wall) -> (i32, u8, u8) {
    use chrono::Datelike;
    let day = now.date();
    let part = |value: u32| u8::try_from(value).unwrap_or(1);
    (day.year(), part(day.month()), part(day.day()))
}

/// The sheet on which a patient consents by hand.
pub fn consent(facts: &PaperFacts) -> Form {
    let (kk, ru) = (&facts.page_kk, &facts.page_ru);
    Form::Consent(ConsentData {
        number: String::new(),
        numbers: Vec::new(),
        operator: operator(&facts.organisation),
        policy: policy(facts, papers_language(facts)),
        person: person(facts, iin_in_full),
        others: facts.others.iter().map(beside).collect(),
        giver: signer(facts),
        sentence: Both::new(kk.sentence(), ru.sentence()),
        block: Both::new(&kk.block, &ru.block),
        purposes: SERVICE.iter().map(|key| purpose_words(key)).collect(),
        fields: facts
            .collected
            .iter()
            .map(|key| both(&format!("consent-field-{key}")))
            .collect(),
        care: Both::new(&kk.care, &ru.care),
        options: kk
            .optional
            .iter()
            .zip(&ru.optional)
            .map(|(kk, ru)| Both::new(&kk.sentence, &ru.sentence))
            .collect(),
    })
}

/// The same for a pen, one sheet for each number: for a day on which the program does not work.
pub fn consent_blanks(facts: &PaperFacts, numbers: &[String]) -> Form {
    match consent(facts) {
        Form::Consent(sheet) => Form::Consent(ConsentData {
            number: match numbers {
                [only] => only.clone(),
                _ => String::new(),
            },
            numbers: numbers.to_vec(),
            person: Person::default(),
            giver: Both::default(),
            ..sheet
        }),
        other => other,
    }
}

/// What the patient takes home: what was said at one visit, and what follows. None without an act.
pub fn receipt(facts: &PaperFacts) -> Option<Form> {
    let evidence = facts.evidence.as_ref()?;
    let act = Act::of(facts, evidence);
    Some(Form::Receipt(ReceiptData {
        number: String::new(),
        operator: operator(&facts.organisation),
        person: person(facts, iin_masked),
        answer: answer(&facts.together),
        items: facts
            .together
            .iter()
            .flat_map(|evidence| Act::of(facts, evidence).items())
            .collect(),
        policy: policy(facts, act.language),
        given_at: act.given_at,
        recorded_at: dates::moment(evidence.recorded),
        language: act.language,
        channel: act.channel,
        giver: facts.giver.as_ref().map(giver_words).unwrap_or_default(),
        taken_by: actor(&evidence.by),
        withdrawal_days: WITHDRAWAL_DAYS.to_owned(),
        entries: facts
            .together
            .iter()
            .map(|evidence| evidence.entry.to_string())
            .collect(),
    }))
}

/// One visit may hold a yes and a no: the yes names the sheet, it is what can be taken back.
fn answer(acts: &[Evidence]) -> Answer {
    let any = |said: fn(&Event) -> bool| acts.iter().any(|act| said(&act.event));
    if any(|event| matches!(event, Event::ConsentGiven(_))) {
        Answer::Given
    } else if any(|event| matches!(event, Event::ConsentWithdrawn(_))) {
        Answer::Withdrawn
    } else {
        Answer::Refused
    }
}

/// Every fact of one act of consent. None without an act.
pub fn evidence(facts: &PaperFacts) -> Option<Form> {
    let evidence = facts.evidence.as_ref()?;
    let act = Act::of(facts, evidence);
    Some(Form::EvidenceCard(EvidenceData {
        number: String::new(),
        operator: operator(&facts.organisation),
        person: person(facts, iin_in_full),
        answer: answer(std::slice::from_ref(evidence)),
        state: act.state,
        purposes: act.purposes,
        shown: act.shown,
        shown_sha256: facts.policy.text_hash(words_lang(act.language)).to_string(),
        policy: policy(facts, act.language),
        language: act.language,
        channel: act.channel,
        given_at: act.given_at,
        recorded_at: dates::moment(evidence.recorded),
        valid_until: act.valid_until,
        actor: actor(&evidence.by),
        device: [evidence.desk.as_str(), &evidence.device.to_string()].join(" · "),
        entry: evidence.entry.to_string(),
        seq: format!("№ {}", numbers::grouped(evidence.seq)),
        facts: act.facts,
        signature: act.signature,
        later: evidence.later.iter().map(later).collect(),
        printed_at: dates::moment(facts.now),
        printed_by: actor(&facts.by),
    }))
}

/// The recovery kit of the laboratory.
pub fn kit(organisation: &Organisation, kit: &Kit, made: Wall) -> Form {
    let root = kit.root();
    Form::Kit(KitData {
        operator: operator(organisation),
        made_on: dates::short(made.date()),
        groups: kit.groups().map(|group| group.as_str().to_owned()),
        fingerprint: root.fingerprint(),
        age_key: root.age_secret_key().as_str().to_owned(),
    })
}

/// Who of an employer's list came on a day.
pub fn expected(facts: &SheetFacts) -> Form {
    let came = facts.rows.iter().filter(|row| row.1).count();
    let lines = facts.rows.iter().zip(1_u64..);
    Form::Expected(ExpectedData {
        operator: operator(&facts.organisation),
        counterparty: facts.counterparty.clone(),
        day: dates::short(facts.day),
        total: numbers::grouped(facts.rows.len() as u64),
        came: numbers::grouped(came as u64),
        rows: lines
            .map(|((name, came), number)| ExpectedLine {
                number: numbers::grouped(number),
                name: name.clone(),
                came: *came,
            })
            .collect(),
        printed_at: dates::moment(facts.now),
        printed_by: actor(&facts.by),
    })
}

/// The control sheet of the journal.
pub fn control(facts: &ControlFacts) -> Form {
    let line = |head: &HeadFacts| HeadLine {
        desk: head.desk.clone(),
        device: head.device.to_string(),
        seq: numbers::grouped(head.seq),
        hash: head.hash.to_string(),
    };
    Form::Control(ControlData {
        operator: operator(&facts.organisation),
        own: line(&facts.own),
        seq: facts.own.seq.to_string(),
        others: facts.others.iter().map(line).collect(),
        entries: numbers::grouped(facts.entries),
        printed_at: dates::moment(facts.now),
        printed_by: actor(&facts.by),
    })
}

/// Who looked at a card, for the patient.
pub fn seen(facts: &SeenFacts) -> Form {
    let lines = facts.rows.iter().map(|row| LookLine {
        at: row.at.clone(),
        by: row.by.clone(),
        desk: row.desk.clone(),
        what: both(&format!("journal-seen-{}", row.act)),
    });
    Form::Seen(SeenData {
        operator: operator(&facts.organisation),
        name: of_words(&facts.name),
        iin: Iin::parse(&facts.iin).map_or_else(String::new, |iin| iin.masked()),
        rows: lines.collect(),
        total: numbers::grouped(facts.rows.len() as u64),
        has_more: facts.has_more,
        printed_at: dates::moment(facts.now),
        printed_by: actor(&facts.by),
    })
}

/// What one act of consent says, whichever of the three it is.
struct Act {
    /// Every purpose by itself.
    purposes: Vec<Both>,
    /// The consents of the page by their titles: a receipt stays on one sheet.
    titles: Vec<Both>,
    state: State,
    language: Lang,
    channel: Both,
    given_at: String,
    valid_until: Both,
    shown: Vec<Shown>,
    facts: Vec<Fact>,
    signature: Vec<Vec<(u16, u16)>>,
}

impl Act {
    fn of(facts: &PaperFacts, evidence: &Evidence) -> Self {
        let language = |code| if code == 2 { Lang::Kk } else { Lang::Ru };
        let (purposes, given_on, channel, language) = match &evidence.event {
            Event::ConsentGiven(act) => (
                &act.purposes[..],
                &act.given_on,
                act.channel,
                language(act.language),
            ),
            Event::ConsentRefused(act) => (
                &act.purposes[..],
                &act.given_on,
                act.channel,
                language(act.language),
            ),
            Event::ConsentWithdrawn(act) => (
                &act.purposes[..],
                &act.given_on,
                act.channel,
                papers_language(facts),
            ),
            _ => (&[][..], &String::new(), 0, papers_language(facts)),
        };
        let mut act = Self {
            purposes: purposes_of(purposes),
            titles: titles_of(purposes),
            state: state(facts, evidence),
            language,
            channel: match (&evidence.event, channel) {
                (Event::ConsentWithdrawn(_), channel::COUNTER) => both("consent-channel-counter"),
                (Event::ConsentGiven(given), channel::SMS) => otp_words(given.otp.as_ref()),
                (_, code) => channel_words(code),
            },
            given_at: given_on
                .parse()
                .map(dates::short)
                .unwrap_or_else(|_| given_on.clone()),
            valid_until: Both::default(),
            shown: vec![],
            facts: vec![],
            signature: vec![],
        };
        match &evidence.event {
            Event::ConsentGiven(given) => act.given(facts, given),
            Event::ConsentRefused(refused) => {
                act.fact("common-reason", refused.reason.as_deref());
                act.show(&refused.sentence, &refused.shown);
                act.people(facts, &refused.helpers, None);
                act.sign(refused.signature.as_deref());
                act.fact("consent-paper-place", facts.paper_place.as_deref());
            }
            Event::ConsentWithdrawn(withdrawn) => {
                act.fact("common-reason", withdrawn.reason.as_deref());
                act.people(facts, &[], None);
            }
            _ => {}
        }
        act
    }

    fn items(self) -> Vec<Item> {
        let (state, valid_until) = (self.state, self.valid_until);
        let item = |what| Item {
            what,
            state,
            valid_until: valid_until.clone(),
        };
        self.titles.into_iter().map(item).collect()
    }

    fn given(&mut self, facts: &PaperFacts, given: &tirkeu_core::event::consent::ConsentGiven) {
        if let Some(ms) = given.given_ms {
            self.given_at = dates::moment(Wall::almaty(ms));
        }
        self.valid_until = match given.valid_until.as_deref().map(str::parse) {
            Some(Ok(day)) => same(dates::short(day)),
            // The policy's term is that of personal data; consent to care stands by itself.
            _ if given.purposes == [Purpose::Care.code()] => both("consent-term-until-withdrawn"),
            _ => {
                let years = facts.policy.years.to_string();
                let said = words::Both::of(
                    "consent-term-after-visit",
                    &[("n", &years), ("years", &years)],
                );
                Both::new(said.kk, said.ru)
            }
        };
        self.show(&given.sentence, &given.shown);
        self.people(facts, &given.helpers, given.companion.as_deref());
        self.sign(given.signature.as_deref());
        self.fact("consent-paper-place", facts.paper_place.as_deref());
    }

    /// The words that stood there; an act without any showed none.
    fn show(&mut self, sentence: &str, shown: &str) {
        let lang = self.language;
        for (what, text) in [
            ("consent-shown-sentence", sentence),
            ("consent-shown-block", shown),
        ] {
            if !text.is_empty() {
                self.shown.push(Shown {
                    what: both(what),
                    lang,
                    text: text.to_owned(),
                });
            }
        }
    }

    /// Who acted for the person, who helped, who came along.
    fn people(&mut self, facts: &PaperFacts, helpers: &[(u8, String)], companion: Option<&str>) {
        if let Some(giver) = &facts.giver {
            self.facts.push(Fact {
                what: both("consent-giver"),
                value: giver_words(giver),
            });
        }
        for (how, name) in helpers {
            let what = match *how {
                help::READ_ALOUD => "consent-reader",
                help::HELPED => "consent-helper",
                _ => "consent-witness",
            };
            self.fact(what, Some(name));
        }
        self.fact("consent-companion", companion);
    }

    fn sign(&mut self, drawn: Option<&str>) {
        self.signature = drawn.and_then(signature::strokes).unwrap_or_default();
    }

    fn fact(&mut self, what: &str, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.facts.push(Fact {
                what: both(what),
                value: same(value),
            });
        }
    }
}

/// Consent in a word, on the day of printing.
fn state(facts: &PaperFacts, evidence: &Evidence) -> State {
    if evidence.later.iter().any(|act| act.annulment) {
        return State::Mistaken;
    }
    match &evidence.event {
        Event::ConsentRefused(_) => State::Refused,
        Event::ConsentGiven(given) => {
            let over = given
                .valid_until
                .as_deref()
                .and_then(|day| day.parse().ok())
                .is_some_and(|day: chrono::NaiveDate| day < facts.now.date());
            if !evidence.later.is_empty() {
                State::Withdrawn
            } else if over || !facts.policy_current {
                State::Stale
            } else {
                State::Given
            }
        }
        _ => State::Withdrawn,
    }
}

/// Purposes as the person read them; an act that names none is about all of them.
fn purposes_of(codes: &[u8]) -> Vec<Both> {
    if codes.is_empty() {
        return vec![both("consent-purpose-all")];
    }
    codes
        .iter()
        .filter_map(|code| Purpose::from_code(*code))
        .flat_map(|purpose| match purpose {
            Purpose::Service => SERVICE.iter().map(|key| purpose_words(key)).collect(),
            Purpose::Care => vec![both("consent-care-title")],
            other => vec![purpose_words(other.text())],
        })
        .collect()
}

fn titles_of(codes: &[u8]) -> Vec<Both> {
    if codes.is_empty() {
        return vec![both("consent-purpose-all")];
    }
    codes
        .iter()
        .filter_map(|code| Purpose::from_code(*code))
        .map(|purpose| match purpose {
            Purpose::Service => both("consent-title"),
            Purpose::Care => both("consent-care-title"),
            other => purpose_words(other.text()),
        })
        .collect()
}

fn purpose_words(key: &str) -> Both {
    both(&format!("consent-purpose-{key}"))
}

fn channel_words(code: u8) -> Both {
    match code {
        channel::SCREEN => both("consent-channel-screen"),
        channel::PAPER => both("consent-channel-paper"),
        channel::POST => both("consent-channel-post"),
        channel::EMAIL => both("consent-channel-email"),
        channel::PATIENT_SCREEN => both("consent-channel-patient_screen"),
        _ => Both::default(),
    }
}

/// By a code, with the phone to which it went: of a number in full nobody needs more on paper than its end.
fn otp_words(otp: Option<&(Id, String)>) -> Both {
    let to = otp.and_then(|(_, phone)| Phone::from_e164(phone));
    match to {
        Some(to) => of_words(&words::Both::of(
            "consent-channel-sms-to",
            &[("to", &to.masked())],
        )),
        None => both("consent-channel-sms"),
    }
}

fn later(act: &tirkeu_core::query::acts::Later) -> Later {
    Later {
        state: if act.annulment {
            State::Mistaken
        } else {
            State::Withdrawn
        },
        at: dates::moment(act.at),
        by: actor(&act.by),
        giver: act.giver.as_ref().map(giver_words).unwrap_or_default(),
        reason: act.reason.clone(),
        entry: act.entry.to_string(),
    }
}

fn actor(who: &Who) -> Actor {
    Actor {
        name: who.name.clone(),
        role: match who.role {
            Some(Role::Registrar) => both("common-role-registrar"),
            Some(Role::Senior) => both("common-role-senior"),
            Some(Role::Manager) => both("common-role-manager"),
            Some(Role::Administrator) => both("common-role-administrator"),
            Some(Role::Auditor) => both("common-role-auditor"),
            None => Both::default(),
        },
    }
}

fn operator(organisation: &Organisation) -> Operator {
    Operator {
        name: of_words(&organisation.name),
        id: match organisation.number_kind {
            BinKind::Bin => OperatorId::Bin,
            BinKind::Iin => OperatorId::Iin,
        },
        number: organisation.number.clone(),
        address: of_words(&organisation.address),
        phone: Phone::from_e164(&organisation.phone)
            .map_or_else(|| organisation.phone.clone(), |phone| phone.display()),
        email: organisation.email.clone(),
        training: organisation.training,
    }
}

fn policy(facts: &PaperFacts, language: Lang) -> Policy {
    Policy {
        title: of_words(&facts.policy.title),
        code: facts.policy.code.clone(),
        revision: facts.policy.revision.clone(),
        effective: dates::short(facts.policy.effective_from),
        sha256: facts.policy.text_hash(words_lang(language)).to_string(),
        url: facts.policy.url.clone().unwrap_or_default(),
    }
}

fn person(facts: &PaperFacts, iin: fn(&Iin) -> String) -> Person {
    of_fields(&facts.name, &facts.fields, iin)
}

/// Somebody else on the sheet to be signed, as the first one stands there.
fn beside(other: &Beside) -> Person {
    let name = words::Both {
        kk: words::person::name(words::Lang::Kk, &other.fields),
        ru: words::person::name(words::Lang::Ru, &other.fields),
    };
    of_fields(&name, &other.fields, iin_in_full)
}

/// Who signs. Grounds that differ from one to the other stand in the block, each beside its name.
fn signer(facts: &PaperFacts) -> Both {
    let Some(giver) = &facts.giver else {
        return Both::default();
    };
    let same = |other: &Beside| {
        (other.giver.basis, &other.giver.document) == (giver.basis, &giver.document)
    };
    match facts.others.iter().all(same) {
        true => giver_words(giver),
        false => self::same(&giver.name),
    }
}

fn of_fields(name: &words::Both, fields: &Fields, iin: fn(&Iin) -> String) -> Person {
    let known = |name: u8| fields.get(&name).map(String::as_str);
    Person {
        name: one_line(name),
        iin: known(field::IIN)
            .and_then(Iin::parse)
            .map(|number| iin(&number))
            .unwrap_or_default(),
        birth_date: known(field::BIRTH_DATE)
            .and_then(|day| day.parse().ok())
            .map(dates::short)
            .unwrap_or_default(),
    }
}

fn iin_in_full(iin: &Iin) -> String {
    iin.display()
}

fn iin_masked(iin: &Iin) -> String {
    iin.masked()
}

/// The language of the patient's papers.
fn papers_language(facts: &PaperFacts) -> Lang {
    match facts.fields.get(&field::LANGUAGE).map(String::as_str) {
        Some("kk") => Lang::Kk,
        _ => Lang::Ru,
    }
}

fn words_lang(lang: Lang) -> words::Lang {
    match lang {
        Lang::Kk => words::Lang::Kk,
        Lang::Ru => words::Lang::Ru,
    }
}

/// A name is the same in both languages, but for somebody who has none yet.
fn one_line(name: &words::Both) -> String {
    if name.kk == name.ru {
        name.kk.clone()
    } else {
        [name.kk.as_str(), &name.ru].join(" · ")
    }
}

/// A representative with the ground on which they act.
fn giver_words(giver: &Giver) -> Both {
    let basis = both(&format!("representative-basis-{}", giver.basis.text()));
    let said = |basis: &str| {
        let parts = [
            Some(giver.name.as_str()),
            Some(basis),
            giver.document.as_deref(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    Both::new(said(&basis.kk), said(&basis.ru))
}

fn both(key: &str) -> Both {
    of_words(&words::Both::of(key, &[]))
}

fn of_words(text: &words::Both) -> Both {
    Both::new(&text.kk, &text.ru)
}

fn same(text: impl Into<String>) -> Both {
    let text = text.into();
    Both::new(text.clone(), text)
}

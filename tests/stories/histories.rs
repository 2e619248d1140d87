//! Random histories of two to four desks. A history that fails is shrunk and printed command by
//! command; `TIRKEU_HISTORIES=5000 cargo test --test stories histories` tells more of them.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tirkeu_core::app::setting_subject;
use tirkeu_core::audit::{Report, Verdict};
use tirkeu_core::command::{Command, ConsentForm, DocumentForm};
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::domain::rights::Action;
use tirkeu_core::domain::service::tube::TubeForm;
use tirkeu_core::event::disclosure::CardOpened;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::id::{Hash, Id, SubjectId};
use tirkeu_core::journal::Entry;
use tirkeu_core::query;
use tirkeu_core::query::template::DIGEST;
use tirkeu_core::time::Wall;
use tirkeu_core::words::{Lang, dates};
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, REGISTRAR, YEAR, consent_given, consent_refused, document, guardian,
    may_travel_without_body, next_policy, patient, python_says, shuffle,
};

/// One thing that happens. Desks, cards and acts are named by numbers, taken modulo how many there are.
#[derive(Debug, Clone)]
enum Step {
    Register {
        desk: u8,
    },
    Amend {
        desk: u8,
        card: u8,
        phone: u8,
    },
    Consent {
        desk: u8,
        card: u8,
    },
    Refuse {
        desk: u8,
        card: u8,
    },
    Withdraw {
        desk: u8,
        card: u8,
    },
    Annul {
        desk: u8,
        card: u8,
        act: u8,
    },
    Represent {
        desk: u8,
        card: u8,
        by: u8,
        ends: bool,
    },
    File {
        desk: u8,
        card: u8,
        act: u8,
    },
    Destroy {
        desk: u8,
        card: u8,
    },
    Look {
        desk: u8,
        card: u8,
    },
    List {
        desk: u8,
        card: u8,
    },
    Expect {
        desk: u8,
    },
    Move {
        desk: u8,
        booking: u8,
        days: u8,
    },
    Cancel {
        desk: u8,
        booking: u8,
    },
    Arrive {
        desk: u8,
        booking: u8,
        card: u8,
    },
    Forget {
        desk: u8,
        days: u8,
    },
    SignIn {
        desk: u8,
        manager: bool,
    },
    Crash {
        desk: u8,
    },
    Rebuild {
        desk: u8,
    },
    Enrol {
        by: u8,
    },
    Revoke {
        by: u8,
        whom: u8,
        forget: u8,
    },
    Kit {
        by: u8,
        whom: u8,
        forget: u8,
    },
    Role {
        by: u8,
        role: u8,
    },
    Remove {
        by: u8,
    },
    /// A price list of one of three days.
    Issue {
        desk: u8,
        day: u8,
    },
    /// A service by hand: another price, or not offered.
    Price {
        desk: u8,
        service: u8,
        price: u8,
    },
    /// A price list was issued by mistake.
    TakeBack {
        desk: u8,
        list: u8,
    },
    Tube {
        desk: u8,
        name: u8,
    },
    /// An order, on a card or without one.
    Order {
        desk: u8,
        card: u8,
        anonymous: bool,
    },
    /// What becomes of one.
    Tread {
        desk: u8,
        order: u8,
        step: u8,
        card: u8,
    },
    /// A message about an order: told, told once more, taken back, taken over, sent with this end.
    Message {
        desk: u8,
        order: u8,
        what: u8,
    },
    /// A version of the policy from today on, or of a document that is asked for much later.
    Publish {
        desk: u8,
        document: bool,
    },
    /// Whatever is to be read is read and signed.
    Read {
        desk: u8,
    },
    Clone {
        desk: u8,
        back: u8,
        seen_by: u8,
    },
    Clock {
        desk: u8,
        years: i8,
    },
    Carry {
        from: u8,
        to: u8,
        part: u8,
        bodies: u8,
        seed: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let desk = 0..4u8;
    let card = 0..6u8;
    prop_oneof![
        4 => desk.clone().prop_map(|desk| Step::Register { desk }),
        4 => (desk.clone(), card.clone(), 0..10u8).prop_map(|(desk, card, phone)| Step::Amend { desk, card, phone }),
        4 => (desk.clone(), card.clone()).prop_map(|(desk, card)| Step::Consent { desk, card }),
        2 => (desk.clone(), card.clone()).prop_map(|(desk, card)| Step::Refuse { desk, card }),
        3 => (desk.clone(), card.clone()).prop_map(|(desk, card)| Step::Withdraw { desk, card }),
        3 => (desk.clone(), card.clone(), any::<u8>()).prop_map(|(desk, card, act)| Step::Annul { desk, card, act }),
        3 => (desk.clone(), card.clone(), card.clone(), any::<bool>())
            .prop_map(|(desk, card, by, ends)| Step::Represent { desk, card, by, ends }),
        2 => (desk.clone(), card.clone(), any::<u8>()).prop_map(|(desk, card, act)| Step::File { desk, card, act }),
        1 => (desk.clone(), card.clone()).prop_map(|(desk, card)| Step::Destroy { desk, card }),
        1 => (desk.clone(), card.clone()).prop_map(|(desk, card)| Step::Look { desk, card }),
        1 => (desk.clone(), card.clone()).prop_map(|(desk, card)| Step::List { desk, card }),
        3 => desk.clone().prop_map(|desk| Step::Expect { desk }),
        3 => (desk.clone(), card.clone(), 0..40u8).prop_map(|(desk, booking, days)| Step::Move { desk, booking, days }),
        2 => (desk.clone(), card.clone()).prop_map(|(desk, booking)| Step::Cancel { desk, booking }),
        2 => (desk.clone(), card.clone(), card.clone()).prop_map(|(desk, booking, card)| Step::Arrive { desk, booking, card }),
        2 => (desk.clone(), 0..60u8).prop_map(|(desk, days)| Step::Forget { desk, days }),
        2 => (desk.clone(), any::<bool>()).prop_map(|(desk, manager)| Step::SignIn { desk, manager }),
        1 => desk.clone().prop_map(|desk| Step::Crash { desk }),
        // While entries wait for their predecessors and bodies are withheld, too.
        1 => desk.clone().prop_map(|desk| Step::Rebuild { desk }),
        1 => desk.clone().prop_map(|by| Step::Enrol { by }),
        1 => (desk.clone(), desk.clone(), 0..6u8).prop_map(|(by, whom, forget)| Step::Revoke { by, whom, forget }),
        1 => (desk.clone(), desk.clone(), 0..6u8).prop_map(|(by, whom, forget)| Step::Kit { by, whom, forget }),
        2 => (desk.clone(), 0..6u8).prop_map(|(by, role)| Step::Role { by, role }),
        1 => desk.clone().prop_map(|by| Step::Remove { by }),
        2 => (desk.clone(), any::<bool>()).prop_map(|(desk, document)| Step::Publish { desk, document }),
        2 => (desk.clone(), 0..3u8).prop_map(|(desk, day)| Step::Issue { desk, day }),
        3 => (desk.clone(), 0..3u8, 0..4u8).prop_map(|(desk, service, price)| Step::Price { desk, service, price }),
        1 => (desk.clone(), 0..4u8).prop_map(|(desk, list)| Step::TakeBack { desk, list }),
        1 => (desk.clone(), 0..4u8).prop_map(|(desk, name)| Step::Tube { desk, name }),
        3 => (desk.clone(), card.clone(), any::<bool>())
            .prop_map(|(desk, card, anonymous)| Step::Order { desk, card, anonymous }),
        5 => (desk.clone(), 0..6u8, 0..8u8, card.clone())
            .prop_map(|(desk, order, step, card)| Step::Tread { desk, order, step, card }),
        4 => (desk.clone(), 0..6u8, 0..9u8)
            .prop_map(|(desk, order, what)| Step::Message { desk, order, what }),
        2 => desk.clone().prop_map(|desk| Step::Read { desk }),
        1 => (desk.clone(), 0..4u8, desk.clone()).prop_map(|(desk, back, seen_by)| Step::Clone { desk, back, seen_by }),
        2 => (desk.clone(), -10..=10i8).prop_map(|(desk, years)| Step::Clock { desk, years }),
        8 => (desk.clone(), desk, 0..4u8, 0..3u8, any::<u64>())
            .prop_map(|(from, to, part, bodies, seed)| Step::Carry { from, to, part, bodies, seed }),
    ]
}

/// A laboratory in the middle of a history.
struct Told {
    lab: Lab,
    cards: Vec<SubjectId>,
    booked: Vec<SubjectId>,
    acts: Vec<Hash>,
    orders: Vec<Id>,
    evidence: Vec<Entry>,
    serial: u16,
}

impl Told {
    fn new() -> Self {
        let (lab, [desk, village]) = Lab::with(["desk", "village"]);
        crate::notices::histories(&desk, &village);
        lab.sync();
        Self {
            lab,
            cards: Vec::new(),
            booked: Vec::new(),
            acts: Vec::new(),
            orders: Vec::new(),
            evidence: Vec::new(),
            serial: 0,
        }
    }

    fn desk(&self, number: u8) -> Desk {
        let desks = self.lab.desks();
        desks[usize::from(number) % desks.len()].clone()
    }

    fn card(&self, number: u8) -> Option<SubjectId> {
        let at = usize::from(number).checked_rem(self.cards.len())?;
        Some(self.cards[at])
    }

    fn booking(&self, number: u8) -> Option<SubjectId> {
        let at = usize::from(number).checked_rem(self.booked.len())?;
        Some(self.booked[at])
    }

    /// A refusal is a fine answer; a fault is not.
    fn tell(&mut self, step: &Step) -> Option<()> {
        match *step {
            Step::Register { desk } => {
                self.serial += 1;
                let command = Desk::taking_in(patient(self.serial));
                self.cards
                    .push(self.desk(desk).execute(command).ok()?.subject);
            }
            Step::Amend { desk, card, phone } => {
                let desk = self.desk(desk);
                let phone = format!("8 701 234 56 7{phone}");
                let command = desk.amending(self.card(card)?, |form| form.phone = phone);
                desk.execute(command).ok()?;
            }
            Step::Publish { desk, document: of } => {
                self.serial += 1;
                let (desk, revision) = (self.desk(desk), format!("{}", self.serial));
                let now = desk.app().now();
                let today = now.date();
                let command = if of {
                    let much_later = Wall::almaty(now.ms + 300 * 24 * 3_600_000).date();
                    Command::PublishDocument {
                        document: DocumentForm {
                            document: Some(setting_subject(self.lab.org, DIGEST)),
                            revision,
                            effective_from: dates::short(much_later),
                            ..document("Д-01")
                        },
                    }
                } else {
                    let policy = next_policy(&revision, &dates::short(today));
                    Command::PublishPolicy { policy }
                };
                desk.execute(command).ok()?;
            }
            Step::Issue { desk, day } => {
                let desk = self.desk(desk);
                self.serial += 1;
                let price = self.serial.to_string();
                let on = desk.app().now().date() + chrono::Days::new(u64::from(day));
                if desk.app().allowed(Action::SetServices).is_ok() {
                    let rows = [("A", price.as_str()), ("B", "20"), ("C", "30")];
                    crate::services::listed(&desk, &on.to_string(), &rows).ok()?;
                }
            }
            Step::Price {
                desk,
                service,
                price,
            } => {
                let code = ["A", "B", "C"][usize::from(service)];
                let command = match price {
                    0 => Command::DropService {
                        code: code.into(),
                        from: String::new(),
                        reason: "нет реактива".into(),
                    },
                    price => {
                        let form = crate::services::form(code, &price.to_string());
                        crate::services::setting(code, "", form)
                    }
                };
                self.desk(desk).execute(command).ok()?;
            }
            Step::TakeBack { desk, list } => {
                let desk = self.desk(desk);
                let lists = query::service::lists(desk.app().conn()).unwrap();
                let list = lists[usize::from(list).checked_rem(lists.len())?].id;
                let reason = "не та дата".into();
                desk.execute(Command::WithdrawPriceList { list, reason })
                    .ok()?;
            }
            Step::Tube { desk, name } => {
                let tubes = vec![TubeForm {
                    code: format!("T{}", name % 2),
                    name_kk: format!("түсі {name}"),
                    name_ru: format!("цвет {name}"),
                    gone: false,
                }];
                self.desk(desk).execute(Command::SetTubes { tubes }).ok()?;
            }
            Step::Order {
                desk,
                card,
                anonymous,
            } => {
                let desk = self.desk(desk);
                // Whoever may set prices has a list of today; the others take what there is.
                let (today, listed) = {
                    let app = desk.app();
                    let today = app.now().date();
                    (
                        today.to_string(),
                        query::service::in_force(app.conn(), today).unwrap(),
                    )
                };
                if listed.is_none() && desk.app().allowed(Action::SetServices).is_ok() {
                    let rows = [("A", "10"), ("B", "20"), ("C", "30")];
                    crate::services::listed(&desk, &today, &rows).ok()?;
                }
                let order = crate::orders::form(&["A", "B"]);
                let command = if anonymous {
                    drop(desk.execute(Command::AllowAnonymous { allowed: true }));
                    Command::PlaceAnonymous { order }
                } else {
                    let card = self.card(card)?;
                    Command::PlaceOrder { card, order }
                };
                self.orders.push(desk.execute(command).ok()?.order?.id);
            }
            Step::Tread {
                desk,
                order,
                step,
                card,
            } => {
                let (desk, to) = (self.desk(desk), self.card(card));
                let at = usize::from(order).checked_rem(self.orders.len())?;
                let name = crate::orders::by_id(self.orders[at]);
                let acts = self.acts.last().copied();
                desk.execute(crate::orders::treading(name, step, to, acts))
                    .ok()?;
            }
            Step::Message { desk, order, what } => {
                let desk = self.desk(desk);
                let at = usize::from(order).checked_rem(self.orders.len())?;
                crate::notices::spoken(&desk, self.orders[at], what)?;
            }
            Step::Read { desk } => {
                let desk = self.desk(desk);
                let unread = {
                    let app = desk.app();
                    let (staff, on) = (app.staff()?, app.now().date());
                    query::reading::unread(app.conn(), staff, on).unwrap()
                };
                for document in unread {
                    let command = Command::SignDocument {
                        document,
                        language: Lang::Ru,
                        read: true,
                    };
                    desk.execute(command).ok()?;
                }
            }
            Step::Consent { desk, card } => {
                let desk = self.desk(desk);
                let consent = consent_given(desk.policy());
                let with_sms = ConsentForm {
                    optional: vec!["sms".into()],
                    ..consent.clone()
                };
                // The page offers it where there is a phone.
                self.act(&desk, card, |card| Command::Consent {
                    card,
                    consent: with_sms,
                })
                .or_else(|| self.act(&desk, card, |card| Command::Consent { card, consent }))?;
            }
            Step::Refuse { desk, card } => {
                let desk = self.desk(desk);
                let consent = consent_refused(desk.policy());
                self.act(&desk, card, |card| Command::Consent { card, consent })?;
            }
            Step::Withdraw { desk, card } => {
                let desk = self.desk(desk);
                self.act(&desk, card, Desk::withdrawing)?;
            }
            Step::Represent {
                desk,
                card,
                by,
                ends,
            } => {
                let (desk, card, representative) =
                    (self.desk(desk), self.card(card)?, self.card(by)?);
                let command = if ends {
                    Desk::ending(card, representative)
                } else {
                    let form = RepresentativeForm {
                        card: Some(representative),
                        ..guardian()
                    };
                    Command::Represent {
                        card,
                        representative: form,
                    }
                };
                desk.execute(command).ok()?;
            }
            Step::File { desk, card, act } => {
                let desk = self.desk(desk);
                let target = self.acts[usize::from(act).checked_rem(self.acts.len())?];
                let paper_place = format!("папка {act}");
                let card = self.card(card)?;
                desk.execute(Command::FilePaper {
                    card,
                    target,
                    paper_place,
                })
                .ok()?;
            }
            Step::Annul { desk, card, act } => {
                let desk = self.desk(desk);
                let target = self.acts[usize::from(act).checked_rem(self.acts.len())?];
                self.act(&desk, card, |card| Desk::annulling(card, target))?;
            }
            Step::Destroy { desk, card } => {
                let command = Desk::destroying(self.card(card)?);
                self.desk(desk).execute(command).ok()?;
            }
            Step::Look { desk, card } => {
                self.desk(desk).app().open_card(self.card(card)?).ok()?;
            }
            Step::List { desk, card } => {
                let desk = self.desk(desk);
                let list = desk.app().open_list(1).ok()?.into_inner();
                desk.app().list_rested(list, &[self.card(card)?]).ok()?;
            }
            Step::Expect { desk } => {
                self.serial += 1;
                let expected = crate::expected::booked(self.serial);
                let receipt = self.desk(desk).execute(Command::Expect { expected }).ok()?;
                self.booked.push(receipt.subject);
            }
            Step::Move {
                desk,
                booking,
                days,
            } => {
                let (desk, expected) = (self.desk(desk), self.booking(booking)?);
                let day = desk.app().now().date() + chrono::Days::new(u64::from(days));
                let planned_on = day.to_string();
                desk.execute(Command::MoveExpected {
                    expected,
                    planned_on,
                })
                .ok()?;
            }
            Step::Cancel { desk, booking } => {
                let (desk, expected) = (self.desk(desk), self.booking(booking)?);
                let reason = "передумала".into();
                desk.execute(Command::CancelExpected { expected, reason })
                    .ok()?;
            }
            Step::Arrive {
                desk,
                booking,
                card,
            } => {
                let (desk, expected) = (self.desk(desk), self.booking(booking)?);
                let card = self.card(card)?;
                let fields = tirkeu_core::query::card::fields(desk.app().conn(), card).unwrap();
                desk.execute(Command::Intake {
                    order: None,
                    card: Some(card),
                    expected: Some(expected),
                    patient: tirkeu_core::query::card::form(&fields),
                    reason: String::new(),
                    representative: None,
                    consent: None,
                })
                .ok()?;
            }
            Step::Forget { desk, days } => {
                let desk = self.desk(desk);
                desk.wait(u64::from(days) * 24 * 3_600_000);
                desk.try_sign_in(REGISTRAR).ok()?;
                desk.wait(24 * 3_600_000);
                desk.try_sign_in(MANAGER).ok()?;
            }
            Step::SignIn { desk, manager } => {
                let who = if manager { MANAGER } else { REGISTRAR };
                self.desk(desk).try_sign_in(who).ok()?;
            }
            Step::Crash { desk } => self.desk(desk).crash(),
            Step::Rebuild { desk } => self.desk(desk).rebuilt_is_the_same(),
            Step::Enrol { by } => {
                let count = self.lab.desks().len();
                if count < 4 {
                    let desk = self
                        .lab
                        .enrol_by(&self.desk(by), ["", "", "school", "mill"][count])?;
                    desk.try_sign_in(MANAGER).ok()?;
                }
            }
            Step::Revoke { by, whom, forget } => {
                let by = self.desk(by);
                let whom = self.desk(whom);
                let last = by.last_of(&whom)?.checked_sub(u64::from(forget));
                by.execute(Command::RevokeDevice {
                    device: whom.id(),
                    last_seq: last.map(|seq| u32::try_from(seq).unwrap()),
                })
                .ok()?;
            }
            Step::Kit { by, whom, forget } => {
                let by = self.desk(by);
                let whom = self.desk(whom);
                let last = by.last_of(&whom)?.checked_sub(u64::from(forget));
                by.app()
                    .revoke_by_kit(self.lab.root(), whom.id(), last)
                    .ok()?;
            }
            Step::Role { by, role } => {
                let role = Role::from_code(role);
                let staff = self.lab.staff(REGISTRAR);
                self.desk(by)
                    .execute(Command::SetRole { staff, role })
                    .ok()?;
            }
            Step::Remove { by } => {
                let staff = self.lab.staff(REGISTRAR);
                self.desk(by).execute(Command::RemoveStaff { staff }).ok()?;
            }
            Step::Clone {
                desk,
                back,
                seen_by,
            } => {
                let desk = self.desk(desk);
                let length = desk.length();
                let mut thief = desk.turned();
                thief.back_to(length.saturating_sub(2 + u64::from(back)));
                let seen = CardOpened {
                    groups: vec![1],
                    why: 1,
                };
                let entry = thief.write(self.card(0)?, &[], seen);
                self.evidence.push(entry);
                self.show_evidence(&self.desk(seen_by));
            }
            Step::Clock { desk, years } => {
                let desk = self.desk(desk);
                let base = i64::try_from(tirkeu_tests::lab::NOON).unwrap();
                let shift = i64::from(years) * i64::try_from(YEAR).unwrap();
                desk.set_clock(u64::try_from(base + shift).unwrap());
            }
            Step::Carry {
                from,
                to,
                part,
                bodies,
                seed,
            } => {
                let (from, to) = (self.desk(from), self.desk(to));
                if from.id() == to.id() {
                    return None;
                }
                let mut entries = match part {
                    0 => from.journal(),
                    _ => from.missing_at(&to),
                };
                if part > 1 {
                    let most = usize::try_from(seed % 40).unwrap();
                    entries.truncate(most);
                }
                for (at, entry) in entries.iter_mut().enumerate() {
                    let stays = bodies == 2 || (bodies == 1 && (seed >> (at % 60)) & 1 == 1);
                    if stays && may_travel_without_body(entry.header().kind) {
                        *entry = entry.clone().without_body();
                    }
                }
                let again = entries.len() / 2;
                entries.extend_from_within(..again);
                shuffle(&mut entries, seed);
                to.take(entries);
            }
        }
        Some(())
    }

    fn act(
        &mut self,
        desk: &Desk,
        card: u8,
        command: impl FnOnce(SubjectId) -> Command,
    ) -> Option<()> {
        let card = self.card(card)?;
        let receipt = desk.execute(command(card)).ok()?;
        self.acts.extend(receipt.entries);
        Some(())
    }

    /// A stolen desk's entry is evidence only where the true one is already held.
    fn show_evidence(&self, desk: &Desk) {
        let held = desk.journal();
        let mut shown = self.evidence.clone();
        shown.retain(|forged| {
            held.iter().any(|entry| {
                let (a, b) = (entry.header(), forged.header());
                (a.device, a.seq) == (b.device, b.seq)
            })
        });
        desk.take(shown);
    }

    /// Everybody hears everything; the exports and verdicts of desks for which a revocation took
    /// something away, for the other verifier to judge.
    fn end(&self) -> Vec<(Vec<u8>, Report)> {
        self.lab.sync();
        for desk in self.lab.desks() {
            self.show_evidence(desk);
        }
        self.lab.sync();
        self.lab.agree();
        let mut taken = Vec::new();
        for desk in self.lab.desks() {
            crate::today::as_card_by_card(desk);
            let report = desk.verified();
            let verdict = report.finding;
            let fine = if self.evidence.is_empty() {
                matches!(verdict.verdict, Verdict::Whole | Verdict::WholeUnanchored)
            } else {
                verdict.verdict == Verdict::Fork
            };
            assert!(fine, "the audit of {} says {verdict:?}", desk.name());
            if report.chains.iter().any(|chain| chain.after_revocation > 0) {
                taken.push((desk.exported(), report));
            }
        }
        taken
    }
}

/// The other verifier takes this many journals of a run.
const MOST_EXPORTS: usize = 60;

#[test]
fn histories_of_several_desks_come_out_the_same_everywhere() {
    let cases = std::env::var("TIRKEU_HISTORIES").ok();
    let cases = cases.and_then(|text| text.parse().ok()).unwrap_or(64);
    let config = Config {
        cases,
        max_shrink_iters: 400,
        failure_persistence: None,
        ..Config::default()
    };
    let told = RefCell::new((0usize, 0usize));
    let exports = RefCell::new(Vec::new());
    let mut runner = TestRunner::new(config);
    let history = proptest::collection::vec(step(), 0..=60);
    let outcome = runner.run(&history, |steps| {
        let mut story = Told::new();
        for step in &steps {
            let done = story.tell(step).is_some();
            let mut counts = told.borrow_mut();
            counts.0 += usize::from(done);
            counts.1 += 1;
        }
        let mut exports = exports.borrow_mut();
        let room = MOST_EXPORTS.saturating_sub(exports.len());
        exports.extend(story.end().into_iter().take(room));
        Ok(())
    });
    let (done, all) = *told.borrow();
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let (files, reports): (Vec<_>, Vec<_>) = exports.into_inner().into_iter().unzip();
    for (report, said) in reports.iter().zip(python_says(&files)) {
        let report = serde_json::to_value(report).unwrap();
        assert_eq!(report["finding"], said["finding"], "both verifiers");
        for (rust, python) in report["chains"]
            .as_array()
            .unwrap()
            .iter()
            .zip(said["chains"].as_array().unwrap())
        {
            for name in ["device", "entries", "after_revocation", "finding"] {
                assert_eq!(rust[name], python[name], "{name}");
            }
        }
    }
    assert!(done * 3 > all, "most steps happen: {done} of {all}");
    let judged = reports.len();
    eprintln!(
        "{cases} histories, {done} of {all} steps carried out; {judged} journals to both verifiers"
    );
}

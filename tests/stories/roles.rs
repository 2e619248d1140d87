//! Who may do what: the whole table, role × action, at the doors themselves.
//!
//! A row says whom the table allows and asks the door in everybody's place. An action without a row, a door
//! that answers otherwise, a no that writes, and a page that says something else, each fail here.

mod folder;
mod past;

use std::collections::BTreeSet;

use tirkeu_core::app::{FileForm, Paper, Which};
use tirkeu_core::command::{
    Command, DirectorForm, ImportForm, NoticesForm, NoticesPageForm, OffersForm, OrderName,
    OrdersForm, PageForm, ReadyForm, TellForm, TrailForm,
};
use tirkeu_core::domain::notice::channel::ChannelForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::domain::rights::{Action, may};
use tirkeu_core::domain::service::tube::TubeForm;
use tirkeu_core::error::Error;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::id::{Hash, Id, StaffId, SubjectId};
use tirkeu_core::query;
use tirkeu_core::table;
use tirkeu_core::view::LegacyWhich;
use tirkeu_core::words::{Both, Lang, dates};
use tirkeu_tests::lab::{
    Desk, Lab, MANAGER, REGISTRAR, consent_given, consent_refused, document, guardian, next_policy,
    organisation, patient, undocumented,
};

use crate::expected::booked;
use crate::import::{old_form, old_list};
use crate::notices::{set_up, told as notified};
use crate::orders::{by_id, form as basket, treading};
use crate::printing::{form as printers, receipt};
use crate::services::{form as service, listed, price_form, price_list, setting};

type Answer = Result<(), Vec<&'static str>>;
/// What is left to do once everything is ready and the person sits there.
type Ask = Box<dyn FnOnce() -> Answer>;

const SENIOR: &str = "senior";
const ADMINISTRATOR: &str = "administrator";
const AUDITOR: &str = "auditor";
/// Who has each role here, by the letter of the rows.
const PEOPLE: [(char, &str, Role); 5] = [
    ('R', REGISTRAR, Role::Registrar),
    ('S', SENIOR, Role::Senior),
    ('M', MANAGER, Role::Manager),
    ('A', ADMINISTRATOR, Role::Administrator),
    ('U', AUDITOR, Role::Auditor),
];
const DAY: u64 = 24 * 3_600_000;
/// The day of the lab's clocks.
const TODAY: &str = "18.11.2026";

/// One desk at which everybody has a key, a second one, and a card.
struct Scene {
    lab: Lab,
    desk: Desk,
    card: SubjectId,
    who: &'static str,
}

impl Scene {
    fn of(who: &'static str) -> Self {
        let (lab, [desk, _village]) = Lab::with(["desk", "village"]);
        for (_, name, role) in PEOPLE {
            if ![MANAGER, REGISTRAR].contains(&name) {
                let staff = lab.staff(name);
                let role = Some(role);
                desk.must(Command::SetRole { staff, role });
                desk.must(desk.add_key(name, &desk));
            }
        }
        let card = desk.intake(patient(1));
        Self {
            lab,
            desk,
            card,
            who,
        }
    }

    /// The person sits down and gives a command.
    fn command(&self, command: Command) -> Ask {
        self.ask(move |desk| desk.execute(command).map(drop))
    }

    /// The person sits down and asks a door.
    fn ask(&self, ask: impl FnOnce(&Desk) -> Answer + 'static) -> Ask {
        self.desk.sign_in(self.who);
        let desk = self.desk.clone();
        Box::new(move || ask(&desk))
    }

    /// A handle that the person could get, or one that nobody gave.
    fn handle(&self, open: impl FnOnce(&Desk) -> Option<Id>) -> Id {
        self.desk.sign_in(self.who);
        open(&self.desk).unwrap_or(Id([9; 16]))
    }

    /// The same person goes on asking.
    fn on(&self, ask: impl FnOnce(&Desk) -> Answer + 'static) -> Ask {
        let desk = self.desk.clone();
        Box::new(move || ask(&desk))
    }

    /// A message that waits.
    fn queued(&self) -> (SubjectId, OrderName, Id) {
        self.desk.sign_in(MANAGER);
        listed(&self.desk, TODAY, &[("A", "100")]).unwrap();
        self.desk.sign_in(MANAGER);
        set_up(&self.desk);
        self.desk.sign_in(MANAGER);
        let (card, order) = notified(&self.desk, 77, &["sms"]);
        let found = query::notice::waiting_of(self.desk.app().conn(), card).unwrap();
        (card, by_id(order.id), found[0].id)
    }

    /// Somebody with a name.
    fn named(&self) -> StaffId {
        let staff = self.lab.staff("newcomer");
        self.desk.sign_in(MANAGER);
        self.desk.must(Command::DescribeStaff {
            staff,
            name: "Нуртасов Нурлан".into(),
        });
        staff
    }

    /// A form that somebody else left half-filled.
    fn kept_by(&self, who: &str) -> Id {
        self.desk.sign_in(who);
        let kept = self.desk.app().keep_draft(None, "intake", None, "А.", "{}");
        kept.unwrap()
    }

    /// Somebody whom the manager expects.
    fn booked(&self) -> SubjectId {
        self.desk.sign_in(MANAGER);
        let expected = booked(2);
        self.desk.must(Command::Expect { expected }).subject
    }

    /// The manager has issued a price list, and the person gives a command about it.
    fn on_a_list(&self, command: impl FnOnce(SubjectId) -> Command) -> Ask {
        self.desk.sign_in(MANAGER);
        let list = listed(&self.desk, TODAY, &[("A", "100")]).unwrap().subject;
        self.command(command(list))
    }

    /// An order that the manager has placed.
    fn ordered(&self) -> Id {
        self.desk.sign_in(MANAGER);
        listed(&self.desk, TODAY, &[("A", "100")]).unwrap();
        let (card, order) = (self.card, basket(&["A"]));
        let placed = self.desk.must(Command::PlaceOrder { card, order });
        placed.order.expect("a number").id
    }

    /// The person takes a step with that order.
    fn treads(&self, step: u8) -> Ask {
        let order = by_id(self.ordered());
        self.command(treading(order, step, None, None))
    }

    /// A consent that somebody else recorded.
    fn granted_by(&self, who: &str) -> Hash {
        self.desk.sign_in(who);
        self.desk.consent(self.card)
    }
}

fn told<T>(answer: Result<T, Error>) -> Answer {
    answer.map(drop).map_err(codes)
}

#[allow(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn codes(error: Error) -> Vec<&'static str> {
    error.refusals().iter().map(|no| no.code.0).collect()
}

fn paper(card: SubjectId) -> Paper {
    Paper {
        document: 1,
        card,
        entry: None,
        action: 1,
    }
}

type Row = (Action, &'static str, fn(&Scene) -> Ask);

/// Every action of a desk in memory: whom it is for, and its door. Some have several.
const TABLE: &[Row] = &[
    (Action::SignIn, "RSMAU", |s| {
        let who = s.who;
        s.ask(move |desk| desk.try_sign_in(who))
    }),
    (Action::TakeIn, "RSM", |s| {
        s.command(Desk::taking_in(patient(77)))
    }),
    (Action::TakeIn, "RSM", |s| {
        s.ask(|desk| told(desk.app().check_form(&patient(77), None, None)))
    }),
    (Action::TakeIn, "RSM", |s| {
        s.ask(|desk| told(desk.app().open_list(3)))
    }),
    (Action::Amend, "RSM", |s| {
        s.command(
            s.desk
                .amending(s.card, |form| form.phone = "8 701 234 56 70".into()),
        )
    }),
    (Action::Amend, "RSM", |s| {
        let (card, form) = (s.card, patient(1));
        s.ask(move |desk| told(desk.app().check_form(&form, None, Some(card))))
    }),
    (Action::Amend, "RSM", |s| {
        let card = s.handle(|desk| Some(desk.app().open_card(s.card).ok()?.into_inner().handle));
        s.on(move |desk| told(desk.app().edit_card(card)))
    }),
    (Action::Represent, "RSM", |s| {
        s.command(Command::Represent {
            card: s.card,
            representative: RepresentativeForm {
                surname: "Сериков".into(),
                name: "Асан".into(),
                birth_date: "01.02.1970".into(),
                ..guardian()
            },
        })
    }),
    (Action::Represent, "RSM", |s| {
        let other = s.desk.intake(patient(78));
        s.desk.must(Command::Represent {
            card: s.card,
            representative: RepresentativeForm {
                card: Some(other),
                ..guardian()
            },
        });
        s.command(Desk::ending(s.card, other))
    }),
    (Action::Merge, "SM", |s| {
        let with = s.desk.intake(undocumented(77));
        s.command(Command::Merge {
            card: s.card,
            with: Some(with),
            reason: "одно удостоверение".into(),
        })
    }),
    (Action::Merge, "SM", |s| {
        let with = s.desk.intake(undocumented(77));
        s.desk.must(Command::Merge {
            card: s.card,
            with: Some(with),
            reason: "одно удостоверение".into(),
        });
        s.command(Command::Part {
            card: s.card,
            from: with,
            reason: "тёзки".into(),
        })
    }),
    (Action::RecordConsent, "RSM", |s| {
        s.desk.sign_in(REGISTRAR);
        let target = s.desk.consent(s.card);
        s.command(Command::FilePaper {
            card: s.card,
            target,
            paper_place: "папка 3, лист 12".into(),
        })
    }),
    (Action::RecordConsent, "RSM", |s| {
        let (card, consent) = (s.card, consent_given(s.desk.policy()));
        s.command(Command::Consent { card, consent })
    }),
    (Action::RecordConsent, "RSM", |s| {
        s.ask(|desk| {
            told(
                desk.app()
                    .consent_page(&PageForm::of(&patient(2)), Lang::Kk),
            )
        })
    }),
    (Action::SendOtp, "RSM", |s| {
        s.ask(
            |desk| match desk.app().otp_for_phone("8 701 234 56 78", Lang::Kk) {
                // Allowed, and nothing to send it with.
                Err(error) if error.refusals()[0].code.0 == "otp-no-gateway" => Ok(()),
                other => told(other),
            },
        )
    }),
    (Action::RecordRefusal, "RSM", |s| {
        let (card, consent) = (s.card, consent_refused(s.desk.policy()));
        s.command(Command::Consent { card, consent })
    }),
    (Action::RecordWithdrawal, "RSM", |s| {
        s.desk.consent(s.card);
        s.command(Desk::withdrawing(s.card))
    }),
    (Action::AnnulOwn, "RSM", |s| {
        // An auditor or administrator has recorded none: somebody else's is as near as they come.
        let author = if [ADMINISTRATOR, AUDITOR].contains(&s.who) {
            REGISTRAR
        } else {
            s.who
        };
        s.command(Desk::annulling(s.card, s.granted_by(author)))
    }),
    (Action::AnnulRegistrars, "RSM", |s| {
        s.command(Desk::annulling(s.card, s.granted_by(REGISTRAR)))
    }),
    (Action::AnnulAnybodys, "M", |s| {
        let author = if s.who == MANAGER { SENIOR } else { MANAGER };
        s.command(Desk::annulling(s.card, s.granted_by(author)))
    }),
    (Action::AnnulDenial, "M", |s| {
        s.desk.sign_in(REGISTRAR);
        s.command(Desk::annulling(s.card, s.desk.refuse(s.card)))
    }),
    (Action::Search, "RSMU", |s| {
        s.ask(|desk| told(desk.app().open_list(1)))
    }),
    (Action::Search, "RSMU", |s| {
        let list = s.handle(|desk| Some(desk.app().open_list(1).ok()?.into_inner()));
        s.on(move |desk| told(desk.app().search(list, "Ахметова")))
    }),
    (Action::OpenCard, "RSMU", |s| {
        let card = s.card;
        s.ask(move |desk| told(desk.app().open_card(card)))
    }),
    (Action::OpenCard, "RSMU", |s| {
        let card = s.handle(|desk| Some(desk.app().open_card(s.card).ok()?.into_inner().handle));
        s.on(move |desk| told(desk.app().refresh_card(card)))
    }),
    (Action::Reveal, "RSMU", |s| {
        let card = s.card;
        s.ask(move |desk| told(desk.app().reveal(card, "iin")))
    }),
    (Action::ReleasePaper, "RSM", |s| {
        let card = s.card;
        s.ask(move |desk| told(desk.app().paper(paper(card), |_| Ok(b"%PDF".to_vec()))))
    }),
    (Action::ReleasePaper, "RSM", |s| {
        s.ask(|desk| {
            told(
                desk.app()
                    .sheet(&PageForm::of(&patient(2)), 1, |_| Ok(b"%PDF".to_vec())),
            )
        })
    }),
    (Action::ReleasePaper, "RSM", |s| {
        let card = s.card;
        s.ask(move |desk| told(desk.app().request_paper(card, 1, |_| Ok(b"%PDF".to_vec()))))
    }),
    (Action::ReleasePaper, "RSM", |s| {
        s.ask(|desk| told(desk.app().request_blank(|_| Ok(b"%PDF".to_vec()))))
    }),
    (Action::KeepDraft, "RSM", |s| {
        s.ask(|desk| told(desk.app().keep_draft(None, "intake", None, "А.", "{}")))
    }),
    (Action::KeepDraft, "RSM", |s| {
        let card = Some(s.card);
        let kept = s.handle(|desk| {
            let mut app = desk.app();
            app.keep_draft(None, "intake", card, "А.", "{}").ok()
        });
        s.on(move |desk| {
            told(desk.app().drafts())?;
            told(desk.app().open_draft(kept))?;
            told(desk.app().drop_draft(kept))
        })
    }),
    (Action::TakeOverDraft, "RSM", |s| {
        let kept = s.kept_by(if s.who == MANAGER { REGISTRAR } else { MANAGER });
        s.ask(move |desk| told(desk.app().take_over_draft(kept)))
    }),
    (Action::KeepDraft, "RSM", |s| {
        let kept = s.handle(|desk| {
            let mut app = desk.app();
            app.keep_draft(None, "intake", None, "А.", "{}").ok()
        });
        s.on(move |desk| told(desk.app().park_draft(kept)))
    }),
    (Action::CloseShift, "RSM", |s| {
        s.ask(|desk| told(desk.app().shift()))
    }),
    (Action::ListExpected, "RSM", |s| {
        s.ask(|desk| told(desk.app().list_expected(None, ("", 0), Lang::Kk)))
    }),
    (Action::ListExpected, "RSM", |s| {
        s.ask(|desk| told(desk.app().open_list(6)))
    }),
    (Action::ListExpected, "RSM", |s| {
        let booked = s.booked();
        s.ask(move |desk| told(desk.app().take_expected(booked)))
    }),
    (Action::Expect, "RSM", |s| {
        s.command(Command::Expect {
            expected: booked(2),
        })
    }),
    (Action::Expect, "RSM", |s| {
        s.command(Command::ExpectMany {
            rows: vec![booked(2)],
        })
    }),
    (Action::Expect, "RSM", |s| {
        s.command(Command::MoveExpected {
            expected: s.booked(),
            planned_on: "20.11.2026".into(),
        })
    }),
    (Action::Expect, "RSM", |s| {
        s.command(Command::CancelExpected {
            expected: s.booked(),
            reason: "передумала".into(),
        })
    }),
    (Action::Expect, "RSM", |s| {
        s.ask(|desk| told(desk.app().open_table("Фамилия\nЛи\n".as_bytes())))
    }),
    (Action::Expect, "RSM", |s| {
        let table = s.handle(|desk| Some(desk.app().open_table(b"a;b\n").ok()?.handle));
        s.on(move |desk| {
            let form = ImportForm {
                columns: vec!["surname".into()],
                ..ImportForm::default()
            };
            told(desk.app().check_table(table, &form, 0))?;
            told(desk.app().import_table(table, &form, 0))
        })
    }),
    (Action::PrintExpected, "SM", |s| {
        s.booked();
        s.ask(|desk| {
            let asked = ("", "«Зауыт» ЖШС");
            told(
                desk.app()
                    .expected_sheet(asked, 1, |_| Ok(b"%PDF".to_vec())),
            )
        })
    }),
    (Action::KeepExpectedFor, "M", |s| {
        s.command(Command::KeepExpectedFor { days: "10".into() })
    }),
    (Action::ImportLegacy, "M", |s| {
        s.ask(|desk| told(desk.app().open_legacy(old_list())))
    }),
    (Action::ImportLegacy, "M", |s| {
        s.ask(|desk| told(desk.app().open_list(8)))
    }),
    (Action::ImportLegacy, "M", |s| {
        let list = s.handle(|desk| Some(desk.app().open_legacy(old_list()).ok()?.handle));
        s.on(move |desk| {
            let form = old_form();
            told(desk.app().check_legacy(list, &form))?;
            told(desk.app().legacy_rows(list, LegacyWhich::Refused, 0))?;
            told(desk.app().legacy_report(list, Lang::Kk))?;
            told(desk.app().import_legacy(list, &form, 0))
        })
    }),
    // Each of its doors by itself, with a list that the manager opened.
    (Action::ImportLegacy, "M", |s| {
        let list = s.handle(|desk| Some(desk.app().open_legacy(old_list()).ok()?.handle));
        s.on(move |desk| told(desk.app().legacy_rows(list, LegacyWhich::Known, 0)))
    }),
    (Action::ImportLegacy, "M", |s| {
        let list = s.handle(|desk| Some(desk.app().open_legacy(old_list()).ok()?.handle));
        s.on(move |desk| told(desk.app().legacy_report(list, Lang::Ru)))
    }),
    (Action::ImportLegacy, "M", |s| {
        let list = s.handle(|desk| {
            let list = desk.app().open_legacy(old_list()).ok()?.handle;
            desk.app().check_legacy(list, &old_form()).ok()?;
            Some(list)
        });
        s.on(move |desk| told(desk.app().import_legacy(list, &old_form(), 0)))
    }),
    (Action::Destroy, "M", |s| {
        s.command(Desk::destroying(s.card))
    }),
    (Action::SeeToday, "SMU", |s| {
        s.ask(|desk| told(desk.app().today()))
    }),
    (Action::SeeToday, "SMU", |s| {
        s.ask(|desk| told(desk.app().count_today()))
    }),
    (Action::ReadJournal, "SMU", |s| {
        s.ask(|desk| told(desk.app().read_journal(5)))
    }),
    (Action::ReadJournal, "SMU", |s| {
        s.ask(|desk| told(desk.app().open_list(4)))
    }),
    (Action::ExportJournal, "MU", |s| {
        s.ask(|desk| told(desk.app().export_journal(false)))
    }),
    (Action::ExportBodies, "M", |s| {
        s.ask(|desk| told(desk.app().export_journal(true)))
    }),
    (Action::PublishPolicy, "M", |s| {
        s.command(Command::PublishPolicy {
            policy: next_policy("2", TODAY),
        })
    }),
    (Action::PublishDocument, "M", |s| {
        s.command(Command::PublishDocument {
            document: document("Д-01"),
        })
    }),
    (Action::SignDocument, "RSMAU", |s| {
        s.desk.sign_in(MANAGER);
        let published = s.desk.must(Command::PublishDocument {
            document: document("Д-02"),
        });
        s.command(Command::SignDocument {
            document: published.entries[0],
            language: Lang::Kk,
            read: true,
        })
    }),
    (Action::RecordTraining, "M", |s| {
        s.command(Command::RecordTraining {
            staff: s.named(),
            topic: "Закон 94-V".into(),
            held_on: TODAY.into(),
            held_by: "Сейтова Сауле".into(),
        })
    }),
    (Action::SeeServices, "RSMU", |s| {
        s.ask(|desk| told(desk.app().services(("", ""), 0, Lang::Kk)))
    }),
    (Action::SetServices, "M", |s| {
        s.ask(|desk| told(desk.app().open_services(price_list(), Lang::Kk)))
    }),
    (Action::SetServices, "M", |s| {
        let list = s.handle(|desk| {
            let opened = desk.app().open_services(price_list(), Lang::Kk);
            Some(opened.ok()?.handle)
        });
        s.on(move |desk| {
            let form = price_form();
            told(desk.app().check_services(list, &form, (0, 0), Lang::Ru))?;
            told(desk.app().services_report(list, &form, Lang::Ru))?;
            told(desk.app().import_services(list, &form))
        })
    }),
    (Action::SetServices, "M", |s| {
        s.on_a_list(|_| setting("A", "", service("A", "200")))
    }),
    (Action::SetServices, "M", |s| {
        s.on_a_list(|_| Command::DropService {
            code: "A".into(),
            from: String::new(),
            reason: "нет реактива".into(),
        })
    }),
    (Action::SetServices, "M", |s| {
        s.on_a_list(|list| Command::WithdrawPriceList {
            list,
            reason: "не та дата".into(),
        })
    }),
    (Action::SetServices, "M", |s| {
        s.on_a_list(|_| Command::SetFavourites {
            codes: vec!["A".into()],
        })
    }),
    (Action::SetServices, "M", |s| {
        s.on_a_list(|_| Command::SetTubes {
            tubes: vec![TubeForm {
                code: "ЭДТА".into(),
                name_kk: "күлгін".into(),
                name_ru: "фиолетовая".into(),
                gone: false,
            }],
        })
    }),
    (Action::ListOrders, "RSMU", |s| {
        s.ask(|desk| told(desk.app().orders(None, &OrdersForm::default())))
    }),
    (Action::ListOrders, "RSMU", |s| {
        let (order, card) = (s.ordered(), s.card);
        s.ask(move |desk| told(desk.app().open_order((order, card), Lang::Kk)))
    }),
    (Action::PlaceOrder, "RSM", |s| {
        let card = s.card;
        s.on_a_list(|_| Command::PlaceOrder {
            card,
            order: basket(&["A"]),
        })
    }),
    (Action::PlaceOrder, "RSM", |s| {
        let card = s.card;
        s.ask(move |desk| told(desk.app().last_order(card)))
    }),
    (Action::PlaceOrder, "RSM", |s| {
        s.ask(|desk| told(desk.app().basket(&basket(&["A"]), None, Lang::Kk)))
    }),
    (Action::PlaceOrder, "RSM", |s| s.treads(3)),
    (Action::PlaceOrder, "RSM", |s| s.treads(6)),
    (Action::MarkReady, "RSM", |s| s.treads(0)),
    (Action::MarkReady, "RSM", |s| {
        s.ordered();
        let file = s.handle(|desk| {
            let table = table::read("заказ\n100000000".as_bytes(), table::LIST).unwrap();
            Some(desk.app().open_ready(table).ok()?.handle)
        });
        s.on(move |desk| {
            let form = ReadyForm {
                columns: vec!["number".into()],
                has_header: true,
            };
            told(desk.app().check_ready(file, &form, 0))?;
            told(desk.app().ready_report(file, &form, Lang::Ru))?;
            told(desk.app().mark_ready_file(file, &form, 0))
        })
    }),
    (Action::ListNotices, "RSMU", |s| {
        let form = NoticesPageForm {
            filter: "queued".into(),
            ..NoticesPageForm::default()
        };
        s.ask(move |desk| told(desk.app().notices((None, None), &form, Lang::Kk)))
    }),
    (Action::ListNotices, "RSMU", |s| {
        let (order, card) = (s.ordered(), s.card);
        s.ask(move |desk| told(desk.app().order_notices((order, card), Lang::Kk)))
    }),
    (Action::Tell, "RSM", |s| {
        let (card, order, notice) = s.queued();
        s.desk.must(Command::TakeBackNotice { card, notice });
        let tell = TellForm {
            about: "ready".into(),
            channel: "sms".into(),
            ..TellForm::default()
        };
        s.command(Command::Tell { order, tell })
    }),
    (Action::Tell, "RSM", |s| {
        let (card, _, notice) = s.queued();
        s.command(Command::TakeBackNotice { card, notice })
    }),
    (Action::TakeOverNotice, "M", |s| {
        let (card, _, notice) = s.queued();
        s.command(Command::TakeOverNotice { card, notice })
    }),
    (Action::TakeOverNotice, "M", |s| {
        s.ask(|desk| told(desk.app().take_over_notices()))
    }),
    (Action::SetChannels, "M", |s| {
        let notices = NoticesForm::default();
        s.command(Command::SetNotices { notices })
    }),
    (Action::SetChannels, "M", |s| {
        s.ask(|desk| {
            let form = ChannelForm {
                channel: "sms".into(),
                gateway: "training".into(),
                ..ChannelForm::default()
            };
            told(desk.app().set_channel(&form, ""))?;
            told(desk.app().notices_set())
        })
    }),
    (Action::HandOver, "RSM", |s| {
        let order = by_id(s.ordered());
        s.desk.must(treading(order.clone(), 0, None, None));
        s.command(treading(order, 2, None, None))
    }),
    (Action::MoveOrder, "RSM", |s| {
        let order = by_id(s.ordered());
        let to = Some(s.desk.intake(patient(3)));
        s.command(treading(order, 5, to, None))
    }),
    (Action::ReserveNumbers, "SM", |s| {
        let count = "1".to_owned();
        s.command(Command::ReserveNumbers { count })
    }),
    (Action::AllowAnonymous, "M", |s| {
        s.command(Command::AllowAnonymous { allowed: true })
    }),
    (Action::DescribeOrganisation, "M", |s| {
        s.command(Command::DescribeOrganisation {
            organisation: organisation(),
        })
    }),
    (Action::NameDirector, "M", |s| {
        s.command(Command::NameDirector {
            director: DirectorForm {
                nominative: Both {
                    kk: "Сейтова Ә.Б.".into(),
                    ru: "Сейтова А.Б.".into(),
                },
                ..DirectorForm::default()
            },
        })
    }),
    (Action::SetDataList, "M", |s| {
        s.command(Command::DataList {
            fields: vec!["email".into()],
        })
    }),
    (Action::SetDataList, "M", |s| {
        s.command(Command::Offers {
            offers: OffersForm {
                purposes: vec!["email".into()],
                ..OffersForm::default()
            },
        })
    }),
    (Action::DescribeStaff, "M", |s| {
        s.command(Command::DescribeStaff {
            staff: s.lab.staff("newcomer"),
            name: "Нуртасов Нурлан".into(),
        })
    }),
    (Action::SetRole, "M", |s| {
        s.command(Command::SetRole {
            staff: s.lab.staff("newcomer"),
            role: Some(Role::Auditor),
        })
    }),
    (Action::AddKey, "M", |s| {
        s.command(s.desk.add_key("newcomer", &s.desk))
    }),
    (Action::RemoveStaff, "M", |s| {
        s.command(Command::RemoveStaff {
            staff: s.lab.staff("newcomer"),
        })
    }),
    (Action::EnrolDesk, "M", |s| {
        s.command(Command::EnrolDevice {
            device: Id([7; 16]),
            ed25519: Hash([7; 32]),
            x25519: Hash([7; 32]),
            site: 1,
            prefix: 700,
        })
    }),
    (Action::RevokeDesk, "M", |s| {
        s.command(Command::RevokeDevice {
            device: s.lab.desks()[1].id(),
            last_seq: Some(0),
        })
    }),
    (Action::RevokeDesk, "M", |s| {
        let (root, village) = (s.lab.root().clone(), s.lab.desks()[1].id());
        s.ask(move |desk| told(desk.app().revoke_by_kit(&root, village, None)))
    }),
    (Action::ConfirmClock, "MA", |s| {
        let today = dates::short(s.desk.app().now().date());
        let ask = s.command(Command::ConfirmClock { today });
        // The journal's last entry comes from a clock that stood ten days ahead.
        s.desk.wait(10 * DAY);
        s.desk
            .app()
            .note(vec![tirkeu_core::app::Line::new(
                s.desk.id(),
                tirkeu_core::event::desk::HeadsSeen { heads: vec![] },
            )])
            .unwrap();
        s.desk.set_clock(s.desk.clock() - 10 * DAY);
        ask
    }),
    (Action::PurgeExpected, "RSM", |s| {
        s.booked();
        s.desk.wait(33 * DAY);
        s.desk.sign_in(MANAGER);
        // Today was no day of work yet when that was asked; tomorrow it is due.
        s.desk.wait(DAY);
        s.ask(|desk| {
            let left = desk.count("SELECT count(*) FROM p_expected");
            match left {
                0 => Ok(()),
                _ => Err(vec!["not-allowed"]),
            }
        })
    }),
    (Action::ReadJournal, "SMU", |s| {
        s.ask(|desk| {
            let all = TrailForm::default();
            told(desk.app().read_trail(None, (&all, None), Lang::Kk))
        })
    }),
    (Action::ReadJournal, "SMU", |s| {
        let list = s.handle(|desk| Some(desk.app().open_list(4).ok()?.into_inner()));
        let entry = s.desk.chain()[0].hash();
        s.on(move |desk| told(desk.app().read_entry(list, entry, Lang::Ru)))
    }),
    (Action::ExportJournal, "MU", |s| {
        let list = s.handle(|desk| Some(desk.app().open_list(4).ok()?.into_inner()));
        s.on(move |desk| {
            let form = (FileForm::Csv, Lang::Ru);
            let begun = desk.app().begin_file(list, &TrailForm::default(), form);
            let mut file = begun.map_err(codes)?;
            told(desk.app().go_on_with_file(&mut file))?;
            told(desk.app().end_file(file))
        })
    }),
    (Action::PrintControlSheet, "SM", |s| {
        s.ask(|desk| told(desk.app().control_sheet(1, |_| Ok(b"%PDF".to_vec()))))
    }),
    (Action::Verify, "RSMAU", |s| {
        let head = s.desk.chain()[0].hash();
        s.ask(move |desk| told(desk.app().compare_sheet(&format!("0:{head}"))))
    }),
    (Action::SetUsual, "M", |s| {
        s.command(Command::SetUsual {
            hours_from: "8".into(),
            hours_to: "18".into(),
            cards_an_hour: "20".into(),
        })
    }),
    (Action::ChangeSettings, "MA", |s| {
        s.command(Command::SetCover {
            minutes: "7".into(),
        })
    }),
    (Action::ChangeSettings, "MA", |s| {
        s.ask(|desk| told(desk.app().set("training", "yes")))
    }),
    (Action::Exchange, "RSMA", |s| {
        s.ask(|desk| told(desk.app().bundle(Which::News)))
    }),
    (Action::SetPrinters, "SMA", |s| {
        s.ask(|desk| told(desk.app().set_printers(&printers("1", "40"))))
    }),
    (Action::SetPrinters, "SMA", |s| {
        s.ask(|desk| told(desk.app().printers()))
    }),
    (Action::ReleasePaper, "RSM", |s| {
        let asked = receipt(s.card);
        s.ask(move |desk| told(desk.app().print_asked(&asked)))
    }),
    (Action::ReleasePaper, "RSM", |s| {
        s.ask(|desk| told(desk.app().unprinted()))
    }),
];

/// Actions at a desk on its folder, walked in `folder`.
const ON_A_FOLDER: &[(Action, &str)] = &[
    (Action::Verify, "RSMAU"),
    (Action::KeepKit, "M"),
    (Action::ContinueDesk, "M"),
    (Action::ReleaseReserve, "MA"),
    (Action::ReadRegister, "MU"),
    (Action::Backup, "MA"),
    (Action::ReplaceKit, "M"),
];

/// In the table ahead of a door of their own: nobody can ask for them yet.
const WITHOUT_DOOR: &[(Action, &str)] = &[
    // A desk is described by set-up, which asks for the names of staff and organisation as well.
    (Action::DescribeDesk, "MA"),
];

/// What a door may say to somebody without the right.
const NO: [&str; 3] = [
    "not-allowed",
    "consent-denial-manager-only",
    "consent-annul-not-allowed",
];

fn walk(letter: char) {
    let (_, who, role) = PEOPLE
        .into_iter()
        .find(|person| person.0 == letter)
        .unwrap();
    for (action, allowed, ready) in TABLE {
        let expected = allowed.contains(letter);
        assert_eq!(may(role, *action), expected, "{who}: {action:?}");
        let scene = Scene::of(who);
        let ask = ready(&scene);
        let before = scene.desk.length();
        match ask() {
            Ok(()) => assert!(expected, "{who} could: {action:?}"),
            Err(codes) => {
                assert!(!expected, "{who} could not: {action:?}: {codes:?}");
                assert!(
                    codes.iter().all(|code| NO.contains(code)),
                    "{who}: {action:?}: {codes:?}"
                );
                let writes = scene.desk.length() - before;
                assert_eq!(writes, 0, "{who}: {action:?}: a refusal writes nothing");
            }
        }
    }
}

#[test]
fn what_a_registrar_may() {
    walk('R');
}

#[test]
fn what_a_senior_registrar_may() {
    walk('S');
}

#[test]
fn what_a_manager_may() {
    walk('M');
}

#[test]
fn what_an_administrator_may() {
    walk('A');
}

#[test]
fn what_an_auditor_may() {
    walk('U');
}

/// The same table once more, with a document in force that nobody has signed: it comes from another desk a moment
/// before the person asks, so nothing was read beforehand that a screen still holds.
#[test]
fn nobody_does_anything_about_patients_before_having_read_a_new_document() {
    for (letter, who, _) in PEOPLE {
        for (action, allowed, ready) in TABLE.iter().filter(|row| row.1.contains(letter)) {
            let scene = Scene::of(who);
            let ask = ready(&scene);
            let village = &scene.lab.desks()[1];
            village.must(Command::PublishDocument {
                document: document("Д-09"),
            });
            scene.lab.carry(village, &scene.desk);
            let before = scene.desk.length();
            let answer = ask();
            if action.is_about_patients() {
                let no = Err(vec!["acquaintance-needed"]);
                assert_eq!(answer, no, "{who}: {action:?} ({allowed})");
                assert_eq!(scene.desk.length(), before, "{who}: {action:?}");
            } else if *action != Action::KeepDraft {
                assert_eq!(answer, Ok(()), "{who}: {action:?}");
            }
        }
    }
}

#[test]
fn every_action_has_its_row_for_every_role() {
    let of_desk = TABLE.iter().map(|(action, allowed, _)| (*action, *allowed));
    let elsewhere = [ON_A_FOLDER, WITHOUT_DOOR].concat();
    let rows: Vec<_> = of_desk.chain(elsewhere).collect();
    let named: BTreeSet<Action> = rows.iter().map(|(action, _)| *action).collect();
    let all: BTreeSet<Action> = Action::ALL.iter().copied().collect();
    assert_eq!(named, all, "an action without a row");
    for (action, allowed) in rows {
        for (letter, _, role) in PEOPLE {
            assert_eq!(
                may(role, action),
                allowed.contains(letter),
                "{action:?} {letter}"
            );
        }
    }
    let roles: Vec<Role> = PEOPLE.iter().map(|person| person.2).collect();
    assert_eq!(roles, Role::ALL, "somebody for every role");
}

#[test]
fn the_page_says_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/roles.md");
    let page = std::fs::read_to_string(path).unwrap();
    let mut rows = String::from(
        "\n| action | registrar | senior registrar | manager | administrator | auditor |\n|---|---|---|---|---|---|\n",
    );
    for action in Action::ALL {
        let cells = Role::ALL.map(|role| if may(role, *action) { "yes" } else { "—" });
        rows += &format!("| {} | {} |\n", action.said(), cells.join(" | "));
    }
    let parts: Vec<&str> = page.split("<!-- roles -->").collect();
    let [before, _, after] = parts[..] else {
        panic!("the page has one table between its marks");
    };
    let right = [before, rows.as_str(), after].join("<!-- roles -->");
    if std::env::var_os("TIRKEU_BLESS").is_some() {
        std::fs::write(path, &right).unwrap();
    } else {
        assert_eq!(page, right, "run with TIRKEU_BLESS=1 to write it anew");
    }
}

/// And with the curtain down: whoever was there a moment ago asks no door, and nothing is written.
#[test]
fn behind_the_curtain_no_door_opens() {
    // A sign-in brings its own key, and bookings go with it before the curtain falls.
    const AT_SIGN_IN: [Action; 2] = [Action::SignIn, Action::PurgeExpected];
    for (action, allowed, ready) in TABLE {
        if AT_SIGN_IN.contains(action) {
            continue;
        }
        let scene = Scene::of(if allowed.contains('M') {
            MANAGER
        } else {
            REGISTRAR
        });
        let ask = ready(&scene);
        scene.desk.app().cover();
        let before = scene.desk.length();
        assert_eq!(ask(), Err(vec!["locked"]), "{action:?}");
        assert_eq!(scene.desk.length(), before, "{action:?}");
    }
}

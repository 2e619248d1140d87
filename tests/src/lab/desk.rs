//! One desk of the lab, as a story speaks of it.

use std::cell::{RefCell, RefMut};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ed25519_dalek::SigningKey;
use rusqlite::types::Value;
use tirkeu_core::app::{App, Ingested};
use tirkeu_core::audit;
use tirkeu_core::command::{Command, ConsentForm, WithdrawalForm};
use tirkeu_core::domain::consent::Purpose;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::representative::RepresentativeForm;
use tirkeu_core::error::Error;
use tirkeu_core::event::Event;
use tirkeu_core::event::lab::DeviceDescribed;
use tirkeu_core::id::{DeviceId, Hash, Id, SubjectId};
use tirkeu_core::journal::Entry;
use tirkeu_core::journal::export::{Preamble, write};
use tirkeu_core::journal::log;
use tirkeu_core::journal::stored;
use tirkeu_core::projection::status::Status;
use tirkeu_core::query;
use tirkeu_core::query::state::State;
use tirkeu_core::time::Clock;
use tirkeu_core::vault::{SealKey, SealPublic as PublicKey};
use tirkeu_core::view::{CardView, Receipt};

use super::person::{consent_given, consent_refused, key_of, name_id};
use super::{Hostile, NOON, parts};

/// Milliseconds of a year.
pub const YEAR: u64 = 365 * 24 * 3_600_000;

/// A clock that stands until somebody moves it.
#[derive(Clone)]
pub struct Shown(Arc<AtomicU64>);

impl Clock for Shown {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Inside {
    name: String,
    org: Id,
    device: DeviceId,
    key: SigningKey,
    clock: Shown,
    app: RefCell<Option<App>>,
}

/// A handle of one desk; clones are the same desk.
#[derive(Clone)]
pub struct Desk(Rc<Inside>);

impl Desk {
    pub(super) fn open(name: &str, org: Id) -> Self {
        Self::rolling(name, org, &format!("{name}'s dice"))
    }

    fn rolling(name: &str, org: Id, dice: &str) -> Self {
        let key = key_of("device", name);
        let device = name_id(name);
        let clock = Shown(Arc::new(AtomicU64::new(NOON)));
        let app = parts(org, device, key.clone(), clock.clone(), dice);
        Self(Rc::new(Inside {
            name: name.to_owned(),
            org,
            device,
            key,
            clock,
            app: RefCell::new(Some(app)),
        }))
    }

    /// The doors themselves.
    pub fn app(&self) -> RefMut<'_, App> {
        RefMut::map(self.0.app.borrow_mut(), |app| app.as_mut().unwrap())
    }

    /// What the lab calls it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Its id.
    pub fn id(&self) -> DeviceId {
        self.0.device
    }

    /// Its public key.
    pub fn public(&self) -> Hash {
        Hash(self.0.key.verifying_key().to_bytes())
    }

    /// Opens what is sealed to it.
    pub fn seal_key(&self) -> SealKey {
        SealKey::from(key_of("seal", self.name()).to_bytes())
    }

    /// Its X25519 key.
    pub fn seal_public(&self) -> Hash {
        Hash(PublicKey::from(&self.seal_key()).to_bytes())
    }

    /// What its clock shows, in milliseconds since 1970.
    pub fn clock(&self) -> u64 {
        self.0.clock.now_ms()
    }

    /// Sets its clock.
    pub fn set_clock(&self, ms: u64) {
        self.0.clock.0.store(ms, Ordering::Relaxed);
    }

    /// Moves its clock forward.
    pub fn wait(&self, ms: u64) {
        self.set_clock(self.clock() + ms);
    }

    /// Somebody signs in; whoever sat there signs out first.
    pub fn sign_in(&self, who: &str) {
        self.try_sign_in(who).unwrap();
    }

    /// The same, with the codes of a refusal.
    pub fn try_sign_in(&self, who: &str) -> Result<(), Vec<&'static str>> {
        let mut app = self.app();
        app.close_session(1).map_err(codes)?;
        app.open_session(name_id(who), key_of(who, self.name()))
            .map(drop)
            .map_err(codes)
    }

    /// The program is killed and started again: the session stays open in the journal.
    pub fn crash(&self) {
        let parts = self.0.app.take().unwrap().into_parts();
        self.0.app.replace(Some(App::open(parts).unwrap()));
    }

    /// A command, with the codes of a refusal.
    pub fn execute(&self, command: Command) -> Result<Receipt, Vec<&'static str>> {
        self.app().execute(command, None).map_err(codes)
    }

    /// A command that must succeed.
    pub fn must(&self, command: Command) -> Receipt {
        let told = format!("{command:?}");
        self.execute(command)
            .unwrap_or_else(|no| panic!("{} refuses {no:?}: {told}", self.name()))
    }

    pub(super) fn describe(&self, name: &str) {
        let desk = DeviceDescribed {
            name: name.to_owned(),
            site: "Алматы".to_owned(),
        };
        self.app().describe("Сейтова Сауле", desk, None).unwrap();
    }

    /// The command that gives a person a key on a desk.
    pub fn add_key(&self, who: &str, at: &Desk) -> Command {
        Command::AddStaffKey {
            staff: name_id(who),
            device: at.id(),
            ed25519: Hash(key_of(who, at.name()).verifying_key().to_bytes()),
            x25519: Hash([3; 32]),
        }
    }

    /// Takes a patient in, without a word on consent.
    pub fn intake(&self, form: PatientForm) -> SubjectId {
        self.must(Self::taking_in(form)).subject
    }

    /// The command of an intake.
    pub fn taking_in(form: PatientForm) -> Command {
        Command::Intake {
            order: None,
            expected: None,
            card: None,
            patient: form,
            reason: String::new(),
            representative: None,
            consent: None,
        }
    }

    /// The command of an intake of somebody who answers for themselves.
    pub fn taking_in_agreed(form: PatientForm, answer: ConsentForm) -> Command {
        let mut taken = Self::taking_in(form);
        if let Command::Intake { consent, .. } = &mut taken {
            *consent = Some(answer);
        }
        taken
    }

    /// The command of an intake of somebody for whom another acts.
    pub fn taking_in_with(
        form: PatientForm,
        representative: RepresentativeForm,
        consent: Option<ConsentForm>,
    ) -> Command {
        Command::Intake {
            order: None,
            expected: None,
            card: None,
            patient: form,
            reason: String::new(),
            representative: Some(representative),
            consent,
        }
    }

    /// The command that ends what one card is to another.
    pub fn ending(card: SubjectId, representative: SubjectId) -> Command {
        Command::EndRelation {
            card,
            representative,
            reason: "Лишён прав".into(),
        }
    }

    /// The policy in force.
    pub fn policy(&self) -> Hash {
        let app = self.app();
        let on = app.now().date();
        query::lab::current_policy(app.conn(), on)
            .unwrap()
            .expect("a policy is published")
            .entry
    }

    /// The person ticks both boxes; the entry of the first grant.
    pub fn consent(&self, card: SubjectId) -> Hash {
        self.answer(card, consent_given(self.policy()))
    }

    /// The person says no.
    pub fn refuse(&self, card: SubjectId) -> Hash {
        self.answer(card, consent_refused(self.policy()))
    }

    fn answer(&self, card: SubjectId, consent: ConsentForm) -> Hash {
        self.must(Command::Consent { card, consent }).entries[0]
    }

    /// The person takes everything back.
    pub fn withdraw(&self, card: SubjectId) -> Hash {
        self.must(Self::withdrawing(card)).entries[0]
    }

    /// The command of a withdrawal of everything.
    pub fn withdrawing(card: SubjectId) -> Command {
        Command::Withdraw {
            card,
            withdrawal: WithdrawalForm {
                channel: "counter".into(),
                ..WithdrawalForm::default()
            },
        }
    }

    /// «Ошибочно внесено».
    pub fn annulling(card: SubjectId, target: Hash) -> Command {
        Command::Annul {
            card,
            target,
            reason: "записано не тому".into(),
        }
    }

    /// Amends the card as it stands here.
    pub fn amending(&self, card: SubjectId, change: impl FnOnce(&mut PatientForm)) -> Command {
        let fields = query::card::fields(self.app().conn(), card).unwrap();
        let mut patient = query::card::form(&fields);
        change(&mut patient);
        Command::Amend {
            card,
            patient,
            reason: "уточнено".into(),
        }
    }

    /// The same, carried out.
    pub fn amend(&self, card: SubjectId, change: impl FnOnce(&mut PatientForm)) -> Hash {
        let command = self.amending(card, change);
        self.must(command).entries[0]
    }

    /// The command that destroys a person's data.
    pub fn destroying(subject: SubjectId) -> Command {
        Command::Destroy {
            subject,
            basis: 1,
            act: "А-1".into(),
        }
    }

    /// The gate for the laboratory's service, today.
    pub fn permitted(&self, card: SubjectId) -> bool {
        let app = self.app();
        let on = app.now().date();
        query::consent::permitted(app.conn(), card, Purpose::Service, on).unwrap()
    }

    /// Opens the card, which writes an entry.
    pub fn look(&self, card: SubjectId) -> CardView {
        self.app().open_card(card).unwrap().into_inner()
    }

    /// The shown value of a field.
    pub fn field(&self, card: SubjectId, code: u8) -> Option<String> {
        query::card::fields(self.app().conn(), card)
            .unwrap()
            .remove(&code)
    }

    /// What became of an entry here; `None` when it is not here.
    pub fn status(&self, entry: Hash) -> Option<Status> {
        use rusqlite::OptionalExtension;
        self.app()
            .conn()
            .query_row(
                "SELECT status FROM x_graph WHERE hash = ?1",
                [entry],
                |row| row.get(0),
            )
            .optional()
            .unwrap()
    }

    /// A number that a query of counts answers.
    pub fn count(&self, sql: &str) -> i64 {
        self.app()
            .conn()
            .query_row(sql, [], |row| row.get(0))
            .unwrap()
    }

    /// How many entries fold into a subject here.
    pub fn entries_about(&self, subject: SubjectId) -> usize {
        let mut all = self.journal();
        all.retain(|entry| entry.header().subject == subject && !entry.header().refs.is_empty());
        all.len()
    }

    /// The same desk once more, as somebody who copies its disk makes it; each of the two goes on.
    pub fn copied(&self) -> Self {
        let dice = format!("the copied {}'s dice", self.name());
        let copy = Self::rolling(self.name(), self.0.org, &dice);
        copy.set_clock(self.clock());
        let parts = copy.0.app.take().unwrap().into_parts();
        {
            let (from, mut into) = (self.app(), parts.store);
            let backup = rusqlite::backup::Backup::new(from.conn(), into.conn_mut()).unwrap();
            backup
                .run_to_completion(1_000, std::time::Duration::ZERO, None)
                .unwrap();
            drop(backup);
            let app = App::open(tirkeu_core::app::Parts {
                store: into,
                ..parts
            });
            copy.0.app.replace(Some(app.unwrap()));
        }
        copy
    }

    /// Entries of one kind, in the order of this desk's chains.
    pub fn of_kind(&self, kind: u16) -> Vec<Entry> {
        let mut all = self.journal();
        all.retain(|entry| entry.header().kind == kind);
        all
    }

    /// What entries of one kind say, each of which must be of the sort that is picked.
    pub fn bodies<T>(&self, kind: u16, pick: impl Fn(Event) -> Option<T>) -> Vec<T> {
        let entries = self.of_kind(kind);
        let said = entries.iter().map(|entry| {
            let event = Event::of(entry).expect("a body");
            pick(event).expect("a body of its kind")
        });
        said.collect()
    }

    /// The number of the last entry of another desk that is here.
    pub fn last_of(&self, other: &Desk) -> Option<u64> {
        let head = log::head(self.app().conn(), other.id()).unwrap();
        head.map(|head| head.seq)
    }

    /// How many entries of its own this desk has written.
    pub fn length(&self) -> u64 {
        self.app().length()
    }

    /// Every stored entry with every body that is here, chain by chain.
    pub fn journal(&self) -> Vec<Entry> {
        everything(self.app().conn())
    }

    /// This desk's own chain.
    pub fn chain(&self) -> Vec<Entry> {
        log::chain(self.app().conn(), self.id(), 0, u32::MAX).unwrap()
    }

    /// Entries, or bodies, that the other desk lacks.
    pub fn missing_at(&self, other: &Desk) -> Vec<Entry> {
        let there = other.holdings();
        let mut entries = self.journal();
        entries.retain(|entry| {
            !there.contains(&(entry.hash(), entry.body().is_some()))
                && !there.contains(&(entry.hash(), true))
        });
        entries
    }

    fn holdings(&self) -> BTreeSet<(Hash, bool)> {
        let app = self.app();
        let mut rows = app
            .conn()
            .prepare_cached("SELECT e.hash, b.entry IS NOT NULL FROM j_entries e LEFT JOIN j_bodies b ON b.entry = e.hash")
            .unwrap();
        let rows = rows
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    /// Entries arrive.
    pub fn take(&self, entries: Vec<Entry>) -> Ingested {
        self.app().ingest(entries).unwrap()
    }

    /// What desks compare.
    pub fn state(&self) -> State {
        query::state::state(self.app().conn()).unwrap()
    }

    /// A copy of this desk's key and chain in bad hands.
    pub fn turned(&self) -> Hostile {
        Hostile::new(
            self.0.org,
            self.id(),
            self.0.key.clone(),
            self.chain(),
            self.clock(),
        )
    }

    /// Incremental == refold == rebuild, in every table that is made from the journal.
    pub fn rebuilt_is_the_same(&self) {
        let state = self.state();
        let before = self.dump();
        self.app().refold_all().unwrap();
        same(self.name(), "refolded", &before, &self.dump());
        self.app().rebuild().unwrap();
        same(self.name(), "rebuilt", &before, &self.dump());
        assert_eq!(
            state,
            self.state(),
            "{} rebuilt says something else",
            self.name()
        );
    }

    /// The audit raises no alarm.
    pub fn verified(&self) -> audit::Report {
        let app = self.app();
        let scope = audit::Scope {
            org: self.0.org,
            own: vec![self.id()],
        };
        audit::verify(&scope, &[], || stored::records(app.conn()))
    }

    /// Its whole journal as a file for the verifiers, with the bodies that every export carries.
    pub fn exported(&self) -> Vec<u8> {
        let app = self.app();
        let preamble = Preamble {
            org: self.0.org,
            desk: self.id(),
            devices: log::devices(app.conn()).unwrap(),
        };
        let records = stored::records(app.conn()).map(Result::unwrap);
        let mut file = Vec::new();
        write(&preamble, records, audit::is_body_kept, &mut file).unwrap();
        file
    }

    /// Every row of every table that is made from the journal, without what may differ.
    pub fn dump(&self) -> BTreeSet<String> {
        let app = self.app();
        let mut out = BTreeSet::new();
        let tables = tirkeu_core::projection::tables::rebuilt();
        for table in
            tables.filter(|name| !["x_person", "x_find", "x_number", "x_drawer"].contains(name))
        {
            // The number of a drawer is this desk's own; what is written on it is not.
            let select = match table {
                "x_graph" => {
                    "SELECT g.*, hex(d.device) || ' ' || hex(d.staff) || ' ' || d.doing || ' ' || d.outcome AS filed \
                     FROM x_graph g JOIN x_drawer d ON d.id = g.drawer"
                        .to_owned()
                }
                table => format!("SELECT * FROM {table}"),
            };
            let mut rows = app.conn().prepare(&select).unwrap();
            let names: Vec<String> = rows.column_names().iter().map(|n| n.to_string()).collect();
            let mut rows = rows.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let values: Vec<String> = names
                    .iter()
                    .enumerate()
                    .filter(|(_, name)| *name != "drawer")
                    .map(|(at, name)| format!("{name}={}", shown(row.get(at).unwrap())))
                    .collect();
                out.insert(format!("{table} {}", values.join(" ")));
            }
        }
        out
    }
}

fn same(desk: &str, how: &str, before: &BTreeSet<String>, after: &BTreeSet<String>) {
    let lost: Vec<_> = before.difference(after).collect();
    let new: Vec<_> = after.difference(before).collect();
    assert!(
        lost.is_empty() && new.is_empty(),
        "{desk} {how}\n  loses {lost:#?}\n  gains {new:#?}"
    );
}

fn shown(value: Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(bytes) => bytes
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    }
}

fn everything(conn: &rusqlite::Connection) -> Vec<Entry> {
    let mut out = Vec::new();
    for head in log::heads(conn).unwrap() {
        out.extend(log::chain(conn, head.device, 0, u32::MAX).unwrap());
    }
    out
}

fn codes(error: Error) -> Vec<&'static str> {
    match &error {
        Error::Refused(_) | Error::Locked => error
            .refusals()
            .iter()
            .map(|refusal| refusal.code.0)
            .collect(),
        fault => panic!("a fault, not a refusal: {fault}"),
    }
}

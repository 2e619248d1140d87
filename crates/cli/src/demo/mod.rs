//! `tirkeu demo`: a filled training laboratory, unmistakably marked, sending nothing.
//!
//! Everything goes through the doors that a desk uses, under a clock that walks through the last four
//! weeks: a manager founds the laboratory, a registrar takes patients in on each working day.

mod people;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone, Weekday};
use serde::{Deserialize, Serialize};
use tirkeu_core::command::{
    Command, ConsentForm, PageForm, PolicyForm, ServiceImportForm, SetupForm, WithdrawalForm,
};
use tirkeu_core::desk::{self, Folder, Machine, NewStaff, Open, SignedIn};
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::domain::service::tube::TubeForm;
use tirkeu_core::error::Error;
use tirkeu_core::event::desk::closing;
use tirkeu_core::event::kinds::Role;
use tirkeu_core::id::{Hash, SubjectId};
use tirkeu_core::query;
use tirkeu_core::table;
use tirkeu_core::time::{Clock, SystemClock};
use tirkeu_core::vault::{KdfChoice, VaultError};
use tirkeu_core::words::Lang;

use crate::exit::{Failure, OK};
use crate::session::Global;
use people::{Dice, person};

const LAB: &str = include_str!("../../data/lab.json");
const SERVICES: &str = include_str!("../../data/services.csv");
/// How long the calendar of the laboratory is, in days.
const WEEKS: u64 = 28;
/// More than a small laboratory sees in years, and made within an hour.
const MOST_PATIENTS: u64 = 100_000;
const HOUR_MS: u64 = 3_600_000;

/// Makes a filled training laboratory in an empty folder and prints its logins.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many patients, at most 100 000
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(..=MOST_PATIENTS))]
    patients: u64,
    /// The same seed gives the same people
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Last day of the calendar, YYYY-MM-DD [default: today in Almaty]
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
}

/// What the training laboratory is called; data, not sentences.
#[derive(Deserialize)]
struct Lab {
    setup: SetupForm,
    registrar: Registrar,
    password: String,
    policy_code: String,
    tubes: Vec<TubeForm>,
    price_list: String,
    favourites: Vec<String>,
}

#[derive(Deserialize)]
struct Registrar {
    name: String,
    login: String,
}

#[derive(Serialize)]
struct Login<'a> {
    role: &'static str,
    login: &'a str,
    password: &'a str,
}

/// A clock that shows what it is told.
struct Told(AtomicU64);

impl Clock for Told {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A working day: when it begins, and how many patients come.
struct Day {
    begins_ms: u64,
    step_ms: u64,
    patients: u64,
}

pub fn run(global: &Global, args: &Args) -> Result<u8, Failure> {
    let lab: Lab = serde_json::from_str(LAB).map_err(|_| Failure::Input("lab.json"))?;
    let data = global.data()?;
    let was_there = data.exists();
    let folder = Folder::begin(&data)?;
    if !folder.is_new() {
        return Err(VaultError::Exists.into());
    }
    let filled = fill(&folder, args, &lab);
    if filled.is_err() {
        // Half a laboratory is of no use to anybody, and its logins were never told.
        folder.abandon();
        if !was_there {
            drop(std::fs::remove_dir(&data));
        }
    }
    filled?;
    tell(global, &lab, args.patients)
}

/// Founds the laboratory and lets its patients come.
fn fill(folder: &Folder, args: &Args, lab: &Lab) -> Result<(), Failure> {
    let clock = Arc::new(Told(AtomicU64::new(0)));
    let machine = Machine {
        clock: Arc::clone(&clock) as Arc<dyn Clock + Send + Sync>,
        ..Machine::real(None, KdfChoice::Floor)
    };
    let days = calendar(args);
    let first = days
        .first()
        .map_or_else(|| SystemClock.now_ms(), |day| day.begins_ms);
    clock
        .0
        .store(first.saturating_sub(HOUR_MS), Ordering::Relaxed);
    let policy = found(folder, &machine, lab)?;
    let mut dice = Dice::new(args.seed);
    let mut known = Known::default();
    for day in &days {
        clock.0.store(day.begins_ms, Ordering::Relaxed);
        let mut open = sign_in(folder, &machine, &lab.registrar.login, &lab.password)?;
        for visit in 0..day.patients {
            let at = day.begins_ms + visit * day.step_ms + dice.below(day.step_ms.max(2) / 2);
            clock.0.store(at, Ordering::Relaxed);
            take_in(&mut open, &mut dice, policy, &mut known)?;
        }
        open.close(closing::LOCKED)?;
    }
    Ok(())
}

/// Organisation, manager, policy, registrar; the kit counts as typed back.
fn found(folder: &Folder, machine: &Machine, lab: &Lab) -> Result<Hash, Failure> {
    let mut open = desk::setup(folder, machine, &lab.setup, &lab.password)?;
    open.app.set("training", "yes")?;
    if let Some((kit, asked)) = open.pending_kit()? {
        let groups = kit.groups();
        let typed: Vec<String> = asked
            .iter()
            .filter_map(|number| groups.get(usize::from(*number).checked_sub(1)?))
            .map(|group| group.to_string())
            .collect();
        open.confirm_kit(&typed)?;
    }
    let policy = policy(&open, &lab.policy_code)?;
    let published = open.app.execute(Command::PublishPolicy { policy }, None)?;
    services(&mut open, lab)?;
    open.add_staff(
        machine,
        &NewStaff {
            name: &lab.registrar.name,
            login: &lab.registrar.login,
            password: &lab.password,
            role: Role::Registrar,
        },
    )?;
    open.close(closing::LOCKED)?;
    Ok(published.entries.first().copied().unwrap_or(Hash::ZERO))
}

/// Tubes, a price list of usual tests in force from the first day, and favourites.
fn services(open: &mut Open, lab: &Lab) -> Result<(), Failure> {
    let tubes = lab.tubes.clone();
    open.app.execute(Command::SetTubes { tubes }, None)?;
    let table = table::read(SERVICES.as_bytes(), table::LIST).map_err(Error::from)?;
    let view = open.app.open_services(table, Lang::Ru)?;
    let form = ServiceImportForm {
        name: lab.price_list.clone(),
        valid_from: open.app.now().date().to_string(),
        ..view.form
    };
    open.app.import_services(view.handle, &form)?;
    let codes = lab.favourites.clone();
    open.app.execute(Command::SetFavourites { codes }, None)?;
    Ok(())
}

/// The template with the laboratory's own data, in force from the first day.
fn policy(open: &Open, code: &str) -> Result<PolicyForm, Failure> {
    let (conn, on) = (open.app.conn(), open.app.now().date());
    let offered = query::template::policy(conn, open.app.org(), on).map_err(Error::from)?;
    Ok(PolicyForm {
        code: code.to_owned(),
        ..offered.ok_or(Failure::Input("organisation"))?
    })
}

fn sign_in(
    folder: &Folder,
    machine: &Machine,
    login: &str,
    password: &str,
) -> Result<Open, Failure> {
    match desk::sign_in(folder, machine, login, password)? {
        SignedIn::Open(open) => Ok(*open),
        SignedIn::Ceremony(_) => Err(Error::Ceremony.into()),
    }
}

/// Who has come so far.
#[derive(Default)]
struct Known {
    count: u64,
    /// Their numbers.
    numbers: BTreeSet<String>,
    /// Cards whose consent stands.
    agreed: BTreeMap<u64, SubjectId>,
}

impl Known {
    /// Somebody who was not here yet: among many people drawn at random two have the same number.
    fn newcomer(&mut self, dice: &mut Dice, on: NaiveDate) -> PatientForm {
        loop {
            let drawn = person(dice, on, self.count);
            if self.numbers.insert(drawn.iin.clone()) {
                self.count += 1;
                return drawn;
            }
        }
    }
}

/// One visit: a new patient, and now and then somebody who takes consent back.
fn take_in(
    open: &mut Open,
    dice: &mut Dice,
    policy: Hash,
    known: &mut Known,
) -> Result<(), Failure> {
    let number = known.count;
    let patient = known.newcomer(dice, open.app.now().date());
    let lang = if patient.language == Lang::Kk.tag() {
        Lang::Kk
    } else {
        Lang::Ru
    };
    let mut consent = answer(dice, lang, policy, number);
    if consent.channel == "screen" {
        let page = open.app.consent_page(&PageForm::of(&patient), lang)?;
        consent.page = Some(page.sha256);
    }
    let agreed = consent.answer == "given";
    let command = Command::Intake {
        order: None,
        expected: None,
        card: None,
        patient,
        reason: String::new(),
        representative: None,
        consent: Some(consent),
    };
    let card = open.app.execute(command, None)?.subject;
    if agreed {
        known.agreed.insert(number, card);
    }
    if dice.chance(5) {
        let chosen = known
            .agreed
            .keys()
            .nth(usize::try_from(dice.below(known.agreed.len() as u64)).unwrap_or(0))
            .copied();
        if let Some(card) = chosen.and_then(|number| known.agreed.remove(&number)) {
            let command = Command::Withdraw {
                card,
                withdrawal: WithdrawalForm {
                    channel: "counter".to_owned(),
                    ..WithdrawalForm::default()
                },
            };
            open.app.execute(command, None)?;
        }
    }
    Ok(())
}

fn answer(dice: &mut Dice, lang: Lang, policy: Hash, number: u64) -> ConsentForm {
    let on_paper = dice.chance(30);
    let refused = dice.chance(7);
    let form = ConsentForm {
        channel: if on_paper { "paper" } else { "screen" }.to_owned(),
        language: Some(lang),
        policy: Some(policy),
        ..ConsentForm::default()
    };
    if refused {
        return ConsentForm {
            answer: "refused".to_owned(),
            refusal_signed: "signed".to_owned(),
            ..form
        };
    }
    ConsentForm {
        answer: "given".to_owned(),
        personal_data: true,
        care: dice.chance(92),
        signature_seen: on_paper,
        paper_place: if on_paper {
            format!("{}/{}", number / 50 + 1, number % 50 + 1)
        } else {
            String::new()
        },
        ..form
    }
}

/// Working days of the last four weeks; nothing lies in the future of the real clock.
fn calendar(args: &Args) -> Vec<Day> {
    let now = SystemClock.now();
    let last = args.on.unwrap_or_else(|| now.date());
    let opens = |day: NaiveDate| {
        let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        let at = chrono_tz::Asia::Almaty
            .from_local_datetime(&day.and_time(nine))
            .earliest();
        at.and_then(|at| u64::try_from(at.timestamp_millis()).ok())
            .unwrap_or_default()
    };
    let mut begins: Vec<u64> = (0..=WEEKS)
        .filter_map(|back| last.checked_sub_days(Days::new(WEEKS - back)))
        .filter(|day| day.weekday() != Weekday::Sun)
        .map(opens)
        .collect();
    if args.on.is_none() {
        begins.retain(|begin| begin + HOUR_MS < now.ms);
    }
    let count = begins.len() as u64;
    begins
        .iter()
        .zip(0..)
        .map(|(begins_ms, at): (&u64, u64)| {
            let patients = args.patients * (at + 1) / count - args.patients * at / count;
            let room = if args.on.is_none() {
                (now.ms - begins_ms).min(8 * HOUR_MS)
            } else {
                8 * HOUR_MS
            };
            Day {
                begins_ms: *begins_ms,
                step_ms: room / (patients + 1),
                patients,
            }
        })
        .collect()
}

fn tell(global: &Global, lab: &Lab, patients: u64) -> Result<u8, Failure> {
    let say = global.say();
    let logins = [
        Login {
            role: "manager",
            login: &lab.setup.login,
            password: &lab.password,
        },
        Login {
            role: "registrar",
            login: &lab.registrar.login,
            password: &lab.password,
        },
    ];
    let count = patients.to_string();
    let mut lines = vec![say.text("cli-demo-done", &[("count", &count)])];
    for login in &logins {
        lines.push(say.text(
            "cli-demo-login",
            &[
                (
                    "role",
                    &say.text(&format!("common-role-{}", login.role), &[]),
                ),
                ("login", login.login),
                ("password", login.password),
            ],
        ));
    }
    let answer = serde_json::json!({ "training": true, "patients": patients, "logins": logins });
    say.answer(&answer, &lines)?;
    Ok(OK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_twice_with_the_same_number() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap_or_default();
        let first = person(&mut Dice::new(7), on, 0);
        let mut known = Known::default();
        known.numbers.insert(first.iin.clone());
        let drawn = known.newcomer(&mut Dice::new(7), on);
        assert_ne!(drawn.iin, first.iin, "drawn again");
        assert_eq!(known.count, 1);
        let again = known.newcomer(&mut Dice::new(7), on);
        assert!(![first.iin, drawn.iin].contains(&again.iin));
    }
}

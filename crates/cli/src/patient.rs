//! `tirkeu patient`: register, find, show.

use std::path::PathBuf;

use serde::Serialize;
use tirkeu_core::command::Command as Core;
use tirkeu_core::domain::patient::{PatientForm, check};
use tirkeu_core::error::Refusal;
use tirkeu_core::event::disclosure::list;
use tirkeu_core::id::SubjectId;
use tirkeu_core::view::{CardView, FormCheck, PatientRow, Problem, Receipt, RepairView, Standing};

use crate::exit::{Failure, OK};
use crate::say::Say;
use crate::session::Global;
use crate::{import, input};

/// The form, as it is shown below `--help`.
const FORM: &str = "\
{\"surname\",\"name\",\"patronymic\",\"iin\",\"birth_date\",\"sex\",\"phone\",\"language\",
 \"doc_type\",\"doc_number\",…,\"confirmed\":[…],\"others\":[…]}";

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Register an adult from a form as JSON
    #[command(after_help = FORM)]
    Add {
        /// The form; `-`, or none: standard input after the password
        #[arg(long, value_name = "FILE")]
        form: Option<PathBuf>,
    },
    /// Find by ИИН, name, phone or birth date
    Find {
        /// What is looked for; `-` reads it from standard input, where other users of the machine do not see it
        query: String,
    },
    /// Open a card
    Show {
        /// Its id
        #[arg(value_parser = id)]
        card: SubjectId,
    },
    /// Bring an old list of patients in; the same call goes on after a kill
    Import(import::Import),
}

/// Reads the id of a card.
pub fn id(text: &str) -> Result<SubjectId, &'static str> {
    SubjectId::parse(text).ok_or("32 hex digits")
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Add { form } => add(global, form.as_ref()),
        Command::Find { query } => find(global, query),
        Command::Show { card } => show(global, *card),
        Command::Import(args) => import::run(global, args),
    }
}

fn add(global: &Global, form: Option<&PathBuf>) -> Result<u8, Failure> {
    let (added, notices) = global.under_session(|open| {
        let patient: PatientForm = input::json(form.map(PathBuf::as_path), "form")?;
        let checked = check(&patient, open.app.now().date());
        let command = Core::Intake {
            order: None,
            expected: None,
            card: None,
            patient,
            reason: String::new(),
            representative: None,
            consent: None,
        };
        let receipt = open.app.execute(command, None)?;
        let notices: Vec<Refusal> = checked
            .warnings
            .iter()
            .filter(|warning| warning.confirm.is_none())
            .map(|warning| Refusal::at(warning.field, warning.code))
            .collect();
        let check = FormCheck::of(checked, vec![], None, vec![], false);
        let added = Added {
            receipt,
            notices: check.notices,
            repairs: check.repairs,
        };
        Ok((added, notices))
    })?;
    let say = global.say();
    let id = added.receipt.subject.to_string();
    let mut lines = vec![say.text("cli-patient-added", &[("id", &id)])];
    lines.extend(notices.iter().map(|one| say.refusal(one)));
    lines.extend(added.repairs.iter().map(|one| {
        let values = [("from", one.from.as_str()), ("to", one.to.as_str())];
        say.text("cli-patient-repair", &values)
    }));
    say.answer(&added, &lines)?;
    Ok(OK)
}

/// The card as it was saved, and what a person would have been shown beside the form.
#[derive(Serialize)]
struct Added {
    #[serde(flatten)]
    receipt: Receipt,
    notices: Vec<Problem>,
    repairs: Vec<RepairView>,
}

#[derive(Serialize)]
struct Found {
    rows: Vec<PatientRow>,
    more: bool,
}

fn find(global: &Global, query: &str) -> Result<u8, Failure> {
    let found = global.under_session(|open| {
        let typed = if query == "-" {
            input::text("query")?.to_string()
        } else {
            query.to_owned()
        };
        let list = open.app.open_list(list::SEARCH)?.into_inner();
        let view = open.app.search(list, &typed)?.into_inner();
        let ids: Vec<SubjectId> = view.rows.iter().map(|row| row.id).collect();
        // Whose rows are about to be printed is written first.
        open.app.list_rested(list, &ids)?;
        Ok(Found {
            rows: view.rows,
            more: view.more,
        })
    })?;
    let say = global.say();
    let mut lines: Vec<String> = found.rows.iter().map(|row| row_line(say, row)).collect();
    if found.rows.is_empty() {
        lines.push(say.text("common-nothing-found", &[]));
    }
    if found.more {
        lines.push(say.text("cli-patient-more", &[]));
    }
    say.answer(&found, &lines)?;
    Ok(OK)
}

fn row_line(say: Say, row: &PatientRow) -> String {
    [
        row.id.to_string(),
        row.name.clone(),
        row.birth_date.clone(),
        row.iin.clone(),
        row.phone.clone(),
        standing(say, row.consent),
    ]
    .join("  ")
}

/// Consent in a word.
pub fn standing(say: Say, standing: Standing) -> String {
    let key = match standing {
        Standing::Given => "common-consent-present",
        Standing::Stale => "common-consent-stale",
        Standing::Withdrawn => "common-consent-withdrawn",
        Standing::Refused => "common-consent-refused",
        Standing::None => "common-consent-absent",
        Standing::Destroyed => "common-consent-destroyed",
    };
    say.text(key, &[])
}

/// Opens a card under a session of its own.
pub fn card(global: &Global, card: SubjectId) -> Result<CardView, Failure> {
    global.under_session(|open| Ok(open.app.open_card(card)?.into_inner()))
}

fn show(global: &Global, id: SubjectId) -> Result<u8, Failure> {
    let view = card(global, id)?;
    let say = global.say();
    let mut lines = vec![
        view.name.clone(),
        format!(
            "{}: {}",
            say.text("common-birth-date", &[]),
            view.birth_date
        ),
        format!("{}: {}", say.text("common-iin", &[]), view.iin),
        format!("{}: {}", say.text("common-phone", &[]), view.phone),
    ];
    lines.extend(standings(say, &view));
    lines.extend(view.history.iter().map(|row| {
        format!(
            "{}  {}  {}",
            row.at,
            row.by,
            say.text(&act_key(&row.act), &[])
        )
    }));
    say.answer(&view, &lines)?;
    Ok(OK)
}

fn act_key(act: &str) -> String {
    format!("card-act-{act}")
}

/// `цель: состояние`, one line for each purpose.
pub fn standings(say: Say, view: &CardView) -> Vec<String> {
    view.standings
        .iter()
        .map(|one| {
            let purpose = say.text(&format!("consent-purpose-{}", one.purpose), &[]);
            format!("{purpose}: {}", standing(say, one.standing))
        })
        .collect()
}

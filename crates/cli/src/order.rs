//! `tirkeu order`: place an order, mark orders as ready, list them.

use std::path::PathBuf;

use serde::Serialize;
use tirkeu_core::command::{Command as Core, OrderName, OrdersForm};
use tirkeu_core::desk::{Open, PaperFile, table_bytes};
use tirkeu_core::domain::order::OrderForm;
use tirkeu_core::error::Error;
use tirkeu_core::id::SubjectId;
use tirkeu_core::table;
use tirkeu_core::view::{BadRow, OrderGiven, OrderRow, ReadyFileView, Receipt};
use tirkeu_core::words::numbers;

use crate::exit::{Failure, OK, REFUSED};
use crate::input;
use crate::patient::id;
use crate::say::Say;
use crate::session::Global;

/// The form, as it is shown below `--help`.
const FORM: &str = "\
{\"codes\":[…],\"cito\",\"funding\":\"paid|osms|gobmp|contract|insurance\",\"counterparty\",\"referrer\",
 \"sampled_at\",\"receipt\"}";

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Place an order from a form as JSON
    #[command(after_help = FORM)]
    Place {
        /// The patient's card
        #[arg(long, value_name = "ID", value_parser = id)]
        card: Option<SubjectId>,
        /// Without a card: a number and a claim code
        #[arg(long, conflicts_with = "card", required_unless_present = "card")]
        anonymous: bool,
        /// The form; `-`, or none: standard input after the password
        #[arg(long, value_name = "FILE")]
        form: Option<PathBuf>,
    },
    /// Mark an order as ready, or all of a file
    Ready(Ready),
    /// List orders, the latest first
    List {
        /// all, placed, ready, cancelled, handed_over, unpaid, questioned
        #[arg(long, value_name = "NAME", default_value = "all")]
        filter: String,
        /// The orders of this number
        #[arg(long, value_name = "NUMBER")]
        number: Option<String>,
        /// At most so many rows
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
    },
}

/// What is marked.
#[derive(Debug, clap::Args)]
pub struct Ready {
    /// Number of the order
    #[arg(required_unless_present = "file", conflicts_with = "file")]
    number: Option<String>,
    /// CSV or XLSX with a column of numbers
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Say what the file would mark, and change nothing
    #[arg(long, requires = "file")]
    dry_run: bool,
    /// Where the rows that mark nothing go, with their reasons, as CSV
    #[arg(long, value_name = "FILE", requires = "file")]
    report: Option<PathBuf>,
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Place { card, form, .. } => place(global, *card, form.as_ref()),
        Command::Ready(args) => match (&args.file, &args.number) {
            (Some(file), _) => file_of(global, args, file),
            (None, number) => ready(global, number.as_deref().unwrap_or_default()),
        },
        Command::List {
            filter,
            number,
            limit,
        } => {
            let form = OrdersForm {
                filter: filter.clone(),
                number: number.clone().unwrap_or_default(),
                after: String::new(),
            };
            list(global, form, *limit)
        }
    }
}

fn place(global: &Global, card: Option<SubjectId>, form: Option<&PathBuf>) -> Result<u8, Failure> {
    let receipt: Receipt = global.under_session(|open| {
        let order: OrderForm = input::json(form.map(PathBuf::as_path), "form")?;
        let command = match card {
            Some(card) => Core::PlaceOrder { card, order },
            None => Core::PlaceAnonymous { order },
        };
        Ok(open.app.execute(command, None)?)
    })?;
    let say = global.say();
    let lines: Vec<String> = receipt.order.iter().map(|one| given(say, one)).collect();
    say.answer(&receipt, &lines)?;
    Ok(OK)
}

fn given(say: Say, order: &OrderGiven) -> String {
    let args = [
        ("number", order.number.as_str()),
        ("claim", order.claim.as_str()),
    ];
    match order.claim.as_str() {
        "" => say.text("cli-order-placed", &args),
        _ => say.text("cli-order-placed-anonymous", &args),
    }
}

fn ready(global: &Global, number: &str) -> Result<u8, Failure> {
    let receipt = global.under_session(|open| {
        let order = OrderName::number(number);
        Ok(open.app.execute(Core::MarkReady { order }, None)?)
    })?;
    let say = global.say();
    say.answer(&receipt, &[say.text("cli-order-ready", &[])])?;
    Ok(OK)
}

/// What a file came to, or would come to.
#[derive(Debug, Default, Serialize)]
struct Outcome {
    rows: u32,
    marked: u32,
    already: u32,
    refused: u32,
    bad: Vec<BadRow>,
}

fn file_of(global: &Global, args: &Ready, file: &std::path::Path) -> Result<u8, Failure> {
    let (say, data) = (global.say(), global.data()?);
    let outcome = global.under_session(|open| {
        let report = args.report.as_deref();
        let report = report.map(|path| PaperFile::begin(&data, path)).transpose();
        let report = report.map_err(Error::from)?;
        let bytes = table_bytes(file, table::MARKS)?;
        let table = table::read(&bytes, table::MARKS).map_err(Error::from)?;
        let view = open.app.open_ready(table)?;
        let mut outcome = Outcome {
            rows: view.rows.count,
            marked: view.good.count,
            already: view.already.count,
            refused: view.refused.count,
            bad: bad(open, &view)?,
        };
        if let Some(file) = report {
            let (_, bytes) = open
                .app
                .ready_report(view.handle, &view.form, say.lang)?
                .into_inner();
            file.write(&bytes)?;
        }
        if !args.dry_run {
            (outcome.marked, outcome.already, outcome.refused) = marked(open, say, &view)?;
        }
        Ok(outcome)
    })?;
    let counts = [
        ("rows", outcome.rows),
        ("marked", outcome.marked),
        ("already", outcome.already),
        ("refused", outcome.refused),
    ]
    .map(|(name, count)| (name, numbers::grouped(count.into())));
    let counts: Vec<(&str, &str)> = (counts.iter())
        .map(|(name, count)| (*name, count.as_str()))
        .collect();
    let mut lines = vec![say.text("cli-order-file", &counts)];
    for row in &outcome.bad {
        let why: Vec<String> = (row.problems.iter())
            .map(|one| {
                let args = one.args.iter();
                let args: Vec<(&str, &str)> = args.map(|(a, b)| (a.as_str(), b.as_str())).collect();
                say.text(&format!("error-{}", one.code), &args)
            })
            .collect();
        let number = row.number.to_string();
        let args = [
            ("row", number.as_str()),
            ("typed", &row.name),
            ("why", &why.join("; ")),
        ];
        lines.push(say.text("cli-order-bad", &args));
    }
    say.answer(&outcome, &lines)?;
    let nothing = outcome.marked == 0 && outcome.already == 0;
    Ok(if nothing { REFUSED } else { OK })
}

fn bad(open: &Open, view: &ReadyFileView) -> Result<Vec<BadRow>, Failure> {
    let mut bad = Vec::new();
    while bad.len() as u64 <= u64::from(view.refused.count) {
        let from = u32::try_from(bad.len()).unwrap_or(u32::MAX);
        let page = open.app.check_ready(view.handle, &view.form, from)?;
        if page.bad.is_empty() || page.from != from {
            break;
        }
        bad.extend(page.bad);
    }
    Ok(bad)
}

/// Commits stretch by stretch; what is said is committed.
fn marked(open: &mut Open, say: Say, view: &ReadyFileView) -> Result<(u32, u32, u32), Failure> {
    let mut sum = (0, 0, 0);
    let mut from = Some(0);
    while let Some(at) = from {
        let done = open.app.mark_ready_file(view.handle, &view.form, at)?;
        sum.0 += done.marked;
        sum.1 += done.already;
        sum.2 += done.refused;
        from = done.next;
        if let Some(next) = from {
            let [done, rows] = [next, view.rows.count].map(|n| numbers::grouped(n.into()));
            let line = say.text("cli-import-progress", &[("done", &done), ("rows", &rows)]);
            say.answer(
                &serde_json::json!({ "done": next, "rows": view.rows.count }),
                &[line],
            )?;
        }
    }
    Ok(sum)
}

#[derive(Serialize)]
struct Listed {
    orders: Vec<OrderRow>,
    more: bool,
}

fn list(global: &Global, mut form: OrdersForm, limit: usize) -> Result<u8, Failure> {
    let listed = global.under_session(|open| {
        let (mut orders, mut handle) = (Vec::new(), None);
        loop {
            let page = open.app.orders(handle, &form)?.into_inner();
            handle = Some(page.handle);
            orders.extend(page.rows);
            match page.next {
                Some(next) if orders.len() < limit => form.after = next,
                next => {
                    let more = next.is_some() || orders.len() > limit;
                    orders.truncate(limit);
                    // Whose rows are about to be printed is written first.
                    let ids: Vec<SubjectId> = orders.iter().map(|row: &OrderRow| row.of).collect();
                    open.app.list_rested(page.handle, &ids)?;
                    return Ok(Listed { orders, more });
                }
            }
        }
    })?;
    let say = global.say();
    let mut lines: Vec<String> = listed.orders.iter().map(|row| line(say, row)).collect();
    if listed.orders.is_empty() {
        lines.push(say.text("common-nothing-found", &[]));
    }
    if listed.more {
        lines.push(say.text("cli-patient-more", &[]));
    }
    say.answer(&listed, &lines)?;
    Ok(OK)
}

fn line(say: Say, row: &OrderRow) -> String {
    let state = say.text(
        &format!("orders-state-{}", row.state.text().replace('_', "-")),
        &[],
    );
    [
        row.number.as_str(),
        &state,
        &row.placed,
        &row.name,
        &row.services,
        &row.total,
    ]
    .join("  ")
}

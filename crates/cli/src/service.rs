//! `tirkeu service`: a price list from a file, and what is offered on a day.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;
use tirkeu_core::command::ServiceImportForm;
use tirkeu_core::desk::Open;
use tirkeu_core::error::Error;
use tirkeu_core::table;
use tirkeu_core::view::{BadRow, Problem, Receipt, ServiceImportView, ServiceView, ServicesView};
use tirkeu_core::words;

use crate::exit::{Failure, OK, REFUSED};
use crate::input;
use crate::say::Say;
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Bring in a price list from a file, whole or not at all
    Import(Import),
    /// Show what is offered on a day
    List {
        /// The day, YYYY-MM-DD [default: today in Almaty]
        #[arg(long, value_name = "DATE")]
        on: Option<NaiveDate>,
    },
}

#[derive(Debug, clap::Args)]
pub struct Import {
    /// XLSX or CSV; its first row names the columns
    file: PathBuf,
    /// The first day of the list, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    valid_from: NaiveDate,
    /// What the list is called [default: the name of the file]
    #[arg(long)]
    name: Option<String>,
    /// A name in one language is meant for both
    #[arg(long)]
    one_name: bool,
    /// Bring the list in without its bad rows
    #[arg(long)]
    leave_bad: bool,
    /// Check and say what would change
    #[arg(long)]
    dry_run: bool,
}

pub fn run(global: &Global, command: &Command) -> Result<u8, Failure> {
    match command {
        Command::Import(args) => import(global, args),
        Command::List { on } => list(global, *on),
    }
}

/// What a file comes to.
#[derive(Serialize)]
struct Checked {
    /// It would be brought in as it stands.
    ok: bool,
    rows: u32,
    good: u32,
    new: u32,
    prices: u32,
    others: u32,
    gone: u32,
    same: u32,
    bad: Vec<BadRow>,
    unknown_tubes: Vec<String>,
    problems: Vec<Problem>,
}

fn import(global: &Global, args: &Import) -> Result<u8, Failure> {
    let bytes = input::bytes(&args.file, table::LIST.bytes, "price-list")?;
    let table = table::read(&bytes, table::LIST).map_err(Error::from)?;
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy());
    let name = args.name.clone().or(stem.map(|stem| stem.into_owned()));
    let say = global.say();
    if args.dry_run {
        let checked = global.under_session(|open| {
            let view = open.app.open_services(table, say.lang)?;
            let form = form(&view, args, name);
            checked(open, say, &view, &form)
        })?;
        say.answer(&checked, &lines(say, &checked))?;
        return Ok(if checked.ok { OK } else { REFUSED });
    }
    let (receipt, count) = global.under_session(|open| {
        let view = open.app.open_services(table, say.lang)?;
        let form = form(&view, args, name);
        let view = open
            .app
            .check_services(view.handle, &form, (0, 0), say.lang)?;
        let receipt: Receipt = open.app.import_services(view.handle, &form)?;
        Ok((receipt, view.good.said))
    })?;
    say.answer(
        &receipt,
        &[say.text("cli-service-issued", &[("count", &count)])],
    )?;
    Ok(OK)
}

fn form(view: &ServiceImportView, args: &Import, name: Option<String>) -> ServiceImportForm {
    ServiceImportForm {
        name: name.unwrap_or_default(),
        valid_from: args.valid_from.to_string(),
        one_name: args.one_name,
        leave_bad: args.leave_bad,
        ..view.form.clone()
    }
}

fn checked(
    open: &Open,
    say: Say,
    view: &ServiceImportView,
    form: &ServiceImportForm,
) -> Result<Checked, Failure> {
    let mut bad = Vec::new();
    loop {
        let from = u32::try_from(bad.len()).unwrap_or(u32::MAX);
        let page = open
            .app
            .check_services(view.handle, form, (from, 0), say.lang)?;
        bad.extend(page.bad);
        if bad.len() as u64 >= u64::from(page.refused.count) {
            let stands = bad.is_empty() || (form.leave_bad && page.good.count > 0);
            return Ok(Checked {
                ok: stands && page.problems.is_empty(),
                rows: page.rows.count,
                good: page.good.count,
                new: page.new.count,
                prices: page.prices.count,
                others: page.others.count,
                gone: page.gone.count,
                same: page.same.count,
                bad,
                unknown_tubes: page.unknown_tubes,
                problems: page.problems,
            });
        }
    }
}

fn lines(say: Say, checked: &Checked) -> Vec<String> {
    let number = |count: u32| words::numbers::grouped(u64::from(count));
    let counts = [
        ("rows", number(checked.rows)),
        ("good", number(checked.good)),
        ("bad", words::numbers::grouped(checked.bad.len() as u64)),
        ("new", number(checked.new)),
        ("prices", number(checked.prices)),
        ("others", number(checked.others)),
        ("gone", number(checked.gone)),
        ("same", number(checked.same)),
    ];
    let args: Vec<(&str, &str)> = counts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut lines = vec![say.text("cli-service-checked", &args)];
    lines.extend(checked.problems.iter().map(|one| worded(say, one)));
    for row in &checked.bad {
        let why: Vec<String> = row.problems.iter().map(|one| worded(say, one)).collect();
        let row_number = row.number.to_string();
        let args = [
            ("row", row_number.as_str()),
            ("code", &row.name),
            ("why", &why.join("; ")),
        ];
        lines.push(say.text("cli-service-bad", &args));
    }
    let tubes = checked.unknown_tubes.iter();
    lines.extend(tubes.map(|tube| say.text("cli-service-tube", &[("tube", tube)])));
    lines
}

fn worded(say: Say, problem: &Problem) -> String {
    let args: Vec<(&str, &str)> = problem
        .args
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let why = say.text(&format!("error-{}", problem.code), &args);
    match &problem.field {
        Some(field) => format!("{field}: {why}"),
        None => why,
    }
}

/// What is offered, all of it.
#[derive(Serialize)]
struct Listed {
    day: String,
    list: Option<String>,
    services: Vec<ServiceView>,
}

fn list(global: &Global, on: Option<NaiveDate>) -> Result<u8, Failure> {
    let say = global.say();
    let day = on.map(|day| day.to_string()).unwrap_or_default();
    let listed = global.under_session(|open| {
        let mut services = Vec::new();
        loop {
            let from = u32::try_from(services.len()).unwrap_or(u32::MAX);
            let page: ServicesView = open.app.services((&day, ""), from, say.lang)?;
            services.extend(page.rows);
            if services.len() as u64 >= u64::from(page.total.count) {
                let list = page.list.map(|list| list.name);
                return Ok(Listed {
                    day: page.day,
                    list,
                    services,
                });
            }
        }
    })?;
    let mut lines: Vec<String> = listed
        .services
        .iter()
        .map(|one| [one.form.code.as_str(), &one.name, &one.tube, &one.price].join("  "))
        .collect();
    if listed.list.is_none() {
        lines.push(say.text("cli-service-none", &[("day", &listed.day)]));
    }
    say.answer(&listed, &lines)?;
    Ok(OK)
}

//! Services and prices: a version of the list from a file, one service by hand, tubes, favourites.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Decided, Desk, allowed, believed, cell_value};
use crate::app::{Line, MAX_COMMIT, setting_subject};
use crate::command::ServiceImportForm;
use crate::domain::columns::Column as _;
use crate::domain::rights::Action;
use crate::domain::service::columns::{self, Column};
use crate::domain::service::list::{
    self, Change, Judged, PRICE_LIST_LONG, SERVICE_IN_PANEL, changes, parts_stand,
};
use crate::domain::service::tube::{TubeForm, Tubes};
use crate::domain::service::{Names, Service, ServiceForm, Stomach, check, code, favourite, tube};
use crate::domain::text::{self, Shape};
use crate::domain::{date, fold};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::codec::encode;
use crate::event::lab::SettingChanged;
use crate::event::service::{
    PriceListIssued, PriceListRows, PriceListWithdrawn, ServiceDropped, ServiceRow, ServiceSet,
    TubeDescribed, service_subject, tube_subject,
};
use crate::id::{Entropy, SubjectId};
use crate::query;
use crate::query::service::{Offered, PriceList};
use crate::table::{Row, TABLE_FORMULA};

crate::codes! {
    /// No column of codes, of names or of prices.
    SERVICE_COLUMNS = "service-columns";
    /// Rows stay out, and nobody said that the list is issued without them; `count`.
    SERVICE_BAD_ROWS = "service-bad-rows";
    /// No row can be taken.
    SERVICE_NO_ROWS = "service-no-rows";
    /// The list of that day says the same already.
    PRICE_LIST_SAME = "price-list-same";
    /// No price list holds on the day.
    PRICE_LIST_NONE = "price-list-none";
    /// The version does not stand any more.
    PRICE_LIST_OVER = "price-list-over";
    /// An amendment of days that have passed.
    SERVICE_FROM_PAST = "service-from-past";
    /// The list has a service of this code.
    SERVICE_CODE_TAKEN = "service-code-taken";
    /// The code of a service stays as it is.
    SERVICE_CODE_KEPT = "service-code-kept";
    /// Nothing is changed.
    SERVICE_SAME = "service-same";
    /// Nothing is changed at the digits.
    FAVOURITE_SAME = "favourite-same";
    /// No tube is said anew.
    TUBE_SAME = "tube-same";
}

/// Bytes of rows in one entry, well under what a body may have.
const ENTRY_BYTES: usize = 490_000;
/// Most signs of a reason.
const LONGEST_REASON: usize = 300;

/// A file, judged: its rows, and the words of tubes that nobody explained.
#[derive(Debug, Clone)]
pub struct Read {
    /// Rows in the order of the file.
    pub rows: Vec<Judged>,
    /// Words in the order in which they come.
    pub unknown_tubes: Vec<String>,
}

impl Read {
    /// Services that can be taken.
    pub fn good(&self) -> Vec<Service> {
        let good = self.rows.iter().filter_map(|row| row.outcome.as_ref().ok());
        good.cloned().collect()
    }
}

/// What stands against the import as a whole, its rows aside.
pub fn judge_import(form: &ServiceImportForm, on: NaiveDate) -> Vec<Refusal> {
    let mut no = Vec::new();
    no.extend(list::name("name", &form.name).err());
    no.extend(list::first_day("valid_from", &form.valid_from, on).err());
    no.extend(judge_columns(form));
    no
}

/// Without codes, names and prices no row is a service.
pub fn judge_columns(form: &ServiceImportForm) -> Option<Refusal> {
    let columns = columns_of(form);
    let has = |column| columns.contains(&Some(column));
    let named = has(Column::NameKk) || has(Column::NameRu);
    (!(has(Column::Code) && named && has(Column::Price)))
        .then(|| Refusal::at("columns", SERVICE_COLUMNS))
}

fn columns_of(form: &ServiceImportForm) -> Vec<Option<Column>> {
    let columns = form.columns.iter();
    columns.map(|name| Column::parse(name)).collect()
}

/// What the rows say, one by one and as a list.
pub fn judge_rows(rows: &[Row], form: &ServiceImportForm, tubes: &Tubes) -> Read {
    let columns = columns_of(form);
    let names = match form.one_name {
        true => Names::OneForBoth,
        false => Names::InBoth,
    };
    let mut judged = Vec::with_capacity(rows.len());
    let (mut unknown, mut seen) = (Vec::new(), BTreeSet::new());
    for row in rows {
        let (typed, mut no) = service_form(row, &columns);
        let code = typed.code.clone();
        if tubes.named("tube", &typed.tube).is_err() && seen.insert(fold::fold(&typed.tube)) {
            unknown.push(typed.tube.trim().chars().take(40).collect());
        }
        let outcome = match check(&typed, names, tubes) {
            Ok(service) if no.is_empty() => Ok(service),
            Ok(_) => Err(no),
            Err(more) => {
                // Of a cell that cannot be read nothing else is said.
                let told: Vec<_> = no.iter().map(|no| no.field).collect();
                no.extend(more.into_iter().filter(|more| !told.contains(&more.field)));
                Err(no)
            }
        };
        judged.push(Judged {
            number: row.number,
            code,
            outcome,
        });
    }
    list::judge(&mut judged);
    Read {
        rows: judged,
        unknown_tubes: unknown,
    }
}

fn service_form(row: &Row, columns: &[Option<Column>]) -> (ServiceForm, Vec<Refusal>) {
    let mut typed = ServiceForm::default();
    let mut no = Vec::new();
    for (column, cell) in columns.iter().zip(&row.cells) {
        let Some(column) = *column else { continue };
        match cell_value(cell) {
            // A CSV keeps a formula as its text.
            Ok(value) if value.text.trim_start().starts_with('=') => {
                no.push(Refusal::at(column.text(), TABLE_FORMULA));
            }
            Ok(value) => columns::put(&mut typed, column, value),
            Err(code) => no.push(Refusal::at(column.text(), code)),
        }
    }
    (typed, no)
}

/// A version of the list from a file: one commit, whole or not at all.
pub fn import(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    (rows, form): (&[Row], &ServiceImportForm),
) -> Result<Decided, Error> {
    allowed(conn, desk, &[Action::SetServices])?;
    believed(desk)?;
    let today = desk.now.date();
    let no = judge_import(form, today);
    if !no.is_empty() {
        return Err(no.into());
    }
    let name = list::name("name", &form.name)?;
    let day = list::first_day("valid_from", &form.valid_from, today)?;
    let read = judge_rows(rows, form, &query::service::tubes(conn)?);
    let good = read.good();
    let bad = read.rows.len() - good.len();
    if bad > 0 && !form.leave_bad {
        return Err(Refusal::at("leave_bad", SERVICE_BAD_ROWS)
            .with("count", bad)
            .into());
    }
    if good.is_empty() {
        return Err(Refusal::new(SERVICE_NO_ROWS).into());
    }
    issue(conn, desk, entropy, (name, day), &good)
}

/// Issues services as a version of the list.
pub fn issue(
    conn: &Connection,
    desk: &Desk,
    entropy: &mut dyn Entropy,
    (name, day): (String, NaiveDate),
    services: &[Service],
) -> Result<Decided, Error> {
    if services.len() > list::MOST {
        return Err(too_long().into());
    }
    let valid_from = day.to_string();
    let now = before(conn, desk, day)?;
    let is_same = |(now, before): &(PriceList, Vec<Service>)| {
        (&now.valid_from, &now.name) == (&valid_from, &name) && changes(before, services).is_empty()
    };
    if now.as_ref().is_some_and(is_same) {
        return Err(Refusal::at("valid_from", PRICE_LIST_SAME).into());
    }
    let all = query::service::lists(conn)?;
    // Every one of the day, so that the one before does not come back when a replacing one is withdrawn.
    let same_day = all.iter().filter(|list| list.valid_from == valid_from);
    let subject = entropy.id();
    let issued = PriceListIssued {
        name,
        valid_from: valid_from.clone(),
        rows: u32::try_from(services.len()).unwrap_or(u32::MAX),
        replaces: same_day.map(|list| list.id).collect(),
    };
    let mut lines = vec![Line::new(subject, issued)];
    lines.extend(
        chunks(services)
            .into_iter()
            .map(|rows| Line::new(subject, PriceListRows { rows })),
    );
    if lines.len() > MAX_COMMIT {
        return Err(too_long().into());
    }
    Ok(Decided { subject, lines })
}

fn too_long() -> Refusal {
    Refusal::new(PRICE_LIST_LONG).with("limit", list::MOST)
}

/// Rows in as few entries as hold them.
fn chunks(services: &[Service]) -> Vec<Vec<ServiceRow>> {
    let mut out: Vec<Vec<ServiceRow>> = Vec::new();
    let mut bytes = ENTRY_BYTES;
    for row in services.iter().map(row_of) {
        let size = encode(&row).len();
        if bytes + size > ENTRY_BYTES {
            out.push(Vec::new());
            bytes = 0;
        }
        bytes += size;
        if let Some(last) = out.last_mut() {
            last.push(row);
        }
    }
    out
}

fn row_of(service: &Service) -> ServiceRow {
    let (hint_kk, hint_ru) = service.hint.clone().unzip();
    ServiceRow {
        code: service.code.clone(),
        name_kk: service.name_kk.clone(),
        name_ru: service.name_ru.clone(),
        short: service.short.clone(),
        tube: service.tube.clone(),
        price: service.price,
        fasting: u8::from(service.stomach == Stomach::Empty),
        hint_kk,
        hint_ru,
        parts: service.parts.clone(),
    }
}

fn offered(
    conn: &Connection,
    desk: &Desk,
    list: SubjectId,
    on: NaiveDate,
) -> Result<Vec<Service>, rusqlite::Error> {
    let all = query::service::offered(conn, desk.org, list, on)?;
    Ok(all.into_iter().map(|one| one.service).collect())
}

/// What a list changes.
pub type Compared = (Change, Option<Service>, Option<Service>);

/// What a list that begins on a day changes, against the one that holds on it.
pub fn compared(
    conn: &Connection,
    desk: &Desk,
    day: NaiveDate,
    services: &[Service],
) -> Result<(Option<PriceList>, Vec<Compared>), Error> {
    let (now, before) = before(conn, desk, day)?.unzip();
    let before = before.unwrap_or_default();
    let said = changes(&before, services).into_iter();
    let said = said.map(|(change, was, is)| (change, was.cloned(), is.cloned()));
    Ok((now, said.collect()))
}

/// The version that holds on a day, and what it offers: of the version that holds today as it stands today, amendments
/// of the days between among it, for those a new list takes back too.
fn before(
    conn: &Connection,
    desk: &Desk,
    day: NaiveDate,
) -> Result<Option<(PriceList, Vec<Service>)>, Error> {
    let today = desk.now.date();
    let Some(now) = query::service::in_force(conn, day)? else {
        return Ok(None);
    };
    let is_todays = query::service::in_force(conn, today)?.is_some_and(|list| list.id == now.id);
    let on = if is_todays { day.max(today) } else { day };
    let services = offered(conn, desk, now.id, on)?;
    Ok(Some((now, services)))
}

/// The version in force on the day on which an amendment begins, and that day. What was offered on a day that has passed
/// stays as it was.
fn amended_list(
    conn: &Connection,
    desk: &Desk,
    from: &str,
) -> Result<(PriceList, NaiveDate), Error> {
    let today = desk.now.date();
    let from = match from.trim() {
        "" => today,
        typed => date::parse("from", typed)?,
    };
    if from < today {
        return Err(Refusal::at("from", SERVICE_FROM_PAST).into());
    }
    let list = query::service::in_force(conn, from)?;
    let list = list.ok_or_else(|| Refusal::at("from", PRICE_LIST_NONE))?;
    Ok((list, from))
}

/// One service by hand.
pub fn set(
    conn: &Connection,
    desk: &Desk,
    (was, from): (&str, &str),
    form: &ServiceForm,
) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let day = super::collect(&mut no, amended_list(conn, desk, from))?;
    let service = check(form, Names::InBoth, &query::service::tubes(conn)?);
    let service = service.map_err(|refusals| no.extend(refusals)).ok();
    let (Some((list, from)), Some(service)) = (day, service) else {
        return Err(no.into());
    };
    let all = query::service::offered(conn, desk.org, list.id, from)?;
    let others: BTreeMap<String, &Offered> =
        all.iter().map(|one| (one.service.key(), one)).collect();
    let key = service.key();
    let known = others.get(&key);
    match (was.trim(), known) {
        ("", Some(_)) => return Err(Refusal::at("code", SERVICE_CODE_TAKEN).into()),
        ("", None) => {}
        (was, _) if code::key(was) != key => {
            return Err(Refusal::at("code", SERVICE_CODE_KEPT).into());
        }
        (_, None) => return Err(Refusal::new(NOT_FOUND).into()),
        // Saying the same again settles what two desks said at once.
        (_, Some(known)) if known.service == service && !known.questioned => {
            return Err(Refusal::new(SERVICE_SAME).into());
        }
        (_, Some(_)) => {}
    }
    let is = |key: &str, panel: bool| {
        others
            .get(key)
            .is_some_and(|one| one.service.is_panel() == panel)
    };
    no.extend(parts_stand(
        &service,
        |key| is(key, false),
        |key| is(key, true),
    ));
    if service.is_panel() {
        no.extend(in_panel("parts", &all, &key));
    }
    if !no.is_empty() {
        return Err(no.into());
    }
    let subject = service_subject(desk.org, &key);
    let body = ServiceSet {
        list: list.id,
        from: from.to_string(),
        row: row_of(&service),
    };
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// A panel that names the service.
fn in_panel(field: &'static str, all: &[Offered], key: &str) -> Option<Refusal> {
    let mut panels = all.iter().map(|one| &one.service);
    let panel = panels.find(|panel| panel.parts.iter().any(|part| code::key(part) == key))?;
    Some(Refusal::at(field, SERVICE_IN_PANEL).with("code", &panel.code))
}

/// A service is not offered any more.
pub fn drop_one(
    conn: &Connection,
    desk: &Desk,
    (typed, from): (&str, &str),
    reason: &str,
) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let day = super::collect(&mut no, amended_list(conn, desk, from))?;
    let reason = text::required("reason", reason, Shape::Line(LONGEST_REASON));
    let reason = reason.map_err(|refusal| no.push(refusal)).ok();
    let (Some((list, from)), Some(reason)) = (day, reason) else {
        return Err(no.into());
    };
    let key = code::key(typed.trim());
    let all = query::service::offered(conn, desk.org, list.id, from)?;
    let known = all.iter().find(|one| one.service.key() == key);
    let known = known.ok_or_else(|| Refusal::new(NOT_FOUND))?;
    if let Some(refusal) = in_panel("from", &all, &key) {
        return Err(refusal.into());
    }
    let subject = service_subject(desk.org, &key);
    let body = ServiceDropped {
        list: list.id,
        from: from.to_string(),
        code: known.service.code.clone(),
        reason,
    };
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// A version was issued by mistake; what was offered before it is offered again.
pub fn withdraw(conn: &Connection, list: SubjectId, reason: &str) -> Result<Decided, Error> {
    let reason = text::required("reason", reason, Shape::Line(LONGEST_REASON))?;
    let all = query::service::lists(conn)?;
    let list = all
        .iter()
        .find(|one| one.id == list)
        .ok_or_else(|| Refusal::new(NOT_FOUND))?;
    if list.withdrawn.is_some() {
        return Err(Refusal::new(PRICE_LIST_OVER).into());
    }
    Ok(Decided {
        subject: list.id,
        lines: vec![Line::new(list.id, PriceListWithdrawn { reason })],
    })
}

/// Names tubes; those that stand as they are said are left out.
pub fn set_tubes(conn: &Connection, desk: &Desk, forms: &[TubeForm]) -> Result<Decided, Error> {
    let known = query::service::tubes(conn)?;
    let said = tube::check(forms, &known)?;
    let lines: Vec<Line> = said
        .into_iter()
        .filter(|tube| !known.0.contains(tube))
        .map(|tube| {
            let subject = tube_subject(desk.org, &fold::fold(&tube.code));
            let body = TubeDescribed {
                code: tube.code,
                name_kk: tube.name_kk,
                name_ru: tube.name_ru,
                used: u8::from(tube.used),
            };
            Line::new(subject, body)
        })
        .collect();
    match lines.first() {
        Some(first) => Ok(Decided {
            subject: first.subject,
            lines,
        }),
        None => Err(Refusal::new(TUBE_SAME).into()),
    }
}

/// Which services stand at the nine digits.
pub fn set_favourites(conn: &Connection, desk: &Desk, typed: &[String]) -> Result<Decided, Error> {
    let on = desk.now.date();
    let offered: BTreeMap<String, String> = match query::service::in_force(conn, on)? {
        Some(list) => offered(conn, desk, list.id, on)?,
        None => Vec::new(),
    }
    .into_iter()
    .map(|one| (one.key(), one.code))
    .collect();
    let kept = query::service::favourites(conn)?;
    // A code that stands at its digit stays there, also while the list does not offer it.
    let stands = |key: &str| kept.iter().find(|code| code::key(code) == key).cloned();
    let codes = favourite::check(typed, |key| {
        offered.get(key).cloned().or_else(|| stands(key))
    })?;
    let subject = setting_subject(desk.org, "favourites");
    let lines: Vec<Line> = favourite::FIELDS
        .into_iter()
        .zip(codes)
        .zip(kept)
        .filter(|((_, code), kept)| code != kept)
        .map(|((key, value), _)| {
            Line::new(
                subject,
                SettingChanged {
                    key: key.to_owned(),
                    value,
                },
            )
        })
        .collect();
    if lines.is_empty() {
        return Err(Refusal::new(FAVOURITE_SAME).into());
    }
    Ok(Decided { subject, lines })
}

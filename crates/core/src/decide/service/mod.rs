//! Services and prices: one service by hand, a version withdrawn, tubes, favourites; a version from a file in [`issue`].

pub(crate) mod issue;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::{Decided, Desk};
use crate::app::{Line, setting_subject};
use crate::domain::service::list::{SERVICE_IN_PANEL, parts_stand};
use crate::domain::service::tube::TubeForm;
use crate::domain::service::{Names, Service, ServiceForm, Stomach, check, code, favourite, tube};
use crate::domain::text::{self, Shape};
use crate::domain::{date, fold};
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::lab::SettingChanged;
use crate::event::service::{
    PriceListWithdrawn, ServiceDropped, ServiceRow, ServiceSet, TubeDescribed, service_subject,
    tube_subject,
};
use crate::id::SubjectId;
use crate::query;
use crate::query::service::{Offered, PriceList};

crate::codes! {
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

/// Most signs of a reason.
const LONGEST_REASON: usize = 300;

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

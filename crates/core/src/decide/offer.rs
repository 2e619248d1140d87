//! What a laboratory collects besides what every card needs, and what its consent page offers.

use super::lab::{keep, title};
use super::{Decided, Desk};
use crate::app::{Line, setting_subject};
use crate::command::OffersForm;
use crate::domain::consent::Purpose;
use crate::domain::patient::DataList;
use crate::domain::text::{self, Shape};
use crate::error::{BAD_REQUEST, Error, Refusal};
use crate::event::lab::SettingChanged;
use crate::query;

/// Which further fields the laboratory collects.
pub fn data_list(desk: &Desk, names: &[String]) -> Result<Decided, Error> {
    let list = DataList::of(names.iter().map(String::as_str))
        .ok_or_else(|| Refusal::at("fields", BAD_REQUEST))?;
    let subject = setting_subject(desk.org, query::lab::DATA_LIST);
    let body = SettingChanged {
        key: query::lab::DATA_LIST.to_owned(),
        value: list.text(),
    };
    Ok(Decided {
        subject,
        lines: vec![Line::new(subject, body)],
    })
}

/// What the consent page offers: only what this laboratory really does. An SMS names its sender and its gateway.
pub fn offers(desk: &Desk, form: &OffersForm) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let mut purposes = Vec::new();
    for name in &form.purposes {
        match Purpose::parse(name).filter(|purpose| Purpose::OFFERED.contains(purpose)) {
            Some(purpose) => purposes.push(purpose),
            None => no.push(Refusal::at("purposes", BAD_REQUEST)),
        }
    }
    let sms = purposes.contains(&Purpose::Sms);
    let mut line = |field, typed| {
        let outcome = if sms {
            title(field, typed, 60)
        } else {
            text::check(field, typed, Shape::Line(60))
        };
        keep(&mut no, outcome).unwrap_or_default()
    };
    let sender = line("sms_sender", &form.sms_sender);
    let gateway = line("sms_gateway", &form.sms_gateway);
    if !no.is_empty() {
        return Err(no.into());
    }
    purposes.sort_unstable();
    purposes.dedup();
    let names: Vec<_> = purposes.into_iter().map(Purpose::text).collect();
    let subject = setting_subject(desk.org, query::lab::OFFERS[0]);
    let values = [names.join(","), sender, gateway];
    let lines = query::lab::OFFERS
        .iter()
        .zip(values)
        .map(|(key, value)| {
            let key = (*key).to_owned();
            Line::new(subject, SettingChanged { key, value })
        })
        .collect();
    Ok(Decided { subject, lines })
}

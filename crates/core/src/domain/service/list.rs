//! A whole price list: no code twice, panels of services that stand in it, and what it changes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::Service;
use super::code;
use crate::domain::date;
use crate::domain::text::{self, Shape};
use crate::error::Refusal;

crate::codes! {
    /// The code stands in other rows too; `rows`.
    SERVICE_DUPLICATE = "service-duplicate";
    /// A panel names a service that is not in the list; `code`.
    SERVICE_PART_UNKNOWN = "service-part-unknown";
    /// A panel names a panel; `code`.
    SERVICE_PART_PANEL = "service-part-panel";
    /// A service stands in a panel; `code` of the panel.
    SERVICE_IN_PANEL = "service-in-panel";
    /// A list that begins before 2000 or more than two years ahead.
    PRICE_LIST_DAY = "price-list-day";
    /// More services than a list may have; `limit`.
    PRICE_LIST_LONG = "price-list-long";
}

/// Most services of a list: with the longest of everything they fit into one commit, which is whole or not at all.
pub const MOST: usize = 5_000;
/// How far ahead a list may begin, in days.
const FARTHEST_DAYS: u64 = 731;
/// Most signs of a list's name.
const LONGEST_NAME: usize = 80;
/// Other rows that a duplicate names.
const TOLD_ROWS: usize = 5;

/// The name of a list.
pub fn name(field: &'static str, typed: &str) -> Result<String, Refusal> {
    text::required(field, typed, Shape::Line(LONGEST_NAME))
}

/// The first day of a list: past ones too, for a laboratory that begins with the list it has.
pub fn first_day(field: &'static str, typed: &str, on: NaiveDate) -> Result<NaiveDate, Refusal> {
    let day = date::parse(field, typed)?;
    let farthest = on
        .checked_add_days(Days::new(FARTHEST_DAYS))
        .unwrap_or(NaiveDate::MAX);
    let from = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or(NaiveDate::MIN);
    if day < from || day > farthest {
        return Err(Refusal::at(field, PRICE_LIST_DAY));
    }
    Ok(day)
}

/// A row of a file: its number, and what it says or everything that stands against it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Its number in the file.
    pub number: u32,
    /// The code as it stands there, also of a row that is refused.
    pub code: String,
    /// The outcome.
    pub outcome: Result<Service, Vec<Refusal>>,
}

/// Adds to rows judged one by one what only the whole list shows: of a code that stands twice every row is bad.
pub fn judge(rows: &mut [Judged]) {
    let mut places: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.code.trim().is_empty()) {
        places
            .entry(code::key(row.code.trim()))
            .or_default()
            .push(row.number);
    }
    for row in rows.iter_mut() {
        let Some(numbers) = places
            .get(&code::key(row.code.trim()))
            .filter(|all| all.len() > 1)
        else {
            continue;
        };
        let others = numbers
            .iter()
            .filter(|number| **number != row.number)
            .take(TOLD_ROWS);
        let others: Vec<String> = others.map(ToString::to_string).collect();
        add(
            row,
            Refusal::at("code", SERVICE_DUPLICATE).with("rows", others.join(", ")),
        );
    }
    let mut single = BTreeSet::new();
    let mut panels = BTreeSet::new();
    for service in rows.iter().filter_map(|row| row.outcome.as_ref().ok()) {
        if service.is_panel() {
            &mut panels
        } else {
            &mut single
        }
        .insert(service.key());
    }
    for row in rows {
        let Ok(service) = &row.outcome else { continue };
        if let Some(no) = parts_stand(
            service,
            |key| single.contains(key),
            |key| panels.contains(key),
        ) {
            add(row, no);
        }
    }
}

fn add(row: &mut Judged, no: Refusal) {
    match &mut row.outcome {
        Err(all) => all.push(no),
        Ok(_) => row.outcome = Err(vec![no]),
    }
}

/// What stands against the services of a panel.
pub fn parts_stand(
    service: &Service,
    is_single: impl Fn(&str) -> bool,
    is_panel: impl Fn(&str) -> bool,
) -> Option<Refusal> {
    service.parts.iter().find_map(|part| {
        let key = code::key(part);
        let code = match (is_single(&key), is_panel(&key)) {
            (true, _) => return None,
            (false, true) => SERVICE_PART_PANEL,
            (false, false) => SERVICE_PART_UNKNOWN,
        };
        Some(Refusal::at("parts", code).with("code", part))
    })
}

/// What a list does with a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It was not there.
    New,
    /// Its price is another.
    Price,
    /// Its price stays, something else is another.
    Other,
    /// It is not there any more.
    Gone,
}

/// What changes from one list to another, in the order of the new one, what is gone at the end. What stays is left out.
pub fn changes<'a>(
    before: &'a [Service],
    after: &'a [Service],
) -> Vec<(Change, Option<&'a Service>, Option<&'a Service>)> {
    let old: BTreeMap<String, &Service> = before.iter().map(|one| (one.key(), one)).collect();
    let mut out = Vec::new();
    let mut kept = BTreeSet::new();
    for service in after {
        let key = service.key();
        let was = old.get(&key).copied();
        let change = match was {
            None => Some(Change::New),
            Some(was) if was.price != service.price => Some(Change::Price),
            Some(was) if was != service => Some(Change::Other),
            Some(_) => None,
        };
        kept.insert(key);
        out.extend(change.map(|change| (change, was, Some(service))));
    }
    let gone = before.iter().filter(|one| !kept.contains(&one.key()));
    out.extend(gone.map(|one| (Change::Gone, Some(one), None)));
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::service::Stomach;

    fn service(code: &str, price: u32, parts: &[&str]) -> Service {
        Service {
            code: code.into(),
            name_kk: "Глюкоза".into(),
            name_ru: "Глюкоза".into(),
            short: code.into(),
            tube: None,
            price,
            stomach: Stomach::Any,
            hint: None,
            parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        }
    }

    fn rows(services: &[Service]) -> Vec<Judged> {
        let mut rows: Vec<Judged> = services
            .iter()
            .zip(2..)
            .map(|(service, number)| Judged {
                number,
                code: service.code.clone(),
                outcome: Ok(service.clone()),
            })
            .collect();
        judge(&mut rows);
        rows
    }

    fn told(row: &Judged) -> Vec<(&'static str, String)> {
        let no = row.outcome.as_ref().err().into_iter().flatten();
        no.map(|no| (no.code.0, no.args.values().cloned().collect()))
            .collect()
    }

    #[test]
    fn of_a_code_that_stands_twice_each_row_names_the_other() {
        let rows = rows(&[
            service("А-1", 1, &[]),
            service("B", 1, &[]),
            service("a-1", 2, &[]),
        ]);
        assert_eq!(told(&rows[0]), [("service-duplicate", "4".to_owned())]);
        assert_eq!(told(&rows[2]), [("service-duplicate", "2".to_owned())]);
        assert!(rows[1].outcome.is_ok());
    }

    #[test]
    fn a_panel_is_made_of_good_single_services_of_the_list() {
        let rows = rows(&[
            service("P", 5, &["A", "b"]),
            service("A", 1, &[]),
            service("B", 1, &[]),
            service("Q", 5, &["P"]),
            service("R", 5, &["нет"]),
        ]);
        assert!(rows[0].outcome.is_ok());
        assert_eq!(told(&rows[3]), [("service-part-panel", "P".to_owned())]);
        assert_eq!(told(&rows[4]), [("service-part-unknown", "нет".to_owned())]);
    }

    #[test]
    fn what_changes_is_told_and_what_stays_is_not() {
        let before = [
            service("A", 1, &[]),
            service("B", 1, &[]),
            service("C", 1, &[]),
            service("D", 1, &[]),
        ];
        let mut renamed = service("C", 1, &[]);
        renamed.name_ru = "Сахар".into();
        let after = [
            service("A", 1, &[]),
            service("b", 2, &[]),
            renamed,
            service("E", 1, &[]),
        ];
        let said: Vec<_> = changes(&before, &after)
            .into_iter()
            .map(|(change, ..)| change)
            .collect();
        assert_eq!(
            said,
            [Change::Price, Change::Other, Change::New, Change::Gone]
        );
    }

    proptest! {
        #[test]
        fn a_list_has_no_code_twice_among_its_good_rows_and_loses_no_other(codes in prop::collection::vec("[AАaBВ1]{1,2}", 0..40)) {
            let services: Vec<Service> = codes.iter().map(|code| service(code, 1, &[])).collect();
            let rows = rows(&services);
            let keys = |code: &String| code::key(code);
            for row in &rows {
                let same = codes.iter().filter(|code| keys(code) == code::key(&row.code)).count();
                prop_assert_eq!(row.outcome.is_ok(), same == 1, "{}", row.code);
            }
        }
    }
}

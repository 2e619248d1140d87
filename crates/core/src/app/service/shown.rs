//! Services as a person sees them: on the screen, before a list is issued, in the file of rows that stay out.

use crate::command::ServiceImportForm;
use crate::domain::columns::{Column as _, guess};
use crate::domain::service::columns::Column;
use crate::domain::service::list::{Change, Judged};
use crate::domain::service::{Service, ServiceForm, Stomach};
use crate::error::Refusal;
use crate::query::service::Offered;
use crate::table::Table;
use crate::view::{BadRow, ChangedService, Problem, ServiceView};
use crate::words::{Lang, dates, numbers, refusal, text};

/// What the first row says of the columns; a row that names none is a service.
pub(super) fn guessed(table: &Table) -> ServiceImportForm {
    let columns = guess::<Column>(&table.headers());
    ServiceImportForm {
        has_header: columns.iter().any(Option::is_some),
        columns: columns
            .into_iter()
            .map(|column| column.map_or("", Column::text).to_owned())
            .collect(),
        ..ServiceImportForm::default()
    }
}

pub(super) fn named(service: &Service, lang: Lang) -> &str {
    match lang {
        Lang::Kk => &service.name_kk,
        Lang::Ru => &service.name_ru,
    }
}

pub(super) fn said_day(day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), dates::short)
}

pub(super) fn service_view(one: &Offered, lang: Lang) -> ServiceView {
    let service = &one.service;
    let other = match lang {
        Lang::Kk => Lang::Ru,
        Lang::Ru => Lang::Kk,
    };
    let (hint_kk, hint_ru) = service.hint.clone().unwrap_or_default();
    let empty = service.stomach == Stomach::Empty;
    ServiceView {
        id: one.id,
        list: one.list,
        name: named(service, lang).to_owned(),
        other: named(service, other).to_owned(),
        tube: one
            .tube
            .as_ref()
            .map(|tube| tube.get(lang).to_owned())
            .unwrap_or_default(),
        price: numbers::tenge(service.price),
        fasting: empty,
        hint: match lang {
            Lang::Kk => hint_kk.clone(),
            Lang::Ru => hint_ru.clone(),
        },
        amended_from: one
            .amended_from
            .as_deref()
            .map(said_day)
            .unwrap_or_default(),
        questioned: one.questioned,
        form: ServiceForm {
            code: service.code.clone(),
            name_kk: service.name_kk.clone(),
            name_ru: service.name_ru.clone(),
            short: service.short.clone(),
            tube: service.tube.clone().unwrap_or_default(),
            price: service.price.to_string(),
            fasting: if empty { "1" } else { "" }.to_owned(),
            hint_kk,
            hint_ru,
            parts: service.parts.join(", "),
        },
    }
}

pub(super) fn changed(
    change: Change,
    was: Option<&Service>,
    is: Option<&Service>,
    lang: Lang,
) -> ChangedService {
    let price =
        |one: Option<&Service>| one.map(|one| numbers::tenge(one.price)).unwrap_or_default();
    let one = is.or(was);
    ChangedService {
        change,
        code: one.map(|one| one.code.clone()).unwrap_or_default(),
        name: one
            .map(|one| named(one, lang).to_owned())
            .unwrap_or_default(),
        before: price(was),
        after: price(is),
    }
}

pub(super) fn bad_row(row: &Judged) -> Option<BadRow> {
    let no = row.outcome.as_ref().err()?;
    Some(BadRow {
        number: row.number,
        name: row.code.trim().chars().take(80).collect(),
        problems: no.iter().map(Problem::refused).collect(),
    })
}

/// A reason as a cell of the file has it, with its field.
pub(super) fn worded(lang: Lang, no: &Refusal) -> String {
    let why = refusal(lang, no).text;
    match no.field {
        Some(field) => format!(
            "{}: {why}",
            text(lang, &format!("services-{}", field.replace('_', "-")), &[])
        ),
        None => why,
    }
}

//! Rows of a list as a person sees them, on the screen and in the file of those that stay out.

use std::collections::BTreeSet;

use super::judging::Left;
use crate::decide::legacy::Reading;
use crate::decide::patient::fields;
use crate::domain::patient::PatientForm;
use crate::error::Refusal;
use crate::id::SubjectId;
use crate::query;
use crate::table::Row;
use crate::view::{BadRow, LegacyCard, Problem};
use crate::words::{Lang, refusal, text};

/// Cards of which rows tell.
pub(super) fn about<'a>(left: impl Iterator<Item = &'a Left>) -> Vec<SubjectId> {
    let cards = left.flat_map(|left| left.no.iter().flat_map(|no| no.about.iter().copied()));
    let cards: BTreeSet<SubjectId> = cards.collect();
    cards.into_iter().collect()
}

/// A reason as a cell of the file has it, with its field.
pub(super) fn worded(lang: Lang, no: &Refusal) -> String {
    let said = refusal(lang, no).text;
    match no.field {
        Some(field) => {
            let key = match field {
                "full_name" => "legacy-full-name".to_owned(),
                field => format!("journal-field-{}", field.replace('_', "-")),
            };
            format!("{}: {said}", text(lang, &key, &[]))
        }
        None => said,
    }
}

/// A row as it would become a card; where it cannot, as it was read.
pub(super) fn card(row: &Row, reading: &Reading) -> LegacyCard {
    let (typed, no) = reading.form(row);
    let language = typed.language.clone();
    let (form, no) = match reading.judge(typed.clone(), no) {
        Ok(patient) => (query::card::form(&fields(&patient)), Vec::new()),
        Err(no) => (typed, no),
    };
    LegacyCard {
        number: row.number,
        surname: form.surname,
        name: form.name,
        patronymic: form.patronymic,
        iin: form.iin,
        birth_date: form.birth_date,
        sex: form.sex,
        phone: form.phone,
        language,
        problems: no.iter().map(Problem::refused).collect(),
    }
}

pub(super) fn bad_row(left: &Left, row: &Row, reading: &Reading) -> BadRow {
    let (form, _): (PatientForm, _) = reading.form(row);
    let name: Vec<&str> = [form.surname.trim(), form.name.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    BadRow {
        number: row.number,
        name: name.join(" ").chars().take(80).collect(),
        problems: left.no.iter().map(Problem::refused).collect(),
    }
}

//! An old list of patients that a laboratory brings in, and on what ground such a card is kept.
//!
//! Called row by row by the import, and by the intake of somebody whose card came from a list. The rules of names, ИИН,
//! dates and phones are those of a patient: nothing is guessed, and a row that contradicts itself stays out. Which
//! column is which stands in [`columns`], what a row says in [`row`], whether columns shift in [`shift`], what such a
//! card permits in [`basis`].

pub mod basis;
pub mod columns;
pub mod row;
pub mod shift;

use chrono::NaiveDate;

use super::text::{self, Shape};
use super::{date, keep};
use crate::error::Refusal;

crate::codes! {
    /// No column says how the patients are called.
    LEGACY_COLUMNS = "legacy-columns";
    /// The date of the list lies ahead.
    LEGACY_DATE_AHEAD = "legacy-date-ahead";
    /// Something stands beyond the columns of the header: the row is not like the others.
    LEGACY_ROW_WIDTH = "legacy-row-width";
    /// Neither of the words for a man nor of those for a woman.
    LEGACY_SEX = "legacy-sex";
    /// Neither of the words for Kazakh nor of those for Russian.
    LEGACY_LANGUAGE = "legacy-language";
    /// A card without an ИИН has this name and birth date, or the other way round.
    LEGACY_ALIKE = "legacy-alike";
    /// An earlier row has this ИИН; `row`.
    LEGACY_SAME_IIN = "legacy-same-iin";
    /// An earlier row has this name and birth date; `row`.
    LEGACY_SAME_NAME = "legacy-same-name";
    /// From some row on almost none is taken, and nobody said that the rest is to be; `row`.
    LEGACY_SHIFTED = "legacy-shifted";
    /// Not every row has been looked through as the columns stand now.
    LEGACY_UNCHECKED = "legacy-unchecked";
    /// The card is kept by the old list alone, and the visit brings no answer about consent.
    LEGACY_ASK_CONSENT = "consent-legacy-needed";
}

/// Most characters of the name of a list.
const LONGEST_NAME: usize = 120;

/// Where the cards come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the laboratory calls the list.
    pub name: String,
    /// The day as of which it speaks.
    pub as_of: NaiveDate,
}

/// What was typed about the list.
pub fn source(name: &str, as_of: &str, on: NaiveDate) -> Result<Source, Vec<Refusal>> {
    let mut no = Vec::new();
    let name = keep(
        &mut no,
        text::required("source", name, Shape::Line(LONGEST_NAME)),
    );
    let as_of = date::parse("as_of", as_of).and_then(|day| match day > on {
        true => Err(Refusal::at("as_of", LEGACY_DATE_AHEAD)),
        false => Ok(day),
    });
    match (name, keep(&mut no, as_of)) {
        (Some(name), Some(as_of)) => Ok(Source { name, as_of }),
        _ => Err(no),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_list_has_a_name_and_a_day_that_has_come() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let list = source(" Журнал 2019 ", "31.12.2019", on).unwrap();
        assert_eq!(
            (list.name.as_str(), list.as_of.to_string().as_str()),
            ("Журнал 2019", "2019-12-31")
        );
        let codes = |name, as_of| {
            let no: Vec<_> = source(name, as_of, on).unwrap_err();
            no.into_iter()
                .map(|no| (no.field.unwrap(), no.code.0))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            codes("", "23.11.2026"),
            [("source", "text-required"), ("as_of", "legacy-date-ahead")]
        );
        assert_eq!(codes("Журнал", ""), [("as_of", "date-required")]);
    }
}

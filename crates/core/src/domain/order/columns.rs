//! A file of ready marks: which column holds the number of the order, and what a cell of it says.
//!
//! Analysers and laboratory programs write what they like around the number; one column is asked for, the rest is left
//! alone.

use super::number::Number;
use crate::domain::columns;
use crate::error::Refusal;

crate::codes! {
    /// No column, or more than one, was named as that of the number.
    ORDER_COLUMN = "order-column";
    /// The number stands in another row too; `row`.
    ORDER_ROW_TWICE = "order-row-twice";
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Number of the order.
    Number,
}

impl columns::Column for Column {
    const ASKED: &'static [Self] = &[Self::Number];

    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Number => &[
                "номерзаказа",
                "заказ",
                "тапсырыс",
                "штрих",
                "barcode",
                "order",
                "номер",
                "нөмір",
                "образец",
                "sample",
                "number",
            ],
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Number => "number",
        }
    }
}

/// The one column of a form that holds the number.
pub fn of(names: &[String]) -> Result<usize, Refusal> {
    let named = |name: &String| <Column as columns::Column>::parse(name).is_some();
    let mut at = names.iter().enumerate().filter(|(_, name)| named(name));
    match (at.next(), at.next()) {
        (Some((at, _)), None) => Ok(at),
        _ => Err(Refusal::at("columns", ORDER_COLUMN)),
    }
}

/// Where the number stands. `first` is the first row below the headings, or the first of all where none of them names a number; of
/// several headings that sound alike the one under which a number stands is meant, and one column alone is the number's, whatever
/// its first row looks like.
pub fn found(named: Option<usize>, first: &[&str]) -> Option<usize> {
    let reads = |cell: &&str| Number::parse("number", cell).is_ok();
    let stands = named.filter(|&at| first.get(at).is_some_and(reads));
    let alone = (first.len() == 1).then_some(0);
    stands
        .or_else(|| first.iter().position(reads))
        .or(named)
        .or(alone)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::columns::guess;

    #[test]
    fn the_column_of_the_number_is_found_by_its_name_or_by_what_stands_in_it() {
        for header in [
            "Номер заказа",
            "ТАПСЫРЫС нөмірі",
            "Штрих-код",
            "Order",
            "№ заказа",
        ] {
            let headers = vec!["Дата".to_owned(), header.to_owned()];
            let guessed = guess::<Column>(&headers);
            assert_eq!(guessed, [None, Some(Column::Number)], "{header}");
        }
        let number = Number::nth(1, 100, 0).unwrap().text();
        let other = "22.11.2026";
        assert_eq!(found(None, &[other, &number]), Some(1));
        assert_eq!(found(None, &[other, "910312400121"]), None);
        assert_eq!(found(None, &[other]), Some(0), "there is no other");
        assert_eq!(found(Some(0), &[&number, &number]), Some(0));
        assert_eq!(found(Some(0), &[other, &number]), Some(1));
        assert_eq!(found(Some(1), &[other, other]), Some(1));
        assert_eq!(found(Some(1), &[]), Some(1), "headings alone");
    }

    #[test]
    fn exactly_one_column_is_the_number() {
        let named = |names: &[&str]| {
            of(&names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>())
        };
        assert_eq!(named(&["", "number"]), Ok(1));
        assert_eq!(named(&["", ""]).unwrap_err().code, ORDER_COLUMN);
        assert_eq!(named(&["number", "number"]).unwrap_err().code, ORDER_COLUMN);
    }
}

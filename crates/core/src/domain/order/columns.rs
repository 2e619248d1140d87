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

/// Where the number stands in a file whose first row names nothing: the first cell that reads as one.
pub fn found<'a>(cells: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    cells
        .into_iter()
        .position(|cell| Number::parse("number", cell).is_ok())
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
        assert_eq!(found(["22.11.2026", &number]), Some(1));
        assert_eq!(found(["22.11.2026", "910312400121"]), None);
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

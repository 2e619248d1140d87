//! Dates as people type them, and the bounds of a birth date.
//!
//! Called by every date field. Two-digit years are refused with a hint, never guessed: at a registration
//! desk «25» is a child and a great-grandmother. The words here are what people type, not what they read.

use chrono::{Datelike, Months, NaiveDate};

use crate::error::Refusal;

crate::codes! {
    /// Nothing was typed.
    DATE_REQUIRED = "date-required";
    /// Not a date in any form that is understood.
    DATE_FORM = "date-form";
    /// The year has two digits.
    DATE_TWO_DIGIT_YEAR = "date-two-digit-year";
    /// No such day in the calendar.
    DATE_IMPOSSIBLE = "date-impossible";
    /// A birth date, or a date of issue, in the future.
    DATE_FUTURE = "date-future";
    /// A birth date more than 130 years ago.
    DATE_TOO_OLD = "date-too-old";
    /// A date of issue before the birth date.
    DATE_BEFORE_BIRTH = "date-before-birth";
}

/// The oldest person that the form believes in, in years.
pub const OLDEST_YEARS: i32 = 130;

/// Reads `12.03.1991`, `12/03/1991`, `12-03-1991`, `12 03 1991`, `12031991`, `1991-03-12`, `12 марта 1991 г.`,
/// `1991 жылғы 12 наурыз`, `12 наурыз 1991`. Day comes before month, except in the ISO order.
pub fn parse(field: &'static str, typed: &str) -> Result<NaiveDate, Refusal> {
    let refuse = |code| Refusal::at(field, code);
    if typed.len() > 100 {
        return Err(refuse(DATE_FORM));
    }
    let lower = typed.trim().to_lowercase();
    if lower.is_empty() {
        return Err(refuse(DATE_REQUIRED));
    }
    let parts: Option<Vec<Part>> = lower
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '.' | '/' | ',' | '-' | '\u{2010}'..='\u{2015}')
        })
        .filter(|piece| !piece.is_empty())
        .filter(|piece| !YEAR_WORDS.contains(piece))
        .map(part)
        .collect();
    let (year, month, day) = match parts.as_deref() {
        Some([Part::Number(digits)]) if digits.len() == 8 => (
            Part::Number(&digits[4..]),
            number(&digits[2..4]),
            number(&digits[..2]),
        ),
        // Six digits are a date with a two-digit year.
        Some([Part::Number(digits)]) if digits.len() == 6 => {
            return Err(refuse(DATE_TWO_DIGIT_YEAR));
        }
        Some([Part::Number(year), Part::Number(month), Part::Number(day)]) if year.len() == 4 => {
            (Part::Number(year), number(month), number(day))
        }
        Some([Part::Number(day), Part::Number(month), Part::Number(year)]) => {
            (Part::Number(year), number(month), number(day))
        }
        Some([Part::Number(year), Part::Number(day), Part::Month(month)]) if year.len() == 4 => {
            (Part::Number(year), *month, number(day))
        }
        Some([Part::Number(day), Part::Month(month), Part::Number(year)]) => {
            (Part::Number(year), *month, number(day))
        }
        _ => return Err(refuse(DATE_FORM)),
    };
    match year {
        Part::Number(year) if year.len() == 4 => {
            NaiveDate::from_ymd_opt(i32::try_from(number(year)).unwrap_or(0), month, day)
                .ok_or_else(|| refuse(DATE_IMPOSSIBLE))
        }
        Part::Number(year) if year.len() == 2 => Err(refuse(DATE_TWO_DIGIT_YEAR)),
        _ => Err(refuse(DATE_FORM)),
    }
}

/// A birth date: not after the given day, not more than [`OLDEST_YEARS`] before it.
pub fn birth(field: &'static str, typed: &str, on: NaiveDate) -> Result<NaiveDate, Refusal> {
    let date = parse(field, typed)?;
    if date > on {
        return Err(Refusal::at(field, DATE_FUTURE));
    }
    if date.year() < on.year() - OLDEST_YEARS {
        return Err(Refusal::at(field, DATE_TOO_OLD));
    }
    Ok(date)
}

/// Full years of age on a day; 0 before birth. Somebody born on 29 February turns a year older on 1 March.
pub fn age(born: NaiveDate, on: NaiveDate) -> u32 {
    on.years_since(born).unwrap_or(0)
}

/// The day on which somebody turns so many years old.
pub fn turns(born: NaiveDate, years: u32) -> Option<NaiveDate> {
    let day = born.checked_add_months(Months::new(years.checked_mul(12)?))?;
    // chrono clamps 29 February to the 28th; the law counts the year as full when the day has passed.
    if day.day() == born.day() {
        Some(day)
    } else {
        day.succ_opt()
    }
}

/// `12.03.1991`, as screens and paper show it.
pub fn short(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

#[derive(Debug, Clone, Copy)]
enum Part<'a> {
    Number(&'a str),
    Month(u32),
}

/// Words for «year» that say nothing more.
const YEAR_WORDS: [&str; 9] = [
    "г",
    "гг",
    "год",
    "года",
    "году",
    "ж",
    "жыл",
    "жылы",
    "жылғы",
];

/// Month names as people write them, whole or cut, in both languages and without Kazakh letters.
const MONTHS: [&[&str]; 12] = [
    &["январь", "января", "янв", "қаңтар", "қаң", "кантар"],
    &["февраль", "февраля", "фев", "февр", "ақпан", "ақп", "акпан"],
    &["март", "марта", "мар", "наурыз", "нау"],
    &["апрель", "апреля", "апр", "сәуір", "сәу", "сауир"],
    &["май", "мая", "мамыр", "мам"],
    &["июнь", "июня", "июн", "маусым", "мау"],
    &["июль", "июля", "июл", "шілде", "шіл", "шилде"],
    &["август", "августа", "авг", "тамыз", "там"],
    &[
        "сентябрь",
        "сентября",
        "сен",
        "сент",
        "қыркүйек",
        "қыр",
        "кыркуйек",
    ],
    &["октябрь", "октября", "окт", "қазан", "қаз", "казан"],
    &["ноябрь", "ноября", "ноя", "нояб", "қараша", "қар", "караша"],
    &["декабрь", "декабря", "дек", "желтоқсан", "жел", "желтоксан"],
];

fn part(piece: &str) -> Option<Part<'_>> {
    if piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return (piece.len() <= 8).then_some(Part::Number(piece));
    }
    // «1991г.» without a space before the word for year.
    if let Some(year) = piece
        .strip_suffix(['г', 'ж'])
        .filter(|year| year.len() == 4 && year.is_ascii())
    {
        return part(year);
    }
    let month = MONTHS.iter().position(|names| names.contains(&piece))?;
    Some(Part::Month(u32::try_from(month).ok()? + 1))
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn code(typed: &str) -> &'static str {
        parse("birth_date", typed).unwrap_err().code.0
    }

    #[test]
    fn every_local_form_is_read() {
        for typed in [
            "12.03.1991",
            "12/03/1991",
            "12-03-1991",
            "12 03 1991",
            "12031991",
            "1991-03-12",
            "1991.03.12",
            "12.3.1991",
            " 12.03.1991 г.",
            "12.03.1991г.",
            "12 марта 1991",
            "12 МАРТА 1991 года",
            "12-март-1991",
            "1991 жылғы 12 наурыз",
            "12 наурыз 1991 жыл",
            "1991 ж. 12 наурыз",
            "12\u{A0}мар.\u{A0}1991",
            "12–03–1991",
        ] {
            assert_eq!(
                parse("birth_date", typed).ok(),
                Some(ymd(1991, 3, 12)),
                "{typed}"
            );
        }
        for (month, names) in MONTHS.iter().enumerate() {
            for name in *names {
                assert_eq!(
                    parse("d", &format!("1 {name} 2000")).unwrap().month() as usize,
                    month + 1
                );
            }
        }
    }

    #[test]
    fn what_is_not_read_says_why() {
        assert_eq!(code(""), "date-required");
        assert_eq!(code("12.03.91"), "date-two-digit-year");
        assert_eq!(code("120391"), "date-two-digit-year");
        assert_eq!(code("12 марта 91"), "date-two-digit-year");
        assert_eq!(code("31.02.1991"), "date-impossible");
        assert_eq!(code("29.02.1900"), "date-impossible");
        assert_eq!(code("12.13.1991"), "date-impossible");
        assert_eq!(code("12 мартышки 1991"), "date-form");
        assert_eq!(code("вчера"), "date-form");
        assert_eq!(code("12.03"), "date-form");
        assert_eq!(code("١٢.٠٣.١٩٩١"), "date-form");
        assert_eq!(code(&"1".repeat(10 << 20)), "date-form");
    }

    #[test]
    fn a_birth_date_lies_between_130_years_ago_and_the_day() {
        let on = ymd(2026, 11, 21);
        assert!(birth("birth_date", "21.11.2026", on).is_ok());
        assert_eq!(
            birth("birth_date", "22.11.2026", on).unwrap_err().code,
            DATE_FUTURE
        );
        assert!(birth("birth_date", "01.01.1896", on).is_ok());
        assert_eq!(
            birth("birth_date", "31.12.1895", on).unwrap_err().code,
            DATE_TOO_OLD
        );
    }

    #[test]
    fn a_leap_day_child_comes_of_age_on_the_first_of_march() {
        let born = ymd(2008, 2, 29);
        assert_eq!(turns(born, 18), Some(ymd(2026, 3, 1)));
        assert_eq!(
            (age(born, ymd(2026, 2, 28)), age(born, ymd(2026, 3, 1))),
            (17, 18)
        );
        assert_eq!(
            (
                age(ymd(2008, 11, 21), ymd(2026, 11, 20)),
                age(ymd(2008, 11, 21), ymd(2026, 11, 21))
            ),
            (17, 18)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(typed in any::<String>()) {
            let _ = parse("d", &typed);
        }

        #[test]
        fn what_is_shown_is_read_back(days in 0i64..90_000) {
            let date = ymd(1880, 1, 1) + chrono::Duration::days(days);
            prop_assert_eq!(parse("d", &short(date)).unwrap(), date);
            prop_assert_eq!(parse("d", &date.to_string()).unwrap(), date);
        }
    }
}

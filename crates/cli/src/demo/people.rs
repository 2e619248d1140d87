//! Made-up patients: names that agree in gender and language, ИИН with a fitting control digit.
//!
//! The lists are data (`data/names.csv`), a seed gives the same people each time, and nobody exists:
//! the phones lie in a block that reads as an example.

use chrono::{Datelike, NaiveDate};
use tirkeu_core::domain::iin::Iin;
use tirkeu_core::domain::patient::PatientForm;
use tirkeu_core::words::{Lang, dates};

const NAMES: &str = include_str!("../../data/names.csv");

/// A small generator whose numbers follow from the seed (SplitMix64). Not for keys.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit.max(1)
    }

    /// True `percent` times of a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = self.below(from.len() as u64);
        usize::try_from(at)
            .ok()
            .and_then(|at| from.get(at))
            .copied()
            .unwrap_or_default()
    }
}

/// A person of either sex in either language, an adult on every day of the calendar.
pub fn person(dice: &mut Dice, lang: Lang, number: u64) -> PatientForm {
    let woman = dice.chance(55);
    let sex = if woman { "F" } else { "M" };
    let born = birth_date(dice);
    let no_patronymic = dice.chance(6);
    PatientForm {
        surname: dice.pick(&gendered("surname", lang, woman)).to_owned(),
        name: dice.pick(&given(lang, sex)).to_owned(),
        patronymic: if no_patronymic {
            String::new()
        } else {
            dice.pick(&gendered("father", lang, woman)).to_owned()
        },
        iin: iin(dice, born, woman),
        birth_date: dates::short(born),
        sex: sex.to_owned(),
        phone: format!("+7 700 000 {:02} {:02}", number / 100 % 100, number % 100),
        language: lang.tag().to_owned(),
        ..PatientForm::default()
    }
}

/// From 1946 to 2005.
fn birth_date(dice: &mut Dice) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(1946, 1, 1).unwrap_or_default();
    first + chrono::Days::new(dice.below(60 * 365))
}

/// A number with this date and sex whose control digit fits; about one serial in eleven has none.
fn iin(dice: &mut Dice, born: NaiveDate, woman: bool) -> String {
    let century = match (born.year() >= 2000, woman) {
        (false, false) => 3,
        (false, true) => 4,
        (true, false) => 5,
        (true, true) => 6,
    };
    loop {
        let serial = dice.below(10_000);
        let eleven = format!("{}{century}{serial:04}", born.format("%y%m%d"));
        let whole = (0..10)
            .map(|digit| format!("{eleven}{digit}"))
            .find(|number| Iin::parse(number).is_some());
        if let Some(whole) = whole {
            return whole;
        }
    }
}

fn rows(kind: &str, lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    let head = format!("{kind},{},", lang.tag());
    NAMES
        .lines()
        .filter_map(move |line| line.strip_prefix(head.as_str())?.split_once(','))
}

fn gendered(kind: &str, lang: Lang, woman: bool) -> Vec<&'static str> {
    rows(kind, lang)
        .map(|(his, hers)| if woman { hers } else { his })
        .collect()
}

fn given(lang: Lang, sex: &str) -> Vec<&'static str> {
    rows("given", lang)
        .filter(|(of, _)| *of == sex)
        .map(|(_, name)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tirkeu_core::domain::patient::check;

    #[test]
    fn a_seed_gives_the_same_people_and_the_rules_have_nothing_against_them() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        for lang in Lang::ALL {
            let (mut one, mut other) = (Dice::new(7), Dice::new(7));
            for number in 0..300 {
                let form = person(&mut one, lang, number);
                assert_eq!(form, person(&mut other, lang, number));
                let checked = check(&form, on);
                assert_eq!(checked.refusals, [], "{}", form.surname);
                assert!(checked.patient.is_some());
                let woman = form.sex == "F";
                assert!(!(woman && form.patronymic.ends_with("ұлы")));
                assert!(!(woman && form.patronymic.ends_with("вич")));
            }
        }
    }
}

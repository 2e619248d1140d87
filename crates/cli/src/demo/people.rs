//! Made-up patients: names of one people that agree in gender, ИИН with a fitting control digit, and what
//! real desks see: a phone that is somebody else's or none, a document or none.
//!
//! The lists are data (`data/names.csv`), a seed gives the same people each time, and nobody exists:
//! the phones lie in a block that reads as an example. Adults with an ИИН only, as the desk takes in.

use chrono::{Datelike, Days, Months, NaiveDate};
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

/// Of a hundred people so many are of this people, and so many of a hundred of these want Kazakh papers.
const PEOPLES: [(&str, u64, u64); 7] = [
    ("kazakh", 66, 75),
    ("russian", 16, 0),
    ("uzbek", 5, 30),
    ("ukrainian", 4, 0),
    ("korean", 3, 0),
    ("german", 3, 0),
    ("tatar", 3, 10),
];

/// A person of either sex whose names are of one people, an adult on every day of the calendar; `on` is the
/// day of the visit.
pub fn person(dice: &mut Dice, on: NaiveDate, number: u64) -> PatientForm {
    let woman = dice.chance(55);
    let sex = if woman { "F" } else { "M" };
    let (people, kazakh) = people(dice);
    let lang = if dice.chance(kazakh) {
        Lang::Kk
    } else {
        Lang::Ru
    };
    let born = birth_date(dice);
    let no_patronymic = dice.chance(6);
    let form = PatientForm {
        surname: dice.pick(&gendered("surname", people, woman)).to_owned(),
        name: dice.pick(&given(people, sex)).to_owned(),
        patronymic: if no_patronymic {
            String::new()
        } else {
            dice.pick(&gendered("father", people, woman)).to_owned()
        },
        iin: iin(dice, born, woman),
        birth_date: dates::short(born),
        sex: sex.to_owned(),
        language: lang.tag().to_owned(),
        ..PatientForm::default()
    };
    let form = with_phone(dice, form, number);
    with_document(dice, form, lang, born, on)
}

/// A people by its share, and how many of a hundred of it want Kazakh papers.
fn people(dice: &mut Dice) -> (&'static str, u64) {
    let mut at = dice.below(100);
    for (people, share, kazakh) in PEOPLES {
        if at < share {
            return (people, kazakh);
        }
        at -= share;
    }
    ("kazakh", 75)
}

/// Most have a phone of their own, some the phone of somebody else, some none.
fn with_phone(dice: &mut Dice, form: PatientForm, number: u64) -> PatientForm {
    if dice.chance(12) {
        return form;
    }
    let owner = if dice.chance(6) { "other" } else { "patient" };
    PatientForm {
        phone: format!("+7 700 000 {:02} {:02}", number / 100 % 100, number % 100),
        phone_owner: owner.to_owned(),
        ..form
    }
}

/// What most people show at a desk; one in six is taken in without a document.
fn with_document(
    dice: &mut Dice,
    form: PatientForm,
    lang: Lang,
    born: NaiveDate,
    on: NaiveDate,
) -> PatientForm {
    let digits =
        |dice: &mut Dice, count: usize| format!("{:0count$}", dice.below(10u64.pow(count as u32)));
    let (kind, doc_number) = match dice.below(100) {
        0..70 => ("id_card", digits(dice, 9)),
        70..78 => ("digital", digits(dice, 9)),
        78..82 => ("passport", format!("N{}", digits(dice, 8))),
        82..84 => ("residence_permit", digits(dice, 9)),
        _ => return form,
    };
    // A card is issued from the age of sixteen and for ten years.
    let grown = born + Months::new(16 * 12);
    let oldest = (on - Months::new(119)).max(grown).min(on);
    let age = u64::try_from((on - oldest).num_days()).unwrap_or_default();
    let issued = oldest + Days::new(dice.below(age));
    let ministry = rows("issuer", lang.tag()).next().unwrap_or_default().0;
    let checked = if dice.chance(95) { "yes" } else { "" };
    PatientForm {
        doc_type: kind.to_owned(),
        doc_number,
        doc_issued_on: dates::short(issued),
        doc_issued_by: ministry.to_owned(),
        doc_checked: checked.to_owned(),
        ..form
    }
}

/// From 1946 to 2005.
fn birth_date(dice: &mut Dice) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(1946, 1, 1).unwrap_or_default();
    first + Days::new(dice.below(60 * 365))
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

/// Rows of a people, or of a language.
fn rows(kind: &str, of: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let head = format!("{kind},{of},");
    NAMES
        .lines()
        .filter_map(move |line| line.strip_prefix(head.as_str())?.split_once(','))
}

fn gendered(kind: &str, people: &str, woman: bool) -> Vec<&'static str> {
    rows(kind, people)
        .map(|(his, hers)| if woman { hers } else { his })
        .collect()
}

fn given(people: &str, sex: &str) -> Vec<&'static str> {
    rows("given", people)
        .filter(|(of, _)| *of == sex)
        .map(|(_, name)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tirkeu_core::domain::patient::check;

    fn crowd() -> Vec<PatientForm> {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let mut dice = Dice::new(7);
        (0..600)
            .map(|number| person(&mut dice, on, number))
            .collect()
    }

    #[test]
    fn a_seed_gives_the_same_people_and_the_rules_have_nothing_against_them() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        assert_eq!(crowd(), crowd());
        for form in crowd() {
            let checked = check(&form, on);
            assert_eq!(checked.refusals, [], "{}", form.surname);
            assert_eq!(checked.repairs, [], "{}", form.surname);
            assert!(checked.patient.is_some());
            let odd = checked.warnings.iter().find(|warning| {
                !["document-missing", "document-not-checked"].contains(&warning.code.0)
            });
            assert!(odd.is_none(), "{odd:?}");
        }
    }

    #[test]
    fn names_are_of_one_people_and_one_sex() {
        for form in crowd() {
            let woman = form.sex == "F";
            let fits = PEOPLES.iter().any(|(people, ..)| {
                let has = |names: Vec<&str>, name: &str| names.contains(&name);
                has(gendered("surname", people, woman), &form.surname)
                    && has(given(people, &form.sex), &form.name)
                    && (form.patronymic.is_empty()
                        || has(gendered("father", people, woman), &form.patronymic))
            });
            assert!(fits, "{} {} {}", form.surname, form.name, form.patronymic);
        }
    }

    #[test]
    fn not_everybody_has_a_phone_or_a_document() {
        let crowd = crowd();
        let some = |is: fn(&PatientForm) -> bool| {
            let count = crowd.iter().filter(|form| is(form)).count();
            (1..crowd.len() / 2).contains(&count)
        };
        assert!(some(|form| form.phone.is_empty()));
        assert!(some(|form| form.phone_owner == "other"));
        assert!(some(|form| form.doc_type.is_empty()));
        assert!(some(|form| form.doc_type == "passport"));
    }
}

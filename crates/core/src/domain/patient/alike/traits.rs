//! What is compared of a form: a typed one and a stored one alike, half of it missing or wrong.

use chrono::NaiveDate;

use crate::domain::fold::{self, word};
use crate::domain::iin::{self, Sex};
use crate::domain::patient::PatientForm;
use crate::domain::{date, phone};

/// One person, as far as a form tells. What a form has wrong is not told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    /// Surname.
    pub(super) surname: Name,
    /// Given name.
    pub(super) name: Name,
    /// Patronymic.
    pub(super) patronymic: Name,
    /// ИИН as typed, cleaned.
    pub(super) iin: String,
    /// Birth date.
    pub(super) born: Option<NaiveDate>,
    /// Sex.
    pub(super) sex: Option<Sex>,
    /// Phones in E.164.
    pub(super) phones: Vec<String>,
    /// Number of the document: letters and digits, small.
    pub(super) document: Option<String>,
}

/// Longest ИИН and document number that are looked at, in bytes.
const LONGEST: usize = 64;

impl Traits {
    /// What a form tells on a day.
    pub fn of(form: &PatientForm, on: NaiveDate) -> Self {
        let mut latin = form.latin_name.split_whitespace();
        // Somebody whose card is in Latin only: surname first, as a passport's machine-readable line has it.
        let or_latin = |typed: &str, latin: Option<&str>| match typed.trim().is_empty() {
            true => Name::of(latin.unwrap_or_default()),
            false => Name::of(typed).or(latin.unwrap_or_default()),
        };
        let number = |typed: &str| (typed.len() <= LONGEST).then(|| iin::normalise(typed));
        let phones = [&form.phone, &form.phone_2];
        let phones = phones.into_iter().filter(|typed| !typed.trim().is_empty());
        let document: String = form
            .doc_number
            .chars()
            .take(LONGEST)
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        Self {
            surname: or_latin(&form.surname, latin.next()),
            name: or_latin(&form.name, latin.next()),
            patronymic: Name::of(&form.patronymic),
            iin: number(&form.iin).unwrap_or_default(),
            born: date::birth("birth_date", &form.birth_date, on).ok(),
            sex: Sex::parse(&form.sex),
            phones: phones
                .filter_map(|typed| phone::parse("phone", typed).ok())
                .map(|parsed| parsed.phone.e164().to_owned())
                .collect(),
            document: (document.len() >= 5).then_some(document),
        }
    }

    /// ИИН as typed, cleaned; empty when there is none.
    pub fn iin(&self) -> &str {
        &self.iin
    }

    /// Birth date.
    pub fn born(&self) -> Option<NaiveDate> {
        self.born
    }

    /// Phones in E.164.
    pub fn phones(&self) -> &[String] {
        &self.phones
    }

    /// The folded spellings of surname, given name and patronymic; each empty when it was not typed.
    pub fn names(&self) -> [&[String]; 3] {
        [&self.surname.0, &self.name.0, &self.patronymic.0]
    }
}

/// Every folded spelling of one part of a name, and their skeletons, each in one word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name(Vec<String>);

impl Name {
    pub(super) fn of(typed: &str) -> Self {
        let typed: String = typed.chars().take(crate::domain::name::LIMIT).collect();
        Self::default().or(&typed)
    }

    fn or(mut self, further: &str) -> Self {
        let spellings = fold::spellings(further);
        let skeletons: Vec<String> = spellings
            .iter()
            .map(|text| text.split(' ').map(word::skeleton).collect())
            .collect();
        let whole = spellings.into_iter().map(|text| text.replace(' ', ""));
        for text in whole.chain(skeletons) {
            if !text.is_empty() && !self.0.contains(&text) {
                self.0.push(text);
            }
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same name in some spelling.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.iter().any(|text| other.0.contains(text))
    }

    /// Some spelling of the one and some of the other stand so to each other.
    pub(super) fn any(&self, other: &Self, stand: impl Fn(&str, &str) -> bool) -> bool {
        self.0.iter().any(|a| other.0.iter().any(|b| stand(a, b)))
    }
}

//! Which column of an old list is which field, and a cell as the form of a patient has it.

use super::{LEGACY_LANGUAGE, LEGACY_SEX};
use crate::domain::columns::{self, Value, letters, of_people};
use crate::domain::iin::Sex;
use crate::domain::patient::{Language, PatientForm};
use crate::error::Refusal;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// Surname, name and patronymic in one cell.
    FullName,
    /// Surname.
    Surname,
    /// Name.
    Name,
    /// Patronymic.
    Patronymic,
    /// ИИН.
    Iin,
    /// Birth date.
    BirthDate,
    /// Sex in a word.
    Sex,
    /// Phone.
    Phone,
    /// Language of the patient's papers, in a word.
    Language,
}

impl columns::Column for Column {
    const ASKED: &'static [Self] = &[
        Self::FullName,
        Self::Iin,
        Self::BirthDate,
        Self::Phone,
        Self::Surname,
        Self::Patronymic,
        Self::Name,
        Self::Sex,
        Self::Language,
    ];

    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::FullName => of_people::FULL_NAME,
            Self::Surname => of_people::SURNAME,
            Self::Name => of_people::NAME,
            Self::Patronymic => of_people::PATRONYMIC,
            Self::Iin => of_people::IIN,
            Self::BirthDate => of_people::BIRTH_DATE,
            Self::Phone => of_people::PHONE,
            Self::Sex => &["пол", "жынысы", "sex", "gender"],
            Self::Language => &["язык", "тіл", "language"],
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::FullName => "full_name",
            Self::Surname => "surname",
            Self::Name => "name",
            Self::Patronymic => "patronymic",
            Self::Iin => "iin",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Phone => "phone",
            Self::Language => "language",
        }
    }
}

/// Puts one cell into the form.
///
/// # Errors
/// A word for a sex or a language that is none: nothing is guessed.
pub fn put(form: &mut PatientForm, column: Column, value: Value<'_>) -> Result<(), Refusal> {
    let text = value.text.trim();
    if text.is_empty() {
        return Ok(());
    }
    let typed = || text.to_owned();
    match column {
        Column::FullName => {
            [form.surname, form.name, form.patronymic] = columns::whole_name(text);
        }
        Column::Surname => form.surname = typed(),
        Column::Name => form.name = typed(),
        Column::Patronymic => form.patronymic = typed(),
        Column::Iin => form.iin = columns::iin(value),
        Column::BirthDate => form.birth_date = typed(),
        Column::Phone => form.phone = typed(),
        Column::Sex => {
            let sex = sex(text).ok_or_else(|| Refusal::at("sex", LEGACY_SEX))?;
            form.sex = sex.text().to_owned();
        }
        Column::Language => {
            let language =
                language(text).ok_or_else(|| Refusal::at("language", LEGACY_LANGUAGE))?;
            form.language = language.text().to_owned();
        }
    }
    Ok(())
}

const MALE: &[&str] = &[
    "м",
    "муж",
    "мужской",
    "мужчина",
    "m",
    "male",
    "е",
    "ер",
    "ерадам",
    "еркек",
    "ұл",
];
const FEMALE: &[&str] = &[
    "ж",
    "жен",
    "женский",
    "женщина",
    "f",
    "female",
    "ә",
    "әйел",
    "қыз",
];
const KAZAKH: &[&str] = &[
    "kk",
    "kz",
    "kaz",
    "каз",
    "казахский",
    "қаз",
    "қазақ",
    "қазақша",
];
const RUSSIAN: &[&str] = &["ru", "rus", "рус", "русский", "орыс", "орысша"];

/// A sex as lists have it.
fn sex(text: &str) -> Option<Sex> {
    let word = letters(text);
    let is = |words: &[&str]| words.contains(&word.as_str());
    match (is(MALE), is(FEMALE)) {
        (true, _) => Some(Sex::Male),
        (_, true) => Some(Sex::Female),
        _ => None,
    }
}

/// A language as lists have it.
fn language(text: &str) -> Option<Language> {
    let word = letters(text);
    let is = |words: &[&str]| words.contains(&word.as_str());
    match (is(KAZAKH), is(RUSSIAN)) {
        (true, _) => Some(Language::Kk),
        (_, true) => Some(Language::Ru),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::columns::guessed;

    #[test]
    fn headers_are_read_in_both_languages() {
        assert_eq!(
            guessed::<Column>(&[
                "№",
                "Ф.И.О.",
                "Пол",
                "Дата рождения",
                "ИИН",
                "Моб. тел.",
                "Язык",
                "Примечание"
            ]),
            [
                "-",
                "full_name",
                "sex",
                "birth_date",
                "iin",
                "phone",
                "language",
                "-"
            ]
        );
        assert_eq!(
            guessed::<Column>(&[
                "Тегі",
                "Аты",
                "Әкесінің аты",
                "ЖСН",
                "Туған күні",
                "Жынысы",
                "Тілі"
            ]),
            [
                "surname",
                "name",
                "patronymic",
                "iin",
                "birth_date",
                "sex",
                "language"
            ]
        );
        // «Полис» and «Полное имя» begin like «пол»; a person sees the guess and corrects it.
        assert_eq!(guessed::<Column>(&["910312400121", "Ахметова"]), ["-", "-"]);
    }

    #[test]
    fn a_sex_is_a_word_of_the_list_or_none() {
        for word in ["М", "м.", "Муж.", "ЕР", "еркек", "M", "male"] {
            assert_eq!(sex(word), Some(Sex::Male), "{word}");
        }
        for word in ["Ж", "ж", "жен.", "Әйел", "қыз", "F"] {
            assert_eq!(sex(word), Some(Sex::Female), "{word}");
        }
        for word in ["1", "да", "мж", "неизвестно"] {
            assert_eq!(sex(word), None, "{word}");
        }
    }
}

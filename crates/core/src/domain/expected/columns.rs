//! Which column of an employer's table is which field, and a row as a form. How headers are read: `domain::columns`.

use super::ExpectedForm;
use crate::domain::columns::{self, Value, of_people};

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
    /// Phone.
    Phone,
    /// The day on which they come.
    Day,
    /// Who booked.
    Booker,
    /// Who pays.
    Payer,
    /// Employer or insurer.
    Counterparty,
    /// What was booked.
    Services,
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
        Self::Day,
        Self::Booker,
        Self::Payer,
        Self::Counterparty,
        Self::Services,
    ];

    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::FullName => of_people::FULL_NAME,
            Self::Surname => of_people::SURNAME,
            Self::Patronymic => of_people::PATRONYMIC,
            Self::Name => of_people::NAME,
            Self::Iin => of_people::IIN,
            Self::BirthDate => of_people::BIRTH_DATE,
            Self::Phone => of_people::PHONE,
            Self::Day => &[
                "датаприема",
                "датаприёма",
                "датавизита",
                "датаосмотра",
                "датаявки",
                "дата",
                "день",
                "келетінкүн",
                "келукүн",
                "қабылдаукүн",
                "күні",
                "date",
            ],
            Self::Booker => &["ктозапис", "записал", "жазған", "жаздыр", "booker"],
            Self::Payer => &["плательщик", "ктоплатит", "төлеуші", "төлейді", "payer"],
            Self::Counterparty => &[
                "контрагент",
                "организация",
                "работодатель",
                "предприятие",
                "компания",
                "местоработы",
                "ұйым",
                "мекеме",
                "жұмысберуші",
                "company",
            ],
            Self::Services => &[
                "услуг",
                "анализ",
                "исследован",
                "қызмет",
                "талдау",
                "зерттеу",
                "service",
            ],
        }
    }

    /// Words under `expected-column-<name>`.
    fn text(self) -> &'static str {
        match self {
            Self::FullName => "full_name",
            Self::Surname => "surname",
            Self::Name => "name",
            Self::Patronymic => "patronymic",
            Self::Iin => "iin",
            Self::BirthDate => "birth_date",
            Self::Phone => "phone",
            Self::Day => "planned_on",
            Self::Booker => "booker",
            Self::Payer => "payer",
            Self::Counterparty => "counterparty",
            Self::Services => "services",
        }
    }
}

/// Puts one cell into the form.
pub fn put(form: &mut ExpectedForm, column: Column, value: Value<'_>) {
    let text = value.text.trim();
    if text.is_empty() {
        return;
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
        Column::Day => form.planned_on = typed(),
        Column::Booker => form.booker = typed(),
        Column::Payer => form.payer = typed(),
        Column::Counterparty => form.counterparty = typed(),
        Column::Services => form.services = typed(),
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
                "№ п/п",
                "Фамилия",
                "Имя",
                "Отчество",
                "ИИН",
                "Дата рождения",
                "Телефон"
            ]),
            [
                "-",
                "surname",
                "name",
                "patronymic",
                "iin",
                "birth_date",
                "phone"
            ]
        );
        assert_eq!(
            guessed::<Column>(&[
                "Тегі",
                "Аты",
                "Әкесінің аты",
                "ЖСН",
                "Туған күні",
                "Келетін күні"
            ]),
            [
                "surname",
                "name",
                "patronymic",
                "iin",
                "birth_date",
                "planned_on"
            ]
        );
        assert_eq!(
            guessed::<Column>(&[
                "Ф.И.О. работника",
                "ИИН *",
                "Дата осмотра",
                "Место работы",
                "Услуги"
            ]),
            ["full_name", "iin", "planned_on", "counterparty", "services"]
        );
        assert_eq!(
            guessed::<Column>(&["Аты-жөні", "Аты"]),
            ["full_name", "name"]
        );
        assert_eq!(
            guessed::<Column>(&["Дата", "Дата рождения"]),
            ["planned_on", "birth_date"]
        );
        assert_eq!(
            guessed::<Column>(&["910312400121", "", "Ахметова"]),
            ["-", "-", "-"]
        );
    }

    #[test]
    fn a_field_is_named_once() {
        assert_eq!(guessed::<Column>(&["Телефон", "Телефон 2"]), ["phone", "-"]);
    }
}

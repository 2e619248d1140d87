//! Which column of somebody else's table is which field, and a row as a form.
//!
//! Headers are read in Kazakh and Russian as people write them; whoever imports sees the guess and corrects it. A
//! whole name in one cell is taken apart at its spaces. An ИИН that a spreadsheet keeps as a number has lost its
//! leading zeros, and gets them back: the control digit says whether that was right.

use super::ExpectedForm;

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

impl Column {
    /// All of them, in the order of a choice.
    pub const ALL: [Self; 12] = [
        Self::FullName,
        Self::Surname,
        Self::Name,
        Self::Patronymic,
        Self::Iin,
        Self::BirthDate,
        Self::Phone,
        Self::Day,
        Self::Booker,
        Self::Payer,
        Self::Counterparty,
        Self::Services,
    ];

    /// Name of the field; words under `expected-column-<name>`.
    pub fn text(self) -> &'static str {
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

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.text() == text)
    }

    /// Beginnings of headers, letters only; the first column that fits is taken.
    fn headers(self) -> &'static [&'static str] {
        match self {
            Self::FullName => &["фио", "аты-жөні", "фамилияимя", "тегіаты", "fullname"],
            Self::Surname => &["фамилия", "тегі", "surname", "lastname"],
            Self::Patronymic => &["отчество", "әкесініңаты", "patronymic", "middlename"],
            Self::Name => &["имя", "аты", "есімі", "name", "firstname"],
            Self::Iin => &["иин", "жсн", "iin"],
            Self::BirthDate => &["датарожд", "рожд", "деньрожд", "туған", "birth"],
            Self::Phone => &["тел", "моб", "сот", "контакт", "байланыс", "phone"],
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

    /// In which order headers are asked: the longer word before the one that begins it.
    const ASKED: [Self; 12] = [
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
}

/// What each header says; a field is named once, by the first column that fits.
pub fn guess(headers: &[String]) -> Vec<Option<Column>> {
    let mut out = vec![None; headers.len()];
    for column in Column::ASKED {
        let fits = |header: &String| {
            let plain = letters(header);
            let starts = |begin: &&str| plain.starts_with(&letters(begin));
            column.headers().iter().any(starts)
        };
        let at = headers
            .iter()
            .enumerate()
            .position(|(at, header)| out[at].is_none() && fits(header));
        if let Some(at) = at {
            out[at] = Some(column);
        }
    }
    out
}

/// Small letters alone: no blanks, dots, stars or brackets.
fn letters(text: &str) -> String {
    let begin = text.chars().filter(|c| c.is_alphabetic()).take(60);
    begin.flat_map(char::to_lowercase).collect()
}

/// A cell as the table has it.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    /// Its text.
    pub text: &'a str,
    /// The table keeps a number, not what was typed.
    pub is_number: bool,
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
            let mut parts = text.split_whitespace();
            let mut next = || parts.next().unwrap_or_default().to_owned();
            form.surname = next();
            form.name = next();
            // «Қанат ұлы», «Вагиф оглы»: what is left belongs together.
            form.patronymic = parts.collect::<Vec<_>>().join(" ");
        }
        Column::Surname => form.surname = typed(),
        Column::Name => form.name = typed(),
        Column::Patronymic => form.patronymic = typed(),
        Column::Iin if value.is_number && text.len() < 12 => form.iin = format!("{text:0>12}"),
        Column::Iin => form.iin = typed(),
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

    fn guessed(headers: &[&str]) -> Vec<&'static str> {
        let headers: Vec<String> = headers.iter().map(|one| (*one).to_owned()).collect();
        let found = guess(&headers).into_iter();
        found
            .map(|column| column.map_or("-", Column::text))
            .collect()
    }

    #[test]
    fn headers_are_read_in_both_languages() {
        assert_eq!(
            guessed(&[
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
            guessed(&[
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
            guessed(&[
                "Ф.И.О. работника",
                "ИИН *",
                "Дата осмотра",
                "Место работы",
                "Услуги"
            ]),
            ["full_name", "iin", "planned_on", "counterparty", "services"]
        );
        assert_eq!(guessed(&["Аты-жөні", "Аты"]), ["full_name", "name"]);
        assert_eq!(
            guessed(&["Дата", "Дата рождения"]),
            ["planned_on", "birth_date"]
        );
        assert_eq!(guessed(&["910312400121", "", "Ахметова"]), ["-", "-", "-"]);
    }

    #[test]
    fn a_field_is_named_once() {
        assert_eq!(guessed(&["Телефон", "Телефон 2"]), ["phone", "-"]);
    }

    fn with(column: Column, text: &str, is_number: bool) -> ExpectedForm {
        let mut form = ExpectedForm::default();
        put(&mut form, column, Value { text, is_number });
        form
    }

    #[test]
    fn a_whole_name_is_taken_apart_at_its_spaces() {
        let form = with(Column::FullName, "  Алиев  Эльчин Вагиф оглы ", false);
        assert_eq!(
            (
                form.surname.as_str(),
                form.name.as_str(),
                form.patronymic.as_str()
            ),
            ("Алиев", "Эльчин", "Вагиф оглы")
        );
        assert_eq!(with(Column::FullName, "Ли", false).name, "");
    }

    #[test]
    fn zeros_that_a_spreadsheet_dropped_come_back_only_to_numbers() {
        assert_eq!(with(Column::Iin, "31203500123", true).iin, "031203500123");
        assert_eq!(with(Column::Iin, "31203500123", false).iin, "31203500123");
    }
}

//! Columns of somebody else's table: what a header says, and what a cell needs before it is a field.
//!
//! Headers are read in Kazakh and Russian as people write them; whoever imports sees the guess and corrects it. Which
//! fields a list has is the business of the list: `expected` and `legacy` name theirs.

/// What a column of some list may hold.
pub trait Column: Copy + 'static {
    /// In which order headers are asked: the longer word before the one that begins it.
    const ASKED: &'static [Self];

    /// Beginnings of headers, letters only; the first column that fits is taken.
    fn headers(self) -> &'static [&'static str];

    /// Name of the field.
    fn text(self) -> &'static str;

    /// Reads the name.
    fn parse(text: &str) -> Option<Self> {
        Self::ASKED
            .iter()
            .copied()
            .find(|column| column.text() == text)
    }
}

/// Headers of what every list of people has, in both languages.
pub mod of_people {
    /// Surname, name and patronymic in one cell.
    pub const FULL_NAME: &[&str] = &["фио", "аты-жөні", "фамилияимя", "тегіаты", "fullname"];
    /// Surname.
    pub const SURNAME: &[&str] = &["фамилия", "тегі", "surname", "lastname"];
    /// Patronymic.
    pub const PATRONYMIC: &[&str] = &["отчество", "әкесініңаты", "patronymic", "middlename"];
    /// Name.
    pub const NAME: &[&str] = &["имя", "аты", "есімі", "name", "firstname"];
    /// ИИН.
    pub const IIN: &[&str] = &["иин", "жсн", "iin"];
    /// Birth date.
    pub const BIRTH_DATE: &[&str] = &["датарожд", "рожд", "деньрожд", "туған", "birth"];
    /// Phone.
    pub const PHONE: &[&str] = &["тел", "моб", "сот", "контакт", "байланыс", "phone"];
}

/// What each header says; a field is named once, by the first column that fits.
pub fn guess<C: Column>(headers: &[String]) -> Vec<Option<C>> {
    let mut out = vec![None; headers.len()];
    for column in C::ASKED {
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
            out[at] = Some(*column);
        }
    }
    out
}

/// The same as names of fields, `-` for none.
#[cfg(test)]
pub fn guessed<C: Column>(headers: &[&str]) -> Vec<&'static str> {
    let headers: Vec<String> = headers.iter().map(|one| (*one).to_owned()).collect();
    let found = guess::<C>(&headers).into_iter();
    found.map(|column| column.map_or("-", C::text)).collect()
}

/// Small letters alone: no blanks, dots, stars or brackets.
pub fn letters(text: &str) -> String {
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

/// Surname, name and patronymic of one cell, taken apart at its spaces. «Қанат ұлы», «Вагиф оглы»: what is left after
/// the name belongs together.
pub fn whole_name(text: &str) -> [String; 3] {
    let mut parts = text.split_whitespace();
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (surname, name) = (next(), next());
    [surname, name, parts.collect::<Vec<_>>().join(" ")]
}

/// An ИИН that a spreadsheet keeps as a number has lost its leading zeros, and gets them back: the control digit says
/// whether that was right.
pub fn iin(value: Value<'_>) -> String {
    let text = value.text.trim();
    if value.is_number && text.len() < 12 {
        format!("{text:0>12}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_is_taken_apart_at_its_spaces() {
        assert_eq!(
            whole_name("  Алиев  Эльчин Вагиф оглы "),
            ["Алиев", "Эльчин", "Вагиф оглы"]
        );
        assert_eq!(whole_name("Ли"), ["Ли", "", ""]);
    }

    #[test]
    fn zeros_that_a_spreadsheet_dropped_come_back_only_to_numbers() {
        let of = |text, is_number| iin(Value { text, is_number });
        assert_eq!(of("31203500123", true), "031203500123");
        assert_eq!(of(" 31203500123", false), "31203500123");
    }
}

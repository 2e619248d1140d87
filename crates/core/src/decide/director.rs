//! Who directs the laboratory: four names, because neither language is declined by the program.

use rusqlite::Connection;

use super::lab::{keep, one_alphabet};
use super::{Decided, Desk};
use crate::app::{Line, setting_subject};
use crate::command::DirectorForm;
use crate::domain::name;
use crate::error::{Error, Refusal};
use crate::event::lab::SettingChanged;
use crate::query::request::{DIRECTOR, director};

crate::codes! {
    /// The names stand so already.
    DIRECTOR_UNCHANGED = "director-unchanged";
}

/// Names the director: one entry for each name that changes; an empty one takes the name away.
pub fn name_director(
    conn: &Connection,
    desk: &Desk,
    form: &DirectorForm,
) -> Result<Decided, Error> {
    let mut no = Vec::new();
    let typed = [
        ("nominative_kk", &form.nominative.kk),
        ("nominative_ru", &form.nominative.ru),
        ("dative_kk", &form.dative.kk),
        ("dative_ru", &form.dative.ru),
    ]
    .map(|(field, typed)| keep(&mut no, judged(field, typed)).unwrap_or_default());
    if !no.is_empty() {
        return Err(no.into());
    }
    let now = director(conn)?;
    let stands = [
        now.nominative.kk,
        now.nominative.ru,
        now.dative.kk,
        now.dative.ru,
    ];
    let subject = setting_subject(desk.org, DIRECTOR[0]);
    let changed = DIRECTOR.iter().zip(typed).zip(stands);
    let lines: Vec<Line> = changed
        .filter(|((_, typed), stands)| typed != stands)
        .map(|((key, value), _)| {
            let key = (*key).to_owned();
            Line::new(subject, SettingChanged { key, value })
        })
        .collect();
    if lines.is_empty() {
        return Err(Refusal::new(DIRECTOR_UNCHANGED).into());
    }
    Ok(Decided { subject, lines })
}

/// The rule of names on paper, for a name that may be absent.
fn judged(field: &'static str, typed: &str) -> Result<String, Refusal> {
    let name = name::check(field, typed)?;
    if name::mixed(&name) {
        return Err(Refusal::at(field, name::NAME_MIXED));
    }
    one_alphabet(field, name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_director_is_named_as_on_paper_or_not_at_all() {
        for fine in [
            "",
            "Сейтова А.Б.",
            "А.Б. Сейтоваға",
            "Сейтова Айгүл Болатқызы",
        ] {
            assert_eq!(judged("dative_kk", fine).unwrap(), fine);
        }
        for (typed, code) in [
            ("<b>Сейтова</b>", "name-markup"),
            ("Сейтова 2", "name-digit"),
            ("Сeйтова", "name-mixed"),
            ("А\u{202E}Б", "name-invisible"),
        ] {
            assert_eq!(judged("dative_kk", typed).unwrap_err().code.0, code);
        }
    }
}

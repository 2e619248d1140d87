//! Tubes of the laboratory: a word by which the rows of a list name one, and its names in both languages.

use serde::{Deserialize, Serialize};

use super::SERVICE_TUBE_UNKNOWN;
use crate::domain::text::{self, Shape};
use crate::domain::{fold, keep};
use crate::error::Refusal;

crate::codes! {
    /// Another tube has this word or this name.
    TUBE_TAKEN = "tube-taken";
    /// More tubes than any laboratory has; `limit`.
    TUBE_MANY = "tube-many";
}

/// Most signs of the word.
const LONGEST_CODE: usize = 20;
/// Most signs of a name.
const LONGEST_NAME: usize = 40;
/// Most tubes.
const MOST: usize = 60;

/// A tube as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct TubeForm {
    /// The word.
    pub code: String,
    /// Kazakh name.
    pub name_kk: String,
    /// Russian name.
    pub name_ru: String,
    /// Not used any more.
    pub gone: bool,
}

/// A tube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tube {
    /// The word.
    pub code: String,
    /// Kazakh name.
    pub name_kk: String,
    /// Russian name.
    pub name_ru: String,
    /// New rows may name it.
    pub used: bool,
}

/// The laboratory's tubes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tubes(pub Vec<Tube>);

impl Tubes {
    /// The word of the tube that a cell names, by its word or by one of its names; none for an empty cell.
    pub fn named(&self, field: &'static str, typed: &str) -> Result<Option<String>, Refusal> {
        let asked = fold::fold(typed);
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let used = self.0.iter().filter(|tube| tube.used);
        let mut fits = used.filter(|tube| tube.words().contains(&asked));
        match fits.next() {
            Some(tube) => Ok(Some(tube.code.clone())),
            None => Err(Refusal::at(field, SERVICE_TUBE_UNKNOWN)),
        }
    }
}

impl Tube {
    fn words(&self) -> [String; 3] {
        [&self.code, &self.name_kk, &self.name_ru].map(|word| fold::fold(word))
    }
}

/// Judges tubes that are said anew, beside those that are there. Each refusal names its tube by `at`, from 0.
pub fn check(forms: &[TubeForm], known: &Tubes) -> Result<Vec<Tube>, Vec<Refusal>> {
    let mut no = Vec::new();
    let mut said: Vec<Tube> = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        let mut wrong = Vec::new();
        let code = keep(
            &mut wrong,
            text::required("tube_code", &form.code, Shape::Line(LONGEST_CODE)),
        );
        let name_kk = keep(
            &mut wrong,
            text::required("tube_name_kk", &form.name_kk, Shape::Line(LONGEST_NAME)),
        );
        let name_ru = keep(
            &mut wrong,
            text::required("tube_name_ru", &form.name_ru, Shape::Line(LONGEST_NAME)),
        );
        if let (Some(code), Some(name_kk), Some(name_ru)) = (code, name_kk, name_ru) {
            let tube = Tube {
                code,
                name_kk,
                name_ru,
                used: !form.gone,
            };
            let own = fold::fold(&tube.code);
            if own.is_empty() || said.iter().any(|other| other.words().contains(&own)) {
                wrong.push(Refusal::at("tube_code", TUBE_TAKEN));
            }
            said.push(tube);
        }
        no.extend(wrong.into_iter().map(|no| no.with("at", at)));
    }
    let own = |tube: &Tube| fold::fold(&tube.code);
    let mut all: Vec<&Tube> = said.iter().collect();
    all.extend(
        known
            .0
            .iter()
            .filter(|old| said.iter().all(|tube| own(tube) != own(old))),
    );
    if all.len() > MOST {
        no.push(Refusal::new(TUBE_MANY).with("limit", MOST));
    }
    // One word must never mean two tubes.
    for (at, tube) in said.iter().enumerate().filter(|(_, tube)| tube.used) {
        let words = tube.words();
        let others = all
            .iter()
            .filter(|other| other.used && own(other) != own(tube));
        if others
            .into_iter()
            .any(|other| other.words().iter().any(|word| words.contains(word)))
        {
            no.push(Refusal::at("tube_name_ru", TUBE_TAKEN).with("at", at));
        }
    }
    if no.is_empty() { Ok(said) } else { Err(no) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(code: &str, kk: &str, ru: &str) -> TubeForm {
        TubeForm {
            code: code.into(),
            name_kk: kk.into(),
            name_ru: ru.into(),
            gone: false,
        }
    }

    #[test]
    fn a_cell_names_a_tube_by_its_word_or_by_a_name() {
        let tubes =
            Tubes(check(&[form("ЭДТА", "күлгін", "фиолетовая")], &Tubes::default()).unwrap());
        for typed in ["эдта", "Күлгін", " ФИОЛЕТОВАЯ "] {
            assert_eq!(
                tubes.named("tube", typed),
                Ok(Some("ЭДТА".into())),
                "{typed}"
            );
        }
        assert_eq!(tubes.named("tube", " "), Ok(None));
        assert!(tubes.named("tube", "жёлтая").is_err());
        let mut gone = tubes;
        gone.0[0].used = false;
        assert!(
            gone.named("tube", "ЭДТА").is_err(),
            "no new row names what is not used"
        );
    }

    #[test]
    fn one_word_never_means_two_tubes() {
        let known =
            Tubes(check(&[form("ЭДТА", "күлгін", "фиолетовая")], &Tubes::default()).unwrap());
        assert!(check(&[form("гель", "сары", "жёлтая")], &known).is_ok());
        assert!(
            check(&[form("ЭДТА", "қызыл", "красная")], &known).is_ok(),
            "the same tube, renamed"
        );
        for (code, kk, ru) in [("K3", "күлгін", "сиреневая"), ("фиолетовая", "а", "б")]
        {
            let no = check(&[form(code, kk, ru)], &known).unwrap_err();
            assert!(no.iter().all(|no| no.code == TUBE_TAKEN), "{code}");
        }
        let twice = [
            form("гель", "сары", "жёлтая"),
            form("Гель", "сары", "жёлтая"),
        ];
        assert_eq!(check(&twice, &known).unwrap_err()[0].args["at"], "1");
        assert_eq!(check(&[form("", "", "")], &known).unwrap_err().len(), 3);
    }
}

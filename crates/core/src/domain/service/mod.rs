//! A service of the laboratory: what it is called in both languages, what it costs, which tube it needs.
//!
//! Called row by row by the import of a price list and by the amendment of one service by hand. Kazakh and Russian are
//! equal: a name in one language alone is a fault, unless the laboratory says that it is meant for both. What a whole
//! list must keep to stands in [`list`], which column of a table is which in [`columns`].

pub mod code;
pub mod columns;
pub mod favourite;
pub mod list;
pub mod price;
pub mod tube;

use serde::{Deserialize, Serialize};

use super::keep;
use super::text::{self, Shape};
use crate::error::Refusal;
use tube::Tubes;

crate::codes! {
    /// A name in the other language alone.
    SERVICE_NAME_ONE = "service-name-one";
    /// No tube of the laboratory has this word.
    SERVICE_TUBE_UNKNOWN = "service-tube-unknown";
    /// Neither yes nor no.
    SERVICE_FASTING = "service-fasting";
    /// When to come, in the other language alone.
    SERVICE_HINT_ONE = "service-hint-one";
    /// A panel of more services than any; `limit`.
    SERVICE_PARTS_MANY = "service-parts-many";
    /// A panel that names a service twice; `code`.
    SERVICE_PART_TWICE = "service-part-twice";
    /// A panel with itself in it.
    SERVICE_PART_SELF = "service-part-self";
}

/// Most signs of a name.
const LONGEST_NAME: usize = 200;
/// Most signs of a name on a label.
const LONGEST_SHORT: usize = 24;
/// Most signs of a hint.
const LONGEST_HINT: usize = 120;
/// Most services of a panel.
const MOST_PARTS: usize = 40;

/// The form exactly as typed. Names of fields are the names that refusals carry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields, default)]
pub struct ServiceForm {
    /// Code.
    pub code: String,
    /// Kazakh name.
    pub name_kk: String,
    /// Russian name.
    pub name_ru: String,
    /// For labels; the code where nothing was typed.
    pub short: String,
    /// Word or name of the tube, where there is one.
    pub tube: String,
    /// Price in tenge.
    pub price: String,
    /// Whether on an empty stomach, in a word of either language.
    pub fasting: String,
    /// When to come, Kazakh.
    pub hint_kk: String,
    /// When to come, Russian.
    pub hint_ru: String,
    /// Codes of a panel's services.
    pub parts: String,
}

/// What a name in one language alone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// A fault.
    InBoth,
    /// Meant for both: so the laboratory said.
    OneForBoth,
}

/// How somebody comes to have it done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stomach {
    /// As one likes.
    Any,
    /// Empty.
    Empty,
}

/// A service as a list states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Code as written.
    pub code: String,
    /// Kazakh name.
    pub name_kk: String,
    /// Russian name.
    pub name_ru: String,
    /// For labels.
    pub short: String,
    /// Word of the tube.
    pub tube: Option<String>,
    /// Whole tenge.
    pub price: u32,
    /// Empty stomach or not.
    pub stomach: Stomach,
    /// When to come: Kazakh, Russian.
    pub hint: Option<(String, String)>,
    /// Codes of a panel's services.
    pub parts: Vec<String>,
}

impl Service {
    /// By what two codes are the same.
    pub fn key(&self) -> String {
        code::key(&self.code)
    }

    /// Made of other services.
    pub fn is_panel(&self) -> bool {
        !self.parts.is_empty()
    }
}

/// Judges the whole form; all that is wrong at once, each beside its field.
pub fn check(form: &ServiceForm, names: Names, tubes: &Tubes) -> Result<Service, Vec<Refusal>> {
    let mut no = Vec::new();
    let code = keep(&mut no, code::parse("code", &form.code));
    let name = both(
        &mut no,
        ("name_kk", &form.name_kk),
        ("name_ru", &form.name_ru),
        LONGEST_NAME,
        names,
    );
    if form.name_kk.trim().is_empty() && form.name_ru.trim().is_empty() {
        no.push(Refusal::at("name_ru", text::TEXT_REQUIRED));
    }
    let short = keep(
        &mut no,
        text::check("short", &form.short, Shape::Line(LONGEST_SHORT)),
    );
    let tube = keep(&mut no, tubes.named("tube", &form.tube));
    let price = keep(&mut no, price::parse("price", &form.price));
    let stomach = keep(&mut no, stomach("fasting", &form.fasting));
    let hint = both(
        &mut no,
        ("hint_kk", &form.hint_kk),
        ("hint_ru", &form.hint_ru),
        LONGEST_HINT,
        names,
    );
    let parts = keep(&mut no, parts("parts", &form.parts, code.as_deref()));
    match (code, name, short, tube, price, stomach, hint, parts) {
        (
            Some(code),
            Some(Some((name_kk, name_ru))),
            Some(short),
            Some(tube),
            Some(price),
            Some(stomach),
            Some(hint),
            Some(parts),
        ) if no.is_empty() => Ok(Service {
            short: if short.is_empty() {
                code.clone()
            } else {
                short
            },
            code,
            name_kk,
            name_ru,
            tube,
            price,
            stomach,
            hint,
            parts,
        }),
        _ => Err(no),
    }
}

/// A text in both languages, or in none. Outer `None`: refused.
#[allow(
    clippy::option_option,
    reason = "refused, and nothing there, are two answers"
)]
fn both(
    no: &mut Vec<Refusal>,
    (field_kk, kk): (&'static str, &str),
    (field_ru, ru): (&'static str, &str),
    limit: usize,
    names: Names,
) -> Option<Option<(String, String)>> {
    let kk = keep(no, text::check(field_kk, kk, Shape::Line(limit)));
    let ru = keep(no, text::check(field_ru, ru, Shape::Line(limit)));
    let code = if field_kk == "name_kk" {
        SERVICE_NAME_ONE
    } else {
        SERVICE_HINT_ONE
    };
    let (kk, ru) = (kk?, ru?);
    match (kk.is_empty(), ru.is_empty(), names) {
        (true, true, _) => Some(None),
        (false, false, _) => Some(Some((kk, ru))),
        (false, true, Names::OneForBoth) => Some(Some((kk.clone(), kk))),
        (true, false, Names::OneForBoth) => Some(Some((ru.clone(), ru))),
        (is_kk, _, Names::InBoth) => {
            no.push(Refusal::at(if is_kk { field_kk } else { field_ru }, code));
            None
        }
    }
}

/// As a cell has it, without its blanks.
const YES: &[&str] = &[
    "да",
    "иә",
    "yes",
    "1",
    "+",
    "натощак",
    "строгонатощак",
    "ашқарынға",
    "v",
    "x",
    "х",
];
const NO: &[&str] = &["", "нет", "жоқ", "no", "0", "-", "–", "—", "ненатощак"];

fn stomach(field: &'static str, typed: &str) -> Result<Stomach, Refusal> {
    let lower = typed.to_lowercase();
    let word: String = lower.split_whitespace().collect();
    match word.as_str() {
        word if YES.contains(&word) => Ok(Stomach::Empty),
        word if NO.contains(&word) => Ok(Stomach::Any),
        _ => Err(Refusal::at(field, SERVICE_FASTING)),
    }
}

fn parts(field: &'static str, typed: &str, own: Option<&str>) -> Result<Vec<String>, Refusal> {
    let split = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '+'));
    let mut found: Vec<String> = Vec::new();
    for part in split.filter(|part| !part.is_empty()) {
        if found.len() == MOST_PARTS {
            return Err(Refusal::at(field, SERVICE_PARTS_MANY).with("limit", MOST_PARTS));
        }
        let part = code::parse(field, part)?;
        let is = |other: &str| code::key(other) == code::key(&part);
        if own.is_some_and(is) {
            return Err(Refusal::at(field, SERVICE_PART_SELF));
        }
        if found.iter().any(|other| is(other)) {
            return Err(Refusal::at(field, SERVICE_PART_TWICE).with("code", part));
        }
        found.push(part);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::tube::Tube;
    use super::*;

    fn tubes() -> Tubes {
        Tubes(vec![Tube {
            code: "ЭДТА".into(),
            name_kk: "күлгін".into(),
            name_ru: "фиолетовая".into(),
            used: true,
        }])
    }

    fn form() -> ServiceForm {
        ServiceForm {
            code: "ОАК".into(),
            name_kk: "Жалпы қан талдауы".into(),
            name_ru: "Общий анализ крови".into(),
            tube: "Фиолетовая".into(),
            price: "1 200 ₸".into(),
            fasting: "натощак".into(),
            ..ServiceForm::default()
        }
    }

    fn no(form: &ServiceForm) -> Vec<(&'static str, &'static str)> {
        let no = check(form, Names::InBoth, &tubes()).unwrap_err();
        no.iter().map(|no| (no.field.unwrap(), no.code.0)).collect()
    }

    #[test]
    fn a_row_is_a_service() {
        let service = check(&form(), Names::InBoth, &tubes()).unwrap();
        assert_eq!(
            (service.short.as_str(), service.tube.as_deref()),
            ("ОАК", Some("ЭДТА"))
        );
        assert_eq!((service.price, service.stomach), (1_200, Stomach::Empty));
    }

    #[test]
    fn a_name_in_one_language_is_a_fault_beside_the_other_unless_it_is_meant_for_both() {
        let one = ServiceForm {
            name_kk: " ".into(),
            ..form()
        };
        assert_eq!(no(&one), [("name_kk", "service-name-one")]);
        let other = ServiceForm {
            name_ru: String::new(),
            ..form()
        };
        assert_eq!(no(&other), [("name_ru", "service-name-one")]);
        let service = check(&one, Names::OneForBoth, &tubes()).unwrap();
        assert_eq!(service.name_kk, service.name_ru);
        let none = ServiceForm {
            name_kk: String::new(),
            name_ru: String::new(),
            ..form()
        };
        assert_eq!(no(&none), [("name_ru", "text-required")]);
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let bad = ServiceForm {
            code: "a b".into(),
            price: "-1".into(),
            tube: "бочка".into(),
            fasting: "может быть".into(),
            hint_ru: "до 11:00".into(),
            name_ru: "x".repeat(201),
            ..form()
        };
        assert_eq!(
            no(&bad),
            [
                ("code", "service-code-form"),
                ("name_ru", "text-too-long"),
                ("tube", "service-tube-unknown"),
                ("price", "service-price-negative"),
                ("fasting", "service-fasting"),
                ("hint_kk", "service-hint-one"),
            ]
        );
    }

    #[test]
    fn a_panel_names_each_service_once_and_never_itself() {
        let of = |parts: &str| ServiceForm {
            parts: parts.into(),
            ..form()
        };
        let service = check(&of("АЛТ, АСТ;ТТГ"), Names::InBoth, &tubes()).unwrap();
        assert_eq!(service.parts, ["АЛТ", "АСТ", "ТТГ"]);
        assert_eq!(no(&of("АЛТ, алт")), [("parts", "service-part-twice")]);
        assert_eq!(no(&of("АЛТ, OAK")), [("parts", "service-part-self")]);
        let many: Vec<String> = (0..41).map(|at| format!("S{at}")).collect();
        assert_eq!(no(&of(&many.join(" "))), [("parts", "service-parts-many")]);
    }
}

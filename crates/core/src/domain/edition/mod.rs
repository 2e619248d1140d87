//! An edition: one version of a text of the laboratory in both languages, the policy or an internal document.
//!
//! Called by `decide` when a manager publishes one, and by the editor while it is being typed ([`differ`]). Both
//! texts have equal force, so they must say the same; what only a reader can judge is shown to the manager and
//! asked for once, never refused.

mod differ;

use chrono::{Days, NaiveDate};

pub use differ::{Difference, Kind, Side, differ};

use super::{date, keep, text};
use crate::error::Refusal;

crate::codes! {
    /// The revision of this document was published already.
    EDITION_REVISION_TAKEN = "edition-revision-taken";
    /// The first day lies before today although a version was in force then; `today`.
    EDITION_BACKDATED = "edition-backdated";
    /// The first day lies more than a year ahead.
    EDITION_FAR = "edition-far";
    /// Markup in a text that is shown as it was typed.
    EDITION_MARKUP = "edition-markup";
    /// The two texts differ, and nobody said that they saw it; `count`.
    EDITION_DIFFERENCES_UNSEEN = "edition-differences-unseen";
}

/// The most characters of one text: both together fit into the body of an entry whatever the letters are, and
/// a half-typed edition into a draft.
pub const LONGEST: usize = 60_000;

/// Days ahead for which an edition may be published: a slip in the year would otherwise stand for decades.
const AHEAD: Days = Days::new(366);

/// An edition as typed.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// Document code.
    pub code: &'a str,
    /// Revision.
    pub revision: &'a str,
    /// First day.
    pub effective_from: &'a str,
    /// Title, Kazakh.
    pub title_kk: &'a str,
    /// Title, Russian.
    pub title_ru: &'a str,
    /// Text, Kazakh.
    pub text_kk: &'a str,
    /// Text, Russian.
    pub text_ru: &'a str,
    /// The manager ticked that they saw how the texts differ.
    pub differences_seen: bool,
}

/// A published edition of the same text, as far as the next one depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day.
    pub effective_from: NaiveDate,
}

/// An edition that may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Document code.
    pub code: String,
    /// Revision.
    pub revision: String,
    /// First day.
    pub effective_from: NaiveDate,
    /// Title, Kazakh.
    pub title_kk: String,
    /// Title, Russian.
    pub title_ru: String,
    /// Text, Kazakh.
    pub text_kk: String,
    /// Text, Russian.
    pub text_ru: String,
}

/// Decides on an edition: every field there, in neither text markup, its revision new, its first day neither
/// before today (once a version was in force: what people read then does not change afterwards) nor a slip in
/// the year, and what differs between the texts seen. All refusals at once.
pub fn publish(
    typed: &Typed<'_>,
    known: &[Known],
    today: NaiveDate,
) -> Result<Edition, Vec<Refusal>> {
    let mut no = Vec::new();
    let code = keep(&mut no, line("code", typed.code, 60));
    let revision = keep(
        &mut no,
        line("revision", typed.revision, 30).and_then(|revision| {
            let taken = |one: &Known| {
                Some(&one.code) == code.as_ref()
                    && one.revision.to_lowercase() == revision.to_lowercase()
            };
            if known.iter().any(taken) {
                return Err(Refusal::at("revision", EDITION_REVISION_TAKEN));
            }
            Ok(revision)
        }),
    );
    let from = keep(&mut no, first_day(typed.effective_from, known, today));
    let title_kk = keep(&mut no, line("title_kk", typed.title_kk, 200));
    let title_ru = keep(&mut no, line("title_ru", typed.title_ru, 200));
    let text_kk = keep(&mut no, whole("text_kk", typed.text_kk));
    let text_ru = keep(&mut no, whole("text_ru", typed.text_ru));
    if let (Some(kk), Some(ru), false) = (&text_kk, &text_ru, typed.differences_seen) {
        let count = differ(kk, ru).len();
        if count > 0 {
            no.push(
                Refusal::at("differences_seen", EDITION_DIFFERENCES_UNSEEN).with("count", count),
            );
        }
    }
    match (code, revision, from, title_kk, title_ru, text_kk, text_ru) {
        (
            Some(code),
            Some(revision),
            Some(effective_from),
            Some(title_kk),
            Some(title_ru),
            Some(text_kk),
            Some(text_ru),
        ) if no.is_empty() => Ok(Edition {
            code,
            revision,
            effective_from,
            title_kk,
            title_ru,
            text_kk,
            text_ru,
        }),
        _ => Err(no),
    }
}

fn first_day(typed: &str, known: &[Known], today: NaiveDate) -> Result<NaiveDate, Refusal> {
    const FIELD: &str = "effective_from";
    let from = date::parse(FIELD, typed)?;
    let begun = known.iter().any(|one| one.effective_from <= today);
    if begun && from < today {
        return Err(Refusal::at(FIELD, EDITION_BACKDATED).with("today", date::short(today)));
    }
    if today
        .checked_add_days(AHEAD)
        .is_some_and(|last| from > last)
    {
        return Err(Refusal::at(FIELD, EDITION_FAR));
    }
    Ok(from)
}

fn line(field: &'static str, typed: &str, limit: usize) -> Result<String, Refusal> {
    unmarked(
        field,
        text::required(field, typed, text::Shape::Line(limit))?,
    )
}

fn whole(field: &'static str, typed: &str) -> Result<String, Refusal> {
    unmarked(
        field,
        text::required(field, typed, text::Shape::Block(LONGEST))?,
    )
}

/// A text is shown as it was typed: a tag would stand there as a tag. A bare «<» (`<` 18 years) is none.
fn unmarked(field: &'static str, text: String) -> Result<String, Refusal> {
    let is_tag = |(at, _): (usize, &str)| {
        let after = &text[at + 1..];
        let begins = after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        begins && after.contains('>')
    };
    if text.match_indices('<').any(is_tag) {
        return Err(Refusal::at(field, EDITION_MARKUP));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn typed() -> Typed<'static> {
        Typed {
            code: "П-01",
            revision: "2",
            effective_from: "01.12.2026",
            title_kk: "Саясат",
            title_ru: "Политика",
            text_kk: "1. Мәтін.",
            text_ru: "1. Текст.",
            differences_seen: false,
        }
    }

    fn first() -> Known {
        Known {
            code: "П-01".into(),
            revision: "1".into(),
            effective_from: day(2026, 1, 1),
        }
    }

    fn codes(typed: Typed<'_>) -> Vec<(&'static str, &'static str)> {
        match publish(&typed, &[first()], day(2026, 11, 21)) {
            Ok(_) => Vec::new(),
            Err(no) => no.iter().map(|no| (no.field.unwrap(), no.code.0)).collect(),
        }
    }

    #[test]
    fn an_edition_is_kept_as_it_was_typed() {
        let edition = publish(&typed(), &[first()], day(2026, 11, 21)).unwrap();
        assert_eq!(edition.effective_from, day(2026, 12, 1));
        assert_eq!(edition.text_kk, "1. Мәтін.");
        assert_eq!(
            codes(Typed {
                effective_from: "21.11.2026",
                ..typed()
            }),
            [],
            "from today on"
        );
    }

    #[test]
    fn a_revision_is_published_once_and_another_document_may_have_it_too() {
        let again = Typed {
            revision: " 1 ",
            ..typed()
        };
        assert_eq!(codes(again), [("revision", "edition-revision-taken")]);
        let other = Typed {
            code: "П-02",
            ..again
        };
        assert_eq!(codes(other), []);
    }

    #[test]
    fn what_was_in_force_yesterday_is_not_changed_today() {
        let from = |effective_from| {
            codes(Typed {
                effective_from,
                ..typed()
            })
        };
        for past in ["20.11.2026", "01.01.2026", "31.12.2025"] {
            assert_eq!(
                from(past),
                [("effective_from", "edition-backdated")],
                "{past}"
            );
        }
        assert_eq!(from("01.12.2062"), [("effective_from", "edition-far")]);
        assert_eq!(from("21.11.2027"), []);
        assert_eq!(from("31.02.2027"), [("effective_from", "date-impossible")]);
        let early = Typed {
            effective_from: "01.01.2010",
            ..typed()
        };
        assert!(
            publish(&early, &[], day(2026, 11, 21)).is_ok(),
            "a laboratory brings its first one with its own date"
        );
    }

    #[test]
    fn every_empty_field_is_named_and_a_text_of_half_a_megabyte_is_too_long() {
        let nothing = Typed {
            code: " ",
            revision: "",
            effective_from: "",
            title_kk: "",
            title_ru: "",
            text_kk: "",
            text_ru: "\n",
            differences_seen: false,
        };
        let fields: Vec<_> = codes(nothing).into_iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "code",
                "revision",
                "effective_from",
                "title_kk",
                "title_ru",
                "text_kk",
                "text_ru"
            ]
        );
        let long = "я".repeat(250_000);
        assert_eq!(
            codes(Typed {
                text_kk: &long,
                ..typed()
            }),
            [("text_kk", "text-too-long")]
        );
    }

    #[test]
    fn markup_is_refused_and_a_sign_of_comparison_is_not() {
        for tag in ["<b>1. Мәтін</b>", "<!-- 1. -->", "<script>", "</p> >"] {
            assert_eq!(
                codes(Typed {
                    text_kk: tag,
                    text_ru: tag,
                    ..typed()
                }),
                [("text_kk", "edition-markup"), ("text_ru", "edition-markup")],
                "{tag}"
            );
        }
        for fine in ["1. < 18 > 16", "1. A <-> B", "1. <", "1. a < b"] {
            let plain = Typed {
                text_kk: fine,
                text_ru: fine,
                ..typed()
            };
            assert_eq!(codes(plain), [], "{fine}");
        }
    }

    #[test]
    fn what_differs_is_never_refused_and_always_seen() {
        let apart = Typed {
            text_kk: "1. Мерзімі 5 жыл.",
            text_ru: "1. Срок 3 года.",
            ..typed()
        };
        assert_eq!(
            codes(apart),
            [("differences_seen", "edition-differences-unseen")]
        );
        assert_eq!(
            codes(Typed {
                differences_seen: true,
                ..apart
            }),
            []
        );
    }
}

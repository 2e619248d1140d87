//! Identity documents: the number is typed and the paper is looked at; a copy is never taken (Law 94-V
//! art. 7(10), Health Code art. 60(1-1)).
//!
//! Called by the patient form. The shape of a number is a quiet notice, because blanks of old series exist.

use chrono::NaiveDate;

use super::{date, keep, text};
use crate::error::Refusal;

crate::codes! {
    /// A document's number or date without its type.
    DOCUMENT_TYPE_REQUIRED = "document-type-required";
    /// A type that this program does not know.
    DOCUMENT_TYPE_UNKNOWN = "document-type-unknown";
    /// A type without a number.
    DOCUMENT_NUMBER_REQUIRED = "document-number-required";
    /// A sign that no document number has.
    DOCUMENT_NUMBER_SIGN = "document-number-sign";
    /// More than 30 characters.
    DOCUMENT_NUMBER_TOO_LONG = "document-number-too-long";
    /// The mark «сверено» has an unknown value.
    DOCUMENT_CHECKED_UNKNOWN = "document-checked-unknown";
    /// Notice: the number has not the usual shape for its type.
    DOCUMENT_NUMBER_SHAPE = "document-number-shape";
    /// Notice: nobody compared the document with the person and the form.
    DOCUMENT_NOT_CHECKED = "document-not-checked";
    /// Notice: no document was typed.
    DOCUMENT_MISSING = "document-missing";
}

/// What was shown at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentType {
    /// Удостоверение личности / жеке куәлік.
    IdCard,
    /// Паспорт РК / ҚР паспорты.
    Passport,
    /// Вид на жительство / ықтиярхат.
    ResidencePermit,
    /// Паспорт иностранного государства / шет мемлекеттің паспорты.
    ForeignPassport,
    /// Свидетельство о рождении / туу туралы куәлік.
    BirthCertificate,
    /// Цифровой документ eGov Mobile / eGov Mobile цифрлық құжаты.
    Digital,
    /// Другое / басқа.
    Other,
}

impl DocumentType {
    /// All types in the order of a list.
    pub const ALL: [Self; 7] = [
        Self::IdCard,
        Self::Passport,
        Self::ResidencePermit,
        Self::ForeignPassport,
        Self::BirthCertificate,
        Self::Digital,
        Self::Other,
    ];

    /// The stable code used in forms and entries.
    pub fn text(self) -> &'static str {
        match self {
            Self::IdCard => "id_card",
            Self::Passport => "passport",
            Self::ResidencePermit => "residence_permit",
            Self::ForeignPassport => "foreign_passport",
            Self::BirthCertificate => "birth_certificate",
            Self::Digital => "digital",
            Self::Other => "other",
        }
    }

    /// Reads the stable code.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.text() == text)
    }

    /// Whether a number looks as this type's numbers usually do.
    pub fn usual(self, number: &str) -> bool {
        let digits = |text: &str, count| {
            text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        match self {
            Self::IdCard | Self::ResidencePermit => digits(number, 9),
            Self::Passport => number.strip_prefix('N').is_some_and(|rest| digits(rest, 8)),
            // A digital document repeats the number of the card or of the passport.
            Self::Digital => digits(number, 9) || Self::Passport.usual(number),
            Self::ForeignPassport => (5..=15).contains(&number.chars().count()),
            Self::BirthCertificate | Self::Other => true,
        }
    }
}

/// A document as it goes into an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its type.
    pub kind: DocumentType,
    /// Its number, letters large, without spaces.
    pub number: String,
    /// When it was issued.
    pub issued_on: Option<NaiveDate>,
    /// Who issued it; empty when not typed.
    pub issued_by: String,
    /// «Сверено»: the registrar saw the document and compared it.
    pub checked: bool,
}

/// The fields of a document as typed.
#[derive(Debug, Clone, Copy)]
pub struct Typed<'a> {
    /// Code of the type, or empty.
    pub kind: &'a str,
    /// Number.
    pub number: &'a str,
    /// Date of issue.
    pub issued_on: &'a str,
    /// Issuer.
    pub issued_by: &'a str,
    /// `yes` or empty.
    pub checked: &'a str,
}

/// Reads a document; none when nothing about it was typed. All refusals at once, fields named `doc_…`.
pub fn check(
    typed: &Typed<'_>,
    born: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<Option<Document>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let checked = match typed.checked {
        "" => false,
        "yes" => true,
        _ => {
            refusals.push(Refusal::at("doc_checked", DOCUMENT_CHECKED_UNKNOWN));
            false
        }
    };
    let kind = DocumentType::parse(typed.kind);
    if kind.is_none() && !typed.kind.is_empty() {
        refusals.push(Refusal::at("doc_type", DOCUMENT_TYPE_UNKNOWN));
    }
    let number = keep(&mut refusals, number(typed.number));
    let issued_by = keep(
        &mut refusals,
        text::check("doc_issued_by", typed.issued_by, text::Shape::Line(200)),
    );
    let issued_on = if typed.issued_on.trim().is_empty() {
        None
    } else {
        keep(&mut refusals, issued(typed.issued_on, born, on))
    };
    let anything = !typed.number.trim().is_empty()
        || issued_on.is_some()
        || !typed.issued_by.trim().is_empty()
        || checked;
    if kind.is_none() && typed.kind.is_empty() && anything {
        refusals.push(Refusal::at("doc_type", DOCUMENT_TYPE_REQUIRED));
    }
    if kind.is_some() && number.as_deref() == Some("") {
        refusals.push(Refusal::at("doc_number", DOCUMENT_NUMBER_REQUIRED));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(kind
        .zip(number)
        .zip(issued_by)
        .map(|((kind, number), issued_by)| Document {
            kind,
            number,
            issued_on,
            issued_by,
            checked,
        }))
}

/// A number without spaces, Latin and Cyrillic letters large, `№` in front dropped.
fn number(typed: &str) -> Result<String, Refusal> {
    let typed = text::normal(typed, 60)
        .ok_or_else(|| Refusal::at("doc_number", DOCUMENT_NUMBER_TOO_LONG).with("limit", 30))?;
    let number: String = typed
        .trim_start_matches('№')
        .chars()
        .filter(|c| *c != ' ')
        .flat_map(char::to_uppercase)
        .collect();
    if number.chars().count() > 30 {
        return Err(Refusal::at("doc_number", DOCUMENT_NUMBER_TOO_LONG).with("limit", 30));
    }
    if !number
        .chars()
        .all(|c| c.is_ascii_digit() || c.is_alphabetic() || matches!(c, '-' | '/' | '№' | '.'))
    {
        return Err(Refusal::at("doc_number", DOCUMENT_NUMBER_SIGN));
    }
    Ok(number)
}

fn issued(typed: &str, born: Option<NaiveDate>, on: NaiveDate) -> Result<NaiveDate, Refusal> {
    let day = date::parse("doc_issued_on", typed)?;
    if day > on {
        return Err(Refusal::at("doc_issued_on", date::DATE_FUTURE));
    }
    if born.is_some_and(|born| day < born) {
        return Err(Refusal::at("doc_issued_on", date::DATE_BEFORE_BIRTH));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn typed<'a>(
        kind: &'a str,
        number: &'a str,
        issued_on: &'a str,
        checked: &'a str,
    ) -> Typed<'a> {
        Typed {
            kind,
            number,
            issued_on,
            issued_by: "МВД РК",
            checked,
        }
    }

    fn on() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn codes(typed: &Typed<'_>) -> Vec<&'static str> {
        check(typed, NaiveDate::from_ymd_opt(1991, 3, 12), on())
            .unwrap_err()
            .iter()
            .map(|refusal| refusal.code.0)
            .collect()
    }

    #[test]
    fn a_document_is_read_whole() {
        let document = check(
            &typed("passport", " n 1234 5678", "01.02.2020", "yes"),
            None,
            on(),
        )
        .unwrap()
        .unwrap();
        assert_eq!(
            (document.number.as_str(), document.checked),
            ("N12345678", true)
        );
        assert!(document.kind.usual(&document.number));
        assert_eq!(document.issued_on, NaiveDate::from_ymd_opt(2020, 2, 1));
        let none = Typed {
            kind: "",
            number: " ",
            issued_on: "",
            issued_by: "",
            checked: "",
        };
        assert_eq!(
            check(&none, None, on()).unwrap(),
            None,
            "a document may be left out"
        );
    }

    #[test]
    fn every_fault_is_named_at_once() {
        assert_eq!(
            codes(&typed("licence", "12;3", "22.11.2026", "maybe")),
            [
                "document-checked-unknown",
                "document-type-unknown",
                "document-number-sign",
                "date-future"
            ]
        );
        assert_eq!(
            codes(&typed("", "123456789", "", "")),
            ["document-type-required"]
        );
        assert_eq!(
            codes(&typed("id_card", "", "11.03.1991", "")),
            ["date-before-birth", "document-number-required"]
        );
        assert_eq!(
            codes(&typed("id_card", &"1".repeat(31), "", "")),
            ["document-number-too-long"]
        );
        assert_eq!(
            codes(&typed("id_card", "1\u{202E}2", "", "")),
            ["document-number-sign"]
        );
    }

    #[test]
    fn the_usual_shape_is_known_for_each_type() {
        assert!(DocumentType::IdCard.usual("012345678") && !DocumentType::IdCard.usual("01234567"));
        assert!(
            DocumentType::Passport.usual("N01234567") && !DocumentType::Passport.usual("012345678")
        );
        assert!(DocumentType::Digital.usual("012345678") && DocumentType::Other.usual("x"));
        for kind in DocumentType::ALL {
            assert_eq!(DocumentType::parse(kind.text()), Some(kind));
        }
    }
}

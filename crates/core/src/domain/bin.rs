//! БИН / БСН of a legal entity, and the operator's number that a consent must name: БИН or, for an
//! individual entrepreneur, ИИН (Law 94-V art. 8(4)(1)).
//!
//! Called by the first-run form. The fifth digit tells them apart: 4, 5, 6 in a БИН, 0–3 (tens of the day)
//! in an ИИН, nothing else exists. The control digit is the same. The sixth digit is not refused on, because
//! no official text read for this rule limits it.

use super::iin::{self, Iin, control};
use crate::error::Refusal;

crate::codes! {
    /// Nothing was typed.
    BIN_REQUIRED = "bin-required";
    /// Fewer or more than 12 characters.
    BIN_LENGTH = "bin-length";
    /// A character that is not one of the digits 0–9.
    BIN_NON_DIGIT = "bin-non-digit";
    /// The control digit does not fit, or none exists.
    BIN_CHECKSUM = "bin-checksum";
    /// The third and fourth digits of a БИН are no month.
    BIN_MONTH = "bin-month";
    /// The fifth digit is 7, 8 or 9: neither a company's number nor a person's.
    BIN_FIFTH = "bin-fifth";
}

/// Who stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// Fifth digit 4.
    Resident,
    /// Fifth digit 5.
    NonResident,
    /// Fifth digit 6: ИП(С).
    JointEntrepreneur,
}

/// Twelve digits of a legal entity, control digit fitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bin([u8; 12]);

impl Bin {
    /// Reads exactly 12 ASCII digits: month 01–12, fifth digit 4–6, control digit fitting.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = control::digits(text)?;
        let bin = Self(digits);
        (control::fits(&digits) && bin.month_exists() && bin.kind().is_some()).then_some(bin)
    }

    /// The twelve digits.
    pub fn text(&self) -> String {
        self.0
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect()
    }

    /// Who stands behind it.
    pub fn kind(&self) -> Option<EntityKind> {
        match self.0[4] {
            4 => Some(EntityKind::Resident),
            5 => Some(EntityKind::NonResident),
            6 => Some(EntityKind::JointEntrepreneur),
            _ => None,
        }
    }

    fn month_exists(&self) -> bool {
        (1..=12).contains(&(self.0[2] * 10 + self.0[3]))
    }
}

/// The operator's number: which of the two decides the word before it on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorNumber {
    /// БИН / БСН.
    Bin(Bin),
    /// ИИН / ЖСН of an individual entrepreneur.
    Iin(Iin),
}

impl OperatorNumber {
    /// The twelve digits.
    pub fn text(&self) -> String {
        match self {
            Self::Bin(bin) => bin.text(),
            Self::Iin(iin) => iin.text(),
        }
    }
}

/// Reads the operator's number as typed, spaces and hyphens allowed.
pub fn operator_number(field: &'static str, typed: &str) -> Result<OperatorNumber, Refusal> {
    if typed.len() > 64 {
        return Err(Refusal::at(field, BIN_LENGTH));
    }
    let text = iin::normalise(typed);
    if text.is_empty() {
        return Err(Refusal::at(field, BIN_REQUIRED));
    }
    let Some(digits) = control::digits(&text) else {
        let twelve = text.chars().count() == 12;
        return Err(Refusal::at(
            field,
            if twelve { BIN_NON_DIGIT } else { BIN_LENGTH },
        ));
    };
    if !control::fits(&digits) {
        return Err(Refusal::at(field, BIN_CHECKSUM));
    }
    if digits[4] < 4 {
        return Ok(OperatorNumber::Iin(
            Iin::parse(&text).ok_or_else(|| Refusal::at(field, BIN_CHECKSUM))?,
        ));
    }
    if digits[4] > 6 {
        return Err(Refusal::at(field, BIN_FIFTH));
    }
    Bin::parse(&text)
        .map(OperatorNumber::Bin)
        .ok_or_else(|| Refusal::at(field, BIN_MONTH))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    /// Completes eleven digits with their control digit.
    fn complete(eleven: &str) -> String {
        let digits = control::digits(&format!("{eleven}0")).unwrap();
        format!("{eleven}{}", control::expected(&digits).unwrap())
    }

    fn code(typed: &str) -> &'static str {
        operator_number("bin", typed).unwrap_err().code.0
    }

    #[test]
    fn the_fifth_digit_tells_a_company_from_a_person() {
        let company = complete("15034000001");
        assert!(
            matches!(operator_number("bin", &company), Ok(OperatorNumber::Bin(bin)) if bin.kind() == Some(EntityKind::Resident))
        );
        assert!(
            matches!(
                operator_number("bin", "850412 172655"),
                Ok(OperatorNumber::Iin(_))
            ),
            "an entrepreneur's number is an ИИН"
        );
        assert!(
            matches!(operator_number("bin", &complete("15036000001")), Ok(OperatorNumber::Bin(bin)) if bin.kind() == Some(EntityKind::JointEntrepreneur))
        );
    }

    #[test]
    fn each_fault_has_its_code() {
        let company = complete("15034000001");
        let last = (company.as_bytes()[11] - b'0' + 1) % 10;
        assert_eq!(code("  "), "bin-required");
        assert_eq!(code("15034000001"), "bin-length");
        assert_eq!(code("15034000001O"), "bin-non-digit");
        assert_eq!(code(&format!("{}{last}", &company[..11])), "bin-checksum");
        assert_eq!(code(&complete("15134000002")), "bin-month");
        assert_eq!(code(&complete("15037000001")), "bin-fifth");
        assert_eq!(code(&"1".repeat(10_000_000)), "bin-length");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = (operator_number("bin", &text), Bin::parse(&text));
        }
    }
}

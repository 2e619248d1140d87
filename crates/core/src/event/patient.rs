//! A patient's card: what was entered, and every amendment of it.

use super::codec::body;

/// Fields of a card; the number is stored.
pub mod field {
    /// Surname.
    pub const SURNAME: u8 = 1;
    /// Name.
    pub const NAME: u8 = 2;
    /// Patronymic.
    pub const PATRONYMIC: u8 = 3;
    /// ИИН, 12 digits.
    pub const IIN: u8 = 4;
    /// `YYYY-MM-DD`.
    pub const BIRTH_DATE: u8 = 5;
    /// `M` or `F`.
    pub const SEX: u8 = 6;
    /// Kind of identity document.
    pub const DOC_TYPE: u8 = 7;
    /// Its number.
    pub const DOC_NUMBER: u8 = 8;
    /// `YYYY-MM-DD`.
    pub const DOC_ISSUED_ON: u8 = 9;
    /// Who issued it.
    pub const DOC_ISSUED_BY: u8 = 10;
    /// `yes` when the document was seen and compared.
    pub const DOC_CHECKED: u8 = 11;
    /// E.164.
    pub const PHONE: u8 = 12;
    /// `patient`, `representative`, `other`.
    pub const PHONE_OWNER: u8 = 13;
    /// `ru` or `kk`: the patient's language.
    pub const LANGUAGE: u8 = 14;

    /// All of them, with the names that forms use.
    pub const ALL: &[(u8, &str)] = &[
        (SURNAME, "surname"),
        (NAME, "name"),
        (PATRONYMIC, "patronymic"),
        (IIN, "iin"),
        (BIRTH_DATE, "birth_date"),
        (SEX, "sex"),
        (DOC_TYPE, "doc_type"),
        (DOC_NUMBER, "doc_number"),
        (DOC_ISSUED_ON, "doc_issued_on"),
        (DOC_ISSUED_BY, "doc_issued_by"),
        (DOC_CHECKED, "doc_checked"),
        (PHONE, "phone"),
        (PHONE_OWNER, "phone_owner"),
        (LANGUAGE, "language"),
    ];

    /// The form's name of a stored field.
    pub fn name(code: u8) -> Option<&'static str> {
        ALL.iter()
            .find(|(known, _)| *known == code)
            .map(|(_, name)| *name)
    }
}

body! {
    /// A card begins.
    PatientRegistered {
        /// Field and value; an absent value says "none".
        fields: Vec<(u8, Option<String>)>,
        /// ИИН warnings and the like that the registrar confirmed.
        confirmed: Vec<String>,
    }
}

body! {
    /// Fields that changed, with their new values.
    PatientAmended {
        /// Field and value; an absent value takes the old one away.
        fields: Vec<(u8, Option<String>)>,
        /// Why, in the registrar's words.
        reason: String,
        /// Warnings that the registrar confirmed.
        confirmed: Vec<String>,
    }
}

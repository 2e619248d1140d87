//! A patient's card: what was entered, and every amendment of it.

use super::codec::body;
use crate::id::{Hash, Id};

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

    /// Why there is no ИИН: `newborn`, `foreigner`, `no_document`, `urgent`; `thin`: acts for others and was
    /// never a patient.
    pub const CARD_KIND: u8 = 15;
    /// Number among twins, `1` to `9`.
    pub const NEWBORN_NUMBER: u8 = 16;
    /// The name as the passport spells it.
    pub const LATIN_NAME: u8 = 17;
    /// Country of citizenship.
    pub const CITIZENSHIP: u8 = 18;
    /// Polyclinic of attachment.
    pub const POLYCLINIC: u8 = 19;
    /// Address of residence.
    pub const ADDRESS: u8 = 20;
    /// Registered address.
    pub const ADDRESS_REGISTERED: u8 = 21;
    /// E-mail.
    pub const EMAIL: u8 = 22;
    /// A second phone, E.164.
    pub const PHONE_2: u8 = 23;
    /// Whose that is, as of the first.
    pub const PHONE_2_OWNER: u8 = 24;
    /// Who supplied the data, when it was not the patient: `representative`, `companion`.
    pub const SUPPLIED_BY: u8 = 25;
    /// Who may be told and given the results.
    pub const DESIGNATED: u8 = 26;

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
        (CARD_KIND, "kind"),
        (NEWBORN_NUMBER, "newborn_number"),
        (LATIN_NAME, "latin_name"),
        (CITIZENSHIP, "citizenship"),
        (POLYCLINIC, "polyclinic"),
        (ADDRESS, "address"),
        (ADDRESS_REGISTERED, "address_registered"),
        (EMAIL, "email"),
        (PHONE_2, "phone_2"),
        (PHONE_2_OWNER, "phone_2_owner"),
        (SUPPLIED_BY, "supplied_by"),
        (DESIGNATED, "designated"),
    ];

    /// The stored number of a form's field.
    pub fn number(name: &str) -> Option<u8> {
        ALL.iter()
            .find(|(_, known)| *known == name)
            .map(|(code, _)| *code)
    }

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
        /// Cards that were very likely the same person's and of which the registrar said that they are another
        /// one's, each with the numbers of the reasons that were shown (`domain::patient::alike::Reason`).
        others: Vec<(Id, Vec<u8>)>,
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

body! {
    /// A card begins as a row of an old list: nobody was there, and nobody has been asked.
    PatientImported {
        /// Field and value.
        fields: Vec<(u8, Option<String>)>,
        /// What the laboratory calls the list.
        source: String,
        /// `YYYY-MM-DD`: the day as of which the list speaks.
        as_of: String,
        /// What the cells of the row hash to (`table::Row::hash`): the same row is not taken twice.
        row: Hash,
    }
}

body! {
    /// Version 1: nobody was asked about other cards.
    PatientRegistered1 {
        /// Field and value; an absent value says "none".
        fields: Vec<(u8, Option<String>)>,
        /// ИИН warnings and the like that the registrar confirmed.
        confirmed: Vec<String>,
    }
}

impl From<PatientRegistered1> for PatientRegistered {
    fn from(old: PatientRegistered1) -> Self {
        Self {
            fields: old.fields,
            confirmed: old.confirmed,
            others: Vec::new(),
        }
    }
}

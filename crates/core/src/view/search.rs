//! The one box: rows, masked, level 1; an ИИН while it is typed; consent in a word.

use serde::Serialize;

use crate::id::SubjectId;

/// One row of a list: masked, level 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct PatientRow {
    /// The card.
    pub id: SubjectId,
    /// `Ахметова Айгерим Болатовна`.
    pub name: String,
    /// `12.03.1991`.
    pub birth_date: String,
    /// `M`, `F` or empty.
    pub sex: String,
    /// `••••••••0121`.
    pub iin: String,
    /// `+7 701 ••• •5 67`.
    pub phone: String,
    /// Consent in a word.
    pub consent: Standing,
    /// Last visit, worded; empty when there was none.
    pub last_visit: String,
    /// Why there is no ИИН: a code of `domain::patient::CardKind`, or empty.
    pub kind: String,
    /// Number among twins, or empty.
    pub newborn_number: String,
    /// The typed text is this card's ИИН or phone in full.
    pub exact: bool,
    /// Further cards of the person.
    pub further: u32,
    /// «Лежит готовый заказ от …»: the day of the latest order that lies ready; empty when none does.
    pub ready: String,
}

/// Answer of the search box.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct SearchView {
    /// Rows, most recent first.
    pub rows: Vec<PatientRow>,
    /// More rows than shown.
    pub more: bool,
    /// Nobody has the typed ИИН; the rows' numbers are one slip away from it.
    pub slips: bool,
    /// What the typed text looks like.
    pub shape: QueryShape,
    /// Verdict on an ИИН, when it is one or becomes one.
    pub iin: Option<IinView>,
    /// Whoever is expected today and may be meant.
    pub expected: Vec<super::ExpectedRow>,
    /// Orders of the number that was typed or scanned.
    pub orders: Vec<super::OrderRow>,
}

/// What was typed into the one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum QueryShape {
    /// Nothing.
    Empty,
    /// An ИИН or the beginning of one.
    Iin,
    /// A phone or the end of one.
    Phone,
    /// A date of birth.
    Date,
    /// A name.
    Name,
}

/// An ИИН while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct IinView {
    /// `910312 400121`, as far as typed.
    pub shown: String,
    /// `typing`, `ok`, `warning`, `error`.
    pub state: String,
    /// Code of the reason: `error-<code>`; empty when all is well.
    pub code: String,
    /// Suggested birth date, `12.03.1991`.
    pub birth_date: String,
    /// Suggested sex, `M` or `F`.
    pub sex: String,
    /// Full years today.
    pub age: Option<u16>,
}

/// Consent in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// есть.
    Given,
    /// устарело: expired, or another version of the policy applies.
    Stale,
    /// отозвано.
    Withdrawn,
    /// отказ.
    Refused,
    /// нет.
    None,
    /// The person's data were destroyed: nothing is known of a consent.
    Destroyed,
}

//! The end of a shift, S11.

use serde::Serialize;

use super::{OrderRow, PatientRow};
use crate::id::Hash;

/// What stands of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ShiftView {
    /// Patients that this person registered today.
    pub registered: u32,
    /// Signed sheets that lie in no folder yet.
    pub papers: Vec<ShiftPaper>,
    /// Registered today by this person, without a consent that stands.
    pub missing: Vec<PatientRow>,
    /// Orders of this desk of today that are owed and not paid.
    pub unpaid: Vec<OrderRow>,
}

/// One signed sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ShiftPaper {
    /// Whose.
    pub patient: PatientRow,
    /// The date on it, worded.
    pub given_on: String,
    /// The acts that it holds.
    pub entries: Vec<Hash>,
}

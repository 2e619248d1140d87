//! What a laboratory collects and offers, and who directs it, as its manager sets it.

use serde::Serialize;

use crate::words::Both;

/// The data list and the offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DataListView {
    /// Every field with a switch, in the order of the form.
    pub fields: Vec<SwitchView>,
    /// Every purpose that a page may offer, in its order.
    pub purposes: Vec<SwitchView>,
    /// The sender that an SMS shows.
    pub sms_sender: String,
    /// The gateway that carries it.
    pub sms_gateway: String,
}

/// The director whom papers address, each name as a manager typed it; empty where nobody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DirectorView {
    /// Who directs.
    pub nominative: Both,
    /// To whom a paper is addressed.
    pub dative: Both,
}

/// One switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SwitchView {
    /// Name of the field or of the purpose.
    pub name: String,
    /// It is on.
    pub on: bool,
}

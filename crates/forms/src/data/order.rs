//! Paper of an order: labels of its tubes, the slip, and the set for a day without the program. Plain data; an order
//! number is nine digits as they are printed (`PPP NNNNN C`), and its bars are made of the digits.

use serde::{Deserialize, Serialize};

use super::{Actor, Both, Operator, Person};

/// Labels of one size, a page each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelData {
    /// The size of the labels in the printer.
    pub size: LabelPaper,
    /// A training laboratory: every label says so.
    #[serde(default)]
    pub training: bool,
    /// What they are for.
    #[serde(default)]
    pub purpose: LabelPurpose,
    /// One each tube, in the order of printing.
    pub labels: Vec<Label>,
}

/// A label's width and height in whole millimetres, and the dots of the printer to an inch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelPaper {
    /// Along the bars.
    pub width_mm: u16,
    /// Across.
    pub height_mm: u16,
    /// 203, 300 or 600.
    pub dpi: u16,
}

/// Why labels are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelPurpose {
    /// For tubes.
    #[default]
    Tubes,
    /// To see that size and edges are right: a frame a millimetre within the edge.
    Proof,
}

/// What stands on the label of one tube.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// As printed.
    pub number: String,
    /// Surname and initials; empty for an anonymous order.
    #[serde(default)]
    pub name: String,
    /// As printed; empty for an anonymous order.
    #[serde(default)]
    pub birth_date: String,
    /// Name of the tube; empty leaves it out.
    #[serde(default)]
    pub tube: Both,
    /// Whether the laboratory hurries with it.
    #[serde(default)]
    pub urgency: Urgency,
    /// How many of this label.
    #[serde(default = "one")]
    pub copies: u8,
}

/// To whom an order was handed over, for whoever signs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActData {
    /// Of the order, as printed.
    pub number: String,
    /// The laboratory.
    pub operator: Operator,
    /// Whose order it is; empty for one without a card.
    pub person: Person,
    /// When it was placed, as printed.
    pub placed_at: String,
    /// When it was handed over, as printed.
    pub given_at: String,
    /// In which right: the patient, who acts for them, who was named, by a power of attorney.
    pub to: Both,
    /// Who, where it is not the patient.
    pub who: String,
    /// The power of attorney, or the paper of the ground.
    pub basis: String,
    /// Kind of the document that was looked at; empty where the patient's was.
    pub document: Both,
    /// Its number.
    pub document_number: String,
    /// A document was looked at.
    pub seen: bool,
    /// Strokes of the signature, points in a box of 1000 × 400; empty where a pen signs.
    pub signature: Vec<Vec<(u16, u16)>>,
    /// Who handed it over.
    pub given_by: Actor,
}

/// How soon a result is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// In its usual time.
    #[default]
    Usual,
    /// CITO.
    Cito,
}

fn one() -> u8 {
    1
}

/// What the patient takes away from the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipData {
    /// The order's number, as printed.
    pub number: String,
    /// The laboratory.
    pub operator: Operator,
    /// The patient, masked by the caller; an empty name is an anonymous order.
    #[serde(default)]
    pub person: Person,
    /// When the order was placed, as printed.
    pub placed_at: String,
    /// Whether the laboratory hurries with it.
    #[serde(default)]
    pub urgency: Urgency,
    /// The services in the order in which they were chosen.
    pub lines: Vec<SlipLine>,
    /// Sum, as printed, with its currency.
    pub total: String,
    /// Who pays or has paid and by what: «оплачено, чек № 0417», in words; empty leaves it out.
    #[serde(default)]
    pub payment: Both,
    /// When results are ready, in words; empty leaves it out.
    #[serde(default)]
    pub ready: Both,
    /// How the patient learns it, one way each.
    #[serde(default)]
    pub ways: Vec<Both>,
    /// What an anonymous patient shows at the hand-over; empty otherwise.
    #[serde(default)]
    pub claim_code: String,
    /// Who took the order.
    pub taken_by: Actor,
}

/// One service of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipLine {
    /// Code of the price list.
    pub code: String,
    /// Its name.
    pub name: Both,
    /// As printed, with its currency.
    pub price: String,
}

/// A sheet on which a patient is written down by hand while the program does not work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationData {
    /// The laboratory; empty texts leave lines for a pen.
    pub operator: Operator,
    /// One page each: a reserved number as printed, or an empty text for a label or a pen.
    pub numbers: Vec<String>,
}

impl RegistrationData {
    /// One page for a pen, of a laboratory that is not known here.
    pub fn blank() -> Self {
        Self {
            operator: Operator::unknown(),
            numbers: vec![String::new()],
        }
    }
}

/// The sheet on which reserved numbers are crossed off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReservedData {
    /// The laboratory.
    pub operator: Operator,
    /// The desk to which the numbers belong, and its site.
    #[serde(default)]
    pub desk: String,
    /// As printed, in their order.
    pub numbers: Vec<String>,
    /// When the sheet was printed.
    pub printed_at: String,
    /// Who printed it.
    pub printed_by: Actor,
}

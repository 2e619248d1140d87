//! Paper of the desk: a form, its data, and a date become PDF bytes or SVG pages.
//!
//! A pure function: no file, no clock, no network, no package is read, and the same input gives
//! the same bytes. Callers (core's doors, the command line) hash the bytes and journal them; rules,
//! formatting of dates, and masking of ИИН happen before the data arrive here. Fixed sentences live
//! in `locales/*/form.ftl`, what arrives as data is printed as text and never read as markup.
//! Every sheet carries Kazakh left or above and Russian right or below at the same size
//! (Law on Languages, art. 21). A new form: a struct in `data`, a template, words, a test.

mod bars;
mod data;
mod letters;
pub mod paper;
mod qr;
mod words;
mod world;

use serde::{Deserialize, Serialize};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_svg::SvgOptions;

pub use data::{
    ActData, Actor, Answer, Both, ConsentData, ControlData, Director, EvidenceData, ExpectedData,
    ExpectedLine, Fact, HeadLine, Item, KitData, Label, LabelData, LabelPaper, LabelPurpose, Lang,
    Later, LookLine, Operator, OperatorId, Person, Policy, ReceiptData, RegistrationData, ReplyWay,
    RequestData, RequestKind, RequestWording, ReservedData, SeenData, Shown, SlipData, SlipLine,
    State, Urgency,
};
pub use letters::unprintable;
pub use qr::{code, entry_text, head_text, policy_text};

/// What can be printed.
#[allow(
    clippy::large_enum_variant,
    reason = "one form at a time is made and rendered; a box would only be in the way"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Form {
    /// Recovery kit of the laboratory.
    Kit(KitData),
    /// Sheet on which a patient consents by hand.
    Consent(ConsentData),
    /// What a patient takes home after consenting.
    Receipt(ReceiptData),
    /// Every fact of one consent entry, for whoever must be shown that consent was given.
    EvidenceCard(EvidenceData),
    /// Who of an employer's list came.
    Expected(ExpectedData),
    /// The heads of the journal on a day.
    Control(ControlData),
    /// Who looked at a patient's card.
    Seen(SeenData),
    /// A subject's request for information about their data.
    Request(RequestData),
    /// Labels of tubes, a page of the label's size each.
    Label(LabelData),
    /// What a patient takes away with an order.
    Slip(SlipData),
    /// To whom an order was handed over.
    Act(ActData),
    /// A patient written down by hand while the program does not work.
    Registration(RegistrationData),
    /// Reserved numbers to be crossed off.
    Reserved(ReservedData),
}

/// Why a form could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The date is not one of the calendar.
    #[error("the date of the sheet is not a date")]
    Date,
    /// A text is too long for its QR code.
    #[error("a text does not fit into a QR code")]
    Qr(#[from] qrcode::types::QrError),
    /// An order number is not made of digits.
    #[error("an order number is not made of digits")]
    Number,
    /// No page was asked for.
    #[error("there is nothing on the sheet")]
    Nothing,
    /// The bars of an order number cannot be scanned on labels of this size.
    #[error("labels of this size cannot bear a number")]
    Label,
    /// The data do not serialise.
    #[error("the data of the sheet do not serialise")]
    Data(#[from] serde_json::Error),
    /// A fixed sentence of the sheet is missing or names an unknown variable.
    #[error("the words of the sheet are incomplete: {0}")]
    Words(String),
    /// The typesetter refused the template: a fault of ours.
    #[error("the sheet could not be set: {0}")]
    Typeset(String),
}

/// PDF/A-2a and PDF/UA-1: archival, tagged, fonts embedded. `date` (year, month, day) is the
/// document's own date in its metadata.
///
/// # Errors
/// [`FormError`]; a data text is never a reason, however long or strange it is, but for an order number.
pub fn pdf(form: &Form, date: (i32, u8, u8)) -> Result<Vec<u8>, FormError> {
    let document = typeset(form, date)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|e| FormError::Typeset(e.message().to_string()))?;
    let timestamp = world::datetime(date).map(Timestamp::new_utc);
    let options = PdfOptions {
        creator: typst::foundations::Smart::Custom(Some("Tirkeu".into())),
        timestamp,
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(world::diagnostics)?;
    comemo::evict(KEEP);
    Ok(bytes)
}

/// The same pages for a preview on the screen, one SVG document each, text as outlines.
///
/// # Errors
/// As [`pdf`].
pub fn svg(form: &Form, date: (i32, u8, u8)) -> Result<Vec<String>, FormError> {
    let document = typeset(form, date)?;
    let options = SvgOptions {
        render_bleed: false,
        pretty: false,
    };
    let pages = document
        .pages()
        .iter()
        .map(|page| typst_svg::svg(page, &options))
        .collect();
    comemo::evict(KEEP);
    Ok(pages)
}

/// Renderings for which the typesetter remembers its work; its memory must not grow with the day.
const KEEP: usize = 8;

fn typeset(form: &Form, date: (i32, u8, u8)) -> Result<PagedDocument, FormError> {
    let mut data = serde_json::to_value(form)?;
    data["words"] = words::of(form)?;
    letters::fold(&mut data);
    data["qr"] = qr::of(form)?;
    data["bars"] = bars::of(form)?;
    data["date"] = serde_json::json!([date.0, date.1, date.2]);
    world::typeset(form.template(), data.to_string(), date)
}

impl Form {
    fn template(&self) -> &'static str {
        match self {
            Self::Kit(_) => "kit",
            Self::Consent(_) => "consent",
            Self::Receipt(_) => "receipt",
            Self::EvidenceCard(_) => "evidence",
            Self::Expected(_) => "expected",
            Self::Control(_) => "control",
            Self::Seen(_) => "seen",
            Self::Request(_) => "request",
            Self::Label(_) => "label",
            Self::Slip(_) => "slip",
            Self::Act(_) => "act",
            Self::Registration(_) => "registration",
            Self::Reserved(_) => "reserved",
        }
    }
}

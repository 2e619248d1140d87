//! What a desk knows of its printers: kinds of paper, which printer takes each and how many, the size of its labels.
//!
//! Of this desk alone and of nobody's data, so none of it is an entry. Printing itself is outside of the core.

mod label;

pub use label::{DENSITIES, LabelSize};

use serde::{Deserialize, Serialize};

use crate::domain::text::{self, Shape};
use crate::error::Refusal;

crate::codes! {
    /// A width of labels that is no number of millimetres in bounds; `from`, `to`.
    LABEL_WIDTH = "label-width";
    /// A height that is none; `from`, `to`.
    LABEL_HEIGHT = "label-height";
    /// Dots to an inch that no label printer has.
    LABEL_DPI = "label-dpi";
    /// The bars of an order number do not fit between the edges; `least`, in millimetres.
    LABEL_NARROW = "label-narrow";
    /// Nothing of this id is in the list of what is to be printed.
    PRINT_GONE = "print-gone";
    /// A number of copies out of bounds; `most`.
    PRINT_COPIES = "print-copies";
}

/// Most copies of one paper.
pub const MOST_COPIES: u8 = 9;
/// Longest name of a printer: that of the print protocol (RFC 8011, 5.4.4).
const LONGEST_NAME: usize = 127;

/// Papers that a desk may send to printers of their own.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// Labels of tubes.
    Label,
    /// What a patient takes away with an order.
    Slip,
    /// The sheet to be signed.
    Consent,
    /// The receipt of a consent.
    Receipt,
    /// Every other sheet.
    Other,
}

/// Papers of a set for a day without the program, as the list of what is not printed numbers them. They are about nobody:
/// no entry notes them, and none of these is a number of `event::disclosure::document`.
pub mod set_paper {
    /// The list on which its numbers are crossed off.
    pub const LIST: u8 = 201;
    /// Registration sheets.
    pub const SHEETS: u8 = 202;
    /// Consent sheets.
    pub const CONSENTS: u8 = 203;
    /// Labels.
    pub const LABELS: u8 = 204;
    /// Every one, in the order in which they are handed over.
    pub const ALL: [u8; 4] = [LIST, SHEETS, CONSENTS, LABELS];
}

impl PaperKind {
    /// In the order of the settings.
    pub const ALL: [Self; 5] = [
        Self::Label,
        Self::Slip,
        Self::Consent,
        Self::Receipt,
        Self::Other,
    ];

    /// Papers that come out when an intake is saved, in the order in which they are handed over.
    pub const OF_SAVE: [Self; 3] = [Self::Label, Self::Slip, Self::Receipt];

    /// As it stands in tables, calls and keys of words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Slip => "slip",
            Self::Consent => "consent",
            Self::Receipt => "receipt",
            Self::Other => "other",
        }
    }

    /// The reverse of [`Self::text`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.text() == text)
    }
}

/// Where one kind of paper goes, as chosen; `copies` as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct WayForm {
    /// Which.
    pub kind: PaperKind,
    /// The system's name of the printer; empty is the system's own choice.
    pub printer: String,
    /// How many, 1–9.
    pub copies: String,
    /// Printed when an intake is saved by «save and print».
    pub with_save: bool,
}

/// The size of labels as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct LabelForm {
    /// Whole millimetres along the bars.
    pub width: String,
    /// Whole millimetres across.
    pub height: String,
    /// Dots to an inch.
    pub dpi: String,
}

/// Where one kind of paper goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Which.
    pub kind: PaperKind,
    /// None is the system's own choice.
    pub printer: Option<String>,
    /// How many.
    pub copies: u8,
    /// Printed when an intake is saved by «save and print».
    pub with_save: bool,
}

/// The settings of a desk as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PrintersForm {
    /// Kinds that are not named keep what they have.
    pub ways: Vec<WayForm>,
    /// The labels.
    pub label: LabelForm,
}

/// Everything that is wrong at once. A way's refusal names its kind by `kind`.
///
/// # Errors
/// [`PRINT_COPIES`], those of [`LabelSize`], a printer's name that is none.
pub fn check(form: &PrintersForm) -> Result<(Vec<Way>, LabelSize), Vec<Refusal>> {
    let mut no = Vec::new();
    let mut ways = Vec::new();
    for typed in &form.ways {
        match way(typed) {
            Ok(way) => ways.push(way),
            Err(refusal) => no.push(refusal.with("kind", typed.kind.text())),
        }
    }
    let label = size(&form.label).map_err(|refusal| no.push(refusal)).ok();
    match label {
        Some(label) if no.is_empty() => Ok((ways, label)),
        _ => Err(no),
    }
}

fn way(typed: &WayForm) -> Result<Way, Refusal> {
    let copies = whole(&typed.copies).filter(|n| (1..=u16::from(MOST_COPIES)).contains(n));
    let copies = copies.and_then(|n| u8::try_from(n).ok());
    let Some(copies) = copies else {
        return Err(Refusal::at("copies", PRINT_COPIES).with("most", MOST_COPIES));
    };
    let name = typed.printer.as_str();
    let printer = match name.is_empty() {
        true => None,
        false => Some(text::required("printer", name, Shape::Line(LONGEST_NAME))?),
    };
    Ok(Way {
        kind: typed.kind,
        printer,
        copies,
        with_save: typed.with_save,
    })
}

fn size(typed: &LabelForm) -> Result<LabelSize, Refusal> {
    let of = |text: &str| whole(text).unwrap_or(0);
    LabelSize::new(of(&typed.width), of(&typed.height), of(&typed.dpi))
}

fn whole(typed: &str) -> Option<u16> {
    let typed = typed.trim();
    let plain = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| typed.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn typed(copies: &str, width: &str) -> PrintersForm {
        PrintersForm {
            ways: vec![WayForm {
                kind: PaperKind::Receipt,
                printer: "HP LaserJet".into(),
                copies: copies.into(),
                with_save: true,
            }],
            label: LabelForm {
                width: width.into(),
                height: "25".into(),
                dpi: "203".into(),
            },
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once_and_the_kind_is_named() {
        let no = check(&typed("0", "сорок")).unwrap_err();
        let codes: Vec<_> = no.iter().map(|no| no.code).collect();
        assert_eq!(codes, [PRINT_COPIES, LABEL_WIDTH]);
        assert_eq!(no[0].args["kind"], "receipt");
        for copies in ["", "10", "1.5", "-1", "65537", "٣"] {
            assert!(check(&typed(copies, "40")).is_err(), "{copies}");
        }
        let (ways, label) = check(&typed(" 2 ", "40")).unwrap();
        assert_eq!((ways[0].copies, label.width_mm()), (2, 40));
    }

    #[test]
    fn every_kind_comes_back_from_its_text() {
        for kind in PaperKind::ALL {
            assert_eq!(PaperKind::parse(kind.text()), Some(kind));
        }
        assert_eq!(PaperKind::parse("fax"), None);
    }
}

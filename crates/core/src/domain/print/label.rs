//! The size of a label, and how wide one module of its bars may be.
//!
//! A module is a whole number of the printer's dots, otherwise neighbouring bars come out unlike and scanners fail.

use super::{LABEL_DPI, LABEL_HEIGHT, LABEL_NARROW, LABEL_WIDTH};
use crate::error::Refusal;

/// Dots to an inch of label printers.
pub const DENSITIES: [u16; 3] = [203, 300, 600];
/// Widths in millimetres.
const WIDTHS: (u16, u16) = (20, 110);
/// Heights in millimetres: bars, a number, a name and a tube stand above each other.
const HEIGHTS: (u16, u16) = (15, 150);
/// Modules of nine digits in Code 128 (ISO/IEC 15417): start, four pairs, a change of set, a digit, check, stop.
const CODE: u32 = 101;
/// Modules of white on either side (ISO/IEC 15417, 4.5).
const QUIET: u32 = 10;
/// The narrowest module that a hand scanner of a desk reads, in micrometres (6.5 mil).
const NARROWEST: u32 = 165;
/// The widest that is of use.
const WIDEST: u32 = 500;
const MICROMETRES_IN_INCH: u32 = 25_400;

/// The size of the labels in a printer, on which an order number can be scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelSize {
    width_mm: u16,
    height_mm: u16,
    dpi: u16,
    module_dots: u16,
}

impl Default for LabelSize {
    /// 40 × 25 mm at 203 dots to an inch.
    fn default() -> Self {
        Self {
            width_mm: 40,
            height_mm: 25,
            dpi: 203,
            module_dots: 2,
        }
    }
}

impl LabelSize {
    /// # Errors
    /// [`LABEL_WIDTH`], [`LABEL_HEIGHT`], [`LABEL_DPI`] at their fields, [`LABEL_NARROW`] at the width.
    pub fn new(width_mm: u16, height_mm: u16, dpi: u16) -> Result<Self, Refusal> {
        let within = |(from, to): (u16, u16), value: u16, at: &'static str, code| {
            let no = Refusal::at(at, code).with("from", from).with("to", to);
            ((from..=to).contains(&value)).then_some(value).ok_or(no)
        };
        let width_mm = within(WIDTHS, width_mm, "width", LABEL_WIDTH)?;
        let height_mm = within(HEIGHTS, height_mm, "height", LABEL_HEIGHT)?;
        if !DENSITIES.contains(&dpi) {
            return Err(Refusal::at("dpi", LABEL_DPI));
        }
        let fits = dots(width_mm, dpi) / (CODE + 2 * QUIET);
        let widest = (WIDEST * u32::from(dpi) / MICROMETRES_IN_INCH).max(1);
        let narrowest = (NARROWEST * u32::from(dpi)).div_ceil(MICROMETRES_IN_INCH);
        if fits < narrowest {
            let least = (narrowest * (CODE + 2 * QUIET) * 254).div_ceil(u32::from(dpi) * 10);
            return Err(Refusal::at("width", LABEL_NARROW).with("least", least));
        }
        Ok(Self {
            width_mm,
            height_mm,
            dpi,
            module_dots: u16::try_from(fits.min(widest)).unwrap_or(1),
        })
    }

    /// Along the bars.
    pub fn width_mm(self) -> u16 {
        self.width_mm
    }

    /// Across.
    pub fn height_mm(self) -> u16 {
        self.height_mm
    }

    /// Dots of the printer to an inch.
    pub fn dpi(self) -> u16 {
        self.dpi
    }

    /// Dots in one module of the bars.
    pub fn module_dots(self) -> u16 {
        self.module_dots
    }
}

/// Whole dots along a width.
fn dots(mm: u16, dpi: u16) -> u32 {
    u32::from(mm) * u32::from(dpi) * 10 / 254
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_module_is_whole_dots_that_a_scanner_reads() {
        assert_eq!(LabelSize::new(40, 25, 203).unwrap(), LabelSize::default());
        let dots = |width, dpi| LabelSize::new(width, 25, dpi).unwrap().module_dots();
        assert_eq!(dots(58, 203), 3);
        assert_eq!(dots(110, 203), 3, "not wider than half a millimetre");
        assert_eq!(dots(25, 300), 2);
        assert_eq!(dots(40, 600), 7);
    }

    #[test]
    fn a_label_on_which_the_bars_would_not_be_read_is_refused_with_the_least_width() {
        let no = LabelSize::new(30, 20, 203).unwrap_err();
        assert_eq!((no.code, no.field), (LABEL_NARROW, Some("width")));
        assert_eq!(no.args["least"], "31");
        assert!(LabelSize::new(31, 20, 203).is_ok());
        for (width, height, dpi, code) in [
            (19, 25, 203, LABEL_WIDTH),
            (111, 25, 203, LABEL_WIDTH),
            (40, 14, 203, LABEL_HEIGHT),
            (40, 25, 204, LABEL_DPI),
        ] {
            assert_eq!(LabelSize::new(width, height, dpi).unwrap_err().code, code);
        }
        for dpi in DENSITIES {
            for width in 20..=110 {
                let Ok(size) = LabelSize::new(width, 25, dpi) else {
                    continue;
                };
                let micrometres = u32::from(size.module_dots()) * 25_400 / u32::from(dpi);
                assert!((160..=510).contains(&micrometres), "{width} {dpi}");
            }
        }
    }
}

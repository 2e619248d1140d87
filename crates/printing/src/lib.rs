//! Printers of this computer: which there are and how they are, a PDF handed over, and what became of it.
//!
//! Called by the shell after the commit, never by the core: a paper is noted before its bytes come here. A title names the
//! kind of paper and nobody. On Unix the spooler is CUPS, spoken to in its own protocol (IPP, RFC 8010 and 8011), so that
//! no file with a person's data lies in between; on Windows it is the system's spooler.
//! Never here: rules, words for people, the database. A further system: a module beside `cups` with the same five calls.

#[cfg(unix)]
mod cups;
mod state;
mod trouble;
#[cfg(windows)]
mod windows;

pub use state::{JobReport, JobState, Printer, PrinterState, Reason, Takes};
pub use trouble::{
    PRINT_FORMAT, PRINT_REFUSED, PRINTER_GONE, PRINTER_NONE, PRINTER_REFUSES, SPOOLER_SILENT,
    Trouble,
};

#[cfg(unix)]
pub use cups::Spooler;
#[cfg(windows)]
pub use windows::Spooler;

/// What is handed over.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// What it is, for whoever looks at the queue: never a person's data.
    pub title: &'a str,
    /// How many, 1–9.
    pub copies: u8,
    /// On what.
    pub media: Media,
    /// The document.
    pub pdf: &'a [u8],
}

/// The paper that a printer must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// 210 × 297 mm; fitted to what the printer can reach.
    A4,
    /// A label of whole millimetres; never scaled, because its bars are whole dots.
    Label {
        /// Along the bars.
        width_mm: u16,
        /// Across.
        height_mm: u16,
    },
}

/// The spooler's number of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(pub i32);

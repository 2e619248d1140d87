//! Why nothing could be handed over.

use tirkeu_core::error::{Error, Refusal};

tirkeu_core::codes! {
    /// The print system of this computer does not answer.
    SPOOLER_SILENT = "spooler-silent";
    /// No printer of this name is known any more; `printer`.
    PRINTER_GONE = "printer-gone";
    /// No printer was chosen, and the system has none of its own choice.
    PRINTER_NONE = "printer-none";
    /// The printer takes no more jobs; `printer`.
    PRINTER_REFUSES = "printer-refuses";
    /// The printer does not take PDF.
    PRINT_FORMAT = "print-format";
    /// Any other no of the print system; `said`, in its words.
    PRINT_REFUSED = "print-refused";
}

/// Why nothing could be handed over; nothing lies in a queue then.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Nobody answers.
    #[error("the print system does not answer: {0}")]
    Silent(String),
    /// No such printer; its name.
    #[error("there is no printer {0}")]
    Gone(String),
    /// None was named and there is no default.
    #[error("no printer is chosen")]
    NoPrinter,
    /// The queue takes no jobs; its name.
    #[error("the printer {0} takes no jobs")]
    Refuses(String),
    /// PDF is not taken.
    #[error("the printer takes no PDF")]
    Format,
    /// Anything else, in the spooler's words.
    #[error("the print system says: {0}")]
    Said(String),
}

impl Trouble {
    /// As a rule's no, for which words are kept.
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Silent(_) => Refusal::new(SPOOLER_SILENT),
            Self::Gone(printer) => Refusal::new(PRINTER_GONE).with("printer", printer),
            Self::NoPrinter => Refusal::new(PRINTER_NONE),
            Self::Refuses(printer) => Refusal::new(PRINTER_REFUSES).with("printer", printer),
            Self::Format => Refusal::new(PRINT_FORMAT),
            Self::Said(said) => Refusal::new(PRINT_REFUSED).with("said", said),
        }
    }
}

impl Trouble {
    /// As it stands in keys of words, where a list has room for a few of them only.
    pub fn text(&self) -> &'static str {
        match self {
            Self::Silent(_) => "silent",
            Self::Gone(_) => "gone",
            Self::NoPrinter => "none",
            Self::Refuses(_) => "refuses",
            Self::Format => "format",
            Self::Said(_) => "refused",
        }
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        trouble.refusal().into()
    }
}

//! What a spooler says of its printers and jobs, in few words of ours.

/// A printer of this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    /// The system's name.
    pub name: String,
    /// How people call it; the name where nothing else is said.
    pub said: String,
    /// The system's own choice.
    pub is_default: bool,
    /// What it does.
    pub state: PrinterState,
    /// Whether its queue is open.
    pub takes: Takes,
    /// What it wants, the gravest first.
    pub reasons: Vec<Reason>,
    /// The spooler's own words, or empty.
    pub message: String,
    /// Jobs in its queue.
    pub waiting: u32,
}

/// What a printer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrinterState {
    /// Ready.
    Idle,
    /// A job is on it.
    Printing,
    /// Stopped, by a person or by a fault.
    Stopped,
}

/// Whether a queue takes jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// It does.
    Jobs,
    /// It refuses them.
    Nothing,
}

/// What a printer wants, or why a job waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Out of paper or labels.
    PaperOut,
    /// Paper of another size must be put in.
    PaperWrong,
    /// Paper is jammed.
    PaperJam,
    /// A cover or door is open.
    CoverOpen,
    /// Ink, toner or ribbon is used up.
    InkOut,
    /// The printer does not answer: off, or its cable or network is gone.
    Offline,
    /// Somebody paused it.
    Paused,
    /// Somebody holds the job.
    Held,
    /// Little paper is left.
    PaperLow,
    /// Little ink is left.
    InkLow,
    /// Anything else.
    Other,
}

impl Reason {
    /// As it stands in keys of words.
    pub fn text(self) -> &'static str {
        match self {
            Self::PaperOut => "paper-out",
            Self::PaperWrong => "paper-wrong",
            Self::PaperJam => "paper-jam",
            Self::CoverOpen => "cover-open",
            Self::InkOut => "ink-out",
            Self::Offline => "offline",
            Self::Paused => "paused",
            Self::Held => "held",
            Self::PaperLow => "paper-low",
            Self::InkLow => "ink-low",
            Self::Other => "other",
        }
    }
}

/// What becomes of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobReport {
    /// Where it is.
    pub state: JobState,
    /// Why it is there, the gravest first.
    pub reasons: Vec<Reason>,
    /// The spooler's own words, or empty.
    pub message: String,
}

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// In the queue.
    Waiting,
    /// On the printer.
    Printing,
    /// Stuck: the printer stopped with it.
    Stopped,
    /// Printed, as far as the spooler knows.
    Done,
    /// Taken out of the queue.
    Cancelled,
    /// Given up by the spooler.
    Failed,
}

impl JobState {
    /// As it stands in keys of words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Printing => "printing",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Nothing more will become of it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled | Self::Failed)
    }
}

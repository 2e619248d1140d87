//! Printing after the commit: a paper is noted by the core, then its bytes go to the spooler, and what the spooler says
//! is kept on the list of what is not printed yet. The desk is not held meanwhile: a printer may take its time.

use tirkeu_core::app::{PrintAsk, PrintJob, PrintWay, Printed};
use tirkeu_core::desk::Open;
use tirkeu_core::domain::print::PaperKind;
use tirkeu_core::domain::rights::Action;
use tirkeu_core::error::{BAD_REQUEST, Error, Refusal};
use tirkeu_core::event::disclosure::{action, document};
use tirkeu_core::id::Id;
use tirkeu_core::view::{PrintedView, PrinterView, UnprintedView};
use tirkeu_core::words::{Both as Words, dates};
use tirkeu_forms::{Both, Form, Label, LabelData, LabelPaper, LabelPurpose, Urgency, paper};
use tirkeu_printing::{
    Job, JobId, JobReport, JobState, Media, Printer, PrinterState, Spooler, Takes, Trouble,
};

use crate::papers::{self, Ask, failed};
use crate::stage::Stage;

/// A number that no order has: nine zeros are never given out.
const NO_ORDER: &str = "000 00000 0";

/// The printers of this computer. None where the spooler does not answer: what was chosen can be seen all the same.
pub fn printers() -> Option<Vec<PrinterView>> {
    let all = Spooler::system().printers();
    let all = all.inspect_err(|trouble| tracing::warn!(%trouble, "no printers are told"));
    all.ok().map(|all| all.into_iter().map(shown).collect())
}

fn shown(printer: Printer) -> PrinterView {
    let state = match (printer.takes, printer.state) {
        (Takes::Nothing, _) => "refuses",
        (_, PrinterState::Idle) => "idle",
        (_, PrinterState::Printing) => "printing",
        (_, PrinterState::Stopped) => "stopped",
    };
    PrinterView {
        name: printer.name,
        said: printer.said,
        is_default: printer.is_default,
        state: state.to_owned(),
        reasons: printer
            .reasons
            .iter()
            .map(|reason| reason.text().to_owned())
            .collect(),
        message: printer.message,
        waiting: printer.waiting,
    }
}

/// Prints a paper that the window asks for. Of a card it stands on the list until it is out.
pub fn print(stage: &Stage, ask: &Ask) -> Result<PrintedView, Error> {
    let kind = kind(&ask.document)?;
    let (row, bytes, way) = stage.open(|open| {
        let row = match ask.card {
            Some(card) => Some(open.app.print_asked(PrintAsk {
                kind,
                document: number(&ask.document)?,
                card,
                entry: ask.entry,
            })?),
            None => None,
        };
        let bytes = noted(open, row, |open| papers::release(open, ask, action::PRINT))?;
        Ok((row, bytes, open.app.print_way(kind)?))
    })?;
    hand(stage, row, way, &bytes)
}

/// Prints a row of the list once more: a paper and an entry of its own.
pub fn again(stage: &Stage, id: Id) -> Result<PrintedView, Error> {
    let job = stage.open(|open| open.app.print_job(id))?;
    taken_back(&job);
    let (bytes, way) = stage.open(|open| {
        let ask = asked(&job)?;
        let (_, bytes) = papers::release(open, &ask, action::PRINT)?;
        Ok((bytes, open.app.print_way(job.kind)?))
    })?;
    hand(stage, Some(id), way, &bytes)
}

/// A paper that nobody needs any more: off the list, and out of the spooler's hands.
pub fn dropped(stage: &Stage, id: Id) -> Result<(), Error> {
    let job = stage.open(|open| open.app.print_job(id))?;
    taken_back(&job);
    stage.open(|open| open.app.print_dropped(id))
}

/// What lies with a printer is taken back, so that it does not come out twice or after all.
fn taken_back(job: &PrintJob) {
    let Some((printer, number)) = &job.handed else {
        return;
    };
    if let Err(trouble) = Spooler::system().cancel(printer, JobId(*number)) {
        tracing::warn!(code = trouble.text(), "a job was not taken back");
    }
}

/// A label that names nobody, to see that size and edges are right and that every letter is there.
pub fn test_label(stage: &Stage) -> Result<PrintedView, Error> {
    let (way, now) = stage.open(|open| {
        open.app.allowed(Action::SetPrinters)?;
        Ok((open.app.print_way(PaperKind::Label)?, open.app.now()))
    })?;
    let size = way.label;
    let tube = Words::of("printers-proof", &[]);
    let form = Form::Label(LabelData {
        size: LabelPaper {
            width_mm: size.width_mm(),
            height_mm: size.height_mm(),
            dpi: size.dpi(),
        },
        training: way.training,
        purpose: LabelPurpose::Proof,
        labels: vec![Label {
            number: NO_ORDER.to_owned(),
            name: Words::of("printers-proof-letters", &[]).kk,
            birth_date: dates::short(now.date()),
            tube: Both::new(tube.kk, tube.ru),
            urgency: Urgency::Usual,
            copies: 1,
        }],
    });
    let bytes = tirkeu_forms::pdf(&form, paper::date(now)).map_err(failed)?;
    hand(stage, None, way, &bytes)
}

/// What is not printed, after the spooler was asked what became of what it has.
pub fn unprinted(stage: &Stage) -> Result<Vec<UnprintedView>, Error> {
    let spooler = Spooler::system();
    for job in stage.open(|open| open.app.print_handed())? {
        let Some((printer, number)) = &job.handed else {
            continue;
        };
        match spooler.job(printer, JobId(*number)) {
            Ok(report) => {
                let became = became(report.as_ref(), (printer, *number));
                stage.open(|open| open.app.print_became(job.id, &became))?;
            }
            // Nobody answers: what was known stays known.
            Err(Trouble::Silent(_)) => break,
            Err(trouble) => {
                let failed = Printed::Failed(trouble.text().to_owned());
                stage.open(|open| open.app.print_became(job.id, &failed))?;
            }
        }
    }
    stage.open(|open| open.app.unprinted())
}

/// Hands the bytes over, and keeps what became of them.
fn hand(stage: &Stage, row: Option<Id>, by: PrintWay, pdf: &[u8]) -> Result<PrintedView, Error> {
    let PrintWay { way, label, .. } = by;
    let title = format!("tirkeu-{}", way.kind.text());
    let job = Job {
        title: &title,
        copies: way.copies,
        media: match way.kind {
            PaperKind::Label => Media::Label {
                width_mm: label.width_mm(),
                height_mm: label.height_mm(),
            },
            _ => Media::A4,
        },
        pdf,
    };
    let spooler = Spooler::system();
    let handed = chosen(&spooler, way.printer).and_then(|printer| {
        let id = spooler.print(&printer, &job)?;
        Ok((printer, id))
    });
    let keep = |became: &Printed| match row {
        Some(row) => stage.open(|open| open.app.print_became(row, became)),
        None => Ok(()),
    };
    match handed {
        Ok((printer, id)) => {
            keep(&Printed::Queued(printer.clone(), id.0))?;
            // A printer that is stopped says so at once; one that only begins says nothing yet.
            let report = spooler.job(&printer, id).ok().flatten();
            let became = became(report.as_ref(), (&printer, id.0));
            keep(&became)?;
            Ok(said(printer, &became))
        }
        Err(trouble) => {
            tracing::warn!(code = trouble.text(), "nothing was handed to a printer");
            keep(&Printed::Failed(trouble.text().to_owned()))?;
            Err(trouble.into())
        }
    }
}

fn chosen(spooler: &Spooler, named: Option<String>) -> Result<String, Trouble> {
    if let Some(name) = named {
        return Ok(name);
    }
    let all = spooler.printers()?;
    // One printer is a choice as well.
    let only = if let [one] = &all[..] {
        Some(one)
    } else {
        None
    };
    let own = all.iter().find(|one| one.is_default).or(only);
    own.map(|one| one.name.clone()).ok_or(Trouble::NoPrinter)
}

/// A job that the spooler has forgotten is out: it keeps those with which something is wrong.
fn became(report: Option<&JobReport>, (printer, number): (&str, i32)) -> Printed {
    let Some(report) = report else {
        return Printed::Out;
    };
    let reason = report
        .reasons
        .first()
        .map(|reason| reason.text().to_owned());
    match (report.state, reason) {
        (JobState::Done, _) => Printed::Out,
        (JobState::Cancelled | JobState::Failed, _) => {
            Printed::Failed(report.state.text().to_owned())
        }
        (JobState::Stopped, reason) => {
            Printed::Stuck(reason.unwrap_or_else(|| report.state.text().to_owned()))
        }
        (JobState::Waiting | JobState::Printing, Some(reason)) => Printed::Stuck(reason),
        (JobState::Waiting | JobState::Printing, None) => {
            Printed::Queued(printer.to_owned(), number)
        }
    }
}

fn said(printer: String, became: &Printed) -> PrintedView {
    let (state, reason) = match became {
        Printed::Out => ("out", ""),
        Printed::Queued(..) => ("queued", ""),
        Printed::Stuck(reason) => ("stuck", reason.as_str()),
        Printed::Failed(reason) => ("failed", reason.as_str()),
    };
    PrintedView {
        printer,
        state: state.to_owned(),
        reason: reason.to_owned(),
    }
}

/// A paper that could not be made was never to be printed.
fn noted<T>(
    open: &mut Open,
    row: Option<Id>,
    make: impl FnOnce(&mut Open) -> Result<(T, Vec<u8>), Error>,
) -> Result<Vec<u8>, Error> {
    let made = make(open);
    if let (Err(_), Some(row)) = (&made, row) {
        open.app.print_dropped(row)?;
    }
    made.map(|(_, bytes)| bytes)
}

/// Papers of consent: the document, its number, the kind by which its printer is chosen.
const PAPERS: [(&str, u8, PaperKind); 3] = [
    ("consent", document::CONSENT, PaperKind::Consent),
    ("receipt", document::RECEIPT, PaperKind::Receipt),
    ("evidence", document::EVIDENCE, PaperKind::Other),
];

fn kind(document: &str) -> Result<PaperKind, Error> {
    let found = PAPERS.iter().find(|(name, ..)| *name == document);
    found
        .map(|one| one.2)
        .ok_or_else(|| Refusal::new(BAD_REQUEST).into())
}

fn number(document: &str) -> Result<u8, Error> {
    let found = PAPERS.iter().find(|(name, ..)| *name == document);
    found
        .map(|one| one.1)
        .ok_or_else(|| Refusal::new(BAD_REQUEST).into())
}

fn asked(job: &PrintJob) -> Result<Ask, Error> {
    let found = PAPERS.iter().find(|(_, number, _)| *number == job.document);
    let (name, ..) = found.ok_or_else(|| Refusal::new(BAD_REQUEST))?;
    Ok(Ask {
        document: (*name).to_owned(),
        card: Some(job.card),
        typed: None,
        entry: job.entry,
    })
}

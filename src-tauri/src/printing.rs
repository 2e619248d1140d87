//! Printing after the commit: a paper is noted by the core, then its bytes go to the spooler, and what the spooler says
//! is kept on the list of what is not printed yet. The desk is not held meanwhile: a printer may take its time.

use tirkeu_core::app::{PrintAsk, PrintJob, PrintWay, Printed};
use tirkeu_core::command::{OfficeForm, PaperForm};
use tirkeu_core::desk::Open;
use tirkeu_core::domain::print::{LabelSize, PaperKind};
use tirkeu_core::domain::rights::Action;
use tirkeu_core::error::Error;
use tirkeu_core::event::disclosure::action;
use tirkeu_core::id::Id;
use tirkeu_core::view::{PrintedView, PrinterView, Receipt, SavedPaper, UnprintedView};
use tirkeu_core::words::{Both as Words, dates};
use tirkeu_forms::{Both, Form, Label, LabelData, LabelPaper, LabelPurpose, Urgency, paper};
use tirkeu_printing::{
    Job, JobId, JobReport, JobState, Media, Printer, PrinterState, Spooler, Takes, Trouble,
};

use crate::papers::{self, failed};
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
pub fn print(stage: &Stage, ask: &PaperForm) -> Result<PrintedView, Error> {
    let (document, kind) = papers::known(&ask.document)?;
    let Some(card) = ask.card else {
        let (bytes, way) = stage.open(|open| made(open, kind, ask))?;
        return hand(stage, None, way, &bytes);
    };
    let asked = PrintAsk {
        kind,
        document,
        card,
        entry: ask.entry,
        order: ask.order,
        tubes: ask.tubes.clone(),
    };
    // A sheet of a set may wait already: what lies with its printer would come out besides.
    let (row, waits) = stage.open(|open| {
        let row = open.app.print_asked(&asked)?;
        Ok((row, open.app.print_job(row)?))
    })?;
    let made = stage.open(|open| made(open, kind, ask));
    if made.is_err() && waits.handed.is_none() {
        // A paper that could not be made was never to be printed; what lies with a printer still is.
        stage.open(|open| open.app.print_dropped(row))?;
    }
    let (bytes, way) = made?;
    taken_back(&waits)?;
    hand(stage, Some(row), way, &bytes)
}

/// Prints a sheet of the office. It is made where it was asked for and stands on no list: what no printer took is asked for
/// again there.
pub fn office(stage: &Stage, ask: &OfficeForm) -> Result<PrintedView, Error> {
    let (bytes, way) = stage.open(|open| {
        let (_, bytes) = papers::office(open, ask, action::PRINT)?;
        Ok((bytes, open.app.print_way(PaperKind::Other)?))
    })?;
    hand(stage, None, way, &bytes)
}

/// Everything that comes out with what was saved. All of it is on the list before the first paper is made: what fails
/// on the way stays there, and so does the rest when somebody else has taken the desk meanwhile.
pub fn saved(stage: &Stage, saved: &Receipt) -> Result<Vec<SavedPaper>, Error> {
    let (session, rows) = stage.open(|open| {
        let session = open.app.allowed(Action::ReleasePaper)?.id;
        Ok((session, open.app.print_saved(saved)?))
    })?;
    let mut papers = Vec::with_capacity(rows.len());
    for row in rows {
        let is_same = stage.open(|open| Ok(open.app.allowed(Action::ReleasePaper)?.id == session));
        let printed = match is_same {
            Ok(true) => again(stage, row.id),
            _ => Err(Error::Locked),
        };
        let (state, reason) = match printed {
            Ok(view) => (view.state, view.reason),
            Err(error) => {
                // Why stands on the list, where it is known.
                tracing::warn!(kind = row.kind.text(), %error, "not printed");
                ("failed".to_owned(), String::new())
            }
        };
        papers.push(SavedPaper {
            row: row.id,
            kind: row.kind,
            pieces: row.pieces,
            state,
            reason,
        });
    }
    Ok(papers)
}

/// Prints a row of the list once more: a paper and an entry of its own. One that came out since it was asked about last
/// is not printed a second time.
pub fn again(stage: &Stage, id: Id) -> Result<PrintedView, Error> {
    let job = stage.open(|open| open.app.print_job(id))?;
    if let Some((printer, number)) = &job.handed
        && let Ok(report) = Spooler::system().job(printer, JobId(*number))
        && became(report.as_ref(), (printer, *number)) == Printed::Out
    {
        stage.open(|open| open.app.print_became(id, &Printed::Out))?;
        return Ok(said(printer.clone(), &Printed::Out));
    }
    // What cannot be made leaves with the printer what lies there.
    let (bytes, way) = stage.open(|open| made(open, job.asked.kind, &form(&job.asked)?))?;
    taken_back(&job)?;
    hand(stage, Some(id), way, &bytes)
}

fn made(open: &mut Open, kind: PaperKind, ask: &PaperForm) -> Result<(Vec<u8>, PrintWay), Error> {
    let (_, bytes) = papers::release(open, ask, action::PRINT)?;
    let (document, _) = papers::known(&ask.document)?;
    Ok((bytes, open.app.print_way_of(kind, document)?))
}

/// What is asked of the list, as the window would ask it.
fn form(asked: &PrintAsk) -> Result<PaperForm, Error> {
    Ok(PaperForm {
        document: papers::named(asked.document)?.to_owned(),
        card: Some(asked.card),
        typed: None,
        entry: asked.entry,
        order: asked.order,
        tubes: asked.tubes.clone(),
    })
}

/// A paper that nobody needs any more: off the list, and out of the spooler's hands.
pub fn dropped(stage: &Stage, id: Id) -> Result<(), Error> {
    let job = stage.open(|open| open.app.print_job(id))?;
    // Whoever drops it while the spooler is silent wants the row gone all the same.
    if let Err(trouble) = taken_back(&job) {
        tracing::warn!(code = trouble.text(), "a job was not taken back");
    }
    stage.open(|open| open.app.print_dropped(id))
}

/// What lies with a printer is taken back, so that it does not come out twice or after all.
///
/// # Errors
/// Where the spooler is silent: it may print it when it speaks again, so the row keeps where it lies.
fn taken_back(job: &PrintJob) -> Result<(), Trouble> {
    let Some((printer, number)) = &job.handed else {
        return Ok(());
    };
    match Spooler::system().cancel(printer, JobId(*number)) {
        Err(silent @ Trouble::Silent(_)) => Err(silent),
        Err(trouble) => {
            tracing::warn!(code = trouble.text(), "a job was not taken back");
            Ok(())
        }
        Ok(()) => Ok(()),
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
            copies: way.way.copies,
        }],
    });
    let bytes = tirkeu_forms::pdf(&form, paper::date(now)).map_err(failed)?;
    hand(stage, None, way, &bytes)
}

/// What is not printed, after the spooler was asked what became of what it has.
pub fn unprinted(stage: &Stage) -> Result<Vec<UnprintedView>, Error> {
    let spooler = Spooler::system();
    for job in stage.open(|open| open.app.print_stale())? {
        if taken_back(&job).is_ok() {
            stage.open(|open| open.app.print_became(job.id, &Printed::Out))?;
        }
    }
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
    let (media, copies) = match way.kind {
        // Copies of a label are pages beside each other, made with it.
        PaperKind::Label => (label_of(label), 1),
        _ => (Media::A4, way.copies),
    };
    let job = Job {
        title: &title,
        copies,
        media,
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

fn label_of(size: LabelSize) -> Media {
    Media::Label {
        width_mm: size.width_mm(),
        height_mm: size.height_mm(),
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

//! CUPS, by IPP over its own door.
//!
//! Statuses and attributes are those of RFC 8011 and of CUPS's specification; queues are asked by the name under which
//! CUPS lists them. Nothing is kept between two calls.

mod read;
mod wire;

use ipp::model::{DelimiterTag, StatusCode};
use ipp::operation::IppOperation;
use ipp::operation::builder::IppOperationBuilder;
use ipp::operation::cups::CupsGetPrinters;
use ipp::prelude::{
    IppAttribute, IppAttributeGroup, IppPayload, IppRequestResponse, IppValue, Uri,
};

use crate::{Job, JobId, JobReport, JobState, Media, Printer, PrinterState, Trouble};
use wire::Door;

const PDF: &str = "application/pdf";
/// Who prints, for the queue: the person at the desk is nobody's business there.
const USER: &str = "tirkeu";

/// The print system of this computer.
#[derive(Debug, Clone)]
pub struct Spooler {
    door: Door,
}

impl Spooler {
    /// Where the system's own programs look for it: `CUPS_SERVER`, the usual socket, port 631.
    pub fn system() -> Self {
        Self {
            door: Door::of_system(),
        }
    }

    /// At an address as `CUPS_SERVER` has it: `host:port`, or the path of a socket.
    pub fn at(address: &str) -> Self {
        Self {
            door: Door::parse(address),
        }
    }

    /// Every printer, in the order of their names.
    ///
    /// # Errors
    /// [`Trouble::Silent`], [`Trouble::Said`].
    pub fn printers(&self) -> Result<Vec<Printer>, Trouble> {
        let asked = CupsGetPrinters::new().into_ipp_request();
        let answer = self.door.send("/", asked)?;
        match answer.header().status_code() {
            status if status.is_success() => {}
            // CUPS without any queue has no list to give.
            StatusCode::ClientErrorNotFound => return Ok(vec![]),
            _ => return Err(Trouble::Said(read::message(&answer))),
        }
        let groups = answer
            .attributes()
            .groups_of(DelimiterTag::PrinterAttributes);
        let mut printers: Vec<Printer> = groups.filter_map(read::printer).collect();
        printers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(printers)
    }

    /// Hands a document over; answers as soon as it lies in the queue.
    ///
    /// # Errors
    /// [`Trouble`]; in each case nothing lies in the queue.
    pub fn print(&self, printer: &str, job: &Job<'_>) -> Result<JobId, Trouble> {
        let payload = IppPayload::new(std::io::Cursor::new(job.pdf.to_vec()));
        let asked = IppOperationBuilder::print_job(uri(printer)?, payload)
            .user_name(USER)
            .job_title(job.title)
            .document_format(PDF)
            .attributes(attributes(job)?)
            .build()
            .map_err(said)?;
        let answer = self.ask(printer, asked.into_ipp_request())?;
        let id = job_group(&answer).and_then(|group| read::integer(group, "job-id"));
        id.map(JobId)
            .ok_or_else(|| Trouble::Said(read::message(&answer)))
    }

    /// What became of a job. None when the spooler has forgotten it.
    ///
    /// # Errors
    /// [`Trouble::Silent`], [`Trouble::Gone`] with the queue itself, [`Trouble::Said`].
    pub fn job(&self, printer: &str, job: JobId) -> Result<Option<JobReport>, Trouble> {
        let asked = IppOperationBuilder::get_job_attributes(uri(printer)?, job.0)
            .user_name(USER)
            .build()
            .map_err(said)?;
        let answer = match self.ask(printer, asked.into_ipp_request()) {
            Ok(answer) => answer,
            // A job is not found also where its queue is: what is there is asked.
            Err(Trouble::Gone(name)) => {
                return match self.named(&name)? {
                    Some(_) => Ok(None),
                    None => Err(Trouble::Gone(name)),
                };
            }
            Err(trouble) => return Err(trouble),
        };
        let Some(report) = job_group(&answer).and_then(read::job) else {
            return Ok(None);
        };
        if report.state.is_over() {
            return Ok(Some(report));
        }
        // A job says nothing of the printer before which it waits.
        let waits = self.named(printer)?;
        Ok(Some(match waits {
            Some(one) => before(report, one),
            None => report,
        }))
    }

    fn named(&self, printer: &str) -> Result<Option<Printer>, Trouble> {
        let all = self.printers()?;
        Ok(all.into_iter().find(|one| one.name == printer))
    }

    /// Takes a job out of the queue; one that is over already is left as it is.
    ///
    /// # Errors
    /// As [`Self::job`].
    pub fn cancel(&self, printer: &str, job: JobId) -> Result<(), Trouble> {
        let asked = IppOperationBuilder::cancel_job(uri(printer)?, job.0)
            .user_name(USER)
            .build()
            .map_err(said)?;
        let answer = self.door.send(&path(printer), asked.into_ipp_request())?;
        match answer.header().status_code() {
            status if status.is_success() => Ok(()),
            StatusCode::ClientErrorNotPossible | StatusCode::ClientErrorNotFound => Ok(()),
            _ => Err(Trouble::Said(read::message(&answer))),
        }
    }

    fn ask(
        &self,
        printer: &str,
        request: IppRequestResponse,
    ) -> Result<IppRequestResponse, Trouble> {
        let answer = self.door.send(&path(printer), request)?;
        match answer.header().status_code() {
            status if status.is_success() => Ok(answer),
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => {
                Err(Trouble::Gone(printer.to_owned()))
            }
            StatusCode::ServerErrorNotAcceptingJobs => Err(Trouble::Refuses(printer.to_owned())),
            StatusCode::ClientErrorDocumentFormatNotSupported => Err(Trouble::Format),
            _ => Err(Trouble::Said(read::message(&answer))),
        }
    }
}

/// A job that is not over, beside what its printer says.
fn before(report: JobReport, printer: Printer) -> JobReport {
    let mut reasons = [report.reasons, printer.reasons].concat();
    reasons.sort();
    reasons.dedup();
    JobReport {
        state: match printer.state {
            PrinterState::Stopped => JobState::Stopped,
            _ => report.state,
        },
        reasons,
        message: match report.message.is_empty() {
            true => printer.message,
            false => report.message,
        },
    }
}

fn job_group(answer: &IppRequestResponse) -> Option<&IppAttributeGroup> {
    answer.attributes().first_of(DelimiterTag::JobAttributes)
}

fn attributes(job: &Job<'_>) -> Result<[IppAttribute; 3], Trouble> {
    let (media, scaling) = match job.media {
        Media::A4 => ("iso_a4_210x297mm".to_owned(), "auto"),
        // A self-describing name of PWG 5101.1; CUPS finds the driver's own size for it.
        Media::Label {
            width_mm,
            height_mm,
        } => (
            format!("custom_{width_mm}x{height_mm}mm_{width_mm}x{height_mm}mm"),
            "none",
        ),
    };
    let keyword = |name: &str, value: String| {
        IppAttribute::with_name(name, IppValue::new_keyword(value).map_err(said)?).map_err(said)
    };
    Ok([
        IppAttribute::with_name("copies", IppValue::new_integer(i32::from(job.copies)))
            .map_err(said)?,
        keyword("media", media)?,
        keyword("print-scaling", scaling.to_owned())?,
    ])
}

fn said(error: impl std::fmt::Display) -> Trouble {
    Trouble::Said(error.to_string())
}

fn uri(printer: &str) -> Result<Uri, Trouble> {
    format!("ipp://localhost{}", path(printer))
        .parse()
        .map_err(said)
}

/// The queue's place; signs that a path cannot bear stand as their bytes (RFC 3986, 2.1).
fn path(printer: &str) -> String {
    let mut path = "/printers/".to_owned();
    for byte in printer.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                path.push(char::from(byte));
            }
            other => path.push_str(&format!("%{other:02X}")),
        }
    }
    path
}

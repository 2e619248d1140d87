//! The spooler of Windows. It takes the printer's own language only, so the system renders the PDF at the printer's dots
//! (`paper`) and the pages are drawn (`page`). Statuses are those of the Win32 documentation of `PRINTER_INFO_2` and `JOB_INFO_1`.
//!
//! Checked by the compiler alone: no Windows is at hand where the program is written.
#![allow(unsafe_code, reason = "the system's own interface")]

mod page;
mod paper;

use windows::Win32::Foundation::{ERROR_INVALID_PARAMETER, ERROR_INVALID_PRINTER_NAME};
use windows::Win32::Graphics::Printing::{
    ClosePrinter, EnumPrintersW, GetDefaultPrinterW, GetJobW, JOB_CONTROL_DELETE, JOB_INFO_1W,
    JOB_STATUS_BLOCKED_DEVQ, JOB_STATUS_COMPLETE, JOB_STATUS_DELETED, JOB_STATUS_DELETING,
    JOB_STATUS_ERROR, JOB_STATUS_OFFLINE, JOB_STATUS_PAPEROUT, JOB_STATUS_PAUSED,
    JOB_STATUS_PRINTED, JOB_STATUS_PRINTING, JOB_STATUS_USER_INTERVENTION, OpenPrinterW,
    PRINTER_ATTRIBUTE_WORK_OFFLINE, PRINTER_ENUM_CONNECTIONS, PRINTER_ENUM_LOCAL, PRINTER_HANDLE,
    PRINTER_INFO_2W, PRINTER_STATUS_DOOR_OPEN, PRINTER_STATUS_ERROR, PRINTER_STATUS_NO_TONER,
    PRINTER_STATUS_NOT_AVAILABLE, PRINTER_STATUS_OFFLINE, PRINTER_STATUS_PAPER_JAM,
    PRINTER_STATUS_PAPER_OUT, PRINTER_STATUS_PAPER_PROBLEM, PRINTER_STATUS_PAUSED,
    PRINTER_STATUS_PRINTING, PRINTER_STATUS_TONER_LOW, PRINTER_STATUS_USER_INTERVENTION, SetJobW,
};
use windows::core::{HRESULT, PCWSTR, PWSTR};

use crate::{Job, JobId, JobReport, JobState, Printer, PrinterState, Reason, Takes, Trouble};

/// The print system of this computer.
#[derive(Debug, Clone, Copy)]
pub struct Spooler;

impl Spooler {
    /// There is one.
    pub fn system() -> Self {
        Self
    }

    /// Every printer, in the order of their names.
    ///
    /// # Errors
    /// [`Trouble::Silent`] while the service `Spooler` does not run.
    pub fn printers(&self) -> Result<Vec<Printer>, Trouble> {
        let which = PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS;
        let (mut needed, mut count) = (0, 0);
        // SAFETY: no buffer is lent; only the length is asked for, and a buffer that is too small is its answer.
        let _ = unsafe { EnumPrintersW(which, PCWSTR::null(), 2, None, &mut needed, &mut count) };
        let mut room = Room::of(needed);
        // SAFETY: the buffer is as long as it says, and lives as long as what is read of it.
        unsafe {
            EnumPrintersW(
                which,
                PCWSTR::null(),
                2,
                Some(room.bytes()),
                &mut needed,
                &mut count,
            )
        }
        .map_err(|error| Trouble::Silent(error.message()))?;
        let own = default_printer();
        // SAFETY: the call says how many rows of this shape stand at the beginning of the buffer.
        let rows = unsafe { room.rows::<PRINTER_INFO_2W>(count) };
        let mut printers: Vec<Printer> = rows.iter().map(|row| printer(row, &own)).collect();
        printers.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(printers)
    }

    /// Renders a document and hands it over; answers as soon as it lies in the queue.
    ///
    /// # Errors
    /// [`Trouble`]; in each case nothing lies in the queue.
    pub fn print(&self, printer: &str, job: &Job<'_>) -> Result<JobId, Trouble> {
        drop(Opened::of(printer)?);
        let pages = |dots| paper::rendered(job.pdf, job.media, dots);
        page::drawn(printer, job, pages)
    }

    /// What became of a job. None when the spooler has forgotten it.
    ///
    /// # Errors
    /// [`Trouble::Gone`] with the queue itself, [`Trouble::Said`].
    pub fn job(&self, printer: &str, job: JobId) -> Result<Option<JobReport>, Trouble> {
        let opened = Opened::of(printer)?;
        let number = number(job);
        let mut needed = 0;
        // SAFETY: no buffer is lent; only the length is asked for.
        let _ = unsafe { GetJobW(opened.0, number, 1, None, &mut needed) };
        if needed == 0 {
            return Ok(None);
        }
        let mut room = Room::of(needed);
        // SAFETY: the buffer is as long as it says, and lives as long as what is read of it.
        let read = unsafe { GetJobW(opened.0, number, 1, Some(room.bytes()), &mut needed) };
        if !read.as_bool() {
            return Ok(None);
        }
        // SAFETY: one row of this shape stands at the beginning of the buffer.
        let rows = unsafe { room.rows::<JOB_INFO_1W>(1) };
        Ok(rows.first().map(report))
    }

    /// Takes a job out of the queue; one that is over already is left as it is.
    ///
    /// # Errors
    /// As [`Self::job`].
    pub fn cancel(&self, printer: &str, job: JobId) -> Result<(), Trouble> {
        let opened = Opened::of(printer)?;
        // SAFETY: nothing is lent; a job that is over makes it fail, which is no trouble.
        let _ = unsafe { SetJobW(opened.0, number(job), 0, None, JOB_CONTROL_DELETE) };
        Ok(())
    }
}

fn number(job: JobId) -> u32 {
    u32::try_from(job.0).unwrap_or(0)
}

/// A printer that is open until it goes out of scope.
struct Opened(PRINTER_HANDLE);

impl Opened {
    fn of(name: &str) -> Result<Self, Trouble> {
        let wide = wide(name);
        let mut handle = PRINTER_HANDLE::default();
        // SAFETY: the name ends with a zero and lives during the call.
        let opened = unsafe { OpenPrinterW(PCWSTR(wide.as_ptr()), &mut handle, None) };
        opened.map(|()| Self(handle)).map_err(|error| {
            let none = [ERROR_INVALID_PRINTER_NAME, ERROR_INVALID_PARAMETER];
            match none
                .iter()
                .any(|one| error.code() == HRESULT::from_win32(one.0))
            {
                true => Trouble::Gone(name.to_owned()),
                false => Trouble::Said(error.message()),
            }
        })
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        // SAFETY: it was opened, and is closed once.
        let _ = unsafe { ClosePrinter(self.0) };
    }
}

/// Room for rows that the system writes, as it aligns them.
struct Room(Vec<u64>);

impl Room {
    fn of(bytes: u32) -> Self {
        Self(vec![0; (bytes as usize).div_ceil(8)])
    }

    fn bytes(&mut self) -> &mut [u8] {
        let length = self.0.len() * 8;
        // SAFETY: the same memory, as bytes.
        unsafe { std::slice::from_raw_parts_mut(self.0.as_mut_ptr().cast(), length) }
    }

    /// # Safety
    /// The system has written so many rows of this shape at the beginning.
    unsafe fn rows<T>(&self, count: u32) -> &[T] {
        let room = self.0.len() * 8 / size_of::<T>();
        let count = (count as usize).min(room);
        unsafe { std::slice::from_raw_parts(self.0.as_ptr().cast(), count) }
    }
}

pub(super) fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

fn text(wide: PWSTR) -> String {
    if wide.is_null() {
        return String::new();
    }
    // SAFETY: the system ends its texts with a zero, inside the buffer that is still there.
    unsafe { wide.to_string() }.unwrap_or_default()
}

fn default_printer() -> String {
    let mut length = 0;
    // SAFETY: no buffer is lent; only the length is asked for.
    let _ = unsafe { GetDefaultPrinterW(None, &mut length) };
    let mut name = vec![0_u16; length as usize];
    let at = PWSTR(name.as_mut_ptr());
    // SAFETY: the buffer is as long as it says.
    let found = unsafe { GetDefaultPrinterW(Some(at), &mut length) };
    if found.as_bool() {
        text(at)
    } else {
        String::new()
    }
}

const WANTS: &[(u32, Reason)] = &[
    (PRINTER_STATUS_PAPER_OUT, Reason::PaperOut),
    (PRINTER_STATUS_PAPER_PROBLEM, Reason::PaperWrong),
    (PRINTER_STATUS_PAPER_JAM, Reason::PaperJam),
    (PRINTER_STATUS_DOOR_OPEN, Reason::CoverOpen),
    (PRINTER_STATUS_NO_TONER, Reason::InkOut),
    (PRINTER_STATUS_OFFLINE, Reason::Offline),
    (PRINTER_STATUS_NOT_AVAILABLE, Reason::Offline),
    (PRINTER_STATUS_PAUSED, Reason::Paused),
    (PRINTER_STATUS_TONER_LOW, Reason::InkLow),
    (PRINTER_STATUS_USER_INTERVENTION, Reason::Other),
    (PRINTER_STATUS_ERROR, Reason::Other),
];

const WAITS: &[(u32, Reason)] = &[
    (JOB_STATUS_PAPEROUT, Reason::PaperOut),
    (JOB_STATUS_OFFLINE, Reason::Offline),
    (JOB_STATUS_PAUSED, Reason::Held),
    (JOB_STATUS_BLOCKED_DEVQ, Reason::Other),
    (JOB_STATUS_USER_INTERVENTION, Reason::Other),
    (JOB_STATUS_ERROR, Reason::Other),
];

fn said(status: u32, known: &[(u32, Reason)]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = known
        .iter()
        .filter(|(bit, _)| status & bit != 0)
        .map(|(_, reason)| *reason)
        .collect();
    reasons.sort();
    reasons.dedup();
    reasons
}

fn printer(row: &PRINTER_INFO_2W, own: &str) -> Printer {
    let name = text(row.pPrinterName);
    let mut reasons = said(row.Status, WANTS);
    if row.Attributes & PRINTER_ATTRIBUTE_WORK_OFFLINE != 0 && !reasons.contains(&Reason::Offline) {
        reasons.push(Reason::Offline);
        reasons.sort();
    }
    Printer {
        said: name.clone(),
        is_default: name == own,
        state: match row.Status {
            status if status & (PRINTER_STATUS_PAUSED | PRINTER_STATUS_ERROR) != 0 => {
                PrinterState::Stopped
            }
            status if status & PRINTER_STATUS_PRINTING != 0 => PrinterState::Printing,
            _ => PrinterState::Idle,
        },
        takes: Takes::Jobs,
        reasons,
        message: String::new(),
        waiting: row.cJobs,
        name,
    }
}

fn report(row: &JOB_INFO_1W) -> JobReport {
    let has = |bit: u32| row.Status & bit != 0;
    let reasons = said(row.Status, WAITS);
    let state = if has(JOB_STATUS_PRINTED) || has(JOB_STATUS_COMPLETE) {
        JobState::Done
    } else if has(JOB_STATUS_DELETED) || has(JOB_STATUS_DELETING) {
        JobState::Cancelled
    } else if !reasons.is_empty() {
        JobState::Stopped
    } else if has(JOB_STATUS_PRINTING) {
        JobState::Printing
    } else {
        JobState::Waiting
    };
    JobReport {
        state,
        reasons: if state.is_over() { vec![] } else { reasons },
        message: text(row.pStatus),
    }
}

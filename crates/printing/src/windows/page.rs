//! Pictures drawn on a printer's pages (GDI), as one job of the spooler.

use std::ffi::c_void;

use windows::Win32::Foundation::HWND;
use windows::Win32::Graphics::Gdi::{
    BI_RGB, BITMAPINFO, BITMAPINFOHEADER, CreateDCW, DEVMODEW, DIB_RGB_COLORS, DM_COPIES,
    DM_IN_BUFFER, DM_ORIENTATION, DM_OUT_BUFFER, DM_PAPERLENGTH, DM_PAPERSIZE, DM_PAPERWIDTH,
    DMORIENT_PORTRAIT, DMPAPER_A4, DMPAPER_USER, DeleteDC, GetDeviceCaps, HDC, HORZRES, LOGPIXELSX,
    LOGPIXELSY, SRCCOPY, StretchDIBits, VERTRES,
};
use windows::Win32::Graphics::Printing::DocumentPropertiesW;
use windows::Win32::Storage::Xps::{AbortDoc, DOCINFOW, EndDoc, EndPage, StartDocW, StartPage};
use windows::core::PCWSTR;

use super::{Opened, wide};
use crate::{Job, JobId, Media, Trouble};

/// Dots of a printer to an inch, and how many of them it reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dots {
    across: (u32, u32),
    down: (u32, u32),
}

impl Dots {
    /// How large a page of this medium is drawn.
    pub(super) fn of(self, media: Media) -> (u32, u32) {
        match media {
            // What lies within the reach of the printer, without a scale of its own.
            Media::A4 => (self.across.1, self.down.1),
            Media::Label {
                width_mm,
                height_mm,
            } => (dots(width_mm, self.across.0), dots(height_mm, self.down.0)),
        }
    }
}

fn dots(mm: u16, dpi: u32) -> u32 {
    (u32::from(mm) * dpi * 10 + 127) / 254
}

/// One page of dots, from the top, four bytes each.
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bgra: Vec<u8>,
}

/// Draws the pages of a job.
pub(super) fn drawn(
    printer: &str,
    job: &Job<'_>,
    pages: impl FnOnce(Dots) -> Result<Vec<Picture>, Trouble>,
) -> Result<JobId, Trouble> {
    let mode = mode(printer, job)?;
    let name = wide(printer);
    let driver = wide("WINSPOOL");
    // SAFETY: the names end with a zero; the mode is the driver's own, and lives during the call.
    let dc = unsafe {
        CreateDCW(
            PCWSTR(driver.as_ptr()),
            PCWSTR(name.as_ptr()),
            PCWSTR::null(),
            Some(mode.as_ptr().cast()),
        )
    };
    if dc.is_invalid() {
        return Err(Trouble::Gone(printer.to_owned()));
    }
    let dc = Canvas(dc);
    let pages = pages(dc.dots())?;
    let title = wide(job.title);
    let about = DOCINFOW {
        cbSize: i32::try_from(size_of::<DOCINFOW>()).unwrap_or(0),
        lpszDocName: PCWSTR(title.as_ptr()),
        ..DOCINFOW::default()
    };
    // SAFETY: the title lives during the call.
    let id = unsafe { StartDocW(dc.0, &about) };
    if id <= 0 {
        return Err(Trouble::Refuses(printer.to_owned()));
    }
    for page in &pages {
        if !dc.page(page) {
            // SAFETY: a job was begun; given up, nothing of it stays in the queue.
            unsafe { AbortDoc(dc.0) };
            return Err(Trouble::Said(windows::core::Error::from_thread().message()));
        }
    }
    // SAFETY: a job was begun.
    match unsafe { EndDoc(dc.0) } {
        ended if ended > 0 => Ok(JobId(id)),
        _ => Err(Trouble::Said(windows::core::Error::from_thread().message())),
    }
}

/// What the driver makes of the paper and the copies that are wanted.
fn mode(printer: &str, job: &Job<'_>) -> Result<Vec<u64>, Trouble> {
    let opened = Opened::of(printer)?;
    let name = wide(printer);
    let at = PCWSTR(name.as_ptr());
    let nobody = Some(HWND::default());
    let refused = || Trouble::Said(windows::core::Error::from_thread().message());
    // SAFETY: no buffer is lent; only the length is asked for.
    let length = unsafe { DocumentPropertiesW(nobody, opened.0, at, None, None, 0) };
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length >= size_of::<DEVMODEW>());
    let mut room = vec![0_u64; length.ok_or_else(refused)?.div_ceil(8)];
    let mode: *mut DEVMODEW = room.as_mut_ptr().cast();
    // SAFETY: the buffer is as long as the driver asked for.
    let read =
        unsafe { DocumentPropertiesW(nobody, opened.0, at, Some(mode), None, DM_OUT_BUFFER.0) };
    if read < 0 {
        return Err(refused());
    }
    // SAFETY: the driver has written its mode there; the fields that are set lie within it.
    unsafe {
        let paper = &mut (*mode).Anonymous1.Anonymous1;
        paper.dmOrientation = i16::try_from(DMORIENT_PORTRAIT).unwrap_or(1);
        paper.dmCopies = i16::from(job.copies);
        (*mode).dmFields |= DM_ORIENTATION | DM_COPIES | DM_PAPERSIZE;
        match job.media {
            Media::A4 => paper.dmPaperSize = i16::try_from(DMPAPER_A4).unwrap_or(9),
            Media::Label {
                width_mm,
                height_mm,
            } => {
                // Tenths of a millimetre.
                let tenths = |mm: u16| i16::try_from(u32::from(mm) * 10).unwrap_or(i16::MAX);
                paper.dmPaperSize = i16::try_from(DMPAPER_USER).unwrap_or(256);
                paper.dmPaperWidth = tenths(width_mm);
                paper.dmPaperLength = tenths(height_mm);
                (*mode).dmFields |= DM_PAPERWIDTH | DM_PAPERLENGTH;
            }
        }
        let both = (DM_IN_BUFFER.0) | (DM_OUT_BUFFER.0);
        let kept: *const DEVMODEW = mode;
        if DocumentPropertiesW(nobody, opened.0, at, Some(mode), Some(kept), both) < 0 {
            return Err(refused());
        }
    }
    Ok(room)
}

/// A printer's drawing surface until it goes out of scope.
struct Canvas(HDC);

impl Canvas {
    fn dots(&self) -> Dots {
        // SAFETY: the surface is there.
        let said = |what| unsafe { GetDeviceCaps(Some(self.0), what) };
        let pair = |dpi, reach| {
            let whole = |value: i32| u32::try_from(value).unwrap_or(0);
            (whole(said(dpi)), whole(said(reach)))
        };
        Dots {
            across: pair(LOGPIXELSX, HORZRES),
            down: pair(LOGPIXELSY, VERTRES),
        }
    }

    /// Whether the page was drawn.
    fn page(&self, picture: &Picture) -> bool {
        let [width, height] =
            [picture.width, picture.height].map(|side| i32::try_from(side).unwrap_or(0));
        let about = BITMAPINFO {
            bmiHeader: BITMAPINFOHEADER {
                biSize: u32::try_from(size_of::<BITMAPINFOHEADER>()).unwrap_or(0),
                biWidth: width,
                // Upside down: the first row is the top one.
                biHeight: -height,
                biPlanes: 1,
                biBitCount: 32,
                biCompression: BI_RGB.0,
                ..BITMAPINFOHEADER::default()
            },
            ..BITMAPINFO::default()
        };
        let dots: *const c_void = picture.bgra.as_ptr().cast();
        if picture.bgra.len() != picture.width as usize * picture.height as usize * 4 {
            return false;
        }
        // SAFETY: the picture is as long as its sides say, and lives during the call; dots go to dots, unscaled.
        unsafe {
            StartPage(self.0) > 0
                && StretchDIBits(
                    self.0,
                    0,
                    0,
                    width,
                    height,
                    0,
                    0,
                    width,
                    height,
                    Some(dots),
                    &about,
                    DIB_RGB_COLORS,
                    SRCCOPY,
                ) != 0
                && EndPage(self.0) > 0
        }
    }
}

impl Drop for Canvas {
    fn drop(&mut self) {
        // SAFETY: it was made, and goes once.
        let _ = unsafe { DeleteDC(self.0) };
    }
}

//! What this desk has set for its printers, and what it has not printed yet.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::app::PrintJob;
use crate::domain::print::{LabelForm, LabelSize, PaperKind, Way, WayForm};
use crate::error::Error;
use crate::id::Id;
use crate::journal::log::unsigned;
use crate::time::Wall;
use crate::view::UnprintedView;
use crate::words::dates;

/// Where one kind of paper goes; the system's own choice and one copy where nobody has said.
pub fn way(conn: &Connection, kind: PaperKind) -> Result<Way, Error> {
    let said = conn
        .prepare_cached("SELECT printer, copies FROM l_printer WHERE kind = ?1")?
        .query_row([kind.text()], |row| {
            Ok((row.get("printer")?, row.get("copies")?))
        })
        .optional()?;
    let (printer, copies) = said.unwrap_or((None, 1));
    Ok(Way {
        kind,
        printer,
        copies,
    })
}

/// The same for every kind, as the settings show it.
pub fn ways(conn: &Connection) -> Result<Vec<WayForm>, Error> {
    let shown = |kind| {
        let way = way(conn, kind)?;
        Ok(WayForm {
            kind,
            printer: way.printer.unwrap_or_default(),
            copies: way.copies.to_string(),
        })
    };
    PaperKind::ALL.into_iter().map(shown).collect()
}

/// The size of the labels.
pub fn label(conn: &Connection) -> Result<LabelSize, Error> {
    let said: Option<(u16, u16, u16)> = conn
        .prepare_cached("SELECT width, height, dpi FROM l_label")?
        .query_row([], |row| {
            Ok((row.get("width")?, row.get("height")?, row.get("dpi")?))
        })
        .optional()?;
    let said = said.and_then(|(width, height, dpi)| LabelSize::new(width, height, dpi).ok());
    Ok(said.unwrap_or_default())
}

/// The same as the settings show it.
pub fn label_form(conn: &Connection) -> Result<LabelForm, Error> {
    let size = label(conn)?;
    Ok(LabelForm {
        width: size.width_mm().to_string(),
        height: size.height_mm().to_string(),
        dpi: size.dpi().to_string(),
    })
}

const JOB: &str = "SELECT id, kind, document, card, entry, printer, job FROM l_print";

/// One row of what is not printed.
pub fn job(conn: &Connection, id: Id) -> Result<Option<PrintJob>, Error> {
    let mut rows = conn.prepare_cached(&format!("{JOB} WHERE id = ?1"))?;
    Ok(rows.query_row([id], read).optional()?.flatten())
}

/// Rows that lie with the spooler, as far as this desk knows.
pub fn handed(conn: &Connection) -> Result<Vec<PrintJob>, Error> {
    let mut rows = conn.prepare_cached(&format!(
        "{JOB} WHERE job IS NOT NULL AND state IN ('queued', 'stuck') ORDER BY asked_at"
    ))?;
    let jobs = rows.query_map([], read)?;
    Ok(jobs
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Option<PrintJob>> {
    let kind: String = row.get("kind")?;
    let Some(kind) = PaperKind::parse(&kind) else {
        return Ok(None);
    };
    Ok(Some(PrintJob {
        id: row.get("id")?,
        kind,
        document: row.get("document")?,
        card: row.get("card")?,
        entry: row.get("entry")?,
        handed: match (row.get("printer")?, row.get("job")?) {
            (Some(printer), Some(job)) => Some((printer, job)),
            _ => None,
        },
    }))
}

/// What is not printed, the oldest first.
pub fn unprinted(conn: &Connection) -> Result<Vec<UnprintedView>, Error> {
    let mut rows = conn.prepare_cached(
        "SELECT id, kind, asked_at, printer, state, said FROM l_print ORDER BY asked_at, id",
    )?;
    let rows = rows.query_map([], |row| {
        let kind: String = row.get("kind")?;
        let asked_at = unsigned(row.get("asked_at")?);
        Ok(PaperKind::parse(&kind).map(|kind| {
            Ok::<_, rusqlite::Error>(UnprintedView {
                id: row.get("id")?,
                kind,
                at: dates::moment(Wall::almaty(asked_at)),
                printer: row.get::<_, Option<String>>("printer")?.unwrap_or_default(),
                state: row.get("state")?,
                reason: row.get::<_, Option<String>>("said")?.unwrap_or_default(),
            })
        }))
    })?;
    let mut out = Vec::new();
    for row in rows {
        if let Some(row) = row? {
            out.push(row?);
        }
    }
    Ok(out)
}

/// How many papers are not printed.
pub fn count(conn: &Connection) -> Result<u32, Error> {
    Ok(conn
        .prepare_cached("SELECT count(*) FROM l_print")?
        .query_row([], |row| row.get(0))?)
}

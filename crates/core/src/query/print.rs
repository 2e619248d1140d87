//! What this desk has set for its printers, and what it has not printed yet.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::app::{PrintAsk, PrintJob};
use crate::domain::order::number;
use crate::domain::order::step::OrderState;
use crate::domain::print::{LabelForm, LabelSize, PaperKind, Way, WayForm, set_paper};
use crate::error::Error;
use crate::id::Id;
use crate::journal::log::unsigned;
use crate::query::order::reserved;
use crate::time::Wall;
use crate::view::UnprintedView;
use crate::words::dates;

/// Where one kind of paper goes; the system's own choice and one copy where nobody has said.
pub fn way(conn: &Connection, kind: PaperKind) -> Result<Way, Error> {
    let said = conn
        .prepare_cached("SELECT printer, copies, with_save FROM l_printer WHERE kind = ?1")?
        .query_row([kind.text()], |row| {
            Ok((
                row.get("printer")?,
                row.get("copies")?,
                row.get("with_save")?,
            ))
        })
        .optional()?;
    let (printer, copies, with_save) = said.unwrap_or((None, 1, true));
    Ok(Way {
        kind,
        printer,
        copies,
        with_save,
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
            with_save: way.with_save,
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

/// A paper of an order is printed as long as the order has papers on that card, one of a set as long as a number of it was
/// not entered.
fn stands() -> String {
    let [one, other] = OrderState::WITHOUT_PAPERS.map(OrderState::code);
    let (first, last) = (set_paper::LIST, set_paper::LABELS);
    let left = reserved::has_left("l.card");
    format!(
        "((l.order_id IS NULL OR EXISTS (SELECT 1 FROM p_order o WHERE o.subject = l.card AND o.id = l.order_id \
         AND o.state NOT IN ({one}, {other}))) AND (l.document NOT BETWEEN {first} AND {last} OR {left}))"
    )
}

const JOB: &str =
    "SELECT id, kind, document, card, entry, order_id, tubes, printer, job FROM l_print l";

/// One row of what is not printed.
pub fn job(conn: &Connection, id: Id) -> Result<Option<PrintJob>, Error> {
    let mut rows = conn.prepare_cached(&format!("{JOB} WHERE id = ?1 AND {}", stands()))?;
    Ok(rows.query_row([id], read).optional()?.flatten())
}

/// Rows of orders that went away since: they are nobody's to print, and what lies with a printer is taken back.
pub fn stale(conn: &Connection) -> Result<Vec<PrintJob>, Error> {
    let mut rows = conn.prepare_cached(&format!("{JOB} WHERE NOT {}", stands()))?;
    let jobs = rows.query_map([], read)?;
    Ok(jobs
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?)
}

/// The row on which a paper waits already.
pub fn waiting(conn: &Connection, asked: &PrintAsk) -> Result<Option<Id>, Error> {
    let mut rows = conn.prepare_cached(
        "SELECT id FROM l_print WHERE card = ?1 AND document = ?2 AND entry IS ?3 AND order_id IS ?4 AND tubes IS ?5 LIMIT 1",
    )?;
    let tubes = lines_of(&asked.tubes);
    let asked = params![asked.card, asked.document, asked.entry, asked.order, tubes];
    Ok(rows.query_row(asked, |row| row.get(0)).optional()?)
}

/// Words of tubes as they are kept.
pub fn lines_of(tubes: &[String]) -> Option<String> {
    (!tubes.is_empty()).then(|| tubes.join("\n"))
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
        asked: PrintAsk {
            kind,
            document: row.get("document")?,
            card: row.get("card")?,
            entry: row.get("entry")?,
            order: row.get("order_id")?,
            tubes: row
                .get::<_, Option<String>>("tubes")?
                .map(|words| words.lines().map(str::to_owned).collect())
                .unwrap_or_default(),
        },
        handed: match (row.get("printer")?, row.get("job")?) {
            (Some(printer), Some(job)) => Some((printer, job)),
            _ => None,
        },
    }))
}

/// What is not printed, the oldest first.
pub fn unprinted(conn: &Connection) -> Result<Vec<UnprintedView>, Error> {
    let mut rows = conn.prepare_cached(&format!(
        "SELECT id, kind, asked_at, printer, state, said, \
         (SELECT number FROM p_order o WHERE o.subject = l.card AND o.id = l.order_id) AS number \
         FROM l_print l WHERE {} ORDER BY asked_at, rowid",
        stands()
    ))?;
    let rows = rows.query_map([], |row| {
        let kind: String = row.get("kind")?;
        let asked_at = unsigned(row.get("asked_at")?);
        Ok(PaperKind::parse(&kind).map(|kind| {
            Ok::<_, rusqlite::Error>(UnprintedView {
                id: row.get("id")?,
                kind,
                number: row
                    .get::<_, Option<String>>("number")?
                    .map(|stored| number::shown(&stored))
                    .unwrap_or_default(),
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
        .prepare_cached(&format!(
            "SELECT count(*) FROM l_print l WHERE {}",
            stands()
        ))?
        .query_row([], |row| row.get(0))?)
}

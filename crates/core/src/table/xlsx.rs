//! XLSX: the first sheet that people see, cell by cell.
//!
//! Every part is unpacked once into nothing before the reader sees the file, so that a file which lies about its size
//! is stopped at the bound. Cells are read as a stream: a cell far down or far right allocates nothing in between.

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::{
    Bounds, Cell, Row, Rows, TABLE_BOMB, TABLE_CELL_ERROR, TABLE_FORMULA, TABLE_UNREADABLE,
    too_many, too_wide,
};
use crate::error::Refusal;

/// Most parts of a packed file.
const MOST_PARTS: usize = 1_000;

pub(super) fn read(bytes: &[u8], bounds: Bounds) -> Result<Vec<Row>, Refusal> {
    unpacks_within_bounds(bytes, bounds)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let sheet = book
        .sheets_metadata()
        .iter()
        .find(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .ok_or_else(unreadable)?;
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|_| unreadable())?;
    let mut rows = Rows::within(bounds);
    let mut here: (u32, Vec<Cell>) = (0, Vec::new());
    // Empty cells are read too.
    for _ in 0..=bounds.rows * bounds.columns {
        let Some(cell) = cells
            .next_cell_with_formula_metadata()
            .map_err(|_| unreadable())?
        else {
            rows.push(here.0.saturating_add(1), here.1)?;
            return Ok(rows.rows);
        };
        let (row, column) = cell.pos;
        if row != here.0 {
            // A sheet whose rows stand in disorder is none that a spreadsheet wrote.
            if row < here.0 {
                return Err(unreadable());
            }
            let (number, cells) = std::mem::replace(&mut here, (row, Vec::new()));
            rows.push(number.saturating_add(1), cells)?;
        }
        let value = match cell.formula {
            Some(_) => Cell::Bad(TABLE_FORMULA),
            None => value(&cell.value),
        };
        if value.is_empty() {
            continue;
        }
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if at >= bounds.columns {
            return Err(too_wide(bounds));
        }
        if here.1.len() <= at {
            here.1.resize(at + 1, Cell::Text(String::new()));
        }
        here.1[at] = value;
    }
    Err(too_many(bounds))
}

fn unreadable() -> Refusal {
    Refusal::new(TABLE_UNREADABLE)
}

/// Unpacks every part into nothing and counts; sizes that the file names are not believed.
fn unpacks_within_bounds(bytes: &[u8], bounds: Bounds) -> Result<(), Refusal> {
    let mut packed = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if packed.len() > MOST_PARTS {
        return Err(Refusal::new(TABLE_BOMB));
    }
    let mut left = bounds.unpacked;
    for at in 0..packed.len() {
        let part = packed.by_index(at).map_err(|_| unreadable())?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|_| unreadable())?;
        left = left
            .checked_sub(unpacked)
            .ok_or_else(|| Refusal::new(TABLE_BOMB))?;
    }
    Ok(())
}

fn value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(plain(*number)),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::text(text)
        }
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Text(format!("{day:02}.{month:02}.{year:04}"))
        }
        DataRef::DateTime(length) => Cell::Number(plain(length.as_f64())),
        DataRef::Bool(_) | DataRef::Error(_) => Cell::Bad(TABLE_CELL_ERROR),
        DataRef::Empty => Cell::Text(String::new()),
    }
}

/// A whole number without a point and without an exponent: ИИН and phones have twelve digits.
fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        number.to_string()
    }
}

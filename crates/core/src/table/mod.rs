//! Somebody else's table: bytes of a CSV or XLSX file become rows of text, and nothing in it is believed.
//!
//! A pure function: no file, no database, no rule about people. Bounded before anything is read: bytes, rows, columns,
//! signs of a cell, and what a packed file unpacks to. What a file is says its content, never its name.

mod csv;
pub mod write;
mod xlsx;

use crate::error::{Code, Refusal};

crate::codes! {
    /// More bytes than a list of people has; `limit` in megabytes.
    TABLE_TOO_LARGE = "table-too-large";
    /// More rows than a list may have; `limit`.
    TABLE_TOO_MANY_ROWS = "table-too-many-rows";
    /// More columns than a list may have; `limit`.
    TABLE_TOO_WIDE = "table-too-wide";
    /// Neither CSV nor XLSX, or damaged.
    TABLE_UNREADABLE = "table-unreadable";
    /// A format of old Excel, or a table with a password.
    TABLE_OLD_FORMAT = "table-old-format";
    /// No rows.
    TABLE_EMPTY = "table-empty";
    /// A packed file that unpacks to more than any list.
    TABLE_BOMB = "table-bomb";
    /// A cell holds a formula and no value of its own.
    TABLE_FORMULA = "table-formula";
    /// A cell holds an error of the spreadsheet.
    TABLE_CELL_ERROR = "table-cell-error";
    /// A cell holds a book.
    TABLE_CELL_LONG = "table-cell-long";
}

/// Most bytes of a file.
pub const MOST_BYTES: usize = 10 << 20;
/// Most rows, the header among them.
pub const MOST_ROWS: usize = 10_000;
/// Most columns.
pub const MOST_COLUMNS: usize = 60;
/// Most bytes that a packed file unpacks to.
const MOST_UNPACKED: u64 = 64 << 20;
/// Most signs of a cell.
const MOST_SIGNS: usize = 500;

/// A cell as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// What was typed; a date as `31.12.2026`.
    Text(String),
    /// A number that the spreadsheet keeps as one.
    Number(String),
    /// What cannot be taken, and why.
    Bad(Code),
}

impl Cell {
    fn text(text: &str) -> Self {
        if text.chars().nth(MOST_SIGNS).is_some() {
            Self::Bad(TABLE_CELL_LONG)
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Nothing stands there.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// What may be shown of it.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) => text,
            Self::Bad(_) => "",
        }
    }
}

/// A row in which something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, as a spreadsheet or an editor shows it, from 1.
    pub number: u32,
    /// Its cells from the first column on.
    pub cells: Vec<Cell>,
}

/// Rows in the order of the file; empty ones are left out.
#[derive(Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
    /// Columns of the widest one.
    pub width: usize,
}

impl std::fmt::Debug for Table {
    // Rows are people: none of them reaches a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table")
            .field("rows", &self.rows.len())
            .field("width", &self.width)
            .finish()
    }
}

/// Reads a file of a list.
///
/// # Errors
/// A refusal of the whole file; what is wrong in a cell stands in the cell.
pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    let rows = match bytes {
        [b'P', b'K', 3 | 5, ..] => xlsx::read(bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Refusal::new(TABLE_OLD_FORMAT)),
        _ => csv::read(bytes)?,
    };
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if rows.is_empty() {
        return Err(Refusal::new(TABLE_EMPTY));
    }
    Ok(Table { rows, width })
}

/// The refusal of a file with too many bytes, also for whoever sees its size before reading it.
pub fn too_large() -> Refusal {
    Refusal::new(TABLE_TOO_LARGE).with("limit", MOST_BYTES >> 20)
}

/// Gathers rows within the bounds.
#[derive(Default)]
struct Rows(Vec<Row>);

impl Rows {
    fn push(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), Refusal> {
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > MOST_COLUMNS {
            return Err(Refusal::new(TABLE_TOO_WIDE).with("limit", MOST_COLUMNS));
        }
        if self.0.len() >= MOST_ROWS {
            return Err(Refusal::new(TABLE_TOO_MANY_ROWS).with("limit", MOST_ROWS));
        }
        self.0.push(Row { number, cells });
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! Somebody else's table: bytes of a CSV or XLSX file become rows of text, and nothing in it is believed.
//!
//! A pure function: no file, no database, no rule about people. Bounded before anything is read: bytes, rows, columns,
//! signs of a cell, and what a packed file unpacks to. What a file is says its content, never its name.

mod csv;
pub mod write;
mod xlsx;

use sha2::{Digest, Sha256};

use crate::error::{Code, Refusal};
use crate::id::Hash;

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

/// How large a file may be that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Most bytes of a file.
    pub bytes: usize,
    /// Most rows, the header among them.
    pub rows: usize,
    /// Most columns.
    pub columns: usize,
    /// Most bytes that a packed file unpacks to.
    pub unpacked: u64,
}

/// A list of people of some occasion: an employer's, an insurer's.
pub const LIST: Bounds = Bounds {
    bytes: 10 << 20,
    rows: 10_000,
    columns: 60,
    unpacked: 64 << 20,
};

/// Numbers of orders that an analyser or a laboratory program has finished: all that a desk can give, and a header.
pub const MARKS: Bounds = Bounds {
    bytes: 10 << 20,
    rows: 100_001,
    columns: 60,
    unpacked: 64 << 20,
};

/// All patients whom a laboratory ever had. A row is a kilobyte in memory with every column in use; twenty years of fifty
/// new patients a day are 250 000 rows.
pub const REGISTER: Bounds = Bounds {
    bytes: 64 << 20,
    rows: 250_000,
    columns: 40,
    unpacked: 384 << 20,
};

/// Most signs of a cell.
const MOST_SIGNS: usize = 500;
/// Signs of a cell that stand above a choice of columns.
const SHOWN_SIGNS: usize = 40;

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

impl Row {
    /// The same for rows that say the same, whatever file they stand in and on which line: SHA-256 over the texts of the
    /// cells, ends cut, each with its length before it. It identifies whom the row names as surely as the row itself, so
    /// it goes where the row goes and nowhere else.
    pub fn hash(&self) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(b"tirkeu/v1/row\0");
        for cell in &self.cells {
            let text = cell.shown().trim();
            hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(text);
        }
        Hash(hasher.finalize().into())
    }
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

impl Table {
    /// The texts of the first row, one for every column.
    pub fn headers(&self) -> Vec<String> {
        let first = self.rows.first().map(|row| row.cells.as_slice());
        let mut headers: Vec<String> = first
            .unwrap_or_default()
            .iter()
            .map(|cell| cell.shown().to_owned())
            .collect();
        headers.resize(self.width, String::new());
        headers
    }

    /// The first two cells of each column, by which a person sees what stands in it.
    pub fn columns(&self) -> Vec<[String; 2]> {
        let cell = |row: usize, column: usize| {
            let row = self.rows.get(row);
            let cell = row.and_then(|row| row.cells.get(column));
            let shown = cell.map(Cell::shown).unwrap_or_default();
            shown.chars().take(SHOWN_SIGNS).collect::<String>()
        };
        (0..self.width)
            .map(|column| [cell(0, column), cell(1, column)])
            .collect()
    }

    /// Rows that speak of people.
    pub fn people(&self, has_header: bool) -> &[Row] {
        let skipped = usize::from(has_header).min(self.rows.len());
        &self.rows[skipped..]
    }
}

/// Reads a file of a list.
///
/// # Errors
/// A refusal of the whole file; what is wrong in a cell stands in the cell.
pub fn read(bytes: &[u8], bounds: Bounds) -> Result<Table, Refusal> {
    if bytes.len() > bounds.bytes {
        return Err(too_large(bounds));
    }
    let rows = match bytes {
        [b'P', b'K', 3 | 5, ..] => xlsx::read(bytes, bounds)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Refusal::new(TABLE_OLD_FORMAT)),
        _ => csv::read(bytes, bounds)?,
    };
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if rows.is_empty() {
        return Err(Refusal::new(TABLE_EMPTY));
    }
    Ok(Table { rows, width })
}

/// The refusal of a file with too many bytes, also for whoever sees its size before reading it.
pub fn too_large(bounds: Bounds) -> Refusal {
    Refusal::new(TABLE_TOO_LARGE).with("limit", bounds.bytes >> 20)
}

fn too_many(bounds: Bounds) -> Refusal {
    Refusal::new(TABLE_TOO_MANY_ROWS).with("limit", bounds.rows)
}

fn too_wide(bounds: Bounds) -> Refusal {
    Refusal::new(TABLE_TOO_WIDE).with("limit", bounds.columns)
}

/// Gathers rows within the bounds.
struct Rows {
    rows: Vec<Row>,
    bounds: Bounds,
}

impl Rows {
    fn within(bounds: Bounds) -> Self {
        Self {
            rows: Vec::new(),
            bounds,
        }
    }

    fn push(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), Refusal> {
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        if cells.is_empty() {
            return Ok(());
        }
        if cells.len() > self.bounds.columns {
            return Err(too_wide(self.bounds));
        }
        if self.rows.len() >= self.bounds.rows {
            return Err(too_many(self.bounds));
        }
        cells.shrink_to_fit();
        self.rows.push(Row { number, cells });
        Ok(())
    }
}

#[cfg(test)]
mod tests;

//! The file of the rows of somebody's list that stay out, for whoever keeps the list: number, reason, the row as it came.

use crate::error::Error;
use crate::table::write::Rows;
use crate::table::{Row, Table};
use crate::words::{Lang, text};

/// Such a file while it is written: a CSV as spreadsheets of this country open it.
#[derive(Debug)]
pub(super) struct LeftOut {
    file: Rows,
    width: usize,
}

impl LeftOut {
    /// Begins it. `heads` are words for the number and for the reason; the rest stands as in the list.
    pub(super) fn begin(
        table: &Table,
        has_header: bool,
        heads: [&str; 2],
        lang: Lang,
    ) -> Result<Self, Error> {
        let mut header = heads.map(|key| text(lang, key, &[])).to_vec();
        header.extend(match has_header {
            true => table.headers(),
            false => vec![String::new(); table.width],
        });
        Ok(Self {
            file: Rows::csv(&header)?,
            width: header.len(),
        })
    }

    /// One more row and why it stays out.
    pub(super) fn push(&mut self, row: &Row, why: String) -> Result<(), Error> {
        let mut cells = vec![row.number.to_string(), why];
        cells.extend(row.cells.iter().map(|cell| cell.shown().to_owned()));
        cells.resize(self.width, String::new());
        self.file.push(&cells)
    }

    /// Its bytes.
    pub(super) fn finish(self) -> Result<Vec<u8>, Error> {
        self.file.finish()
    }
}

//! Rows of somebody's file: how many, and those that stay out.

use serde::Serialize;

use super::Problem;
use crate::words::numbers;

/// A number of rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, specta::Type)]
pub struct RowCount {
    /// The number.
    pub count: u32,
    /// The number, worded.
    pub said: String,
}

impl RowCount {
    /// So many rows.
    pub fn of(rows: usize) -> Self {
        Self {
            count: row_no(rows),
            said: numbers::grouped(rows as u64),
        }
    }
}

/// A place among rows as it crosses the border. A file of more rows than fit is refused when it is read.
pub fn row_no(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A row that cannot be taken.
#[derive(Debug, Clone, Serialize, specta::Type)]
pub struct BadRow {
    /// Its number in the file.
    pub number: u32,
    /// Surname as the file has it, so that the row is found.
    pub name: String,
    /// What is wrong, each with its field.
    pub problems: Vec<Problem>,
}

//! What became of a stored entry.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

/// Only [`Status::Applied`] entries have an effect; the fail-safe lets a waiting or unknown denial deny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// Stored, not judged yet.
    Pending = 0,
    /// Counts.
    Applied = 1,
    /// A ref, a member of its commit, or the roster that it cites is missing.
    Waiting = 2,
    /// Its author had no right to it.
    Unauthorised = 3,
    /// Of a kind or version of a newer program, or a session in a role that only such a program knows.
    Unknown = 4,
    /// Validly signed, but not of its kind's shape.
    Malformed = 5,
    /// Its desk signed two entries with one number.
    Frozen = 6,
    /// Arrived after its subject was destroyed.
    Held = 7,
}

impl Status {
    /// Its name for programs.
    pub fn text(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Applied => "applied",
            Self::Waiting => "waiting",
            Self::Unauthorised => "unauthorised",
            Self::Unknown => "unknown",
            Self::Malformed => "malformed",
            Self::Frozen => "frozen",
            Self::Held => "held",
        }
    }
}

impl ToSql for Status {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(*self as u8))
    }
}

impl FromSql for Status {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(match value.as_i64()? {
            0 => Self::Pending,
            1 => Self::Applied,
            2 => Self::Waiting,
            3 => Self::Unauthorised,
            4 => Self::Unknown,
            5 => Self::Malformed,
            6 => Self::Frozen,
            7 => Self::Held,
            _ => return Err(FromSqlError::InvalidType),
        })
    }
}

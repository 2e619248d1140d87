//! The stored journal written out as JSON lines.

use std::io::Write;

use rusqlite::Connection;

use crate::audit;
use crate::error::Error;
use crate::id::{DeviceId, OrgId};
use crate::journal::export::{self, Preamble};
use crate::journal::{Malformed, log, stored};

/// Writes the export and says how many entries it holds. A row that cannot be read ends it.
pub fn journal(
    conn: &Connection,
    org: OrgId,
    desk: DeviceId,
    with_bodies: bool,
    out: &mut impl Write,
) -> Result<u64, Error> {
    let devices = log::devices(conn)?;
    let preamble = Preamble { org, desk, devices };
    let mut whole = true;
    let records =
        stored::records(conn).map_while(|record| record.inspect_err(|_| whole = false).ok());
    let keep = |kind| with_bodies || audit::is_body_kept(kind);
    let written = export::write(&preamble, records, keep, out)?;
    if whole {
        Ok(written.entries)
    } else {
        Err(Malformed::Length.into())
    }
}

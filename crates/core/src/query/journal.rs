//! The journal read by a person: who did what, when, about which subject. Ids only, nobody's data.

use rusqlite::Connection;
use serde::Serialize;

use crate::domain::trail::detail;
use crate::event::{Event, kinds};
use crate::id::{DeviceId, Hash, SubjectId};
use crate::journal::log::{self, LogError};

/// One entry as a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalRow {
    /// Number on its desk.
    pub seq: u64,
    /// Its hash.
    pub entry: Hash,
    /// Name of the kind; words under `journal-kind-<name>`.
    pub kind: String,
    /// What the kind alone does not say: `search`, `today`, `lookalikes`, `journal` or `expected` for a list that was opened,
    /// `crash` for a session that ended without its person. Words under `journal-kind-<name>-<detail>`.
    pub detail: Option<&'static str>,
    /// What it is about.
    pub subject: SubjectId,
    /// When, RFC 3339 with the desk's offset.
    pub at: String,
    /// Who; empty when the desk acted itself.
    pub by: String,
    /// The body is here.
    pub body: bool,
}

/// The last entries of one desk, oldest first.
pub fn last(conn: &Connection, device: DeviceId, count: u32) -> Result<Vec<JournalRow>, LogError> {
    let Some(head) = log::head(conn, device)? else {
        return Ok(Vec::new());
    };
    let from = (head.seq + 1).saturating_sub(u64::from(count));
    let row = |entry: crate::journal::Entry| {
        let header = entry.header();
        Ok(JournalRow {
            seq: header.seq,
            entry: entry.hash(),
            kind: kinds::spec(header.kind)
                .map_or("unknown", |spec| spec.name)
                .to_owned(),
            detail: detail(Event::of(&entry).as_ref()),
            subject: header.subject,
            at: header.wall.rfc3339(),
            by: super::name_behind(conn, header.device, header.session)?,
            body: entry.body().is_some(),
        })
    };
    log::chain(conn, device, from, count)?
        .into_iter()
        .map(row)
        .collect()
}

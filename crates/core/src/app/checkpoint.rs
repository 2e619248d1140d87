//! Checkpoints: every 24 hours or 1000 entries a desk writes down all that it holds.

use rusqlite::{OptionalExtension, params};

use super::found::PROGRAM;
use super::{App, Line};
use crate::error::Error;
use crate::event::{desk, kinds};
use crate::journal::log::{self, signed, unsigned};
use crate::projection::PROJECTION_VERSION;

/// Largest number of own entries between two checkpoints.
const EVERY_ENTRIES: u64 = 1_000;
/// Largest time between two checkpoints.
const EVERY_MS: u64 = 24 * 3_600_000;

impl App {
    /// Writes a checkpoint when one is due. A desk that has written nothing since needs none.
    pub fn checkpoint_if_due(&mut self) -> Result<bool, Error> {
        let Some(head) = self.head else {
            return Ok(false);
        };
        let last = self.last_checkpoint()?;
        let (seq, wall) = last.unwrap_or((0, self.first_wall()?));
        let written = head.seq.saturating_sub(seq);
        let age = self.clock.now_ms().saturating_sub(wall);
        if written == 0 || (written < EVERY_ENTRIES && age < EVERY_MS) {
            return Ok(false);
        }
        let body = self.summary()?;
        self.note(vec![Line::new(self.device, body)])?;
        Ok(true)
    }

    fn last_checkpoint(&self) -> Result<Option<(u64, u64)>, rusqlite::Error> {
        let sql = "SELECT seq, wall FROM x_graph WHERE device = ?1 AND session = zeroblob(16) AND kind = ?2 ORDER BY seq DESC LIMIT 1";
        self.store
            .conn()
            .prepare_cached(sql)?
            .query_row(params![self.device, kinds::CHECKPOINT], |row| {
                Ok((unsigned(row.get("seq")?), unsigned(row.get("wall")?)))
            })
            .optional()
    }

    fn first_wall(&self) -> Result<u64, rusqlite::Error> {
        let sql = "SELECT wall FROM x_graph WHERE device = ?1 AND seq = 0";
        let wall: Option<i64> = self
            .store
            .conn()
            .prepare_cached(sql)?
            .query_row([self.device], |row| row.get(0))
            .optional()?;
        Ok(wall.map_or(0, unsigned))
    }

    fn summary(&self) -> Result<desk::Checkpoint, Error> {
        let conn = self.store.conn();
        let heads = log::heads(conn)?;
        let mut rows =
            conn.prepare("SELECT kind, count(*) FROM x_graph GROUP BY kind ORDER BY kind")?;
        let counts = rows
            .query_map([], |row| Ok((row.get::<_, u16>(0)?, unsigned(row.get(1)?))))?
            .collect::<Result<Vec<_>, _>>()?;
        let without_body: i64 = conn.query_row(
            "SELECT (SELECT count(*) FROM j_entries) - (SELECT count(*) FROM j_bodies)",
            [],
            |row| row.get(0),
        )?;
        Ok(desk::Checkpoint {
            heads: heads
                .into_iter()
                .map(|head| (head.device, head.seq, head.hash))
                .collect(),
            counts,
            fold: PROJECTION_VERSION,
            erased: unsigned(without_body.max(signed(0))),
            program: PROGRAM.to_owned(),
        })
    }
}

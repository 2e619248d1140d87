//! A clock that stands behind the journal: nothing is written until it is put right, or until a manager
//! or an administrator confirms that it is right and the journal's own time was wrong.
//!
//! The desk then goes on: its hybrid clock stays ahead and counts up by carrying, screens and paper show the
//! true time. From there on the latest time shown since the confirmation is what a clock may not fall behind.

use super::App;
use crate::error::Error;
use crate::query;
use crate::time::Hlc;

/// A clock that stands a day behind the desk's own last entry is wrong.
const DAY_MS: u64 = 24 * 3_600_000;

impl App {
    /// The time of the desk's last entry, in milliseconds since 1970, when the clock stands a day or more
    /// behind it.
    pub fn clock_behind(&self) -> Result<Option<u64>, Error> {
        let latest = self.clock.now_ms().saturating_add(DAY_MS);
        let Some(head) = self.head.filter(|head| head.hlc.ms() > latest) else {
            return Ok(None);
        };
        let known = query::lab::clock_confirmed(self.conn(), self.device)?;
        let claimed = head.hlc.ms();
        let last = match known {
            // A full counter carries one millisecond in 65 536 entries: an hour is never reached by work.
            Some(known) if claimed <= known.hlc_ms.saturating_add(Hlc::MAX_AHEAD_MS) => {
                known.latest_ms
            }
            _ => claimed,
        };
        Ok((last > latest).then_some(last))
    }
}

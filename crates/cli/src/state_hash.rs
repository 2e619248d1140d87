//! `tirkeu state-hash`: hashes by which two desks are compared. Level 0: no entry.

use crate::exit::{Failure, OK};
use crate::session::Global;

pub fn run(global: &Global) -> Result<u8, Failure> {
    let (_folder, seen) = global.inspect()?;
    let state = seen.state()?;
    let lines = [
        format!("tables   {}", state.tables),
        format!("entries  {}", state.entries),
        format!("bodies   {}", state.bodies),
        format!("count    {}", state.count),
    ];
    global.say().answer(&state, &lines)?;
    Ok(OK)
}

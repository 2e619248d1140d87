//! `tirkeu state-hash` and `tirkeu rebuild`: tables against the journal that makes them. Level 0: no entry.

use serde_json::json;

use crate::exit::{Failure, OK};
use crate::session::Global;

/// Hashes by which two desks are compared.
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

/// Makes the tables anew from the journal, which is only read.
pub fn rebuild(global: &Global) -> Result<u8, Failure> {
    let (_folder, mut seen) = global.inspect()?;
    seen.rebuild()?;
    let say = global.say();
    say.answer(&json!({}), &[say.text("cli-rebuilt", &[])])?;
    Ok(OK)
}

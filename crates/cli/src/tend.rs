//! `tirkeu clock` and `tirkeu reserve`: what a manager does when the machine itself stands in the way.

use serde_json::json;
use tirkeu_core::command::Command as Core;

use crate::exit::{Failure, OK};
use crate::session::Global;

#[derive(Debug, clap::Subcommand)]
pub enum Clock {
    /// Confirm that the computer's clock is right although the journal ran ahead of it
    Confirm {
        /// Today's date, as a look at another clock says it
        #[arg(long, value_name = "DATE")]
        today: String,
    },
}

#[derive(Debug, clap::Subcommand)]
pub enum Reserve {
    /// Give the 16 MiB that were kept for a full disk back to it
    Release,
}

pub fn clock(global: &Global, command: &Clock) -> Result<u8, Failure> {
    let Clock::Confirm { today } = command;
    let receipt = global.under_session(|open| {
        let today = today.clone();
        Ok(open.app.execute(Core::ConfirmClock { today }, None)?)
    })?;
    let say = global.say();
    say.answer(&receipt, &[say.text("cli-clock-confirmed", &[])])?;
    Ok(OK)
}

pub fn reserve(global: &Global, command: &Reserve) -> Result<u8, Failure> {
    let Reserve::Release = command;
    global.release_reserve()?;
    let say = global.say();
    say.answer(&json!({}), &[say.text("cli-reserve-released", &[])])?;
    Ok(OK)
}

//! The long check of the journal on a thread of its own: the window and the desk go on meanwhile.

use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager};
use tirkeu_core::desk;
use tirkeu_core::error::Error;
use tirkeu_core::time::{Clock, SystemClock};
use tirkeu_core::view::CheckView;

use crate::stage::Stage;

/// How the check stands; one at a time.
#[derive(Debug, Default)]
pub struct Checking(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    view: CheckView,
    enough: bool,
}

impl Checking {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As the window shows it.
    pub fn view(&self) -> CheckView {
        self.lock().view.clone()
    }

    /// It is enough; the thread hears of it within a page.
    pub fn stop(&self) {
        self.lock().enough = true;
    }

    fn told(&self, percent: u8) -> ControlFlow<()> {
        let mut state = self.lock();
        state.view.percent = percent;
        match state.enough {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

/// Begins a check, unless one goes on already.
///
/// # Errors
/// Who may not verify; a desk that is closed.
pub fn begin(app: &AppHandle) -> Result<CheckView, Error> {
    let stage = app.state::<Stage>();
    let check = stage.open(|open| open.begin_check())?;
    {
        let mut state = stage.check.lock();
        if state.view.running {
            return Ok(state.view.clone());
        }
        state.enough = false;
        state.view = CheckView {
            running: true,
            verdict: state.view.verdict.take(),
            ..CheckView::default()
        };
    }
    let app = app.clone();
    std::thread::spawn(move || {
        let stage = app.state::<Stage>();
        // A desk that was locked meanwhile has no pages.
        let page = |from| stage.open(|open| Ok(open.check_page(from))).ok();
        let report = check.run(page, |percent| stage.check.told(percent));
        let mut state = stage.check.lock();
        state.view.running = false;
        match report {
            Some(report) => {
                let verdict = desk::verdict_view(&report, SystemClock.now());
                state.view.verdict = Some(verdict);
                state.view.stopped = false;
            }
            None => state.view.stopped = true,
        }
    });
    Ok(stage.check.view())
}

//! Covers the desk when nobody is there for the moment; locks it when nobody comes back, when a shift is over, when the machine slept or is locked itself.
//!
//! Holds the clocks and asks the core's rule every few seconds (`tirkeu_core::desk::idle`). The window is told
//! first, so that what was typed in the last moment is kept; a window that does not answer is locked all the same.

use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager};
use tirkeu_core::desk::idle::{Due, Moment};
use tirkeu_core::time::{Clock, SystemClock};

use crate::backup;
use crate::machine::test_variable;
use crate::patient::{self, Screen};
use crate::stage::Stage;

/// Between two looks.
const LOOK: Duration = Duration::from_secs(5);
/// Looks between two marks of the journal's end in the keychain: ten minutes.
const LOOKS_A_MARK: u32 = 120;
/// Looks between two questions whether the daily backup is due: a minute.
const LOOKS_A_BACKUP: u32 = 12;
/// What the window gets to keep a half-typed form.
const GRACE: Duration = Duration::from_secs(2);

/// What both clocks show.
pub fn moment(started: Instant) -> Moment {
    let steady = started.elapsed().as_millis();
    Moment {
        wall_ms: SystemClock.now_ms(),
        steady_ms: u64::try_from(steady).unwrap_or(u64::MAX),
    }
}

/// Looks for as long as the program runs.
pub fn begin(app: AppHandle) {
    let looking = app.clone();
    std::thread::spawn(move || {
        for looks in 1u32.. {
            std::thread::sleep(LOOK);
            if looks.is_multiple_of(LOOKS_A_BACKUP) {
                backup::daily(&looking);
            }
            if looks.is_multiple_of(LOOKS_A_MARK) {
                looking.state::<Stage>().keep_head();
            }
            match looking.state::<Stage>().look() {
                None => {}
                Some(Due::Away) => ask_and_cover(&looking),
                Some(due) => {
                    tracing::info!(?due, "the desk locks");
                    ask_and_lock(&looking);
                }
            }
        }
    });
    #[cfg(target_os = "linux")]
    crate::session::listen(move || {
        if app.state::<Stage>().is_open() {
            ask_and_lock(&app);
        }
    });
}

/// The window keeps its forms and covers itself; when it does not, it is covered without its consent.
fn ask_and_cover(app: &AppHandle) {
    if !app.state::<Stage>().is_present() {
        return;
    }
    drop(app.emit("cover-due", ()));
    std::thread::sleep(GRACE);
    // Whoever sat down meanwhile is not covered again.
    let stage = app.state::<Stage>();
    if stage.is_present() && stage.look() == Some(Due::Away) {
        cover(app);
    }
}

/// The curtain falls, and the page begins anew: nothing that it showed stays in it.
pub fn cover(app: &AppHandle) {
    // The page that stands behind the curtain must not begin anew for a second press of the keys.
    let stage = app.state::<Stage>();
    if !stage.cover() {
        return;
    }
    app.state::<Screen>().stop();
    patient::tell(app);
    // Not left to the page: one that hangs would keep what it shows.
    if let Some(window) = app.get_webview_window("main")
        && let Err(error) = window.reload()
    {
        tracing::error!(%error, "the page could not begin anew");
    }
    stage.keep_head();
}

/// The window keeps its forms and locks; when it does not, the desk is locked without it.
fn ask_and_lock(app: &AppHandle) {
    drop(app.emit("lock-due", ()));
    std::thread::sleep(GRACE);
    if app.state::<Stage>().is_open() {
        lock(app);
    }
}

/// Closes everything and starts the program anew: nothing of the open desk survives in memory.
pub fn lock(app: &AppHandle) {
    drop(app.emit("locked", ()));
    app.state::<Screen>().stop();
    patient::close(app);
    if !app.state::<Stage>().close() {
        return;
    }
    if test_variable("TIRKEU_NO_RELAUNCH").is_some() {
        app.exit(75);
        return;
    }
    // As long as this process has the name, the new one would take it for the desk and end itself.
    tauri_plugin_single_instance::destroy(app);
    match std::env::current_exe() {
        Ok(program) => {
            let child = std::process::Command::new(program)
                .env("TIRKEU_LOCKED", "1")
                .spawn();
            if let Err(error) = child {
                tracing::error!(%error, "the program could not be started anew");
            }
        }
        Err(error) => tracing::error!(%error, "the program does not know its own place"),
    }
    app.exit(0);
}

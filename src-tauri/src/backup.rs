//! A backup or a restoration that runs beside the window: one at a time, seen from outside, stopped from outside.
//!
//! It holds the desk for moments only (`Stage::moment`), so that whoever works does not wait for it. Once a minute the
//! desk is asked whether its daily one is due.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager};
use tirkeu_core::app::Wish;
use tirkeu_core::desk::backup::{self, BACKUP_RUNNING, Go, Progress};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::view::BackupProgress;

use crate::stage::Stage;

/// What the end of the program waits for, so that no part of a backup stays.
const PATIENCE: Duration = Duration::from_secs(3);
const GLANCE: Duration = Duration::from_millis(20);

/// The one long piece of work.
#[derive(Default)]
pub struct Work {
    now: Mutex<Option<Progress>>,
    running: AtomicBool,
    stop: AtomicBool,
}

/// The work is this value's, until it goes.
pub struct Turn<'a>(&'a Work);

impl Work {
    /// Begins.
    ///
    /// # Errors
    /// `backup-running` while another one is under way.
    pub fn begin(&self) -> Result<Turn<'_>, Error> {
        if self.running.swap(true, Ordering::AcqRel) {
            return Err(Refusal::new(BACKUP_RUNNING).into());
        }
        self.stop.store(false, Ordering::Release);
        Ok(Turn(self))
    }

    fn now(&self) -> MutexGuard<'_, Option<Progress>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far it has come; none while nothing runs.
    pub fn progress(&self) -> Option<BackupProgress> {
        let Progress { stage, done, total } = (*self.now())?;
        Some(BackupProgress::of(stage, done, total))
    }

    /// Somebody wants it to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    /// The same, and waits a little for it.
    pub fn end(&self) {
        self.stop();
        let since = Instant::now();
        while self.running.load(Ordering::Acquire) && since.elapsed() < PATIENCE {
            std::thread::sleep(GLANCE);
        }
    }
}

impl Turn<'_> {
    /// Notes how far it is, and says whether to go on.
    pub fn step(&self, progress: Progress) -> Go {
        *self.0.now() = Some(progress);
        match self.0.stop.load(Ordering::Acquire) {
            true => Go::Stop,
            false => Go::On,
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.now() = None;
        self.0.running.store(false, Ordering::Release);
    }
}

/// Makes a backup where the desk's settings say.
pub fn make(stage: &Stage, wish: Wish) -> Result<(), Error> {
    let turn = stage.work.begin()?;
    let folder = stage.open(|open| open.backup_folder())?;
    let folder = folder.ok_or_else(|| Refusal::at("folder", backup::BACKUP_UNSET))?;
    backup::back_up(stage, &folder, wish, &mut |progress| turn.step(progress)).map(drop)
}

/// The daily one, when it is due; the window asks again afterwards, for the line at its foot.
pub fn daily(app: &AppHandle) {
    let stage = app.state::<Stage>();
    if !stage.is_open() || !stage.is_backup_due() {
        return;
    }
    let app = app.clone();
    std::thread::spawn(move || {
        if let Err(error) = make(&app.state::<Stage>(), Wish::Daily) {
            tracing::warn!(%error, "the daily backup was not made");
        }
        drop(app.emit("touched", Vec::<String>::new()));
    });
}

//! The folder with lists of ready orders, beside the window: one thread looks into it for as long as the desk is open.
//!
//! What lies there is for the core to say; here are the clock and the window, which hears of what was marked. Whoever asks for
//! what lies there is told what the last look saw: a share that hangs keeps nobody waiting.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager};
use tirkeu_core::app::Lying;
use tirkeu_core::desk::ready_folder::ReadyFolder;
use tirkeu_core::error::Error;
use tirkeu_core::id::SubjectId;

use crate::machine::shorter;
use crate::stage::Stage;

/// Between two looks.
const LOOK_MS: u64 = 10_000;
/// The window is told of marks so often at most: each time it asks for its list anew.
const TELL: Duration = Duration::from_secs(1);
/// Between two stretches: whoever works comes first.
const BREATH: Duration = Duration::from_millis(3);
/// After a fault of our own nothing is tried for so long.
const AFTER_A_FAULT: Duration = Duration::from_secs(60);

/// What the last look saw.
#[derive(Default)]
pub struct Seen(Mutex<Lying>);

impl Seen {
    /// The same, for a screen.
    pub fn lying(&self) -> Lying {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Keeps it; true where it is not what was seen before.
    fn keep(&self, lying: Lying) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = *kept != lying;
        *kept = lying;
        is_new
    }
}

/// Looks for as long as the program runs.
pub fn begin(app: AppHandle) {
    std::thread::spawn(move || {
        let every = Duration::from_millis(shorter("TIRKEU_LOOK_S", LOOK_MS));
        let mut folder = None;
        loop {
            std::thread::sleep(every);
            if let Err(error) = look(&app, &mut folder) {
                tracing::warn!(%error, "ready orders could not be marked from the folder");
                std::thread::sleep(AFTER_A_FAULT);
            }
        }
    });
}

/// One look. A desk that is closed, or has no folder, forgets what it saw.
fn look(app: &AppHandle, folder: &mut Option<ReadyFolder>) -> Result<(), Error> {
    let stage = app.state::<Stage>();
    let set = match stage.open(|open| open.app.ready_folder()) {
        Err(Error::Locked) => None,
        set => set?,
    };
    let Some(path) = set else {
        *folder = None;
        stage.ready_folder.keep(Lying::default());
        return Ok(());
    };
    let folder = match folder {
        Some(same) if same.path().as_os_str() == path.as_str() => same,
        other => other.insert(ReadyFolder::new(path)),
    };
    let mut window = Telling::begin(app);
    let visited = folder.visit(
        &|work| stage.open(|open| work(&mut open.app)),
        &mut |cards| {
            window.heard(cards);
            std::thread::sleep(BREATH);
        },
    );
    if stage.ready_folder.keep(folder.lying()) || window.owes() {
        window.tell();
    }
    match visited {
        // The desk was closed, or another folder is set: the next look begins anew.
        Err(Error::Locked) => Ok(()),
        visited => visited,
    }
}

/// Tells the window of cards that were touched, not more often than it can follow.
struct Telling<'a> {
    app: &'a AppHandle,
    cards: Vec<SubjectId>,
    last: Instant,
}

impl<'a> Telling<'a> {
    fn begin(app: &'a AppHandle) -> Self {
        Self {
            app,
            cards: Vec::new(),
            last: Instant::now(),
        }
    }

    fn heard(&mut self, cards: Vec<SubjectId>) {
        self.cards.extend(cards);
        if self.owes() && self.last.elapsed() >= TELL {
            self.tell();
        }
    }

    fn owes(&self) -> bool {
        !self.cards.is_empty()
    }

    fn tell(&mut self) {
        self.cards.sort_unstable();
        self.cards.dedup();
        let cards: Vec<String> = self.cards.drain(..).map(|card| card.to_string()).collect();
        drop(self.app.emit("touched", cards));
        self.last = Instant::now();
    }
}

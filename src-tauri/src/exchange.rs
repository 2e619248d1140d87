//! The exchange that runs beside the window: by itself where a place is set, and when somebody asks.
//!
//! It holds the desk for moments only, so that whoever works does not wait for it. What the desk wrote goes out within a
//! second; what others wrote is looked for every few seconds. A place that is away is no trouble: it is tried again.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tauri::{AppHandle, Emitter, Manager};
use tirkeu_core::desk::backup::Go;
use tirkeu_core::desk::exchange::{EXCHANGE_BUSY, MeetingPlace};
use tirkeu_core::error::{Error, Refusal};
use tirkeu_core::words::numbers;
use tirkeu_exchange::{Ended, Place, Visit, visit};

use crate::stage::Stage;

/// Between two looks whether the desk has written.
const LOOK: Duration = Duration::from_millis(500);
/// Between two visits when it has not.
const EVERY: Duration = Duration::from_secs(4);
/// After a visit that found nobody there; and for how long somebody waits for one that is under way.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(50);

/// How the last visit ended.
#[derive(Default)]
pub struct Meeting {
    running: AtomicBool,
    stop: AtomicBool,
    /// Length of the desk's journal after its last visit.
    seen: AtomicU64,
    outcome: Mutex<Option<Visited>>,
    /// The place was set anew: nothing of the old one counts, and nobody waits.
    again: AtomicBool,
    /// The store of the last visit: it is not greeted anew each time.
    open: Mutex<Option<(MeetingPlace, Place)>>,
}

/// A visit in figures, or the code of what ended it.
#[derive(Debug, Clone, Default, serde::Serialize, specta::Type)]
pub struct Visited {
    /// The code of what ended it; none where it came to its end.
    pub failed: Option<String>,
    /// New entries.
    pub accepted: String,
    /// Entries that were written.
    pub written: String,
    /// Entries that were not taken, and parts of the place that could not be read.
    pub troubled: String,
    /// Entries that another desk says it has put there and that do not lie there.
    pub withheld: String,
}

struct Turn<'a>(&'a Meeting);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

impl Meeting {
    fn begin(&self) -> Option<Turn<'_>> {
        let taken = self.running.swap(true, Ordering::AcqRel);
        (!taken).then(|| Turn(self))
    }

    /// The next turn: a visit under way is waited for, for a while.
    fn turn(&self) -> Option<Turn<'_>> {
        let since = Instant::now();
        loop {
            match self.begin() {
                None if since.elapsed() < PATIENCE => std::thread::sleep(GLANCE),
                turn => return turn,
            }
        }
    }

    /// How the last visit ended; none before the first.
    pub fn outcome(&self) -> Option<Visited> {
        let outcome = self.outcome.lock();
        outcome.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, outcome: Visited) {
        let mut last = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(outcome);
    }

    /// The place was set: what an earlier one came to says nothing, and the visit that is under way ends.
    pub fn anew(&self) {
        if self.running.load(Ordering::Acquire) {
            self.end();
        }
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.again.store(true, Ordering::Release);
    }

    /// The program ends, or the desk is locked.
    pub fn end(&self) {
        self.stop.store(true, Ordering::Release);
    }
}

/// Meets for as long as the program runs.
pub fn begin(app: AppHandle) {
    std::thread::spawn(move || {
        let mut next = Instant::now();
        loop {
            std::thread::sleep(LOOK);
            let stage = app.state::<Stage>();
            let (place, length) = match stage.exchange_due() {
                Ok((Some(place), length)) => (place, length),
                Ok((None, _)) => continue,
                Err(error) => {
                    stage.meeting.note(Visited::failed(&error));
                    continue;
                }
            };
            if stage.meeting.again.swap(false, Ordering::AcqRel) {
                next = Instant::now();
            }
            let written = length != stage.meeting.seen.load(Ordering::Acquire);
            if Instant::now() < next && !written {
                continue;
            }
            let met = meet(&app, &place);
            next = Instant::now()
                + match met {
                    Ok(_) => EVERY,
                    // Nobody hears of a share that is away but the line that says since when.
                    Err(_) => {
                        stage.meeting.seen.store(length, Ordering::Release);
                        PATIENCE
                    }
                };
        }
    });
}

/// One visit; the window asks again for what it touched.
pub fn meet(app: &AppHandle, place: &MeetingPlace) -> Result<Visited, Error> {
    let stage = app.state::<Stage>();
    let Some(_turn) = stage.meeting.turn() else {
        return Err(Refusal::new(EXCHANGE_BUSY).into());
    };
    stage.meeting.stop.store(false, Ordering::Release);
    // A thread of its own: the place waits for its disk by a runtime, which cannot be begun within the window's.
    let ended = std::thread::scope(|scope| {
        let visit = scope.spawn(|| visited(&stage, place));
        visit
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    });
    if let Ok((_, length)) = stage.exchange_due() {
        stage.meeting.seen.store(length, Ordering::Release);
    }
    let outcome = match &ended {
        Ok(visit) => Visited::of(visit),
        Err(error) => Visited {
            failed: Visited::failed(error).failed,
            ..stage.meeting.outcome().unwrap_or_default()
        },
    };
    // What became of a place that was changed meanwhile says nothing of the new one.
    if !stage.meeting.again.load(Ordering::Acquire) {
        stage.meeting.note(outcome.clone());
    }
    look_for_questions(&stage);
    let visit = ended?;
    // Also what was sent: the last line says how much waits.
    if visit.accepted + visit.bodies + visit.written > 0 {
        let touched: Vec<String> = visit.touched.iter().map(ToString::to_string).collect();
        drop(app.emit("touched", touched));
    }
    Ok(outcome)
}

/// Between two moments of looking: whoever works comes first.
const BREATH: Duration = Duration::from_millis(3);

/// Looks at what came for what a person has to be asked. What fails is looked at after the next meeting.
pub fn look_for_questions(stage: &Stage) {
    while !stage.meeting.stop.load(Ordering::Acquire) {
        match stage.open(|open| open.app.look_for_questions()) {
            Ok(true) => std::thread::sleep(BREATH),
            Ok(false) | Err(Error::Locked) => return,
            Err(error) => {
                tracing::warn!(%error, "what came could not be looked at for questions");
                return;
            }
        }
    }
}

fn visited(stage: &Stage, place: &MeetingPlace) -> Result<Visit, Error> {
    let org = stage.open(|open| Ok(open.app.org()))?;
    let open = &stage.meeting.open;
    let last = open.lock().unwrap_or_else(PoisonError::into_inner).take();
    let mut there = match last {
        Some((same, there)) if same == *place && there.org() == org => there,
        _ => Place::at(place, org).map_err(Ended::from)?,
    };
    let visited = visit(stage, &mut there, &place.name(), &mut |_| match stage
        .meeting
        .stop
        .load(Ordering::Acquire)
    {
        true => Go::Stop,
        false => Go::On,
    })?;
    // Whether a folder is still there is found out by opening it: a stick leaves an empty one behind.
    if matches!(place, MeetingPlace::Store(..)) {
        *open.lock().unwrap_or_else(PoisonError::into_inner) = Some((place.clone(), there));
    }
    Ok(visited)
}

impl Visited {
    fn failed(error: &Error) -> Self {
        Self {
            failed: error.refusals().first().map(|no| no.code.0.to_owned()),
            ..Self::default()
        }
    }

    fn of(visit: &Visit) -> Self {
        let troubled = visit.refused.values().chain(visit.unread.values()).sum();
        Self {
            failed: visit.unwritten.map(str::to_owned),
            accepted: numbers::some(visit.accepted),
            written: numbers::some(visit.written),
            troubled: numbers::some(troubled),
            withheld: numbers::some(visit.withheld),
        }
    }
}

//! Where the program stands between two commands: closed, in a ceremony, or open with a session.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tirkeu_core::desk::backup::Moments;
use tirkeu_core::desk::exchange::MeetingPlace;
use tirkeu_core::desk::idle::{Due, Patience, Watch};
use tirkeu_core::desk::{self, Ceremony, Folder, Machine, Open, SignedIn};
use tirkeu_core::error::Error;
use tirkeu_core::event::desk::closing;
use tirkeu_core::time::{Clock, SystemClock};
use tirkeu_core::view::{DeskState, Phase, VerdictView};

use crate::backup::Work;
use crate::check::Checking;
use crate::exchange::Meeting;
use crate::papers::Picked;
use crate::ready_folder::Seen;
use crate::{machine, watch};

/// The one mutable state of the process.
pub struct Stage {
    inner: Mutex<Inner>,
    /// Apart from the rest: a key that is pressed must not wait for a document that is being made.
    watch: Mutex<Option<Watch>>,
    started: Instant,
    /// The place that a person chose for the next file.
    pub picked: Picked,
    /// The file that was let go over the window.
    pub dropped: Picked,
    /// The check of the whole journal, beside everything else.
    pub check: Checking,
    /// The backup or restoration that runs beside the window.
    pub work: Work,
    /// The exchange that runs beside the window.
    pub meeting: Meeting,
    /// What lay in the folder with lists of ready orders when it was looked at.
    pub ready_folder: Seen,
}

struct Inner {
    folder: Result<Folder, Shut>,
    desk: Desk,
    relocked: bool,
}

/// Why there is no folder.
enum Shut {
    /// It could not be opened, and nobody has heard why.
    Because(Error),
    /// The same, and it was said: the next question tries again.
    Said,
    /// The program is about to end: it must not take the folder back from the one that follows it.
    Ended,
}

enum Desk {
    Closed,
    Ceremony(Box<Ceremony>),
    Open(Box<Open>),
}

impl Stage {
    /// Takes the data folder, unless other people's files lie where set-up would begin; a relaunched child waits for its parent to let go of it.
    pub fn start() -> Self {
        let relocked = std::env::var_os("TIRKEU_LOCKED").is_some();
        let mut folder = Folder::begin(&machine::data_folder());
        for _ in 0..50 {
            if folder.is_ok() || !relocked {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            folder = Folder::begin(&machine::data_folder());
        }
        Self {
            inner: Mutex::new(Inner {
                folder: folder.map_err(Shut::Because),
                desk: Desk::Closed,
                relocked,
            }),
            watch: Mutex::new(None),
            started: Instant::now(),
            picked: Picked::default(),
            dropped: Picked::default(),
            check: Checking::default(),
            work: Work::default(),
            meeting: Meeting::default(),
            ready_folder: Seen::default(),
        }
    }

    fn watch(&self) -> MutexGuard<'_, Option<Watch>> {
        self.watch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn watch_from_now(&self, open: Option<&Open>) {
        *self.watch() = Some(Watch::begin(watch::moment(self.started), patience(open)));
    }

    /// The laboratory may have set when the curtain falls: the watch is told.
    pub fn be_patient(&self) {
        let patience = match &self.lock().desk {
            Desk::Open(open) => patience(Some(open)),
            _ => return,
        };
        if let Some(watch) = self.watch().as_mut() {
            watch.wait_for(patience);
        }
    }

    /// Somebody is there.
    pub fn touch(&self) {
        if let Some(watch) = self.watch().as_mut() {
            watch.touch(watch::moment(self.started));
        }
    }

    /// Whether the open desk is to be covered or locked.
    pub fn look(&self) -> Option<Due> {
        self.watch().as_mut()?.look(watch::moment(self.started))
    }

    /// Whether somebody is present at the open desk.
    pub fn is_present(&self) -> bool {
        matches!(&self.lock().desk, Desk::Open(open) if !open.app.is_covered())
    }

    /// The keychain hears of the journal's end, so that of a long day it knows as much as the anchor file.
    pub fn keep_head(&self) {
        if let Desk::Open(open) = &self.lock().desk {
            open.keep_head();
        }
    }

    /// The curtain falls. False when it had fallen already, or the desk is not open.
    pub fn cover(&self) -> bool {
        match &mut self.lock().desk {
            Desk::Open(open) if !open.app.is_covered() => {
                open.cover();
                true
            }
            _ => false,
        }
    }

    /// With the open desk, its folder and its machine: a password is asked again.
    pub fn again<T>(
        &self,
        then: impl FnOnce(&mut Open, &Folder, &Machine) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut inner = self.lock();
        let inner = &mut *inner;
        let folder = folder(&mut inner.folder)?;
        let machine = machine::machine(folder)?;
        match &mut inner.desk {
            Desk::Open(open) => then(open, folder, &machine),
            _ => Err(Error::Locked),
        }
    }

    /// Whether the daily backup is to be made now. A desk that cannot say so is asked again.
    pub fn is_backup_due(&self) -> bool {
        match &self.lock().desk {
            Desk::Open(open) => matches!(open.backup_due(), Ok(Some(_))),
            _ => false,
        }
    }

    /// Where the desk exchanges and how long its journal is; no place where none is set or the desk is closed.
    pub fn exchange_due(&self) -> Result<(Option<MeetingPlace>, u64), Error> {
        match &self.lock().desk {
            Desk::Open(open) => Ok((open.exchange_place()?, open.app.length())),
            _ => Ok((None, 0)),
        }
    }

    /// Whether somebody's session is open.
    pub fn is_open(&self) -> bool {
        self.watch().is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A command that panicked left no half-written state: every write is one transaction.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the desk stands.
    pub fn state(&self) -> Result<DeskState, Error> {
        let mut inner = self.lock();
        let inner = &mut *inner;
        let folder = folder(&mut inner.folder)?;
        match &inner.desk {
            Desk::Open(open) => desk::desk_state(folder, open),
            other => {
                let phase = match other {
                    Desk::Ceremony(_) => Phase::Ceremony,
                    _ if folder.is_new() => Phase::FirstRun,
                    _ => Phase::SignIn,
                };
                // A keychain that does not open is there: set-up says so when it is asked.
                let absent = machine::machine(folder).is_ok_and(|found| found.keychain.is_none());
                let now = SystemClock.now();
                Ok(desk::locked_state(
                    folder,
                    phase,
                    inner.relocked,
                    now,
                    absent,
                ))
            }
        }
    }

    /// With the data folder.
    pub fn folder<T>(&self, then: impl FnOnce(&Folder) -> Result<T, Error>) -> Result<T, Error> {
        then(folder(&mut self.lock().folder)?)
    }

    /// With the open desk.
    pub fn open<T>(&self, then: impl FnOnce(&mut Open) -> Result<T, Error>) -> Result<T, Error> {
        match &mut self.lock().desk {
            Desk::Open(open) => then(open),
            _ => Err(Error::Locked),
        }
    }

    /// Verifies without patient data: the open desk, or the one in the ceremony.
    pub fn verify(&self) -> Result<tirkeu_core::audit::Report, Error> {
        match &self.lock().desk {
            Desk::Open(open) => open.verify(),
            Desk::Ceremony(ceremony) => ceremony.verify(),
            Desk::Closed => Err(Error::Locked),
        }
    }

    /// The same, worded for the window.
    pub fn verdict(&self) -> Result<VerdictView, Error> {
        let report = self.verify()?;
        Ok(desk::verdict_view(&report, SystemClock.now()))
    }

    /// Opens the desk: first run, sign-in, recovery.
    pub fn enter(
        &self,
        how: impl FnOnce(&Folder, &Machine) -> Result<SignedIn, Error>,
    ) -> Result<(), Error> {
        let mut inner = self.lock();
        let inner = &mut *inner;
        let folder = folder(&mut inner.folder)?;
        if matches!(inner.desk, Desk::Open(_)) {
            return Err(tirkeu_core::error::Refusal::new(tirkeu_core::error::BAD_REQUEST).into());
        }
        inner.desk = match how(folder, &machine::machine(folder)?)? {
            SignedIn::Open(open) => Desk::Open(open),
            SignedIn::Ceremony(ceremony) => Desk::Ceremony(ceremony),
        };
        self.watch_from_now(match &inner.desk {
            Desk::Open(open) => Some(open),
            _ => None,
        });
        Ok(())
    }

    /// Goes on after the ceremony as a new incarnation.
    pub fn go_on(&self, login: &str, password: &str) -> Result<(), Error> {
        let mut inner = self.lock();
        let inner = &mut *inner;
        let folder = folder(&mut inner.folder)?;
        let machine = machine::machine(folder)?;
        let Desk::Ceremony(ceremony) = &inner.desk else {
            return Err(Error::Locked);
        };
        // A wrong password leaves the ceremony where it is.
        let manager = ceremony.prove(folder, &machine, login, password)?;
        if let Desk::Ceremony(ceremony) = std::mem::replace(&mut inner.desk, Desk::Closed) {
            let open = ceremony.go_on(folder, &machine, &manager)?;
            self.watch_from_now(Some(&open));
            inner.desk = Desk::Open(Box::new(open));
        }
        Ok(())
    }

    /// Ends the session and lets go of database, keys and folder. False when that was done before: a
    /// second press of the keys, while the program ends, must not start it anew a second time.
    pub fn close(&self) -> bool {
        *self.watch() = None;
        self.meeting.end();
        self.work.end();
        let mut inner = self.lock();
        if matches!(inner.folder, Err(Shut::Ended)) {
            return false;
        }
        if let Desk::Open(open) = std::mem::replace(&mut inner.desk, Desk::Closed)
            && let Err(error) = open.close(closing::LOCKED)
        {
            tracing::error!(%error, "the session could not be closed; the next unlock closes it");
        }
        inner.folder = Err(Shut::Ended);
        true
    }
}

impl Moments for Stage {
    fn moment(&self, work: &mut dyn FnMut(&mut Open) -> Result<(), Error>) -> Result<(), Error> {
        self.open(work)
    }
}

/// How long nobody may be there, as the laboratory has set it. A setting that cannot be read is no reason to wait
/// longer than usual.
fn patience(open: Option<&Open>) -> Patience {
    let set = open.and_then(|open| open.cover_minutes().ok());
    machine::patience(set.map_or(Patience::USUAL, Patience::of))
}

fn folder(folder: &mut Result<Folder, Shut>) -> Result<&Folder, Error> {
    // A folder that was taken or could not be written may be free by now.
    if matches!(folder, Err(Shut::Because(_) | Shut::Said)) {
        *folder = Folder::begin(&machine::data_folder()).map_err(Shut::Because);
    }
    match folder {
        Ok(folder) => Ok(folder),
        Err(shut @ Shut::Because(_)) => match std::mem::replace(shut, Shut::Said) {
            Shut::Because(error) => Err(error),
            Shut::Said | Shut::Ended => Err(Error::Locked),
        },
        Err(Shut::Said | Shut::Ended) => Err(Error::Locked),
    }
}

//! Several people at one desk: one works, the sessions of the others rest behind the curtain.
//!
//! A person gives the password once for each time that the desk is unlocked; until it is locked their key stays
//! here and they come back by PIN. Sessions may interleave in the journal; coming back writes no entry. What
//! must not be here: passwords and slots (`desk/curtain.rs`).

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};

use super::{App, Handle, Session};
use crate::command::Command;
use crate::error::{Error, NOT_ALLOWED, Refusal};
use crate::event::desk::{SignInFailed, closing};
use crate::event::kinds::Role;
use crate::id::{Hash, Id, SessionId, StaffId};
use crate::vault::{Pin, VaultError};

/// Wrong PINs until the password is wanted.
pub const PIN_TRIES: u8 = 5;

crate::codes! {
    /// Not this person's PIN; argument `left`, tries until the password is wanted.
    PIN_WRONG = "pin-wrong";
    /// Five wrong PINs: the password is wanted.
    PIN_STOPPED = "pin-stopped";
    /// No PIN was set, or no password given since the desk was unlocked.
    PIN_NONE = "pin-none";
}

/// A session that rests, and what was tried at it.
pub(super) struct Aside {
    session: Session,
    tries: Tries,
}

/// Wrong PINs since the password.
#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    wrong: u8,
    first_ms: u64,
    last_ms: u64,
}

/// What one session has been shown: its handles, and the lists that stay open.
type Shown = (BTreeMap<Id, Handle>, BTreeMap<u8, Id>);

impl App {
    /// The curtain falls: nobody is present, no handle stays, and every door answers «locked».
    pub fn cover(&mut self) {
        if let Some(session) = self.session.take() {
            self.covered = true;
            self.aside.push(Aside {
                session,
                tries: Tries::default(),
            });
        }
        self.forget_shown();
    }

    /// What was shown to whoever leaves is not known to whoever comes.
    pub(super) fn forget_shown(&mut self) {
        let (handles, _) = self.take_shown();
        // An import that nobody goes on with holds its pages no longer.
        let holds = |handle| matches!(handle, Handle::Legacy(_));
        if handles.into_values().any(holds)
            && let Err(error) = self.store.at_length(false)
        {
            tracing::debug!(%error, "the pages of an import stay until the desk closes");
        }
    }

    fn take_shown(&mut self) -> Shown {
        use std::mem::take;
        (take(&mut self.handles), take(&mut self.lists))
    }

    /// Nobody is present at a desk that was not locked, whoever may come back.
    pub fn is_covered(&self) -> bool {
        self.session.is_none() && self.covered
    }

    /// Everybody who gave a password since the desk was unlocked, whoever is present or was last first.
    pub fn people(&self) -> Vec<StaffId> {
        let rest = self.aside.iter().rev().map(|one| one.session.staff);
        self.staff().into_iter().chain(rest).collect()
    }

    /// Whether this session was opened by this process and not closed.
    pub(super) fn is_ours(&self, session: SessionId) -> bool {
        let mut all = self
            .session
            .iter()
            .chain(self.aside.iter().map(|one| &one.session));
        all.any(|one| one.id == session)
    }

    /// Whether a person may come back by PIN.
    pub fn has_pin(&self, staff: StaffId) -> Result<bool, Error> {
        let open = self.aside.iter().find(|one| one.session.staff == staff);
        let is_stopped = open.is_some_and(|one| one.tries.wrong >= PIN_TRIES);
        Ok(!is_stopped && self.pin(staff)?.is_some())
    }

    fn pin(&self, staff: StaffId) -> Result<Option<Pin>, Error> {
        let kept: Option<Vec<u8>> = self
            .store
            .conn()
            .query_row("SELECT pin FROM l_pins WHERE staff = ?1", [staff], |row| {
                row.get(0)
            })
            .optional()?;
        Ok(kept.as_deref().and_then(Pin::of))
    }

    /// Forgets the PIN of a person whose access was taken away or made anew.
    pub fn forget_pin(&mut self, staff: StaffId) -> Result<(), Error> {
        let conn = self.store.conn();
        conn.execute("DELETE FROM l_pins WHERE staff = ?1", [staff])?;
        Ok(())
    }

    /// Keeps the PIN of whoever is present.
    pub fn keep_pin(&mut self, pin: &Pin) -> Result<(), Error> {
        let staff = self.session()?.staff;
        self.store.conn().execute(
            "INSERT OR REPLACE INTO l_pins (staff, pin) VALUES (?1, ?2)",
            params![staff, pin.bytes()],
        )?;
        Ok(())
    }

    /// A person comes back by PIN, or takes the place of whoever was there before the curtain.
    ///
    /// # Errors
    /// `pin-wrong`, `pin-stopped`, `pin-none`; what was tried becomes an entry.
    pub fn return_by_pin(&mut self, staff: StaffId, typed: &str) -> Result<(), Error> {
        let now = self.clock.now_ms();
        let pin = self.pin(staff)?;
        let Some(one) = self.aside.iter_mut().find(|one| one.session.staff == staff) else {
            return Err(Refusal::at("pin", PIN_NONE).into());
        };
        let Some(pin) = pin else {
            return Err(Refusal::at("pin", PIN_NONE).into());
        };
        if one.tries.wrong >= PIN_TRIES {
            return Err(Refusal::at("pin", PIN_STOPPED).into());
        }
        // An empty field or a slip of another key is nobody's guess.
        if !Pin::is_form(typed) {
            return Err(VaultError::PinForm.into());
        }
        if pin.is(typed)? {
            return self.resume(staff);
        }
        if one.tries.wrong == 0 {
            one.tries.first_ms = now;
        }
        one.tries.last_ms = now;
        one.tries.wrong += 1;
        let left = PIN_TRIES - one.tries.wrong;
        if left > 0 {
            return Err(Refusal::at("pin", PIN_WRONG).with("left", left).into());
        }
        self.tell_tries(staff)?;
        Err(Refusal::at("pin", PIN_STOPPED).into())
    }

    /// Carries out what a resting person asked for beforehand, in their session, without bringing them back.
    ///
    /// # Errors
    /// «locked» when nobody of that name rests with the rights of their session.
    pub fn execute_for(&mut self, staff: StaffId, command: Command) -> Result<(), Error> {
        let at = self.aside.iter().position(|one| {
            one.session.staff == staff && self.right_now(&one.session) == Some(one.session.role)
        });
        let Some(at) = at.filter(|_| self.session.is_none()) else {
            return Err(Error::Locked);
        };
        let Aside { session, tries } = self.aside.remove(at);
        self.session = Some(session);
        // Whatever happens in between, nobody is left present whom nobody sees.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            self.execute(command, None).map(drop)
        }));
        if let Some(session) = self.session.take() {
            self.aside.insert(at, Aside { session, tries });
        }
        outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// A person whose password was proven comes back to their session. Proof is the caller's.
    pub fn resume(&mut self, staff: StaffId) -> Result<(), Error> {
        self.cover();
        self.tell_tries(staff)?;
        let at = self.aside.iter().position(|one| one.session.staff == staff);
        let session = match at {
            Some(at) => self.aside.remove(at).session,
            None => return Err(Error::Locked),
        };
        // What was taken away meanwhile is gone; what was given counts from a session of its own.
        let right = self.right_now(&session);
        let is_same = right == Some(session.role);
        let key = session.key.clone();
        self.session = Some(session);
        if is_same {
            return Ok(());
        }
        self.close_session(closing::LOCKED)?;
        match right {
            Some(_) => self.open_session(staff, key).map(drop),
            None => Err(Refusal::new(NOT_ALLOWED).into()),
        }
    }

    /// The role that the person of a session has today, as long as the session's key is still theirs here.
    fn right_now(&self, session: &Session) -> Option<Role> {
        let view = self.folder.roster().now();
        let public = Hash(session.key.verifying_key().to_bytes());
        let is_theirs = view.key(session.staff, self.device) == Some(public);
        view.roles
            .get(&session.staff)
            .copied()
            .filter(|_| is_theirs)
    }

    /// Wrong PINs become an entry when they stop somebody, or when the person comes back.
    fn tell_tries(&mut self, staff: StaffId) -> Result<(), Error> {
        let Some(one) = self.aside.iter().find(|one| one.session.staff == staff) else {
            return Ok(());
        };
        if one.tries.wrong == 0 {
            return Ok(());
        }
        self.note_failures(vec![SignInFailed {
            attempts: u64::from(one.tries.wrong),
            first_ms: one.tries.first_ms,
            last_ms: one.tries.last_ms,
        }])
    }

    /// Ends the resting session of a person whose access was taken away or made anew.
    pub fn end_of(&mut self, staff: StaffId) -> Result<(), Error> {
        self.tell_tries(staff)?;
        let Some(at) = self.aside.iter().position(|one| one.session.staff == staff) else {
            return Ok(());
        };
        let rests = self.aside.remove(at).session;
        let present = self.session.replace(rests);
        // What the present person has open stays open.
        let shown = self.take_shown();
        let closed = self.close_session(closing::LOCKED);
        (self.handles, self.lists) = shown;
        self.session = present;
        closed
    }

    /// Ends every session that this process opened. The first failure is told; no key stays whatever happens.
    pub fn close_sessions(&mut self, reason: u8) -> Result<(), Error> {
        let resting: Vec<StaffId> = self.aside.iter().map(|one| one.session.staff).collect();
        let mut outcome = self.close_session(reason);
        for staff in resting {
            let told = self.tell_tries(staff);
            outcome = outcome.and(told);
        }
        self.covered = false;
        while let Some(one) = self.aside.pop() {
            self.session = Some(one.session);
            let closed = self.close_session(reason);
            outcome = outcome.and(closed);
        }
        outcome
    }
}

//! People of this desk: added, given a one-time code, given another, taken away.
//!
//! A manager names the person and their role and hands out a code; the person sets login and password with it at
//! the covered screen, and the manager's own session signs the key. Nobody chooses a password for another. Codes
//! live in memory until they are used or the desk is locked. Giving access goes entry first, then file; taking
//! away goes file first, then entry.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{Machine, Open};
use crate::command::Command;
use crate::domain::rights::Action;
use crate::error::{BAD_REQUEST, Error, NOT_FOUND, Refusal};
use crate::event::desk::SignInFailed;
use crate::event::kinds::Role;
use crate::id::{Entropy, Hash, StaffId, SystemEntropy};
use crate::query;
use crate::vault::{DraftSlot, NewPerson};
use crate::view::{CodeView, StaffView};

/// Digits of a one-time code.
const DIGITS: u32 = 9;
/// Wrong codes until every code that was given out is void.
const TRIES: u8 = 5;

crate::codes! {
    /// No code like this was given out; argument `left`, tries until all are void.
    CODE_WRONG = "staff-code-wrong";
    /// No code counts: none was given out since the desk was unlocked, or too many were tried.
    CODE_NONE = "staff-code-none";
    /// Whoever works cannot take themselves away.
    STAFF_OWN = "staff-own";
}

/// A person who is to work at this desk, with a password that is known: set-up of a training laboratory and tests.
#[derive(Debug, Clone, Copy)]
pub struct NewStaff<'a> {
    /// Full name, as signed on paper.
    pub name: &'a str,
    /// Login.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
    /// Role.
    pub role: Role,
}

/// Codes that were given out and not used.
#[derive(Default)]
pub(super) struct Codes {
    issued: Vec<Issued>,
    wrong: u8,
    first_ms: u64,
    last_ms: u64,
}

struct Issued {
    staff: StaffId,
    manager: StaffId,
    code: Zeroizing<String>,
}

impl Codes {
    fn issue(&mut self, staff: StaffId, manager: StaffId, entropy: &mut dyn Entropy) -> String {
        let code = entropy.digits(DIGITS);
        self.issued.retain(|one| one.staff != staff);
        self.issued.push(Issued {
            staff,
            manager,
            code: Zeroizing::new(code.clone()),
        });
        code
    }

    /// Whose code this is, and who gave it out.
    fn of(&mut self, typed: &str, now_ms: u64) -> Result<(StaffId, StaffId), Refusal> {
        let digits: Zeroizing<String> =
            Zeroizing::new(typed.chars().filter(|sign| !sign.is_whitespace()).collect());
        if self.issued.is_empty() {
            return Err(Refusal::at("code", CODE_NONE));
        }
        let same = |one: &&Issued| bool::from(one.code.as_bytes().ct_eq(digits.as_bytes()));
        if let Some(one) = self.issued.iter().find(same) {
            return Ok((one.staff, one.manager));
        }
        if self.wrong == 0 {
            self.first_ms = now_ms;
        }
        self.last_ms = now_ms;
        self.wrong += 1;
        if self.wrong >= TRIES {
            self.issued.clear();
            return Err(Refusal::at("code", CODE_NONE));
        }
        Err(Refusal::at("code", CODE_WRONG).with("left", TRIES - self.wrong))
    }

    fn used(&mut self, staff: StaffId) {
        self.issued.retain(|one| one.staff != staff);
    }

    /// Codes that somebody gave out who may do so no longer.
    fn void_of(&mut self, manager: StaffId) {
        self.issued.retain(|one| one.manager != manager);
    }

    /// Wrong codes that the journal has not heard of.
    fn tried(&mut self) -> Option<SignInFailed> {
        let attempts = u64::from(std::mem::take(&mut self.wrong));
        (attempts > 0).then_some(SignInFailed {
            attempts,
            first_ms: self.first_ms,
            last_ms: self.last_ms,
        })
    }
}

impl Open {
    /// Everybody of the laboratory, with what they may do here.
    pub fn staff(&self) -> Result<Vec<StaffView>, Error> {
        self.app.allowed(Action::SetRole)?;
        let view = self.app.roster().now();
        let (device, slots) = (self.app.device(), self.vault.slots());
        let here = |staff| {
            let slot = slots.iter().find(|(of, _)| *of == staff);
            slot.is_some_and(|(_, keys)| view.key(staff, device) == Some(Hash(keys.sign)))
        };
        let named = query::lab::staff(self.app.conn())?;
        let rows = named.into_iter().map(|(id, name)| StaffView {
            id,
            name,
            role: view.roles.get(&id).copied(),
            access: here(id),
            own: self.app.staff() == Some(id),
        });
        Ok(rows.collect())
    }

    /// Names a person and gives them a role and a one-time code.
    pub fn add_person(&mut self, name: &str, role: Role) -> Result<CodeView, Error> {
        let staff = SystemEntropy.id();
        self.name_person(staff, name, role)?;
        self.issue_code(staff)
    }

    /// A one-time code for somebody who has none yet, lost the password or the login, or was stopped.
    pub fn issue_code(&mut self, staff: StaffId) -> Result<CodeView, Error> {
        let manager = self.app.allowed(Action::AddKey)?.staff;
        if staff == manager {
            return Err(Refusal::new(STAFF_OWN).into());
        }
        self.app
            .note_failures(self.codes.tried().into_iter().collect())?;
        if !self.app.roster().now().roles.contains_key(&staff) {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        let code = self.codes.issue(staff, manager, &mut SystemEntropy);
        Ok(CodeView {
            staff,
            name: query::lab::staff_name(self.app.conn(), staff)?.unwrap_or_default(),
            code: code
                .as_bytes()
                .chunks(3)
                .map(|three| String::from_utf8_lossy(three).into_owned())
                .collect::<Vec<_>>()
                .join(" "),
        })
    }

    /// A person sets login and password with the code, at the covered screen, and works. Blocks for two seconds.
    ///
    /// A power cut between the entry and the file leaves the person without access: another code helps.
    pub fn redeem(
        &mut self,
        machine: &Machine,
        code: &str,
        login: &str,
        password: &str,
    ) -> Result<(), Error> {
        if !self.app.is_covered() {
            return Err(Refusal::new(BAD_REQUEST).into());
        }
        let found = self.codes.of(code, machine.clock.now_ms());
        if found.is_ok() || self.codes.issued.is_empty() {
            self.app
                .note_failures(self.codes.tried().into_iter().collect())?;
        }
        let (staff, manager) = found?;
        let person = NewPerson {
            staff,
            login,
            password,
            kdf: machine.kdf,
        };
        let slot = self.vault.redraft_slot(&person, &mut SystemEntropy)?;
        // The key is signed by the session of the manager who gave the code out, and by nobody else's.
        let command = self.adding_key(&slot);
        match self.app.execute_for(manager, command) {
            Err(Error::Locked) => {
                self.codes.void_of(manager);
                return Err(Refusal::at("code", CODE_NONE).into());
            }
            signed => signed?,
        }
        let key = slot.sign_key();
        self.vault.replace_slot(slot)?;
        self.codes.used(staff);
        self.app.forget_pin(staff)?;
        self.app.end_of(staff)?;
        self.app.open_session(staff, key)?;
        Ok(())
    }

    /// Takes a person's access away, here at once, elsewhere when the entry arrives. The desk then owes another
    /// database key: [`Open::rekey`], at once or at the next sign-in.
    pub fn remove_person(&mut self, staff: StaffId) -> Result<(), Error> {
        let own = self.app.allowed(Action::RemoveStaff)?.staff;
        if staff == own {
            return Err(Refusal::new(STAFF_OWN).into());
        }
        if query::lab::staff_name(self.app.conn(), staff)?.is_none() {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        // What the entry would be refused with is said before the file is touched.
        self.app.would(Command::RemoveStaff { staff })?;
        self.codes.used(staff);
        self.codes.void_of(staff);
        self.app.end_of(staff)?;
        self.app.forget_pin(staff)?;
        if self.vault.slots().iter().any(|(of, _)| *of == staff) {
            self.vault.remove_slot(staff)?;
        }
        self.app
            .execute(Command::RemoveStaff { staff }, None)
            .map(drop)
    }

    /// Adds a person with a role and access on this desk; a manager's session is open. Blocks for
    /// about a second.
    pub fn add_staff(&mut self, machine: &Machine, new: &NewStaff<'_>) -> Result<StaffId, Error> {
        let mut entropy = SystemEntropy;
        let staff = entropy.id();
        let person = NewPerson {
            staff,
            login: new.login,
            password: new.password,
            kdf: machine.kdf,
        };
        let slot = self.vault.draft_slot(&person, &mut entropy)?;
        self.name_person(staff, new.name, new.role)?;
        let command = self.adding_key(&slot);
        self.app.execute(command, None)?;
        self.vault.add_slot(slot)?;
        Ok(staff)
    }

    fn name_person(&mut self, staff: StaffId, name: &str, role: Role) -> Result<(), Error> {
        let name = name.to_owned();
        self.app
            .execute(Command::DescribeStaff { staff, name }, None)?;
        let role = Some(role);
        self.app
            .execute(Command::SetRole { staff, role }, None)
            .map(drop)
    }

    fn adding_key(&self, slot: &DraftSlot) -> Command {
        let keys = slot.public();
        Command::AddStaffKey {
            staff: slot.staff(),
            device: self.app.device(),
            ed25519: Hash(keys.sign),
            x25519: Hash(keys.seal),
        }
    }
}

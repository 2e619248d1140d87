//! The wire to people outside: one message is handed to a gateway, and what the gateway says is put in a few words.
//!
//! A blocking library, called by the desk's background thread. What matters most is how an attempt ended: taken, certainly
//! not taken, or nobody knows ([`Answer`]). Nothing is sent twice here: whether and when to try again is the caller's to say.
//! Never here: rules, words for people, the database, files, retries, logs. No personal data, key or password stands in
//! anything that can be printed. One more gateway: a module beside `smsc` with the same four calls, and a variant of [`Gateway`].

mod cause;
mod http;
mod json;
mod mobizon;
mod phone;
mod smsc;
mod smtp;

use std::fmt;
use std::time::Duration;

pub use cause::Cause;
pub use mobizon::Mobizon;
pub use smsc::Smsc;
pub use smtp::{Security, Smtp};

/// How long a call may take unless the caller says otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(20);

/// How many statuses may be asked for at once (Mobizon takes 100, SMSC names no limit).
pub const BATCH: usize = 50;

/// What is to be sent.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// To whom: E.164 with the plus (`+77012345678`), or an e-mail address.
    pub to: &'a str,
    /// From whom: a sender name approved by the gateway, empty for the account's own; for e-mail `a@b` or `Name <a@b>`.
    pub from: &'a str,
    /// Of an e-mail; nothing of it goes into an SMS.
    pub subject: &'a str,
    /// What is said.
    pub text: &'a str,
    /// Our own number of this attempt, 1–2147483647 and never used again: by it SMSC finds an attempt that was not
    /// answered, and an e-mail has its Message-ID from it.
    pub ticket: u32,
}

/// How an attempt ended, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The gateway took it.
    Accepted {
        /// By which it is asked about, exactly as told; empty where the gateway gives none (always so for e-mail).
        id: String,
        /// As told, in the account's currency.
        price: Option<String>,
    },
    /// Certainly not taken; may be tried again later.
    Deferred(Cause),
    /// Certainly not taken, and never will be as it is.
    Failed(Cause),
    /// It was handed over and no whole answer came: it may have been taken.
    Unknown(Cause),
}

/// Which message is asked about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The gateway's id; empty where it gave none.
    pub id: &'a str,
    /// Our own number of the attempt.
    pub ticket: u32,
    /// To whom it went, as in [`Message::to`].
    pub to: &'a str,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Taken, and still on its way.
    Pending,
    /// Nothing was learnt of it: the answer does not speak of it.
    NotLearnt,
    /// The recipient has it.
    Delivered,
    /// It did not arrive and will not.
    Failed(Cause),
    /// The gateway knows no such message.
    NotFound,
}

/// Whoever carries messages.
#[derive(Debug, Clone)]
pub enum Gateway {
    /// A mail server.
    Smtp(Smtp),
    /// Mobizon (api.mobizon.kz).
    Mobizon(Mobizon),
    /// SMSC (smsc.kz).
    Smsc(Smsc),
}

impl Gateway {
    /// Hands one message over, once. Takes at most about the timeout, with a slow name server somewhat longer.
    pub fn send(&self, message: &Message<'_>) -> Answer {
        match self {
            Self::Smtp(smtp) => smtp.send(message),
            Self::Mobizon(mobizon) => mobizon.send(message),
            Self::Smsc(smsc) => smsc.send(message),
        }
    }

    /// What became of messages, in the order asked. A mail server tells nothing afterwards: always [`Status::NotLearnt`].
    ///
    /// # Errors
    /// Whatever kept the gateway from answering; [`Cause::Settings`] for more than [`BATCH`] at once.
    pub fn statuses(&self, asked: &[Asked<'_>]) -> Result<Vec<Status>, Cause> {
        if asked.len() > BATCH {
            return Err(Cause::Settings);
        }
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        match self {
            Self::Smtp(_) => Ok(vec![Status::NotLearnt; asked.len()]),
            Self::Mobizon(mobizon) => mobizon.statuses(asked),
            Self::Smsc(smsc) => smsc.statuses(asked),
        }
    }

    /// Whether an attempt that was not answered can be looked up by our own number.
    pub fn looks_up(&self) -> bool {
        matches!(self, Self::Smsc(_))
    }

    /// What is left on the account, as told, with its currency: `1520.50 KZT`. None where there is no account of money.
    ///
    /// # Errors
    /// Whatever kept the gateway from answering.
    pub fn balance(&self) -> Result<Option<String>, Cause> {
        match self {
            Self::Smtp(_) => Ok(None),
            Self::Mobizon(mobizon) => mobizon.balance().map(Some),
            Self::Smsc(smsc) => smsc.balance().map(Some),
        }
    }

    /// Connects, logs in, sends nothing.
    ///
    /// # Errors
    /// Why a message could not be sent either.
    pub fn check(&self) -> Result<(), Cause> {
        match self {
            Self::Smtp(smtp) => smtp.check(),
            Self::Mobizon(_) | Self::Smsc(_) => self.balance().map(|_| ()),
        }
    }
}

impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("ticket", &self.ticket)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked")
            .field("ticket", &self.ticket)
            .finish_non_exhaustive()
    }
}

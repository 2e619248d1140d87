//! A person's session: opened and closed by their own signature.

use ed25519_dalek::SigningKey;
use rusqlite::TransactionBehavior;

use super::append::{MAX_COMMITS, Pen, Written, append};
use super::{App, Line, question};
use crate::domain::acquaintance::gate;
use crate::domain::rights::{Action, may};
use crate::error::{BAD_REQUEST, DESK_STOPPED, Error, NOT_ALLOWED, Refusal};
use crate::event::Event;
use crate::event::codec::Sig;
use crate::event::desk::{self, closing};
use crate::event::kinds::{self, Role};
use crate::event::roster::key_id;
use crate::id::{Entropy, Hash, SessionId, StaffId};
use crate::journal::log;
use crate::projection::roster::Roster;
use crate::projection::{all_count, tips};
use crate::query;
use crate::vault::Anchor;

/// An open session of one person on this desk.
pub struct Session {
    /// Its random id.
    pub id: SessionId,
    /// Who.
    pub staff: StaffId,
    /// Their role by the roster that the session cites.
    pub role: Role,
    pub(super) key: SigningKey,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Whose signature stands behind a commit.
pub(super) enum By<'a> {
    /// The desk itself.
    Desk,
    /// The desk, with the signature of the root or a manager inside bodies.
    Voucher(&'a SigningKey),
    /// The present session.
    Session,
    /// The present session, with the signature of the root inside bodies.
    Kit(&'a SigningKey),
    /// A session that begins with this commit.
    Opening(SessionId, &'a SigningKey),
}

impl App {
    /// The present session, when its role includes the action and its person has read what is to be read before
    /// it: what every door asks first.
    pub fn allowed(&self, action: Action) -> Result<&Session, Error> {
        let session = self.session()?;
        if !may(session.role, action) {
            return Err(Refusal::new(NOT_ALLOWED).into());
        }
        if action.is_about_patients() {
            gate(action, self.unread()?)?;
        }
        Ok(session)
    }

    /// How many documents whoever works has still to read today.
    pub fn unread(&self) -> Result<usize, Error> {
        let staff = self.session()?.staff;
        let on = self.clock.now().date();
        Ok(query::reading::unread(self.store.conn(), staff, on)?.len())
    }

    /// Opens a person's session on this desk.
    pub fn open_session(&mut self, staff: StaffId, key: SigningKey) -> Result<&Session, Error> {
        if self.is_stopped()? {
            return Err(Refusal::new(DESK_STOPPED).into());
        }
        self.cover();
        self.close_left_open()?;
        self.acknowledge_owed()?;
        self.checkpoint_if_due()?;
        let roster = tips(self.store.conn(), self.org)?;
        let view = self.folder.roster().view_at(&roster);
        let public = Hash(key.verifying_key().to_bytes());
        let Some(role) = view.roles.get(&staff).copied().filter(|role| {
            may(*role, Action::SignIn) && view.key(staff, self.device) == Some(public)
        }) else {
            return Err(Refusal::new(NOT_ALLOWED).into());
        };
        let id = self.entropy.id();
        let line = Line::new(
            self.device,
            desk::SessionOpened {
                staff,
                key: key_id(&public),
                roster,
                signature: Sig([0; 64]),
            },
        );
        self.write(&By::Opening(id, &key), vec![line])?;
        self.session = Some(Session {
            id,
            staff,
            role,
            key,
        });
        // Somebody who works is not kept from it by what was to go.
        if let Err(error) = self.purge_if_due() {
            tracing::warn!(%error, "bookings whose days are over are still here");
        }
        if let Err(error) = self.forget_codes() {
            tracing::warn!(%error, "phones to which codes went yesterday are still here");
        }
        self.session()
    }

    /// A desk that was revoked, or of which a copy was found, writes nothing that counts.
    pub(super) fn is_stopped(&self) -> Result<bool, Error> {
        let next = self.head.map_or(0, |head| log::signed(head.seq) + 1);
        Ok(self.folder.roster().is_revoked(self.device, next)
            || log::forked_at(self.store.conn(), self.device)?.is_some())
    }

    /// Ends the present session; on a desk that was stopped meanwhile it ends without an entry.
    pub fn close_session(&mut self, reason: u8) -> Result<(), Error> {
        let written = if self.session.is_some() {
            let body = desk::SessionClosed {
                reason,
                signature: Some(Sig([0; 64])),
            };
            self.write(&By::Session, vec![Line::new(self.device, body)])
                .map(drop)
        } else {
            Ok(())
        };
        // Whatever the disk says, the desk locks: the next sign-in ends the session in the journal.
        self.session = None;
        self.forget_shown();
        match written {
            Ok(()) | Err(Error::Refused(_)) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// Sessions that a crash left open are closed by the desk, without the person's signature.
    fn close_left_open(&mut self) -> Result<(), Error> {
        let mut rows = self.store.conn().prepare_cached(
            "SELECT session FROM x_session WHERE device = ?1 AND closed_seq IS NULL ORDER BY opened_seq",
        )?;
        let open = rows
            .query_map([self.device], |row| row.get(0))?
            .collect::<Result<Vec<SessionId>, _>>()?;
        drop(rows);
        for session in open {
            if self.is_ours(session) {
                continue;
            }
            // The crashed session is named by the subject of the entry: the entry itself has none.
            let body = desk::SessionClosed {
                reason: closing::CRASH,
                signature: None,
            };
            self.write(&By::Desk, vec![Line::new(session, body)])?;
        }
        Ok(())
    }

    /// Failed attempts to sign in, while the database was closed. Those that the journal has already are
    /// left out: a power cut may have kept the counting file from hearing of it.
    pub fn note_failures(&mut self, failed: Vec<desk::SignInFailed>) -> Result<(), Error> {
        let mut lines = Vec::new();
        for failed in failed {
            let told = self.failures_since(failed.first_ms)?;
            let attempts = failed.attempts.saturating_sub(told);
            if attempts > 0 && lines.len() < super::MAX_COMMIT {
                let body = desk::SignInFailed { attempts, ..failed };
                lines.push(Line::new(self.device, body));
            }
        }
        self.note(lines)
    }

    /// Attempts of the run that began at this moment, as journalled.
    fn failures_since(&self, first_ms: u64) -> Result<u64, Error> {
        let mut rows = self.store.conn().prepare_cached(
            "SELECT hash FROM x_graph WHERE device = ?1 AND session = ?2 AND kind = ?3 ORDER BY seq DESC LIMIT 256",
        )?;
        let entries = rows
            .query_map(
                rusqlite::params![self.device, SessionId::ZERO, kinds::SIGN_IN_FAILED],
                |row| row.get(0),
            )?
            .collect::<Result<Vec<Hash>, _>>()?;
        let mut told = 0;
        for hash in entries {
            let entry = log::entry(self.store.conn(), hash)?;
            let body = entry.and_then(|entry| Event::of(&entry));
            if let Some(Event::SignInFailed(body)) = body
                && body.first_ms == first_ms
            {
                told += body.attempts;
            }
        }
        Ok(told)
    }

    /// Entries that the desk makes by itself.
    pub fn note(&mut self, lines: Vec<Line>) -> Result<(), Error> {
        if lines.is_empty() {
            return Ok(());
        }
        self.write(&By::Desk, lines).map(drop)
    }

    /// One commit in a transaction of its own.
    pub(super) fn write(&mut self, by: &By<'_>, lines: Vec<Line>) -> Result<Written, Error> {
        self.transact(by, |_, _, _| Ok(((), lines)), |_, (), _| Ok(()))
            .map(|((), written)| written)
    }

    /// One commit: `plan` reads and says what is to be written, `beside` writes local rows that must stand or fall with
    /// the entries. See [`Self::transact_all`].
    pub(super) fn transact<T>(
        &mut self,
        by: &By<'_>,
        plan: impl FnOnce(
            &rusqlite::Transaction<'_>,
            &Roster,
            &mut dyn Entropy,
        ) -> Result<(T, Vec<Line>), Error>,
        beside: impl FnOnce(&rusqlite::Transaction<'_>, &T, &Written) -> Result<(), Error>,
    ) -> Result<(T, Written), Error> {
        let (value, mut written) = self.transact_all(
            by,
            |tx, roster, entropy| {
                let (value, lines) = plan(tx, roster, entropy)?;
                Ok((value, vec![lines]))
            },
            |tx, value, written| match written {
                [written] => beside(tx, value, written),
                _ => Err(Refusal::new(BAD_REQUEST).into()),
            },
        )?;
        let written = written.pop().ok_or_else(|| Refusal::new(BAD_REQUEST))?;
        Ok((value, written))
    }

    /// One transaction of up to [`MAX_COMMITS`] commits: `plan` reads and says what is to be written, then everything is
    /// committed and the anchor synced once; `beside` writes local rows that must stand or fall with the entries.
    /// Nothing half-written stays, and what a person did either counts here or was never written. A plan without a
    /// commit writes nothing.
    ///
    /// The database may be ahead of the anchor by the whole transaction when the power goes between the two: nobody was
    /// told of it yet, and the anchor's hash is on the chain all the same.
    pub(super) fn transact_all<T>(
        &mut self,
        by: &By<'_>,
        plan: impl FnOnce(
            &rusqlite::Transaction<'_>,
            &Roster,
            &mut dyn Entropy,
        ) -> Result<(T, Vec<Vec<Line>>), Error>,
        beside: impl FnOnce(&rusqlite::Transaction<'_>, &T, &[Written]) -> Result<(), Error>,
    ) -> Result<(T, Vec<Written>), Error> {
        let (session, person) = match by {
            By::Desk => (SessionId::ZERO, None),
            By::Voucher(key) => (SessionId::ZERO, Some(*key)),
            By::Session => {
                let session = self.session.as_ref().ok_or(Error::Locked)?;
                (session.id, Some(&session.key))
            }
            By::Kit(key) => (self.session()?.id, Some(*key)),
            By::Opening(id, key) => (*id, Some(*key)),
        };
        let mut pen = Pen {
            org: self.org,
            device: self.device,
            key: &self.key,
            person,
            session,
            head: self.head,
            hlc: self.hlc,
            wall: self.clock.now(),
        };
        let folder = &mut self.folder;
        let entropy = self.entropy.as_mut();
        let tx = self
            .store
            .conn_mut()
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let outcome = plan(&tx, folder.roster(), entropy).and_then(|(value, commits)| {
            if commits.len() > MAX_COMMITS {
                return Err(Refusal::new(BAD_REQUEST).into());
            }
            let mut all = Vec::with_capacity(commits.len());
            for lines in commits {
                let about = lines.iter().map(|line| line.subject).collect();
                let written = append(&tx, folder, &pen, entropy, lines)?;
                if matches!(by, By::Session | By::Kit(_) | By::Opening(..))
                    && !all_count(&tx, &written.entries)?
                {
                    return Err(Refusal::new(DESK_STOPPED).into());
                }
                question::touched_here(&tx, &about, &written.touched.subjects)?;
                pen.head = Some(written.head);
                pen.hlc = written.head.hlc;
                all.push(written);
            }
            beside(&tx, &value, &all)?;
            tx.commit()?;
            Ok((value, all))
        });
        match outcome {
            Ok((value, written)) => {
                if let Some(last) = written.last() {
                    self.head = Some(last.head);
                    self.hlc = last.head.hlc;
                    self.sync_anchor()?;
                }
                Ok((value, written))
            }
            Err(error) => {
                // The roster in memory may be ahead of what was rolled back.
                self.folder.forget(self.store.conn())?;
                Err(error)
            }
        }
    }

    /// The anchor is synced before anybody is told «Сохранено».
    pub(super) fn sync_anchor(&mut self) -> Result<(), Error> {
        if let (Some(anchor), Some(head)) = (&mut self.anchor, self.head) {
            anchor.write(head.seq, head.hash)?;
        }
        Ok(())
    }

    /// From here on every commit is anchored; the present head at once.
    pub fn set_anchor(&mut self, anchor: Anchor) -> Result<(), Error> {
        self.anchor = Some(anchor);
        self.sync_anchor()
    }

    /// The number of entries of this desk.
    pub fn length(&self) -> u64 {
        self.head.map_or(0, |head| head.seq + 1)
    }
}

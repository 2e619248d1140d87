//! Half-filled forms: encrypted on this desk, readable by their owner only, never exchanged. A colleague may take
//! one over while its patient still stands there; that is an entry, and from then on it is theirs alone.

use rusqlite::{Connection, OptionalExtension, params};

use super::session::By;
use super::{App, Line};
use crate::domain::rights::Action;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::disclosure::{ListOpened, list};
use crate::id::{Id, StaffId, SubjectId};
use crate::journal::log::{signed, unsigned};

/// Longest draft in bytes; a paste beyond it is refused with words.
const LONGEST: usize = 256 * 1024;

/// Intakes that one desk puts aside.
const PARKED: i64 = 3;

crate::codes! {
    /// As many intakes are put aside as a desk holds.
    PARKED_FULL = "parked-full";
}

/// The secret of a kit, and the numbers (1–8) of the groups that must be typed back.
pub type PendingKit = ([u8; 16], Vec<u8>);

/// Whether a form is about a text of the laboratory and nobody.
pub fn is_text(form: &str) -> bool {
    matches!(form, "policy" | "document")
}

/// One kept form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id, and the idempotence key of the command that will carry it out.
    pub id: Id,
    /// `intake`, `expected`, `policy`, `document`, or the act on a card as its command is named.
    pub form: String,
    /// Whom it is about, when known.
    pub subject: Option<SubjectId>,
    /// Initials only.
    pub initials: String,
    /// Milliseconds since 1970.
    pub saved_at: u64,
    /// Whose it is.
    pub staff: StaffId,
}

impl App {
    /// Keeps a form of the person who works; the same id is written over.
    pub fn keep_draft(
        &mut self,
        id: Option<Id>,
        form: &str,
        subject: Option<SubjectId>,
        initials: &str,
        json: &str,
    ) -> Result<Id, Error> {
        let staff = self.allowed(Action::KeepDraft)?.staff;
        if json.len() > LONGEST {
            return Err(Refusal::new(crate::domain::text::TEXT_TOO_LONG)
                .with("limit", LONGEST)
                .into());
        }
        let id = id.unwrap_or_else(|| self.entropy.id());
        let now = signed(self.clock.now_ms());
        let written = self.store.conn().execute(
            "INSERT INTO l_drafts (id, staff, form, subject, initials, json, saved_at, began_at, worked_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?7) \
             ON CONFLICT (id) DO UPDATE SET initials = ?5, json = ?6, saved_at = ?7, subject = ?4, worked_at = ?7 WHERE staff = ?2",
            params![id, staff, form, subject, initials, json, now],
        )?;
        if written == 0 {
            Err(Refusal::new(NOT_FOUND).into())
        } else {
            Ok(id)
        }
    }

    /// The person's own drafts, newest first: that they are there, not what they say.
    pub fn drafts(&self) -> Result<Vec<Draft>, Error> {
        let staff = self.allowed(Action::KeepDraft)?.staff;
        self.drafts_where("staff = ?1", staff)
    }

    /// Intakes that colleagues left half-filled, newest first.
    pub fn colleagues_drafts(&self) -> Result<Vec<Draft>, Error> {
        let staff = self.allowed(Action::TakeOverDraft)?.staff;
        self.drafts_where("staff <> ?1 AND form = 'intake'", staff)
    }

    fn drafts_where(&self, which: &str, staff: StaffId) -> Result<Vec<Draft>, Error> {
        let mut rows = self.store.conn().prepare_cached(&format!(
            "SELECT id, form, subject, initials, saved_at, staff FROM l_drafts WHERE {which} ORDER BY saved_at DESC",
        ))?;
        let drafts = rows.query_map([staff], |row| {
            Ok(Draft {
                id: row.get("id")?,
                form: row.get("form")?,
                subject: row.get("subject")?,
                initials: row.get("initials")?,
                saved_at: unsigned(row.get("saved_at")?),
                staff: row.get("staff")?,
            })
        })?;
        Ok(drafts.collect::<Result<_, _>>()?)
    }

    /// Takes a colleague's intake over: an entry, and the form has another owner.
    pub fn take_over_draft(&mut self, id: Id) -> Result<(), Error> {
        let session = self.allowed(Action::TakeOverDraft)?;
        let (subject, staff) = (session.id, session.staff);
        let line = Line::new(subject, ListOpened { list: list::DRAFT });
        self.transact(
            &By::Session,
            |tx, _, _| {
                let sql = "SELECT EXISTS (SELECT 1 FROM l_drafts WHERE id = ?1 AND staff <> ?2 AND form = 'intake')";
                let there: bool = tx.query_row(sql, params![id, staff], |row| row.get(0))?;
                if there {
                    Ok(((), vec![line]))
                } else {
                    Err(Refusal::new(NOT_FOUND).into())
                }
            },
            |tx, (), _| {
                let sql = "UPDATE l_drafts SET staff = ?2 WHERE id = ?1";
                tx.execute(sql, params![id, staff])?;
                Ok(())
            },
        )
        .map(drop)
    }

    /// Puts an intake of the person who works aside for the next in the queue. A desk holds three: whoever has
    /// more on hold has forgotten one.
    pub fn park_draft(&self, id: Id) -> Result<(), Error> {
        let staff = self.allowed(Action::KeepDraft)?.staff;
        let (mine, others): (bool, i64) = self.store.conn().query_row(
            "SELECT EXISTS (SELECT 1 FROM l_drafts WHERE id = ?1 AND staff = ?2 AND form = 'intake'), \
             (SELECT count(*) FROM l_drafts WHERE id <> ?1 AND form = 'intake')",
            params![id, staff],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if !mine {
            return Err(Refusal::new(NOT_FOUND).into());
        }
        if others >= PARKED {
            return Err(Refusal::new(PARKED_FULL).with("count", PARKED).into());
        }
        // From here on it lies aside: what it takes does not count that.
        self.store.conn().execute(
            "UPDATE l_drafts SET worked_at = ?2 WHERE id = ?1",
            params![id, signed(self.clock.now_ms())],
        )?;
        Ok(())
    }

    /// A form is opened again: since somebody last worked on it, it lay aside.
    pub(super) fn take_up(&self, id: Id) -> Result<(), Error> {
        self.store.conn().execute(
            "UPDATE l_drafts SET aside_ms = aside_ms + max(0, ?2 - worked_at), worked_at = ?2 \
             WHERE id = ?1 AND worked_at IS NOT NULL",
            params![id, signed(self.clock.now_ms())],
        )?;
        Ok(())
    }

    /// What a draft of the person who works says, and whom it is about. A form about a patient opens for whoever
    /// may take patients in today; it is kept and dropped whatever was read, so that no half-typed word is lost.
    pub(super) fn kept(&self, id: Id) -> Result<(Option<SubjectId>, String), Error> {
        let staff = self.allowed(Action::KeepDraft)?.staff;
        let sql = "SELECT form, subject, json FROM l_drafts WHERE id = ?1 AND staff = ?2";
        let row: Option<(String, _, _)> = self
            .store
            .conn()
            .query_row(sql, params![id, staff], |row| {
                Ok((row.get("form")?, row.get("subject")?, row.get("json")?))
            })
            .optional()?;
        let (form, subject, json) = row.ok_or_else(|| Refusal::new(NOT_FOUND))?;
        if !is_text(&form) {
            self.allowed(Action::TakeIn)?;
        }
        Ok((subject, json))
    }

    /// Drops a draft of the person who works.
    pub fn drop_draft(&mut self, id: Id) -> Result<(), Error> {
        let staff = self.allowed(Action::KeepDraft)?.staff;
        self.store.conn().execute(
            "DELETE FROM l_drafts WHERE id = ?1 AND staff = ?2",
            params![id, staff],
        )?;
        Ok(())
    }

    /// The kit that waits to be typed back: its secret and the groups that are asked.
    pub fn pending_kit(&self) -> Result<Option<PendingKit>, Error> {
        let row: Option<(Vec<u8>, String)> = self
            .store
            .conn()
            .query_row("SELECT secret, ask FROM k_pending_kit", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(row.and_then(|(secret, ask)| {
            Some((
                secret.try_into().ok()?,
                ask.split(',').filter_map(|n| n.parse().ok()).collect(),
            ))
        }))
    }

    /// Keeps the new kit's secret until it was typed back.
    pub fn keep_pending_kit(&mut self, secret: &[u8; 16], ask: &[u8]) -> Result<(), Error> {
        Ok(put_pending_kit(self.store.conn(), secret, ask)?)
    }

    /// The kit was typed back: from here on its secret lies on paper only.
    pub fn forget_pending_kit(&mut self) -> Result<(), Error> {
        self.store.conn().execute("DELETE FROM k_pending_kit", [])?;
        self.store.checkpoint()?;
        Ok(())
    }
}

/// See [`App::keep_pending_kit`].
pub(super) fn put_pending_kit(
    conn: &Connection,
    secret: &[u8; 16],
    ask: &[u8],
) -> Result<(), rusqlite::Error> {
    let ask = ask.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
    conn.execute(
        "INSERT OR REPLACE INTO k_pending_kit (one, secret, ask) VALUES (1, ?1, ?2)",
        params![&secret[..], ask],
    )?;
    Ok(())
}

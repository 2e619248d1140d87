//! Brings the tables up to date with what arrived: judge, fold, wake whoever was judged by it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rusqlite::{OptionalExtension, Transaction, params};

use super::destroy::{is_act, is_covered, is_destroyed, is_held};
use super::index::{
    ANY, WAITING, any_waits, citers, cites_all_tips, index, is_ordered, replace_tips, set_status,
    status_of,
};
use super::judge::judge;
use super::status::Status;
use super::{Folder, Folding, Touched, apply_ordered, evidence, roster, search, seen, trail};
use crate::event::{Event, kinds};
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError, signed};
use crate::journal::{Entry, Header};

impl Folder {
    /// Brings the tables up to date with entries that were just stored, in that order.
    pub fn settle(&mut self, tx: &Transaction<'_>, fresh: &[Entry]) -> Result<Touched, LogError> {
        for entry in fresh {
            index(tx, entry)?;
        }
        let mut queue: VecDeque<Hash> = fresh.iter().map(Entry::hash).collect();
        let mut of_roster = fresh.iter().any(|entry| entry.header().subject == self.org);
        if any_waits(tx)? {
            for entry in fresh {
                of_roster |= self.woken_by(tx, entry, &mut queue)?;
            }
        }
        if of_roster {
            self.roster_changed(tx, &mut queue)?;
        }
        self.settle_queue(tx, queue, fresh)
    }

    /// A body arrived for stored entries, or a fork was seen: judges them again.
    pub fn reconsider(
        &mut self,
        tx: &Transaction<'_>,
        entries: &[Hash],
    ) -> Result<Touched, LogError> {
        let mut queue: VecDeque<Hash> = entries.iter().copied().collect();
        let mut of_roster = false;
        for hash in entries {
            // A new body changes what an applied entry means, not only whether it counts.
            set_status(tx, *hash, Status::Pending)?;
            let place = tx
                .prepare_cached("SELECT subject, kind FROM x_graph WHERE hash = ?1")?
                .query_row([hash], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            // The roster asks which session stands behind its entries, and what that cited.
            of_roster |= place.is_some_and(|(subject, kind): (SubjectId, u16)| {
                subject == self.org
                    || matches!(
                        kind,
                        kinds::GENESIS | kinds::SESSION_OPENED | kinds::SESSION_CLOSED
                    )
            });
        }
        if of_roster {
            self.cited.forget();
        }
        if of_roster {
            self.roster_changed(tx, &mut queue)?;
        }
        self.settle_queue(tx, queue, &[])
    }

    /// A rival of a stored entry was seen and kept: everything of its desk from there on is judged
    /// again, and whoever waited for the rival goes on.
    pub fn freeze(&mut self, tx: &Transaction<'_>, rival: &Entry) -> Result<Touched, LogError> {
        let header = rival.header();
        evidence::index(tx, rival.hash())?;
        let mut rows = tx.prepare_cached(
            "SELECT hash FROM x_graph WHERE device = ?1 AND seq >= ?2 ORDER BY seq",
        )?;
        let hashes = rows
            .query_map(params![header.device, signed(header.seq)], |row| row.get(0))?
            .collect::<Result<Vec<Hash>, _>>()?;
        drop(rows);
        let mut queue: VecDeque<Hash> = hashes.into();
        citers(tx, rival.hash(), WAITING, &mut queue)?;
        self.roster_changed(tx, &mut queue)?;
        self.settle_queue(tx, queue, &[])
    }

    fn roster_changed(
        &mut self,
        tx: &Transaction<'_>,
        queue: &mut VecDeque<Hash>,
    ) -> Result<(), LogError> {
        self.roster = roster::load(tx, self.org, &self.cited)?;
        roster::project(&self.roster, self.org, tx)?;
        if self.past_changed(tx)? {
            let mut rows = tx.prepare_cached("SELECT hash FROM x_graph ORDER BY device, seq")?;
            for hash in rows.query_map([], |row| row.get(0))? {
                queue.push_back(hash?);
            }
            return Ok(());
        }
        // A late roster entry may permit what waited and forbid what counted. What is pending stands in the queue already.
        let mut rows = tx.prepare_cached(
            "SELECT hash, device, seq, status FROM x_graph WHERE status > 1 \
             UNION ALL SELECT g.hash, g.device, g.seq, g.status FROM x_graph g \
               JOIN p_revocation r ON r.device = g.device AND g.seq > coalesce(r.last_seq, -1) WHERE g.status = 1 \
             UNION ALL SELECT hash, device, seq, status FROM x_graph WHERE subject = ?1 AND status = 1 \
             ORDER BY device, seq",
        )?;
        for hash in rows.query_map([self.org], |row| row.get::<_, Hash>("hash"))? {
            queue.push_back(hash?);
        }
        Ok(())
    }

    /// A revocation reached back into the roster itself: every view of it may be another one.
    fn past_changed(&self, tx: &Transaction<'_>) -> Result<bool, rusqlite::Error> {
        let mut rows = tx.prepare_cached(
            "SELECT hash, status FROM x_graph WHERE subject = ?1 AND status IN (1, 3)",
        )?;
        let judged = rows.query_map([self.org], |row| {
            Ok((row.get::<_, Hash>(0)?, row.get::<_, Status>(1)?))
        })?;
        for row in judged {
            let (hash, old) = row?;
            if (roster::status(&self.roster, hash) == Status::Applied) != (old == Status::Applied) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What an arriving entry may have been missing for: its citers and the other members of its commit.
    /// True when an entry of the roster is among those members: its evaluation has to know.
    fn woken_by(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        queue: &mut VecDeque<Hash>,
    ) -> Result<bool, LogError> {
        let header = entry.header();
        citers(tx, entry.hash(), WAITING, queue)?;
        let mut rows = tx.prepare_cached(
            "SELECT hash, subject FROM x_graph WHERE device = ?1 AND seq >= ?2 - 64 AND seq < ?2 AND status = 2 ORDER BY seq",
        )?;
        let members = rows.query_map(params![header.device, signed(header.seq)], |row| {
            Ok((
                row.get::<_, Hash>("hash")?,
                row.get::<_, SubjectId>("subject")?,
            ))
        })?;
        let mut of_roster = false;
        for member in members {
            let (hash, subject) = member?;
            of_roster |= subject == self.org;
            queue.push_back(hash);
        }
        Ok(of_roster)
    }

    /// Judges and folds what stands in the queue. Of `fresh` nothing happened to a body yet: each is taken as it came the
    /// first time, and read from the journal when it is judged again.
    pub(super) fn settle_queue(
        &mut self,
        tx: &Transaction<'_>,
        mut queue: VecDeque<Hash>,
        fresh: &[Entry],
    ) -> Result<Touched, LogError> {
        let mut fresh: BTreeMap<Hash, &Entry> =
            fresh.iter().map(|entry| (entry.hash(), entry)).collect();
        let mut touched = Touched::default();
        let mut dirty: BTreeSet<SubjectId> = BTreeSet::new();
        // A search row is dear: one commit of several entries about a person writes it once.
        let mut advanced: Vec<SubjectId> = Vec::new();
        let mut waits = any_waits(tx)?;
        while let Some(hash) = queue.pop_front() {
            let (entry, old) = match fresh.remove(&hash) {
                Some(entry) => (Cow::Borrowed(entry), Some(Status::Pending)),
                None => match log::entry(tx, hash)? {
                    Some(entry) => (Cow::Owned(entry), status_of(tx, hash)?),
                    None => continue,
                },
            };
            let mut judged = judge(tx, self.org, &self.roster, &self.cited, &entry)?;
            let ordered = is_ordered(entry.header());
            let destroyed = ordered && is_destroyed(tx, entry.header().subject)?;
            if destroyed && judged.status == Status::Applied && is_held(tx, entry.header())? {
                judged.status = Status::Held;
            }
            // Also where nothing else changes: whose session it was may be known only now.
            trail::file(
                tx,
                (hash, entry.header()),
                judged.status,
                judged.event.as_ref(),
            )?;
            if old == Some(judged.status) {
                continue;
            }
            waits |= judged.status == Status::Waiting;
            touched.subjects.insert(entry.header().subject);
            if ordered {
                let subject = entry.header().subject;
                let plain = old == Some(Status::Pending) && judged.status == Status::Applied;
                if plain
                    && !destroyed
                    && !dirty.contains(&subject)
                    && self.advance(tx, &entry, judged.event.as_ref())?
                {
                    if search::is_of_search(entry.header().kind)
                        && advanced.last() != Some(&subject)
                    {
                        advanced.push(subject);
                    }
                } else {
                    dirty.insert(subject);
                }
            } else {
                seen::retract(tx, &entry)?;
                if is_covered(tx, entry.header())? {
                    self.erase_late(tx, &entry, &mut touched)?;
                } else if judged.status == Status::Applied {
                    seen::apply(tx, &entry, judged.event.as_ref())?;
                }
            }
            self.after_change(tx, &entry, judged.status, waits, &mut queue)?;
        }
        for subject in advanced {
            if !dirty.contains(&subject) {
                search::refresh(tx, subject)?;
            }
        }
        for subject in dirty {
            self.refold(tx, subject, &mut touched)?;
        }
        Ok(touched)
    }

    /// Whoever was judged by the old status is judged again. `waits` says whether anybody may wait.
    fn after_change(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        status: Status,
        waits: bool,
        queue: &mut VecDeque<Hash>,
    ) -> Result<(), LogError> {
        let header = entry.header();
        if is_ordered(header) {
            // Waiting is transitive: whoever counted on an entry that waits again waits with it.
            match status {
                Status::Waiting => citers(tx, entry.hash(), ANY, queue)?,
                _ if waits => citers(tx, entry.hash(), WAITING, queue)?,
                _ => {}
            }
        }
        match header.kind {
            kinds::SESSION_OPENED | kinds::SESSION_CLOSED => {
                let session = seen::session_meant(header);
                // What is pending stands in the queue already.
                let mut rows = tx.prepare_cached(
                    "SELECT hash, seq FROM x_graph WHERE device = ?1 AND session = ?2 AND seq > ?3 AND status <> 0 \
                     UNION ALL SELECT hash, seq FROM x_graph INDEXED BY x_graph_subject \
                       WHERE subject = ?2 AND ordered = 0 AND device = ?1 AND kind = ?4 AND seq > ?3 AND status <> 0 \
                     ORDER BY seq",
                )?;
                for hash in rows.query_map(
                    params![
                        header.device,
                        session,
                        signed(header.seq),
                        kinds::SESSION_CLOSED
                    ],
                    |row| row.get("hash"),
                )? {
                    queue.push_back(hash?);
                }
                if header.kind == kinds::SESSION_OPENED {
                    self.annulments_of(tx, header, queue)?;
                }
            }
            // Whether a grant may be annulled depends on who recorded it.
            kinds::CONSENT_GIVEN => {
                let mut rows = tx.prepare_cached(
                    "SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 1 AND kind = ?2 AND status <> 0 ORDER BY hash",
                )?;
                for hash in rows
                    .query_map(params![header.subject, kinds::CONSENT_ANNULLED], |row| {
                        row.get(0)
                    })?
                {
                    queue.push_back(hash?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// An annulment asks which role its target was recorded under.
    fn annulments_of(
        &self,
        tx: &Transaction<'_>,
        opened: &Header,
        queue: &mut VecDeque<Hash>,
    ) -> Result<(), LogError> {
        let mut rows = tx.prepare_cached(
            "SELECT hash FROM x_graph WHERE kind = ?3 AND ordered = 1 AND status <> 0 AND subject IN \
               (SELECT subject FROM x_graph WHERE device = ?1 AND session = ?2) ORDER BY hash",
        )?;
        for hash in rows.query_map(
            params![opened.device, opened.session, kinds::CONSENT_ANNULLED],
            |row| row.get(0),
        )? {
            queue.push_back(hash?);
        }
        Ok(())
    }

    /// The fast path: an entry that cites exactly the present tips of a subject over which no act counts is applied at
    /// once.
    fn advance(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        event: Option<&Event>,
    ) -> Result<bool, LogError> {
        let header = entry.header();
        if is_act(header.kind) || !cites_all_tips(tx, header)? {
            return Ok(false);
        }
        let folding = Folding {
            hash: entry.hash(),
            header,
            known: None,
        };
        apply_ordered(tx, &folding, event)?;
        replace_tips(tx, header.subject, &header.refs, entry.hash())?;
        Ok(true)
    }
}

//! Projections: the only room that writes domain tables, always inside a door's transaction.
//!
//! [`settle`] takes stored entries and brings every table to what the journal says: it judges, folds
//! ordered subjects in the order of their graph, and applies set kinds one by one. The same tables
//! come out however entries arrive: incremental == refold == rebuild. To add a noun: a file with
//! `apply`, its tables in `store/schema.sql` and in [`tables::ORDERED`], an arm in [`apply_ordered`].

pub mod consent;
#[cfg(test)]
mod consent_tests;
pub mod graph;
pub mod judge;
pub mod lab;
pub mod patient;
pub mod roster;
pub mod search;
pub mod seen;
pub mod status;
pub mod tables;

use std::collections::{BTreeSet, VecDeque};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::event::kinds::{self, Fold};
use crate::event::{Event, erasure};
use crate::id::{DeviceId, Hash, OrgId, SubjectId};
use crate::journal::log::{self, LogError, signed};
use crate::journal::{Entry, Header};
use graph::{Ancestors, Node, Order};
use judge::judge;
use roster::Roster;
use status::Status;

/// Raised whenever a fold changes; tables of an older version are dropped and rebuilt.
pub const PROJECTION_VERSION: u32 = 1;

/// What an ordered entry's fold is given besides the event.
pub struct Folding<'a> {
    /// The entry's hash.
    pub hash: Hash,
    /// Its header.
    pub header: &'a Header,
    known: Option<(&'a Order, &'a Ancestors)>,
}

impl Folding<'_> {
    /// Is an earlier entry of the subject known to this one? On the fast path everything is.
    pub fn knows(&self, older: Hash) -> bool {
        self.known.is_none_or(|(order, ancestors)| {
            order
                .position(older)
                .is_some_and(|at| ancestors.contains(at))
        })
    }
}

/// What changed: subjects whose views must be asked again, and bodies that were erased.
#[derive(Debug, Default)]
pub struct Touched {
    /// Subjects.
    pub subjects: BTreeSet<SubjectId>,
    /// Acts of destruction under which bodies went, with how many.
    pub erased: Vec<(Hash, SubjectId, u64)>,
}

/// The state that outlives one transaction: the evaluated roster.
#[derive(Debug)]
pub struct Folder {
    org: OrgId,
    roster: Roster,
}

impl Folder {
    /// Reads the roster from the tables; rebuilds everything first when the fold has another version.
    pub fn open(conn: &mut Connection, org: OrgId) -> Result<Self, LogError> {
        let version: Option<u32> = conn
            .query_row("SELECT version FROM l_fold", [], |row| row.get(0))
            .optional()?;
        let mut folder = Self {
            org,
            roster: Roster::load(conn, org)?,
        };
        if version != Some(PROJECTION_VERSION) {
            let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            folder.rebuild(&tx)?;
            tx.commit()?;
        }
        Ok(folder)
    }

    /// The evaluated roster.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Evaluates the roster anew after a transaction was rolled back.
    pub fn forget(&mut self, conn: &Connection) -> Result<(), LogError> {
        self.roster = Roster::load(conn, self.org)?;
        Ok(())
    }

    /// Drops every projection and cache and makes them again from the journal.
    pub fn rebuild(&mut self, tx: &Transaction<'_>) -> Result<Touched, LogError> {
        for table in tables::REBUILT {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
        let mut rows = tx.prepare("SELECT hash FROM j_entries ORDER BY device, seq")?;
        let hashes = rows
            .query_map([], |row| row.get::<_, Hash>(0))?
            .collect::<Result<Vec<_>, _>>()?;
        let mut entries = Vec::with_capacity(hashes.len());
        for hash in &hashes {
            if let Some(entry) = log::entry(tx, *hash)? {
                index(tx, &entry)?;
                entries.push(*hash);
            }
        }
        self.roster = Roster::load(tx, self.org)?;
        self.roster.project(tx)?;
        let touched = self.settle_queue(tx, entries.into())?;
        tx.execute("INSERT INTO l_fold (one, version) VALUES (1, ?1) ON CONFLICT DO UPDATE SET version = ?1", [PROJECTION_VERSION])?;
        Ok(touched)
    }

    /// Brings the tables up to date with entries that were just stored, in that order.
    pub fn settle(&mut self, tx: &Transaction<'_>, fresh: &[Entry]) -> Result<Touched, LogError> {
        for entry in fresh {
            index(tx, entry)?;
        }
        let mut queue: VecDeque<Hash> = fresh.iter().map(Entry::hash).collect();
        let mut of_roster = fresh.iter().any(|entry| entry.header().subject == self.org);
        for entry in fresh {
            of_roster |= self.woken_by(tx, entry, &mut queue)?;
        }
        if of_roster {
            self.roster_changed(tx, &mut queue)?;
        }
        self.settle_queue(tx, queue)
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
            of_roster |= tx
                .prepare_cached("SELECT subject FROM x_graph WHERE hash = ?1")?
                .query_row([hash], |row| row.get::<_, SubjectId>(0))
                .optional()?
                == Some(self.org);
        }
        if of_roster {
            self.roster_changed(tx, &mut queue)?;
        }
        self.settle_queue(tx, queue)
    }

    /// Applies an entry of a set kind once more, when it counts and no act covers it.
    fn see_again(&self, tx: &Transaction<'_>, hash: Hash) -> Result<(), LogError> {
        if let (Some(entry), Some(Status::Applied)) = (log::entry(tx, hash)?, status_of(tx, hash)?)
        {
            let header = entry.header();
            if !is_ordered(header) && !is_covered(tx, header)? {
                let event = entry
                    .body()
                    .and_then(|body| Event::read(header.kind, body).ok());
                seen::retract(tx, &entry)?;
                seen::apply(tx, &entry, event.as_ref())?;
            }
        }
        Ok(())
    }

    /// A fork of a device was seen: everything from there on is judged again.
    pub fn freeze(
        &mut self,
        tx: &Transaction<'_>,
        device: DeviceId,
        from: u64,
    ) -> Result<Touched, LogError> {
        let mut rows = tx.prepare_cached(
            "SELECT hash FROM x_graph WHERE device = ?1 AND seq >= ?2 ORDER BY seq",
        )?;
        let hashes = rows
            .query_map(params![device, signed(from)], |row| row.get(0))?
            .collect::<Result<Vec<Hash>, _>>()?;
        drop(rows);
        let mut queue: VecDeque<Hash> = hashes.into();
        self.roster_changed(tx, &mut queue)?;
        self.settle_queue(tx, queue)
    }

    /// True when an act of destruction covers the entry: its body must not come back.
    pub fn is_erased(&self, conn: &Connection, entry: &Entry) -> Result<bool, LogError> {
        let kept = kinds::spec(entry.header().kind).is_some_and(|spec| spec.body_kept);
        Ok(!kept && is_covered(conn, entry.header())?)
    }

    fn roster_changed(
        &mut self,
        tx: &Transaction<'_>,
        queue: &mut VecDeque<Hash>,
    ) -> Result<(), LogError> {
        self.roster = Roster::load(tx, self.org)?;
        self.roster.project(tx)?;
        if self.past_changed(tx)? {
            let mut rows = tx.prepare_cached("SELECT hash FROM x_graph ORDER BY device, seq")?;
            for hash in rows.query_map([], |row| row.get(0))? {
                queue.push_back(hash?);
            }
            return Ok(());
        }
        // A late roster entry may permit what waited and forbid what counted.
        let mut rows = tx.prepare_cached(
            "SELECT hash, device, seq, status FROM x_graph WHERE status <> 1 \
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
            if (self.roster.status(hash) == Status::Applied) != (old == Status::Applied) {
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

    fn settle_queue(
        &mut self,
        tx: &Transaction<'_>,
        mut queue: VecDeque<Hash>,
    ) -> Result<Touched, LogError> {
        let mut touched = Touched::default();
        let mut dirty: BTreeSet<SubjectId> = BTreeSet::new();
        // A search row is dear: one commit of several entries about a person writes it once.
        let mut advanced: Vec<SubjectId> = Vec::new();
        while let Some(hash) = queue.pop_front() {
            let Some(entry) = log::entry(tx, hash)? else {
                continue;
            };
            let old = status_of(tx, hash)?;
            let mut judged = judge(tx, self.org, &self.roster, &entry)?;
            let ordered = is_ordered(entry.header());
            if ordered
                && judged.status == Status::Applied
                && is_held(tx, &entry, judged.event.as_ref())?
            {
                judged.status = Status::Held;
            }
            if old == Some(judged.status) {
                continue;
            }
            set_status(tx, hash, judged.status)?;
            touched.subjects.insert(entry.header().subject);
            if ordered {
                let subject = entry.header().subject;
                let plain = old == Some(Status::Pending) && judged.status == Status::Applied;
                if plain
                    && !dirty.contains(&subject)
                    && self.advance(tx, &entry, judged.event.as_ref())?
                {
                    if advanced.last() != Some(&subject) {
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
            self.after_change(tx, &entry, judged.status, &mut queue)?;
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

    /// Whoever was judged by the old status is judged again.
    fn after_change(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        status: Status,
        queue: &mut VecDeque<Hash>,
    ) -> Result<(), LogError> {
        let header = entry.header();
        if is_ordered(header) {
            // Waiting is transitive: whoever counted on an entry that waits again waits with it.
            let whom = if status == Status::Waiting {
                ANY
            } else {
                WAITING
            };
            citers(tx, entry.hash(), whom, queue)?;
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

    /// The fast path: an entry that cites exactly the present tips is applied at once.
    fn advance(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        event: Option<&Event>,
    ) -> Result<bool, LogError> {
        let header = entry.header();
        if header.kind == kinds::SUBJECT_DESTROYED || !cites_all_tips(tx, header)? {
            return Ok(false);
        }
        if is_destroyed(tx, header.subject)? {
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

    /// Makes one subject's rows anew from its entries.
    pub fn refold(
        &self,
        tx: &Transaction<'_>,
        subject: SubjectId,
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        touched.subjects.insert(subject);
        let was_destroyed = is_destroyed(tx, subject)?;
        for (table, column) in tables::BY_SUBJECT {
            tx.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?1"))?
                .execute([subject])?;
        }
        tx.prepare_cached("DELETE FROM x_tip WHERE subject = ?1")?
            .execute([subject])?;
        let nodes = nodes(tx, subject)?;
        let order = Order::of(&nodes);
        let acts = self.acts(tx, subject)?;
        if !acts.is_empty() {
            self.destroy(tx, subject, &acts, touched)?;
        }
        if was_destroyed {
            // An act that stopped counting gives back who saw the card.
            let mut rows =
                tx.prepare_cached("SELECT hash FROM x_graph WHERE subject = ?1 AND ordered = 0")?;
            let seen = rows
                .query_map([subject], |row| row.get(0))?
                .collect::<Result<Vec<Hash>, _>>()?;
            for hash in seen {
                self.see_again(tx, hash)?;
            }
        }
        let mut cited: BTreeSet<Hash> = BTreeSet::new();
        let mut applied: Vec<Hash> = Vec::new();
        for (hash, ancestors) in order.visit() {
            let Some(entry) = log::entry(tx, hash)? else {
                continue;
            };
            let header = entry.header();
            if !matches!(status_of(tx, hash)?, Some(Status::Applied | Status::Held)) {
                continue;
            }
            let held = !acts.is_empty()
                && !acts
                    .iter()
                    .any(|act| act.hash == hash || act.covers(header));
            set_status(tx, hash, if held { Status::Held } else { Status::Applied })?;
            if held {
                tx.prepare_cached("INSERT INTO p_held (entry, subject, kind) VALUES (?1, ?2, ?3)")?
                    .execute(params![hash, subject, header.kind])?;
                continue;
            }
            cited.extend(&header.refs);
            applied.push(hash);
            if acts.is_empty() && subject != self.org {
                let event = entry
                    .body()
                    .and_then(|body| Event::read(header.kind, body).ok());
                apply_ordered(
                    tx,
                    &Folding {
                        hash,
                        header,
                        known: Some((&order, ancestors)),
                    },
                    event.as_ref(),
                )?;
            }
        }
        for hash in applied.into_iter().filter(|hash| !cited.contains(hash)) {
            tx.prepare_cached("INSERT INTO x_tip (subject, entry) VALUES (?1, ?2)")?
                .execute(params![subject, hash])?;
        }
        search::refresh(tx, subject)?;
        Ok(())
    }

    /// Makes the rows of every subject anew.
    pub fn refold_all(&self, tx: &Transaction<'_>) -> Result<Touched, LogError> {
        let mut rows = tx.prepare("SELECT DISTINCT subject FROM x_graph WHERE ordered = 1")?;
        let subjects = rows
            .query_map([], |row| row.get(0))?
            .collect::<Result<Vec<SubjectId>, _>>()?;
        drop(rows);
        let mut touched = Touched::default();
        for subject in subjects {
            self.refold(tx, subject, &mut touched)?;
        }
        Ok(touched)
    }

    /// A covered disclosure that arrives after the act loses its body on arrival.
    fn erase_late(
        &self,
        tx: &Transaction<'_>,
        entry: &Entry,
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        let kept = kinds::spec(entry.header().kind).is_some_and(|spec| spec.body_kept);
        if !kept && log::erase_body(tx, entry.hash())? {
            touched.subjects.insert(entry.header().subject);
        }
        Ok(())
    }

    fn acts(&self, tx: &Transaction<'_>, subject: SubjectId) -> Result<Vec<Act>, LogError> {
        let mut rows = tx.prepare_cached(
            "SELECT hash FROM x_graph WHERE subject = ?1 AND kind = ?2 AND status = 1 ORDER BY hash",
        )?;
        let hashes = rows
            .query_map(params![subject, kinds::SUBJECT_DESTROYED], |row| row.get(0))?
            .collect::<Result<Vec<Hash>, _>>()?;
        let mut acts = Vec::new();
        for hash in hashes {
            let body = log::entry(tx, hash)?.and_then(|e| {
                e.body()
                    .and_then(|b| Event::read(kinds::SUBJECT_DESTROYED, b).ok())
            });
            if let Some(Event::SubjectDestroyed(body)) = body {
                acts.push(Act { hash, body });
            }
        }
        Ok(acts)
    }

    /// Bodies of covered entries go; the acts themselves stay readable.
    fn destroy(
        &self,
        tx: &Transaction<'_>,
        subject: SubjectId,
        acts: &[Act],
        touched: &mut Touched,
    ) -> Result<(), LogError> {
        for act in acts {
            tx.prepare_cached(
                "INSERT INTO p_destroyed (entry, subject, basis, act) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![act.hash, subject, act.body.basis, act.body.act])?;
            let mut gone = 0;
            for (device, last) in &act.body.covers {
                let mut rows = tx.prepare_cached(
                    "SELECT g.hash, g.kind FROM x_graph g JOIN j_bodies b ON b.entry = g.hash \
                     WHERE g.subject = ?1 AND g.device = ?2 AND g.seq <= ?3",
                )?;
                let covered = rows
                    .query_map(params![subject, device, signed(*last)], |row| {
                        Ok((row.get(0)?, row.get(1)?))
                    })?
                    .collect::<Result<Vec<(Hash, u16)>, _>>()?;
                for (hash, kind) in covered {
                    let kept = kinds::spec(kind).is_some_and(|spec| spec.body_kept);
                    if !kept && log::erase_body(tx, hash)? {
                        gone += 1;
                    }
                }
                tx.prepare_cached(
                    "DELETE FROM x_seen WHERE subject = ?1 AND entry IN (SELECT hash FROM x_graph WHERE device = ?2 AND seq <= ?3 AND subject = ?1)",
                )?
                .execute(params![subject, device, signed(*last)])?;
            }
            if gone > 0 {
                touched.erased.push((act.hash, subject, gone));
            }
        }
        tx.prepare_cached("DELETE FROM l_drafts WHERE subject = ?1")?
            .execute([subject])?;
        Ok(())
    }
}

struct Act {
    hash: Hash,
    body: erasure::SubjectDestroyed,
}

impl Act {
    fn covers(&self, header: &Header) -> bool {
        self.body
            .covers
            .iter()
            .any(|(device, last)| *device == header.device && header.seq <= *last)
    }
}

fn apply_ordered(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    match folding.header.kind {
        kinds::PATIENT_REGISTERED | kinds::PATIENT_AMENDED => patient::apply(tx, folding, event),
        kinds::CONSENT_GIVEN
        | kinds::CONSENT_REFUSED
        | kinds::CONSENT_WITHDRAWN
        | kinds::CONSENT_ANNULLED => consent::apply(tx, folding, event),
        _ => lab::apply(tx, folding, event),
    }
}

/// Unknown kinds count as ordered for ancestry: a newer program may have cited them.
fn is_ordered(header: &Header) -> bool {
    kinds::spec(header.kind).is_none_or(|spec| spec.fold == Fold::Ordered)
}

/// Enters a stored entry into the graph.
fn index(tx: &Transaction<'_>, entry: &Entry) -> Result<(), rusqlite::Error> {
    let h = entry.header();
    tx.prepare_cached(
        "INSERT INTO x_graph (hash, device, seq, subject, kind, kind_ver, flags, hlc, wall, session, batch_left, ordered, status) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        entry.hash(),
        h.device,
        signed(h.seq),
        h.subject,
        h.kind,
        h.kind_ver,
        h.flags,
        signed(h.hlc.0),
        signed(h.wall.ms),
        h.session,
        h.batch_left,
        is_ordered(h),
        Status::Pending
    ])?;
    for cited in &h.refs {
        tx.prepare_cached("INSERT INTO x_ref (entry, cited) VALUES (?1, ?2)")?
            .execute(params![entry.hash(), cited])?;
    }
    Ok(())
}

fn nodes(conn: &Connection, subject: SubjectId) -> Result<Vec<Node>, rusqlite::Error> {
    let mut rows = conn.prepare_cached(
        "SELECT g.hash, g.hlc, g.device, g.seq, r.cited FROM x_graph g LEFT JOIN x_ref r ON r.entry = g.hash \
         WHERE g.subject = ?1 AND g.ordered = 1 ORDER BY g.hash",
    )?;
    let mut nodes: Vec<Node> = Vec::new();
    let mut rows = rows.query([subject])?;
    while let Some(row) = rows.next()? {
        let hash: Hash = row.get("hash")?;
        if nodes.last().is_none_or(|last| last.hash != hash) {
            nodes.push(Node {
                hash,
                key: (row.get("hlc")?, row.get("device")?, row.get("seq")?),
                refs: Vec::new(),
            });
        }
        if let (Some(node), Some(cited)) = (nodes.last_mut(), row.get::<_, Option<Hash>>("cited")?)
        {
            node.refs.push(cited);
        }
    }
    Ok(nodes)
}

/// Those that wait; what is pending stands in the queue already.
const WAITING: &str = "SELECT r.entry FROM x_ref r JOIN x_graph g ON g.hash = r.entry \
    WHERE r.cited = ?1 AND g.status = 2 ORDER BY r.entry";
const ANY: &str = "SELECT entry FROM x_ref WHERE cited = ?1 ORDER BY entry";

fn citers(
    tx: &Transaction<'_>,
    cited: Hash,
    whom: &str,
    queue: &mut VecDeque<Hash>,
) -> Result<(), rusqlite::Error> {
    let mut rows = tx.prepare_cached(whom)?;
    for hash in rows.query_map([cited], |row| row.get(0))? {
        queue.push_back(hash?);
    }
    Ok(())
}

fn status_of(conn: &Connection, hash: Hash) -> Result<Option<Status>, rusqlite::Error> {
    conn.prepare_cached("SELECT status FROM x_graph WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()
}

fn set_status(tx: &Transaction<'_>, hash: Hash, status: Status) -> Result<(), rusqlite::Error> {
    tx.prepare_cached("UPDATE x_graph SET status = ?2 WHERE hash = ?1")?
        .execute(params![hash, status])?;
    Ok(())
}

/// Whether each of these entries has its effect. A desk that was revoked or has forked finds out here
/// before anybody is told «Сохранено».
pub fn all_count(conn: &Connection, entries: &[Hash]) -> Result<bool, rusqlite::Error> {
    for hash in entries {
        if status_of(conn, *hash)? != Some(Status::Applied) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The entries that the next entry of a subject must cite, ascending.
pub fn tips(conn: &Connection, subject: SubjectId) -> Result<Vec<Hash>, rusqlite::Error> {
    let mut rows =
        conn.prepare_cached("SELECT entry FROM x_tip WHERE subject = ?1 ORDER BY entry LIMIT 255")?;
    rows.query_map([subject], |row| row.get(0))?.collect()
}

/// With more than 255 tips nobody can cite them all.
fn cites_all_tips(conn: &Connection, header: &Header) -> Result<bool, rusqlite::Error> {
    let mut count = conn.prepare_cached("SELECT count(*) FROM x_tip WHERE subject = ?1")?;
    let count: i64 = count.query_row([header.subject], |row| row.get(0))?;
    Ok(usize::try_from(count) == Ok(header.refs.len())
        && tips(conn, header.subject)? == header.refs)
}

fn replace_tips(
    tx: &Transaction<'_>,
    subject: SubjectId,
    old: &[Hash],
    new: Hash,
) -> Result<(), rusqlite::Error> {
    for tip in old {
        tx.prepare_cached("DELETE FROM x_tip WHERE subject = ?1 AND entry = ?2")?
            .execute(params![subject, tip])?;
    }
    tx.prepare_cached("INSERT INTO x_tip (subject, entry) VALUES (?1, ?2)")?
        .execute(params![subject, new])?;
    Ok(())
}

fn is_destroyed(conn: &Connection, subject: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_destroyed WHERE subject = ?1)")?
        .query_row([subject], |row| row.get(0))
}

/// An ordered entry that no act covers, of a subject that was destroyed.
fn is_held(conn: &Connection, entry: &Entry, event: Option<&Event>) -> Result<bool, LogError> {
    let header = entry.header();
    if matches!(event, Some(Event::SubjectDestroyed(_))) || !is_destroyed(conn, header.subject)? {
        return Ok(false);
    }
    Ok(!is_covered(conn, header)?)
}

/// Covered by an act that counts.
fn is_covered(conn: &Connection, header: &Header) -> Result<bool, LogError> {
    let mut rows = conn.prepare_cached("SELECT entry FROM p_destroyed WHERE subject = ?1")?;
    let acts = rows
        .query_map([header.subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for hash in acts {
        let body = log::entry(conn, hash)?.and_then(|e| {
            e.body()
                .and_then(|b| Event::read(kinds::SUBJECT_DESTROYED, b).ok())
        });
        if let Some(Event::SubjectDestroyed(body)) = body
            && (Act { hash, body }).covers(header)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

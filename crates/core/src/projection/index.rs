//! The graph of stored entries in its tables: who is where, who cites whom, which are the tips.

use std::collections::VecDeque;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::evidence;
use super::status::Status;
use crate::event::kinds::{self, Fold};
use crate::id::{Hash, SubjectId};
use crate::journal::graph::Node;
use crate::journal::log::{LogError, signed};
use crate::journal::{Entry, Header};

/// Unknown kinds count as ordered for ancestry: a newer program may have cited them.
pub(super) fn is_ordered(header: &Header) -> bool {
    kinds::spec(header.kind).is_none_or(|spec| spec.fold == Fold::Ordered)
}

/// Enters a stored entry into the graph.
pub(super) fn index(tx: &Transaction<'_>, entry: &Entry) -> Result<(), rusqlite::Error> {
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

pub(super) fn nodes(conn: &Connection, subject: SubjectId) -> Result<Vec<Node>, LogError> {
    let mut select = conn.prepare_cached(
        "SELECT g.hash, g.hlc, g.device, g.seq, r.cited FROM x_graph g LEFT JOIN x_ref r ON r.entry = g.hash \
         WHERE g.subject = ?1 AND g.ordered = 1 ORDER BY g.hash",
    )?;
    let mut nodes: Vec<Node> = Vec::new();
    let mut rows = select.query([subject])?;
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
    drop(rows);
    // The rival of a forked entry passes ancestry on, although only its header is here.
    nodes.extend(evidence::of(conn, subject)?.iter().map(|rival| Node {
        hash: rival.hash(),
        key: (
            signed(rival.header().hlc.0),
            rival.header().device,
            signed(rival.header().seq),
        ),
        refs: rival.header().refs.clone(),
    }));
    Ok(nodes)
}

pub(super) fn citers(
    tx: &Transaction<'_>,
    cited: Hash,
    whom: &str,
    queue: &mut VecDeque<Hash>,
) -> Result<(), rusqlite::Error> {
    let mut rows = tx.prepare_cached(whom)?;
    for hash in rows.query_map([cited], |row| row.get(0))? {
        queue.push_back(hash?);
    }
    drop(rows);
    // Through the rival of a forked entry, which has no status itself.
    let mut rows = tx.prepare_cached(
        "SELECT r.entry FROM x_ref r JOIN j_evidence e ON e.hash = r.entry WHERE r.cited = ?1 ORDER BY r.entry",
    )?;
    let rivals = rows
        .query_map([cited], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    drop(rows);
    for rival in rivals {
        citers(tx, rival, whom, queue)?;
    }
    Ok(())
}

pub(super) fn status_of(conn: &Connection, hash: Hash) -> Result<Option<Status>, rusqlite::Error> {
    conn.prepare_cached("SELECT status FROM x_graph WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()
}

pub(super) fn set_status(
    tx: &Transaction<'_>,
    hash: Hash,
    status: Status,
) -> Result<(), rusqlite::Error> {
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
pub(super) fn cites_all_tips(conn: &Connection, header: &Header) -> Result<bool, rusqlite::Error> {
    let mut rows =
        conn.prepare_cached("SELECT entry FROM x_tip WHERE subject = ?1 ORDER BY entry LIMIT 256")?;
    let tips = rows.query_map([header.subject], |row| row.get(0))?;
    Ok(tips.collect::<Result<Vec<Hash>, _>>()? == header.refs)
}

pub(super) fn replace_tips(
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
/// Whether anything waits: nearly always nothing does, and then nobody has to be asked whom an entry wakes.
pub(super) fn any_waits(conn: &Connection) -> Result<bool, rusqlite::Error> {
    // In these words for its index, which holds whatever was judged and is not applied.
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM x_graph WHERE status > 1 AND status = 2)")?
        .query_row([], |row| row.get(0))
}

/// Those that wait; what is pending stands in the queue already.
pub(super) const WAITING: &str = "SELECT r.entry FROM x_ref r JOIN x_graph g ON g.hash = r.entry \
    WHERE r.cited = ?1 AND g.status = 2 ORDER BY r.entry";
pub(super) const ANY: &str = "SELECT entry FROM x_ref WHERE cited = ?1 ORDER BY entry";

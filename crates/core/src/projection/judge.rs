//! May it act? Judges one stored entry; says nothing about what the entry means.
//!
//! Order of questions: is its desk frozen by a fork · is its commit whole · are its refs here and of
//! its own subject · is its body of its kind's shape · had its desk and its person the right.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::cited::Cited;
use super::roster::{self, Roster};
use super::status::Status;
use super::{evidence, index::is_ordered};
use crate::domain::consent::{TargetKind, annulling};
use crate::domain::rights::{Action, may};
use crate::event::kinds::{self, Fold, KindSpec, Role, SessionRule, SubjectKind};
use crate::event::roster::key_id;
use crate::event::{Event, desk};
use crate::id::{DeviceId, Hash, OrgId, SessionId, StaffId, SubjectId};
use crate::journal::log::{self, LogError, signed};
use crate::journal::{Entry, Header, key};

/// An entry judged, with its event where there is one to fold.
pub struct Judged {
    /// What becomes of it.
    pub status: Status,
    /// The decoded body.
    pub event: Option<Event>,
}

impl Judged {
    fn no(status: Status) -> Self {
        Self {
            status,
            event: None,
        }
    }
}

/// Judges one entry with what is stored.
pub fn judge(
    conn: &Connection,
    org: OrgId,
    roster: &Roster,
    cited: &Cited,
    entry: &Entry,
) -> Result<Judged, LogError> {
    let header = entry.header();
    if let Some(status) = standing(conn, header)? {
        return Ok(Judged::no(status));
    }
    let spec = kinds::spec(header.kind).filter(|row| header.kind_ver <= row.version);
    if let Some(status) = refs_status(conn, header, spec)? {
        return Ok(Judged::no(status));
    }
    let Some(spec) = spec else {
        return Ok(Judged::no(match desk_status(roster, header) {
            Status::Applied => Status::Unknown,
            other => other,
        }));
    };
    let begins = header.seq == 0;
    if header.flags != spec.flags()
        || header.class != spec.class
        || header.kind_ver == 0
        || begins != (header.kind == kinds::GENESIS)
    {
        return Ok(Judged::no(Status::Malformed));
    }
    let event = match entry
        .body()
        .map(|body| Event::read(header.kind, header.kind_ver, body))
    {
        Some(Ok(event)) => Some(event),
        Some(Err(_)) => return Ok(Judged::no(Status::Malformed)),
        None if spec.body_kept => return Ok(Judged::no(Status::Waiting)),
        None => None,
    };
    if !subject_fits(header, spec, org) {
        return Ok(Judged::no(Status::Malformed));
    }
    let status = match spec.subject {
        SubjectKind::Roster => roster::status(roster, entry.hash()),
        _ => authority(conn, roster, cited, entry, spec, event.as_ref())?,
    };
    Ok(Judged { status, event })
}

/// What stands against an entry before its body is read: a fork of its desk, its commit.
pub fn standing(conn: &Connection, header: &Header) -> Result<Option<Status>, rusqlite::Error> {
    if log::forked_at(conn, header.device)?.is_some_and(|at| header.seq >= at) {
        return Ok(Some(Status::Frozen));
    }
    commit_status(conn, header)
}

/// `None` when the commit is whole.
fn commit_status(conn: &Connection, header: &Header) -> Result<Option<Status>, rusqlite::Error> {
    let last = header.seq.saturating_add(u64::from(header.batch_left));
    let mut rows = conn.prepare_cached(
        "SELECT seq, batch_left, session FROM x_graph WHERE device = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq",
    )?;
    let rows = rows.query_map(
        params![header.device, signed(header.seq), signed(last)],
        |row| {
            Ok((
                row.get::<_, i64>("seq")?,
                row.get::<_, u8>("batch_left")?,
                row.get::<_, SessionId>("session")?,
            ))
        },
    )?;
    let mut left = header.batch_left;
    for row in rows {
        let (_, batch_left, session) = row?;
        if header.batch_left > 63
            || left == 0
            || batch_left != left - 1
            || session != header.session
        {
            return Ok(Some(Status::Malformed));
        }
        left = batch_left;
    }
    if left > 0 {
        return Ok(Some(if header.batch_left > 63 {
            Status::Malformed
        } else {
            Status::Waiting
        }));
    }
    // The member before this one counts down to it, or this is the first of its commit.
    let before = conn
        .prepare_cached("SELECT batch_left, session FROM x_graph WHERE device = ?1 AND seq = ?2")?
        .query_row(params![header.device, signed(header.seq) - 1], |row| {
            Ok((
                row.get::<_, u8>("batch_left")?,
                row.get::<_, SessionId>("session")?,
            ))
        })
        .optional()?;
    Ok(match before {
        Some((left, session))
            if left > 0 && (left - 1 != header.batch_left || session != header.session) =>
        {
            Some(Status::Malformed)
        }
        _ => None,
    })
}

/// `None` when every ref is here, ordered, of the same subject and not waiting itself.
fn refs_status(
    conn: &Connection,
    header: &Header,
    spec: Option<&KindSpec>,
) -> Result<Option<Status>, LogError> {
    if spec.is_some_and(|row| row.fold == Fold::Set) && !header.refs.is_empty() {
        return Ok(Some(Status::Malformed));
    }
    let mut waits = false;
    for hash in &header.refs {
        match cited_entry(conn, *hash)? {
            None => waits = true,
            Some(cited) if cited.waits => waits = true,
            Some(cited) if cited.subject != header.subject || !cited.ordered => {
                return Ok(Some(Status::Malformed));
            }
            Some(_) => {}
        }
    }
    Ok(waits.then_some(Status::Waiting))
}

struct CitedEntry {
    subject: SubjectId,
    ordered: bool,
    waits: bool,
}

/// An entry that another one cites: stored, or the rival of a stored one, which is frozen and has its
/// place in the ancestry as soon as everything before it has one.
fn cited_entry(conn: &Connection, hash: Hash) -> Result<Option<CitedEntry>, LogError> {
    if let Some(stored) = stored_entry(conn, hash)? {
        return Ok(Some(stored));
    }
    let Some(rival) = evidence::get(conn, hash)? else {
        return Ok(None);
    };
    let mut open = rival.header().refs.clone();
    let mut asked: BTreeSet<Hash> = BTreeSet::new();
    let mut waits = false;
    while let Some(older) = open.pop() {
        if waits || !asked.insert(older) {
            continue;
        }
        match stored_entry(conn, older)? {
            Some(stored) => waits = stored.waits,
            None => match evidence::get(conn, older)? {
                Some(before) => open.extend(&before.header().refs),
                None => waits = true,
            },
        }
    }
    Ok(Some(CitedEntry {
        subject: rival.header().subject,
        ordered: is_ordered(rival.header()),
        waits,
    }))
}

fn stored_entry(conn: &Connection, hash: Hash) -> Result<Option<CitedEntry>, rusqlite::Error> {
    conn.prepare_cached("SELECT subject, ordered, status FROM x_graph WHERE hash = ?1")?
        .query_row([hash], |row| {
            let status: Status = row.get("status")?;
            Ok(CitedEntry {
                subject: row.get("subject")?,
                ordered: row.get("ordered")?,
                waits: matches!(status, Status::Waiting | Status::Pending),
            })
        })
        .optional()
}

fn subject_fits(header: &Header, spec: &KindSpec, org: OrgId) -> bool {
    match spec.subject {
        SubjectKind::Roster => header.subject == org,
        SubjectKind::Session => header.subject == header.session,
        // A desk speaks of itself; only the end of a session after a crash names that session instead.
        SubjectKind::Device if header.kind < JOURNAL_BLOCK_END => {
            header.subject == header.device
                || (header.kind == kinds::SESSION_CLOSED
                    && header.session.is_zero()
                    && !header.subject.is_zero())
        }
        SubjectKind::Device
        | SubjectKind::Any
        | SubjectKind::Patient
        | SubjectKind::Relation
        | SubjectKind::Expected
        | SubjectKind::Order
        | SubjectKind::Staff
        | SubjectKind::Policy
        | SubjectKind::Document
        | SubjectKind::PriceList
        | SubjectKind::Service
        | SubjectKind::Tube
        | SubjectKind::Numbers
        | SubjectKind::Otp
        | SubjectKind::Setting => !header.subject.is_zero() && header.subject != org,
    }
}

/// Kinds below this number are the journal's own.
const JOURNAL_BLOCK_END: u16 = 0x0040;

/// A desk by itself: enrolled, and not revoked before this entry.
fn desk_status(roster: &Roster, header: &Header) -> Status {
    if roster.is_revoked(header.device, signed(header.seq)) {
        Status::Unauthorised
    } else if roster.desk(header.device).is_some() {
        Status::Applied
    } else {
        Status::Waiting
    }
}

fn authority(
    conn: &Connection,
    roster: &Roster,
    cited: &Cited,
    entry: &Entry,
    spec: &KindSpec,
    event: Option<&Event>,
) -> Result<Status, LogError> {
    let header = entry.header();
    let desk = desk_status(roster, header);
    if desk != Status::Applied {
        return Ok(desk);
    }
    if let Some(Event::SessionOpened(opened)) = event {
        if opened_before(conn, header, header.session)?.is_some() {
            return Ok(Status::Malformed);
        }
        let before = cited.before(conn, header)?;
        return Ok(session_opened(roster, header, opened, &before));
    }
    if let (true, Some(Event::SessionClosed(closed))) = (header.session.is_zero(), event) {
        return Ok(closed_by_desk(conn, header, closed)?);
    }
    match (header.session.is_zero(), spec.session) {
        (true, SessionRule::Required) | (false, SessionRule::None) => return Ok(Status::Malformed),
        (true, _) => return Ok(Status::Applied),
        (false, _) => {}
    }
    let session = match running(conn, header, header.session)? {
        Ok(session) => session,
        Err(status) => return Ok(status),
    };
    let view = roster.view_at(&session.roster);
    let allowed = view
        .roles
        .get(&session.staff)
        .is_some_and(|role| spec.roles.contains(role));
    if !allowed {
        return Ok(Status::Unauthorised);
    }
    if let Some(Event::ConsentAnnulled(annulled)) = event {
        return Ok(annulment(
            conn,
            roster,
            &view,
            session.staff,
            annulled.target,
        )?);
    }
    if let Some(Event::SessionClosed(closed)) = event {
        let person = view.key(session.staff, header.device);
        let message = desk::session_end(
            header.org,
            header.device,
            header.session,
            session_last(conn, header.device, header.session, header.seq)?,
        );
        let signed = closed
            .signature
            .is_some_and(|s| person.is_some_and(|person| key::signed(&person, &message, &s.0)));
        return Ok(if signed {
            Status::Applied
        } else {
            Status::Unauthorised
        });
    }
    Ok(Status::Applied)
}

/// The session of an entry, when the entry lies between its beginning and its end.
fn running(
    conn: &Connection,
    header: &Header,
    session: SessionId,
) -> Result<Result<SessionRow, Status>, rusqlite::Error> {
    let Some(row) = session_of(conn, header.device, session)? else {
        // A session whose roster is still on its way keeps its entries waiting: a denial among them
        // must deny already.
        let waits = matches!(
            opened_before(conn, header, session)?,
            Some(Status::Waiting | Status::Pending | Status::Unknown)
        );
        return Ok(Err(if waits {
            Status::Waiting
        } else {
            Status::Unauthorised
        }));
    };
    let seq = signed(header.seq);
    let outside = seq <= row.opened_seq || row.closed_seq.is_some_and(|closed| seq > closed);
    Ok(if outside {
        Err(Status::Unauthorised)
    } else {
        Ok(row)
    })
}

/// What became of the `session_opened` that began this session before the entry: the first one counts.
fn opened_before(
    conn: &Connection,
    header: &Header,
    session: SessionId,
) -> Result<Option<Status>, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT status FROM x_graph WHERE device = ?1 AND session = ?2 AND kind = ?3 AND seq < ?4 ORDER BY seq LIMIT 1",
    )?
    .query_row(
        params![header.device, session, kinds::SESSION_OPENED, signed(header.seq)],
        |row| row.get(0),
    )
    .optional()
}

/// After a crash the desk ends a session that was left open, without the person's signature.
fn closed_by_desk(
    conn: &Connection,
    header: &Header,
    closed: &desk::SessionClosed,
) -> Result<Status, rusqlite::Error> {
    if closed.reason != desk::closing::CRASH || closed.signature.is_some() {
        return Ok(Status::Malformed);
    }
    Ok(match running(conn, header, header.subject)? {
        Ok(_) => Status::Applied,
        Err(status) => status,
    })
}

/// Whose act a role annuls says the rule itself, by what the target's author was.
fn annulment(
    conn: &Connection,
    roster: &Roster,
    view: &super::roster::View,
    staff: StaffId,
    target: Hash,
) -> Result<Status, rusqlite::Error> {
    let Some(role) = view.roles.get(&staff).copied() else {
        return Ok(Status::Unauthorised);
    };
    // Whoever may annul a denial may annul whatever it is, known here or not.
    if may(role, Action::AnnulDenial) {
        return Ok(Status::Applied);
    }
    let row = conn
        .prepare_cached("SELECT kind, device, session FROM x_graph WHERE hash = ?1")?
        .query_row([target], |row| {
            Ok((
                row.get::<_, u16>("kind")?,
                row.get::<_, DeviceId>("device")?,
                row.get::<_, SessionId>("session")?,
            ))
        })
        .optional()?;
    let Some((kinds::CONSENT_GIVEN, device, session)) = row else {
        return Ok(Status::Unauthorised);
    };
    let author = session_of(conn, device, session)?.and_then(|row| row.role(roster));
    let asked = annulling(TargetKind::Grant, author, role);
    Ok(if asked.is_some_and(|action| may(role, action)) {
        Status::Applied
    } else {
        Status::Unauthorised
    })
}

fn session_opened(
    roster: &Roster,
    header: &Header,
    opened: &desk::SessionOpened,
    before: &[Hash],
) -> Status {
    let ascending = opened.roster.is_sorted_by(|a, b| a < b);
    if header.session.is_zero() || header.subject != header.device || !ascending {
        return Status::Malformed;
    }
    if opened.roster.is_empty() || !roster.holds(&opened.roster) || !roster.holds(before) {
        return Status::Waiting;
    }
    let view = roster.view_at(&opened.roster);
    let Some(person) = view.key(opened.staff, header.device) else {
        return Status::Unauthorised;
    };
    let message = desk::session_begin(header, opened);
    let enrolled = view.desks.contains_key(&header.device);
    let has_role = view.roles.contains_key(&opened.staff);
    let is_key = key_id(&person) == opened.key;
    let signed = is_key && key::signed(&person, &message, &opened.signature.0);
    if !enrolled || !signed || roster.goes_back(&opened.roster, before) {
        Status::Unauthorised
    } else if has_role {
        Status::Applied
    } else if view.newer.contains(&opened.staff) {
        // What such a person did waits for the program that knows the role; a denial denies already.
        Status::Unknown
    } else {
        Status::Unauthorised
    }
}

/// One person's stretch of work, as stored.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Who.
    pub staff: StaffId,
    /// Number of its `session_opened`.
    pub opened_seq: i64,
    /// Number of its `session_closed`.
    pub closed_seq: Option<i64>,
    /// Roster tips that it cites.
    pub roster: Vec<Hash>,
}

impl SessionRow {
    /// The person's role by the roster that the session cites.
    pub fn role(&self, roster: &Roster) -> Option<Role> {
        roster.view_at(&self.roster).roles.get(&self.staff).copied()
    }
}

/// The session on a desk.
pub fn session_of(
    conn: &Connection,
    device: DeviceId,
    session: SessionId,
) -> Result<Option<SessionRow>, rusqlite::Error> {
    conn.prepare_cached("SELECT staff, opened_seq, closed_seq, roster FROM x_session WHERE device = ?1 AND session = ?2")?
        .query_row(params![device, session], |row| {
            let roster: Vec<u8> = row.get("roster")?;
            Ok(SessionRow {
                staff: row.get("staff")?,
                opened_seq: row.get("opened_seq")?,
                closed_seq: row.get("closed_seq")?,
                roster: roster.chunks_exact(32).filter_map(Hash::from_slice).collect(),
            })
        })
        .optional()
}

/// The last entry of a session before a number: what its person signs at the end.
pub fn session_last(
    conn: &Connection,
    device: DeviceId,
    session: SessionId,
    before: u64,
) -> Result<Hash, rusqlite::Error> {
    let last = conn
        .prepare_cached("SELECT hash FROM x_graph WHERE device = ?1 AND session = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT 1")?
        .query_row(params![device, session, signed(before)], |row| row.get(0))
        .optional()?;
    Ok(last.unwrap_or(Hash::ZERO))
}

//! Drafts, signs and links the entries of one commit, and folds them.

use ed25519_dalek::{Signer, SigningKey};
use rusqlite::Transaction;

use std::collections::BTreeMap;

use crate::error::Error;
use crate::event::codec::Sig;
use crate::event::kinds::{self, Fold};
use crate::event::roster::{Signed, signed_bytes};
use crate::event::{Event, desk};
use crate::id::{DeviceId, Entropy, Hash, OrgId, SessionId, SubjectId};
use crate::journal::log::{self, Head};
use crate::journal::{Body, Draft, Entry};
use crate::projection::judge::session_last;
use crate::projection::{Folder, Touched, tips};
use crate::time::{Hlc, Wall};

/// Largest number of entries of one commit.
pub const MAX_COMMIT: usize = 64;
/// Largest number of commits of one transaction: what a power cut takes back at most, and nobody was told of.
pub const MAX_COMMITS: usize = 16;

/// One entry to be: what it is about and what it says.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it folds into.
    pub subject: SubjectId,
    /// What it says; signatures inside are filled in when it is drafted.
    pub event: Event,
}

impl Line {
    /// An entry about a subject.
    pub fn new(subject: SubjectId, event: impl Into<Event>) -> Self {
        Self {
            subject,
            event: event.into(),
        }
    }
}

/// Who signs and what the chain's end is.
pub struct Pen<'a> {
    /// The organisation.
    pub org: OrgId,
    /// The desk.
    pub device: DeviceId,
    /// The desk's key.
    pub key: &'a SigningKey,
    /// The person's (or the root's) key for signatures inside bodies.
    pub person: Option<&'a SigningKey>,
    /// The session of the commit; zeros for the desk itself.
    pub session: SessionId,
    /// The chain's last entry.
    pub head: Option<Head>,
    /// The desk's clock so far.
    pub hlc: Hlc,
    /// What the clock on the wall shows.
    pub wall: Wall,
}

/// What one commit wrote.
pub struct Written {
    /// The chain's new end.
    pub head: Head,
    /// The new entries.
    pub entries: Vec<Hash>,
    /// What changed.
    pub touched: Touched,
}

/// Writes one commit: signs every line, stores it, folds it. The caller commits the transaction.
pub fn append(
    tx: &Transaction<'_>,
    folder: &mut Folder,
    pen: &Pen<'_>,
    entropy: &mut dyn Entropy,
    lines: Vec<Line>,
) -> Result<Written, Error> {
    if lines.is_empty() || lines.len() > MAX_COMMIT {
        return Err(Error::Refused(vec![crate::error::Refusal::new(
            crate::error::BAD_REQUEST,
        )]));
    }
    let mut head = pen.head;
    let mut hlc = pen.hlc;
    let mut cited: BTreeMap<SubjectId, Vec<Hash>> = BTreeMap::new();
    let mut entries: Vec<Entry> = Vec::with_capacity(lines.len());
    let count = lines.len();
    for (at, line) in lines.into_iter().enumerate() {
        hlc = hlc.tick(pen.wall.ms);
        let kind = line.event.kind();
        // `Event::kind` comes from the registry; a kind without a row cannot be drafted.
        let Some(spec) = kinds::spec(kind) else {
            return Err(crate::journal::Malformed::Payload.into());
        };
        let refs = match spec.fold {
            Fold::Set => Vec::new(),
            Fold::Ordered => match cited.get(&line.subject) {
                Some(refs) => refs.clone(),
                None => tips(tx, line.subject)?,
            },
        };
        let prev = head.map_or(Hash::ZERO, |head| head.hash);
        let last = match &line.event {
            Event::SessionClosed(_) => session_last(
                tx,
                pen.device,
                pen.session,
                head.map_or(0, |head| head.seq + 1),
            )?,
            _ => prev,
        };
        let event = sign_inside(pen, line.event, &refs, last, hlc);
        let mut salt = [0; 32];
        entropy.fill(&mut salt);
        let draft = Draft {
            org: pen.org,
            device: pen.device,
            seq: head.map_or(0, |head| head.seq + 1),
            prev,
            hlc,
            wall: pen.wall,
            kind,
            kind_ver: spec.version,
            flags: spec.flags(),
            class: spec.class,
            batch_left: u8::try_from(count - 1 - at).unwrap_or(u8::MAX),
            session: pen.session,
            subject: line.subject,
            refs,
            body: Body::new(salt, &event.payload()),
        };
        let entry = draft.sign(pen.key)?;
        log::append(tx, &entry, pen.wall.ms)?;
        if spec.fold == Fold::Ordered {
            cited.insert(line.subject, vec![entry.hash()]);
        }
        head = Some(Head {
            device: pen.device,
            seq: entry.header().seq,
            hash: entry.hash(),
            hlc,
        });
        entries.push(entry);
    }
    let touched = folder.settle(tx, &entries)?;
    let head = head.ok_or(Error::Journal(crate::journal::Malformed::Length))?;
    Ok(Written {
        head,
        entries: entries.iter().map(Entry::hash).collect(),
        touched,
    })
}

/// Fills in the signatures of people that stand inside bodies. `last` is the chain's last entry, for
/// a closing the session's last one: the desk may have written notes of its own in between.
fn sign_inside(pen: &Pen<'_>, event: Event, refs: &[Hash], last: Hash, hlc: Hlc) -> Event {
    let Some(person) = pen.person else {
        return event;
    };
    let kind = event.kind();
    match event {
        Event::SessionOpened(body) => {
            let begin = desk::SessionBegin {
                org: pen.org,
                device: pen.device,
                session: pen.session,
                staff: body.staff,
                prev: last,
                hlc: hlc.0,
                roster: &body.roster,
            };
            let signature = Sig(person.sign(&begin.bytes()).to_bytes());
            desk::SessionOpened { signature, ..body }.into()
        }
        Event::SessionClosed(body) if body.signature.is_some() => {
            let message = desk::session_end(pen.org, pen.device, pen.session, last);
            let signature = Some(Sig(person.sign(&message).to_bytes()));
            desk::SessionClosed { signature, ..body }.into()
        }
        Event::OrgFounded(body) => roster(pen, person, kind, refs, &body).into(),
        Event::RootReplaced(body) => roster(pen, person, kind, refs, &body).into(),
        Event::DeviceEnrolled(body) => roster(pen, person, kind, refs, &body).into(),
        Event::DeviceRevoked(body) => roster(pen, person, kind, refs, &body).into(),
        Event::RoleSet(body) => roster(pen, person, kind, refs, &body).into(),
        Event::StaffKeyAdded(body) => roster(pen, person, kind, refs, &body).into(),
        Event::StaffRemoved(body) => roster(pen, person, kind, refs, &body).into(),
        other => other,
    }
}

fn roster<B: Signed>(pen: &Pen<'_>, person: &SigningKey, kind: u16, refs: &[Hash], body: &B) -> B {
    let mut refs = refs.to_vec();
    refs.sort_unstable();
    let version = kinds::spec(kind).map_or(1, |spec| spec.version);
    let message = signed_bytes(pen.org, pen.device, kind, version, &body.unsigned(), &refs);
    body.with_signature(Sig(person.sign(&message).to_bytes()))
}

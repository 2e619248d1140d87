//! Acts of consent one by one: rows of the card, what a receipt is about, what proves one on paper.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::consent::{facts, target};
use super::page::Giver;
use crate::domain::consent::{self, Denial, DenialKind, Purpose};
use crate::domain::representative::Basis;
use crate::event::kinds::{self, Role};
use crate::event::{self, Event};
use crate::id::{DeviceId, Hash, SessionId, SubjectId};
use crate::journal::log::{self, LogError};
use crate::projection::consent::act;
use crate::projection::judge::session_of;
use crate::projection::roster::Roster;
use crate::time::Wall;
use crate::view::ConsentRow;
use crate::words::{Lang, dates, person};

/// The act that a receipt is about when none is named: the newest that was not a mistake.
pub fn newest(conn: &Connection, card: SubjectId) -> Result<Option<Hash>, rusqlite::Error> {
    use rusqlite::OptionalExtension;
    conn.prepare_cached(
        "SELECT entry FROM p_consent \
         WHERE subject = ?1 AND entry NOT IN (SELECT target FROM p_consent_annulment WHERE subject = ?1) \
         ORDER BY hlc DESC, device DESC, seq DESC LIMIT 1",
    )?
    .query_row([card], |row| row.get(0))
    .optional()
}

/// The acts that were recorded in one commit with this one, itself among them, in the order of the page:
/// what a person answered at one visit.
pub fn together(
    conn: &Connection,
    card: SubjectId,
    entry: Hash,
) -> Result<Vec<Hash>, rusqlite::Error> {
    // Every entry of a commit carries the one reading of the clock; a withdrawal is a commit of its own.
    conn.prepare_cached(
        "SELECT b.entry FROM p_consent a \
         JOIN p_consent b ON b.subject = a.subject AND b.device = a.device AND b.wall = a.wall AND (b.act = ?3) = (a.act = ?3) \
         WHERE a.entry = ?2 AND a.subject = ?1 ORDER BY b.seq",
    )?
    .query_map(rusqlite::params![card, entry, act::WITHDRAWN], |row| row.get(0))?
    .collect()
}

/// Acts of consent on a card, newest first.
pub fn acts(
    conn: &Connection,
    roster: &Roster,
    card: SubjectId,
    by: Role,
) -> Result<Vec<ConsentRow>, LogError> {
    let mut rows = conn.prepare_cached(
        "SELECT entry FROM p_consent WHERE subject = ?1 ORDER BY hlc DESC, device, seq DESC",
    )?;
    let entries = rows
        .query_map([card], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    let mut out = Vec::with_capacity(entries.len());
    for entry in entries {
        out.extend(act_row(conn, roster, card, entry, by)?);
    }
    Ok(out)
}

fn act_row(
    conn: &Connection,
    roster: &Roster,
    card: SubjectId,
    entry: Hash,
    by: Role,
) -> Result<Option<ConsentRow>, LogError> {
    let Some(stored) = log::entry(conn, entry)? else {
        return Ok(None);
    };
    let header = stored.header();
    let event = Event::of(&stored);
    let (purposes, given_on, channel, policy) = match &event {
        Some(Event::ConsentGiven(b)) => (
            &b.purposes[..],
            b.given_on.as_str(),
            b.channel,
            Some(b.policy),
        ),
        Some(Event::ConsentRefused(b)) => {
            (&b.purposes[..], b.given_on.as_str(), b.channel, b.policy)
        }
        Some(Event::ConsentWithdrawn(b)) => (&b.purposes[..], b.given_on.as_str(), b.channel, None),
        _ => (&[][..], "", 0, None),
    };
    let (giver, signed, valid_until) = match &event {
        Some(Event::ConsentGiven(b)) => (
            b.giver.as_ref(),
            b.signature.is_some(),
            b.valid_until.as_deref(),
        ),
        Some(Event::ConsentRefused(b)) => (b.giver.as_ref(), b.signature.is_some(), None),
        Some(Event::ConsentWithdrawn(b)) => (b.giver.as_ref(), false, None),
        _ => (None, false, None),
    };
    let annulled: Option<String> = {
        use rusqlite::OptionalExtension;
        conn.prepare_cached(
            "SELECT reason FROM p_consent_annulment WHERE target = ?1 ORDER BY entry LIMIT 1",
        )?
        .query_row([entry], |row| row.get(0))
        .optional()?
    };
    let target = target(conn, roster, card, entry)?;
    let revision = match policy {
        Some(policy) => super::lab::policy(conn, policy)?.map(|policy| policy.revision),
        None => None,
    };
    Ok(Some(ConsentRow {
        entry,
        act: match header.kind {
            kinds::CONSENT_GIVEN => "given",
            kinds::CONSENT_REFUSED => "refused",
            _ => "withdrawn",
        }
        .to_owned(),
        purposes: purposes
            .iter()
            .filter_map(|code| Purpose::from_code(*code))
            .map(|p| p.text().to_owned())
            .collect(),
        given_on: given_on
            .parse::<NaiveDate>()
            .map(dates::short)
            .unwrap_or_default(),
        recorded_at: dates::moment(header.wall),
        by: super::name_behind(conn, header.device, header.session)?,
        withheld: event.is_none(),
        channel: match (header.kind, channel) {
            (kinds::CONSENT_WITHDRAWN, event::consent::channel::COUNTER) => "counter",
            (_, channel) => channel_name(channel),
        }
        .to_owned(),
        policy: revision.unwrap_or_default(),
        giver: match giver {
            Some((card, ..)) => super::card::full_name(&super::card::fields(conn, *card)?),
            None => String::new(),
        },
        basis: giver
            .and_then(|(_, basis, _)| Basis::from_code(*basis))
            .map(|basis| basis.text().to_owned())
            .unwrap_or_default(),
        signed,
        valid_until: valid_until
            .and_then(|day| day.parse().ok())
            .map(dates::short)
            .unwrap_or_default(),
        paper: super::consent::paper_place(conn, entry)?.unwrap_or_default(),
        may_annul: annulled.is_none()
            && target
                .is_some_and(|target| consent::annul(&target, by, "may it be annulled").is_ok()),
        annulled,
    }))
}

/// The form's name of a stored channel.
pub fn channel_name(code: u8) -> &'static str {
    match code {
        event::consent::channel::SCREEN => "screen",
        event::consent::channel::PAPER => "paper",
        event::consent::channel::POST => "post",
        event::consent::channel::EMAIL => "email",
        event::consent::channel::PATIENT_SCREEN => "patient_screen",
        event::consent::channel::SMS => "sms",
        _ => "",
    }
}

/// Who recorded something, as they stand on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// Full name; empty when the desk acted itself or the name is not here.
    pub name: String,
    /// The role that the session had.
    pub role: Option<Role>,
}

/// What became of an act afterwards.
#[derive(Debug, Clone)]
pub struct Later {
    /// The later entry.
    pub entry: Hash,
    /// «Ошибочно внесено», otherwise a withdrawal.
    pub annulment: bool,
    /// When it was recorded.
    pub at: Wall,
    /// Who recorded it.
    pub by: Actor,
    /// Who took consent back for the person.
    pub giver: Option<Giver>,
    /// In the words of whoever gave it, or empty.
    pub reason: String,
}

/// One act as it is proven on paper.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The entry.
    pub entry: Hash,
    /// The decoded act.
    pub event: Event,
    /// When it was recorded.
    pub recorded: Wall,
    /// Who recorded it.
    pub by: Actor,
    /// At which desk.
    pub desk: String,
    /// The desk's id.
    pub device: DeviceId,
    /// Number of the entry on its desk.
    pub seq: u64,
    /// Withdrawals that speak against it and annulments of it, in order of time.
    pub later: Vec<Later>,
}

/// Everything that proves one act of consent.
pub fn evidence(
    conn: &Connection,
    roster: &Roster,
    card: SubjectId,
    entry: Hash,
) -> Result<Option<Evidence>, LogError> {
    let Some(stored) = log::entry(conn, entry)?.filter(|stored| stored.header().subject == card)
    else {
        return Ok(None);
    };
    let header = stored.header();
    let Some(event) = Event::of(&stored).filter(is_act) else {
        return Ok(None);
    };
    let mut later = Vec::new();
    for hash in later_entries(conn, card, entry)? {
        later.extend(later_act(conn, roster, hash)?);
    }
    later.sort_by_key(|act| (act.at.ms, act.entry));
    Ok(Some(Evidence {
        entry,
        recorded: header.wall,
        by: actor(conn, roster, header.device, header.session)?,
        desk: super::lab::desk_called(conn, header.device)?,
        device: header.device,
        seq: header.seq,
        event,
        later,
    }))
}

/// What a paper of its own is made of; nothing else of a card is.
fn is_act(event: &Event) -> bool {
    matches!(
        event,
        Event::ConsentGiven(_) | Event::ConsentRefused(_) | Event::ConsentWithdrawn(_)
    )
}

fn actor(
    conn: &Connection,
    roster: &Roster,
    device: DeviceId,
    session: SessionId,
) -> Result<Actor, LogError> {
    Ok(Actor {
        name: super::name_behind(conn, device, session)?,
        role: session_of(conn, device, session)?.and_then(|session| session.role(roster)),
    })
}

fn later_act(conn: &Connection, roster: &Roster, entry: Hash) -> Result<Option<Later>, LogError> {
    let Some(stored) = log::entry(conn, entry)? else {
        return Ok(None);
    };
    let header = stored.header();
    let event = Event::of(&stored);
    let giver = event.as_ref().map(|event| giver(conn, event)).transpose()?;
    let reason = match event {
        Some(Event::ConsentAnnulled(body)) => body.reason,
        Some(Event::ConsentWithdrawn(body)) => body.reason.unwrap_or_default(),
        _ => String::new(),
    };
    Ok(Some(Later {
        entry,
        annulment: header.kind == kinds::CONSENT_ANNULLED,
        at: header.wall,
        by: actor(conn, roster, header.device, header.session)?,
        giver: giver.flatten(),
        reason,
    }))
}

/// Who answered for the person, as the act says; the name is that of their card.
pub fn giver(conn: &Connection, event: &Event) -> Result<Option<Giver>, rusqlite::Error> {
    let said = match event {
        Event::ConsentGiven(body) => &body.giver,
        Event::ConsentRefused(body) => &body.giver,
        Event::ConsentWithdrawn(body) => &body.giver,
        _ => return Ok(None),
    };
    let Some((card, basis, document)) = said else {
        return Ok(None);
    };
    let Some(basis) = Basis::from_code(*basis) else {
        return Ok(None);
    };
    Ok(Some(Giver {
        name: person::name(Lang::Kk, &super::card::fields(conn, *card)?),
        basis,
        document: document.clone(),
    }))
}

/// Annulments of the act, and standing withdrawals of a shared purpose that it does not know.
fn later_entries(
    conn: &Connection,
    card: SubjectId,
    entry: Hash,
) -> Result<Vec<Hash>, rusqlite::Error> {
    let mut rows =
        conn.prepare_cached("SELECT entry FROM p_consent_annulment WHERE target = ?1")?;
    let mut later = rows
        .query_map([entry], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    let facts = facts(conn, card)?;
    let Some(grant) = facts.grants.iter().find(|known| known.id == entry) else {
        return Ok(later);
    };
    let speaks = |denial: &&Denial| {
        !denial.annulled
            && denial.kind == DenialKind::Withdrawn
            && !grant.known_denials.contains(&denial.id)
            && grant
                .purposes
                .iter()
                .any(|purpose| denial.purposes.contains(*purpose))
    };
    later.extend(facts.denials.iter().filter(speaks).map(|denial| denial.id));
    Ok(later)
}

//! Facts of consent for the rule, and acts of consent for the card.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::consent::{
    self, Channel, ConsentFacts, Denial, DenialKind, Grant, Purpose, Purposes, TargetAct,
    TargetKind, in_force,
};
use crate::event::kinds::{self, Role};
use crate::event::{self, Event};
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError, unsigned};
use crate::projection::consent::act;
use crate::projection::judge::session_of;
use crate::projection::roster::Roster;
use crate::time::Wall;
use crate::view::{ConsentRow, PurposeStanding, Standing};
use crate::words::dates;

/// The card's grants and denials as the rule wants them.
pub fn facts(conn: &Connection, card: SubjectId) -> Result<ConsentFacts, rusqlite::Error> {
    let purposes = sets(
        conn,
        "SELECT entry, purpose FROM p_consent_purpose WHERE subject = ?1",
        card,
    )?;
    let known: BTreeMap<Hash, BTreeSet<Hash>> = sets(
        conn,
        "SELECT grant_entry, denial FROM p_consent_beats WHERE subject = ?1",
        card,
    )?;
    let mut targets =
        conn.prepare_cached("SELECT target FROM p_consent_annulment WHERE subject = ?1")?;
    let annulled = targets
        .query_map([card], |row| row.get(0))?
        .collect::<Result<BTreeSet<Hash>, _>>()?;
    let mut facts = ConsentFacts {
        unfolded_denial: unfolded_denial(conn, card)?,
        ..ConsentFacts::default()
    };
    let mut rows =
        conn.prepare_cached("SELECT entry, act, has_body, valid_until, policy FROM p_consent WHERE subject = ?1 ORDER BY entry")?;
    let mut rows = rows.query([card])?;
    while let Some(row) = rows.next()? {
        let id: Hash = row.get("entry")?;
        let codes: Vec<u8> = purposes
            .get(&id)
            .map(|set| set.iter().copied().collect())
            .unwrap_or_default();
        let annulled = annulled.contains(&id);
        let body_present: bool = row.get("has_body")?;
        match row.get::<_, u8>("act")? {
            act::GIVEN => facts.grants.push(Grant {
                id,
                purposes: codes
                    .iter()
                    .filter_map(|code| Purpose::from_code(*code))
                    .collect(),
                policy: row.get("policy")?,
                valid_until: row
                    .get::<_, Option<String>>("valid_until")?
                    .and_then(|text| text.parse().ok()),
                annulled,
                body_present,
                known_denials: known.get(&id).cloned().unwrap_or_default(),
            }),
            code => facts.denials.push(Denial {
                id,
                kind: if code == act::REFUSED {
                    DenialKind::Refused
                } else {
                    DenialKind::Withdrawn
                },
                purposes: if body_present {
                    Purposes::of_denial(&codes)
                } else {
                    Purposes::All
                },
                annulled,
            }),
        }
    }
    Ok(facts)
}

fn sets<V: Ord + rusqlite::types::FromSql>(
    conn: &Connection,
    sql: &str,
    card: SubjectId,
) -> Result<BTreeMap<Hash, BTreeSet<V>>, rusqlite::Error> {
    let mut out: BTreeMap<Hash, BTreeSet<V>> = BTreeMap::new();
    let mut rows = conn.prepare_cached(sql)?;
    let mut rows = rows.query([card])?;
    while let Some(row) = rows.next()? {
        out.entry(row.get(0)?).or_default().insert(row.get(1)?);
    }
    Ok(out)
}

/// A denial that waits, or of a kind of a newer program, already denies; so does destruction.
fn unfolded_denial(conn: &Connection, card: SubjectId) -> Result<bool, rusqlite::Error> {
    conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM x_graph WHERE subject = ?1 AND flags & 2 AND status IN (2, 4)) \
             OR EXISTS (SELECT 1 FROM p_destroyed WHERE subject = ?1)",
    )?
    .query_row([card], |row| row.get(0))
}

/// The gate: may the card's data serve this purpose on this day?
pub fn permitted(
    conn: &Connection,
    card: SubjectId,
    purpose: Purpose,
    on: NaiveDate,
) -> Result<bool, rusqlite::Error> {
    Ok(consent::permitted(&facts(conn, card)?, purpose, on))
}

/// Consent to each purpose that this desk asks for, in a word.
pub fn standings(
    conn: &Connection,
    card: SubjectId,
    on: NaiveDate,
) -> Result<Vec<PurposeStanding>, rusqlite::Error> {
    let facts = facts(conn, card)?;
    let versions = super::lab::versions(conn)?;
    let current: Vec<Hash> = in_force(&versions, on)
        .map(|version| version.entry)
        .collect();
    Ok([Purpose::Service, Purpose::Care]
        .into_iter()
        .map(|purpose| PurposeStanding {
            purpose: purpose.text().to_owned(),
            standing: word(consent::standing(&facts, purpose, on, &current)),
        })
        .collect())
}

fn word(standing: consent::Standing) -> Standing {
    match standing {
        consent::Standing::Given => Standing::Given,
        consent::Standing::Stale => Standing::Stale,
        consent::Standing::Withdrawn => Standing::Withdrawn,
        consent::Standing::Refused => Standing::Refused,
        consent::Standing::None => Standing::None,
    }
}

/// What an annulment would be aimed at.
pub fn target(
    conn: &Connection,
    roster: &Roster,
    card: SubjectId,
    entry: Hash,
) -> Result<Option<TargetAct>, LogError> {
    let Some(stored) = log::entry(conn, entry)? else {
        return Ok(None);
    };
    let header = stored.header();
    if header.subject != card {
        return Ok(None);
    }
    let kind = match header.kind {
        kinds::CONSENT_GIVEN => TargetKind::Grant,
        kinds::CONSENT_REFUSED | kinds::CONSENT_WITHDRAWN => TargetKind::Denial,
        kinds::CONSENT_ANNULLED => TargetKind::Annulment,
        _ => return Ok(None),
    };
    let annulled: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM p_consent_annulment WHERE target = ?1)")?
        .query_row([entry], |row| row.get(0))?;
    let recorded_as =
        session_of(conn, header.device, header.session)?.and_then(|session| session.role(roster));
    Ok(Some(TargetAct {
        id: entry,
        kind,
        recorded_as,
        annulled,
    }))
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
    let event = stored
        .body()
        .and_then(|body| Event::read(header.kind, body).ok());
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
        channel: channel_name(channel).to_owned(),
        policy: revision.unwrap_or_default(),
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
        _ => "",
    }
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
    pub by: String,
    /// At which desk.
    pub desk: String,
    /// Number of the entry on its desk.
    pub seq: u64,
    /// «Ошибочно внесено»: reason and moment.
    pub annulled: Option<(String, Wall)>,
    /// Withdrawn by a later act that knew it: the moment.
    pub withdrawn: Option<Wall>,
}

/// Everything that proves one act of consent.
pub fn evidence(
    conn: &Connection,
    card: SubjectId,
    entry: Hash,
) -> Result<Option<Evidence>, LogError> {
    let Some(stored) = log::entry(conn, entry)?.filter(|stored| stored.header().subject == card)
    else {
        return Ok(None);
    };
    let header = stored.header();
    let Some(event) = stored
        .body()
        .and_then(|body| Event::read(header.kind, body).ok())
    else {
        return Ok(None);
    };
    let annulment: Option<(Hash, String)> = {
        use rusqlite::OptionalExtension;
        conn.prepare_cached("SELECT entry, reason FROM p_consent_annulment WHERE target = ?1 ORDER BY entry LIMIT 1")?
            .query_row([entry], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
    };
    let annulled = match annulment {
        Some((by, reason)) => log::entry(conn, by)?.map(|by| (reason, by.header().wall)),
        None => None,
    };
    Ok(Some(Evidence {
        entry,
        recorded: header.wall,
        by: super::name_behind(conn, header.device, header.session)?,
        desk: super::lab::desk_name(conn, header.device)?.unwrap_or_default(),
        seq: header.seq,
        withdrawn: withdrawn_at(conn, card, entry)?,
        event,
        annulled,
    }))
}

/// The first standing withdrawal of a shared purpose that this grant does not know.
fn withdrawn_at(
    conn: &Connection,
    card: SubjectId,
    grant: Hash,
) -> Result<Option<Wall>, rusqlite::Error> {
    let facts = facts(conn, card)?;
    let Some(grant) = facts.grants.iter().find(|known| known.id == grant) else {
        return Ok(None);
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
    let mut first: Option<u64> = None;
    for denial in facts.denials.iter().filter(speaks) {
        let wall: i64 = conn
            .prepare_cached("SELECT wall FROM p_consent WHERE entry = ?1")?
            .query_row([denial.id], |row| row.get(0))?;
        first = Some(first.map_or(unsigned(wall), |known| known.min(unsigned(wall))));
    }
    Ok(first.map(Wall::almaty))
}

/// The stored number of a channel.
pub fn channel_code(channel: Channel) -> u8 {
    channel.code()
}

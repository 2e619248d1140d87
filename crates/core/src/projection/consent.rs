//! Grants, denials and annulments of one card. The fold stores facts, never a verdict: whether a
//! purpose is permitted on a day is answered by `domain::consent::permitted`.

use rusqlite::{Transaction, params};

use super::Folding;
use crate::event::Event;
use crate::event::kinds;
use crate::id::{Hash, Id};
use crate::journal::log::signed;

/// `p_consent.act`.
pub mod act {
    /// A grant.
    pub const GIVEN: u8 = 1;
    /// A denial: the person said no.
    pub const REFUSED: u8 = 2;
    /// A denial: the person took consent back.
    pub const WITHDRAWN: u8 = 3;
}

#[derive(Default)]
struct Row<'a> {
    act: u8,
    has_body: bool,
    valid_until: Option<&'a str>,
    given_on: Option<&'a str>,
    policy: Option<Hash>,
    channel: Option<u8>,
    purposes: &'a [u8],
    paper: Option<&'a str>,
    giver_basis: Option<u8>,
    answers: &'a [Hash],
    otp: Option<Id>,
}

/// Folds one act of consent.
pub fn apply(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    event: Option<&Event>,
) -> Result<(), rusqlite::Error> {
    let row = match (folding.header.kind, event) {
        (kinds::CONSENT_GIVEN, Some(Event::ConsentGiven(b))) => Row {
            act: act::GIVEN,
            has_body: true,
            valid_until: b.valid_until.as_deref(),
            given_on: Some(&b.given_on),
            policy: Some(b.policy),
            channel: Some(b.channel),
            purposes: &b.purposes,
            paper: b.paper.as_deref(),
            giver_basis: b.giver.as_ref().map(|(_, basis, _)| *basis),
            answers: &b.answers,
            otp: b.otp.as_ref().map(|(id, _)| *id),
        },
        (kinds::CONSENT_REFUSED, Some(Event::ConsentRefused(b))) => Row {
            act: act::REFUSED,
            has_body: true,
            given_on: Some(&b.given_on),
            policy: b.policy,
            channel: Some(b.channel),
            purposes: &b.purposes,
            ..Row::default()
        },
        (kinds::CONSENT_WITHDRAWN, Some(Event::ConsentWithdrawn(b))) => Row {
            act: act::WITHDRAWN,
            has_body: true,
            given_on: Some(&b.given_on),
            channel: Some(b.channel),
            purposes: &b.purposes,
            ..Row::default()
        },
        (kinds::CONSENT_ANNULLED, Some(Event::ConsentAnnulled(b))) => {
            return annul(tx, folding, b.target, &b.reason);
        }
        (kinds::CONSENT_FILED, Some(Event::ConsentFiled(b))) => {
            return file(tx, folding, b.target, &b.paper);
        }
        (kinds::CONSENT_GIVEN, _) => Row {
            act: act::GIVEN,
            ..Row::default()
        },
        (kinds::CONSENT_REFUSED, _) => Row {
            act: act::REFUSED,
            ..Row::default()
        },
        (kinds::CONSENT_WITHDRAWN, _) => Row {
            act: act::WITHDRAWN,
            ..Row::default()
        },
        // Without its body an annulment annuls nothing.
        _ => return Ok(()),
    };
    insert(tx, folding, &row)
}

fn insert(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    row: &Row<'_>,
) -> Result<(), rusqlite::Error> {
    let header = folding.header;
    tx.prepare_cached(
        "INSERT INTO p_consent (entry, subject, act, has_body, valid_until, given_on, policy, channel, hlc, device, seq, wall, \
           giver_basis, otp) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        folding.hash,
        header.subject,
        row.act,
        row.has_body,
        row.valid_until,
        row.given_on,
        row.policy,
        row.channel,
        signed(header.hlc.0),
        header.device,
        signed(header.seq),
        signed(header.wall.ms),
        row.giver_basis,
        row.otp
    ])?;
    for purpose in row.purposes {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO p_consent_purpose (entry, purpose, subject) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![folding.hash, purpose, header.subject])?;
    }
    for denial in row.answers {
        tx.prepare_cached(
            "INSERT OR IGNORE INTO p_consent_answers (grant_entry, denial, subject) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![folding.hash, denial, header.subject])?;
    }
    if row.act == act::GIVEN {
        beat_known_denials(tx, folding)?;
    }
    if let Some(paper) = row.paper {
        put_paper(tx, folding, folding.hash, paper)?;
    }
    Ok(())
}

/// A grant stands against a denial only when the denial was known to it.
fn beat_known_denials(tx: &Transaction<'_>, folding: &Folding<'_>) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    let mut rows =
        tx.prepare_cached("SELECT entry FROM p_consent WHERE subject = ?1 AND act <> 1")?;
    let denials = rows
        .query_map([subject], |row| row.get(0))?
        .collect::<Result<Vec<Hash>, _>>()?;
    for denial in denials.into_iter().filter(|denial| folding.knows(*denial)) {
        tx.prepare_cached(
            "INSERT INTO p_consent_beats (grant_entry, denial, subject) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![folding.hash, denial, subject])?;
    }
    Ok(())
}

/// The folder of a paper; whoever files it must know the act. What was said last stands.
fn file(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    target: Hash,
    paper: &str,
) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    if is_act(tx, target, subject)? && folding.knows(target) {
        put_paper(tx, folding, target, paper)?;
    }
    Ok(())
}

fn put_paper(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    act: Hash,
    paper: &str,
) -> Result<(), rusqlite::Error> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO p_consent_paper (target, entry, subject, paper) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![act, folding.hash, folding.header.subject, paper])?;
    Ok(())
}

fn is_act(tx: &Transaction<'_>, act: Hash, subject: Id) -> Result<bool, rusqlite::Error> {
    tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM p_consent WHERE entry = ?1 AND subject = ?2)")?
        .query_row(params![act, subject], |row| row.get(0))
}

/// The target must be an act that the annulment knows; an annulment cannot be annulled.
fn annul(
    tx: &Transaction<'_>,
    folding: &Folding<'_>,
    target: Hash,
    reason: &str,
) -> Result<(), rusqlite::Error> {
    let subject = folding.header.subject;
    if is_act(tx, target, subject)? && folding.knows(target) {
        tx.prepare_cached("INSERT INTO p_consent_annulment (entry, target, subject, reason) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![folding.hash, target, subject, reason])?;
    }
    Ok(())
}

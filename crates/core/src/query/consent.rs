//! Facts of consent for the rule, and its answer in a word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::Connection;

use super::person::Cards;
use crate::domain::consent::{
    self, ConsentFacts, Denial, DenialKind, Giver, Grant, PersonFacts, Purpose, Purposes,
    TargetAct, TargetKind, in_force,
};
use crate::domain::representative::Basis;
use crate::event::kinds;
use crate::id::{Hash, SubjectId};
use crate::journal::log::{self, LogError};
use crate::projection::consent::act;
use crate::projection::judge::session_of;
use crate::projection::roster::Roster;
use crate::view::{PurposeStanding, Standing};

/// Whether an act of this card is on paper; none when it is no act of this card.
pub fn is_paper(
    conn: &Connection,
    card: SubjectId,
    act: Hash,
) -> Result<Option<bool>, rusqlite::Error> {
    use rusqlite::OptionalExtension;
    conn.prepare_cached(
        "SELECT coalesce(channel = 2, 0) FROM p_consent WHERE entry = ?1 AND subject = ?2",
    )?
    .query_row(rusqlite::params![act, card], |row| row.get(0))
    .optional()
}

/// Where the paper of an act is filed.
pub fn paper_place(conn: &Connection, act: Hash) -> Result<Option<String>, rusqlite::Error> {
    use rusqlite::OptionalExtension;
    conn.prepare_cached("SELECT paper FROM p_consent_paper WHERE target = ?1")?
        .query_row([act], |row| row.get(0))
        .optional()
}

/// The card's grants and denials as the rule wants them.
pub fn facts(conn: &Connection, card: SubjectId) -> Result<ConsentFacts, rusqlite::Error> {
    let was_asked: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM p_consent WHERE subject = ?1)")?
        .query_row([card], |row| row.get(0))?;
    if !was_asked {
        return Ok(ConsentFacts {
            unfolded_denial: unfolded_denial(conn, card)?,
            ..ConsentFacts::default()
        });
    }
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
    let mut answers: BTreeMap<Hash, BTreeSet<Hash>> = sets(
        conn,
        "SELECT grant_entry, denial FROM p_consent_answers WHERE subject = ?1",
        card,
    )?;
    let mut facts = ConsentFacts {
        born: super::card::birth_date(conn, card)?,
        unfolded_denial: unfolded_denial(conn, card)?,
        ..ConsentFacts::default()
    };
    let mut rows = conn.prepare_cached(&format!(
        "SELECT {SAID} FROM p_consent WHERE subject = ?1 ORDER BY entry"
    ))?;
    let mut rows = rows.query([card])?;
    while let Some(row) = rows.next()? {
        let said = Said::of(row)?;
        let codes: Vec<u8> = (purposes.get(&said.id))
            .map(|set| set.iter().copied().collect())
            .unwrap_or_default();
        let annulled = annulled.contains(&said.id);
        match said.is_grant() {
            true => facts.grants.push(Grant {
                known_denials: known.get(&said.id).cloned().unwrap_or_default(),
                answers: answers.remove(&said.id).unwrap_or_default(),
                ..said.grant(&codes, annulled)
            }),
            false => facts.denials.push(said.denial(&codes, annulled)),
        }
    }
    Ok(facts)
}

/// Columns of an act, for [`Said::of`].
pub(super) const SAID: &str = "entry, act, has_body, valid_until, given_on, policy, giver_basis";

/// An act as its row has it.
pub(super) struct Said {
    /// Its entry.
    pub id: Hash,
    act: u8,
    has_body: bool,
    policy: Option<Hash>,
    valid_until: Option<NaiveDate>,
    given_on: Option<NaiveDate>,
    giver: Giver,
}

impl Said {
    pub fn of(row: &rusqlite::Row<'_>) -> Result<Self, rusqlite::Error> {
        let day = |name| -> Result<_, rusqlite::Error> {
            let text: Option<String> = row.get(name)?;
            Ok(text.and_then(|text| text.parse().ok()))
        };
        let basis: Option<u8> = row.get("giver_basis")?;
        Ok(Self {
            id: row.get("entry")?,
            act: row.get("act")?,
            has_body: row.get("has_body")?,
            policy: row.get("policy")?,
            valid_until: day("valid_until")?,
            given_on: day("given_on")?,
            giver: basis.map_or(Giver::Person, |code| {
                Giver::Representative(Basis::from_code(code))
            }),
        })
    }

    pub fn is_grant(&self) -> bool {
        self.act == act::GIVEN
    }

    /// A grant of these purposes; which denials it knew and answers, other tables say.
    pub fn grant(self, purposes: &[u8], annulled: bool) -> Grant {
        let purposes = purposes.iter().copied().filter_map(Purpose::from_code);
        Grant {
            id: self.id,
            purposes: purposes.collect(),
            policy: self.policy,
            valid_until: self.valid_until,
            given_on: self.given_on,
            giver: self.giver,
            annulled,
            body_present: self.has_body,
            known_denials: BTreeSet::new(),
            answers: BTreeSet::new(),
        }
    }

    /// A denial of these purposes, of all of them where its body is not here.
    pub fn denial(self, purposes: &[u8], annulled: bool) -> Denial {
        Denial {
            id: self.id,
            kind: match self.act {
                act::REFUSED => DenialKind::Refused,
                _ => DenialKind::Withdrawn,
            },
            purposes: match self.has_body {
                true => Purposes::of_denial(purposes),
                false => Purposes::All,
            },
            annulled,
        }
    }
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

/// The same of every card of the person; the first of the merged ones is the card itself.
pub fn person(conn: &Connection, card: SubjectId) -> Result<PersonFacts, rusqlite::Error> {
    person_of(conn, &Cards::of(conn, card)?)
}

fn person_of(conn: &Connection, cards: &Cards) -> Result<PersonFacts, rusqlite::Error> {
    let of = |cards: &Vec<SubjectId>| {
        let facts = cards.iter().map(|card| facts(conn, *card));
        facts.collect::<Result<Vec<_>, _>>()
    };
    Ok(PersonFacts {
        merged: of(&cards.merged)?,
        alike: cards.alike.iter().map(of).collect::<Result<_, _>>()?,
    })
}

/// The gate: may the card's data serve this purpose on this day? The person is asked, not the card.
pub fn permitted(
    conn: &Connection,
    card: SubjectId,
    purpose: Purpose,
    on: NaiveDate,
) -> Result<bool, rusqlite::Error> {
    Ok(consent::person_permitted(&person(conn, card)?, purpose, on))
}

/// A day, and the policy versions in force on it: what a word about consent is measured by.
#[derive(Debug, Clone)]
pub struct Day {
    on: NaiveDate,
    in_force: Vec<Hash>,
}

impl Day {
    /// The day as the policies here say it.
    pub fn of(conn: &Connection, on: NaiveDate) -> Result<Self, rusqlite::Error> {
        let versions = super::lab::versions(conn)?;
        let in_force = in_force(&versions, on).map(|version| version.entry);
        Ok(Self {
            on,
            in_force: in_force.collect(),
        })
    }

    fn standing(&self, person: &PersonFacts, purpose: Purpose) -> consent::Standing {
        consent::person_standing(person, purpose, self.on, &self.in_force)
    }
}

/// Consent to the personal data, in a word.
pub fn service(
    conn: &Connection,
    card: SubjectId,
    on: NaiveDate,
) -> Result<Standing, rusqlite::Error> {
    service_of(conn, &Cards::of(conn, card)?, &Day::of(conn, on)?)
}

/// The same of a person whose cards are known.
pub(super) fn service_of(
    conn: &Connection,
    cards: &Cards,
    day: &Day,
) -> Result<Standing, rusqlite::Error> {
    match super::destroyed(conn, cards.merged[0])? {
        true => Ok(Standing::Destroyed),
        false => Ok(word(
            day.standing(&person_of(conn, cards)?, Purpose::Service),
        )),
    }
}

/// How consent to a purpose stands on a day, as the rules say it of the person.
pub fn standing(
    conn: &Connection,
    card: SubjectId,
    purpose: Purpose,
    on: NaiveDate,
) -> Result<consent::Standing, rusqlite::Error> {
    Ok(Day::of(conn, on)?.standing(&person(conn, card)?, purpose))
}

/// Consent to each purpose that this desk asks for, in a word.
pub fn standings(
    conn: &Connection,
    card: SubjectId,
    on: NaiveDate,
) -> Result<Vec<PurposeStanding>, rusqlite::Error> {
    let destroyed = super::destroyed(conn, card)?;
    let person = person(conn, card)?;
    let day = Day::of(conn, on)?;
    let stands = |purpose| match destroyed {
        true => Standing::Destroyed,
        false => word(day.standing(&person, purpose)),
    };
    // What the service needs is always said; of the further purposes those that were ever spoken of.
    let always = [Purpose::Service, Purpose::Care];
    Ok(Purpose::ALL
        .into_iter()
        .map(|purpose| (purpose, stands(purpose)))
        .filter(|(purpose, standing)| {
            always.contains(purpose) || !matches!(standing, Standing::None | Standing::Destroyed)
        })
        .map(|(purpose, standing)| PurposeStanding {
            purpose: purpose.text().to_owned(),
            standing,
        })
        .collect())
}

/// The word as a screen is given it.
pub(crate) fn word(standing: consent::Standing) -> Standing {
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

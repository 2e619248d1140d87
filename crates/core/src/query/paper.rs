//! What a document about a person may say: facts for `tirkeu_forms::paper`, in one value.
//!
//! Read by `App::paper` inside the disclosing door; the entry that notes the document is written there.

use rusqlite::Connection;

use super::acts::{Actor, Evidence, evidence, together};
use super::card::{self, Fields};
use super::lab::{self, Organisation, Policy};
use super::page::{self, Beside, Giver, Whose};
use super::relation;
use crate::domain::consent::CONSENT_POLICY_REQUIRED;
use crate::domain::representative;
use crate::error::{Error, NOT_FOUND, Refusal};
use crate::event::Event;
use crate::event::kinds::Role;
use crate::id::{Hash, StaffId, SubjectId};
use crate::projection::roster::Roster;
use crate::time::Wall;
use crate::view::ConsentPage;
use crate::words::{Both, Lang, person};

/// Everything that a document may say.
#[derive(Debug, Clone)]
pub struct PaperFacts {
    /// The operator.
    pub organisation: Organisation,
    /// The card as it stands.
    pub fields: Fields,
    /// Surname, name, patronymic; a newborn without a name has a word in each language.
    pub name: Both,
    /// Who gives or gave consent for the person.
    pub giver: Option<Giver>,
    /// The others who stand on the page of a sheet to be signed.
    pub others: Vec<Beside>,
    /// What this laboratory collects: keys of `consent-field-<key>`.
    pub collected: Vec<String>,
    /// Where the paper of the act is filed.
    pub paper_place: Option<String>,
    /// The policy version concerned.
    pub policy: Policy,
    /// That version is the one shown today.
    pub policy_current: bool,
    /// The consent page in Kazakh.
    pub page_kk: ConsentPage,
    /// The consent page in Russian.
    pub page_ru: ConsentPage,
    /// The act, for receipt and evidence card.
    pub evidence: Option<Evidence>,
    /// What the person answered at that visit: the act and those recorded in one commit with it.
    pub together: Vec<Evidence>,
    /// Who makes it.
    pub by: Actor,
    /// When it is made.
    pub now: Wall,
}

/// Facts of a document about `card`, and about one act of consent where it names one.
///
/// # Errors
/// `not-found` for an unknown card or act, `consent-policy-required` where no version applies.
pub fn facts(
    conn: &Connection,
    roster: &Roster,
    (card, entry): (SubjectId, Option<Hash>),
    (staff, role): (StaffId, Role),
    now: Wall,
) -> Result<PaperFacts, Error> {
    let missing = || Error::from(Refusal::new(NOT_FOUND));
    if !card::exists(conn, card)? {
        return Err(missing());
    }
    let (mut act, mut beside) = (None, Vec::new());
    if let Some(entry) = entry {
        act = Some(evidence(conn, roster, card, entry)?.ok_or_else(missing)?);
        for one in together(conn, card, entry)? {
            beside.extend(evidence(conn, roster, card, one)?);
        }
    }
    let fields = card::fields(conn, card)?;
    let giver = match &act {
        Some(act) => super::acts::giver(conn, &act.event)?,
        // The sheet to be signed names whoever signs for a child.
        None => only_representative(conn, card, now)?,
    };
    compose(
        conn,
        (staff, role),
        now,
        Said {
            whose: Whose {
                fields,
                giver,
                others: Vec::new(),
            },
            evidence: act,
            together: beside,
        },
    )
}

/// Facts of a sheet for somebody who has no card yet: only what stands on the screen already.
///
/// # Errors
/// `consent-policy-required` where no version applies, `not-found` before the organisation is described.
pub fn blank(
    conn: &Connection,
    by: (StaffId, Role),
    whose: Whose,
    now: Wall,
) -> Result<PaperFacts, Error> {
    compose(
        conn,
        by,
        now,
        Said {
            whose,
            evidence: None,
            together: vec![],
        },
    )
}

/// What a sheet says of a person.
struct Said {
    whose: Whose,
    evidence: Option<Evidence>,
    together: Vec<Evidence>,
}

fn compose(
    conn: &Connection,
    (staff, role): (StaffId, Role),
    now: Wall,
    said: Said,
) -> Result<PaperFacts, Error> {
    let missing = || Error::from(Refusal::new(NOT_FOUND));
    let current = lab::current_policy(conn, now.date())?;
    let policy = match said
        .evidence
        .as_ref()
        .and_then(|act| shown_policy(&act.event))
    {
        Some(entry) => lab::policy(conn, entry)?,
        None => current.clone(),
    };
    let policy = policy.ok_or_else(|| Refusal::new(CONSENT_POLICY_REQUIRED))?;
    let page = |lang| page::page_of(conn, &policy, &said.whose, lang)?.ok_or_else(missing);
    Ok(PaperFacts {
        organisation: lab::organisation(conn)?.ok_or_else(missing)?,
        page_kk: page(Lang::Kk)?,
        page_ru: page(Lang::Ru)?,
        policy_current: current.is_some_and(|current| current.entry == policy.entry),
        by: Actor {
            name: lab::staff_name(conn, staff)?.unwrap_or_default(),
            role: Some(role),
        },
        name: Both {
            kk: person::name(Lang::Kk, &said.whose.fields),
            ru: person::name(Lang::Ru, &said.whose.fields),
        },
        giver: said.whose.giver,
        others: said.whose.others,
        collected: page::collected(conn)?,
        paper_place: match &said.evidence {
            Some(act) => super::consent::paper_place(conn, act.entry)?,
            None => None,
        },
        fields: said.whose.fields,
        policy: policy.clone(),
        evidence: said.evidence,
        together: said.together,
        now,
    })
}

/// Whoever acts for a child, when it is one.
fn only_representative(
    conn: &Connection,
    card: SubjectId,
    now: Wall,
) -> Result<Option<Giver>, Error> {
    if !representative::is_needed(card::birth_date(conn, card)?, now.date()) {
        return Ok(None);
    }
    let born = card::birth_date(conn, card)?;
    let mut standing = relation::representatives(conn, card)?;
    standing.retain(|stands| stands.relation.may_consent(born, now.date()));
    let Ok([stands]) = <[_; 1]>::try_from(standing) else {
        return Ok(None);
    };
    Ok(Some(Giver {
        name: person::name(Lang::Kk, &card::fields(conn, stands.representative)?),
        basis: stands.relation.basis,
        document: stands.relation.document,
    }))
}

fn shown_policy(event: &Event) -> Option<Hash> {
    match event {
        Event::ConsentGiven(body) => Some(body.policy),
        Event::ConsentRefused(body) => body.policy,
        _ => None,
    }
}

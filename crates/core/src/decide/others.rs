//! Whom else a representative answers for on one page: the very same people for the page that is shown, for the list
//! that offers them and for the entries that are written.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::representative::{Acts, acts};
use crate::domain::consent::{CONSENT_OTHERS_TOO_MANY, MOST_OTHERS, Other, Purpose, joins};
use crate::error::{Error, Refusal};
use crate::id::SubjectId;
use crate::query::card::{self, Fields};
use crate::query::page::Beside;
use crate::query::{self, relation};

/// Somebody who stands on the page besides.
#[derive(Debug, Clone)]
pub struct Joined {
    /// Their card.
    pub card: SubjectId,
    /// Its fields.
    pub fields: Fields,
    /// Whoever answers, on the ground that is theirs.
    pub acts: Acts,
}

impl Joined {
    /// As the page names them.
    pub fn beside(&self) -> Beside {
        Beside {
            fields: self.fields.clone(),
            giver: self.acts.giver.clone(),
        }
    }
}

/// Everybody named besides, in one order whoever ticked them in which; all refusals at once, each with its card.
pub fn named(
    conn: &Connection,
    on: NaiveDate,
    giver: Option<SubjectId>,
    present: Option<SubjectId>,
    cards: &[SubjectId],
) -> Result<Vec<Joined>, Error> {
    let mut cards = cards.to_vec();
    cards.retain(|card| Some(*card) != present);
    cards.sort_unstable();
    cards.dedup();
    if cards.len() > MOST_OTHERS {
        let no = Refusal::at("others", CONSENT_OTHERS_TOO_MANY);
        return Err(no.with("limit", MOST_OTHERS).into());
    }
    let (mut named, mut refusals) = (Vec::new(), Vec::new());
    for card in cards {
        match judged(conn, on, giver, card)? {
            Ok(joined) => named.push((card::birth_date(conn, card)?, joined)),
            Err(no) => refusals.push(no),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    // The eldest first; cards of one day in an order of their own.
    named.sort_by_key(|(born, joined)| (*born, joined.card));
    Ok(named.into_iter().map(|(_, joined)| joined).collect())
}

/// Whether one card may stand on the page of this representative today.
pub fn judged(
    conn: &Connection,
    on: NaiveDate,
    giver: Option<SubjectId>,
    card: SubjectId,
) -> Result<Result<Joined, Refusal>, Error> {
    let standing = relation::representatives(conn, card)?;
    let mut theirs = standing.into_iter();
    let stands = theirs.find(|stands| Some(stands.representative) == giver);
    let other = Other {
        birth_date: card::birth_date(conn, card)?,
        relation: stands.as_ref().map(|stands| &stands.relation),
        service: query::consent::standing(conn, card, Purpose::Service, on)?,
    };
    Ok(match (joins(&other, on), stands) {
        (Ok(()), Some(stands)) => {
            let their = card::fields(conn, stands.representative)?;
            Ok(Joined {
                card,
                fields: card::fields(conn, card)?,
                acts: acts(stands.representative, &their, stands.relation),
            })
        }
        (Ok(()), None) => Err(of(card, Refusal::new(crate::error::NOT_FOUND))),
        (Err(no), _) => Err(of(card, no)),
    })
}

/// A no that is about one of the others stands beside their tick.
pub fn of(card: SubjectId, mut refusal: Refusal) -> Refusal {
    refusal.field = Some("others");
    refusal.with("card", card)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::MAX_COMMIT;

    #[test]
    fn a_page_for_as_many_as_may_stand_on_it_is_one_commit() {
        let besides = ["card", "representative", "relation", "booking"].len();
        let acts = (MOST_OTHERS + 1) * Purpose::ALL.len();
        assert!(acts + besides <= MAX_COMMIT);
    }
}

//! Several on one page: whoever acts for more than one person may read one page, tick it and sign it once for all of
//! them. Each is judged by themself and gets an entry of their own. Whoever answers alone, has answered already or said
//! no is not one of them.

use chrono::NaiveDate;

use super::*;
use crate::domain::representative::{ADULT, ALONE_FROM, Relation};

/// How many may stand on a page beside the first: with a tick for every purpose, a card, a representative, their
/// relation and a booking they still are one commit.
pub const MOST_OTHERS: usize = 7;

/// Somebody who would be named besides.
#[derive(Debug, Clone, Copy)]
pub struct Other<'a> {
    /// As the card says.
    pub birth_date: Option<NaiveDate>,
    /// On what ground the representative of the page acts for them; none when they do not.
    pub relation: Option<&'a Relation>,
    /// How consent to [`Purpose::Service`] stands.
    pub service: Standing,
}

/// Whether somebody may be named besides on the day. Who still has to be asked for is whoever has given no consent,
/// or one that is over or of an older version.
pub fn joins(other: &Other<'_>, day: NaiveDate) -> Result<(), Refusal> {
    let refuse = |code| Err(Refusal::at("others", code));
    let age = other.birth_date.map(|born| date::age(born, day));
    match (other.relation, age) {
        (Some(_), None) => return refuse(CONSENT_BIRTH_DATE_REQUIRED),
        (Some(_), Some(ALONE_FROM..ADULT)) => return refuse(CONSENT_OTHER_ALONE),
        (Some(relation), _) if relation.may_consent(other.birth_date, day) => {}
        _ => return refuse(CONSENT_OTHER_NOT_ENTITLED),
    }
    match other.service {
        Standing::None | Standing::Stale => Ok(()),
        Standing::Given => refuse(CONSENT_OTHER_GIVEN),
        Standing::Refused | Standing::Withdrawn => refuse(CONSENT_OTHER_DENIED),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::representative::{Basis, Scope};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn mother() -> Relation {
        Relation {
            basis: Basis::Mother,
            document: None,
            valid_until: None,
            scope: BTreeSet::from(Scope::ALL),
        }
    }

    fn judged(other: &Other<'_>) -> Result<(), &'static str> {
        joins(other, day(2026, 11, 21)).map_err(|refusal| {
            assert_eq!(refusal.field, Some("others"), "it stands beside the tick");
            refusal.code.0
        })
    }

    #[test]
    fn a_child_joins_by_its_own_age_and_by_the_ground_that_is_its_own() {
        let mother = mother();
        let child = Other {
            birth_date: Some(day(2019, 3, 15)),
            relation: Some(&mother),
            service: Standing::None,
        };
        assert_eq!(judged(&child), Ok(()));
        let born = |born| {
            judged(&Other {
                birth_date: born,
                ..child
            })
        };
        assert_eq!(born(Some(day(2010, 11, 22))), Ok(()), "sixteen tomorrow");
        assert_eq!(born(Some(day(2010, 11, 21))), Err("consent-other-alone"));
        assert_eq!(born(Some(day(2008, 11, 22))), Err("consent-other-alone"));
        assert_eq!(
            born(Some(day(2008, 11, 21))),
            Err("consent-other-not-entitled"),
            "a mother of long ago"
        );
        assert_eq!(born(None), Err("consent-birth-date-required"));
        let by = |relation| judged(&Other { relation, ..child });
        assert_eq!(by(None), Err("consent-other-not-entitled"));
        let over = Relation {
            valid_until: Some(day(2026, 11, 20)),
            ..mother.clone()
        };
        assert_eq!(by(Some(&over)), Err("consent-other-not-entitled"));
        let results = Relation {
            scope: BTreeSet::from([Scope::Results]),
            ..mother.clone()
        };
        assert_eq!(by(Some(&results)), Err("consent-other-not-entitled"));
    }

    #[test]
    fn only_whoever_still_has_to_be_asked_for_joins() {
        let mother = mother();
        let stands = |service| {
            judged(&Other {
                birth_date: Some(day(2019, 3, 15)),
                relation: Some(&mother),
                service,
            })
        };
        assert_eq!(stands(Standing::None), Ok(()));
        assert_eq!(stands(Standing::Stale), Ok(()), "over, or an older policy");
        assert_eq!(stands(Standing::Given), Err("consent-other-given"));
        assert_eq!(stands(Standing::Refused), Err("consent-other-denied"));
        assert_eq!(stands(Standing::Withdrawn), Err("consent-other-denied"));
    }
}

//! Who may answer for whom, and until when the answer holds.

use chrono::NaiveDate;

use super::*;
use crate::domain::representative::{ADULT, ALONE_FROM, Relation};

/// Whether the person, or whoever acts for them, may answer on the day; and the last day on which a consent
/// holds: at 16 and at 18 the card asks anew.
pub(super) fn entitled(
    born: Option<NaiveDate>,
    giver: Option<&Relation>,
    day: NaiveDate,
) -> Result<Option<NaiveDate>, Refusal> {
    let refuse = |code| Err(Refusal::at("by", code));
    let Some(born) = born else {
        return refuse(CONSENT_BIRTH_DATE_REQUIRED);
    };
    let age = date::age(born, day);
    match (age, giver) {
        (..ALONE_FROM, None) => return refuse(CONSENT_BY_REPRESENTATIVE),
        (ALONE_FROM..ADULT, Some(_)) => return refuse(CONSENT_ALONE),
        (_, Some(relation)) if !relation.may_consent(Some(born), day) => {
            return refuse(CONSENT_GIVER_NOT_ENTITLED);
        }
        _ => {}
    }
    let asked_anew = match age {
        ..ALONE_FROM => date::turns(born, ALONE_FROM),
        ALONE_FROM..ADULT => date::turns(born, ADULT),
        _ => None,
    };
    Ok(asked_anew.and_then(|day| day.pred_opt()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::representative::{Basis, Scope};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn who_answers_and_until_when_goes_by_the_age_on_the_day() {
        let mother = Relation {
            basis: Basis::Mother,
            document: None,
            valid_until: None,
            scope: BTreeSet::from(Scope::ALL),
        };
        let by = |born, giver| {
            entitled(born, giver, day(2026, 11, 21)).map_err(|refusal| refusal.code.0)
        };
        let child = Some(day(2019, 3, 15));
        assert_eq!(by(None, None), Err("consent-birth-date-required"));
        assert_eq!(by(child, None), Err("consent-by-representative"));
        let until = Ok(Some(day(2035, 3, 14)));
        assert_eq!(by(child, Some(&mother)), until, "asked anew at 16");
        let sixteen = Some(day(2010, 11, 21));
        let until = Ok(Some(day(2028, 11, 20)));
        assert_eq!(by(sixteen, None), until, "asked anew at 18");
        assert_eq!(by(sixteen, Some(&mother)), Err("consent-alone"));
        let adult = Some(day(1990, 1, 1));
        assert_eq!(by(adult, None), Ok(None));
        assert_eq!(
            by(adult, Some(&mother)),
            Err("consent-giver-not-entitled"),
            "a mother of long ago"
        );
        let guardian = Relation {
            basis: Basis::Guardian,
            ..mother.clone()
        };
        assert_eq!(by(adult, Some(&guardian)), Ok(None));
        let over = Relation {
            valid_until: Some(day(2026, 11, 20)),
            ..mother.clone()
        };
        assert_eq!(by(child, Some(&over)), Err("consent-giver-not-entitled"));
        let results_only = Relation {
            scope: BTreeSet::from([Scope::Results]),
            ..mother.clone()
        };
        assert_eq!(
            by(child, Some(&results_only)),
            Err("consent-giver-not-entitled")
        );
    }
}

//! Who may answer for whom, and until when the answer holds.

use chrono::NaiveDate;

use super::*;
use crate::domain::representative::{ADULT, ALONE_FROM, Basis, Relation};

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
    Ok(asked_anew(born, day).and_then(|day| day.pred_opt()))
}

/// Whether a consent still holds on the day by the birth date as it is known now: whoever gave it might, at the age
/// on the day of giving, and no birthday that asks anew has come since. An answer is not made good by a mistake in
/// the birth date that was corrected later.
pub(super) fn holds_by_age(grant: &Grant, born: Option<NaiveDate>, on: NaiveDate) -> bool {
    let (Some(born), Some(day)) = (born, grant.given_on) else {
        return true;
    };
    let might = match (date::age(born, day), grant.giver) {
        (..ALONE_FROM, Giver::Person) => false,
        (ALONE_FROM..ADULT, Giver::Representative(_)) => false,
        (ADULT.., Giver::Representative(basis)) => basis.is_some_and(Basis::of_adults),
        _ => true,
    };
    might && asked_anew(born, day).is_none_or(|birthday| on < birthday)
}

/// The birthday on which the card asks anew, for an answer given on the day.
fn asked_anew(born: NaiveDate, day: NaiveDate) -> Option<NaiveDate> {
    match date::age(born, day) {
        ..ALONE_FROM => date::turns(born, ALONE_FROM),
        ALONE_FROM..ADULT => date::turns(born, ADULT),
        _ => None,
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

    #[test]
    fn a_corrected_birth_date_reaches_what_was_given_before() {
        let given = day(2026, 11, 21);
        let holds = |giver, born, on| {
            let grant = Grant {
                id: Hash([1; 32]),
                purposes: BTreeSet::new(),
                policy: None,
                valid_until: None,
                given_on: Some(given),
                giver,
                annulled: false,
                body_present: true,
                known_denials: BTreeSet::new(),
                answers: BTreeSet::new(),
            };
            holds_by_age(&grant, born, on)
        };
        let (adult, child) = (Some(day(1990, 1, 1)), Some(day(2019, 3, 15)));
        let almost = Some(day(2010, 11, 21));
        let by = |basis| Giver::Representative(Some(basis));
        assert!(holds(Giver::Person, adult, given));
        assert!(holds(Giver::Person, None, given), "no birth date known");
        assert!(!holds(Giver::Person, child, given), "a child after all");
        assert!(holds(by(Basis::Mother), child, given));
        assert!(holds(by(Basis::Mother), child, day(2035, 3, 14)));
        assert!(!holds(by(Basis::Mother), child, day(2035, 3, 15)), "16");
        assert!(!holds(by(Basis::Mother), almost, given), "16 then: alone");
        assert!(holds(Giver::Person, almost, day(2028, 11, 20)));
        assert!(!holds(Giver::Person, almost, day(2028, 11, 21)), "18");
        assert!(
            !holds(by(Basis::Mother), adult, given),
            "an adult after all"
        );
        assert!(holds(by(Basis::Guardian), adult, given));
        assert!(!holds(Giver::Representative(None), adult, given));
    }
}

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

/// Who brings a withdrawal.
#[derive(Debug, Clone, Copy)]
pub enum Bringer<'a> {
    /// Nobody said who.
    Unsaid,
    /// The person.
    Person,
    /// Somebody who acts for the person, on this ground.
    Representative(&'a Relation),
}

/// Whether a withdrawal of the day is taken from whoever brings it; `known` are the grounds of everybody who acts for
/// the person. The person's own word is never refused for who they are (Law 94-V art. 8(7)). Of a child for whom
/// somebody may answer it is asked who it was. A representative's paper is weighed only where another's holds; a
/// ground that does not reach to the person at all says nothing.
pub fn may_take_back(
    born: Option<NaiveDate>,
    by: Bringer<'_>,
    known: &[Relation],
    day: NaiveDate,
) -> Result<(), Refusal> {
    let somebody = || known.iter().any(|one| one.may_consent(born, day));
    let child = born.is_some_and(|born| date::age(born, day) < ALONE_FROM);
    let code = match by {
        Bringer::Unsaid if child && somebody() => CONSENT_WITHDRAWN_BY_REQUIRED,
        Bringer::Representative(one) if !one.reaches(born, day) => CONSENT_WITHDRAWN_BY_PERSON,
        Bringer::Representative(one) if !one.may_consent(born, day) && somebody() => {
            CONSENT_GIVER_NOT_ENTITLED
        }
        _ => return Ok(()),
    };
    Err(Refusal::at("by", code))
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

    fn mother() -> Relation {
        Relation {
            basis: Basis::Mother,
            document: None,
            valid_until: None,
            scope: BTreeSet::from(Scope::ALL),
        }
    }

    fn taken(
        born: Option<NaiveDate>,
        by: Bringer<'_>,
        known: &[Relation],
    ) -> Result<(), &'static str> {
        may_take_back(born, by, known, day(2026, 11, 21)).map_err(|refusal| refusal.code.0)
    }

    #[test]
    fn the_persons_own_withdrawal_is_taken_at_every_age() {
        let lives = [
            None,
            Some(day(2019, 3, 15)),
            Some(day(2010, 1, 1)),
            Some(day(1990, 1, 1)),
        ];
        for born in lives {
            for known in [&[][..], &[mother()]] {
                assert_eq!(taken(born, Bringer::Person, known), Ok(()), "{born:?}");
            }
        }
    }

    #[test]
    fn of_a_child_it_is_asked_who_where_somebody_may_answer() {
        let child = Some(day(2019, 3, 15));
        let asks = Err("consent-withdrawn-by-required");
        assert_eq!(taken(child, Bringer::Unsaid, &[mother()]), asks);
        let over = Relation {
            valid_until: Some(day(2026, 11, 20)),
            ..mother()
        };
        assert_eq!(
            taken(child, Bringer::Unsaid, &[over]),
            Ok(()),
            "nobody to ask for"
        );
        assert_eq!(taken(child, Bringer::Unsaid, &[]), Ok(()));
        let grown = Some(day(2010, 11, 21));
        assert_eq!(taken(grown, Bringer::Unsaid, &[mother()]), Ok(()));
        assert_eq!(taken(None, Bringer::Unsaid, &[mother()]), Ok(()));
    }

    #[test]
    fn a_paper_that_ran_out_stands_in_the_way_only_where_another_holds() {
        let child = Some(day(2019, 3, 15));
        let over = Relation {
            basis: Basis::Guardian,
            valid_until: Some(day(2026, 11, 20)),
            ..mother()
        };
        let by = Bringer::Representative(&over);
        assert_eq!(taken(child, by, std::slice::from_ref(&over)), Ok(()));
        assert_eq!(
            taken(child, by, &[over.clone(), mother()]),
            Err("consent-giver-not-entitled")
        );
        assert_eq!(
            taken(Some(day(1990, 1, 1)), by, std::slice::from_ref(&over)),
            Ok(())
        );
        assert_eq!(
            taken(
                child,
                Bringer::Representative(&mother()),
                &[over.clone(), mother()]
            ),
            Ok(())
        );
    }

    #[test]
    fn whoever_answers_for_themself_takes_back_alone() {
        let mother = mother();
        let by = Bringer::Representative(&mother);
        let alone = Err("consent-withdrawn-by-person");
        for born in [day(2010, 11, 21), day(1990, 1, 1)] {
            assert_eq!(taken(Some(born), by, std::slice::from_ref(&mother)), alone);
        }
    }
}

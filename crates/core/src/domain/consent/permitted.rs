//! The consent rule.
//!
//! Called by every gate with the facts that the fold stored. A pure function of those facts and a date: no
//! clock decides between a grant and a denial, only knowledge does. Whoever withdrew is not overruled by a
//! grant that did not know of it, whatever the clocks said.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::entitled::holds_by_age;
use super::{Purpose, Purposes};
use crate::domain::representative::Basis;
use crate::id::Hash;

/// A grant as the fold stored it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The entry.
    pub id: Hash,
    /// What for.
    pub purposes: BTreeSet<Purpose>,
    /// The policy version that was shown.
    pub policy: Option<Hash>,
    /// Last day; none while the gate counts the term from the last visit.
    pub valid_until: Option<NaiveDate>,
    /// The date on it; unknown while the body is not here.
    pub given_on: Option<NaiveDate>,
    /// Who gave it.
    pub giver: Giver,
    /// An annulment that has it among its ancestors names it.
    pub annulled: bool,
    /// Its body is there; without it a grant grants nothing.
    pub body_present: bool,
    /// The denials that are its ancestors: what was known when it was given.
    pub known_denials: BTreeSet<Hash>,
    /// The denials on other cards of the person that it answers.
    pub answers: BTreeSet<Hash>,
}

/// Who gave a consent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Giver {
    /// The person it is about.
    #[default]
    Person,
    /// Somebody for the person; none when the ground is of a kind that this program does not know.
    Representative(Option<Basis>),
}

/// A denial as the fold stored it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denial {
    /// The entry.
    pub id: Hash,
    /// Withdrawal or refusal.
    pub kind: DenialKind,
    /// What it is about; [`Purposes::All`] when its body is gone.
    pub purposes: Purposes,
    /// An annulment that has it among its ancestors names it.
    pub annulled: bool,
}

/// Which no it was; both deny alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DenialKind {
    /// Asked and said no.
    Refused,
    /// Took consent back.
    Withdrawn,
}

/// Everything that one card's journal says about consent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsentFacts {
    /// Grants.
    pub grants: Vec<Grant>,
    /// Withdrawals and refusals.
    pub denials: Vec<Denial>,
    /// The birth date as the card shows it now: a correction reaches what was given before it.
    pub born: Option<NaiveDate>,
    /// A stored entry with flag deny waits or is unknown to this program: it denies until it is folded.
    pub unfolded_denial: bool,
}

/// Whether the purpose is permitted on the day.
///
/// There is a grant of the purpose, its body present, not annulled, `valid_until` none or ≥ the day, given by
/// somebody who at that age may, such that every non-annulled denial of the purpose is among its ancestors; and no
/// denial waits unfolded.
pub fn permitted(facts: &ConsentFacts, purpose: Purpose, on: NaiveDate) -> bool {
    permitting(facts, purpose, on).next().is_some()
}

/// Consent in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// есть.
    Given,
    /// устарело: the term is over, another version of the policy is in force, or by age somebody else answers.
    Stale,
    /// отозвано, also when a denial waits unfolded.
    Withdrawn,
    /// отказ.
    Refused,
    /// нет.
    None,
}

/// The word that a screen shows; `in_force` are the entries of the policy versions in force on the day.
/// Agrees with [`permitted`]: Given only when permitted; Stale may be either; the others never.
pub fn standing(
    facts: &ConsentFacts,
    purpose: Purpose,
    on: NaiveDate,
    in_force: &[Hash],
) -> Standing {
    if facts.unfolded_denial {
        return Standing::Withdrawn;
    }
    let current = |grant: &Grant| {
        grant
            .policy
            .is_some_and(|policy| in_force.contains(&policy))
    };
    if permitting(facts, purpose, on).any(current) {
        return Standing::Given;
    }
    if unanswered(facts, purpose).next().is_some() {
        return Standing::Stale;
    }
    let mut refused = false;
    for denial in denials(facts, purpose) {
        if denial.kind == DenialKind::Withdrawn {
            return Standing::Withdrawn;
        }
        refused = true;
    }
    if refused {
        Standing::Refused
    } else {
        Standing::None
    }
}

pub(super) fn permitting(
    facts: &ConsentFacts,
    purpose: Purpose,
    on: NaiveDate,
) -> impl Iterator<Item = &Grant> {
    unanswered(facts, purpose).filter(move |grant| {
        !facts.unfolded_denial
            && grant.valid_until.is_none_or(|last| last >= on)
            && holds_by_age(grant, facts.born, on)
    })
}

/// Grants that no denial speaks against, whatever their term.
pub(super) fn unanswered(facts: &ConsentFacts, purpose: Purpose) -> impl Iterator<Item = &Grant> {
    facts
        .grants
        .iter()
        .filter(move |grant| {
            grant.body_present && !grant.annulled && grant.purposes.contains(&purpose)
        })
        .filter(move |grant| {
            denials(facts, purpose).all(|denial| grant.known_denials.contains(&denial.id))
        })
}

pub(super) fn denials(facts: &ConsentFacts, purpose: Purpose) -> impl Iterator<Item = &Denial> {
    facts
        .denials
        .iter()
        .filter(move |denial| !denial.annulled && denial.purposes.contains(purpose))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const SMS: Purpose = Purpose::Sms;
    const POLICY: Hash = Hash([7; 32]);

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn grant(known: &[u8]) -> Grant {
        Grant {
            id: Hash([100; 32]),
            purposes: BTreeSet::from([SMS]),
            policy: Some(POLICY),
            valid_until: None,
            given_on: None,
            giver: Giver::Person,
            annulled: false,
            body_present: true,
            known_denials: known.iter().map(|byte| Hash([*byte; 32])).collect(),
            answers: BTreeSet::new(),
        }
    }

    fn denial(byte: u8, purposes: Purposes) -> Denial {
        Denial {
            id: Hash([byte; 32]),
            kind: DenialKind::Withdrawn,
            purposes,
            annulled: false,
        }
    }

    fn sms() -> Purposes {
        Purposes::Set(BTreeSet::from([SMS]))
    }

    fn facts(grants: Vec<Grant>, denials: Vec<Denial>) -> ConsentFacts {
        ConsentFacts {
            grants,
            denials,
            born: None,
            unfolded_denial: false,
        }
    }

    fn verdict(facts: &ConsentFacts) -> (bool, Standing) {
        (
            permitted(facts, SMS, day(21)),
            standing(facts, SMS, day(21), &[POLICY]),
        )
    }

    #[test]
    fn a_grant_grants_its_own_purposes_only() {
        assert_eq!(verdict(&facts(vec![], vec![])), (false, Standing::None));
        let given = facts(vec![grant(&[])], vec![]);
        assert_eq!(verdict(&given), (true, Standing::Given));
        assert!(!permitted(&given, Purpose::Service, day(21)));
    }

    #[test]
    fn a_denial_that_the_grant_did_not_know_wins() {
        assert_eq!(
            verdict(&facts(vec![grant(&[])], vec![denial(1, sms())])),
            (false, Standing::Withdrawn)
        );
        assert_eq!(
            verdict(&facts(vec![grant(&[1])], vec![denial(1, sms())])),
            (true, Standing::Given)
        );
        assert!(
            !verdict(&facts(
                vec![grant(&[1])],
                vec![denial(1, sms()), denial(2, sms())]
            ))
            .0
        );
        let split = facts(
            vec![grant(&[1]), grant(&[2])],
            vec![denial(1, sms()), denial(2, sms())],
        );
        assert!(
            !verdict(&split).0,
            "two grants that know one denial each do not make one that knows both"
        );
    }

    #[test]
    fn a_denial_of_another_purpose_does_not_count_and_one_without_body_counts_for_all() {
        let other = Purposes::Set(BTreeSet::from([Purpose::Email]));
        assert!(verdict(&facts(vec![grant(&[])], vec![denial(1, other)])).0);
        assert!(!verdict(&facts(vec![grant(&[])], vec![denial(1, Purposes::All)])).0);
    }

    #[test]
    fn what_was_recorded_by_mistake_has_no_effect() {
        let annulled = Grant {
            annulled: true,
            ..grant(&[])
        };
        assert_eq!(
            verdict(&facts(vec![annulled], vec![])),
            (false, Standing::None)
        );
        let mistaken = Denial {
            annulled: true,
            ..denial(1, sms())
        };
        assert_eq!(
            verdict(&facts(vec![grant(&[])], vec![mistaken])),
            (true, Standing::Given)
        );
    }

    #[test]
    fn a_grant_without_its_body_grants_nothing() {
        let erased = Grant {
            body_present: false,
            ..grant(&[])
        };
        assert_eq!(
            verdict(&facts(vec![erased], vec![])),
            (false, Standing::None)
        );
    }

    #[test]
    fn a_waiting_denial_denies_everything() {
        let waiting = ConsentFacts {
            unfolded_denial: true,
            ..facts(vec![grant(&[])], vec![])
        };
        assert_eq!(verdict(&waiting), (false, Standing::Withdrawn));
    }

    #[test]
    fn the_last_day_of_a_term_counts() {
        let until = |last| {
            facts(
                vec![Grant {
                    valid_until: Some(day(last)),
                    given_on: None,
                    ..grant(&[])
                }],
                vec![],
            )
        };
        assert_eq!(verdict(&until(21)), (true, Standing::Given));
        assert_eq!(verdict(&until(20)), (false, Standing::Stale));
    }

    #[test]
    fn consent_to_an_older_policy_permits_and_is_shown_as_stale() {
        let older = facts(
            vec![Grant {
                policy: Some(Hash([8; 32])),
                ..grant(&[])
            }],
            vec![],
        );
        assert_eq!(verdict(&older), (true, Standing::Stale));
    }

    #[test]
    fn a_refusal_is_called_a_refusal() {
        let refused = Denial {
            kind: DenialKind::Refused,
            ..denial(1, sms())
        };
        assert_eq!(
            verdict(&facts(vec![], vec![refused.clone()])),
            (false, Standing::Refused)
        );
        assert_eq!(
            verdict(&facts(vec![], vec![refused, denial(2, sms())])),
            (false, Standing::Withdrawn)
        );
    }
}

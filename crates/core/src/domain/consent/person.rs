//! The consent rule of a person who has several cards.
//!
//! Gates ask the person, not the card: a denial on any of their cards denies on all, a grant counts for its own card
//! and for those explicitly merged with it, never through an equal ИИН alone: a mistyped number must not lend
//! somebody the consent of somebody else, while a no that is not theirs only asks once more.

use chrono::NaiveDate;

use super::permitted::{denials, permitting, unanswered};
use super::{ConsentFacts, Denial, DenialKind, Grant, Purpose, Standing, standing};
use crate::id::Hash;

/// Everything that the journal says about a person's consent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFacts {
    /// The card that is asked about first, and those explicitly merged with it.
    pub merged: Vec<ConsentFacts>,
    /// Other cards with an equal ИИН, each with those merged with it.
    pub alike: Vec<Vec<ConsentFacts>>,
}

impl PersonFacts {
    fn groups(&self) -> impl Iterator<Item = &[ConsentFacts]> {
        std::iter::once(self.merged.as_slice()).chain(self.alike.iter().map(Vec::as_slice))
    }
}

/// Whether the purpose is permitted for the person on the day: a grant on one of the merged cards permits it, and every
/// denial on any card of the person is answered.
pub fn person_permitted(person: &PersonFacts, purpose: Purpose, on: NaiveDate) -> bool {
    let permits = |facts| permitting(facts, purpose, on).next().is_some();
    person.merged.iter().any(permits) && no_of(person, purpose).is_none()
}

/// The word that a screen shows for the person; of a person with one card that of [`standing`].
pub fn person_standing(
    person: &PersonFacts,
    purpose: Purpose,
    on: NaiveDate,
    in_force: &[Hash],
) -> Standing {
    if let Some(no) = no_of(person, purpose) {
        return match no {
            DenialKind::Withdrawn => Standing::Withdrawn,
            DenialKind::Refused => Standing::Refused,
        };
    }
    // A denial on the own card that a merged one answers is no word any more, so the best of the others is said.
    let words: Vec<Standing> = person
        .merged
        .iter()
        .map(|facts| standing(facts, purpose, on, in_force))
        .collect();
    [Standing::Given, Standing::Stale]
        .into_iter()
        .find(|word| words.contains(word))
        .unwrap_or(Standing::None)
}

/// What a consent given now answers besides the denials on its own card: every open denial of the purpose on the cards
/// merged with it, of which its own is the first.
pub fn answered_now(merged: &[ConsentFacts], purpose: Purpose) -> Vec<Hash> {
    (1..merged.len())
        .flat_map(|at| open(merged, at, purpose))
        .map(|denial| denial.id)
        .collect()
}

/// The no that stands against the person: a withdrawal before a refusal.
fn no_of(person: &PersonFacts, purpose: Purpose) -> Option<DenialKind> {
    let unfolded = person.groups().flatten().any(|facts| facts.unfolded_denial);
    let mut said = None;
    for group in person.groups() {
        for denial in (0..group.len()).flat_map(|at| open(group, at, purpose)) {
            match denial.kind {
                DenialKind::Withdrawn => return Some(DenialKind::Withdrawn),
                DenialKind::Refused => said = Some(DenialKind::Refused),
            }
        }
    }
    match unfolded {
        true => Some(DenialKind::Withdrawn),
        false => said,
    }
}

/// The denials of one card that nothing among the merged cards answers.
fn open(merged: &[ConsentFacts], at: usize, purpose: Purpose) -> impl Iterator<Item = &Denial> {
    let answers = move |grant: &Grant, place: usize, denial: &Denial| match place == at {
        true => grant.known_denials.contains(&denial.id),
        false => grant.answers.contains(&denial.id),
    };
    let card = &merged[at];
    denials(card, purpose).filter(move |denial| {
        !merged.iter().enumerate().any(|(place, facts)| {
            unanswered(facts, purpose).any(|grant| answers(grant, place, denial))
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use super::super::histories::{every, folded};
    use super::super::{Giver, Purposes, permitted};
    use super::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    const PURPOSE: Purpose = Purpose::Service;
    const POLICY: Hash = Hash([7; 32]);

    fn hash(byte: u8) -> Hash {
        Hash([byte; 32])
    }

    fn grant(id: u8, known: &[u8], answers: &[u8]) -> ConsentFacts {
        let set = |ids: &[u8]| ids.iter().map(|id| hash(*id)).collect::<BTreeSet<_>>();
        ConsentFacts {
            grants: vec![Grant {
                id: hash(id),
                purposes: BTreeSet::from([PURPOSE]),
                policy: Some(POLICY),
                valid_until: None,
                given_on: None,
                giver: Giver::Person,
                annulled: false,
                body_present: true,
                known_denials: set(known),
                answers: set(answers),
            }],
            ..ConsentFacts::default()
        }
    }

    fn denied(facts: ConsentFacts, id: u8, kind: DenialKind) -> ConsentFacts {
        let denial = Denial {
            id: hash(id),
            kind,
            purposes: Purposes::All,
            annulled: false,
        };
        ConsentFacts {
            denials: vec![denial],
            ..facts
        }
    }

    fn said(merged: Vec<ConsentFacts>, alike: Vec<Vec<ConsentFacts>>) -> (bool, Standing) {
        let person = PersonFacts { merged, alike };
        let word = person_standing(&person, PURPOSE, DAY, &[POLICY]);
        let permitted = person_permitted(&person, PURPOSE, DAY);
        assert_eq!(
            permitted,
            word == Standing::Given,
            "nothing here is out of date"
        );
        (permitted, word)
    }

    #[test]
    fn one_card_is_judged_as_before_in_every_history() {
        let mut seen = 0;
        every(4, &mut |acts| {
            let facts = folded(acts);
            let person = PersonFacts {
                merged: vec![facts.clone()],
                alike: Vec::new(),
            };
            assert_eq!(
                person_permitted(&person, PURPOSE, DAY),
                permitted(&facts, PURPOSE, DAY),
                "{acts:?}"
            );
            assert_eq!(
                person_standing(&person, PURPOSE, DAY, &[]),
                standing(&facts, PURPOSE, DAY, &[]),
                "{acts:?}"
            );
            seen += 1;
        });
        assert!(seen > 26_000, "{seen}");
    }

    #[test]
    fn a_grant_reaches_merged_cards_and_an_equal_number_lends_none() {
        let none = ConsentFacts::default;
        assert_eq!(
            said(vec![none(), grant(1, &[], &[])], vec![]),
            (true, Standing::Given)
        );
        assert_eq!(
            said(vec![none()], vec![vec![grant(1, &[], &[])]]),
            (false, Standing::None)
        );
    }

    #[test]
    fn a_no_on_any_card_reaches_all() {
        let no = || denied(ConsentFacts::default(), 9, DenialKind::Refused);
        let yes = || grant(1, &[], &[]);
        assert_eq!(said(vec![yes(), no()], vec![]), (false, Standing::Refused));
        assert_eq!(
            said(vec![yes()], vec![vec![no()]]),
            (false, Standing::Refused)
        );
        let waits = ConsentFacts {
            unfolded_denial: true,
            ..ConsentFacts::default()
        };
        assert_eq!(
            said(vec![yes(), waits], vec![]),
            (false, Standing::Withdrawn)
        );
        let both = denied(ConsentFacts::default(), 8, DenialKind::Withdrawn);
        assert_eq!(
            said(vec![yes(), no(), both], vec![]),
            (false, Standing::Withdrawn)
        );
    }

    #[test]
    fn a_consent_that_was_asked_for_knowing_of_the_no_answers_it_on_merged_cards_only() {
        let no = || denied(ConsentFacts::default(), 9, DenialKind::Withdrawn);
        let merged = [grant(1, &[], &[]), no()];
        assert_eq!(answered_now(&merged, PURPOSE), [hash(9)]);
        let own_first = [no(), grant(1, &[], &[])];
        assert_eq!(answered_now(&own_first, PURPOSE), [], "its own is its own");
        let yes = || grant(2, &[], &[9]);
        assert_eq!(said(vec![yes(), no()], vec![]), (true, Standing::Given));
        assert_eq!(answered_now(&[yes(), no()], PURPOSE), []);
        assert_eq!(
            said(vec![yes()], vec![vec![no()]]),
            (false, Standing::Withdrawn),
            "parted again, the no stands"
        );
        let mut annulled = yes();
        annulled.grants[0].annulled = true;
        assert_eq!(
            said(vec![annulled, no()], vec![]),
            (false, Standing::Withdrawn)
        );
        let taken_back = denied(yes(), 10, DenialKind::Withdrawn);
        assert_eq!(
            said(vec![taken_back, no()], vec![]),
            (false, Standing::Withdrawn)
        );
    }
}

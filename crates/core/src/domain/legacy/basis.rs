//! On what ground a card is kept that came from an old list, and what that ground permits.
//!
//! Nobody has asked the person yet. Until somebody does, the list itself is the ground: `legacy { source, as of }`. It
//! permits to keep the card and to ask for consent at the next visit, and nothing else: no standing of consent arises
//! from it, so every gate of `domain::consent` denies as it denies without consent. An answer, a yes or a no, makes it
//! history (Law 94-V art. 7 and 8).

use super::LEGACY_ASK_CONSENT;
use crate::domain::consent::{ConsentFacts, PersonFacts, Purpose};
use crate::error::Refusal;

/// What somebody may want to do with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Keep it, find it, put it right.
    Keep,
    /// Ask the person at the next visit.
    AskConsent,
    /// Take the person in for a service.
    Serve,
    /// Give the data to anybody, or tell the person of anything.
    Pass,
}

/// How a card stands to the list from which it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The card came from no list: consent decides alone.
    Consent,
    /// The list alone.
    Legacy,
    /// It came from a list, and the person has answered since: consent decides alone.
    Answered,
}

impl Ground {
    /// The ground of a card.
    pub fn of(is_imported: bool, person: &PersonFacts) -> Self {
        match (is_imported, is_answered(person)) {
            (false, _) => Self::Consent,
            (true, false) => Self::Legacy,
            (true, true) => Self::Answered,
        }
    }

    /// Whether the ground itself permits a use; none where consent decides.
    pub fn permits(self, wanted: Use) -> Option<bool> {
        match self {
            Self::Legacy => Some(matches!(wanted, Use::Keep | Use::AskConsent)),
            Self::Consent | Self::Answered => None,
        }
    }
}

/// A visit of a person: the card of an old list asks for an answer about consent, whichever it is.
///
/// # Errors
/// `consent-legacy-needed`.
pub fn visit(ground: Ground, brings_answer: bool) -> Result<(), Refusal> {
    match ground.permits(Use::Serve) {
        Some(false) if !brings_answer => Err(Refusal::at("personal_data", LEGACY_ASK_CONSENT)),
        _ => Ok(()),
    }
}

/// Whether the person was asked: a yes or a no about the data themselves that nobody annulled. A yes of another card
/// with the same ИИН is nobody's yes here; a no is, as with every gate.
fn is_answered(person: &PersonFacts) -> bool {
    let denied = |facts: &ConsentFacts| {
        let mut no = facts.denials.iter();
        facts.unfolded_denial || no.any(|no| !no.annulled && no.purposes.contains(Purpose::Service))
    };
    let given = |facts: &ConsentFacts| {
        facts.grants.iter().any(|grant| {
            !grant.annulled && (!grant.body_present || grant.purposes.contains(&Purpose::Service))
        })
    };
    person
        .merged
        .iter()
        .any(|facts| given(facts) || denied(facts))
        || person.alike.iter().flatten().any(denied)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::NaiveDate;

    use super::*;
    use crate::domain::consent::{
        Denial, DenialKind, Giver, Grant, Purposes, Standing, person_permitted, person_standing,
    };
    use crate::id::Hash;

    fn grant(purpose: Purpose, annulled: bool) -> ConsentFacts {
        ConsentFacts {
            grants: vec![Grant {
                id: Hash([1; 32]),
                purposes: BTreeSet::from([purpose]),
                policy: None,
                valid_until: None,
                given_on: None,
                giver: Giver::Person,
                annulled,
                body_present: true,
                known_denials: BTreeSet::new(),
                answers: BTreeSet::new(),
            }],
            ..ConsentFacts::default()
        }
    }

    fn denial(kind: DenialKind) -> ConsentFacts {
        ConsentFacts {
            denials: vec![Denial {
                id: Hash([2; 32]),
                kind,
                purposes: Purposes::All,
                annulled: false,
            }],
            ..ConsentFacts::default()
        }
    }

    fn person(facts: ConsentFacts) -> PersonFacts {
        PersonFacts {
            merged: vec![ConsentFacts::default(), facts],
            alike: Vec::new(),
        }
    }

    #[test]
    fn the_list_permits_keeping_and_asking_and_nothing_else() {
        let permitted = [Use::Keep, Use::AskConsent, Use::Serve, Use::Pass]
            .map(|wanted| Ground::Legacy.permits(wanted));
        assert_eq!(
            permitted,
            [Some(true), Some(true), Some(false), Some(false)]
        );
        assert_eq!(Ground::Answered.permits(Use::Keep), None, "consent decides");
    }

    #[test]
    fn no_standing_of_consent_arises_from_it() {
        let nobody_asked = person(ConsentFacts::default());
        let Some(day) = NaiveDate::from_ymd_opt(2026, 11, 22) else {
            return;
        };
        for purpose in Purpose::ALL {
            assert!(!person_permitted(&nobody_asked, purpose, day));
            assert_eq!(
                person_standing(&nobody_asked, purpose, day, &[]),
                Standing::None
            );
        }
    }

    #[test]
    fn a_visit_brings_an_answer_until_there_was_one() {
        let asked = |facts| visit(Ground::of(true, &person(facts)), false).is_ok();
        assert!(!asked(ConsentFacts::default()));
        assert!(
            !asked(grant(Purpose::Service, true)),
            "entered by mistake is no answer"
        );
        assert!(!asked(grant(Purpose::Care, false)), "another question");
        assert!(asked(grant(Purpose::Service, false)));
        assert!(asked(denial(DenialKind::Refused)));
        assert!(asked(denial(DenialKind::Withdrawn)));
        assert!(visit(Ground::Legacy, true).is_ok(), "a no is an answer too");
        assert!(visit(Ground::of(false, &person(ConsentFacts::default())), false).is_ok());
    }

    #[test]
    fn a_yes_of_another_card_with_the_same_iin_is_nobodys_yes_here() {
        let alike = |facts| PersonFacts {
            merged: vec![ConsentFacts::default()],
            alike: vec![vec![facts]],
        };
        assert_eq!(
            Ground::of(true, &alike(grant(Purpose::Service, false))),
            Ground::Legacy
        );
        assert_eq!(
            Ground::of(true, &alike(denial(DenialKind::Refused))),
            Ground::Answered
        );
    }
}

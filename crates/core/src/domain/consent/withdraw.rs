//! Withdrawal: the person takes consent back, at any time and without a reason (Law 94-V art. 8(7)).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::entitled::{Bringer, may_take_back};
use super::permitted::unanswered;
use super::refuse::named;
use super::*;
use crate::domain::representative::Relation;
use crate::domain::{keep, text};

/// What the page recorded.
#[derive(Debug, Clone, Copy)]
pub struct Withdrawn<'a> {
    /// Names of the purposes; empty means all.
    pub purposes: &'a [&'a str],
    /// `counter`, `paper`, `post`, `email`.
    pub channel: &'a str,
    /// Date as typed; empty means today.
    pub given_on: &'a str,
    /// In the person's words; may be empty.
    pub reason: &'a str,
    /// As the card says; none when nobody knows it.
    pub birth_date: Option<NaiveDate>,
    /// Who brings it.
    pub by: Bringer<'a>,
    /// The ground of everybody who acts for the person.
    pub known: &'a [Relation],
}

/// Withdrawal decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentWithdrawn {
    /// What is taken back.
    pub purposes: Purposes,
    /// How it reached the desk.
    pub channel: Channel,
    /// The date on it.
    pub given_on: NaiveDate,
    /// In the person's words.
    pub reason: Option<String>,
}

/// Decides on a withdrawal: each purpose named must stand (a grant that no denial speaks against, its term over
/// or not); «всё» needs one that stands. Who brings it hinders it as little as can be (decision 0010). All refusals
/// at once.
pub fn withdraw(
    asked: &Withdrawn<'_>,
    facts: &ConsentFacts,
    now: Wall,
) -> Result<ConsentWithdrawn, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let purposes = keep(&mut refusals, named(asked.purposes));
    if let Some(purposes) = &purposes {
        let stands = |purpose: Purpose| unanswered(facts, purpose).next().is_some();
        let any = purposes.is_empty() && Purpose::ALL.into_iter().any(stands);
        if !any && (purposes.is_empty() || !purposes.iter().copied().all(stands)) {
            refusals.push(Refusal::at("purposes", CONSENT_NOTHING_TO_WITHDRAW));
        }
    }
    let channel = keep(
        &mut refusals,
        Channel::parse(asked.channel)
            // A code is read back by whoever agrees.
            .filter(|channel| *channel != Channel::Sms)
            .ok_or_else(|| Refusal::at("channel", CONSENT_CHANNEL_UNKNOWN)),
    );
    let given_on = keep(&mut refusals, given_on(asked.given_on, now));
    if let (Some(purposes), Some(day)) = (&purposes, given_on)
        && oldest(facts, purposes).is_some_and(|given| day < given)
    {
        refusals.push(Refusal::at("given_on", CONSENT_WITHDRAWN_BEFORE_GIVEN));
    }
    if let Some(day) = given_on {
        keep(
            &mut refusals,
            may_take_back(asked.birth_date, asked.by, asked.known, day),
        );
    }
    let reason = keep(
        &mut refusals,
        text::check("reason", asked.reason, text::Shape::Block(500)),
    );
    match (purposes, channel, given_on, reason) {
        (Some(purposes), Some(channel), Some(given_on), Some(reason)) if refusals.is_empty() => {
            Ok(ConsentWithdrawn {
                purposes: if purposes.is_empty() {
                    Purposes::All
                } else {
                    Purposes::Set(purposes)
                },
                channel,
                given_on,
                reason: (!reason.is_empty()).then_some(reason),
            })
        }
        _ => Err(refusals),
    }
}

/// The day of the oldest standing grant of the purposes (none named: of any): what did not exist yet cannot be
/// taken back.
fn oldest(facts: &ConsentFacts, purposes: &BTreeSet<Purpose>) -> Option<NaiveDate> {
    Purpose::ALL
        .into_iter()
        .filter(|purpose| purposes.is_empty() || purposes.contains(purpose))
        .flat_map(|purpose| unanswered(facts, purpose))
        .filter_map(|grant| grant.given_on)
        .min()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::representative::{Basis, Scope};

    fn asked() -> Withdrawn<'static> {
        Withdrawn {
            purposes: &[],
            channel: "counter",
            given_on: "",
            reason: "",
            birth_date: None,
            by: Bringer::Unsaid,
            known: &[],
        }
    }

    /// A grant of the service whose term is over.
    fn facts() -> ConsentFacts {
        let grant = Grant {
            id: Hash([1; 32]),
            purposes: BTreeSet::from([Purpose::Service]),
            policy: None,
            valid_until: Some(NaiveDate::default()),
            given_on: NaiveDate::from_ymd_opt(2026, 3, 2),
            giver: Giver::Person,
            annulled: false,
            body_present: true,
            known_denials: BTreeSet::new(),
            answers: BTreeSet::new(),
        };
        ConsentFacts {
            grants: vec![grant],
            ..ConsentFacts::default()
        }
    }

    fn decide(
        asked: &Withdrawn<'_>,
        facts: &ConsentFacts,
    ) -> Result<ConsentWithdrawn, Vec<&'static str>> {
        withdraw(asked, facts, Wall::almaty(1_795_240_800_000))
            .map_err(|refusals| refusals.iter().map(|refusal| refusal.code.0).collect())
    }

    #[test]
    fn nothing_is_taken_back_before_it_was_given() {
        let on = |given_on| Withdrawn {
            given_on,
            ..asked()
        };
        assert_eq!(
            decide(&on("01.03.2026"), &facts()).unwrap_err(),
            ["consent-withdrawn-before-given"]
        );
        assert!(decide(&on("02.03.2026"), &facts()).is_ok());
    }

    #[test]
    fn what_stands_can_be_taken_back_without_a_reason() {
        let withdrawn = decide(&asked(), &facts()).unwrap();
        assert_eq!(
            (withdrawn.purposes, withdrawn.reason),
            (Purposes::All, None)
        );
        let one = decide(
            &Withdrawn {
                purposes: &["service"],
                channel: "email",
                ..asked()
            },
            &facts(),
        )
        .unwrap();
        assert_eq!(
            (
                one.purposes.contains(Purpose::Service),
                one.purposes.contains(Purpose::Care)
            ),
            (true, false)
        );
    }

    #[test]
    fn what_does_not_stand_cannot() {
        assert_eq!(
            decide(&asked(), &ConsentFacts::default()).unwrap_err(),
            ["consent-nothing-to-withdraw"]
        );
        assert_eq!(
            decide(
                &Withdrawn {
                    purposes: &["service", "care"],
                    ..asked()
                },
                &facts()
            )
            .unwrap_err(),
            ["consent-nothing-to-withdraw"]
        );
        let mut twice = facts();
        twice.denials.push(Denial {
            id: Hash([2; 32]),
            kind: DenialKind::Withdrawn,
            purposes: Purposes::All,
            annulled: false,
        });
        assert_eq!(
            decide(&asked(), &twice).unwrap_err(),
            ["consent-nothing-to-withdraw"],
            "not twice"
        );
        twice.denials[0].annulled = true;
        assert!(
            decide(&asked(), &twice).is_ok(),
            "a withdrawal recorded by mistake does not stand in the way"
        );
    }

    #[test]
    fn who_brings_it_is_weighed_on_the_day_of_the_letter() {
        let mother = Relation {
            basis: Basis::Mother,
            document: None,
            valid_until: None,
            scope: BTreeSet::from(Scope::ALL),
        };
        let by_mother = |given_on| Withdrawn {
            given_on,
            birth_date: NaiveDate::from_ymd_opt(2010, 11, 1),
            by: Bringer::Representative(&mother),
            known: std::slice::from_ref(&mother),
            ..asked()
        };
        assert!(decide(&by_mother("31.10.2026"), &facts()).is_ok());
        assert_eq!(
            decide(&by_mother(""), &facts()).unwrap_err(),
            ["consent-withdrawn-by-person"],
            "sixteen since"
        );
    }

    #[test]
    fn it_says_what_is_wrong_with_the_rest() {
        let wrong = Withdrawn {
            purposes: &["advertising"],
            channel: "pigeon",
            given_on: "22.11.2026",
            reason: "\0",
            ..asked()
        };
        assert_eq!(
            decide(&wrong, &facts()).unwrap_err(),
            [
                "consent-purpose-unknown",
                "consent-channel-unknown",
                "consent-future",
                "text-control"
            ]
        );
    }
}

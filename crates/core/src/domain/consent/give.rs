//! Giving consent: the subject's own act, to the words that were really shown.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;
use crate::domain::patient::Language;
use crate::domain::{keep, text};

/// What the page recorded.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The tick beside the sentence about personal data. Never preset.
    pub personal_data: bool,
    /// The tick of informed consent to care. Never preset.
    pub care: bool,
    /// `screen` or `paper`.
    pub channel: &'a str,
    /// Language of the page that was shown.
    pub language: Option<Language>,
    /// The policy version that was shown.
    pub policy: Option<Hash>,
    /// Date on the paper as typed; empty means today.
    pub given_on: &'a str,
    /// Where the paper is filed; may be empty until the shift is closed.
    pub paper_place: &'a str,
    /// The signature on the paper was seen.
    pub signature_seen: bool,
}

/// Who consents.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// As the card says.
    pub birth_date: NaiveDate,
    /// [`permitted`] says yes to [`Purpose::Service`] already: then informed consent to care may come alone.
    pub service_permitted: bool,
}

/// One act; the caller adds the words that were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentGiven {
    /// What for.
    pub purposes: BTreeSet<Purpose>,
    /// The version shown.
    pub policy: Hash,
    /// Language of the page.
    pub language: Language,
    /// Screen or paper.
    pub channel: Channel,
    /// The day on the paper, today on the screen.
    pub given_on: NaiveDate,
    /// The moment, on the screen.
    pub given_ms: Option<u64>,
    /// Where the paper is filed.
    pub paper: Option<String>,
}

/// Decides on consent given: one act for personal data, one for care, so that each can be withdrawn alone.
/// The version shown must be one in force on the day on which it was given, or one that was relieved on that
/// very day; no consent is dated before it.
/// All refusals at once.
pub fn give(
    asked: &Asked<'_>,
    subject: &Subject,
    versions: &[PolicyVersion],
    now: Wall,
) -> Result<Vec<ConsentGiven>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let ticks: Vec<Purpose> = [
        (asked.personal_data, Purpose::Service),
        (asked.care, Purpose::Care),
    ]
    .into_iter()
    .filter_map(|(tick, purpose)| tick.then_some(purpose))
    .collect();
    if ticks.is_empty() {
        refusals.push(Refusal::at("personal_data", CONSENT_TICK_REQUIRED));
    } else if !asked.personal_data && !subject.service_permitted {
        refusals.push(Refusal::at("personal_data", CONSENT_DATA_REQUIRED));
    }
    let channel = keep(&mut refusals, channel(asked));
    let language = keep(
        &mut refusals,
        asked
            .language
            .ok_or_else(|| Refusal::at("language", CONSENT_LANGUAGE_REQUIRED)),
    );
    let paper = keep(
        &mut refusals,
        text::check("paper_place", asked.paper_place, text::Shape::Line(100)),
    );
    let day = keep(&mut refusals, given_on(asked.given_on, now));
    if let Some(day) = day {
        if channel == Some(Channel::Screen) && day != now.date() {
            refusals.push(Refusal::at("given_on", CONSENT_SCREEN_DATE));
        }
        if date::age(subject.birth_date, day) < 18 {
            refusals.push(Refusal::at("given_on", CONSENT_MINOR));
        }
    }
    let policy = keep(&mut refusals, shown(asked.policy, versions, day));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let (Some(channel), Some(language), Some(paper), Some(given_on), Some(policy)) =
        (channel, language, paper, day, policy)
    else {
        return Err(refusals);
    };
    let on_screen = channel == Channel::Screen;
    Ok(ticks
        .into_iter()
        .map(|purpose| ConsentGiven {
            purposes: BTreeSet::from([purpose]),
            policy,
            language,
            channel,
            given_on,
            given_ms: on_screen.then_some(now.ms),
            paper: (!on_screen && !paper.is_empty()).then(|| paper.clone()),
        })
        .collect())
}

fn channel(asked: &Asked<'_>) -> Result<Channel, Refusal> {
    match Channel::parse(asked.channel) {
        Some(Channel::Screen) => Ok(Channel::Screen),
        Some(Channel::Paper) if asked.signature_seen => Ok(Channel::Paper),
        Some(Channel::Paper) => Err(Refusal::at("signature_seen", CONSENT_SIGNATURE_NOT_SEEN)),
        _ => Err(Refusal::at("channel", CONSENT_CHANNEL_UNKNOWN)),
    }
}

/// The version shown, if it may have stood before the person on the day.
fn shown(
    policy: Option<Hash>,
    versions: &[PolicyVersion],
    day: Option<NaiveDate>,
) -> Result<Hash, Refusal> {
    let refuse = |code| Err(Refusal::at("policy", code));
    let Some(policy) = policy else {
        return refuse(CONSENT_POLICY_REQUIRED);
    };
    let Some(version) = versions.iter().find(|version| version.entry == policy) else {
        return refuse(CONSENT_POLICY_UNKNOWN);
    };
    // Without a day there is a refusal beside the date already.
    let Some(day) = day else { return Ok(policy) };
    if day < version.effective_from {
        return Err(Refusal::at("given_on", CONSENT_BEFORE_POLICY)
            .with("from", date::short(version.effective_from)));
    }
    if !in_force(versions, day).any(|version| version.entry == policy)
        && !relieved(versions, day).any(|version| version.entry == policy)
    {
        return refuse(CONSENT_POLICY_NOT_IN_FORCE);
    }
    Ok(policy)
}

/// Versions that gave way on this day. A new one may be published for today between the signature and the
/// saving: what was shown and signed is what is kept, and the next visit asks anew.
fn relieved(versions: &[PolicyVersion], day: NaiveDate) -> impl Iterator<Item = &PolicyVersion> {
    let before = day.pred_opt().unwrap_or(day);
    let replaced = versions
        .iter()
        .filter(move |version| version.replaced && version.effective_from == day);
    in_force(versions, before).chain(replaced)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const OLD: Hash = Hash([1; 32]);
    const NEW: Hash = Hash([2; 32]);

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// 2026-11-21 in Almaty.
    fn now() -> Wall {
        Wall::almaty(1_795_240_800_000)
    }

    fn asked() -> Asked<'static> {
        Asked {
            personal_data: true,
            care: true,
            channel: "screen",
            language: Some(Language::Kk),
            policy: Some(NEW),
            given_on: "",
            paper_place: "",
            signature_seen: false,
        }
    }

    fn decide(asked: &Asked<'_>) -> Result<Vec<ConsentGiven>, Vec<&'static str>> {
        let versions = [
            PolicyVersion {
                entry: OLD,
                effective_from: day(2026, 1, 1),
                replaced: false,
            },
            PolicyVersion {
                entry: NEW,
                effective_from: day(2026, 11, 1),
                replaced: false,
            },
        ];
        let subject = Subject {
            birth_date: day(2008, 11, 10),
            service_permitted: false,
        };
        give(asked, &subject, &versions, now())
            .map_err(|refusals| refusals.iter().map(|refusal| refusal.code.0).collect())
    }

    fn codes(asked: Asked<'_>) -> Vec<&'static str> {
        decide(&asked).unwrap_err()
    }

    #[test]
    fn two_ticks_are_two_facts() {
        let given = decide(&asked()).unwrap();
        assert_eq!(
            given
                .iter()
                .map(|act| act.purposes.clone())
                .collect::<Vec<_>>(),
            [
                BTreeSet::from([Purpose::Service]),
                BTreeSet::from([Purpose::Care])
            ]
        );
        assert_eq!(
            (given[0].given_on, given[0].given_ms),
            (day(2026, 11, 21), Some(now().ms))
        );
        let one = decide(&Asked {
            care: false,
            ..asked()
        })
        .unwrap();
        assert_eq!(one.len(), 1, "care is not assumed");
    }

    #[test]
    fn nothing_is_given_without_the_subjects_own_tick() {
        assert_eq!(
            codes(Asked {
                personal_data: false,
                care: false,
                ..asked()
            }),
            ["consent-tick-required"]
        );
        assert_eq!(
            codes(Asked {
                personal_data: false,
                ..asked()
            }),
            ["consent-data-required"]
        );
        let subject = Subject {
            birth_date: day(1990, 1, 1),
            service_permitted: true,
        };
        let versions = [PolicyVersion {
            entry: NEW,
            effective_from: day(2026, 11, 1),
            replaced: false,
        }];
        assert!(
            give(
                &Asked {
                    personal_data: false,
                    ..asked()
                },
                &subject,
                &versions,
                now()
            )
            .is_ok(),
            "care may be added to data"
        );
    }

    #[test]
    fn paper_needs_a_signature_that_was_seen() {
        let paper = Asked {
            channel: "paper",
            given_on: "20.11.2026",
            paper_place: " папка 3, лист 12 ",
            ..asked()
        };
        assert_eq!(codes(paper), ["consent-signature-not-seen"]);
        let given = decide(&Asked {
            signature_seen: true,
            ..paper
        })
        .unwrap();
        assert_eq!(
            (given[0].given_on, given[0].given_ms),
            (day(2026, 11, 20), None)
        );
        assert_eq!(given[0].paper.as_deref(), Some("папка 3, лист 12"));
    }

    #[test]
    fn the_version_shown_was_in_force_on_the_day() {
        let paper = Asked {
            channel: "paper",
            signature_seen: true,
            ..asked()
        };
        assert_eq!(
            codes(Asked {
                policy: None,
                ..paper
            }),
            ["consent-policy-required"]
        );
        assert_eq!(
            codes(Asked {
                policy: Some(Hash([9; 32])),
                ..paper
            }),
            ["consent-policy-unknown"]
        );
        assert_eq!(
            codes(Asked {
                policy: Some(OLD),
                ..paper
            }),
            ["consent-policy-not-in-force"]
        );
        // The last day of the old version is too early for the subject, who turned 18 under it: both are said.
        assert_eq!(
            codes(Asked {
                given_on: "31.10.2026",
                ..paper
            }),
            ["consent-minor", "consent-before-policy"]
        );
        let adult = Subject {
            birth_date: day(1990, 1, 1),
            service_permitted: false,
        };
        let versions = [
            PolicyVersion {
                entry: NEW,
                effective_from: day(2026, 11, 1),
                replaced: false,
            },
            PolicyVersion {
                entry: OLD,
                effective_from: day(2026, 1, 1),
                replaced: false,
            },
        ];
        assert!(
            give(
                &Asked {
                    policy: Some(OLD),
                    given_on: "31.10.2026",
                    ..paper
                },
                &adult,
                &versions,
                now()
            )
            .is_ok(),
            "brought later, dated then"
        );
    }

    #[test]
    fn what_was_signed_on_the_day_of_a_new_version_is_the_version_that_was_shown() {
        let born = day(1990, 1, 1);
        let of = |versions: &[PolicyVersion], shown: Hash, given_on: &str| {
            let subject = Subject {
                birth_date: born,
                service_permitted: false,
            };
            let asked = Asked {
                policy: Some(shown),
                channel: "paper",
                signature_seen: true,
                given_on,
                ..asked()
            };
            give(&asked, &subject, versions, now())
                .map(|acts| acts[0].policy)
                .map_err(|refusals| refusals[0].code.0)
        };
        let version = |entry, effective_from, replaced| PolicyVersion {
            entry,
            effective_from,
            replaced,
        };
        let corrected = Hash([3; 32]);
        let versions = [
            version(OLD, day(2026, 1, 1), false),
            version(NEW, day(2026, 11, 20), true),
            version(corrected, day(2026, 11, 20), false),
        ];
        for shown in [OLD, NEW, corrected] {
            assert_eq!(
                of(&versions, shown, "20.11.2026"),
                Ok(shown),
                "published between the signature and the saving"
            );
        }
        assert_eq!(of(&versions, corrected, "21.11.2026"), Ok(corrected));
        for shown in [OLD, NEW] {
            assert_eq!(
                of(&versions, shown, "21.11.2026"),
                Err("consent-policy-not-in-force"),
                "the day after nobody was shown it"
            );
        }
    }

    #[test]
    fn dates_and_ages_are_those_of_the_act() {
        assert_eq!(
            codes(Asked {
                given_on: "20.11.2026",
                ..asked()
            }),
            ["consent-screen-date"]
        );
        let paper = Asked {
            channel: "paper",
            signature_seen: true,
            ..asked()
        };
        assert_eq!(
            codes(Asked {
                given_on: "22.11.2026",
                ..paper
            }),
            ["consent-future"]
        );
        assert_eq!(
            codes(Asked {
                given_on: "09.11.2026",
                ..paper
            }),
            ["consent-minor"]
        );
        assert!(
            decide(&Asked {
                given_on: "10.11.2026",
                ..paper
            })
            .is_ok(),
            "18 on that day"
        );
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let nothing = Asked {
            personal_data: false,
            care: false,
            channel: "post",
            language: None,
            policy: None,
            given_on: "x",
            paper_place: "a\0",
            signature_seen: false,
        };
        assert_eq!(
            codes(nothing),
            [
                "consent-tick-required",
                "consent-channel-unknown",
                "consent-language-required",
                "text-control",
                "date-form",
                "consent-policy-required"
            ]
        );
    }
}

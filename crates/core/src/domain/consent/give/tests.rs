#![allow(clippy::unwrap_used)]

use super::*;

const OLD: Hash = Hash([1; 32]);
const NEW: Hash = Hash([2; 32]);
const SUBJECT: Subject<'static> = Subject {
    birth_date: None,
    service_permitted: false,
    giver: None,
    offered: &[],
};

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
        optional: &[],
        signature: "",
        helped: Helped::default(),
        companion: "",
        otp: None,
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
        birth_date: Some(day(2008, 11, 10)),
        ..SUBJECT
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
        birth_date: Some(day(1990, 1, 1)),
        service_permitted: true,
        ..SUBJECT
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
    assert_eq!(
        codes(Asked {
            given_on: "31.10.2026",
            ..paper
        }),
        ["consent-before-policy"]
    );
    let adult = Subject {
        birth_date: Some(day(1990, 1, 1)),
        ..SUBJECT
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
            birth_date: Some(born),
            ..SUBJECT
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
}

#[test]
fn only_what_is_offered_is_asked_and_each_stands_alone() {
    let versions = [PolicyVersion {
        entry: NEW,
        effective_from: day(2026, 11, 1),
        replaced: false,
    }];
    let subject = Subject {
        birth_date: Some(day(1990, 1, 1)),
        offered: &[Purpose::Sms],
        ..SUBJECT
    };
    let with = |names: &[&str]| {
        let optional: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let asked = Asked {
            optional: &optional,
            ..asked()
        };
        give(&asked, &subject, &versions, now())
            .map(|acts| acts.len())
            .map_err(|refusals| refusals[0].code.0)
    };
    assert_eq!(with(&["sms"]), Ok(3));
    assert_eq!(with(&["email"]), Err("consent-not-offered"));
    assert_eq!(with(&["advertising"]), Err("consent-not-offered"));
}

#[test]
fn a_signature_belongs_to_the_patients_screen() {
    let drawn = "1,1 2,2 3,3 4,4 5,5 6,6 7,7 8,8";
    let signed = Asked {
        channel: "patient_screen",
        signature: drawn,
        ..asked()
    };
    assert_eq!(
        decide(&signed).unwrap()[0].signature.as_deref(),
        Some(drawn)
    );
    assert_eq!(
        codes(Asked {
            signature: "",
            ..signed
        }),
        ["consent-signature-required"]
    );
    assert_eq!(
        codes(Asked {
            channel: "screen",
            ..signed
        }),
        ["consent-signature-form"]
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
        ..asked()
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

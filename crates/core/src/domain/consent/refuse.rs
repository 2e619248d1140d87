//! Refusal: a procedure, recorded and signed by the patient and the worker; when the patient will not sign, by
//! the worker alone (Health Code art. 136(3)).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::entitled::entitled;
use super::give::shown;
use super::*;
use crate::domain::patient::Language;
use crate::domain::representative::Relation;
use crate::domain::{keep, text};

/// What the page recorded.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'a> {
    /// Names of the purposes that are refused.
    pub purposes: &'a [&'a str],
    /// A tick beside any sentence: then it is no refusal.
    pub ticked: bool,
    /// `screen` or `paper`.
    pub channel: &'a str,
    /// Language of the page that was shown.
    pub language: Option<Language>,
    /// Date as typed; empty means today.
    pub given_on: &'a str,
    /// In the person's words; may be empty.
    pub reason: &'a str,
    /// `signed` or `worker_alone`.
    pub signed: &'a str,
    /// The signature drawn on the patient's screen.
    pub signature: &'a str,
    /// Who helped, and the witness of somebody who will not sign.
    pub helped: Helped<'a>,
    /// As the card says; nobody asks for it of somebody whom nobody knows.
    pub birth_date: Option<NaiveDate>,
    /// The ground of the representative who refuses; none when the person does.
    pub giver: Option<&'a Relation>,
    /// The policy version that was shown; none where none was.
    pub policy: Option<Hash>,
}

/// Refusal decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRefused {
    /// What is refused.
    pub purposes: BTreeSet<Purpose>,
    /// Screen or paper.
    pub channel: Channel,
    /// Language of the page.
    pub language: Language,
    /// When.
    pub given_on: NaiveDate,
    /// In the person's words.
    pub reason: Option<String>,
    /// 1 the person signed, 2 the worker signs alone.
    pub signed: u8,
    /// Who helped, with the stored number of how.
    pub helpers: Vec<(u8, String)>,
    /// Shape of the signature.
    pub signature: Option<String>,
}

/// Decides on a refusal. A reason is never demanded. Whoever may consent may refuse, and nobody else; the version
/// shown must be one that was in force. All refusals of the form at once.
pub fn refuse(
    asked: &Refused<'_>,
    versions: &[PolicyVersion],
    now: Wall,
) -> Result<ConsentRefused, Vec<Refusal>> {
    let mut refusals = Vec::new();
    if asked.ticked {
        refusals.push(Refusal::at("answer", CONSENT_REFUSAL_TICKED));
    }
    let purposes = keep(&mut refusals, named(asked.purposes));
    if purposes.as_ref().is_some_and(BTreeSet::is_empty) {
        refusals.push(Refusal::at("purposes", CONSENT_PURPOSE_REQUIRED));
    }
    let channel = Channel::parse(asked.channel)
        .filter(|channel| channel.on_screen() || *channel == Channel::Paper)
        // A code is read back by whoever agrees.
        .filter(|channel| *channel != Channel::Sms);
    let channel = keep(
        &mut refusals,
        channel.ok_or_else(|| Refusal::at("channel", CONSENT_CHANNEL_UNKNOWN)),
    );
    let language = keep(
        &mut refusals,
        asked
            .language
            .ok_or_else(|| Refusal::at("language", CONSENT_LANGUAGE_REQUIRED)),
    );
    let given_on = keep(&mut refusals, given_on(asked.given_on, now));
    if let (Some(day), Some(born)) = (given_on, asked.birth_date) {
        keep(&mut refusals, entitled(Some(born), asked.giver, day));
    }
    if asked.policy.is_some() {
        keep(&mut refusals, shown(asked.policy, versions, given_on));
    }
    let reason = keep(
        &mut refusals,
        text::check("reason", asked.reason, text::Shape::Block(500)),
    );
    let signed = match asked.signed {
        "signed" => Some(1),
        "worker_alone" => Some(2),
        _ => {
            refusals.push(Refusal::at("refusal_signed", CONSENT_REFUSAL_SIGNATURE));
            None
        }
    };
    let helpers = helpers::check(&asked.helped).unwrap_or_else(|more| {
        refusals.extend(more);
        Vec::new()
    });
    // Whoever will not sign has drawn nothing.
    let signature = match (channel, signed) {
        (Some(Channel::PatientScreen), Some(1)) => {
            keep(&mut refusals, signature::check(asked.signature))
        }
        _ if !asked.signature.is_empty() => {
            refusals.push(Refusal::at("signature", CONSENT_SIGNATURE_FORM));
            None
        }
        _ => None,
    };
    match (purposes, channel, language, given_on, reason, signed) {
        (
            Some(purposes),
            Some(channel),
            Some(language),
            Some(given_on),
            Some(reason),
            Some(signed),
        ) if refusals.is_empty() => Ok(ConsentRefused {
            purposes,
            channel,
            language,
            given_on,
            reason: (!reason.is_empty()).then_some(reason),
            signed,
            helpers,
            signature,
        }),
        _ => Err(refusals),
    }
}

/// Purposes by their names.
pub(super) fn named(names: &[&str]) -> Result<BTreeSet<Purpose>, Refusal> {
    names
        .iter()
        .map(|name| {
            Purpose::parse(name).ok_or_else(|| Refusal::at("purposes", CONSENT_PURPOSE_UNKNOWN))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn asked() -> Refused<'static> {
        Refused {
            purposes: &["service", "care"],
            ticked: false,
            channel: "screen",
            language: Some(Language::Ru),
            given_on: "",
            reason: "",
            signed: "worker_alone",
            signature: "",
            helped: Helped::default(),
            birth_date: NaiveDate::from_ymd_opt(1990, 1, 1),
            giver: None,
            policy: None,
        }
    }

    fn decide(asked: &Refused<'_>) -> Result<ConsentRefused, Vec<&'static str>> {
        refuse(asked, &[], Wall::almaty(1_795_240_800_000))
            .map_err(|refusals| refusals.iter().map(|refusal| refusal.code.0).collect())
    }

    #[test]
    fn a_refusal_is_recorded_without_a_reason_and_without_a_signature_of_the_patient() {
        let refused = decide(&asked()).unwrap();
        assert_eq!(
            (refused.signed, refused.reason, refused.purposes.len()),
            (2, None, 2)
        );
        assert_eq!(
            decide(&Refused {
                signed: "signed",
                signature: "",
                helped: Helped::default(),
                reason: " не хочу ",
                ..asked()
            })
            .unwrap()
            .reason
            .as_deref(),
            Some("не хочу")
        );
    }

    #[test]
    fn it_says_what_is_missing() {
        let nothing = Refused {
            purposes: &[],
            ticked: true,
            channel: "email",
            language: None,
            given_on: "31.12.2026",
            reason: "a\u{202E}",
            signed: "",
            ..asked()
        };
        assert_eq!(
            decide(&nothing).unwrap_err(),
            [
                "consent-refusal-ticked",
                "consent-purpose-required",
                "consent-channel-unknown",
                "consent-language-required",
                "consent-future",
                "text-invisible",
                "consent-refusal-signature"
            ]
        );
        assert_eq!(
            decide(&Refused {
                purposes: &["advertising"],
                ..asked()
            })
            .unwrap_err(),
            ["consent-purpose-unknown"]
        );
    }

    #[test]
    fn whoever_may_not_consent_may_not_refuse() {
        let child = NaiveDate::from_ymd_opt(2020, 5, 1);
        let refused = |born| {
            decide(&Refused {
                birth_date: born,
                ..asked()
            })
        };
        assert_eq!(refused(child).unwrap_err(), ["consent-by-representative"]);
        assert!(
            refused(None).is_ok(),
            "somebody whom nobody knows may say no"
        );
        let unknown = Refused {
            policy: Some(Hash([9; 32])),
            ..asked()
        };
        assert_eq!(decide(&unknown).unwrap_err(), ["consent-policy-unknown"]);
    }
}
